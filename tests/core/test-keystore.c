/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keystore.h"
#include "secret-helpers.h"

static size_t
fill (uint8_t *out, size_t size, const char *hex)
{
  Buffer bytes = core_test_hex (hex);
  const size_t len = bytes.len;

  g_assert_cmpuint (len, <=, size);
  memcpy (out, bytes.data, len);
  buffer_clear (&bytes);
  return len;
}

static uint64_t
number (JsonObject *object, const char *name)
{
  return (uint64_t) json_object_get_int_member (object, name);
}

/* The parameters, be they in one object as in our data or in a file's "kdfparams". */
static void
read_kdf (Keystore *store, const char *kdf, JsonObject *params)
{
  if (g_str_equal (kdf, "scrypt"))
    {
      store->kdf = KEYSTORE_SCRYPT;
      store->n = number (params, "n");
      store->r = number (params, "r");
      store->p = number (params, "p");
    }
  else
    {
      g_assert_cmpstr (kdf, ==, "pbkdf2");
      store->kdf = KEYSTORE_PBKDF2_SHA256;
      store->c = number (params, "c");
    }

  store->salt_len = fill (store->salt, sizeof store->salt,
                          json_object_get_string_member (params, "salt"));
}

static void
read_cipher (Keystore *store, JsonObject *object, const char *iv)
{
  g_assert_cmpuint (fill (store->iv, sizeof store->iv, iv), ==, 16);
  g_assert_cmpuint (fill (store->mac, sizeof store->mac,
                          json_object_get_string_member (object, "mac")),
                    ==, 32);
  store->ciphertext_len = fill (store->ciphertext, sizeof store->ciphertext,
                                json_object_get_string_member (object, "ciphertext"));
}

static void
check_opens (const Keystore *store, const char *password, const char *content_hex)
{
  g_autoptr (Secret) right = secret_from_text (password);
  g_autoptr (Secret) content = NULL;

  core_test_assert_result (keystore_check (store), CORE_OK);
  core_test_assert_result (keystore_decrypt (store, right, &content), CORE_OK);
  assert_secret_hex (content, content_hex);
}

static void
test_worked_examples (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("web3-secret-storage.json");
  JsonArray *cases = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (cases), ==, 3);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *item = json_array_get_object_element (cases, i);
      Keystore store = { 0 };

      read_kdf (&store, json_object_get_string_member (item, "kdf"), item);
      read_cipher (&store, item, json_object_get_string_member (item, "iv"));
      check_opens (&store, json_object_get_string_member (item, "password"),
                   json_object_get_string_member (item, "content"));
    }
}

static void
test_official_files (void)
{
  g_autoptr (JsonNode) root = core_test_vectors_json ("keystore/basic_tests.json");

  if (root == NULL)
    return;

  JsonObject *cases = json_node_get_object (root);
  g_autoptr (GList) names = json_object_get_members (cases);

  g_assert_cmpuint (g_list_length (names), ==, 5);
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *item = json_object_get_object_member (cases, l->data);
      JsonObject *file = json_object_get_object_member (item, "json");
      JsonObject *crypto = json_object_get_object_member (file, "crypto");
      JsonObject *cipher = json_object_get_object_member (crypto, "cipherparams");
      Keystore store = { 0 };

      g_test_message ("%s", (const char *) l->data);
      read_kdf (&store, json_object_get_string_member (crypto, "kdf"),
                json_object_get_object_member (crypto, "kdfparams"));
      read_cipher (&store, crypto, json_object_get_string_member (cipher, "iv"));
      check_opens (&store, json_object_get_string_member (item, "password"),
                   json_object_get_string_member (item, "priv"));
    }
}

/* Cheap ones: what is tested is not the KDF. */
static Keystore
cheap_store (KeystoreKdf kdf)
{
  return (Keystore) { .kdf = kdf, .n = 2, .r = 8, .p = 1, .c = 1000 };
}

static void
check_round_trip (KeystoreKdf kdf, size_t len)
{
  g_autoptr (Secret) password = secret_from_text ("p\xc3\xa4ss w\xc3\xb6rd");
  g_autoptr (Secret) content = secret_new_random (len);
  g_autoptr (Secret) again = NULL;
  Keystore store = cheap_store (kdf);

  core_test_assert_result (keystore_encrypt (&store, password, content), CORE_OK);
  g_assert_cmpuint (store.ciphertext_len, ==, len);
  g_assert_cmpuint (store.salt_len, ==, 32);
  if (len >= 16)
    g_assert_cmpint (memcmp (store.ciphertext, secret_peek (content), len), !=, 0);
  core_test_assert_result (keystore_decrypt (&store, password, &again), CORE_OK);
  g_assert_true (secret_equal (content, again));
}

static void
test_round_trips (void)
{
  static const size_t sizes[] = { 1, 15, 16, 17, 32, 200, 1024 };

  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      check_round_trip (KEYSTORE_SCRYPT, sizes[i]);
      check_round_trip (KEYSTORE_PBKDF2_SHA256, sizes[i]);
    }
}

static void
test_every_encryption_is_fresh (void)
{
  g_autoptr (Secret) password = secret_from_text ("secret");
  g_autoptr (Secret) content = secret_new (32);
  Keystore a = cheap_store (KEYSTORE_SCRYPT);
  Keystore b = cheap_store (KEYSTORE_SCRYPT);

  core_test_assert_result (keystore_encrypt (&a, password, content), CORE_OK);
  core_test_assert_result (keystore_encrypt (&b, password, content), CORE_OK);
  g_assert_cmpint (memcmp (a.salt, b.salt, 32), !=, 0);
  g_assert_cmpint (memcmp (a.iv, b.iv, 16), !=, 0);
  g_assert_cmpint (memcmp (a.ciphertext, b.ciphertext, 32), !=, 0);
}

static void
check_refused (const Keystore *store, const Secret *password, CoreResult expected)
{
  Secret *content = NULL;

  core_test_assert_result (keystore_decrypt (store, password, &content), expected);
  g_assert_null (content);
}

static void
test_damage_and_wrong_passwords_are_refused (void)
{
  g_autoptr (Secret) password = secret_from_text ("secret");
  g_autoptr (Secret) wrong = secret_from_text ("Secret");
  g_autoptr (Secret) empty = secret_new (0);
  g_autoptr (Secret) content = secret_new_random (32);
  Keystore store = cheap_store (KEYSTORE_SCRYPT);
  Keystore damaged;

  core_test_assert_result (keystore_encrypt (&store, password, content), CORE_OK);
  check_refused (&store, wrong, CORE_ERROR_AUTHENTICATION);
  check_refused (&store, empty, CORE_ERROR_AUTHENTICATION);

  damaged = store;
  damaged.ciphertext[31] ^= 0x80;
  check_refused (&damaged, password, CORE_ERROR_AUTHENTICATION);

  damaged = store;
  damaged.ciphertext_len = 31;
  check_refused (&damaged, password, CORE_ERROR_AUTHENTICATION);

  damaged = store;
  damaged.mac[0] ^= 1;
  check_refused (&damaged, password, CORE_ERROR_AUTHENTICATION);

  damaged = store;
  damaged.salt[5] ^= 1;
  check_refused (&damaged, password, CORE_ERROR_AUTHENTICATION);
}

static void
test_costs_have_bounds (void)
{
  static const struct
  {
    Keystore store;
    CoreResult expected;
  } cases[] = {
    { { .kdf = KEYSTORE_SCRYPT, .n = 2, .r = 1, .p = 1 }, CORE_OK },
    { { .kdf = KEYSTORE_SCRYPT, .n = 1 << 20, .r = 8, .p = 16 }, CORE_OK },
    { { .kdf = KEYSTORE_SCRYPT, .n = 1 << 20, .r = 9, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 1 << 21, .r = 1, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 0, .r = 1, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 1, .r = 1, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 1000, .r = 1, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = UINT64_MAX, .r = 1, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 2, .r = 0, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 2, .r = 17, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 2, .r = UINT64_MAX, .p = 1 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 2, .r = 1, .p = 0 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_SCRYPT, .n = 2, .r = 1, .p = 17 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_PBKDF2_SHA256, .c = 1000 }, CORE_OK },
    { { .kdf = KEYSTORE_PBKDF2_SHA256, .c = 10000000 }, CORE_OK },
    { { .kdf = KEYSTORE_PBKDF2_SHA256, .c = 999 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_PBKDF2_SHA256, .c = 10000001 }, CORE_ERROR_LIMIT },
    { { .kdf = KEYSTORE_PBKDF2_SHA256, .c = UINT64_MAX }, CORE_ERROR_LIMIT },
    { { .kdf = (KeystoreKdf) 7, .n = 2, .r = 1, .p = 1, .c = 1000 }, CORE_ERROR_LIMIT },
  };
  g_autoptr (Secret) password = secret_from_text ("secret");
  g_autoptr (Secret) content = secret_new (32);

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Keystore store = cases[i].store;

      store.ciphertext_len = 32;
      core_test_assert_result (keystore_check (&store), cases[i].expected);
      if (cases[i].expected != CORE_OK)
        {
          check_refused (&store, password, CORE_ERROR_LIMIT);
          core_test_assert_result (keystore_encrypt (&store, password, content), CORE_ERROR_LIMIT);
        }
    }
}

static void
test_sizes_have_bounds (void)
{
  g_autoptr (Secret) password = secret_from_text ("secret");
  g_autoptr (Secret) long_password = secret_new (1025);
  g_autoptr (Secret) content = secret_new (32);
  g_autoptr (Secret) empty = secret_new (0);
  g_autoptr (Secret) large = secret_new (1025);
  Keystore store = cheap_store (KEYSTORE_SCRYPT);

  core_test_assert_result (keystore_encrypt (&store, password, empty), CORE_ERROR_LIMIT);
  core_test_assert_result (keystore_encrypt (&store, password, large), CORE_ERROR_LIMIT);
  core_test_assert_result (keystore_encrypt (&store, long_password, content), CORE_ERROR_LIMIT);

  core_test_assert_result (keystore_encrypt (&store, password, content), CORE_OK);
  check_refused (&store, long_password, CORE_ERROR_LIMIT);
  store.salt_len = 65;
  check_refused (&store, password, CORE_ERROR_LIMIT);
  store.salt_len = 32;
  store.ciphertext_len = 1025;
  check_refused (&store, password, CORE_ERROR_LIMIT);
  store.ciphertext_len = 0;
  check_refused (&store, password, CORE_ERROR_LIMIT);
}

/* The costs new files get, for real: 256 MiB and about a second. */
static void
test_default_costs_are_geths (void)
{
  g_autoptr (Secret) password = secret_from_text ("secret");
  g_autoptr (Secret) content = secret_new_random (32);
  g_autoptr (Secret) again = NULL;
  Keystore store = { 0 };

  keystore_default_costs (&store);
  g_assert_cmpuint (store.kdf, ==, KEYSTORE_SCRYPT);
  g_assert_cmpuint (store.n, ==, 262144);
  g_assert_cmpuint (store.r, ==, 8);
  g_assert_cmpuint (store.p, ==, 1);
  core_test_assert_result (keystore_encrypt (&store, password, content), CORE_OK);
  core_test_assert_result (keystore_decrypt (&store, password, &again), CORE_OK);
  g_assert_true (secret_equal (content, again));
}

typedef struct
{
  Keystore file;
  const Secret *password;
  const Secret *content;
  Secret *opened;
} Box;

static void
close_box (gpointer data)
{
  Box *box = data;

  core_test_assert_result (keystore_encrypt (&box->file, box->password, box->content), CORE_OK);
}

static void
open_box (gpointer data)
{
  Box *box = data;

  core_test_assert_result (keystore_decrypt (&box->file, box->password, &box->opened), CORE_OK);
}

static void
assert_leaves_nothing (Box *box, const Secret *secret)
{
  core_test_assert_leaves_nothing (close_box, box, secret_peek (secret), secret_length (secret));
  core_test_assert_leaves_nothing (open_box, box, secret_peek (secret), secret_length (secret));
  g_assert_true (secret_equal (box->opened, box->content));
  g_clear_pointer (&box->opened, secret_free);
}

static void
test_nothing_of_it_stays_on_the_stack (void)
{
  static const KeystoreKdf kdfs[] = { KEYSTORE_SCRYPT, KEYSTORE_PBKDF2_SHA256 };
  g_autoptr (Secret) password = secret_from_text ("a password nobody else has");
  g_autoptr (Secret) content = secret_new_random (32);

  for (guint i = 0; i < G_N_ELEMENTS (kdfs); i++)
    {
      Box box = {
        .file = { .kdf = kdfs[i], .n = 16, .r = 1, .p = 1, .c = 1000 },
        .password = password,
        .content = content,
      };

      assert_leaves_nothing (&box, password);
      assert_leaves_nothing (&box, content);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (secret_heap_init ());
  g_test_add_func ("/keystore/worked-examples", test_worked_examples);
  g_test_add_func ("/keystore/official-files", test_official_files);
  g_test_add_func ("/keystore/round-trips", test_round_trips);
  g_test_add_func ("/keystore/every-encryption-is-fresh", test_every_encryption_is_fresh);
  g_test_add_func ("/keystore/damage-and-wrong-passwords-are-refused",
                   test_damage_and_wrong_passwords_are_refused);
  g_test_add_func ("/keystore/costs-have-bounds", test_costs_have_bounds);
  g_test_add_func ("/keystore/sizes-have-bounds", test_sizes_have_bounds);
  g_test_add_func ("/keystore/default-costs-are-geths", test_default_costs_are_geths);
  g_test_add_func ("/keystore/nothing-of-it-stays-on-the-stack",
                   test_nothing_of_it_stays_on_the_stack);

  return g_test_run ();
}
