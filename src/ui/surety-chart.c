/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-chart.h"

#include <adwaita.h>
#include <math.h>

#define NARROWEST 200
#define USUAL 320
#define WIDEST 10000
#define MARGIN 24

typedef struct
{
  char *title;
  char *summary;
  GPtrArray *points; /* SuretyChartPoint, children */
  guint current;     /* where the keyboard was last */
} SuretyChartPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SuretyChart, surety_chart, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_TITLE = 1,
  PROP_SUMMARY,
} SuretyChartProperty;

static GParamSpec *properties[PROP_SUMMARY + 1];
static guint changed_signal;

#define PRIVATE(self) ((SuretyChartPrivate *) surety_chart_get_instance_private (self))

static float
draw (SuretyChart *self, const SuretyPen *pen, float width, graphene_rect_t *areas)
{
  SuretyChartPrivate *priv = PRIVATE (self);
  float height = 0;

  if (priv->points->len > 0)
    return SURETY_CHART_GET_CLASS (self)->draw (self, pen, width, areas);
  if (pen != NULL)
    return surety_pen_text (pen, priv->summary, SURETY_TEXT_DIM, 0, 0, width);
  surety_text_measure (GTK_WIDGET (self), priv->summary, SURETY_TEXT_DIM, width, NULL, &height);

  return height;
}

static void
surety_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SuretyChart *self = SURETY_CHART (widget);
  SuretyChartPrivate *priv = PRIVATE (self);
  g_autofree graphene_rect_t *areas = g_new0 (graphene_rect_t, priv->points->len + 1);
  float width = (float) gtk_widget_get_width (widget);
  SuretyPen pen;

  surety_pen_init (&pen, widget, snapshot, width);
  draw (self, &pen, width, areas);
  for (guint i = 0; i < priv->points->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (priv->points, i), snapshot);
}

static void
surety_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SuretyChart *self = SURETY_CHART (widget);
  SuretyChartPrivate *priv = PRIVATE (self);
  g_autofree graphene_rect_t *areas = g_new0 (graphene_rect_t, priv->points->len + 1);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  draw (self, NULL, (float) width, areas);
  for (guint i = 0; i < priv->points->len; i++)
    {
      graphene_rect_t *area = &areas[i];
      GtkAllocation place = {
        .x = (int) floorf (rtl ? (float) width - area->origin.x - area->size.width
                               : area->origin.x),
        .y = (int) floorf (area->origin.y),
        .width = MAX (1, (int) ceilf (area->size.width)),
        .height = MAX (1, (int) ceilf (area->size.height)),
      };

      gtk_widget_size_allocate (g_ptr_array_index (priv->points, i), &place, -1);
    }
}

static void
surety_chart_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  SuretyChart *self = SURETY_CHART (widget);
  g_autofree graphene_rect_t *areas = g_new0 (graphene_rect_t, PRIVATE (self)->points->len + 1);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = NARROWEST;
      *natural = USUAL;
      return;
    }
  for (guint i = 0; i < PRIVATE (self)->points->len; i++)
    gtk_widget_measure (g_ptr_array_index (PRIVATE (self)->points, i), orientation, -1, minimum,
                        natural, NULL, NULL);
  /* For any width: what it takes where all words are on one line, as a label says it. */
  *minimum = (int) ceilf (draw (self, NULL, (float) (for_size < 0 ? WIDEST : for_size), areas));
  *natural = for_size < 0 ? (int) ceilf (draw (self, NULL, USUAL, areas)) : *minimum;
}

static GtkSizeRequestMode
surety_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static gboolean
focus_point (SuretyChart *self, guint i)
{
  SuretyChartPrivate *priv = PRIVATE (self);

  priv->current = i;

  return gtk_widget_grab_focus (g_ptr_array_index (priv->points, i));
}

/* One stop for Tab; inside, the arrow keys go from point to point. */
static gboolean
surety_chart_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SuretyChart *self = SURETY_CHART (widget);
  SuretyChartPrivate *priv = PRIVATE (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean on = TRUE;

  if (priv->points->len == 0)
    return FALSE;
  priv->current = MIN (priv->current, priv->points->len - 1);
  if (gtk_widget_get_focus_child (widget) == NULL)
    return focus_point (self, priv->current);
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;
  on = direction == GTK_DIR_DOWN || direction == (rtl ? GTK_DIR_LEFT : GTK_DIR_RIGHT);
  if (on && priv->current + 1 < priv->points->len)
    return focus_point (self, priv->current + 1);
  if (!on && priv->current > 0)
    return focus_point (self, priv->current - 1);

  /* At an end it stays: Tab leads out. */
  return TRUE;
}

static gboolean
on_first (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return PRIVATE (SURETY_CHART (widget))->points->len > 0 && focus_point (SURETY_CHART (widget), 0);
}

static gboolean
on_last (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  guint n = PRIVATE (SURETY_CHART (widget))->points->len;

  return n > 0 && focus_point (SURETY_CHART (widget), n - 1);
}

static void
describe (SuretyChart *self)
{
  SuretyChartPrivate *priv = PRIVATE (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, priv->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, priv->summary, -1);
}

static void
surety_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyChart *self = SURETY_CHART (object);

  switch ((SuretyChartProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, PRIVATE (self)->title);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, PRIVATE (self)->summary);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyChart *self = SURETY_CHART (object);

  switch ((SuretyChartProperty) id)
    {
    case PROP_TITLE:
      surety_chart_set_title (self, g_value_get_string (value));
      break;
    case PROP_SUMMARY:
      surety_chart_set_summary (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_chart_dispose (GObject *object)
{
  SuretyChartPrivate *priv = PRIVATE (SURETY_CHART (object));

  for (guint i = 0; i < priv->points->len; i++)
    gtk_widget_unparent (g_ptr_array_index (priv->points, i));
  g_ptr_array_set_size (priv->points, 0);

  G_OBJECT_CLASS (surety_chart_parent_class)->dispose (object);
}

static void
surety_chart_finalize (GObject *object)
{
  SuretyChartPrivate *priv = PRIVATE (SURETY_CHART (object));

  g_ptr_array_unref (priv->points);
  g_free (priv->title);
  g_free (priv->summary);

  G_OBJECT_CLASS (surety_chart_parent_class)->finalize (object);
}

static void
surety_chart_class_init (SuretyChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_chart_get_property;
  object_class->set_property = surety_chart_set_property;
  object_class->dispose = surety_chart_dispose;
  object_class->finalize = surety_chart_finalize;
  widget_class->snapshot = surety_chart_snapshot;
  widget_class->size_allocate = surety_chart_size_allocate;
  widget_class->measure = surety_chart_measure;
  widget_class->get_request_mode = surety_chart_get_request_mode;
  widget_class->focus = surety_chart_focus;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, on_first, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, on_last, NULL);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
surety_chart_init (SuretyChart *self)
{
  SuretyChartPrivate *priv = PRIVATE (self);
  AdwStyleManager *style = adw_style_manager_get_for_display (
    gtk_widget_get_display (GTK_WIDGET (self)));
  static const char *const looks[] = { "notify::accent-color", "notify::high-contrast",
                                       "notify::dark" };

  priv->title = g_strdup ("");
  priv->summary = g_strdup ("");
  priv->points = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    g_signal_connect_object (style, looks[i], G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
}

const char *
surety_chart_get_title (SuretyChart *self)
{
  g_return_val_if_fail (SURETY_IS_CHART (self), "");

  return PRIVATE (self)->title;
}

void
surety_chart_set_title (SuretyChart *self, const char *title)
{
  g_return_if_fail (SURETY_IS_CHART (self));

  if (!g_set_str (&PRIVATE (self)->title, title != NULL ? title : ""))
    return;
  describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

const char *
surety_chart_get_summary (SuretyChart *self)
{
  g_return_val_if_fail (SURETY_IS_CHART (self), "");

  return PRIVATE (self)->summary;
}

void
surety_chart_set_summary (SuretyChart *self, const char *summary)
{
  g_return_if_fail (SURETY_IS_CHART (self));

  if (!g_set_str (&PRIVATE (self)->summary, summary != NULL ? summary : ""))
    return;
  describe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

void
surety_chart_set_n_points (SuretyChart *self, guint n)
{
  SuretyChartPrivate *priv = NULL;

  g_return_if_fail (SURETY_IS_CHART (self));

  priv = PRIVATE (self);
  while (priv->points->len > n)
    gtk_widget_unparent (g_ptr_array_steal_index (priv->points, priv->points->len - 1));
  while (priv->points->len < n)
    {
      GtkWidget *point = surety_chart_point_new ();

      gtk_widget_set_parent (point, GTK_WIDGET (self));
      g_ptr_array_add (priv->points, point);
    }
}

guint
surety_chart_get_n_points (SuretyChart *self)
{
  g_return_val_if_fail (SURETY_IS_CHART (self), 0);

  return PRIVATE (self)->points->len;
}

SuretyChartPoint *
surety_chart_get_point (SuretyChart *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_CHART (self), NULL);
  g_return_val_if_fail (i < PRIVATE (self)->points->len, NULL);

  return g_ptr_array_index (PRIVATE (self)->points, i);
}

void
surety_chart_points_set (SuretyChart *self)
{
  g_return_if_fail (SURETY_IS_CHART (self));

  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, changed_signal, 0);
}

float
surety_chart_draw_words (SuretyChart *self,
                         const SuretyPen *pen,
                         guint i,
                         float x,
                         float y,
                         float width)
{
  SuretyChartPoint *point = surety_chart_get_point (self, i);
  const char *detail = surety_chart_point_get_detail (point);
  g_autofree char *second = *detail != '\0'
                              ? g_strdup_printf ("%s · %s", surety_chart_point_get_value (point),
                                                 detail)
                              : g_strdup (surety_chart_point_get_value (point));
  const char *first = surety_chart_point_get_name (point);
  float height = 0;
  float more = 0;

  if (pen != NULL)
    {
      height = surety_pen_text (pen, first, SURETY_TEXT_PLAIN, x, y, width);

      return height + surety_pen_text (pen, second, SURETY_TEXT_DIM | SURETY_TEXT_SMALL, x,
                                       y + height, width);
    }
  surety_text_measure (GTK_WIDGET (self), first, SURETY_TEXT_PLAIN, width, NULL, &height);
  surety_text_measure (GTK_WIDGET (self), second, SURETY_TEXT_DIM | SURETY_TEXT_SMALL, width, NULL,
                       &more);

  return height + more;
}

GdkTexture *
surety_chart_render (SuretyChart *self, int width, float scale)
{
  SuretyChartPrivate *priv = NULL;
  GtkNative *native = NULL;
  AdwStyleManager *style = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autofree graphene_rect_t *areas = NULL;
  graphene_rect_t page;
  GdkRGBA paper = { 1, 1, 1, 1 };
  SuretyPen pen;
  float inside = (float) width - 2 * MARGIN;
  float top = 0;
  float height = 0;

  g_return_val_if_fail (SURETY_IS_CHART (self), NULL);
  g_return_val_if_fail (width > NARROWEST + 2 * MARGIN && scale > 0, NULL);

  priv = PRIVATE (self);
  native = gtk_widget_get_native (GTK_WIDGET (self));
  if (native == NULL || gtk_native_get_renderer (native) == NULL)
    return NULL;
  style = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  if (adw_style_manager_get_dark (style))
    paper = (GdkRGBA) { 0.133f, 0.133f, 0.149f, 1 };
  areas = g_new0 (graphene_rect_t, priv->points->len + 1);
  surety_text_measure (GTK_WIDGET (self), priv->title, SURETY_TEXT_BOLD, inside, NULL, &top);
  top += MARGIN / 2.0f;
  height = top + draw (self, NULL, inside, areas) + 2 * MARGIN;
  page = GRAPHENE_RECT_INIT (0, 0, (float) width * scale, ceilf (height * scale));

  gtk_snapshot_append_color (snapshot, &paper, &page);
  gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, MARGIN));
  surety_pen_init (&pen, GTK_WIDGET (self), snapshot, inside);
  surety_pen_text (&pen, priv->title, SURETY_TEXT_BOLD, 0, 0, inside);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, top));
  draw (self, &pen, inside, areas);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));

  return gsk_renderer_render_texture (gtk_native_get_renderer (native), node, &page);
}
