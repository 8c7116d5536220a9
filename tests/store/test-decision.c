/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include "surety-decision.h"

#define KIND "beyond-ladder"

static gint64
add (SuretyDatabase *database, const char *network, guint8 n, const char *body)
{
  const Address account = store_test_account (n);
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (surety_decision_add (database, network, &account, KIND, body),
                               &error);

  g_assert_no_error (error);

  return id;
}

static GListModel *
list (SuretyDatabase *database, const char *network, guint8 n, guint expected)
{
  const Address account = store_test_account (n);
  g_autoptr (GError) error = NULL;
  GListModel *decisions = dex_await_object (surety_decision_list (database, network, &account),
                                            &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (decisions), ==, expected);

  return decisions;
}

static void
assert_body (GListModel *decisions, guint position, const char *body)
{
  g_autoptr (SuretyDecision) decision = g_list_model_get_item (decisions, position);

  g_assert_cmpstr (surety_decision_get_kind (decision), ==, KIND);
  g_assert_cmpstr (surety_decision_get_body (decision), ==, body);
}

static void
test_lines_are_kept_newest_first (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (SuretyDatabase) database = store_test_open (path);
  g_autoptr (GListModel) decisions = NULL;
  g_autoptr (GListModel) again = NULL;
  g_autoptr (SuretyDecision) newest = NULL;
  g_autoptr (SuretyDecision) same = NULL;
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  gint64 first = add (database, "mainnet", 1, "{\"first\":1}");
  gint64 second = add (database, "mainnet", 1, "{\"second\":2}");

  g_assert_cmpint (second, >, first);
  store_test_close (database);
  g_clear_object (&database);

  database = store_test_open (path);
  decisions = list (database, "mainnet", 1, 2);
  assert_body (decisions, 0, "{\"second\":2}");
  assert_body (decisions, 1, "{\"first\":1}");
  newest = g_list_model_get_item (decisions, 0);
  g_assert_cmpint (surety_decision_get_id (newest), ==, second);
  g_assert_cmpint (surety_decision_get_created (newest), >=, before);
  g_assert_cmpint (surety_decision_get_created (newest), <=, g_get_real_time () / G_USEC_PER_SEC);
  again = list (database, "mainnet", 1, 2);
  same = g_list_model_get_item (again, 0);
  g_assert_true (surety_decision_same (newest, same));
  store_test_close (database);
}

static void
test_lines_are_of_one_account_on_one_network (void)
{
  g_autoptr (SuretyDatabase) database = store_test_open (NULL);
  g_autoptr (GListModel) mine = NULL;
  g_autoptr (GListModel) others = NULL;
  g_autoptr (GListModel) elsewhere = NULL;
  g_autoptr (GListModel) nobodys = NULL;

  add (database, "mainnet", 1, "mine");
  add (database, "mainnet", 2, "another's");
  add (database, "practice", 1, "elsewhere");

  mine = list (database, "mainnet", 1, 1);
  assert_body (mine, 0, "mine");
  others = list (database, "mainnet", 2, 1);
  assert_body (others, 0, "another's");
  elsewhere = list (database, "practice", 1, 1);
  assert_body (elsewhere, 0, "elsewhere");
  nobodys = list (database, "practice", 2, 0);
  store_test_close (database);
}

static void
test_one_network_is_forgotten (void)
{
  g_autoptr (SuretyDatabase) database = store_test_open (NULL);
  g_autoptr (GListModel) gone = NULL;
  g_autoptr (GListModel) kept = NULL;

  add (database, "mainnet", 1, "kept");
  add (database, "practice", 1, "gone");
  store_test_true (surety_decision_forget (database, "practice"));

  gone = list (database, "practice", 1, 0);
  kept = list (database, "mainnet", 1, 1);
  store_test_close (database);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/decision/lines-are-kept-newest-first", test_lines_are_kept_newest_first);
  store_test_add ("/decision/lines-are-of-one-account-on-one-network",
                  test_lines_are_of_one_account_on_one_network);
  store_test_add ("/decision/one-network-is-forgotten", test_one_network_is_forgotten);

  return store_test_run ();
}
