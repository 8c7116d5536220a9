/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-figure.h"

G_BEGIN_DECLS

/* How well a figure is known, as a small drawing: a dashed square for practice, a circle for one endpoint, two
 * linked circles for endpoints that agree, a circle with a tick for what is proved; nothing for what is not
 * known. In words in the tooltip and for screen readers. Property (read and write): "figure" (SuretyFigure,
 * nullable). */
#define SURETY_TYPE_KNOWN_MARK (surety_known_mark_get_type ())
G_DECLARE_FINAL_TYPE (SuretyKnownMark, surety_known_mark, SURETY, KNOWN_MARK, GtkWidget)

/* The drawing alone, a square of that side, in color; nothing for what is not known. */
#define SURETY_KNOWN_MARK_SIDE 14
void surety_known_mark_draw (SuretyKnown known, GtkSnapshot *snapshot, const GdkRGBA *color);

GtkWidget *surety_known_mark_new (SuretyFigure *figure);
void surety_known_mark_set_figure (SuretyKnownMark *self, SuretyFigure *figure);
/* What a mark means, in words. Static, translated. */
const char *surety_known_mark_say (SuretyKnown known);
/* Where there is no one figure. */
void surety_known_mark_set_known (SuretyKnownMark *self, SuretyKnown known);
/* Of all figures of a card, a section or a list that come from one source: block is when that was (0: it is said
 * beside the mark, or not known). */
void surety_known_mark_set_source (SuretyKnownMark *self, SuretyKnown known, guint64 block);

G_END_DECLS
