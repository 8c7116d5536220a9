/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-replace-dialog.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-config.h"
#include "surety-fee-words.h"
#include "surety-field.h"
#include "surety-known-mark.h"
#include "surety-sentences.h"
#include "surety-step-row.h"

struct _SuretyReplaceDialog
{
  AdwDialog parent_instance;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  GtkLabel *intro_label;
  GtkListBox *steps;
  AdwActionRow *cost_row;
  SuretyKnownMark *cost_mark;
  AdwActionRow *time_row;
  AdwActionRow *later_row;
  GtkLabel *error_label;
  GtkButton *back_button;
  GtkButton *sign_button;

  SuretySession *session;
  SuretyJournalEntry *entry;
  SuretyReplaceKind kind;
  SuretyReplacement *replacement;
  DexFuture *job;
};

G_DEFINE_FINAL_TYPE (SuretyReplaceDialog, surety_replace_dialog, ADW_TYPE_DIALOG)

/* One that cancels is only ever made faster by another that cancels. */
static gboolean
cancels (SuretyReplaceDialog *self)
{
  return self->kind == SURETY_REPLACE_CANCEL;
}

static const char *
title_of (SuretyReplaceDialog *self)
{
  if (surety_journal_entry_is_cancel (self->entry))
    return _ ("Speed Up the Cancellation");
  return cancels (self) ? _ ("Cancel the Transaction") : _ ("Speed Up");
}

static const char *
intro_of (SuretyReplaceDialog *self)
{
  return cancels (self)
           ? _ (
               "Nothing can be called back from the network. But a transaction with the same number "
               "that does nothing can take its place, if it pays more and comes first. If the one "
               "that waits comes first after all, it happens.")
           : _ ("The same transaction is signed again with a higher fee, under the same number. "
                "Only one of both can ever happen, and only one is paid.");
}

static void
show_replacement (SuretyReplaceDialog *self)
{
  SuretyReplacement *replacement = self->replacement;
  SuretyAccount *account = surety_session_get_account (self->session);
  const Transaction *transaction = surety_replacement_get_transaction (replacement);
  g_autofree char *cost = surety_fee_words_replacement (replacement);
  g_autofree char *later = surety_fee_words_later (replacement);
  g_autofree char *time = surety_fee_words_replacement_time (replacement);
  const SuretyKnown priced = surety_network_get_kind (surety_session_get_network (self->session)) ==
                                 SURETY_NETWORK_PRACTICE
                               ? SURETY_KNOWN_PRACTICE
                               : SURETY_KNOWN_ONE_ENDPOINT;
  GtkWidget *row = NULL;

  gtk_list_box_remove_all (self->steps);
  row = surety_step_row_new_for_review (1, surety_replacement_get_step (replacement),
                                        surety_replacement_get_call (replacement),
                                        surety_account_get_address (account), self->session);
  surety_step_row_set_cost (SURETY_STEP_ROW (row), transaction->gas_limit, transaction->max_fee,
                            transaction->nonce, SURETY_KNOWN_UNKNOWN, priced, SURETY_KNOWN_UNKNOWN);
  surety_known_mark_set_known (self->cost_mark, priced);
  gtk_list_box_append (self->steps, row);
  adw_action_row_set_subtitle (self->cost_row, cost);
  adw_action_row_set_subtitle (self->time_row, time);
  adw_action_row_set_subtitle (self->later_row,
                               later != NULL ? later : _ ("Nothing of this account waits for it"));
  gtk_button_set_label (self->sign_button,
                        cancels (self) ? _ ("Sign and Cancel It") : _ ("Sign and Speed Up"));
}

static void
turn_to (SuretyReplaceDialog *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_button), g_str_equal (page, "review"));
}

static void
on_planned (gpointer owner, const GValue *value, const GError *error)
{
  SuretyReplaceDialog *self = owner;

  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      adw_status_page_set_description (self->failed_page, sentence);
      turn_to (self, "failed");
      return;
    }
  g_set_object (&self->replacement, g_value_get_object (value));
  show_replacement (self);
  turn_to (self, "review");
}

static void
on_try_again (SuretyReplaceDialog *self)
{
  turn_to (self, "loading");
  dex_clear (&self->job);
  self->job = surety_await (surety_session_plan_replacement (self->session,
                                                             surety_journal_entry_get_id (
                                                               self->entry),
                                                             self->kind),
                            self, on_planned);
}

/* Once it is begun it can't be left any more: closing the dialog does not stop it. */
static void
set_signing (SuretyReplaceDialog *self, gboolean signing)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_button), !signing);
  gtk_button_set_label (self->back_button, signing ? _ ("Close") : _ ("Leave It"));
}

static void
on_replaced (gpointer owner, const GValue *value, const GError *error)
{
  SuretyReplaceDialog *self = owner;

  if (error == NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  surety_label_set_failure (self->error_label, error);
  set_signing (self, FALSE);
}

static void
on_sign (SuretyReplaceDialog *self)
{
  DexFuture *started = surety_session_replace (self->session, self->replacement);

  /* Pressed once; and what was begun goes on without this dialog. */
  set_signing (self, TRUE);
  surety_label_set_failure (self->error_label, NULL);
  dex_future_disown (dex_ref (started));
  dex_clear (&self->job);
  self->job = surety_await (started, self, on_replaced);
}

static void
on_back (SuretyReplaceDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
surety_replace_dialog_dispose (GObject *object)
{
  SuretyReplaceDialog *self = SURETY_REPLACE_DIALOG (object);

  dex_clear (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_REPLACE_DIALOG);
  g_clear_object (&self->replacement);
  g_clear_object (&self->entry);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_replace_dialog_parent_class)->dispose (object);
}

static void
surety_replace_dialog_class_init (SuretyReplaceDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_replace_dialog_dispose;

  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-replace-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, intro_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, cost_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, cost_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, later_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyReplaceDialog, sign_button);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_sign);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
surety_replace_dialog_init (SuretyReplaceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
surety_replace_dialog_new (SuretySession *session,
                           SuretyJournalEntry *entry,
                           SuretyReplaceKind kind)
{
  SuretyReplaceDialog *self = g_object_new (SURETY_TYPE_REPLACE_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->entry = g_object_ref (entry);
  self->kind = surety_journal_entry_is_cancel (entry) ? SURETY_REPLACE_CANCEL : kind;
  adw_dialog_set_title (ADW_DIALOG (self), title_of (self));
  gtk_label_set_label (self->intro_label, intro_of (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->sign_button),
                            cancels (self) ? "destructive-action" : "suggested-action");
  on_try_again (self);

  return ADW_DIALOG (self);
}

gboolean
surety_replace_dialog_is_offered (SuretySession *session, SuretyJournalEntry *entry)
{
  SuretyAccount *account = surety_session_get_account (session);
  SuretyConnection *connection = surety_session_get_connection (session);

  return account != NULL && surety_account_get_can_sign (account) && connection != NULL &&
         surety_connection_get_endpoints (connection) != NULL &&
         surety_activity_can_replace (surety_session_get_activity (session), entry);
}
