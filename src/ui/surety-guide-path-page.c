/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-path-page.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-guide-facts.h"

struct _SuretyGuidePathPage
{
  AdwBin parent_instance;

  AdwActionRow *exit_row;

  SuretySession *session;
};

G_DEFINE_FINAL_TYPE (SuretyGuidePathPage, surety_guide_path_page, ADW_TYPE_BIN)

static void
show_exit (SuretyGuidePathPage *self)
{
  SuretyGuideFacts facts;
  g_autofree char *span = NULL;
  g_autofree char *text = NULL;

  surety_guide_facts_read (self->session, &facts);
  if (!facts.exit_known)
    {
      adw_action_row_set_subtitle (
        self->exit_row, _ ("Days to weeks; the network says how long once it is read. What is "
                           "on its way out can still be slashed."));
      return;
    }
  span = surety_guide_facts_exit_words (&facts);
  /* Translators: a span of time: "14 days". */
  text = g_strdup_printf (
    _ ("About %s from asking for it back until you can take it. All that time it can still be "
       "slashed."),
    span);
  adw_action_row_set_subtitle (self->exit_row, text);
}

static void
surety_guide_path_page_dispose (GObject *object)
{
  SuretyGuidePathPage *self = SURETY_GUIDE_PATH_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_GUIDE_PATH_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_guide_path_page_parent_class)->dispose (object);
}

static void
surety_guide_path_page_class_init (SuretyGuidePathPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_guide_path_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-guide-path-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyGuidePathPage, exit_row);
}

static void
surety_guide_path_page_init (SuretyGuidePathPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_guide_path_page_new (SuretySession *session)
{
  SuretyGuidePathPage *self = g_object_new (SURETY_TYPE_GUIDE_PATH_PAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (surety_session_get_portfolio (session), "notify::holdings",
                           G_CALLBACK (show_exit), self, G_CONNECT_SWAPPED);
  show_exit (self);

  return GTK_WIDGET (self);
}
