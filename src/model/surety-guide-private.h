/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-guide.h"

G_BEGIN_DECLS

/* Gas of approve, deposit and delegate by experience; the real figure comes with the preparation. */
#define SURETY_GUIDE_GAS_ENTER 700000u

/* What the guide's files share: its decisions (surety-guide.c), their keeping (surety-guide-state.c), its properties
 * (surety-guide-properties.c), its plan (surety-guide-plan.c). */
struct _SuretyGuide
{
  GObject parent_instance;

  SuretyDirectory *directory;
  SuretyPortfolio *portfolio;
  SuretyContext *context;
  SuretyRunner *runner;
  SuretySigner *signer;
  Address account;
  gboolean has_account;
  u256 fee_ceiling;
  guint generation; /* goes up with the source: an answer to an older question is dropped */
  gboolean restoring;

  SuretyGuidePage page;
  gboolean has_strategy; /* chosen, though its asset may not be loaded yet */
  Address strategy;
  SuretyAsset *asset;
  gboolean mints;          /* the token is made of ETH first */
  SuretyFigure *available; /* what there is to put in, in the token; NULL = not known */
  gboolean has_chosen_provider;
  Address chosen_provider;
  SuretyProvider *provider;
  GListStore *all_pledges;
  GListStore *pledges;
  SuretyLoad pledges_load;
  GError *pledges_error;
  gboolean services_seen;
  gboolean held_back;
  gboolean beyond;
  char *amount_text;
  SuretyAmountState amount_state;
  u256 amount_value;
  SuretyFigure *amount;
  SuretyFigure *pilot;
  SuretyFigure *exposure_now;
  SuretyFigure *exposure_most;
  SuretyFigure *exposure_before_exit;
  SuretyFees *fees;

  SuretyPreparation *preparation;
  SuretyLoad preparation_load;
  GError *preparation_error;

  gint64 plan;
  SuretySpeed speed; /* the plan was signed with; what is left of it goes on with the same */
  GListStore *steps;
  gboolean running;
  GError *stop_error;

  DexFuture *pledges_job;
  DexFuture *preparation_job;
  guint preparation_serial; /* goes up when a decision changes */
  DexFuture *steps_job;
  gboolean steps_again;
  DexFuture *save_job;
  SuretyDatabase *save_database; /* what is still to be written, all three or none */
  char *save_key;
  char *save_text;
};

typedef enum
{
  PROP_PAGE = 1,
  PROP_ASSET,
  PROP_PROVIDER,
  PROP_PLEDGES,
  PROP_PLEDGES_LOAD,
  PROP_PLEDGES_ERROR,
  PROP_SERVICES_SEEN,
  PROP_HELD_BACK,
  PROP_BEYOND,
  PROP_AMOUNT_TEXT,
  PROP_AMOUNT_STATE,
  PROP_AMOUNT,
  PROP_PILOT,
  PROP_MINTS,
  PROP_AVAILABLE,
  PROP_EXPOSURE_NOW,
  PROP_EXPOSURE_MOST,
  PROP_EXPOSURE_BEFORE_EXIT,
  PROP_PREPARATION,
  PROP_PREPARATION_LOAD,
  PROP_PREPARATION_ERROR,
  PROP_STEPS,
  PROP_PLAN,
  PROP_RUNNING,
  PROP_WAITING,
  PROP_STOP_ERROR,
  PROP_FINISHED,
  PROP_CAN_SIGN,
} SuretyGuideProperty;

void surety_guide_install_properties (GObjectClass *object_class);
void surety_guide_notify (SuretyGuide *self, SuretyGuideProperty property);
/* Puts the decisions into the database, soon. */
void surety_guide_save (SuretyGuide *self);
/* Takes up what was kept. Resolves to: TRUE. */
DexFuture *surety_guide_restore (SuretyGuide *self);
/* Finds what was chosen among what is loaded: after a start, and whenever the directory was read again. */
void surety_guide_resolve (SuretyGuide *self);
/* A decision changed: what was prepared for the old ones is dropped. */
void surety_guide_drop_preparation (SuretyGuide *self);
/* The plan's steps from the journal, again. */
void surety_guide_read_steps (SuretyGuide *self);
void surety_guide_set_plan (SuretyGuide *self, gint64 plan);
void surety_guide_set_stop_error (SuretyGuide *self, GError *error); /* takes; NULL clears */
gboolean surety_guide_get_waiting (SuretyGuide *self);
void surety_guide_connect_runner (SuretyGuide *self);

/* --- what there is to put in (surety-guide-funds.c) --- */

/* value of the chosen asset's token, known as the figure like is. */
SuretyFigure *surety_guide_token_figure (SuretyGuide *self, u256 value, SuretyFigure *like);
/* "available" anew. */
void surety_guide_derive_available (SuretyGuide *self);
/* All that follows from what there is to put in (surety-guide.c). */
void surety_guide_derive_funds (SuretyGuide *self);

G_END_DECLS
