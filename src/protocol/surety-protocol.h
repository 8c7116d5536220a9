/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"
#include "surety-nouns.h"
#include "surety-plan.h"
#include "surety-protocol-error.h"
#include "surety-server.h"

G_BEGIN_DECLS

/* fraction: 0 to 1. */
typedef void (*SuretyProgressFunc) (double fraction, gpointer user_data);

/* How far an update of the directory is, and what it found since it last said so. Lent for the call. */
typedef struct
{
  double fraction;  /* 0 to 1 */
  gint64 remaining; /* seconds to the end at the speed measured so far; -1 = not known yet */
  guint64 block;    /* what is known is of this block; 0 = nothing is known */
  guint64 time;     /* its time, seconds since 1970; 0 = unknown */
  /* SuretyProvider, SuretyService, a few at a time; NULL = nothing new. An item takes the place of the one
   * with its address (and set). */
  GPtrArray *providers;
  GPtrArray *services;
  /* What is paid to all; NULL = nothing new. */
  SuretyProgramme *programme;
  /* With this report all there is begins to be told (it has items of its own already), and ends: what was
   * not among it is no more. Otherwise nothing is ever removed. */
  gboolean begins;
  gboolean ends;
} SuretyDirectoryReport;

/* Called on the main thread. */
typedef void (*SuretyDirectoryFunc) (const SuretyDirectoryReport *report, gpointer user_data);

/* A system to restake in. Pages, guide and monitor know only this. All reads go through the
 * endpoints it was made with; futures reject with SURETY_CHAIN_ERROR_* when the chain can't be
 * read, SURETY_PROTOCOL_ERROR_* when it says no. */
#define SURETY_TYPE_PROTOCOL (surety_protocol_get_type ())
G_DECLARE_INTERFACE (SuretyProtocol, surety_protocol, SURETY, PROTOCOL, GObject)

struct _SuretyProtocolInterface
{
  GTypeInterface parent;

  const char *(*get_id) (SuretyProtocol *self);
  const char *(*get_title) (SuretyProtocol *self);
  SuretyNetwork *(*get_network) (SuretyProtocol *self);
  SuretyEndpoints *(*get_endpoints) (SuretyProtocol *self);
  DexFuture *(*load_holdings) (SuretyProtocol *self, const Address *account);
  DexFuture *(*load_assets) (SuretyProtocol *self, const Address *account);
  DexFuture *(*load_providers) (SuretyProtocol *self,
                                SuretyProgressFunc progress,
                                gpointer user_data,
                                GDestroyNotify destroy);
  DexFuture *(*update_directory) (SuretyProtocol *self,
                                  SuretyDirectoryFunc func,
                                  gpointer user_data,
                                  GDestroyNotify destroy);
  DexFuture *(*load_provider) (SuretyProtocol *self, const Address *provider);
  DexFuture *(*load_services) (SuretyProtocol *self);
  DexFuture *(*load_vaults) (SuretyProtocol *self);
  DexFuture *(*load_pledges) (SuretyProtocol *self, const Address *provider);
  DexFuture *(*renew_pledges) (SuretyProtocol *self,
                               const Address *provider,
                               const Address *strategy,
                               GListModel *known);
  char **(*list_files) (SuretyProtocol *self);
  void (*take_file) (SuretyProtocol *self, const char *uri, GBytes *file);
  DexFuture *(*load_allowances) (SuretyProtocol *self, const Address *account);
  DexFuture *(*load_rewards) (SuretyProtocol *self,
                              const Address *account,
                              SuretyServer *server,
                              SuretyRewardSheet *before);
  DexFuture *(*plan) (SuretyProtocol *self, SuretyIntent *intent);
  DexFuture *(*simulate) (SuretyProtocol *self, SuretyPlan *plan);
  DexFuture *(*check) (SuretyProtocol *self,
                       const Address *account,
                       GPtrArray *promises,
                       guint64 block);
};

const char *surety_protocol_get_id (SuretyProtocol *self);    /* "eigenlayer" */
const char *surety_protocol_get_title (SuretyProtocol *self); /* "EigenLayer" */
SuretyNetwork *surety_protocol_get_network (SuretyProtocol *self);
SuretyEndpoints *surety_protocol_get_endpoints (SuretyProtocol *self);

/* Resolves to: SuretyHoldings, everything at one block, in three exchanges at most. */
DexFuture *surety_protocol_load_holdings (SuretyProtocol *self, const Address *account);
/* Resolves to: GListModel of SuretyAsset, in the network file's order. account NULL: balances are
 * unknown. */
DexFuture *surety_protocol_load_assets (SuretyProtocol *self, const Address *account);
/* Resolves to: GListModel of SuretyProvider: every registered operator, brought up to date as by
 * surety_protocol_update_directory(). progress may be NULL; called on the main thread. */
DexFuture *surety_protocol_load_providers (SuretyProtocol *self,
                                           SuretyProgressFunc progress,
                                           gpointer user_data,
                                           GDestroyNotify destroy);
/* Brings the directory (operators, services) up to the head and says through func what it holds: the
 * whole of it first, from what is stored, then what changes while it fills. Resolves to: TRUE at the
 * head. Discarding the future stops it; what was read is kept, the next update goes on from there. */
DexFuture *surety_protocol_update_directory (SuretyProtocol *self,
                                             SuretyDirectoryFunc func,
                                             gpointer user_data,
                                             GDestroyNotify destroy);
/* Resolves to: SuretyProvider, without the logs (name and slashings only as far as the directory
 * was read). SURETY_PROTOCOL_ERROR_NOT_OPERATOR. */
DexFuture *surety_protocol_load_provider (SuretyProtocol *self, const Address *provider);
/* Resolves to: GListModel of SuretyService: every operator set, from logs and batched reads. */
DexFuture *surety_protocol_load_services (SuretyProtocol *self);
/* Resolves to: GListModel of SuretyVault: the duration vaults of the network's tokens; empty where there
 * can be none. */
DexFuture *surety_protocol_load_vaults (SuretyProtocol *self);
/* Resolves to: GListModel of SuretyPledge: one per operator set and token the provider has
 * allocated. */
DexFuture *surety_protocol_load_pledges (SuretyProtocol *self, const Address *provider);
/* A provider with what it has pledged, of one block; its stakes are not told. */
typedef struct
{
  SuretyProvider *provider;
  GListModel *pledges; /* SuretyPledge */
} SuretyRenewed;

#define SURETY_TYPE_RENEWED (surety_renewed_get_type ())
GType surety_renewed_get_type (void);
SuretyRenewed *surety_renewed_copy (const SuretyRenewed *self);
void surety_renewed_free (SuretyRenewed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyRenewed, surety_renewed_free)
/* What those pledges of the provider (GListModel of SuretyPledge: all it had, when somebody looked at them) are by now, in
 * one exchange. Resolves to: SuretyRenewed. SURETY_PROTOCOL_ERROR_SLASHABLE when it has pledged of the strategy to a set
 * that is not among them. */
DexFuture *surety_protocol_renew_pledges (SuretyProtocol *self,
                                          const Address *provider,
                                          const Address *strategy,
                                          GListModel *known);
/* The metadata URIs that the directory's services, then its operators, name; newly allocated. Foreign
 * text: not cleaned. */
char **surety_protocol_list_files (SuretyProtocol *self);
/* What a metadata URI leads to, as somebody the user allowed to has fetched it; NULL = nothing any more.
 * Names are from it at the next update of the directory. */
void surety_protocol_take_file (SuretyProtocol *self, const char *uri, GBytes *file);
/* What the account has granted to the contracts that the network file knows. Resolves to:
 * SuretyAllowanceList. SURETY_CHAIN_ERROR_PROOF where an endpoint can't prove what it says. */
DexFuture *surety_protocol_load_allowances (SuretyProtocol *self, const Address *account);
/* What the account has earned and can claim. server: who is asked for proofs, which the user chose; NULL: only what the
 * chain says of itself. before (nullable): an earlier answer from the same server: while the newest root is still its
 * root, its proofs are taken again and the server is not asked. Resolves to: SuretyRewardSheet. Nothing earned is an
 * empty one. SURETY_PROTOCOL_ERROR_REWARDS_* with the server's label when it is the server's fault, _NO_REWARDS,
 * _ROOT_INACTIVE (none of the newest 128 roots can be claimed under). */
DexFuture *surety_protocol_load_rewards (SuretyProtocol *self,
                                         const Address *account,
                                         SuretyServer *server,
                                         SuretyRewardSheet *before);
/* Resolves to: SuretyPlan. Everything that would make a step fail and can be known now rejects with
 * its own SURETY_PROTOCOL_ERROR; SURETY_PROTOCOL_ERROR_NOTHING_TO_DO when all is true already. */
DexFuture *surety_protocol_plan (SuretyProtocol *self, SuretyIntent *intent);
/* Tries the whole plan out. Resolves to: SuretyPlanSimulation; see surety_plan_simulation_run(). */
DexFuture *surety_protocol_simulate (SuretyProtocol *self, SuretyPlan *plan);
/* promises: GPtrArray of SuretyPromise. block 0 = the head. Resolves to: GPtrArray (boxed) of
 * SuretyPromiseResult, in order. */
DexFuture *surety_protocol_check (SuretyProtocol *self,
                                  const Address *account,
                                  GPtrArray *promises,
                                  guint64 block);

G_END_DECLS
