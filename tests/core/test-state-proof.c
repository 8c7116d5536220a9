/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core-test.h"
#include "rlp.h"
#include "state-proof.h"
#include "trie-builder.h"

#define MAX_NODES 16

typedef struct
{
  Buffer nodes[MAX_NODES];
  Bytes list[MAX_NODES];
  size_t n;
} Proof;

static void
proof_read (Proof *self, JsonArray *array)
{
  self->n = json_array_get_length (array);
  g_assert_cmpuint (self->n, <=, MAX_NODES);
  for (size_t i = 0; i < self->n; i++)
    {
      self->nodes[i] = core_test_hex (json_array_get_string_element (array, (guint) i));
      self->list[i] = buffer_bytes (&self->nodes[i]);
    }
}

static void
proof_clear (Proof *self)
{
  for (size_t i = 0; i < self->n; i++)
    buffer_clear (&self->nodes[i]);
}

static Hash
hash_member (JsonObject *object, const char *name)
{
  Buffer bytes = core_test_hex (json_object_get_string_member (object, name));
  Hash hash;

  g_assert_cmpuint (bytes.len, ==, sizeof hash.bytes);
  memcpy (hash.bytes, bytes.data, sizeof hash.bytes);
  buffer_clear (&bytes);
  return hash;
}

static Address
address_member (JsonObject *object, const char *name)
{
  Buffer bytes = core_test_hex (json_object_get_string_member (object, name));
  Address address;

  g_assert_cmpuint (bytes.len, ==, sizeof address.bytes);
  memcpy (address.bytes, bytes.data, sizeof address.bytes);
  buffer_clear (&bytes);
  return address;
}

/* EIP-1186's answer of a node for an account and a slot, against the header of its block. */
static void
test_worked_example (void)
{
  g_autoptr (JsonNode) node = core_test_data_json ("eip-1186.json");
  JsonObject *root = json_node_get_object (node);
  JsonObject *answer = json_object_get_object_member (root, "proof");
  JsonObject *slot = json_array_get_object_element (json_object_get_array_member (answer,
                                                                                  "storageProof"),
                                                    0);
  const Hash state_root = hash_member (root, "stateRoot");
  const Hash storage_root = hash_member (answer, "storageHash");
  const Hash code_hash = hash_member (answer, "codeHash");
  Address account = address_member (answer, "address");
  Proof proof, slot_proof;
  AccountState state;
  u256 word;

  proof_read (&proof, json_object_get_array_member (answer, "accountProof"));
  proof_read (&slot_proof, json_object_get_array_member (slot, "proof"));

  core_test_assert_result (state_verify_account (&state_root, &account, proof.list, proof.n,
                                                 &state),
                           CORE_OK);
  g_assert_true (state.exists);
  g_assert_cmpuint (state.nonce, ==, 0);
  g_assert_true (state.balance == 0x76);
  g_assert_true (hash_equal (&state.storage_root, &storage_root));
  g_assert_true (hash_equal (&state.code_hash, &code_hash));

  core_test_assert_result (state_verify_slot (&storage_root, 0, slot_proof.list, slot_proof.n,
                                              &word),
                           CORE_OK);
  g_assert_true (word == 0x38);

  /* The same nodes say nothing on another account, slot or root. */
  account.bytes[19] ^= 1;
  g_assert_true (state_verify_account (&state_root, &account, proof.list, proof.n, &state) !=
                 CORE_OK);
  g_assert_true (state_verify_slot (&storage_root, 1, slot_proof.list, slot_proof.n, &word) !=
                 CORE_OK);
  g_assert_true (state_verify_slot (&state_root, 0, slot_proof.list, slot_proof.n, &word) !=
                 CORE_OK);
  proof_clear (&proof);
  proof_clear (&slot_proof);
}

static CoreResult
verify_with (TrieBuilder *trie, const Address *account, AccountState *out)
{
  const Hash root = trie_builder_root (trie);
  const Hash path = keccak256 ((Bytes) { account->bytes, sizeof account->bytes });
  g_autoptr (GPtrArray) nodes = trie_builder_prove (trie, (Bytes) { path.bytes, 32 });
  g_autofree Bytes *proof = g_new0 (Bytes, nodes->len + 1);

  for (guint i = 0; i < nodes->len; i++)
    {
      gsize len;
      const guint8 *data = g_bytes_get_data (nodes->pdata[i], &len);

      proof[i] = (Bytes) { data, len };
    }
  return state_verify_account (&root, account, proof, nodes->len, out);
}

static void
set_account (TrieBuilder *trie, const Address *account, const char *value)
{
  const Hash path = keccak256 ((Bytes) { account->bytes, sizeof account->bytes });
  Buffer bytes = core_test_hex (value);

  trie_builder_set (trie, (Bytes) { path.bytes, 32 }, buffer_bytes (&bytes));
  buffer_clear (&bytes);
}

#define EMPTY_ROOT "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"
#define EMPTY_CODE "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"

static void
test_absent_account_is_empty (void)
{
  const Address there = { { 1 } };
  const Address absent = { { 2 } };
  g_autoptr (TrieBuilder) trie = trie_builder_new ();
  AccountState state = { .exists = true, .balance = 1 };

  set_account (trie, &there, "0xf8440180a0" EMPTY_ROOT "a0" EMPTY_CODE);
  core_test_assert_result (verify_with (trie, &absent, &state), CORE_OK);
  g_assert_false (state.exists);
  g_assert_true (state.balance == 0 && state.nonce == 0);
  g_assert_true (hash_equal (&state.storage_root, &trie_empty_root));
  g_assert_true (hash_equal (&state.code_hash, &state_empty_code_hash));
  core_test_assert_result (verify_with (trie, &there, &state), CORE_OK);
  g_assert_cmpuint (state.nonce, ==, 1);
}

static void
test_leaves_that_are_no_account_are_refused (void)
{
  static const char *const values[] = {
    "0x01", /* no list */
    "0xf843"
    "80a0" EMPTY_ROOT "a0" EMPTY_CODE,           /* a field missing */
    "0xf845018080a0" EMPTY_ROOT "a0" EMPTY_CODE, /* one more */
    "0xf844"
    "0080a0" EMPTY_ROOT "a0" EMPTY_CODE,            /* a nonce spelt otherwise */
    "0xf8440180a0" EMPTY_ROOT "a0" EMPTY_CODE "00", /* bytes behind it */
  };
  const Address account = { { 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (TrieBuilder) trie = trie_builder_new ();
      AccountState state;

      set_account (trie, &account, values[i]);
      g_assert_true (verify_with (trie, &account, &state) != CORE_OK);
    }
}

static CoreResult
verify_word (const char *value, u256 *out)
{
  g_autoptr (TrieBuilder) trie = trie_builder_new ();
  const guint8 slot[32] = { [31] = 5 };
  const Hash path = keccak256 ((Bytes) { slot, sizeof slot });
  g_autoptr (GPtrArray) nodes = NULL;
  Buffer bytes = core_test_hex (value);
  Hash root;
  Bytes proof;
  gsize len;

  trie_builder_set (trie, (Bytes) { path.bytes, 32 }, buffer_bytes (&bytes));
  buffer_clear (&bytes);
  root = trie_builder_root (trie);
  nodes = trie_builder_prove (trie, (Bytes) { path.bytes, 32 });
  proof.data = g_bytes_get_data (nodes->pdata[0], &len);
  proof.len = len;
  return state_verify_slot (&root, 5, &proof, 1, out);
}

static void
test_words_have_one_spelling (void)
{
  u256 word;

  core_test_assert_result (verify_word ("0x38", &word), CORE_OK);
  g_assert_true (word == 0x38);
  core_test_assert_result (verify_word ("0xa0ff00000000000000000000000000000000000000000000000000"
                                        "000000000001",
                                        &word),
                           CORE_OK);
  g_assert_true (word == (u256_shl (0xff, 248) | 1));
  /* Taken out of the trie by all but development nodes, which prove the same with it. */
  word = 1;
  core_test_assert_result (verify_word ("0x80", &word), CORE_OK);
  g_assert_true (word == 0);
  core_test_assert_result (verify_word ("0x820001", &word), CORE_ERROR_NOT_CANONICAL);
  core_test_assert_result (verify_word ("0x3801", &word), CORE_ERROR_TRAILING);
  g_assert_true (verify_word ("0xc0", &word) != CORE_OK);
}

/* ethereum-worked examples: USDC's balances at slot 9, an allowance at slot 10. */
static void
test_mapping_slots (void)
{
  Buffer owner_bytes = core_test_hex ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
  Buffer spender_bytes = core_test_hex ("0x7F101fE45e6649A6fB8F3F8B43ed03D353f2B90c");
  Address owner, spender;
  uint8_t word[32];

  memcpy (owner.bytes, owner_bytes.data, sizeof owner.bytes);
  memcpy (spender.bytes, spender_bytes.data, sizeof spender.bytes);
  u256_to_be (state_mapping_slot (state_address_word (&owner), 9), word);
  core_test_assert_hex (word, 32,
                        "0xcb8911fb82c2d10f6cf1d31d1e521ad3f4e3f42615f6ba67c454a9a2fdb9b6a7");
  u256_to_be (state_mapping_slot (state_address_word (&spender),
                                  state_mapping_slot (state_address_word (&owner), 10)),
              word);
  core_test_assert_hex (word, 32,
                        "0x8d01e7f38e5a00798216cf1952a1fa04cf61fd0574a9a47952236c51247188d2");
  buffer_clear (&owner_bytes);
  buffer_clear (&spender_bytes);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-proof/worked-example", test_worked_example);
  g_test_add_func ("/state-proof/absent-account-is-empty", test_absent_account_is_empty);
  g_test_add_func ("/state-proof/leaves-that-are-no-account-are-refused",
                   test_leaves_that_are_no_account_are_refused);
  g_test_add_func ("/state-proof/words-have-one-spelling", test_words_have_one_spelling);
  g_test_add_func ("/state-proof/mapping-slots", test_mapping_slots);
  return g_test_run ();
}
