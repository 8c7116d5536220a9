/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ecdsa.h"
#include "secret-helpers.h"

#define ORDER "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
#define ORDER_MINUS_1 "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140"
#define HALF_ORDER "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0"
#define HALF_ORDER_PLUS_1 "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1"
#define ZERO "0000000000000000000000000000000000000000000000000000000000000000"
#define ONE "0000000000000000000000000000000000000000000000000000000000000001"

static void
fill (uint8_t out[32], const char *hex)
{
  Buffer bytes = core_test_hex (hex);

  g_assert_cmpuint (bytes.len, ==, 32);
  memcpy (out, bytes.data, 32);
  buffer_clear (&bytes);
}

static void
assert_address (const Address *address, const char *expected)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);
  g_assert_cmpint (g_ascii_strcasecmp (text, expected), ==, 0);
}

static void
test_keys_lie_between_zero_and_the_order (void)
{
  g_autoptr (Secret) zero = secret_from_hex (ZERO);
  g_autoptr (Secret) one = secret_from_hex (ONE);
  g_autoptr (Secret) last = secret_from_hex (ORDER_MINUS_1);
  g_autoptr (Secret) order = secret_from_hex (ORDER);
  g_autoptr (Secret) shorter = secret_from_hex ("01");
  g_autoptr (Secret) longer = secret_from_hex (ONE "00");
  Secret *const bad[] = { zero, order, shorter, longer };

  g_assert_true (ecdsa_key_valid (one));
  g_assert_true (ecdsa_key_valid (last));

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const Hash hash = { { 1 } };
      Signature signature;
      Address address;
      uint8_t point[64];

      g_assert_false (ecdsa_key_valid (bad[i]));
      core_test_assert_result (ecdsa_public_key (bad[i], point), CORE_ERROR_RANGE);
      core_test_assert_result (ecdsa_compressed_public_key (bad[i], point), CORE_ERROR_RANGE);
      core_test_assert_result (ecdsa_address (bad[i], &address), CORE_ERROR_RANGE);
      core_test_assert_result (ecdsa_sign (bad[i], &hash, &signature), CORE_ERROR_RANGE);
    }
}

static void
test_public_keys_and_addresses (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("bip-0044.json");
  JsonObject *object = json_node_get_object (root);
  const char *compressed = json_object_get_string_member (object, "public_key");
  const char *y = json_object_get_string_member (object, "public_key_y");
  JsonArray *nodes = json_object_get_array_member (json_object_get_object_member (object, "chain"),
                                                   "nodes");
  JsonArray *leaf = json_array_get_array_element (nodes, 5);
  g_autoptr (Secret) key = secret_from_hex (json_array_get_string_element (leaf, 1));
  g_autofree char *uncompressed = g_strconcat (compressed + 2, y, NULL);
  uint8_t point[64];
  uint8_t short_point[33];
  Address address;

  core_test_assert_result (ecdsa_public_key (key, point), CORE_OK);
  core_test_assert_hex (point, 64, uncompressed);
  core_test_assert_result (ecdsa_compressed_public_key (key, short_point), CORE_OK);
  core_test_assert_hex (short_point, 33, compressed);
  core_test_assert_result (ecdsa_address (key, &address), CORE_OK);
  assert_address (&address, "0x9858EfFD232B4033E47d90003D41EC34EcaEda94");
}

/* Signatures are RFC 6979's: nothing but these bytes will do. */
static void
check_signature (const char *key_hex, const char *hash_hex, const char *expected)
{
  g_autoptr (Secret) key = secret_from_hex (key_hex);
  Signature signature;
  Address signer, recovered;
  uint8_t bytes[65];
  Hash hash;

  fill (hash.bytes, hash_hex);
  core_test_assert_result (ecdsa_sign (key, &hash, &signature), CORE_OK);
  memcpy (bytes, signature.r, 32);
  memcpy (bytes + 32, signature.s, 32);
  bytes[64] = (uint8_t) (27 + signature.y_parity);
  core_test_assert_hex (bytes, sizeof bytes, expected);

  core_test_assert_result (ecdsa_address (key, &signer), CORE_OK);
  core_test_assert_result (ecdsa_recover (&hash, &signature, &recovered), CORE_OK);
  g_assert_true (address_equal (&signer, &recovered));

  hash.bytes[31] ^= 1;
  if (ecdsa_recover (&hash, &signature, &recovered) == CORE_OK)
    g_assert_false (address_equal (&signer, &recovered));
}

static void
test_signatures_are_rfc6979 (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eip-191.json");
  JsonArray *cases = json_node_get_array (root);
  guint checked = 0;

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *item = json_array_get_object_element (cases, i);

      if (!json_object_has_member (item, "key"))
        continue;

      check_signature (json_object_get_string_member (item, "key"),
                       json_object_get_string_member (item, "digest"),
                       json_object_get_string_member (item, "signature"));
      checked++;
    }

  g_assert_cmpuint (checked, ==, 2);
}

static void
test_only_one_spelling_recovers (void)
{
  static const struct
  {
    const char *r;
    const char *s;
    uint8_t y_parity;
    CoreResult expected;
  } cases[] = {
    { ZERO, ONE, 0, CORE_ERROR_RANGE },
    { ONE, ZERO, 0, CORE_ERROR_RANGE },
    { ORDER, ONE, 0, CORE_ERROR_RANGE },
    { ONE, ORDER, 0, CORE_ERROR_RANGE },
    { ONE, ONE, 2, CORE_ERROR_RANGE },
    { ONE, ONE, 0, CORE_OK },
    { ONE, HALF_ORDER, 1, CORE_OK },
    { ONE, HALF_ORDER_PLUS_1, 1, CORE_ERROR_NOT_CANONICAL },
    { ONE, ORDER_MINUS_1, 0, CORE_ERROR_NOT_CANONICAL },
    /* No point of the curve has x = 5. */
    { "0000000000000000000000000000000000000000000000000000000000000005", ONE, 0,
      CORE_ERROR_AUTHENTICATION },
  };
  const Hash hash = { { 1, 2, 3 } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Signature signature = { .y_parity = cases[i].y_parity };
      Address address;

      fill (signature.r, cases[i].r);
      fill (signature.s, cases[i].s);
      core_test_assert_result (ecdsa_recover (&hash, &signature, &address), cases[i].expected);
    }
}

static void
test_tweaks_add_modulo_the_order (void)
{
  g_autoptr (Secret) key = secret_from_hex (ORDER_MINUS_1);
  uint8_t tweak[32];

  fill (tweak, "0000000000000000000000000000000000000000000000000000000000000003");
  g_assert_true (ecdsa_key_tweak_add (key, tweak));
  assert_secret_hex (key, "0000000000000000000000000000000000000000000000000000000000000002");

  /* 2 + (n − 2) is no key, and a tweak of n is none. */
  fill (tweak, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036413f");
  g_assert_false (ecdsa_key_tweak_add (key, tweak));

  g_autoptr (Secret) one = secret_from_hex (ONE);
  fill (tweak, ORDER);
  g_assert_false (ecdsa_key_tweak_add (one, tweak));
}

static gpointer
sign_many (gpointer data)
{
  g_autoptr (Secret) key = secret_from_hex (ONE);
  Hash hash = { { 7 } };
  Signature first, again;

  core_test_assert_result (ecdsa_sign (key, &hash, &first), CORE_OK);
  for (unsigned i = 0; i < 50; i++)
    {
      core_test_assert_result (ecdsa_sign (key, &hash, &again), CORE_OK);
      g_assert_cmpmem (first.r, 32, again.r, 32);
      g_assert_cmpmem (first.s, 32, again.s, 32);
    }
  return NULL;
}

static void
test_threads_share_one_context (void)
{
  GThread *threads[4];

  for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("sign", sign_many, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Each has a seed, the key that is its hash, and the address. Their "sig_of_emptystring" is not
 * judged: it verifies for neither key over the hash of the empty string, nor over any other
 * reading of the words (other clients leave it out too). */
static void
use_key (gpointer data)
{
  const Hash hash = { { 1 } };
  Signature signature;

  core_test_assert_result (ecdsa_sign (data, &hash, &signature), CORE_OK);
}

static void
show_key (gpointer data)
{
  Address address;
  uint8_t point[33];

  core_test_assert_result (ecdsa_address (data, &address), CORE_OK);
  core_test_assert_result (ecdsa_compressed_public_key (data, point), CORE_OK);
}

static void
tweak_key (gpointer data)
{
  const uint8_t tweak[32] = { 1 };
  g_autoptr (Secret) key = secret_dup (data);

  g_assert_true (ecdsa_key_tweak_add (key, tweak));
}

static void
test_nothing_of_a_key_stays_on_the_stack (void)
{
  g_autoptr (Secret) key = secret_new_random (32);

  core_test_assert_leaves_nothing (use_key, key, secret_peek (key), 32);
  core_test_assert_leaves_nothing (show_key, key, secret_peek (key), 32);
  core_test_assert_leaves_nothing (tweak_key, key, secret_peek (key), 32);
}

static void
test_official_keys_and_addresses (void)
{
  g_autoptr (JsonNode) root = core_test_vectors_json ("keyaddrtest.json");

  if (root == NULL)
    return;

  JsonArray *cases = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (cases), ==, 2);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *item = json_array_get_object_element (cases, i);
      const char *seed = json_object_get_string_member (item, "seed");
      const Hash hash = keccak256 ((Bytes) { (const uint8_t *) seed, strlen (seed) });
      g_autoptr (Secret) key = secret_from_hex (json_object_get_string_member (item, "key"));
      Address address;

      g_assert_cmpmem (hash.bytes, 32, secret_peek (key), secret_length (key));
      core_test_assert_result (ecdsa_address (key, &address), CORE_OK);
      core_test_assert_hex (address.bytes, 20, json_object_get_string_member (item, "addr"));
    }

  g_test_message ("keyaddrtest.json: keys and addresses; its signatures are not judged");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (secret_heap_init ());
  g_test_add_func ("/ecdsa/keys-lie-between-zero-and-the-order",
                   test_keys_lie_between_zero_and_the_order);
  g_test_add_func ("/ecdsa/public-keys-and-addresses", test_public_keys_and_addresses);
  g_test_add_func ("/ecdsa/signatures-are-rfc6979", test_signatures_are_rfc6979);
  g_test_add_func ("/ecdsa/only-one-spelling-recovers", test_only_one_spelling_recovers);
  g_test_add_func ("/ecdsa/tweaks-add-modulo-the-order", test_tweaks_add_modulo_the_order);
  g_test_add_func ("/ecdsa/threads-share-one-context", test_threads_share_one_context);
  g_test_add_func ("/ecdsa/nothing-of-a-key-stays-on-the-stack",
                   test_nothing_of_a_key_stays_on_the_stack);
  g_test_add_func ("/ecdsa/official-keys-and-addresses", test_official_keys_and_addresses);
  return g_test_run ();
}
