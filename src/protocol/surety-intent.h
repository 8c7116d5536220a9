/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-claim.h"
#include "surety-exit.h"
#include "surety-network.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_INTENT_ENTER,
  SURETY_INTENT_EXIT,
  SURETY_INTENT_FINISH_EXIT,
  SURETY_INTENT_UNDELEGATE,
  SURETY_INTENT_REVOKE,
  SURETY_INTENT_CLAIM,
} SuretyIntentKind;

#define SURETY_TYPE_INTENT_KIND (surety_intent_kind_get_type ())
GType surety_intent_kind_get_type (void);

/* What a person wants, before it is known which transactions that takes. Immutable. */
#define SURETY_TYPE_INTENT (surety_intent_get_type ())
G_DECLARE_FINAL_TYPE (SuretyIntent, surety_intent, SURETY, INTENT, GObject)

/* Put amount (smallest unit) of the strategy's token in, delegated to provider. */
SuretyIntent *surety_intent_new_enter (const Address *account,
                                       const Address *strategy,
                                       u256 amount,
                                       const Address *provider);
/* The same for somebody who holds no token yet: as much ETH as it takes becomes the strategy's token
 * first, and amount of what arrives is deposited. */
SuretyIntent *surety_intent_new_enter_minting (const Address *account,
                                               const Address *strategy,
                                               u256 amount,
                                               const Address *provider);
/* The other way round: wei of ETH become the token, and of what arrives the plan deposits the amount
 * it can be sure of. */
SuretyIntent *surety_intent_new_enter_with_eth (const Address *account,
                                                const Address *strategy,
                                                u256 wei,
                                                const Address *provider);
/* Queue deposit shares of a strategy for withdrawal; U256_MAX = all there are. */
SuretyIntent *surety_intent_new_exit (const Address *account,
                                      const Address *strategy,
                                      u256 deposit_shares);
/* as_tokens FALSE: back in as shares of whom the account delegates to then. */
SuretyIntent *surety_intent_new_finish_exit (const Address *account,
                                             SuretyExit *exit,
                                             gboolean as_tokens);
/* Leaves the provider: queues everything. */
SuretyIntent *surety_intent_new_undelegate (const Address *account);

/* Takes back what a contract may take of a token. */
SuretyIntent *surety_intent_new_revoke (const Address *account,
                                        const Address *token,
                                        const Address *spender);

/* Has rewards paid to recipient: account is the earner, or the one the earner named to claim for it. What of the
 * claim was paid before is left out of the plan. */
SuretyIntent *surety_intent_new_claim (const Address *account,
                                       SuretyClaim *claim,
                                       const Address *recipient);

SuretyIntentKind surety_intent_get_kind (SuretyIntent *self);
/* "enter", "exit", "finish-exit", "undelegate", "revoke", "claim": the journal's plan kind. */
const char *surety_intent_get_kind_name (SuretyIntent *self);
const Address *surety_intent_get_account (SuretyIntent *self);
const Address *surety_intent_get_strategy (SuretyIntent *self); /* ENTER, EXIT; else NULL */
const Address *surety_intent_get_provider (SuretyIntent *self); /* ENTER; else NULL */
/* ENTER: tokens, 0 = as many as the ETH brings; EXIT: deposit shares */
u256 surety_intent_get_amount (SuretyIntent *self);
gboolean surety_intent_get_mints (SuretyIntent *self); /* ENTER: the tokens are made of ETH first */
u256 surety_intent_get_eth (SuretyIntent *self); /* so many wei; 0 = as many as amount takes */
const SuretyWithdrawal *surety_intent_get_withdrawal (
  SuretyIntent *self); /* FINISH_EXIT; else NULL */
gboolean surety_intent_get_as_tokens (SuretyIntent *self);
const Address *surety_intent_get_token (SuretyIntent *self);     /* REVOKE; else NULL */
const Address *surety_intent_get_spender (SuretyIntent *self);   /* REVOKE; else NULL */
SuretyClaim *surety_intent_get_claim (SuretyIntent *self);       /* CLAIM; else NULL */
const Address *surety_intent_get_recipient (SuretyIntent *self); /* CLAIM; else NULL */

/* Kept in the journal with the plan. Amounts as decimal text, addresses EIP-55. */
char *surety_intent_to_json (SuretyIntent *self);
/* NULL with SURETY_PROTOCOL_ERROR_JOURNAL when it is none. */
SuretyIntent *surety_intent_new_from_json (const char *json, GError **error);

G_END_DECLS
