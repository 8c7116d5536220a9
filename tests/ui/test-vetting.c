/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <libdex.h>

#include "surety-check-row.h"
#include "surety-config.h"
#include "surety-threshold-dialog.h"
#include "surety-vetting-card.h"
#include "surety-vetting-settings.h"

#define KEY "vetting-thresholds"

static SuretyNetwork *network;

/* An operator of which only the shares are known: a fifth of the stake is slashable. */
static SuretyVetting *
create_vetting (void)
{
  const SuretyVettingChain chain = {
    .network = network,
    .block = 20000000,
    .time = 1790000000,
    .exit_known = TRUE,
    .exit_delay = 100800,
  };
  const SuretyPledgedMagnitude pledged = {
    .strategy = surety_network_get_token (network, 0)->strategy,
    .max = U256_WAD,
    .now = U256_WAD / 5u,
    .latent = U256_WAD - U256_WAD / 5u,
  };
  const SuretyProviderFacts facts = {
    .approval_known = TRUE,
    .approver = { .bytes = { 1 } },
    .pledged = &pledged,
    .n_pledged = 1,
  };
  g_autoptr (SuretyProvider) provider = surety_provider_new (&facts);

  return surety_vetting_new_operator (&chain, provider, NULL, NULL, NULL, NULL,
                                      surety_vetting_thresholds ());
}

static void
collect_rows (GtkWidget *widget, GPtrArray *out)
{
  if (SURETY_IS_CHECK_ROW (widget))
    {
      g_ptr_array_add (out, widget);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, out);
}

/* The rows as they stand, and the one of a check. */
static SuretyCheckRow *
find_row (GtkWidget *card, CheckId id, guint *position, guint *n)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  collect_rows (card, rows);
  *n = rows->len;
  for (guint i = 0; i < rows->len; i++)
    {
      SuretyCheckRow *row = g_ptr_array_index (rows, i);

      *position = i;
      if (surety_check_get_id (surety_check_row_get_check (row)) == id)
        return row;
    }
  return NULL;
}

static GtkWidget *
present (GtkWidget *widget)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "content", widget, NULL);

  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (widget))
    g_main_context_iteration (NULL, TRUE);
  return window;
}

static void
take_down (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

static void
test_card_builds (void)
{
  g_autoptr (SuretyVetting) vetting = create_vetting ();
  GtkWidget *card = surety_vetting_card_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *window = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  int narrowest = 0;

  g_assert_false (gtk_widget_get_visible (card));
  surety_vetting_card_set_vetting (SURETY_VETTING_CARD (card), vetting);
  g_assert_true (gtk_widget_get_visible (card));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), card);
  window = present (scrolled);
  collect_rows (card, rows);
  g_assert_cmpuint (rows->len, ==, g_list_model_get_n_items (surety_vetting_get_checks (vetting)));
  for (guint i = 0; i < rows->len; i++)
    {
      AdwExpanderRow *row = g_ptr_array_index (rows, i);

      adw_expander_row_set_expanded (row, TRUE);
      g_assert_true (has_label (GTK_WIDGET (row), "Why it matters"));
      g_assert_true (has_label (GTK_WIDGET (row), "What you can do"));
    }
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
  g_assert_cmpint (narrowest, <=, 336);
  take_down (window);
}

/* A stricter threshold moves the row up to what needs a look; it stays open. */
static void
test_threshold_moves_the_row (void)
{
  g_autoptr (SuretyVetting) vetting = create_vetting ();
  SuretyThresholds *thresholds = surety_vetting_thresholds ();
  GtkWidget *card = surety_vetting_card_new ();
  GtkWidget *window = NULL;
  SuretyCheckRow *row = NULL;
  guint before = 0;
  guint after = 0;
  guint n = 0;

  surety_vetting_card_set_vetting (SURETY_VETTING_CARD (card), vetting);
  window = present (card);
  row = find_row (card, CHECK_OPERATOR_SLASHABLE, &before, &n);
  g_assert_cmpint (surety_check_get_verdict (surety_check_row_get_check (row)), ==, CHECK_CLEAR);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);

  g_assert_true (surety_thresholds_set (thresholds, LIMIT_MOST_SLASHABLE_CAUTION, 0));
  row = find_row (card, CHECK_OPERATOR_SLASHABLE, &after, &n);
  g_assert_cmpint (surety_check_get_verdict (surety_check_row_get_check (row)), ==, CHECK_CAUTION);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  g_assert_cmpuint (after, <, before);
  g_assert_true (has_label (GTK_WIDGET (row), "0 %, set by you; built in: 50 %"));

  surety_thresholds_reset_all (thresholds);
  row = find_row (card, CHECK_OPERATOR_SLASHABLE, &after, &n);
  g_assert_cmpuint (after, ==, before);
  take_down (window);
}

static GtkSpinButton *
find_spin (GtkWidget *widget)
{
  GtkSpinButton *found = GTK_IS_SPIN_BUTTON (widget) ? GTK_SPIN_BUTTON (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_spin (child);
  return found;
}

static void
answer (CheckLimit limit, double typed, const char *response)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "content", adw_bin_new (), NULL);
  AdwDialog *dialog = surety_threshold_dialog_new (CHECK_TOKEN_PEG, limit, 12);
  GtkSpinButton *spin = find_spin (adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (dialog)));

  g_assert_nonnull (spin);
  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, window);
  while (!gtk_widget_get_mapped (GTK_WIDGET (dialog)))
    g_main_context_iteration (NULL, TRUE);
  gtk_spin_button_set_value (spin, typed);
  g_signal_emit_by_name (dialog, "response", response);
  adw_dialog_force_close (dialog);
  take_down (window);
}

static void
test_dialog_keeps_what_was_typed (void)
{
  SuretyThresholds *thresholds = surety_vetting_thresholds ();
  g_autoptr (GSettings) settings = g_settings_new (SURETY_APP_ID);
  g_autoptr (SuretyThresholds) again = NULL;

  answer (LIMIT_MOST_BELOW_CAUTION, 1.23, "cancel");
  g_assert_true (surety_thresholds_is_default (thresholds, LIMIT_MOST_BELOW_CAUTION));
  answer (LIMIT_MOST_BELOW_CAUTION, 1.23, "set");
  /* To the digit that was typed. */
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_MOST_BELOW_CAUTION), ==,
                    CHECK_WHOLE / 10000 * 123);
  again = surety_thresholds_new (settings, KEY);
  g_assert_cmpuint (surety_thresholds_get (again, LIMIT_MOST_BELOW_CAUTION), ==,
                    CHECK_WHOLE / 10000 * 123);
  /* Never past its problem, which is 2 %. */
  answer (LIMIT_MOST_BELOW_CAUTION, 50, "set");
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_MOST_BELOW_CAUTION), ==,
                    CHECK_WHOLE / 50);
  answer (LIMIT_MOST_BELOW_CAUTION, 1, "reset");
  g_assert_true (surety_thresholds_is_default (thresholds, LIMIT_MOST_BELOW_CAUTION));
  answer (LIMIT_LEAST_REACTION, 24, "set");
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_LEAST_REACTION), ==, 7200);
  surety_thresholds_reset_all (thresholds);
}

/* Settings can be edited by anybody and come from other versions. */
static void
test_settings_are_foreign (void)
{
  g_autoptr (GSettings) settings = g_settings_new (SURETY_APP_ID);
  g_autoptr (SuretyThresholds) thresholds = NULL;

  g_settings_set_value (settings, KEY,
                        g_variant_new_parsed (
                          "{'no-such-threshold': @t 1, 'least-reaction': 25201, "
                          "'least-operators-caution': 1, "
                          "'least-signers-problem': 3}"));
  thresholds = surety_thresholds_new (settings, KEY);
  /* Out of bounds, and on the wrong side of its problem: as built in. */
  g_assert_true (surety_thresholds_is_default (thresholds, LIMIT_LEAST_REACTION));
  g_assert_true (surety_thresholds_is_default (thresholds, LIMIT_LEAST_OPERATORS_CAUTION));
  g_assert_cmpuint (surety_thresholds_get (thresholds, LIMIT_LEAST_SIGNERS_PROBLEM), ==, 3);
  g_settings_reset (settings, KEY);
  g_assert_true (surety_thresholds_is_default (thresholds, LIMIT_LEAST_SIGNERS_PROBLEM));
}

int
main (int argc, char *argv[])
{
  int status;

  dex_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  network = surety_network_new_builtin ("mainnet");
  g_test_add_func ("/vetting/card-builds", test_card_builds);
  g_test_add_func ("/vetting/threshold-moves-the-row", test_threshold_moves_the_row);
  g_test_add_func ("/vetting/dialog-keeps-what-was-typed", test_dialog_keeps_what_was_typed);
  g_test_add_func ("/vetting/settings-are-foreign", test_settings_are_foreign);
  status = g_test_run ();
  g_clear_object (&network);
  return status;
}
