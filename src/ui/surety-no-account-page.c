/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-no-account-page.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-menu-names.h"
#include "surety-window.h"

struct _SuretyNoAccountPage
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkMenuButton *menu_button;
  GtkButton *back_button;

  SuretySession *session;
};

G_DEFINE_FINAL_TYPE (SuretyNoAccountPage, surety_no_account_page, ADW_TYPE_BIN)

/* Where one can go back to: whatever account there is. Lends, as the list holds it. */
static SuretyAccount *
get_other (SuretyNoAccountPage *self)
{
  g_autoptr (SuretyAccount)
    account = g_list_model_get_item (surety_session_get_accounts (self->session), 0);

  return account;
}

static void
show_all (SuretyNoAccountPage *self)
{
  SuretyNetwork *network = surety_session_get_network (self->session);
  SuretyAccount *other = get_other (self);
  g_autofree char *title = NULL;

  if (network != NULL)
    {
      /* Translators: a network: "No Account on Ethereum Yet" */
      title = g_strdup_printf (_ ("No Account on %s Yet"), surety_network_get_name (network));
      adw_status_page_set_title (self->status, title);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->back_button), other != NULL);
  if (other != NULL && surety_account_get_practice (other))
    gtk_button_set_label (self->back_button, _ ("Back to Practice"));
  else if (other != NULL)
    {
      g_autofree char *name = surety_closure_account_name (NULL, other);
      g_autofree char *label = g_strdup_printf (_ ("Back to %s"), name);

      gtk_button_set_label (self->back_button, label);
    }
}

static void
on_went_back (gpointer owner, const GValue *value, const GError *error)
{
  if (error != NULL)
    surety_toast_error (owner, error);
}

static void
on_back (SuretyNoAccountPage *self)
{
  SuretyAccount *other = get_other (self);

  if (other != NULL)
    dex_future_disown (
      surety_await (surety_session_select_account (self->session, other), self, on_went_back));
}

static void
surety_no_account_page_dispose (GObject *object)
{
  SuretyNoAccountPage *self = SURETY_NO_ACCOUNT_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_NO_ACCOUNT_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_no_account_page_parent_class)->dispose (object);
}

static void
surety_no_account_page_class_init (SuretyNoAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_no_account_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-no-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyNoAccountPage, status);
  gtk_widget_class_bind_template_child (widget_class, SuretyNoAccountPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyNoAccountPage, back_button);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
surety_no_account_page_init (SuretyNoAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  surety_menu_names_keep (self->menu_button);
}

GtkWidget *
surety_no_account_page_new (SuretySession *session)
{
  SuretyNoAccountPage *self = g_object_new (SURETY_TYPE_NO_ACCOUNT_PAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::network", G_CALLBACK (show_all), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_accounts (session), "items-changed",
                           G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);

  return GTK_WIDGET (self);
}
