/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secure-site.h"

SoupServer *
secure_site_start (SoupServerCallback answer, GTlsDatabase **database, guint *port)
{
  g_autofree char *pem = g_test_build_filename (G_TEST_DIST, "data", "localhost.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;
  SoupServer *server;

  certificate = g_tls_certificate_new_from_file (pem, &error);
  g_assert_no_error (error);
  *database = g_tls_file_database_new (pem, &error);
  g_assert_no_error (error);
  server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (server, NULL, answer, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY,
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  *port = (guint) g_uri_get_port (uris->data);
  return server;
}
