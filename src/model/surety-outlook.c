/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-private.h"

/* Whoever types an amount or turns a knob is not done yet. */
#define QUIET_MILLISECONDS 120
#define PATHS 1000000u

G_DEFINE_FINAL_TYPE (SuretyOutlook, surety_outlook, G_TYPE_OBJECT)

/* The simulation. */

static void
stop_simulating (SuretyOutlook *self)
{
  g_clear_handle_id (&self->quiet, g_source_remove);
  g_clear_pointer (&self->run, surety_outlook_run_cancel);
}

static void
simulated (const SimulationResult *result, gpointer user_data)
{
  SuretyOutlook *self = user_data;

  g_clear_pointer (&self->run, surety_outlook_run_cancel);
  self->result = *result;
  self->simulated = TRUE;
  surety_outlook_compute_reward (self);
  surety_outlook_notify_all (self);
}

static gboolean
simulate (gpointer user_data)
{
  SuretyOutlook *self = user_data;
  Simulation *simulation = surety_outlook_scenario_simulate (self->scenario, PATHS);

  self->quiet = 0;
  if (simulation != NULL)
    self->run = surety_outlook_run_new (simulation, simulated, self);
  else
    /* What was read contradicts itself: nothing is known, and it is not tried again. */
    surety_outlook_notify_all (self);

  return G_SOURCE_REMOVE;
}

static void
schedule_simulation (SuretyOutlook *self)
{
  g_autoptr (SuretyOutlookScenario) scenario = NULL;
  SuretyOutlookFacts facts = self->facts;
  Exposure exposure;

  /* It is about parts: they are known before the amount is. */
  facts.amount_known = TRUE;
  facts.amount = U256_WAD;
  if (surety_outlook_compute_exposure (&facts, &exposure))
    scenario = surety_outlook_make_scenario (&facts, &exposure, &self->assumptions);
  if (scenario != NULL && self->scenario != NULL &&
      surety_outlook_scenario_equal (scenario, self->scenario))
    return;

  stop_simulating (self);
  self->simulated = FALSE;
  g_clear_pointer (&self->scenario, surety_outlook_scenario_free);
  self->scenario = g_steal_pointer (&scenario);
  if (self->scenario != NULL)
    self->quiet = g_timeout_add (QUIET_MILLISECONDS, simulate, self);
}

static void
compute (SuretyOutlook *self)
{
  self->exposure_known = surety_outlook_compute_exposure (&self->facts, &self->exposure);
  schedule_simulation (self);
  surety_outlook_compute_rows (self);
  surety_outlook_compute_reward (self);
  surety_outlook_compute_robustness (self);
  surety_outlook_compute_overlaps (self);
  surety_outlook_notify_all (self);
}

static void
clear_facts (SuretyOutlookFacts *facts)
{
  g_clear_object (&facts->network);
  g_clear_object (&facts->asset);
  g_clear_object (&facts->sheet);
  g_clear_object (&facts->provider);
  g_clear_object (&facts->pledges);
  g_clear_object (&facts->services);
  g_clear_object (&facts->programme);
  g_clear_object (&facts->assets);
  g_clear_object (&facts->positions);
}

static void
ref_facts (SuretyOutlookFacts *facts)
{
  GObject *objects[] = {
    G_OBJECT (facts->network),  G_OBJECT (facts->asset),     G_OBJECT (facts->sheet),
    G_OBJECT (facts->provider), G_OBJECT (facts->pledges),   G_OBJECT (facts->services),
    G_OBJECT (facts->assets),   G_OBJECT (facts->positions), G_OBJECT (facts->programme),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (objects); i++)
    if (objects[i] != NULL)
      g_object_ref (objects[i]);
}

static void
surety_outlook_dispose (GObject *object)
{
  SuretyOutlook *self = SURETY_OUTLOOK (object);

  stop_simulating (self);
  clear_facts (&self->facts);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (surety_outlook_parent_class)->dispose (object);
}

static void
surety_outlook_finalize (GObject *object)
{
  SuretyOutlook *self = SURETY_OUTLOOK (object);

  g_clear_pointer (&self->scenario, surety_outlook_scenario_free);
  g_clear_pointer (&self->profits, g_hash_table_unref);
  g_clear_pointer (&self->settings_key, g_free);
  g_clear_pointer (&self->robustness_services, g_ptr_array_unref);
  g_clear_pointer (&self->overlaps, g_array_unref);
  g_clear_object (&self->services);
  g_clear_object (&self->earnings);

  G_OBJECT_CLASS (surety_outlook_parent_class)->finalize (object);
}

static void
surety_outlook_class_init (SuretyOutlookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_outlook_dispose;
  object_class->finalize = surety_outlook_finalize;
  surety_outlook_install_properties (object_class);
}

static void
surety_outlook_init (SuretyOutlook *self)
{
  self->assumptions = assumptions_default ();
  self->profits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->reward_days = 30;
  self->robustness_services = g_ptr_array_new_with_free_func (g_object_unref);
  self->overlaps = g_array_new (FALSE, TRUE, sizeof (OverlapGroup));
  self->services = g_list_store_new (SURETY_TYPE_OUTLOOK_SERVICE);
  self->earnings = g_list_store_new (SURETY_TYPE_EARNING);
}

SuretyOutlook *
surety_outlook_new (void)
{
  return g_object_new (SURETY_TYPE_OUTLOOK, NULL);
}

void
surety_outlook_set_facts (SuretyOutlook *self, const SuretyOutlookFacts *facts)
{
  SuretyOutlookFacts old;

  g_return_if_fail (SURETY_IS_OUTLOOK (self) && facts != NULL);

  old = self->facts;
  self->facts = *facts;
  ref_facts (&self->facts);
  clear_facts (&old);
  compute (self);
}

const Exposure *
surety_outlook_get_exposure (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return self->exposure_known ? &self->exposure : NULL;
}

const SimulationResult *
surety_outlook_get_simulation (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return self->simulated ? &self->result : NULL;
}

const RewardSummary *
surety_outlook_get_reward (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return &self->reward;
}

const RewardIncome *
surety_outlook_get_income (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return self->income_known ? &self->income : NULL;
}

const Robustness *
surety_outlook_get_robustness (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return self->robustness_known ? &self->robustness : NULL;
}

SuretyService *
surety_outlook_get_robustness_service (SuretyOutlook *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return i < self->robustness_services->len ? g_ptr_array_index (self->robustness_services, i)
                                            : NULL;
}

const OverlapGroup *
surety_outlook_get_overlaps (SuretyOutlook *self, guint *n, gboolean *known)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self) && n != NULL && known != NULL, NULL);

  *n = self->overlaps->len;
  *known = self->overlaps_known;

  return *n > 0 ? (const OverlapGroup *) (gpointer) self->overlaps->data : NULL;
}

GListModel *
surety_outlook_get_services (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return G_LIST_MODEL (self->services);
}

GListModel *
surety_outlook_get_earnings (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return G_LIST_MODEL (self->earnings);
}

gboolean
surety_outlook_get_simulating (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), FALSE);

  return self->quiet != 0 || self->run != NULL;
}

guint
surety_outlook_get_reward_days (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), 0);

  return self->reward_days;
}

void
surety_outlook_set_reward_days (SuretyOutlook *self, guint days)
{
  g_return_if_fail (SURETY_IS_OUTLOOK (self) && (days == 30 || days == 90));

  if (self->reward_days == days)
    return;
  self->reward_days = days;
  compute (self);
  g_object_notify (G_OBJECT (self), "reward-days");
}

const Assumptions *
surety_outlook_get_assumptions (SuretyOutlook *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self), NULL);

  return &self->assumptions;
}

void
surety_outlook_take_assumptions (SuretyOutlook *self, const Assumptions *assumptions)
{
  if (assumptions_equal (&self->assumptions, assumptions))
    return;
  self->assumptions = *assumptions;
  compute (self);
}

gboolean
surety_outlook_set_assumptions (SuretyOutlook *self, const Assumptions *assumptions)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK (self) && assumptions != NULL, FALSE);

  if (!assumptions_valid (assumptions))
    return FALSE;
  surety_outlook_take_assumptions (self, assumptions);
  surety_outlook_write_assumptions (self);

  return TRUE;
}

static char *
profit_key (SuretyService *service)
{
  return g_strdup_printf ("%s/%u", surety_service_get_address_text (service),
                          surety_service_get_set (service));
}

u256
surety_outlook_get_profit (SuretyOutlook *self, SuretyService *service)
{
  g_autofree char *key = NULL;
  const u256 *profit = NULL;

  g_return_val_if_fail (SURETY_IS_OUTLOOK (self) && SURETY_IS_SERVICE (service), 0);

  key = profit_key (service);
  profit = g_hash_table_lookup (self->profits, key);

  return profit != NULL ? *profit : ROBUSTNESS_PROFIT;
}

void
surety_outlook_set_profit (SuretyOutlook *self, SuretyService *service, u256 profit)
{
  u256 *value = NULL;

  g_return_if_fail (SURETY_IS_OUTLOOK (self) && SURETY_IS_SERVICE (service));

  value = g_new (u256, 1);
  *value = profit;
  g_hash_table_insert (self->profits, profit_key (service), value);
  compute (self);
}

void
surety_outlook_reset_profit (SuretyOutlook *self, SuretyService *service)
{
  g_autofree char *key = NULL;

  g_return_if_fail (SURETY_IS_OUTLOOK (self) && SURETY_IS_SERVICE (service));

  key = profit_key (service);
  if (g_hash_table_remove (self->profits, key))
    compute (self);
}
