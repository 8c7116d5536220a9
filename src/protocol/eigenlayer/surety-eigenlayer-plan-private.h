/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-eigenlayer-private.h"
#include "surety-fees.h"

G_BEGIN_DECLS

/* One plan under way: facts at one block, then steps. */
typedef struct
{
  SuretyEigenlayer *self;
  SuretyIntent *intent;
  SuretyMulticall *facts;
  GPtrArray *steps; /* SuretyStep */
  guint call_eth;
} SuretyEigenlayerPlanning;

/* Each: reads what it needs at the head, checks what would make a step fail, adds the steps. FALSE
 * with an error. */
gboolean surety_eigenlayer_plan_enter (SuretyEigenlayerPlanning *planning,
                                       SuretyFlow *flow,
                                       GError **error);
/* The steps that turn the intent's ETH into the token, first of the plan. *arrives: the least of it
 * there will be afterwards beside what the account has. SURETY_PROTOCOL_ERROR_MINT_CLOSED or
 * _MINT_AMOUNT when the token's contracts say no. See surety-token-mint.h on amounts. */
gboolean surety_eigenlayer_plan_mint (SuretyEigenlayerPlanning *planning,
                                      SuretyFlow *flow,
                                      const SuretyToken *token,
                                      u256 *arrives,
                                      GError **error);
gboolean surety_eigenlayer_plan_exit (SuretyEigenlayerPlanning *planning,
                                      SuretyFlow *flow,
                                      GError **error);
gboolean surety_eigenlayer_plan_finish_exit (SuretyEigenlayerPlanning *planning,
                                             SuretyFlow *flow,
                                             GError **error);
gboolean surety_eigenlayer_plan_undelegate (SuretyEigenlayerPlanning *planning,
                                            SuretyFlow *flow,
                                            GError **error);

/* surety-eigenlayer-allowances.c */
gboolean surety_eigenlayer_plan_revoke (SuretyEigenlayerPlanning *planning,
                                        SuretyFlow *flow,
                                        GError **error);

/* surety-eigenlayer-claim.c */
gboolean surety_eigenlayer_plan_claim (SuretyEigenlayerPlanning *planning,
                                       SuretyFlow *flow,
                                       GError **error);

/* FALSE and the error. */
G_GNUC_PRINTF (3, 4)
gboolean surety_eigenlayer_refuse (GError **error,
                                   SuretyProtocolError code,
                                   const char *format,
                                   ...);
/* Bit of a paused() answer; FALSE with SURETY_PROTOCOL_ERROR_PAUSED (what names it), or the error
 * of a failed read. */
gboolean surety_eigenlayer_check_open (SuretyEigenlayerPlanning *planning,
                                       guint call,
                                       guint bit,
                                       const char *what,
                                       GError **error);
/* The account's withdrawable and deposit shares in one strategy, from a call made with
 * _ask_shares(). */
guint surety_eigenlayer_ask_shares (SuretyEigenlayerPlanning *planning, const Address *strategy);
gboolean surety_eigenlayer_read_shares (SuretyEigenlayerPlanning *planning,
                                        guint call,
                                        u256 *withdrawable,
                                        u256 *deposited,
                                        GError **error);

void surety_eigenlayer_add_promise (GPtrArray *promises,
                                    SuretyPromiseKind kind,
                                    const Address *subject,
                                    const Address *spender,
                                    u256 value,
                                    const SuretyToken *token);
/* facts without signature, calldata: item and args give them. */
void surety_eigenlayer_add_step (SuretyEigenlayerPlanning *planning,
                                 SuretyStepFacts *facts,
                                 SuretyEigenlayerItem item,
                                 guint n,
                                 const AbiValue *args);
/* a less b, not below 0. */
u256 surety_eigenlayer_less (u256 a, u256 b);

G_END_DECLS
