/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-context.h"
#include "surety-directory.h"
#include "surety-portfolio.h"
#include "surety-preparation.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_GUIDE_PATH,
  SURETY_GUIDE_TOKEN,
  SURETY_GUIDE_OPERATOR,
  SURETY_GUIDE_SERVICES,
  SURETY_GUIDE_AMOUNT,
  SURETY_GUIDE_REVIEW,
  SURETY_GUIDE_FOLLOW,
  SURETY_GUIDE_DONE,
} SuretyGuidePage;

#define SURETY_TYPE_GUIDE_PAGE (surety_guide_page_get_type ())
GType surety_guide_page_get_type (void);

/* What is wrong with the amount that was typed. */
typedef enum
{
  SURETY_AMOUNT_OK,
  SURETY_AMOUNT_EMPTY,
  SURETY_AMOUNT_NO_NUMBER,
  SURETY_AMOUNT_TOO_FINE, /* more decimals than the token has */
  SURETY_AMOUNT_ZERO,
  SURETY_AMOUNT_ABOVE_BALANCE,
} SuretyAmountState;

#define SURETY_TYPE_AMOUNT_STATE (surety_amount_state_get_type ())
GType surety_amount_state_get_type (void);

/* The state of the guide for one account on one network; in the database after every change, so it survives closing
 * the window and the end of the process.
 * Properties (all notify; those marked w are writable): "page" (SuretyGuidePage, w), "asset" (SuretyAsset, nullable, w),
 * "provider" (SuretyProvider, nullable, w: another one forgets that services were looked at), "pledges" (GListModel of SuretyPledge of the
 * provider on the asset's token), "pledges-load" (SuretyLoad), "pledges-error" (GError, nullable), "services-seen" (boolean, w), "held-back" (boolean, w), "beyond" (boolean, w),
 * "mints" (boolean, w: the token is made of the account's ETH first, as part of the plan), "available" (SuretyFigure, nullable: what there is to put
 * in, in the token: the balance, or about what the account's ETH would make by the rate),
 * "amount-text" (string, w: a decimal point or comma), "amount-state" (SuretyAmountState), "amount" (SuretyFigure, nullable: the typed amount when it is
 * OK), "pilot" (SuretyFigure, nullable: the suggested pilot), "exposure-now", "exposure-most", "exposure-before-exit" (SuretyFigure of the
 * typed amount in the token, nullable: unknown or nothing typed), "preparation" (SuretyPreparation, nullable: dropped when a decision
 * changes), "preparation-load" (SuretyLoad), "preparation-error" (GError, nullable), "steps" (GListModel of SuretyJournalEntry: the plan under way, in
 * order), "plan" (int64, 0 = none), "running" (boolean: the plan goes on by itself), "waiting" (boolean: unsigned steps of an interrupted plan
 * wait for the user), "stop-error" (GError, nullable: why the plan stopped), "finished" (boolean: every step is final and checked),
 * "can-sign" (boolean: the account has a key here). */
#define SURETY_TYPE_GUIDE (surety_guide_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuide, surety_guide, SURETY, GUIDE, GObject)

SuretyGuide *surety_guide_new (SuretyDirectory *directory, SuretyPortfolio *portfolio);
/* Turns to another account or network (any may be NULL); signer NULL: watched. What was kept for it is taken up again. */
void surety_guide_set_source (SuretyGuide *self,
                              SuretyContext *context,
                              const Address *account,
                              SuretySigner *signer);
void surety_guide_set_fee_ceiling (SuretyGuide *self, u256 fee_ceiling);
/* Removes what is kept for an account. Resolves to: TRUE. */
DexFuture *surety_guide_forget (SuretyDatabase *database,
                                const char *network,
                                const Address *account);

SuretyGuidePage surety_guide_get_page (SuretyGuide *self);
void surety_guide_set_page (SuretyGuide *self, SuretyGuidePage page);
SuretyAsset *surety_guide_get_asset (SuretyGuide *self);
void surety_guide_set_asset (SuretyGuide *self, SuretyAsset *asset);
SuretyProvider *surety_guide_get_provider (SuretyGuide *self);
void surety_guide_set_provider (SuretyGuide *self, SuretyProvider *provider);
/* Who was chosen, also while the directory does not know it. FALSE: nobody. */
gboolean surety_guide_get_chosen_provider (SuretyGuide *self, Address *out);
/* Something speaks against the operator, or is still being found out, and has to be read first: its page is not left. Not kept: it is
 * judged anew after a start. */
gboolean surety_guide_get_held_back (SuretyGuide *self);
void surety_guide_set_held_back (SuretyGuide *self, gboolean held_back);
/* The amount goes beyond what is open of the start-small ladder, and nobody has decided to (surety-ladder.h): its page is not left.
 * Not kept: it is judged anew after a start. */
gboolean surety_guide_get_beyond (SuretyGuide *self);
void surety_guide_set_beyond (SuretyGuide *self, gboolean beyond);
gboolean surety_guide_get_mints (SuretyGuide *self);
void surety_guide_set_mints (SuretyGuide *self, gboolean mints);
SuretyFigure *surety_guide_get_available (SuretyGuide *self);
GListModel *surety_guide_get_pledges (SuretyGuide *self);
gboolean surety_guide_get_services_seen (SuretyGuide *self);
void surety_guide_set_services_seen (SuretyGuide *self, gboolean seen);
const char *surety_guide_get_amount_text (SuretyGuide *self);
void surety_guide_set_amount_text (SuretyGuide *self, const char *text);
SuretyAmountState surety_guide_get_amount_state (SuretyGuide *self);
SuretyPreparation *surety_guide_get_preparation (SuretyGuide *self);
GListModel *surety_guide_get_steps (SuretyGuide *self);
gint64 surety_guide_get_plan (SuretyGuide *self);
gboolean surety_guide_get_finished (SuretyGuide *self);

/* Whether a page's decision is made, so that the next may be shown. */
gboolean surety_guide_can_leave (SuretyGuide *self, SuretyGuidePage page);
/* Reads the pledges of the provider again. Resolves to: TRUE. */
DexFuture *surety_guide_load_pledges (SuretyGuide *self);
/* Reads fees, for the pilot. Resolves to: TRUE. */
DexFuture *surety_guide_load_fees (SuretyGuide *self);
/* Builds, decodes, simulates and prices the plan. Resolves to: TRUE; rejects with what "preparation-error" then holds. */
DexFuture *surety_guide_prepare (SuretyGuide *self);
/* Tries it out again where that is too old (surety_preparation_is_fresh(): "preparation" and "preparation-load" go through LOADING), and rejects with
 * SURETY_PROTOCOL_ERROR_CHANGED, holding what it is now, when it does not come to the same. Then journals the prepared plan and starts it; the page turns to FOLLOW. Resolves to: TRUE once it is in the journal; goes on by itself. */
DexFuture *surety_guide_sign (SuretyGuide *self, SuretySpeed speed);
/* Goes on with a plan that was interrupted before all its steps were signed, or that stopped: with what is left of it, as it was prepared
 * (surety_session_prepare_rest()) and looked at just now. Resolves to: TRUE. */
DexFuture *surety_guide_continue (SuretyGuide *self,
                                  SuretyPreparation *preparation,
                                  SuretySpeed speed);
/* Of the plan under way; it is kept with the decisions. */
SuretySpeed surety_guide_get_speed (SuretyGuide *self);
/* Gives up what is not signed yet. Resolves to: TRUE. */
DexFuture *surety_guide_abandon (SuretyGuide *self);
/* Begins anew at the first page. What is under way is followed on by the runner. */
void surety_guide_reset (SuretyGuide *self);

G_END_DECLS
