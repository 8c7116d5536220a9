/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-cell.h"

#include <adwaita.h>

#include "surety-candidate-words.h"
#include "surety-known-mark.h"
#include "surety-pledge-bar.h"

/* As Adwaita's "caption". */
#define SMALLER 0.82
/* Between the words and the bar. */
#define GAP 3
/* The sign before a text with a warning, as a part of the line's height, and what is after it. */
#define SIGN 0.75
#define SIGN_GAP 4
/* Between a figure and the mark of how well it is known. */
#define MARK_GAP 6

struct _SuretyTableCell
{
  GtkWidget parent_instance;

  guint column;
  int characters;
  gboolean has_bar;
  SuretyTableSlot *slot;
  SuretyCandidate *candidate;

  PangoLayout *text;
  PangoLayout *detail;
  GtkIconPaintable *sign; /* NULL until it is needed */
  gboolean fresh;         /* the layouts and the accessible label say what the candidate does */

  guint font; /* serial of the context these are of; 0 = not measured */
  int line_height;
  int detail_height;
  int character_width;
};

G_DEFINE_FINAL_TYPE (SuretyTableCell, surety_table_cell, GTK_TYPE_WIDGET)

typedef struct
{
  PangoFontDescription *font;
  PangoFontMap *map; /* compared only */
  guint serial;
  PangoLanguage *language;
  double resolution;
  int line_height;
  int character_width;
} Measures;

/* Of the font that was measured last, nearly always every cell's: each has a context of its own, and measuring
 * looks into all the fonts that may stand in for it. */
static const Measures *
get_measures (PangoContext *context)
{
  static Measures last;
  const PangoFontDescription *font = pango_context_get_font_description (context);
  PangoFontMap *map = pango_context_get_font_map (context);
  PangoLanguage *language = pango_context_get_language (context);
  const double resolution = pango_cairo_context_get_resolution (context);
  const guint serial = pango_font_map_get_serial (map);
  PangoFontMetrics *metrics = NULL;

  if (last.font != NULL && last.map == map && last.serial == serial && last.language == language &&
      G_APPROX_VALUE (last.resolution, resolution, 0.01) &&
      pango_font_description_equal (last.font, font))
    return &last;

  metrics = pango_context_get_metrics (context, NULL, NULL);
  g_clear_pointer (&last.font, pango_font_description_free);
  last = (Measures) {
    .font = pango_font_description_copy (font),
    .map = map,
    .serial = serial,
    .language = language,
    .resolution = resolution,
    .line_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics)),
    .character_width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics)),
  };
  pango_font_metrics_unref (metrics);
  return &last;
}

/* How high lines are and how wide a character is, in the font of now. */
static void
measure_font (SuretyTableCell *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const Measures *measures = NULL;

  if (self->font == pango_context_get_serial (context))
    return;
  self->font = pango_context_get_serial (context);
  measures = get_measures (context);
  self->line_height = measures->line_height;
  self->detail_height = (int) (self->line_height * SMALLER) + 1;
  self->character_width = measures->character_width;
}

static void
surety_table_cell_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  SuretyTableCell *self = SURETY_TABLE_CELL (widget);

  measure_font (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = self->character_width * self->characters;
  else
    *minimum = *natural = self->line_height + self->detail_height +
                          (self->has_bar ? GAP + SURETY_PLEDGE_BAR_HEIGHT : 0);
}

static PangoLayout *
create_layout (SuretyTableCell *self, gboolean smaller)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  if (smaller)
    pango_attr_list_insert (attributes, pango_attr_scale_new (SMALLER));
  else if (self->column == 0)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  return layout;
}

/* All it says, the bar's part included. */
static char *
dup_words (SuretyTableCell *self)
{
  g_autofree char *words = surety_cell_words (
    surety_candidate_get_cell (self->candidate, self->column));
  g_autofree char *bar = NULL;
  SuretyParts parts;

  if (!self->has_bar)
    return g_steal_pointer (&words);
  surety_candidate_get_parts (self->candidate, &parts);
  bar = surety_pledge_bar_describe (parts.known, parts.now, parts.pending, parts.dormant,
                                    parts.latent);

  /* The bar's words are whole sentences of the same shares, and more exact. */
  return g_strdup_printf ("%s\n%s", words, bar);
}

static void
freshen (SuretyTableCell *self)
{
  const SuretyCell *cell = surety_candidate_get_cell (self->candidate, self->column);
  g_autofree char *words = dup_words (self);

  if (self->text == NULL)
    {
      self->text = create_layout (self, FALSE);
      self->detail = create_layout (self, TRUE);
    }
  pango_layout_set_text (self->text, cell->text, -1);
  pango_layout_set_text (self->detail, cell->detail != NULL ? cell->detail : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  self->fresh = TRUE;
}

static void
draw_layout (SuretyTableCell *self,
             GtkSnapshot *snapshot,
             PangoLayout *layout,
             float start,
             float end,
             float y,
             const GdkRGBA *color)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - (int) (start + end);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  pango_layout_set_width (layout, MAX (width, 0) * PANGO_SCALE);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rtl ? end : start, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static int
get_sign_size (SuretyTableCell *self)
{
  return (int) (self->line_height * SIGN);
}

static void
draw_sign (SuretyTableCell *self, GtkSnapshot *snapshot, float top, const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const GdkRGBA colors[] = { *color, *color, *color, *color };
  int size = get_sign_size (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (self->sign == NULL)
    self->sign = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (
                                               gtk_widget_get_display (widget)),
                                             "dialog-warning-symbolic", NULL, size,
                                             gtk_widget_get_scale_factor (widget),
                                             gtk_widget_get_direction (widget), 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (rtl ? (float) (gtk_widget_get_width (widget) - size)
                                                    : 0,
                                                top + (float) (self->line_height - size) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->sign), snapshot, size,
                                            size, colors, G_N_ELEMENTS (colors));
  gtk_snapshot_restore (snapshot);
}

/* After the text, which is laid out already. */
static void
draw_mark (SuretyTableCell *self,
           GtkSnapshot *snapshot,
           SuretyKnown level,
           float start,
           float top,
           const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const int side = SURETY_KNOWN_MARK_SIDE;
  float x = start;
  int width;

  pango_layout_get_pixel_size (self->text, &width, NULL);
  x += (float) (width + MARK_GAP);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = (float) (gtk_widget_get_width (widget) - side) - x;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (x, top + (float) (self->line_height - side) / 2));
  surety_known_mark_draw (level, snapshot, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_bar (SuretyTableCell *self, GtkSnapshot *snapshot)
{
  SuretyParts parts;

  surety_candidate_get_parts (self->candidate, &parts);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) (self->line_height +
                                                                      self->detail_height + GAP)));
  surety_pledge_bar_draw (GTK_WIDGET (self), snapshot,
                          (float) gtk_widget_get_width (GTK_WIDGET (self)), parts.known, parts.now,
                          parts.pending + parts.dormant, parts.latent);
  gtk_snapshot_restore (snapshot);
}

static void
surety_table_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SuretyTableCell *self = SURETY_TABLE_CELL (widget);
  const SuretyCell *cell = NULL;
  float top = 0;
  float start = 0;
  float end = 0;
  GdkRGBA color;
  GdkRGBA dim;

  if (self->candidate == NULL)
    return;
  if (!self->fresh)
    freshen (self);
  cell = surety_candidate_get_cell (self->candidate, self->column);
  measure_font (self);
  gtk_widget_get_color (widget, &color);
  dim = color;
  if (self->column != 0)
    dim.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 0.9f
                                                                                        : 0.65f;
  if (cell->detail == NULL)
    top = (float) self->detail_height / 2;
  if (cell->remark != NULL)
    {
      draw_sign (self, snapshot, top, &color);
      start = (float) (get_sign_size (self) + SIGN_GAP);
    }
  if (cell->level != SURETY_KNOWN_UNKNOWN)
    end = SURETY_KNOWN_MARK_SIDE + MARK_GAP;
  draw_layout (self, snapshot, self->text, start, end, top, cell->known ? &color : &dim);
  if (cell->level != SURETY_KNOWN_UNKNOWN)
    draw_mark (self, snapshot, cell->level, start, top, &dim);
  if (cell->detail != NULL)
    draw_layout (self, snapshot, self->detail, 0, 0, (float) self->line_height, &dim);
  if (self->has_bar)
    draw_bar (self, snapshot);
}

static gboolean
surety_table_cell_query_tooltip (GtkWidget *widget,
                                 int x,
                                 int y,
                                 gboolean keyboard,
                                 GtkTooltip *tooltip)
{
  SuretyTableCell *self = SURETY_TABLE_CELL (widget);
  g_autofree char *words = NULL;

  if (self->candidate == NULL)
    return FALSE;
  words = dup_words (self);
  gtk_tooltip_set_text (tooltip, words);

  return TRUE;
}

static void
surety_table_cell_dispose (GObject *object)
{
  SuretyTableCell *self = SURETY_TABLE_CELL (object);

  surety_table_cell_set_slot (self, NULL);
  g_clear_object (&self->candidate);
  g_clear_object (&self->text);
  g_clear_object (&self->detail);
  g_clear_object (&self->sign);

  G_OBJECT_CLASS (surety_table_cell_parent_class)->dispose (object);
}

static void
surety_table_cell_class_init (SuretyTableCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = surety_table_cell_dispose;
  widget_class->measure = surety_table_cell_measure;
  widget_class->snapshot = surety_table_cell_snapshot;
  widget_class->query_tooltip = surety_table_cell_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
surety_table_cell_init (SuretyTableCell *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
surety_table_cell_new (guint column, int width, gboolean has_bar)
{
  SuretyTableCell *self = g_object_new (SURETY_TYPE_TABLE_CELL, NULL);

  self->column = column;
  self->characters = width;
  self->has_bar = has_bar;

  return GTK_WIDGET (self);
}

static void
show_slot (SuretyTableSlot *slot, gpointer cell)
{
  SuretyTableCell *self = cell;

  if (g_set_object (&self->candidate, surety_table_slot_get_candidate (slot)))
    surety_table_cell_refresh (self);
}

void
surety_table_cell_set_slot (SuretyTableCell *self, SuretyTableSlot *slot)
{
  g_return_if_fail (SURETY_IS_TABLE_CELL (self));

  if (self->slot != NULL)
    surety_table_slot_unwatch (self->slot, self);
  g_set_object (&self->slot, slot);
  /* Rows are taken away and given back: what was laid out is kept for when it is the same. */
  if (slot == NULL)
    return;
  surety_table_slot_watch (slot, show_slot, self);
  show_slot (slot, self);
}

void
surety_table_cell_refresh (SuretyTableCell *self)
{
  g_return_if_fail (SURETY_IS_TABLE_CELL (self));

  self->fresh = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
