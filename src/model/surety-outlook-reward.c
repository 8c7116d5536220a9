/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-private.h"

static SuretyAsset *
find_asset (const SuretyOutlookFacts *facts, const Address *strategy, const Address *token)
{
  for (guint i = 0; facts->assets != NULL && i < g_list_model_get_n_items (facts->assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (facts->assets, i);
      const SuretyToken *of = surety_asset_get_token (asset);

      if ((strategy != NULL && address_equal (&of->strategy, strategy)) ||
          (token != NULL && address_equal (&of->token, token)))
        return asset; /* the list holds it */
    }

  return NULL;
}

gboolean
surety_outlook_to_eth (const SuretyOutlookFacts *facts,
                       const Address *strategy,
                       u256 amount,
                       u256 *out)
{
  SuretyAsset *asset = find_asset (facts, strategy, NULL);
  const SuretyToken *token = surety_outlook_get_token (facts);

  if (asset == NULL && token != NULL && address_equal (&token->strategy, strategy))
    asset = facts->asset;

  return asset != NULL && surety_asset_convert_to_eth (asset, amount, out);
}

SuretyService *
surety_outlook_find_service (const SuretyOutlookFacts *facts, const Address *avs, guint32 set)
{
  for (guint i = 0; facts->services != NULL && i < g_list_model_get_n_items (facts->services); i++)
    {
      g_autoptr (SuretyService) other = g_list_model_get_item (facts->services, i);

      if (surety_service_get_set (other) == set &&
          address_equal (surety_service_get_avs (other), avs))
        return other; /* the list holds it */
    }

  return NULL;
}

SuretyService *
surety_outlook_best_service (const SuretyOutlookFacts *facts, SuretyService *service)
{
  SuretyService *best = surety_outlook_find_service (facts, surety_service_get_avs (service),
                                                     surety_service_get_set (service));

  return best != NULL ? best : service;
}

gboolean
surety_outlook_get_backing (const SuretyOutlookFacts *facts, SuretyService *service, u256 *out)
{
  SuretyService *best = surety_outlook_best_service (facts, service);
  guint n = 0;
  const SuretyServiceStake *stakes = surety_service_get_stakes (best, &n);
  u256 sum = 0;

  if (!surety_service_get_stakes_known (best))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      u256 eth = 0;

      if (stakes[i].shares == 0)
        continue;
      if (!stakes[i].tokens_known ||
          !surety_outlook_to_eth (facts, &stakes[i].strategy, stakes[i].tokens, &eth) ||
          !u256_add (sum, eth, &sum))
        return FALSE;
    }
  *out = sum;

  return TRUE;
}

/* Shares for tokens of a strategy, at the price of any stake that is known in both. */
static gboolean
price_shares (const SuretyOutlookFacts *facts, const Address *strategy, u256 tokens, u256 *out)
{
  const SuretyProviderStake *stake = surety_provider_find_stake (facts->provider, strategy);

  if (stake != NULL && stake->tokens_known && stake->tokens != 0)
    return u256_mul_div (tokens, stake->shares, stake->tokens, ROUND_DOWN, out);
  for (guint i = 0; facts->services != NULL && i < g_list_model_get_n_items (facts->services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (facts->services, i);
      guint n = 0;
      const SuretyServiceStake *stakes = surety_service_get_stakes (service, &n);

      for (guint k = 0; k < n; k++)
        if (address_equal (&stakes[k].strategy, strategy) && stakes[k].tokens_known &&
            stakes[k].tokens != 0)
          return u256_mul_div (tokens, stakes[k].shares, stakes[k].tokens, ROUND_DOWN, out);
    }

  return FALSE;
}

/* Whose rewards are looked at: the amount's, in one set. */
typedef struct
{
  const SuretyOutlookFacts *facts;
  SuretyService *service;  /* NULL: of all together */
  const Address *strategy; /* of the amount */
  gboolean known;
  u256 shares;    /* the amount in it */
  u256 allocated; /* of them, to the set */
} Stake;

static Stake
make_stake (const SuretyOutlookFacts *facts, SuretyService *service, SuretyPledge *pledge)
{
  Stake stake = {
    .facts = facts,
    .service = service,
    .strategy = &surety_outlook_get_token (facts)->strategy,
  };

  stake.known = facts->amount_known && surety_provider_get_memberships_known (facts->provider) &&
                price_shares (facts, stake.strategy, facts->amount, &stake.shares);
  if (pledge != NULL && surety_pledge_get_max (pledge) != 0 &&
      !u256_mul_div (stake.shares, surety_pledge_get_current (pledge),
                     surety_pledge_get_max (pledge), ROUND_DOWN, &stake.allocated))
    stake.known = FALSE;

  return stake;
}

/* What all others hold that a payment is shared among. */
static u256
others_in (const Stake *stake, SuretyPaymentKind kind, const Address *strategy)
{
  guint n = 0;
  const SuretyServiceWeight *weights = NULL;

  if (surety_payment_kind_is_directed (kind))
    {
      const SuretyProviderStake *own = surety_provider_find_stake (stake->facts->provider,
                                                                   strategy);

      return own != NULL ? own->shares : (u256) 0;
    }
  if (stake->service == NULL)
    return surety_programme_get_shares (stake->facts->programme, strategy);
  weights = surety_service_get_weights (stake->service, &n);
  for (guint i = 0; i < n; i++)
    if (address_equal (&weights[i].strategy, strategy))
      return kind == SURETY_PAYMENT_SET_UNIQUE_STAKE ? weights[i].unique : weights[i].total;

  return 0;
}

/* Part and whole of a payment. A set's directed one is for strategies of the set alone. */
static gboolean
weigh (const Stake *stake, const SuretyPayment *from, RewardPayment *payment)
{
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (RewardWeight));

  for (guint i = 0; i < surety_payment_part_count (from->multipliers); i++)
    {
      RewardWeight weight = { 0 };
      Address strategy;

      surety_payment_part_get (from->multipliers, i, &strategy, &weight.multiplier);
      if (from->kind == SURETY_PAYMENT_SET_DIRECTED &&
          !surety_service_has_strategy (stake->service, &strategy))
        continue;
      weight.others = others_in (stake, from->kind, &strategy);
      if (address_equal (&strategy, stake->strategy))
        weight.mine = from->kind == SURETY_PAYMENT_SET_UNIQUE_STAKE ? stake->allocated
                                                                    : stake->shares;
      g_array_append_val (weights, weight);
    }

  return reward_weigh ((const RewardWeight *) (gpointer) weights->data, weights->len,
                       &payment->part, &payment->whole);
}

/* Whether the operator is in what the payment is for. Who is not gets nothing of it: that is known. */
static gboolean
is_member (const Stake *stake, const SuretyPayment *from)
{
  const Address *avs = NULL;

  if (stake->service == NULL)
    return from->kind == SURETY_PAYMENT_ALL ||
           surety_provider_is_any_member (stake->facts->provider);

  avs = surety_service_get_avs (stake->service);
  return from->of_set ? surety_provider_is_member (stake->facts->provider, avs,
                                                   surety_service_get_set (stake->service))
                      : surety_provider_is_m2_member (stake->facts->provider, avs);
}

/* FALSE: nothing of it can come to the stake. */
static gboolean
share_out (const Stake *stake, const SuretyPayment *from, RewardPayment *payment)
{
  if (!surety_provider_get_memberships_known (stake->facts->provider))
    return TRUE;
  if (!is_member (stake, from))
    return FALSE;
  if (surety_payment_kind_is_directed (from->kind))
    {
      if (from->amounts == NULL)
        return TRUE;
      payment->amount = surety_payment_part_find (from->amounts, surety_provider_get_address (
                                                                   stake->facts->provider));
      if (payment->amount == 0)
        return FALSE;
    }
  /* Which strategies an AVS without sets pays for, its own contract says, if anybody. Among all stakers
   * are those without an operator, whom the directory does not know. */
  else if (from->kind == SURETY_PAYMENT_AVS || from->kind == SURETY_PAYMENT_ALL ||
           (stake->service != NULL && !surety_service_get_stakes_known (stake->service)))
    return TRUE;
  if (!stake->known || from->multipliers == NULL || !weigh (stake, from, payment))
    return TRUE;
  payment->part_known = TRUE;

  return payment->part != 0;
}

static void
set_split (RewardPayment *payment, const Stake *stake, const SuretyPayment *from)
{
  SuretyProvider *provider = stake->facts->provider;
  const Address *avs = stake->service != NULL ? surety_service_get_avs (stake->service) : NULL;
  SuretySplit split;

  payment->split_known = avs == NULL ? surety_provider_get_programme_split (provider, &split)
                         : from->of_set
                           ? surety_provider_get_set_split (provider, avs,
                                                            surety_service_get_set (stake->service),
                                                            &split)
                           : surety_provider_get_avs_split (provider, avs, &split);
  if (payment->split_known)
    {
      /* The larger of what holds and what will: a coming rise has been announced. */
      payment->split = split.bips;
      if (split.activates != 0)
        payment->split = MAX (payment->split, split.next_bips);
    }
}

/* The sums of one token of one set. */
typedef struct
{
  Address token;
  SuretyAsset *asset;
  guint n;
  gboolean any;
  RewardState state;
  u256 amount;
  u256 worth;
} Sum;

static Sum *
sum_of (GArray *sums, const SuretyOutlookFacts *facts, const Address *token)
{
  Sum sum = { .token = *token, .state = REWARD_COUNTED };

  for (guint i = 0; i < sums->len; i++)
    if (address_equal (&g_array_index (sums, Sum, i).token, token))
      return &g_array_index (sums, Sum, i);
  sum.asset = find_asset (facts, NULL, token);
  g_array_append_val (sums, sum);

  return &g_array_index (sums, Sum, sums->len - 1);
}

static void
add_line (Sum *sum, const RewardLine *line)
{
  if (line->state == REWARD_OUTSIDE)
    return;
  sum->any = TRUE;
  sum->n++;
  sum->state = MAX (sum->state, line->state);
  if (!u256_add (sum->amount, line->amount, &sum->amount) ||
      !u256_add (sum->worth, line->worth, &sum->worth))
    sum->state = REWARD_UNKNOWN;
}

static void
add_earnings (GPtrArray *earnings,
              const SuretyOutlookFacts *facts,
              SuretyService *service,
              GArray *sums)
{
  for (guint i = 0; i < sums->len; i++)
    {
      const Sum *sum = &g_array_index (sums, Sum, i);
      const SuretyToken *token = sum->asset != NULL ? surety_asset_get_token (sum->asset) : NULL;
      const guint decimals = token != NULL ? token->decimals : 0;
      const char *symbol = token != NULL ? token->symbol : "";
      const SuretyKnown known = facts->asset != NULL
                                  ? MIN (SURETY_KNOWN_ONE_ENDPOINT,
                                         surety_figure_get_known (
                                           surety_asset_get_strategy_total (facts->asset)))
                                  : SURETY_KNOWN_ONE_ENDPOINT;
      g_autoptr (SuretyFigure) amount = NULL;
      g_autoptr (SuretyFigure) worth = NULL;

      if (!sum->any)
        continue;
      if (token != NULL && sum->state != REWARD_UNKNOWN)
        amount = surety_figure_new (sum->amount, decimals, symbol, facts->block, facts->time,
                                    known);
      else
        amount = surety_figure_new_unknown (decimals, symbol);
      if (sum->state == REWARD_COUNTED)
        worth = surety_figure_new (sum->worth, 18, "ETH", facts->block, facts->time, known);
      else
        worth = surety_figure_new_unknown (18, "ETH");
      g_ptr_array_add (earnings, surety_earning_new (&(const SuretyEarningFacts) {
                                   .service = service,
                                   .token = sum->token,
                                   .state = sum->state,
                                   .n = sum->n,
                                   .amount = amount,
                                   .worth = worth,
                                 }));
    }
}

/* FALSE: nothing of it can come to the stake. */
static gboolean
make_payment (const Stake *stake, const SuretyPayment *from, const Sum *sum, RewardPayment *payment)
{
  *payment = (RewardPayment) {
    .amount = from->amount,
    .start = from->start,
    .seconds = from->seconds,
    .fee_known = TRUE,
    /* Everybody's stake is today's, not that of the days it was paid for. */
    .estimated = TRUE,
  };
  if (!share_out (stake, from, payment))
    return FALSE;
  set_split (payment, stake, from);
  if (sum->asset != NULL)
    {
      SuretyFigure *rate = surety_asset_get_rate (sum->asset);

      payment->price_known = surety_figure_is_known (rate);
      payment->price = surety_figure_get_value (rate);
      payment->decimals = surety_asset_get_token (sum->asset)->decimals;
    }

  return TRUE;
}

/* Those that can come to the stake, into the sum, and a row for each token. service NULL: to all. */
static void
add_payments (const SuretyOutlookFacts *facts,
              SuretyService *service,
              SuretyPledge *pledge,
              gboolean with_avs,
              const SuretyPayment *payments,
              guint n,
              const RewardWindow *window,
              RewardIncome *income,
              GPtrArray *earnings)
{
  g_autoptr (GArray) sums = g_array_new (FALSE, TRUE, sizeof (Sum));
  const Stake stake = make_stake (facts, service, pledge);

  for (guint i = 0; i < n; i++)
    {
      Sum *sum = sum_of (sums, facts, &payments[i].token);
      RewardPayment payment;
      RewardIncome one;
      RewardLine line;

      if ((!payments[i].of_set && !with_avs) || !make_payment (&stake, &payments[i], sum, &payment))
        continue;
      one = reward_income (&payment, 1, window, &line);
      surety_outlook_sum_income (income, &one);
      add_line (sum, &line);
    }
  if (earnings != NULL)
    add_earnings (earnings, facts, service, sums);
}

gboolean
surety_outlook_add_income (const SuretyOutlookFacts *facts,
                           SuretyService *service,
                           SuretyPledge *pledge,
                           gboolean with_avs,
                           const RewardWindow *window,
                           RewardIncome *income,
                           GPtrArray *earnings)
{
  guint n = 0;
  const SuretyPayment *payments = surety_service_get_payments (service, &n);

  *income = (RewardIncome) { 0 };
  if (facts->provider == NULL || surety_outlook_get_token (facts) == NULL || facts->time == 0 ||
      !surety_service_get_payments_known (service))
    return FALSE;
  add_payments (facts, service, pledge, with_avs, payments, n, window, income, earnings);

  return TRUE;
}

gboolean
surety_outlook_add_programme (const SuretyOutlookFacts *facts,
                              const RewardWindow *window,
                              RewardIncome *income,
                              GPtrArray *earnings)
{
  guint n = 0;
  const SuretyPayment *payments = NULL;

  *income = (RewardIncome) { 0 };
  if (facts->programme == NULL || facts->provider == NULL ||
      surety_outlook_get_token (facts) == NULL || facts->time == 0)
    return FALSE;
  payments = surety_programme_get_payments (facts->programme, &n);
  add_payments (facts, NULL, NULL, TRUE, payments, n, window, income, earnings);

  return TRUE;
}
