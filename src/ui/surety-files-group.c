/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-files-group.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-field.h"
#include "surety-files.h"

struct _SuretyFilesGroup
{
  AdwPreferencesGroup parent_instance;

  AdwSwitchRow *fetch_row;
  AdwEntryRow *gateway_row;
  GtkLabel *gateway_error;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (SuretyFilesGroup, surety_files_group, ADW_TYPE_PREFERENCES_GROUP)

/* Any content id would do: it is tried whether the gateway makes an address of it. */
static gboolean
is_gateway (const char *text)
{
  g_autofree char *url =
    surety_metadata_locate ("ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", text);

  return *text == '\0' || url != NULL;
}

static char *
dup_gateway (SuretyFilesGroup *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->gateway_row))));
}

/* What can't be used is said to be at once, at the field, and not kept. */
static void
on_gateway_changed (SuretyFilesGroup *self)
{
  g_autofree char *text = dup_gateway (self);

  surety_field_set_typed_error (GTK_WIDGET (self->gateway_row), self->gateway_error,
                                is_gateway (text)
                                  ? NULL
                                  : _ ("A gateway’s address begins with https:// and has no “?” in "
                                       "it."));
}

static void
on_gateway (SuretyFilesGroup *self)
{
  g_autofree char *text = dup_gateway (self);

  if (self->settings != NULL && is_gateway (text))
    g_settings_set_string (self->settings, "ipfs-gateway", text);
}

static void
surety_files_group_dispose (GObject *object)
{
  g_clear_object (&SURETY_FILES_GROUP (object)->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), SURETY_TYPE_FILES_GROUP);

  G_OBJECT_CLASS (surety_files_group_parent_class)->dispose (object);
}

static void
surety_files_group_class_init (SuretyFilesGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = surety_files_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-files-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyFilesGroup, fetch_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyFilesGroup, gateway_row);
  gtk_widget_class_bind_template_child (widget_class, SuretyFilesGroup, gateway_error);
  gtk_widget_class_bind_template_callback (widget_class, on_gateway);
  gtk_widget_class_bind_template_callback (widget_class, on_gateway_changed);
}

static void
surety_files_group_init (SuretyFilesGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_files_group_bind (SuretyFilesGroup *self, GSettings *settings)
{
  g_autofree char *gateway = NULL;

  g_return_if_fail (SURETY_IS_FILES_GROUP (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  gateway = g_settings_get_string (settings, "ipfs-gateway");
  gtk_editable_set_text (GTK_EDITABLE (self->gateway_row), gateway);
  g_settings_bind (settings, "fetch-files", self->fetch_row, "active", G_SETTINGS_BIND_DEFAULT);
}
