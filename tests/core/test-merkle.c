/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "core-test.h"
#include "merkle.h"

#define MAX_LEAVES 40

static Address
address_from_hex (const char *hex)
{
  Buffer bytes = core_test_hex (hex);
  Address address;

  g_assert_cmpuint (bytes.len, ==, sizeof address.bytes);
  memcpy (address.bytes, bytes.data, sizeof address.bytes);
  buffer_clear (&bytes);
  return address;
}

static void
check_proof (const Hash *leaves, size_t n, size_t index, const Hash *root, const char *expected)
{
  Buffer proof = buffer_new ();

  core_test_assert_result (merkle_prove (leaves, n, index, &proof), CORE_OK);
  if (expected != NULL)
    core_test_assert_hex (proof.data, proof.len, expected);
  core_test_assert_result (merkle_verify (root, &leaves[index], index, buffer_bytes (&proof)),
                           CORE_OK);
  buffer_clear (&proof);
}

static const char *
member_or_null (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_string_member (object, name)
                                               : NULL;
}

/* An earner's tree of tokens, checked leaf by leaf; the answer is the earner's own leaf. */
static Hash
check_earner (JsonObject *item)
{
  JsonArray *tokens = json_object_get_array_member (item, "tokens");
  const size_t n = json_array_get_length (tokens);
  const Address earner = address_from_hex (json_object_get_string_member (item, "earner"));
  Hash leaves[3];
  Hash root, leaf;

  g_assert_cmpuint (n, <=, G_N_ELEMENTS (leaves));
  for (guint i = 0; i < n; i++)
    {
      JsonObject *token = json_array_get_object_element (tokens, i);
      const char *amount = json_object_get_string_member (token, "amount");
      const Address address = address_from_hex (json_object_get_string_member (token, "token"));
      u256 value;

      core_test_assert_result (u256_from_decimal (amount, strlen (amount), &value), CORE_OK);
      leaves[i] = merkle_token_leaf (&address, value);
      core_test_assert_hex (leaves[i].bytes, 32, json_object_get_string_member (token, "leaf"));
    }

  root = merkle_root (leaves, n);
  core_test_assert_hex (root.bytes, 32, json_object_get_string_member (item, "token_root"));
  for (guint i = 0; i < n; i++)
    check_proof (leaves, n, i, &root,
                 member_or_null (json_array_get_object_element (tokens, i), "proof"));

  leaf = merkle_earner_leaf (&earner, &root);
  core_test_assert_hex (leaf.bytes, 32, json_object_get_string_member (item, "leaf"));
  return leaf;
}

static void
test_worked_example (void)
{
  g_autoptr (JsonNode) node = core_test_data_json ("eigenlayer-rewards-tree.json");
  JsonObject *tree = json_node_get_object (node);
  JsonArray *earners = json_object_get_array_member (tree, "earners");
  Hash leaves[3];
  Hash root;

  g_assert_cmpuint (json_array_get_length (earners), ==, 3);
  for (guint i = 0; i < 3; i++)
    leaves[i] = check_earner (json_array_get_object_element (earners, i));

  root = merkle_root (leaves, 3);
  core_test_assert_hex (root.bytes, 32, json_object_get_string_member (tree, "root"));
  for (guint i = 0; i < 3; i++)
    check_proof (leaves, 3, i, &root,
                 member_or_null (json_array_get_object_element (earners, i), "proof"));
}

/* The claim that the contract paid, and the three it refused: a wrong amount is InvalidClaimProof,
 * earner index 5 InvalidEarnerLeafIndex, token index 3 InvalidTokenLeafIndex. */
static void
test_claims_the_contract_refused (void)
{
  g_autoptr (JsonNode) node = core_test_data_json ("eigenlayer-rewards-tree.json");
  JsonArray *earners = json_object_get_array_member (json_node_get_object (node), "earners");
  JsonObject *item = json_array_get_object_element (earners, 1);
  JsonObject *token = json_array_get_object_element (json_object_get_array_member (item, "tokens"),
                                                     1);
  const Address earner = address_from_hex (json_object_get_string_member (item, "earner"));
  const Address address = address_from_hex (json_object_get_string_member (token, "token"));
  Buffer root_bytes = core_test_hex (
    json_object_get_string_member (json_node_get_object (node), "root"));
  Buffer token_root_bytes = core_test_hex (json_object_get_string_member (item, "token_root"));
  Buffer earner_proof = core_test_hex (json_object_get_string_member (item, "proof"));
  Buffer token_proof = core_test_hex (json_object_get_string_member (token, "proof"));
  Hash root, token_root, leaf;

  memcpy (root.bytes, root_bytes.data, 32);
  memcpy (token_root.bytes, token_root_bytes.data, 32);

  leaf = merkle_token_leaf (&address, 3);
  core_test_assert_result (merkle_verify (&token_root, &leaf, 1, buffer_bytes (&token_proof)),
                           CORE_OK);
  core_test_assert_result (merkle_verify (&token_root, &leaf, 3, buffer_bytes (&token_proof)),
                           CORE_ERROR_RANGE);
  core_test_assert_result (merkle_verify (&token_root, &leaf, 0, buffer_bytes (&token_proof)),
                           CORE_ERROR_AUTHENTICATION);
  leaf = merkle_token_leaf (&address, 4);
  core_test_assert_result (merkle_verify (&token_root, &leaf, 1, buffer_bytes (&token_proof)),
                           CORE_ERROR_AUTHENTICATION);

  leaf = merkle_earner_leaf (&earner, &token_root);
  core_test_assert_result (merkle_verify (&root, &leaf, 1, buffer_bytes (&earner_proof)), CORE_OK);
  core_test_assert_result (merkle_verify (&root, &leaf, 5, buffer_bytes (&earner_proof)),
                           CORE_ERROR_RANGE);

  buffer_clear (&root_bytes);
  buffer_clear (&token_root_bytes);
  buffer_clear (&earner_proof);
  buffer_clear (&token_proof);
}

/* The rule as it is written: pad with zero leaves to a power of two, hash pairs until one is left. */
static Hash
plain_root (const Hash *leaves, size_t n)
{
  Hash level[64] = { 0 };
  size_t size = 1;

  memcpy (level, leaves, n * sizeof *leaves);
  while (size < n)
    size *= 2;
  for (; size > 1; size /= 2)
    for (size_t i = 0; i < size / 2; i++)
      level[i] = keccak256 ((Bytes) { level[2 * i].bytes, 64 });
  return level[0];
}

static void
test_every_size_up_to_forty (void)
{
  Hash leaves[MAX_LEAVES];

  for (size_t n = 1; n <= MAX_LEAVES; n++)
    {
      const uint8_t seed = (uint8_t) n;

      leaves[n - 1] = keccak256 ((Bytes) { &seed, 1 });

      const Hash root = merkle_root (leaves, n);
      const Hash expected = plain_root (leaves, n);

      g_assert_true (hash_equal (&root, &expected));
      for (size_t i = 0; i < n; i++)
        check_proof (leaves, n, i, &root, NULL);
    }
}

static void
test_one_leaf_is_its_own_root (void)
{
  const Hash leaf = { { 9 } };
  const Hash root = merkle_root (&leaf, 1);
  const Bytes none = { NULL, 0 };

  g_assert_true (hash_equal (&root, &leaf));
  core_test_assert_result (merkle_verify (&root, &leaf, 0, none), CORE_OK);
  core_test_assert_result (merkle_verify (&root, &leaf, 1, none), CORE_ERROR_RANGE);
}

static void
test_malformed_proofs_are_refused (void)
{
  Hash leaves[3] = { { { 1 } }, { { 2 } }, { { 3 } } };
  const Hash root = merkle_root (leaves, 3);
  Buffer proof = buffer_new ();
  uint8_t *deep = calloc (65, 32);

  core_test_assert_result (merkle_prove (leaves, 3, 3, &proof), CORE_ERROR_RANGE);
  g_assert_cmpuint (proof.len, ==, 0);

  core_test_assert_result (merkle_prove (leaves, 3, 2, &proof), CORE_OK);
  g_assert_cmpuint (proof.len, ==, 64);
  core_test_assert_result (merkle_verify (&root, &leaves[2], 2, (Bytes) { proof.data, 63 }),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (merkle_verify (&root, &leaves[2], 2, (Bytes) { proof.data, 32 }),
                           CORE_ERROR_RANGE);
  core_test_assert_result (merkle_verify (&root, &leaves[2], 0, (Bytes) { proof.data, 32 }),
                           CORE_ERROR_AUTHENTICATION);
  proof.data[40] ^= 1;
  core_test_assert_result (merkle_verify (&root, &leaves[2], 2, buffer_bytes (&proof)),
                           CORE_ERROR_AUTHENTICATION);

  core_test_assert_result (merkle_verify (&root, &leaves[0], 0, (Bytes) { deep, 65 * 32 }),
                           CORE_ERROR_LIMIT);
  core_test_assert_result (merkle_verify (&root, &leaves[0], UINT64_MAX, (Bytes) { deep, 64 * 32 }),
                           CORE_ERROR_AUTHENTICATION);

  buffer_clear (&proof);
  free (deep);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merkle/worked-example", test_worked_example);
  g_test_add_func ("/merkle/claims-the-contract-refused", test_claims_the_contract_refused);
  g_test_add_func ("/merkle/every-size-up-to-forty", test_every_size_up_to_forty);
  g_test_add_func ("/merkle/one-leaf-is-its-own-root", test_one_leaf_is_its_own_root);
  g_test_add_func ("/merkle/malformed-proofs-are-refused", test_malformed_proofs_are_refused);
  return g_test_run ();
}
