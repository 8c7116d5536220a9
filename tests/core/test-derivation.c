/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "address.h"
#include "derivation.h"
#include "ecdsa.h"
#include "keccak.h"
#include "secret-helpers.h"

#define EXTENDED_SIZE 78 /* version 4, depth 1, parent 4, number 4, chain code 32, 0, key 32 */

/* Base58Check of a serialised extended key, which is what BIP-32 gives its vectors in. */
static void
decode_extended (const char *text, uint8_t out[EXTENDED_SIZE])
{
  static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  uint8_t bytes[EXTENDED_SIZE + 4] = { 0 };

  for (; *text != '\0'; text++)
    {
      const char *at = strchr (alphabet, *text);

      g_assert_nonnull (at);
      unsigned carry = (unsigned) (at - alphabet);
      for (size_t i = sizeof bytes; i-- > 0;)
        {
          carry += bytes[i] * 58u;
          bytes[i] = (uint8_t) carry;
          carry >>= 8;
        }
      g_assert_cmpuint (carry, ==, 0);
    }

  const Hash once = sha256 ((Bytes) { bytes, EXTENDED_SIZE });
  const Hash twice = sha256 ((Bytes) { once.bytes, 32 });

  g_assert_cmpmem (bytes + EXTENDED_SIZE, 4, twice.bytes, 4);
  memcpy (out, bytes, EXTENDED_SIZE);
}

/* "m/44'/0" */
static size_t
parse_path (const char *text, uint32_t path[16])
{
  g_auto (GStrv) parts = g_strsplit (text, "/", -1);
  size_t n = 0;

  g_assert_cmpstr (parts[0], ==, "m");
  for (; parts[n + 1] != NULL; n++)
    {
      char *end;

      g_assert_cmpuint (n, <, 16);
      path[n] = (uint32_t) g_ascii_strtoull (parts[n + 1], &end, 10);
      if (*end == '\'')
        path[n] |= DERIVATION_HARDENED;
    }
  return n;
}

static void
derive (const char *seed_hex, const char *path_text, Secret **key, Secret **chain_code)
{
  g_autoptr (Secret) seed = secret_from_hex (seed_hex);
  uint32_t path[16];
  const size_t n = parse_path (path_text, path);

  core_test_assert_result (derivation_from_seed (seed, path, n, key, chain_code), CORE_OK);
}

static void
check_extended (const char *seed_hex, const char *path_text, const char *extended)
{
  g_autoptr (Secret) key = NULL;
  g_autoptr (Secret) chain_code = NULL;
  uint8_t expected[EXTENDED_SIZE];

  decode_extended (extended, expected);
  derive (seed_hex, path_text, &key, &chain_code);
  g_assert_cmpmem (secret_peek (chain_code), secret_length (chain_code), expected + 13, 32);
  g_assert_cmpmem (secret_peek (key), secret_length (key), expected + 46, 32);
}

/* Vectors 1 and 2, and 3 and 4, which are about keys with leading zeros. */
static void
test_bip32_vectors (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("bip-0032.json");
  JsonArray *vectors = json_node_get_array (root);
  guint checked = 0;

  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      JsonObject *chains = json_object_get_object_member (vector, "chains");
      g_autoptr (GList) paths = json_object_get_members (chains);

      for (GList *l = paths; l != NULL; l = l->next, checked++)
        check_extended (json_object_get_string_member (vector, "seed"), l->data,
                        json_object_get_string_member (chains, l->data));
    }

  g_assert_cmpuint (checked, ==, 17);
}

/* The master keys of the official mnemonic vectors. */
static void
test_official_master_keys (void)
{
  g_autoptr (JsonNode) root = core_test_vectors_json ("mnemonic/vectors.json");

  if (root == NULL)
    return;

  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "english");

  g_assert_cmpuint (json_array_get_length (cases), ==, 24);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonArray *item = json_array_get_array_element (cases, i);

      check_extended (json_array_get_string_element (item, 2), "m",
                      json_array_get_string_element (item, 3));
    }
}

static void
test_every_level_down_to_an_account (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("bip-0044.json");
  JsonObject *chain = json_object_get_object_member (json_node_get_object (root), "chain");
  JsonArray *nodes = json_object_get_array_member (chain, "nodes");

  g_assert_cmpuint (json_array_get_length (nodes), ==, 6);
  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      JsonArray *node = json_array_get_array_element (nodes, i);
      g_autoptr (Secret) key = NULL;
      g_autoptr (Secret) chain_code = NULL;

      derive (json_object_get_string_member (chain, "seed"),
              json_array_get_string_element (node, 0), &key, &chain_code);
      assert_secret_hex (key, json_array_get_string_element (node, 1));
      assert_secret_hex (chain_code, json_array_get_string_element (node, 2));
    }
}

static void
test_accounts_of_known_wallets (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("bip-0044.json");
  JsonArray *wallets = json_object_get_array_member (json_node_get_object (root), "addresses");

  g_assert_cmpuint (json_array_get_length (wallets), ==, 2);
  for (guint i = 0; i < json_array_get_length (wallets); i++)
    {
      JsonObject *wallet = json_array_get_object_element (wallets, i);
      JsonArray *addresses = json_object_get_array_member (wallet, "addresses");
      g_autoptr (Secret) seed = secret_from_hex (json_object_get_string_member (wallet, "seed"));

      g_assert_cmpuint (json_array_get_length (addresses), ==, 3);
      for (guint k = 0; k < json_array_get_length (addresses); k++)
        {
          g_autoptr (Secret) key = NULL;
          Address address;
          char text[ADDRESS_TEXT_SIZE];

          core_test_assert_result (derivation_ethereum_key (seed, k, &key), CORE_OK);
          core_test_assert_result (ecdsa_address (key, &address), CORE_OK);
          address_to_text (&address, text);
          g_assert_cmpstr (text, ==, json_array_get_string_element (addresses, k));
        }
    }
}

static void
test_seeds_and_paths_have_limits (void)
{
  g_autoptr (Secret) small = secret_new (15);
  g_autoptr (Secret) large = secret_new (65);
  g_autoptr (Secret) seed = secret_new (16);
  g_autoptr (Secret) only_key = NULL;
  uint32_t path[256] = { 0 };
  Secret *key = NULL;
  Secret *chain_code = NULL;

  core_test_assert_result (derivation_from_seed (small, NULL, 0, &key, &chain_code),
                           CORE_ERROR_LIMIT);
  core_test_assert_result (derivation_from_seed (large, NULL, 0, &key, &chain_code),
                           CORE_ERROR_LIMIT);
  core_test_assert_result (derivation_from_seed (seed, path, 256, &key, &chain_code),
                           CORE_ERROR_LIMIT);
  core_test_assert_result (derivation_ethereum_key (seed, DERIVATION_HARDENED, &key),
                           CORE_ERROR_LIMIT);
  g_assert_null (key);
  g_assert_null (chain_code);

  core_test_assert_result (derivation_from_seed (seed, path, 255, &only_key, NULL), CORE_OK);
  g_assert_true (ecdsa_key_valid (only_key));
}

typedef struct
{
  const Secret *seed;
  const uint32_t *path;
  size_t n;
  Secret *key;
  Secret *chain_code;
} Walk;

static void
walk (gpointer data)
{
  Walk *self = data;

  core_test_assert_result (derivation_from_seed (self->seed, self->path, self->n, &self->key,
                                                 &self->chain_code),
                           CORE_OK);
}

static void
walk_clear (Walk *self)
{
  g_clear_pointer (&self->key, secret_free);
  g_clear_pointer (&self->chain_code, secret_free);
}

static void
assert_walk_leaves_nothing (Walk *self, const Secret *secret)
{
  core_test_assert_leaves_nothing (walk, self, secret_peek (secret), secret_length (secret));
  walk_clear (self);
}

/* Each level's key makes all below it. */
static void
test_nothing_of_any_level_stays_on_the_stack (void)
{
  static const uint32_t path[] = { 44 | DERIVATION_HARDENED, 60 | DERIVATION_HARDENED,
                                   DERIVATION_HARDENED, 0, 0 };
  g_autoptr (Secret) seed = secret_new_random (64);
  Walk whole = { .seed = seed, .path = path, .n = G_N_ELEMENTS (path) };

  for (size_t n = 0; n <= G_N_ELEMENTS (path); n++)
    {
      Walk part = whole;

      part.n = n;
      walk (&part);
      assert_walk_leaves_nothing (&whole, part.key);
      assert_walk_leaves_nothing (&whole, part.chain_code);
      walk_clear (&part);
    }
  assert_walk_leaves_nothing (&whole, seed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (secret_heap_init ());
  g_test_add_func ("/derivation/bip32-vectors", test_bip32_vectors);
  g_test_add_func ("/derivation/official-master-keys", test_official_master_keys);
  g_test_add_func ("/derivation/every-level-down-to-an-account",
                   test_every_level_down_to_an_account);
  g_test_add_func ("/derivation/accounts-of-known-wallets", test_accounts_of_known_wallets);
  g_test_add_func ("/derivation/seeds-and-paths-have-limits", test_seeds_and_paths_have_limits);
  g_test_add_func ("/derivation/nothing-of-any-level-stays-on-the-stack",
                   test_nothing_of_any_level_stays_on_the_stack);

  return g_test_run ();
}
