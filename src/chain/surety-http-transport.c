/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-http-transport.h"

#include <libsoup/soup.h>
#include <string.h>

#include "surety-body.h"
#include "surety-chain-error.h"
#include "surety-header-line.h"
#include "surety-proxy.h"
#include "surety-traffic.h"
#include "surety-web.h"

/* RFC 6585; libsoup has no name for it. */
#define HTTP_TOO_MANY_REQUESTS 429u
#define CHUNK (64u * 1024u)
/* Of the body beside an error status. */
#define MAX_ERROR_BODY (64u * 1024u)
#define MAX_REDIRECTS 3u

struct _SuretyHttpTransport
{
  GObject parent;

  SoupSession *session;
  guint proxy_serial; /* of the proxy that the session knows */
  GUri *uri;          /* without user and password */
  char *authorization;
  Secret *header; /* name and value, each ended by a zero; NULL = none */
  char *label;
};

static void surety_http_transport_iface_init (SuretyTransportInterface *iface);
static void surety_http_server_iface_init (SuretyServerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyHttpTransport,
                               surety_http_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT,
                                                      surety_http_transport_iface_init)
                                 G_IMPLEMENT_INTERFACE (SURETY_TYPE_SERVER,
                                                        surety_http_server_iface_init))

/* One request under way. Each pending operation holds a reference. */
typedef struct
{
  SoupSession *session;
  SoupMessage *message;
  DexPromise *promise;
  GInputStream *stream;
  SuretyBody *body;
  GError *status_error; /* the body is only read for what it says */
  gsize max_reply;
  guint timer;
  /* Of a stranger's file. */
  gboolean foreign;
  gboolean allow_near;
  guint redirects;
  SuretyTrafficPurpose purpose;
} Exchange;

static void follow (Exchange *self);

static Exchange *
exchange_ref (Exchange *self)
{
  return g_rc_box_acquire (self);
}

static void
exchange_clear (gpointer data)
{
  Exchange *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_pointer (&self->body, surety_body_free);
  g_clear_error (&self->status_error);
  dex_clear (&self->promise);
}

static void
exchange_unref (Exchange *self)
{
  g_rc_box_release_full (self, exchange_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_unref)

/* Whatever is still under way is cancelled. */
static void
exchange_fail (Exchange *self, GError *error)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  dex_promise_reject (self->promise, error);
  g_cancellable_cancel (dex_promise_get_cancellable (self->promise));
}

static gboolean
deadline_cb (gpointer data)
{
  g_autoptr (Exchange) self = exchange_ref (data);

  self->timer = 0;
  exchange_fail (self, g_error_new_literal (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT,
                                            "No complete reply before the deadline"));

  return G_SOURCE_REMOVE;
}

/* The deadline and our own refusals have rejected before they cancelled. */
static void
exchange_fail_io (Exchange *self, const GError *error)
{
  g_assert (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    exchange_fail (self, g_error_copy (error));
  else
    exchange_fail (self, g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT, "%s",
                                      error->message));
}

static DexFuture *
joined_cb (DexFuture *joined, gpointer data)
{
  Exchange *self = data;

  dex_promise_resolve (self->promise, dex_future_get_value (joined, NULL));
  return NULL;
}

static void
release_exchange (gpointer data)
{
  exchange_unref (data);
}

static void
exchange_finish (Exchange *self)
{
  g_autoptr (GBytes) said = NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->status_error == NULL)
    {
      dex_future_disown (
        dex_future_finally (surety_body_join_future (g_steal_pointer (&self->body)), joined_cb,
                            exchange_ref (self), release_exchange));
      return;
    }

  said = surety_body_join (g_steal_pointer (&self->body));
  surety_chain_error_set_body (self->status_error, said);
  dex_promise_reject (self->promise, g_steal_pointer (&self->status_error));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Exchange) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
    chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize len;

  if (chunk == NULL)
    {
      exchange_fail_io (self, error);
      return;
    }

  len = g_bytes_get_size (chunk);
  if (len == 0)
    {
      exchange_finish (self);
      return;
    }

  if (len > self->max_reply - surety_body_get_size (self->body))
    {
      if (self->status_error != NULL)
        exchange_fail (self, g_steal_pointer (&self->status_error));
      else
        exchange_fail (self, g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE,
                                          "The reply is over %" G_GSIZE_FORMAT " bytes",
                                          self->max_reply));
      return;
    }

  surety_body_take (self->body, g_steal_pointer (&chunk));
  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT,
                                   dex_promise_get_cancellable (self->promise), read_cb,
                                   exchange_ref (self));
}

/* Seconds or a date (RFC 9110 section 10.2.3), in milliseconds; 0 = none. */
static guint
get_retry_after (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  guint64 seconds;
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) now = NULL;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, 86400, &seconds, NULL))
    return (guint) seconds * 1000;

  date = soup_date_time_new_from_http_string (text);
  if (date == NULL)
    return 0;

  now = g_date_time_new_now_utc ();
  return (guint) (CLAMP (g_date_time_difference (date, now), 0, G_TIME_SPAN_DAY) / 1000);
}

static GError *
new_status_error (SoupMessage *message, guint status)
{
  const gboolean limited = status == HTTP_TOO_MANY_REQUESTS;
  const char *phrase = SOUP_STATUS_IS_REDIRECTION (status) ? "a redirect, which is not followed"
                                                           : soup_status_get_phrase (status);
  GError *error = g_error_new (SURETY_CHAIN_ERROR,
                               limited ? SURETY_CHAIN_ERROR_RATE_LIMITED : SURETY_CHAIN_ERROR_HTTP,
                               "HTTP status %u: %s", status, phrase);

  surety_chain_error_set_status (error, status);
  surety_chain_error_set_retry_after (error, get_retry_after (
                                               soup_message_get_response_headers (message)));

  return error;
}

static gboolean
is_json (SoupMessageHeaders *headers)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return type != NULL && g_ascii_strcasecmp (type, "application/json") == 0;
}

/* What the head of the reply allows; the body is still to come. */
static GError *
check_head (Exchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const guint status = soup_message_get_status (self->message);
  const char *encoding = soup_message_headers_get_one (headers, "Content-Encoding");

  if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    return g_error_new_literal (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                                "The reply is compressed, which was not asked for");

  if (status != SOUP_STATUS_OK)
    {
      GError *error = new_status_error (self->message, status);

      if (SOUP_STATUS_IS_REDIRECTION (status) || !is_json (headers))
        return error;
      self->status_error = error;
      self->max_reply = MIN (self->max_reply, MAX_ERROR_BODY);
      return NULL;
    }

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      (guint64) soup_message_headers_get_content_length (headers) > self->max_reply)
    return g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE,
                        "The reply is over %" G_GSIZE_FORMAT " bytes", self->max_reply);

  return NULL;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Exchange) self = user_data;
  g_autoptr (GError) error = NULL;
  GError *refusal;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      exchange_fail_io (self, error);
      return;
    }

  if (self->foreign && SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (self->message)))
    {
      follow (self);
      return;
    }

  refusal = check_head (self);
  if (refusal != NULL)
    {
      exchange_fail (self, refusal);
      return;
    }

  self->body = surety_body_new ();
  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT,
                                   dex_promise_get_cancellable (self->promise), read_cb,
                                   exchange_ref (self));
}

/* Loopback, private (RFC 1918, RFC 4193) and link-local addresses; of names only "localhost", which
 * GLib never asks a name server for (RFC 6761). */
static gboolean
is_near (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address == NULL)
    return g_ascii_strcasecmp (host, "localhost") == 0;

  return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_site_local (address) ||
         g_inet_address_get_is_link_local (address) ||
         (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
          (g_inet_address_to_bytes (address)[0] & 0xfe) == 0xfc);
}

/* A session of its own: no connection, credential or cookie is shared between endpoints. Another one when the proxy
 * is another: what is under way holds the old one until it ends. NULL: nothing may be asked. */
static SoupSession *
ensure_session (SuretyHttpTransport *self)
{
  GProxyResolver *resolver = surety_proxy_get_resolver ();

  if (self->session != NULL && self->proxy_serial == surety_proxy_get_serial ())
    return self->session;

  g_clear_object (&self->session);
  if (surety_proxy_is_set () && resolver == NULL)
    return NULL;
  self->session = soup_session_new_with_options ("user-agent", "Surety", "timeout", 0u,
                                                 "idle-timeout", 30u, "max-conns", 8,
                                                 "max-conns-per-host", 8, NULL);
  self->proxy_serial = surety_proxy_get_serial ();
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  if (resolver != NULL || is_near (g_uri_get_host (self->uri)))
    soup_session_set_proxy_resolver (self->session, resolver);
  return self->session;
}

/* "host", "host:8545", "[::1]:8545": the port only where it is not the scheme's own. */
static char *
dup_label (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  const int port = g_uri_get_port (uri);
  const int usual = strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
  g_autofree char *bare = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host)
                                                     : g_strdup (host);

  return port > 0 && port != usual ? g_strdup_printf ("%s:%d", bare, port)
                                   : g_steal_pointer (&bare);
}

/* What one question to one host took, answered or not. It may come after the exchange is gone. */
static void
finished_cb (SoupMessage *message, gpointer user_data)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);
  g_autofree char *host = dup_label (soup_message_get_uri (message));

  if (metrics != NULL)
    surety_traffic_count ((SuretyTrafficPurpose) GPOINTER_TO_UINT (user_data), host,
                          soup_message_get_method (message), 0,
                          soup_message_metrics_get_request_header_bytes_sent (metrics) +
                            soup_message_metrics_get_request_body_bytes_sent (metrics),
                          soup_message_metrics_get_response_header_bytes_received (metrics) +
                            soup_message_metrics_get_response_body_bytes_received (metrics));
}

/* Has the message counted from now on. */
static void
count_message (SoupMessage *message, SuretyTrafficPurpose purpose)
{
  g_autofree char *host = dup_label (soup_message_get_uri (message));

  soup_message_add_flags (message, SOUP_MESSAGE_COLLECT_METRICS);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), GUINT_TO_POINTER (purpose));
  /* Its name is looked up and a connection is made, whatever comes of it. */
  surety_traffic_count (purpose, host, soup_message_get_method (message), 1, 0, 0);
}

/* To the user's own choice of a peer. request NULL: a GET. counted: surety-rpc.c does not. */
static DexFuture *
post (SuretyHttpTransport *self,
      GUri *uri,
      GBytes *request,
      gboolean counted,
      gsize max_reply,
      guint deadline_ms)
{
  g_autoptr (Exchange) exchange = g_rc_box_new0 (Exchange);
  SoupMessageHeaders *headers;
  SoupSession *session = ensure_session (self);

  if (session == NULL)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                                  "The proxy that is set is none");
  /* "Near" is where the proxy is, then: what is plain leaves this machine as it is. */
  if (surety_proxy_is_set () && strcmp (g_uri_get_scheme (uri), "http") == 0 &&
      !is_near (surety_proxy_get_host ()))
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_PLAIN,
                                  "Plain http does not go to a proxy elsewhere");

  exchange->session = g_object_ref (session);
  exchange->message = soup_message_new_from_uri (request != NULL ? SOUP_METHOD_POST
                                                                 : SOUP_METHOD_GET,
                                                 uri);
  exchange->promise = dex_promise_new_cancellable ();
  exchange->max_reply = MIN (max_reply, G_MAXUINT / 2);

  /* Idempotent: a kept-alive connection may be used; the same question, or the same signed bytes,
   * twice are harmless. */
  soup_message_set_flags (exchange->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT |
                                               SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  if (request != NULL)
    soup_message_set_request_body_from_bytes (exchange->message, "application/json", request);
  headers = soup_message_get_request_headers (exchange->message);
  soup_message_headers_replace (headers, "Accept", "application/json");
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (self->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  if (self->header != NULL)
    {
      const char *name = (const char *) secret_peek (self->header);

      soup_message_headers_replace (headers, name, name + strlen (name) + 1);
    }
  if (counted)
    count_message (exchange->message, SURETY_TRAFFIC_REWARDS);

  /* Over the whole exchange: name, connection, head and every byte of the body. */
  exchange->timer = g_timeout_add (deadline_ms, deadline_cb, exchange);
  soup_session_send_async (exchange->session, exchange->message, G_PRIORITY_DEFAULT,
                           dex_promise_get_cancellable (exchange->promise), sent_cb,
                           exchange_ref (exchange));

  return dex_ref (exchange->promise);
}

static DexFuture *
surety_http_transport_send (SuretyTransport *transport,
                            GBytes *request,
                            gsize max_reply,
                            guint deadline_ms)
{
  SuretyHttpTransport *self = SURETY_HTTP_TRANSPORT (transport);

  return post (self, self->uri, request, FALSE, max_reply, deadline_ms);
}

static DexFuture *
surety_http_server_ask (SuretyServer *server,
                        const char *path,
                        GBytes *body,
                        gsize max_reply,
                        guint deadline_ms)
{
  SuretyHttpTransport *self = SURETY_HTTP_TRANSPORT (server);
  const char *base = g_uri_get_path (self->uri);
  const int len = (int) strlen (base) - (g_str_has_suffix (base, "/") ? 1 : 0);
  g_autofree char *whole = g_strdup_printf ("%.*s%s", len, base, path);
  g_autoptr (GUri)
    uri = soup_uri_copy (self->uri, SOUP_URI_PATH, whole, SOUP_URI_QUERY, NULL, SOUP_URI_NONE);

  return post (self, uri, body, TRUE, max_reply, deadline_ms);
}

static char *
surety_http_server_dup_label (SuretyServer *server)
{
  return g_strdup (SURETY_HTTP_TRANSPORT (server)->label);
}

static char *
surety_http_transport_dup_label (SuretyTransport *transport)
{
  return g_strdup (SURETY_HTTP_TRANSPORT (transport)->label);
}

static void
surety_http_transport_finalize (GObject *object)
{
  SuretyHttpTransport *self = SURETY_HTTP_TRANSPORT (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->authorization, g_free);
  g_clear_pointer (&self->header, secret_free);
  g_clear_pointer (&self->label, g_free);

  G_OBJECT_CLASS (surety_http_transport_parent_class)->finalize (object);
}

static void
surety_http_transport_iface_init (SuretyTransportInterface *iface)
{
  iface->send = surety_http_transport_send;
  iface->dup_label = surety_http_transport_dup_label;
}

static void
surety_http_server_iface_init (SuretyServerInterface *iface)
{
  iface->ask = surety_http_server_ask;
  iface->dup_label = surety_http_server_dup_label;
}

static void
surety_http_transport_class_init (SuretyHttpTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_http_transport_finalize;
}

static void
surety_http_transport_init (SuretyHttpTransport *self)
{
}

static gboolean
check_uri (GUri *uri, GError **error)
{
  const gboolean secure = strcmp (g_uri_get_scheme (uri), "https") == 0;
  const char *host = g_uri_get_host (uri);

  if (!secure && strcmp (g_uri_get_scheme (uri), "http") != 0)
    g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                         "Not an http or https address");
  else if (host == NULL || *host == '\0')
    g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST, "The address has no host");
  else if (!secure && !is_near (host))
    g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                         "Plain http is for this machine and private addresses only");
  else
    return TRUE;

  return FALSE;
}

static char *
dup_authorization (GUri *uri)
{
  const char *user = g_uri_get_user (uri);
  const char *password = g_uri_get_password (uri);
  g_autofree char *pair = NULL;
  g_autofree char *encoded = NULL;

  if (user == NULL)
    return NULL;

  pair = g_strdup_printf ("%s:%s", user, password != NULL ? password : "");
  encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", encoded, NULL);
}

SuretyTransport *
surety_http_transport_new (const char *url, GError **error)
{
  SuretyHttpTransport *self;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  /* SOUP_HTTP_URI_FLAGS, with the default port and an empty path made explicit. */
  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS | G_URI_FLAGS_PARSE_RELAXED, error);
  if (uri == NULL || !check_uri (uri, error))
    return NULL;

  self = g_object_new (SURETY_TYPE_HTTP_TRANSPORT, NULL);
  self->authorization = dup_authorization (uri);
  self->uri = soup_uri_copy (uri, SOUP_URI_USER, NULL, SOUP_URI_PASSWORD, NULL,
                             SOUP_URI_AUTH_PARAMS, NULL, SOUP_URI_FRAGMENT, NULL, SOUP_URI_NONE);
  self->label = dup_label (uri);

  return SURETY_TRANSPORT (self);
}

SuretyServer *
surety_http_server_new (const char *url, GError **error)
{
  g_autoptr (SuretyTransport) self = surety_http_transport_new (url, error);

  if (self == NULL)
    return NULL;
  /* Left out without a word, a key in it would be missed. */
  if (g_uri_get_query (SURETY_HTTP_TRANSPORT (self)->uri) != NULL)
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                           "Paths are appended to the address of a server: it has no query");
      return NULL;
    }
  return SURETY_SERVER (g_steal_pointer (&self));
}

gboolean
surety_http_transport_set_header (SuretyHttpTransport *self, const Secret *line)
{
  Secret *header = NULL;

  g_return_val_if_fail (SURETY_IS_HTTP_TRANSPORT (self), FALSE);

  if (line != NULL)
    {
      header = surety_header_line_split (line);
      if (header == NULL)
        return FALSE;
    }
  secret_free (self->header);
  self->header = header;
  return TRUE;
}

/* --- files of strangers --- */

struct _SuretyWeb
{
  GObject parent;

  SoupSession *session;
  gboolean allow_near;
};

G_DEFINE_FINAL_TYPE (SuretyWeb, surety_web, G_TYPE_OBJECT)

static gboolean
is_public (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_is_any (address) || g_inet_address_get_is_loopback (address) ||
      g_inet_address_get_is_link_local (address) || g_inet_address_get_is_site_local (address) ||
      g_inet_address_get_is_multicast (address))
    return FALSE;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    /* Shared address space (RFC 6598), "this network", benchmarks (RFC 2544), reserved (RFC 1112). */
    return bytes[0] != 0 && !(bytes[0] == 100 && (bytes[1] & 0xc0) == 64) &&
           !(bytes[0] == 198 && (bytes[1] & 0xfe) == 18) && bytes[0] < 240;
  /* Global unicast (RFC 4291) but for 6to4 and Teredo, which carry any IPv4 address. */
  return (bytes[0] & 0xe0) == 0x20 && !(bytes[0] == 0x20 && bytes[1] == 0x02) &&
         !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0);
}

/* A name may point anywhere: what counts is who answers, before anything is asked. */
static void
starting_cb (SoupMessage *message, gpointer user_data)
{
  Exchange *self = user_data;
  GSocketAddress *peer = soup_message_get_remote_address (message);

  if (self->allow_near)
    return;
  if (!G_IS_INET_SOCKET_ADDRESS (peer) ||
      !is_public (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (peer))))
    exchange_fail (self, g_error_new_literal (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                                              "The host is not a public one"));
}

static GUri *
parse_foreign (const char *base, const char *url, gboolean allow_near, GError **error)
{
  g_autofree char *absolute = base != NULL
                                ? g_uri_resolve_relative (base, url, SOUP_HTTP_URI_FLAGS, error)
                                : g_strdup (url);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (absolute == NULL)
    return NULL;
  uri = g_uri_parse (absolute, SOUP_HTTP_URI_FLAGS, error);
  if (uri == NULL)
    return NULL;
  if (strcmp (g_uri_get_scheme (uri), "https") != 0 || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                           "Not an https address");
      return NULL;
    }
  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  if (!allow_near && (address != NULL ? !is_public (address) : is_near (g_uri_get_host (uri))))
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                           "The host is not a public one");
      return NULL;
    }
  return soup_uri_copy (uri, SOUP_URI_FRAGMENT, NULL, SOUP_URI_NONE);
}

/* Takes uri. */
static void
ask (Exchange *self, GUri *uri)
{
  g_autoptr (GUri) target = uri;
  SoupMessageHeaders *headers;

  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  self->message = soup_message_new_from_uri (SOUP_METHOD_GET, target);
  soup_message_set_flags (self->message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  headers = soup_message_get_request_headers (self->message);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  /* Lives as long as the exchange, which the pending operation holds. */
  g_signal_connect (self->message, "starting", G_CALLBACK (starting_cb), self);
  count_message (self->message, self->purpose);
  soup_session_send_async (self->session, self->message, G_PRIORITY_LOW,
                           dex_promise_get_cancellable (self->promise), sent_cb,
                           exchange_ref (self));
}

static void
follow (Exchange *self)
{
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (self->message), "Location");
  g_autofree char *base = g_uri_to_string (soup_message_get_uri (self->message));
  g_autoptr (GError) error = NULL;
  GUri *uri;

  if (location == NULL || self->redirects++ == MAX_REDIRECTS)
    {
      exchange_fail (self,
                     g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                                  "Redirected nowhere, or more than %u times", MAX_REDIRECTS));
      return;
    }
  uri = parse_foreign (base, location, self->allow_near, &error);
  if (uri == NULL)
    exchange_fail_io (self, error);
  else
    ask (self, uri);
}

DexFuture *
surety_web_fetch (SuretyWeb *self,
                  const char *url,
                  SuretyTrafficPurpose purpose,
                  gsize max_bytes,
                  guint deadline_ms)
{
  g_autoptr (Exchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  GUri *uri;

  dex_return_error_if_fail (SURETY_IS_WEB (self));
  dex_return_error_if_fail (url != NULL);

  /* Who answers behind a proxy can't be told, and past it nothing goes. */
  if (surety_proxy_is_set ())
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                                  "Not asked: a proxy is set");
  uri = parse_foreign (NULL, url, self->allow_near, &error);
  if (uri == NULL)
    {
      g_assert (error != NULL);

      return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT, "%s",
                                    error->message);
    }

  exchange = g_rc_box_new0 (Exchange);
  exchange->session = g_object_ref (self->session);
  exchange->promise = dex_promise_new_cancellable ();
  exchange->max_reply = MIN (max_bytes, G_MAXUINT / 2);
  exchange->foreign = TRUE;
  exchange->purpose = purpose;
  exchange->allow_near = self->allow_near;
  exchange->timer = g_timeout_add (deadline_ms, deadline_cb, exchange);
  ask (exchange, uri);

  return dex_ref (exchange->promise);
}

void
surety_web_set_trust (SuretyWeb *self, GTlsDatabase *database, gboolean allow_near)
{
  g_return_if_fail (SURETY_IS_WEB (self));

  soup_session_set_tls_database (self->session, database);
  self->allow_near = allow_near;
}

static void
surety_web_finalize (GObject *object)
{
  SuretyWeb *self = SURETY_WEB (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_web_parent_class)->finalize (object);
}

static void
surety_web_class_init (SuretyWebClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_web_finalize;
}

static void
surety_web_init (SuretyWeb *self)
{
  /* Hosts of strangers share nothing with endpoints; few at once, so that endpoints go first. No proxy:
   * behind one, nobody could tell where a name leads. */
  self->session = soup_session_new_with_options ("user-agent", "Surety", "timeout", 0u,
                                                 "idle-timeout", 5u, "max-conns", 4,
                                                 "max-conns-per-host", 2, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_set_proxy_resolver (self->session, NULL);
}

SuretyWeb *
surety_web_new (void)
{
  return g_object_new (SURETY_TYPE_WEB, NULL);
}
