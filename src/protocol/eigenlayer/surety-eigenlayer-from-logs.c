/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sync.h"

/* What operators are shown with, from the directory. */

static const SuretyMembership *
find_membership (const SuretyEigenlayerEntry *entry, const SuretyOperatorSet *set)
{
  for (guint i = 0; entry->memberships != NULL && i < entry->memberships->len; i++)
    {
      const SuretyMembership *one = &g_array_index (entry->memberships, SuretyMembership, i);

      if (one->set == set->id && address_equal (&one->avs, &set->avs))
        return one;
    }
  return NULL;
}

/* AllocationManager.isOperatorSlashable: registered, or left DEALLOCATION_DELAY blocks ago or less. */
gboolean
surety_eigenlayer_entry_is_slashable (SuretyEigenlayer *self,
                                      const SuretyEigenlayerEntry *entry,
                                      const SuretyOperatorSet *set)
{
  const SuretyMembership *membership = find_membership (entry, set);

  if (membership == NULL)
    return FALSE;
  if (membership->registered || !self->prices->exit_known)
    return TRUE;
  return surety_eigenlayer_directory_get_block (self->directory) <=
         membership->until + self->prices->deallocation_delay;
}

static gboolean
set_has (SuretyEigenlayer *self, const SuretyOperatorSet *set, const Address *strategy)
{
  const SuretyEigenlayerSetEntry *entry = surety_eigenlayer_directory_find_set (self->directory,
                                                                                set);

  for (guint i = 0; entry != NULL && entry->strategies != NULL && i < entry->strategies->len; i++)
    if (address_equal (&g_array_index (entry->strategies, SuretyEigenlayerSetStrategy, i).strategy,
                       strategy))
      return TRUE;
  return FALSE;
}

static u256
find_max (const SuretyEigenlayerEntry *entry, const Address *strategy)
{
  for (guint i = 0; entry->maxes != NULL && i < entry->maxes->len; i++)
    {
      const SuretyEigenlayerMax *one = &g_array_index (entry->maxes, SuretyEigenlayerMax, i);

      if (address_equal (&one->strategy, strategy))
        return one->max;
    }
  return U256_WAD;
}

/* What is allocated at the directory's block, and what a change under way leads to. */
static guint64
get_current (SuretyEigenlayer *self, const SuretyEigenlayerMagnitude *one, guint64 *next)
{
  const gboolean came = one->effect_block != 0 &&
                        one->effect_block <=
                          surety_eigenlayer_directory_get_block (self->directory);

  *next = one->effect_block != 0 ? one->next : one->current;
  return came ? one->next : one->current;
}

static SuretyPledgedMagnitude *
make_pledged (SuretyEigenlayer *self, const SuretyEigenlayerEntry *entry, guint *n_sets)
{
  const guint n = surety_network_get_n_tokens (self->network);
  SuretyPledgedMagnitude *pledged = g_new0 (SuretyPledgedMagnitude, n);
  g_autofree u256 *encumbered = g_new0 (u256, n);

  *n_sets = 0;
  for (guint t = 0; t < n; t++)
    {
      pledged[t].strategy = surety_network_get_token (self->network, t)->strategy;
      pledged[t].max = find_max (entry, &pledged[t].strategy);
    }
  for (guint i = 0; entry->allocations != NULL && i < entry->allocations->len; i++)
    {
      const SuretyEigenlayerMagnitude *one = &g_array_index (entry->allocations,
                                                             SuretyEigenlayerMagnitude, i);
      guint64 next;
      const guint64 current = get_current (self, one, &next);
      gboolean seen = FALSE;

      if (current == 0 && next == 0)
        continue;
      for (guint k = 0; k < i && !seen; k++)
        {
          const SuretyEigenlayerMagnitude *other = &g_array_index (entry->allocations,
                                                                   SuretyEigenlayerMagnitude, k);
          guint64 other_next;

          seen = surety_operator_set_equal (&other->set, &one->set) &&
                 (get_current (self, other, &other_next) != 0 || other_next != 0);
        }
      *n_sets += seen ? 0 : 1;
      for (guint t = 0; t < n; t++)
        if (address_equal (&pledged[t].strategy, &one->strategy))
          {
            const gboolean now = surety_eigenlayer_entry_is_slashable (self, entry, &one->set) &&
                                 set_has (self, &one->set, &one->strategy);

            *(now ? &pledged[t].now : &pledged[t].dormant) += current;
            if (next > current)
              pledged[t].pending += next - current;
            encumbered[t] += MAX (current, next);
            break;
          }
    }
  for (guint t = 0; t < n; t++)
    if (pledged[t].max > encumbered[t])
      pledged[t].latent = pledged[t].max - encumbered[t];
  return pledged;
}

static SuretyProviderStake
make_stake (SuretyEigenlayer *self, const SuretyEigenlayerStake *from, const SuretyToken **token)
{
  const SuretyEigenlayerPrices *prices = self->prices;
  SuretyProviderStake stake = {
    .strategy = from->strategy,
    .shares = from->shares,
    .stakers_known = TRUE,
    .n_stakers = from->n_stakers,
    .largest_staker = from->largest,
    .largest = from->part,
  };

  *token = NULL;
  for (guint i = 0; i < prices->n; i++)
    {
      const SuretyToken *one = surety_network_get_token (self->network, i);

      if (!address_equal (&one->strategy, &from->strategy))
        continue;
      *token = one;
      stake.tokens_known = prices->one_share[i] != 0 &&
                           u256_mul_div (from->shares, prices->one_share[i],
                                         surety_eigenlayer_whole (one), ROUND_DOWN, &stake.tokens);
      stake.eth_known = stake.tokens_known && prices->rates[i] != 0 &&
                        u256_mul_div (stake.tokens, prices->rates[i], surety_eigenlayer_whole (one),
                                      ROUND_DOWN, &stake.eth);
      break;
    }
  return stake;
}

/* The tokens the network knows, in its order. */
static GListModel *
make_figures (SuretyEigenlayer *self, const SuretyEigenlayerEntry *entry)
{
  GListStore *store = g_list_store_new (SURETY_TYPE_FIGURE);
  const guint64 block = surety_eigenlayer_directory_get_block (self->directory);
  const guint64 time = surety_eigenlayer_directory_get_time (self->directory);

  for (guint t = 0; t < surety_network_get_n_tokens (self->network); t++)
    for (guint i = 0; entry->stakes != NULL && i < entry->stakes->len; i++)
      {
        const SuretyEigenlayerStake *one = &g_array_index (entry->stakes, SuretyEigenlayerStake, i);
        const SuretyToken *token = surety_network_get_token (self->network, t);
        g_autoptr (SuretyFigure) figure = NULL;
        const SuretyToken *priced;
        SuretyProviderStake stake;

        if (one->shares == 0 || !address_equal (&one->strategy, &token->strategy))
          continue;
        stake = make_stake (self, one, &priced);
        if (stake.tokens_known)
          figure = surety_figure_new (stake.tokens, token->decimals, token->symbol, block, time,
                                      surety_eigenlayer_get_known (self));
        else
          figure = surety_figure_new_unknown (token->decimals, token->symbol);
        g_list_store_append (store, figure);
      }
  return G_LIST_MODEL (store);
}

static void
fill_splits (SuretyEigenlayer *self, const SuretyEigenlayerEntry *entry, GArray *splits)
{
  const guint64 time = surety_eigenlayer_directory_get_time (self->directory);
  SuretySplit usual = { .kind = SURETY_SPLIT_DEFAULT };

  if (surety_eigenlayer_directory_get_default_split (self->directory, &usual.bips) ||
      self->prices->split_known)
    {
      if (self->prices->split_known)
        usual.bips = self->prices->default_split;
      usual.next_bips = usual.bips;
      g_array_append_val (splits, usual);
    }
  for (guint i = 0; entry->splits != NULL && i < entry->splits->len; i++)
    {
      const SuretyEigenlayerSplit *from = &g_array_index (entry->splits, SuretyEigenlayerSplit, i);
      const gboolean came = from->activates <= time;
      SuretySplit split = {
        .kind = from->kind,
        .avs = from->set.avs,
        .set = from->set.id,
        .bips = came ? from->next_bips : from->bips,
        .next_bips = from->next_bips,
        .activates = came ? 0 : from->activates,
      };

      g_array_append_val (splits, split);
    }
}

void
surety_eigenlayer_fill_from_logs (SuretyEigenlayer *self,
                                  const SuretyEigenlayerEntry *entry,
                                  SuretyEigenlayerRoom *room,
                                  SuretyProviderFacts *facts)
{
  SuretyEigenlayerDirectory *directory = self->directory;
  const SuretyMetadata *metadata;
  gpointer code;

  room->stakes = g_array_new (FALSE, FALSE, sizeof (SuretyProviderStake));
  room->splits = g_array_new (FALSE, FALSE, sizeof (SuretySplit));
  room->slashings = g_array_new (FALSE, FALSE, sizeof (SuretySlashing));

  for (guint i = 0; entry->stakes != NULL && i < entry->stakes->len; i++)
    {
      const SuretyEigenlayerStake *from = &g_array_index (entry->stakes, SuretyEigenlayerStake, i);
      const SuretyToken *token;
      SuretyProviderStake stake = make_stake (self, from, &token);

      if (stake.shares != 0)
        g_array_append_val (room->stakes, stake);
    }
  fill_splits (self, entry, room->splits);
  facts->slashings = 0;
  for (guint i = 0; entry->slashings != NULL && i < entry->slashings->len; i++)
    {
      SuretySlashing one = g_array_index (entry->slashings, SuretySlashing, i);
      const SuretySlashing *before = i > 0
                                       ? &g_array_index (entry->slashings, SuretySlashing, i - 1)
                                       : NULL;

      one.time = surety_eigenlayer_directory_estimate_time (directory, one.block);
      g_array_append_val (room->slashings, one);
      /* One of several strategies is one slashing. */
      if (before == NULL || !hash_equal (&before->transaction, &one.transaction) ||
          before->set != one.set || !address_equal (&before->avs, &one.avs))
        facts->slashings++;
    }

  metadata = surety_eigenlayer_find_metadata (self, entry->metadata, entry->uri);
  if (metadata != NULL)
    {
      facts->name = metadata->name;
      facts->description = metadata->description;
      facts->website = metadata->website;
      facts->logo = metadata->logo;
    }
  facts->metadata_uri = entry->uri;
  facts->registered_block = entry->registered_block;
  facts->registered_time = surety_eigenlayer_directory_estimate_time (directory,
                                                                      entry->registered_block);
  facts->active_block = entry->active_block;
  facts->active_time = surety_eigenlayer_directory_estimate_time (directory, entry->active_block);
  facts->strategy_stakes = (const SuretyProviderStake *) (gconstpointer) room->stakes->data;
  facts->n_strategy_stakes = room->stakes->len;
  facts->stakers_known = TRUE;
  facts->n_stakers = entry->n_stakers;
  facts->splits_known = TRUE;
  facts->splits = (const SuretySplit *) (gconstpointer) room->splits->data;
  facts->n_splits = room->splits->len;
  facts->slashings_known = TRUE;
  facts->slashing_records = (const SuretySlashing *) (gconstpointer) room->slashings->data;
  facts->n_slashing_records = room->slashings->len;
  facts->memberships_known = TRUE;
  if (entry->memberships != NULL)
    {
      facts->memberships = (const SuretyMembership *) (gconstpointer) entry->memberships->data;
      facts->n_memberships = entry->memberships->len;
    }
  if (entry->m2 != NULL)
    {
      facts->m2 = (const Address *) entry->m2->data;
      facts->n_m2 = entry->m2->len;
    }
  if (g_hash_table_lookup_extended (self->prices->approvers, &entry->approver, NULL, &code))
    {
      facts->approver_code_known = TRUE;
      facts->approver_is_contract = GPOINTER_TO_INT (code);
    }
  if (entry->next_delay_block > surety_eigenlayer_directory_get_block (directory))
    {
      facts->pending_delay = entry->next_delay;
      facts->pending_delay_block = entry->next_delay_block;
    }
}

void
surety_eigenlayer_room_clear (SuretyEigenlayerRoom *room)
{
  g_clear_pointer (&room->stakes, g_array_unref);
  g_clear_pointer (&room->splits, g_array_unref);
  g_clear_pointer (&room->slashings, g_array_unref);
}

SuretyProvider *
surety_eigenlayer_make_from_logs (SuretyEigenlayer *self, const SuretyEigenlayerEntry *entry)
{
  const guint64 block = surety_eigenlayer_directory_get_block (self->directory);
  const gboolean came = entry->delay_known && entry->next_delay_block <= block;
  g_autoptr (GListModel) stakes = make_figures (self, entry);
  g_autofree SuretyPledgedMagnitude *pledged = NULL;
  SuretyEigenlayerRoom room = { 0 };
  SuretyProviderFacts facts = {
    .address = entry->address,
    .delay_known = TRUE,
    .delay_set = entry->delay_set || came,
    .delay = came ? entry->next_delay : entry->delay,
    .approval_known = TRUE,
    .approver = entry->approver,
    .registered = TRUE,
    .vault = surety_eigenlayer_find_vault (self, &entry->address),
    .stakes = stakes,
    .known = surety_eigenlayer_get_known (self),
    .block = block,
    .time = surety_eigenlayer_directory_get_time (self->directory),
  };
  SuretyProvider *provider;

  surety_eigenlayer_fill_from_logs (self, entry, &room, &facts);
  pledged = make_pledged (self, entry, &facts.n_sets);
  facts.pledged = pledged;
  facts.n_pledged = surety_network_get_n_tokens (self->network);
  provider = surety_provider_new (&facts);
  surety_eigenlayer_room_clear (&room);
  return provider;
}
