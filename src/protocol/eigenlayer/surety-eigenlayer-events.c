/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-events.h"

#include <string.h>

/* Goes up when facts mean something else, or events are added. */
#define FORMAT 5u

/* Logs whose memory is asked for before they are taken: first what they are, then the data that lends from
 * elsewhere. */
#define FAR_AHEAD 12u
#define NEXT_AHEAD 6u
#define MOST_AHEAD 160u
#define LINE 64u

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

typedef struct
{
  SuretyEigenlayerContract contract;
  SuretyEigenlayerHandler take;
  const char *text;
} EventType;

/* Sources: the contracts' ABIs as deployed for v1.13; OperatorRegistered and OperatorDetailsModified of
 * M2 (before v1.0.0). EncumberedMagnitudeUpdated is the sum of AllocationUpdated and not read. */
static const EventType types[] = {
  { DELEGATION, surety_eigenlayer_on_registered,
    "event OperatorRegistered(address indexed operator, address delegationApprover)" },
  { DELEGATION, surety_eigenlayer_on_registered_m2,
    "event OperatorRegistered(address indexed operator, " DETAILS ")" },
  { DELEGATION, surety_eigenlayer_on_details_modified_m2,
    "event OperatorDetailsModified(address indexed operator, " DETAILS ")" },
  { DELEGATION, surety_eigenlayer_on_approver,
    "event DelegationApproverUpdated(address indexed operator, address newDelegationApprover)" },
  { DELEGATION, surety_eigenlayer_on_operator_uri,
    "event OperatorMetadataURIUpdated(address indexed operator, string metadataURI)" },
  { DELEGATION, surety_eigenlayer_on_shares_increased,
    "event OperatorSharesIncreased(address indexed operator, address staker, address strategy, "
    "uint256 shares)" },
  { DELEGATION, surety_eigenlayer_on_shares_decreased,
    "event OperatorSharesDecreased(address indexed operator, address staker, address strategy, "
    "uint256 shares)" },
  { ALLOCATION, surety_eigenlayer_on_delay,
    "event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock)" },
  { ALLOCATION, surety_eigenlayer_on_allocation,
    "event AllocationUpdated(address operator, " SET
    ", address strategy, uint64 magnitude, uint32 effectBlock)" },
  { ALLOCATION, surety_eigenlayer_on_max,
    "event MaxMagnitudeUpdated(address operator, address strategy, uint64 maxMagnitude)" },
  { ALLOCATION, surety_eigenlayer_on_joined,
    "event OperatorAddedToOperatorSet(address indexed operator, " SET ")" },
  { ALLOCATION, surety_eigenlayer_on_left,
    "event OperatorRemovedFromOperatorSet(address indexed operator, " SET ")" },
  { ALLOCATION, surety_eigenlayer_on_slashed,
    "event OperatorSlashed(address operator, " SET
    ", address[] strategies, uint256[] wadSlashed, string description)" },
  { ALLOCATION, surety_eigenlayer_on_avs_uri,
    "event AVSMetadataURIUpdated(address indexed avs, string metadataURI)" },
  { ALLOCATION, surety_eigenlayer_on_registrar,
    "event AVSRegistrarSet(address avs, address registrar)" },
  { ALLOCATION, surety_eigenlayer_on_set_created, "event OperatorSetCreated(" SET ")" },
  { ALLOCATION, surety_eigenlayer_on_strategy_added,
    "event StrategyAddedToOperatorSet(" SET ", address strategy)" },
  { ALLOCATION, surety_eigenlayer_on_strategy_removed,
    "event StrategyRemovedFromOperatorSet(" SET ", address strategy)" },
  { ALLOCATION, surety_eigenlayer_on_slasher,
    "event SlasherUpdated(" SET ", address slasher, uint32 effectBlock)" },
  { ALLOCATION, surety_eigenlayer_on_slasher_migrated,
    "event SlasherMigrated(" SET ", address slasher)" },
  { ALLOCATION, surety_eigenlayer_on_redistribution,
    "event RedistributionAddressSet(" SET ", address redistributionRecipient)" },
  { COORDINATOR, surety_eigenlayer_on_default_split,
    "event DefaultOperatorSplitBipsSet(uint16 oldDefaultOperatorSplitBips, uint16 "
    "newDefaultOperatorSplitBips)" },
  { COORDINATOR, surety_eigenlayer_on_avs_split,
    "event OperatorAVSSplitBipsSet(address indexed caller, address indexed operator, address "
    "indexed avs, uint32 activatedAt, uint16 oldOperatorAVSSplitBips, uint16 "
    "newOperatorAVSSplitBips)" },
  { COORDINATOR, surety_eigenlayer_on_pi_split,
    "event OperatorPISplitBipsSet(address indexed caller, address indexed operator, uint32 "
    "activatedAt, uint16 oldOperatorPISplitBips, uint16 newOperatorPISplitBips)" },
  { COORDINATOR, surety_eigenlayer_on_set_split,
    "event OperatorSetSplitBipsSet(address indexed caller, address indexed operator, " SET
    ", uint32 activatedAt, uint16 oldOperatorSetSplitBips, uint16 newOperatorSetSplitBips)" },
  { COORDINATOR, surety_eigenlayer_on_avs_payment,
    "event AVSRewardsSubmissionCreated(address indexed avs, uint256 indexed submissionNonce, bytes32 "
    "indexed rewardsSubmissionHash, " REWARDS ")" },
  { COORDINATOR, surety_eigenlayer_on_directed_avs_payment,
    "event OperatorDirectedAVSRewardsSubmissionCreated(address indexed caller, address indexed avs, "
    "bytes32 indexed operatorDirectedRewardsSubmissionHash, uint256 submissionNonce, " DIRECTED
    ")" },
  { COORDINATOR, surety_eigenlayer_on_directed_set_payment,
    "event OperatorDirectedOperatorSetRewardsSubmissionCreated(address indexed caller, bytes32 "
    "indexed operatorDirectedRewardsSubmissionHash, " SET ", uint256 submissionNonce, " DIRECTED
    ")" },
  { COORDINATOR, surety_eigenlayer_on_unique_stake_payment,
    "event UniqueStakeRewardsSubmissionCreated(address indexed caller, bytes32 indexed "
    "rewardsSubmissionHash, " SET ", uint256 submissionNonce, " REWARDS ")" },
  { COORDINATOR, surety_eigenlayer_on_total_stake_payment,
    "event TotalStakeRewardsSubmissionCreated(address indexed caller, bytes32 indexed "
    "rewardsSubmissionHash, " SET ", uint256 submissionNonce, " REWARDS ")" },
  { COORDINATOR, surety_eigenlayer_on_all_payment,
    "event RewardsSubmissionForAllCreated(address indexed submitter, uint256 indexed "
    "submissionNonce, bytes32 indexed rewardsSubmissionHash, " REWARDS ")" },
  { COORDINATOR, surety_eigenlayer_on_all_earners_payment,
    "event RewardsSubmissionForAllEarnersCreated(address indexed tokenHopper, uint256 indexed "
    "submissionNonce, bytes32 indexed rewardsSubmissionHash, " REWARDS ")" },
  { AVS_DIRECTORY, surety_eigenlayer_on_m2_registration,
    "event OperatorAVSRegistrationStatusUpdated(address indexed operator, address indexed avs, "
    "uint8 status)" },
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
  taken = type->take (event, values.values, error);
  abi_values_clear (&values);
  return taken;
}

/* A log of an operator's shares that waits for the others of the same operator. */
typedef struct
{
  guint64 begin; /* of the operator's address; as it sorts */
  guint place;
  const EventType *type;
  const SuretyLogEntry *log;
} Share;

static gint
compare_shares (gconstpointer a, gconstpointer b)
{
  const Share *left = a;
  const Share *right = b;

  if (left->begin != right->begin)
    return left->begin < right->begin ? -1 : 1;
  return (left->place > right->place) - (left->place < right->place);
}

/* Nine in ten logs are of shares, each of facts that are far from those of the log before it: in the table, in
 * the database and on the disk. What they say of an operator is of no other operator, and nobody else reads it
 * (surety-eigenlayer-stakers.c), so they are taken operator by operator. Where each block can be taken
 * back they are not. */
static gboolean
is_of_shares (const EventType *type)
{
  return type->take == surety_eigenlayer_on_shares_increased ||
         type->take == surety_eigenlayer_on_shares_decreased;
}

static void
add_share (GArray *shares, const EventType *type, const SuretyLogEntry *log)
{
  Share share = { .place = shares->len, .type = type, .log = log };

  /* Whatever is not an address is refused when it is read. */
  if (log->n_topics > 1)
    memcpy (&share.begin, log->topics[1].bytes + 12, sizeof share.begin);
  share.begin = GUINT64_FROM_BE (share.begin);
  g_array_append_val (shares, share);
}

/* What was taken of one operator is written, while what it is written to is at hand. */
static gboolean
settle_shares (SuretyEigenlayerEvent *event, GError **error)
{
  if (!surety_eigenlayer_find_largest (event->ledger, event->stale, error))
    return FALSE;
  g_hash_table_remove_all (event->stale);
  return surety_ledger_forget (event->ledger, error);
}

/* Logs of one operator are far from each other in memory, the more so the more there are: the way to those that
 * come next is made while others are taken. */
static void
fetch_ahead (GArray *shares, guint i)
{
  if (i + FAR_AHEAD < shares->len)
    {
      const SuretyLogEntry *log = g_array_index (shares, Share, i + FAR_AHEAD).log;

      __builtin_prefetch (log);
      __builtin_prefetch (&log->topics[0]);
      __builtin_prefetch (&log->topics[2]);
      __builtin_prefetch (&log->data);
    }
  if (i + NEXT_AHEAD < shares->len)
    {
      const SuretyLogEntry *log = g_array_index (shares, Share, i + NEXT_AHEAD).log;

      for (gsize k = 0; k < MIN (log->len, MOST_AHEAD); k += LINE)
        __builtin_prefetch (log->data + k);
    }
}

static gboolean
take_shares (SuretyEigenlayerEvent *event, GArray *shares, guint64 final, GError **error)
{
  g_array_sort (shares, compare_shares);
  for (guint i = 0; i < shares->len; i++)
    {
      const Share *share = &g_array_index (shares, Share, i);
      const gboolean is_last = i + 1 == shares->len || share[1].begin != share->begin;

      fetch_ahead (shares, i);
      event->log = share->log;
      surety_ledger_begin_block (event->ledger, share->log->block, final);
      if (!take (event, share->type, error) || (is_last && !settle_shares (event, error)))
        return FALSE;
    }
  g_array_set_size (shares, 0);
  return TRUE;
}

gboolean
surety_eigenlayer_events_apply (const SuretyEigenlayerContracts *contracts,
                                SuretyLedger *ledger,
                                GPtrArray *lists,
                                guint64 final,
                                GError **error)
{
  g_autoptr (GHashTable)
    touched = g_hash_table_new_full (address_hash, address_equal_keys, g_free, g_free);
  g_autoptr (GHashTable) stale = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                                        (GDestroyNotify) g_bytes_unref, NULL);
  g_autoptr (GArray) shares = g_array_new (FALSE, FALSE, sizeof (Share));
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
          if (log->block != block && log->block > final)
            {
              if (!take_shares (&event, shares, final, error) ||
                  !surety_eigenlayer_find_largest (ledger, stale, error))
                return FALSE;
              g_hash_table_remove_all (stale);
            }
          block = log->block;
          if (type == NULL)
            continue;
          if (block <= final && is_of_shares (type))
            {
              add_share (shares, type, log);
              continue;
            }
          event.log = log;
          surety_ledger_begin_block (ledger, block, final);
          if (!take (&event, type, error))
            return FALSE;
        }
    }
  return take_shares (&event, shares, final, error) &&
         surety_eigenlayer_find_largest (ledger, stale, error);
}
