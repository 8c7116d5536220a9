/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-private.h"
#include "surety-outlook-private.h"

/* Gas by experience on mainnet, on the high side: a claim of one token; queue and complete a
 * withdrawal of one strategy. */
#define GAS_CLAIM 300000u
#define GAS_LEAVE 1050000u

static gboolean
to_worth (SuretyOutlook *self, gboolean known, u256 amount, u256 *out)
{
  const SuretyToken *token = surety_outlook_get_token (&self->facts);

  return known && token != NULL &&
         surety_outlook_to_eth (&self->facts, &token->strategy, amount, out);
}

static const SuretySheetReward *
get_base (SuretyOutlook *self)
{
  return self->facts.sheet == NULL
           ? NULL
           : surety_token_sheet_get_reward (self->facts.sheet, self->reward_days == 30
                                                                 ? SURETY_REWARD_30_DAYS
                                                                 : SURETY_REWARD_90_DAYS);
}

void
surety_outlook_compute_reward (SuretyOutlook *self)
{
  const SuretyOutlookFacts *facts = &self->facts;
  const SuretySheetReward *base = get_base (self);
  const u256 expected = self->simulated ? surety_outlook_loss_of (self, self->result.expected)
                                        : (u256) 0;
  RewardInput input = {
    .payments_known = self->income_known,
    .income = self->income,
    .seconds = self->reward_days * 86400u,
    .gas_claim_known = facts->gas_price_known,
    .gas_leave_known = facts->gas_price_known,
  };

  input.stake_known = to_worth (self, facts->amount_known, facts->amount, &input.stake);
  input.base_known = base != NULL && base->state == SURETY_SHEET_KNOWN;
  input.base_rate = input.base_known ? base->apr : 0;
  input.gas_enter_known = facts->gas_enter_known || facts->gas_price_known;
  if (facts->gas_enter_known)
    input.gas_enter = facts->gas_enter;
  else if (!u256_mul (facts->gas_price, SURETY_GUIDE_GAS_ENTER, &input.gas_enter))
    input.gas_enter_known = FALSE;
  if (!u256_mul (facts->gas_price, GAS_CLAIM, &input.gas_claim) ||
      !u256_mul (facts->gas_price, GAS_LEAVE, &input.gas_leave))
    input.gas_claim_known = FALSE;
  input.worst_known = to_worth (self, self->exposure_known, self->exposure.most, &input.worst);
  input.expected_known = to_worth (self, self->simulated && facts->amount_known, expected,
                                   &input.expected);
  self->reward = reward_summary (&input);
}

void
surety_outlook_sum_income (RewardIncome *sum, const RewardIncome *income)
{
  if (!u256_add (sum->worth, income->worth, &sum->worth))
    sum->worth = U256_MAX;
  sum->n_counted += income->n_counted;
  sum->n_unpriced += income->n_unpriced;
  sum->n_unknown += income->n_unknown;
  sum->estimated = sum->estimated || income->estimated;
}

static SuretyFigure *
year_figure (SuretyOutlook *self, gboolean known, const RewardIncome *income)
{
  const RewardInput input = {
    .payments_known = known,
    .income = *income,
    .seconds = self->reward_days * 86400u,
  };
  const RewardSummary summary = reward_summary (&input);

  return surety_outlook_eth_figure (self, summary.restaking_known, summary.restaking_year);
}

/* On the way through an operator's sets. */
typedef struct
{
  RewardWindow window;
  GPtrArray *earnings; /* SuretyEarning */
  GPtrArray *sets;     /* SuretyService that were looked at */
} Walk;

/* What one set pays, into the sum. What its AVS pays to no set counts once. */
static gboolean
walk_set (SuretyOutlook *self,
          Walk *walk,
          SuretyService *service,
          SuretyPledge *pledge,
          RewardIncome *income)
{
  gboolean first = TRUE;
  gboolean known = FALSE;

  for (guint i = 0; i < walk->sets->len; i++)
    first = first && !address_equal (surety_service_get_avs (g_ptr_array_index (walk->sets, i)),
                                     surety_service_get_avs (service));
  g_ptr_array_add (walk->sets, service);
  known = surety_outlook_add_income (&self->facts, service, pledge, first, &walk->window, income,
                                     walk->earnings);
  surety_outlook_sum_income (&self->income, income);

  return known;
}

static SuretyOutlookService *
make_row (SuretyOutlook *self, SuretyPledge *pledge, Walk *walk)
{
  SuretyService *service = surety_outlook_best_service (&self->facts,
                                                        surety_pledge_get_service (pledge));
  const RobustnessService corruption = {
    .profit = surety_outlook_get_profit (self, service),
    .threshold_numerator = ROBUSTNESS_THRESHOLD_NUMERATOR,
    .threshold_denominator = ROBUSTNESS_THRESHOLD_DENOMINATOR,
  };
  SuretyOutlookServiceFacts row = {
    .pledge = pledge,
    .service = service,
    .slasher = surety_outlook_classify (service),
    .now = surety_pledge_share (pledge, surety_pledge_get_now (pledge)),
    .rising = surety_pledge_share (pledge, surety_pledge_get_rising (pledge)),
    .dormant = surety_pledge_share (pledge, surety_pledge_get_dormant (pledge)),
    .freeing = surety_pledge_share (pledge, surety_pledge_get_freeing (pledge)),
    .expected = surety_outlook_expect (&self->facts, pledge, &self->assumptions),
    .profit_is_default = corruption.profit == ROBUSTNESS_PROFIT,
  };
  g_autoptr (SuretyFigure) expected = NULL;
  g_autoptr (SuretyFigure) year = NULL;
  g_autoptr (SuretyFigure) backing = NULL;
  g_autoptr (SuretyFigure) cost = NULL;
  g_autoptr (SuretyFigure) profit = NULL;
  u256 backed = 0, least = 0;
  gboolean backing_known = surety_outlook_get_backing (&self->facts, service, &backed);
  gboolean cost_known = backing_known && robustness_cost (&corruption, backed, &least);
  gboolean loss_known = self->facts.amount_known && row.expected >= 0;

  row.income_known = walk_set (self, walk, service, pledge, &row.income);
  row.reward_at_least = row.income.n_unknown > 0 || row.income.n_unpriced > 0;
  row.expected_loss = expected =
    surety_outlook_token_figure (self, loss_known,
                                 loss_known ? surety_outlook_loss_of (self, row.expected)
                                            : (u256) 0);
  row.reward_year = year = year_figure (self, row.income_known, &row.income);
  row.backing = backing = surety_outlook_eth_figure (self, backing_known, backed);
  row.cost = cost = surety_outlook_eth_figure (self, cost_known, least);
  row.profit = profit = surety_outlook_eth_figure (self, TRUE, corruption.profit);

  return surety_outlook_service_new (&row);
}

static void
replace (GListStore *store, GPtrArray *items)
{
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata,
                       items->len);
}

/* Sets the operator is in without having pledged anything of the token pay it too, by their total stake. */
static void
add_others (SuretyOutlook *self, Walk *walk)
{
  const SuretyOutlookFacts *facts = &self->facts;
  guint n = 0;
  const SuretyMembership *memberships = NULL;

  if (facts->provider == NULL || facts->services == NULL || !self->income_known)
    return;
  memberships = surety_provider_get_memberships (facts->provider, &n);
  for (guint i = 0; i < n; i++)
    {
      const SuretyMembership *member = &memberships[i];
      SuretyService *service = surety_outlook_find_service (facts, &member->avs, member->set);
      RewardIncome income;

      if (!member->registered || service == NULL || g_ptr_array_find (walk->sets, service, NULL))
        continue;
      self->income_known = walk_set (self, walk, service, NULL, &income) && self->income_known;
    }
}

/* What the protocol pays to all who restake comes on top; it is of no service. Where that is not known, nothing
 * of it was found. */
static void
add_programme (SuretyOutlook *self, Walk *walk)
{
  RewardIncome income;

  if (surety_outlook_add_programme (&self->facts, &walk->window, &income, walk->earnings))
    surety_outlook_sum_income (&self->income, &income);
}

/* A row a pledge of the token, and what all sets pay together. */
void
surety_outlook_compute_rows (SuretyOutlook *self)
{
  const SuretyOutlookFacts *facts = &self->facts;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) earnings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) sets = g_ptr_array_new ();
  const guint64 seconds = self->reward_days * 86400u;
  Walk walk = {
    .window = { facts->time > seconds ? facts->time - seconds : 0, facts->time },
    .earnings = earnings,
    .sets = sets,
  };

  self->income = (RewardIncome) { 0 };
  self->income_known = facts->pledges != NULL && facts->provider != NULL && facts->asset != NULL;
  for (guint i = 0; facts->pledges != NULL && i < g_list_model_get_n_items (facts->pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (facts->pledges, i);
      SuretyOutlookService *row = NULL;

      if (!surety_outlook_is_of_token (facts, pledge))
        continue;
      row = make_row (self, pledge, &walk);
      self->income_known = self->income_known &&
                           surety_outlook_service_get_facts (row)->income_known;
      g_ptr_array_add (rows, row);
    }
  add_others (self, &walk);
  add_programme (self, &walk);
  replace (self->services, rows);
  replace (self->earnings, earnings);
}
