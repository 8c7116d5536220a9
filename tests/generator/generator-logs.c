/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generator-logs.h"

#define OPERATOR_SET "(address avs, uint32 id) operatorSet"
#define REWARDS                                                                                    \
  "((address strategy, uint96 multiplier)[] strategiesAndMultipliers, address token, "             \
  "(address operator, uint256 amount)[] operatorRewards, uint32 startTimestamp, uint32 duration, " \
  "string description) operatorDirectedRewardsSubmission"
#define WEEK 604800u
#define GWEI 1000000000u
#define ETHER G_GUINT64_CONSTANT (1000000000000000000)

static const struct
{
  guint contract;
  const char *text;
} descriptions[GENERATOR_N_EVENTS] = {
  [GENERATOR_OPERATOR_REGISTERED] = { GENERATOR_DELEGATION_MANAGER,
                                      "event OperatorRegistered(address indexed operator, address delegationApprover)" },
  [GENERATOR_OPERATOR_METADATA] = { GENERATOR_DELEGATION_MANAGER,
                                    "event OperatorMetadataURIUpdated(address indexed operator, string metadataURI)" },
  [GENERATOR_APPROVER_UPDATED] = { GENERATOR_DELEGATION_MANAGER,
                                   "event DelegationApproverUpdated(address indexed operator, address newDelegationApprover)" },
  [GENERATOR_DELAY_SET] = { GENERATOR_ALLOCATION_MANAGER,
                            "event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock)" },
  [GENERATOR_SHARES_INCREASED] = { GENERATOR_DELEGATION_MANAGER,
                                   "event OperatorSharesIncreased(address indexed operator, address staker, address strategy, "
                                   "uint256 shares)" },
  [GENERATOR_SHARES_DECREASED] = { GENERATOR_DELEGATION_MANAGER,
                                   "event OperatorSharesDecreased(address indexed operator, address staker, address strategy, "
                                   "uint256 shares)" },
  [GENERATOR_SERVICE_METADATA] = { GENERATOR_ALLOCATION_MANAGER,
                                   "event AVSMetadataURIUpdated(address indexed avs, string metadataURI)" },
  [GENERATOR_SET_CREATED] = { GENERATOR_ALLOCATION_MANAGER,
                              "event OperatorSetCreated(" OPERATOR_SET ")" },
  [GENERATOR_STRATEGY_ADDED] = { GENERATOR_ALLOCATION_MANAGER,
                                 "event StrategyAddedToOperatorSet(" OPERATOR_SET
                                 ", address strategy)" },
  [GENERATOR_STRATEGY_REMOVED] = { GENERATOR_ALLOCATION_MANAGER,
                                   "event StrategyRemovedFromOperatorSet(" OPERATOR_SET
                                   ", address strategy)" },
  [GENERATOR_SLASHER_UPDATED] = { GENERATOR_ALLOCATION_MANAGER,
                                  "event SlasherUpdated(" OPERATOR_SET
                                  ", address slasher, uint32 effectBlock)" },
  [GENERATOR_REDISTRIBUTION_SET] = { GENERATOR_ALLOCATION_MANAGER,
                                     "event RedistributionAddressSet(" OPERATOR_SET
                                     ", address redistributionRecipient)" },
  [GENERATOR_ADDED_TO_SET] = { GENERATOR_ALLOCATION_MANAGER,
                               "event OperatorAddedToOperatorSet(address indexed operator, " OPERATOR_SET
                               ")" },
  [GENERATOR_REMOVED_FROM_SET] = { GENERATOR_ALLOCATION_MANAGER,
                                   "event OperatorRemovedFromOperatorSet(address indexed operator, " OPERATOR_SET
                                   ")" },
  [GENERATOR_ALLOCATION_UPDATED] = { GENERATOR_ALLOCATION_MANAGER,
                                     "event AllocationUpdated(address operator, " OPERATOR_SET
                                     ", address strategy, uint64 magnitude, uint32 effectBlock)" },
  [GENERATOR_ENCUMBERED_UPDATED] = { GENERATOR_ALLOCATION_MANAGER,
                                     "event EncumberedMagnitudeUpdated(address operator, address strategy, "
                                     "uint64 encumberedMagnitude)" },
  [GENERATOR_MAX_UPDATED] = { GENERATOR_ALLOCATION_MANAGER,
                              "event MaxMagnitudeUpdated(address operator, address strategy, uint64 maxMagnitude)" },
  [GENERATOR_OPERATOR_SLASHED] = { GENERATOR_ALLOCATION_MANAGER,
                                   "event OperatorSlashed(address operator, " OPERATOR_SET
                                   ", address[] strategies, uint256[] wadSlashed, string description)" },
  [GENERATOR_SERVICE_SPLIT] = { GENERATOR_REWARDS_COORDINATOR,
                                "event OperatorAVSSplitBipsSet(address indexed caller, address indexed operator, address "
                                "indexed avs, uint32 activatedAt, uint16 oldOperatorAVSSplitBips, "
                                "uint16 newOperatorAVSSplitBips)" },
  [GENERATOR_SET_SPLIT] = { GENERATOR_REWARDS_COORDINATOR,
                            "event OperatorSetSplitBipsSet(address indexed caller, address indexed operator, " OPERATOR_SET
                            ", uint32 activatedAt, uint16 oldOperatorSetSplitBips, uint16 newOperatorSetSplitBips)" },
  [GENERATOR_REWARDS] = { GENERATOR_REWARDS_COORDINATOR,
                          "event OperatorDirectedOperatorSetRewardsSubmissionCreated(address indexed caller, bytes32 "
                          "indexed operatorDirectedRewardsSubmissionHash, " OPERATOR_SET
                          ", uint256 submissionNonce, " REWARDS ")" },
};

Address
generator_event_contract (GeneratorEventKind kind)
{
  return generator_address (GENERATOR_A_CONTRACT, descriptions[kind].contract);
}

const AbiItem *
generator_event_item (GeneratorEventKind kind)
{
  static AbiItem *items[GENERATOR_N_EVENTS];

  if (items[kind] == NULL && abi_item_parse (descriptions[kind].text, &items[kind]) != CORE_OK)
    g_error ("No event: %s", descriptions[kind].text);
  return items[kind];
}

/* A file of its own on the web, or one that carries itself. */
static char *
metadata_uri (const char *what, guint index, guint64 revision)
{
  if (index % 2 == 0)
    return g_strdup_printf ("https://%s-%u.example/metadata-%" G_GUINT64_FORMAT ".json", what,
                            index, revision);
  return g_strdup_printf ("data:application/json,{\"name\":\"Invented %s %u\",\"description\":"
                          "\"Revision %" G_GUINT64_FORMAT "\"}",
                          what, index, revision);
}

static gsize
encode_rewards (const GeneratorWorld *world,
                const GeneratorEvent *event,
                AbiValue set,
                Hash topics[4],
                Buffer *data)
{
  Address service = generator_address (GENERATOR_A_SERVICE, world->sets[event->set].service);
  Address token = generator_address (GENERATOR_A_TOKEN, event->strategy);
  Address strategy = generator_address (GENERATOR_A_STRATEGY, event->strategy);
  Address operator= generator_address (GENERATOR_AN_OPERATOR, event->operator);
  /* Its fields, not its memory: what lies between them is any. */
  const guint64 said[] = { event->block, event->set, event->strategy, event->operator, event->x,
                           event->y };
  Hash hash = keccak256 ((Bytes) { (const guint8 *) said, sizeof said });
  AbiValue multiplier_fields[] = { abi_address (&strategy), abi_uint (ETHER) };
  AbiValue multiplier = abi_tuple (multiplier_fields, 2);
  AbiValue part_fields[] = { abi_address (&operator), abi_uint ((u256) event->x * GWEI) };
  AbiValue part = abi_tuple (part_fields, 2);
  AbiValue fields[] = { abi_array (&multiplier, 1), abi_address (&token), abi_array (&part, 1),
                        abi_uint (event->y),        abi_uint (WEEK),      abi_string ("weekly") };
  AbiValue values[] = { abi_address (&service),
                        abi_fixed_bytes ((Bytes) { hash.bytes, sizeof hash.bytes }), set,
                        abi_uint (event->block), abi_tuple (fields, G_N_ELEMENTS (fields)) };
  gsize n_topics = 0;

  if (abi_encode_log (generator_event_item (event->kind), values, G_N_ELEMENTS (values), topics,
                      &n_topics, data) != CORE_OK)
    g_error ("The rewards do not fit their event");
  return n_topics;
}

gsize
generator_event_encode (const GeneratorWorld *world,
                        const GeneratorEvent *event,
                        Hash topics[4],
                        Buffer *data)
{
  const GeneratorSet *entry = &world->sets[event->set];
  Address operator= generator_address (GENERATOR_AN_OPERATOR, event->operator);
  Address strategy = generator_address (GENERATOR_A_STRATEGY, event->strategy);
  Address service = generator_address (GENERATOR_A_SERVICE, entry->service);
  Address other = { 0 };
  AbiValue set_fields[] = { abi_address (&service), abi_uint (entry->id) };
  AbiValue set = abi_tuple (set_fields, 2);
  AbiValue list[2];
  AbiValue values[6];
  g_autofree char *text = NULL;
  gsize n = 0, n_topics = 0;

  switch (event->kind)
    {
    case GENERATOR_REWARDS:
      return encode_rewards (world, event, set, topics, data);
    case GENERATOR_OPERATOR_REGISTERED:
    case GENERATOR_APPROVER_UPDATED:
      if (event->x != 0)
        other = generator_address (GENERATOR_AN_APPROVER, event->operator);
      values[n++] = abi_address (&operator);
      values[n++] = abi_address (&other);
      break;
    case GENERATOR_OPERATOR_METADATA:
      text = metadata_uri ("operator", event->operator, event->x);
      values[n++] = abi_address (&operator);
      values[n++] = abi_string (text);
      break;
    case GENERATOR_SERVICE_METADATA:
      text = metadata_uri ("service", event->other, event->x);
      other = generator_address (GENERATOR_A_SERVICE, event->other);
      values[n++] = abi_address (&other);
      values[n++] = abi_string (text);
      break;
    case GENERATOR_DELAY_SET:
      values[n++] = abi_address (&operator);
      values[n++] = abi_uint (event->x);
      values[n++] = abi_uint (event->y);
      break;
    case GENERATOR_SHARES_INCREASED:
    case GENERATOR_SHARES_DECREASED:
      if (event->other != G_MAXUINT32)
        other = generator_address (GENERATOR_A_STAKER, event->other);
      values[n++] = abi_address (&operator);
      values[n++] = abi_address (&other);
      values[n++] = abi_address (&strategy);
      values[n++] = abi_uint ((u256) event->x * GWEI);
      break;
    case GENERATOR_SET_CREATED:
      values[n++] = set;
      break;
    case GENERATOR_STRATEGY_ADDED:
    case GENERATOR_STRATEGY_REMOVED:
      values[n++] = set;
      values[n++] = abi_address (&strategy);
      break;
    case GENERATOR_SLASHER_UPDATED:
      other = generator_address (GENERATOR_A_SLASHER, (guint) event->x);
      values[n++] = set;
      values[n++] = abi_address (&other);
      values[n++] = abi_uint (event->y);
      break;
    case GENERATOR_REDISTRIBUTION_SET:
      values[n++] = set;
      values[n++] = abi_address (&service);
      break;
    case GENERATOR_ADDED_TO_SET:
    case GENERATOR_REMOVED_FROM_SET:
      values[n++] = abi_address (&operator);
      values[n++] = set;
      break;
    case GENERATOR_ALLOCATION_UPDATED:
      values[n++] = abi_address (&operator);
      values[n++] = set;
      values[n++] = abi_address (&strategy);
      values[n++] = abi_uint (event->x);
      values[n++] = abi_uint (event->y);
      break;
    case GENERATOR_ENCUMBERED_UPDATED:
    case GENERATOR_MAX_UPDATED:
      values[n++] = abi_address (&operator);
      values[n++] = abi_address (&strategy);
      values[n++] = abi_uint (event->x);
      break;
    case GENERATOR_OPERATOR_SLASHED:
      list[0] = abi_address (&strategy);
      list[1] = abi_uint (event->x);
      values[n++] = abi_address (&operator);
      values[n++] = set;
      values[n++] = abi_array (&list[0], 1);
      values[n++] = abi_array (&list[1], 1);
      values[n++] = abi_string ("signed two blocks");
      break;
    case GENERATOR_SERVICE_SPLIT:
      values[n++] = abi_address (&operator);
      values[n++] = abi_address (&operator);
      values[n++] = abi_address (&service);
      values[n++] = abi_uint (event->y);
      values[n++] = abi_uint (1000);
      values[n++] = abi_uint (event->x);
      break;
    case GENERATOR_SET_SPLIT:
      values[n++] = abi_address (&operator);
      values[n++] = abi_address (&operator);
      values[n++] = set;
      values[n++] = abi_uint (event->y);
      values[n++] = abi_uint (1000);
      values[n++] = abi_uint (event->x);
      break;
    case GENERATOR_N_EVENTS:
    default:
      g_assert_not_reached ();
    }

  if (abi_encode_log (generator_event_item (event->kind), values, n, topics, &n_topics, data) !=
      CORE_OK)
    g_error ("%s is not what was made", generator_event_item (event->kind)->signature);
  return n_topics;
}
