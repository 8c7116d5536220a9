/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-mismatch-group.h"

#include <glib/gi18n.h>

#include "surety-config.h"
#include "surety-step-row.h"

#define ENTRY "surety-entry"

struct _SuretyMismatchGroup
{
  AdwPreferencesGroup parent_instance;

  GtkListBox *alerts;

  SuretySession *session;
};

G_DEFINE_FINAL_TYPE (SuretyMismatchGroup, surety_mismatch_group, ADW_TYPE_PREFERENCES_GROUP)

typedef enum
{
  PROP_SESSION = 1,
} SuretyMismatchGroupProperty;

static GParamSpec *properties[PROP_SESSION + 1];

static void
on_seen (GtkWidget *button, SuretyMismatchGroup *self)
{
  SuretyJournalEntry *entry = g_object_get_data (G_OBJECT (button), ENTRY);

  /* What could not be written is shown still. */
  dex_future_disown (surety_activity_set_seen (surety_session_get_activity (self->session), entry));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  SuretyMismatchGroup *self = user_data;
  GtkWidget *row = surety_step_row_new_for_entry (item, self->session);
  GtkWidget *button = g_object_new (ADW_TYPE_BUTTON_ROW, "title", _ ("I Have Seen This"), NULL);

  g_object_set_data_full (G_OBJECT (button), ENTRY, g_object_ref (item), g_object_unref);
  g_signal_connect_object (button, "activated", G_CALLBACK (on_seen), self, G_CONNECT_DEFAULT);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), button);

  return row;
}

static void
show_visible (SuretyMismatchGroup *self,
              guint position,
              guint removed,
              guint added,
              GListModel *all)
{
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (all) > 0);
}

static void
take_session (SuretyMismatchGroup *self, SuretySession *session)
{
  GListModel *alerts = NULL;

  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  alerts = surety_activity_get_alerts (surety_session_get_activity (session));
  gtk_list_box_bind_model (self->alerts, alerts, create_row, self, NULL);
  g_signal_connect_object (alerts, "items-changed", G_CALLBACK (show_visible), self,
                           G_CONNECT_SWAPPED);
  show_visible (self, 0, 0, 0, alerts);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
surety_mismatch_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SuretyMismatchGroupProperty) id)
    {
    case PROP_SESSION:
      g_value_set_object (value, SURETY_MISMATCH_GROUP (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_mismatch_group_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  switch ((SuretyMismatchGroupProperty) id)
    {
    case PROP_SESSION:
      take_session (SURETY_MISMATCH_GROUP (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_mismatch_group_dispose (GObject *object)
{
  SuretyMismatchGroup *self = SURETY_MISMATCH_GROUP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_MISMATCH_GROUP);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (surety_mismatch_group_parent_class)->dispose (object);
}

static void
surety_mismatch_group_class_init (SuretyMismatchGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_mismatch_group_get_property;
  object_class->set_property = surety_mismatch_group_set_property;
  object_class->dispose = surety_mismatch_group_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, SURETY_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-mismatch-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyMismatchGroup, alerts);
}

static void
surety_mismatch_group_init (SuretyMismatchGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
