/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-figure.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* What a provider has pledged of one strategy, all operator sets together, in magnitude (WAD = all
 * there was at the start). */
typedef struct
{
  Address strategy;
  u256 max;     /* AllocationManager.getMaxMagnitude: falls with every slash */
  u256 now;     /* slashable at the read block: allocated, registered, strategy in the set */
  u256 pending; /* becomes slashable at a known later block */
  /* Allocated to sets that can't slash it now (not registered, or strategy not in the set). */
  u256 dormant;
  /* max less everything encumbered: the operator may pledge it after its allocation delay. */
  u256 latent;
} SuretyPledgedMagnitude;

/* What surety_provider_new() is given; everything is copied or referenced. */
typedef struct
{
  Address address;
  const char *name; /* "" or NULL: unknown */
  const char *description;
  const char *website;
  gboolean delay_known;
  gboolean delay_set;
  guint64 delay; /* blocks */
  guint64 pending_delay;
  guint64 pending_delay_block;
  gboolean approval_known;
  Address approver; /* zero: everybody may delegate */
  gboolean registered;
  guint n_sets;
  guint slashings;
  gboolean slashings_known;
  guint64 registered_block;
  GListModel *stakes; /* SuretyFigure */
  const SuretyPledgedMagnitude *pledged;
  guint n_pledged;
} SuretyProviderFacts;

/* Who gets the delegation: an EigenLayer operator. Immutable. Its address is its identity, names
 * can be chosen by anybody. Properties (read only): "name", "address-text" (EIP-55), "description"
 * (string), "needs-approval" (boolean). */
#define SURETY_TYPE_PROVIDER (surety_provider_get_type ())
G_DECLARE_FINAL_TYPE (SuretyProvider, surety_provider, SURETY, PROVIDER, GObject)

SuretyProvider *surety_provider_new (const SuretyProviderFacts *facts);

const Address *surety_provider_get_address (SuretyProvider *self);
const char *surety_provider_get_address_text (SuretyProvider *self);
/* Self-chosen, cleaned of control and bidi characters and cut to a bounded length; "" unknown.
 * Never fetched from the web. */
const char *surety_provider_get_name (SuretyProvider *self);
const char *surety_provider_get_description (SuretyProvider *self);
const char *surety_provider_get_website (SuretyProvider *self);
/* Warning time: blocks between an allocation and its being slashable
 * (AllocationManager.getAllocationDelay). */
gboolean surety_provider_get_delay_known (SuretyProvider *self);
/* Not set: the operator can't allocate anything before it sets a delay. */
gboolean surety_provider_get_delay_set (SuretyProvider *self);
guint64 surety_provider_get_delay (SuretyProvider *self);
/* A change under way (event AllocationDelaySet): the delay to come and the block from which it
 * holds; block 0 = none. */
guint64 surety_provider_get_pending_delay (SuretyProvider *self);
guint64 surety_provider_get_pending_delay_block (SuretyProvider *self);
/* Delegations need a signature of the operator's approver, which this program has no way to ask
 * for. TRUE too when unknown. */
gboolean surety_provider_get_needs_approval (SuretyProvider *self);
/* DelegationManager.isOperator. */
gboolean surety_provider_get_registered (SuretyProvider *self);
/* GListModel of SuretyFigure: tokens delegated to it, one per asset it has any of. */
GListModel *surety_provider_get_stakes (SuretyProvider *self);
/* Operator sets it has allocated stake to. */
guint surety_provider_get_n_sets (SuretyProvider *self);
/* Times slashed, from logs; unknown unless the directory was read. */
gboolean surety_provider_get_slashings_known (SuretyProvider *self);
guint surety_provider_get_slashings (SuretyProvider *self);
/* 0 = unknown. */
guint64 surety_provider_get_registered_block (SuretyProvider *self);
/* Lent; NULL when not known for that strategy. */
const SuretyPledgedMagnitude *surety_provider_get_pledged (SuretyProvider *self,
                                                           const Address *strategy);

G_END_DECLS
