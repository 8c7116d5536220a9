/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exposure.h"
#include "surety-nouns.h"

G_BEGIN_DECLS

/* One position with what can be lost of it; immutable.
 * Properties (read only): "symbol" (string), "worth" (SuretyFigure, tokens), "exposure-known" (boolean; when FALSE the shares below are 0
 * and mean nothing), "now" "pending" "dormant" "latent" "free" (uint: parts of the position in millionths: what services can take
 * now; from a known later block; as soon as a set changes; at the operator's decision; what is left), "most" (SuretyFigure, tokens),
 * "before-exit" (SuretyFigure, tokens: of that, what could happen although one leaves at once), "delegated" (boolean),
 * "provider-text" (string: EIP-55 address, "" when not delegated), "provider-name" (string, "" unknown). */
#define SURETY_TYPE_POSITION_ROW (surety_position_row_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPositionRow, surety_position_row, SURETY, POSITION_ROW, GObject)

SuretyPositionRow *surety_position_row_new (SuretyPosition *position, SuretyHoldings *holdings);
SuretyPosition *surety_position_row_get_position (SuretyPositionRow *self);
/* FALSE: not known. */
gboolean surety_position_row_get_exposure (SuretyPositionRow *self, Exposure *out);
/* The pledges of the provider on the position's token (GListModel of SuretyPledge). Lends. */
GListModel *surety_position_row_get_pledges (SuretyPositionRow *self);
/* part of whole in millionths, rounded up so that a loss is never shown smaller than it is; 0 of 0 is 0. */
guint surety_millionths (u256 part, u256 whole);

G_END_DECLS
