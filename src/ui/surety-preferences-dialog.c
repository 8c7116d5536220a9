/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-preferences-dialog.h"

#include "surety-config.h"

struct _SuretyPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  AdwComboRow *scheme_row;
  AdwSwitchRow *follow_row;
  AdwComboRow *speed_row;
  AdwSpinRow *ceiling_row;
};

G_DEFINE_FINAL_TYPE (SuretyPreferencesDialog,
                     surety_preferences_dialog,
                     ADW_TYPE_PREFERENCES_DIALOG)

static void
surety_preferences_dialog_dispose (GObject *object)
{
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
}

static void
surety_preferences_dialog_init (SuretyPreferencesDialog *self)
{
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
surety_preferences_dialog_new (GSettings *settings)
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
  g_settings_bind (settings, "follow", self->follow_row, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "fee-ceiling", self->ceiling_row, "value", G_SETTINGS_BIND_DEFAULT);
  return ADW_DIALOG (self);
}
