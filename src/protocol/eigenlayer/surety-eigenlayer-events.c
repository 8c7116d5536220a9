/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-events.h"

#include <string.h>

#include "surety-store-error.h"

/* Goes up when facts mean something else, or events are added. */
#define FORMAT 6u

#define SET "(address avs, uint32 id) operatorSet"
#define DETAILS                                                                              \
  "(address earningsReceiver, address delegationApprover, uint32 stakerOptOutWindowBlocks) " \
  "operatorDetails"
#define REWARDS                                                                        \
  "((address strategy, uint96 multiplier)[] strategiesAndMultipliers, address token, " \
  "uint256 amount, uint32 startTimestamp, uint32 duration) rewardsSubmission"
#define DIRECTED                                                                                   \
  "((address strategy, uint96 multiplier)[] strategiesAndMultipliers, address token, "             \
  "(address operator, uint256 amount)[] operatorRewards, uint32 startTimestamp, uint32 duration, " \
  "string description) operatorDirectedRewardsSubmission"

#define DELEGATION SURETY_EIGENLAYER_DELEGATION_MANAGER
#define ALLOCATION SURETY_EIGENLAYER_ALLOCATION_MANAGER
#define COORDINATOR SURETY_EIGENLAYER_REWARDS_COORDINATOR
#define AVS_DIRECTORY SURETY_EIGENLAYER_AVS_DIRECTORY

#define ALL G_MAXUINT

typedef struct
{
  SuretyEigenlayerContract contract;
  SuretyEigenlayerHandler take;
  const char *text;
  guint
    about; /* the place, from 1 on, of the operator, service or set; ALL; 0 = put aside by take () */
} EventType;

/* Sources: the contracts' ABIs as deployed for v1.13; OperatorRegistered and OperatorDetailsModified of
 * M2 (before v1.0.0). EncumberedMagnitudeUpdated is the sum of AllocationUpdated and not read. */
static const EventType types[] = {
  { DELEGATION, surety_eigenlayer_on_registered,
    "event OperatorRegistered(address indexed operator, address delegationApprover)", 1 },
  { DELEGATION, surety_eigenlayer_on_registered_m2,
    "event OperatorRegistered(address indexed operator, " DETAILS ")", 1 },
  { DELEGATION, surety_eigenlayer_on_details_modified_m2,
    "event OperatorDetailsModified(address indexed operator, " DETAILS ")", 1 },
  { DELEGATION, surety_eigenlayer_on_approver,
    "event DelegationApproverUpdated(address indexed operator, address newDelegationApprover)", 1 },
  { DELEGATION, surety_eigenlayer_on_operator_uri,
    "event OperatorMetadataURIUpdated(address indexed operator, string metadataURI)", 1 },
  { DELEGATION, surety_eigenlayer_on_shares_increased,
    "event OperatorSharesIncreased(address indexed operator, address staker, address strategy, "
    "uint256 shares)" },
  { DELEGATION, surety_eigenlayer_on_shares_decreased,
    "event OperatorSharesDecreased(address indexed operator, address staker, address strategy, "
    "uint256 shares)" },
  { ALLOCATION, surety_eigenlayer_on_delay,
    "event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock)", 1 },
  { ALLOCATION, surety_eigenlayer_on_allocation,
    "event AllocationUpdated(address operator, " SET
    ", address strategy, uint64 magnitude, uint32 effectBlock)",
    1 },
  { ALLOCATION, surety_eigenlayer_on_max,
    "event MaxMagnitudeUpdated(address operator, address strategy, uint64 maxMagnitude)", 1 },
  { ALLOCATION, surety_eigenlayer_on_joined,
    "event OperatorAddedToOperatorSet(address indexed operator, " SET ")", 1 },
  { ALLOCATION, surety_eigenlayer_on_left,
    "event OperatorRemovedFromOperatorSet(address indexed operator, " SET ")", 1 },
  { ALLOCATION, surety_eigenlayer_on_slashed,
    "event OperatorSlashed(address operator, " SET
    ", address[] strategies, uint256[] wadSlashed, string description)",
    1 },
  { ALLOCATION, surety_eigenlayer_on_avs_uri,
    "event AVSMetadataURIUpdated(address indexed avs, string metadataURI)", 1 },
  { ALLOCATION, surety_eigenlayer_on_registrar,
    "event AVSRegistrarSet(address avs, address registrar)", 1 },
  { ALLOCATION, surety_eigenlayer_on_set_created, "event OperatorSetCreated(" SET ")", 1 },
  { ALLOCATION, surety_eigenlayer_on_strategy_added,
    "event StrategyAddedToOperatorSet(" SET ", address strategy)", 1 },
  { ALLOCATION, surety_eigenlayer_on_strategy_removed,
    "event StrategyRemovedFromOperatorSet(" SET ", address strategy)", 1 },
  { ALLOCATION, surety_eigenlayer_on_slasher,
    "event SlasherUpdated(" SET ", address slasher, uint32 effectBlock)", 1 },
  { ALLOCATION, surety_eigenlayer_on_slasher_migrated,
    "event SlasherMigrated(" SET ", address slasher)", 1 },
  { ALLOCATION, surety_eigenlayer_on_redistribution,
    "event RedistributionAddressSet(" SET ", address redistributionRecipient)", 1 },
  { COORDINATOR, surety_eigenlayer_on_default_split,
    "event DefaultOperatorSplitBipsSet(uint16 oldDefaultOperatorSplitBips, uint16 "
    "newDefaultOperatorSplitBips)",
    ALL },
  { COORDINATOR, surety_eigenlayer_on_avs_split,
    "event OperatorAVSSplitBipsSet(address indexed caller, address indexed operator, address "
    "indexed avs, uint32 activatedAt, uint16 oldOperatorAVSSplitBips, uint16 "
    "newOperatorAVSSplitBips)",
    2 },
  { COORDINATOR, surety_eigenlayer_on_pi_split,
    "event OperatorPISplitBipsSet(address indexed caller, address indexed operator, uint32 "
    "activatedAt, uint16 oldOperatorPISplitBips, uint16 newOperatorPISplitBips)",
    2 },
  { COORDINATOR, surety_eigenlayer_on_set_split,
    "event OperatorSetSplitBipsSet(address indexed caller, address indexed operator, " SET
    ", uint32 activatedAt, uint16 oldOperatorSetSplitBips, uint16 newOperatorSetSplitBips)",
    2 },
  { COORDINATOR, surety_eigenlayer_on_avs_payment,
    "event AVSRewardsSubmissionCreated(address indexed avs, uint256 indexed submissionNonce, bytes32 "
    "indexed rewardsSubmissionHash, " REWARDS ")",
    1 },
  { COORDINATOR, surety_eigenlayer_on_directed_avs_payment,
    "event OperatorDirectedAVSRewardsSubmissionCreated(address indexed caller, address indexed avs, "
    "bytes32 indexed operatorDirectedRewardsSubmissionHash, uint256 submissionNonce, " DIRECTED ")",
    2 },
  { COORDINATOR, surety_eigenlayer_on_directed_set_payment,
    "event OperatorDirectedOperatorSetRewardsSubmissionCreated(address indexed caller, bytes32 "
    "indexed operatorDirectedRewardsSubmissionHash, " SET ", uint256 submissionNonce, " DIRECTED
    ")",
    3 },
  { COORDINATOR, surety_eigenlayer_on_unique_stake_payment,
    "event UniqueStakeRewardsSubmissionCreated(address indexed caller, bytes32 indexed "
    "rewardsSubmissionHash, " SET ", uint256 submissionNonce, " REWARDS ")",
    3 },
  { COORDINATOR, surety_eigenlayer_on_total_stake_payment,
    "event TotalStakeRewardsSubmissionCreated(address indexed caller, bytes32 indexed "
    "rewardsSubmissionHash, " SET ", uint256 submissionNonce, " REWARDS ")",
    3 },
  { COORDINATOR, surety_eigenlayer_on_all_payment,
    "event RewardsSubmissionForAllCreated(address indexed submitter, uint256 indexed "
    "submissionNonce, bytes32 indexed rewardsSubmissionHash, " REWARDS ")",
    ALL },
  { COORDINATOR, surety_eigenlayer_on_all_earners_payment,
    "event RewardsSubmissionForAllEarnersCreated(address indexed tokenHopper, uint256 indexed "
    "submissionNonce, bytes32 indexed rewardsSubmissionHash, " REWARDS ")",
    ALL },
  { AVS_DIRECTORY, surety_eigenlayer_on_m2_registration,
    "event OperatorAVSRegistrationStatusUpdated(address indexed operator, address indexed avs, "
    "uint8 status)",
    1 },
};

static const char *const contract_names[SURETY_EIGENLAYER_N_CONTRACTS] = {
  [SURETY_EIGENLAYER_DELEGATION_MANAGER] = "DelegationManager",
  [SURETY_EIGENLAYER_ALLOCATION_MANAGER] = "AllocationManager",
  [SURETY_EIGENLAYER_REWARDS_COORDINATOR] = "RewardsCoordinator",
  [SURETY_EIGENLAYER_AVS_DIRECTORY] = "AVSDirectory",
};

/* Parsed once, lives as long as the process. */
static AbiItem **
get_items (void)
{
  static AbiItem **items;

  if (g_once_init_enter_pointer (&items))
    {
      AbiItem **parsed = g_new0 (AbiItem *, G_N_ELEMENTS (types));

      for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        if (abi_item_parse (types[i].text, &parsed[i]) != CORE_OK)
          g_error ("No signature: %s", types[i].text);
      g_once_init_leave_pointer (&items, parsed);
    }
  return items;
}

SuretyEigenlayerContracts
surety_eigenlayer_contracts (SuretyNetwork *network)
{
  SuretyEigenlayerContracts contracts = { 0 };

  for (guint i = 0; i < SURETY_EIGENLAYER_N_CONTRACTS; i++)
    contracts.present[i] = surety_network_get_contract (network, contract_names[i],
                                                        &contracts.address[i], NULL);
  return contracts;
}

guint
surety_eigenlayer_events_format (void)
{
  return FORMAT;
}

SuretyLogFilter *
surety_eigenlayer_events_filter (const SuretyEigenlayerContracts *contracts)
{
  SuretyLogFilter *filter = surety_log_filter_new ();
  AbiItem **items = get_items ();

  for (guint i = 0; i < SURETY_EIGENLAYER_N_CONTRACTS; i++)
    if (contracts->present[i])
      surety_log_filter_add_address (filter, &contracts->address[i]);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (contracts->present[types[i].contract])
      surety_log_filter_add_topic (filter, 0, &items[i]->hash);
  return filter;
}

/* Who was active in which transaction, and when before it. */
typedef struct
{
  Hash transaction;
  guint64 before;
} Touch;

static guint
address_hash (gconstpointer key)
{
  guint32 word;

  memcpy (&word, ((const Address *) key)->bytes + 16, sizeof word);
  return word;
}

static gboolean
address_equal_keys (gconstpointer a, gconstpointer b)
{
  return address_equal (a, b);
}

static gboolean
set_active (SuretyEigenlayerEvent *event,
            const Address *operator,
            guint64 block,
            guint64 *before,
            GError **error)
{
  SuretyFactKey key = surety_fact_key (SURETY_FACT_OPERATOR);
  g_autoptr (GByteArray) value = g_byte_array_sized_new (64);
  SuretyFactReader reader;
  gboolean found;
  guint64 registered;
  guint32 place;
  Address approver;

  surety_fact_key_add_address (&key, operator);
  if (!surety_fact_get (event->ledger, &key, &reader, &found, error))
    return FALSE;
  registered = surety_fact_read_u64 (&reader);
  place = surety_fact_read_u32 (&reader);
  approver = surety_fact_read_address (&reader);
  *before = surety_fact_read_u64 (&reader);

  surety_fact_write_u64 (value, registered);
  surety_fact_write_u32 (value, place);
  surety_fact_write_address (value, &approver);
  surety_fact_write_u64 (value, block);
  return surety_fact_put (event->ledger, &key, value, error);
}

gboolean
surety_eigenlayer_event_touch (SuretyEigenlayerEvent *event,
                               const Address *operator,
                               GError ** error)
{
  Touch *touch = g_hash_table_lookup (event->touched, operator);
  guint64 before;

  if (!set_active (event, operator, event->log->block, &before, error))
    return FALSE;
  if (touch == NULL)
    {
      touch = g_new0 (Touch, 1);
      g_hash_table_insert (event->touched, g_memdup2 (operator, sizeof * operator), touch);
    }
  else if (hash_equal (&touch->transaction, &event->log->transaction))
    return TRUE;
  touch->transaction = event->log->transaction;
  touch->before = before;
  return TRUE;
}

gboolean
surety_eigenlayer_event_untouch (SuretyEigenlayerEvent *event,
                                 const Address *operator,
                                 GError ** error)
{
  const Touch *touch = g_hash_table_lookup (event->touched, operator);
  guint64 before;

  if (touch == NULL || !hash_equal (&touch->transaction, &event->log->transaction))
    return TRUE;
  return set_active (event, operator, touch->before, &before, error);
}

/* NULL = another contract's event of the same name. */
static const EventType *
find_type (const SuretyEigenlayerContracts *contracts, const SuretyLogEntry *log)
{
  AbiItem **items = get_items ();

  for (guint i = 0; log->n_topics > 0 && i < G_N_ELEMENTS (types); i++)
    if (memcmp (&items[i]->hash, &log->topics[0], sizeof (Hash)) == 0 &&
        contracts->present[types[i].contract] &&
        address_equal (&contracts->address[types[i].contract], &log->address))
      return &types[i];
  return NULL;
}

static gboolean
take_values (SuretyEigenlayerEvent *event,
             const EventType *type,
             const AbiValue *values,
             GError **error)
{
  const AbiValue *about;
  Address address = { 0 };

  if (event->aside == NULL || type->about == 0)
    return type->take (event, values, error);
  if (type->about != ALL)
    {
      about = &values[type->about - 1];
      address = abi_value_address (about->kind == ABI_TUPLE ? &about->items[0] : about);
    }
  surety_eigenlayer_aside_add_log (event->aside, (guint) (type - types), &address, event->log);
  return TRUE;
}

static gboolean
take (SuretyEigenlayerEvent *event, const EventType *type, GError **error)
{
  const SuretyLogEntry *log = event->log;
  const AbiItem *item = get_items ()[type - types];
  AbiValues values = { 0 };
  gboolean taken;

  if (abi_decode_log (item, log->topics, log->n_topics, (Bytes) { log->data, log->len }, NULL,
                      &values) != CORE_OK)
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                   "A log does not say what %s says", item->signature);
      return FALSE;
    }
  taken = take_values (event, type, values.values, error);
  abi_values_clear (&values);
  return taken;
}

gboolean
surety_eigenlayer_take_log (SuretyEigenlayerEvent *event, guint type, GError **error)
{
  if (type < G_N_ELEMENTS (types))
    return take (event, &types[type], error);
  g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_DAMAGED,
                       "a log in the database is of no type");
  return FALSE;
}

GHashTable *
surety_eigenlayer_touched_new (void)
{
  return g_hash_table_new_full (address_hash, address_equal_keys, g_free, g_free);
}

static gboolean
settle_all (SuretyLedger *ledger, GError **error)
{
  guint bin = 0;

  return surety_ledger_get_aside (ledger) == 0 ||
         surety_eigenlayer_settle (ledger, G_MAXINT64, G_MAXUINT64, &bin, error);
}

gboolean
surety_eigenlayer_events_apply (const SuretyEigenlayerContracts *contracts,
                                SuretyLedger *ledger,
                                GPtrArray *lists,
                                guint64 final,
                                GError **error)
{
  g_autoptr (GHashTable) touched = surety_eigenlayer_touched_new ();
  g_autoptr (GHashTable) stale = surety_eigenlayer_stale_new ();
  g_autoptr (SuretyEigenlayerAside) aside = surety_eigenlayer_aside_new ();
  SuretyEigenlayerEvent event = { .ledger = ledger, .touched = touched, .stale = stale };
  guint64 block = 0;

  for (guint i = 0; i < lists->len; i++)
    {
      const SuretyLogList *list = g_ptr_array_index (lists, i);

      for (guint k = 0; k < surety_log_list_get_n (list); k++)
        {
          const SuretyLogEntry *log = surety_log_list_get (list, k);
          const EventType *type = find_type (contracts, log);

          /* What can be taken back block by block must be whole after each. */
          if (log->block != block && log->block > final &&
              (!surety_eigenlayer_aside_keep (aside, ledger, error) ||
               !settle_all (ledger, error) ||
               !surety_eigenlayer_find_largest (ledger, stale, error)))
            return FALSE;
          block = log->block;
          if (type == NULL)
            continue;
          event.log = log;
          event.aside = block <= final ? aside : NULL;
          surety_ledger_begin_block (ledger, block, final);
          if (!take (&event, type, error))
            return FALSE;
        }
    }
  return surety_eigenlayer_aside_keep (aside, ledger, error) &&
         surety_eigenlayer_find_largest (ledger, stale, error);
}
