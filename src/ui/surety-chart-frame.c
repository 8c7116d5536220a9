/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-chart-frame.h"

#include <glib/gi18n.h>

#include "surety-chart-table.h"
#include "surety-config.h"
#include "surety-window.h"

#define PICTURE_WIDTH 720
#define PICTURE_SCALE 2

struct _SuretyChartFrame
{
  GtkBox parent_instance;

  GtkLabel *title_label;
  GtkToggleButton *table_button;
  GtkStack *stack;
  SuretyChartTable *table;

  SuretyChart *chart;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SuretyChartFrame, surety_chart_frame, GTK_TYPE_BOX)

typedef enum
{
  PROP_CHART = 1,
} SuretyChartFrameProperty;

static GParamSpec *properties[PROP_CHART + 1];

static void
on_table (SuretyChartFrame *self)
{
  gtk_stack_set_visible_child_name (self->stack, gtk_toggle_button_get_active (self->table_button)
                                                   ? "table"
                                                   : "picture");
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SuretyChartFrame) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    surety_toast_error (GTK_WIDGET (self), error);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SuretyChartFrame) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  g_autoptr (GdkTexture) picture = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    {
      if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
          !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
        surety_toast_error (GTK_WIDGET (self), error);
      return;
    }
  /* The page may be gone by now: then there is nothing to draw on. */
  picture = self->chart != NULL ? surety_chart_render (self->chart, PICTURE_WIDTH, PICTURE_SCALE)
                                : NULL;
  if (picture == NULL)
    return;
  bytes = gdk_texture_save_to_png_bytes (picture);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       self->cancellable, on_written, g_object_ref (self));
}

static void
on_save (SuretyChartFrame *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autofree char *name = g_strdup_printf ("%s.png", surety_chart_get_title (self->chart));

  gtk_file_filter_set_name (filter, _ ("Pictures (PNG)"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _ ("Save Picture"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                        self->cancellable, on_chosen, g_object_ref (self));
}

static void
surety_chart_frame_constructed (GObject *object)
{
  SuretyChartFrame *self = SURETY_CHART_FRAME (object);

  G_OBJECT_CLASS (surety_chart_frame_parent_class)->constructed (object);

  g_return_if_fail (self->chart != NULL);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->chart), "picture");
  gtk_stack_set_visible_child_name (self->stack, "picture");
  g_object_bind_property (self->chart, "title", self->title_label, "label", G_BINDING_SYNC_CREATE);
  surety_chart_table_set_chart (self->table, self->chart);
}

static void
surety_chart_frame_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyChartFrame *self = SURETY_CHART_FRAME (object);

  switch ((SuretyChartFrameProperty) id)
    {
    case PROP_CHART:
      g_value_set_object (value, self->chart);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_chart_frame_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyChartFrame *self = SURETY_CHART_FRAME (object);

  switch ((SuretyChartFrameProperty) id)
    {
    case PROP_CHART:
      self->chart = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_chart_frame_dispose (GObject *object)
{
  SuretyChartFrame *self = SURETY_CHART_FRAME (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_CHART_FRAME);
  g_clear_object (&self->chart);

  G_OBJECT_CLASS (surety_chart_frame_parent_class)->dispose (object);
}

static void
surety_chart_frame_finalize (GObject *object)
{
  g_clear_object (&SURETY_CHART_FRAME (object)->cancellable);

  G_OBJECT_CLASS (surety_chart_frame_parent_class)->finalize (object);
}

static void
surety_chart_frame_class_init (SuretyChartFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = surety_chart_frame_constructed;
  object_class->get_property = surety_chart_frame_get_property;
  object_class->set_property = surety_chart_frame_set_property;
  object_class->dispose = surety_chart_frame_dispose;
  object_class->finalize = surety_chart_frame_finalize;

  properties[PROP_CHART] = g_param_spec_object ("chart", NULL, NULL, SURETY_TYPE_CHART,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (SURETY_TYPE_CHART_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-chart-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyChartFrame, title_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyChartFrame, table_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyChartFrame, stack);
  gtk_widget_class_bind_template_child (widget_class, SuretyChartFrame, table);
  gtk_widget_class_bind_template_callback (widget_class, on_table);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
surety_chart_frame_init (SuretyChartFrame *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
surety_chart_frame_new (SuretyChart *chart)
{
  return g_object_new (SURETY_TYPE_CHART_FRAME, "chart", chart, NULL);
}
