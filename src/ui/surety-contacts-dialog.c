/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-contacts-dialog.h"

#include <glib/gi18n.h>

#include "surety-address-words.h"
#include "surety-await.h"
#include "surety-closures.h"
#include "surety-config.h"
#include "surety-contact-form.h"
#include "surety-form-dialog.h"
#include "surety-format.h"
#include "surety-menu-names.h"
#include "surety-sentences.h"
#include "surety-store-error.h"

#define CONTACT "surety-contact"
#define SIGN "surety-contact-sign"

struct _SuretyContactsDialog
{
  AdwDialog parent_instance;

  SuretySession *session;
  SuretyAddressBook *book;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *failed_page;
  AdwPreferencesPage *page;
  GtkListBox *rows;
};

G_DEFINE_FINAL_TYPE (SuretyContactsDialog, surety_contacts_dialog, ADW_TYPE_DIALOG)

static void
on_add (SuretyContactsDialog *self)
{
  adw_dialog_present (surety_contact_form_new (self->session), GTK_WIDGET (self));
}

static void
on_again (SuretyContactsDialog *self)
{
  /* Its failure is in the book's "error". */
  dex_future_disown (surety_address_book_refresh (self->book));
}

static void
on_done (gpointer owner, const GValue *value, const GError *error)
{
  SuretyContactsDialog *self = owner;
  g_autofree char *sentence = NULL;
  AdwToast *toast = NULL;

  if (error == NULL || g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED))
    return;
  sentence = surety_sentence_for_error (error);
  toast = adw_toast_new (sentence);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* --- one of them --- */

typedef struct
{
  SuretyAddressBook *book;
  SuretyContact *contact;
  GtkEditable *name;
} Rename;

static void
rename_free (gpointer data)
{
  Rename *job = data;

  g_object_unref (job->book);
  g_object_unref (job->contact);
  g_free (job);
}

static DexFuture *
run_rename (SuretyFormDialog *dialog, gpointer data)
{
  Rename *job = data;

  return surety_address_book_rename (job->book, surety_contact_get_address (job->contact),
                                     gtk_editable_get_text (job->name));
}

static void
rename_row (GtkWidget *row)
{
  SuretyContactsDialog *self = SURETY_CONTACTS_DIALOG (
    gtk_widget_get_ancestor (row, SURETY_TYPE_CONTACTS_DIALOG));
  SuretyContact *contact = g_object_get_data (G_OBJECT (row), CONTACT);
  g_autofree char *address = surety_format_address (surety_contact_get_address_text (contact),
                                                    FALSE);
  SuretyFormDialog *dialog = surety_form_dialog_new (_ ("Rename"), address, _ ("Rename"));
  Rename *job = g_new0 (Rename, 1);

  job->book = g_object_ref (self->book);
  job->contact = g_object_ref (contact);
  job->name = surety_form_dialog_add_text (dialog, _ ("Name"), surety_contact_get_name (contact));
  dex_future_disown (surety_await (surety_form_dialog_run (dialog, GTK_WIDGET (self), run_rename,
                                                           NULL, job, rename_free),
                                   self, on_done));
}

static void
on_removal_chosen (AdwAlertDialog *dialog, const char *response, SuretyContactsDialog *self)
{
  SuretyContact *contact = g_object_get_data (G_OBJECT (dialog), CONTACT);

  if (g_str_equal (response, "remove"))
    dex_future_disown (
      surety_await (surety_address_book_remove (self->book, surety_contact_get_address (contact)),
                    self, on_done));
}

static void
remove_row (GtkWidget *row)
{
  SuretyContactsDialog *self = SURETY_CONTACTS_DIALOG (
    gtk_widget_get_ancestor (row, SURETY_TYPE_CONTACTS_DIALOG));
  SuretyContact *contact = g_object_get_data (G_OBJECT (row), CONTACT);
  /* Translators: %s is the name somebody gave to an address. */
  g_autofree char *body = g_strdup_printf (
    _ ("Nothing more is signed that would pay “%s”, not even a plan that is under way. It can be "
       "saved again."),
    surety_contact_get_name (contact));
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("Remove It?"), body));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "remove", _ ("_Remove"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), CONTACT, g_object_ref (contact), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_removal_chosen), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static GtkWidget *
create_menu (SuretyContact *contact)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  /* Translators: %s is the name somebody gave to an address. */
  g_autofree char *label = g_strdup_printf (_ ("More About “%s”"),
                                            surety_contact_get_name (contact));

  g_menu_append (menu, _ ("Re_name…"), "contact.rename");
  g_menu_append (menu, _ ("_Remove…"), "contact.remove");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  surety_menu_names_keep (GTK_MENU_BUTTON (button));
  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static void
on_row_action (GSimpleAction *action, GVariant *parameter, gpointer row)
{
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "rename"))
    rename_row (row);
  else
    remove_row (row);
}

static void
add_actions (GtkWidget *row)
{
  static const char *const names[] = { "rename", "remove" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (names[i], NULL);

      g_signal_connect_object (action, "activate", G_CALLBACK (on_row_action), row, 0);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (row, "contact", G_ACTION_GROUP (group));
}

/* What it could be taken for may have been saved since. */
static void
describe (SuretyContactsDialog *self, GtkWidget *row)
{
  SuretyContact *contact = g_object_get_data (G_OBJECT (row), CONTACT);
  const char *text = surety_contact_get_address_text (contact);
  g_autofree char *marked = surety_address_words_look_alike (self->session, text);
  g_autofree char *wide = surety_format_address (text, TRUE);
  g_autofree char *name = g_markup_escape_text (surety_contact_get_name (contact), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), marked != NULL ? marked : wide);
  if (marked != NULL)
    gtk_widget_remove_css_class (row, "mono-subtitle");
  else
    gtk_widget_add_css_class (row, "mono-subtitle");
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), SIGN), marked != NULL);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  SuretyContact *contact = item;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "subtitle-selectable", TRUE, NULL);
  GtkWidget *sign = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (sign, "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Warning"), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), sign);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "win.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (copy), "s",
                                    surety_contact_get_address_text (contact));
  gtk_widget_set_tooltip_text (copy, _ ("Copy Address"));
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_menu (contact));
  g_object_set_data_full (G_OBJECT (row), CONTACT, g_object_ref (contact), g_object_unref);
  g_object_set_data (G_OBJECT (row), SIGN, sign);
  add_actions (row);
  describe (data, row);

  return row;
}

/* --- all of them --- */

static void
on_items_changed (SuretyContactsDialog *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_object_get_data (G_OBJECT (row), CONTACT) != NULL)
      describe (self, row);
}

static void
show_load (SuretyContactsDialog *self)
{
  g_autofree char *name = surety_closure_load_page (NULL,
                                                    surety_address_book_get_load (self->book));
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;

  g_object_get (self->book, "error", &error, NULL);
  sentence = error != NULL ? surety_sentence_for_error (error) : NULL;
  adw_status_page_set_description (self->failed_page, sentence);
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
surety_contacts_dialog_dispose (GObject *object)
{
  SuretyContactsDialog *self = SURETY_CONTACTS_DIALOG (object);

  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->book);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_CONTACTS_DIALOG);

  G_OBJECT_CLASS (surety_contacts_dialog_parent_class)->dispose (object);
}

static void
surety_contacts_dialog_class_init (SuretyContactsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_contacts_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-contacts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyContactsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactsDialog, failed_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactsDialog, page);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactsDialog, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
}

static void
surety_contacts_dialog_init (SuretyContactsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
surety_contacts_dialog_new (SuretySession *session)
{
  SuretyContactsDialog *self = NULL;
  g_autofree char *description = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (session), NULL);
  g_return_val_if_fail (surety_session_get_address_book (session) != NULL, NULL);

  self = g_object_new (SURETY_TYPE_CONTACTS_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->book = g_object_ref (surety_session_get_address_book (session));
  description = g_strdup_printf (
    /* Translators: %s is a network: "Ethereum Mainnet" */
    _ ("Beside your own accounts, only these are paid on %s."),
    surety_network_get_name (surety_address_book_get_network (self->book)));
  adw_preferences_page_set_description (self->page, description);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->book), create_row, self, NULL);
  g_signal_connect_object (self->book, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->book, "notify::load", G_CALLBACK (show_load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->book, "notify::error", G_CALLBACK (show_load), self,
                           G_CONNECT_SWAPPED);
  show_load (self);

  return ADW_DIALOG (self);
}
