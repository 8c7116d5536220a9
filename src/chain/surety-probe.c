/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-probe.h"

#include "surety-rpc-private.h"

/* Of one question, and of all of them: who tests a connection waits in front of it. */
#define DEADLINE_MS 10000
#define LONGEST_MS 20000
#define MAX_CLIENT 64u

/* Tried all at once, largest first. */
static const guint64 log_ranges[] = { 100000, 50000, 10000, 5000, 2000, 1000, 500, 100, 10, 1 };

G_DEFINE_BOXED_TYPE (SuretyProbe, surety_probe, surety_probe_copy, surety_probe_free)

SuretyProbe *
surety_probe_copy (const SuretyProbe *self)
{
  SuretyProbe *copy = g_memdup2 (self, sizeof *self);

  copy->client = g_strdup (self->client);
  return copy;
}

void
surety_probe_free (SuretyProbe *self)
{
  if (self == NULL)
    return;

  g_free (self->client);
  g_free (self);
}

typedef struct
{
  SuretyRpc *rpc;
  guint64 expected;
  SuretyProbe *probe;
  gint64 ends; /* monotonic time */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  surety_probe_free (run->probe);
  g_object_unref (run->rpc);
  g_free (run);
}

static gboolean
run_batch (Run *run, SuretyFlow *flow, SuretyBatch *batch, guint attempts, GError **error)
{
  const gint64 left = (run->ends - g_get_monotonic_time ()) / 1000;

  surety_rpc_set_limits (run->rpc, 0, (guint) CLAMP (left, 1, DEADLINE_MS), 0);
  return dex_await (surety_flow_guard (flow, surety_rpc_run_attempts (run->rpc, batch, attempts)),
                    error);
}

static JsonNode *params (const char *format, ...) G_GNUC_PRINTF (1, 2);

static JsonNode *
params (const char *format, ...)
{
  g_autofree char *text = NULL;
  JsonNode *node;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  node = json_from_string (text, NULL);
  g_assert (node != NULL);

  return node;
}

/* Printable ASCII, short: it is a stranger's text beside our own. */
static char *
clean_client (JsonNode *node)
{
  GString *clean;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  clean = g_string_new (NULL);
  for (const char *p = json_node_get_string (node); *p != '\0' && clean->len < MAX_CLIENT; p++)
    if (g_ascii_isprint (*p))
      g_string_append_c (clean, *p);
  if (clean->len == 0)
    {
      g_string_free (clean, TRUE);
      return NULL;
    }

  return g_string_free (clean, FALSE);
}

/* The chain, and how long one small question takes. */
static gboolean
ask_chain (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (SuretyBatch) again = surety_batch_new ();
  gint64 start;

  surety_batch_add (batch, "eth_chainId", NULL);
  surety_batch_add (again, "eth_chainId", NULL);

  if (!run_batch (run, flow, batch, 2, error) ||
      !surety_batch_get_uint64 (batch, 0, &run->probe->chain_id, error))
    return FALSE;
  if (run->expected != 0 && run->probe->chain_id != run->expected)
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_WRONG_CHAIN,
                   "The endpoint serves chain %" G_GUINT64_FORMAT ", not %" G_GUINT64_FORMAT,
                   run->probe->chain_id, run->expected);
      return FALSE;
    }

  /* The first one also looked up the name, connected and shook hands. */
  start = g_get_monotonic_time ();
  if (!run_batch (run, flow, again, 2, error))
    return FALSE;
  run->probe->latency_ms = (guint) ((g_get_monotonic_time () - start) / 1000);

  return TRUE;
}

static gboolean
ask_head (Run *run, SuretyFlow *flow, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) local_error = NULL;
  SuretyBlock finalized;

  surety_batch_add_block (batch, "latest");
  surety_batch_add_block (batch, "finalized");
  surety_batch_add (batch, "web3_clientVersion", NULL);

  if (!run_batch (run, flow, batch, 2, error))
    return FALSE;
  if (!surety_batch_get_block (batch, 0, &run->probe->head, &local_error))
    {
      if (local_error == NULL)
        local_error = g_error_new_literal (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                                           "The endpoint has no head block");
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  /* A refused batch was asked again one by one: the Rpc has noted that it must. */
  run->probe->batch = surety_rpc_get_max_batch (run->rpc) > 1;
  run->probe->finalized = surety_batch_get_block (batch, 1, &finalized, NULL);
  run->probe->client = clean_client (surety_batch_get_result (batch, 2, NULL));

  return TRUE;
}

static gboolean
is_array (SuretyBatch *batch, guint i)
{
  JsonNode *node = surety_batch_get_result (batch, i, NULL);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node);
}

/* What it can do. A question that fails is an answer. */
static gboolean
ask_abilities (Run *run, SuretyFlow *flow, GError **error)
{
  SuretyProbe *probe = run->probe;
  const guint64 head = probe->head.number;
  const Address nobody = { { 0 } };
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) local_error = NULL;
  JsonNode *proof;
  u256 balance;

  surety_batch_add_balance (batch, &nobody, head > 0 ? "0x1" : "0x0");
  surety_batch_add (batch, "eth_simulateV1", params ("[{\"blockStateCalls\": [{}]}, \"latest\"]"));
  surety_batch_add (batch, "eth_getProof",
                    params ("[\"0x0000000000000000000000000000000000000000\", [], \"latest\"]"));
  for (gsize i = 0; i < G_N_ELEMENTS (log_ranges); i++)
    {
      const guint64 from = head + 1 > log_ranges[i] ? head + 1 - log_ranges[i] : 0;

      /* The null address emits nothing: the question is only whether it may be asked. */
      surety_batch_add (batch, "eth_getLogs",
                        params ("[{\"fromBlock\": \"0x%" G_GINT64_MODIFIER "x\", "
                                "\"toBlock\": \"0x%" G_GINT64_MODIFIER "x\", \"address\": "
                                "\"0x0000000000000000000000000000000000000000\"}]",
                                from, head));
    }

  if (!run_batch (run, flow, batch, 2, &local_error))
    {
      /* Only a peer that went away ends the test. */
      if (!g_error_matches (local_error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_HTTP) &&
          !g_error_matches (local_error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT) &&
          !g_error_matches (local_error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RATE_LIMITED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      return TRUE;
    }

  probe->archive = surety_batch_get_quantity (batch, 0, &balance, NULL);
  probe->simulation = is_array (batch, 1);
  proof = surety_batch_get_result (batch, 2, NULL);
  probe->proofs = proof != NULL && JSON_NODE_HOLDS_OBJECT (proof);
  for (guint i = 0; i < G_N_ELEMENTS (log_ranges) && probe->logs_range == 0; i++)
    if (is_array (batch, 3 + i))
      probe->logs_range = log_ranges[i];

  return TRUE;
}

static DexFuture *
probe_fiber (SuretyFlow *flow, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  if (!ask_chain (run, flow, &error) || !ask_head (run, flow, &error) ||
      !ask_abilities (run, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (SURETY_TYPE_PROBE, g_steal_pointer (&run->probe));
}

DexFuture *
surety_probe_run (SuretyTransport *transport, guint64 expected_chain_id)
{
  Run *run;

  dex_return_error_if_fail (SURETY_IS_TRANSPORT (transport));

  run = g_new0 (Run, 1);
  run->rpc = surety_rpc_new (transport);
  surety_rpc_set_purpose (run->rpc, SURETY_TRAFFIC_TEST);
  run->expected = expected_chain_id;
  run->probe = g_new0 (SuretyProbe, 1);
  run->ends = g_get_monotonic_time () + (gint64) LONGEST_MS * 1000;

  return surety_flow_spawn (probe_fiber, run, run_free);
}
