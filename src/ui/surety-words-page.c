/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-words-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mnemonic.h"
#include "surety-check-page.h"
#include "surety-config.h"
#include "surety-keep-page.h"

/* The standard's longest word has eight letters; ours and a zero. */
#define WORD_SIZE 16

struct _SuretyWordsPage
{
  AdwNavigationPage parent_instance;

  SuretyDraft *draft;

  GtkFlowBox *grid;
  GtkWidget *later_button;
};

G_DEFINE_FINAL_TYPE (SuretyWordsPage, surety_words_page, ADW_TYPE_NAVIGATION_PAGE)

static GtkWidget *
create_cell (size_t index, Bytes word)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *digits = g_strdup_printf ("%zu", index + 1);
  g_autofree char *name = g_strdup_printf (_ ("Word %zu"), index + 1);
  GtkWidget *number = gtk_label_new (digits);
  char text[WORD_SIZE] = "";
  GtkWidget *label;

  memcpy (text, word.data, MIN (word.len, sizeof text - 1));
  label = gtk_label_new (text);
  secret_wipe (text, sizeof text);

  gtk_label_set_width_chars (GTK_LABEL (number), 2);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_add_css_class (number, "number");
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "word");
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  label, NULL, -1);
  return child;
}

static void
surety_words_page_showing (AdwNavigationPage *page)
{
  SuretyWordsPage *self = SURETY_WORDS_PAGE (page);
  const Secret *words = surety_secret_get (surety_draft_get_content (self->draft));

  gtk_flow_box_remove_all (self->grid);
  for (size_t i = 0; i < mnemonic_count (words); i++)
    gtk_flow_box_append (self->grid, create_cell (i, mnemonic_word (words, i)));
}

static void
surety_words_page_hidden (AdwNavigationPage *page)
{
  SuretyWordsPage *self = SURETY_WORDS_PAGE (page);

  gtk_flow_box_remove_all (self->grid);
}

static void
on_next (GtkButton *button, SuretyWordsPage *self)
{
  /* A stored wallet's check lies underneath. */
  if (surety_draft_get_account (self->draft) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
  else
    surety_assistant_push (GTK_WIDGET (self), surety_check_page_new (self->draft));
}

static void
on_later (GtkButton *button, SuretyWordsPage *self)
{
  surety_draft_set_backup_checked (self->draft, FALSE);
  surety_assistant_push (GTK_WIDGET (self), surety_keep_page_new (self->draft));
}

static void
surety_words_page_dispose (GObject *object)
{
  SuretyWordsPage *self = SURETY_WORDS_PAGE (object);

  g_clear_pointer (&self->draft, surety_draft_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_WORDS_PAGE);

  G_OBJECT_CLASS (surety_words_page_parent_class)->dispose (object);
}

static void
surety_words_page_class_init (SuretyWordsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_words_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->showing = surety_words_page_showing;
  ADW_NAVIGATION_PAGE_CLASS (klass)->hidden = surety_words_page_hidden;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-words-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyWordsPage, grid);
  gtk_widget_class_bind_template_child (widget_class, SuretyWordsPage, later_button);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
}

static void
surety_words_page_init (SuretyWordsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
surety_words_page_new (SuretyDraft *draft)
{
  SuretyWordsPage *self = g_object_new (SURETY_TYPE_WORDS_PAGE, NULL);

  self->draft = surety_draft_ref (draft);
  /* A stored wallet has nowhere to go on to without. */
  gtk_widget_set_visible (self->later_button, surety_draft_get_account (draft) == NULL);
  return ADW_NAVIGATION_PAGE (self);
}
