/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-keep-page.h"

#include <glib/gi18n.h>

#include "surety-await.h"
#include "surety-config.h"
#include "surety-connection-page.h"
#include "surety-field.h"
#include "surety-keyring.h"
#include "surety-sentences.h"

/* Characters. Long enough that scrypt makes guessing hopeless for all but the commonest. */
#define SHORTEST_PASSPHRASE 8

struct _SuretyKeepPage
{
  AdwNavigationPage parent_instance;

  SuretyDraft *draft;
  DexFuture *looking;
  char *place;
  char *folder;

  GtkStack *stack;
  GtkWidget *keyring_button;
  GtkLabel *keyring_error;
  GtkWidget *missing_group;
  AdwPasswordEntryRow *passphrase_row;
  AdwPasswordEntryRow *repeat_row;
  GtkLabel *file_error;
  GtkWidget *file_button;
  GtkWidget *spinner;
};

G_DEFINE_FINAL_TYPE (SuretyKeepPage, surety_keep_page, ADW_TYPE_NAVIGATION_PAGE)

typedef enum
{
  PROP_PLACE = 1,
  PROP_FOLDER,
} SuretyKeepPageProperty;

static GParamSpec *properties[PROP_FOLDER + 1];

static void
on_described (gpointer owner, const GValue *value, const GError *error)
{
  SuretyKeepPage *self = owner;
  const char *label = error == NULL ? g_value_get_string (value) : "";

  g_free (self->place);
  /* Status pages read markup, and a keyring may have any name. */
  if (label != NULL && *label != '\0')
    self->place = g_markup_printf_escaped (
      /* Translators: %s is the name of a keyring, such as “Login” */
      _ ("The system’s keyring “%s” keeps it encrypted and opens it when you log in. Surety asks "
         "it for the key only to sign, and forgets it at once."),
      label);
  else
    self->place = g_strdup (
      _ ("The system’s keyring keeps it encrypted and opens it when you log in. Surety asks it for "
         "the key only to sign, and forgets it at once."));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACE]);
  gtk_stack_set_visible_child_name (self->stack, "keyring");
  gtk_widget_grab_focus (self->keyring_button);
}

static void
show_file (SuretyKeepPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "file");
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
}

static void
on_looked (gpointer owner, const GValue *value, const GError *error)
{
  SuretyKeepPage *self = owner;
  g_autoptr (DexFuture) done = g_steal_pointer (&self->looking);

  gtk_widget_set_visible (self->missing_group, error != NULL);
  if (error != NULL)
    show_file (self);
  else
    self->looking = surety_await (surety_keyring_describe (), self, on_described);
}

static void
look (SuretyKeepPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "looking");
  dex_clear (&self->looking);
  self->looking = surety_await (surety_keyring_look (), self, on_looked);
}

static void
on_look_again (AdwButtonRow *row, SuretyKeepPage *self)
{
  look (self);
}

static void
on_choose_file (GtkButton *button, SuretyKeepPage *self)
{
  show_file (self);
}

static void
set_busy (SuretyKeepPage *self, gboolean busy)
{
  /* An entry that goes insensitive with the focus in it never hears that it lost it. */
  if (busy)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !busy);
  gtk_widget_set_visible (self->spinner, busy);
}

static void
go_on (SuretyKeepPage *self)
{
  /* The wallet is stored: going back must not store it again. */
  surety_assistant_restart (GTK_WIDGET (self),
                            surety_connection_page_new (surety_draft_get_session (self->draft),
                                                        TRUE));
}

static void
on_kept_in_keyring (gpointer owner, const GValue *value, const GError *error)
{
  SuretyKeepPage *self = owner;

  set_busy (self, FALSE);
  surety_field_set_failure (self->keyring_button, self->keyring_error, error);
  if (error == NULL)
    go_on (self);
  else
    gtk_widget_grab_focus (self->keyring_button);
}

static void
on_keep_in_keyring (GtkButton *button, SuretyKeepPage *self)
{
  set_busy (self, TRUE);
  dex_future_disown (surety_await (surety_draft_store (self->draft, SURETY_PLACE_KEYRING, NULL),
                                   self, on_kept_in_keyring));
}

static void
on_kept_in_file (gpointer owner, const GValue *value, const GError *error)
{
  SuretyKeepPage *self = owner;

  set_busy (self, FALSE);
  surety_field_set_failure (GTK_WIDGET (self->passphrase_row), self->file_error, error);
  if (error == NULL)
    go_on (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
}

static void
on_keep_in_file (GtkWidget *widget, SuretyKeepPage *self)
{
  g_autoptr (SuretySecret) passphrase = NULL;
  g_autoptr (SuretySecret) repeat = NULL;
  glong length = g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (self->passphrase_row)), -1);

  if (length < SHORTEST_PASSPHRASE)
    {
      surety_field_set_error (
        GTK_WIDGET (self->passphrase_row), self->file_error,
        _ ("Use at least 8 characters; four words that don’t belong together are good."));
      gtk_widget_grab_focus (GTK_WIDGET (self->passphrase_row));
      return;
    }
  passphrase = surety_secret_new_passphrase (
    gtk_editable_get_text (GTK_EDITABLE (self->passphrase_row)));
  repeat = surety_field_take_passphrase (GTK_EDITABLE (self->repeat_row));
  if (!secret_equal (surety_secret_get (passphrase), surety_secret_get (repeat)))
    {
      surety_field_set_error (GTK_WIDGET (self->repeat_row), self->file_error,
                              _ ("The two are not the same. Nothing was stored; type it again."));
      gtk_widget_grab_focus (GTK_WIDGET (self->repeat_row));
      return;
    }
  surety_field_clear (GTK_EDITABLE (self->passphrase_row));
  set_busy (self, TRUE);
  dex_future_disown (surety_await (surety_draft_store (self->draft, SURETY_PLACE_FILE, passphrase),
                                   self, on_kept_in_file));
}

static void
on_changed (GtkEditable *editable, SuretyKeepPage *self)
{
  gboolean filled = *gtk_editable_get_text (GTK_EDITABLE (self->passphrase_row)) != '\0' &&
                    *gtk_editable_get_text (GTK_EDITABLE (self->repeat_row)) != '\0';

  gtk_widget_set_sensitive (self->file_button, filled);
  if (*gtk_editable_get_text (editable) == '\0')
    return;
  surety_field_set_error (GTK_WIDGET (self->passphrase_row), self->file_error, NULL);
  surety_field_set_error (GTK_WIDGET (self->repeat_row), self->file_error, NULL);
}

static void
surety_keep_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyKeepPage *self = SURETY_KEEP_PAGE (object);

  switch ((SuretyKeepPageProperty) id)
    {
    case PROP_PLACE:
      g_value_set_string (value, self->place);
      break;
    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_keep_page_dispose (GObject *object)
{
  SuretyKeepPage *self = SURETY_KEEP_PAGE (object);

  dex_clear (&self->looking);
  g_clear_pointer (&self->draft, surety_draft_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_KEEP_PAGE);

  G_OBJECT_CLASS (surety_keep_page_parent_class)->dispose (object);
}

static void
surety_keep_page_finalize (GObject *object)
{
  SuretyKeepPage *self = SURETY_KEEP_PAGE (object);

  g_free (self->place);
  g_free (self->folder);

  G_OBJECT_CLASS (surety_keep_page_parent_class)->finalize (object);
}

static void
surety_keep_page_class_init (SuretyKeepPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_keep_page_get_property;
  object_class->dispose = surety_keep_page_dispose;
  object_class->finalize = surety_keep_page_finalize;

  properties[PROP_PLACE] = g_param_spec_string ("place", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-keep-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, keyring_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, keyring_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, missing_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, repeat_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, file_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, file_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyKeepPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_look_again);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_file);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_in_keyring);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_in_file);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
surety_keep_page_init (SuretyKeepPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  surety_field_protect (GTK_EDITABLE (self->passphrase_row), FALSE);
  surety_field_protect (GTK_EDITABLE (self->repeat_row), FALSE);
}

AdwNavigationPage *
surety_keep_page_new (SuretyDraft *draft)
{
  SuretyKeepPage *self = g_object_new (SURETY_TYPE_KEEP_PAGE, NULL);

  self->draft = surety_draft_ref (draft);
  self->folder = g_markup_printf_escaped (
    /* Translators: %s is a folder */
    _ ("In %s. The passphrase is asked for each time you sign. Nobody can find it again for you."),
    surety_safe_get_keyfile_directory (surety_session_get_safe (surety_draft_get_session (draft))));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDER]);
  look (self);
  return ADW_NAVIGATION_PAGE (self);
}
