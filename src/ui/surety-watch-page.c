/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-watch-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "address.h"
#include "surety-address-words.h"
#include "surety-await.h"
#include "surety-config.h"
#include "surety-connection-page.h"
#include "surety-draft.h"
#include "surety-field.h"
#include "surety-text.h"
#include "surety-window.h"

#define LONGEST_NAME 60

struct _SuretyWatchPage
{
  AdwNavigationPage parent_instance;

  SuretySession *session;

  AdwEntryRow *address_row;
  AdwEntryRow *name_row;
  GtkLabel *error_label;
  GtkLabel *alike_label;
  GtkWidget *hint_label;
  GtkWidget *watch_button;
};

G_DEFINE_FINAL_TYPE (SuretyWatchPage, surety_watch_page, ADW_TYPE_NAVIGATION_PAGE)

static CoreResult
parse (SuretyWatchPage *self, Address *address, AddressForm *form)
{
  g_autofree char *text = gtk_editable_get_chars (GTK_EDITABLE (self->address_row), 0, -1);

  g_strstrip (text);
  return address_parse (text, strlen (text), address, form);
}

/* NULL: none is there yet. */
static void
show_look_alike (SuretyWatchPage *self, const Address *address)
{
  char text[ADDRESS_TEXT_SIZE] = "";
  g_autofree char *marked = NULL;

  if (address != NULL)
    address_to_text (address, text);
  marked = surety_address_words_look_alike (self->session, text);
  gtk_label_set_markup (self->alike_label, marked != NULL ? marked : "");
  gtk_widget_set_visible (GTK_WIDGET (self->alike_label), marked != NULL);
}

static void
on_changed (GtkEditable *editable, SuretyWatchPage *self)
{
  gboolean whole = strlen (gtk_editable_get_text (editable)) + 1 >= ADDRESS_TEXT_SIZE;
  Address address;
  AddressForm form = ADDRESS_CHECKSUMMED;
  CoreResult result = parse (self, &address, &form);
  const char *sentence = NULL;

  /* At once, but not while it is still being typed. */
  if (whole && result == CORE_ERROR_CHECKSUM)
    sentence = _ ("The address is mistyped: its capitals, which are its checksum, "
                  "don’t fit. Nothing was added; copy it again.");
  else if (whole && result != CORE_OK)
    sentence = _ ("An address is 0x and 40 hexadecimal digits. Nothing was added; copy it again.");
  surety_field_set_typed_error (GTK_WIDGET (self->address_row), self->error_label, sentence);
  show_look_alike (self, result == CORE_OK ? &address : NULL);
  gtk_widget_set_visible (self->hint_label, result == CORE_OK && form == ADDRESS_UNCHECKED);
  gtk_widget_set_sensitive (self->watch_button, result == CORE_OK);
}

static void
on_added (gpointer owner, const GValue *value, const GError *error)
{
  SuretyWatchPage *self = owner;
  SuretyConnection *connection;

  gtk_widget_set_sensitive (self->watch_button, TRUE);
  surety_field_set_failure (GTK_WIDGET (self->address_row), self->error_label, error);
  if (error != NULL)
    return;
  connection = surety_session_get_connection (self->session);
  if (connection != NULL && surety_connection_get_state (connection) != SURETY_CONNECTION_NONE)
    surety_window_go (SURETY_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), "overview");
  else
    surety_assistant_restart (GTK_WIDGET (self), surety_connection_page_new (self->session, TRUE));
}

static void
on_watch (GtkWidget *widget, SuretyWatchPage *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  Address address;

  if (parse (self, &address, NULL) != CORE_OK)
    return;
  g_strstrip (name);
  if (!surety_text_is_clean (name, 1, LONGEST_NAME))
    {
      surety_field_set_error (GTK_WIDGET (self->name_row), self->error_label,
                              _ ("Give the address a name, so that you know it again."));
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
      return;
    }
  surety_field_set_error (GTK_WIDGET (self->name_row), self->error_label, NULL);
  gtk_widget_set_sensitive (self->watch_button, FALSE);
  dex_future_disown (
    surety_await (surety_session_add_watch (self->session, name, &address), self, on_added));
}

static void
surety_watch_page_dispose (GObject *object)
{
  SuretyWatchPage *self = SURETY_WATCH_PAGE (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_WATCH_PAGE);

  G_OBJECT_CLASS (surety_watch_page_parent_class)->dispose (object);
}

static void
surety_watch_page_class_init (SuretyWatchPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_watch_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-watch-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyWatchPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyWatchPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyWatchPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyWatchPage, alike_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyWatchPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyWatchPage, watch_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_watch);
}

static void
surety_watch_page_init (SuretyWatchPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
surety_watch_page_new (SuretySession *session)
{
  SuretyWatchPage *self = g_object_new (SURETY_TYPE_WATCH_PAGE, NULL);

  self->session = g_object_ref (session);
  return ADW_NAVIGATION_PAGE (self);
}
