/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-plan-simulation.h"

G_BEGIN_DECLS

/* One call of a series that is made on one state, and what came of it. */
typedef struct
{
  Address from;
  Address to;
  u256 value;
  GBytes *data;

  gboolean tried;
  gboolean success;
  GBytes *returned;
  guint64 gas;
} SuretySeriesCall;

typedef struct
{
  Address account; /* who makes the steps */
  GArray *calls;   /* SuretySeriesCall */
} SuretySeries;

SuretySeries *surety_series_new (const Address *account);
void surety_series_free (SuretySeries *self);
void surety_series_add (SuretySeries *self,
                        const Address *from,
                        const Address *to,
                        u256 value,
                        GBytes *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretySeries, surety_series_free)

/* The series as one eth_simulateV1 on "latest" (execution-apis, src/eth/execute.yaml). */
JsonNode *surety_series_simulate_params (SuretySeries *self);
/* Takes over its answer. SURETY_CHAIN_ERROR_MALFORMED. */
gboolean surety_series_take_simulated (SuretySeries *self, JsonNode *result, GError **error);

/* The series as one eth_call on "latest", with code in the account's place (state overrides of
 * eth_call). */
JsonNode *surety_series_call_params (SuretySeries *self);
gboolean surety_series_take_called (SuretySeries *self, GBytes *returned, GError **error);

G_END_DECLS
