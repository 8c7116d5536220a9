/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-ready-page.h"

#include "surety-closures.h"
#include "surety-config.h"

struct _SuretyReadyPage
{
  AdwNavigationPage parent_instance;

  AdwActionRow *account_row;
  AdwActionRow *network_row;
  GtkWidget *guide_button;
};

G_DEFINE_FINAL_TYPE (SuretyReadyPage, surety_ready_page, ADW_TYPE_NAVIGATION_PAGE)

static void
surety_ready_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_READY_PAGE);

  G_OBJECT_CLASS (surety_ready_page_parent_class)->dispose (object);
}

static void
surety_ready_page_class_init (SuretyReadyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_ready_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-ready-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyReadyPage, account_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyReadyPage, network_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyReadyPage, guide_button);
}

static void
surety_ready_page_init (SuretyReadyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
surety_ready_page_new (SuretySession *session)
{
  SuretyReadyPage *self = g_object_new (SURETY_TYPE_READY_PAGE, NULL);
  SuretyAccount *account = surety_session_get_account (session);
  SuretyNetwork *network = surety_session_get_network (session);

  if (account != NULL)
    {
      g_autofree char *address =
        surety_closure_address_short (self, surety_account_get_address_text (account));
      g_autofree char *text = g_strdup_printf ("%s\n%s", surety_account_get_name (account),
                                               address);

      adw_action_row_set_subtitle (self->account_row, text);
    }
  if (network != NULL)
    adw_action_row_set_subtitle (self->network_row, surety_network_get_name (network));
  return ADW_NAVIGATION_PAGE (self);
}
