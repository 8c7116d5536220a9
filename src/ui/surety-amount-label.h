/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-figure.h"

G_BEGIN_DECLS

/* A figure as it is shown everywhere: the number large, its unit beside it, its block and age small
 * under it; every digit in the tooltip. One line when compact.
 * Properties: "figure" (SuretyFigure, nullable: then empty), "compact" (boolean), "now" (uint64:
 * seconds since 1970 by the figure's chain; 0 = this computer's clock). */
#define SURETY_TYPE_AMOUNT_LABEL (surety_amount_label_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAmountLabel, surety_amount_label, SURETY, AMOUNT_LABEL, AdwBin)

GtkWidget *surety_amount_label_new (SuretyFigure *figure);

G_END_DECLS
