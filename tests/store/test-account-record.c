/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include "surety-account-record.h"

static GListModel *
list (SuretyDatabase *database, guint n)
{
  g_autoptr (GError) error = NULL;
  GListModel *records = dex_await_object (surety_account_record_list (database), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (records), ==, n);

  return records;
}

static void
save (SuretyDatabase *database, guint8 n, const char *name, SuretyAccountKind kind, const char *id)
{
  const Address address = store_test_account (n);
  g_autoptr (SuretyAccountRecord) record = NULL;

  record = surety_account_record_new (&address, name, kind,
                                      kind == SURETY_ACCOUNT_PHRASE ? SURETY_PLACE_KEYRING
                                                                    : SURETY_PLACE_NONE,
                                      id, n);
  store_test_true (surety_account_record_save (database, record));
}

static void
test_records_are_kept_in_order (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GListModel) records = NULL;

  save (database, 3, "third first", SURETY_ACCOUNT_WATCH, "");
  save (database, 1, "words", SURETY_ACCOUNT_PHRASE, "an-id");
  save (database, 2, "", SURETY_ACCOUNT_PRACTICE, "");
  store_test_close (database);
  g_clear_object (&database);

  database = store_test_open (path);
  records = list (database, 3);
  for (guint i = 0; i < 3; i++)
    {
      const guint8 order[] = { 3, 1, 2 };
      const char *const names[] = { "third first", "words", "" };
      const SuretyAccountKind kinds[] = { SURETY_ACCOUNT_WATCH, SURETY_ACCOUNT_PHRASE,
                                          SURETY_ACCOUNT_PRACTICE };
      const Address address = store_test_account (order[i]);
      g_autoptr (SuretyAccountRecord) record = g_list_model_get_item (records, i);

      g_assert_true (address_equal (surety_account_record_get_address (record), &address));
      g_assert_cmpstr (surety_account_record_get_name (record), ==, names[i]);
      g_assert_cmpint (surety_account_record_get_kind (record), ==, kinds[i]);
      g_assert_cmpint (surety_account_record_get_place (record), ==,
                       i == 1 ? SURETY_PLACE_KEYRING : SURETY_PLACE_NONE);
      g_assert_cmpstr (surety_account_record_get_secret_id (record), ==, i == 1 ? "an-id" : "");
      g_assert_cmpuint (surety_account_record_get_index (record), ==, order[i]);
      g_assert_cmpint (surety_account_record_get_backup_checked (record), ==, 0);
    }
  store_test_close (database);
}

static void
test_key_takes_the_place_of_a_watched_address (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GListModel) records = NULL;
  g_autoptr (SuretyAccountRecord) record = NULL;

  save (database, 1, "watched", SURETY_ACCOUNT_WATCH, "");
  save (database, 2, "another", SURETY_ACCOUNT_WATCH, "");
  save (database, 1, "mine", SURETY_ACCOUNT_PHRASE, "an-id");

  records = list (database, 2);
  record = g_list_model_get_item (records, 0);
  g_assert_cmpstr (surety_account_record_get_name (record), ==, "mine");
  g_assert_cmpint (surety_account_record_get_kind (record), ==, SURETY_ACCOUNT_PHRASE);
  g_assert_cmpstr (surety_account_record_get_secret_id (record), ==, "an-id");
  store_test_close (database);
}

static void
test_record_is_renamed_proved_and_removed (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  const Address address = store_test_account (1);
  const Address stranger = store_test_account (2);
  g_autoptr (GListModel) records = NULL;
  g_autoptr (GListModel) none = NULL;
  g_autoptr (SuretyAccountRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  save (database, 1, "old", SURETY_ACCOUNT_PHRASE, "an-id");
  store_test_true (surety_account_record_rename (database, &address, "new"));
  store_test_true (surety_account_record_set_backup_checked (database, &address, 1234567890));
  g_assert_false (dex_await (surety_account_record_rename (database, &stranger, "x"), &error));
  assert_store_error (error, STATE);

  records = list (database, 1);
  record = g_list_model_get_item (records, 0);
  g_assert_cmpstr (surety_account_record_get_name (record), ==, "new");
  g_assert_cmpint (surety_account_record_get_backup_checked (record), ==, 1234567890);

  store_test_true (surety_account_record_remove (database, &address));
  none = list (database, 0);
  store_test_close (database);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/account-record/records-are-kept-in-order", test_records_are_kept_in_order);
  store_test_add ("/account-record/key-takes-the-place-of-a-watched-address",
                  test_key_takes_the_place_of_a_watched_address);
  store_test_add ("/account-record/record-is-renamed-proved-and-removed",
                  test_record_is_renamed_proved_and_removed);

  return store_test_run ();
}
