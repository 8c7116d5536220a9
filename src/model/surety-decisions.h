/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-decision.h"
#include "surety-load.h"

G_BEGIN_DECLS

/* The decision journal of one account on one network, newest first.
 * Properties (all notify): "load" (SuretyLoad), "error" (GError, nullable), "lines" (GListModel of
 * SuretyDecision). */
#define SURETY_TYPE_DECISIONS (surety_decisions_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDecisions, surety_decisions, SURETY, DECISIONS, GObject)

SuretyDecisions *surety_decisions_new (void);
/* database, network and account NULL: of nobody. */
void surety_decisions_set_source (SuretyDecisions *self,
                                  SuretyDatabase *database,
                                  const char *network,
                                  const Address *account);
GListModel *surety_decisions_get_lines (SuretyDecisions *self);
/* Writes a line of whom it is about now. Resolves to: TRUE, once it is on the disk and in "lines". */
DexFuture *surety_decisions_add (SuretyDecisions *self, const char *kind, const char *body);
/* Resolves to: TRUE. */
DexFuture *surety_decisions_refresh (SuretyDecisions *self);

G_END_DECLS
