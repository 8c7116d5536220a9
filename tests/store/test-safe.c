/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include "surety-keyring.h"
#include "surety-safe.h"

#define KEY                                                        \
  "02"                                                             \
  "00000000000000000000000000000000000000000000000000000000000000" \
  "07"
#define OTHER                                                      \
  "02"                                                             \
  "00000000000000000000000000000000000000000000000000000000000000" \
  "09"

/* Somebody in front of the screen. */
typedef struct
{
  SuretySafe *safe;
  GListModel *records;
  const char *password; /* NULL: closes the question */
  const char *former;
  gboolean leaves; /* answers, and locks the screen at once */
  guint unlocks;
  guint asks;
} Person;

static DexFuture *
ask (SuretyAsk what, gpointer user_data)
{
  Person *person = user_data;

  person->asks++;
  g_assert_cmpint (what, ==, SURETY_ASK_FORMER);
  if (person->former == NULL)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED, "closed");
  if (person->leaves)
    surety_safe_lock (person->safe);

  return dex_future_new_take_boxed (SURETY_TYPE_SECRET, store_test_text (person->former));
}

static DexFuture *
leave (DexFuture *completed, gpointer user_data)
{
  surety_safe_lock (user_data);

  return NULL;
}

static DexFuture *
unlock (gpointer user_data)
{
  Person *person = user_data;
  g_autoptr (SuretySecret) password = NULL;

  person->unlocks++;
  if (person->password == NULL)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED, "closed");
  password = store_test_text (person->password);
  if (person->leaves)
    return dex_future_then (surety_safe_unlock (person->safe, person->records, password), leave,
                            person->safe, NULL);

  return surety_safe_unlock (person->safe, person->records, password);
}

static SuretyAccountRecord *
new_record (guint8 n, guint32 index, const char *id)
{
  const Address address = store_test_account (n);

  return surety_account_record_new (&address, "mine", SURETY_ACCOUNT_KEY, SURETY_PLACE_KEYRING, id,
                                    index);
}

typedef struct
{
  SuretySafe *safe;
  GListStore *records;
  SuretyAccountRecord *first;
  SuretyAccountRecord *second;
  char *first_id;
  char *second_id;
  Person person;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  dex_await (surety_keyring_remove (self->first_id), NULL);
  dex_await (surety_keyring_remove (self->second_id), NULL);
  g_object_unref (self->safe);
  g_object_unref (self->records);
  g_object_unref (self->first);
  g_object_unref (self->second);
  g_free (self->first_id);
  g_free (self->second_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* Two keys, neither protected. */
static void
fixture_init (Fixture *self)
{
  g_autoptr (SuretySecret) first = store_test_hex (KEY);
  g_autoptr (SuretySecret) second = store_test_hex (OTHER);

  *self = (Fixture) { 0 };
  self->safe = surety_safe_new (NULL);
  self->records = g_list_store_new (SURETY_TYPE_ACCOUNT_RECORD);
  self->first_id = g_uuid_string_random ();
  self->second_id = g_uuid_string_random ();
  self->first = new_record (7, 0, self->first_id);
  self->second = new_record (9, 0, self->second_id);
  g_list_store_append (self->records, self->first);
  g_list_store_append (self->records, self->second);
  self->person.safe = self->safe;
  self->person.records = G_LIST_MODEL (self->records);
  surety_safe_set_person (self->safe, ask, unlock, &self->person);
  store_test_true (
    surety_safe_save (self->safe, self->first_id, "mine", first, SURETY_PLACE_KEYRING, NULL));
  store_test_true (
    surety_safe_save (self->safe, self->second_id, "mine", second, SURETY_PLACE_KEYRING, NULL));
}

static DexFuture *
set_password (Fixture *self, const char *text)
{
  g_autoptr (SuretySecret) password = text != NULL ? store_test_text (text) : NULL;

  return surety_safe_set_password (self->safe, G_LIST_MODEL (self->records), password);
}

static DexFuture *
give_password (Fixture *self, const char *text)
{
  g_autoptr (SuretySecret) password = store_test_text (text);

  return surety_safe_unlock (self->safe, G_LIST_MODEL (self->records), password);
}

static void
assert_item (const char *id, gboolean sealed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretySecret) content = dex_await_boxed (surety_keyring_load (id), &error);

  g_assert_no_error (error);
  g_assert_cmpint (surety_secret_is_keystore (content), ==, sealed);
}

static void
assert_loads (Fixture *self, SuretyAccountRecord *record, const char *hex)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretySecret)
    material = dex_await_boxed (surety_safe_load (self->safe, record), &error);

  g_assert_no_error (error);
  store_test_assert_hex (material, hex);
}

static void
assert_state (Fixture *self, gboolean is_protected, gboolean locked)
{
  g_assert_cmpint (surety_safe_get_protected (self->safe), ==, is_protected);
  g_assert_cmpint (surety_safe_get_locked (self->safe), ==, locked);
}

static void
test_password_protects_every_key (void)
{
  g_auto (Fixture) self;
  g_autoptr (GError) error = NULL;

  fixture_init (&self);
  assert_state (&self, FALSE, FALSE);
  assert_item (self.first_id, FALSE);
  /* Without a password there is nothing to lock. */
  surety_safe_lock (self.safe);
  assert_state (&self, FALSE, FALSE);

  store_test_true (set_password (&self, "correct horse"));
  assert_state (&self, TRUE, FALSE);
  assert_item (self.first_id, TRUE);
  assert_item (self.second_id, TRUE);
  assert_loads (&self, self.second, OTHER);
  g_assert_cmpuint (self.person.unlocks, ==, 0);

  /* Locked: not without somebody who gives it. */
  surety_safe_lock (self.safe);
  assert_state (&self, TRUE, TRUE);
  g_assert_null (dex_await_boxed (surety_safe_load (self.safe, self.first), &error));
  assert_store_error (error, DISMISSED);
  g_clear_error (&error);
  g_assert_cmpuint (self.person.unlocks, ==, 1);
  g_assert_false (dex_await (give_password (&self, "battery staple"), &error));
  assert_store_error (error, PASSPHRASE);
  g_clear_error (&error);
  assert_state (&self, TRUE, TRUE);
  g_assert_false (dex_await (set_password (&self, NULL), &error));
  assert_store_error (error, STATE);
  g_clear_error (&error);

  self.person.password = "correct horse";
  assert_loads (&self, self.first, KEY);
  g_assert_cmpuint (self.person.unlocks, ==, 2);
  assert_state (&self, TRUE, FALSE);

  /* Taken away again. */
  store_test_true (set_password (&self, NULL));
  assert_state (&self, FALSE, FALSE);
  assert_item (self.first_id, FALSE);
  assert_item (self.second_id, FALSE);
  assert_loads (&self, self.first, KEY);
  g_assert_cmpuint (self.person.asks, ==, 0);
}

/* Stopped between two keys, or between writing one and removing what it was. */
static void
test_setting_that_was_cut_off_goes_on (void)
{
  g_auto (Fixture) self;
  g_autoptr (GListStore) one = g_list_store_new (SURETY_TYPE_ACCOUNT_RECORD);
  g_autoptr (SuretySafe) restarted = NULL;
  g_autoptr (SuretySecret) password = store_test_text ("correct horse");

  fixture_init (&self);
  g_list_store_append (one, self.first);
  store_test_true (surety_safe_set_password (self.safe, G_LIST_MODEL (one), password));
  assert_item (self.first_id, TRUE);
  assert_item (self.second_id, FALSE);

  /* The next start does not know of it: the item says so itself. */
  restarted = surety_safe_new (NULL);
  surety_safe_set_person (restarted, ask, unlock, &self.person);
  g_set_object (&self.safe, restarted);
  self.person.safe = restarted;
  self.person.password = "correct horse";
  assert_state (&self, FALSE, FALSE);
  assert_loads (&self, self.first, KEY);
  assert_state (&self, TRUE, FALSE);
  /* Unlocking did the rest. */
  assert_item (self.second_id, TRUE);
  assert_loads (&self, self.second, OTHER);
}

static void
test_key_that_a_change_missed_asks_for_the_former_password (void)
{
  g_auto (Fixture) self;
  g_autoptr (GListStore) one = g_list_store_new (SURETY_TYPE_ACCOUNT_RECORD);
  g_autoptr (SuretySecret) newer = store_test_text ("tr0ub4dor");
  g_autoptr (GError) error = NULL;

  fixture_init (&self);
  store_test_true (set_password (&self, "correct horse"));
  g_list_store_append (one, self.second);
  store_test_true (surety_safe_set_password (self.safe, G_LIST_MODEL (one), newer));

  g_assert_null (dex_await_boxed (surety_safe_load (self.safe, self.first), &error));
  assert_store_error (error, DISMISSED);
  self.person.former = "correct horse";
  assert_loads (&self, self.first, KEY);
  g_assert_cmpuint (self.person.asks, ==, 2);
  /* Under the new one now. */
  self.person.former = NULL;
  assert_loads (&self, self.first, KEY);
  g_assert_cmpuint (self.person.asks, ==, 2);
}

static void
test_item_deleted_behind_our_back (void)
{
  g_auto (Fixture) self;
  g_autoptr (GError) error = NULL;

  fixture_init (&self);
  store_test_true (set_password (&self, "correct horse"));
  store_test_true (surety_keyring_remove (self.first_id));
  g_assert_null (dex_await_boxed (surety_safe_load (self.safe, self.first), &error));
  assert_store_error (error, NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (dex_await_boolean (surety_safe_look (self.safe, self.first), &error));
  g_assert_no_error (error);
  g_assert_true (dex_await_boolean (surety_safe_look (self.safe, self.second), &error));
  g_assert_no_error (error);
  /* Removing it is no error, and the other one still unlocks. */
  store_test_true (surety_safe_remove (self.safe, self.first));
  surety_safe_lock (self.safe);
  store_test_true (give_password (&self, "correct horse"));
  assert_loads (&self, self.second, OTHER);

  /* With the last one the password is gone: any opens nothing. */
  store_test_true (surety_safe_remove (self.safe, self.second));
  surety_safe_lock (self.safe);
  g_assert_false (dex_await (give_password (&self, "correct horse"), &error));
  assert_store_error (error, NOT_FOUND);
}

/* The screen is locked while the slow work is done: whoever comes next finds it locked. */
static void
test_lock_while_it_is_unlocked_holds (void)
{
  g_auto (Fixture) self;
  g_autoptr (DexFuture) unlocking = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&self);
  store_test_true (set_password (&self, "correct horse"));
  surety_safe_lock (self.safe);
  unlocking = give_password (&self, "correct horse");
  surety_safe_lock (self.safe);
  g_assert_false (dex_await (g_steal_pointer (&unlocking), &error));
  assert_store_error (error, DISMISSED);
  assert_state (&self, TRUE, TRUE);

  /* Asked again, it opens. */
  store_test_true (give_password (&self, "correct horse"));
  assert_state (&self, TRUE, FALSE);
}

/* What is opened when the screen is locked is given to nobody: it would be shown after all that shows a secret was
 * taken off the screen. */
static void
test_lock_while_a_key_is_opened_holds (void)
{
  g_auto (Fixture) self;
  g_autoptr (GListStore) one = g_list_store_new (SURETY_TYPE_ACCOUNT_RECORD);
  g_autoptr (SuretySecret) newer = store_test_text ("tr0ub4dor");
  g_autoptr (SuretySecret) material = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&self);
  store_test_true (set_password (&self, "correct horse"));
  g_list_store_append (one, self.second);
  store_test_true (surety_safe_set_password (self.safe, G_LIST_MODEL (one), newer));
  self.person.former = "correct horse";
  self.person.leaves = TRUE;
  material = dex_await_boxed (surety_safe_load (self.safe, self.first), &error);
  g_assert_null (material);
  assert_store_error (error, DISMISSED);
  assert_state (&self, TRUE, TRUE);
  g_assert_cmpuint (self.person.asks, ==, 1);
}

/* The same of a file, which has a passphrase of its own. */
static DexFuture *
give_and_leave (SuretyAsk what, gpointer user_data)
{
  g_assert_cmpint (what, ==, SURETY_ASK_FILE);
  surety_safe_lock (user_data);

  return dex_future_new_take_boxed (SURETY_TYPE_SECRET, store_test_text ("of the file"));
}

static DexFuture *
give (SuretyAsk what, gpointer user_data)
{
  return dex_future_new_take_boxed (SURETY_TYPE_SECRET, store_test_text ("of the file"));
}

static void
test_lock_while_a_key_file_is_opened_holds (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SuretySafe) safe = surety_safe_new (folder);
  g_autoptr (SuretySecret) key = store_test_hex (KEY);
  g_autoptr (SuretySecret) passphrase = store_test_text ("of the file");
  const Address address = store_test_account (7);
  g_autoptr (SuretyAccountRecord)
    record = surety_account_record_new (&address, "mine", SURETY_ACCOUNT_KEY, SURETY_PLACE_FILE, id,
                                        0);
  g_autoptr (SuretySecret) material = NULL;
  g_autoptr (SuretySecret) again = NULL;
  g_autoptr (GError) error = NULL;

  store_test_true (surety_safe_save (safe, id, "mine", key, SURETY_PLACE_FILE, passphrase));
  surety_safe_set_person (safe, give_and_leave, NULL, safe);
  material = dex_await_boxed (surety_safe_load (safe, record), &error);
  g_assert_null (material);
  assert_store_error (error, DISMISSED);
  g_clear_error (&error);

  surety_safe_set_person (safe, give, NULL, NULL);
  again = dex_await_boxed (surety_safe_load (safe, record), &error);
  g_assert_no_error (error);
  store_test_assert_hex (again, KEY);
}

static void
test_lock_while_a_password_is_set_holds (void)
{
  g_auto (Fixture) self;
  g_autoptr (DexFuture) setting = NULL;

  fixture_init (&self);
  setting = set_password (&self, "correct horse");
  surety_safe_lock (self.safe);
  store_test_true (g_steal_pointer (&setting));
  assert_item (self.first_id, TRUE);
  assert_item (self.second_id, TRUE);
  assert_state (&self, TRUE, TRUE);
  store_test_true (give_password (&self, "correct horse"));
  assert_loads (&self, self.second, OTHER);
}

/* Never without the password that all the others are behind. */
static void
test_key_is_not_kept_without_the_password (void)
{
  g_auto (Fixture) self;
  g_autoptr (SuretySecret) key = store_test_hex (KEY);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SuretySecret) kept = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&self);
  store_test_true (set_password (&self, "correct horse"));
  surety_safe_lock (self.safe);
  self.person.password = "correct horse";
  self.person.leaves = TRUE;
  g_assert_false (
    dex_await (surety_safe_save (self.safe, id, "mine", key, SURETY_PLACE_KEYRING, NULL), &error));
  assert_store_error (error, DISMISSED);
  g_clear_error (&error);
  kept = dex_await_boxed (surety_keyring_load (id), &error);
  g_assert_null (kept);
  assert_store_error (error, NOT_FOUND);
  g_clear_error (&error);

  self.person.leaves = FALSE;
  store_test_true (surety_safe_save (self.safe, id, "mine", key, SURETY_PLACE_KEYRING, NULL));
  assert_item (id, TRUE);
  store_test_true (surety_keyring_remove (id));
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/safe/password-protects-every-key", test_password_protects_every_key);
  store_test_add ("/safe/setting-that-was-cut-off-goes-on", test_setting_that_was_cut_off_goes_on);
  store_test_add ("/safe/key-that-a-change-missed-asks-for-the-former-password",
                  test_key_that_a_change_missed_asks_for_the_former_password);
  store_test_add ("/safe/item-deleted-behind-our-back", test_item_deleted_behind_our_back);
  store_test_add ("/safe/lock-while-it-is-unlocked-holds", test_lock_while_it_is_unlocked_holds);
  store_test_add ("/safe/lock-while-a-key-is-opened-holds", test_lock_while_a_key_is_opened_holds);
  store_test_add ("/safe/lock-while-a-key-file-is-opened-holds",
                  test_lock_while_a_key_file_is_opened_holds);
  store_test_add ("/safe/lock-while-a-password-is-set-holds",
                  test_lock_while_a_password_is_set_holds);
  store_test_add ("/safe/key-is-not-kept-without-the-password",
                  test_key_is_not_kept_without_the_password);

  return store_test_run ();
}
