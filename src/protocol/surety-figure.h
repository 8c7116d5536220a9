/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "u256.h"

G_BEGIN_DECLS

/* How well a figure is known. */
typedef enum
{
  SURETY_KNOWN_UNKNOWN, /* not known: shown as unknown, never as 0 */
  SURETY_KNOWN_PRACTICE,
  SURETY_KNOWN_ONE_ENDPOINT,
  SURETY_KNOWN_AGREED,
  SURETY_KNOWN_PROVED,
} SuretyKnown;

/* A number with its unit, block and age; immutable. What pages bind to. */
#define SURETY_TYPE_FIGURE (surety_figure_get_type ())
G_DECLARE_FINAL_TYPE (SuretyFigure, surety_figure, SURETY, FIGURE, GObject)

/* value in the smallest unit; unit: "ETH", "stETH"; time: seconds since 1970 of the block. */
SuretyFigure *surety_figure_new (u256 value,
                                 guint decimals,
                                 const char *unit,
                                 guint64 block,
                                 guint64 time,
                                 SuretyKnown known);
SuretyFigure *surety_figure_new_unknown (guint decimals, const char *unit);
u256 surety_figure_get_value (SuretyFigure *self);
guint surety_figure_get_decimals (SuretyFigure *self);
const char *surety_figure_get_unit (SuretyFigure *self);
guint64 surety_figure_get_block (SuretyFigure *self);
guint64 surety_figure_get_time (SuretyFigure *self);
SuretyKnown surety_figure_get_known (SuretyFigure *self);
gboolean surety_figure_is_known (SuretyFigure *self);

G_END_DECLS
