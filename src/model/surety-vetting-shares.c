/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-vetting-shares.h"

/* Of one strategy, as shares of what is with the operator (10^18 is all), rounded up; over several
 * strategies the largest of each. */
typedef struct
{
  u256 now;
  u256 dormant;
  u256 latent;
  u256 within;
  u256 beyond;
  u256 largest;
  u256 redistributed;
  u256 slashed;
} Shares;

typedef struct
{
  guint n_strategies;
  Shares most;
  gboolean split_known;   /* what is pending, by whether one could leave before */
  gboolean pledges_known; /* set by set */
  gboolean giving_known;  /* which sets redistribute */
  gboolean nothing_left;  /* some strategy was slashed whole */
} Sum;

static u256
share_of (u256 magnitude, u256 max)
{
  u256 share = U256_WAD;

  if (max == 0 || !u256_mul_div (u256_min (magnitude, max), U256_WAD, max, ROUND_UP, &share))
    return U256_WAD;

  return share;
}

/* The last block in which a withdrawal queued in the next one can be slashed: exposure's rule. */
static guint64
last_block (const SuretyVettingChain *chain)
{
  return chain->block + 1u + chain->exit_delay;
}

static void
add_pledge (Shares *shares, SuretyPledge *pledge, const SuretyVettingChain *chain)
{
  u256 rising = surety_pledge_get_rising (pledge);
  u256 claim = surety_pledge_get_current (pledge) + rising;
  SuretyService *service = surety_pledge_get_service (pledge);

  if (surety_pledge_get_effect_block (pledge) <= last_block (chain))
    shares->within += rising;
  else
    shares->beyond += rising;
  shares->largest = u256_max (shares->largest, claim);
  if (surety_service_get_redistributes (service))
    shares->redistributed += claim;
}

static gboolean
is_of (SuretyPledge *pledge, const Address *strategy)
{
  const SuretyToken *token = surety_pledge_get_token (pledge);

  return token != NULL && address_equal (&token->strategy, strategy);
}

static gboolean
is_counted (SuretyPledge *pledge, const Address *strategy)
{
  return strategy == NULL || is_of (pledge, strategy);
}

/* Magnitudes of the sets, still to be divided by max. */
static void
add_pledges (Sum *sum,
             Shares *shares,
             const Address *strategy,
             GListModel *pledges,
             const SuretyVettingChain *chain)
{
  for (guint i = 0; pledges != NULL && i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      if (!is_of (pledge, strategy))
        continue;
      add_pledge (shares, pledge, chain);
      if (!surety_service_get_redistributes_known (surety_pledge_get_service (pledge)))
        sum->giving_known = FALSE;
    }
}

static void
add_strategy (Sum *sum,
              const SuretyPledgedMagnitude *pledged,
              GListModel *pledges,
              const SuretyVettingChain *chain)
{
  Shares shares = { 0 };
  Shares *most = &sum->most;

  sum->n_strategies++;
  most->slashed = u256_max (most->slashed,
                            pledged->max < U256_WAD ? U256_WAD - pledged->max : (u256) 0);
  if (pledged->max == 0)
    {
      sum->nothing_left = TRUE;
      return;
    }
  add_pledges (sum, &shares, &pledged->strategy, pledges, chain);
  /* Without the pledges it is known only where nothing is pending. */
  if (pledges == NULL && pledged->pending != 0)
    sum->split_known = FALSE;

  most->now = u256_max (most->now, share_of (pledged->now, pledged->max));
  most->dormant = u256_max (most->dormant, share_of (pledged->dormant, pledged->max));
  most->latent = u256_max (most->latent, share_of (pledged->latent, pledged->max));
  most->within = u256_max (most->within, share_of (shares.within, pledged->max));
  most->beyond = u256_max (most->beyond, share_of (shares.beyond, pledged->max));
  most->largest = u256_max (most->largest, share_of (shares.largest, pledged->max));
  most->redistributed = u256_max (most->redistributed,
                                  share_of (shares.redistributed, pledged->max));
}

static void
put_first_change (SuretyVettingDraft *draft, const Address *strategy, GListModel *pledges)
{
  guint64 first = 0;

  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      guint64 block = surety_pledge_get_effect_block (pledge);

      if (is_counted (pledge, strategy) && surety_pledge_get_rising (pledge) != 0)
        first = first == 0 ? block : MIN (first, block);
    }
  surety_vetting_put (draft, FACT_PENDING_BLOCK, first);
}

/* Sets it is in, and sets it pledges to without being in them. */
static void
put_sets (SuretyVettingDraft *draft, SuretyProvider *provider, GListModel *pledges)
{
  guint n = 0;
  const SuretyMembership *members = surety_provider_get_memberships (provider, &n);
  guint registered = 0;

  for (guint i = 0; i < n; i++)
    if (members[i].registered)
      registered++;
  registered = MAX (registered, surety_provider_get_n_sets (provider));
  /* Without the logs there may be more: enough to know that it is in some, not that it is in none.
   * */
  if (surety_provider_get_memberships_known (provider) || registered > 0)
    surety_vetting_put (draft, FACT_SETS, registered);
  if (pledges == NULL)
    surety_vetting_put_missing (draft, FACT_REDISTRIBUTING_SETS, SURETY_MISSING_NOT_READ);
}

static void
put_redistributing (SuretyVettingDraft *draft, const Address *strategy, GListModel *pledges)
{
  g_autoptr (GHashTable) sets = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      SuretyService *service = surety_pledge_get_service (pledge);

      if (is_counted (pledge, strategy) && surety_service_get_redistributes (service) &&
          g_hash_table_add (sets, service))
        surety_vetting_put_address (draft, FACT_REDISTRIBUTED,
                                    surety_service_get_recipient (service));
    }
  surety_vetting_put (draft, FACT_REDISTRIBUTING_SETS, g_hash_table_size (sets));
}

/* What of its own stake a set can slash now, in the strategy's shares; FALSE when that is not
 * known. */
static gboolean
own_part (SuretyPledge *pledge, SuretyProvider *provider, const Address *strategy, u256 *out)
{
  const SuretyProviderStake *own = surety_provider_find_stake (provider, strategy);
  guint n = 0;

  if (own == NULL)
    {
      /* Stakes were read, and it has none of this: so it is no part. */
      surety_provider_get_strategy_stakes (provider, &n);
      *out = 0;
      return n > 0;
    }

  return surety_pledge_get_max (pledge) != 0 &&
         u256_mul_div (own->shares, surety_pledge_get_now (pledge), surety_pledge_get_max (pledge),
                       ROUND_DOWN, out);
}

static SuretyService *
find_service (GListModel *services, SuretyService *like)
{
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);

      if (address_equal (surety_service_get_avs (service), surety_service_get_avs (like)) &&
          surety_service_get_set (service) == surety_service_get_set (like))
        return service;
    }

  return NULL;
}

/* Its part of what a set can slash in a strategy; FALSE when that is not known. */
static gboolean
part_of_set (SuretyPledge *pledge, SuretyProvider *provider, GListModel *services, u256 *out)
{
  const SuretyToken *token = surety_pledge_get_token (pledge);
  SuretyService *service = find_service (services, surety_pledge_get_service (pledge));
  const SuretyServiceStake *stakes = NULL;
  guint n = 0;
  u256 mine = 0;

  if (token == NULL || service == NULL || !surety_service_get_stakes_known (service) ||
      !own_part (pledge, provider, &token->strategy, &mine))
    return FALSE;
  *out = 0;
  if (mine == 0)
    return TRUE;
  stakes = surety_service_get_stakes (service, &n);
  for (guint i = 0; i < n; i++)
    if (address_equal (&stakes[i].strategy, &token->strategy))
      return mine <= stakes[i].shares &&
             u256_mul_div (mine, U256_WAD, stakes[i].shares, ROUND_UP, out);

  return FALSE;
}

static void
put_set_share (SuretyVettingDraft *draft,
               SuretyProvider *provider,
               const Address *strategy,
               GListModel *pledges,
               GListModel *services)
{
  u256 most = 0;

  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      u256 part = 0;

      if (!is_counted (pledge, strategy) || surety_pledge_get_now (pledge) == 0)
        continue;
      if (!part_of_set (pledge, provider, services, &part))
        return;
      most = u256_max (most, part);
    }
  surety_vetting_put_wad (draft, FACT_SET_SHARE, most);
}

static void
put_sum (SuretyVettingDraft *draft, const Sum *sum)
{
  gboolean exit_known = draft->chain.exit_known && draft->chain.block != 0;

  surety_vetting_put_wad (draft, FACT_SLASHED_SHARE, sum->most.slashed);
  /* Of nothing there is no share. */
  if (sum->nothing_left)
    return;
  surety_vetting_put_wad (draft, FACT_SLASHABLE, sum->most.now);
  surety_vetting_put_wad (draft, FACT_DORMANT, sum->most.dormant);
  surety_vetting_put_wad (draft, FACT_FREE, sum->most.latent);
  if (exit_known && sum->split_known)
    {
      surety_vetting_put_wad (draft, FACT_PENDING_WITHIN, sum->most.within);
      surety_vetting_put_wad (draft, FACT_PENDING_BEYOND, sum->most.beyond);
    }
  if (sum->pledges_known)
    surety_vetting_put_wad (draft, FACT_LARGEST, sum->most.largest);
  if (sum->pledges_known && sum->giving_known)
    surety_vetting_put_wad (draft, FACT_REDISTRIBUTED, sum->most.redistributed);
}

void
surety_vetting_put_shares (SuretyVettingDraft *draft,
                           SuretyProvider *provider,
                           const Address *strategy,
                           GListModel *pledges,
                           GListModel *services)
{
  guint n = 0;
  const SuretyPledgedMagnitude *all = surety_provider_get_all_pledged (provider, &n);
  Sum sum = { .split_known = TRUE, .giving_known = TRUE, .pledges_known = pledges != NULL };

  for (guint i = 0; i < n; i++)
    if (strategy == NULL || address_equal (&all[i].strategy, strategy))
      add_strategy (&sum, &all[i], pledges, &draft->chain);

  put_sets (draft, provider, pledges);
  if (sum.n_strategies > 0)
    put_sum (draft, &sum);
  if (pledges == NULL)
    return;
  put_first_change (draft, strategy, pledges);
  if (sum.n_strategies > 0 && sum.giving_known)
    put_redistributing (draft, strategy, pledges);
  if (services != NULL)
    put_set_share (draft, provider, strategy, pledges, services);
}
