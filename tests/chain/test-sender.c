/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include "surety-decode.h"
#include "surety-nonces.h"
#include "surety-sender.h"

typedef struct
{
  guint64 head;
  guint64 mined_at; /* 0 = not */
  gboolean in_pool;
  guint64 used_at; /* the nonce is used by another since this block; 0 = not */
  gboolean pruned; /* knows no old state */
  gboolean failed;
  guint64 pending;
  const char *send_error;
  gint send_code;
  const char *send_result;
  const char *receipt_hash;
  const char *pool_hash;
  const char *block_hash;
} Node;

static Node node;
static Node second;

static const Address account = { { 0xac } };
static const guint8 raw[] = { 0x02, 0xc0 };
static Hash transaction;
static char *transaction_text;

static char *
quantity (guint64 value)
{
  g_autofree char *text = g_strdup_printf ("\"0x%" G_GINT64_MODIFIER "x\"", value);

  return fake_result (text);
}

/* Any hash but ours. */
#define OTHER "0x00000000000000000000000000000000000000000000000000000000000000ff"
#define THIRD "0x00000000000000000000000000000000000000000000000000000000000000ee"

static char *
handler (const char *method, JsonNode *params, gpointer data)
{
  JsonArray *array = json_node_get_array (params);
  const Node *its = data;

  if (strcmp (method, "eth_sendRawTransaction") == 0)
    {
      g_autofree char *text = NULL;

      g_assert_cmpstr (json_array_get_string_element (array, 0), ==, "0x02c0");
      if (its->send_error != NULL)
        return fake_error (its->send_code, its->send_error);
      text = g_strdup_printf ("\"%s\"",
                              its->send_result != NULL ? its->send_result : transaction_text);
      return fake_result (text);
    }
  if (strcmp (method, "eth_getTransactionCount") == 0)
    {
      const char *block = json_array_get_string_element (array, 1);
      guint64 at = its->head;

      if (strcmp (block, "pending") == 0)
        return quantity (its->pending);
      if (g_str_has_prefix (block, "0x"))
        {
          if (its->pruned)
            return fake_error (4444, "pruned history unavailable");
          at = g_ascii_strtoull (block + 2, NULL, 16);
        }
      if ((its->mined_at > 0 && at >= its->mined_at) || (its->used_at > 0 && at >= its->used_at))
        return quantity (8);
      return quantity (7);
    }
  if (strcmp (method, "eth_getTransactionByHash") == 0)
    {
      g_autofree char *text = NULL;

      if (!its->in_pool && its->mined_at == 0)
        return fake_result ("null");
      text = g_strdup_printf ("{\"hash\": \"%s\"}",
                              its->pool_hash != NULL ? its->pool_hash : transaction_text);
      return fake_result (text);
    }
  if (strcmp (method, "eth_getTransactionReceipt") == 0)
    {
      if (its->mined_at == 0)
        return fake_result ("null");
      return g_strdup_printf (
        "\"result\": {\"transactionHash\": \"%s\", \"from\": "
        "\"0xac00000000000000000000000000000000000000\", \"blockNumber\": "
        "\"0x%" G_GINT64_MODIFIER "x\", \"blockHash\": \"%s\", \"status\": \"%s\", "
        "\"gasUsed\": \"0x5208\", \"effectiveGasPrice\": \"0x7\", \"logs\": []}",
        its->receipt_hash != NULL ? its->receipt_hash : transaction_text, its->mined_at,
        its->block_hash != NULL ? its->block_hash : OTHER, its->failed ? "0x0" : "0x1");
    }
  if (strcmp (method, "eth_getBlockByNumber") == 0)
    return g_strdup_printf ("\"result\": {\"number\": \"0x%" G_GINT64_MODIFIER "x\", \"hash\": "
                            "\"" OTHER "\", \"parentHash\": \"" OTHER
                            "\", \"timestamp\": \"0x1\", \"gasLimit\": \"0x1\"}",
                            its->head);

  return NULL;
}

typedef struct
{
  FakeTransport *fake;
  FakeTransport *other; /* NULL: there is one endpoint */
  SuretyEndpoints *endpoints;
  gboolean is_searched;
  guint n_before;
} Setup;

static void
setup (Setup *self)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  memset (self, 0, sizeof *self);
  memset (&node, 0, sizeof node);
  self->is_searched = TRUE;
  node.head = 100;
  node.pending = 7;
  self->fake = fake_transport_new ("fake");
  fake_transport_set_handler (self->fake, handler, &node);
  self->endpoints = fake_endpoints (self->fake);
  surety_batch_add (batch, "eth_chainId", NULL);
  g_assert_true (dex_await (surety_endpoints_run (self->endpoints, batch), NULL));
  self->n_before = fake_transport_get_n_exchanges (self->fake);
}

static guint
n_round_trips (Setup *self)
{
  const guint n = fake_transport_get_n_exchanges (self->fake) - self->n_before;

  self->n_before += n;
  return n;
}

static void
clear (Setup *self)
{
  g_object_unref (self->endpoints);
  g_object_unref (self->fake);
  g_clear_object (&self->other);
}

/* A second endpoint, which knows the same until it is told otherwise. */
static void
setup_two (Setup *self)
{
  setup (self);
  second = node;
  self->other = fake_transport_new ("other");
  fake_transport_set_handler (self->other, handler, &second);
  surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->other));
  fake_endpoints_hurry (self->endpoints);
}

static gboolean
send (Setup *self, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (raw, sizeof raw);

  return dex_await_boolean (surety_sender_send (self->endpoints, bytes), error);
}

static SuretyTrack *
look (Setup *self, guint64 depth, GError **error)
{
  return dex_await_boxed (surety_sender_look (self->endpoints, &transaction, &account, 7, depth,
                                              self->is_searched),
                          error);
}

static SuretyNonces *
read_nonces (Setup *self, GError **error)
{
  return dex_await_boxed (surety_nonces_read (self->endpoints, &account), error);
}

static guint64
next_nonce (Setup *self, GError **error)
{
  g_autoptr (SuretyNonces) nonces = read_nonces (self, error);

  return nonces != NULL ? nonces->next : 0;
}

static void
test_nonce (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.pending = 9;
  g_assert_cmpuint (next_nonce (&self, &error), ==, 9);
  g_assert_no_error (error);
  /* And two that find nothing proved. */
  g_assert_cmpuint (n_round_trips (&self), ==, 3);
  /* A pool that knows less than the chain. */
  node.pending = 3;
  g_assert_cmpuint (next_nonce (&self, &error), ==, 7);
  clear (&self);
}

static void
test_send (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  g_assert_true (send (&self, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fake_transport_get_n_calls (self.fake, "eth_sendRawTransaction"), ==, 1);
  clear (&self);
}

static void
test_refusals (void)
{
  static const struct
  {
    gint code;
    const char *message;
    gint expected; /* -1: taken */
  } cases[] = {
    { -32000, "already known", -1 },
    { -32000, "nonce too low", SURETY_CHAIN_ERROR_NONCE_TOO_LOW },
    { -32000, "replacement transaction underpriced", SURETY_CHAIN_ERROR_UNDERPRICED },
    { -32000, "insufficient funds for gas * price + value", SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS },
    { -32000, "txpool is full", SURETY_CHAIN_ERROR_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Setup self;
      g_autoptr (GError) error = NULL;

      setup (&self);
      node.send_error = cases[i].message;
      node.send_code = cases[i].code;
      if (cases[i].expected < 0)
        {
          g_assert_true (send (&self, &error));
          g_assert_no_error (error);
        }
      else
        {
          g_assert_false (send (&self, &error));
          g_assert_error (error, SURETY_CHAIN_ERROR, cases[i].expected);
        }
      clear (&self);
    }
}

static void
test_own_nonce_too_low (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.send_error = "nonce too low: next nonce 8, tx nonce 7";
  node.send_code = -32000;
  node.mined_at = 99;
  g_assert_true (send (&self, &error));
  g_assert_no_error (error);
  clear (&self);
}

static void
test_wrong_hash (void)
{
  static const char *const results[] = { OTHER, "0x", "0xff", "yes" };

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      Setup self;
      g_autoptr (GError) error = NULL;

      setup (&self);
      node.send_result = results[i];
      g_assert_false (send (&self, &error));
      assert_chain_error (error, MALFORMED);
      clear (&self);
    }
}

static void
test_cut_send (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  fake_transport_set_error (self.fake,
                            g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT, "late"));
  g_assert_false (send (&self, &error));
  assert_chain_error (error, TIMEOUT);
  g_assert_cmpuint (n_round_trips (&self), ==, 1);
  clear (&self);
}

static void
assert_state (Setup *self,
              guint64 depth,
              SuretyTrackState state,
              guint64 confirmations,
              guint round_trips)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTrack) track = look (self, depth, &error);

  g_assert_no_error (error);
  g_assert_cmpint (track->state, ==, state);
  g_assert_cmpuint (track->confirmations, ==, confirmations);
  g_assert_cmpint (track->receipt != NULL, ==,
                   state == SURETY_TRACK_MINED || state == SURETY_TRACK_FINAL);
  g_assert_cmpuint (track->head, >=, 100);
  g_assert_cmpuint (n_round_trips (self), ==, round_trips);
}

static void
test_states (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTrack) track = NULL;

  setup (&self);
  assert_state (&self, 3, SURETY_TRACK_UNKNOWN, 0, 1);
  node.in_pool = TRUE;
  assert_state (&self, 3, SURETY_TRACK_PENDING, 0, 1);
  node.mined_at = 100;
  assert_state (&self, 3, SURETY_TRACK_MINED, 1, 1);
  assert_state (&self, 1, SURETY_TRACK_FINAL, 1, 1);
  node.head = 101;
  assert_state (&self, 3, SURETY_TRACK_MINED, 2, 1);
  node.head = 102;
  assert_state (&self, 3, SURETY_TRACK_FINAL, 3, 1);

  /* A reorganisation takes it out again. */
  node.mined_at = 0;
  assert_state (&self, 3, SURETY_TRACK_PENDING, 0, 1);
  node.in_pool = FALSE;
  assert_state (&self, 3, SURETY_TRACK_UNKNOWN, 0, 1);

  /* The receipt is of a newer block than the head. */
  node.mined_at = 103;
  assert_state (&self, 3, SURETY_TRACK_MINED, 1, 1);

  node.failed = TRUE;
  track = look (&self, 1, &error);
  g_assert_false (track->receipt->success);
  g_assert_cmpuint (track->receipt->gas_used, ==, 21000);
  g_assert_true (track->receipt->gas_price == 7);
  clear (&self);
}

static void
test_replaced (void)
{
  Setup self;

  setup (&self);
  node.used_at = 100;
  /* Another transaction has the nonce, but only just. */
  assert_state (&self, 3, SURETY_TRACK_PENDING, 0, 2);
  node.head = 102;
  /* By its word alone: it is asked for the block, and shows no other in it. */
  assert_state (&self, 3, SURETY_TRACK_CLAIMED, 0, 4);
  assert_state (&self, 1, SURETY_TRACK_CLAIMED, 0, 5);
  /* Or is not asked. */
  self.is_searched = FALSE;
  assert_state (&self, 3, SURETY_TRACK_CLAIMED, 0, 2);
  /* Depth beyond the chain's start. */
  assert_state (&self, 1000, SURETY_TRACK_PENDING, 0, 2);
  /* A node that cannot say how deep is not believed. */
  node.pruned = TRUE;
  assert_state (&self, 3, SURETY_TRACK_PENDING, 0, 2);
  clear (&self);
}

/* What stands before it and behind it in the account's order. */
static void
test_order (void)
{
  Setup self;
  g_autoptr (SuretyTrack) waits = NULL;
  g_autoptr (SuretyTrack) used = NULL;

  setup (&self);
  node.in_pool = TRUE;
  node.pending = 9;
  waits = look (&self, 3, NULL);
  g_assert_cmpuint (waits->next_nonce, ==, 7);
  g_assert_cmpuint (waits->pending_nonce, ==, 9);

  /* Of the head block, though the one asked for last is deeper. */
  node.in_pool = FALSE;
  node.used_at = 100;
  used = look (&self, 3, NULL);
  g_assert_cmpuint (used->next_nonce, ==, 8);
  clear (&self);
}

static void
test_foreign_receipt (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.mined_at = 99;
  node.receipt_hash = OTHER;
  g_assert_null (look (&self, 3, &error));
  assert_chain_error (error, MALFORMED);
  g_clear_error (&error);

  node.mined_at = 0;
  node.in_pool = TRUE;
  node.pool_hash = OTHER;
  g_assert_null (look (&self, 3, &error));
  assert_chain_error (error, MALFORMED);
  clear (&self);
}
/* --- with two --- */

static void
test_two_nonces (void)
{
  Setup self;
  g_autoptr (SuretyNonces) nonces = NULL;
  g_autoptr (GError) error = NULL;

  setup_two (&self);
  /* Who says that more wait than the other knows of is not followed into a gap; but what it says is not
   * kept back either. */
  second.pending = 20;
  nonces = read_nonces (&self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nonces->next, ==, 7);
  g_assert_cmpuint (nonces->most, ==, 20);
  g_assert_cmpstr (nonces->who, ==, "other");
  g_clear_pointer (&nonces, surety_nonces_free);
  second.pending = 7;
  nonces = read_nonces (&self, &error);
  g_assert_cmpuint (nonces->most, ==, 7);
  g_assert_null (nonces->who);
  second.pending = 20;
  node.pending = 9;
  g_assert_cmpuint (next_nonce (&self, &error), ==, 9);
  g_assert_no_error (error);
  /* What the chain itself holds must be the same at one block. */
  second.used_at = 50;
  next_nonce (&self, &error);
  assert_chain_error (error, DISAGREE);
  g_assert_nonnull (surety_endpoints_peek_disagreement (self.endpoints));
  clear (&self);
}

static void
test_sent_to_two (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup_two (&self);
  g_assert_true (send (&self, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fake_transport_get_n_calls (self.fake, "eth_sendRawTransaction"), ==, 1);
  g_assert_cmpuint (fake_transport_get_n_calls (self.other, "eth_sendRawTransaction"), ==, 1);
  /* One that takes it is enough. */
  node.send_error = "transaction underpriced";
  node.send_code = -32000;
  g_assert_true (send (&self, &error));
  second = node;
  g_assert_false (send (&self, &error));
  assert_chain_error (error, UNDERPRICED);
  clear (&self);
}

static void
test_two_receipts (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTrack) track = NULL;

  setup_two (&self);
  node.mined_at = second.mined_at = 99;
  second.head = 103;
  track = look (&self, 3, &error);
  g_assert_no_error (error);
  /* As deep as the one that sees less. */
  g_assert_cmpint (track->state, ==, SURETY_TRACK_MINED);
  g_assert_cmpuint (track->confirmations, ==, 2);

  second.failed = TRUE;
  g_clear_pointer (&track, surety_track_free);
  track = look (&self, 3, &error);
  g_assert_null (track);
  assert_chain_error (error, DISAGREE);
  g_assert_nonnull (strstr (error->message, "fake and other differ in the receipt"));
  clear (&self);
}

static void
test_receipt_of_one (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTrack) track = NULL;

  setup_two (&self);
  node.mined_at = 99;
  second.in_pool = TRUE;
  /* The other may not have looked at that block yet. */
  track = look (&self, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (track->state, ==, SURETY_TRACK_UNSETTLED);
  g_assert_null (track->receipt);
  g_clear_pointer (&track, surety_track_free);
  /* By now it has. */
  node.head = second.head = 101;
  track = look (&self, 3, &error);
  g_assert_null (track);
  assert_chain_error (error, DISAGREE);
  clear (&self);
}

/* It has not come to the block: what it does not have says nothing about that. */
static void
test_one_is_behind (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTrack) track = NULL;

  setup_two (&self);
  node.mined_at = 100;
  second.head = 99;
  second.in_pool = TRUE;
  for (guint depth = 1; depth <= 3; depth++)
    {
      track = look (&self, depth, &error);
      g_assert_no_error (error);
      g_assert_cmpint (track->state, ==, SURETY_TRACK_UNSETTLED);
      g_assert_null (track->receipt);
      g_clear_pointer (&track, surety_track_free);
    }
  /* So far behind that it stands still, or the other has a block that nobody has. */
  second.head = 80;
  track = look (&self, 3, &error);
  g_assert_null (track);
  assert_chain_error (error, DISAGREE);
  g_assert_nonnull (strstr (error->message, "fake and other differ in how far"));
  clear (&self);
}

/* A reorganisation ends; two chains do not. */
static void
test_two_blocks (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTrack) track = NULL;

  setup_two (&self);
  node.mined_at = second.mined_at = 99;
  second.block_hash = THIRD;
  track = look (&self, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (track->state, ==, SURETY_TRACK_UNSETTLED);
  g_assert_null (track->receipt);
  g_clear_pointer (&track, surety_track_free);
  node.head = second.head = 101;
  track = look (&self, 3, &error);
  g_assert_null (track);
  assert_chain_error (error, DISAGREE);
  g_assert_nonnull (strstr (error->message, "fake and other differ in the block"));
  g_clear_error (&error);
  /* Neither is it the same when the numbers differ as well. */
  second.mined_at = 100;
  track = look (&self, 3, &error);
  g_assert_null (track);
  assert_chain_error (error, DISAGREE);
  clear (&self);
}

/* Nothing is given up on one's word. */
static void
test_replaced_for_one (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTrack) track = NULL;

  setup_two (&self);
  node.used_at = 50;
  track = look (&self, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (track->state, ==, SURETY_TRACK_UNKNOWN);
  g_clear_pointer (&track, surety_track_free);
  second.used_at = 50;
  track = look (&self, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (track->state, ==, SURETY_TRACK_REPLACED);
  g_clear_pointer (&track, surety_track_free);
  /* Only one of them is heard any more. */
  fake_transport_set_error (self.other,
                            g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT, "late"));
  track = look (&self, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (track->state, ==, SURETY_TRACK_CLAIMED);
  clear (&self);
}

int
main (int argc, char **argv)
{
  int status;

  chain_test_init (&argc, &argv);
  transaction = keccak256 ((Bytes) { raw, sizeof raw });
  transaction_text = surety_encode_bytes (transaction.bytes, sizeof transaction.bytes);

  chain_test_add ("/sender/the-nonce-counts-chain-and-pool", test_nonce);
  chain_test_add ("/sender/sends-once", test_send);
  chain_test_add ("/sender/refusals-have-their-kind", test_refusals);
  chain_test_add ("/sender/nonce-too-low-of-our-own-is-taken", test_own_nonce_too_low);
  chain_test_add ("/sender/another-hash-is-refused", test_wrong_hash);
  chain_test_add ("/sender/a-cut-send-is-not-repeated", test_cut_send);
  chain_test_add ("/sender/every-state-is-told-in-one-round-trip", test_states);
  chain_test_add ("/sender/replaced-is-not-said-before-it-is-deep", test_replaced);
  chain_test_add ("/sender/what-stands-before-and-behind-is-told", test_order);
  chain_test_add ("/sender/another-receipt-is-refused", test_foreign_receipt);
  chain_test_add ("/sender/two-say-the-nonce", test_two_nonces);
  chain_test_add ("/sender/two-are-given-the-bytes", test_sent_to_two);
  chain_test_add ("/sender/two-have-one-receipt", test_two_receipts);
  chain_test_add ("/sender/a-receipt-of-one-is-waited-for-then-doubted", test_receipt_of_one);
  chain_test_add ("/sender/one-behind-does-not-testify", test_one_is_behind);
  chain_test_add ("/sender/two-blocks-are-waited-for-then-refused", test_two_blocks);
  chain_test_add ("/sender/replaced-is-said-by-two", test_replaced_for_one);

  status = g_test_run ();
  g_free (transaction_text);

  return status;
}
