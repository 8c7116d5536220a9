/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-note-dialog.h"

#include "surety-await.h"
#include "surety-config.h"
#include "surety-sentences.h"

#define NOTE_LIMIT 500 /* characters */

struct _SuretyNoteDialog
{
  AdwDialog parent_instance;

  AdwEntryRow *note_row;
  GtkWidget *save_button;
  GtkLabel *error_label;

  SuretySession *session;
  gint64 entry;
  DexFuture *job;
};

G_DEFINE_FINAL_TYPE (SuretyNoteDialog, surety_note_dialog, ADW_TYPE_DIALOG)

static void
on_cancel (SuretyNoteDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_saved (gpointer owner, const GValue *value, const GError *error)
{
  SuretyNoteDialog *self = owner;
  g_autofree char *sentence = NULL;

  if (error == NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  sentence = surety_sentence_for_error (error);
  gtk_label_set_label (self->error_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

static void
on_save (SuretyNoteDialog *self)
{
  gtk_widget_set_sensitive (self->save_button, FALSE);
  dex_clear (&self->job);
  self->job = surety_await (surety_session_set_note (self->session, self->entry,
                                                     gtk_editable_get_text (
                                                       GTK_EDITABLE (self->note_row))),
                            self, on_saved);
}

static void
surety_note_dialog_dispose (GObject *object)
{
  SuretyNoteDialog *self = SURETY_NOTE_DIALOG (object);

  dex_clear (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_NOTE_DIALOG);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_note_dialog_parent_class)->dispose (object);
}

static void
surety_note_dialog_class_init (SuretyNoteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_note_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-note-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyNoteDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyNoteDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyNoteDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
surety_note_dialog_init (SuretyNoteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
surety_note_dialog_new (SuretySession *session, SuretyJournalEntry *entry)
{
  SuretyNoteDialog *self = g_object_new (SURETY_TYPE_NOTE_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->entry = surety_journal_entry_get_id (entry);
  adw_entry_row_set_max_length (self->note_row, NOTE_LIMIT);
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), surety_journal_entry_get_note (entry));

  return ADW_DIALOG (self);
}
