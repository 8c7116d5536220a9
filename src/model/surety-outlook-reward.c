/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-private.h"

/* RewardsCoordinator's protocol fee, which a submitter may opt in to. Whether it did is not in
 * the event: it is taken off, so that a reward is never shown larger than it is. */
#define PROTOCOL_FEE 2000u

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
surety_outlook_best_service (const SuretyOutlookFacts *facts, SuretyService *service)
{
  for (guint i = 0; facts->services != NULL && i < g_list_model_get_n_items (facts->services); i++)
    {
      g_autoptr (SuretyService) other = g_list_model_get_item (facts->services, i);

      if (surety_service_get_set (other) == surety_service_get_set (service) &&
          address_equal (surety_service_get_avs (other), surety_service_get_avs (service)))
        return other; /* the list holds it */
    }

  return service;
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

/* What of a set's stake the amount would be, its own part added to what stands there now. */
static gboolean
get_part (const SuretyOutlookFacts *facts, SuretyPledge *pledge, u256 *part, u256 *whole)
{
  const SuretyToken *token = surety_outlook_get_token (facts);
  const u256 share = surety_pledge_share (pledge, surety_pledge_get_now (pledge));
  u256 pledged = 0;

  return facts->amount_known &&
         surety_outlook_get_backing (facts, surety_pledge_get_service (pledge), whole) &&
         u256_mul_div (facts->amount, share, U256_WAD, ROUND_DOWN, &pledged) &&
         surety_outlook_to_eth (facts, &token->strategy, pledged, part) &&
         u256_add (*whole, *part, whole);
}

static void
set_split (RewardPayment *payment, const SuretyOutlookFacts *facts, SuretyService *service)
{
  SuretySplit split;

  payment->split_known = surety_provider_get_set_split (facts->provider,
                                                        surety_service_get_avs (service),
                                                        surety_service_get_set (service), &split);
  if (payment->split_known)
    {
      /* The larger of what holds and what will: a coming rise has been announced. */
      payment->split = split.bips;
      if (split.activates != 0)
        payment->split = MAX (payment->split, split.next_bips);
    }
}

/* Everything that is the same for all payments of a set. */
static RewardPayment
template_of (const SuretyOutlookFacts *facts, SuretyPledge *pledge, SuretyService *service)
{
  RewardPayment payment = { .fee_known = TRUE, .fee = PROTOCOL_FEE, .estimated = TRUE };

  set_split (&payment, facts, service);
  payment.part_known = get_part (facts, pledge, &payment.part, &payment.whole);

  return payment;
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
                                  ? surety_figure_get_known (
                                      surety_asset_get_strategy_total (facts->asset))
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

gboolean
surety_outlook_add_income (const SuretyOutlookFacts *facts,
                           SuretyPledge *pledge,
                           const RewardWindow *window,
                           RewardIncome *income,
                           GPtrArray *earnings)
{
  SuretyService *service = surety_outlook_best_service (facts, surety_pledge_get_service (pledge));
  g_autoptr (GArray) sums = g_array_new (FALSE, TRUE, sizeof (Sum));
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (RewardPayment));
  g_autofree RewardLine *lines = NULL;
  guint n = 0;
  const SuretyPayment *payments = surety_service_get_payments (service, &n);
  RewardPayment common;

  if (facts->provider == NULL || facts->time == 0 || !surety_service_get_payments_known (service))
    return FALSE;
  common = template_of (facts, pledge, service);
  for (guint i = 0; i < n; i++)
    {
      const Sum *sum = sum_of (sums, facts, &payments[i].token);
      RewardPayment payment = common;

      payment.amount = payments[i].amount;
      payment.start = payments[i].start;
      payment.seconds = payments[i].seconds;
      /* One for the whole AVS is shared among its sets and older registrations nobody can tell
       * how. */
      payment.part_known = payment.part_known && payments[i].of_set;
      if (sum->asset != NULL)
        {
          SuretyFigure *rate = surety_asset_get_rate (sum->asset);

          payment.price_known = surety_figure_is_known (rate);
          payment.price = surety_figure_get_value (rate);
          payment.decimals = surety_asset_get_token (sum->asset)->decimals;
        }
      g_array_append_val (list, payment);
    }

  lines = g_new0 (RewardLine, n + 1);
  *income = reward_income ((const RewardPayment *) (gpointer) list->data, n, window, lines);
  for (guint i = 0; i < n; i++)
    add_line (sum_of (sums, facts, &payments[i].token), &lines[i]);
  if (earnings != NULL)
    add_earnings (earnings, facts, service, sums);

  return TRUE;
}
