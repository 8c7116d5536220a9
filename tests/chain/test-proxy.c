/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include <libsoup/soup.h>
#include <string.h>

#include "surety-http-transport.h"
#include "surety-proxy.h"
#include "surety-web.h"

/* A SOCKS5 server (RFC 1928) on loopback, a thread a connection. Whatever it is asked for, it leads to the one web
 * server here: names need not be known to anybody. */
static struct
{
  GSocketService *service;
  guint port;
  guint target;
  GMutex mutex;
  GString *asked; /* "name localhost:80 " or "address 127.0.0.1:80 " */
  guint n;
} socks;

static guint n_seen;
static char *last_header;

static gboolean
read_all (GInputStream *in, void *out, gsize n)
{
  return g_input_stream_read_all (in, out, n, &n, NULL, NULL) && n > 0;
}

static void
note (const char *kind, const char *host, guint port)
{
  g_mutex_lock (&socks.mutex);
  g_string_append_printf (socks.asked, "%s %s:%u ", kind, host, port);
  socks.n++;
  g_mutex_unlock (&socks.mutex);
}

/* FALSE: it is not what RFC 1928 says. */
static gboolean
read_request (GInputStream *in, GOutputStream *out)
{
  guint8 head[4], len, port[2];
  char name[256] = "";

  if (!read_all (in, head, 2) || head[0] != 5 || !read_all (in, name, head[1]) ||
      !g_output_stream_write_all (out, "\x05\x00", 2, NULL, NULL, NULL) ||
      !read_all (in, head, 4) || head[1] != 1)
    return FALSE;
  memset (name, 0, sizeof name);
  if (head[3] == 3)
    {
      if (!read_all (in, &len, 1) || !read_all (in, name, len))
        return FALSE;
    }
  else if (head[3] == 1)
    {
      guint8 ip[4];

      if (!read_all (in, ip, 4))
        return FALSE;
      g_snprintf (name, sizeof name, "%u.%u.%u.%u", ip[0], ip[1], ip[2], ip[3]);
    }
  else
    return FALSE;
  if (!read_all (in, port, 2))
    return FALSE;
  note (head[3] == 3 ? "name" : "address", name, port[0] * 256u + port[1]);
  return TRUE;
}

static void
carry (GIOStream *from, GIOStream *to)
{
  char bytes[4096];
  gssize n;

  while ((n = g_input_stream_read (g_io_stream_get_input_stream (from), bytes, sizeof bytes, NULL,
                                   NULL)) > 0)
    if (!g_output_stream_write_all (g_io_stream_get_output_stream (to), bytes, (gsize) n, NULL,
                                    NULL, NULL))
      return;
}

static gpointer
pump_up (gpointer data)
{
  gpointer *ends = data;

  carry (ends[0], ends[1]);
  return NULL;
}

static gboolean
socks_cb (GThreadedSocketService *service,
          GSocketConnection *connection,
          GObject *source,
          gpointer data)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) other = NULL;
  gpointer ends[2];
  GThread *pump;

  g_socket_client_set_enable_proxy (client, FALSE);
  if (!read_request (in, out))
    return TRUE;
  other = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) socks.target, NULL, NULL);
  if (other == NULL || !g_output_stream_write_all (out, "\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50",
                                                   10, NULL, NULL, NULL))
    return TRUE;
  ends[0] = connection;
  ends[1] = other;
  pump = g_thread_new ("up", pump_up, ends);
  carry (G_IO_STREAM (other), G_IO_STREAM (connection));
  /* The web server is done; who asked may not know yet. */
  g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE, NULL);
  g_thread_join (pump);
  return TRUE;
}

static void
server_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  n_seen++;
  g_set_str (&last_header, soup_message_headers_get_one (asked, "X-Api-Key"));
  soup_message_headers_replace (headers, "Connection", "close");
  if (g_str_equal (path, "/redirect"))
    soup_message_headers_replace (headers, "Location", "/elsewhere");
  soup_server_message_set_status (message, g_str_equal (path, "/redirect") ? 307 : 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
}

static char *
own_url (const char *host, const char *path)
{
  return g_strdup_printf ("http://%s:%u%s", host, socks.target, path);
}

static gboolean
ask_for (SuretyTransport *transport, guint deadline_ms, GError **error)
{
  g_autoptr (GBytes) request = g_bytes_new_static ("{}", 2);

  return dex_await (surety_transport_send (transport, request, 1000, deadline_ms), error);
}

static gboolean
ask (SuretyTransport *transport, GError **error)
{
  return ask_for (transport, 5000, error);
}

static SuretyTransport *
open_transport (const char *url)
{
  g_autoptr (GError) error = NULL;
  SuretyTransport *transport = surety_http_transport_new (url, &error);

  g_assert_no_error (error);
  return transport;
}

static void
use_proxy (void)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", socks.port);

  surety_proxy_set (address);
  g_assert_true (surety_proxy_is_set ());
  g_assert_nonnull (surety_proxy_get_resolver ());
  g_mutex_lock (&socks.mutex);
  g_string_truncate (socks.asked, 0);
  socks.n = 0;
  g_mutex_unlock (&socks.mutex);
  n_seen = 0;
}

static void
assert_asked (const char *expected)
{
  g_mutex_lock (&socks.mutex);
  g_assert_cmpstr (socks.asked->str, ==, expected);
  g_mutex_unlock (&socks.mutex);
}

/* Names too, and this machine: all of it, and each time. */
static void
test_all_goes_through (void)
{
  g_autofree char *by_name = own_url ("localhost", "/");
  g_autofree char *by_address = own_url ("127.0.0.1", "/");
  g_autofree char *expected = NULL;
  g_autoptr (SuretyTransport) first = open_transport (by_name);
  g_autoptr (SuretyTransport) second = open_transport (by_address);
  g_autoptr (GError) error = NULL;

  /* What was connected before is not used after. */
  g_assert_true (ask (first, &error));
  g_assert_no_error (error);
  use_proxy ();
  ask (first, &error);
  g_assert_no_error (error);
  g_assert_true (ask (second, &error));
  g_assert_true (ask (first, &error));
  g_assert_no_error (error);
  expected = g_strdup_printf ("name localhost:%u address 127.0.0.1:%u name localhost:%u ",
                              socks.target, socks.target, socks.target);
  assert_asked (expected);
  g_assert_cmpuint (n_seen, ==, 3);

  surety_proxy_set ("");
  g_assert_true (ask (first, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_seen, ==, 4);
  g_assert_cmpuint (socks.n, ==, 3);
}

/* A rewards server is asked as an endpoint is. */
static void
test_servers_go_through (void)
{
  g_autofree char *url = own_url ("localhost", "/base");
  g_autofree char *expected = g_strdup_printf ("name localhost:%u ", socks.target);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyServer) server = surety_http_server_new (url, &error);

  g_assert_no_error (error);
  use_proxy ();
  g_assert_true (dex_await (surety_server_ask (server, "/x", NULL, 1000, 5000), &error));
  g_assert_no_error (error);
  assert_asked (expected);

  /* Nobody there: not past it. */
  n_seen = 0;
  surety_proxy_set ("socks5://127.0.0.1:9");
  g_assert_false (dex_await (surety_server_ask (server, "/x", NULL, 1000, 5000), &error));
  assert_chain_error (error, TRANSPORT);
  g_clear_error (&error);
  surety_proxy_set ("socks5://192.0.2.1:1080");
  g_assert_false (dex_await (surety_server_ask (server, "/x", NULL, 1000, 5000), &error));
  assert_chain_error (error, PLAIN);
  g_assert_cmpuint (n_seen, ==, 0);
  surety_proxy_set (NULL);
}

/* No name server could tell where this is: who asks one never comes to the proxy. */
static void
test_names_are_not_looked_up (void)
{
  g_autoptr (SuretyTransport) transport = open_transport ("https://endpoint.surety.invalid/v2/key");
  g_autoptr (GError) error = NULL;

  use_proxy ();
  /* It comes as far as TLS, which the web server here does not speak. */
  g_assert_false (ask_for (transport, 500, &error));
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (socks.asked->str, "name endpoint.surety.invalid:443 "));
  surety_proxy_set (NULL);
}

/* What is plain is for this machine and its neighbours: a proxy elsewhere would have it over the open net, with the
 * endpoint's key, and hand it to a machine of its own. */
static void
test_nothing_plain_goes_elsewhere (void)
{
  static const char *const elsewhere[] = { "socks5://192.0.2.1:1080", "proxy.surety.invalid:1080",
                                           "socks5://[2001:db8::1]:1080" };
  g_autofree char *url = own_url ("127.0.0.1", "/");
  g_autoptr (SuretyTransport) plain = open_transport (url);
  g_autoptr (SuretyTransport) secure = open_transport ("https://endpoint.surety.invalid/");

  n_seen = 0;
  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) other = NULL;

      surety_proxy_set (elsewhere[i]);
      g_assert_false (ask_for (plain, 500, &error));
      assert_chain_error (error, PLAIN);
      g_assert_false (ask_for (secure, 500, &other));
      g_assert_nonnull (other);
      g_assert_false (g_error_matches (other, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PLAIN));
    }
  g_assert_cmpuint (n_seen, ==, 0);
  surety_proxy_set (NULL);
}

/* Nobody there, or no address of a proxy: then nothing is asked, and not past it either. */
static void
test_no_way_round (void)
{
  static const char *const none[] = { "nonsense://", "http://127.0.0.1:8080", "me:secret@127.0.0.1",
                                      "127.0.0.1:1080/path" };
  g_autofree char *url = own_url ("127.0.0.1", "/");
  g_autoptr (SuretyTransport) transport = open_transport (url);

  n_seen = 0;
  surety_proxy_set ("socks5://127.0.0.1:9");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ask (transport, &error));
      assert_chain_error (error, TRANSPORT);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (surety_proxy_is_good (none[i]));
      surety_proxy_set (none[i]);
      g_assert_true (surety_proxy_is_set ());
      g_assert_false (ask (transport, &error));
      assert_chain_error (error, TRANSPORT);
    }
  g_assert_cmpuint (n_seen, ==, 0);
  surety_proxy_set (NULL);
}

static void
test_files_of_strangers (void)
{
  g_autoptr (SuretyWeb) web = surety_web_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/", socks.target);

  use_proxy ();
  surety_web_set_trust (web, NULL, TRUE);
  g_assert_null (
    dex_await_boxed (surety_web_fetch (web, url, SURETY_TRAFFIC_FILE, 1000, 2000), &error));
  assert_chain_error (error, TRANSPORT);
  g_assert_nonnull (strstr (error->message, "a proxy is set"));
  assert_asked ("");
  surety_proxy_set (NULL);
}

static void
test_addresses (void)
{
  static const char *const good[] = { "",
                                      "127.0.0.1",
                                      "localhost:9050",
                                      "socks5://127.0.0.1:9050",
                                      "socks5h://tor.example:9050/",
                                      "[::1]:9050" };
  static const char *const bad[] = { "socks4://127.0.0.1",
                                     "https://127.0.0.1",
                                     ":9050",
                                     "host:0",
                                     "host:99999",
                                     "a b",
                                     "host?x",
                                     "host#x",
                                     "u@host:1" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (surety_proxy_is_good (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (surety_proxy_is_good (bad[i]));
    }
}

/* --- a header of the user's --- */

static void
set_header (SuretyTransport *transport, const char *text, gboolean good)
{
  Secret *line = secret_new_copy (text, strlen (text));

  g_assert_cmpint (surety_http_transport_set_header (SURETY_HTTP_TRANSPORT (transport), line), ==,
                   good);
  secret_free (line);
}

static void
test_header (void)
{
  g_autofree char *url = own_url ("127.0.0.1", "/");
  g_autofree char *moved = own_url ("127.0.0.1", "/redirect");
  g_autoptr (SuretyTransport) with = open_transport (url);
  g_autoptr (SuretyTransport) without = open_transport (url);
  g_autoptr (SuretyTransport) led = open_transport (moved);
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;

  set_header (with, "X-Api-Key: s3cret", TRUE);
  g_assert_true (ask (with, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (last_header, ==, "s3cret");
  /* To no other endpoint, though it is the same host. */
  g_assert_true (ask (without, &error));
  g_assert_null (last_header);
  /* And not to where a redirect leads. */
  set_header (led, "X-Api-Key: s3cret", TRUE);
  n_seen = 0;
  g_assert_false (ask (led, &error));
  assert_chain_error (error, HTTP);
  g_assert_null (strstr (error->message, "s3cret"));
  g_assert_cmpuint (n_seen, ==, 1);
  label = surety_transport_dup_label (with);
  g_assert_null (strstr (label, "s3cret"));

  /* What is none changes nothing; taken away it is gone. */
  set_header (with, "Host: elsewhere", FALSE);
  g_clear_error (&error);
  g_assert_true (ask (with, &error));
  g_assert_cmpstr (last_header, ==, "s3cret");
  g_assert_true (surety_http_transport_set_header (SURETY_HTTP_TRANSPORT (with), NULL));
  g_assert_true (ask (with, &error));
  g_assert_null (last_header);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = NULL;
  GSList *uris;
  int status;

  /* GLib makes the system's as well, though it is not asked; that one wants settings that are not here. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_assert_true (secret_heap_init ());
  chain_test_init (&argc, &argv);
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, server_cb, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  socks.target = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  socks.asked = g_string_new (NULL);
  socks.service = g_threaded_socket_service_new (8);
  socks.port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (socks.service), NULL,
                                                    &error);
  g_assert_no_error (error);
  g_signal_connect (socks.service, "run", G_CALLBACK (socks_cb), NULL);
  g_socket_service_start (socks.service);

  chain_test_add ("/proxy/all-of-it-goes-through", test_all_goes_through);
  chain_test_add ("/proxy/rewards-servers-too", test_servers_go_through);
  chain_test_add ("/proxy/names-are-not-looked-up-here", test_names_are_not_looked_up);
  chain_test_add ("/proxy/there-is-no-way-round-it", test_no_way_round);
  chain_test_add ("/proxy/nothing-plain-goes-elsewhere", test_nothing_plain_goes_elsewhere);
  chain_test_add ("/proxy/files-of-strangers-are-not-fetched", test_files_of_strangers);
  g_test_add_func ("/proxy/addresses", test_addresses);
  chain_test_add ("/header/reaches-its-endpoint-and-nobody-else", test_header);

  status = g_test_run ();
  g_socket_service_stop (socks.service);
  g_object_unref (socks.service);
  g_string_free (socks.asked, TRUE);
  g_free (last_header);
  return status;
}
