/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

/* What stands behind a set: of every operator it can slash, the part of its shares that is allocated to
 * the set now. AllocationManager.getMinimumSlashableStake, but with what is being released. */

/* Allocated at that block. */
static guint64
magnitude_at (const SuretyEigenlayerMagnitude *magnitude, guint64 block)
{
  return magnitude->effect_block != 0 && block >= magnitude->effect_block ? magnitude->next
                                                                          : magnitude->current;
}

/* As AllocationManager.isOperatorSlashable. */
static gboolean
is_slashable (const SuretyEigenlayerEntry *operator,
              const SuretyOperatorSet * set,
              guint64 block,
              guint64 delay)
{
  for (guint i = 0; operator->memberships != NULL && i<operator->memberships->len; i++)
    {
      const SuretyMembership *one = &g_array_index (operator->memberships, SuretyMembership, i);

      if (one->set == set->id && address_equal (&one->avs, &set->avs))
        return one->registered || (one->until != 0 && block <= one->until + delay);
    }
  return FALSE;
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
add_operator (GHashTable *by_set,
              const SuretyEigenlayerEntry *operator,
              guint64 block,
              guint64 delay)
{
  for (guint i = 0; operator->allocations != NULL && i<operator->allocations->len; i++)
    {
      const SuretyEigenlayerMagnitude *one = &g_array_index (operator->allocations,
                                                             SuretyEigenlayerMagnitude, i);
      SuretyEigenlayerSet *entry = g_hash_table_lookup (by_set, &one->set);
      SuretyServiceStake *stake = entry != NULL ? find_stake (entry->stakes, &one->strategy) : NULL;
      u256 part;

      if (stake == NULL || !is_slashable (operator, & one->set, block, delay))
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

/* In tokens, where the strategy's price was read. */
static void
price (SuretyEigenlayer *self, SuretyMulticall *multicall, SuretyEigenlayerSet *entry)
{
  for (guint i = 0; i < surety_network_get_n_tokens (self->network); i++)
    {
      const SuretyToken *token = surety_network_get_token (self->network, i);
      SuretyServiceStake *stake = find_stake (entry->stakes, &token->strategy);
      u256 one_share;

      if (stake == NULL || entry->call_prices == NULL ||
          !surety_multicall_get_word (multicall, g_array_index (entry->call_prices, guint, i),
                                      &one_share, NULL))
        continue;
      stake->tokens_known = u256_mul_div (stake->shares, one_share, surety_eigenlayer_whole (token),
                                          ROUND_DOWN, &stake->tokens);
    }
}

void
surety_eigenlayer_sum_stakes (SuretyEigenlayer *self, SuretyMulticall *multicall, GPtrArray *sets)
{
  g_autoptr (GHashTable) by_set = g_hash_table_new (set_hash, set_equal);
  guint64 block = surety_eigenlayer_directory_get_block (self->directory);
  guint n = surety_eigenlayer_directory_get_n_operators (self->directory);
  guint64 delay;

  /* Without all operators, or without knowing how long one that left can be slashed, there is no sum. */
  if (block == 0 || sets->len == 0 ||
      !surety_eigenlayer_read_blocks (multicall,
                                      ((SuretyEigenlayerSet *) g_ptr_array_index (sets, 0))
                                        ->call_deallocation_delay,
                                      &delay))
    return;

  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);

      g_array_set_size (entry->stakes, 0);
      for (guint k = 0; k < entry->strategies->len; k++)
        {
          SuretyServiceStake stake = {
            .strategy = g_array_index (entry->strategies, Address, k),
          };

          g_array_append_val (entry->stakes, stake);
        }
      entry->stakes_known = entry->strategies_known;
      g_hash_table_insert (by_set, &entry->set, entry);
    }
  for (guint i = 0; i < n; i++)
    add_operator (by_set, surety_eigenlayer_directory_get_operator (self->directory, i), block,
                  delay);
  for (guint i = 0; i < sets->len; i++)
    price (self, multicall, g_ptr_array_index (sets, i));
}
