/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-rewards.h"

#include <string.h>

#include "practice-abi.h"
#include "practice-allocation-private.h"
#include "practice-assets.h"
#include "practice-delegation-private.h"
#include "practice-erc20.h"
#include "practice-genesis.h"
#include "practice-history-private.h"
#include "practice-operators.h"
#include "practice-tree.h"

/* What the sidecar does on the real network: from who is delegated to whom, and who pays, to
 * cumulative earnings and a root. Its books are kept in the state, at an address without code, so
 * that the distribution behind every root can be read again at that root's block. */

#define LEDGER_EARNED 1u   /* [earner][token] */
#define LEDGER_EARNERS 10u /* set, and the next two */
#define LEDGER_SEEN 20u    /* logs read so far */

static Address
ledger (void)
{
  return practice_inhabitant ("sidecar", 0);
}

static PracticeSet
ledger_earners (void)
{
  return (PracticeSet) { ledger (), LEDGER_EARNERS, 0, 0 };
}

static PracticeKey
ledger_key (const Address *earner, const Address *token)
{
  Address self = ledger ();

  return practice_key2 (&self, LEDGER_EARNED, address_to_word (earner), address_to_word (token));
}

typedef struct
{
  GArray *logs;
  Address services[PRACTICE_N_SERVICES];
  guint64 block;
  u256 owed[PRACTICE_N_SERVICES][PRACTICE_MAX_SETS];
  GArray *directed[PRACTICE_N_SERVICES][PRACTICE_MAX_SETS]; /* Directed */
} Week;

/* What an operator and its stakers earn in one set. */
typedef struct
{
  Address operator;
  u256 amount;
} Directed;

/* Each service pays in one of the three ways there are. */
typedef enum
{
  PAYS_BY_TOTAL_STAKE,
  PAYS_BY_UNIQUE_STAKE,
  PAYS_DIRECTED,
} Way;

static Way
way_of (guint service)
{
  static const Way ways[] = { PAYS_BY_TOTAL_STAKE, PAYS_BY_UNIQUE_STAKE, PAYS_DIRECTED };

  return ways[service % G_N_ELEMENTS (ways)];
}

/* Services pay in EIGEN; every fourth in rETH, and one in turns. */
static PracticeAsset
paid_in (const Week *week, guint service)
{
  gboolean is_turn = service == 2 && week->block / PRACTICE_WEEK % 2 == 1;

  return service % 4 == 1 || is_turn ? PRACTICE_RETH : PRACTICE_EIGEN;
}

static void
ledger_credit (PracticeEnv *env, const Address *earner, PracticeAsset asset, u256 amount)
{
  Address token = practice_asset_token (asset);
  PracticeSet earners = ledger_earners ();
  PracticeKey key = ledger_key (earner, &token);

  if (amount == 0)
    return;
  practice_set_add (env, &earners, address_to_word (earner));
  practice_env_set (env, &key, practice_env_get (env, &key) + amount);
}

/* Everybody who ever delegated becomes known. */
static void
ledger_read_logs (PracticeEnv *env, GArray *logs)
{
  const AbiItem *event = practice_abi_item (
    "event StakerDelegated(address indexed staker, address indexed operator)");
  PracticeSet earners = ledger_earners ();
  PracticeKey seen_key = practice_key (&earners.contract, LEDGER_SEEN);
  guint seen = (guint) practice_env_get (env, &seen_key);

  for (guint i = seen; i < logs->len; i++)
    {
      const PracticeLog *log = g_array_index (logs, PracticeLogEntry, i).log;

      if (address_equal (&log->address, &env->world->config.delegation_manager) &&
          hash_equal (&log->topics[0], &event->hash))
        practice_set_add (env, &earners, u256_from_be (log->topics[1].bytes));
    }
  practice_env_set (env, &seen_key, logs->len);
}

static gint
compare_addresses (gconstpointer a, gconstpointer b)
{
  return address_compare (a, b);
}

/* The service has to pay for it. */
static void
ledger_owe (Week *week, const Address *operator, guint service, guint set, u256 amount)
{
  GArray *operators = week->directed[service][set];
  Directed fresh = { *operator, amount };

  week->owed[service][set] += amount;
  for (guint i = 0; i < operators->len; i++)
    {
      Directed *one = &g_array_index (operators, Directed, i);

      if (address_equal (&one->operator, operator))
        {
          one->amount += amount;
          return;
        }
    }
  if (amount != 0)
    g_array_append_val (operators, fresh);
}

/* Whether it pays for this week. */
static gboolean
pays_now (const Week *week, guint service)
{
  switch (practice_service (service)->pays)
    {
    case PRACTICE_PAYS_NEVER:
      return FALSE;
    case PRACTICE_PAYS_ONCE:
      return week->block / PRACTICE_WEEK == 6;
    case PRACTICE_PAYS_WEEKLY:
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

/* What counts of one strategy: what is withdrawable, and of that, by unique stake, what the operator has
 * pledged to the set. */
static u256
weigh (PracticeEnv *env,
       const Address *operator,
       const Address * staker,
       const Address *strategy,
       u256 deposit_shares,
       Way way,
       u256 set)
{
  PracticeMagnitude magnitude;
  PracticeAllocation allocation;
  u256 shares = practice_withdrawable (deposit_shares,
                                       practice_scaling_factor (env, staker, strategy),
                                       practice_slashing_factor (env, operator, strategy));

  if (way != PAYS_BY_UNIQUE_STAKE)
    return shares;
  practice_allocation_load (env, operator, set, strategy, &magnitude, &allocation);

  return magnitude.max == 0 ? (u256) 0 : shares * allocation.current / magnitude.max;
}

/* What a set pays for: its strategies but EIGEN's, which ascend. */
static GArray *
paid_strategies (PracticeEnv *env, u256 set)
{
  GArray *strategies = g_array_new (FALSE, FALSE, sizeof (Address));
  PracticeSet list = practice_allocation_list (env, ALLOCATION_SET_STRATEGIES, set, 0);

  for (gsize i = 0; i < practice_set_length (env, &list); i++)
    {
      Address strategy;

      if (!address_from_word (practice_set_at (env, &list, i), &strategy))
        g_assert_not_reached ();
      if (!address_equal (&strategy, &env->world->config.eigen_strategy))
        g_array_append_val (strategies, strategy);
    }
  g_array_sort (strategies, compare_addresses);

  return strategies;
}

/* A week's pay of one staker in one set. */
static void
ledger_pay_staker (PracticeEnv *env,
                   Week *week,
                   const Address *staker,
                   const Address *operator,
                   guint service,
                   u256 set)
{
  PracticeAsset asset = paid_in (week, service);
  Way way = way_of (service);
  guint split = practice_set_split (env, operator, set);
  Address *strategies;
  u256 *shares;
  gsize n = practice_staker_deposits (env, staker, &strategies, &shares);
  u256 weight = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (practice_set_has_strategy (env, set, &strategies[i]) &&
          !address_equal (&strategies[i], &env->world->config.eigen_strategy))
        weight += weigh (env, operator, staker, &strategies[i], shares[i], way, set);
    }

  /* A share earns 1.5 EIGEN or 0.00008 rETH a week: half a percent a year at prices here. Where only
   * what is pledged counts, that earns four times as much. */
  u256 pay = asset == PRACTICE_EIGEN ? weight * 15u / 10u : weight * 8u / 100000u;
  if (way == PAYS_BY_UNIQUE_STAKE)
    pay *= 4u;
  u256 kept = pay * split / 10000u;
  ledger_credit (env, operator, asset, kept);
  ledger_credit (env, staker, asset, pay - kept);
  ledger_owe (week, operator, service, practice_operator_set_from_key (set).id, pay);
}

static gint
service_of (const Week *week, const Address *avs)
{
  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    {
      if (address_equal (&week->services[i], avs))
        return (gint) i;
    }

  return -1;
}

static gboolean
ledger_run_week (PracticeEnv *env, gpointer data)
{
  Week *week = data;
  PracticeSet earners = ledger_earners ();

  ledger_read_logs (env, week->logs);
  gsize n = practice_set_length (env, &earners);
  for (gsize i = 0; i < n; i++)
    {
      Address staker;

      if (!address_from_word (practice_set_at (env, &earners, i), &staker))
        g_assert_not_reached ();
      Address operator= practice_delegated_to (env, &staker);
      PracticeSet sets = practice_allocation_list (env, ALLOCATION_SET_REGISTERED,
                                                   address_to_word (&operator), 0);
      gsize n_sets = practice_set_length (env, &sets);
      for (gsize j = 0; j < n_sets; j++)
        {
          u256 key = practice_set_at (env, &sets, j);
          PracticeOperatorSet set = practice_operator_set_from_key (key);
          gint service = service_of (week, &set.avs);

          if (service >= 0 && pays_now (week, (guint) service))
            ledger_pay_staker (env, week, &staker, &operator, (guint) service, key);
        }
    }

  return TRUE;
}

typedef struct
{
  Address service;
  PracticeAsset asset;
  u256 amount;
} Purse;

static gboolean
fill_purse (PracticeEnv *env, gpointer data)
{
  const Purse *purse = data;
  Address token = practice_asset_token (purse->asset);

  PRACTICE_TRY (practice_asset_give (env, purse->asset, &purse->service, purse->amount));
  practice_erc20_set_allowance (env, &token, &purse->service,
                                &env->world->config.rewards_coordinator, purse->amount);
  return TRUE;
}

static gint
directed_compare (gconstpointer a, gconstpointer b)
{
  return address_compare (&((const Directed *) a)->operator, & ((const Directed *) b)->operator);
}

#define SUBMISSION                                                                             \
  "((address strategy, uint96 multiplier)[] strategiesAndMultipliers, address token, uint256 " \
  "amount, uint32 startTimestamp, uint32 duration)[] rewardsSubmissions"
#define DIRECTED                                                                                 \
  "((address strategy, uint96 multiplier)[] strategiesAndMultipliers, address token, (address "  \
  "operator, uint256 amount)[] operatorRewards, uint32 startTimestamp, uint32 duration, string " \
  "description)[] operatorDirectedRewardsSubmissions"
#define SET "(address avs, uint32 id) operatorSet"

static void
submit_directed (PracticeChain *chain,
                 const Address *avs,
                 AbiValue set,
                 AbiValue *common,
                 GArray *operators)
{
  g_autofree AbiValue *pairs = g_new (AbiValue, operators->len * 2 + 1);
  g_autofree AbiValue *rewards = g_new (AbiValue, operators->len + 1);

  g_array_sort (operators, directed_compare);
  for (guint i = 0; i < operators->len; i++)
    {
      const Directed *one = &g_array_index (operators, Directed, i);

      pairs[2 * i] = abi_address (&one->operator);
      pairs[2 * i + 1] = abi_uint (one->amount);
      rewards[i] = abi_tuple (&pairs[2 * i], 2);
    }

  AbiValue items[] = {
    common[0], common[1], abi_array (rewards, operators->len),
    common[3], common[4], abi_string ("A week of work"),
  };
  AbiValue submission = abi_tuple (items, G_N_ELEMENTS (items));
  AbiValue args[] = { set, abi_array (&submission, 1) };
  practice_history_call (chain, avs, &practice_chain_world (chain)->config.rewards_coordinator,
                         "function createOperatorDirectedOperatorSetRewardsSubmission(" SET
                         ", " DIRECTED ")",
                         args, G_N_ELEMENTS (args));
}

/* The tokens go where they can be claimed, in each of the ways there are. */
static void
submit (PracticeChain *chain, const Week *week, guint service, guint set, guint64 end)
{
  Address avs = week->services[service];
  Purse purse = { avs, paid_in (week, service), week->owed[service][set] };
  Address token = practice_asset_token (purse.asset);
  const PracticeOperatorSet to = { avs, set };
  g_autoptr (PracticeEnv) env = practice_chain_env (chain, week->block);
  g_autoptr (GArray) strategies = paid_strategies (env, practice_operator_set_key (&to));
  g_autofree AbiValue *pairs = g_new (AbiValue, strategies->len * 2 + 1);
  g_autofree AbiValue *multipliers = g_new (AbiValue, strategies->len + 1);
  AbiValue set_items[] = { abi_address (&avs), abi_uint (set) };
  AbiValue common[] = {
    abi_array (multipliers, strategies->len),
    abi_address (&token),
    abi_uint (purse.amount),
    abi_uint (end - 7u * 86400u),
    abi_uint (7u * 86400u),
  };
  AbiValue submission = abi_tuple (common, G_N_ELEMENTS (common));
  AbiValue args[] = {
    abi_tuple (set_items, G_N_ELEMENTS (set_items)),
    abi_array (&submission, 1),
  };

  if (purse.amount == 0)
    return;
  for (guint i = 0; i < strategies->len; i++)
    {
      pairs[2 * i] = abi_address (&g_array_index (strategies, Address, i));
      pairs[2 * i + 1] = abi_uint (U256_WAD);
      multipliers[i] = abi_tuple (&pairs[2 * i], 2);
    }
  practice_chain_system_run (chain, &avs, &token, fill_purse, &purse);
  if (way_of (service) == PAYS_DIRECTED)
    submit_directed (chain, &avs, args[0], common, week->directed[service][set]);
  else
    practice_history_call (chain, &avs, &practice_chain_world (chain)->config.rewards_coordinator,
                           way_of (service) == PAYS_BY_TOTAL_STAKE
                             ? "function createTotalStakeRewardsSubmission(" SET ", " SUBMISSION ")"
                             : "function createUniqueStakeRewardsSubmission(" SET ", " SUBMISSION
                               ")",
                           args, G_N_ELEMENTS (args));
}

static void
week_init (Week *week, PracticeChain *chain)
{
  *week = (Week) { .logs = practice_chain_logs (chain), .block = practice_chain_head (chain) };
  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    {
      week->services[i] = practice_service_address (i);
      for (guint k = 0; k < PRACTICE_MAX_SETS; k++)
        week->directed[i][k] = g_array_new (FALSE, FALSE, sizeof (Directed));
    }
}

static void
week_clear (Week *week)
{
  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    for (guint k = 0; k < PRACTICE_MAX_SETS; k++)
      g_array_unref (week->directed[i][k]);
}

static gint
earning_compare (gconstpointer a, gconstpointer b)
{
  const PracticeEarning *x = a;
  const PracticeEarning *y = b;
  int order = address_compare (&x->earner, &y->earner);

  return order != 0 ? order : address_compare (&x->token, &y->token);
}

GArray *
practice_rewards_distribution (PracticeChain *chain, guint64 block)
{
  g_autoptr (PracticeEnv) env = practice_chain_env (chain, block);
  const PracticeAsset assets[] = { PRACTICE_EIGEN, PRACTICE_RETH };
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (PracticeEarning));
  PracticeSet earners = ledger_earners ();
  gsize n = practice_set_length (env, &earners);

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (assets); j++)
        {
          PracticeEarning line = { .token = practice_asset_token (assets[j]) };

          if (!address_from_word (practice_set_at (env, &earners, i), &line.earner))
            g_assert_not_reached ();
          PracticeKey key = ledger_key (&line.earner, &line.token);
          line.cumulative = practice_env_get (env, &key);
          if (line.cumulative != 0)
            g_array_append_val (lines, line);
        }
    }
  g_array_sort (lines, earning_compare);

  return lines;
}

void
practice_rewards_post_root (PracticeChain *chain)
{
  const PracticeConfig *config = &practice_chain_world (chain)->config;
  guint64 block = practice_chain_head (chain);
  guint64 end = practice_chain_time (chain, block) / 86400 * 86400;
  Address books = ledger ();
  Week week;

  week_init (&week, chain);
  practice_chain_system_run (chain, &books, &books, ledger_run_week, &week);
  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    for (guint k = 0; k < PRACTICE_MAX_SETS; k++)
      submit (chain, &week, i, k, end);
  week_clear (&week);
  g_autoptr (GArray) lines = practice_rewards_distribution (chain, block);
  if (lines->len == 0)
    return;

  Hash root = practice_tree_root (lines);
  AbiValue args[] = {
    abi_fixed_bytes ((Bytes) { root.bytes, sizeof root.bytes }),
    abi_uint (end),
  };
  practice_history_call (chain, &config->rewards_updater, &config->rewards_coordinator,
                         "function submitRoot(bytes32 root, "
                         "uint32 rewardsCalculationEndTimestamp)",
                         args, G_N_ELEMENTS (args));
}
