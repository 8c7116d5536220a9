/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-figure.h"

G_BEGIN_DECLS

/* A figure on a card: its name, the number large, unit and note small under it, all digits in the tooltip.
 * Properties (read and write): "title" (string), "figure" (SuretyFigure, nullable: shows that it is being read), "note" (string, nullable). */
#define SURETY_TYPE_FIGURE_CARD (surety_figure_card_get_type ())
G_DECLARE_FINAL_TYPE (SuretyFigureCard, surety_figure_card, SURETY, FIGURE_CARD, GtkBox)

void surety_figure_card_set_figure (SuretyFigureCard *self, SuretyFigure *figure);
void surety_figure_card_set_note (SuretyFigureCard *self, const char *note);

G_END_DECLS
