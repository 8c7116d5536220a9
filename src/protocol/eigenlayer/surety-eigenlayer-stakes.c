/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-update.h"

/* What stands behind a set: of every operator it can slash, the part of its shares that is allocated to
 * the set now (AllocationManager.getMinimumSlashableStake, but with what is being released). And what its
 * rewards are shared by: of every registered operator, all its shares, and the allocated ones. */

#define DAY 86400u

/* Allocated at that block. */
static guint64
magnitude_at (const SuretyEigenlayerMagnitude *magnitude, guint64 block)
{
  return magnitude->effect_block != 0 && block >= magnitude->effect_block ? magnitude->next
                                                                          : magnitude->current;
}

static u256
max_of (const SuretyEigenlayerEntry *operator, const Address * strategy)
{
  for (guint i = 0; operator->maxes != NULL && i<operator->maxes->len; i++)
    {
      const SuretyEigenlayerMax *one = &g_array_index (operator->maxes, SuretyEigenlayerMax, i);

      if (address_equal (&one->strategy, strategy))
        return one->max;
    }
  return U256_WAD;
}

static u256
shares_of (const SuretyEigenlayerEntry *operator, const Address * strategy)
{
  for (guint i = 0; operator->stakes != NULL && i<operator->stakes->len; i++)
    {
      const SuretyEigenlayerStake *one = &g_array_index (operator->stakes, SuretyEigenlayerStake,
                                                         i);

      if (address_equal (&one->strategy, strategy))
        return one->shares;
    }
  return 0;
}

/* mulWad (shares, divWad (magnitude, max)), as AllocationManager rounds. */
static u256
part_of (u256 shares, u256 magnitude, u256 max)
{
  u256 ratio, part;

  if (max == 0 || !u256_mul_div (u256_min (magnitude, max), U256_WAD, max, ROUND_DOWN, &ratio) ||
      !u256_mul_div (shares, ratio, U256_WAD, ROUND_DOWN, &part))
    return 0;
  return part;
}

static SuretyServiceStake *
find_stake (GArray *stakes, const Address *strategy)
{
  for (guint i = 0; i < stakes->len; i++)
    {
      SuretyServiceStake *stake = &g_array_index (stakes, SuretyServiceStake, i);

      if (address_equal (&stake->strategy, strategy))
        return stake;
    }
  return NULL;
}

static void
add_operator (SuretyEigenlayer *self, GHashTable *sums, const SuretyEigenlayerEntry *operator)
{
  guint64 block = surety_eigenlayer_directory_get_block (self->directory);

  for (guint i = 0; operator->allocations != NULL && i<operator->allocations->len; i++)
    {
      const SuretyEigenlayerMagnitude *one = &g_array_index (operator->allocations,
                                                             SuretyEigenlayerMagnitude, i);
      const SuretyEigenlayerBacking *backing = g_hash_table_lookup (sums, &one->set);
      SuretyServiceStake *stake = backing != NULL ? find_stake (backing->stakes, &one->strategy)
                                                  : NULL;
      u256 part;

      if (stake == NULL || !surety_eigenlayer_entry_is_slashable (self, operator, & one->set))
        continue;
      part = part_of (shares_of (operator, & one->strategy), magnitude_at (one, block),
                      max_of (operator, & one->strategy));
      if (part == 0)
        continue;
      if (!u256_add (stake->shares, part, &stake->shares))
        stake->shares = U256_MAX;
      stake->n_operators++;
    }
}

static SuretyServiceWeight *
ensure_weight (GArray *weights, const Address *strategy)
{
  SuretyServiceWeight fresh = { .strategy = *strategy };

  for (guint i = 0; i < weights->len; i++)
    {
      SuretyServiceWeight *weight = &g_array_index (weights, SuretyServiceWeight, i);

      if (address_equal (&weight->strategy, strategy))
        return weight;
    }
  g_array_append_val (weights, fresh);
  return &g_array_index (weights, SuretyServiceWeight, weights->len - 1);
}

/* Magnitude allocated to the set in the strategy now. */
static guint64
allocated_to (const SuretyEigenlayerEntry *operator,
              const SuretyOperatorSet * set,
              const Address *strategy,
              guint64 block)
{
  for (guint i = 0; operator->allocations != NULL && i<operator->allocations->len; i++)
    {
      const SuretyEigenlayerMagnitude *one = &g_array_index (operator->allocations,
                                                             SuretyEigenlayerMagnitude, i);

      if (address_equal (&one->strategy, strategy) && surety_operator_set_equal (&one->set, set))
        return magnitude_at (one, block);
    }
  return 0;
}

/* The sidecar's weights before multipliers: shares, and shares · magnitude / max. */
static void
weigh_operator (SuretyEigenlayer *self, GHashTable *sums, const SuretyEigenlayerEntry *operator)
{
  const guint64 block = surety_eigenlayer_directory_get_block (self->directory);

  for (guint i = 0; operator->memberships != NULL && i<operator->memberships->len; i++)
    {
      const SuretyMembership *member = &g_array_index (operator->memberships, SuretyMembership, i);
      const SuretyOperatorSet set = { member->avs, member->set };
      const SuretyEigenlayerBacking *backing = g_hash_table_lookup (sums, &set);

      if (backing == NULL || !member->registered)
        continue;
      for (guint k = 0; operator->stakes != NULL && k<operator->stakes->len; k++)
        {
          const SuretyEigenlayerStake *stake = &g_array_index (operator->stakes,
                                                               SuretyEigenlayerStake, k);
          SuretyServiceWeight *weight;
          u256 unique;

          if (stake->shares == 0)
            continue;
          weight = ensure_weight (backing->weights, &stake->strategy);
          unique = part_of (stake->shares, allocated_to (operator, & set, &stake->strategy, block),
                            max_of (operator, & stake->strategy));
          if (!u256_add (weight->total, stake->shares, &weight->total))
            weight->total = U256_MAX;
          if (!u256_add (weight->unique, unique, &weight->unique))
            weight->unique = U256_MAX;
        }
    }
}

static guint
set_hash (gconstpointer key)
{
  const SuretyOperatorSet *set = key;
  guint hash = set->id;

  for (guint i = 12; i < sizeof set->avs.bytes; i++)
    hash = hash * 31 + set->avs.bytes[i];
  return hash;
}

static gboolean
set_equal (gconstpointer a, gconstpointer b)
{
  return surety_operator_set_equal (a, b);
}

/* In tokens, where the strategy's price is known. */
static void
price (SuretyEigenlayer *self, GArray *stakes)
{
  for (guint i = 0; i < self->prices->n; i++)
    {
      const SuretyToken *token = surety_network_get_token (self->network, i);
      SuretyServiceStake *stake = find_stake (stakes, &token->strategy);

      if (stake != NULL && self->prices->one_share[i] != 0)
        stake->tokens_known = u256_mul_div (stake->shares, self->prices->one_share[i],
                                            surety_eigenlayer_whole (token), ROUND_DOWN,
                                            &stake->tokens);
    }
}

static GArray *
empty_stakes (const SuretyEigenlayerSetEntry *entry)
{
  GArray *stakes = g_array_new (FALSE, TRUE, sizeof (SuretyServiceStake));

  for (guint i = 0; entry->strategies != NULL && i < entry->strategies->len; i++)
    {
      SuretyServiceStake stake = {
        .strategy = g_array_index (entry->strategies, SuretyEigenlayerSetStrategy, i).strategy,
      };

      g_array_append_val (stakes, stake);
    }
  return stakes;
}

static void
backing_free (gpointer data)
{
  SuretyEigenlayerBacking *backing = data;

  g_array_unref (backing->stakes);
  g_array_unref (backing->weights);
  g_free (backing);
}

gboolean
surety_eigenlayer_sum_stakes (SuretyEigenlayerUpdate *update,
                              SuretyFlow *flow,
                              GHashTable **out,
                              GError **error)
{
  SuretyEigenlayer *self = update->self;
  g_autoptr (GHashTable) sums = g_hash_table_new_full (set_hash, set_equal, NULL, backing_free);
  guint n_sets = surety_eigenlayer_directory_get_n_sets (self->directory);
  guint n = surety_eigenlayer_directory_get_n_operators (self->directory);

  /* Without all operators, or without knowing how long one that left can be slashed, there is no sum. */
  *out = NULL;
  if (surety_eigenlayer_directory_get_block (self->directory) == 0 || !self->prices->exit_known)
    return TRUE;

  for (guint i = 0; i < n_sets; i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);
      SuretyEigenlayerBacking *backing = g_new0 (SuretyEigenlayerBacking, 1);

      backing->stakes = empty_stakes (entry);
      backing->weights = g_array_new (FALSE, FALSE, sizeof (SuretyServiceWeight));
      g_hash_table_insert (sums, &entry->set, backing);
      if (!surety_eigenlayer_update_pause (update, flow, error))
        return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      const SuretyEigenlayerEntry *operator=
        surety_eigenlayer_directory_get_operator (self->directory, i);

      add_operator (self, sums, operator);
      weigh_operator (self, sums, operator);
      if (!surety_eigenlayer_update_pause (update, flow, error))
        return FALSE;
    }
  for (guint i = 0; i < n_sets; i++)
    {
      const SuretyEigenlayerBacking *backing =
        g_hash_table_lookup (sums, &surety_eigenlayer_directory_get_set (self->directory, i)->set);

      price (self, backing->stakes);
      if (!surety_eigenlayer_update_pause (update, flow, error))
        return FALSE;
    }
  *out = g_steal_pointer (&sums);
  return TRUE;
}

static gboolean
same_weights (SuretyService *service, GArray *weights)
{
  guint n;
  const SuretyServiceWeight *old = surety_service_get_weights (service, &n);

  if (n != weights->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const SuretyServiceWeight *fresh = &g_array_index (weights, SuretyServiceWeight, i);

      if (!address_equal (&old[i].strategy, &fresh->strategy) || old[i].total != fresh->total ||
          old[i].unique != fresh->unique)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_stakes (SuretyService *service, GArray *stakes)
{
  guint n;
  const SuretyServiceStake *old = surety_service_get_stakes (service, &n);

  if (!surety_service_get_stakes_known (service) || n != stakes->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const SuretyServiceStake *fresh = &g_array_index (stakes, SuretyServiceStake, i);

      if (!address_equal (&old[i].strategy, &fresh->strategy) || old[i].shares != fresh->shares ||
          old[i].n_operators != fresh->n_operators || old[i].tokens_known != fresh->tokens_known)
        return FALSE;
    }
  return TRUE;
}

gboolean
surety_eigenlayer_renew_stakes (SuretyEigenlayerUpdate *update,
                                SuretyFlow *flow,
                                GHashTable *sums,
                                GListStore *services,
                                GError **error)
{
  SuretyEigenlayer *self = update->self;
  guint64 block = surety_eigenlayer_directory_get_block (self->directory);
  guint64 time = surety_eigenlayer_directory_get_time (self->directory);

  for (guint i = 0; i < surety_eigenlayer_directory_get_n_sets (self->directory); i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);
      const SuretyEigenlayerBacking *backing = g_hash_table_lookup (sums, &entry->set);
      g_autoptr (SuretyService) fresh = NULL;

      if (entry->service == NULL || entry->changed ||
          surety_service_get_block (entry->service) == block)
        continue;
      /* What was paid in so many days changes by itself. */
      if (same_stakes (entry->service, backing->stakes) &&
          same_weights (entry->service, backing->weights) &&
          surety_service_get_time (entry->service) / DAY == time / DAY)
        continue;
      fresh =
        surety_service_new_later (entry->service,
                                  (const SuretyServiceStake *) (gpointer) backing->stakes->data,
                                  backing->stakes->len,
                                  (const SuretyServiceWeight *) (gpointer) backing->weights->data,
                                  backing->weights->len, block, time);
      g_set_object (&entry->service, fresh);
      g_list_store_append (services, fresh);
      if (!surety_eigenlayer_update_pause (update, flow, error))
        return FALSE;
    }
  return TRUE;
}
