/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-history-private.h"

#include <string.h>

#include "practice-abi.h"
#include "practice-addresses.h"
#include "practice-allocation-private.h"
#include "practice-assets.h"
#include "practice-eigen.h"
#include "practice-genesis.h"
#include "practice-rewards.h"

#define MAX_STRATEGIES 4u

void
practice_history_call (PracticeChain *chain,
                       const Address *from,
                       const Address *to,
                       const char *function,
                       const AbiValue *args,
                       gsize n_args)
{
  const AbiItem *item = practice_abi_item (function);
  Buffer call = buffer_new ();
  Buffer output = buffer_new ();

  if (abi_encode_call (item, args, n_args, &call) != CORE_OK)
    g_error ("cannot encode %s", item->signature);
  if (!practice_chain_system (chain, from, to, 0, buffer_bytes (&call), &output))
    g_error ("the practice network's own %s reverts", item->signature);
  buffer_clear (&call);
  buffer_clear (&output);
}

static const PracticeConfig *
config_of (PracticeChain *chain)
{
  return &practice_chain_world (chain)->config;
}

/* The strategies of a service's set, ascending as slashing wants them. */
static guint
set_strategies (guint service, guint set, Address out[MAX_STRATEGIES])
{
  static const PracticeAsset others[] = {
    PRACTICE_RETH,  PRACTICE_CBETH,   PRACTICE_ETHX,  PRACTICE_OSETH,   PRACTICE_METH,
    PRACTICE_SWETH, PRACTICE_SFRXETH, PRACTICE_LSETH, PRACTICE_ANKRETH, PRACTICE_WBETH,
  };
  const PracticeService *data = practice_service (service);
  gboolean redistributing = data->redistributes && set == data->sets - 1;
  guint n = 0;

  out[n++] = practice_asset_strategy (PRACTICE_STETH);
  out[n++] = practice_asset_strategy (others[(service * 2 + set) % G_N_ELEMENTS (others)]);
  out[n++] = practice_asset_strategy (others[(service * 2 + set + 5) % G_N_ELEMENTS (others)]);
  if (service % 3 == 0 && !redistributing)
    out[n++] = practice_asset_strategy (PRACTICE_EIGEN);

  for (guint i = 1; i < n; i++)
    {
      for (guint j = i; j > 0 && address_compare (&out[j - 1], &out[j]) > 0; j--)
        {
          Address swapped = out[j];

          out[j] = out[j - 1];
          out[j - 1] = swapped;
        }
    }

  return n;
}

typedef struct
{
  Address staker;
  PracticeAsset asset;
  u256 amount;
} Gift;

static gboolean
give_tokens (PracticeEnv *env, gpointer data)
{
  const Gift *gift = data;
  Address token = practice_asset_token (gift->asset);

  PRACTICE_TRY (practice_asset_give (env, gift->asset, &gift->staker, gift->amount));
  practice_erc20_set_allowance (env, &token, &gift->staker, &env->world->config.strategy_manager,
                                gift->amount);

  return TRUE;
}

void
practice_history_deposit (PracticeChain *chain,
                          const Address *staker,
                          PracticeAsset asset,
                          const Address *strategy,
                          u256 amount)
{
  Gift gift = { *staker, asset, amount };
  Address token = practice_asset_token (asset);
  AbiValue args[] = { abi_address (strategy), abi_address (&token), abi_uint (amount) };

  practice_chain_system_run (chain, staker, &token, give_tokens, &gift);
  practice_history_call (chain, staker, &config_of (chain)->strategy_manager,
                         "function depositIntoStrategy(address strategy, address token, "
                         "uint256 amount) returns (uint256 depositShares)",
                         args, G_N_ELEMENTS (args));
}

static void
deposit (PracticeChain *chain, const Address *staker, PracticeAsset asset, u256 amount)
{
  Address strategy = practice_asset_strategy (asset);

  practice_history_deposit (chain, staker, asset, &strategy, amount);
}

typedef struct
{
  Address operator;
  const char *uri;
} Legacy;

static gboolean
register_legacy (PracticeEnv *env, gpointer data)
{
  static const Address nobody;
  const Legacy *legacy = data;

  return practice_register_operator (env, &legacy->operator, & nobody, FALSE, 0,
                                     abi_string (legacy->uri));
}

static void
register_operator (PracticeChain *chain, guint index)
{
  const PracticeOperator *operator= practice_operator (index);
  Address address = practice_operator_address (index);
  Address approver = { 0 };
  g_autofree char *site = g_strdup_printf ("operator-%u", index);
  g_autofree char *uri = operator->words != NULL
                           ? practice_metadata_uri (operator->name, operator->words, site, 0)
                           : g_strdup ("");

  if (operator->delay == PRACTICE_NO_DELAY)
    {
      Legacy legacy = { address, uri };

      practice_chain_system_run (chain, &address, &config_of (chain)->delegation_manager,
                                 register_legacy, &legacy);
      return;
    }

  if (operator->approves)
    approver = practice_inhabitant ("approver", index);
  AbiValue args[] = { abi_address (&approver), abi_uint (operator->delay), abi_string (uri) };
  practice_history_call (chain, &address, &config_of (chain)->delegation_manager,
                         "function registerAsOperator(address initDelegationApprover, "
                         "uint32 allocationDelay, string metadataURI)",
                         args, G_N_ELEMENTS (args));
}

typedef struct
{
  Address staker;
  Address operator;
} Pair;

/* With an approver's blessing, which on this network needs no signature. */
static gboolean
delegate_approved (PracticeEnv *env, gpointer data)
{
  const Pair *pair = data;

  return practice_delegate (env, &pair->staker, &pair->operator);
}

static void
act_operator (PracticeChain *chain, const PracticeAction *action)
{
  const PracticeOperator *operator= practice_operator (action->operator);
  /* Tens of ETH; value is the seed's thousandths of it. */
  u256 stake = U256_WAD * 10u * operator->stake * action->value / 1000u;
  guint n = practice_staker_count (action->operator);
  Address address = practice_operator_address (action->operator);

  register_operator (chain, action->operator);
  for (guint i = 0; i < n; i++)
    {
      Address staker = practice_staker_address (action->operator, i);
      PracticeAsset other = PRACTICE_RETH +
                            (action->operator+ i) % (PRACTICE_EIGEN - PRACTICE_RETH);
      Pair pair = { staker, address };

      if (i == 0)
        deposit (chain, &staker, PRACTICE_STETH, stake * 6u / 10u);
      else
        deposit (chain, &staker, other, stake * 4u / 10u / (n - 1));
      if (i == 2)
        deposit (chain, &staker, PRACTICE_EIGEN, stake * 20u);
      practice_chain_system_run (chain, &staker, &config_of (chain)->delegation_manager,
                                 delegate_approved, &pair);
    }
}

static AbiValue
set_value (const Address *avs, guint set, AbiValue items[2])
{
  items[0] = abi_address (avs);
  items[1] = abi_uint (set);

  return abi_tuple (items, 2);
}

static void
create_set (PracticeChain *chain, guint service, guint set)
{
  const PracticeService *data = practice_service (service);
  Address avs = practice_service_address (service);
  Address slasher = practice_slasher_address (service);
  Address recipient = practice_inhabitant ("treasury", service);
  Address strategies[MAX_STRATEGIES];
  guint n = set_strategies (service, set, strategies);
  AbiValue strategy_values[MAX_STRATEGIES];

  for (guint i = 0; i < n; i++)
    strategy_values[i] = abi_address (&strategies[i]);

  AbiValue items[] = { abi_uint (set), abi_array (strategy_values, n), abi_address (&slasher) };
  AbiValue params = abi_tuple (items, G_N_ELEMENTS (items));
  AbiValue recipients = abi_address (&recipient);
  AbiValue args[] = { abi_address (&avs), abi_array (&params, 1), abi_array (&recipients, 1) };
  if (data->redistributes && set == data->sets - 1)
    practice_history_call (chain, &avs, &config_of (chain)->allocation_manager,
                           "function createRedistributingOperatorSets(address avs, "
                           "(uint32 operatorSetId, address[] strategies, address slasher)[] "
                           "params, address[] redistributionRecipients)",
                           args, 3);
  else
    practice_history_call (chain, &avs, &config_of (chain)->allocation_manager,
                           "function createOperatorSets(address avs, (uint32 operatorSetId, "
                           "address[] strategies, address slasher)[] params)",
                           args, 2);
}

static void
act_service (PracticeChain *chain, const PracticeAction *action)
{
  const PracticeService *data = practice_service (action->service);
  Address avs = practice_service_address (action->service);
  g_autofree char *site = g_strdup_printf ("service-%u", action->service);
  g_autofree char *uri = practice_metadata_uri (data->name, data->words, site, data->sets);
  AbiValue args[] = { abi_address (&avs), abi_string (uri) };

  practice_history_call (chain, &avs, &config_of (chain)->allocation_manager,
                         "function updateAVSMetadataURI(address avs, string metadataURI)", args,
                         G_N_ELEMENTS (args));
  for (guint i = 0; i < data->sets; i++)
    create_set (chain, action->service, i);
}

static void
act_join (PracticeChain *chain, const PracticeAction *action)
{
  Address operator= practice_operator_address (action->operator);
  Address avs = practice_service_address (action->service);
  AbiValue id = abi_uint (action->set);
  AbiValue items[] = { abi_address (&avs), abi_array (&id, 1), abi_bytes ((Bytes) { NULL, 0 }) };
  AbiValue args[] = { abi_address (&operator), abi_tuple (items, G_N_ELEMENTS (items)) };

  practice_history_call (chain, &operator, & config_of (chain)->allocation_manager,
                         "function registerForOperatorSets(address operator, (address avs, "
                         "uint32[] operatorSetIds, bytes data) params)",
                         args, G_N_ELEMENTS (args));
}

static void
act_leave (PracticeChain *chain, const PracticeAction *action)
{
  Address operator= practice_operator_address (action->operator);
  Address avs = practice_service_address (action->service);
  AbiValue id = abi_uint (action->set);
  AbiValue items[] = { abi_address (&operator), abi_address (&avs), abi_array (&id, 1) };
  AbiValue params = abi_tuple (items, G_N_ELEMENTS (items));

  practice_history_call (chain, &operator, & config_of (chain)->allocation_manager,
                         "function deregisterFromOperatorSets((address operator, address avs, "
                         "uint32[] operatorSetIds) params)",
                         &params, 1);
}

static void
act_allocate (PracticeChain *chain, const PracticeAction *action)
{
  Address operator= practice_operator_address (action->operator);
  Address avs = practice_service_address (action->service);
  Address strategies[MAX_STRATEGIES];
  guint n = set_strategies (action->service, action->set, strategies);
  AbiValue strategy_values[MAX_STRATEGIES];
  AbiValue magnitudes[MAX_STRATEGIES];
  AbiValue pair[2];

  for (guint i = 0; i < n; i++)
    {
      strategy_values[i] = abi_address (&strategies[i]);
      magnitudes[i] = abi_uint (U256_WAD / 1000u * action->value);
    }

  AbiValue items[] = {
    set_value (&avs, action->set, pair),
    abi_array (strategy_values, n),
    abi_array (magnitudes, n),
  };
  AbiValue params = abi_tuple (items, G_N_ELEMENTS (items));
  AbiValue args[] = { abi_address (&operator), abi_array (&params, 1) };
  practice_history_call (chain, &operator, & config_of (chain)->allocation_manager,
                         "function modifyAllocations(address operator, ((address avs, uint32 id) "
                         "operatorSet, address[] strategies, uint64[] newMagnitudes)[] params)",
                         args, G_N_ELEMENTS (args));
}

/* One that the set was not created with; the same for operators that pledge ahead and for the service
 * that adds it. */
static Address
outside_strategy (guint service, guint set)
{
  Address strategies[MAX_STRATEGIES];
  guint n = set_strategies (service, set, strategies);

  for (PracticeAsset asset = PRACTICE_RETH; asset < PRACTICE_EIGEN; asset++)
    {
      Address strategy = practice_asset_strategy (asset);
      gboolean is_inside = FALSE;

      for (guint i = 0; i < n; i++)
        is_inside = is_inside || address_equal (&strategies[i], &strategy);
      if (!is_inside)
        return strategy;
    }
  g_assert_not_reached ();
}

static void
act_allocate_outside (PracticeChain *chain, const PracticeAction *action)
{
  Address operator= practice_operator_address (action->operator);
  Address avs = practice_service_address (action->service);
  Address strategy = outside_strategy (action->service, action->set);
  AbiValue strategy_value = abi_address (&strategy);
  AbiValue magnitude = abi_uint (U256_WAD / 1000u * action->value);
  AbiValue pair[2];
  AbiValue items[] = {
    set_value (&avs, action->set, pair),
    abi_array (&strategy_value, 1),
    abi_array (&magnitude, 1),
  };
  AbiValue params = abi_tuple (items, G_N_ELEMENTS (items));
  AbiValue args[] = { abi_address (&operator), abi_array (&params, 1) };

  practice_history_call (chain, &operator, & config_of (chain)->allocation_manager,
                         "function modifyAllocations(address operator, ((address avs, uint32 id) "
                         "operatorSet, address[] strategies, uint64[] newMagnitudes)[] params)",
                         args, G_N_ELEMENTS (args));
}

static void
act_strategy (PracticeChain *chain, const PracticeAction *action)
{
  Address avs = practice_service_address (action->service);
  PracticeOperatorSet set = { avs, action->set };
  g_autoptr (PracticeEnv) env = practice_chain_env (chain, practice_chain_head (chain));
  Address strategy = outside_strategy (action->service, action->set);
  AbiValue strategy_value = abi_address (&strategy);
  AbiValue args[] = { abi_address (&avs), abi_uint (action->set), abi_array (&strategy_value, 1) };

  if (practice_set_has_strategy (env, practice_operator_set_key (&set), &strategy))
    return;
  practice_history_call (chain, &avs, &config_of (chain)->allocation_manager,
                         "function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, "
                         "address[] strategies)",
                         args, G_N_ELEMENTS (args));
}

static void
act_slash (PracticeChain *chain, const PracticeAction *action)
{
  Address operator= practice_operator_address (action->operator);
  Address avs = practice_service_address (action->service);
  PracticeOperatorSet set = { avs, action->set };
  g_autoptr (PracticeEnv) env = practice_chain_env (chain, practice_chain_head (chain));
  /* Not always who it was at the beginning. */
  Address slasher = practice_set_slasher (env, practice_operator_set_key (&set));
  Address strategies[MAX_STRATEGIES];
  guint n = set_strategies (action->service, action->set, strategies);
  AbiValue strategy_values[MAX_STRATEGIES];
  AbiValue wads[MAX_STRATEGIES];

  for (guint i = 0; i < n; i++)
    {
      strategy_values[i] = abi_address (&strategies[i]);
      wads[i] = abi_uint (U256_WAD / 1000u * action->value);
    }

  AbiValue items[] = {
    abi_address (&operator),
    abi_uint (action->set),
    abi_array (strategy_values, n),
    abi_array (wads, n),
    abi_string ("Two signatures for one height"),
  };
  AbiValue args[] = { abi_address (&avs), abi_tuple (items, G_N_ELEMENTS (items)) };
  practice_history_call (chain, &slasher, &config_of (chain)->allocation_manager,
                         "function slashOperator(address avs, (address operator, "
                         "uint32 operatorSetId, address[] strategies, uint256[] wadsToSlash, "
                         "string description) params) returns (uint256, uint256[])",
                         args, G_N_ELEMENTS (args));
}

static void
act_clear (PracticeChain *chain, const PracticeAction *action)
{
  Address avs = practice_service_address (action->service);
  Address anybody = practice_inhabitant ("keeper", 0);
  AbiValue pair[2];
  AbiValue args[] = { set_value (&avs, action->set, pair), abi_uint (0) };
  const char *pending = "function getPendingSlashIds((address avs, uint32 id) operatorSet) "
                        "returns (uint256[])";
  g_autoptr (PracticeEnv) env = practice_chain_env (chain, practice_chain_head (chain));
  Buffer call = buffer_new ();
  Buffer output = buffer_new ();
  AbiValues ids = { 0 };

  if (abi_encode_call (practice_abi_item (pending), args, 1, &call) != CORE_OK ||
      !practice_env_call (env, &anybody, &config_of (chain)->strategy_manager, 0,
                          buffer_bytes (&call), &output) ||
      abi_decode_result (practice_abi_item (pending), buffer_bytes (&output), NULL, &ids) !=
        CORE_OK)
    g_error ("cannot read the pending slashes");
  /* Somebody else may have been faster. */
  if (ids.values[0].n_items > 0)
    {
      args[1] = abi_uint (ids.values[0].items[0].word);
      practice_history_call (chain, &anybody, &config_of (chain)->strategy_manager,
                             "function clearBurnOrRedistributableShares((address avs, uint32 id) "
                             "operatorSet, uint256 slashId) returns (uint256[])",
                             args, G_N_ELEMENTS (args));
    }
  abi_values_clear (&ids);
  buffer_clear (&call);
  buffer_clear (&output);
}

static void
act_delay (PracticeChain *chain, const PracticeAction *action)
{
  Address operator= practice_operator_address (action->operator);
  AbiValue args[] = { abi_address (&operator), abi_uint (action->value) };

  practice_history_call (chain, &operator, & config_of (chain)->allocation_manager,
                         "function setAllocationDelay(address operator, uint32 delay)", args,
                         G_N_ELEMENTS (args));
}

static void
act_slasher (PracticeChain *chain, const PracticeAction *action)
{
  Address avs = practice_service_address (action->service);
  Address next = practice_inhabitant ("person", action->service);
  AbiValue pair[2];
  AbiValue args[] = { set_value (&avs, action->set, pair), abi_address (&next) };

  practice_history_call (chain, &avs, &config_of (chain)->allocation_manager,
                         "function updateSlasher((address avs, uint32 id) operatorSet, "
                         "address slasher)",
                         args, G_N_ELEMENTS (args));
}

static void
act_undelegate (PracticeChain *chain, const PracticeAction *action)
{
  Address operator= practice_operator_address (action->operator);
  Address staker = practice_staker_address (action->operator, (guint) action->value);
  AbiValue args[] = { abi_address (&staker) };

  practice_history_call (chain, &operator, & config_of (chain)->delegation_manager,
                         "function undelegate(address staker) returns (bytes32[])", args,
                         G_N_ELEMENTS (args));
}

static void
act_split (PracticeChain *chain, const PracticeAction *action)
{
  Address operator= practice_operator_address (action->operator);
  Address avs = practice_service_address (action->service);
  AbiValue pair[2];
  AbiValue args[] = {
    abi_address (&operator),
    set_value (&avs, action->set, pair),
    abi_uint (action->value),
  };

  practice_history_call (chain, &operator, & config_of (chain)->rewards_coordinator,
                         "function setOperatorSetSplit(address operator, (address avs, uint32 id) "
                         "operatorSet, uint16 split)",
                         args, G_N_ELEMENTS (args));
}

static void
act_report (PracticeChain *chain)
{
  Address oracle = practice_inhabitant ("lido", 2);
  Address steth = practice_asset_token (PRACTICE_STETH);

  practice_chain_system_run (chain, &oracle, &steth, practice_assets_report, NULL);
}

void
practice_action_run (PracticeChain *chain, const PracticeAction *action)
{
  switch (action->kind)
    {
    case PRACTICE_ACTION_OPERATOR:
      act_operator (chain, action);
      break;
    case PRACTICE_ACTION_SERVICE:
      act_service (chain, action);
      break;
    case PRACTICE_ACTION_JOIN:
      act_join (chain, action);
      break;
    case PRACTICE_ACTION_ALLOCATE:
      act_allocate (chain, action);
      break;
    case PRACTICE_ACTION_ALLOCATE_OUTSIDE:
      act_allocate_outside (chain, action);
      break;
    case PRACTICE_ACTION_STRATEGY:
      act_strategy (chain, action);
      break;
    case PRACTICE_ACTION_LEAVE:
      act_leave (chain, action);
      break;
    case PRACTICE_ACTION_SLASH:
      act_slash (chain, action);
      break;
    case PRACTICE_ACTION_CLEAR:
      act_clear (chain, action);
      break;
    case PRACTICE_ACTION_DELAY:
      act_delay (chain, action);
      break;
    case PRACTICE_ACTION_SLASHER:
      act_slasher (chain, action);
      break;
    case PRACTICE_ACTION_UNDELEGATE:
      act_undelegate (chain, action);
      break;
    case PRACTICE_ACTION_VAULT:
      practice_vault_action_run (chain, action);
      break;
    case PRACTICE_ACTION_SPLIT:
      act_split (chain, action);
      break;
    case PRACTICE_ACTION_REPORT:
      act_report (chain);
      break;
    case PRACTICE_ACTION_ROOT:
      practice_rewards_post_root (chain);
      break;
    default:
      g_assert_not_reached ();
    }
}
