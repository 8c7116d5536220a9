/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-figure-card.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-config.h"
#include "surety-known-mark.h"

struct _SuretyFigureCard
{
  GtkBox parent_instance;

  GtkLabel *number_label;

  char *title;
  char *note;
  SuretyFigure *figure;
};

G_DEFINE_FINAL_TYPE (SuretyFigureCard, surety_figure_card, GTK_TYPE_BOX)

typedef enum
{
  PROP_TITLE = 1,
  PROP_FIGURE,
  PROP_NOTE,
} SuretyFigureCardProperty;

static GParamSpec *properties[PROP_NOTE + 1];

static void
show (SuretyFigureCard *self)
{
  g_autofree char *amount = NULL;
  g_autofree char *full = NULL;
  g_autofree char *spoken = NULL;

  if (self->figure == NULL)
    amount = g_strdup (_ ("…"));
  else
    amount = surety_closure_amount (self, self->figure);
  full = surety_closure_amount_full (self, self->figure);
  gtk_label_set_label (self->number_label, amount);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), full);
  /* Translators: the name of a figure and its value, for screen readers. */
  spoken = g_strdup_printf (_ ("%s: %s"), self->title != NULL ? self->title : "",
                            self->figure == NULL ? _ ("being read") : amount);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
surety_figure_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyFigureCard *self = SURETY_FIGURE_CARD (object);

  switch ((SuretyFigureCardProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_FIGURE:
      g_value_set_object (value, self->figure);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_figure_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyFigureCard *self = SURETY_FIGURE_CARD (object);

  switch ((SuretyFigureCardProperty) id)
    {
    case PROP_TITLE:
      if (g_set_str (&self->title, g_value_get_string (value)))
        {
          g_object_notify_by_pspec (object, pspec);
          show (self);
        }
      break;
    case PROP_FIGURE:
      surety_figure_card_set_figure (self, g_value_get_object (value));
      break;
    case PROP_NOTE:
      surety_figure_card_set_note (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_figure_card_dispose (GObject *object)
{
  SuretyFigureCard *self = SURETY_FIGURE_CARD (object);

  g_clear_object (&self->figure);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_FIGURE_CARD);

  G_OBJECT_CLASS (surety_figure_card_parent_class)->dispose (object);
}

static void
surety_figure_card_finalize (GObject *object)
{
  SuretyFigureCard *self = SURETY_FIGURE_CARD (object);

  g_free (self->title);
  g_free (self->note);

  G_OBJECT_CLASS (surety_figure_card_parent_class)->finalize (object);
}

static void
surety_figure_card_class_init (SuretyFigureCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_figure_card_get_property;
  object_class->set_property = surety_figure_card_set_property;
  object_class->dispose = surety_figure_card_dispose;
  object_class->finalize = surety_figure_card_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_FIGURE] = g_param_spec_object ("figure", NULL, NULL, SURETY_TYPE_FIGURE, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-figure-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyFigureCard, number_label);
  gtk_widget_class_bind_template_callback (widget_class, surety_closure_has_text);
}

static void
surety_figure_card_init (SuretyFigureCard *self)
{
  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
surety_figure_card_set_figure (SuretyFigureCard *self, SuretyFigure *figure)
{
  g_return_if_fail (SURETY_IS_FIGURE_CARD (self));

  if (g_set_object (&self->figure, figure))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIGURE]);
  show (self);
}

void
surety_figure_card_set_note (SuretyFigureCard *self, const char *note)
{
  g_return_if_fail (SURETY_IS_FIGURE_CARD (self));

  if (g_set_str (&self->note, note))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}
