/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-contact-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "surety-address-words.h"
#include "surety-await.h"
#include "surety-config.h"
#include "surety-contact-words.h"
#include "surety-field.h"
#include "surety-format.h"
#include "surety-sentences.h"

struct _SuretyContactForm
{
  AdwDialog parent_instance;

  SuretySession *session;
  SuretyAddressBook *book;

  GtkLabel *description_label;
  AdwEntryRow *address_row;
  AdwEntryRow *name_row;
  GtkLabel *address_error;
  GtkLabel *name_error;
  GtkWidget *whole_group;
  AdwActionRow *whole_row;
  GtkWidget *hint_label;
  GtkLabel *alike_label;
  GtkWidget *looking_label;
  GtkLabel *party_label;
  GtkWidget *sure_group;
  AdwSwitchRow *sure_row;
  GtkWidget *save_button;

  gboolean has_address; /* one that can be saved */
  Address address;
  gboolean looked; /* who is behind it is known, or known not to be found out */
  DexFuture *looking;
  DexFuture *saving;
};

G_DEFINE_FINAL_TYPE (SuretyContactForm, surety_contact_form, ADW_TYPE_DIALOG)

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
needs_care (SuretyContactForm *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->alike_label)) ||
         gtk_widget_get_visible (GTK_WIDGET (self->party_label));
}

static void
update (SuretyContactForm *self)
{
  const gboolean named = *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0';
  const gboolean care = self->has_address && needs_care (self);

  gtk_widget_set_visible (self->whole_group, self->has_address);
  gtk_widget_set_visible (self->sure_group, care);
  gtk_widget_set_visible (self->looking_label, self->has_address && !self->looked);
  gtk_widget_set_sensitive (self->save_button,
                            self->has_address && self->looked && named && self->saving == NULL &&
                              !gtk_widget_get_visible (GTK_WIDGET (self->name_error)) &&
                              (!care || adw_switch_row_get_active (self->sure_row)));
}

static void
say (GtkLabel *label, const char *sentence)
{
  if (sentence != NULL && gtk_widget_get_visible (GTK_WIDGET (label)) &&
      g_str_equal (gtk_label_get_label (label), sentence))
    return;
  gtk_label_set_label (label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (label), sentence != NULL);
  if (sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (label), gtk_label_get_text (label),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_looked (gpointer owner, const GValue *value, const GError *error)
{
  SuretyContactForm *self = owner;
  const SuretyPartyKind kind = error == NULL ? (SuretyPartyKind) g_value_get_int64 (value)
                                             : SURETY_PARTY_UNKNOWN;

  dex_clear (&self->looking);
  self->looked = TRUE;
  say (self->party_label, surety_contact_words_party (kind));
  update (self);
}

static void
set_address (SuretyContactForm *self, const Address *address, AddressForm form)
{
  char text[ADDRESS_TEXT_SIZE];
  g_autofree char *wide = NULL;
  g_autofree char *marked = NULL;

  if (address != NULL && self->has_address && address_equal (address, &self->address))
    return;
  dex_clear (&self->looking);
  self->has_address = address != NULL;
  self->looked = FALSE;
  adw_switch_row_set_active (self->sure_row, FALSE);
  say (self->party_label, NULL);
  say (self->alike_label, NULL);
  if (address == NULL)
    return;

  self->address = *address;
  address_to_text (address, text);
  wide = surety_format_address (text, TRUE);
  marked = surety_address_words_look_alike (self->session, text);
  adw_action_row_set_subtitle (self->whole_row, wide);
  gtk_widget_set_visible (self->hint_label, form == ADDRESS_UNCHECKED);
  say (self->alike_label, marked);
  self->looking = surety_await (surety_session_load_party (self->session, address), self,
                                on_looked);
}

static const char *
find_address (SuretyContactForm *self)
{
  g_autofree char *text = gtk_editable_get_chars (GTK_EDITABLE (self->address_row), 0, -1);
  const char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  AddressForm form = ADDRESS_CHECKSUMMED;
  CoreResult result;
  gboolean whole;
  Address address;

  g_strstrip (text);
  whole = strlen (text) + 1 >= ADDRESS_TEXT_SIZE;
  result = address_parse (text, strlen (text), &address, &form);
  /* At once, but not while it is still being typed. */
  if (whole && result == CORE_ERROR_CHECKSUM)
    sentence = _ ("The address is mistyped: its capitals, which are its checksum, don’t fit. "
                  "Nothing was saved; copy it again.");
  else if (whole && result != CORE_OK)
    sentence = _ ("An address is 0x and 40 hexadecimal digits. Nothing was saved; copy it again.");
  else if (result == CORE_OK && !surety_session_check_contact (self->session, &address, &error))
    sentence = surety_sentence_for_code (error->domain, error->code);
  set_address (self, result == CORE_OK && sentence == NULL ? &address : NULL, form);
  return sentence;
}

static const char *
find_name (SuretyContactForm *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  g_autoptr (GError) error = NULL;

  if (*name == '\0' ||
      surety_address_book_check_name (self->book, self->has_address ? &self->address : NULL, name,
                                      &error))
    return NULL;
  return surety_sentence_for_code (error->domain, error->code);
}

static void
on_changed (SuretyContactForm *self)
{
  /* While it is built. */
  if (self->session == NULL || self->saving != NULL)
    return;
  surety_field_set_typed_error (GTK_WIDGET (self->address_row), self->address_error,
                                find_address (self));
  surety_field_set_typed_error (GTK_WIDGET (self->name_row), self->name_error, find_name (self));
  update (self);
}

static void
on_sure (SuretyContactForm *self)
{
  update (self);
}

static void
on_cancel (SuretyContactForm *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_saved (gpointer owner, const GValue *value, const GError *error)
{
  SuretyContactForm *self = owner;
  char text[ADDRESS_TEXT_SIZE];

  dex_clear (&self->saving);
  if (error != NULL)
    {
      g_autofree char *sentence = surety_sentence_for_error (error);

      surety_field_set_error (GTK_WIDGET (self->address_row), self->address_error, sentence);
      update (self);
      return;
    }
  address_to_text (&self->address, text);
  g_signal_emit (self, signals[SAVED], 0, text);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_save (SuretyContactForm *self)
{
  if (!gtk_widget_get_sensitive (self->save_button))
    return;
  self->saving = surety_await (surety_address_book_add (self->book, &self->address,
                                                        gtk_editable_get_text (
                                                          GTK_EDITABLE (self->name_row))),
                               self, on_saved);
  update (self);
}

static void
surety_contact_form_dispose (GObject *object)
{
  SuretyContactForm *self = SURETY_CONTACT_FORM (object);

  dex_clear (&self->looking);
  dex_clear (&self->saving);
  g_clear_object (&self->book);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_CONTACT_FORM);

  G_OBJECT_CLASS (surety_contact_form_parent_class)->dispose (object);
}

static void
surety_contact_form_class_init (SuretyContactFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_contact_form_dispose;

  signals[SAVED] = g_signal_new ("saved", SURETY_TYPE_CONTACT_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-contact-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, description_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, address_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, address_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, name_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, whole_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, whole_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, hint_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, alike_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, looking_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, party_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, sure_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, sure_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyContactForm, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_sure);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
surety_contact_form_init (SuretyContactForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
surety_contact_form_new (SuretySession *session)
{
  SuretyContactForm *self = NULL;
  g_autofree char *description = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (session), NULL);
  g_return_val_if_fail (surety_session_get_address_book (session) != NULL, NULL);

  self = g_object_new (SURETY_TYPE_CONTACT_FORM, NULL);
  self->session = g_object_ref (session);
  self->book = g_object_ref (surety_session_get_address_book (session));
  /* Translators: %s is a network: "Ethereum Mainnet" */
  description =
    g_strdup_printf (_ ("For %s alone: an address of one network need not be there on another."),
                     surety_network_get_name (surety_address_book_get_network (self->book)));
  gtk_label_set_label (self->description_label, description);

  return ADW_DIALOG (self);
}
