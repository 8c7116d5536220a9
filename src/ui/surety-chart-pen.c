/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-chart-pen.h"

#include <adwaita.h>
#include <math.h>

#define GAP 6
#define SMALL 0.82

void
surety_pen_init (SuretyPen *pen, GtkWidget *widget, GtkSnapshot *snapshot, float width)
{
  AdwStyleManager *style = adw_style_manager_get_for_display (gtk_widget_get_display (widget));

  *pen = (SuretyPen) {
    .snapshot = snapshot,
    .widget = widget,
    .width = width,
    .rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
    .high_contrast = adw_style_manager_get_high_contrast (style),
  };
  gtk_widget_get_color (widget, &pen->color);
  pen->dim = pen->color;
  pen->track = pen->color;
  if (!pen->high_contrast)
    pen->dim.alpha *= 0.7f;
  pen->track.alpha *= pen->high_contrast ? 0.3f : 0.12f;
  adw_accent_color_to_standalone_rgba (adw_style_manager_get_accent_color (style),
                                       adw_style_manager_get_dark (style), &pen->accent);
}

static graphene_rect_t
mirror (const SuretyPen *pen, float x, float y, float width, float height)
{
  return GRAPHENE_RECT_INIT (pen->rtl ? pen->width - x - width : x, y, width, height);
}

/* GTK never lets go of a stroke in an empty clip: nothing is drawn where there is no room. */
static gboolean
is_empty (const graphene_rect_t *area)
{
  return area->size.width <= 0 || area->size.height <= 0;
}

/* How often a gap begins within a length. */
static int
count_gaps (float length)
{
  return length > 0 ? (int) ceilf (length / GAP) : 0;
}

static void
draw_hatch (const SuretyPen *pen, const graphene_rect_t *area)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) stroke = gsk_stroke_new (2);
  float height = area->size.height;
  int n = count_gaps (area->size.width + 2 * height);

  for (int i = 0; i < n; i++)
    {
      float x = GAP * (float) i - height;

      gsk_path_builder_move_to (builder, area->origin.x + x, area->origin.y + height);
      gsk_path_builder_line_to (builder, area->origin.x + x + height, area->origin.y);
    }
  path = gsk_path_builder_free_to_path (g_steal_pointer (&builder));
  gtk_snapshot_push_clip (pen->snapshot, area);
  gtk_snapshot_append_stroke (pen->snapshot, path, stroke, &pen->accent);
  gtk_snapshot_pop (pen->snapshot);
}

static void
draw_dots (const SuretyPen *pen, const graphene_rect_t *area)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  int columns = count_gaps (area->size.width - GAP / 2.0f);
  int rows = count_gaps (area->size.height - GAP / 2.0f);

  for (int i = 0; i < columns; i++)
    for (int k = 0; k < rows; k++)
      gsk_path_builder_add_circle (builder,
                                   &GRAPHENE_POINT_INIT (area->origin.x + GAP * ((float) i + 0.5f),
                                                         area->origin.y + GAP * ((float) k + 0.5f)),
                                   1.4f);
  path = gsk_path_builder_free_to_path (g_steal_pointer (&builder));
  gtk_snapshot_push_clip (pen->snapshot, area);
  gtk_snapshot_append_fill (pen->snapshot, path, GSK_FILL_RULE_WINDING, &pen->accent);
  gtk_snapshot_pop (pen->snapshot);
}

static void
draw_outline (const SuretyPen *pen, const graphene_rect_t *area, const GdkRGBA *color)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, area, 0);
  gtk_snapshot_append_border (pen->snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { *color, *color, *color, *color });
}

void
surety_pen_track (const SuretyPen *pen, float x, float y, float width, float height)
{
  graphene_rect_t area = mirror (pen, x, y, width, height);

  if (!is_empty (&area))
    gtk_snapshot_append_color (pen->snapshot, &pen->track, &area);
}

void
surety_pen_fill (const SuretyPen *pen,
                 SuretyPattern pattern,
                 float x,
                 float y,
                 float width,
                 float height)
{
  graphene_rect_t area = mirror (pen, x, y, width, height);

  if (is_empty (&area))
    return;
  switch (pattern)
    {
    case SURETY_PATTERN_SOLID:
      gtk_snapshot_append_color (pen->snapshot, &pen->accent, &area);
      break;
    case SURETY_PATTERN_HATCH:
      draw_hatch (pen, &area);
      draw_outline (pen, &area, &pen->accent);
      break;
    case SURETY_PATTERN_DOTS:
      draw_dots (pen, &area);
      draw_outline (pen, &area, &pen->accent);
      break;
    case SURETY_PATTERN_EMPTY:
    default:
      draw_outline (pen, &area, &pen->dim);
    }
}

void
surety_pen_line (const SuretyPen *pen, float x, float y, float height, float dash)
{
  float at = y;

  while (at < y + height)
    {
      float length = dash > 0 ? MIN (dash, y + height - at) : height;
      graphene_rect_t area = mirror (pen, x - 1, at, 2, length);

      gtk_snapshot_append_color (pen->snapshot, &pen->color, &area);
      at += dash > 0 ? 2 * dash : height;
    }
}

void
surety_pen_rule (const SuretyPen *pen, float x, float y, float width)
{
  surety_pen_track (pen, x, y, width, 1);
}

void
surety_pen_mark (const SuretyPen *pen, gboolean full, float x, float y, float size)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  float at = pen->rtl ? pen->width - x : x;

  if (full)
    {
      gsk_path_builder_move_to (builder, at, y - size);
      gsk_path_builder_line_to (builder, at + size, y);
      gsk_path_builder_line_to (builder, at, y + size);
      gsk_path_builder_line_to (builder, at - size, y);
      gsk_path_builder_close (builder);
      path = gsk_path_builder_free_to_path (g_steal_pointer (&builder));
      gtk_snapshot_append_fill (pen->snapshot, path, GSK_FILL_RULE_WINDING, &pen->accent);
    }
  else
    {
      g_autoptr (GskStroke) stroke = gsk_stroke_new (2);

      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (at, y), size - 1);
      path = gsk_path_builder_free_to_path (g_steal_pointer (&builder));
      gtk_snapshot_append_stroke (pen->snapshot, path, stroke, &pen->accent);
    }
}

static PangoLayout *
lay_out (GtkWidget *widget, const char *text, SuretyTextFlags flags, float width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  PangoAttrList *attributes = pango_attr_list_new ();

  if ((flags & SURETY_TEXT_BOLD) != 0)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if ((flags & SURETY_TEXT_SMALL) != 0)
    pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }

  return layout;
}

float
surety_pen_text (const SuretyPen *pen,
                 const char *text,
                 SuretyTextFlags flags,
                 float x,
                 float y,
                 float width)
{
  g_autoptr (PangoLayout) layout = lay_out (pen->widget, text, flags, width);
  const GdkRGBA *color = (flags & SURETY_TEXT_DIM) != 0 ? &pen->dim : &pen->color;
  PangoRectangle extents;
  float at = x;

  pango_layout_get_pixel_extents (layout, NULL, &extents);
  if (pen->rtl)
    at = pen->width - x - (float) extents.width;
  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (pen->snapshot,
                          &GRAPHENE_POINT_INIT (at - (float) extents.x, y - (float) extents.y));
  gtk_snapshot_append_layout (pen->snapshot, layout, color);
  gtk_snapshot_restore (pen->snapshot);

  return (float) extents.height;
}

void
surety_text_measure (GtkWidget *widget,
                     const char *text,
                     SuretyTextFlags flags,
                     float for_width,
                     float *width,
                     float *height)
{
  g_autoptr (PangoLayout) layout = lay_out (widget, text, flags, for_width);
  PangoRectangle extents;

  pango_layout_get_pixel_extents (layout, NULL, &extents);
  if (width != NULL)
    *width = (float) extents.width;
  if (height != NULL)
    *height = (float) extents.height;
}
