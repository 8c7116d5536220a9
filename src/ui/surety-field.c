/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-field.h"

#include "surety-sentences.h"
#include "surety-store-error.h"

void
surety_field_set_error (GtkWidget *entry, GtkLabel *label, const char *sentence)
{
  gboolean bad = sentence != NULL && *sentence != '\0';

  gtk_label_set_label (label, bad ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (label), bad);
  if (!bad)
    {
      gtk_widget_remove_css_class (entry, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
      return;
    }
  gtk_widget_add_css_class (entry, "error");
  gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE,
                                  label, NULL, -1);
  gtk_accessible_announce (GTK_ACCESSIBLE (entry), sentence,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

void
surety_field_set_typed_error (GtkWidget *entry, GtkLabel *label, const char *sentence)
{
  if (sentence != NULL && gtk_widget_get_visible (GTK_WIDGET (label)) &&
      g_str_equal (gtk_label_get_label (label), sentence) &&
      gtk_widget_has_css_class (entry, "error"))
    return;
  surety_field_set_error (entry, label, sentence);
}

/* A question that was closed is no mistake of anybody's: this program's, or the keyring's own, which is locked
 * then. */
static gboolean
is_closed (const GError *error)
{
  return g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED) ||
         g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_LOCKED);
}

void
surety_field_set_failure (GtkWidget *entry, GtkLabel *label, const GError *error)
{
  surety_field_set_error (entry, label, NULL);
  if (is_closed (error))
    surety_label_set_failure (label, error);
  else if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      surety_field_set_error (entry, label, sentence);
    }
}

void
surety_label_set_failure (GtkLabel *label, const GError *error)
{
  g_autofree char *sentence = error != NULL ? surety_sentence_for_error (error) : NULL;

  gtk_label_set_label (label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (label), sentence != NULL);
  if (is_closed (error))
    gtk_widget_remove_css_class (GTK_WIDGET (label), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (label), "error");
}

void
surety_field_protect (GtkEditable *entry, gboolean visible)
{
  GtkEditable *text = gtk_editable_get_delegate (entry);
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();

  g_return_if_fail (GTK_IS_TEXT (text));

  gtk_text_set_buffer (GTK_TEXT (text), buffer);
  gtk_text_set_visibility (GTK_TEXT (text), visible);
  /* What can be undone is remembered, in memory that is not wiped. */
  gtk_editable_set_enable_undo (entry, FALSE);
  gtk_text_set_input_purpose (GTK_TEXT (text), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_text_set_input_hints (GTK_TEXT (text), GTK_INPUT_HINT_NO_SPELLCHECK |
                                               GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_LOWERCASE |
                                               GTK_INPUT_HINT_PRIVATE);
}

SuretySecret *
surety_field_take_passphrase (GtkEditable *entry)
{
  SuretySecret *secret = surety_secret_new_passphrase (gtk_editable_get_text (entry));

  surety_field_clear (entry);
  return secret;
}

void
surety_field_clear (GtkEditable *entry)
{
  gtk_editable_set_text (entry, "");
}
