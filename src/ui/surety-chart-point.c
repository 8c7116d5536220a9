/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-chart-point.h"

#include <glib/gi18n.h>

struct _SuretyChartPoint
{
  GtkWidget parent_instance;

  char *name;
  char *value;
  char *detail;
};

G_DEFINE_FINAL_TYPE (SuretyChartPoint, surety_chart_point, GTK_TYPE_WIDGET)

static void
surety_chart_point_finalize (GObject *object)
{
  SuretyChartPoint *self = SURETY_CHART_POINT (object);

  g_free (self->name);
  g_free (self->value);
  g_free (self->detail);

  G_OBJECT_CLASS (surety_chart_point_parent_class)->finalize (object);
}

static void
surety_chart_point_class_init (SuretyChartPointClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = surety_chart_point_finalize;

  gtk_widget_class_set_css_name (widget_class, "chartpoint");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
surety_chart_point_init (SuretyChartPoint *self)
{
  self->name = g_strdup ("");
  self->value = g_strdup ("");
  self->detail = g_strdup ("");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
surety_chart_point_new (void)
{
  return g_object_new (SURETY_TYPE_CHART_POINT, NULL);
}

void
surety_chart_point_set (SuretyChartPoint *self,
                        const char *name,
                        const char *value,
                        const char *detail)
{
  gboolean changed = FALSE;
  g_autofree char *text = NULL;

  g_return_if_fail (SURETY_IS_CHART_POINT (self));

  changed = g_set_str (&self->name, name);
  changed = g_set_str (&self->value, value) || changed;
  changed = g_set_str (&self->detail, detail) || changed;
  if (!changed)
    return;
  /* Translators: what a point of a chart is, then what it says. */
  text = detail != NULL && *detail != '\0' ? g_strdup_printf (_ ("%s: %s, %s"), name, value, detail)
                                           : g_strdup_printf (_ ("%s: %s"), name, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}

const char *
surety_chart_point_get_name (SuretyChartPoint *self)
{
  g_return_val_if_fail (SURETY_IS_CHART_POINT (self), "");

  return self->name;
}

const char *
surety_chart_point_get_value (SuretyChartPoint *self)
{
  g_return_val_if_fail (SURETY_IS_CHART_POINT (self), "");

  return self->value;
}

const char *
surety_chart_point_get_detail (SuretyChartPoint *self)
{
  g_return_val_if_fail (SURETY_IS_CHART_POINT (self), "");

  return self->detail;
}
