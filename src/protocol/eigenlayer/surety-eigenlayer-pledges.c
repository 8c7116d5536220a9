/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sync.h"

/* FALSE when it can't be read. */
static gboolean
read_flag (SuretyMulticall *multicall, GArray *calls, guint i, gboolean *out)
{
  u256 word;

  if (i >= calls->len ||
      !surety_multicall_get_word (multicall, g_array_index (calls, guint, i), &word, NULL))
    return FALSE;
  *out = word != 0;
  return TRUE;
}

/* As well as the less well known of what the operator says and what its sets do. */
static SuretyKnown
find_known (SuretyEigenlayer *self,
            SuretyMulticall *multicall,
            const SuretyEigenlayerOperator *operator)
{
  return MIN (operator->known, surety_eigenlayer_get_known_of (self, multicall));
}

/* Where the operator stands with one of its sets. */
static SuretyStanding
find_standing (SuretyMulticall *multicall,
               SuretyEigenlayerOperator *operator,
               GArray * slashable,
               const SuretyOperatorSet *set)
{
  guint n = operator->sets->len;

  for (guint i = 0; i < n; i++)
    {
      gboolean is_slashable, is_member;

      if (!surety_operator_set_equal (&g_array_index (operator->sets, SuretyOperatorSet, i), set))
        continue;
      if (!read_flag (multicall, slashable, i, &is_slashable))
        return SURETY_STANDING_UNKNOWN;
      if (!is_slashable)
        return SURETY_STANDING_OUTSIDE;
      if (!read_flag (multicall, slashable, n + i, &is_member))
        return SURETY_STANDING_UNKNOWN;
      return is_member ? SURETY_STANDING_MEMBER : SURETY_STANDING_LEFT;
    }
  return SURETY_STANDING_UNKNOWN;
}

static gboolean
is_in_set (SuretyEigenlayerSet *entry, const Address *strategy)
{
  if (entry == NULL || !entry->strategies_known)
    return TRUE;
  for (guint i = 0; i < entry->strategies->len; i++)
    if (address_equal (&g_array_index (entry->strategies, Address, i), strategy))
      return TRUE;
  return FALSE;
}

/* The last block in which one that left can be slashed; 0 = the logs were not read so far. */
static guint64
find_end (SuretyEigenlayer *self,
          SuretyMulticall *multicall,
          SuretyEigenlayerOperator *operator,
          SuretyEigenlayerSet * entry)
{
  const SuretyEigenlayerEntry *said = surety_eigenlayer_directory_find (self->directory,
                                                                        &operator->address);
  guint64 delay;

  if (said == NULL || said->memberships == NULL ||
      !surety_eigenlayer_read_blocks (multicall, entry->call_deallocation_delay, &delay))
    return 0;
  for (guint i = 0; i < said->memberships->len; i++)
    {
      const SuretyMembership *one = &g_array_index (said->memberships, SuretyMembership, i);

      if (one->set == entry->set.id && address_equal (&one->avs, &entry->set.avs))
        return one->registered || one->until == 0 ? 0 : one->until + delay;
    }
  return 0;
}

/* SuretySlashing of this set in this strategy; descriptions are lent. */
static GArray *
find_slashings (SuretyEigenlayer *self,
                SuretyEigenlayerOperator *operator,
                const SuretyOperatorSet * set,
                const Address *strategy,
                gboolean *known)
{
  GArray *slashings = g_array_new (FALSE, FALSE, sizeof (SuretySlashing));
  const SuretyEigenlayerEntry *said = surety_eigenlayer_directory_find (self->directory,
                                                                        &operator->address);

  *known = surety_eigenlayer_directory_get_next_block (self->directory) > 0;
  for (guint i = 0; said != NULL && said->slashings != NULL && i < said->slashings->len; i++)
    {
      SuretySlashing one = g_array_index (said->slashings, SuretySlashing, i);

      if (one.set != set->id || !address_equal (&one.avs, &set->avs) ||
          !address_equal (&one.strategy, strategy))
        continue;
      one.time = surety_eigenlayer_directory_estimate_time (self->directory, one.block);
      g_array_append_val (slashings, one);
    }
  return slashings;
}

GListModel *
surety_eigenlayer_make_pledges (SuretyEigenlayer *self,
                                SuretyMulticall *multicall,
                                SuretyEigenlayerOperator *operator,
                                GArray * slashable,
                                GPtrArray *sets)
{
  GListStore *store = g_list_store_new (SURETY_TYPE_PLEDGE);

  for (guint i = 0; i < operator->allocations->len; i++)
    {
      const SuretyEigenlayerAllocation *one = &g_array_index (operator->allocations,
                                                              SuretyEigenlayerAllocation, i);
      SuretyEigenlayerSet *entry = surety_eigenlayer_sets_find (sets, &one->set);
      const SuretyToken *token = surety_network_get_token (self->network, one->token);
      g_autoptr (SuretyPledge) pledge = NULL;
      g_autoptr (GArray) slashings = NULL;
      SuretyPledgeFacts facts = {
        .provider = operator->address,
        .network = self->network,
        .token = token,
        .current = one->current,
        .pending = one->pending,
        .pending_is_release = one->releases,
        .effect_block = one->effect_block,
        .max = operator->max[one->token],
        .encumbered = operator->encumbered[one->token],
        .known = find_known (self, multicall, operator),
        .block = surety_multicall_get_block (multicall),
        .time = surety_multicall_get_timestamp (multicall),
      };

      if (entry == NULL)
        continue;
      facts.service = entry->service;
      facts.standing = find_standing (multicall, operator, slashable, &one->set);
      facts.strategy_in_set = is_in_set (entry, &token->strategy);
      if (facts.standing == SURETY_STANDING_LEFT)
        facts.slashable_until = find_end (self, multicall, operator, entry);
      slashings = find_slashings (self, operator, & one->set, &token->strategy,
                                  &facts.slashings_known);
      facts.slashings = (const SuretySlashing *) (gpointer) slashings->data;
      facts.n_slashings = slashings->len;
      facts.exit_delay_known = surety_eigenlayer_read_blocks (multicall, entry->call_exit_delay,
                                                              &facts.exit_delay);
      pledge = surety_pledge_new (&facts);
      g_list_store_append (store, pledge);
    }
  return G_LIST_MODEL (store);
}

/* Tokens delegated to the operator: shares at the strategy's price of one share. */
static GListModel *
make_stakes (SuretyEigenlayer *self,
             SuretyMulticall *multicall,
             SuretyEigenlayerOperator *operator,
             const u256 * one_share)
{
  GListStore *store = g_list_store_new (SURETY_TYPE_FIGURE);
  guint n = surety_network_get_n_tokens (self->network);

  for (guint i = 0; i < n; i++)
    {
      const SuretyToken *token = surety_network_get_token (self->network, i);
      g_autoptr (SuretyFigure) figure = NULL;
      u256 tokens;

      if (operator->shares[i] == 0)
        continue;
      if (one_share[i] != 0 && u256_mul_div (operator->shares[i], one_share[i],
                                             surety_eigenlayer_whole (token), ROUND_DOWN, &tokens))
        figure = surety_figure_new (tokens, token->decimals, token->symbol,
                                    surety_multicall_get_block (multicall),
                                    surety_multicall_get_timestamp (multicall),
                                    find_known (self, multicall, operator));
      else
        figure = surety_figure_new_unknown (token->decimals, token->symbol);
      g_list_store_append (store, figure);
    }
  return G_LIST_MODEL (store);
}

static void
add_magnitude (u256 *sum, u256 part)
{
  if (!u256_add (*sum, part, sum))
    *sum = U256_MAX;
}

static SuretyPledgedMagnitude *
make_pledged (SuretyEigenlayer *self,
              SuretyMulticall *multicall,
              SuretyEigenlayerOperator *operator,
              GArray * slashable,
              GPtrArray *sets)
{
  guint n = surety_network_get_n_tokens (self->network);
  SuretyPledgedMagnitude *pledged = g_new0 (SuretyPledgedMagnitude, n);

  for (guint i = 0; i < n; i++)
    {
      pledged[i].strategy = surety_network_get_token (self->network, i)->strategy;
      pledged[i].max = operator->max[i];
      if (operator->max[i]> operator->encumbered[i])
        pledged[i].latent = operator->max[i] - operator->encumbered[i];
    }

  for (guint i = 0; i < operator->allocations->len; i++)
    {
      const SuretyEigenlayerAllocation *one = &g_array_index (operator->allocations,
                                                              SuretyEigenlayerAllocation, i);
      SuretyPledgedMagnitude *sum = &pledged[one->token];
      gboolean now = find_standing (multicall, operator, slashable, &one->set) !=
                       SURETY_STANDING_OUTSIDE &&
                     is_in_set (surety_eigenlayer_sets_find (sets, &one->set), &sum->strategy);

      add_magnitude (now ? &sum->now : &sum->dormant, one->current);
      if (!one->releases)
        add_magnitude (&sum->pending, one->pending);
    }
  return pledged;
}

SuretyProvider *
surety_eigenlayer_make_provider (SuretyEigenlayer *self,
                                 SuretyMulticall *multicall,
                                 SuretyEigenlayerOperator *operator,
                                 const u256 * one_share,
                                 GArray *slashable,
                                 GPtrArray *sets)
{
  const SuretyEigenlayerEntry *entry = surety_eigenlayer_directory_find (self->directory,
                                                                         &operator->address);
  SuretyEigenlayerRoom room = { 0 };
  SuretyProvider *provider;
  g_autoptr (GListModel) stakes = make_stakes (self, multicall, operator, one_share);
  g_autofree SuretyPledgedMagnitude *pledged = NULL;
  SuretyProviderFacts facts = {
    .address = operator->address,
    .delay_known = operator->delay_known,
    .delay_set = operator->delay_set,
    .delay = operator->delay,
    .approval_known = operator->approval_known,
    .approver = operator->approver,
    .registered = operator->registered,
    .vault = surety_eigenlayer_find_vault (self, &operator->address),
    .n_sets = operator->sets->len,
    .stakes = stakes,
  };

  if (entry != NULL)
    surety_eigenlayer_fill_from_logs (self, entry, &room, &facts);
  if (operator->magnitudes_known)
    {
      pledged = make_pledged (self, multicall, operator, slashable, sets);
      facts.pledged = pledged;
      facts.n_pledged = surety_network_get_n_tokens (self->network);
    }
  facts.known = find_known (self, multicall, operator);
  facts.block = surety_multicall_get_block (multicall);
  facts.time = surety_multicall_get_timestamp (multicall);
  provider = surety_provider_new (&facts);
  surety_eigenlayer_room_clear (&room);
  return provider;
}

typedef struct
{
  SuretyEigenlayer *self;
  Address provider;
} LoadProvider;

static void
load_provider_free (gpointer data)
{
  LoadProvider *load = data;

  g_object_unref (load->self);
  g_free (load);
}

static LoadProvider *
load_provider_new (SuretyProtocol *protocol, const Address *provider)
{
  LoadProvider *load = g_new0 (LoadProvider, 1);

  load->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  load->provider = *provider;
  return load;
}

static void
add_operator_sets (GPtrArray *sets, SuretyEigenlayerOperator *operator)
{
  for (guint i = 0; i < operator->sets->len; i++)
    surety_eigenlayer_sets_add (sets, &g_array_index (operator->sets, SuretyOperatorSet, i));
  for (guint i = 0; i < operator->allocations->len; i++)
    surety_eigenlayer_sets_add (sets, &g_array_index (operator->allocations,
                                                      SuretyEigenlayerAllocation, i)
                                         .set);
}

static DexFuture *
load_pledges_fiber (SuretyFlow *flow, gpointer data)
{
  LoadProvider *load = data;
  SuretyEigenlayer *self = load->self;
  g_autoptr (SuretyEigenlayerOperator) operator= surety_eigenlayer_operator_new (self,
                                                                                 &load->provider);
  g_autoptr (SuretyMulticall) first = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (SuretyMulticall) second = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (GPtrArray) sets = surety_eigenlayer_sets_new ();
  g_autoptr (GHashTable) codes = NULL;
  g_autoptr (GArray) slashable = NULL;
  g_autoptr (GError) error = NULL;

  surety_eigenlayer_ask_operator (self, first, operator, TRUE);
  if (!surety_eigenlayer_run (self, flow, first, 0, &error) ||
      !surety_eigenlayer_read_operator (self, first, operator, & error) ||
      !surety_eigenlayer_read_allocations (self, first, operator, & error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  add_operator_sets (sets, operator);
  slashable = surety_eigenlayer_ask_slashable (self, second, operator);
  surety_eigenlayer_ask_sets (self, second, sets, TRUE);
  if (!surety_eigenlayer_run (self, flow, second, surety_multicall_get_block (first), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  codes = surety_eigenlayer_load_codes (self, flow, second, sets, &error);
  if (codes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  surety_eigenlayer_read_sets (self, second, sets);
  surety_eigenlayer_make_services (self, second, sets, codes);
  return dex_future_new_take_object (
    surety_eigenlayer_make_pledges (self, second, operator, slashable, sets));
}

DexFuture *
surety_eigenlayer_load_pledges (SuretyProtocol *protocol, const Address *provider)
{
  return surety_flow_spawn (load_pledges_fiber, load_provider_new (protocol, provider),
                            load_provider_free);
}

static DexFuture *
load_provider_fiber (SuretyFlow *flow, gpointer data)
{
  LoadProvider *load = data;
  SuretyEigenlayer *self = load->self;
  g_autoptr (SuretyEigenlayerOperator) operator= surety_eigenlayer_operator_new (self,
                                                                                 &load->provider);
  g_autoptr (SuretyMulticall) first = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (SuretyMulticall) second = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (GPtrArray) sets = surety_eigenlayer_sets_new ();
  g_autoptr (GArray) slashable = NULL;
  g_autoptr (GArray) prices = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) error = NULL;
  guint n = surety_network_get_n_tokens (self->network);
  g_autofree u256 *one_share = g_new0 (u256, n);

  if (!surety_eigenlayer_refresh_vaults (self, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  surety_eigenlayer_ask_operator (self, first, operator, TRUE);
  for (guint i = 0; i < n; i++)
    {
      const SuretyToken *token = surety_network_get_token (self->network, i);
      AbiValue whole = abi_uint (surety_eigenlayer_whole (token));
      guint call = surety_eigenlayer_ask (first, &token->strategy, EL_SHARES_TO_UNDERLYING_VIEW, 1,
                                          &whole);

      g_array_append_val (prices, call);
    }
  if (!surety_eigenlayer_run (self, flow, first, 0, &error) ||
      !surety_eigenlayer_read_operator (self, first, operator, & error) ||
      !surety_eigenlayer_read_allocations (self, first, operator, & error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!operator->registered)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOT_OPERATOR,
                                  "The address is no registered operator");

  for (guint i = 0; i < n; i++)
    if (!surety_multicall_get_word (first, g_array_index (prices, guint, i), &one_share[i], NULL))
      one_share[i] = 0;

  add_operator_sets (sets, operator);
  slashable = surety_eigenlayer_ask_slashable (self, second, operator);
  surety_eigenlayer_ask_sets (self, second, sets, FALSE);
  if (!surety_eigenlayer_run (self, flow, second, surety_multicall_get_block (first), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  surety_eigenlayer_read_sets (self, second, sets);
  return dex_future_new_take_object (
    surety_eigenlayer_make_provider (self, second, operator, one_share, slashable, sets));
}

DexFuture *
surety_eigenlayer_load_provider (SuretyProtocol *protocol, const Address *provider)
{
  return surety_flow_spawn (load_provider_fiber, load_provider_new (protocol, provider),
                            load_provider_free);
}
