/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "liar.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK (64u * 1024u)
#define LARGE ((guint64) 1024u * 1024u * 1024u)
#define BOMB (128u * 1024u * 1024u)
/* Nothing here waits for longer: a test that hangs ends. */
#define PATIENCE_SECONDS 20u

struct _Liar
{
  char *host;
  guint16 node_port;
  Lie lie;
  LiarManners manners;

  GSocketService *service;
  GSocketService *trap; /* where redirects point */
  guint16 trap_port;
  gint followed;
  gint n_connections;
  GTlsCertificate *certificate;
  GBytes *bomb;
  char *url;
};

/* --- reading and writing, in a thread --- */

/* A line without its end; NULL at the end of it all. */
static char *
read_line (GInputStream *input)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char byte;

  while (g_input_stream_read (input, &byte, 1, NULL, NULL) == 1)
    {
      if (byte == '\n')
        return g_strchomp (g_string_free (g_steal_pointer (&line), FALSE));
      g_string_append_c (line, byte);
    }
  return NULL;
}

/* Head and body of a request or a reply; NULL when the other end is gone. */
static char *
read_message (GInputStream *input)
{
  g_autofree char *first = read_line (input);
  guint64 len = 0;
  char *body;

  if (first == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *line = read_line (input);

      if (line == NULL)
        return NULL;
      if (*line == '\0')
        break;
      if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        len = g_ascii_strtoull (line + 15, NULL, 10);
    }

  body = g_malloc0 (len + 1);
  if (!g_input_stream_read_all (input, body, len, &len, NULL, NULL))
    g_clear_pointer (&body, g_free);
  return body;
}

static gboolean
write_bytes (GIOStream *stream, const void *data, gsize len)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), data, len, NULL, NULL,
                                    NULL);
}

static gboolean
write_head (GIOStream *stream, const char *status, const char *headers, gint64 len)
{
  g_autoptr (GString) head = g_string_new (NULL);

  g_string_append_printf (head, "HTTP/1.1 %s\r\n%s", status, headers);
  if (len >= 0)
    g_string_append_printf (head, "Content-Length: %" G_GINT64_FORMAT "\r\n", len);
  g_string_append (head, "\r\n");
  return write_bytes (stream, head->str, head->len);
}

#define JSON "Content-Type: application/json\r\n"
#define HTML "Content-Type: text/html\r\n"

static gboolean
write_reply (GIOStream *stream, const char *status, const char *headers, const char *body)
{
  return write_head (stream, status, headers, (gint64) strlen (body)) &&
         write_bytes (stream, body, strlen (body));
}

/* --- the node --- */

static char *
ask_node (Liar *self, const char *body)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *head = g_strdup_printf ("POST / HTTP/1.1\r\nHost: %s:%u\r\n" JSON
                                           "Connection: close\r\nContent-Length: %zu\r\n\r\n",
                                           self->host, self->node_port, strlen (body));

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, self->host, self->node_port, NULL, &error);
  g_assert_no_error (error);
  if (!write_bytes (G_IO_STREAM (connection), head, strlen (head)) ||
      !write_bytes (G_IO_STREAM (connection), body, strlen (body)))
    return NULL;
  return read_message (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
}

/* --- answers that are none --- */

/* text with what stands in the place of every result but the chain's id. */
static char *
replace_results (JsonNode *request, const char *text)
{
  g_autoptr (GString) reply = g_string_new (NULL);
  const gboolean is_array = JSON_NODE_HOLDS_ARRAY (request);
  const guint n = is_array ? json_array_get_length (json_node_get_array (request)) : 1;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *call = is_array ? json_array_get_object_element (json_node_get_array (request), i)
                                  : json_node_get_object (request);
      const gboolean is_id = g_str_equal (json_object_get_string_member (call, "method"),
                                          "eth_chainId");

      g_string_append_printf (reply,
                              "%s{\"jsonrpc\":\"2.0\",\"id\":%" G_GINT64_FORMAT ",\"result\":%s}",
                              i > 0 ? "," : "", json_object_get_int_member (call, "id"),
                              is_id ? "\"0x7a69\"" : text);
    }
  if (is_array)
    {
      g_string_prepend_c (reply, '[');
      g_string_append_c (reply, ']');
    }
  return g_string_free (g_steal_pointer (&reply), FALSE);
}

static char *
repeat (const char *text, guint n)
{
  GString *repeated = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (repeated, text);
  return g_string_free (repeated, FALSE);
}

static char *
replace (const char *text, const char *what, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (with, parts);
}

static char *
spoil (Liar *self, JsonNode *request, JsonNode *reply)
{
  g_autofree char *honest = json_to_string (reply, FALSE);
  g_autofree char *opened = NULL;
  g_autofree char *closed = NULL;
  g_autofree char *deep = NULL;

  switch (self->manners)
    {
    case LIAR_WRONG_ID:
      return replace (honest, "\"id\":", "\"id\":7");
    case LIAR_EQUAL_KEYS:
      return replace (honest, "\"result\":", "\"result\":\"0x1\",\"result\":");
    case LIAR_DEEP:
      opened = repeat ("[", 20000);
      closed = repeat ("]", 20000);
      deep = g_strconcat (opened, closed, NULL);
      return replace_results (request, deep);
    case LIAR_NAN:
      return replace_results (request, "NaN");
    case LIAR_NEGATIVE:
      return replace_results (request, "\"-0x1\"");
    case LIAR_65_DIGITS:
      return replace_results (
        request, "\"0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                 "\"");
    case LIAR_OTHER_ORDER:
      if (JSON_NODE_HOLDS_ARRAY (reply))
        {
          JsonArray *array = json_node_get_array (reply);
          g_autoptr (GString) turned = g_string_new ("[");

          for (guint i = json_array_get_length (array); i-- > 0;)
            {
              g_autofree char *one = json_to_string (json_array_get_element (array, i), FALSE);

              g_string_append_printf (turned, "%s%s", one, i > 0 ? "," : "]");
            }
          return g_string_free (g_steal_pointer (&turned), FALSE);
        }
      return g_steal_pointer (&honest);
    case LIAR_BEHAVES:
    case LIAR_NEVER_ANSWERS:
    case LIAR_DRIPS:
    case LIAR_LARGE:
    case LIAR_ENDLESS:
    case LIAR_GZIP_BOMB:
    case LIAR_GZIP_BOMB_ERROR:
    case LIAR_TRUNCATED:
    case LIAR_TO_FILE:
    case LIAR_TO_OTHER_HOST:
    case LIAR_NO_TLS:
    case LIAR_UNTRUSTED_TLS:
    case LIAR_BUSY_FOR_LONG:
    case LIAR_BUSY:
    case LIAR_BROKEN:
    case LIAR_AWAY:
    case LIAR_PAGE:
    default:
      return g_steal_pointer (&honest);
    }
}

static GBytes *
make_bomb (void)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *zeros = g_malloc (CHUNK);

  memset (zeros, '0', CHUNK);
  g_output_stream_write_all (out, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x", 36, NULL, NULL,
                             NULL);
  for (guint64 n = 0; n < BOMB; n += CHUNK)
    g_output_stream_write_all (out, zeros, CHUNK, NULL, NULL, NULL);
  g_output_stream_write_all (out, "\"}", 2, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
write_large (GIOStream *stream, gboolean announced)
{
  g_autofree char *spaces = g_malloc (CHUNK);

  memset (spaces, ' ', CHUNK);
  if (!write_head (stream, "200 OK", JSON "Connection: close\r\n", announced ? (gint64) LARGE : -1))
    return;
  for (guint64 n = 0; n < LARGE; n += CHUNK)
    if (!write_bytes (stream, spaces, CHUNK))
      return;
}

static void
drip (GIOStream *stream, const char *reply)
{
  if (!write_head (stream, "200 OK", JSON, (gint64) strlen (reply)))
    return;
  for (guint i = 0; i < PATIENCE_SECONDS && reply[i] != '\0'; i++)
    {
      if (!write_bytes (stream, reply + i, 1))
        return;
      g_usleep (G_USEC_PER_SEC);
    }
}

/* --- exchanges --- */

/* Whether the connection goes on. */
static gboolean
answer (Liar *self, GIOStream *stream, const char *body)
{
  static const char page[] = "<!DOCTYPE html><title>Welcome</title><p>Please sign in.";
  g_autoptr (JsonNode) request = json_from_string (body, NULL);
  g_autofree char *kept = NULL;
  g_autofree char *said = NULL;
  g_autofree char *reply = NULL;
  g_autofree char *location = NULL;
  g_autoptr (JsonNode) node = NULL;
  char byte;

  switch (self->manners)
    {
    case LIAR_NEVER_ANSWERS:
      /* Until the other end goes. */
      g_input_stream_read (g_io_stream_get_input_stream (stream), &byte, 1, NULL, NULL);
      return FALSE;
    case LIAR_LARGE:
    case LIAR_ENDLESS:
      write_large (stream, self->manners == LIAR_LARGE);
      return FALSE;
    case LIAR_GZIP_BOMB:
    case LIAR_GZIP_BOMB_ERROR:
      return write_head (stream, self->manners == LIAR_GZIP_BOMB ? "200 OK" : "500 Oh",
                         JSON "Content-Encoding: gzip\r\n",
                         (gint64) g_bytes_get_size (self->bomb)) &&
             write_bytes (stream, g_bytes_get_data (self->bomb, NULL),
                          g_bytes_get_size (self->bomb));
    case LIAR_TO_FILE:
      return write_reply (stream, "302 Found", "Location: file:///etc/hostname\r\n", "");
    case LIAR_TO_OTHER_HOST:
      location = g_strdup_printf ("Location: http://127.0.0.1:%u/\r\n", self->trap_port);
      return write_reply (stream, "307 Temporary Redirect", location, "");
    case LIAR_BUSY_FOR_LONG:
      return write_reply (stream, "429 Too Many Requests", "Retry-After: 120\r\n", "");
    case LIAR_BUSY:
      return write_reply (stream, "429 Too Many Requests", "", "");
    case LIAR_BROKEN:
      return write_reply (stream, "500 Internal Server Error", "", "");
    case LIAR_AWAY:
      return write_reply (stream, "503 Service Unavailable", HTML, page);
    case LIAR_PAGE:
      return write_reply (stream, "200 OK", HTML, page);
    case LIAR_BEHAVES:
    case LIAR_DRIPS:
    case LIAR_TRUNCATED:
    case LIAR_WRONG_ID:
    case LIAR_OTHER_ORDER:
    case LIAR_EQUAL_KEYS:
    case LIAR_DEEP:
    case LIAR_NAN:
    case LIAR_NEGATIVE:
    case LIAR_65_DIGITS:
    case LIAR_NO_TLS:
    case LIAR_UNTRUSTED_TLS:
    default:
      break;
    }

  if (request == NULL)
    return FALSE;
  kept = lies_keep (self->lie, request);
  if (kept != NULL)
    return write_reply (stream, "200 OK", JSON, kept);
  said = ask_node (self, body);
  if (said == NULL || (node = json_from_string (said, NULL)) == NULL)
    return FALSE;
  lies_tell (self->lie, request, node);
  reply = spoil (self, request, node);
  if (self->manners == LIAR_DRIPS)
    {
      drip (stream, reply);
      return FALSE;
    }
  if (self->manners == LIAR_TRUNCATED)
    {
      if (write_head (stream, "200 OK", JSON, (gint64) strlen (reply)))
        write_bytes (stream, reply, strlen (reply) / 2);
      return FALSE;
    }
  return write_reply (stream, "200 OK", JSON, reply);
}

/* In a thread. */
static void
serve (Liar *self, GIOStream *connection)
{
  g_autoptr (GIOStream) stream = g_object_ref (connection);

  if (self->certificate != NULL)
    {
      g_autoptr (GIOStream) secure = g_tls_server_connection_new (stream, self->certificate, NULL);

      if (!g_tls_connection_handshake (G_TLS_CONNECTION (secure), NULL, NULL))
        return;
      g_set_object (&stream, secure);
    }
  if (self->manners == LIAR_NO_TLS)
    {
      char hello[512];

      /* What a web server says to somebody who speaks of secrets. */
      if (g_input_stream_read (g_io_stream_get_input_stream (stream), hello, sizeof hello, NULL,
                               NULL) > 0)
        write_reply (stream, "400 Bad Request", HTML, "");
      return;
    }
  for (;;)
    {
      g_autofree char *body = read_message (g_io_stream_get_input_stream (stream));

      if (body == NULL || !answer (self, stream, body))
        break;
    }
  g_io_stream_close (stream, NULL, NULL);
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, Liar *self)
{
  g_atomic_int_inc (&self->n_connections);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), PATIENCE_SECONDS);
  serve (self, G_IO_STREAM (connection));
  g_atomic_int_add (&self->n_connections, -1);
  return TRUE;
}

static gboolean
trap_cb (GSocketService *service, GSocketConnection *connection, GObject *source, Liar *self)
{
  g_atomic_int_inc (&self->followed);
  return TRUE;
}

Liar *
liar_new (const char *node, Lie lie, LiarManners manners)
{
  Liar *self = g_new0 (Liar, 1);
  g_autoptr (GUri) uri = g_uri_parse (node, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  guint16 port;

  self->host = g_strdup (g_uri_get_host (uri));
  self->node_port = (guint16) g_uri_get_port (uri);
  self->lie = lie;
  self->manners = manners;
  if (manners == LIAR_UNTRUSTED_TLS)
    {
      g_autofree char *pem = g_test_build_filename (G_TEST_DIST, "data", "localhost.pem", NULL);

      self->certificate = g_tls_certificate_new_from_file (pem, &error);
      g_assert_no_error (error);
    }
  if (manners == LIAR_GZIP_BOMB || manners == LIAR_GZIP_BOMB_ERROR)
    self->bomb = make_bomb ();

  self->service = g_threaded_socket_service_new (32);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  self->trap = g_socket_service_new ();
  self->trap_port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->trap), NULL,
                                                         &error);
  g_assert_no_error (error);
  g_signal_connect (self->trap, "incoming", G_CALLBACK (trap_cb), self);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u",
                               manners == LIAR_NO_TLS || manners == LIAR_UNTRUSTED_TLS ? "https"
                                                                                       : "http",
                               port);
  return self;
}

/* Nobody asks any more. */
void
liar_free (Liar *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_socket_service_stop (self->trap);
  g_socket_listener_close (G_SOCKET_LISTENER (self->trap));
  for (guint i = 0; i < 100 * PATIENCE_SECONDS && g_atomic_int_get (&self->n_connections) > 0; i++)
    g_usleep (G_USEC_PER_SEC / 100);
  g_assert_cmpint (g_atomic_int_get (&self->n_connections), ==, 0);
  g_object_unref (self->service);
  g_object_unref (self->trap);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->bomb, g_bytes_unref);
  g_free (self->host);
  g_free (self->url);
  g_free (self);
}

const char *
liar_get_url (Liar *self)
{
  return self->url;
}

gboolean
liar_was_followed (Liar *self)
{
  return g_atomic_int_get (&self->followed) > 0;
}
