/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generator-calls.h"

#include <string.h>

#define SET "(address avs, uint32 id) operatorSet"
#define SETS "(address avs, uint32 id)[]"
#define ALLOCATION "(uint64 currentMagnitude, int128 pendingDiff, uint32 effectBlock)"
#define GWEI 1000000000u
#define WAD G_GUINT64_CONSTANT (1000000000000000000)

typedef struct
{
  GeneratorCalls *calls;
  Address to;
  const AbiValue *args;
  GPtrArray *memory; /* what the answer borrows */
  AbiValue answer[4];
  gsize n;
} Call;

typedef gboolean (*Handler) (Call *call);

typedef struct
{
  const char *text;
  Handler handler;
  AbiItem *item;
} Function;

struct _GeneratorCalls
{
  GeneratorWorld *world;
  GHashTable *nouns;     /* Address → noun << 32 | index */
  GHashTable *functions; /* selector → Function */
};

/* --- what an address is --- */

static guint
address_hash (gconstpointer key)
{
  guint32 word;

  memcpy (&word, ((const Address *) key)->bytes, sizeof word);
  return word;
}

static gboolean
address_same (gconstpointer a, gconstpointer b)
{
  return address_equal (a, b);
}

static void
name (GeneratorCalls *self, GeneratorNoun noun, guint index)
{
  Address *address = g_new (Address, 1);
  guint64 *number = g_new (guint64, 1);

  *address = generator_address (noun, index);
  *number = (guint64) noun << 32 | index;
  g_hash_table_insert (self->nouns, address, number);
}

static gboolean
find (GeneratorCalls *self, GeneratorNoun noun, const Address *address, guint *index)
{
  const guint64 *number = g_hash_table_lookup (self->nouns, address);

  if (number == NULL || *number >> 32 != noun)
    return FALSE;
  *index = (guint) *number;
  return TRUE;
}

static gboolean
find_value (Call *call, GeneratorNoun noun, const AbiValue *value, guint *index)
{
  Address address = abi_value_address (value);

  return find (call->calls, noun, &address, index);
}

static GeneratorOperator *
find_operator (Call *call, guint i, guint *index)
{
  return find_value (call, GENERATOR_AN_OPERATOR, &call->args[i], index)
           ? &call->calls->world->operators[*index]
           : NULL;
}

static GeneratorSet *
find_set (Call *call, guint i, guint *index)
{
  GeneratorWorld *world = call->calls->world;
  guint service;

  if (!find_value (call, GENERATOR_A_SERVICE, &call->args[i].items[0], &service))
    return NULL;
  for (guint k = service; k < world->size.n_sets; k += world->size.n_services)
    if (world->sets[k].id == (guint32) call->args[i].items[1].word && world->sets[k].created)
      {
        *index = k;
        return &world->sets[k];
      }
  return NULL;
}

/* --- building answers --- */

static gpointer
keep (Call *call, gsize size)
{
  gpointer memory = g_malloc0 (MAX (size, 1));

  g_ptr_array_add (call->memory, memory);
  return memory;
}

static AbiValue *
values (Call *call, gsize n)
{
  return keep (call, n * sizeof (AbiValue));
}

static gboolean
answer (Call *call, AbiValue value)
{
  call->answer[call->n++] = value;
  return TRUE;
}

static gboolean
answer_uint (Call *call, u256 value)
{
  return answer (call, abi_uint (value));
}

static AbiValue
address_value (GeneratorNoun noun, guint index)
{
  Address address = generator_address (noun, index);

  return abi_address (&address);
}

/* The address that is this number. */
static AbiValue
low_address (guint32 number)
{
  Address address = { 0 };

  for (guint i = 0; i < 4; i++)
    address.bytes[19 - i] = (guint8) (number >> (8 * i));
  return abi_address (&address);
}

static AbiValue
set_value (Call *call, guint index)
{
  GeneratorSet *set = &call->calls->world->sets[index];
  AbiValue *fields = values (call, 2);

  fields[0] = address_value (GENERATOR_A_SERVICE, set->service);
  fields[1] = abi_uint (set->id);
  return abi_tuple (fields, 2);
}

static gboolean
answer_sets (Call *call, const guint32 *sets, guint n)
{
  AbiValue *items = values (call, n);

  for (guint i = 0; i < n; i++)
    items[i] = set_value (call, sets[i]);
  return answer (call, abi_array (items, n));
}

static GeneratorAllocation
settled (Call *call, GeneratorAllocation allocation)
{
  if (allocation.effect_block != 0 && call->calls->world->head >= allocation.effect_block)
    {
      allocation.current = allocation.next;
      allocation.effect_block = 0;
    }
  return allocation;
}

static AbiValue
allocation_value (Call *call, GeneratorAllocation allocation)
{
  AbiValue *fields = values (call, 3);

  fields[0] = abi_uint (allocation.current);
  fields[1] = abi_int (allocation.effect_block != 0 ? (u256) allocation.next - allocation.current
                                                    : 0);
  fields[2] = abi_uint (allocation.effect_block);
  return abi_tuple (fields, 3);
}

/* --- contracts --- */

static gboolean
is_operator (Call *call)
{
  guint index;
  GeneratorOperator *entry = find_operator (call, 0, &index);

  return answer (call, abi_bool (entry != NULL && entry->registered));
}

static gboolean
delegation_approver (Call *call)
{
  guint index;
  GeneratorOperator *entry = find_operator (call, 0, &index);

  return answer (call, entry != NULL && entry->has_approver
                         ? address_value (GENERATOR_AN_APPROVER, index)
                         : low_address (0));
}

static gboolean
get_allocation_delay (Call *call)
{
  guint index;
  GeneratorOperator *entry = find_operator (call, 0, &index);
  gboolean changed = entry != NULL && entry->next_delay_block != 0 &&
                     call->calls->world->head >= entry->next_delay_block;

  answer (call, abi_bool (entry != NULL && (entry->delay_set || changed)));
  return answer_uint (call, entry == NULL ? 0 : changed ? entry->next_delay : entry->delay);
}

static gboolean
get_allocated_sets (Call *call)
{
  guint index, n = 0;
  GeneratorOperator *entry = find_operator (call, 0, &index);
  guint32 *sets = keep (call, sizeof (guint32) * (entry != NULL ? entry->allocations->len : 0));

  for (guint i = 0; entry != NULL && i < entry->allocations->len; i++)
    {
      GeneratorAllocation allocation = settled (call, g_array_index (entry->allocations,
                                                                     GeneratorAllocation, i));
      gboolean seen = FALSE;

      if (allocation.current == 0 && allocation.effect_block == 0)
        continue;
      for (guint k = 0; k < n; k++)
        seen |= sets[k] == allocation.set;
      if (!seen)
        sets[n++] = allocation.set;
    }
  return answer_sets (call, sets, n);
}

static gboolean
get_registered_sets (Call *call)
{
  guint index;
  GeneratorOperator *entry = find_operator (call, 0, &index);

  return answer_sets (call, entry != NULL ? (guint32 *) entry->sets->data : NULL,
                      entry != NULL ? entry->sets->len : 0);
}

static gboolean
get_strategy_allocations (Call *call)
{
  guint index, strategy, n = 0;
  GeneratorOperator *entry = find_operator (call, 0, &index);
  guint all = entry != NULL ? entry->allocations->len : 0;
  AbiValue *sets = values (call, all);
  AbiValue *allocations = values (call, all);

  if (!find_value (call, GENERATOR_A_STRATEGY, &call->args[1], &strategy))
    all = 0;
  for (guint i = 0; i < all; i++)
    {
      GeneratorAllocation allocation = settled (call, g_array_index (entry->allocations,
                                                                     GeneratorAllocation, i));

      if (allocation.strategy != strategy ||
          (allocation.current == 0 && allocation.effect_block == 0))
        continue;
      sets[n] = set_value (call, allocation.set);
      allocations[n++] = allocation_value (call, allocation);
    }
  answer (call, abi_array (sets, n));
  return answer (call, abi_array (allocations, n));
}

static gboolean
get_allocation (Call *call)
{
  guint index, set, strategy;
  GeneratorOperator *entry = find_operator (call, 0, &index);
  GeneratorAllocation none = { 0 };

  if (entry != NULL && find_set (call, 1, &set) != NULL &&
      find_value (call, GENERATOR_A_STRATEGY, &call->args[2], &strategy))
    for (guint i = 0; i < entry->allocations->len; i++)
      {
        GeneratorAllocation allocation = g_array_index (entry->allocations, GeneratorAllocation, i);

        if (allocation.set == set && allocation.strategy == strategy)
          return answer (call, allocation_value (call, settled (call, allocation)));
      }
  return answer (call, allocation_value (call, none));
}

static u256
max_of (Call *call, const AbiValue *operator, const AbiValue * strategy)
{
  guint o, s;

  if (!find_value (call, GENERATOR_AN_OPERATOR, operator, & o) ||
      !find_value (call, GENERATOR_A_STRATEGY, strategy, &s))
    return WAD;
  return generator_world_max (call->calls->world, o, s);
}

static gboolean
get_max_magnitude (Call *call)
{
  return answer_uint (call, max_of (call, &call->args[0], &call->args[1]));
}

static gboolean
get_max_magnitudes (Call *call)
{
  AbiValue *items = values (call, call->args[1].n_items);

  for (gsize i = 0; i < call->args[1].n_items; i++)
    items[i] = abi_uint (max_of (call, &call->args[0], &call->args[1].items[i]));
  return answer (call, abi_array (items, call->args[1].n_items));
}

static gboolean
get_max_magnitudes_of_many (Call *call)
{
  AbiValue *items = values (call, call->args[0].n_items);

  for (gsize i = 0; i < call->args[0].n_items; i++)
    items[i] = abi_uint (max_of (call, &call->args[0].items[i], &call->args[1]));
  return answer (call, abi_array (items, call->args[0].n_items));
}

static gboolean
get_encumbered_magnitude (Call *call)
{
  guint index, strategy;

  if (find_operator (call, 0, &index) == NULL ||
      !find_value (call, GENERATOR_A_STRATEGY, &call->args[1], &strategy))
    return answer_uint (call, 0);
  return answer_uint (call, generator_world_encumbered (call->calls->world, index, strategy));
}

static AbiValue
shares_of (Call *call, const AbiValue *operator, const AbiValue * strategies)
{
  AbiValue *items = values (call, strategies->n_items);
  guint o, s;

  for (gsize i = 0; i < strategies->n_items; i++)
    {
      gboolean known = find_value (call, GENERATOR_AN_OPERATOR, operator, & o) &&
                       find_value (call, GENERATOR_A_STRATEGY, &strategies->items[i], &s);

      items[i] = abi_uint (known ? (u256) generator_world_shares (call->calls->world, o, s) * GWEI
                                 : 0);
    }
  return abi_array (items, strategies->n_items);
}

static gboolean
get_operator_shares (Call *call)
{
  return answer (call, shares_of (call, &call->args[0], &call->args[1]));
}

static gboolean
get_operators_shares (Call *call)
{
  AbiValue *items = values (call, call->args[0].n_items);

  for (gsize i = 0; i < call->args[0].n_items; i++)
    items[i] = shares_of (call, &call->args[0].items[i], &call->args[1]);
  return answer (call, abi_array (items, call->args[0].n_items));
}

static gboolean
is_member (Call *call)
{
  guint index, set;
  GeneratorOperator *entry = find_operator (call, 0, &index);
  gboolean member = FALSE;

  if (entry != NULL && find_set (call, 1, &set) != NULL)
    for (guint i = 0; i < entry->sets->len; i++)
      member |= g_array_index (entry->sets, guint32, i) == set;
  return answer (call, abi_bool (member));
}

static gboolean
get_strategies_in_set (Call *call)
{
  guint index;
  GeneratorSet *set = find_set (call, 0, &index);
  guint n = set != NULL ? set->strategies->len : 0;
  AbiValue *items = values (call, n);

  for (guint i = 0; i < n; i++)
    items[i] = address_value (GENERATOR_A_STRATEGY, g_array_index (set->strategies, guint32, i));
  return answer (call, abi_array (items, n));
}

static gboolean
get_members (Call *call)
{
  guint index;
  GeneratorSet *set = find_set (call, 0, &index);
  guint n = set != NULL ? set->members->len : 0;
  AbiValue *items = values (call, n);

  for (guint i = 0; i < n; i++)
    items[i] = address_value (GENERATOR_AN_OPERATOR, g_array_index (set->members, guint32, i));
  return answer (call, abi_array (items, n));
}

static gboolean
get_member_count (Call *call)
{
  guint index;
  GeneratorSet *set = find_set (call, 0, &index);

  return answer_uint (call, set != NULL ? set->members->len : 0);
}

static gboolean
is_operator_set (Call *call)
{
  guint index;

  return answer (call, abi_bool (find_set (call, 0, &index) != NULL));
}

static gboolean
get_slasher (Call *call)
{
  guint index;
  GeneratorSet *set = find_set (call, 0, &index);

  if (set == NULL)
    return answer (call, low_address (0));
  return answer (call, address_value (GENERATOR_A_SLASHER,
                                      call->calls->world->head >= set->next_slasher_block
                                        ? set->next_slasher
                                        : set->slasher));
}

static gboolean
get_pending_slasher (Call *call)
{
  guint index;
  GeneratorSet *set = find_set (call, 0, &index);
  gboolean pending = set != NULL && call->calls->world->head < set->next_slasher_block;

  answer (call, pending ? address_value (GENERATOR_A_SLASHER, set->next_slasher) : low_address (0));
  return answer_uint (call, pending ? set->next_slasher_block : 0);
}

static gboolean
is_redistributing (Call *call)
{
  guint index;
  GeneratorSet *set = find_set (call, 0, &index);

  return answer (call, abi_bool (set != NULL && set->redistributes));
}

static gboolean
get_redistribution_recipient (Call *call)
{
  guint index;
  GeneratorSet *set = find_set (call, 0, &index);

  /* AllocationManager's default burn address is the zero address' neighbour 0xE16E4. */
  return answer (call, set != NULL && set->redistributes
                         ? address_value (GENERATOR_A_SERVICE, set->service)
                         : low_address (0xE16E4));
}

static gboolean
get_slash_count (Call *call)
{
  GeneratorWorld *world = call->calls->world;
  guint index, n = 0;
  GeneratorSet *set = find_set (call, 0, &index);

  for (guint i = 0; set != NULL && i < world->n_applied; i++)
    {
      const GeneratorEvent *event = &g_array_index (world->events, GeneratorEvent, i);

      n += event->kind == GENERATOR_OPERATOR_SLASHED && event->set == index;
    }
  return answer_uint (call, n);
}

static gboolean
zero (Call *call)
{
  return answer_uint (call, 0);
}

static gboolean
yes (Call *call)
{
  return answer (call, abi_bool (true));
}

static gboolean
hundred_thousand (Call *call)
{
  return answer_uint (call, (u256) 100000 * WAD);
}

static gboolean
default_split (Call *call)
{
  return answer_uint (call, 1000);
}

static gboolean
deallocation_delay (Call *call)
{
  return answer_uint (call, 100800);
}

static gboolean
configuration_delay (Call *call)
{
  return answer_uint (call, 126000);
}

static gboolean
echo (Call *call)
{
  return answer_uint (call, call->args[0].word);
}

static gboolean
underlying_token (Call *call)
{
  guint strategy;

  return find (call->calls, GENERATOR_A_STRATEGY, &call->to, &strategy) &&
         answer (call, address_value (GENERATOR_A_TOKEN, strategy));
}

static gboolean
tvl_limits (Call *call)
{
  return zero (call) && zero (call);
}

static gboolean
block_number (Call *call)
{
  return answer_uint (call, call->calls->world->head);
}

static gboolean
block_time (Call *call)
{
  return answer_uint (call, generator_world_time (call->calls->world, call->calls->world->head));
}

static gboolean
aggregate3 (Call *call)
{
  AbiValue *results = values (call, call->args[0].n_items);

  for (gsize i = 0; i < call->args[0].n_items; i++)
    {
      const AbiValue *inner = &call->args[0].items[i];
      AbiValue *fields = values (call, 2);
      Address to = abi_value_address (&inner->items[0]);
      Buffer out = buffer_new ();
      gboolean success = generator_calls_run (call->calls, &to, inner->items[2].data, &out);
      gsize len;

      if (!success && inner->items[1].word == 0)
        {
          buffer_clear (&out);
          return FALSE;
        }
      fields[0] = abi_bool (success);
      fields[1].kind = ABI_BYTES;
      fields[1].data.data = buffer_steal (&out, &len);
      fields[1].data.len = len;
      g_ptr_array_add (call->memory, (gpointer) fields[1].data.data);
      results[i] = abi_tuple (fields, 2);
    }
  return answer (call, abi_array (results, call->args[0].n_items));
}

static const struct
{
  const char *text;
  Handler handler;
} contracts[] = {
  { "function isOperator(address) view returns (bool)", is_operator },
  { "function delegationApprover(address) view returns (address)", delegation_approver },
  { "function getOperatorShares(address, address[]) view returns (uint256[])",
    get_operator_shares },
  { "function getOperatorsShares(address[], address[]) view returns (uint256[][])",
    get_operators_shares },
  { "function minWithdrawalDelayBlocks() view returns (uint32)", deallocation_delay },
  { "function DEALLOCATION_DELAY() view returns (uint32)", deallocation_delay },
  { "function ALLOCATION_CONFIGURATION_DELAY() view returns (uint32)", configuration_delay },
  { "function SLASHER_CONFIGURATION_DELAY() view returns (uint32)", configuration_delay },
  { "function getAllocationDelay(address) view returns (bool, uint32)", get_allocation_delay },
  { "function getAllocatedSets(address) view returns (" SETS ")", get_allocated_sets },
  { "function getRegisteredSets(address) view returns (" SETS ")", get_registered_sets },
  { "function getStrategyAllocations(address, address) view returns (" SETS ", " ALLOCATION "[])",
    get_strategy_allocations },
  { "function getAllocation(address, " SET ", address) view returns (" ALLOCATION ")",
    get_allocation },
  { "function getMaxMagnitude(address, address) view returns (uint64)", get_max_magnitude },
  { "function getMaxMagnitudes(address, address[]) view returns (uint64[])", get_max_magnitudes },
  { "function getMaxMagnitudes(address[], address) view returns (uint64[])",
    get_max_magnitudes_of_many },
  { "function getEncumberedMagnitude(address, address) view returns (uint64)",
    get_encumbered_magnitude },
  { "function isOperatorSlashable(address, " SET ") view returns (bool)", is_member },
  { "function isMemberOfOperatorSet(address, " SET ") view returns (bool)", is_member },
  { "function getStrategiesInOperatorSet(" SET ") view returns (address[])",
    get_strategies_in_set },
  { "function getMembers(" SET ") view returns (address[])", get_members },
  { "function getMemberCount(" SET ") view returns (uint256)", get_member_count },
  { "function isOperatorSet(" SET ") view returns (bool)", is_operator_set },
  { "function getSlasher(" SET ") view returns (address)", get_slasher },
  { "function getPendingSlasher(" SET ") view returns (address, uint32)", get_pending_slasher },
  { "function isRedistributingOperatorSet(" SET ") view returns (bool)", is_redistributing },
  { "function getRedistributionRecipient(" SET ") view returns (address)",
    get_redistribution_recipient },
  { "function getSlashCount(" SET ") view returns (uint256)", get_slash_count },
  { "function defaultOperatorSplitBips() view returns (uint16)", default_split },
  { "function paused() view returns (uint256)", zero },
  { "function strategyIsWhitelistedForDeposit(address) view returns (bool)", yes },
  { "function totalShares() view returns (uint256)", hundred_thousand },
  { "function totalSupply() view returns (uint256)", hundred_thousand },
  { "function balanceOf(address) view returns (uint256)", hundred_thousand },
  { "function sharesToUnderlyingView(uint256) view returns (uint256)", echo },
  { "function underlyingToSharesView(uint256) view returns (uint256)", echo },
  { "function underlyingToken() view returns (address)", underlying_token },
  { "function getTVLLimits() view returns (uint256, uint256)", tvl_limits },
  { "function getBlockNumber() view returns (uint256)", block_number },
  { "function getCurrentBlockTimestamp() view returns (uint256)", block_time },
  { "function getEthBalance(address) view returns (uint256)", zero },
  { "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) view returns "
    "((bool success, bytes returnData)[])",
    aggregate3 },
};

static void
function_free (gpointer data)
{
  Function *function = data;

  abi_item_free (function->item);
  g_free (function);
}

GeneratorCalls *
generator_calls_new (GeneratorWorld *world)
{
  GeneratorCalls *self = g_new0 (GeneratorCalls, 1);

  self->world = world;
  self->nouns = g_hash_table_new_full (address_hash, address_same, g_free, g_free);
  self->functions = g_hash_table_new_full (NULL, NULL, NULL, function_free);
  for (guint i = 0; i <= GENERATOR_MULTICALL3; i++)
    name (self, GENERATOR_A_CONTRACT, i);
  for (guint i = 0; i < world->size.n_operators; i++)
    name (self, GENERATOR_AN_OPERATOR, i);
  for (guint i = 0; i < world->size.n_services; i++)
    {
      name (self, GENERATOR_A_SERVICE, i);
      name (self, GENERATOR_A_SLASHER, i);
    }
  for (guint i = 0; i < world->size.n_strategies; i++)
    {
      name (self, GENERATOR_A_STRATEGY, i);
      name (self, GENERATOR_A_TOKEN, i);
    }

  for (guint i = 0; i < G_N_ELEMENTS (contracts); i++)
    {
      Function *function = g_new0 (Function, 1);

      if (abi_item_parse (contracts[i].text, &function->item) != CORE_OK)
        g_error ("No function: %s", contracts[i].text);
      function->handler = contracts[i].handler;
      g_hash_table_insert (self->functions, GUINT_TO_POINTER (abi_selector (function->item)),
                           function);
    }
  return self;
}

void
generator_calls_free (GeneratorCalls *self)
{
  g_hash_table_unref (self->nouns);
  g_hash_table_unref (self->functions);
  g_free (self);
}

gboolean
generator_calls_has_code (GeneratorCalls *self, const Address *address)
{
  const guint64 *number = g_hash_table_lookup (self->nouns, address);

  if (number == NULL)
    return FALSE;
  switch ((GeneratorNoun) (*number >> 32))
    {
    case GENERATOR_A_SLASHER:
      return generator_slasher_has_code ((guint) *number);
    case GENERATOR_A_CONTRACT:
    case GENERATOR_A_SERVICE:
    case GENERATOR_A_STRATEGY:
    case GENERATOR_A_TOKEN:
      return TRUE;
    default:
      return FALSE;
    }
}

static guint32
selector (Bytes input)
{
  return (guint32) input.data[0] << 24 | (guint32) input.data[1] << 16 |
         (guint32) input.data[2] << 8 | input.data[3];
}

gboolean
generator_calls_run (GeneratorCalls *self, const Address *to, Bytes input, Buffer *out)
{
  Call call = { .calls = self, .to = *to };
  AbiLimits limits = { .max_items = 4u * 1024u * 1024u };
  AbiValues args = { 0 };
  Function *function;
  gboolean good;

  if (input.len < 4 || !generator_calls_has_code (self, to))
    return FALSE;
  function = g_hash_table_lookup (self->functions, GUINT_TO_POINTER (selector (input)));
  if (function == NULL || abi_decode_call (function->item, input, &limits, &args) != CORE_OK)
    return FALSE;

  call.args = args.values;
  call.memory = g_ptr_array_new_with_free_func (free);
  good = function->handler (&call) &&
         abi_encode (function->item->outputs, function->item->n_outputs, call.answer, call.n,
                     out) == CORE_OK;
  g_ptr_array_unref (call.memory);
  abi_values_clear (&args);
  return good;
}
