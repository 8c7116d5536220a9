/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-recipient-group.h"

#include <glib/gi18n.h>
#include <string.h>

#include "surety-address-words.h"
#include "surety-closures.h"
#include "surety-contact-form.h"
#include "surety-format.h"

#define ADDRESS "surety-address"

struct _SuretyRecipientGroup
{
  AdwPreferencesGroup parent_instance;

  SuretySession *session;
  SuretyAddressBook *book;
  GtkListBox *rows;
  GtkCheckButton *leader; /* never shown: one that is alone in its group would be no radio button */
  char *recipient;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (SuretyRecipientGroup, surety_recipient_group, ADW_TYPE_PREFERENCES_GROUP)

typedef enum
{
  PROP_RECIPIENT = 1,
} SuretyRecipientGroupProperty;

static GParamSpec *properties[PROP_RECIPIENT + 1];

static void
set_recipient (SuretyRecipientGroup *self, const char *recipient)
{
  if (g_set_str (&self->recipient, recipient))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECIPIENT]);
}

static void
on_toggled (GtkCheckButton *check, SuretyRecipientGroup *self)
{
  if (!self->filling && gtk_check_button_get_active (check))
    set_recipient (self, g_object_get_data (G_OBJECT (check), ADDRESS));
}

static void
add_row (SuretyRecipientGroup *self, const char *name, const char *text)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "activatable-widget", check, NULL);
  g_autofree char *marked = surety_address_words_look_alike (self->session, text);
  g_autofree char *wide = surety_format_address (text, TRUE);
  g_autofree char *title = g_markup_escape_text (name, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), marked != NULL ? marked : wide);
  if (marked == NULL)
    gtk_widget_add_css_class (row, "mono-subtitle");
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->leader);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (check), ADDRESS, g_strdup (text), g_free);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  if (g_strcmp0 (text, self->recipient) == 0)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, 0);
  gtk_list_box_append (self->rows, row);
}

static gboolean
is_own (SuretyRecipientGroup *self, SuretyAccount *account)
{
  return surety_address_book_is_own (surety_address_book_get_network (self->book),
                                     surety_account_get_record (account));
}

static void fill (SuretyRecipientGroup *self);

static void
on_saved (SuretyRecipientGroup *self, const char *address)
{
  set_recipient (self, address);
  fill (self);
}

static void
on_save_another (SuretyRecipientGroup *self)
{
  AdwDialog *form = surety_contact_form_new (self->session);

  g_signal_connect_object (form, "saved", G_CALLBACK (on_saved), self, G_CONNECT_SWAPPED);
  adw_dialog_present (form, GTK_WIDGET (self));
}

static gboolean
has_own (SuretyRecipientGroup *self, const Address *address)
{
  GListModel *accounts = surety_session_get_accounts (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (accounts, i);

      if (is_own (self, account) && address_equal (surety_account_get_address (account), address))
        return TRUE;
    }
  return FALSE;
}

/* Whether who is chosen may still be paid. */
static gboolean
has_recipient (SuretyRecipientGroup *self)
{
  Address address;

  return self->recipient != NULL &&
         address_parse (self->recipient, strlen (self->recipient), &address, NULL) == CORE_OK &&
         (has_own (self, &address) || surety_address_book_find (self->book, &address) != NULL);
}

static void
fill (SuretyRecipientGroup *self)
{
  GListModel *accounts = surety_session_get_accounts (self->session);
  SuretyAccount *current = surety_session_get_account (self->session);

  if (!has_recipient (self) && current != NULL)
    set_recipient (self, surety_account_get_address_text (current));
  self->filling = TRUE;
  gtk_list_box_remove_all (self->rows);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (accounts, i);
      g_autofree char *name = surety_closure_account_name (NULL, account);

      if (is_own (self, account))
        add_row (self, name, surety_account_get_address_text (account));
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->book)); i++)
    {
      g_autoptr (SuretyContact) contact = g_list_model_get_item (G_LIST_MODEL (self->book), i);

      /* Its key may have come later. */
      if (!has_own (self, surety_contact_get_address (contact)))
        add_row (self, surety_contact_get_name (contact),
                 surety_contact_get_address_text (contact));
    }
  {
    GtkWidget *button = adw_button_row_new ();

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), _ ("Save Another Address…"));
    adw_button_row_set_start_icon_name (ADW_BUTTON_ROW (button), "list-add-symbolic");
    g_signal_connect_object (button, "activated", G_CALLBACK (on_save_another), self,
                             G_CONNECT_SWAPPED);
    gtk_list_box_append (self->rows, button);
  }
  self->filling = FALSE;
}

static void
surety_recipient_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyRecipientGroup *self = SURETY_RECIPIENT_GROUP (object);

  switch ((SuretyRecipientGroupProperty) id)
    {
    case PROP_RECIPIENT:
      g_value_set_string (value, self->recipient);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_recipient_group_dispose (GObject *object)
{
  SuretyRecipientGroup *self = SURETY_RECIPIENT_GROUP (object);

  g_clear_object (&self->leader);
  g_clear_object (&self->book);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_recipient_group_parent_class)->dispose (object);
}

static void
surety_recipient_group_finalize (GObject *object)
{
  g_free (SURETY_RECIPIENT_GROUP (object)->recipient);

  G_OBJECT_CLASS (surety_recipient_group_parent_class)->finalize (object);
}

static void
surety_recipient_group_class_init (SuretyRecipientGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = surety_recipient_group_get_property;
  object_class->dispose = surety_recipient_group_dispose;
  object_class->finalize = surety_recipient_group_finalize;

  properties[PROP_RECIPIENT] = g_param_spec_string ("recipient", NULL, NULL, NULL,
                                                    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                      G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_recipient_group_init (SuretyRecipientGroup *self)
{
  GtkWidget *rows = gtk_list_box_new ();

  self->leader = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
  self->rows = GTK_LIST_BOX (rows);
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Who Is Paid"), -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), rows);
}

void
surety_recipient_group_set_session (SuretyRecipientGroup *self, SuretySession *session)
{
  g_return_if_fail (SURETY_IS_RECIPIENT_GROUP (self));
  g_return_if_fail (self->session == NULL && surety_session_get_address_book (session) != NULL);

  self->session = g_object_ref (session);
  self->book = g_object_ref (surety_session_get_address_book (session));
  g_signal_connect_object (self->book, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_session_get_accounts (session), "items-changed",
                           G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}

const char *
surety_recipient_group_get_recipient (SuretyRecipientGroup *self)
{
  g_return_val_if_fail (SURETY_IS_RECIPIENT_GROUP (self), NULL);

  return self->recipient;
}
