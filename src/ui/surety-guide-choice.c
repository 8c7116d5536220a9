/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-choice.h"

#include "surety-config.h"

struct _SuretyGuideChoice
{
  AdwDialog parent_instance;

  AdwNavigationView *navigation;
  GtkWidget *bottom;
  GtkLabel *note_label;
  GtkLabel *hindrance_label;
  GtkButton *choose_button;
};

G_DEFINE_FINAL_TYPE (SuretyGuideChoice, surety_guide_choice, ADW_TYPE_DIALOG)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_choose (SuretyGuideChoice *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
surety_guide_choice_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_GUIDE_CHOICE);

  G_OBJECT_CLASS (surety_guide_choice_parent_class)->dispose (object);
}

static void
surety_guide_choice_class_init (SuretyGuideChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_choice_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", SURETY_TYPE_GUIDE_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-guide-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideChoice, navigation);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideChoice, bottom);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideChoice, note_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideChoice, hindrance_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyGuideChoice, choose_button);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
surety_guide_choice_init (SuretyGuideChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A page of the main window leaves closing to the window's own header bar: here it is the page's. */
static void
show_buttons (GtkWidget *widget)
{
  if (ADW_IS_HEADER_BAR (widget))
    {
      adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (widget), TRUE);
      adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (widget), TRUE);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    show_buttons (child);
}

static void
show_words (GtkLabel *label, const char *words)
{
  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL && *words != '\0');
}

AdwDialog *
surety_guide_choice_new (AdwNavigationPage *page,
                         const char *verb,
                         const char *hindrance,
                         const char *note)
{
  SuretyGuideChoice *self = g_object_new (SURETY_TYPE_GUIDE_CHOICE, "title",
                                          adw_navigation_page_get_title (page), NULL);

  show_buttons (GTK_WIDGET (page));
  adw_navigation_view_push (self->navigation, page);
  gtk_widget_set_visible (self->bottom, verb != NULL);
  if (verb != NULL)
    gtk_button_set_label (self->choose_button, verb);
  gtk_widget_set_visible (GTK_WIDGET (self->choose_button), hindrance == NULL);
  show_words (self->hindrance_label, hindrance);
  show_words (self->note_label, note);

  return ADW_DIALOG (self);
}
