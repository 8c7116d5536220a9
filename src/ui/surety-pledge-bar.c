/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-pledge-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HEIGHT SURETY_PLEDGE_BAR_HEIGHT
#define RADIUS 7
#define GAP 6
/* Of a drawn pattern. */
#define LENGTH (24 * GAP)

struct _SuretyPledgeBar
{
  GtkWidget parent_instance;

  gboolean known;
  guint now;
  guint pending;
  guint dormant;
  guint latent;
};

G_DEFINE_FINAL_TYPE (SuretyPledgeBar, surety_pledge_bar, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_KNOWN = 1,
  PROP_NOW,
  PROP_PENDING,
  PROP_DORMANT,
  PROP_LATENT,
} SuretyPledgeBarProperty;

static GParamSpec *properties[PROP_LATENT + 1];

static void
add_part (GString *text, guint part, const char *format)
{
  g_autofree char *percent = NULL;

  if (part == 0)
    return;
  /* Translators: a share in percent. */
  percent = part < 10000 ? g_strdup (_ ("less than 1 %"))
                         : g_strdup_printf (_ ("%.0f %%"), part / 10000.0);
  if (text->len > 0)
    g_string_append (text, _ (", "));
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (text, format, percent);
#pragma GCC diagnostic pop
  G_GNUC_END_IGNORE_DEPRECATIONS
}

char *
surety_pledge_bar_describe (gboolean known, guint now, guint pending, guint dormant, guint latent)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!known)
    return g_strdup (_ ("What can be taken is not known"));

  add_part (text, now, _ ("%s can be taken now"));
  add_part (text, pending, _ ("%s can be taken from a known later date"));
  add_part (text, dormant, _ ("%s can be taken as soon as a service changes its set"));
  add_part (text, latent, _ ("%s more may be pledged by the operator"));
  if (text->len == 0)
    return g_strdup (_ ("Nothing can be taken"));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
describe (SuretyPledgeBar *self)
{
  g_autofree char *text = surety_pledge_bar_describe (self->known, self->now, self->pending,
                                                      self->dormant, self->latent);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A pattern is drawn once for its colour and the window's scale, as long as most bars are: a table has
 * thousands of dots in sight, and filling each of them, or each tile of them, takes longer than all the text. */
typedef enum
{
  TILE_HATCH,
  TILE_DOTS,
  N_TILES,
} Tile;

typedef struct
{
  GdkRGBA color;
  int scale;
  GdkTexture *texture; /* NULL = none yet */
} DrawnTile;

static void
draw_tile (Tile tile, cairo_t *cairo)
{
  if (tile == TILE_DOTS)
    for (int x = 0; x < LENGTH; x += GAP)
      for (int y = 4; y < HEIGHT; y += GAP)
        {
          cairo_new_sub_path (cairo);
          cairo_arc (cairo, x + GAP / 2.0, y, 1.2, 0, 2 * G_PI);
          cairo_fill (cairo);
        }
  else
    {
      cairo_set_line_width (cairo, 2);
      for (int x = -HEIGHT - HEIGHT % GAP; x <= LENGTH; x += GAP)
        {
          cairo_move_to (cairo, x - HEIGHT, 2 * HEIGHT);
          cairo_line_to (cairo, x + 2 * HEIGHT, -HEIGHT);
        }
      cairo_stroke (cairo);
    }
}

/* Lent. */
static GdkTexture *
get_tile (Tile tile, const GdkRGBA *color, int scale)
{
  static DrawnTile tiles[N_TILES];
  DrawnTile *drawn = &tiles[tile];
  g_autoptr (GBytes) pixels = NULL;
  cairo_surface_t *surface = NULL;
  cairo_t *cairo = NULL;
  int stride = 0;

  if (drawn->texture != NULL && drawn->scale == scale && gdk_rgba_equal (&drawn->color, color))
    return drawn->texture;

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, LENGTH * scale, HEIGHT * scale);
  cairo = cairo_create (surface);
  cairo_scale (cairo, scale, scale);
  cairo_set_source_rgba (cairo, (double) color->red, (double) color->green, (double) color->blue,
                         (double) color->alpha);
  draw_tile (tile, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  stride = cairo_image_surface_get_stride (surface);
  pixels = g_bytes_new (cairo_image_surface_get_data (surface),
                        (gsize) stride * (gsize) (HEIGHT * scale));
  g_clear_object (&drawn->texture);
  drawn->texture = gdk_memory_texture_new (LENGTH * scale, HEIGHT * scale, GDK_MEMORY_DEFAULT,
                                           pixels, (gsize) stride);
  drawn->color = *color;
  drawn->scale = scale;
  cairo_surface_destroy (surface);

  return drawn->texture;
}

static void
draw_pattern (GtkWidget *widget,
              GtkSnapshot *snapshot,
              Tile tile,
              const graphene_rect_t *area,
              const GdkRGBA *color)
{
  GdkTexture *texture = get_tile (tile, color, gtk_widget_get_scale_factor (widget));

  gtk_snapshot_push_clip (snapshot, area);
  for (int x = 0; (float) x < area->size.width; x += LENGTH)
    gtk_snapshot_append_texture (snapshot, texture,
                                 &GRAPHENE_RECT_INIT (area->origin.x + (float) x, area->origin.y,
                                                      LENGTH, HEIGHT));
  gtk_snapshot_pop (snapshot);
}

typedef struct
{
  float width;
  float at; /* where the next stretch begins, in reading direction */
  gboolean rtl;
} Track;

/* The next stretch of the bar, in reading direction. A part that is there is never thinner than three pixels. */
static graphene_rect_t
next_area (Track *track, guint part)
{
  float length = part == 0 ? 0 : MAX (3.0f, track->width * (float) part / 1000000.0f);
  float start = MIN (track->at, track->width);
  graphene_rect_t area;

  length = MIN (length, track->width - start);
  track->at = start + length;
  graphene_rect_init (&area, track->rtl ? track->width - start - length : start, 0, length, HEIGHT);

  return area;
}

void
surety_pledge_bar_draw (GtkWidget *widget,
                        GtkSnapshot *snapshot,
                        float width,
                        gboolean known,
                        guint now,
                        guint later,
                        guint latent)
{
  AdwStyleManager *style = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  Track track = { .width = width, .rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL };
  graphene_rect_t area;
  GskRoundedRect outline;
  GdkRGBA foreground;
  GdkRGBA ground;
  GdkRGBA *accent = NULL;

  gtk_widget_get_color (widget, &foreground);
  ground = foreground;
  ground.alpha *= adw_style_manager_get_high_contrast (style) ? 0.3f : 0.12f;
  accent = adw_style_manager_get_accent_color_rgba (style);

  graphene_rect_init (&area, 0, 0, width, HEIGHT);
  gsk_rounded_rect_init_from_rect (&outline, &area, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &area);
  if (known)
    {
      area = next_area (&track, now);
      gtk_snapshot_append_color (snapshot, accent, &area);
      area = next_area (&track, MIN (later, 1000000));
      draw_pattern (widget, snapshot, TILE_HATCH, &area, accent);
      area = next_area (&track, latent);
      draw_pattern (widget, snapshot, TILE_DOTS, &area, accent);
    }
  gtk_snapshot_pop (snapshot);
  if (!known || adw_style_manager_get_high_contrast (style))
    gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                                (GdkRGBA[4]) { foreground, foreground, foreground, foreground });

  gdk_rgba_free (accent);
}

static void
surety_pledge_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SuretyPledgeBar *self = SURETY_PLEDGE_BAR (widget);
  float top = ((float) gtk_widget_get_height (widget) - HEIGHT) / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, top));
  surety_pledge_bar_draw (widget, snapshot, (float) gtk_widget_get_width (widget), self->known,
                          self->now, self->pending + self->dormant, self->latent);
  gtk_snapshot_restore (snapshot);
}

static void
surety_pledge_bar_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 60;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 200;
}

static void
surety_pledge_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyPledgeBar *self = SURETY_PLEDGE_BAR (object);

  switch ((SuretyPledgeBarProperty) id)
    {
    case PROP_KNOWN:
      g_value_set_boolean (value, self->known);
      break;
    case PROP_NOW:
      g_value_set_uint (value, self->now);
      break;
    case PROP_PENDING:
      g_value_set_uint (value, self->pending);
      break;
    case PROP_DORMANT:
      g_value_set_uint (value, self->dormant);
      break;
    case PROP_LATENT:
      g_value_set_uint (value, self->latent);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_pledge_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyPledgeBar *self = SURETY_PLEDGE_BAR (object);

  switch ((SuretyPledgeBarProperty) id)
    {
    case PROP_KNOWN:
      surety_pledge_bar_set (self, g_value_get_boolean (value), self->now, self->pending,
                             self->dormant, self->latent);
      break;
    case PROP_NOW:
      surety_pledge_bar_set (self, self->known, g_value_get_uint (value), self->pending,
                             self->dormant, self->latent);
      break;
    case PROP_PENDING:
      surety_pledge_bar_set (self, self->known, self->now, g_value_get_uint (value), self->dormant,
                             self->latent);
      break;
    case PROP_DORMANT:
      surety_pledge_bar_set (self, self->known, self->now, self->pending, g_value_get_uint (value),
                             self->latent);
      break;
    case PROP_LATENT:
      surety_pledge_bar_set (self, self->known, self->now, self->pending, self->dormant,
                             g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
on_style_changed (SuretyPledgeBar *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
surety_pledge_bar_class_init (SuretyPledgeBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_pledge_bar_get_property;
  object_class->set_property = surety_pledge_bar_set_property;
  widget_class->snapshot = surety_pledge_bar_snapshot;
  widget_class->measure = surety_pledge_bar_measure;

  properties[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE, flags);
  properties[PROP_NOW] = g_param_spec_uint ("now", NULL, NULL, 0, 1000000, 0, flags);
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, 1000000, 0, flags);
  properties[PROP_DORMANT] = g_param_spec_uint ("dormant", NULL, NULL, 0, 1000000, 0, flags);
  properties[PROP_LATENT] = g_param_spec_uint ("latent", NULL, NULL, 0, 1000000, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "pledgebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
surety_pledge_bar_init (SuretyPledgeBar *self)
{
  AdwStyleManager *style = adw_style_manager_get_for_display (
    gtk_widget_get_display (GTK_WIDGET (self)));

  g_signal_connect_object (style, "notify::accent-color-rgba", G_CALLBACK (on_style_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (on_style_changed), self,
                           G_CONNECT_SWAPPED);
  describe (self);
}

GtkWidget *
surety_pledge_bar_new (void)
{
  return g_object_new (SURETY_TYPE_PLEDGE_BAR, NULL);
}

static void
update (SuretyPledgeBar *self, guint *place, guint value, SuretyPledgeBarProperty property)
{
  if (*place == value)
    return;
  *place = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
surety_pledge_bar_set (SuretyPledgeBar *self,
                       gboolean known,
                       guint now,
                       guint pending,
                       guint dormant,
                       guint latent)
{
  g_return_if_fail (SURETY_IS_PLEDGE_BAR (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (self->known != known)
    {
      self->known = known;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KNOWN]);
    }
  update (self, &self->now, now, PROP_NOW);
  update (self, &self->pending, pending, PROP_PENDING);
  update (self, &self->dormant, dormant, PROP_DORMANT);
  update (self, &self->latent, latent, PROP_LATENT);
  g_object_thaw_notify (G_OBJECT (self));
  describe (self);
}
