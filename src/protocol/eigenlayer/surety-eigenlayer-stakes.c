/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sync.h"

/* What stands behind a set: of every operator it can slash, the part of its shares that is allocated to
 * the set now. AllocationManager.getMinimumSlashableStake, but with what is being released. */

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
      GArray *stakes = g_hash_table_lookup (sums, &one->set);
      SuretyServiceStake *stake = stakes != NULL ? find_stake (stakes, &one->strategy) : NULL;
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

GHashTable *
surety_eigenlayer_sum_stakes (SuretyEigenlayer *self)
{
  g_autoptr (GHashTable)
    sums = g_hash_table_new_full (set_hash, set_equal, NULL, (GDestroyNotify) g_array_unref);
  guint n_sets = surety_eigenlayer_directory_get_n_sets (self->directory);
  guint n = surety_eigenlayer_directory_get_n_operators (self->directory);

  /* Without all operators, or without knowing how long one that left can be slashed, there is no sum. */
  if (surety_eigenlayer_directory_get_block (self->directory) == 0 || !self->prices->exit_known)
    return NULL;

  for (guint i = 0; i < n_sets; i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);

      g_hash_table_insert (sums, &entry->set, empty_stakes (entry));
    }
  for (guint i = 0; i < n; i++)
    add_operator (self, sums, surety_eigenlayer_directory_get_operator (self->directory, i));
  for (guint i = 0; i < n_sets; i++)
    price (self,
           g_hash_table_lookup (sums,
                                &surety_eigenlayer_directory_get_set (self->directory, i)->set));
  return g_steal_pointer (&sums);
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

void
surety_eigenlayer_renew_stakes (SuretyEigenlayer *self, GHashTable *sums, GListStore *services)
{
  guint64 block = surety_eigenlayer_directory_get_block (self->directory);
  guint64 time = surety_eigenlayer_directory_get_time (self->directory);

  for (guint i = 0; i < surety_eigenlayer_directory_get_n_sets (self->directory); i++)
    {
      SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_get_set (self->directory, i);
      GArray *stakes = g_hash_table_lookup (sums, &entry->set);
      g_autoptr (SuretyService) fresh = NULL;

      if (entry->service == NULL || entry->changed ||
          surety_service_get_block (entry->service) == block)
        continue;
      /* What was paid in so many days changes by itself. */
      if (same_stakes (entry->service, stakes) &&
          surety_service_get_time (entry->service) / DAY == time / DAY)
        continue;
      fresh = surety_service_new_later (entry->service,
                                        (const SuretyServiceStake *) (gpointer) stakes->data,
                                        stakes->len, block, time);
      g_set_object (&entry->service, fresh);
      g_list_store_append (services, fresh);
    }
}
