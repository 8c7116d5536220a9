/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "surety-eigenlayer-fact.h"
#include "surety-logs-fetch.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* From logs to facts, on the database's thread. To have one more event read: write a handler in
 * one of the files below, name it in this header, and add its line to the table in
 * surety-eigenlayer-events.c; the version of the format there goes up by one, so that ledgers are read anew. */

/* Logs on their way to those that wait (surety-eigenlayer-aside.c). */
typedef struct _SuretyEigenlayerAside SuretyEigenlayerAside;

/* A log being taken in. */
typedef struct
{
  SuretyLedger *ledger;
  const SuretyLogEntry *log;
  GHashTable *touched;          /* see surety_eigenlayer_event_touch() */
  GHashTable *stale;            /* stakes whose largest staker has to be looked for again */
  SuretyEigenlayerAside *aside; /* where logs of one address are put; NULL = they are taken */
} SuretyEigenlayerEvent;

/* values: the event's parameters in order of the signature. Puts what follows into event->ledger. FALSE with
 * an error stops the whole range. */
typedef gboolean (*SuretyEigenlayerHandler) (SuretyEigenlayerEvent *event,
                                             const AbiValue *values,
                                             GError **error);

/* The contracts events are of, as the network file names them. */
typedef enum
{
  SURETY_EIGENLAYER_DELEGATION_MANAGER,
  SURETY_EIGENLAYER_ALLOCATION_MANAGER,
  SURETY_EIGENLAYER_REWARDS_COORDINATOR,
  SURETY_EIGENLAYER_AVS_DIRECTORY, /* registrations without operator sets, as before v1.0 */
  SURETY_EIGENLAYER_N_CONTRACTS,
} SuretyEigenlayerContract;

/* Where they are on a network; one it does not have (present FALSE) has no events. */
typedef struct
{
  Address address[SURETY_EIGENLAYER_N_CONTRACTS];
  gboolean present[SURETY_EIGENLAYER_N_CONTRACTS];
} SuretyEigenlayerContracts;

SuretyEigenlayerContracts surety_eigenlayer_contracts (SuretyNetwork *network);
/* What the ledger's format is: another number, and it is read anew. */
guint surety_eigenlayer_events_format (void);
/* All events of the table. */
SuretyLogFilter *surety_eigenlayer_events_filter (const SuretyEigenlayerContracts *contracts);
/* Takes in lists (SuretyLogList), in order. Blocks up to final can't be reorganised away: their logs are only put
 * aside, and wait until surety_eigenlayer_settle(), or a later block's log is taken in. The same log must not be
 * taken in twice: what the ledger was read to says where to go on. */
gboolean surety_eigenlayer_events_apply (const SuretyEigenlayerContracts *contracts,
                                         SuretyLedger *ledger,
                                         GPtrArray *lists,
                                         guint64 final,
                                         GError **error);

/* Logs that wait are in bins by how the address begins they are about: neighbours there are neighbours in the
 * ledger. */
#define SURETY_EIGENLAYER_N_BINS 256u

/* Takes n of the logs that wait, up to the last piece (surety_ledger_find_last_aside()), and some more: whole bins,
 * from *bin on, which becomes the next one. */
gboolean surety_eigenlayer_settle (SuretyLedger *ledger,
                                   gint64 last,
                                   guint64 n,
                                   guint *bin,
                                   GError **error);

/* A log (event->log) of that type, by which it was put aside. */
gboolean surety_eigenlayer_take_log (SuretyEigenlayerEvent *event, guint type, GError **error);
/* For SuretyEigenlayerEvent. */
GHashTable *surety_eigenlayer_touched_new (void);

/* The operator itself did something in this log: its last sign of life. */
gboolean surety_eigenlayer_event_touch (SuretyEigenlayerEvent *event,
                                        const Address *operator,
                                        GError ** error);
/* It was not the operator, as a later log of the same transaction shows. */
gboolean surety_eigenlayer_event_untouch (SuretyEigenlayerEvent *event,
                                          const Address *operator,
                                          GError ** error);

/* --- operators (surety-eigenlayer-operator-events.c) --- */

gboolean surety_eigenlayer_on_registered (SuretyEigenlayerEvent *event,
                                          const AbiValue *values,
                                          GError **error);
gboolean surety_eigenlayer_on_registered_m2 (SuretyEigenlayerEvent *event,
                                             const AbiValue *values,
                                             GError **error);
gboolean surety_eigenlayer_on_details_modified_m2 (SuretyEigenlayerEvent *event,
                                                   const AbiValue *values,
                                                   GError **error);
gboolean surety_eigenlayer_on_approver (SuretyEigenlayerEvent *event,
                                        const AbiValue *values,
                                        GError **error);
gboolean surety_eigenlayer_on_operator_uri (SuretyEigenlayerEvent *event,
                                            const AbiValue *values,
                                            GError **error);
gboolean surety_eigenlayer_on_delay (SuretyEigenlayerEvent *event,
                                     const AbiValue *values,
                                     GError **error);
gboolean surety_eigenlayer_on_allocation (SuretyEigenlayerEvent *event,
                                          const AbiValue *values,
                                          GError **error);
gboolean surety_eigenlayer_on_max (SuretyEigenlayerEvent *event,
                                   const AbiValue *values,
                                   GError **error);
gboolean surety_eigenlayer_on_joined (SuretyEigenlayerEvent *event,
                                      const AbiValue *values,
                                      GError **error);
gboolean surety_eigenlayer_on_left (SuretyEigenlayerEvent *event,
                                    const AbiValue *values,
                                    GError **error);
gboolean surety_eigenlayer_on_m2_registration (SuretyEigenlayerEvent *event,
                                               const AbiValue *values,
                                               GError **error);
gboolean surety_eigenlayer_on_slashed (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error);
gboolean surety_eigenlayer_on_default_split (SuretyEigenlayerEvent *event,
                                             const AbiValue *values,
                                             GError **error);
gboolean surety_eigenlayer_on_avs_split (SuretyEigenlayerEvent *event,
                                         const AbiValue *values,
                                         GError **error);
gboolean surety_eigenlayer_on_pi_split (SuretyEigenlayerEvent *event,
                                        const AbiValue *values,
                                        GError **error);
gboolean surety_eigenlayer_on_set_split (SuretyEigenlayerEvent *event,
                                         const AbiValue *values,
                                         GError **error);

/* --- stakers (surety-eigenlayer-stakers.c) --- */

/* What a log of shares says. */
typedef struct
{
  Address operator;
  Address staker; /* zero where the operator was slashed */
  Address strategy;
  u256 shares;
  gboolean adds;
} SuretyEigenlayerShares;

gboolean surety_eigenlayer_on_shares_increased (SuretyEigenlayerEvent *event,
                                                const AbiValue *values,
                                                GError **error);
gboolean surety_eigenlayer_on_shares_decreased (SuretyEigenlayerEvent *event,
                                                const AbiValue *values,
                                                GError **error);
gboolean surety_eigenlayer_take_shares (SuretyEigenlayerEvent *event,
                                        const SuretyEigenlayerShares *shares,
                                        GError **error);
/* Of stakes' keys, for SuretyEigenlayerEvent. */
GHashTable *surety_eigenlayer_stale_new (void);
/* Looks for the largest staker again where it may have changed, and empties stale; at the end of a range. */
gboolean surety_eigenlayer_find_largest (SuretyLedger *ledger, GHashTable *stale, GError **error);

/* --- logs that wait (surety-eigenlayer-aside.c) --- */

SuretyEigenlayerAside *surety_eigenlayer_aside_new (void);
void surety_eigenlayer_aside_free (SuretyEigenlayerAside *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyEigenlayerAside, surety_eigenlayer_aside_free)
/* In the order of logs. */
void surety_eigenlayer_aside_add_shares (SuretyEigenlayerAside *self,
                                         const SuretyEigenlayerShares *shares);
void surety_eigenlayer_aside_add_log (SuretyEigenlayerAside *self,
                                      guint type,
                                      const Address *about,
                                      const SuretyLogEntry *log);
/* Puts them with those that wait in the ledger; none is left here. */
gboolean surety_eigenlayer_aside_keep (SuretyEigenlayerAside *self,
                                       SuretyLedger *ledger,
                                       GError **error);

/* --- services (surety-eigenlayer-set-events.c) --- */

gboolean surety_eigenlayer_on_avs_uri (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error);
gboolean surety_eigenlayer_on_registrar (SuretyEigenlayerEvent *event,
                                         const AbiValue *values,
                                         GError **error);
gboolean surety_eigenlayer_on_set_created (SuretyEigenlayerEvent *event,
                                           const AbiValue *values,
                                           GError **error);
gboolean surety_eigenlayer_on_strategy_added (SuretyEigenlayerEvent *event,
                                              const AbiValue *values,
                                              GError **error);
gboolean surety_eigenlayer_on_strategy_removed (SuretyEigenlayerEvent *event,
                                                const AbiValue *values,
                                                GError **error);
gboolean surety_eigenlayer_on_slasher (SuretyEigenlayerEvent *event,
                                       const AbiValue *values,
                                       GError **error);
gboolean surety_eigenlayer_on_slasher_migrated (SuretyEigenlayerEvent *event,
                                                const AbiValue *values,
                                                GError **error);
gboolean surety_eigenlayer_on_redistribution (SuretyEigenlayerEvent *event,
                                              const AbiValue *values,
                                              GError **error);
gboolean surety_eigenlayer_on_avs_payment (SuretyEigenlayerEvent *event,
                                           const AbiValue *values,
                                           GError **error);
gboolean surety_eigenlayer_on_directed_avs_payment (SuretyEigenlayerEvent *event,
                                                    const AbiValue *values,
                                                    GError **error);
gboolean surety_eigenlayer_on_directed_set_payment (SuretyEigenlayerEvent *event,
                                                    const AbiValue *values,
                                                    GError **error);
gboolean surety_eigenlayer_on_unique_stake_payment (SuretyEigenlayerEvent *event,
                                                    const AbiValue *values,
                                                    GError **error);
gboolean surety_eigenlayer_on_total_stake_payment (SuretyEigenlayerEvent *event,
                                                   const AbiValue *values,
                                                   GError **error);
gboolean surety_eigenlayer_on_all_payment (SuretyEigenlayerEvent *event,
                                           const AbiValue *values,
                                           GError **error);
gboolean surety_eigenlayer_on_all_earners_payment (SuretyEigenlayerEvent *event,
                                                   const AbiValue *values,
                                                   GError **error);

G_END_DECLS
