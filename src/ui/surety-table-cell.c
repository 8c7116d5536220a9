/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-cell.h"

#include <adwaita.h>

#include "surety-candidate-words.h"
#include "surety-known-mark.h"
#include "surety-pledge-bar.h"

/* Between the words and the bar. */
#define GAP 3
/* Milliseconds without a change after which what is not in sight is told to screen readers, and how many
 * cells then at once. */
#define QUIET 200
#define TOLD_AT_ONCE 50
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

  GtkIconPaintable *sign; /* NULL until it is needed */
  gboolean told;          /* the accessible label says what the candidate does */
  gboolean late;          /* it was not drawn, as nobody saw it */
  gboolean changed;       /* since it was drawn */

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
  self->detail_height = (int) (self->line_height * SURETY_TABLE_SMALLER) + 1;
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

/* Screen readers. */

static void
tell (SuretyTableCell *self)
{
  g_autofree char *words = dup_words (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  self->told = TRUE;
}

/* What nobody sees is told a little later, when nothing moves: of all tables, a few cells at a time. */
static GHashTable *untold; /* SuretyTableCell, lent */
static guint telling;      /* source; 0 = none */
static gint64 moved;

static gboolean tell_some (gpointer unused);

static gboolean
tell_when_quiet (gpointer unused)
{
  if (g_get_monotonic_time () - moved < QUIET * G_TIME_SPAN_MILLISECOND)
    return G_SOURCE_CONTINUE;
  telling = g_idle_add_full (G_PRIORITY_LOW, tell_some, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
tell_later (SuretyTableCell *self)
{
  if (untold == NULL)
    untold = g_hash_table_new (NULL, NULL);
  g_hash_table_add (untold, self);
  moved = g_get_monotonic_time ();
  if (telling == 0)
    telling = g_timeout_add (QUIET, tell_when_quiet, NULL);
}

static gboolean
tell_some (gpointer unused)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, untold);
  for (guint i = 0; i < TOLD_AT_ONCE && g_hash_table_iter_next (&iter, &cell, NULL); i++)
    {
      SuretyTableCell *self = cell;

      if (!self->told && self->candidate != NULL)
        tell (self);
      g_hash_table_iter_remove (&iter);
    }
  telling = 0;
  if (g_hash_table_size (untold) > 0)
    telling = g_timeout_add (0, tell_when_quiet, NULL);

  return G_SOURCE_REMOVE;
}

static void
forget_to_tell (SuretyTableCell *self)
{
  if (untold != NULL)
    g_hash_table_remove (untold, self);
}

/* What is seen. */

static gboolean
is_in_sight (GtkWidget *widget)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return scroller == NULL || !gtk_widget_compute_bounds (widget, scroller, &bounds) ||
         (bounds.origin.x + bounds.size.width > 0 && bounds.origin.y + bounds.size.height > 0 &&
          bounds.origin.x < (float) gtk_widget_get_width (scroller) &&
          bounds.origin.y < (float) gtk_widget_get_height (scroller));
}

static int
get_sign_size (SuretyTableCell *self)
{
  return (int) (self->line_height * SIGN);
}

/* A line of it. */
typedef struct
{
  SuretyTableText style;
  const char *text; /* NULL = there is none */
  float start;      /* room before it, in reading direction */
  float end;        /* and after it */
  float top;
  GdkRGBA color;
} Words;

static GdkRGBA
get_dim (SuretyTableCell *self, const GdkRGBA *color)
{
  GdkRGBA dim = *color;

  if (self->column != 0)
    dim.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 0.9f
                                                                                        : 0.65f;

  return dim;
}

static Words
get_words (SuretyTableCell *self, const SuretyCell *cell, const GdkRGBA *color)
{
  return (Words) {
    .style = self->column == 0 ? SURETY_TABLE_TEXT_STRONG : SURETY_TABLE_TEXT_PLAIN,
    .text = cell->text,
    .start = cell->remark != NULL ? (float) (get_sign_size (self) + SIGN_GAP) : 0,
    .end = cell->level != SURETY_KNOWN_UNKNOWN ? SURETY_KNOWN_MARK_SIDE + MARK_GAP : 0,
    .top = cell->detail == NULL ? (float) self->detail_height / 2 : 0,
    .color = cell->known ? *color : get_dim (self, color),
  };
}

static Words
get_detail (SuretyTableCell *self, const SuretyCell *cell, const GdkRGBA *color)
{
  return (Words) {
    .style = SURETY_TABLE_TEXT_SMALL,
    .text = cell->detail,
    .top = (float) self->line_height,
    .color = get_dim (self, color),
  };
}

static GskRenderNode *
get_node (SuretyTableCell *self, const Words *words, int *out_width)
{
  const int room = gtk_widget_get_width (GTK_WIDGET (self)) - (int) (words->start + words->end);

  return surety_table_text_get (GTK_WIDGET (self), words->style, room, words->text, &words->color,
                                out_width);
}

/* Returns how wide it is. */
static float
draw_words (SuretyTableCell *self, GtkSnapshot *snapshot, const Words *words)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int width = 0;
  GskRenderNode *node = get_node (self, words, &width);

  if (node == NULL)
    return 0;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (rtl ? words->end : words->start, words->top));
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);

  return (float) width;
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

/* x: in reading direction. */
static void
draw_mark (SuretyTableCell *self,
           GtkSnapshot *snapshot,
           SuretyKnown level,
           float x,
           float top,
           const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const int side = SURETY_KNOWN_MARK_SIDE;

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
  Words words;
  Words detail;
  float width = 0;
  GdkRGBA color;

  if (self->candidate == NULL)
    return;
  /* Half of the columns may be out of sight. */
  self->late = !is_in_sight (widget);
  if (self->late)
    {
      if (!self->told)
        tell_later (self);
      return;
    }
  if (!self->told)
    tell (self);
  self->changed = FALSE;
  cell = surety_candidate_get_cell (self->candidate, self->column);
  measure_font (self);
  gtk_widget_get_color (widget, &color);
  words = get_words (self, cell, &color);
  detail = get_detail (self, cell, &color);
  if (cell->remark != NULL)
    draw_sign (self, snapshot, words.top, &color);
  width = draw_words (self, snapshot, &words);
  if (cell->level != SURETY_KNOWN_UNKNOWN)
    draw_mark (self, snapshot, cell->level, words.start + width + MARK_GAP, words.top,
               &detail.color);
  if (detail.text != NULL)
    draw_words (self, snapshot, &detail);
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

  forget_to_tell (self);
  surety_table_cell_set_slot (self, NULL);
  g_clear_object (&self->candidate);
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

  self->told = FALSE;
  self->changed = TRUE;
  if (self->late)
    tell_later (self);
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
surety_table_cell_look (SuretyTableCell *self)
{
  g_return_val_if_fail (SURETY_IS_TABLE_CELL (self), FALSE);

  if ((!self->late && !self->changed) || self->candidate == NULL ||
      !is_in_sight (GTK_WIDGET (self)))
    return FALSE;
  if (self->late)
    gtk_widget_queue_draw (GTK_WIDGET (self));

  return self->changed;
}

void
surety_table_cell_prepare (SuretyTableCell *self, SuretyTableText style)
{
  const SuretyCell *cell = NULL;
  Words words;
  GdkRGBA color;

  g_return_if_fail (SURETY_IS_TABLE_CELL (self));

  cell = surety_candidate_get_cell (self->candidate, self->column);
  measure_font (self);
  gtk_widget_get_color (GTK_WIDGET (self), &color);
  words = style == SURETY_TABLE_TEXT_SMALL ? get_detail (self, cell, &color)
                                           : get_words (self, cell, &color);
  if (words.text != NULL && words.style == style)
    get_node (self, &words, NULL);
}
