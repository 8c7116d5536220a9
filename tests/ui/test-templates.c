/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <libdex.h>
#include <string.h>

#include "merkle.h"
#include "mnemonic.h"
#include "surety-address-label.h"
#include "surety-amount-label.h"
#include "surety-application.h"
#include "surety-check-page.h"
#include "surety-config.h"
#include "surety-connection-page.h"
#include "surety-draft.h"
#include "surety-endpoints-page.h"
#include "surety-field.h"
#include "surety-form-dialog.h"
#include "surety-import-page.h"
#include "surety-keep-page.h"
#include "surety-known-mark.h"
#include "surety-load-stack.h"
#include "surety-main-view.h"
#include "surety-network-strip.h"
#include "surety-pages.h"
#include "surety-passphrase-dialog.h"
#include "surety-preferences-dialog.h"
#include "surety-ready-page.h"
#include "surety-shortcuts-dialog.h"
#include "surety-step-row.h"
#include "surety-store-error.h"
#include "surety-switcher.h"
#include "surety-traffic-group.h"
#include "surety-traffic.h"
#include "surety-wallet-page.h"
#include "surety-watch-page.h"
#include "surety-welcome-page.h"
#include "surety-words-page.h"

static SuretySession *session;

/* Built, shown, measured and taken down; warnings are fatal. */
static void
assert_builds (GtkWidget *widget)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "content", widget, NULL);
  int narrowest;

  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (widget))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
  g_assert_cmpint (narrowest, <=, 360);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_page_builds (AdwNavigationPage *page)
{
  GtkWidget *view = adw_navigation_view_new ();

  adw_navigation_view_add (ADW_NAVIGATION_VIEW (view), page);
  assert_builds (view);
}

static void
assert_dialog_builds (AdwDialog *dialog)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "content", adw_bin_new (), NULL);

  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, window);
  while (!gtk_widget_get_mapped (GTK_WIDGET (dialog)))
    g_main_context_iteration (NULL, TRUE);
  adw_dialog_force_close (dialog);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static SuretyDraft *
create_draft (void)
{
  SuretyDraft *draft = surety_draft_new (session);
  g_autoptr (SuretySecret) content = NULL;
  Secret *words = NULL;

  g_assert_cmpint (mnemonic_generate (256, &words), ==, CORE_OK);
  content = surety_secret_new (words);
  surety_draft_set_content (draft, SURETY_ACCOUNT_PHRASE, content);
  return draft;
}

static void
test_first_run_builds (void)
{
  g_autoptr (SuretyDraft) draft = create_draft ();

  assert_builds (surety_welcome_page_new ());
  assert_page_builds (surety_wallet_page_new (session));
  assert_page_builds (surety_words_page_new (draft));
  assert_page_builds (surety_check_page_new (draft));
  assert_page_builds (surety_keep_page_new (draft));
  assert_page_builds (surety_watch_page_new (session));
  assert_page_builds (surety_connection_page_new (session, TRUE));
  assert_page_builds (surety_endpoints_page_new (session));
  assert_page_builds (surety_ready_page_new (session));
  for (SuretyImportKind kind = SURETY_IMPORT_WORDS; kind <= SURETY_IMPORT_KEYSTORE; kind++)
    assert_page_builds (surety_import_page_new (draft, kind));
}

/* The rows of a group, title and what is below it, a line each. */
static void
add_rows (GtkWidget *widget, GString *rows)
{
  /* One that opens has such a row as its head. */
  if (ADW_IS_ACTION_ROW (widget) && gtk_widget_get_visible (widget))
    g_string_append_printf (rows, "%s: %s\n",
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)),
                            adw_action_row_get_subtitle (ADW_ACTION_ROW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_rows (child, rows);
}

static void
assert_rows (GtkWidget *widget, const char *expected)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  add_rows (widget, rows);
  g_assert_cmpstr (rows->str, ==, expected);
}

static void
test_traffic (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (SURETY_TYPE_TRAFFIC_GROUP, NULL));
  SuretyTrafficGroup *group = SURETY_TRAFFIC_GROUP (widget);

  surety_traffic_forget ();
  surety_traffic_group_refresh (group);
  assert_rows (widget, "Nothing yet: \n");

  surety_traffic_count (SURETY_TRAFFIC_TEST, "node.example", "eth_chainId", 2, 100, 50);
  surety_traffic_count (SURETY_TRAFFIC_TEST, "node.example", "eth_getLogs", 10, 900, 500);
  surety_traffic_count (SURETY_TRAFFIC_FILE, "one.example", "GET", 1, 200, 300);
  surety_traffic_count (SURETY_TRAFFIC_QUESTIONS, "node.example", "eth_call", 1, 100, 1);
  surety_traffic_count (SURETY_TRAFFIC_PICTURE, "two.example", "GET", 1, 200, 0);
  surety_traffic_count (SURETY_TRAFFIC_REWARDS, "rewards.example", "GET", 1, 100, 200);
  surety_traffic_count (SURETY_TRAFFIC_REWARDS, "rewards.example", "POST", 2, 300, 400);
  surety_traffic_group_refresh (group);
  surety_traffic_count (SURETY_TRAFFIC_QUESTIONS, "node.example", "eth_call", 1, 100, 1);
  surety_traffic_count (SURETY_TRAFFIC_PICTURE, "one.example", "GET", 1, 200, 0);
  surety_traffic_group_refresh (group);
  assert_rows (
    widget,
    "node.example: asked 14 times · about 1.2\u00a0kB out, 552 bytes in\n"
    "Test of the connection: eth_chainId, eth_getLogs · asked 12 times · about 1.0\u00a0kB out, "
    "550 bytes in\n"
    "What contracts say: eth_call · asked 2 times · about 200 bytes out, 2 bytes in\n"
    "Files of Operators and Services: 2 hosts · asked 3 times · about 600 bytes out, "
    "300 bytes in\n"
    "one.example: GET · Name and description of an operator or a service · asked once · about "
    "200 bytes out, 300 bytes in\n"
    "two.example: GET · Picture of an operator or a service · asked once · about 200 bytes "
    "out, 0 bytes in\n"
    "one.example: GET · Picture of an operator or a service · asked once · about 200 bytes "
    "out, 0 bytes in\n"
    "rewards.example: asked 3 times · about 400 bytes out, 600 bytes in\n"
    "Proofs of your rewards: GET, POST · asked 3 times · about 400 bytes out, 600 bytes in\n");
  surety_traffic_forget ();
}

static void
test_main_view_builds (void)
{
  assert_builds (surety_main_view_new (session));
  assert_builds (g_object_new (SURETY_TYPE_SWITCHER, "session", session, NULL));
}

static void
test_every_page_builds (void)
{
  for (const SuretyPage *page = surety_pages; page->name != NULL; page++)
    {
      g_test_message ("%s", page->name);
      assert_builds (surety_page_create (page, session));
    }
}

static void
test_dialogs_build (void)
{
  g_autoptr (GSettings) settings = g_settings_new (SURETY_APP_ID);

  assert_dialog_builds (surety_preferences_dialog_new (settings, session));
  assert_dialog_builds (ADW_DIALOG (surety_form_dialog_new ("Title", "Description", "Do It")));
  assert_dialog_builds (surety_shortcuts_dialog_new ());
  assert_dialog_builds (g_object_new (SURETY_TYPE_PASSPHRASE_DIALOG, NULL));
}

/* A field that is typed into: what is wrong with it stands under it as long as it is so. */
static void
test_typed_error (void)
{
  g_autoptr (GtkWidget) row = g_object_ref_sink (adw_entry_row_new ());
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new (NULL));

  surety_field_set_typed_error (row, GTK_LABEL (label), NULL);
  g_assert_false (gtk_widget_get_visible (label));
  for (guint i = 0; i < 2; i++)
    {
      surety_field_set_typed_error (row, GTK_LABEL (label), "No number.");
      g_assert_true (gtk_widget_get_visible (label));
      g_assert_true (gtk_widget_has_css_class (row, "error"));
    }
  surety_field_set_typed_error (row, GTK_LABEL (label), "Too much.");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "Too much.");
  surety_field_set_typed_error (row, GTK_LABEL (label), NULL);
  g_assert_false (gtk_widget_get_visible (label));
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  /* The same label for another field, which has not been marked yet. */
  surety_field_set_typed_error (row, GTK_LABEL (label), "No number.");
  gtk_widget_remove_css_class (row, "error");
  surety_field_set_typed_error (row, GTK_LABEL (label), "No number.");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
}

static void
test_figures_build (void)
{
  g_autoptr (SuretyFigure)
    known = surety_figure_new (U256_WAD, 18, "ETH", 1, 1700000000, SURETY_KNOWN_PRACTICE);
  g_autoptr (SuretyFigure) unknown = surety_figure_new_unknown (18, "ETH");
  GtkWidget *compact = surety_amount_label_new (known);

  g_object_set (compact, "compact", TRUE, NULL);
  assert_builds (surety_amount_label_new (known));
  assert_builds (surety_amount_label_new (unknown));
  assert_builds (surety_amount_label_new (NULL));
  assert_builds (compact);
  assert_builds (surety_address_label_new ("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045"));
  assert_builds (surety_address_label_new (NULL));
}

/* One mark for all figures of a source: how well, and as of when. */
static void
test_mark_of_a_source (void)
{
  g_autoptr (GtkWidget) mark = g_object_ref_sink (surety_known_mark_new (NULL));

  g_assert_false (gtk_widget_get_visible (mark));
  surety_known_mark_set_source (SURETY_KNOWN_MARK (mark), SURETY_KNOWN_ONE_ENDPOINT, 12345);
  g_assert_true (gtk_widget_get_visible (mark));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (mark), ==,
                   "One endpoint says so; nobody else was asked. As of block 12\u202f345.");
  surety_known_mark_set_source (SURETY_KNOWN_MARK (mark), SURETY_KNOWN_AGREED, 0);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (mark), ==,
                   "Two endpoints say the same of the same block.");
  surety_known_mark_set_source (SURETY_KNOWN_MARK (mark), SURETY_KNOWN_UNKNOWN, 12345);
  g_assert_false (gtk_widget_get_visible (mark));
}

static void
test_strip_shows_for_every_network (void)
{
  g_autoptr (GListModel) networks = surety_network_list_builtin ();

  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr (SuretyNetwork) network = g_list_model_get_item (networks, i);
      GtkWidget *strip = g_object_new (SURETY_TYPE_NETWORK_STRIP, "network", network, NULL);

      g_assert_true (gtk_widget_get_visible (strip));
      assert_builds (strip);
    }
}

static void
test_load_stack_shows_by_load (void)
{
  GtkWidget *content = gtk_label_new ("content");
  GtkWidget *stack = g_object_ref_sink (
    g_object_new (SURETY_TYPE_LOAD_STACK, "content", content, "empty-title", "Nothing", NULL));
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");

  g_assert_false (gtk_widget_get_child_visible (gtk_widget_get_parent (content)));
  g_object_set (stack, "load", SURETY_LOAD_READY, NULL);
  g_assert_true (gtk_widget_get_child_visible (gtk_widget_get_parent (content)));
  g_object_set (stack, "load", SURETY_LOAD_FAILED, "error", error, NULL);
  g_assert_false (gtk_widget_get_child_visible (gtk_widget_get_parent (content)));
  g_object_unref (stack);
}

/* A prompt that the user closed is said, but nothing is marked as wrong. */
static void
test_closed_prompt_is_no_error (void)
{
  GtkWidget *entry = g_object_ref_sink (gtk_entry_new ());
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (GError)
    closed = g_error_new_literal (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED, "closed");
  g_autoptr (GError)
    locked = g_error_new_literal (SURETY_STORE_ERROR, SURETY_STORE_ERROR_LOCKED, "closed as well");
  g_autoptr (GError)
    wrong = g_error_new_literal (SURETY_STORE_ERROR, SURETY_STORE_ERROR_PASSPHRASE, "wrong");

  surety_field_set_failure (entry, GTK_LABEL (label), wrong);
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_true (gtk_widget_has_css_class (label, "error"));
  surety_field_set_failure (entry, GTK_LABEL (label), closed);
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_false (gtk_widget_has_css_class (label, "error"));
  g_assert_true (gtk_widget_get_visible (label));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), !=, "");
  surety_field_set_failure (entry, GTK_LABEL (label), wrong);
  g_assert_true (gtk_widget_has_css_class (label, "error"));
  surety_field_set_failure (entry, GTK_LABEL (label), locked);
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_false (gtk_widget_has_css_class (label, "error"));
  g_assert_true (gtk_widget_get_visible (label));
  surety_field_set_failure (entry, GTK_LABEL (label), wrong);
  surety_label_set_failure (GTK_LABEL (label), closed);
  g_assert_false (gtk_widget_has_css_class (label, "error"));
  surety_label_set_failure (GTK_LABEL (label), NULL);
  g_assert_false (gtk_widget_get_visible (label));
  g_object_unref (label);
  g_object_unref (entry);
}

/* Rewards in a token that is known and in one that is not, with proofs as long as mainnet's, paid to another. */
static GtkWidget *
make_claim_row (SuretySession *with)
{
  static const guint8 siblings[18u * 32u];
  static const char signature[] =
    "function processClaim((uint32 rootIndex, uint32 earnerIndex, bytes earnerTreeProof, (address "
    "earner, bytes32 earnerTokenRoot) earnerLeaf, uint32[] tokenIndices, bytes[] tokenTreeProofs, "
    "(address token, uint256 cumulativeEarnings)[] tokenLeaves) claim, address recipient)";
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("mainnet");
  const Address known = surety_network_get_token (network, 0)->token;
  const Address unknown = { { 0xbb, 1 } };
  const Address account = { { 0xaa, 1 } };
  const Address other = { { 0xcc, 1 } };
  const Hash leaves[] = {
    merkle_token_leaf (&known, 3 * U256_WAD),
    merkle_token_leaf (&unknown, 1234567),
  };
  const Hash root = merkle_root (leaves, 2);
  AbiValue earner[] = { abi_address (&account),
                        abi_fixed_bytes ((Bytes) { root.bytes, sizeof root.bytes }) };
  AbiValue indices[] = { abi_uint (0), abi_uint (1) };
  AbiValue proofs[] = { abi_bytes ((Bytes) { leaves[1].bytes, 32 }),
                        abi_bytes ((Bytes) { leaves[0].bytes, 32 }) };
  AbiValue one[] = { abi_address (&known), abi_uint (3 * U256_WAD) };
  AbiValue two[] = { abi_address (&unknown), abi_uint (1234567) };
  AbiValue tokens[] = { abi_tuple (one, 2), abi_tuple (two, 2) };
  AbiValue fields[] = {
    abi_uint (7),
    abi_uint (100000),
    abi_bytes ((Bytes) { siblings, sizeof siblings }),
    abi_tuple (earner, 2),
    abi_array (indices, 2),
    abi_array (proofs, 2),
    abi_array (tokens, 2),
  };
  AbiValue args[] = { abi_tuple (fields, G_N_ELEMENTS (fields)), abi_address (&other) };
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) calldata = NULL;
  g_autoptr (SuretyStep) step = NULL;
  g_autoptr (SuretyDecodedCall) call = NULL;
  g_autoptr (GError) error = NULL;
  AbiItem *item = NULL;
  Buffer data = buffer_new ();
  SuretyStepFacts facts = { .kind = "claim",
                            .signature = signature,
                            .promises = promises,
                            .has_recipient = TRUE,
                            .recipient = other };
  GtkWidget *row;

  g_assert_cmpint (abi_item_parse (signature, &item), ==, CORE_OK);
  g_assert_cmpint (abi_encode_call (item, args, 2, &data), ==, CORE_OK);
  calldata = g_bytes_new (data.data, data.len);
  buffer_clear (&data);
  abi_item_free (item);
  facts.calldata = calldata;
  g_assert_true (surety_network_get_contract (network, "RewardsCoordinator", &facts.to, NULL));
  g_ptr_array_add (promises, surety_promise_new (SURETY_PROMISE_REWARDS_CLAIMED, &known, &account,
                                                 3 * U256_WAD, "stETH", 18));
  g_ptr_array_add (promises, surety_promise_new (SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, &unknown,
                                                 &other, 1234567, "", 0));
  step = surety_step_new (&facts);
  call = surety_review_decode_step (network, step, &error);
  g_assert_no_error (error);
  row = surety_step_row_new_for_review (1, step, call, &account, with);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  return row;
}

static void
settle (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (future));
  dex_unref (future);
}

static gboolean
says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return TRUE;
  return FALSE;
}

/* However long its proofs are, it can be read; and who is paid is named as it is here. */
static void
test_claim_row (void)
{
  g_autofree char *folder = g_dir_make_tmp ("surety-XXXXXX", NULL);
  g_autoptr (SuretySession) started = surety_session_new (folder);
  const Address other = { { 0xcc, 1 } };
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = NULL;

  settle (surety_session_start (started));
  settle (surety_session_add_watch (started, "Cold Store", &other));
  row = make_claim_row (started);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  g_assert_true (says (row, "“Cold Store”, an account here"));
  g_assert_true (says (row, "not to this account"));
  g_assert_true (says (row, "3 stETH"));
  assert_builds (list);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  int status;

  g_assert_true (secret_heap_init ());
  dex_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  folder = g_dir_make_tmp ("surety-XXXXXX", NULL);
  session = surety_session_new (folder);

  g_test_add_func ("/templates/first-run-builds", test_first_run_builds);
  g_test_add_func ("/templates/traffic-is-by-host-and-purpose", test_traffic);
  g_test_add_func ("/templates/main-view-builds", test_main_view_builds);
  g_test_add_func ("/templates/every-page-builds", test_every_page_builds);
  g_test_add_func ("/templates/dialogs-build", test_dialogs_build);
  g_test_add_func ("/templates/typed-error-stands-while-it-is-so", test_typed_error);
  g_test_add_func ("/templates/figures-build", test_figures_build);
  g_test_add_func ("/templates/mark-of-a-source", test_mark_of_a_source);
  g_test_add_func ("/templates/strip-shows-for-every-network", test_strip_shows_for_every_network);
  g_test_add_func ("/templates/load-stack-shows-by-load", test_load_stack_shows_by_load);
  g_test_add_func ("/templates/claim-row", test_claim_row);
  g_test_add_func ("/templates/closed-prompt-is-no-error", test_closed_prompt_is_no_error);
  status = g_test_run ();
  g_clear_object (&session);
  return status;
}
