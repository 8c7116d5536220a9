/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ecdsa.h"
#include "rlp.h"
#include "secret-helpers.h"
#include "transaction.h"

#define KEY "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
/* The newest fork that the official files name. */
#define FORK "Cancun"

typedef struct
{
  Transaction transaction;
  Buffer data;
  Buffer access_list;
} Example;

static u256
word (JsonObject *item, const char *name)
{
  const char *text = json_object_get_string_member (item, name);
  u256 value;

  core_test_assert_result (u256_from_decimal (text, strlen (text), &value), CORE_OK);
  return value;
}

static Address
address (const char *text)
{
  Address result;

  core_test_assert_result (address_parse (text, strlen (text), &result, NULL), CORE_OK);
  return result;
}

static void
example_init (Example *self, JsonObject *item)
{
  const char *kind = json_object_get_string_member (item, "kind");
  Transaction *transaction = &self->transaction;

  *self = (Example) { 0 };
  self->data = core_test_hex (json_object_get_string_member (item, "data"));
  self->access_list = core_test_hex (json_object_get_string_member (item, "access_list"));
  transaction->kind = g_str_equal (kind, "legacy") ? TRANSACTION_LEGACY : TRANSACTION_EIP1559;
  transaction->chain_id = (uint64_t) json_object_get_int_member (item, "chain_id");
  transaction->nonce = (uint64_t) json_object_get_int_member (item, "nonce");
  transaction->max_priority_fee = word (item, "max_priority_fee");
  transaction->max_fee = word (item, "max_fee");
  transaction->gas_limit = (uint64_t) json_object_get_int_member (item, "gas_limit");
  transaction->creates = json_object_get_null_member (item, "to");
  if (!transaction->creates)
    transaction->to = address (json_object_get_string_member (item, "to"));
  transaction->value = word (item, "value");
  transaction->data = buffer_bytes (&self->data);
  transaction->access_list = buffer_bytes (&self->access_list);
}

static void
example_clear (Example *self)
{
  buffer_clear (&self->data);
  buffer_clear (&self->access_list);
}

static void
assert_same (const Transaction *a, const Transaction *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpuint (a->chain_id, ==, b->chain_id);
  g_assert_cmpuint (a->nonce, ==, b->nonce);
  g_assert_true (a->max_priority_fee == b->max_priority_fee);
  g_assert_true (a->max_fee == b->max_fee);
  g_assert_cmpuint (a->gas_limit, ==, b->gas_limit);
  g_assert_cmpint (a->creates, ==, b->creates);
  g_assert_true (address_equal (&a->to, &b->to));
  g_assert_true (a->value == b->value);
  g_assert_cmpmem (a->data.data, a->data.len, b->data.data, b->data.len);
  g_assert_cmpmem (a->access_list.data, a->access_list.len, b->access_list.data,
                   b->access_list.len);
}

/* Decodes and, when that works, encodes again: to the same bytes. */
static CoreResult
decode (Bytes input, Transaction *transaction, Address *sender)
{
  Signature signature;
  Buffer again = buffer_new ();
  const CoreResult result = transaction_decode (input, transaction, &signature, sender);

  if (result == CORE_OK)
    {
      core_test_assert_result (transaction_encode_signed (transaction, &signature, &again),
                               CORE_OK);
      g_assert_cmpmem (again.data, again.len, input.data, input.len);
    }

  buffer_clear (&again);
  return result;
}

static void
check_unsigned (JsonObject *item, const Transaction *transaction)
{
  Buffer bytes = buffer_new ();

  core_test_assert_result (transaction_encode_unsigned (transaction, &bytes), CORE_OK);
  if (json_object_has_member (item, "unsigned"))
    core_test_assert_hex (bytes.data, bytes.len, json_object_get_string_member (item, "unsigned"));

  const Hash expected = keccak256 (buffer_bytes (&bytes));
  const Hash hash = transaction_signing_hash (transaction);
  g_assert_true (hash_equal (&hash, &expected));
  if (json_object_has_member (item, "sighash"))
    core_test_assert_hex (hash.bytes, 32, json_object_get_string_member (item, "sighash"));
  buffer_clear (&bytes);
}

static void
check_example (JsonObject *item)
{
  g_autoptr (Secret) key = secret_from_hex (json_object_get_string_member (item, "key"));
  const Address expected_sender = address (json_object_get_string_member (item, "sender"));
  Buffer bytes = buffer_new ();
  Transaction decoded;
  Address sender;
  Example self;

  g_test_message ("%s", json_object_get_string_member (item, "name"));
  example_init (&self, item);
  check_unsigned (item, &self.transaction);

  core_test_assert_result (transaction_sign (&self.transaction, key, &bytes), CORE_OK);
  if (json_object_has_member (item, "signed"))
    core_test_assert_hex (bytes.data, bytes.len, json_object_get_string_member (item, "signed"));
  const Hash hash = transaction_hash (buffer_bytes (&bytes));
  core_test_assert_hex (hash.bytes, 32, json_object_get_string_member (item, "hash"));

  core_test_assert_result (decode (buffer_bytes (&bytes), &decoded, &sender), CORE_OK);
  assert_same (&decoded, &self.transaction);
  g_assert_true (address_equal (&sender, &expected_sender));

  buffer_clear (&bytes);
  example_clear (&self);
}

static void
for_each_example (const char *file, guint expected, void (*check) (JsonObject *item))
{
  g_autoptr (JsonNode) root = core_test_data_json (file);
  JsonArray *items = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (items), ==, expected);
  for (guint i = 0; i < expected; i++)
    check (json_array_get_object_element (items, i));
}

static void
test_eip155_examples (void)
{
  for_each_example ("eip-155.json", 2, check_example);
}

static void
test_eip1559_examples (void)
{
  for_each_example ("eip-1559.json", 5, check_example);
}

/* No part of a transaction is one, and none stays the same with a byte changed or added. */
static void
check_damage (JsonObject *item)
{
  if (!json_object_has_member (item, "signed"))
    return;

  const Address expected_sender = address (json_object_get_string_member (item, "sender"));
  Buffer whole = core_test_hex (json_object_get_string_member (item, "signed"));
  Transaction transaction;
  Address sender;

  for (size_t len = 0; len < whole.len; len++)
    {
      g_autofree uint8_t *part = g_memdup2 (whole.data, len);
      const Bytes input = { part, len };

      g_assert_cmpint (decode (input, &transaction, &sender), !=, CORE_OK);
    }

  for (size_t i = 0; i < whole.len; i++)
    for (unsigned bit = 0; bit < 8; bit++)
      {
        whole.data[i] ^= (uint8_t) (1u << bit);
        if (decode (buffer_bytes (&whole), &transaction, &sender) == CORE_OK)
          g_assert_false (address_equal (&sender, &expected_sender));
        whole.data[i] ^= (uint8_t) (1u << bit);
      }

  buffer_append_byte (&whole, 0);
  core_test_assert_result (decode (buffer_bytes (&whole), &transaction, &sender),
                           CORE_ERROR_TRAILING);
  buffer_clear (&whole);
}

static void
test_damaged_bytes_are_never_the_senders (void)
{
  for_each_example ("eip-155.json", 2, check_damage);
  for_each_example ("eip-1559.json", 5, check_damage);
}

static void
check_unsupported (JsonObject *item)
{
  Buffer bytes = core_test_hex (json_object_get_string_member (item, "signed"));
  Transaction transaction;
  Address sender;

  core_test_assert_result (decode (buffer_bytes (&bytes), &transaction, &sender),
                           CORE_ERROR_UNSUPPORTED);
  buffer_clear (&bytes);
}

static void
test_other_types_are_unsupported (void)
{
  for_each_example ("eip-2930-eip-7702.json", 2, check_unsupported);

  for (unsigned type = 0; type < 0x80; type++)
    {
      const uint8_t bytes[] = { (uint8_t) type, 0xc0 };
      Transaction transaction;
      Address sender;

      if (type != 2)
        core_test_assert_result (decode ((Bytes) { bytes, 2 }, &transaction, &sender),
                                 CORE_ERROR_UNSUPPORTED);
    }
}

static Transaction
plain (TransactionKind kind)
{
  return (Transaction) {
    .kind = kind,
    .chain_id = 1,
    .max_priority_fee = 1,
    .max_fee = 2,
    .gas_limit = 21000,
    .to = { { 1 } },
    .value = 1,
  };
}

static void
check_refused (const Transaction *transaction, CoreResult expected)
{
  g_autoptr (Secret) key = secret_from_hex (KEY);
  const Signature signature = { .r = { 1 }, .s = { 1 } };
  Buffer out = buffer_new ();

  buffer_append (&out, "kept", 4);
  core_test_assert_result (transaction_encode_unsigned (transaction, &out), expected);
  core_test_assert_result (transaction_encode_signed (transaction, &signature, &out), expected);
  core_test_assert_result (transaction_sign (transaction, key, &out), expected);
  g_assert_cmpmem (out.data, out.len, "kept", 4);
  buffer_clear (&out);
}

static void
test_what_no_node_takes_is_not_made (void)
{
  Transaction transaction = plain (TRANSACTION_EIP1559);

  transaction.nonce = UINT64_MAX;
  check_refused (&transaction, CORE_ERROR_RANGE);

  transaction = plain (TRANSACTION_EIP1559);
  transaction.max_priority_fee = 3;
  check_refused (&transaction, CORE_ERROR_RANGE);

  transaction = plain (TRANSACTION_LEGACY);
  transaction.max_fee = U256_MAX;
  check_refused (&transaction, CORE_ERROR_RANGE);

  transaction = plain (TRANSACTION_EIP1559);
  transaction.chain_id = 0;
  check_refused (&transaction, CORE_ERROR_UNSUPPORTED);

  transaction = plain ((TransactionKind) 9);
  check_refused (&transaction, CORE_ERROR_UNSUPPORTED);
}

static void
test_bad_access_lists_are_not_made (void)
{
  static const struct
  {
    const char *list;
    CoreResult expected;
  } cases[] = {
    { "80", CORE_ERROR_SYNTAX },
    { "c0c0", CORE_ERROR_TRAILING },
    { "c1", CORE_ERROR_TRUNCATED },
    { "c180", CORE_ERROR_SYNTAX },
    { "c1c0", CORE_ERROR_TRUNCATED },
    /* An address of 19 bytes; no list of keys; a third field; a key of 31 bytes. */
    { "d6d593ae7ab96520de3a18e5e111b5eaab095312d7fec0", CORE_ERROR_SYNTAX },
    { "d6d594ae7ab96520de3a18e5e111b5eaab095312d7fe84", CORE_ERROR_TRUNCATED },
    { "d8d794ae7ab96520de3a18e5e111b5eaab095312d7fe84c080", CORE_ERROR_SYNTAX },
    { "f7f694ae7ab96520de3a18e5e111b5eaab095312d7fe84"
      "e09f00000000000000000000000000000000000000000000000000000000000000",
      CORE_ERROR_SYNTAX },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Buffer list = core_test_hex (cases[i].list);
      Transaction transaction = plain (TRANSACTION_EIP1559);

      g_test_message ("%s", cases[i].list);
      transaction.access_list = buffer_bytes (&list);
      check_refused (&transaction, cases[i].expected);
      buffer_clear (&list);
    }
}

static void
test_an_empty_access_list_has_one_spelling (void)
{
  static const uint8_t empty_list[] = { 0xc0 };
  Transaction without = plain (TRANSACTION_EIP1559);
  Transaction with = plain (TRANSACTION_EIP1559);

  with.access_list = (Bytes) { empty_list, 1 };

  const Hash a = transaction_signing_hash (&without);
  const Hash b = transaction_signing_hash (&with);
  g_assert_true (hash_equal (&a, &b));
}

/* Transactions from before EIP-155 can be read, but are replayable: never made. */
static void
test_only_chain_bound_ones_are_signed (void)
{
  g_autoptr (Secret) key = secret_from_hex (KEY);
  Transaction transaction = plain (TRANSACTION_LEGACY);
  Transaction decoded;
  Signature signature;
  Buffer out = buffer_new ();
  Address sender, signer;
  Hash hash;

  transaction.max_priority_fee = 0;
  transaction.chain_id = 0;
  core_test_assert_result (transaction_sign (&transaction, key, &out), CORE_ERROR_UNSUPPORTED);
  g_assert_cmpuint (out.len, ==, 0);

  hash = transaction_signing_hash (&transaction);
  core_test_assert_result (ecdsa_sign (key, &hash, &signature), CORE_OK);
  core_test_assert_result (transaction_encode_signed (&transaction, &signature, &out), CORE_OK);
  core_test_assert_result (decode (buffer_bytes (&out), &decoded, &sender), CORE_OK);
  assert_same (&decoded, &transaction);
  core_test_assert_result (ecdsa_address (key, &signer), CORE_OK);
  g_assert_true (address_equal (&sender, &signer));
  buffer_clear (&out);
}

static void
test_the_largest_chain_id_round_trips (void)
{
  g_autoptr (Secret) key = secret_from_hex (KEY);
  const TransactionKind kinds[] = { TRANSACTION_LEGACY, TRANSACTION_EIP1559 };

  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Transaction transaction = plain (kinds[i]);
      Buffer out = buffer_new ();
      Transaction decoded;
      Address sender;

      transaction.chain_id = UINT64_MAX;
      if (kinds[i] == TRANSACTION_LEGACY)
        transaction.max_priority_fee = 0;
      core_test_assert_result (transaction_sign (&transaction, key, &out), CORE_OK);
      core_test_assert_result (decode (buffer_bytes (&out), &decoded, &sender), CORE_OK);
      assert_same (&decoded, &transaction);
      buffer_clear (&out);
    }
}

/* A legacy envelope with any v, over r = s = 1. */
static CoreResult
decode_with_v (u256 v)
{
  Buffer out = buffer_new ();
  const size_t mark = rlp_open_list (&out);
  const uint8_t to[20] = { 1 };
  Transaction transaction;
  Address sender;

  rlp_append_u64 (&out, 0);
  rlp_append_u64 (&out, 1);
  rlp_append_u64 (&out, 21000);
  rlp_append_string (&out, (Bytes) { to, 20 });
  rlp_append_u64 (&out, 0);
  rlp_append_string (&out, (Bytes) { NULL, 0 });
  rlp_append_u256 (&out, v);
  rlp_append_u64 (&out, 1);
  rlp_append_u64 (&out, 1);
  rlp_close_list (&out, mark);

  const CoreResult result = decode (buffer_bytes (&out), &transaction, &sender);
  buffer_clear (&out);
  return result;
}

static void
test_v_has_its_values (void)
{
  static const unsigned bad[] = { 0, 1, 26, 29, 30, 34, 35, 36 };

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    core_test_assert_result (decode_with_v (bad[i]), CORE_ERROR_RANGE);

  g_assert_cmpint (decode_with_v (27), !=, CORE_ERROR_RANGE);
  g_assert_cmpint (decode_with_v (28), !=, CORE_ERROR_RANGE);
  g_assert_cmpint (decode_with_v (37), !=, CORE_ERROR_RANGE);
  g_assert_cmpint (decode_with_v ((u256) UINT64_MAX * 2 + 36), !=, CORE_ERROR_RANGE);
  core_test_assert_result (decode_with_v ((u256) UINT64_MAX * 2 + 37), CORE_ERROR_RANGE);
  core_test_assert_result (decode_with_v (U256_MAX), CORE_ERROR_RANGE);
}

static void
test_intrinsic_gas (void)
{
  const uint8_t data[33] = { 1, 0, 2 };
  Transaction transaction = plain (TRANSACTION_EIP1559);
  Buffer list = core_test_hex ("f872f85994ae7ab96520de3a18e5e111b5eaab095312d7fe84f842a0"
                               "0000000000000000000000000000000000000000000000000000000000000001a0"
                               "0000000000000000000000000000000000000000000000000000000000000000"
                               "d6947f101fe45e6649a6fb8f3f8b43ed03d353f2b90cc0");
  uint64_t floor;

  g_assert_cmpuint (transaction_intrinsic_gas (&transaction, &floor), ==, 21000);
  g_assert_cmpuint (floor, ==, 21000);

  /* 2 other and 31 zero bytes; the floor counts 2·4 + 31 tokens. */
  transaction.data = (Bytes) { data, 33 };
  g_assert_cmpuint (transaction_intrinsic_gas (&transaction, &floor), ==, 21000 + 32 + 124);
  g_assert_cmpuint (floor, ==, 21000 + 390);

  /* 2 addresses, 2 keys. */
  transaction.access_list = buffer_bytes (&list);
  g_assert_cmpuint (transaction_intrinsic_gas (&transaction, NULL), ==,
                    21156 + 2 * 2400 + 2 * 1900);

  /* 2 words of init code. */
  transaction.access_list = (Bytes) { NULL, 0 };
  transaction.creates = TRUE;
  g_assert_cmpuint (transaction_intrinsic_gas (&transaction, NULL), ==, 21156 + 32000 + 4);

  buffer_clear (&list);
}

/* How the official files are judged. Each says per fork what a mainnet node makes of the bytes:
 * a hash and a sender, or an exception; the newest fork they name is followed. A node for chain 1
 * refuses the bytes of another chain (INVALID_CHAINID). transaction_decode() gives its caller the
 * chain id instead, so here as in the app a chain other than 1 counts as refused, and only such
 * files may be refused on that ground. Types that Surety does not handle count as refused. */
static void
check_official (const char *name, JsonObject *item)
{
  JsonObject *result = json_object_get_object_member (json_object_get_object_member (item,
                                                                                     "result"),
                                                      FORK);
  Buffer bytes = core_test_hex (json_object_get_string_member (item, "txbytes"));
  Transaction transaction;
  Address sender;
  CoreResult actual = decode (buffer_bytes (&bytes), &transaction, &sender);
  const gboolean other_chain = actual == CORE_OK && transaction.chain_id > 1;

  if (json_object_has_member (result, "exception"))
    {
      const char *exception = json_object_get_string_member (result, "exception");

      g_test_message ("%s: %s, here: %s", name, exception,
                      other_chain ? "another chain" : core_result_to_string (actual));
      g_assert_true (actual != CORE_OK || other_chain);
      if (other_chain)
        g_assert_cmpstr (exception, ==, "TransactionException.INVALID_CHAINID");
    }
  else
    {
      const Address expected = address (json_object_get_string_member (result, "sender"));
      const Hash hash = transaction_hash (buffer_bytes (&bytes));

      g_test_message ("%s: valid", name);
      core_test_assert_result (actual, CORE_OK);
      g_assert_false (other_chain);
      g_assert_true (address_equal (&sender, &expected));
      core_test_assert_hex (hash.bytes, 32, json_object_get_string_member (result, "hash"));
      g_assert_cmpuint (transaction_intrinsic_gas (&transaction, NULL), ==,
                        g_ascii_strtoull (json_object_get_string_member (result, "intrinsicGas"),
                                          NULL, 16));
    }

  buffer_clear (&bytes);
}

static void
test_official_files (void)
{
  g_autofree char *vectors = core_test_vectors_dir ();
  guint n_files = 0;

  if (vectors == NULL)
    {
      g_test_message ("official vectors: none here, transaction not run");
      return;
    }

  g_autofree char *folder = g_build_filename (vectors, "transaction", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("transaction", name, NULL);
      g_autoptr (JsonNode) root = core_test_vectors_json (path);
      g_autoptr (GList) cases = json_object_get_members (json_node_get_object (root));

      g_assert_nonnull (cases);
      for (GList *l = cases; l != NULL; l = l->next)
        check_official (l->data,
                        json_object_get_object_member (json_node_get_object (root), l->data));
      n_files++;
    }

  g_assert_cmpuint (n_files, >=, 50);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (secret_heap_init ());
  g_test_add_func ("/transaction/eip155-examples", test_eip155_examples);
  g_test_add_func ("/transaction/eip1559-examples", test_eip1559_examples);
  g_test_add_func ("/transaction/damaged-bytes-are-never-the-senders",
                   test_damaged_bytes_are_never_the_senders);
  g_test_add_func ("/transaction/other-types-are-unsupported", test_other_types_are_unsupported);
  g_test_add_func ("/transaction/what-no-node-takes-is-not-made",
                   test_what_no_node_takes_is_not_made);
  g_test_add_func ("/transaction/bad-access-lists-are-not-made",
                   test_bad_access_lists_are_not_made);
  g_test_add_func ("/transaction/an-empty-access-list-has-one-spelling",
                   test_an_empty_access_list_has_one_spelling);
  g_test_add_func ("/transaction/only-chain-bound-ones-are-signed",
                   test_only_chain_bound_ones_are_signed);
  g_test_add_func ("/transaction/the-largest-chain-id-round-trips",
                   test_the_largest_chain_id_round_trips);
  g_test_add_func ("/transaction/v-has-its-values", test_v_has_its_values);
  g_test_add_func ("/transaction/intrinsic-gas", test_intrinsic_gas);
  g_test_add_func ("/transaction/official-files", test_official_files);
  return g_test_run ();
}
