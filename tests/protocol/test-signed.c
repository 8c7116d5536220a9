/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-signed.h"

#include <string.h>

#include "protocol-test.h"
#include "surety-eigenlayer-abi.h"
#include "surety-journal-entry-private.h"
#include "surety-protocol-error.h"

static const guint8 key[32] = { [31] = 7 };
static const guint8 other_key[32] = { [31] = 8 };

/* An allowance of 1.5 stETH as it is planned, and what was signed for it. */
typedef struct
{
  SuretyNetwork *network;
  const SuretyToken *token;
  Buffer data;
  Transaction transaction;
  SuretyStepFacts planned;
} Scene;

static Buffer
encode_approve (SuretyNetwork *network, u256 amount)
{
  Address manager;
  AbiValue args[2];
  Buffer data = buffer_new ();

  g_assert_true (surety_network_get_contract (network, "StrategyManager", &manager, NULL));
  args[0] = abi_address (&manager);
  args[1] = abi_uint (amount);
  g_assert_cmpint (abi_encode_call (surety_eigenlayer_abi (EL_APPROVE), args, 2, &data), ==,
                   CORE_OK);
  return data;
}

static GBytes *
sign (const Transaction *transaction, const guint8 private_key[32])
{
  Secret *secret = secret_new_copy (private_key, 32);
  Buffer out = buffer_new ();
  GBytes *bytes;

  g_assert_cmpint (transaction_sign (transaction, secret, &out), ==, CORE_OK);
  bytes = g_bytes_new (out.data, out.len);
  buffer_clear (&out);
  secret_free (secret);
  return bytes;
}

static Address
sender_of (GBytes *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  Transaction transaction;
  Signature signature;
  Address sender;

  g_assert_cmpint (transaction_decode ((Bytes) { data, len }, &transaction, &signature, &sender),
                   ==, CORE_OK);
  return sender;
}

static void
scene_init (Scene *self)
{
  *self = (Scene) { 0 };
  self->network = surety_network_new_builtin ("mainnet");
  self->token = surety_network_get_token (self->network, 0);
  self->data = encode_approve (self->network, 3 * U256_WAD / 2);
  self->transaction = (Transaction) {
    .kind = TRANSACTION_EIP1559,
    .chain_id = 1,
    .nonce = 9,
    .gas_limit = 60000,
    .max_fee = 30,
    .max_priority_fee = 1,
    .to = self->token->token,
    .data = buffer_bytes (&self->data),
  };
  self->planned = (SuretyStepFacts) {
    .kind = "approve",
    .to = self->token->token,
    .signature = "function approve(address spender, uint256 amount)",
    .calldata = g_bytes_new (self->data.data, self->data.len),
    .symbol = "stETH",
    .decimals = 18,
    .amount = 3 * U256_WAD / 2,
    .has_bound = TRUE,
    .gas_limit = 60000,
    .max_fee = 30,
  };
}

static void
scene_clear (Scene *self)
{
  g_bytes_unref (self->planned.calldata);
  buffer_clear (&self->data);
  g_object_unref (self->network);
}

/* The entry with what is planned and signed now. attempt: see there. */
static SuretyJournalEntry *
make_entry (Scene *self, GBytes *bytes, guint attempt)
{
  g_autoptr (SuretyStep) step = surety_step_new (&self->planned);
  g_autoptr (GBytes) own = sign (&self->transaction, key);
  SuretyJournalFacts facts = {
    .id = 1,
    .plan = 1,
    .attempt = attempt,
    .network = g_strdup ("mainnet"),
    .account = sender_of (own),
    .kind = g_strdup ("approve"),
    .body = surety_step_to_json (step),
    .note = g_strdup (""),
    .state = bytes != NULL ? SURETY_JOURNAL_SENT : SURETY_JOURNAL_PLANNED,
    .nonce = 9,
  };

  if (bytes != NULL)
    {
      gsize len;
      const guint8 *data = g_bytes_get_data (bytes, &len);

      facts.hash = transaction_hash ((Bytes) { data, len });
      facts.signed_bytes = g_bytes_ref (bytes);
    }
  return surety_journal_entry_new (&facts);
}

static void
assert_differs (Scene *self, const guint8 private_key[32], guint attempt, guint expected)
{
  g_autoptr (GBytes) bytes = sign (&self->transaction, private_key);
  g_autoptr (SuretyJournalEntry) entry = make_entry (self, bytes, attempt);

  g_assert_cmpuint (surety_signed_check_entry (self->network, entry), ==, expected);
}

static void
test_reads_the_bytes (void)
{
  Scene scene;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SuretySigned) read = NULL;
  g_autoptr (GError) error = NULL;
  Address sender;

  scene_init (&scene);
  bytes = sign (&scene.transaction, key);
  sender = sender_of (bytes);
  read = surety_signed_read (scene.network, bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->chain_id, ==, 1);
  g_assert_cmpuint (read->nonce, ==, 9);
  g_assert_cmpuint (read->gas_limit, ==, 60000);
  g_assert_true (read->max_fee == 30 && read->value == 0 && !read->creates);
  g_assert_true (address_equal (&read->to, &scene.token->token));
  g_assert_true (address_equal (&read->sender, &sender));
  g_assert_cmpmem (g_bytes_get_data (read->data, NULL), g_bytes_get_size (read->data),
                   scene.data.data, scene.data.len);
  g_assert_no_error (read->error);
  g_assert_cmpstr (surety_decoded_call_get_function (read->call), ==, "approve");
  g_assert_true (surety_decoded_call_get_told (read->call)->amount == 3 * U256_WAD / 2);
  assert_differs (&scene, key, 0, SURETY_SIGNED_AS_PLANNED);
  scene_clear (&scene);
}

static void
test_differences (void)
{
  Scene scene;
  Buffer other;

  scene_init (&scene);
  other = encode_approve (scene.network, U256_WAD);
  scene.transaction.data = buffer_bytes (&other);
  assert_differs (&scene, key, 0, SURETY_SIGNED_OTHER_CALL);
  scene.transaction.data = buffer_bytes (&scene.data);

  scene.transaction.to.bytes[3] ^= 1;
  assert_differs (&scene, key, 0, SURETY_SIGNED_OTHER_CONTRACT);
  scene.transaction.to = scene.token->token;

  scene.transaction.value = 1;
  assert_differs (&scene, key, 0, SURETY_SIGNED_OTHER_VALUE);
  scene.transaction.value = 0;

  assert_differs (&scene, other_key, 0, SURETY_SIGNED_OTHER_ACCOUNT);

  scene.transaction.chain_id = 2;
  assert_differs (&scene, key, 0, SURETY_SIGNED_OTHER_CHAIN);
  scene.transaction.chain_id = 1;

  scene.transaction.nonce = 10;
  assert_differs (&scene, key, 0, SURETY_SIGNED_OTHER_NONCE);
  scene.transaction.nonce = 9;

  /* One that takes another's place was shown its own cost. */
  scene.planned.max_fee = 29;
  assert_differs (&scene, key, 0, SURETY_SIGNED_HIGHER_COST);
  assert_differs (&scene, key, 1, SURETY_SIGNED_AS_PLANNED);
  scene.planned.max_fee = 30;
  scene.planned.gas_limit = 59999;
  assert_differs (&scene, key, 0, SURETY_SIGNED_HIGHER_COST);
  buffer_clear (&other);
  scene_clear (&scene);
}

static void
test_hash (void)
{
  Scene scene;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (SuretySigned) read = NULL;

  scene_init (&scene);
  bytes = sign (&scene.transaction, key);
  scene.transaction.max_priority_fee = 2;
  other = sign (&scene.transaction, key);
  entry = make_entry (&scene, bytes, 0);
  read = surety_signed_read (scene.network, other, NULL);
  g_assert_cmpuint (surety_signed_compare (read, scene.network, entry), ==,
                    SURETY_SIGNED_OTHER_HASH);
  scene_clear (&scene);
}

/* What can't be told what it does is told to be that, with all that can be told. */
static void
test_unknown_call (void)
{
  Scene scene;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SuretySigned) read = NULL;

  scene_init (&scene);
  scene.transaction.to.bytes[3] ^= 1;
  bytes = sign (&scene.transaction, key);
  read = surety_signed_read (scene.network, bytes, NULL);
  g_assert_nonnull (read);
  g_assert_null (read->call);
  g_assert_error (read->error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
  g_assert_cmpuint (read->nonce, ==, 9);
  scene_clear (&scene);
}

static void
test_no_transaction (void)
{
  Scene scene;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x02\xc0", 2);
  g_autoptr (SuretyJournalEntry) garbled = NULL;
  g_autoptr (SuretyJournalEntry) planned = NULL;
  g_autoptr (GError) error = NULL;

  scene_init (&scene);
  g_assert_null (surety_signed_read (scene.network, bytes, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
  garbled = make_entry (&scene, bytes, 0);
  g_assert_cmpuint (surety_signed_check_entry (scene.network, garbled), ==, 0xff);
  planned = make_entry (&scene, NULL, 0);
  g_assert_cmpuint (surety_signed_check_entry (scene.network, planned), ==,
                    SURETY_SIGNED_AS_PLANNED);
  scene_clear (&scene);
}

static void
test_cancel (void)
{
  Scene scene;
  g_autoptr (GBytes) own = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SuretySigned) read = NULL;

  scene_init (&scene);
  own = sign (&scene.transaction, key);
  scene.transaction.to = sender_of (own);
  scene.transaction.data = (Bytes) { 0 };
  bytes = sign (&scene.transaction, key);
  read = surety_signed_read (scene.network, bytes, NULL);
  g_assert_cmpstr (surety_decoded_call_get_told (read->call)->kind, ==, SURETY_STEP_CANCEL);
  scene_clear (&scene);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/signed/is-read-from-the-bytes", test_reads_the_bytes);
  protocol_test_add ("/signed/what-differs-from-the-plan-is-told", test_differences);
  protocol_test_add ("/signed/another-hash", test_hash);
  protocol_test_add ("/signed/a-call-that-is-not-known", test_unknown_call);
  protocol_test_add ("/signed/bytes-that-are-no-transaction", test_no_transaction);
  protocol_test_add ("/signed/a-cancellation", test_cancel);
  return g_test_run ();
}
