/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-step-row.h"

#include <glib/gi18n.h>

#include "surety-fee-words.h"
#include "surety-format.h"
#include "surety-known-mark.h"
#include "surety-signed.h"
#include "surety-step-fields.h"
#include "surety-step-words.h"

/* What was signed is checked by copying it, not by reading it: its beginning says which it is. */
#define SIGNED_LINES 3

struct _SuretyStepRow
{
  AdwExpanderRow parent_instance;

  GtkWidget *gas_row; /* of a review; not shown before what it costs is known */
  GtkWidget *fee_row;
  GtkWidget *nonce_row;
  SuretyKnownMark *gas_mark;
  SuretyKnownMark *fee_mark;
  SuretyKnownMark *nonce_mark;
};

G_DEFINE_FINAL_TYPE (SuretyStepRow, surety_step_row, ADW_TYPE_EXPANDER_ROW)

static void
surety_step_row_class_init (SuretyStepRowClass *klass)
{
}

static void
surety_step_row_init (SuretyStepRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

/* Not shown before what it costs is known. */
static GtkWidget *
add_cost_field (SuretyStepRow *self, const char *name, SuretyKnownMark **mark)
{
  GtkWidget *row = surety_step_fields_add (ADW_EXPANDER_ROW (self), name, "", NULL, FALSE);

  *mark = SURETY_KNOWN_MARK (surety_known_mark_new (NULL));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (*mark));
  gtk_widget_set_visible (row, FALSE);
  return row;
}

static void
add_cost (SuretyStepRow *self)
{
  self->gas_row = add_cost_field (self, _ ("Gas, at most"), &self->gas_mark);
  self->fee_row = add_cost_field (self, _ ("Fee for each gas, at most"), &self->fee_mark);
  self->nonce_row = add_cost_field (self, _ ("Number in the account’s order (nonce)"),
                                    &self->nonce_mark);
}

static void
show_field (GtkWidget *row, const char *text, SuretyKnownMark *mark, SuretyKnown known)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  surety_known_mark_set_known (mark, known);
  gtk_widget_set_visible (row, TRUE);
}

/* The third depth: what others can compare, whose tools know selectors and hashes. */
static void
add_raw (SuretyStepRow *self, SuretyDecodedCall *call)
{
  const guint32 selector = GUINT32_TO_BE (surety_decoded_call_get_selector (call));
  const Hash hash = surety_decoded_call_get_hash (call);

  surety_step_fields_add_hex (ADW_EXPANDER_ROW (self), _ ("Selector of the function"),
                              (Bytes) { (const guint8 *) &selector, sizeof selector }, 0);
  surety_step_fields_add_hex (ADW_EXPANDER_ROW (self), _ ("Hash of the raw data (keccak-256)"),
                              (Bytes) { hash.bytes, sizeof hash.bytes }, 0);
  surety_step_fields_add_bytes (ADW_EXPANDER_ROW (self), _ ("Raw data that will be signed"),
                                surety_decoded_call_get_data (call), 0);
}

/* An allowance that is left over: it should be used up, or was granted before and is more than the deposit took. */
static gboolean
is_remainder (SuretyStep *step, SuretyPromiseResult *result)
{
  SuretyPromise *promise = surety_promise_result_get_promise (result);
  const SuretyPromiseKind kind = surety_promise_get_kind (promise);

  if (kind != SURETY_PROMISE_ALLOWANCE_EQUALS && kind != SURETY_PROMISE_ALLOWANCE_AT_LEAST)
    return FALSE;
  return surety_promise_result_get_known (result) != SURETY_KNOWN_UNKNOWN &&
         surety_promise_result_get_actual (result) > 0 &&
         ((kind == SURETY_PROMISE_ALLOWANCE_EQUALS && surety_promise_get_value (promise) == 0) ||
          g_str_equal (surety_step_get_kind (step), "deposit"));
}

static void
add_promises (SuretyStepRow *self, SuretyStep *step, GPtrArray *results, SuretySession *names)
{
  GPtrArray *promises = surety_step_get_promises (step);

  for (guint i = 0; i < (results != NULL ? results->len : promises->len); i++)
    {
      SuretyPromiseResult *result = results != NULL ? g_ptr_array_index (results, i) : NULL;
      SuretyPromise *promise = result != NULL ? surety_promise_result_get_promise (result)
                                              : g_ptr_array_index (promises, i);
      g_autofree char *title = surety_step_words_promise (promise, names);
      g_autofree char *found = result != NULL ? surety_step_words_found (result) : NULL;
      gboolean known = result != NULL &&
                       surety_promise_result_get_known (result) != SURETY_KNOWN_UNKNOWN;
      gboolean kept = known && surety_promise_result_get_kept (result);
      GtkWidget *row = NULL;
      GtkWidget *icon = NULL;

      row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle",
                          found != NULL ? found
                                        : _ ("Promised; checked on the chain when it is done"),
                          "use-markup", FALSE, NULL);
      icon = gtk_image_new_from_icon_name (result == NULL ? "surety-promise-symbolic"
                                           : kept         ? "object-select-symbolic"
                                           : known        ? "dialog-warning-symbolic"
                                                          : "dialog-question-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      result == NULL ? _ ("Promise")
                                      : kept         ? _ ("Kept")
                                      : known        ? _ ("Not kept")
                                                     : _ ("Not known"),
                                      -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
      if (result != NULL && is_remainder (step, result))
        adw_expander_row_add_row (ADW_EXPANDER_ROW (self),
                                  g_object_new (ADW_TYPE_BUTTON_ROW, "title",
                                                _ ("Take Back What Is Left…"), "action-name",
                                                "win.allowances", NULL));
    }
}

GtkWidget *
surety_step_row_new_for_review (guint number,
                                SuretyStep *step,
                                SuretyDecodedCall *call,
                                const Address *account,
                                SuretySession *session)
{
  SuretyStepRow *self = g_object_new (SURETY_TYPE_STEP_ROW, NULL);
  g_autofree char *title = surety_step_words_call (call, session);
  g_autofree char *explain = surety_step_words_explain (step, session);
  g_autofree char *position = g_strdup_printf ("%u", number);
  GtkWidget *badge = gtk_label_new (position);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_widget_add_css_class (badge, "step-number");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), badge);

  surety_step_fields_add_text (ADW_EXPANDER_ROW (self), explain);
  surety_step_fields_add_call (ADW_EXPANDER_ROW (self), call, account, session);
  if (surety_decoded_call_get_value (call) != 0)
    surety_step_fields_add_value (ADW_EXPANDER_ROW (self), surety_decoded_call_get_value (call));
  add_cost (self);
  add_promises (self, step, NULL, session);
  if (g_bytes_get_size (surety_decoded_call_get_data (call)) > 0)
    add_raw (self, call);
  else
    surety_step_fields_add (ADW_EXPANDER_ROW (self), _ ("Raw data that will be signed"),
                            _ ("None: no contract is called"), NULL, FALSE);

  return GTK_WIDGET (self);
}

void
surety_step_row_set_cost (SuretyStepRow *self,
                          guint64 gas_limit,
                          u256 max_fee,
                          guint64 nonce,
                          SuretyKnown gas_known,
                          SuretyKnown fee_known,
                          SuretyKnown nonce_known)
{
  g_autofree char *gas = surety_format_count (gas_limit);
  g_autofree char *fee = surety_step_fields_say_fee (max_fee);
  g_autofree char *number = surety_format_count (nonce);

  g_return_if_fail (SURETY_IS_STEP_ROW (self) && self->gas_row != NULL);

  show_field (self->gas_row, gas, self->gas_mark, gas_known);
  show_field (self->fee_row, fee, self->fee_mark, fee_known);
  show_field (self->nonce_row, number, self->nonce_mark, nonce_known);
}

static void
add_state (SuretyStepRow *self, const char *state)
{
  GtkWidget *label = gtk_label_new (state);

  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "dimmed");
  /* In one line where there is room: by itself a wrapping label asks for less than that. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), label);
}

static void
add_state_sign (SuretyStepRow *self, SuretyJournalState state)
{
  GtkWidget *sign = NULL;

  if (state == SURETY_JOURNAL_SIGNED || state == SURETY_JOURNAL_SENT ||
      state == SURETY_JOURNAL_MINED)
    sign = adw_spinner_new ();
  else
    sign = gtk_image_new_from_icon_name (surety_step_words_state_icon (state));
  gtk_widget_set_valign (sign, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  surety_step_words_state (state), -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), sign);
}

static void
add_warning (SuretyStepRow *self)
{
  GtkWidget *sign = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (sign, "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Warning"), -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), sign);
}

/* Practice has a clock of its own beside the computer's: there it is said which of them a date is by. Its blocks come at
 * even distances, so that the time of each follows from the newest. */
static char *
say_when (SuretyJournalEntry *entry, SuretySession *session)
{
  SuretyNetwork *network = surety_session_get_network (session);
  SuretyConnection *connection = surety_session_get_connection (session);
  guint64 block = surety_journal_entry_get_block (entry);
  g_autofree char *date = surety_format_date ((guint64) surety_journal_entry_get_created (entry));
  g_autofree char *mined = NULL;
  guint64 time = 0;

  if (network == NULL || surety_network_get_kind (network) != SURETY_NETWORK_PRACTICE)
    return g_steal_pointer (&date);
  if (block == 0 || connection == NULL || surety_connection_get_head (connection) == 0)
    return g_strdup_printf (_ ("%s by this computer’s clock"), date);

  time = surety_connection_get_head_time (connection) +
         block * surety_network_get_block_seconds (network) -
         surety_connection_get_head (connection) * surety_network_get_block_seconds (network);
  mined = surety_format_date (time);

  return g_strdup_printf (_ ("%s by the practice clock"), mined);
}

/* What was signed, and nothing else: what the plan said is beside it only where both differ. */
static void
add_signed (SuretyStepRow *self,
            SuretyJournalEntry *entry,
            const SuretySigned *read,
            SuretySession *session)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);
  SuretyNetwork *network = surety_session_get_network (session);
  g_autofree char *gas = surety_format_count (read->gas_limit);
  g_autofree char *fee = surety_step_fields_say_fee (read->max_fee);
  g_autofree char *nonce = surety_format_count (read->nonce);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, read->chain_id);
  const gboolean known = read->chain_id == surety_network_get_chain_id (network);
  char address[ADDRESS_TEXT_SIZE];

  if (read->call != NULL)
    surety_step_fields_add_call (row, read->call, &read->sender, session);
  else
    {
      address_to_text (&read->to, address);
      if (!read->creates)
        surety_step_fields_add_address (row, _ ("To"), address, NULL, session);
      surety_step_fields_add_bytes (row, _ ("Raw data"), read->data, SIGNED_LINES);
    }
  surety_step_fields_add_value (row, read->value);
  if (!address_equal (&read->sender, surety_journal_entry_get_account (entry)))
    {
      address_to_text (&read->sender, address);
      surety_step_fields_add_address (row, _ ("Signed by"), address, NULL, session);
    }
  surety_step_fields_add (row, _ ("Chain"), number,
                          known ? surety_network_get_name (network) : NULL, FALSE);
  surety_step_fields_add (row, _ ("Number in the account’s order (nonce)"), nonce, NULL, FALSE);
  surety_step_fields_add (row, _ ("Gas, at most"), gas, NULL, FALSE);
  surety_step_fields_add (row, _ ("Fee for each gas, at most"), fee, NULL, FALSE);
  surety_step_fields_add_hex (row, _ ("Transaction"),
                              (Bytes) { read->hash.bytes, sizeof read->hash.bytes }, 0);
}

/* What the plan says of a step that nothing was signed for. */
static void
add_planned (SuretyStepRow *self, SuretyStep *step, const Address *account, SuretySession *session)
{
  SuretyNetwork *network = surety_session_get_network (session);
  g_autoptr (SuretyDecodedCall)
    call = step != NULL ? surety_review_decode_step (network, step, NULL) : NULL;

  if (call == NULL)
    return;
  surety_step_fields_add_call (ADW_EXPANDER_ROW (self), call, account, session);
  surety_step_fields_add_value (ADW_EXPANDER_ROW (self), surety_decoded_call_get_value (call));
}

/* Shares are asked for; what they were worth only the plan knows. */
static void
add_worth (SuretyStepRow *self, SuretyStep *step)
{
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  u256 worth = 0;

  if (!surety_step_get_worth (step, &worth))
    return;
  number = surety_format_amount (worth, surety_step_get_decimals (step));
  text = g_strdup_printf ("%s %s", number, surety_step_get_symbol (step));
  surety_step_fields_add (ADW_EXPANDER_ROW (self), _ ("Worth about, when it was planned"), text,
                          NULL, FALSE);
}

/* Where what is said of it comes from. */
static void
add_source (SuretyStepRow *self, SuretyJournalEntry *entry, const SuretySigned *read)
{
  const char *state = surety_step_words_state_explain (surety_journal_entry_get_state (entry));
  g_autofree char *text = NULL;

  if (surety_journal_entry_get_signed (entry) == NULL)
    text = g_strdup_printf (_ ("%s What is below is what was planned."), state);
  else if (read == NULL)
    text = g_strdup_printf (_ ("%s What was signed can’t be read."), state);
  else if (read->call == NULL)
    text =
      g_strdup_printf (_ ("%s What is below is read from the bytes that were signed; what they do "
                          "this program can’t tell."),
                       state);
  else
    text = g_strdup_printf (_ ("%s What is below is read from the bytes that were signed."), state);
  surety_step_fields_add_text (ADW_EXPANDER_ROW (self), text);
}

GtkWidget *
surety_step_row_new_for_entry (SuretyJournalEntry *entry, SuretySession *session)
{
  SuretyStepRow *self = g_object_new (SURETY_TYPE_STEP_ROW, NULL);
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);
  SuretyNetwork *network = surety_session_get_network (session);
  SuretyJournalState state = surety_journal_entry_get_state (entry);
  GBytes *bytes = surety_journal_entry_get_signed (entry);
  g_autoptr (SuretySigned) read = bytes != NULL ? surety_signed_read (network, bytes, NULL) : NULL;
  g_autoptr (SuretyStep) step = surety_step_words_read (entry);
  g_autoptr (GPtrArray) results = surety_step_words_read_results (entry);
  g_autofree char *title = surety_step_words_entry (entry, network, session);
  g_autofree char *date = say_when (entry, session);
  g_autofree char *differs = surety_step_words_differences (
    surety_signed_check_entry (network, entry));
  gboolean broken = results != NULL && surety_promise_results_count_broken (results) > 0;
  const char *trouble = surety_fee_words_trouble (surety_journal_entry_get_trouble (entry),
                                                  surety_journal_entry_get_state (entry));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (row, date);
  if (broken || differs != NULL)
    add_warning (self);
  else
    add_state_sign (self, state);
  add_state (self, differs != NULL ? _ ("Not as planned")
                   : broken        ? _ ("Not as promised")
                                   : surety_step_words_state (state));

  if (differs != NULL)
    surety_step_fields_add_text (row, differs);
  add_source (self, entry, read);
  if (broken)
    surety_step_fields_add_text (
      row, _ ("The chain says something else than what was promised. What is marked below is not "
              "as it should be: look at this account elsewhere too, by the transaction and the "
              "block, before you sign anything more."));
  if (trouble != NULL)
    surety_step_fields_add_text (row, trouble);
  if (surety_journal_entry_get_attempt (entry) > 0 && !surety_journal_entry_is_cancel (entry))
    surety_step_fields_add_text (
      row, _ ("Signed to take the place of an earlier one that waited: the same, at a "
              "higher fee."));
  if (read != NULL)
    add_signed (self, entry, read, session);
  else if (bytes == NULL)
    add_planned (self, step, surety_journal_entry_get_account (entry), session);
  if (step != NULL && differs == NULL)
    add_worth (self, step);
  if (surety_journal_entry_get_block (entry) != 0)
    {
      g_autofree char *block = surety_format_count (surety_journal_entry_get_block (entry));

      surety_step_fields_add (row, _ ("Block"), block, NULL, FALSE);
    }
  if (step != NULL)
    add_promises (self, step, results, session);
  if (bytes != NULL)
    surety_step_fields_add_bytes (row, _ ("Signed bytes"), bytes, SIGNED_LINES);

  return GTK_WIDGET (self);
}
