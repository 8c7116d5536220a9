/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-waiting-box.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-fee-words.h"
#include "surety-format.h"
#include "surety-protocol-error.h"
#include "surety-replace-dialog.h"
#include "surety-sentences.h"

struct _SuretyWaitingBox
{
  AdwBin parent_instance;

  GtkLabel *text_label;
  GtkWidget *buttons;
  GtkButton *faster_button;
  GtkWidget *cancel_button;

  SuretySession *session;
  gint64 plan;
  SuretyJournalEntry *waiting; /* what can be replaced; NULL = nothing */
};

G_DEFINE_FINAL_TYPE (SuretyWaitingBox, surety_waiting_box, ADW_TYPE_BIN)

static const char *
say_waiting (SuretyJournalEntry *entry)
{
  return surety_journal_entry_is_cancel (entry)
           ? _ (
               "What cancels it waits to be put into a block. Until then the transaction itself may "
               "still happen.")
           : _ ("It waits to be put into a block. If that takes too long, it can be sped up or "
                "cancelled; what that costs is said before anything is signed.");
}

static char *
say_cancelled (void)
{
  g_autoptr (GError) cancelled = g_error_new_literal (SURETY_PROTOCOL_ERROR,
                                                      SURETY_PROTOCOL_ERROR_CANCELLED, "cancelled");

  return surety_sentence_for_error (cancelled);
}

/* In a block, which the network may still take back. */
static char *
say_cancelling (SuretyWaitingBox *self)
{
  SuretyNetwork *network = surety_session_get_network (self->session);
  g_autofree char *span = NULL;

  if (network == NULL)
    return g_strdup (
      _ ("What cancels it is in a block. Once that is deep in the chain, it is "
         "certain that the transaction will not happen, nor what was to follow it."));
  span = surety_format_span ((guint64) surety_network_get_confirmations (network) *
                             surety_network_get_block_seconds (network));
  /* Translators: %s is how long: "12 minutes". */
  return g_strdup_printf (_ ("What cancels it is in a block. Once that is deep in the chain, about "
                             "%s later, it is certain that the transaction will not happen, nor "
                             "what was to follow it."),
                          span);
}

static void
show_entry (SuretyWaitingBox *self, SuretyJournalEntry *entry, const char **text)
{
  const char *trouble = surety_fee_words_trouble (surety_journal_entry_get_trouble (entry),
                                                  surety_journal_entry_get_state (entry));

  if (surety_replace_dialog_is_offered (self->session, entry))
    {
      g_set_object (&self->waiting, entry);
      if (trouble == NULL)
        trouble = say_waiting (entry);
    }
  if (trouble != NULL)
    *text = trouble;
}

static void
show_all (SuretyWaitingBox *self)
{
  SuretyActivity *activity = surety_session_get_activity (self->session);
  GListModel *entries = surety_activity_get_entries (activity);
  gboolean is_final = FALSE;
  g_autofree char *sentence = NULL;
  const char *text = NULL;
  gboolean is_cancel = FALSE;

  g_clear_object (&self->waiting);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (self->plan == 0 || surety_journal_entry_get_plan (entry) != self->plan)
        continue;
      show_entry (self, entry, &text);
    }
  if (surety_activity_is_cancelled (activity, self->plan, &is_final))
    text = sentence = is_final ? say_cancelled () : say_cancelling (self);

  gtk_label_set_label (self->text_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  gtk_widget_set_visible (self->buttons, self->waiting != NULL);
  is_cancel = self->waiting != NULL && surety_journal_entry_is_cancel (self->waiting);
  gtk_button_set_label (self->faster_button,
                        is_cancel ? _ ("Speed Up the Cancellation…") : _ ("Speed Up…"));
  /* What can't be pressed is not there for a screen reader either. */
  gtk_widget_set_visible (GTK_WIDGET (self->faster_button), self->waiting != NULL);
  gtk_widget_set_visible (self->cancel_button, self->waiting != NULL && !is_cancel);
}

static void
ask (SuretyWaitingBox *self, SuretyReplaceKind kind)
{
  if (self->waiting != NULL)
    adw_dialog_present (surety_replace_dialog_new (self->session, self->waiting, kind),
                        GTK_WIDGET (self));
}

static void
on_faster (SuretyWaitingBox *self)
{
  ask (self, SURETY_REPLACE_FASTER);
}

static void
on_cancel (SuretyWaitingBox *self)
{
  ask (self, SURETY_REPLACE_CANCEL);
}

static void
surety_waiting_box_dispose (GObject *object)
{
  SuretyWaitingBox *self = SURETY_WAITING_BOX (object);

  /* The child goes first: AdwBin lets go of it only after the template did. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_WAITING_BOX);
  g_clear_object (&self->waiting);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_waiting_box_parent_class)->dispose (object);
}

static void
surety_waiting_box_class_init (SuretyWaitingBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_waiting_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-waiting-box.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyWaitingBox, text_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyWaitingBox, buttons);
  gtk_widget_class_bind_template_child (widget_class, SuretyWaitingBox, faster_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyWaitingBox, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, on_faster);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
surety_waiting_box_init (SuretyWaitingBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_waiting_box_set_plan (SuretyWaitingBox *self, SuretySession *session, gint64 plan)
{
  g_return_if_fail (SURETY_IS_WAITING_BOX (self));

  if (g_set_object (&self->session, session))
    g_signal_connect_object (surety_activity_get_entries (surety_session_get_activity (session)),
                             "items-changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  self->plan = plan;
  show_all (self);
}
