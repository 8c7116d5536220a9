/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include <libsoup/soup.h>

#include "surety-http-transport.h"
#include "surety-rpc.h"
#include "surety-traffic.h"

/* What the server saw of the last request. */
static struct
{
  char *method;
  char *path;
  char *body;
  char *headers;
  guint n;
} seen;

static void
note_header (const char *name, const char *value, gpointer data)
{
  g_string_append_printf (data, "%s: %s\n", name, value);
}

static void
note (SoupServerMessage *message, const char *path)
{
  GString *headers = g_string_new (NULL);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  g_free (seen.method);
  g_free (seen.path);
  g_free (seen.body);
  g_free (seen.headers);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), note_header,
                                headers);
  seen.method = g_strdup (soup_server_message_get_method (message));
  seen.path = g_strdup (path);
  seen.body = g_strndup (body->data, (gsize) body->length);
  seen.headers = g_string_free (headers, FALSE);
  seen.n++;
}

#define CHAIN_ID "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}"

static void
server_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *type = "application/json";
  const char *body = CHAIN_ID;
  guint status = 200;

  note (message, path);
  if (g_str_equal (path, "/redirect"))
    {
      status = 307;
      soup_message_headers_replace (headers, "Location", "/ok");
    }
  else if (g_str_equal (path, "/429"))
    {
      status = 429;
      soup_message_headers_replace (headers, "Retry-After", "7");
    }
  else if (g_str_equal (path, "/429-date"))
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr (GDateTime) later = g_date_time_add_seconds (now, 90);
      g_autofree char *text = soup_date_time_to_string (later, SOUP_DATE_HTTP);

      status = 429;
      soup_message_headers_replace (headers, "Retry-After", text);
    }
  else if (g_str_equal (path, "/500"))
    {
      status = 500;
      type = "text/html";
      body = "<h1>oops</h1>";
    }
  else if (g_str_equal (path, "/400-json"))
    status = 400;
  else if (g_str_equal (path, "/401"))
    {
      status = 401;
      soup_message_headers_replace (headers, "WWW-Authenticate", "Basic realm=\"x\"");
    }
  else if (g_str_equal (path, "/html"))
    {
      type = "text/html";
      body = "<html>sign in</html>";
    }
  else if (g_str_equal (path, "/gzip"))
    soup_message_headers_replace (headers, "Content-Encoding", "gzip");
  else if (g_str_equal (path, "/identity"))
    soup_message_headers_replace (headers, "Content-Encoding", "identity");
  else if (g_str_equal (path, "/cookie"))
    soup_message_headers_replace (headers, "Set-Cookie", "id=1");
  else if (g_str_equal (path, "/large"))
    {
      g_autofree char *large = g_strnfill (100000, ' ');

      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, large, 100000);
      return;
    }

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, strlen (body));
}

static SoupServer *server;
static GSocketService *raw;
static guint raw_port;
static gint raw_open;

static char *
server_url (const char *path)
{
  GSList *uris = soup_server_get_uris (server);
  char *url = g_strdup_printf ("http://127.0.0.1:%d%s", g_uri_get_port (uris->data), path);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return url;
}

/* A server that does what HTTP libraries would not, on a thread a connection. The first letter of the
 * path says what. */
static gboolean
raw_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char request[4096];
  const gssize n = g_input_stream_read (in, request, sizeof request - 1, NULL, NULL);
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  g_autofree char *filler = g_strnfill (65536, ' ');

  g_atomic_int_inc (&raw_open);
  if (n > 8)
    switch (request[6])
      {
      case 'd': /* drips */
        g_output_stream_printf (out, NULL, NULL, NULL, "%sContent-Length: 100000\r\n\r\n", head);
        for (guint i = 0; i < 1000; i++)
          {
            g_usleep (2000);
            if (!g_output_stream_write_all (out, " ", 1, NULL, NULL, NULL))
              break;
          }
        break;
      case 'h': /* drips its head */
        for (guint i = 0; i < 1000; i++)
          {
            g_usleep (2000);
            if (!g_output_stream_write_all (out, "H", 1, NULL, NULL, NULL))
              break;
          }
        break;
      case 'c': /* cuts the body */
        g_output_stream_printf (out, NULL, NULL, NULL, "%sContent-Length: 100\r\n\r\n[", head);
        break;
      case 'k': /* cuts a chunked body */
        g_output_stream_printf (out, NULL, NULL, NULL,
                                "%sTransfer-Encoding: chunked\r\n\r\n10\r\n[", head);
        break;
      case 'e': /* endless, without a length */
        g_output_stream_printf (out, NULL, NULL, NULL, "%sConnection: close\r\n\r\n", head);
        while (g_output_stream_write_all (out, filler, 65536, NULL, NULL, NULL))
          ;
        break;
      case 'x': /* endless chunks */
        g_output_stream_printf (out, NULL, NULL, NULL, "%sTransfer-Encoding: chunked\r\n\r\n",
                                head);
        while (g_output_stream_printf (out, NULL, NULL, NULL, "10000\r\n") &&
               g_output_stream_write_all (out, filler, 65536, NULL, NULL, NULL) &&
               g_output_stream_printf (out, NULL, NULL, NULL, "\r\n"))
          ;
        break;
      case 'g': /* is no HTTP */
        g_output_stream_printf (out, NULL, NULL, NULL, "SSH-2.0-OpenSSH_9.9\r\n");
        break;
      case 's': /* says nothing */
        while (g_input_stream_read (in, request, sizeof request, NULL, NULL) > 0)
          ;
        break;
      default:
        break;
      }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_add (&raw_open, -1);

  return TRUE;
}

static DexFuture *
send (const char *url, gsize max_reply, guint deadline_ms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTransport) transport = surety_http_transport_new (url, &error);
  g_autoptr (GBytes) request = g_bytes_new_static ("{}", 2);

  g_assert_no_error (error);
  return surety_transport_send (transport, request, max_reply, deadline_ms);
}

static GBytes *
exchange (const char *path, gsize max_reply, GError **error)
{
  g_autofree char *url = server_url (path);

  return dex_await_boxed (send (url, max_reply, 5000), error);
}

static GBytes *
exchange_raw (const char *path, gsize max_reply, guint deadline_ms, GError **error)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/%s", raw_port, path);

  return dex_await_boxed (send (url, max_reply, deadline_ms), error);
}

static void
test_exchange (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) reply = exchange ("/v2/secret-key?x=1", 1000, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply), CHAIN_ID,
                   strlen (CHAIN_ID));
  g_assert_cmpstr (seen.method, ==, "POST");
  g_assert_cmpstr (seen.path, ==, "/v2/secret-key");
  g_assert_cmpstr (seen.body, ==, "{}");
  g_assert_nonnull (strstr (seen.headers, "Content-Type: application/json\n"));
  g_assert_nonnull (strstr (seen.headers, "Accept-Encoding: identity\n"));
  g_assert_nonnull (strstr (seen.headers, "User-Agent: Surety\n"));
  g_assert_null (strstr (seen.headers, "Accept-Language"));
  g_assert_null (strstr (seen.headers, "Cookie"));
  g_assert_null (strstr (seen.headers, "gzip"));
}

static void
test_statuses (void)
{
  static const struct
  {
    const char *path;
    gint code;
    guint status;
    gboolean has_body;
  } cases[] = {
    { "/redirect", SURETY_CHAIN_ERROR_HTTP, 307, FALSE },
    { "/429", SURETY_CHAIN_ERROR_RATE_LIMITED, 429, TRUE },
    { "/500", SURETY_CHAIN_ERROR_HTTP, 500, FALSE },
    { "/400-json", SURETY_CHAIN_ERROR_HTTP, 400, TRUE },
    { "/401", SURETY_CHAIN_ERROR_HTTP, 401, TRUE },
    { "/gzip", SURETY_CHAIN_ERROR_MALFORMED, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = NULL;
      const guint before = seen.n;

      g_assert_null (exchange (cases[i].path, 1000, &error));
      g_assert_error (error, SURETY_CHAIN_ERROR, cases[i].code);
      g_assert_cmpuint (surety_chain_error_get_status (error), ==, cases[i].status);
      body = surety_chain_error_dup_body (error);
      g_assert_cmpint (body != NULL, ==, cases[i].has_body);
      /* Nothing was followed, nobody logged in. */
      g_assert_cmpuint (seen.n, ==, before + 1);
    }
}

static void
test_retry_after (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (exchange ("/429", 1000, &error));
  g_assert_cmpuint (surety_chain_error_get_retry_after (error), ==, 7000);
  g_clear_error (&error);
  g_assert_null (exchange ("/429-date", 1000, &error));
  g_assert_cmpuint (surety_chain_error_get_retry_after (error), >, 80000);
  g_assert_cmpuint (surety_chain_error_get_retry_after (error), <=, 90000);
}

static void
test_html (void)
{
  g_autofree char *url = server_url ("/html");
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTransport) transport = surety_http_transport_new (url, &error);
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (transport);
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  surety_batch_add (batch, "eth_chainId", NULL);
  g_assert_false (dex_await (surety_rpc_run (rpc, batch), &error));
  assert_chain_error (error, MALFORMED);
}

static void
test_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) reply = exchange ("/large", 100000, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (reply), ==, 100000);
  g_assert_null (exchange ("/large", 99999, &error));
  assert_chain_error (error, TOO_LARGE);
  g_clear_error (&error);

  g_assert_null (exchange_raw ("endless", 300000, 5000, &error));
  assert_chain_error (error, TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (exchange_raw ("xchunks", 300000, 5000, &error));
  assert_chain_error (error, TOO_LARGE);

  /* The connections were closed, not left to fill. */
  for (guint i = 0; i < 200 && g_atomic_int_get (&raw_open) > 0; i++)
    chain_test_sleep (10);
  g_assert_cmpint (g_atomic_int_get (&raw_open), ==, 0);
}

static void
test_deadline (void)
{
  static const char *const paths[] = { "drip", "head", "silent" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      const gint64 start = g_get_monotonic_time ();
      gint64 elapsed;

      g_assert_null (exchange_raw (paths[i], 1000000, 100, &error));
      assert_chain_error (error, TIMEOUT);
      elapsed = g_get_monotonic_time () - start;
      g_assert_cmpint (elapsed, >=, 99 * 1000);
      g_assert_cmpint (elapsed, <, 1000 * 1000);
    }
  for (guint i = 0; i < 200 && g_atomic_int_get (&raw_open) > 0; i++)
    chain_test_sleep (10);
  g_assert_cmpint (g_atomic_int_get (&raw_open), ==, 0);
}

static void
test_cut (void)
{
  static const char *const paths[] = { "cut", "kcut", "garbage", "nothing" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) reply = exchange_raw (paths[i], 1000000, 5000, &error);

      if (reply != NULL)
        g_error ("%s was taken for a reply", paths[i]);
      assert_chain_error (error, TRANSPORT);
    }
}

static void
test_no_server (void)
{
  g_autoptr (GError) error = NULL;

  /* Port 9, discard, on loopback: nobody. */
  g_assert_null (dex_await_boxed (send ("http://127.0.0.1:9/", 1000, 5000), &error));
  assert_chain_error (error, TRANSPORT);
}

static DexFuture *
ignore_cb (DexFuture *future, gpointer data)
{
  return NULL;
}

static void
test_discard (void)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/silent", raw_port);
  DexFuture *holder = dex_future_finally (send (url, 1000, 60000), ignore_cb, NULL, NULL);

  for (guint i = 0; i < 200 && g_atomic_int_get (&raw_open) == 0; i++)
    chain_test_sleep (10);
  g_assert_cmpint (g_atomic_int_get (&raw_open), ==, 1);
  dex_clear (&holder);
  for (guint i = 0; i < 200 && g_atomic_int_get (&raw_open) > 0; i++)
    chain_test_sleep (10);
  g_assert_cmpint (g_atomic_int_get (&raw_open), ==, 0);
}

static void
test_no_cookies (void)
{
  g_autofree char *url = server_url ("/cookie");
  g_autoptr (SuretyTransport) transport = surety_http_transport_new (url, NULL);
  g_autoptr (GBytes) request = g_bytes_new_static ("{}", 2);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (dex_await (surety_transport_send (transport, request, 1000, 5000), NULL));
      g_assert_null (strstr (seen.headers, "Cookie"));
    }
}

static void
test_credentials (void)
{
  g_autofree char *plain = server_url ("/ok");
  g_autofree char *url = g_strdup_printf ("http://me:se%%40cret@%s", plain + strlen ("http://"));
  g_autoptr (SuretyTransport) transport = surety_http_transport_new (url, NULL);
  g_autoptr (GBytes) request = g_bytes_new_static ("{}", 2);
  g_autofree char *label = surety_transport_dup_label (transport);

  g_assert_true (dex_await (surety_transport_send (transport, request, 1000, 5000), NULL));
  /* me:se@cret */
  g_assert_nonnull (strstr (seen.headers, "Authorization: Basic bWU6c2VAY3JldA==\n"));
  g_assert_null (strstr (label, "me"));
}

/* --- a server that is asked by path --- */

static GBytes *
ask_server (const char *base,
            const char *path,
            const char *body,
            gsize max_reply,
            guint deadline_ms,
            GError **error)
{
  g_autoptr (SuretyServer) asked = surety_http_server_new (base, error);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new_static (body, strlen (body)) : NULL;

  g_assert_no_error (*error);
  return dex_await_boxed (surety_server_ask (asked, path, bytes, max_reply, deadline_ms), error);
}

static void
test_server (void)
{
  static const struct
  {
    const char *base;
    const char *path;
    const char *body;
    const char *method;
    const char *asked;
  } cases[] = {
    { "", "/rewards/v1/x", NULL, "GET", "/rewards/v1/x" },
    { "/", "/rewards/v1/x", NULL, "GET", "/rewards/v1/x" },
    { "/main-net", "/rewards/v1/x", "[1]", "POST", "/main-net/rewards/v1/x" },
    { "/main-net/", "/rewards/v1/x", "[1]", "POST", "/main-net/rewards/v1/x" },
    { "/main-net/#x", "/rewards/v1/x", NULL, "GET", "/main-net/rewards/v1/x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *base = server_url (cases[i].base);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes)
        reply = ask_server (base, cases[i].path, cases[i].body, 1000, 5000, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (reply), ==, strlen (CHAIN_ID));
      g_assert_cmpstr (seen.method, ==, cases[i].method);
      g_assert_cmpstr (seen.path, ==, cases[i].asked);
      g_assert_cmpstr (seen.body, ==, cases[i].body != NULL ? cases[i].body : "");
      g_assert_nonnull (strstr (seen.headers, "Accept-Encoding: identity\n"));
      g_assert_nonnull (strstr (seen.headers, "User-Agent: Surety\n"));
      g_assert_null (strstr (seen.headers, "Cookie"));
      g_assert_null (strstr (seen.headers, "Referer"));
    }
}

static void
test_server_is_held_to_the_rules (void)
{
  static const struct
  {
    const char *path;
    gint code;
    guint status;
  } cases[] = {
    { "/redirect", SURETY_CHAIN_ERROR_HTTP, 307 }, { "/429", SURETY_CHAIN_ERROR_RATE_LIMITED, 429 },
    { "/400-json", SURETY_CHAIN_ERROR_HTTP, 400 }, { "/gzip", SURETY_CHAIN_ERROR_MALFORMED, 0 },
    { "/large", SURETY_CHAIN_ERROR_TOO_LARGE, 0 },
  };
  static const char *const raw_paths[] = { "/drip", "/head", "/silent" };
  static const char *const no_servers[] = {
    "http://rewards.example.org/",
    "ftp://127.0.0.1/",
    "https://rewards.example.org/?apikey=1",
    "",
  };
  g_autofree char *base = server_url ("");
  g_autofree char *raw_base = g_strdup_printf ("http://127.0.0.1:%u", raw_port);
  g_autoptr (GError) endless = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint body = 0; body < 2; body++)
      {
        g_autoptr (GError) error = NULL;
        const guint before = seen.n;

        g_assert_null (ask_server (base, cases[i].path, body ? "{}" : NULL, 1000, 5000, &error));
        g_assert_error (error, SURETY_CHAIN_ERROR, cases[i].code);
        g_assert_cmpuint (surety_chain_error_get_status (error), ==, cases[i].status);
        g_assert_cmpuint (seen.n, ==, before + 1);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (raw_paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ask_server (raw_base, raw_paths[i], "{}", 1000000, 100, &error));
      assert_chain_error (error, TIMEOUT);
    }
  g_assert_null (ask_server (raw_base, "/endless", "{}", 300000, 5000, &endless));
  assert_chain_error (endless, TOO_LARGE);
  for (gsize i = 0; i < G_N_ELEMENTS (no_servers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (surety_http_server_new (no_servers[i], &error));
      g_assert_nonnull (error);
    }
}

typedef struct
{
  guint64 n_calls;
  guint64 in;
  guint64 out;
} Counted;

static void
count_rewards (const SuretyTraffic *traffic, gpointer data)
{
  Counted *counted = data;

  if (traffic->purpose != SURETY_TRAFFIC_REWARDS || !g_str_equal (traffic->method, "POST"))
    return;
  g_assert_true (g_str_has_prefix (traffic->host, "127.0.0.1:"));
  counted->n_calls += traffic->n_calls;
  counted->in += traffic->bytes_in;
  counted->out += traffic->bytes_out;
}

/* Also where nobody answers. */
static void
test_server_is_counted (void)
{
  g_autofree char *base = server_url ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) nobody = NULL;
  g_autoptr (GBytes) reply = NULL;
  Counted counted = { 0 };

  surety_traffic_forget ();
  reply = ask_server (base, "/rewards/v1/x", "[1,2,3]", 1000, 5000, &error);
  g_assert_no_error (error);
  g_assert_null (ask_server ("http://127.0.0.1:9", "/x", "[]", 1000, 5000, &nobody));
  surety_traffic_foreach (count_rewards, &counted);
  g_assert_cmpuint (counted.n_calls, ==, 2);
  g_assert_cmpuint (counted.out, >, 100);
  g_assert_cmpuint (counted.in, >, strlen (CHAIN_ID));
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *url;
    const char *label; /* NULL: refused */
  } cases[] = {
    { "https://eth.example.org/v2/key", "eth.example.org" },
    { "https://eth.example.org:443/", "eth.example.org" },
    { "https://eth.example.org:8443", "eth.example.org:8443" },
    { "http://localhost:8545", "localhost:8545" },
    { "http://127.0.0.1:8545", "127.0.0.1:8545" },
    { "http://[::1]:8545", "[::1]:8545" },
    { "http://10.1.2.3", "10.1.2.3" },
    { "http://192.168.0.2:8545", "192.168.0.2:8545" },
    { "http://172.16.0.1/", "172.16.0.1" },
    { "http://[fd00::1]/", "[fd00::1]" },
    { "http://172.32.0.1/", NULL },
    { "http://8.8.8.8/", NULL },
    { "http://eth.example.org/", NULL },
    { "http://localhost.example.org/", NULL },
    { "http://127.0.0.1.example.org/", NULL },
    { "http://[2001:db8::1]/", NULL },
    { "http://2130706433/", NULL },
    { "ws://127.0.0.1:8545", NULL },
    { "file:///etc/passwd", NULL },
    { "https://", NULL },
    { "https:///path", NULL },
    { "eth.example.org", NULL },
    { "", NULL },
    { "not a url", NULL },
    { "https://eth.example.org:99999/", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyTransport) transport = surety_http_transport_new (cases[i].url, &error);
      g_autofree char *label = NULL;

      if ((transport != NULL) != (cases[i].label != NULL))
        g_error ("%s: %s", cases[i].url, error != NULL ? error->message : "accepted");
      if (transport == NULL)
        {
          g_assert_true (error->domain == G_URI_ERROR ||
                         g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT));
          continue;
        }
      g_assert_no_error (error);
      label = surety_transport_dup_label (transport);
      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  chain_test_init (&argc, &argv);

  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, server_cb, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  raw = g_threaded_socket_service_new (8);
  raw_port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (raw), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (raw, "run", G_CALLBACK (raw_cb), NULL);
  g_socket_service_start (raw);

  chain_test_add ("/http/a-request-is-a-plain-post", test_exchange);
  chain_test_add ("/http/statuses-are-errors-and-redirects-are-not-followed", test_statuses);
  chain_test_add ("/http/retry-after-is-read", test_retry_after);
  chain_test_add ("/http/html-is-no-reply", test_html);
  chain_test_add ("/http/oversized-replies-end-the-exchange", test_large);
  chain_test_add ("/http/the-deadline-holds-for-the-whole-exchange", test_deadline);
  chain_test_add ("/http/cut-replies-are-refused", test_cut);
  chain_test_add ("/http/nobody-there", test_no_server);
  chain_test_add ("/http/discarding-closes-the-connection", test_discard);
  chain_test_add ("/http/cookies-are-not-kept", test_no_cookies);
  chain_test_add ("/http/credentials-go-into-a-header-not-into-the-label", test_credentials);
  chain_test_add ("/http/a-server-is-asked-by-path", test_server);
  chain_test_add ("/http/a-server-is-held-to-the-same-rules", test_server_is_held_to_the_rules);
  chain_test_add ("/http/what-a-server-is-asked-is-counted", test_server_is_counted);
  g_test_add_func ("/http/plain-http-is-for-near-addresses", test_addresses);

  status = g_test_run ();
  g_socket_service_stop (raw);
  g_object_unref (raw);
  g_object_unref (server);

  return status;
}
