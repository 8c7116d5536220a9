/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include <string.h>

#include "ecdsa.h"
#include "surety-keyfile.h"
#include "surety-keyring.h"
#include "surety-key-signer.h"

/* BIP-39's first words, BIP-44's first addresses. */
#define WORDS \
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
static const char *const addresses[] = {
  "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
  "0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0",
  "0xb6716976A3ebe8D39aCEB04372f22Ff8e6802D7A",
};

static SuretySecret *
phrase_material (void)
{
  g_autoptr (SuretySecret) words = store_test_text (WORDS);

  return surety_key_material_new (SURETY_ACCOUNT_PHRASE, surety_secret_get (words));
}

static Address
parse_address (const char *text)
{
  Address address;

  g_assert_cmpint (address_parse (text, strlen (text), &address, NULL), ==, CORE_OK);

  return address;
}

static GBytes *
sign (SuretySigner *signer, const Transaction *transaction)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = dex_await_boxed (surety_signer_sign (signer, transaction), &error);

  g_assert_no_error (error);
  g_assert_nonnull (bytes);

  return bytes;
}

/* The signed bytes are this transaction of this account. */
static void
assert_signed (GBytes *bytes, const Transaction *asked, const Address *account)
{
  Transaction got;
  Signature signature;
  Address sender;
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  Buffer again = buffer_new ();
  Buffer wanted = buffer_new ();

  g_assert_cmpint (transaction_decode ((Bytes) { data, len }, &got, &signature, &sender), ==,
                   CORE_OK);
  g_assert_true (address_equal (&sender, account));
  g_assert_cmpint (transaction_encode_unsigned (&got, &again), ==, CORE_OK);
  g_assert_cmpint (transaction_encode_unsigned (asked, &wanted), ==, CORE_OK);
  g_assert_cmpmem (again.data, again.len, wanted.data, wanted.len);
  buffer_clear (&again);
  buffer_clear (&wanted);
}

static void
test_memory_signer_signs_what_it_was_given (void)
{
  g_autoptr (SuretySecret) key = surety_secret_new (store_test_key (1));
  g_autoptr (SuretySigner) signer = surety_memory_signer_new (key);
  const Address account = store_test_account (1);
  Transaction transaction = store_test_transaction (12);
  Transaction legacy = store_test_transaction (13);
  Transaction creation = store_test_transaction (14);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) legacy_bytes = NULL;
  g_autoptr (GBytes) creation_bytes = NULL;
  g_autoptr (GBytes) listed_bytes = NULL;
  /* [[an address, [a slot]]], in RLP. */
  guint8 list[] = { 0xf8, 0x38, 0xf7, 0x94, [24] = 0xe1, 0xa0, [57] = 0x01 };
  Transaction listed = store_test_transaction (15);

  g_assert_true (address_equal (surety_signer_get_address (signer), &account));
  bytes = sign (signer, &transaction);
  assert_signed (bytes, &transaction, &account);

  legacy.kind = TRANSACTION_LEGACY;
  legacy.max_priority_fee = 0;
  legacy_bytes = sign (signer, &legacy);
  assert_signed (legacy_bytes, &legacy, &account);

  creation.creates = true;
  creation.to = (Address) { 0 };
  creation_bytes = sign (signer, &creation);
  assert_signed (creation_bytes, &creation, &account);

  listed.access_list = (Bytes) { list, sizeof list };
  listed_bytes = sign (signer, &listed);
  assert_signed (listed_bytes, &listed, &account);
}

/* The caller's buffers may go as soon as the call returns. */
static void
test_signer_copies_the_transaction_at_once (void)
{
  g_autoptr (SuretySecret) key = surety_secret_new (store_test_key (1));
  g_autoptr (SuretySigner) signer = surety_memory_signer_new (key);
  const Address account = store_test_account (1);
  Transaction transaction = store_test_transaction (12);
  const Transaction asked = transaction;
  guint8 *data = g_memdup2 (transaction.data.data, transaction.data.len);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *signing;

  transaction.data.data = data;
  signing = surety_signer_sign (signer, &transaction);
  memset (data, 0, transaction.data.len);
  g_free (data);
  memset (&transaction, 0, sizeof transaction);

  bytes = dex_await_boxed (signing, &error);
  g_assert_no_error (error);
  assert_signed (bytes, &asked, &account);
}

static void
test_transaction_nobody_takes_is_not_signed (void)
{
  g_autoptr (SuretySecret) key = surety_secret_new (store_test_key (1));
  g_autoptr (SuretySigner) signer = surety_memory_signer_new (key);
  Transaction transaction = store_test_transaction (12);
  g_autoptr (GError) error = NULL;

  transaction.max_priority_fee = transaction.max_fee + 1;
  g_assert_null (dex_await_boxed (surety_signer_sign (signer, &transaction), &error));
  assert_store_error (error, MALFORMED);
}

static void
test_words_give_the_standard_accounts (void)
{
  g_autoptr (SuretySecret) material = phrase_material ();
  g_autoptr (SuretySecret) words = NULL;
  g_autoptr (GError) error = NULL;

  for (guint32 i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      const Address expected = parse_address (addresses[i]);
      g_autoptr (Secret) key = NULL;
      Address address;

      g_assert_true (surety_key_material_derive (material, i, &key, &error));
      g_assert_no_error (error);
      g_assert_cmpint (ecdsa_address (key, &address), ==, CORE_OK);
      g_assert_true (address_equal (&address, &expected));
    }

  words = surety_key_material_dup_words (material, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (secret_peek (surety_secret_get (words)),
                   secret_length (surety_secret_get (words)), WORDS, strlen (WORDS));
}

static void
test_key_material_is_itself (void)
{
  g_autoptr (Secret) key = store_test_key (4);
  g_autoptr (SuretySecret) material = surety_key_material_new (SURETY_ACCOUNT_KEY, key);
  g_autoptr (Secret) back = NULL;
  Secret *none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (surety_key_material_derive (material, 0, &back, &error));
  g_assert_true (secret_equal (key, back));

  g_assert_false (surety_key_material_derive (material, 1, &none, &error));
  assert_store_error (error, MALFORMED);
  g_clear_error (&error);
  g_assert_null (surety_key_material_dup_words (material, &error));
  assert_store_error (error, NOT_FOUND);
}

static void
test_bad_material_is_refused (void)
{
  const char *const bad[] = {
    "",   /* nothing */
    "01", /* words, none */
    "0161626364",
    "02",
    "020000000000000000000000000000000000000000000000000000000000000000", /* the key 0 */
    "0201010101010101010101010101010101010101010101010101010101010101",   /* 31 bytes */
    "0001010101010101010101010101010101010101010101010101010101010101ff", /* no such kind */
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (SuretySecret) material = store_test_hex (bad[i]);
      g_autoptr (GError) error = NULL;
      Secret *key = NULL;

      g_assert_false (surety_key_material_derive (material, 0, &key, &error));
      assert_store_error (error, MALFORMED);
      g_assert_null (key);
    }
}

static void
test_key_signer_signs_from_the_keyring (void)
{
  g_autoptr (SuretySecret) material = phrase_material ();
  g_autofree char *id = g_uuid_string_random ();
  const Address second = parse_address (addresses[1]);
  g_autoptr (SuretyAccountRecord) record = NULL;
  g_autoptr (SuretySafe) safe = surety_safe_new (NULL);
  g_autoptr (SuretySigner) signer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const Transaction transaction = store_test_transaction (0);

  store_test_true (surety_keyring_save (id, "Surety test", material));
  record = surety_account_record_new (&second, "two", SURETY_ACCOUNT_PHRASE, SURETY_PLACE_KEYRING,
                                      id, 1);
  signer = surety_key_signer_new (record, safe);
  g_assert_true (address_equal (surety_signer_get_address (signer), &second));
  bytes = sign (signer, &transaction);
  assert_signed (bytes, &transaction, &second);

  store_test_true (surety_keyring_remove (id));
  g_assert_null (dex_await_boxed (surety_signer_sign (signer, &transaction), &error));
  assert_store_error (error, NOT_FOUND);
}

/* A record that names another address must not sign with the key it points at. */
static void
test_key_of_another_account_does_not_sign (void)
{
  g_autoptr (SuretySecret) material = phrase_material ();
  g_autofree char *id = g_uuid_string_random ();
  const Address third = parse_address (addresses[2]);
  g_autoptr (SuretyAccountRecord) record = NULL;
  g_autoptr (SuretySafe) safe = surety_safe_new (NULL);
  g_autoptr (SuretySigner) signer = NULL;
  g_autoptr (GError) error = NULL;
  const Transaction transaction = store_test_transaction (0);

  store_test_true (surety_keyring_save (id, "Surety test", material));
  record = surety_account_record_new (&third, "x", SURETY_ACCOUNT_PHRASE, SURETY_PLACE_KEYRING, id,
                                      1);
  signer = surety_key_signer_new (record, safe);
  g_assert_null (dex_await_boxed (surety_signer_sign (signer, &transaction), &error));
  assert_store_error (error, MALFORMED);
  store_test_true (surety_keyring_remove (id));
}

typedef struct
{
  const char *answer; /* NULL: the dialog is closed */
  guint n_asked;
} Person;

static DexFuture *
ask (SuretyAsk what, gpointer user_data)
{
  Person *person = user_data;

  g_assert_cmpint (what, ==, SURETY_ASK_FILE);
  person->n_asked++;
  if (person->answer == NULL)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED, "closed");

  return dex_future_new_take_boxed (SURETY_TYPE_SECRET, store_test_text (person->answer));
}

static void
test_key_signer_asks_for_the_passphrase_each_time (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SuretySecret) material = phrase_material ();
  g_autoptr (SuretySecret) passphrase = store_test_text ("correct horse");
  const Address first = parse_address (addresses[0]);
  g_autoptr (SuretyAccountRecord) record = NULL;
  g_autoptr (SuretySafe) safe = NULL;
  g_autoptr (SuretySigner) signer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const Transaction transaction = store_test_transaction (0);
  Person person = { "correct horse", 0 };

  store_test_true (surety_keyfile_save (folder, id, material, passphrase));
  record = surety_account_record_new (&first, "one", SURETY_ACCOUNT_PHRASE, SURETY_PLACE_FILE, id,
                                      0);
  safe = surety_safe_new (folder);
  surety_safe_set_person (safe, ask, NULL, &person);
  signer = surety_key_signer_new (record, safe);
  bytes = sign (signer, &transaction);
  assert_signed (bytes, &transaction, &first);
  g_assert_cmpuint (person.n_asked, ==, 1);

  person.answer = "battery staple";
  g_assert_null (dex_await_boxed (surety_signer_sign (signer, &transaction), &error));
  assert_store_error (error, PASSPHRASE);
  g_clear_error (&error);
  g_assert_cmpuint (person.n_asked, ==, 2);

  person.answer = NULL;
  g_assert_null (dex_await_boxed (surety_signer_sign (signer, &transaction), &error));
  assert_store_error (error, DISMISSED);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/signer/memory-signer-signs-what-it-was-given",
                  test_memory_signer_signs_what_it_was_given);
  store_test_add ("/signer/signer-copies-the-transaction-at-once",
                  test_signer_copies_the_transaction_at_once);
  store_test_add ("/signer/transaction-nobody-takes-is-not-signed",
                  test_transaction_nobody_takes_is_not_signed);
  store_test_add ("/signer/words-give-the-standard-accounts",
                  test_words_give_the_standard_accounts);
  store_test_add ("/signer/key-material-is-itself", test_key_material_is_itself);
  store_test_add ("/signer/bad-material-is-refused", test_bad_material_is_refused);
  store_test_add ("/signer/key-signer-signs-from-the-keyring",
                  test_key_signer_signs_from_the_keyring);
  store_test_add ("/signer/key-of-another-account-does-not-sign",
                  test_key_of_another_account_does_not_sign);
  store_test_add ("/signer/key-signer-asks-for-the-passphrase-each-time",
                  test_key_signer_asks_for_the_passphrase_each_time);

  return store_test_run ();
}
