/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-step-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hex.h"
#include "surety-address-words.h"
#include "surety-fee-words.h"
#include "surety-format.h"
#include "surety-step-words.h"

/* What was signed is checked by copying it, not by reading it: its beginning says which it is. */
#define SIGNED_LINES 3

struct _SuretyStepRow
{
  AdwExpanderRow parent_instance;

  GtkWidget *gas_row; /* of a review; not shown before what it costs is known */
  GtkWidget *fee_row;
  GtkWidget *nonce_row;
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

/* Where bytes go on in the next line, nothing may stand that is not of them. */
static void
forbid_hyphens (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "subtitle"))
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
      gtk_label_set_attributes (GTK_LABEL (widget), attributes);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    forbid_hyphens (child);
}

/* A named value that can be selected and copied. mono: an address or bytes. */
static GtkWidget *
add_field (SuretyStepRow *self,
           const char *name,
           const char *text,
           const char *label,
           gboolean mono)
{
  g_autofree char *shown = NULL;
  GtkWidget *row = NULL;

  if (label != NULL && *label != '\0')
    shown = g_strdup_printf ("%s\n%s", label, text);
  row = g_object_new (ADW_TYPE_ACTION_ROW, "title", name, "subtitle", shown != NULL ? shown : text,
                      "subtitle-selectable", TRUE, "use-markup", FALSE, NULL);
  gtk_widget_add_css_class (row, "property");
  if (mono)
    {
      gtk_widget_add_css_class (row, "mono-subtitle");
      forbid_hyphens (row);
    }
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);

  return row;
}

static void
add_text (SuretyStepRow *self, const char *text)
{
  GtkWidget *label = NULL;
  GtkWidget *row = NULL;

  label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0f, "margin-top",
                        12, "margin-bottom", 12, "margin-start", 12, "margin-end", 12, NULL);
  /* A list hands the keyboard to its first row, even to one that can't have it: then it comes to none of the rows. */
  row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "child", label, "activatable", FALSE, NULL);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static char *
say_fee (u256 fee)
{
  g_autofree char *number = surety_format_amount_full (fee, 9);

  return g_strdup_printf ("%s gwei", number);
}

static void
add_cost (SuretyStepRow *self)
{
  self->gas_row = add_field (self, _ ("Gas, at most"), "", NULL, FALSE);
  self->fee_row = add_field (self, _ ("Fee for each gas, at most"), "", NULL, FALSE);
  self->nonce_row = add_field (self, _ ("Number in the account’s order (nonce)"), "", NULL, FALSE);
  gtk_widget_set_visible (self->gas_row, FALSE);
  gtk_widget_set_visible (self->fee_row, FALSE);
  gtk_widget_set_visible (self->nonce_row, FALSE);
}

static void
show_field (GtkWidget *row, const char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_widget_set_visible (row, TRUE);
}

/* What the signed bytes say of it. */
static void
add_signed_cost (SuretyStepRow *self, GBytes *signed_bytes)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (signed_bytes, &length);
  Transaction transaction;
  Signature signature;
  Address sender;

  if (transaction_decode ((Bytes) { data, length }, &transaction, &signature, &sender) == CORE_OK)
    {
      g_autofree char *gas = surety_format_count (transaction.gas_limit);
      g_autofree char *fee = say_fee (transaction.max_fee);

      add_field (self, _ ("Gas, at most"), gas, NULL, FALSE);
      add_field (self, _ ("Fee for each gas, at most"), fee, NULL, FALSE);
    }
}

/* To the clipboard, as it is: without the gaps it is read with. */
static void
add_copy (GtkWidget *row, const char *text, const char *tooltip)
{
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "win.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (copy), "s", text);
  gtk_widget_set_tooltip_text (copy, tooltip);
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
}

/* In groups of four; one that could be taken for another is marked. */
static void
add_address (SuretyStepRow *self,
             const char *name,
             const char *text,
             const char *label,
             SuretySession *session)
{
  g_autofree char *shown = surety_format_address (text, TRUE);
  g_autofree char *marked = surety_address_words_look_alike (session, text);
  GtkWidget *row = add_field (self, name, shown, label, TRUE);

  if (marked != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, "warning");
      gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Warning"), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), TRUE);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), marked);
    }
  add_copy (row, text, _ ("Copy Address"));
}

/* lines: how many of the bytes' lines are shown; 0: all of them. */
static GtkWidget *
add_hex (SuretyStepRow *self, const char *name, Bytes bytes, int lines)
{
  char *text = hex_encode_dup (bytes, true);
  GtkWidget *row = add_field (self, name, text, NULL, TRUE);

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), lines);
  add_copy (row, text, _ ("Copy"));
  free (text);

  return row;
}

static void
add_bytes (SuretyStepRow *self, const char *name, GBytes *bytes, int lines)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  add_hex (self, name, (Bytes) { data, length }, lines);
}

/* The third depth: what others can compare, whose tools know selectors and hashes. */
static void
add_raw (SuretyStepRow *self, SuretyDecodedCall *call)
{
  const guint32 selector = GUINT32_TO_BE (surety_decoded_call_get_selector (call));
  const Hash hash = surety_decoded_call_get_hash (call);

  add_hex (self, _ ("Selector of the function"),
           (Bytes) { (const guint8 *) &selector, sizeof selector }, 0);
  add_hex (self, _ ("Hash of the raw data (keccak-256)"), (Bytes) { hash.bytes, sizeof hash.bytes },
           0);
  add_bytes (self, _ ("Raw data that will be signed"), surety_decoded_call_get_data (call), 0);
}

/* What an address is called here; "" when it is nobody known. */
static char *
name_address (const char *text, const Address *account, SuretyDirectory *names)
{
  Address address;
  SuretyProvider *provider = NULL;

  if (address_parse (text, strlen (text), &address, NULL) != CORE_OK)
    return g_strdup ("");
  if (address_equal (&address, account))
    return g_strdup (_ ("Your account"));
  provider = names != NULL ? surety_directory_find (names, &address) : NULL;

  return g_strdup (provider != NULL && surety_provider_get_name (provider) != NULL
                     ? surety_provider_get_name (provider)
                     : "");
}

static void
add_argument (SuretyStepRow *self,
              SuretyDecodedArg *arg,
              const Address *account,
              SuretySession *session)
{
  SuretyDirectory *names = session != NULL ? surety_session_get_directory (session) : NULL;
  const char *text = surety_decoded_arg_get_text (arg);
  g_autofree char *label = g_strdup (surety_decoded_arg_get_label (arg));

  if (!g_str_equal (surety_decoded_arg_get_type_name (arg), "address"))
    {
      add_field (self, surety_decoded_arg_get_name (arg), text, label, TRUE);
      return;
    }
  if (*label == '\0')
    {
      g_free (label);
      label = name_address (text, account, names);
    }
  add_address (self, surety_decoded_arg_get_name (arg), text, label, session);
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
add_promises (SuretyStepRow *self, SuretyStep *step, GPtrArray *results, SuretyDirectory *names)
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
  SuretyDirectory *names = session != NULL ? surety_session_get_directory (session) : NULL;
  SuretyStepRow *self = g_object_new (SURETY_TYPE_STEP_ROW, NULL);
  GListModel *args = surety_decoded_call_get_args (call);
  g_autofree char *title = surety_step_words_call (call, names);
  g_autofree char *explain = surety_step_words_explain (step);
  g_autofree char *position = g_strdup_printf ("%u", number);
  GtkWidget *badge = gtk_label_new (position);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_widget_add_css_class (badge, "step-number");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), badge);

  add_text (self, explain);
  if (*surety_decoded_call_get_signature (call) != '\0')
    {
      add_address (self, _ ("Contract"), surety_decoded_call_get_contract_text (call),
                   surety_decoded_call_get_contract (call), session);
      add_field (self, _ ("Function"), surety_decoded_call_get_signature (call), NULL, TRUE);
    }
  else
    add_address (self, _ ("To"), surety_decoded_call_get_contract_text (call), _ ("This account"),
                 session);
  for (guint i = 0; i < g_list_model_get_n_items (args); i++)
    {
      g_autoptr (SuretyDecodedArg) arg = g_list_model_get_item (args, i);

      add_argument (self, arg, account, session);
    }
  if (surety_decoded_call_get_value (call) != 0)
    {
      g_autofree char *value = surety_format_amount_full (surety_decoded_call_get_value (call), 18);
      g_autofree char *ether = g_strdup_printf ("%s ETH", value);

      add_field (self, _ ("Sends"), ether, NULL, FALSE);
    }
  add_cost (self);
  add_promises (self, step, NULL, names);
  if (g_bytes_get_size (surety_decoded_call_get_data (call)) > 0)
    add_raw (self, call);
  else
    add_field (self, _ ("Raw data that will be signed"), _ ("None: no contract is called"), NULL,
               FALSE);

  return GTK_WIDGET (self);
}

void
surety_step_row_set_cost (SuretyStepRow *self, guint64 gas_limit, u256 max_fee, guint64 nonce)
{
  g_autofree char *gas = surety_format_count (gas_limit);
  g_autofree char *fee = say_fee (max_fee);
  g_autofree char *number = surety_format_count (nonce);

  g_return_if_fail (SURETY_IS_STEP_ROW (self) && self->gas_row != NULL);

  show_field (self->gas_row, gas);
  show_field (self->fee_row, fee);
  show_field (self->nonce_row, number);
}

static void
add_state (SuretyStepRow *self, const char *state)
{
  GtkWidget *label = gtk_label_new (state);

  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "dimmed");
  /* A long title leaves little: two lines of a state can be read, three can’t. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label),
                             (int) MIN (9, g_utf8_strlen (gtk_label_get_label (GTK_LABEL (label)),
                                                          -1)));
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

GtkWidget *
surety_step_row_new_for_entry (SuretyJournalEntry *entry, SuretySession *session)
{
  SuretyStepRow *self = g_object_new (SURETY_TYPE_STEP_ROW, NULL);
  SuretyDirectory *names = surety_session_get_directory (session);
  SuretyJournalState state = surety_journal_entry_get_state (entry);
  g_autoptr (SuretyStep) step = surety_step_words_read (entry);
  g_autoptr (GPtrArray) results = surety_step_words_read_results (entry);
  g_autofree char *title = NULL;
  g_autofree char *date = say_when (entry, session);
  const Hash *hash = surety_journal_entry_get_hash (entry);
  gboolean broken = results != NULL && surety_promise_results_count_broken (results) > 0;
  const char *trouble = surety_fee_words_trouble (surety_journal_entry_get_trouble (entry));

  title = step != NULL ? surety_step_words_title (step, names)
                       : g_strdup (surety_journal_entry_get_kind (entry));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), date);
  if (broken)
    add_warning (self);
  else
    add_state_sign (self, state);
  add_state (self, broken ? _ ("Not as promised") : surety_step_words_state (state));

  add_text (self, surety_step_words_state_explain (state));
  if (broken)
    add_text (self,
              _ (
                "The chain says something else than what was promised. What is marked below is not "
                "as it should be: look at this account elsewhere too, by the transaction and the "
                "block, before you sign anything more."));
  if (trouble != NULL)
    add_text (self, trouble);
  if (surety_journal_entry_get_attempt (entry) > 0 && !surety_journal_entry_is_cancel (entry))
    add_text (self, _ ("Signed to take the place of an earlier one that waited: the same, at a "
                       "higher fee."));
  if (hash != NULL)
    add_hex (self, _ ("Transaction"), (Bytes) { hash->bytes, sizeof hash->bytes }, 0);
  if (surety_journal_entry_has_nonce (entry))
    {
      g_autofree char *nonce = surety_format_count (surety_journal_entry_get_nonce (entry));

      add_field (self, _ ("Number in the account’s order (nonce)"), nonce, NULL, FALSE);
    }
  if (surety_journal_entry_get_signed (entry) != NULL)
    add_signed_cost (self, surety_journal_entry_get_signed (entry));
  if (surety_journal_entry_get_block (entry) != 0)
    {
      g_autofree char *block = surety_format_count (surety_journal_entry_get_block (entry));

      add_field (self, _ ("Block"), block, NULL, FALSE);
    }
  if (step != NULL)
    add_promises (self, step, results, names);
  if (surety_journal_entry_get_signed (entry) != NULL)
    add_bytes (self, _ ("Signed bytes"), surety_journal_entry_get_signed (entry), SIGNED_LINES);

  return GTK_WIDGET (self);
}
