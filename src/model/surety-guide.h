/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-preparation.h"
#include "surety-directory.h"

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

/* The state of the guide for one account on one network; in the database after every change, so it survives closing
 * the window and the process.
 * Properties (all notify): "page" (SuretyGuidePage, writable), "path" (string, writable: "lst"), "asset" (SuretyAsset, nullable, writable),
 * "provider" (SuretyProvider, nullable, writable), "pledges" (GListModel of SuretyPledge of the provider, nullable), "pledges-load" (SuretyLoad),
 * "services-seen" (boolean, writable), "amount-text" (string, writable), "amount-error" (string, a technical id or NULL: "empty",
 * "not-a-number", "too-many-decimals", "zero", "above-balance"), "amount" (SuretyFigure), "pilot" (SuretyFigure: the suggested pilot),
 * "preparation" (SuretyPreparation, nullable), "preparation-load" (SuretyLoad), "preparation-error" (GError, nullable),
 * "steps" (GListModel of SuretyJournalEntry: the plan under way), "plan-id" (int64, 0 = none), "stop-error" (GError, nullable: why the
 * plan stopped), "finished" (boolean: every step is final), "exposure-now", "exposure-most", "exposure-before-exit" (SuretyFigure in the token: of the typed amount). */
#define SURETY_TYPE_GUIDE (surety_guide_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuide, surety_guide, SURETY, GUIDE, GObject)

SuretyGuidePage surety_guide_get_page (SuretyGuide *self);
void surety_guide_set_page (SuretyGuide *self, SuretyGuidePage page);
SuretyAsset *surety_guide_get_asset (SuretyGuide *self);
void surety_guide_set_asset (SuretyGuide *self, SuretyAsset *asset);
SuretyProvider *surety_guide_get_provider (SuretyGuide *self);
void surety_guide_set_provider (SuretyGuide *self, SuretyProvider *provider);
gboolean surety_guide_get_services_seen (SuretyGuide *self);
void surety_guide_set_services_seen (SuretyGuide *self, gboolean seen);
const char *surety_guide_get_amount_text (SuretyGuide *self);
void surety_guide_set_amount_text (SuretyGuide *self, const char *text);
SuretyPreparation *surety_guide_get_preparation (SuretyGuide *self);
GListModel *surety_guide_get_steps (SuretyGuide *self);

/* Whether a page's decision is made, so that the next may be shown. */
gboolean surety_guide_can_leave (SuretyGuide *self, SuretyGuidePage page);
/* Builds, decodes, simulates and prices the plan. Resolves to: TRUE; rejects with what "preparation-error" then holds. */
DexFuture *surety_guide_prepare (SuretyGuide *self);
/* Journals the plan and starts it. Resolves to: TRUE once it is journaled; goes on by itself, and the page turns to FOLLOW. */
DexFuture *surety_guide_sign (SuretyGuide *self, SuretySpeed speed);
/* Goes on with a plan that was interrupted before all its steps were signed. Resolves to: TRUE. */
DexFuture *surety_guide_continue (SuretyGuide *self, SuretySpeed speed);
/* Gives up what is not signed yet. */
DexFuture *surety_guide_abandon (SuretyGuide *self);
/* Begins anew at the first page. */
void surety_guide_reset (SuretyGuide *self);

G_END_DECLS
