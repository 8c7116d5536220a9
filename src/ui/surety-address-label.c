/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-address-label.h"

#include <glib/gi18n.h>

#include "surety-address-words.h"
#include "surety-format.h"
#include "surety-window.h"

struct _SuretyAddressLabel
{
  AdwBin parent_instance;

  char *address;
  gboolean wide;
  GtkWidget *label;
  GtkWidget *copy;
};

G_DEFINE_FINAL_TYPE (SuretyAddressLabel, surety_address_label, ADW_TYPE_BIN)

typedef enum
{
  PROP_ADDRESS = 1,
  PROP_WIDE,
} SuretyAddressLabelProperty;

static GParamSpec *properties[PROP_WIDE + 1];

static void
show (SuretyAddressLabel *self)
{
  const char *address = self->address != NULL ? self->address : "";
  g_autofree char *text = surety_format_address (address, self->wide);
  g_autofree char *whole = surety_format_address (address, TRUE);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *marked = NULL;

  /* One that could be taken for another is shown whole, with marks. */
  if (SURETY_IS_WINDOW (root))
    marked = surety_address_words_look_alike (surety_window_get_session (SURETY_WINDOW (root)),
                                              address);
  if (marked != NULL)
    gtk_label_set_markup (GTK_LABEL (self->label), marked);
  else
    gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_tooltip_text (self->label, whole);
  gtk_widget_set_visible (self->copy, *address != '\0');
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copy), "s", address);
}

static void
surety_address_label_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyAddressLabel *self = SURETY_ADDRESS_LABEL (object);

  switch ((SuretyAddressLabelProperty) id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;
    case PROP_WIDE:
      g_value_set_boolean (value, self->wide);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_address_label_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  SuretyAddressLabel *self = SURETY_ADDRESS_LABEL (object);

  switch ((SuretyAddressLabelProperty) id)
    {
    case PROP_ADDRESS:
      if (!g_set_str (&self->address, g_value_get_string (value)))
        return;
      break;
    case PROP_WIDE:
      if (self->wide == g_value_get_boolean (value))
        return;
      self->wide = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  show (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
surety_address_label_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (surety_address_label_parent_class)->map (widget);
  show (SURETY_ADDRESS_LABEL (widget));
}

static void
surety_address_label_finalize (GObject *object)
{
  SuretyAddressLabel *self = SURETY_ADDRESS_LABEL (object);

  g_free (self->address);

  G_OBJECT_CLASS (surety_address_label_parent_class)->finalize (object);
}

static void
surety_address_label_class_init (SuretyAddressLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  GTK_WIDGET_CLASS (klass)->map = surety_address_label_map;
  object_class->get_property = surety_address_label_get_property;
  object_class->set_property = surety_address_label_set_property;
  object_class->finalize = surety_address_label_finalize;

  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  properties[PROP_WIDE] = g_param_spec_boolean ("wide", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_address_label_init (SuretyAddressLabel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "address");
  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy), "win.copy");
  gtk_widget_set_tooltip_text (self->copy, _ ("Copy Address"));
  gtk_widget_set_valign (self->copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->copy, "flat");
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), self->copy);
  adw_bin_set_child (ADW_BIN (self), box);
  show (self);
}

GtkWidget *
surety_address_label_new (const char *address)
{
  return g_object_new (SURETY_TYPE_ADDRESS_LABEL, "address", address, NULL);
}
