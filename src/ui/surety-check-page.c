/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-check-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mnemonic.h"
#include "surety-await.h"
#include "surety-config.h"
#include "surety-field.h"
#include "surety-keep-page.h"
#include "surety-window.h"
#include "surety-words-page.h"

#define ASKED 3

struct _SuretyCheckPage
{
  AdwNavigationPage parent_instance;

  SuretyDraft *draft;
  size_t asked[ASKED]; /* ascending */
  AdwEntryRow *rows[ASKED];

  AdwEntryRow *first_row;
  AdwEntryRow *second_row;
  AdwEntryRow *third_row;
  GtkLabel *error_label;
  GtkWidget *check_button;
  GtkWidget *show_button;
  GtkWidget *later_button;
};

G_DEFINE_FINAL_TYPE (SuretyCheckPage, surety_check_page, ADW_TYPE_NAVIGATION_PAGE)

/* Three different places, in order. Which ones is no secret. */
static void
choose_places (SuretyCheckPage *self, size_t count)
{
  size_t third = count / ASKED;

  for (size_t i = 0; i < ASKED; i++)
    {
      self->asked[i] = i * third + (size_t) g_random_int_range (0, (gint32) third);
      {
        /* Translators: which of the recovery words is asked for */
        g_autofree char *title = g_strdup_printf (_ ("Word %zu"), self->asked[i] + 1);

        adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), title);
      }
    }
}

static gboolean
is_right (SuretyCheckPage *self, size_t i)
{
  const Secret *words = surety_secret_get (surety_draft_get_content (self->draft));
  Bytes word = mnemonic_word (words, self->asked[i]);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->rows[i]));
  gsize len;

  while (g_ascii_isspace (*text))
    text++;
  len = strlen (text);
  while (len > 0 && g_ascii_isspace (text[len - 1]))
    len--;
  return len == word.len && g_ascii_strncasecmp (text, (const char *) word.data, len) == 0;
}

static void
clear_rows (SuretyCheckPage *self)
{
  for (size_t i = 0; i < ASKED; i++)
    surety_field_clear (GTK_EDITABLE (self->rows[i]));
}

static void
on_recorded (gpointer owner, const GValue *value, const GError *error)
{
  SuretyCheckPage *self = owner;

  if (error != NULL)
    {
      surety_toast_error (GTK_WIDGET (self), error);
      return;
    }
  surety_toast (GTK_WIDGET (self), _ ("Your recovery words are right. Keep the paper safe."));
  surety_window_pop_all (SURETY_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
}

static void
pass (SuretyCheckPage *self)
{
  SuretyAccount *account = surety_draft_get_account (self->draft);

  clear_rows (self);
  if (account == NULL)
    {
      surety_draft_set_backup_checked (self->draft, TRUE);
      surety_assistant_push (GTK_WIDGET (self), surety_keep_page_new (self->draft));
      return;
    }
  dex_future_disown (
    surety_await (surety_session_set_backup_checked (surety_draft_get_session (self->draft),
                                                     account),
                  self, on_recorded));
}

static void
on_check (GtkWidget *widget, SuretyCheckPage *self)
{
  for (size_t i = 0; i < ASKED; i++)
    {
      g_autofree char *sentence = NULL;

      if (is_right (self, i))
        continue;
      sentence = g_strdup_printf (
        _ ("Word %zu is another one. Nothing is lost: look at your paper, or at the words again."),
        self->asked[i] + 1);
      surety_field_set_error (GTK_WIDGET (self->rows[i]), self->error_label, sentence);
      gtk_widget_grab_focus (GTK_WIDGET (self->rows[i]));
      return;
    }
  pass (self);
}

static void
on_changed (GtkEditable *editable, SuretyCheckPage *self)
{
  gboolean filled = TRUE;

  for (size_t i = 0; i < ASKED; i++)
    {
      filled = filled && *gtk_editable_get_text (GTK_EDITABLE (self->rows[i])) != '\0';
      surety_field_set_error (GTK_WIDGET (self->rows[i]), self->error_label, NULL);
    }
  gtk_widget_set_sensitive (self->check_button, filled);
}

static void
on_show (GtkButton *button, SuretyCheckPage *self)
{
  surety_assistant_push (GTK_WIDGET (self), surety_words_page_new (self->draft));
}

static void
on_later (GtkButton *button, SuretyCheckPage *self)
{
  clear_rows (self);
  surety_draft_set_backup_checked (self->draft, FALSE);
  surety_assistant_push (GTK_WIDGET (self), surety_keep_page_new (self->draft));
}

static void
surety_check_page_dispose (GObject *object)
{
  SuretyCheckPage *self = SURETY_CHECK_PAGE (object);

  g_clear_pointer (&self->draft, surety_draft_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_CHECK_PAGE);

  G_OBJECT_CLASS (surety_check_page_parent_class)->dispose (object);
}

static void
surety_check_page_class_init (SuretyCheckPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_check_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyCheckPage, first_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyCheckPage, second_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyCheckPage, third_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyCheckPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyCheckPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyCheckPage, show_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyCheckPage, later_button);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
}

static void
surety_check_page_init (SuretyCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows[0] = self->first_row;
  self->rows[1] = self->second_row;
  self->rows[2] = self->third_row;
  for (size_t i = 0; i < ASKED; i++)
    surety_field_protect (GTK_EDITABLE (self->rows[i]), TRUE);
}

AdwNavigationPage *
surety_check_page_new (SuretyDraft *draft)
{
  SuretyCheckPage *self = g_object_new (SURETY_TYPE_CHECK_PAGE, NULL);
  gboolean stored = surety_draft_get_account (draft) != NULL;

  self->draft = surety_draft_ref (draft);
  choose_places (self, mnemonic_count (surety_secret_get (surety_draft_get_content (draft))));
  /* In the assistant the words are one step back. */
  gtk_widget_set_visible (self->show_button, stored);
  gtk_widget_set_visible (self->later_button, !stored);
  return ADW_NAVIGATION_PAGE (self);
}
