/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-amount-label.h"

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-known-mark.h"

struct _SuretyAmountLabel
{
  AdwBin parent_instance;

  SuretyFigure *figure;
  guint64 now;
  gboolean compact;

  GtkWidget *age;
};

G_DEFINE_FINAL_TYPE (SuretyAmountLabel, surety_amount_label, ADW_TYPE_BIN)

typedef enum
{
  PROP_FIGURE = 1,
  PROP_NOW,
  PROP_COMPACT,
} SuretyAmountLabelProperty;

static GParamSpec *properties[PROP_COMPACT + 1];

static void
update_age (SuretyAmountLabel *self)
{
  g_autofree char *age = surety_closure_figure_age (self, self->figure, self->now);
  g_autofree char *amount = surety_closure_amount (self, self->figure);

  gtk_widget_set_visible (self->age, !self->compact && *age != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, amount, -1);
}

static void
set_compact (SuretyAmountLabel *self, gboolean compact)
{
  self->compact = compact;
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
}

static void
surety_amount_label_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyAmountLabel *self = SURETY_AMOUNT_LABEL (object);

  switch ((SuretyAmountLabelProperty) id)
    {
    case PROP_FIGURE:
      g_value_set_object (value, self->figure);
      break;
    case PROP_NOW:
      g_value_set_uint64 (value, self->now);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_amount_label_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyAmountLabel *self = SURETY_AMOUNT_LABEL (object);

  switch ((SuretyAmountLabelProperty) id)
    {
    case PROP_FIGURE:
      if (!g_set_object (&self->figure, g_value_get_object (value)))
        return;
      break;
    case PROP_NOW:
      if (self->now == g_value_get_uint64 (value))
        return;
      self->now = g_value_get_uint64 (value);
      break;
    case PROP_COMPACT:
      if (self->compact == g_value_get_boolean (value))
        return;
      set_compact (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  update_age (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
surety_amount_label_dispose (GObject *object)
{
  SuretyAmountLabel *self = SURETY_AMOUNT_LABEL (object);

  g_clear_object (&self->figure);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_AMOUNT_LABEL);

  G_OBJECT_CLASS (surety_amount_label_parent_class)->dispose (object);
}

static void
surety_amount_label_class_init (SuretyAmountLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_amount_label_get_property;
  object_class->set_property = surety_amount_label_set_property;
  object_class->dispose = surety_amount_label_dispose;

  properties[PROP_FIGURE] = g_param_spec_object ("figure", NULL, NULL, SURETY_TYPE_FIGURE,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  properties[PROP_NOW] = g_param_spec_uint64 ("now", NULL, NULL, 0, G_MAXUINT64, 0,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                     G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-amount-label.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyAmountLabel, age);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_amount_full);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_amount_number);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_amount_unit);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_amount_is_known);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_figure_age);
}

static void
surety_amount_label_init (SuretyAmountLabel *self)
{
  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_age (self);
}

GtkWidget *
surety_amount_label_new (SuretyFigure *figure)
{
  return g_object_new (SURETY_TYPE_AMOUNT_LABEL, "figure", figure, NULL);
}
