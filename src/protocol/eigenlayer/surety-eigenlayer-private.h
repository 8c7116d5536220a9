/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-eigenlayer-abi.h"
#include "surety-eigenlayer-directory.h"
#include "surety-eigenlayer.h"
#include "surety-flow.h"
#include "surety-multicall.h"
#include "surety-plan-simulation.h"

G_BEGIN_DECLS

typedef struct _SuretyEigenlayerPrices SuretyEigenlayerPrices;

struct _SuretyEigenlayer
{
  GObject parent_instance;

  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  Address strategy_manager;
  Address delegation_manager;
  Address allocation_manager;
  gboolean has_multicall3;
  Address multicall3;

  /* What logs say, and where it is kept (NULL = in memory, once it is needed). */
  SuretyDatabase *database;
  SuretyEigenlayerDirectory *directory;
  SuretyEigenlayerPrices *prices;
  SuretyLedgerFilter
    *filter;          /* of the ledger, while it is filled; the database's thread's; NULL = none */
  guint64 waiting;    /* logs that wait in the ledger; the database's thread's */
  GArray *blocks;     /* SuretyLedgerBlock, stored ones, newest first; NULL = not loaded */
  gboolean is_loaded; /* directory is what is stored */
  gboolean
    is_priced; /* prices and services are of the directory's block, or were at its last change */
  GHashTable *parties; /* address text → SuretyParty: slashers of sets; NULL = none is known */
  DexFuture *turn;     /* of the update under way; lent by it */
  double fraction;     /* of the directory that was read, as it was told last */
  gboolean recalled_limits;
  char *kept_limits;
  GHashTable *files; /* metadata URI → SuretyMetadata: what it led to; NULL = none was fetched */
  gint64
    proofs_again; /* monotonic: before then nobody is asked for proofs, since nobody served any */
  GListStore *vaults; /* SuretyVault, as they were last read; NULL = not yet */
};

/* --- what metadata URIs lead to (surety-eigenlayer-files.c) --- */

/* carried: what the URI holds itself, NULL = nothing. Lends; NULL = nothing is known. */
const SuretyMetadata *surety_eigenlayer_find_metadata (SuretyEigenlayer *self,
                                                       const SuretyMetadata *carried,
                                                       const char *uri);
void surety_eigenlayer_take_file (SuretyProtocol *protocol, const char *uri, GBytes *file);
char **surety_eigenlayer_list_files (SuretyProtocol *protocol);

/* --- reading (surety-eigenlayer-read.c) --- */

SuretyMulticall *surety_eigenlayer_multicall_new (SuretyEigenlayer *self);
/* For what decides about money: see surety_multicall_set_decides(). */
SuretyMulticall *surety_eigenlayer_multicall_new_deciding (SuretyEigenlayer *self);
guint surety_eigenlayer_ask (SuretyMulticall *multicall,
                             const Address *to,
                             SuretyEigenlayerItem item,
                             guint n,
                             const AbiValue *args);
SuretyKnown surety_eigenlayer_get_known (SuretyEigenlayer *self);
/* How well the multicall's answers are known. */
SuretyKnown surety_eigenlayer_get_known_of (SuretyEigenlayer *self, SuretyMulticall *multicall);
SuretyFigure *surety_eigenlayer_figure (SuretyEigenlayer *self,
                                        SuretyMulticall *multicall,
                                        u256 value,
                                        guint decimals,
                                        const char *unit);
/* A number of blocks. FALSE when the contract does not say, or says what none is. */
gboolean surety_eigenlayer_read_blocks (SuretyMulticall *multicall, guint call, guint64 *out);
/* Runs multicall inside a flow, pinned to block (0 = the head). */
gboolean surety_eigenlayer_run (SuretyEigenlayer *self,
                                SuretyFlow *flow,
                                SuretyMulticall *multicall,
                                guint64 block,
                                GError **error);
/* --- proofs (surety-eigenlayer-proofs.c) --- */

/* What of a multicall's answers is proved (eth_getProof): balances in ETH and codes, and all that the network
 * file knows the place of in its contract's storage. */
typedef struct _SuretyEigenlayerProofs SuretyEigenlayerProofs;

void surety_eigenlayer_proofs_free (SuretyEigenlayerProofs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyEigenlayerProofs, surety_eigenlayer_proofs_free)
/* After multicall ran, while something else may run. NULL: there is nothing to prove here. */
SuretyEigenlayerProofs *surety_eigenlayer_proofs_begin (SuretyEigenlayer *self,
                                                        SuretyMulticall *multicall);
/* FALSE with SURETY_CHAIN_ERROR_PROOF when an answer is not what is proved (or its proof is wrong, or they are said
 * to be of another time than the block's header), _DISAGREE
 * when two endpoints have different headers. An endpoint that serves no proofs is no error. proofs may be
 * NULL. */
gboolean surety_eigenlayer_proofs_end (SuretyEigenlayerProofs *self,
                                       SuretyFlow *flow,
                                       GError **error);
/* Whether the answer to call i is proved under a header two endpoints agree on. self may be NULL. */
gboolean surety_eigenlayer_proofs_has (const SuretyEigenlayerProofs *self, guint i);
/* The one word that call answers with: of that header's number and time where it is proved, else as known as the
 * multicall's answers are; unknown where it could not be read. self: of the same multicall; may be NULL. */
SuretyFigure *surety_eigenlayer_proofs_figure (SuretyEigenlayer *owner,
                                               SuretyMulticall *multicall,
                                               const SuretyEigenlayerProofs *self,
                                               guint call,
                                               guint decimals,
                                               const char *unit);
/* Runs multicall at block (0 = the head) and proves what can be proved of it. */
gboolean surety_eigenlayer_run_proved (SuretyEigenlayer *self,
                                       SuretyFlow *flow,
                                       SuretyMulticall *multicall,
                                       guint64 block,
                                       SuretyEigenlayerProofs **proofs,
                                       GError **error);

/* 10^decimals. */
u256 surety_eigenlayer_whole (const SuretyToken *token);
/* All strategies of the network file, as an ABI array of n; items is the caller's, of n_tokens. */
AbiValue surety_eigenlayer_strategies (SuretyEigenlayer *self, AbiValue *items);

/* --- assets (surety-eigenlayer-assets.c) --- */

typedef struct
{
  guint balance;
  guint whitelisted;
  guint paused;
  guint total_shares;
  guint one_share;
  guint rate;
} SuretyEigenlayerAssetCalls;

typedef struct
{
  gboolean has_account;
  guint manager_paused;
  GArray *calls; /* SuretyEigenlayerAssetCalls, one a token */
} SuretyEigenlayerAssetsCalls;

void surety_eigenlayer_ask_assets (SuretyEigenlayer *self,
                                   SuretyMulticall *multicall,
                                   const Address *account,
                                   SuretyEigenlayerAssetsCalls *out);
/* proofs: of the same multicall; may be NULL. */
GListModel *surety_eigenlayer_read_assets (SuretyEigenlayer *self,
                                           SuretyMulticall *multicall,
                                           const SuretyEigenlayerProofs *proofs,
                                           SuretyEigenlayerAssetsCalls *calls);
DexFuture *surety_eigenlayer_load_assets (SuretyProtocol *protocol, const Address *account);

/* --- providers and what they pledge (surety-eigenlayer-pledges.c) --- */

/* One set's part of one strategy. */
typedef struct
{
  SuretyOperatorSet set;
  guint token; /* index in the network file */
  u256 current;
  u256 pending;
  gboolean releases;
  guint64 effect_block;
} SuretyEigenlayerAllocation;

/* What AllocationManager and DelegationManager say of one operator. */
typedef struct
{
  Address address;
  gboolean registered;
  gboolean approval_known;
  Address approver;
  gboolean delay_known;
  gboolean delay_set;
  guint64 delay;
  GArray *sets;        /* SuretyOperatorSet it has allocated to */
  GArray *allocations; /* SuretyEigenlayerAllocation, of known tokens */
  u256 *max;           /* one a token */
  u256 *encumbered;    /* one a token */
  u256 *shares;        /* one a token */
  gboolean magnitudes_known;
  SuretyKnown known; /* how well all of it is */

  /* Which call answers what. */
  guint call_registered;
  guint call_approver;
  guint call_delay;
  guint call_sets;
  guint call_max;
  guint call_shares;
  GArray *call_encumbered;  /* guint, one a token */
  GArray *call_allocations; /* guint, one a token */
} SuretyEigenlayerOperator;

SuretyEigenlayerOperator *surety_eigenlayer_operator_new (SuretyEigenlayer *self,
                                                          const Address *address);
void surety_eigenlayer_operator_free (SuretyEigenlayerOperator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyEigenlayerOperator, surety_eigenlayer_operator_free)

/* with_allocations FALSE leaves the per-token calls to a second look at those that have sets. */
void surety_eigenlayer_ask_operator (SuretyEigenlayer *self,
                                     SuretyMulticall *multicall,
                                     SuretyEigenlayerOperator *operator,
                                     gboolean with_allocations);
void surety_eigenlayer_ask_allocations (SuretyEigenlayer *self,
                                        SuretyMulticall *multicall,
                                        SuretyEigenlayerOperator *operator);
gboolean surety_eigenlayer_read_operator (SuretyEigenlayer *self,
                                          SuretyMulticall *multicall,
                                          SuretyEigenlayerOperator *operator,
                                          GError ** error);
gboolean surety_eigenlayer_read_allocations (SuretyEigenlayer *self,
                                             SuretyMulticall *multicall,
                                             SuretyEigenlayerOperator *operator,
                                             GError ** error);

/* Operator sets, and who is slashable in them. */
typedef struct
{
  SuretyOperatorSet set;
  guint call_strategies;
  guint call_slasher;
  guint call_pending_slasher;
  guint call_redistributes;
  guint call_recipient;
  guint call_members;
  /* Asked once, the same for all sets. */
  guint call_resolution;
  guint call_exit_delay;
  guint call_deallocation_delay;
  GArray *strategies; /* Address */
  gboolean strategies_known;
  GArray *stakes;  /* SuretyServiceStake; NULL = not known */
  GArray *weights; /* SuretyServiceWeight; NULL = not known */
  SuretyService *service;
} SuretyEigenlayerSet;

/* The array owns SuretyEigenlayerSet. */
GPtrArray *surety_eigenlayer_sets_new (void);
/* The set's entry, added when it is new. */
SuretyEigenlayerSet *surety_eigenlayer_sets_add (GPtrArray *sets, const SuretyOperatorSet *set);
/* The same for one that is not among them. */
SuretyEigenlayerSet *surety_eigenlayer_sets_append (GPtrArray *sets, const SuretyOperatorSet *set);
SuretyEigenlayerSet *surety_eigenlayer_sets_find (GPtrArray *sets, const SuretyOperatorSet *set);
/* whole FALSE: only what slashability needs (the strategies). */
void surety_eigenlayer_ask_sets (SuretyEigenlayer *self,
                                 SuretyMulticall *multicall,
                                 GPtrArray *sets,
                                 gboolean whole);
void surety_eigenlayer_read_sets (SuretyEigenlayer *self,
                                  SuretyMulticall *multicall,
                                  GPtrArray *sets);
/* What stands behind a set (surety-eigenlayer-stakes.c). */
typedef struct
{
  GArray *stakes;  /* SuretyServiceStake */
  GArray *weights; /* SuretyServiceWeight */
} SuretyEigenlayerBacking;
/* codes: GHashTable of address text → SuretyParty, of current and pending slashers; NULL = not read.
 * Makes the service of one set, or of all. */
void surety_eigenlayer_make_service (SuretyEigenlayer *self,
                                     SuretyMulticall *multicall,
                                     SuretyEigenlayerSet *entry,
                                     GHashTable *codes);
void surety_eigenlayer_make_services (SuretyEigenlayer *self,
                                      SuretyMulticall *multicall,
                                      GPtrArray *sets,
                                      GHashTable *codes);
/* Asks who slashers and registrars are (their code, and whether they answer as a Safe does) in one
 * exchange, at the block of multicall. NULL with an error. */
/* The one that takes operators into the AVS's sets. */
Address surety_eigenlayer_registrar_of (SuretyEigenlayer *self, const Address *avs);
GHashTable *surety_eigenlayer_load_codes (SuretyEigenlayer *self,
                                          SuretyFlow *flow,
                                          SuretyMulticall *multicall,
                                          GPtrArray *sets,
                                          GError **error);

/* isOperatorSlashable for each set the operator has allocated to, in order of operator->sets; then
 * isMemberOfOperatorSet for each of them again. */
GArray *surety_eigenlayer_ask_slashable (SuretyEigenlayer *self,
                                         SuretyMulticall *multicall,
                                         SuretyEigenlayerOperator *operator);
/* slashable: the calls' indices, of multicall as those of sets are. An unreadable answer counts as
 * slashable: unknown is never good. */
GListModel *surety_eigenlayer_make_pledges (SuretyEigenlayer *self,
                                            SuretyMulticall *multicall,
                                            SuretyEigenlayerOperator *operator,
                                            GArray * slashable,
                                            GPtrArray *sets);
SuretyProvider *surety_eigenlayer_make_provider (SuretyEigenlayer *self,
                                                 SuretyMulticall *multicall,
                                                 SuretyEigenlayerOperator *operator,
                                                 const u256 * one_share,
                                                 GArray *slashable,
                                                 GPtrArray *sets);

DexFuture *surety_eigenlayer_load_pledges (SuretyProtocol *protocol, const Address *provider);
DexFuture *surety_eigenlayer_renew_pledges (SuretyProtocol *protocol,
                                            const Address *provider,
                                            const Address *strategy,
                                            GListModel *known);
DexFuture *surety_eigenlayer_load_provider (SuretyProtocol *protocol, const Address *provider);
DexFuture *surety_eigenlayer_load_providers (SuretyProtocol *protocol,
                                             SuretyProgressFunc progress,
                                             gpointer user_data,
                                             GDestroyNotify destroy);
DexFuture *surety_eigenlayer_load_services (SuretyProtocol *protocol);
DexFuture *surety_eigenlayer_update_directory (SuretyProtocol *protocol,
                                               SuretyDirectoryFunc func,
                                               gpointer user_data,
                                               GDestroyNotify destroy);

/* --- duration vaults (surety-eigenlayer-vaults.c) --- */

/* Reads self->vaults anew, in two exchanges at most. */
gboolean surety_eigenlayer_refresh_vaults (SuretyEigenlayer *self,
                                           SuretyFlow *flow,
                                           GError **error);
/* Lent; NULL when the address is none of those last read. */
SuretyVault *surety_eigenlayer_find_vault (SuretyEigenlayer *self, const Address *address);
DexFuture *surety_eigenlayer_load_vaults (SuretyProtocol *protocol);

/* --- an account (surety-eigenlayer-holdings.c), its plans and promises --- */

/* One queued withdrawal of a getQueuedWithdrawals answer; shares: what it would pay now, n of them,
 * newly allocated. */
SuretyWithdrawal *surety_eigenlayer_read_withdrawal (const AbiValue *withdrawal,
                                                     const AbiValue *shares_now,
                                                     u256 **shares);
DexFuture *surety_eigenlayer_load_holdings (SuretyProtocol *protocol, const Address *account);
/* surety-eigenlayer-allowances.c */
DexFuture *surety_eigenlayer_load_allowances (SuretyProtocol *protocol, const Address *account);
/* surety-eigenlayer-rewards.c */
DexFuture *surety_eigenlayer_load_rewards (SuretyProtocol *protocol,
                                           const Address *account,
                                           SuretyServer *server,
                                           SuretyRewardSheet *before);
DexFuture *surety_eigenlayer_plan (SuretyProtocol *protocol, SuretyIntent *intent);
DexFuture *surety_eigenlayer_simulate (SuretyProtocol *protocol, SuretyPlan *plan);
DexFuture *surety_eigenlayer_check (SuretyProtocol *protocol,
                                    const Address *account,
                                    GPtrArray *promises,
                                    guint64 block);

G_END_DECLS
