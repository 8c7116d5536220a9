/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-text.h"

/* A window full of lines, several times. */
#define KEPT 1024u

typedef struct
{
  SuretyTableText style;
  int width;
  GdkRGBA color;
  char *text;
  GskRenderNode *node; /* nullable */
  int drawn;           /* width, in pixels */
  GList link;          /* in recent */
} Line;

/* What all lines that are kept are laid out in: each widget has a context of its own, nearly always of the
 * same font. */
typedef struct
{
  PangoFontDescription *font;
  PangoFontMap *map; /* compared only */
  guint serial;
  PangoLanguage *language;
  cairo_font_options_t *options;
  double resolution;
} Face;

static GHashTable *lines; /* Line as its own key */
static GQueue recent;     /* the one used last first */
static Face face;

static guint
line_hash (gconstpointer data)
{
  const Line *line = data;

  return g_str_hash (line->text) * 31 + (guint) line->width * 7 + line->style;
}

static gboolean
line_equal (gconstpointer a, gconstpointer b)
{
  const Line *left = a;
  const Line *right = b;

  return left->style == right->style && left->width == right->width &&
         gdk_rgba_equal (&left->color, &right->color) && g_str_equal (left->text, right->text);
}

static void
line_free (gpointer data)
{
  Line *line = data;

  g_queue_unlink (&recent, &line->link);
  g_clear_pointer (&line->node, gsk_render_node_unref);
  g_free (line->text);
  g_free (line);
}

static gboolean
is_of_face (PangoContext *context)
{
  PangoFontMap *map = pango_context_get_font_map (context);
  const cairo_font_options_t *options = pango_cairo_context_get_font_options (context);

  return face.font != NULL && face.map == map && face.serial == pango_font_map_get_serial (map) &&
         face.language == pango_context_get_language (context) &&
         G_APPROX_VALUE (face.resolution, pango_cairo_context_get_resolution (context), 0.01) &&
         (face.options != NULL ? options != NULL && cairo_font_options_equal (face.options, options)
                               : options == NULL) &&
         pango_font_description_equal (face.font, pango_context_get_font_description (context));
}

static void
set_face (PangoContext *context)
{
  PangoFontMap *map = pango_context_get_font_map (context);
  const cairo_font_options_t *options = pango_cairo_context_get_font_options (context);

  g_clear_pointer (&face.font, pango_font_description_free);
  g_clear_pointer (&face.options, cairo_font_options_destroy);
  face = (Face) {
    .font = pango_font_description_copy (pango_context_get_font_description (context)),
    .map = map,
    .serial = pango_font_map_get_serial (map),
    .language = pango_context_get_language (context),
    .options = options != NULL ? cairo_font_options_copy (options) : NULL,
    .resolution = pango_cairo_context_get_resolution (context),
  };
  if (lines != NULL)
    g_hash_table_remove_all (lines);
}

static PangoAttrList *
get_attributes (SuretyTableText style)
{
  static PangoAttrList *attributes[SURETY_TABLE_N_TEXTS];

  if (attributes[style] != NULL)
    return attributes[style];
  attributes[style] = pango_attr_list_new ();
  pango_attr_list_insert (attributes[style], pango_attr_font_features_new ("tnum"));
  if (style == SURETY_TABLE_TEXT_SMALL)
    pango_attr_list_insert (attributes[style], pango_attr_scale_new (SURETY_TABLE_SMALLER));
  else if (style == SURETY_TABLE_TEXT_STRONG)
    pango_attr_list_insert (attributes[style], pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));

  return attributes[style];
}

static Line *
line_new (GtkWidget *widget, const Line *wanted)
{
  Line *line = g_new0 (Line, 1);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, wanted->text);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  pango_layout_set_attributes (layout, get_attributes (wanted->style));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, wanted->width * PANGO_SCALE);

  *line = *wanted;
  line->text = g_strdup (wanted->text);
  line->link.data = line;
  pango_layout_get_pixel_size (layout, &line->drawn, NULL);
  gtk_snapshot_append_layout (snapshot, layout, &line->color);
  line->node = gtk_snapshot_free_to_node (snapshot);

  return line;
}

GskRenderNode *
surety_table_text_get (GtkWidget *widget,
                       SuretyTableText style,
                       int width,
                       const char *text,
                       const GdkRGBA *color,
                       int *out_width)
{
  Line wanted = { .style = style, .width = MAX (width, 0), .text = (char *) text };
  PangoContext *context = NULL;
  Line *line = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget) && text != NULL && color != NULL, NULL);

  wanted.color = *color;
  context = gtk_widget_get_pango_context (widget);
  if (!is_of_face (context))
    set_face (context);
  if (lines == NULL)
    lines = g_hash_table_new_full (line_hash, line_equal, NULL, line_free);
  line = g_hash_table_lookup (lines, &wanted);
  if (line != NULL)
    g_queue_unlink (&recent, &line->link);
  else
    {
      while (g_hash_table_size (lines) >= KEPT)
        g_hash_table_remove (lines, recent.tail->data);
      line = line_new (widget, &wanted);
      g_hash_table_add (lines, line);
    }
  g_queue_push_head_link (&recent, &line->link);
  if (out_width != NULL)
    *out_width = line->drawn;

  return line->node;
}
