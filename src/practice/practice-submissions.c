/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-rewards.h"

#include "practice-abi.h"
#include "practice-eigen.h"
#include "practice-erc20.h"

/* RewardsCoordinator: who pays. A submission takes its tokens from whom it comes from, for a time of
 * whole days that is over (or, where the coordinator decides who gets what, near). */

#define PAUSED_AVS 0u
#define PAUSED_SET_DIRECTED 9u
#define PAUSED_UNIQUE_STAKE 10u
#define PAUSED_TOTAL_STAKE 11u

#define DAY 86400u
#define MAX_DURATION 63072000u
#define MAX_RETROACTIVE 14515200u
#define MAX_FUTURE 2592000u
#define GENESIS 1710979200u

#define SET "(address avs, uint32 id) operatorSet"
#define MULTIPLIERS "(address strategy, uint96 multiplier)[] strategiesAndMultipliers"
#define SUBMISSION \
  "(" MULTIPLIERS ", address token, uint256 amount, uint32 startTimestamp, uint32 duration)"
#define DIRECTED                                                                            \
  "(" MULTIPLIERS ", address token, (address operator, uint256 amount)[] operatorRewards, " \
  "uint32 startTimestamp, uint32 duration, string description)"

enum
{
  SLOT_NONCE = 201, /* [avs] */
  SLOT_HASH,        /* [kind][avs][hash] */
};

typedef enum
{
  KIND_AVS = 1,
  KIND_SET_DIRECTED,
  KIND_UNIQUE_STAKE,
  KIND_TOTAL_STAKE,
} Kind;

/* Where the two shapes of submission keep what both have. */
typedef struct
{
  const AbiValue *strategies;
  const AbiValue *token;
  u256 amount;
  u256 start;
  u256 duration;
} Submission;

static gboolean
check_submission (PracticeEnv *env, const Submission *submission)
{
  const AbiValue *strategies = submission->strategies;

  if (strategies->n_items == 0)
    return practice_revert (env, "InputArrayLengthZero()");
  if (submission->amount == 0)
    return practice_revert (env, "AmountIsZero()");
  /* 10^38 - 1. */
  if (submission->amount >= U256_WAD * U256_WAD * 100u)
    return practice_revert (env, "AmountExceedsMax()");
  if (submission->duration == 0)
    return practice_revert (env, "DurationIsZero()");
  if (submission->duration > MAX_DURATION)
    return practice_revert (env, "DurationExceedsMax()");
  if (submission->duration % DAY != 0)
    return practice_revert (env, "InvalidDurationRemainder()");
  if (submission->start % DAY != 0)
    return practice_revert (env, "InvalidStartTimestampRemainder()");
  if (submission->start + MAX_RETROACTIVE < env->time || submission->start < GENESIS)
    return practice_revert (env, "StartTimestampTooFarInPast()");

  for (gsize i = 0; i < strategies->n_items; i++)
    {
      Address strategy = abi_value_address (&strategies->items[i].items[0]);

      if (!practice_strategy_whitelisted (env, &strategy))
        return practice_revert (env, "StrategyNotWhitelisted()");
      if (i > 0 && strategies->items[i].items[0].word <= strategies->items[i - 1].items[0].word)
        return practice_revert (env, "StrategiesNotInAscendingOrder()");
    }
  return TRUE;
}

/* Nonce and hash. hashed: a signature whose inputs are what is hashed. */
static gboolean
take_submission (PracticeCall *call,
                 Kind kind,
                 const Address *avs,
                 const char *hashed,
                 const AbiValue *value,
                 const Submission *submission,
                 AbiValue *nonce,
                 Hash *hash)
{
  PracticeEnv *env = call->env;
  const AbiItem *item = practice_abi_item (hashed);
  PracticeKey nonce_key = practice_key2 (&call->self, SLOT_NONCE, address_to_word (avs), 0);
  u256 number = practice_env_get (env, &nonce_key);
  AbiValue values[] = { abi_address (avs), abi_uint (number), *value };
  Buffer encoded = buffer_new ();

  PRACTICE_TRY (check_submission (env, submission));
  if (abi_encode (item->inputs, item->n_inputs, values, G_N_ELEMENTS (values), &encoded) != CORE_OK)
    g_error ("cannot encode a submission");
  *nonce = abi_uint (number);
  *hash = keccak256 (buffer_bytes (&encoded));
  buffer_clear (&encoded);

  PracticeKey hash_key = practice_key3 (&call->self, SLOT_HASH, kind, address_to_word (avs),
                                        u256_from_be (hash->bytes));
  practice_env_set (env, &hash_key, 1);
  practice_env_set (env, &nonce_key, number + 1);
  return TRUE;
}

static gboolean
pull_tokens (PracticeCall *call, const Submission *submission)
{
  Address token = abi_value_address (submission->token);

  return practice_token_safe_transfer_from (call->env, &token, &call->self, &call->caller,
                                            &call->self, submission->amount);
}

static Submission
read_submission (const AbiValue *value)
{
  const AbiValue *items = value->items;

  return (Submission) { &items[0], &items[1], items[2].word, items[3].word, items[4].word };
}

static AbiValue
hash_value (const Hash *hash)
{
  return abi_fixed_bytes ((Bytes) { hash->bytes, sizeof hash->bytes });
}

#define HASHED "function hashed(address avs, uint256 nonce, " SUBMISSION " submission)"
#define HASHED_DIRECTED "function hashed(address avs, uint256 nonce, " DIRECTED " submission)"

/* The service pays operators registered with it as before operator sets. */
static gboolean
submissions_create_avs (PracticeCall *call)
{
  const AbiValue *list = practice_arg (call, 0);

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, PAUSED_AVS));
  for (gsize i = 0; i < list->n_items; i++)
    {
      Submission submission = read_submission (&list->items[i]);
      AbiValue nonce;
      Hash hash;

      if (submission.start > (u256) call->env->time + MAX_FUTURE)
        return practice_revert (call->env, "StartTimestampTooFarInFuture()");
      PRACTICE_TRY (take_submission (call, KIND_AVS, &call->caller, HASHED, &list->items[i],
                                     &submission, &nonce, &hash));
      AbiValue values[] = { abi_address (&call->caller), nonce, hash_value (&hash),
                            list->items[i] };
      practice_env_emit (call->env, &call->self,
                         "event AVSRewardsSubmissionCreated(address indexed avs, uint256 indexed "
                         "submissionNonce, bytes32 indexed rewardsSubmissionHash, " SUBMISSION
                         " rewardsSubmission)",
                         values, G_N_ELEMENTS (values));
      PRACTICE_TRY (pull_tokens (call, &submission));
    }
  return TRUE;
}

/* The set of a submission, which must be the caller's own. */
static gboolean
paying_set (PracticeCall *call, PracticeOperatorSet *set)
{
  *set = practice_operator_set_arg (practice_arg (call, 0));
  if (!practice_can_call (call, &set->avs))
    return practice_revert (call->env, "InvalidPermissions()");
  if (!practice_is_operator_set (call->env, set))
    return practice_revert (call->env, "InvalidOperatorSet()");
  return TRUE;
}

static gboolean
create_by_stake (PracticeCall *call, Kind kind, guint pause_bit, const char *event)
{
  const AbiValue *list = practice_arg (call, 1);
  PracticeOperatorSet set;

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, pause_bit));
  PRACTICE_TRY (paying_set (call, &set));
  for (gsize i = 0; i < list->n_items; i++)
    {
      Submission submission = read_submission (&list->items[i]);
      AbiValue nonce;
      Hash hash;

      if (submission.start > (u256) call->env->time + MAX_FUTURE)
        return practice_revert (call->env, "StartTimestampTooFarInFuture()");
      PRACTICE_TRY (take_submission (call, kind, &set.avs, HASHED, &list->items[i], &submission,
                                     &nonce, &hash));
      AbiValue values[] = { abi_address (&call->caller), hash_value (&hash),
                            *practice_arg (call, 0), nonce, list->items[i] };
      practice_env_emit (call->env, &call->self, event, values, G_N_ELEMENTS (values));
      PRACTICE_TRY (pull_tokens (call, &submission));
    }
  return TRUE;
}

static gboolean
submissions_create_unique (PracticeCall *call)
{
  return create_by_stake (call, KIND_UNIQUE_STAKE, PAUSED_UNIQUE_STAKE,
                          "event UniqueStakeRewardsSubmissionCreated(address indexed caller, "
                          "bytes32 indexed rewardsSubmissionHash, " SET
                          ", uint256 submissionNonce, " SUBMISSION " rewardsSubmission)");
}

static gboolean
submissions_create_total (PracticeCall *call)
{
  return create_by_stake (call, KIND_TOTAL_STAKE, PAUSED_TOTAL_STAKE,
                          "event TotalStakeRewardsSubmissionCreated(address indexed caller, "
                          "bytes32 indexed rewardsSubmissionHash, " SET
                          ", uint256 submissionNonce, " SUBMISSION " rewardsSubmission)");
}

/* The sum of what each operator shall get, who ascend. */
static gboolean
add_up (PracticeEnv *env, const AbiValue *rewards, u256 *sum)
{
  if (rewards->n_items == 0)
    return practice_revert (env, "InputArrayLengthZero()");
  *sum = 0;
  for (gsize i = 0; i < rewards->n_items; i++)
    {
      const AbiValue *items = rewards->items[i].items;

      if (items[0].word == 0)
        return practice_revert (env, "InvalidAddressZero()");
      if (i > 0 && items[0].word <= rewards->items[i - 1].items[0].word)
        return practice_revert (env, "OperatorsNotInAscendingOrder()");
      if (items[1].word == 0)
        return practice_revert (env, "AmountIsZero()");
      PRACTICE_TRY (practice_add (env, *sum, items[1].word, sum));
    }
  return TRUE;
}

static gboolean
submissions_create_directed (PracticeCall *call)
{
  const AbiValue *list = practice_arg (call, 1);
  PracticeOperatorSet set;

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, PAUSED_SET_DIRECTED));
  PRACTICE_TRY (paying_set (call, &set));
  for (gsize i = 0; i < list->n_items; i++)
    {
      const AbiValue *items = list->items[i].items;
      Submission submission = { &items[0], &items[1], 0, items[3].word, items[4].word };
      AbiValue nonce;
      Hash hash;

      PRACTICE_TRY (add_up (call->env, &items[2], &submission.amount));
      if (submission.start + submission.duration >= call->env->time)
        return practice_revert (call->env, "SubmissionNotRetroactive()");
      PRACTICE_TRY (take_submission (call, KIND_SET_DIRECTED, &set.avs, HASHED_DIRECTED,
                                     &list->items[i], &submission, &nonce, &hash));
      AbiValue values[] = { abi_address (&call->caller), hash_value (&hash),
                            *practice_arg (call, 0), nonce, list->items[i] };
      practice_env_emit (
        call->env, &call->self,
        "event OperatorDirectedOperatorSetRewardsSubmissionCreated(address "
        "indexed caller, bytes32 indexed operatorDirectedRewardsSubmissionHash, " SET
        ", uint256 submissionNonce, " DIRECTED " operatorDirectedRewardsSubmission)",
        values, G_N_ELEMENTS (values));
      PRACTICE_TRY (pull_tokens (call, &submission));
    }
  return TRUE;
}

static gboolean
submissions_nonce (PracticeCall *call)
{
  PracticeKey key = practice_key2 (&call->self, SLOT_NONCE, practice_arg_uint (call, 0), 0);

  return practice_return_uint (call, practice_env_get (call->env, &key));
}

static gboolean
is_hash (PracticeCall *call, Kind kind)
{
  PracticeKey key = practice_key3 (&call->self, SLOT_HASH, kind, practice_arg_uint (call, 0),
                                   u256_from_be (practice_arg (call, 1)->data.data));

  return practice_return_bool (call, practice_env_get (call->env, &key) != 0);
}

static gboolean
submissions_is_avs (PracticeCall *call)
{
  return is_hash (call, KIND_AVS);
}

static gboolean
submissions_is_directed (PracticeCall *call)
{
  return is_hash (call, KIND_SET_DIRECTED);
}

static gboolean
submissions_is_unique (PracticeCall *call)
{
  return is_hash (call, KIND_UNIQUE_STAKE);
}

static gboolean
submissions_is_total (PracticeCall *call)
{
  return is_hash (call, KIND_TOTAL_STAKE);
}

static const PracticeFunction submissions_functions[] = {
  { "function createAVSRewardsSubmission(" SUBMISSION "[] rewardsSubmissions)",
    submissions_create_avs },
  { "function createUniqueStakeRewardsSubmission(" SET ", " SUBMISSION "[] rewardsSubmissions)",
    submissions_create_unique },
  { "function createTotalStakeRewardsSubmission(" SET ", " SUBMISSION "[] rewardsSubmissions)",
    submissions_create_total },
  { "function createOperatorDirectedOperatorSetRewardsSubmission(" SET ", " DIRECTED
    "[] operatorDirectedRewardsSubmissions)",
    submissions_create_directed },
  { "function submissionNonce(address avs) returns (uint256 nonce)", submissions_nonce },
  { "function isAVSRewardsSubmissionHash(address avs, bytes32 hash) returns (bool valid)",
    submissions_is_avs },
  { "function isOperatorDirectedOperatorSetRewardsSubmissionHash(address avs, bytes32 hash) "
    "returns (bool valid)",
    submissions_is_directed },
  { "function isUniqueStakeRewardsSubmissionHash(address avs, bytes32 hash) returns (bool valid)",
    submissions_is_unique },
  { "function isTotalStakeRewardsSubmissionHash(address avs, bytes32 hash) returns (bool valid)",
    submissions_is_total },
};

const PracticePart practice_submissions_part = {
  .name = "RewardsSubmissions",
  .functions = submissions_functions,
  .n_functions = G_N_ELEMENTS (submissions_functions),
};
