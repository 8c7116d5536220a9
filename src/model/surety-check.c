/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-check.h"

struct _SuretyCheck
{
  GObject parent_instance;

  CheckReason reason;
  SuretyEvidence *evidence;
  guint n_evidence;
  CheckLimits limits;
  guint block_seconds;
};

G_DEFINE_FINAL_TYPE (SuretyCheck, surety_check, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_REASON,
  PROP_VERDICT,
} SuretyCheckProperty;

static GParamSpec *properties[PROP_VERDICT + 1];

typedef struct
{
  SuretySource source;
  const char *contract;
  const char *member;
} SourceRow;

/* The names of the fact sheet. */
static const SourceRow sources[FACTS] = {
  [FACT_HEAD] = { SURETY_SOURCE_CALL, NULL, "eth_blockNumber" },
  [FACT_EXIT_DELAY] = { SURETY_SOURCE_CALL, "DelegationManager", "minWithdrawalDelayBlocks" },
  [FACT_CONFIGURATION_DELAY] = { SURETY_SOURCE_CALL, "AllocationManager",
                                 "ALLOCATION_CONFIGURATION_DELAY" },
  [FACT_DELAY_SET] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocationDelay" },
  [FACT_DELAY] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocationDelay" },
  [FACT_PENDING_DELAY_BLOCK] = { SURETY_SOURCE_EVENT, "AllocationManager", "AllocationDelaySet" },
  [FACT_PENDING_DELAY] = { SURETY_SOURCE_EVENT, "AllocationManager", "AllocationDelaySet" },
  [FACT_PENDING_WITHIN] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocation" },
  [FACT_PENDING_BEYOND] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocation" },
  [FACT_PENDING_BLOCK] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocation" },
  [FACT_DORMANT] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocation" },
  [FACT_FREE] = { SURETY_SOURCE_CALL, "AllocationManager", "getMaxMagnitude" },
  [FACT_SLASHABLE] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocation" },
  [FACT_LARGEST] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocation" },
  [FACT_SLASHINGS] = { SURETY_SOURCE_EVENT, "AllocationManager", "OperatorSlashed" },
  [FACT_SLASHED_AGE] = { SURETY_SOURCE_EVENT, "AllocationManager", "OperatorSlashed" },
  [FACT_SLASHED_SHARE] = { SURETY_SOURCE_CALL, "AllocationManager", "getMaxMagnitude" },
  [FACT_SILENCE] = { SURETY_SOURCE_EVENT, NULL, NULL },
  [FACT_SPLIT] = { SURETY_SOURCE_EVENT, "RewardsCoordinator", "OperatorSetSplitBipsSet" },
  [FACT_SPLIT_CHANGES] = { SURETY_SOURCE_EVENT, "RewardsCoordinator", "OperatorSetSplitBipsSet" },
  [FACT_SPLIT_NEXT] = { SURETY_SOURCE_EVENT, "RewardsCoordinator", "OperatorSetSplitBipsSet" },
  [FACT_SPLIT_WAIT] = { SURETY_SOURCE_EVENT, "RewardsCoordinator", "OperatorSetSplitBipsSet" },
  [FACT_OPERATOR_AGE] = { SURETY_SOURCE_EVENT, "DelegationManager", "OperatorRegistered" },
  [FACT_STAKER_SHARE] = { SURETY_SOURCE_EVENT, "DelegationManager", "OperatorSharesIncreased" },
  [FACT_SETS] = { SURETY_SOURCE_EVENT, "AllocationManager", "OperatorAddedToOperatorSet" },
  [FACT_SET_SHARE] = { SURETY_SOURCE_COMPUTED, "AllocationManager", "getAllocation" },
  [FACT_REDISTRIBUTING_SETS] = { SURETY_SOURCE_CALL, "AllocationManager",
                                 "getRedistributionRecipient" },
  [FACT_REDISTRIBUTED] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocation" },
  [FACT_NEEDS_APPROVAL] = { SURETY_SOURCE_CALL, "DelegationManager", "delegationApprover" },
  [FACT_NAMES_FILE] = { SURETY_SOURCE_EVENT, "DelegationManager", "OperatorMetadataURIUpdated" },
  [FACT_FILE_ANSWERS] = { SURETY_SOURCE_WEB, NULL, NULL },
  [FACT_DOMAIN_MATCHES] = { SURETY_SOURCE_WEB, NULL, NULL },
  [FACT_LOOK_ALIKE] = { SURETY_SOURCE_COMPUTED, NULL, NULL },
  [FACT_VAULT] = { SURETY_SOURCE_CALL, "StrategyFactory", "getDurationVaults" },
  [FACT_VAULT_LOCKED] = { SURETY_SOURCE_CALL, NULL, "state" },
  [FACT_VAULT_OVER] = { SURETY_SOURCE_CALL, NULL, "state" },
  [FACT_VAULT_DURATION] = { SURETY_SOURCE_CALL, NULL, "duration" },
  [FACT_VAULT_WAIT] = { SURETY_SOURCE_CALL, NULL, "unlockTimestamp" },
  [FACT_REGISTRAR_KIND] = { SURETY_SOURCE_EVENT, "AllocationManager", "AVSRegistrarSet" },
  [FACT_SLASHER_KIND] = { SURETY_SOURCE_CALL, "AllocationManager", "getSlasher" },
  [FACT_SLASHER_SIGNERS] = { SURETY_SOURCE_CALL, NULL, "getThreshold" },
  [FACT_SLASHER_OWNERS] = { SURETY_SOURCE_CALL, NULL, "getOwners" },
  [FACT_SLASHER_CHANGE_BLOCK] = { SURETY_SOURCE_CALL, "AllocationManager", "getPendingSlasher" },
  [FACT_SLASHER_NEXT_KIND] = { SURETY_SOURCE_CALL, "AllocationManager", "getPendingSlasher" },
  [FACT_REDISTRIBUTES] = { SURETY_SOURCE_CALL, "AllocationManager", "isRedistributingOperatorSet" },
  [FACT_RECIPIENT_SLASHES] = { SURETY_SOURCE_CALL, "AllocationManager",
                               "getRedistributionRecipient" },
  [FACT_PAYMENTS] = { SURETY_SOURCE_EVENT, "RewardsCoordinator", NULL },
  [FACT_PAYMENTS_EVER] = { SURETY_SOURCE_EVENT, "RewardsCoordinator", NULL },
  [FACT_PAID_AGE] = { SURETY_SOURCE_EVENT, "RewardsCoordinator", NULL },
  [FACT_OPERATORS] = { SURETY_SOURCE_CALL, "AllocationManager", "getMemberCount" },
  [FACT_STAKE] = { SURETY_SOURCE_CALL, "AllocationManager", "getAllocation" },
  [FACT_SERVICE_AGE] = { SURETY_SOURCE_EVENT, "AllocationManager", "OperatorSetCreated" },
  [FACT_STRATEGIES] = { SURETY_SOURCE_CALL, "AllocationManager", "getStrategiesInOperatorSet" },
  [FACT_STRATEGIES_ADDED] = { SURETY_SOURCE_EVENT, "AllocationManager",
                              "StrategyAddedToOperatorSet" },
  [FACT_STRATEGY_AGE] = { SURETY_SOURCE_EVENT, "AllocationManager", "StrategyAddedToOperatorSet" },
  [FACT_SERVICE_SLASHINGS] = { SURETY_SOURCE_EVENT, "AllocationManager", "OperatorSlashed" },
  [FACT_SERVICE_SLASHED_AGE] = { SURETY_SOURCE_EVENT, "AllocationManager", "OperatorSlashed" },
  [FACT_HAS_RATE] = { SURETY_SOURCE_FILE, NULL, NULL },
  [FACT_BELOW] = { SURETY_SOURCE_CALL, NULL, "latestRoundData" },
  [FACT_ABOVE] = { SURETY_SOURCE_CALL, NULL, "latestRoundData" },
  [FACT_FEED_AGE] = { SURETY_SOURCE_CALL, NULL, "latestRoundData" },
  [FACT_FEED_HEARTBEAT] = { SURETY_SOURCE_FILE, NULL, NULL },
  [FACT_HAS_EXIT] = { SURETY_SOURCE_FILE, NULL, NULL },
  [FACT_EXIT_SECONDS] = { SURETY_SOURCE_FILE, NULL, NULL },
  [FACT_EXIT_SLOWED] = { SURETY_SOURCE_CALL, NULL, NULL },
  [FACT_DEPOSITS_PAUSED] = { SURETY_SOURCE_CALL, "StrategyManager", "paused" },
  [FACT_WITHDRAWALS_PAUSED] = { SURETY_SOURCE_CALL, NULL, NULL },
  [FACT_TRANSFERS_PAUSED] = { SURETY_SOURCE_CALL, NULL, NULL },
  [FACT_UPGRADABLE] = { SURETY_SOURCE_STORAGE, NULL, "eip1967.proxy.implementation" },
  [FACT_ADMIN_KIND] = { SURETY_SOURCE_STORAGE, NULL, "eip1967.proxy.admin" },
  [FACT_ADMIN_DELAY] = { SURETY_SOURCE_CALL, NULL, "getMinDelay" },
};

static void
surety_check_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyCheck *self = SURETY_CHECK (object);

  switch ((SuretyCheckProperty) id)
    {
    case PROP_ID:
      g_value_set_uint (value, surety_check_get_id (self));
      break;
    case PROP_REASON:
      g_value_set_uint (value, self->reason);
      break;
    case PROP_VERDICT:
      g_value_set_uint (value, surety_check_get_verdict (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_check_finalize (GObject *object)
{
  SuretyCheck *self = SURETY_CHECK (object);

  g_free (self->evidence);

  G_OBJECT_CLASS (surety_check_parent_class)->finalize (object);
}

static void
surety_check_class_init (SuretyCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_check_get_property;
  object_class->finalize = surety_check_finalize;

  properties[PROP_ID] = g_param_spec_uint ("id", NULL, NULL, 0, CHECKS - 1, 0, flags);
  properties[PROP_REASON] = g_param_spec_uint ("reason", NULL, NULL, 0, FOUNDS - 1, 0, flags);
  properties[PROP_VERDICT] = g_param_spec_uint ("verdict", NULL, NULL, 0, CHECK_PROBLEM, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_check_init (SuretyCheck *self)
{
}

SuretyCheck *
surety_check_new (CheckReason reason,
                  const SuretyEvidence *evidence,
                  guint n_evidence,
                  const CheckLimits *limits,
                  guint block_seconds)
{
  SuretyCheck *self = g_object_new (SURETY_TYPE_CHECK, NULL);

  self->reason = reason;
  self->evidence = g_memdup2 (evidence, n_evidence * sizeof *evidence);
  self->n_evidence = n_evidence;
  self->limits = *limits;
  self->block_seconds = MAX (block_seconds, 1u);

  return self;
}

gboolean
surety_check_equal (SuretyCheck *a, SuretyCheck *b)
{
  g_return_val_if_fail (SURETY_IS_CHECK (a) && SURETY_IS_CHECK (b), FALSE);

  if (a->reason != b->reason || a->n_evidence != b->n_evidence)
    return FALSE;
  for (guint i = 0; i < a->n_evidence; i++)
    {
      const SuretyEvidence *left = &a->evidence[i];
      const SuretyEvidence *right = &b->evidence[i];

      if (left->number.known != right->number.known || left->missing != right->missing ||
          left->is_about != right->is_about ||
          (left->is_about && !address_equal (&left->place, &right->place)))
        return FALSE;
    }
  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    if (a->limits.values[limit] != b->limits.values[limit])
      return FALSE;

  return TRUE;
}

CheckId
surety_check_get_id (SuretyCheck *self)
{
  g_return_val_if_fail (SURETY_IS_CHECK (self), 0);

  return check_reason_check (self->reason);
}

CheckReason
surety_check_get_reason (SuretyCheck *self)
{
  g_return_val_if_fail (SURETY_IS_CHECK (self), 0);

  return self->reason;
}

CheckVerdict
surety_check_get_verdict (SuretyCheck *self)
{
  g_return_val_if_fail (SURETY_IS_CHECK (self), CHECK_UNKNOWN);

  return check_reason_verdict (self->reason);
}

const SuretyEvidence *
surety_check_get_evidence (SuretyCheck *self, guint *n)
{
  g_return_val_if_fail (SURETY_IS_CHECK (self), NULL);

  *n = self->n_evidence;

  return self->evidence;
}

const SuretyEvidence *
surety_check_find_evidence (SuretyCheck *self, CheckFact fact)
{
  g_return_val_if_fail (SURETY_IS_CHECK (self), NULL);

  for (guint i = 0; i < self->n_evidence; i++)
    if (self->evidence[i].fact == fact)
      return &self->evidence[i];

  return NULL;
}

SuretyMissing
surety_check_get_missing (SuretyCheck *self)
{
  g_return_val_if_fail (SURETY_IS_CHECK (self), SURETY_MISSING_NOT_READ);

  for (guint i = 0; i < self->n_evidence; i++)
    if (!self->evidence[i].number.known && self->evidence[i].missing != SURETY_MISSING_NOTHING)
      return self->evidence[i].missing;

  return SURETY_MISSING_NOT_READ;
}

guint64
surety_check_get_limit (SuretyCheck *self, CheckLimit limit)
{
  g_return_val_if_fail (SURETY_IS_CHECK (self), 0);
  g_return_val_if_fail (limit < LIMITS, 0);

  return self->limits.values[limit];
}

guint
surety_check_get_block_seconds (SuretyCheck *self)
{
  g_return_val_if_fail (SURETY_IS_CHECK (self), 1);

  return self->block_seconds;
}

void
surety_check_source (CheckFact fact,
                     SuretySource *source,
                     const char **contract,
                     const char **member)
{
  g_return_if_fail (fact < FACTS);

  *source = sources[fact].source;
  *contract = sources[fact].contract;
  *member = sources[fact].member;
}
