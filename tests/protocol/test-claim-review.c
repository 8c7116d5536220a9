/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "protocol-test.h"
#include "surety-eigenlayer-abi.h"
#include "surety-protocol-error.h"
#include "surety-review.h"

/* What the bytes of a claim say, and which bytes are no claim. */

#define MANY 40u

/* A claim's arguments, each of which can be made wrong. */
typedef struct
{
  SuretyNetwork *network;
  Address rewards;
  Address earner;
  Address recipient;
  Address tokens[MANY];
  u256 amounts[MANY];
  GArray *lines; /* PracticeEarning */
  SuretyClaim *claim;
  guint n_indices, n_proofs, n_leaves;
  gsize cut;  /* bytes less of the first token's proof */
  gsize more; /* bytes after the end */
  u256 lie;   /* more of the first token */
  GBytes *calldata;
} Bench;

static void
bench_init (Bench *self, guint n)
{
  *self = (Bench) {
    .network = surety_network_new_builtin ("practice"),
    .earner = { { 0xaa, 1 } },
    .recipient = { { 0xaa, 1 } },
    .lines = g_array_new (FALSE, FALSE, sizeof (PracticeEarning)),
    .n_indices = n,
    .n_proofs = n,
    .n_leaves = n,
  };
  g_assert_true (
    surety_network_get_contract (self->network, "RewardsCoordinator", &self->rewards, NULL));
  for (guint i = 0; i < n; i++)
    {
      const Address token = i == 0 ? *protocol_test_strategy (self->network, "rETH")
                                   : (Address) { .bytes[18] = 1, .bytes[19] = (guint8) i };
      PracticeEarning line = { self->earner, token, U256_WAD * (i + 3u) };

      if (i == 0)
        line.token = surety_network_find_strategy (self->network, &token)->token;
      g_array_append_val (self->lines, line);
    }
  if (n <= SURETY_CLAIM_MAX_TOKENS)
    self->claim = claims_make (self->lines, 5, &self->earner);
}

static void
bench_clear (Bench *self)
{
  g_clear_pointer (&self->calldata, g_bytes_unref);
  g_clear_pointer (&self->claim, surety_claim_unref);
  g_array_unref (self->lines);
  g_object_unref (self->network);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_clear)

static AbiValue
bytes_value (GBytes *bytes, gsize cut)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  return abi_bytes ((Bytes) { data, len - cut });
}

static void
encode (Bench *self)
{
  static const guint8 trailing[64];
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  const guint n = self->claim != NULL ? surety_claim_get_n (self->claim) : 0;
  AbiValue indices[MANY], proofs[MANY], leaves[MANY], leaf[MANY][2];
  const Hash token_root = self->claim != NULL ? *surety_claim_get_token_root (self->claim)
                                              : (Hash) { 0 };
  AbiValue earner_leaf[] = {
    abi_address (&self->earner),
    abi_fixed_bytes ((Bytes) { token_root.bytes, 32 }),
  };
  Buffer data = buffer_new ();

  for (guint i = 0; i < MANY; i++)
    {
      const SuretyClaimToken *token = n > 0 ? surety_claim_get_token (self->claim, MIN (i, n - 1))
                                            : NULL;
      const Address other = { .bytes[17] = 2, .bytes[19] = (guint8) i };

      indices[i] = abi_uint (token != NULL ? token->index : 0);
      proofs[i] = bytes_value (token != NULL ? token->proof : nothing, i == 0 ? self->cut : 0);
      leaf[i][0] = abi_address (token != NULL ? &token->token : &other);
      leaf[i][1] = abi_uint ((token != NULL ? token->cumulative : 1) + (i == 0 ? self->lie : 0));
      leaves[i] = abi_tuple (leaf[i], 2);
    }

  AbiValue fields[] = {
    abi_uint (5),
    abi_uint (0),
    bytes_value (nothing, 0),
    abi_tuple (earner_leaf, 2),
    abi_array (indices, self->n_indices),
    abi_array (proofs, self->n_proofs),
    abi_array (leaves, self->n_leaves),
  };
  AbiValue args[] = { abi_tuple (fields, 7), abi_address (&self->recipient) };

  g_assert_cmpint (abi_encode_call (surety_eigenlayer_abi (EL_PROCESS_CLAIM), args, 2, &data), ==,
                   CORE_OK);
  buffer_append (&data, trailing, self->more);
  g_clear_pointer (&self->calldata, g_bytes_unref);
  self->calldata = g_bytes_new (data.data, data.len);
  buffer_clear (&data);
}

static SuretyDecodedCall *
decode (Bench *self, GError **error)
{
  gsize len;
  const guint8 *data;
  Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = surety_network_get_chain_id (self->network),
    .to = self->rewards,
  };

  encode (self);
  data = g_bytes_get_data (self->calldata, &len);
  transaction.data = (Bytes) { data, len };
  return surety_review_decode (self->network, &transaction, error);
}

static void
assert_refused (Bench *self, const char *why)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (decode (self, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
  g_assert_nonnull (strstr (error->message, why));
}

static void
assert_label (SuretyDecodedCall *call, const char *name, const char *label)
{
  GListModel *args = surety_decoded_call_get_args (call);

  for (guint i = 0; i < g_list_model_get_n_items (args); i++)
    {
      g_autoptr (SuretyDecodedArg) arg = g_list_model_get_item (args, i);

      if (!g_str_equal (surety_decoded_arg_get_name (arg), name))
        continue;
      g_assert_cmpstr (surety_decoded_arg_get_label (arg), ==, label);
      return;
    }
  g_assert_not_reached ();
}

static void
test_says_what_is_claimed (void)
{
  g_auto (Bench) one = { 0 };
  g_auto (Bench) two = { 0 };
  g_autoptr (SuretyDecodedCall) call = NULL;
  g_autoptr (SuretyDecodedCall) several = NULL;
  g_autoptr (GError) error = NULL;
  const SuretyTold *told;

  bench_init (&one, 1);
  call = decode (&one, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (surety_decoded_call_get_contract (call), ==, "RewardsCoordinator");
  g_assert_cmpstr (surety_decoded_call_get_function (call), ==, "processClaim");
  g_assert_cmphex (surety_decoded_call_get_selector (call), ==, 0x3ccc861d);
  told = surety_decoded_call_get_told (call);
  g_assert_cmpstr (told->kind, ==, "claim");
  g_assert_cmpstr (told->symbol, ==, "rETH");
  g_assert_true (told->amount == 3 * U256_WAD);
  g_assert_cmpuint (told->n_tokens, ==, 1);
  g_assert_false (told->has_recipient);
  assert_label (call, "claim.tokenLeaves[0].token", "rETH");
  assert_label (call, "claim.tokenLeaves[0].cumulativeEarnings", "3 rETH");

  /* Of what is not known the number is all there is; nobody's name for it counts. */
  bench_init (&two, 2);
  two.recipient.bytes[19] = 7;
  several = decode (&two, &error);
  g_assert_no_error (error);
  told = surety_decoded_call_get_told (several);
  g_assert_cmpuint (told->n_tokens, ==, 2);
  g_assert_cmpstr (told->symbol, ==, "");
  g_assert_true (told->has_recipient);
  g_assert_true (address_equal (&told->recipient, &two.recipient));
  assert_label (several, "claim.tokenLeaves[0].cumulativeEarnings", "3 rETH");
  assert_label (several, "claim.tokenLeaves[1].token", "");
  assert_label (several, "claim.tokenLeaves[1].cumulativeEarnings", "");
  assert_label (several, "claim.rootIndex", "");
}

static void
test_refused (void)
{
  g_auto (Bench) one = { 0 };
  g_auto (Bench) two = { 0 };
  g_auto (Bench) many = { 0 };
  const Address own = { { 0xaa, 1 } };

  bench_init (&one, 1);
  one.recipient = (Address) { 0 };
  assert_refused (&one, "to nobody");
  one.recipient = one.rewards;
  assert_refused (&one, "to a contract");
  one.recipient = surety_claim_get_token (one.claim, 0)->token;
  assert_refused (&one, "to a contract");
  one.recipient = own;
  one.lie = 1;
  assert_refused (&one, "do not hold together");
  one.lie = 0;
  one.more = 32;
  assert_refused (&one, "");
  one.more = 0;
  one.n_leaves = 0;
  assert_refused (&one, "different lengths");
  one.n_indices = one.n_proofs = 0;
  assert_refused (&one, "names no token");
  one.n_leaves = one.n_indices = one.n_proofs = 2; /* the same one */
  assert_refused (&one, "twice");

  bench_init (&two, 2);
  two.cut = 1;
  assert_refused (&two, "not whole");
  two.cut = 0;
  two.n_proofs = 1;
  assert_refused (&two, "different lengths");
  two.n_proofs = 2;
  two.n_indices = 3;
  assert_refused (&two, "different lengths");

  bench_init (&many, MANY);
  assert_refused (&many, "too many tokens");
}

/* The last look, at signed bytes: who is paid is who was shown. */
static gboolean
check_signed (ProtocolTest *test, Bench *bench, gboolean named, GError **error)
{
  gsize len;
  const guint8 *data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SuretyStep) step = NULL;
  g_autoptr (SuretyStep) kept = NULL;
  g_autofree char *json = NULL;
  Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = SURETY_PRACTICE_CHAIN_ID,
    .gas_limit = 300000,
    .max_fee = 1000000000,
    .max_priority_fee = 1,
    .to = bench->rewards,
  };
  SuretyStepFacts facts = {
    .kind = "claim",
    .to = bench->rewards,
    .signature = surety_eigenlayer_abi_text (EL_PROCESS_CLAIM),
    .has_recipient = named,
    .recipient = bench->recipient,
  };

  encode (bench);
  data = g_bytes_get_data (bench->calldata, &len);
  transaction.data = (Bytes) { data, len };
  facts.calldata = bench->calldata;
  step = surety_step_new (&facts);
  /* As the journal keeps it. */
  json = surety_step_to_json (step);
  kept = surety_step_new_from_json (json, error);
  g_assert_nonnull (kept);
  bytes = dex_await_boxed (surety_signer_sign (test->signer, &transaction), error);
  g_assert_nonnull (bytes);
  return surety_review_check_signed (test->network, kept, &test->player, bytes, error);
}

static void
test_signed (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_auto (Bench) bench = { 0 };
  g_autoptr (GError) error = NULL;

  bench_init (&bench, 2);
  bench.recipient = test->player;
  g_assert_true (check_signed (test, &bench, FALSE, &error));
  g_assert_no_error (error);
  bench.recipient = (Address) { { 9 } };
  g_assert_true (check_signed (test, &bench, TRUE, &error));
  g_assert_no_error (error);
  g_assert_false (check_signed (test, &bench, FALSE, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  g_test_add_func ("/claim-review/bytes-say-what-is-claimed", test_says_what_is_claimed);
  g_test_add_func ("/claim-review/other-bytes-are-refused", test_refused);
  protocol_test_add ("/claim-review/paid-to-whom-the-step-says", test_signed);
  return g_test_run ();
}
