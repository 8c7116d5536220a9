/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include <string.h>

#include "secure-site.h"
#include "surety-web.h"

static struct
{
  SoupServer *server;
  GTlsDatabase *database;
  guint port;
  guint n;
  char *headers;
} site;

static void
note_header (const char *name, const char *value, gpointer data)
{
  g_string_append_printf (data, "%s: %s\n", name, value);
}

static void
redirect (SoupServerMessage *message, const char *location)
{
  soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, location);
}

static void
server_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  GString *headers = g_string_new (NULL);
  static char large[5000];

  site.n++;
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), note_header,
                                headers);
  g_free (site.headers);
  site.headers = g_string_free (headers, FALSE);

  memset (large, 'x', sizeof large);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  if (g_str_equal (path, "/again"))
    redirect (message, "/again");
  else if (g_str_equal (path, "/once"))
    redirect (message, "/file");
  else if (g_str_equal (path, "/other-host"))
    {
      g_autofree char *there = g_strdup_printf ("https://127.0.0.1:%u/file", site.port);

      redirect (message, there);
    }
  else if (g_str_equal (path, "/plain"))
    redirect (message, "http://localhost/file");
  else if (g_str_equal (path, "/nowhere"))
    soup_server_message_set_status (message, SOUP_STATUS_FOUND, NULL);
  else if (g_str_equal (path, "/gone"))
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  else if (g_str_equal (path, "/large"))
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, large,
                                      sizeof large);
  else if (g_str_equal (path, "/large-in-chunks"))
    {
      soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                         SOUP_ENCODING_CHUNKED);
      soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                                large, sizeof large);
      soup_message_body_complete (soup_server_message_get_response_body (message));
    }
  else if (g_str_equal (path, "/silent"))
    soup_server_message_pause (message);
  else if (g_str_equal (path, "/compressed"))
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Content-Encoding", "gzip");
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "??", 2);
    }
  else
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "a file", 6);
}

/* Names lead where this says: elsewhere.example to this machine. */
#define FAKE_TYPE_RESOLVER (fake_resolver_get_type ())
G_DECLARE_FINAL_TYPE (FakeResolver, fake_resolver, FAKE, RESOLVER, GResolver)

struct _FakeResolver
{
  GResolver parent;
};

G_DEFINE_FINAL_TYPE (FakeResolver, fake_resolver, G_TYPE_RESOLVER)

static void
resolve_async (GResolver *resolver,
               const char *name,
               GResolverNameLookupFlags flags,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_boolean (task, TRUE);
}

static GList *
resolve_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_list_append (NULL, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4));
}

static void
fake_resolver_class_init (FakeResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = resolve_async;
  resolver_class->lookup_by_name_with_flags_finish = resolve_finish;
}

static void
fake_resolver_init (FakeResolver *self)
{
}

static SuretyWeb *
trusting_web (void)
{
  SuretyWeb *web = surety_web_new ();

  surety_web_set_trust (web, site.database, TRUE);
  return web;
}

static GBytes *
fetch (SuretyWeb *web, const char *host, const char *path, gsize max_bytes, GError **error)
{
  g_autofree char *url = g_strdup_printf ("https://%s:%u%s", host, site.port, path);

  return dex_await_boxed (surety_web_fetch (web, url, SURETY_TRAFFIC_FILE, max_bytes, 2000), error);
}

static void
assert_refused (const char *path, gsize max_bytes, gint code)
{
  g_autoptr (SuretyWeb) web = trusting_web ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = fetch (web, "localhost", path, max_bytes, &error);

  g_assert_null (file);
  g_assert_error (error, SURETY_CHAIN_ERROR, code);
}

static void
test_file (void)
{
  g_autoptr (SuretyWeb) web = trusting_web ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = fetch (web, "localhost", "/file", 6, &error);
  g_autoptr (GBytes) moved = NULL;

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "a file", 6);
  g_assert_null (strstr (site.headers, "Cookie"));
  g_assert_null (strstr (site.headers, "Referer"));
  g_assert_nonnull (strstr (site.headers, "Accept-Encoding: identity"));

  moved = fetch (web, "localhost", "/once", 6, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (moved), ==, 6);
}

static void
test_redirects (void)
{
  guint before = site.n;

  assert_refused ("/again", 100, SURETY_CHAIN_ERROR_TRANSPORT);
  g_assert_cmpuint (site.n - before, ==, 4);
  assert_refused ("/plain", 100, SURETY_CHAIN_ERROR_TRANSPORT);
  assert_refused ("/nowhere", 100, SURETY_CHAIN_ERROR_TRANSPORT);
}

static void
test_sizes (void)
{
  assert_refused ("/file", 5, SURETY_CHAIN_ERROR_TOO_LARGE);
  assert_refused ("/large", 4999, SURETY_CHAIN_ERROR_TOO_LARGE);
  assert_refused ("/large-in-chunks", 4999, SURETY_CHAIN_ERROR_TOO_LARGE);
}

static void
test_answers (void)
{
  assert_refused ("/gone", 100, SURETY_CHAIN_ERROR_HTTP);
  assert_refused ("/compressed", 100, SURETY_CHAIN_ERROR_MALFORMED);
  assert_refused ("/silent", 100, SURETY_CHAIN_ERROR_TIMEOUT);
}

static void
test_only_https (void)
{
  static const char *const urls[] = {
    "http://localhost/file", "file:///etc/passwd", "data:,x", "ftp://localhost/",
    "https:///file",         "localhost",          "",        "https://user@localhost/file",
  };
  g_autoptr (SuretyWeb) web = trusting_web ();
  guint before = site.n;

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
        dex_await_boxed (surety_web_fetch (web, urls[i], SURETY_TRAFFIC_FILE, 100, 2000), &error));
      assert_chain_error (error, TRANSPORT);
    }
  g_assert_cmpuint (site.n, ==, before);
}

/* Neither by number, nor by a name that leads there, nor by a redirect. */
static void
test_only_public_hosts (void)
{
  static const char *const hosts[] = {
    "localhost",       "127.0.0.1",          "10.1.2.3",        "192.168.1.1",
    "169.254.169.254", "100.64.0.1",         "0.0.0.0",         "[::1]",
    "[fd00::1]",       "[fe80::1]",          "224.0.0.1",       "198.18.0.1",
    "172.16.0.1",      "[::ffff:127.0.0.1]", "[2002:7f00:1::]", "[ff02::1]",
    "255.255.255.255", "elsewhere.example",
  };
  g_autoptr (SuretyWeb) web = surety_web_new ();
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) fake = g_object_new (FAKE_TYPE_RESOLVER, NULL);
  guint n = site.n;

  surety_web_set_trust (web, site.database, FALSE);
  g_resolver_set_default (fake);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fetch (web, hosts[i], "/file", 100, &error));
      assert_chain_error (error, TRANSPORT);
      g_assert_cmpstr (error->message, ==, "The host is not a public one");
    }
  g_resolver_set_default (before);
  g_assert_cmpuint (site.n, ==, n);
}

static void
test_certificate (void)
{
  g_autoptr (SuretyWeb) web = surety_web_new ();
  g_autoptr (GTlsDatabase)
    system = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  g_autoptr (GError) error = NULL;
  guint before = site.n;

  surety_web_set_trust (web, system, TRUE);
  g_assert_null (fetch (web, "localhost", "/file", 100, &error));
  assert_chain_error (error, TRANSPORT);
  g_assert_cmpuint (site.n, ==, before);
}

static void
test_discarded (void)
{
  g_autoptr (SuretyWeb) web = trusting_web ();
  g_autofree char *url = g_strdup_printf ("https://localhost:%u/silent", site.port);
  DexFuture *future = surety_web_fetch (web, url, SURETY_TRAFFIC_FILE, 100, 60000);

  chain_test_sleep (50);
  dex_unref (future);
  /* The session is free again: two connections a host are all it has. */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) file = fetch (web, "localhost", "/file", 100, &error);

      g_assert_no_error (error);
    }
}

static void
note_traffic (const SuretyTraffic *traffic, gpointer user_data)
{
  g_string_append_printf (user_data, "%d %s %s %" G_GUINT64_FORMAT " %s%s; ", traffic->purpose,
                          traffic->host, traffic->method, traffic->n_calls,
                          traffic->bytes_out > 0 ? "out" : "", traffic->bytes_in > 0 ? "in" : "");
}

static void
assert_traffic (const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  surety_traffic_foreach (note_traffic, found);
  g_assert_cmpstr (found->str, ==, expected);
}

/* Whoever was asked is in the list: where a redirect leads, who is then not asked anything, who answers with nothing
 * that is taken. */
static void
test_in_the_list (void)
{
  g_autoptr (SuretyWeb) web = trusting_web ();
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *url = g_strdup_printf ("https://localhost:%u/gone", site.port);
  g_autofree char *away = g_strdup_printf ("https://127.0.0.1:%u/silent", site.port);

  surety_traffic_forget ();
  assert_refused ("/plain", 100, SURETY_CHAIN_ERROR_TRANSPORT);
  file = fetch (web, "localhost", "/other-host", 100, NULL);
  g_assert_nonnull (file);
  other = dex_await_boxed (surety_web_fetch (web, url, SURETY_TRAFFIC_PICTURE, 100, 2000), NULL);
  g_assert_null (other);
  other = dex_await_boxed (surety_web_fetch (web, away, SURETY_TRAFFIC_PICTURE, 100, 100), NULL);
  g_assert_null (other);
  /* Its name is not looked up: nothing leaves. */
  other = dex_await_boxed (surety_web_fetch (web, "http://localhost/", SURETY_TRAFFIC_FILE, 9, 100),
                           NULL);
  g_assert_null (other);
  chain_test_sleep (50);

  expected = g_strdup_printf ("%d localhost:%u GET 2 outin; %d 127.0.0.1:%u GET 1 outin; "
                              "%d localhost:%u GET 1 outin; %d 127.0.0.1:%u GET 1 out; ",
                              SURETY_TRAFFIC_FILE, site.port, SURETY_TRAFFIC_FILE, site.port,
                              SURETY_TRAFFIC_PICTURE, site.port, SURETY_TRAFFIC_PICTURE, site.port);
  assert_traffic (expected);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);
  site.server = secure_site_start (server_cb, &site.database, &site.port);
  chain_test_add ("/web/fetches-a-file", test_file);
  chain_test_add ("/web/redirects-are-counted-and-checked", test_redirects);
  chain_test_add ("/web/too-large-is-refused", test_sizes);
  chain_test_add ("/web/bad-answers-are-named", test_answers);
  chain_test_add ("/web/only-https", test_only_https);
  chain_test_add ("/web/only-public-hosts", test_only_public_hosts);
  chain_test_add ("/web/untrusted-certificate-is-refused", test_certificate);
  chain_test_add ("/web/discarding-cancels", test_discarded);
  chain_test_add ("/web/whoever-is-asked-is-in-the-list", test_in_the_list);
  return g_test_run ();
}
