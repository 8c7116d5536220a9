/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-welcome-page.h"

#include "surety-application.h"
#include "surety-config.h"
#include "surety-menu-names.h"

struct _SuretyWelcomePage
{
  AdwBin parent_instance;

  AdwBanner *exposed_banner;
  GtkMenuButton *menu_button;
  GtkImage *app_icon;
};

G_DEFINE_FINAL_TYPE (SuretyWelcomePage, surety_welcome_page, ADW_TYPE_BIN)

static void
surety_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (surety_welcome_page_parent_class)->dispose (object);
}

static void
surety_welcome_page_class_init (SuretyWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_welcome_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyWelcomePage, exposed_banner);
  gtk_widget_class_bind_template_child (widget_class, SuretyWelcomePage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyWelcomePage, app_icon);
}

static void
surety_welcome_page_init (SuretyWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  surety_menu_names_keep (self->menu_button);
  gtk_image_set_from_icon_name (self->app_icon, SURETY_APP_ID);
  adw_banner_set_revealed (self->exposed_banner, surety_application_is_exposed ());
}

GtkWidget *
surety_welcome_page_new (void)
{
  return g_object_new (SURETY_TYPE_WELCOME_PAGE, NULL);
}
