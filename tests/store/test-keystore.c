/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "ecdsa.h"
#include "surety-keyfile.h"

/* Computed with ethers 6.17: password "testpassword", cheap. */
#define IV "11111111111111111111111111111111"
#define CIPHERTEXT "8ee90cbfd46ce2fe638b000739197bdf8dc388764391bd5a070f1b48825de933"
#define SALT "2222222222222222222222222222222222222222222222222222222222222222"
#define MAC "bcd3ad4a5155c7db59f2aba09e24ea4dc3c6fb44f5228d224d7180d37cbc8282"
#define KEY "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
#define ADDRESS "f39fd6e51aad88f6f4ce6ab8827279cfffb92266"

#define SCRYPT \
  "\"kdf\":\"scrypt\",\"kdfparams\":{\"dklen\":32,\"n\":1024,\"r\":8,\"p\":1,\"salt\":\"" SALT "\"}"
#define CRYPTO(kdf)                                                                               \
  "{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"" IV "\"},\"ciphertext\":\"" CIPHERTEXT \
  "\"," kdf ",\"mac\":\"" MAC "\"}"
#define FILE_OF(members) "{" members "\"version\":3}"
#define GOOD FILE_OF ("\"crypto\":" CRYPTO (SCRYPT) ",")

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
assert_opens (GBytes *json, const char *password, const char *hex)
{
  g_autoptr (SuretySecret) passphrase = store_test_text (password);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretySecret)
    content = dex_await_boxed (surety_keystore_open (json, passphrase), &error);

  g_assert_no_error (error);
  store_test_assert_hex (content, hex);
}

static void
assert_refused (const char *text)
{
  g_autoptr (GBytes) json = bytes_of (text);
  g_autoptr (GError) error = NULL;
  gboolean has_address;
  Address address;
  Keystore keystore;

  if (surety_keystore_parse (json, &keystore, &address, &has_address, &error))
    g_error ("accepted: %s", text);
  assert_store_error (error, MALFORMED);
}

/* The standard's own two and one of another program, each as a file. */
static void
test_worked_examples_open (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "web3-secret-storage.json",
                                                 NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *examples;

  g_assert_true (json_parser_load_from_file (parser, path, &error));
  examples = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (examples), >=, 3);

  for (guint i = 0; i < json_array_get_length (examples); i++)
    {
      JsonObject *example = json_array_get_object_element (examples, i);
      const gboolean is_scrypt = g_str_equal (json_object_get_string_member (example, "kdf"),
                                              "scrypt");
      g_autofree char *costs = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GBytes) json = NULL;

      costs = is_scrypt ? g_strdup_printf ("\"n\":%d,\"r\":%d,\"p\":%d",
                                           (int) json_object_get_int_member (example, "n"),
                                           (int) json_object_get_int_member (example, "r"),
                                           (int) json_object_get_int_member (example, "p"))
                        : g_strdup_printf ("\"c\":%d,\"prf\":\"hmac-sha256\"",
                                           (int) json_object_get_int_member (example, "c"));
      text =
        g_strdup_printf ("{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"%s\"},"
                         "\"ciphertext\":\"%s\",\"kdf\":\"%s\",\"kdfparams\":{\"dklen\":32,%s,"
                         "\"salt\":\"%s\"},\"mac\":\"%s\"},"
                         "\"id\":\"3198bc9c-6672-5ab3-d995-4942343ae5b6\",\"version\":3}",
                         json_object_get_string_member (example, "iv"),
                         json_object_get_string_member (example, "ciphertext"),
                         is_scrypt ? "scrypt" : "pbkdf2", costs,
                         json_object_get_string_member (example, "salt"),
                         json_object_get_string_member (example, "mac"));
      json = bytes_of (text);
      assert_opens (json, json_object_get_string_member (example, "password"),
                    json_object_get_string_member (example, "content"));
    }
}

static char *
vectors_path (void)
{
  const char *folder = g_getenv ("SURETY_VECTORS");
  g_autofree char *beside = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "vectors",
                                                   NULL);

  return g_build_filename (folder != NULL ? folder : beside, "keystore", "basic_tests.json", NULL);
}

/* The complete official set, where it is at hand. */
static void
test_official_vectors_open (void)
{
  g_autofree char *path = vectors_path ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) names = NULL;
  JsonObject *root;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_message ("the official set is not at hand: the worked examples stand for it");
      return;
    }
  g_assert_true (json_parser_load_from_file (parser, path, &error));
  root = json_node_get_object (json_parser_get_root (parser));
  names = json_object_get_members (root);
  g_assert_nonnull (names);

  for (const GList *name = names; name != NULL; name = name->next)
    {
      JsonObject *vector = json_object_get_object_member (root, name->data);
      g_autofree char *text = json_to_string (json_object_get_member (vector, "json"), FALSE);
      g_autoptr (GBytes) json = bytes_of (text);

      g_test_message ("official vector %s", (const char *) name->data);
      assert_opens (json, json_object_get_string_member (vector, "password"),
                    json_object_get_string_member (vector, "priv"));
    }
}

static void
test_spellings_of_other_programs_are_read (void)
{
  const char *const texts[] = {
    GOOD,
    FILE_OF ("\"Crypto\":" CRYPTO (SCRYPT) ","),
    FILE_OF ("\"address\":\"" ADDRESS "\",\"crypto\":" CRYPTO (SCRYPT) ","),
    FILE_OF ("\"address\":\"0x" ADDRESS "\",\"crypto\":" CRYPTO (SCRYPT) ","),
    FILE_OF ("\"address\":null,\"crypto\":" CRYPTO (SCRYPT) ","),
    FILE_OF ("\"address\":\"\",\"crypto\":" CRYPTO (SCRYPT) ","),
    FILE_OF ("\"x-ethers\":{\"client\":\"ethers/6\"},\"Crypto\":" CRYPTO (SCRYPT) ","),
    " \n\t" GOOD "\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) json = bytes_of (texts[i]);

      assert_opens (json, "testpassword", KEY);
    }
}

/* geth pads an iv of 31 digits on the left. */
static void
test_odd_iv_is_padded (void)
{
  const char *text = "{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":"
                     "\"1111111111111111111111111111111\"},\"ciphertext\":\"" CIPHERTEXT
                     "\"," SCRYPT ",\"mac\":\"" MAC "\"},\"version\":3}";
  g_autoptr (GBytes) json = bytes_of (text);
  g_autoptr (GError) error = NULL;
  gboolean has_address;
  Address address;
  Keystore keystore;

  g_assert_true (surety_keystore_parse (json, &keystore, &address, &has_address, &error));
  g_assert_no_error (error);
  g_assert_cmphex (keystore.iv[0], ==, 0x01);
  g_assert_cmphex (keystore.iv[15], ==, 0x11);
}

static void
test_wrong_password_and_wrong_address_are_told_apart (void)
{
  g_autoptr (GBytes) good = bytes_of (GOOD);
  g_autoptr (GBytes) other = bytes_of (FILE_OF (
    "\"address\":\"0000000000000000000000000000000000000001\",\"crypto\":" CRYPTO (SCRYPT) ","));
  g_autoptr (SuretySecret) wrong = store_test_text ("testpassword ");
  g_autoptr (SuretySecret) right = store_test_text ("testpassword");
  g_autoptr (GError) error = NULL;

  g_assert_null (dex_await_boxed (surety_keystore_open (good, wrong), &error));
  assert_store_error (error, PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (dex_await_boxed (surety_keystore_open (other, right), &error));
  assert_store_error (error, MALFORMED);
}

#define KDF(params) \
  FILE_OF ("\"crypto\":" CRYPTO ("\"kdf\":\"scrypt\",\"kdfparams\":{" params "}") ",")
#define SALTED ",\"salt\":\"" SALT "\""

static void
test_what_is_no_keystore_is_refused (void)
{
  const char *const texts[] = {
    "",
    " ",
    "null",
    "[]",
    "{}",
    "3",
    "\"crypto\"",
    "{",
    "}",
    GOOD "x",
    GOOD GOOD,
    "\xef\xbb\xbf" GOOD,
    "{\"version\":3}",
    "{\"crypto\":" CRYPTO (SCRYPT) "}",
    "{\"crypto\":" CRYPTO (SCRYPT) ",\"version\":1}",
    "{\"crypto\":" CRYPTO (SCRYPT) ",\"version\":\"3\"}",
    "{\"crypto\":" CRYPTO (SCRYPT) ",\"version\":3,\"version\":3}",
    "{\"crypto\":" CRYPTO (SCRYPT) ",\"version\":3,}",
    "{\"crypto\":[],\"version\":3}",
    /* A member twice, below. */
    FILE_OF ("\"crypto\":" CRYPTO (SCRYPT ",\"mac\":\"00\"") ","),
    /* Costs. */
    KDF ("\"dklen\":32,\"n\":1025,\"r\":8,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":2097152,\"r\":8,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":1048576,\"r\":16,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":0,\"r\":8,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":-1024,\"r\":8,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":1024.0,\"r\":8,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":\"1024\",\"r\":8,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":18446744073709552640,\"r\":8,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":1024,\"r\":0,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":1024,\"r\":8,\"p\":17" SALTED),
    KDF ("\"dklen\":32,\"n\":1024,\"r\":8" SALTED),
    KDF ("\"dklen\":64,\"n\":1024,\"r\":8,\"p\":1" SALTED),
    KDF ("\"dklen\":32,\"n\":1024,\"r\":8,\"p\":1"),
    KDF ("\"dklen\":32,\"n\":1024,\"r\":8,\"p\":1,\"salt\":\"" SALT SALT "00\""),
    KDF ("\"dklen\":32,\"n\":1024,\"r\":8,\"p\":1,\"salt\":\"xy\""),
    FILE_OF (
      "\"crypto\":" CRYPTO ("\"kdf\":\"argon2\",\"kdfparams\":{\"dklen\":32" SALTED "}") ","),
    FILE_OF ("\"crypto\":" CRYPTO ("\"kdf\":\"pbkdf2\",\"kdfparams\":{\"dklen\":32,\"c\":999,"
                                   "\"prf\":\"hmac-sha256\"" SALTED "}") ","),
    FILE_OF ("\"crypto\":" CRYPTO ("\"kdf\":\"pbkdf2\",\"kdfparams\":{\"dklen\":32,\"c\":1000,"
                                   "\"prf\":\"hmac-sha512\"" SALTED "}") ","),
    /* Addresses. */
    FILE_OF ("\"address\":\"f39f\",\"crypto\":" CRYPTO (SCRYPT) ","),
    FILE_OF ("\"address\":7,\"crypto\":" CRYPTO (SCRYPT) ","),
    FILE_OF ("\"address\":{},\"crypto\":" CRYPTO (SCRYPT) ","),
    FILE_OF (
      "\"address\":\"39fd6e51aad88f6f4ce6ab8827279cfffb92266\",\"crypto\":" CRYPTO (SCRYPT) ","),
    /* Digits that are no bytes. */
    KDF ("\"dklen\":32,\"n\":1024,\"r\":8,\"p\":1,\"salt\":\"222\""),
    /* Depth. */
    FILE_OF ("\"x\":[[[[[[[[[[]]]]]]]]]],\"crypto\":" CRYPTO (SCRYPT) ","),
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i]);
}

static void
test_ciphers_of_the_past_are_refused (void)
{
  assert_refused ("{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"1111\"},"
                  "\"ciphertext\":\"" CIPHERTEXT "\"," SCRYPT ",\"mac\":\"" MAC
                  "\"},\"version\":3}");
  assert_refused ("{\"crypto\":{\"cipher\":\"aes-128-cbc\",\"cipherparams\":{\"iv\":\"" IV
                  "\"},\"ciphertext\":\"" CIPHERTEXT "\"," SCRYPT ",\"mac\":\"" MAC
                  "\"},\"version\":3}");
  assert_refused ("{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"" IV
                  "11\"},\"ciphertext\":\"" CIPHERTEXT "\"," SCRYPT ",\"mac\":\"" MAC
                  "\"},\"version\":3}");
  assert_refused ("{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"" IV
                  "\"},\"ciphertext\":\"\"," SCRYPT ",\"mac\":\"" MAC "\"},\"version\":3}");
  assert_refused ("{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"" IV
                  "\"},\"ciphertext\":\"" CIPHERTEXT "\"," SCRYPT
                  ",\"mac\":\"bc\"},\"version\":3}");
}

static void
test_large_file_is_not_even_read (void)
{
  g_autoptr (GString) text = g_string_new (GOOD);

  while (text->len <= 64 * 1024)
    g_string_append_c (text, ' ');
  assert_refused (text->str);

  /* And as deep as 64 KiB can be. */
  g_string_truncate (text, 0);
  while (text->len < 64 * 1024)
    g_string_append_c (text, '[');
  assert_refused (text->str);
}

static void
test_sealed_opens_again (void)
{
  g_autoptr (SuretySecret) content = store_test_hex (KEY);
  g_autoptr (SuretySecret) passphrase = surety_secret_new_passphrase ("pässwörd");
  g_autoptr (SuretySecret) decomposed = surety_secret_new_passphrase ("pa\xcc\x88sswo\xcc\x88rd");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root;
  Address address;

  g_assert_cmpint (ecdsa_address (surety_secret_get (content), &address), ==, CORE_OK);
  json = dex_await_boxed (surety_keystore_seal (content, passphrase, &address), &error);
  g_assert_no_error (error);
  assert_opens (json, "pässwörd", KEY);

  /* Passwords are the bytes that were typed, as other programs have it. */
  g_assert_null (dex_await_boxed (surety_keystore_open (json, decomposed), &error));
  assert_store_error (error, PASSPHRASE);
  g_clear_error (&error);

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (json, NULL),
                                             (gssize) g_bytes_get_size (json), &error));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "address"), ==, ADDRESS);
  g_assert_cmpint (json_object_get_int_member (root, "version"), ==, 3);
  g_assert_true (g_uuid_string_is_valid (json_object_get_string_member (root, "id")));

  /* Never the same salt twice. */
  again = dex_await_boxed (surety_keystore_seal (content, passphrase, NULL), &error);
  g_assert_no_error (error);
  g_assert_null (
    g_strstr_len (g_bytes_get_data (again, NULL), (gssize) g_bytes_get_size (again),
                  json_object_get_string_member (
                    json_object_get_object_member (json_object_get_object_member (root, "crypto"),
                                                   "kdfparams"),
                    "salt")));
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/keystore/worked-examples-open", test_worked_examples_open);
  store_test_add ("/keystore/official-vectors-open", test_official_vectors_open);
  store_test_add ("/keystore/spellings-of-other-programs-are-read",
                  test_spellings_of_other_programs_are_read);
  store_test_add ("/keystore/odd-iv-is-padded", test_odd_iv_is_padded);
  store_test_add ("/keystore/wrong-password-and-wrong-address-are-told-apart",
                  test_wrong_password_and_wrong_address_are_told_apart);
  store_test_add ("/keystore/what-is-no-keystore-is-refused", test_what_is_no_keystore_is_refused);
  store_test_add ("/keystore/ciphers-of-the-past-are-refused",
                  test_ciphers_of_the_past_are_refused);
  store_test_add ("/keystore/large-file-is-not-even-read", test_large_file_is_not_even_read);
  store_test_add ("/keystore/sealed-opens-again", test_sealed_opens_again);

  return store_test_run ();
}
