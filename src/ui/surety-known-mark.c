/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-known-mark.h"

#include <glib/gi18n.h>

#include "surety-format.h"

#define STROKE 1.4f

struct _SuretyKnownMark
{
  GtkWidget parent_instance;

  SuretyFigure *figure;
  SuretyKnown known;
};

G_DEFINE_FINAL_TYPE (SuretyKnownMark, surety_known_mark, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_FIGURE = 1,
} SuretyKnownMarkProperty;

static GParamSpec *properties[PROP_FIGURE + 1];

const char *
surety_known_mark_say (SuretyKnown known)
{
  switch (known)
    {
    case SURETY_KNOWN_PRACTICE:
      return _ ("Practice: play money on a network inside this program.");
    case SURETY_KNOWN_ONE_ENDPOINT:
      return _ ("One endpoint says so; nobody else was asked.");
    case SURETY_KNOWN_AGREED:
      return _ ("Two endpoints say the same of the same block.");
    case SURETY_KNOWN_PROVED:
      return _ ("Proved: it follows from a block that two endpoints agree on.");
    case SURETY_KNOWN_UNKNOWN:
    default:
      return _ ("Not known.");
    }
}

/* --- the drawing, on a square of SURETY_KNOWN_MARK_SIDE --- */

static void
stroke (GtkSnapshot *snapshot, GskPathBuilder *builder, const GdkRGBA *color, gboolean dashed)
{
  static const float dashes[] = { 2.0f, 2.0f };
  g_autoptr (GskPath) path = gsk_path_builder_free_to_path (builder);
  g_autoptr (GskStroke) pen = gsk_stroke_new (STROKE);

  gsk_stroke_set_line_cap (pen, GSK_LINE_CAP_ROUND);
  gsk_stroke_set_line_join (pen, GSK_LINE_JOIN_ROUND);
  if (dashed)
    gsk_stroke_set_dash (pen, dashes, G_N_ELEMENTS (dashes));
  gtk_snapshot_append_stroke (snapshot, path, pen, color);
}

void
surety_known_mark_draw (SuretyKnown known, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  GskPathBuilder *builder = NULL;

  if (known == SURETY_KNOWN_UNKNOWN)
    return;
  builder = gsk_path_builder_new ();
  switch (known)
    {
    case SURETY_KNOWN_PRACTICE:
      gsk_path_builder_add_rect (builder, &GRAPHENE_RECT_INIT (2.5f, 2.5f, 9, 9));
      break;
    case SURETY_KNOWN_ONE_ENDPOINT:
      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (7, 7), 3.5f);
      break;
    case SURETY_KNOWN_AGREED:
      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (4.8f, 7), 3.5f);
      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (9.2f, 7), 3.5f);
      break;
    case SURETY_KNOWN_PROVED:
      gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (7, 7), 5.8f);
      gsk_path_builder_move_to (builder, 4.4f, 7.2f);
      gsk_path_builder_line_to (builder, 6.3f, 9.2f);
      gsk_path_builder_line_to (builder, 9.8f, 5);
      break;
    case SURETY_KNOWN_UNKNOWN:
    default:
      break;
    }
  stroke (snapshot, builder, color, known == SURETY_KNOWN_PRACTICE);
}

static void
surety_known_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SuretyKnownMark *self = SURETY_KNOWN_MARK (widget);
  GdkRGBA color;

  gtk_widget_get_color (widget, &color);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (gtk_widget_get_width (widget) -
                                                                   SURETY_KNOWN_MARK_SIDE) /
                                                            2,
                                                          (float) (gtk_widget_get_height (widget) -
                                                                   SURETY_KNOWN_MARK_SIDE) /
                                                            2));
  surety_known_mark_draw (self->known, snapshot, &color);
}

static void
surety_known_mark_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural = SURETY_KNOWN_MARK_SIDE;
}

static void
surety_known_mark_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SuretyKnownMarkProperty) id)
    {
    case PROP_FIGURE:
      g_value_set_object (value, SURETY_KNOWN_MARK (object)->figure);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_known_mark_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((SuretyKnownMarkProperty) id)
    {
    case PROP_FIGURE:
      surety_known_mark_set_figure (SURETY_KNOWN_MARK (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_known_mark_dispose (GObject *object)
{
  g_clear_object (&SURETY_KNOWN_MARK (object)->figure);

  G_OBJECT_CLASS (surety_known_mark_parent_class)->dispose (object);
}

static void
surety_known_mark_class_init (SuretyKnownMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = surety_known_mark_get_property;
  object_class->set_property = surety_known_mark_set_property;
  object_class->dispose = surety_known_mark_dispose;
  widget_class->snapshot = surety_known_mark_snapshot;
  widget_class->measure = surety_known_mark_measure;

  properties[PROP_FIGURE] = g_param_spec_object ("figure", NULL, NULL, SURETY_TYPE_FIGURE,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "known-mark");
}

static void
surety_known_mark_init (SuretyKnownMark *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "dimmed");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
surety_known_mark_new (SuretyFigure *figure)
{
  return g_object_new (SURETY_TYPE_KNOWN_MARK, "figure", figure, NULL);
}

static void
set_meaning (SuretyKnownMark *self, SuretyKnown known, const char *meaning)
{
  self->known = known;
  gtk_widget_set_visible (GTK_WIDGET (self), known != SURETY_KNOWN_UNKNOWN);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), meaning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, meaning,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
surety_known_mark_set_known (SuretyKnownMark *self, SuretyKnown known)
{
  g_return_if_fail (SURETY_IS_KNOWN_MARK (self));

  set_meaning (self, known, surety_known_mark_say (known));
}

void
surety_known_mark_set_source (SuretyKnownMark *self, SuretyKnown known, guint64 block)
{
  g_autofree char *count = surety_format_count (block);
  g_autofree char *meaning = NULL;

  g_return_if_fail (SURETY_IS_KNOWN_MARK (self));

  /* Translators: how well figures are known, a sentence; then a block. */
  meaning = block != 0
              ? g_strdup_printf (_ ("%s As of block %s."), surety_known_mark_say (known), count)
              : g_strdup (surety_known_mark_say (known));
  set_meaning (self, known, meaning);
}

void
surety_known_mark_set_figure (SuretyKnownMark *self, SuretyFigure *figure)
{
  g_return_if_fail (SURETY_IS_KNOWN_MARK (self));

  if (g_set_object (&self->figure, figure))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIGURE]);
  surety_known_mark_set_known (self, figure != NULL ? surety_figure_get_known (figure)
                                                    : SURETY_KNOWN_UNKNOWN);
}
