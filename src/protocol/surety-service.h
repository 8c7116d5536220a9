/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-figure.h"
#include "surety-network.h"

G_BEGIN_DECLS

typedef struct
{
  Address avs;
  guint32 set;
  const char *name;
  const char *description;
  const char *website;
  gboolean slasher_known;
  Address slasher;
  gboolean slasher_code_known;
  gboolean slasher_is_contract;
  gboolean pending_slasher_known;
  Address pending_slasher;
  guint64 pending_slasher_block; /* 0 = none */
  gboolean redistributes_known;
  gboolean redistributes;
  Address recipient;
  const Address *strategies;
  guint n_strategies;
  gboolean strategies_known;
  guint n_operators;
} SuretyServiceFacts;

/* Who uses the security: one operator set of an AVS. Immutable.
 * Properties (read only): "name", "address-text" (EIP-55 of the AVS), "description" (string), "set"
 * (uint). */
#define SURETY_TYPE_SERVICE (surety_service_get_type ())
G_DECLARE_FINAL_TYPE (SuretyService, surety_service, SURETY, SERVICE, GObject)

SuretyService *surety_service_new (const SuretyServiceFacts *facts);

const Address *surety_service_get_avs (SuretyService *self);
const char *surety_service_get_address_text (SuretyService *self);
guint32 surety_service_get_set (SuretyService *self);
/* Self-chosen, cleaned and bounded; "" unknown. */
const char *surety_service_get_name (SuretyService *self);
const char *surety_service_get_description (SuretyService *self);
const char *surety_service_get_website (SuretyService *self);
/* The one address that can slash (AllocationManager.getSlasher); zero: not migrated, can't be
 * slashed until it is. */
gboolean surety_service_get_slasher_known (SuretyService *self);
const Address *surety_service_get_slasher (SuretyService *self);
/* Whether there is code at the slasher (eth_getCode): a contract, or else a single key. */
gboolean surety_service_get_slasher_code_known (SuretyService *self);
gboolean surety_service_get_slasher_is_contract (SuretyService *self);
/* A change of slasher under way (since v1.9; unknown before): block from which it holds, 0 = none.
 */
gboolean surety_service_get_pending_slasher_known (SuretyService *self);
const Address *surety_service_get_pending_slasher (SuretyService *self);
guint64 surety_service_get_pending_slasher_block (SuretyService *self);
/* Whether slashed funds go to recipient instead of being burnt; unknown where the contract can't
 * say. */
gboolean surety_service_get_redistributes_known (SuretyService *self);
gboolean surety_service_get_redistributes (SuretyService *self);
const Address *surety_service_get_recipient (SuretyService *self);
gboolean surety_service_get_strategies_known (SuretyService *self);
/* Lent array of n. */
const Address *surety_service_get_strategies (SuretyService *self, guint *n);
gboolean surety_service_has_strategy (SuretyService *self, const Address *strategy);
guint surety_service_get_n_operators (SuretyService *self);

G_END_DECLS
