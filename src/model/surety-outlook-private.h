/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-outlook.h"

G_BEGIN_DECLS

/* What the outlook's files share: the object (surety-outlook.c), its properties
 * (…-properties.c), what can be lost (…-risk.c), the simulation on its threads (…-run.c), what
 * is paid (…-reward.c), the rows of it and their sum (…-rows.c), and who else stands behind the
 * same services (…-network.c). */

/* Everything a simulation needs, apart from the objects it was made from. */
typedef struct
{
  GArray *services; /* SimulationService; their layers pointers are NULL until it is simulated */
  GArray *layers;   /* SimulationLayer, service by service */
  double correlation;
  double horizon;
} SuretyOutlookScenario;

SuretyOutlookScenario *surety_outlook_scenario_new (void);
void surety_outlook_scenario_free (SuretyOutlookScenario *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyOutlookScenario, surety_outlook_scenario_free)
gboolean surety_outlook_scenario_equal (const SuretyOutlookScenario *a,
                                        const SuretyOutlookScenario *b);
/* NULL when it contradicts itself. */
Simulation *surety_outlook_scenario_simulate (SuretyOutlookScenario *self, guint64 paths);

/* One simulation under way. */
typedef struct _SuretyOutlookRun SuretyOutlookRun;
typedef void (*SuretyOutlookRunFunc) (const SimulationResult *result, gpointer user_data);
/* Runs it on two threads; done is called on the main thread, unless it is cancelled before. */
SuretyOutlookRun *surety_outlook_run_new (Simulation *simulation, /* takes */
                                          SuretyOutlookRunFunc done,
                                          gpointer user_data);
void surety_outlook_run_cancel (SuretyOutlookRun *self); /* gives up the reference */

struct _SuretyOutlook
{
  GObject parent_instance;

  SuretyOutlookFacts facts;
  Assumptions assumptions;
  GSettings *settings; /* where they are kept; NULL = nowhere */
  char *settings_key;
  GHashTable *profits; /* key of a set → u256 */
  guint reward_days;

  gboolean exposure_known;
  Exposure exposure;
  SuretyOutlookScenario *scenario; /* what result is of, or will be */
  SuretyOutlookRun *run;           /* NULL = none under way */
  guint quiet;                     /* source; 0 = none */
  gboolean simulated;
  SimulationResult result;
  gboolean income_known;
  RewardIncome income;
  RewardSummary reward;
  gboolean robustness_known;
  Robustness robustness;
  GPtrArray *robustness_services;
  gboolean overlaps_known;
  GArray *overlaps;
  GListStore *services;
  GListStore *earnings;
};

/* By what the properties say. */
SuretyFigure *surety_outlook_token_figure (SuretyOutlook *self, gboolean known, u256 value);
/* What was paid, what stands behind a set and what gas costs: one endpoint tells of it. */
SuretyFigure *surety_outlook_eth_figure (SuretyOutlook *self, gboolean known, u256 value);
/* A part of the amount, rounded up. */
u256 surety_outlook_loss_of (SuretyOutlook *self, double part);
void surety_outlook_install_properties (GObjectClass *object_class);
void surety_outlook_notify_all (SuretyOutlook *self);

/* Valid ones; nothing happens when they are the same. */
void surety_outlook_take_assumptions (SuretyOutlook *self, const Assumptions *assumptions);
/* Where they are kept, if anywhere. */
void surety_outlook_write_assumptions (SuretyOutlook *self);

void surety_outlook_compute_rows (SuretyOutlook *self);
/* After the rows, and again after the simulation. */
void surety_outlook_compute_reward (SuretyOutlook *self);
void surety_outlook_compute_robustness (SuretyOutlook *self);
void surety_outlook_compute_overlaps (SuretyOutlook *self);

/* Of the facts: FALSE when what can be slashed is not known. */
gboolean surety_outlook_compute_exposure (const SuretyOutlookFacts *facts, Exposure *out);
/* NULL when what can be slashed is not known. */
SuretyOutlookScenario *surety_outlook_make_scenario (const SuretyOutlookFacts *facts,
                                                     const Exposure *exposure,
                                                     const Assumptions *assumptions);
/* The loss to be expected by one pledge alone, part of the stake; -1 when it can't be said. */
double surety_outlook_expect (const SuretyOutlookFacts *facts,
                              SuretyPledge *pledge,
                              const Assumptions *assumptions);
AssumptionClass surety_outlook_classify (SuretyService *service);
const SuretyToken *surety_outlook_get_token (const SuretyOutlookFacts *facts);
gboolean surety_outlook_is_of_token (const SuretyOutlookFacts *facts, SuretyPledge *pledge);

/* wei of ETH for an amount of the token of a strategy; FALSE when its rate is not known. */
gboolean surety_outlook_to_eth (const SuretyOutlookFacts *facts,
                                const Address *strategy,
                                u256 amount,
                                u256 *out);
/* The directory's; lent. NULL = it has none. */
SuretyService *surety_outlook_find_service (const SuretyOutlookFacts *facts,
                                            const Address *avs,
                                            guint32 set);
/* The directory's of the same set, or else itself; lent. */
SuretyService *surety_outlook_best_service (const SuretyOutlookFacts *facts,
                                            SuretyService *service);
/* What a set can slash of all its operators, wei; FALSE when it is not known of every strategy. */
gboolean surety_outlook_get_backing (const SuretyOutlookFacts *facts,
                                     SuretyService *service,
                                     u256 *out);
/* What a set paid for the amount in the window, and if with_avs what its AVS paid to no set as well; FALSE
 * when its payments are not known. pledge: what of the amount is pledged to it; NULL = nothing. earnings
 * (SuretyEarning; may be NULL) gets a row a token. */
gboolean surety_outlook_add_income (const SuretyOutlookFacts *facts,
                                    SuretyService *service,
                                    SuretyPledge *pledge,
                                    gboolean with_avs,
                                    const RewardWindow *window,
                                    RewardIncome *income,
                                    GPtrArray *earnings);
/* The same of what was paid to all (facts->programme). */
gboolean surety_outlook_add_programme (const SuretyOutlookFacts *facts,
                                       const RewardWindow *window,
                                       RewardIncome *income,
                                       GPtrArray *earnings);
void surety_outlook_sum_income (RewardIncome *sum, const RewardIncome *income);

G_END_DECLS
