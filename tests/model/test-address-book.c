/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"
#include "model-test.h"
#include "surety-protocol-error.h"
#include "surety-session-private.h"

/* Whom rewards may be paid to: an own account, or an address saved for the network. */

#define FIFTEEN_DAYS (15u * 24u * 3600u)

#define ONE "0x1111111111111111111111111111111111111111"
#define TWO "0x2222222222222222222222222222222222222222"
/* Begins and ends as ONE does. */
#define LIKE_ONE "0x1111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1111"

static SuretyAddressBook *
book_of (ModelTest *test)
{
  SuretyAddressBook *book = surety_session_get_address_book (test->session);

  g_assert_nonnull (book);
  return book;
}

static gboolean
is_read (SuretyAddressBook *book)
{
  return surety_address_book_get_load (book) == SURETY_LOAD_READY ||
         surety_address_book_get_load (book) == SURETY_LOAD_EMPTY;
}

static void
assert_fails (DexFuture *future, GQuark domain, int code)
{
  g_autoptr (GError) error = model_test_rejects (future);

  g_assert_error (error, domain, code);
}

static void
assert_stranger (SuretyAddressBook *book, const Address *address)
{
  assert_fails (surety_payees_check (SURETY_PAYEES (book), address), SURETY_PROTOCOL_ERROR,
                SURETY_PROTOCOL_ERROR_STRANGER);
}

static void
assert_payee (SuretyAddressBook *book, const Address *address)
{
  model_test_true (surety_payees_check (SURETY_PAYEES (book), address));
}

static const char *
name_at (SuretyAddressBook *book, guint position)
{
  g_autoptr (SuretyContact) contact = g_list_model_get_item (G_LIST_MODEL (book), position);

  g_assert_nonnull (contact);
  return surety_contact_get_name (contact); /* the list holds it */
}

static void
count_cb (GListModel *list, guint position, guint removed, guint added, guint *n)
{
  (*n)++;
}

static void
test_saved_renamed_removed (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  const Address one = model_test_address (ONE);
  const Address two = model_test_address (TWO);
  SuretyAddressBook *book;
  guint n_changes = 0;

  g_assert_null (surety_session_get_address_book (test->session));
  model_test_practise (test);
  book = book_of (test);
  model_test_wait (is_read, book);
  g_assert_cmpint (surety_address_book_get_load (book), ==, SURETY_LOAD_EMPTY);
  g_signal_connect (book, "items-changed", G_CALLBACK (count_cb), &n_changes);

  model_test_true (surety_address_book_add (book, &two, "Zoe"));
  model_test_true (surety_address_book_add (book, &one, "  Anna\u202e\n  Berg\t "));
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 2);
  g_assert_cmpstr (name_at (book, 0), ==, "Anna Berg");
  g_assert_cmpstr (name_at (book, 1), ==, "Zoe");
  g_assert_cmpint (surety_address_book_get_load (book), ==, SURETY_LOAD_READY);
  g_assert_nonnull (surety_address_book_find (book, &one));

  model_test_true (surety_address_book_rename (book, &two, "Aaron"));
  g_assert_cmpstr (name_at (book, 0), ==, "Aaron");
  model_test_true (surety_address_book_remove (book, &one));
  g_assert_null (surety_address_book_find (book, &one));
  assert_fails (surety_address_book_remove (book, &one), SURETY_STORE_ERROR,
                SURETY_STORE_ERROR_STATE);

  /* It is there at the next start, and gone when practice begins anew. */
  g_signal_handlers_disconnect_by_data (book, &n_changes);
  model_test_restart (test);
  book = book_of (test);
  model_test_wait (is_read, book);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 1);
  assert_payee (book, &two);
  model_test_true (surety_session_restart_practice (test->session));
  book = book_of (test);
  model_test_wait (is_read, book);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 0);
  assert_stranger (book, &two);
}

static void
test_refused (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  const Address nobody = { 0 };
  const Address one = model_test_address (ONE);
  const Address two = model_test_address (TWO);
  g_autofree char *long_name = g_strnfill (200, 'x');
  g_autoptr (GError) error = NULL;
  SuretyAddressBook *book;
  const Address *known;
  Address rewards;

  model_test_practise (test);
  book = book_of (test);
  known = &surety_network_get_token (surety_session_get_network (test->session), 0)->token;
  g_assert_true (surety_network_get_contract (surety_session_get_network (test->session),
                                              "RewardsCoordinator", &rewards, NULL));

  assert_fails (surety_address_book_add (book, &nobody, "a"), SURETY_BOOK_ERROR,
                SURETY_BOOK_ERROR_NOBODY);
  assert_fails (surety_address_book_add (book, known, "a"), SURETY_BOOK_ERROR,
                SURETY_BOOK_ERROR_CONTRACT);
  assert_fails (surety_address_book_add (book, &rewards, "a"), SURETY_BOOK_ERROR,
                SURETY_BOOK_ERROR_CONTRACT);
  assert_fails (surety_address_book_add (book,
                                         surety_account_get_address (
                                           surety_session_get_account (test->session)),
                                         "a"),
                SURETY_BOOK_ERROR, SURETY_BOOK_ERROR_OWN);
  g_assert_false (surety_session_check_contact (test->session,
                                                surety_account_get_address (
                                                  surety_session_get_account (test->session)),
                                                &error));
  g_assert_error (error, SURETY_BOOK_ERROR, SURETY_BOOK_ERROR_OWN);
  g_clear_error (&error);
  assert_fails (surety_address_book_add (book, &one, " \n\u202e "), SURETY_BOOK_ERROR,
                SURETY_BOOK_ERROR_NAME);

  g_assert_true (surety_session_check_contact (test->session, &one, &error));
  model_test_true (surety_address_book_add (book, &one, long_name));
  g_assert_cmpuint (strlen (name_at (book, 0)), ==, SURETY_BOOK_LONGEST_NAME);
  model_test_true (surety_address_book_rename (book, &one, "Paul"));
  assert_fails (surety_address_book_add (book, &one, "Other"), SURETY_BOOK_ERROR,
                SURETY_BOOK_ERROR_SAVED);
  g_assert_false (surety_session_check_contact (test->session, &one, &error));
  g_assert_error (error, SURETY_BOOK_ERROR, SURETY_BOOK_ERROR_SAVED);
  /* With another alphabet's letters. */
  assert_fails (surety_address_book_add (book, &two, "\u0420\u0430ul"), SURETY_BOOK_ERROR,
                SURETY_BOOK_ERROR_NAME_TAKEN);
  /* Its own name it may have. */
  model_test_true (surety_address_book_rename (book, &one, "paul"));
  model_test_true (surety_address_book_add (book, &two, "Paula"));
  assert_fails (surety_address_book_rename (book, &two, "Paul"), SURETY_BOOK_ERROR,
                SURETY_BOOK_ERROR_NAME_TAKEN);
}

static void
test_looks_like (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  const Address one = model_test_address (ONE);
  const Address like_one = model_test_address (LIKE_ONE);
  g_autofree char *name = NULL;
  Address like;

  model_test_practise (test);
  g_assert_null (surety_session_dup_look_alike (test->session, &like_one, &like));
  model_test_true (surety_address_book_add (book_of (test), &one, "Ledger"));
  name = surety_session_dup_look_alike (test->session, &like_one, &like);
  g_assert_cmpstr (name, ==, "Ledger");
  g_assert_true (address_equal (&like, &one));
}

static void
assert_party (ModelTest *test, const Address *address, SuretyPartyKind expected)
{
  g_autoptr (GError) error = NULL;
  const gint64 kind = dex_await_int64 (surety_session_load_party (test->session, address), &error);

  g_assert_no_error (error);
  g_assert_cmpint (kind, ==, expected);
}

static void
test_who_is_behind_it (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  const Address one = model_test_address (ONE);
  g_autoptr (GError) error = NULL;
  Address rewards;

  /* Nobody is asked before somebody was chosen. */
  error = model_test_rejects (surety_session_load_party (test->session, &one));
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT);

  model_test_practise (test);
  g_assert_true (surety_network_get_contract (surety_session_get_network (test->session),
                                              "RewardsCoordinator", &rewards, NULL));
  assert_party (test, &one, SURETY_PARTY_ACCOUNT);
  assert_party (test, &rewards, SURETY_PARTY_CONTRACT);
}

/* Practice's key is everybody's, and a watched account's is somewhere else. */
static void
test_whose_key_is_here (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  const Address watched = model_test_address (ONE);
  const Address keyed = model_test_address (TWO);
  const Address *player;
  g_autoptr (SuretyAccountRecord)
    record = surety_account_record_new (&keyed, "Ledger", SURETY_ACCOUNT_KEY, SURETY_PLACE_KEYRING,
                                        "id", 0);
  g_autoptr (SuretyAddressBook) mainnet = NULL;
  g_autoptr (SuretyAddressBook) hoodi = NULL;
  SuretyAddressBook *practice;

  model_test_practise (test);
  practice = book_of (test);
  player = surety_account_get_address (surety_session_get_account (test->session));
  mainnet = surety_address_book_new (model_test_find_network (test->session, "mainnet"),
                                     test->session->database);
  hoodi = surety_address_book_new (model_test_find_network (test->session, "hoodi"),
                                   test->session->database);
  assert_payee (practice, player);
  assert_stranger (mainnet, player);

  model_test_true (surety_account_record_save (test->session->database, record));
  assert_payee (mainnet, &keyed);
  assert_payee (hoodi, &keyed);
  assert_stranger (practice, &keyed);
  assert_fails (surety_address_book_add (mainnet, &keyed, "a"), SURETY_BOOK_ERROR,
                SURETY_BOOK_ERROR_OWN);

  g_clear_object (&record);
  record = surety_account_record_new (&watched, "Watched", SURETY_ACCOUNT_WATCH, SURETY_PLACE_NONE,
                                      "", 0);
  model_test_true (surety_account_record_save (test->session->database, record));
  assert_stranger (mainnet, &watched);
  model_test_true (surety_address_book_add (mainnet, &watched, "Watched"));
  assert_payee (mainnet, &watched);
  /* Saved where it was saved. */
  assert_stranger (hoodi, &watched);
  assert_stranger (practice, &watched);
}

static void
test_unreadable (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  const Address one = model_test_address (ONE);
  g_autoptr (SuretyDatabase) database = NULL;
  g_autoptr (SuretyAddressBook) book = NULL;
  g_autoptr (GError) error = NULL;

  database = dex_await_object (surety_database_open (NULL), &error);
  g_assert_no_error (error);
  book = surety_address_book_new (model_test_find_network (test->session, "mainnet"), database);
  model_test_true (surety_address_book_add (book, &one, "Ledger"));
  assert_payee (book, &one);
  model_test_true (surety_database_close (database));
  g_assert_nonnull (surety_address_book_find (book, &one));
  error = model_test_rejects (surety_payees_check (SURETY_PAYEES (book), &one));
  g_assert_true (error->domain == SURETY_STORE_ERROR);
  g_clear_error (&error);
  error = model_test_rejects (surety_address_book_refresh (book));
  g_assert_cmpint (surety_address_book_get_load (book), ==, SURETY_LOAD_FAILED);
}

/* --- rewards, as a page claims them --- */

static gboolean
is_all_done (SuretySession *session)
{
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (session));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL)
        return FALSE;
    }
  return g_list_model_get_n_items (entries) > 0;
}

static void
run (SuretySession *session, SuretyPreparation *preparation)
{
  g_autoptr (GError) error = NULL;

  dex_await_int64 (surety_session_start_plan (session, preparation, SURETY_SPEED_NORMAL), &error);
  g_assert_no_error (error);
  model_test_true (surety_activity_refresh (surety_session_get_activity (session)));
  model_test_wait (is_all_done, session);
}

static SuretyPreparation *
prepare (SuretySession *session, SuretyIntent *intent)
{
  g_autoptr (GError) error = NULL;
  SuretyPreparation *preparation = dex_await_object (surety_session_prepare (session, intent),
                                                     &error);

  g_assert_no_error (error);
  return preparation;
}

static SuretyIntent *
earn_for (ModelTest *test, const Address *recipient)
{
  SuretySession *session = test->session;
  const Address *player = surety_account_get_address (surety_session_get_account (session));
  const Address strategy =
    surety_asset_get_token (model_test_find_asset (session, "rETH"))->strategy;
  const Address provider = claims_find_operator (surety_context_get_protocol (session->context),
                                                 &strategy);
  g_autoptr (SuretyIntent)
    enter = surety_intent_new_enter (player, &strategy, U256_WAD / 2u, &provider);
  g_autoptr (SuretyPreparation) preparation = prepare (session, enter);
  g_autoptr (SuretyClaim) claim = NULL;

  run (session, preparation);
  model_test_true (surety_session_wind (session, FIFTEEN_DAYS));
  claim = claims_newest (surety_play_get_practice (session->play), player);
  return surety_intent_new_claim (player, claim, recipient);
}

static void
test_rewards_go_to_saved_ones (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  const Address one = model_test_address (ONE);
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (SuretyAccountRecord)
    watched = surety_account_record_new (&one, "Watched", SURETY_ACCOUNT_WATCH, SURETY_PLACE_NONE,
                                         "", 0);
  g_autoptr (SuretyAddressBook) elsewhere = NULL;

  model_test_practise (test);
  intent = earn_for (test, &one);
  assert_fails (surety_session_prepare (test->session, intent), SURETY_PROTOCOL_ERROR,
                SURETY_PROTOCOL_ERROR_STRANGER);
  model_test_true (surety_account_record_save (test->session->database, watched));
  assert_fails (surety_session_prepare (test->session, intent), SURETY_PROTOCOL_ERROR,
                SURETY_PROTOCOL_ERROR_STRANGER);
  elsewhere = surety_address_book_new (model_test_find_network (test->session, "hoodi"),
                                       test->session->database);
  model_test_true (surety_address_book_add (elsewhere, &one, "Ledger"));
  assert_fails (surety_session_prepare (test->session, intent), SURETY_PROTOCOL_ERROR,
                SURETY_PROTOCOL_ERROR_STRANGER);

  model_test_true (surety_address_book_add (book_of (test), &one, "Ledger"));
  preparation = prepare (test->session, intent);
  run (test->session, preparation);
}

static void
test_taken_out_after_it_was_looked_at (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  const Address one = model_test_address (ONE);
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyPreparation) preparation = NULL;

  model_test_practise (test);
  intent = earn_for (test, &one);
  model_test_true (surety_address_book_add (book_of (test), &one, "Ledger"));
  preparation = prepare (test->session, intent);
  model_test_true (surety_address_book_remove (book_of (test), &one));
  assert_fails (surety_session_start_plan (test->session, preparation, SURETY_SPEED_NORMAL),
                SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/model/address-book/saved-renamed-removed", test_saved_renamed_removed);
  model_test_add ("/model/address-book/what-is-refused", test_refused);
  model_test_add ("/model/address-book/saved-ones-are-known-to-look-alikes", test_looks_like);
  model_test_add ("/model/address-book/who-is-behind-it", test_who_is_behind_it);
  model_test_add ("/model/address-book/own-is-whose-key-is-here", test_whose_key_is_here);
  model_test_add ("/model/address-book/unreadable-pays-nobody", test_unreadable);
  model_test_add ("/model/address-book/rewards-go-to-saved-ones", test_rewards_go_to_saved_ones);
  model_test_add ("/model/address-book/taken-out-after-it-was-looked-at",
                  test_taken_out_after_it_was_looked_at);

  return g_test_run ();
}
