/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-figure.h"

struct _SuretyFigure
{
  GObject parent_instance;

  u256 value;
  guint decimals;
  char *unit;
  guint64 block;
  guint64 time;
  SuretyKnown known;
};

G_DEFINE_FINAL_TYPE (SuretyFigure, surety_figure, G_TYPE_OBJECT)

static void
surety_figure_finalize (GObject *object)
{
  SuretyFigure *self = SURETY_FIGURE (object);

  g_free (self->unit);
  G_OBJECT_CLASS (surety_figure_parent_class)->finalize (object);
}

static void
surety_figure_class_init (SuretyFigureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_figure_finalize;
}

static void
surety_figure_init (SuretyFigure *self)
{
}

SuretyFigure *
surety_figure_new (u256 value,
                   guint decimals,
                   const char *unit,
                   guint64 block,
                   guint64 time,
                   SuretyKnown known)
{
  SuretyFigure *self;

  g_return_val_if_fail (unit != NULL, NULL);

  self = g_object_new (SURETY_TYPE_FIGURE, NULL);
  self->value = value;
  self->decimals = decimals;
  self->unit = g_strdup (unit);
  self->block = block;
  self->time = time;
  self->known = known;
  return self;
}

SuretyFigure *
surety_figure_new_unknown (guint decimals, const char *unit)
{
  return surety_figure_new (0, decimals, unit, 0, 0, SURETY_KNOWN_UNKNOWN);
}

u256
surety_figure_get_value (SuretyFigure *self)
{
  g_return_val_if_fail (SURETY_IS_FIGURE (self), 0);
  return self->value;
}

guint
surety_figure_get_decimals (SuretyFigure *self)
{
  g_return_val_if_fail (SURETY_IS_FIGURE (self), 0);
  return self->decimals;
}

const char *
surety_figure_get_unit (SuretyFigure *self)
{
  g_return_val_if_fail (SURETY_IS_FIGURE (self), NULL);
  return self->unit;
}

guint64
surety_figure_get_block (SuretyFigure *self)
{
  g_return_val_if_fail (SURETY_IS_FIGURE (self), 0);
  return self->block;
}

guint64
surety_figure_get_time (SuretyFigure *self)
{
  g_return_val_if_fail (SURETY_IS_FIGURE (self), 0);
  return self->time;
}

SuretyKnown
surety_figure_get_known (SuretyFigure *self)
{
  g_return_val_if_fail (SURETY_IS_FIGURE (self), SURETY_KNOWN_UNKNOWN);
  return self->known;
}

gboolean
surety_figure_is_known (SuretyFigure *self)
{
  g_return_val_if_fail (SURETY_IS_FIGURE (self), FALSE);
  return self->known != SURETY_KNOWN_UNKNOWN;
}
