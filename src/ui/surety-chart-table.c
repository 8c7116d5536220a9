/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-chart-table.h"

#include <glib/gi18n.h>

struct _SuretyChartTable
{
  GtkBox parent_instance;

  SuretyChart *chart;
};

G_DEFINE_FINAL_TYPE (SuretyChartTable, surety_chart_table, GTK_TYPE_BOX)

static GtkWidget *
make_cell (const char *text, GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "yalign", 0.0,
                                   "accessible-role", role, "width-chars", 8, "hexpand", TRUE,
                                   NULL);

  if (role == GTK_ACCESSIBLE_ROLE_COLUMN_HEADER)
    gtk_widget_add_css_class (label, "heading");
  else
    gtk_widget_add_css_class (label, "numeric");

  return label;
}

static void
add_row (SuretyChartTable *self,
         const char *name,
         const char *value,
         const char *detail,
         GtkAccessibleRole role)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_ROW,
                                 "homogeneous", TRUE, "spacing", 12, NULL);
  const char *texts[] = { name, value };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = NULL;
      GtkWidget *cell = NULL;

      text = i == 1 && *detail != '\0' ? g_strdup_printf ("%s\n%s", texts[i], detail)
                                       : g_strdup (texts[i]);
      cell = make_cell (text, role);
      gtk_box_append (GTK_BOX (row), cell);
    }
  gtk_widget_add_css_class (row, "chart-row");
  gtk_box_append (GTK_BOX (self), row);
}

static void
fill (SuretyChartTable *self)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), row);
  if (self->chart == NULL)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  surety_chart_get_title (self->chart), -1);
  if (surety_chart_get_n_points (self->chart) == 0)
    {
      gtk_box_append (GTK_BOX (self),
                      make_cell (surety_chart_get_summary (self->chart), GTK_ACCESSIBLE_ROLE_CELL));
      return;
    }
  add_row (self, _ ("What"), _ ("How much, or when"), "", GTK_ACCESSIBLE_ROLE_COLUMN_HEADER);
  for (guint i = 0; i < surety_chart_get_n_points (self->chart); i++)
    {
      SuretyChartPoint *point = surety_chart_get_point (self->chart, i);

      add_row (self, surety_chart_point_get_name (point), surety_chart_point_get_value (point),
               surety_chart_point_get_detail (point), GTK_ACCESSIBLE_ROLE_CELL);
    }
}

static void
surety_chart_table_dispose (GObject *object)
{
  SuretyChartTable *self = SURETY_CHART_TABLE (object);

  g_clear_object (&self->chart);

  G_OBJECT_CLASS (surety_chart_table_parent_class)->dispose (object);
}

static void
surety_chart_table_class_init (SuretyChartTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = surety_chart_table_dispose;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
surety_chart_table_init (SuretyChartTable *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "chart-table");
}

void
surety_chart_table_set_chart (SuretyChartTable *self, SuretyChart *chart)
{
  g_return_if_fail (SURETY_IS_CHART_TABLE (self) && self->chart == NULL);

  self->chart = g_object_ref (chart);
  g_signal_connect_object (chart, "changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chart, "notify", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}
