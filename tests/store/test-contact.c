/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include "surety-contact.h"
#include "surety-store-error.h"

static GListModel *
list (SuretyDatabase *database, const char *network, guint expected)
{
  g_autoptr (GError) error = NULL;
  GListModel *contacts = dex_await_object (surety_contact_list (database, network), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (contacts), ==, expected);

  return contacts;
}

static void
assert_contact (GListModel *contacts, guint position, guint8 n, const char *name)
{
  const Address address = store_test_account (n);
  g_autoptr (SuretyContact) contact = g_list_model_get_item (contacts, position);
  g_autofree char *shown = NULL;
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (&address, text);
  g_object_get (contact, "name", &shown, NULL);
  g_assert_cmpstr (shown, ==, name);
  g_assert_cmpstr (surety_contact_get_name (contact), ==, name);
  g_assert_true (address_equal (surety_contact_get_address (contact), &address));
  g_assert_cmpstr (surety_contact_get_address_text (contact), ==, text);
}

static void
assert_fails (DexFuture *future, SuretyStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dex_await (future, &error));
  g_assert_error (error, SURETY_STORE_ERROR, (int) code);
}

static void
test_saved_ones_are_kept (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GListModel) contacts = NULL;
  g_autoptr (GListModel) changed = NULL;
  g_autoptr (SuretyContact) first = NULL;
  g_autoptr (SuretyContact) renamed = NULL;
  const Address one = store_test_account (1);
  const Address two = store_test_account (2);
  const gint64 before = g_get_real_time () / G_USEC_PER_SEC;

  store_test_true (surety_contact_add (database, "mainnet", &one, "Safe — Tresor"));
  store_test_true (surety_contact_add (database, "mainnet", &two, "Ledger"));
  store_test_close (database);
  g_clear_object (&database);

  database = store_test_open (path);
  contacts = list (database, "mainnet", 2);
  assert_contact (contacts, 0, 1, "Safe — Tresor");
  assert_contact (contacts, 1, 2, "Ledger");
  first = g_list_model_get_item (contacts, 0);
  g_assert_cmpint (surety_contact_get_saved (first), >=, before);
  g_assert_cmpint (surety_contact_get_saved (first), <=, g_get_real_time () / G_USEC_PER_SEC);

  store_test_true (surety_contact_rename (database, "mainnet", &one, "Vault"));
  store_test_true (surety_contact_remove (database, "mainnet", &two));
  changed = list (database, "mainnet", 1);
  assert_contact (changed, 0, 1, "Vault");
  renamed = g_list_model_get_item (changed, 0);
  g_assert_true (surety_contact_same (first, first));
  g_assert_false (surety_contact_same (first, renamed));
  store_test_close (database);
}

static void
test_saved_once_for_one_network (void)
{
  g_autoptr (SuretyDatabase) database = store_test_open (NULL);
  g_autoptr (GListModel) here = NULL;
  g_autoptr (GListModel) there = NULL;
  g_autoptr (GListModel) kept = NULL;
  g_autoptr (GListModel) gone = NULL;
  const Address one = store_test_account (1);
  const Address two = store_test_account (2);

  store_test_true (surety_contact_add (database, "mainnet", &one, "here"));
  store_test_true (surety_contact_add (database, "practice", &one, "there"));
  assert_fails (surety_contact_add (database, "mainnet", &one, "again"), SURETY_STORE_ERROR_EXISTS);
  here = list (database, "mainnet", 1);
  assert_contact (here, 0, 1, "here");

  assert_fails (surety_contact_rename (database, "mainnet", &two, "nobody"),
                SURETY_STORE_ERROR_STATE);
  assert_fails (surety_contact_remove (database, "hoodi", &one), SURETY_STORE_ERROR_STATE);
  store_test_true (surety_contact_rename (database, "mainnet", &one, "changed"));
  there = list (database, "practice", 1);
  assert_contact (there, 0, 1, "there");

  store_test_true (surety_contact_forget (database, "practice"));
  gone = list (database, "practice", 0);
  kept = list (database, "mainnet", 1);
  assert_contact (kept, 0, 1, "changed");
  store_test_close (database);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/contact/saved-ones-are-kept", test_saved_ones_are_kept);
  store_test_add ("/contact/saved-once-for-one-network", test_saved_once_for_one_network);

  return store_test_run ();
}
