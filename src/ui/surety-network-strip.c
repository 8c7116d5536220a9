/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-network-strip.h"

#include "surety-closures.h"

struct _SuretyNetworkStrip
{
  AdwBin parent_instance;

  SuretyNetwork *network;
  GtkWidget *icon;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (SuretyNetworkStrip, surety_network_strip, ADW_TYPE_BIN)

typedef enum
{
  PROP_NETWORK = 1,
} SuretyNetworkStripProperty;

static GParamSpec *properties[PROP_NETWORK + 1];

static void
surety_network_strip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyNetworkStrip *self = SURETY_NETWORK_STRIP (object);

  switch ((SuretyNetworkStripProperty) id)
    {
    case PROP_NETWORK:
      g_value_set_object (value, self->network);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_network_strip_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  SuretyNetworkStrip *self = SURETY_NETWORK_STRIP (object);

  switch ((SuretyNetworkStripProperty) id)
    {
    case PROP_NETWORK:
      surety_network_strip_set_network (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_network_strip_dispose (GObject *object)
{
  SuretyNetworkStrip *self = SURETY_NETWORK_STRIP (object);

  g_clear_object (&self->network);

  G_OBJECT_CLASS (surety_network_strip_parent_class)->dispose (object);
}

static void
surety_network_strip_class_init (SuretyNetworkStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = surety_network_strip_get_property;
  object_class->set_property = surety_network_strip_set_property;
  object_class->dispose = surety_network_strip_dispose;

  properties[PROP_NETWORK] = g_param_spec_object ("network", NULL, NULL, SURETY_TYPE_NETWORK,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
surety_network_strip_init (SuretyNetworkStrip *self)
{
  GtkWidget *handle = gtk_window_handle_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->icon = gtk_image_new ();
  self->label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);

  gtk_window_handle_set_child (GTK_WINDOW_HANDLE (handle), box);
  adw_bin_set_child (ADW_BIN (self), handle);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

SuretyNetwork *
surety_network_strip_get_network (SuretyNetworkStrip *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK_STRIP (self), NULL);
  return self->network;
}

void
surety_network_strip_set_network (SuretyNetworkStrip *self, SuretyNetwork *network)
{
  g_return_if_fail (SURETY_IS_NETWORK_STRIP (self));

  if (!g_set_object (&self->network, network))
    return;
  if (network != NULL)
    {
      const char *classes[] = { "network-strip", surety_network_style (network), NULL };
      g_autofree char *words = surety_closure_network_words (self, network);
      g_autofree char *icon = surety_closure_network_icon (self, network);

      gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
      gtk_label_set_label (GTK_LABEL (self->label), words);
      gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), network != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NETWORK]);
}
