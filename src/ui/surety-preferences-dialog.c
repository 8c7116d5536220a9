/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-preferences-dialog.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-explorer.h"
#include "surety-field.h"
#include "surety-files-group.h"
#include "surety-lock-group.h"

struct _SuretyPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  AdwComboRow *scheme_row;
  AdwSwitchRow *follow_row;
  AdwComboRow *speed_row;
  AdwSpinRow *ceiling_row;
  GtkWidget *explorer_group;
  AdwEntryRow *explorer_row;
  GtkLabel *explorer_error;
  SuretyFilesGroup *files_group;
  SuretyLockGroup *lock_group;

  SuretyNetwork *network;
};

G_DEFINE_FINAL_TYPE (SuretyPreferencesDialog,
                     surety_preferences_dialog,
                     ADW_TYPE_PREFERENCES_DIALOG)

static char *
dup_explorer (SuretyPreferencesDialog *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->explorer_row)));

  return g_strdup (g_strstrip (text));
}

/* An address that can not be used is said to be at once, and not kept. */
static void
on_explorer_changed (SuretyPreferencesDialog *self)
{
  g_autofree char *base = dup_explorer (self);

  surety_field_set_typed_error (GTK_WIDGET (self->explorer_row), self->explorer_error,
                                surety_explorer_is_base (base)
                                  ? NULL
                                  : _ ("An explorer’s address begins with https:// and has no “?” "
                                       "in it."));
}

static void
on_explorer (SuretyPreferencesDialog *self)
{
  g_autofree char *base = dup_explorer (self);

  if (surety_explorer_is_base (base))
    surety_explorer_set_base (self->network, base);
}

static void
surety_preferences_dialog_dispose (GObject *object)
{
  g_clear_object (&SURETY_PREFERENCES_DIALOG (object)->network);
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_PREFERENCES_DIALOG);

  G_OBJECT_CLASS (surety_preferences_dialog_parent_class)->dispose (object);
}

static void
surety_preferences_dialog_class_init (SuretyPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_preferences_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, follow_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, speed_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, ceiling_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, explorer_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, explorer_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, explorer_error);
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, files_group);
  gtk_widget_class_bind_template_child (widget_class, SuretyPreferencesDialog, lock_group);
  gtk_widget_class_bind_template_callback (widget_class, on_explorer);
  gtk_widget_class_bind_template_callback (widget_class, on_explorer_changed);
}

static void
surety_preferences_dialog_init (SuretyPreferencesDialog *self)
{
  g_type_ensure (SURETY_TYPE_FILES_GROUP);
  g_type_ensure (SURETY_TYPE_LOCK_GROUP);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The enumerations of the schema are in the order of the rows. */
static gboolean
nick_to_row (GValue *value, GVariant *nick, gpointer nicks)
{
  const char *const *all = nicks;

  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_equal (all[i], g_variant_get_string (nick, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
row_to_nick (const GValue *value, const GVariantType *type, gpointer nicks)
{
  const char *const *all = nicks;
  guint row = g_value_get_uint (value);

  return row < g_strv_length ((char **) nicks) ? g_variant_new_string (all[row]) : NULL;
}

AdwDialog *
surety_preferences_dialog_new (GSettings *settings, SuretySession *session)
{
  SuretyPreferencesDialog *self = g_object_new (SURETY_TYPE_PREFERENCES_DIALOG, NULL);
  static const char *const schemes[] = { "system", "light", "dark", NULL };
  static const char *const speeds[] = { "slow", "normal", "fast", NULL };

  g_settings_bind_with_mapping (settings, "color-scheme", self->scheme_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, nick_to_row, row_to_nick,
                                (gpointer) schemes, NULL);
  g_settings_bind_with_mapping (settings, "speed", self->speed_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, nick_to_row, row_to_nick,
                                (gpointer) speeds, NULL);
  surety_files_group_bind (self->files_group, settings);
  surety_lock_group_bind (self->lock_group, session, settings);
  g_settings_bind (settings, "follow", self->follow_row, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "fee-ceiling", self->ceiling_row, "value", G_SETTINGS_BIND_DEFAULT);
  return ADW_DIALOG (self);
}

void
surety_preferences_dialog_set_network (SuretyPreferencesDialog *self, SuretyNetwork *network)
{
  g_autofree char *base = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (SURETY_IS_PREFERENCES_DIALOG (self));

  g_set_object (&self->network, network);
  gtk_widget_set_visible (self->explorer_group,
                          network != NULL &&
                            surety_network_get_kind (network) != SURETY_NETWORK_PRACTICE);
  if (network == NULL)
    return;
  base = surety_explorer_dup_base (network);
  if (base == NULL)
    base = g_strdup (surety_network_get_explorer (network));
  /* Translators: a network: "Ethereum Mainnet". */
  title = g_strdup_printf (_ ("Explorer of %s"), surety_network_get_name (network));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->explorer_row), title);
  gtk_editable_set_text (GTK_EDITABLE (self->explorer_row), base != NULL ? base : "");
}

void
surety_preferences_dialog_set_away (SuretyPreferencesDialog *self, SuretyAway *away)
{
  g_return_if_fail (SURETY_IS_PREFERENCES_DIALOG (self));

  surety_lock_group_set_away (self->lock_group, away);
}
