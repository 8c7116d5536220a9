/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "model-test.h"
#include "state-proof.h"
#include "surety-eigenlayer.h"
#include "surety-practice.h"
#include "surety-session-private.h"
#include "trie-builder.h"

/* What it costs to be sure: a plan tried out before it is signed, what an endpoint says proved, what two say
 * compared. Wall time as a person waits it, but for the proof, which is CPU. */

#define RUNS 15

static int
compare (const void *a, const void *b)
{
  const gint64 x = *(const gint64 *) a;
  const gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static double
median_ms (gint64 times[RUNS])
{
  qsort (times, RUNS, sizeof times[0], compare);
  return (double) times[RUNS / 2] / 1000.0;
}

/* --- a line of a certain length to another transport --- */

#define LAGGING_TYPE_TRANSPORT (lagging_transport_get_type ())
G_DECLARE_FINAL_TYPE (LaggingTransport, lagging_transport, LAGGING, TRANSPORT, GObject)

struct _LaggingTransport
{
  GObject parent_instance;

  SuretyTransport *inner;
  int milliseconds;
};

static void lagging_transport_transport_init (SuretyTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LaggingTransport,
                               lagging_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_TRANSPORT,
                                                      lagging_transport_transport_init))

typedef struct
{
  SuretyTransport *inner;
  GBytes *request;
  gsize max_reply;
  guint deadline_ms;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *self = data;

  g_object_unref (self->inner);
  g_bytes_unref (self->request);
  g_free (self);
}

static DexFuture *
arrived (DexFuture *timeout, gpointer data)
{
  Exchange *exchange = data;

  return surety_transport_send (exchange->inner, exchange->request, exchange->max_reply,
                                exchange->deadline_ms);
}

static DexFuture *
lagging_transport_send (SuretyTransport *transport,
                        GBytes *request,
                        gsize max_reply,
                        guint deadline_ms)
{
  LaggingTransport *self = LAGGING_TRANSPORT (transport);
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->inner = g_object_ref (self->inner);
  exchange->request = g_bytes_ref (request);
  exchange->max_reply = max_reply;
  exchange->deadline_ms = deadline_ms;
  return dex_future_finally (dex_timeout_new_msec (self->milliseconds), arrived, exchange,
                             exchange_free);
}

static char *
lagging_transport_dup_label (SuretyTransport *transport)
{
  return g_strdup_printf ("far %p", (void *) transport);
}

static void
lagging_transport_transport_init (SuretyTransportInterface *iface)
{
  iface->send = lagging_transport_send;
  iface->dup_label = lagging_transport_dup_label;
}

static void
lagging_transport_dispose (GObject *object)
{
  g_clear_object (&LAGGING_TRANSPORT (object)->inner);
  G_OBJECT_CLASS (lagging_transport_parent_class)->dispose (object);
}

static void
lagging_transport_class_init (LaggingTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lagging_transport_dispose;
}

static void
lagging_transport_init (LaggingTransport *self)
{
}

/* Takes inner. */
static SuretyTransport *
lagging_transport_new (SuretyTransport *inner, int milliseconds)
{
  LaggingTransport *self = g_object_new (LAGGING_TYPE_TRANSPORT, NULL);

  self->inner = inner;
  self->milliseconds = milliseconds;
  return SURETY_TRANSPORT (self);
}

/* --- agreement --- */

/* An ordinary distance to a public endpoint. */
#define LAG_MS 60

/* Median milliseconds of reading an account's holdings, asked of so many endpoints. */
static double
time_holdings (guint n_endpoints)
{
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("practice");
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (GListModel) providers = NULL;
  g_autoptr (GError) error = NULL;
  gint64 times[RUNS];
  Address account;

  for (guint i = 0; i < n_endpoints; i++)
    {
      g_autoptr (SuretyTransport)
        line = lagging_transport_new (SURETY_TRANSPORT (surety_practice_new (1)), LAG_MS);

      surety_endpoints_add (endpoints, line);
    }
  protocol = surety_eigenlayer_new (network, endpoints);
  providers = dex_await_object (surety_protocol_load_providers (protocol, NULL, NULL, NULL),
                                &error);
  g_assert_no_error (error);
  {
    g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, 0);

    account = *surety_provider_get_address (provider);
  }
  for (guint run = 0; run < RUNS; run++)
    {
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (SuretyHoldings)
        holdings = dex_await_object (surety_protocol_load_holdings (protocol, &account), &error);

      g_assert_no_error (error);
      times[run] = g_get_monotonic_time () - begin;
    }
  return median_ms (times);
}

static void
bench_agreement (void)
{
  const double one = time_holdings (1);
  const double two = time_holdings (2);

  printf ("# holdings at %d ms: one endpoint %.1f ms, two that agree %.1f ms\n", LAG_MS, one, two);
  printf ("bench agreement-wall %.2f x-one-endpoint goal <= 1.2\n", two / one);
}

/* --- review --- */

static void
bench_review (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyGuide *guide = surety_session_get_guide (test->session);
  SuretyAsset *asset;
  SuretyRpc *rpc;
  gint64 times[RUNS];
  guint64 before, after, out, in;

  model_test_practise (test);
  asset = model_test_find_asset (test->session, "stETH");
  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (test->session, asset));
  model_test_true (surety_guide_load_pledges (guide));
  surety_guide_set_services_seen (guide, TRUE);
  model_test_true (surety_guide_load_fees (guide));
  surety_guide_set_amount_text (guide, "0.05");
  surety_guide_set_page (guide, SURETY_GUIDE_REVIEW);
  rpc = surety_endpoints_get_rpc (surety_context_get_endpoints (test->session->context), 0);

  for (guint run = 0; run < RUNS; run++)
    {
      gint64 begin = g_get_monotonic_time ();

      surety_rpc_get_traffic (rpc, &before, &out, &in);
      model_test_true (surety_guide_prepare (guide));
      times[run] = g_get_monotonic_time () - begin;
      surety_rpc_get_traffic (rpc, &after, &out, &in);
    }
  g_assert_cmpuint (surety_plan_get_n_steps (
                      surety_preparation_get_plan (surety_guide_get_preparation (guide))),
                    ==, 3);
  printf ("bench review-time %.1f ms\n", median_ms (times));
  printf ("bench review-round-trips %" G_GUINT64_FORMAT " trips goal <= 4\n", after - before);
}

/* --- proofs --- */

#define SLOTS 50u
/* Deep enough: sixteen times as many are one node more a proof. */
#define ENTRIES 20000u

typedef struct
{
  u256 slot;
  GPtrArray *nodes;
  Bytes *proof;
} Proof;

static Hash
hash_word (u256 word)
{
  uint8_t bytes[32];

  u256_to_be (word, bytes);
  return keccak256 ((Bytes) { bytes, sizeof bytes });
}

static void
bench_proof (void)
{
  g_autoptr (TrieBuilder) storage = trie_builder_new ();
  Proof proofs[SLOTS];
  gint64 times[RUNS];
  gsize n_nodes = 0;
  Hash root;

  for (guint i = 0; i < ENTRIES; i++)
    {
      const u256 slot = state_mapping_slot (i, 0);
      Hash key = hash_word (slot);
      /* A word of eighteen digits, in RLP: 0x88 and its eight bytes. */
      uint8_t value[9] = { 0x88, 0x0d, 0xe0, 0xb6, 0xb3 };

      value[5] = (uint8_t) (i >> 16);
      value[6] = (uint8_t) (i >> 8);
      value[7] = (uint8_t) i;
      value[8] = 1;
      trie_builder_set (storage, (Bytes) { key.bytes, sizeof key.bytes },
                        (Bytes) { value, sizeof value });
    }
  root = trie_builder_root (storage);
  for (guint i = 0; i < SLOTS; i++)
    {
      Hash key;

      proofs[i].slot = state_mapping_slot (i * (ENTRIES / SLOTS), 0);
      key = hash_word (proofs[i].slot);
      proofs[i].nodes = trie_builder_prove (storage, (Bytes) { key.bytes, sizeof key.bytes });
      proofs[i].proof = g_new0 (Bytes, proofs[i].nodes->len);
      for (guint node = 0; node < proofs[i].nodes->len; node++)
        {
          gsize len;
          const uint8_t *data = g_bytes_get_data (proofs[i].nodes->pdata[node], &len);

          proofs[i].proof[node] = (Bytes) { data, len };
        }
      n_nodes += proofs[i].nodes->len;
    }

  for (guint run = 0; run < RUNS; run++)
    {
      struct timespec begin, end;

      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &begin);
      for (guint i = 0; i < SLOTS; i++)
        {
          u256 word = 0;

          g_assert_cmpint (state_verify_slot (&root, proofs[i].slot, proofs[i].proof,
                                              proofs[i].nodes->len, &word),
                           ==, CORE_OK);
          g_assert_true (word != 0);
        }
      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
      times[run] = (end.tv_sec - begin.tv_sec) * 1000000000 + end.tv_nsec - begin.tv_nsec;
    }
  printf ("# proofs of %u of %u slots: %zu nodes\n", SLOTS, ENTRIES, n_nodes);
  printf ("bench proof-50-slots %.3f ms-cpu goal <= 2\n", median_ms (times) / 1000.0);
  for (guint i = 0; i < SLOTS; i++)
    {
      g_ptr_array_unref (proofs[i].nodes);
      g_free (proofs[i].proof);
    }
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);
  model_test_add ("/bench/proof", bench_proof);
  model_test_add ("/bench/review", bench_review);
  model_test_add ("/bench/agreement", bench_agreement);
  return g_test_run ();
}
