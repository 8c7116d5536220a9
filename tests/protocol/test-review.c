/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "protocol-test.h"
#include "surety-eigenlayer-abi.h"
#include "surety-protocol-error.h"
#include "surety-review.h"
#include "surety-rpc-error.h"

typedef struct
{
  SuretyNetwork *network;
  const SuretyToken *token;
  const SuretyToken *other;
  Address manager;
  Address delegation;
  Address account;
  Buffer data;
  Transaction transaction;
} Review;

static void
review_init (Review *review)
{
  *review = (Review) { 0 };
  review->network = surety_network_new_builtin ("mainnet");
  review->token = surety_network_get_token (review->network, 0);
  review->other = surety_network_get_token (review->network, 1);
  g_assert_true (
    surety_network_get_contract (review->network, "StrategyManager", &review->manager, NULL));
  g_assert_true (
    surety_network_get_contract (review->network, "DelegationManager", &review->delegation, NULL));
  review->account = (Address) { { 1, 2, 3 } };
}

static void
review_clear (Review *review)
{
  g_clear_object (&review->network);
  buffer_clear (&review->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Review, review_clear)

static void
call (Review *review, const Address *to, SuretyEigenlayerItem item, guint n, const AbiValue *args)
{
  buffer_clear (&review->data);
  g_assert_cmpint (abi_encode_call (surety_eigenlayer_abi (item), args, n, &review->data), ==,
                   CORE_OK);
  review->transaction = (Transaction) {
    .kind = TRANSACTION_EIP1559,
    .chain_id = 1,
    .gas_limit = 100000,
    .to = *to,
    .data = buffer_bytes (&review->data),
  };
}

static void
assert_refused (Review *review)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyDecodedCall)
    decoded = surety_review_decode (review->network, &review->transaction, &error);

  g_assert_null (decoded);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
}

static SuretyDecodedCall *
decode (Review *review)
{
  g_autoptr (GError) error = NULL;
  SuretyDecodedCall *decoded = surety_review_decode (review->network, &review->transaction, &error);

  g_assert_no_error (error);
  return decoded;
}

static void
assert_arg (SuretyDecodedCall *decoded,
            guint i,
            const char *name,
            const char *text,
            const char *label)
{
  g_autoptr (SuretyDecodedArg)
    arg = g_list_model_get_item (surety_decoded_call_get_args (decoded), i);

  g_assert_nonnull (arg);
  g_assert_cmpstr (surety_decoded_arg_get_name (arg), ==, name);
  if (text != NULL)
    g_assert_cmpstr (surety_decoded_arg_get_text (arg), ==, text);
  g_assert_cmpstr (surety_decoded_arg_get_label (arg), ==, label);
}

static void
call_approve (Review *review, const Address *token, const Address *spender, u256 amount)
{
  AbiValue args[] = { abi_address (spender), abi_uint (amount) };

  call (review, token, EL_APPROVE, 2, args);
}

static void
test_approve (void)
{
  g_auto (Review) review;
  g_autoptr (SuretyDecodedCall) decoded = NULL;

  review_init (&review);
  call_approve (&review, &review.token->token, &review.manager, 3 * U256_WAD / 2);
  decoded = decode (&review);
  g_assert_cmpstr (surety_decoded_call_get_contract (decoded), ==, "stETH");
  g_assert_cmpstr (surety_decoded_call_get_function (decoded), ==, "approve");
  g_assert_cmpstr (surety_decoded_call_get_signature (decoded), ==, "approve(address,uint256)");
  g_assert_cmpuint (g_list_model_get_n_items (surety_decoded_call_get_args (decoded)), ==, 2);
  assert_arg (decoded, 0, "spender", "0x858646372CC42E1A627fcE94aa7A7033e7CF075A",
              "StrategyManager");
  assert_arg (decoded, 1, "amount", "1500000000000000000", "1.5 stETH");

  g_assert_cmpstr (surety_decoded_call_get_told (decoded)->kind, ==, "approve");
  g_assert_cmpstr (surety_decoded_call_get_told (decoded)->spender, ==, "StrategyManager");
  g_assert_cmphex (surety_decoded_call_get_selector (decoded), ==, 0x095ea7b3);
  g_assert_cmpuint (g_bytes_get_size (surety_decoded_call_get_data (decoded)), ==, 68);
  {
    const Hash hash = surety_decoded_call_get_hash (decoded);
    const Hash expected = keccak256 (buffer_bytes (&review.data));

    g_assert_true (hash_equal (&hash, &expected));
  }

  /* To somebody else, without a limit, of an unknown token. */
  call_approve (&review, &review.token->token, &review.account, 1);
  assert_refused (&review);
  call_approve (&review, &review.token->token, &review.manager, U256_MAX);
  assert_refused (&review);
  call_approve (&review, &review.account, &review.manager, 1);
  assert_refused (&review);
}

static void
call_deposit (Review *review, const Address *strategy, const Address *token)
{
  AbiValue args[] = { abi_address (strategy), abi_address (token), abi_uint (5) };

  call (review, &review->manager, EL_DEPOSIT_INTO_STRATEGY, 3, args);
}

static void
test_deposit (void)
{
  g_auto (Review) review;
  g_autoptr (SuretyDecodedCall) decoded = NULL;

  review_init (&review);
  call_deposit (&review, &review.token->strategy, &review.token->token);
  decoded = decode (&review);
  g_assert_cmpstr (surety_decoded_call_get_contract (decoded), ==, "StrategyManager");
  assert_arg (decoded, 0, "strategy", NULL, "stETH strategy");
  assert_arg (decoded, 2, "amount", "5", "0.000000000000000005 stETH");

  call_deposit (&review, &review.other->strategy, &review.token->token);
  assert_refused (&review);
  call_deposit (&review, &review.account, &review.token->token);
  assert_refused (&review);
  /* The right call to another of EigenLayer's contracts. */
  call_deposit (&review, &review.token->strategy, &review.token->token);
  review.transaction.to = review.delegation;
  assert_refused (&review);
}

static void
test_delegate (void)
{
  g_auto (Review) review;
  g_autoptr (SuretyDecodedCall) decoded = NULL;
  guint8 salt[32] = { 0 };
  AbiValue approval[] = { abi_bytes ((Bytes) { NULL, 0 }), abi_uint (0) };
  AbiValue args[3];

  review_init (&review);
  args[0] = abi_address (&review.account);
  args[1] = abi_tuple (approval, 2);
  args[2] = abi_fixed_bytes ((Bytes) { salt, 32 });
  call (&review, &review.delegation, EL_DELEGATE_TO, 3, args);
  decoded = decode (&review);
  g_assert_cmpstr (surety_decoded_call_get_function (decoded), ==, "delegateTo");
  assert_arg (decoded, 1, "approverSignatureAndExpiry.signature", "0x", "");

  salt[31] = 1;
  call (&review, &review.delegation, EL_DELEGATE_TO, 3, args);
  assert_refused (&review);
  salt[31] = 0;
  approval[1] = abi_uint (1);
  call (&review, &review.delegation, EL_DELEGATE_TO, 3, args);
  assert_refused (&review);
}

static void
test_withdrawals (void)
{
  g_auto (Review) review;
  g_autoptr (SuretyDecodedCall) queue = NULL;
  g_autoptr (SuretyDecodedCall) complete = NULL;
  AbiValue strategies[1], shares[1], tokens[1], params[3], fields[7], args[3], list[1];

  review_init (&review);
  strategies[0] = abi_address (&review.token->strategy);
  shares[0] = abi_uint (U256_WAD);
  params[0] = abi_array (strategies, 1);
  params[1] = abi_array (shares, 1);
  params[2] = abi_address (&review.account);
  list[0] = abi_tuple (params, 3);
  args[0] = abi_array (list, 1);
  call (&review, &review.delegation, EL_QUEUE_WITHDRAWALS, 1, args);
  queue = decode (&review);
  assert_arg (queue, 0, "params[0].strategies[0]", NULL, "stETH strategy");
  assert_arg (queue, 1, "params[0].depositShares[0]", "1000000000000000000", "1 shares of stETH");

  params[1] = abi_array (shares, 0);
  call (&review, &review.delegation, EL_QUEUE_WITHDRAWALS, 1, args);
  assert_refused (&review);

  fields[0] = abi_address (&review.account);
  fields[1] = abi_address (&review.manager);
  fields[2] = abi_address (&review.account);
  fields[3] = abi_uint (0);
  fields[4] = abi_uint (7);
  fields[5] = abi_array (strategies, 1);
  fields[6] = abi_array (shares, 1);
  tokens[0] = abi_address (&review.token->token);
  args[0] = abi_tuple (fields, 7);
  args[1] = abi_array (tokens, 1);
  args[2] = abi_bool (true);
  call (&review, &review.delegation, EL_COMPLETE_QUEUED_WITHDRAWAL, 3, args);
  complete = decode (&review);
  g_assert_cmpuint (g_list_model_get_n_items (surety_decoded_call_get_args (complete)), ==, 9);

  /* Paid to another; another token. */
  fields[2] = abi_address (&review.manager);
  call (&review, &review.delegation, EL_COMPLETE_QUEUED_WITHDRAWAL, 3, args);
  assert_refused (&review);
  fields[2] = abi_address (&review.account);
  tokens[0] = abi_address (&review.other->token);
  call (&review, &review.delegation, EL_COMPLETE_QUEUED_WITHDRAWAL, 3, args);
  assert_refused (&review);
}

/* Around the call: everything that is not the plain case is refused. */
static void
test_envelope (void)
{
  g_auto (Review) review;
  static const guint8 list[] = { 0xc1, 0xc0 };
  Transaction good;

  review_init (&review);
  call_approve (&review, &review.token->token, &review.manager, 1);
  good = review.transaction;

  review.transaction.chain_id = 5;
  assert_refused (&review);
  review.transaction = good;
  review.transaction.kind = TRANSACTION_LEGACY;
  assert_refused (&review);
  review.transaction = good;
  review.transaction.value = 1;
  assert_refused (&review);
  review.transaction = good;
  review.transaction.creates = true;
  assert_refused (&review);
  review.transaction = good;
  review.transaction.access_list = (Bytes) { list, sizeof list };
  assert_refused (&review);
  review.transaction = good;
  review.transaction.data.len = 3;
  assert_refused (&review);
  review.transaction = good;
  review.transaction.data.len -= 1;
  assert_refused (&review);
  buffer_append_byte (&review.data, 0);
  review.transaction = good;
  review.transaction.data = buffer_bytes (&review.data);
  assert_refused (&review);
}

/* transfer(address,uint256) on a known token, and a made-up selector. */
static void
test_other_functions (void)
{
  g_auto (Review) review;
  guint8 transfer[68] = { 0xa9, 0x05, 0x9c, 0xbb };

  review_init (&review);
  review.transaction = (Transaction) {
    .kind = TRANSACTION_EIP1559,
    .chain_id = 1,
    .to = review.token->token,
    .data = { transfer, sizeof transfer },
  };
  assert_refused (&review);
  transfer[0] = 1;
  assert_refused (&review);
  review.transaction.to = review.delegation;
  assert_refused (&review);
}

/* Any bit of the calldata turned over: refused, or it still says something it may say, written the
 * one way. */
static void
test_every_bit (void)
{
  g_auto (Review) review;
  AbiValue strategies[1], shares[1], params[3], list[1], args[1];
  guint refused = 0;

  review_init (&review);
  strategies[0] = abi_address (&review.token->strategy);
  shares[0] = abi_uint (U256_WAD);
  params[0] = abi_array (strategies, 1);
  params[1] = abi_array (shares, 1);
  params[2] = abi_address (&review.account);
  list[0] = abi_tuple (params, 3);
  args[0] = abi_array (list, 1);
  call (&review, &review.delegation, EL_QUEUE_WITHDRAWALS, 1, args);

  for (gsize bit = 0; bit < review.data.len * 8; bit++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyDecodedCall) decoded = NULL;

      review.data.data[bit / 8] ^= (guint8) (1u << (bit % 8));
      decoded = surety_review_decode (review.network, &review.transaction, &error);
      if (decoded == NULL)
        {
          g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
          refused++;
        }
      review.data.data[bit / 8] ^= (guint8) (1u << (bit % 8));
    }
  /* Only the amount (256 bits) and the ignored withdrawer (160) may differ. */
  g_assert_cmpuint (refused, ==, review.data.len * 8 - 256 - 160);
}

/* --- reverts --- */

static char *
name_of (const void *data, gsize len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, len);
  g_autoptr (GError) error = surety_rpc_error_new_revert (bytes, NULL);

  return surety_revert_dup_name (error);
}

static void
test_revert_names (void)
{
  static const struct
  {
    guint8 data[4];
    const char *name;
  } cases[] = {
    { { 0xf1, 0xec, 0xf5, 0xc2 }, "WithdrawalDelayNotElapsed" },
    { { 0x84, 0x0a, 0x48, 0xd5 }, "CurrentlyPaused" },
    { { 0x28, 0xce, 0xf1, 0xa4 }, "FullySlashed" },
    { { 0x4b, 0x18, 0xb1, 0x93 }, "SharesAmountTooHigh" },
    { { 0x58, 0x44, 0x34, 0xd4 }, "WithdrawerNotCaller" },
    { { 0xd9, 0x2e, 0x23, 0x3d }, "ZeroAddress" },
    { { 0x12, 0x34, 0x56, 0x78 }, NULL },
  };
  guint8 panic[36] = { 0x4e, 0x48, 0x7b, 0x71 };
  Buffer text = buffer_new ();
  AbiValue reason = abi_string ("SafeERC20: low-level call failed");
  g_autofree char *panic_name = NULL;
  g_autofree char *text_name = NULL;
  g_autofree char *empty = NULL;
  g_autoptr (GError)
    other = g_error_new_literal (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT, "x");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = name_of (cases[i].data, 4);

      g_assert_cmpstr (name, ==, cases[i].name);
    }

  panic[35] = 0x11;
  panic_name = name_of (panic, sizeof panic);
  g_assert_cmpstr (panic_name, ==, "Panic(0x11)");
  g_assert_cmpint (abi_encode_error (abi_error_string (), &reason, 1, &text), ==, CORE_OK);
  text_name = name_of (text.data, text.len);
  g_assert_cmpstr (text_name, ==, "Error(SafeERC20: low-level call failed)");
  buffer_clear (&text);
  empty = name_of ("", 0);
  g_assert_null (empty);
  g_assert_null (surety_revert_dup_name (other));
  g_assert_null (surety_revert_dup_name (NULL));
}

/* Nothing, from the account to itself: nothing else is taken for that. */
static void
test_cancel (void)
{
  g_auto (Review) review = { 0 };
  static const guint8 some[4] = { 0 };
  Transaction good;
  Transaction bad[6];
  g_autoptr (SuretyDecodedCall) decoded = NULL;
  g_autoptr (SuretyStep) step = NULL;
  g_autoptr (SuretyStep) again = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  review_init (&review);
  good = (Transaction) {
    .kind = TRANSACTION_EIP1559,
    .chain_id = 1,
    .gas_limit = 26250,
    .to = review.account,
  };
  decoded = surety_review_decode_cancel (review.network, &review.account, &good, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (surety_decoded_call_get_signature (decoded), ==, "");
  g_assert_true (surety_decoded_call_get_value (decoded) == 0);
  g_assert_cmpuint (surety_decoded_call_get_selector (decoded), ==, 0);
  g_assert_cmpuint (g_bytes_get_size (surety_decoded_call_get_data (decoded)), ==, 0);
  g_assert_cmpstr (surety_decoded_call_get_told (decoded)->kind, ==, SURETY_STEP_CANCEL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    bad[i] = good;
  bad[0].value = 1;
  bad[1].to.bytes[0]++;
  bad[2].data = (Bytes) { some, sizeof some };
  bad[3].chain_id = 2;
  bad[4].creates = TRUE;
  bad[5].kind = TRANSACTION_LEGACY;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_null (
        surety_review_decode_cancel (review.network, &review.account, &bad[i], &refused));
      g_assert_error (refused, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
    }

  /* As a step of a plan it is none. */
  step = surety_step_new_cancel (&review.account);
  g_assert_null (surety_review_decode_step (review.network, step, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
  g_clear_error (&error);
  json = surety_step_to_json (step);
  again = surety_step_new_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (surety_step_get_kind (again), ==, SURETY_STEP_CANCEL);
  g_assert_cmpuint (g_bytes_get_size (surety_step_get_calldata (again)), ==, 0);
  g_assert_true (address_equal (surety_step_get_to (again), &review.account));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/approve", test_approve);
  g_test_add_func ("/review/deposit", test_deposit);
  g_test_add_func ("/review/delegate", test_delegate);
  g_test_add_func ("/review/withdrawals", test_withdrawals);
  g_test_add_func ("/review/envelope", test_envelope);
  g_test_add_func ("/review/cancel-does-nothing", test_cancel);
  g_test_add_func ("/review/other-functions-are-refused", test_other_functions);
  g_test_add_func ("/review/every-bit-counts", test_every_bit);
  g_test_add_func ("/revert/names", test_revert_names);
  return g_test_run ();
}
