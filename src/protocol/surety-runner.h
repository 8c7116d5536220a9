/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-fees.h"
#include "surety-journal.h"
#include "surety-payees.h"
#include "surety-protocol.h"
#include "surety-replacement.h"
#include "surety-signer.h"

G_BEGIN_DECLS

/* Takes plans to the chain, one step after the other, so that nothing is lost and nothing done
 * twice, whenever the process ends. One object per network; it must outlive what it follows (the
 * model owns it, not a page). Properties: "busy" (boolean, notifies): a step is being made or a
 * transaction followed. Signals: "step-changed" (gint64 journal id): an entry was written;
 * "plan-stopped" (gint64 plan id, GError): a step could not be made, or failed on the chain; what
 * was signed is still followed; "plan-finished" (gint64 plan id): every step is final, its promises
 * checked (kept or not: see the entries' results). */
#define SURETY_TYPE_RUNNER (surety_runner_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRunner, surety_runner, SURETY, RUNNER, GObject)

SuretyRunner *surety_runner_new (SuretyNetwork *network,
                                 SuretyEndpoints *endpoints,
                                 SuretyProtocol *protocol,
                                 SuretyJournal *journal);

/* Whom its accounts may pay beside themselves: asked before a plan is journaled, and before and after each signature, also
 * those of what takes another's place. Nobody until it is told. */
void surety_runner_set_payees (SuretyRunner *self, SuretyPayees *payees);

/* Journals the plan and starts with it. fee_ceiling: most wei per gas, 0 = none. A step that has a bound is not signed
 * above it, now or after a restart: the plan stops with SURETY_PROTOCOL_ERROR_COST. Resolves to:
 * gint64, the plan's id, once it is in the journal; goes on by itself. SURETY_PROTOCOL_ERROR_BUSY
 * while the account has an unfinished plan, _WATCH_ONLY when signer is NULL or another account's.
 */
DexFuture *surety_runner_start (SuretyRunner *self,
                                SuretyPlan *plan,
                                SuretySigner *signer,
                                SuretySpeed speed,
                                u256 fee_ceiling);
/* At program start: everything signed, sent or mined is looked up by hash and nonce and followed
 * on; bytes the network does not know are sent again, the same ones; nothing is signed. Resolves
 * to: TRUE once all of it is being followed. Steps still planned wait for surety_runner_continue().
 */
DexFuture *surety_runner_resume (SuretyRunner *self);
/* Goes on with the planned steps of a plan. rest: just those, as a person looked at them again, whose bounds are kept from now
 * on; SURETY_PROTOCOL_ERROR_CHANGED when the journal has others; NULL: as they were looked at before. Resolves to: TRUE when it is
 * under way; goes on by itself. */
DexFuture *surety_runner_continue (SuretyRunner *self,
                                   gint64 plan,
                                   SuretyPlan *rest,
                                   SuretySigner *signer,
                                   SuretySpeed speed,
                                   u256 fee_ceiling);
/* Planned steps become abandoned; what is signed is followed on. Resolves to: TRUE. */
DexFuture *surety_runner_abandon (SuretyRunner *self, gint64 plan);
/* What it takes to put another transaction in the place of the one that is signed for this entry's nonce and in
 * no block yet: the same at a higher fee, or one that does nothing. Nothing is signed. Resolves to:
 * SuretyReplacement. SURETY_PROTOCOL_ERROR_SETTLED when there is nothing to replace (any more), _CEILING when
 * the network wants more than fee_ceiling (wei per gas, 0 = none), _GAS when the account has too little ETH,
 * _REVERT when the step would fail now. */
DexFuture *surety_runner_plan_replacement (SuretyRunner *self,
                                           gint64 entry,
                                           SuretyReplaceKind kind,
                                           u256 fee_ceiling);
/* Signs just that, journals it and sends it; both are followed, and whichever is mined decides. Resolves to:
 * gint64, the new entry's id, once its bytes are in the journal; goes on by itself. _SETTLED when what it was
 * to replace is not what waits now. */
DexFuture *surety_runner_replace (SuretyRunner *self,
                                  SuretyReplacement *replacement,
                                  SuretySigner *signer);
/* Looks at everything followed now instead of at the next poll (a new head was seen, the practice
 * clock was wound). */
void surety_runner_poke (SuretyRunner *self);
/* Signs, sends and looks no more, for good (the endpoints changed, the program ends). Nothing is
 * lost: another runner's resume takes up what is signed. A runner that is not stopped stays alive
 * until everything it follows is final. */
void surety_runner_stop (SuretyRunner *self);
gboolean surety_runner_get_busy (SuretyRunner *self);
/* Whether the planned steps of this plan are being gone on with. */
gboolean surety_runner_is_driving (SuretyRunner *self, gint64 plan);

G_END_DECLS
