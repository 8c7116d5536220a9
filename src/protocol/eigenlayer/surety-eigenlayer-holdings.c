/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

#include <string.h>

/* Three exchanges at most, whatever the number of tokens: what the account has; what its shares are
 * worth and who its operator is; which sets that operator serves. All at the block of the first. */

typedef struct
{
  SuretyEigenlayer *self;
  Address account;

  SuretyEigenlayerAssetsCalls assets;
  guint call_eth;
  guint call_code;
  guint call_delegated_to;
  guint call_withdrawable;
  guint call_queued;
  guint call_exit_delay;
  guint call_configuration_delay;
  gboolean asked_roots;
  guint call_n_roots;
  guint call_root;           /* the newest */
  guint call_claimable_root; /* the newest that is active and not disabled */

  u256 *withdrawable;     /* one a token */
  u256 *deposited;        /* one a token */
  GArray *worth_calls;    /* guint, one a token: G_MAXUINT = no position */
  GPtrArray *withdrawals; /* SuretyWithdrawal */
  GPtrArray *exit_shares; /* u256 array, one a withdrawal */
  GPtrArray *exit_calls;  /* GArray of guint, one a withdrawal: G_MAXUINT = not asked */
} LoadHoldings;

static void
load_holdings_free (gpointer data)
{
  LoadHoldings *load = data;

  g_clear_pointer (&load->assets.calls, g_array_unref);
  g_free (load->withdrawable);
  g_free (load->deposited);
  g_array_unref (load->worth_calls);
  g_ptr_array_unref (load->withdrawals);
  g_ptr_array_unref (load->exit_shares);
  g_ptr_array_unref (load->exit_calls);
  g_object_unref (load->self);
  g_free (load);
}

static void
ask_account (LoadHoldings *load, SuretyMulticall *multicall)
{
  SuretyEigenlayer *self = load->self;
  g_autofree AbiValue *items = g_new0 (AbiValue, surety_network_get_n_tokens (self->network) + 1);
  AbiValue args[] = {
    abi_address (&load->account),
    surety_eigenlayer_strategies (self, items),
  };

  surety_eigenlayer_ask_assets (self, multicall, &load->account, &load->assets);
  load->call_eth = surety_multicall_add_eth_balance (multicall, &load->account);
  load->call_delegated_to = surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                                   EL_DELEGATED_TO, 1, args);
  load->call_withdrawable = surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                                   EL_GET_WITHDRAWABLE_SHARES, 2, args);
  load->call_queued = surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                             EL_GET_QUEUED_WITHDRAWALS, 1, args);
  load->call_exit_delay = surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                                 EL_MIN_WITHDRAWAL_DELAY_BLOCKS, 0, NULL);
  load->call_configuration_delay = surety_eigenlayer_ask (multicall, &self->allocation_manager,
                                                          EL_ALLOCATION_CONFIGURATION_DELAY, 0,
                                                          NULL);
}

/* A network need not have rewards. */
static void
ask_roots (LoadHoldings *load, SuretyMulticall *multicall)
{
  Address rewards;

  if (!surety_network_get_contract (load->self->network, "RewardsCoordinator", &rewards, NULL))
    return;
  load->asked_roots = TRUE;
  load->call_n_roots = surety_eigenlayer_ask (multicall, &rewards, EL_GET_DISTRIBUTION_ROOTS_LENGTH,
                                              0, NULL);
  load->call_root = surety_eigenlayer_ask (multicall, &rewards, EL_GET_CURRENT_DISTRIBUTION_ROOT, 0,
                                           NULL);
  load->call_claimable_root = surety_eigenlayer_ask (multicall, &rewards,
                                                     EL_GET_CURRENT_CLAIMABLE_DISTRIBUTION_ROOT, 0,
                                                     NULL);
}

static gboolean
malformed (GError **error, const char *what)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
               "%s answered lists of different lengths", what);
  return FALSE;
}

static gboolean
read_shares (LoadHoldings *load, SuretyMulticall *multicall, GError **error)
{
  guint n = surety_network_get_n_tokens (load->self->network);
  AbiValues values = { 0 };
  gboolean fits;

  if (!surety_multicall_get (multicall, load->call_withdrawable, &values, error))
    return FALSE;
  fits = values.values[0].n_items == n && values.values[1].n_items == n;
  load->withdrawable = g_new0 (u256, n);
  load->deposited = g_new0 (u256, n);
  for (guint i = 0; i < n && fits; i++)
    {
      load->withdrawable[i] = values.values[0].items[i].word;
      load->deposited[i] = values.values[1].items[i].word;
    }
  abi_values_clear (&values);
  return fits || malformed (error, "getWithdrawableShares");
}

SuretyWithdrawal *
surety_eigenlayer_read_withdrawal (const AbiValue *value, const AbiValue *shares_now, u256 **shares)
{
  gsize n = value->items[5].n_items;
  SuretyWithdrawal *withdrawal;

  if (value->items[6].n_items != n || shares_now->n_items != n)
    return NULL;

  withdrawal = g_new0 (SuretyWithdrawal, 1);
  withdrawal->staker = abi_value_address (&value->items[0]);
  withdrawal->delegated_to = abi_value_address (&value->items[1]);
  withdrawal->withdrawer = abi_value_address (&value->items[2]);
  withdrawal->nonce = value->items[3].word;
  withdrawal->start_block = (guint32) value->items[4].word;
  withdrawal->n = (guint) n;
  withdrawal->strategies = g_new0 (Address, n);
  withdrawal->scaled_shares = g_new0 (u256, n);
  *shares = g_new0 (u256, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      withdrawal->strategies[i] = abi_value_address (&value->items[5].items[i]);
      withdrawal->scaled_shares[i] = value->items[6].items[i].word;
      (*shares)[i] = shares_now->items[i].word;
    }
  return withdrawal;
}

static gboolean
read_queue (LoadHoldings *load, SuretyMulticall *multicall, GError **error)
{
  AbiValues values = { 0 };
  gboolean fits;

  if (!surety_multicall_get (multicall, load->call_queued, &values, error))
    return FALSE;
  fits = values.values[0].n_items == values.values[1].n_items;
  for (gsize i = 0; i < values.values[0].n_items && fits; i++)
    {
      u256 *shares = NULL;
      SuretyWithdrawal *withdrawal = surety_eigenlayer_read_withdrawal (&values.values[0].items[i],
                                                                        &values.values[1].items[i],
                                                                        &shares);

      fits = withdrawal != NULL;
      if (fits)
        {
          g_ptr_array_add (load->withdrawals, withdrawal);
          g_ptr_array_add (load->exit_shares, shares);
        }
    }
  abi_values_clear (&values);
  return fits || malformed (error, "getQueuedWithdrawals");
}

/* What shares are worth, asked of the strategy itself: its formula is its own. */
static void
ask_worth (LoadHoldings *load, SuretyMulticall *multicall)
{
  SuretyNetwork *network = load->self->network;

  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    {
      AbiValue shares = abi_uint (load->withdrawable[i]);
      guint call = G_MAXUINT;

      if (load->withdrawable[i] != 0)
        call = surety_eigenlayer_ask (multicall, &surety_network_get_token (network, i)->strategy,
                                      EL_SHARES_TO_UNDERLYING_VIEW, 1, &shares);
      g_array_append_val (load->worth_calls, call);
    }

  for (guint i = 0; i < load->withdrawals->len; i++)
    {
      const SuretyWithdrawal *withdrawal = g_ptr_array_index (load->withdrawals, i);
      const u256 *now = g_ptr_array_index (load->exit_shares, i);
      GArray *calls = g_array_new (FALSE, FALSE, sizeof (guint));

      for (guint k = 0; k < withdrawal->n; k++)
        {
          AbiValue shares = abi_uint (now[k]);
          guint call = G_MAXUINT;

          if (now[k] != 0 && surety_network_find_strategy (network, &withdrawal->strategies[k]))
            call = surety_eigenlayer_ask (multicall, &withdrawal->strategies[k],
                                          EL_SHARES_TO_UNDERLYING_VIEW, 1, &shares);
          g_array_append_val (calls, call);
        }
      g_ptr_array_add (load->exit_calls, calls);
    }
}

/* multicall may be NULL when nothing had to be asked; then now is 0 or of an unknown token. */
static SuretyFigure *
read_worth (LoadHoldings *load,
            SuretyMulticall *multicall,
            SuretyMulticall *first,
            const SuretyToken *token,
            u256 now,
            guint call)
{
  u256 value;

  if (token == NULL)
    return surety_figure_new_unknown (18, "");
  if (now == 0)
    return surety_eigenlayer_figure (load->self, first, 0, token->decimals, token->symbol);
  if (call == G_MAXUINT || !surety_multicall_get_word (multicall, call, &value, NULL))
    return surety_figure_new_unknown (token->decimals, token->symbol);
  return surety_eigenlayer_figure (load->self, multicall, value, token->decimals, token->symbol);
}

static GListModel *
make_positions (LoadHoldings *load,
                SuretyMulticall *multicall,
                SuretyMulticall *first,
                const Address *operator)
{
  GListStore *store = g_list_store_new (SURETY_TYPE_POSITION);
  SuretyNetwork *network = load->self->network;

  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    {
      const SuretyToken *token = surety_network_get_token (network, i);
      g_autoptr (SuretyFigure) worth = NULL;
      g_autoptr (SuretyPosition) position = NULL;

      /* Deposit shares without withdrawable ones: slashed to nothing, still a position. */
      if (load->deposited[i] == 0)
        continue;
      worth = read_worth (load, multicall, first, token, load->withdrawable[i],
                          g_array_index (load->worth_calls, guint, i));
      position = surety_position_new (network, token, worth, load->deposited[i],
                                      load->withdrawable[i], operator);
      g_list_store_append (store, position);
    }
  return G_LIST_MODEL (store);
}

static int
compare_exits (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint64 start_a = surety_exit_get_start_block ((SuretyExit *) a);
  guint64 start_b = surety_exit_get_start_block ((SuretyExit *) b);

  return (start_a > start_b) - (start_a < start_b);
}

static GListModel *
make_exits (LoadHoldings *load, SuretyMulticall *multicall, SuretyMulticall *first, guint64 delay)
{
  GListStore *store = g_list_store_new (SURETY_TYPE_EXIT);
  SuretyNetwork *network = load->self->network;

  for (guint i = 0; i < load->withdrawals->len; i++)
    {
      const SuretyWithdrawal *withdrawal = g_ptr_array_index (load->withdrawals, i);
      const u256 *now = g_ptr_array_index (load->exit_shares, i);
      GArray *calls = g_ptr_array_index (load->exit_calls, i);
      g_autoptr (GPtrArray) worth = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (SuretyExit) exit = NULL;

      for (guint k = 0; k < withdrawal->n; k++)
        g_ptr_array_add (worth,
                         read_worth (load, multicall, first,
                                     surety_network_find_strategy (network,
                                                                   &withdrawal->strategies[k]),
                                     now[k], g_array_index (calls, guint, k)));
      exit = surety_exit_new (network, withdrawal, worth, delay);
      g_list_store_insert_sorted (store, exit, compare_exits, NULL);
    }
  return G_LIST_MODEL (store);
}

/* EIP-7702: an account that runs another's code has the 23 bytes 0xef0100 and its address for code.
 */
static void
read_code (LoadHoldings *load, SuretyMulticall *first, SuretyHoldingsFacts *facts)
{
  static const guint8 prefix[] = { 0xef, 0x01, 0x00 };
  g_autoptr (GBytes) code = surety_multicall_dup_code (first, load->call_code, NULL);
  const guint8 *data;
  gsize len;

  if (code == NULL)
    return;
  data = g_bytes_get_data (code, &len);
  facts->code_known = TRUE;
  if (len == sizeof prefix + sizeof facts->code_delegate.bytes &&
      memcmp (data, prefix, sizeof prefix) == 0)
    {
      facts->code_delegated = TRUE;
      memcpy (facts->code_delegate.bytes, data + sizeof prefix, sizeof facts->code_delegate.bytes);
    }
}

static gboolean
read_root (SuretyMulticall *multicall, guint call, guint64 *end, gboolean *disabled)
{
  AbiValues values = { 0 };

  if (!surety_multicall_get (multicall, call, &values, NULL))
    return FALSE;
  *end = (guint64) values.values[1].word;
  *disabled = values.values[3].word != 0;
  abi_values_clear (&values);
  return TRUE;
}

/* Without any root the newest can't be asked for: it reverts. One that was disabled was wrong; then the
 * one that can be claimed from is the newest that may be right. */
static void
read_roots (LoadHoldings *load, SuretyMulticall *first, SuretyHoldingsFacts *facts)
{
  gboolean disabled = FALSE;
  guint64 end = 0;
  u256 n;

  if (!load->asked_roots || !surety_multicall_get_word (first, load->call_n_roots, &n, NULL))
    return;
  if (n > 0 && !read_root (first, load->call_root, &end, &disabled))
    return;
  if (disabled && !read_root (first, load->call_claimable_root, &end, &disabled))
    return;
  facts->rewards_known = TRUE;
  facts->rewards_end = end;
}

static void
read_prices (LoadHoldings *load, SuretyMulticall *first, u256 *one_share)
{
  for (guint i = 0; i < load->assets.calls->len; i++)
    if (!surety_multicall_get_word (first,
                                    g_array_index (load->assets.calls, SuretyEigenlayerAssetCalls,
                                                   i)
                                      .one_share,
                                    &one_share[i], NULL))
      one_share[i] = 0;
}

/* The operator's sets: third exchange. facts gets the provider and its pledges. */
static gboolean
load_operator (LoadHoldings *load,
               SuretyFlow *flow,
               SuretyMulticall *first,
               SuretyMulticall *second,
               SuretyEigenlayerOperator *operator,
               SuretyHoldingsFacts * facts,
               GError **error)
{
  SuretyEigenlayer *self = load->self;
  g_autoptr (SuretyMulticall) third = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (GPtrArray) sets = surety_eigenlayer_sets_new ();
  g_autoptr (GArray) slashable = NULL;
  g_autofree u256 *one_share = g_new0 (u256, surety_network_get_n_tokens (self->network));
  SuretyMulticall *last;

  if (!surety_eigenlayer_read_operator (self, second, operator, error) ||
      !surety_eigenlayer_read_allocations (self, second, operator, error))
    return FALSE;

  for (guint i = 0; i < operator->sets->len; i++)
    surety_eigenlayer_sets_add (sets, &g_array_index (operator->sets, SuretyOperatorSet, i));
  slashable = surety_eigenlayer_ask_slashable (self, third, operator);
  surety_eigenlayer_ask_sets (self, third, sets, TRUE);
  if (sets->len > 0 &&
      !surety_eigenlayer_run (self, flow, third, surety_multicall_get_block (first), error))
    return FALSE;

  surety_eigenlayer_read_sets (self, third, sets);
  surety_eigenlayer_make_services (self, third, sets, NULL);
  read_prices (load, first, one_share);
  /* Without sets nothing was asked in the third; what there is to say is of the second's block then. */
  last = sets->len > 0 ? third : second;
  facts->provider = surety_eigenlayer_make_provider (self, last, operator, one_share, slashable,
                                                     sets);
  facts->pledges = surety_eigenlayer_make_pledges (self, last, operator, slashable, sets);
  return TRUE;
}

static gboolean
read_uint64 (SuretyMulticall *multicall, guint call, guint64 *out, GError **error)
{
  u256 word;

  if (!surety_multicall_get_word (multicall, call, &word, error))
    return FALSE;
  *out = (guint64) word;
  return TRUE;
}

/* Sums are made of all of it: as well as the least well known. */
static SuretyKnown
find_known (LoadHoldings *load,
            SuretyMulticall *first,
            SuretyMulticall *second,
            SuretyProvider *provider)
{
  SuretyKnown least = surety_eigenlayer_get_known_of (load->self, first);

  if (surety_multicall_size (second) > 0)
    least = MIN (least, surety_eigenlayer_get_known_of (load->self, second));
  if (provider != NULL)
    least = MIN (least, surety_provider_get_known (provider));
  return least;
}

static DexFuture *
make_holdings (LoadHoldings *load,
               SuretyFlow *flow,
               SuretyMulticall *first,
               SuretyMulticall *second,
               const SuretyEigenlayerProofs *proofs,
               const Address *operator_address,
               SuretyHoldingsFacts *facts)
{
  g_autoptr (GListModel) assets = NULL;
  g_autoptr (GListModel) positions = NULL;
  g_autoptr (GListModel) exits = NULL;
  g_autoptr (SuretyFigure) eth = NULL;

  eth = surety_eigenlayer_proofs_figure (load->self, first, proofs, load->call_eth, 18, "ETH");
  assets = surety_eigenlayer_read_assets (load->self, first, proofs, &load->assets);
  positions = make_positions (load, second, first, operator_address);
  exits = make_exits (load, second, first, facts->exit_delay);
  facts->block = surety_multicall_get_block (first);
  facts->time = surety_multicall_get_timestamp (first);
  facts->known = find_known (load, first, second, facts->provider);
  facts->eth = eth;
  facts->assets = assets;
  facts->positions = positions;
  facts->exits = exits;
  return dex_future_new_take_object (surety_holdings_new (facts));
}

static DexFuture *
load_holdings_fiber (SuretyFlow *flow, gpointer data)
{
  LoadHoldings *load = data;
  SuretyEigenlayer *self = load->self;
  g_autoptr (SuretyMulticall) first = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (SuretyMulticall) second = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (SuretyEigenlayerProofs) proofs = NULL;
  g_autoptr (SuretyEigenlayerOperator) operator= NULL;
  g_autoptr (SuretyProvider) provider = NULL;
  g_autoptr (GListModel) pledges = NULL;
  g_autoptr (GError) error = NULL;
  SuretyHoldingsFacts facts = { 0 };
  Address address;
  gboolean delegated;

  ask_account (load, first);
  ask_roots (load, first);
  load->call_code = surety_multicall_add_code (first, &load->account);
  if (!surety_eigenlayer_run (self, flow, first, 0, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!surety_multicall_get_address (first, load->call_delegated_to, &address, &error) ||
      !read_shares (load, first, &error) || !read_queue (load, first, &error) ||
      !read_uint64 (first, load->call_exit_delay, &facts.exit_delay, &error) ||
      !read_uint64 (first, load->call_configuration_delay, &facts.configuration_delay, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  proofs = surety_eigenlayer_proofs_begin (self, first);
  read_code (load, first, &facts);
  read_roots (load, first, &facts);

  delegated = !address_is_zero (&address);
  ask_worth (load, second);
  if (delegated)
    {
      operator= surety_eigenlayer_operator_new (self, &address);
      surety_eigenlayer_ask_operator (self, second, operator, TRUE);
    }
  if (surety_multicall_size (second) > 0 &&
      !surety_eigenlayer_run (self, flow, second, surety_multicall_get_block (first), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!surety_eigenlayer_proofs_end (proofs, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (delegated && !load_operator (load, flow, first, second, operator, & facts, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  provider = facts.provider;
  pledges = facts.pledges != NULL ? facts.pledges
                                  : G_LIST_MODEL (g_list_store_new (SURETY_TYPE_PLEDGE));
  facts.pledges = pledges;
  return make_holdings (load, flow, first, second, proofs, delegated ? &address : NULL, &facts);
}

DexFuture *
surety_eigenlayer_load_holdings (SuretyProtocol *protocol, const Address *account)
{
  LoadHoldings *load = g_new0 (LoadHoldings, 1);

  load->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  load->account = *account;
  load->worth_calls = g_array_new (FALSE, FALSE, sizeof (guint));
  load->withdrawals = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_withdrawal_free);
  load->exit_shares = g_ptr_array_new_with_free_func (g_free);
  load->exit_calls = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  return surety_flow_spawn (load_holdings_fiber, load, load_holdings_free);
}
