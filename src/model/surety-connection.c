/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-connection-private.h"

#include "surety-http-transport.h"
#include "surety-offload.h"

G_DEFINE_ENUM_TYPE (SuretyConnectionState,
                    surety_connection_state,
                    G_DEFINE_ENUM_VALUE (SURETY_CONNECTION_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (SURETY_CONNECTION_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (SURETY_CONNECTION_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (SURETY_CONNECTION_FAILING, "failing"))

G_DEFINE_FINAL_TYPE (SuretyConnection, surety_connection, G_TYPE_OBJECT)

typedef enum
{
  PROP_NETWORK = 1,
  PROP_STATE,
  PROP_HEAD,
  PROP_HEAD_TIME,
  PROP_LABEL,
  PROP_ERROR,
  PROP_DISAGREEMENT,
} SuretyConnectionProperty;

static GParamSpec *properties[PROP_DISAGREEMENT + 1];

enum
{
  HEAD_CHANGED,
  ENDPOINTS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (SuretyConnection *self, SuretyConnectionState state, GError *error)
{
  const gboolean other_error = error != NULL || self->error != NULL;
  const gboolean other_state = self->state != state;

  /* Both before either is told: a state of failure is never without its error. */
  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  if (other_error)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  if (other_state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_head (SuretyConnection *self, const SuretyBlock *block)
{
  g_autofree char *label = NULL;
  SuretyRpc *rpc = surety_endpoints_get_current (self->endpoints);

  if (rpc != NULL)
    label = surety_transport_dup_label (surety_rpc_get_transport (rpc));
  if (g_set_str (&self->label, label != NULL ? label : ""))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);

  if (self->head_time != block->timestamp)
    {
      self->head_time = block->timestamp;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEAD_TIME]);
    }
  surety_endpoints_note_head (self->endpoints, block->number);
  if (self->head != block->number)
    {
      self->head = block->number;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEAD]);
      g_signal_emit (self, signals[HEAD_CHANGED], 0);
    }
}

static DexFuture *
poll_fiber (gpointer user_data)
{
  SuretyConnection *self = user_data;
  g_autoptr (SuretyEndpoints) endpoints = g_object_ref (self->endpoints);
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (SuretyBatch) answered = NULL;
  SuretyBlock block;
  GError *error = NULL;

  surety_batch_add_block (batch, "latest");
  answered = dex_await_object (surety_endpoints_run (endpoints, batch), &error);
  if (self->endpoints != endpoints)
    {
      g_clear_error (&error);
      return dex_future_new_true ();
    }

  if (answered == NULL || !surety_batch_get_block (answered, 0, &block, &error))
    {
      if (error == NULL)
        g_set_error_literal (&error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                             "the endpoint has no latest block");
      set_state (self, SURETY_CONNECTION_FAILING, g_error_copy (error));
      return dex_future_new_for_error (error);
    }

  set_head (self, &block);
  set_state (self, SURETY_CONNECTION_ONLINE, NULL);

  return dex_future_new_true ();
}

typedef struct
{
  GWeakRef connection;
  guint serial;
} Follow;

static void
follow_free (gpointer data)
{
  Follow *job = data;

  g_weak_ref_clear (&job->connection);
  g_free (job);
}

/* Follows the head until another loop begins, the connection is closed, or nobody holds it any more. */
static DexFuture *
follow_fiber (gpointer user_data)
{
  Follow *job = user_data;
  guint wait = 0;

  for (;;)
    {
      g_autoptr (SuretyConnection) self = g_weak_ref_get (&job->connection);
      guint seconds = 0;

      if (self == NULL || !self->following || self->serial != job->serial ||
          self->endpoints == NULL)
        return dex_future_new_true ();

      /* A failure is in the state already; the next round tries again, later and later. */
      wait = dex_await (surety_connection_poll (self), NULL) ? 1 : MIN (wait + 1, 10);
      seconds = MAX (surety_network_get_block_seconds (self->network), 2) * wait;
      g_clear_object (&self);

      /* A timeout passes by rejecting. */
      dex_await (dex_timeout_new_seconds ((int) seconds), NULL);
    }
}

static void
follow (SuretyConnection *self)
{
  Follow *job = NULL;

  self->serial++;
  self->following = self->endpoints != NULL;
  if (!self->following)
    return;

  job = g_new0 (Follow, 1);
  g_weak_ref_init (&job->connection, self);
  job->serial = self->serial;
  dex_future_disown (surety_spawn (follow_fiber, job, follow_free));
}

SuretyEndpoints *
surety_connection_make_endpoints (SuretyConnection *self, GPtrArray *records, GError **error)
{
  g_autoptr (SuretyEndpoints) endpoints = NULL;

  if (self->practice == NULL && records->len == 0)
    return NULL;

  endpoints = surety_endpoints_new (surety_network_get_chain_id (self->network));
  if (self->practice != NULL)
    {
      surety_endpoints_add (endpoints, self->practice);
      return g_steal_pointer (&endpoints);
    }

  for (guint i = 0; i < records->len && i < SURETY_CONNECTION_MAX_ENDPOINTS; i++)
    {
      const SuretyEndpointRecord *record = g_ptr_array_index (records, i);
      g_autoptr (SuretyTransport) transport = surety_http_transport_new (record->url, error);

      if (transport == NULL)
        return NULL;
      if (record->line != NULL)
        surety_http_transport_set_header (SURETY_HTTP_TRANSPORT (transport),
                                          surety_secret_get (record->line));
      surety_endpoints_add (endpoints, transport);
    }

  return g_steal_pointer (&endpoints);
}

static void
on_disagreed (SuretyConnection *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISAGREEMENT]);
}

void
surety_connection_take_endpoints (SuretyConnection *self,
                                  SuretyEndpoints *endpoints,
                                  GPtrArray *records)
{
  g_clear_object (&self->endpoints);
  dex_clear (&self->poll);
  self->endpoints = endpoints;
  if (endpoints != NULL)
    g_signal_connect_object (endpoints, "disagreed", G_CALLBACK (on_disagreed), self,
                             G_CONNECT_SWAPPED);
  on_disagreed (self);
  g_ptr_array_ref (records);
  g_ptr_array_unref (self->records);
  self->records = records;
  self->head = 0;
  self->head_time = 0;
  set_state (self, endpoints != NULL ? SURETY_CONNECTION_CONNECTING : SURETY_CONNECTION_NONE, NULL);
  g_signal_emit (self, signals[ENDPOINTS_CHANGED], 0);
  follow (self);
}

static DexFuture *
open_fiber (gpointer user_data)
{
  SuretyConnection *self = user_data;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) records = NULL;
  SuretyEndpoints *endpoints = NULL;
  GError *error = NULL;

  if (self->practice == NULL)
    {
      text = dex_await_string (surety_database_get_state (self->database, SURETY_CONNECTION_SCOPE,
                                                          surety_network_get_key (self->network)),
                               &error);
      if (error != NULL)
        return dex_future_new_for_error (error);
    }
  records = surety_endpoint_records_parse (text, SURETY_CONNECTION_MAX_ENDPOINTS);
  surety_connection_load_headers (records);
  endpoints = surety_connection_make_endpoints (self, records, &error);
  if (error != NULL)
    {
      /* Stored by an older or other version: kept for the page to show, not used. */
      surety_connection_take_endpoints (self, NULL, records);
      set_state (self, SURETY_CONNECTION_FAILING, g_error_copy (error));
      return dex_future_new_for_error (error);
    }
  surety_connection_take_endpoints (self, endpoints, records);

  return dex_future_new_true ();
}

static void
surety_connection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyConnection *self = SURETY_CONNECTION (object);

  switch ((SuretyConnectionProperty) id)
    {
    case PROP_NETWORK:
      g_value_set_object (value, self->network);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (gint) self->state);
      break;
    case PROP_HEAD:
      g_value_set_uint64 (value, self->head);
      break;
    case PROP_HEAD_TIME:
      g_value_set_uint64 (value, self->head_time);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_DISAGREEMENT:
      g_value_set_boxed (value, surety_connection_get_disagreement (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_connection_dispose (GObject *object)
{
  SuretyConnection *self = SURETY_CONNECTION (object);

  dex_clear (&self->poll);
  g_clear_object (&self->endpoints);
  g_clear_object (&self->practice);
  g_clear_object (&self->database);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (surety_connection_parent_class)->dispose (object);
}

static void
surety_connection_finalize (GObject *object)
{
  SuretyConnection *self = SURETY_CONNECTION (object);

  g_ptr_array_unref (self->records);
  g_clear_error (&self->error);
  g_free (self->label);

  G_OBJECT_CLASS (surety_connection_parent_class)->finalize (object);
}

static void
surety_connection_class_init (SuretyConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_connection_get_property;
  object_class->dispose = surety_connection_dispose;
  object_class->finalize = surety_connection_finalize;

  properties[PROP_NETWORK] = g_param_spec_object ("network", NULL, NULL, SURETY_TYPE_NETWORK,
                                                  flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SURETY_TYPE_CONNECTION_STATE,
                                              SURETY_CONNECTION_NONE, flags);
  properties[PROP_HEAD] = g_param_spec_uint64 ("head", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_HEAD_TIME] = g_param_spec_uint64 ("head-time", NULL, NULL, 0, G_MAXUINT64, 0,
                                                    flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_DISAGREEMENT] = g_param_spec_boxed ("disagreement", NULL, NULL, G_TYPE_ERROR,
                                                      flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[HEAD_CHANGED] = g_signal_new ("head-changed", SURETY_TYPE_CONNECTION, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDPOINTS_CHANGED] = g_signal_new ("endpoints-changed", SURETY_TYPE_CONNECTION,
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                             0);
}

static void
surety_connection_init (SuretyConnection *self)
{
  self->label = g_strdup ("");
  self->records = surety_endpoint_records_parse (NULL, 0);
}

SuretyConnection *
surety_connection_new (SuretyNetwork *network, SuretyDatabase *database, SuretyTransport *practice)
{
  SuretyConnection *self = g_object_new (SURETY_TYPE_CONNECTION, NULL);

  self->network = g_object_ref (network);
  self->database = g_object_ref (database);
  g_set_object (&self->practice, practice);

  return self;
}

SuretyNetwork *
surety_connection_get_network (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  return self->network;
}

SuretyConnectionState
surety_connection_get_state (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), SURETY_CONNECTION_NONE);

  return self->state;
}

guint64
surety_connection_get_head (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), 0);

  return self->head;
}

guint64
surety_connection_get_head_time (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), 0);

  return self->head_time;
}

const GError *
surety_connection_get_error (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  return self->error;
}

const GError *
surety_connection_get_disagreement (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  return self->endpoints != NULL ? surety_endpoints_peek_disagreement (self->endpoints) : NULL;
}

SuretyEndpoints *
surety_connection_get_endpoints (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  return self->endpoints;
}

char **
surety_connection_dup_urls (SuretyConnection *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  for (guint i = 0; i < self->records->len; i++)
    g_strv_builder_add (builder,
                        ((SuretyEndpointRecord *) g_ptr_array_index (self->records, i))->url);

  return g_strv_builder_end (builder);
}

gboolean
surety_connection_has_header (SuretyConnection *self, const char *url)
{
  const SuretyEndpointRecord *record = NULL;

  g_return_val_if_fail (SURETY_IS_CONNECTION (self), FALSE);

  record = surety_endpoint_records_find (self->records, url);
  return record != NULL && record->item != NULL;
}

const GError *
surety_connection_peek_header_error (SuretyConnection *self, const char *url)
{
  const SuretyEndpointRecord *record = NULL;

  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  record = surety_endpoint_records_find (self->records, url);
  return record != NULL ? record->error : NULL;
}

DexFuture *
surety_connection_open (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  return surety_spawn (open_fiber, g_object_ref (self), g_object_unref);
}

void
surety_connection_close (SuretyConnection *self)
{
  g_return_if_fail (SURETY_IS_CONNECTION (self));

  self->following = FALSE;
}

void
surety_connection_follow (SuretyConnection *self)
{
  g_return_if_fail (SURETY_IS_CONNECTION (self));

  if (!self->following)
    follow (self);
}

DexFuture *
surety_connection_poll (SuretyConnection *self)
{
  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  if (self->endpoints == NULL)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT,
                                  "no endpoint is chosen");

  if (self->poll == NULL || !dex_future_is_pending (self->poll))
    {
      dex_clear (&self->poll);
      self->poll = surety_spawn (poll_fiber, g_object_ref (self), g_object_unref);
    }

  return dex_ref (self->poll);
}

DexFuture *
surety_connection_test (SuretyNetwork *network, const char *url)
{
  g_autoptr (SuretyTransport) transport = NULL;
  GError *error = NULL;

  g_return_val_if_fail (SURETY_IS_NETWORK (network), NULL);

  transport = surety_http_transport_new (url, &error);
  if (transport == NULL)
    return dex_future_new_for_error (error);

  return surety_probe_run (transport, surety_network_get_chain_id (network));
}
