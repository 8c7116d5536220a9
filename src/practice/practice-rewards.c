/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-rewards.h"

#include <string.h>

#include "merkle.h"
#include "practice-eigen.h"
#include "practice-erc20.h"

/* Pause bits. */
#define PAUSED_CLAIMS 2u
#define PAUSED_ROOTS 3u

enum
{
  SLOT_ROOTS = 1,     /* how many */
  SLOT_ROOT,          /* [index] */
  SLOT_ROOT_END,      /* [index] */
  SLOT_ROOT_ACTIVE,   /* [index] */
  SLOT_ROOT_DISABLED, /* [index] */
  SLOT_CLAIMER,       /* [earner] */
  SLOT_CLAIMED,       /* [earner][token] */
  SLOT_CALCULATED,    /* end of the newest root */
};

typedef struct
{
  u256 root;
  u256 end;
  u256 active;
  gboolean disabled;
} Root;

static u256
rewards_get (PracticeEnv *env, guint32 slot, u256 a, u256 b)
{
  PracticeKey key = practice_key2 (&env->world->config.rewards_coordinator, slot, a, b);

  return practice_env_get (env, &key);
}

static void
rewards_set (PracticeEnv *env, guint32 slot, u256 a, u256 b, u256 value)
{
  PracticeKey key = practice_key2 (&env->world->config.rewards_coordinator, slot, a, b);

  practice_env_set (env, &key, value);
}

static Root
root_at (PracticeEnv *env, u256 index)
{
  return (Root) {
    .root = rewards_get (env, SLOT_ROOT, index, 0),
    .end = rewards_get (env, SLOT_ROOT_END, index, 0),
    .active = rewards_get (env, SLOT_ROOT_ACTIVE, index, 0),
    .disabled = rewards_get (env, SLOT_ROOT_DISABLED, index, 0) != 0,
  };
}

u256
practice_rewards_count_roots (PracticeEnv *env)
{
  return rewards_get (env, SLOT_ROOTS, 0, 0);
}

gboolean
practice_rewards_is_claimable (PracticeEnv *env, u256 index)
{
  const Root root = root_at (env, index);

  return !root.disabled && env->time >= root.active;
}

u256
practice_rewards_get_claimed (PracticeEnv *env, const Address *earner, const Address *token)
{
  return rewards_get (env, SLOT_CLAIMED, address_to_word (earner), address_to_word (token));
}

static gboolean
return_root (PracticeCall *call, Root root)
{
  guint8 bytes[32];

  u256_to_be (root.root, bytes);
  AbiValue items[] = {
    abi_fixed_bytes ((Bytes) { bytes, sizeof bytes }),
    abi_uint (root.end),
    abi_uint (root.active),
    abi_bool (root.disabled),
  };
  AbiValue value = abi_tuple (items, G_N_ELEMENTS (items));

  return practice_return (call, &value, 1);
}

static gboolean
only_updater (PracticeCall *call)
{
  if (!address_equal (&call->caller, &call->env->world->config.rewards_updater))
    return practice_revert (call->env, "UnauthorizedCaller()");

  return TRUE;
}

static gboolean
rewards_submit_root (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  u256 root = u256_from_be (practice_arg (call, 0)->data.data);
  u256 end = practice_arg_uint (call, 1);
  u256 index = rewards_get (env, SLOT_ROOTS, 0, 0);
  u256 active = (u256) env->time + PRACTICE_ACTIVATION_DELAY;

  PRACTICE_TRY (practice_unpaused (env, &call->self, PAUSED_ROOTS));
  PRACTICE_TRY (only_updater (call));
  if (end <= rewards_get (env, SLOT_CALCULATED, 0, 0))
    return practice_revert (env, "NewRootMustBeForNewCalculatedPeriod()");
  if (end >= env->time)
    return practice_revert (env, "RewardsEndTimestampNotElapsed()");

  rewards_set (env, SLOT_ROOT, index, 0, root);
  rewards_set (env, SLOT_ROOT_END, index, 0, end);
  rewards_set (env, SLOT_ROOT_ACTIVE, index, 0, active);
  rewards_set (env, SLOT_ROOTS, 0, 0, index + 1);
  rewards_set (env, SLOT_CALCULATED, 0, 0, end);

  AbiValue values[] = {
    abi_uint (index),
    *practice_arg (call, 0),
    abi_uint (end),
    abi_uint (active),
  };
  practice_env_emit (env, &call->self,
                     "event DistributionRootSubmitted(uint32 indexed rootIndex, bytes32 indexed "
                     "root, uint32 indexed rewardsCalculationEndTimestamp, uint32 activatedAt)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

static gboolean
rewards_disable_root (PracticeCall *call)
{
  PracticeEnv *env = call->env;
  u256 index = practice_arg_uint (call, 0);

  PRACTICE_TRY (practice_unpaused (env, &call->self, PAUSED_ROOTS));
  PRACTICE_TRY (only_updater (call));
  if (index >= rewards_get (env, SLOT_ROOTS, 0, 0))
    return practice_revert (env, "InvalidRootIndex()");
  Root root = root_at (env, index);
  if (root.disabled)
    return practice_revert (env, "RootDisabled()");
  if (env->time >= root.active)
    return practice_revert (env, "RootAlreadyActivated()");

  rewards_set (env, SLOT_ROOT_DISABLED, index, 0, 1);
  practice_env_emit (env, &call->self, "event DistributionRootDisabled(uint32 indexed rootIndex)",
                     practice_arg (call, 0), 1);

  return TRUE;
}

/* Fields of a claim. */
enum
{
  CLAIM_ROOT_INDEX,
  CLAIM_EARNER_INDEX,
  CLAIM_EARNER_PROOF,
  CLAIM_EARNER_LEAF,
  CLAIM_TOKEN_INDICES,
  CLAIM_TOKEN_PROOFS,
  CLAIM_TOKEN_LEAVES,
};

static gboolean
check_proof (PracticeEnv *env,
             const Hash *root,
             const Hash *leaf,
             u256 index,
             Bytes proof,
             const char *index_error)
{
  /* 2^levels leaves; more levels than bits of an index hold any index. */
  if (proof.len / 32 < 32 && index >= u256_shl (1, (unsigned) (proof.len / 32)))
    return practice_revert (env, index_error);
  if (proof.len % 32 != 0)
    return practice_revert (env, "InvalidProofLength()");
  if (merkle_verify (root, leaf, (guint64) index, proof) != CORE_OK)
    return practice_revert (env, "InvalidClaimProof()");

  return TRUE;
}

static gboolean
check_claim (PracticeEnv *env, const AbiValue *claim, Root *root)
{
  const AbiValue *items = claim->items;
  const AbiValue *earner_leaf = items[CLAIM_EARNER_LEAF].items;
  Address earner = abi_value_address (&earner_leaf[0]);
  gsize n = items[CLAIM_TOKEN_INDICES].n_items;
  Hash root_hash;
  Hash token_root;

  if (items[CLAIM_ROOT_INDEX].word >= rewards_get (env, SLOT_ROOTS, 0, 0))
    return practice_panic (env, 0x32);
  *root = root_at (env, items[CLAIM_ROOT_INDEX].word);
  if (root->disabled)
    return practice_revert (env, "RootDisabled()");
  if (env->time < root->active)
    return practice_revert (env, "RootNotActivated()");
  if (items[CLAIM_TOKEN_PROOFS].n_items != n || items[CLAIM_TOKEN_LEAVES].n_items != n)
    return practice_revert (env, "InputArrayLengthMismatch()");

  u256_to_be (root->root, root_hash.bytes);
  memcpy (token_root.bytes, earner_leaf[1].data.data, sizeof token_root.bytes);
  Hash leaf = merkle_earner_leaf (&earner, &token_root);
  PRACTICE_TRY (check_proof (env, &root_hash, &leaf, items[CLAIM_EARNER_INDEX].word,
                             items[CLAIM_EARNER_PROOF].data, "InvalidEarnerLeafIndex()"));

  for (gsize i = 0; i < n; i++)
    {
      const AbiValue *token_leaf = items[CLAIM_TOKEN_LEAVES].items[i].items;
      Address token = abi_value_address (&token_leaf[0]);

      leaf = merkle_token_leaf (&token, token_leaf[1].word);
      PRACTICE_TRY (check_proof (env, &token_root, &leaf, items[CLAIM_TOKEN_INDICES].items[i].word,
                                 items[CLAIM_TOKEN_PROOFS].items[i].data,
                                 "InvalidTokenLeafIndex()"));
    }

  return TRUE;
}

static gboolean
process_claim (PracticeCall *call, const AbiValue *claim, const Address *recipient)
{
  PracticeEnv *env = call->env;
  Address earner = abi_value_address (&claim->items[CLAIM_EARNER_LEAF].items[0]);
  u256 earner_word = address_to_word (&earner);
  const AbiValue *leaves = &claim->items[CLAIM_TOKEN_LEAVES];
  Address claimer;
  Root root;

  PRACTICE_TRY (check_claim (env, claim, &root));
  if (!address_from_word (rewards_get (env, SLOT_CLAIMER, earner_word, 0), &claimer))
    g_assert_not_reached ();
  if (address_is_zero (&claimer))
    claimer = earner;
  if (!address_equal (&call->caller, &claimer))
    return practice_revert (env, "UnauthorizedCaller()");

  for (gsize i = 0; i < leaves->n_items; i++)
    {
      Address token = abi_value_address (&leaves->items[i].items[0]);
      u256 earned = leaves->items[i].items[1].word;
      u256 claimed = rewards_get (env, SLOT_CLAIMED, earner_word, address_to_word (&token));
      guint8 bytes[32];

      if (earned <= claimed)
        return practice_revert (env, "EarningsNotGreaterThanClaimed()");
      rewards_set (env, SLOT_CLAIMED, earner_word, address_to_word (&token), earned);
      PRACTICE_TRY (
        practice_token_safe_transfer (env, &token, &call->self, recipient, earned - claimed));

      u256_to_be (root.root, bytes);
      AbiValue values[] = {
        abi_fixed_bytes ((Bytes) { bytes, sizeof bytes }),
        abi_address (&earner),
        abi_address (&claimer),
        abi_address (recipient),
        abi_address (&token),
        abi_uint (earned - claimed),
      };
      practice_env_emit (env, &call->self,
                         "event RewardsClaimed(bytes32 root, address indexed earner, "
                         "address indexed claimer, address indexed recipient, address token, "
                         "uint256 claimedAmount)",
                         values, G_N_ELEMENTS (values));
    }

  return TRUE;
}

static gboolean
rewards_process_claim (PracticeCall *call)
{
  Address recipient = practice_arg_address (call, 1);

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, PAUSED_CLAIMS));

  return process_claim (call, practice_arg (call, 0), &recipient);
}

static gboolean
rewards_process_claims (PracticeCall *call)
{
  const AbiValue *claims = practice_arg (call, 0);
  Address recipient = practice_arg_address (call, 1);

  PRACTICE_TRY (practice_unpaused (call->env, &call->self, PAUSED_CLAIMS));
  for (gsize i = 0; i < claims->n_items; i++)
    PRACTICE_TRY (process_claim (call, &claims->items[i], &recipient));

  return TRUE;
}

static gboolean
rewards_check_claim (PracticeCall *call)
{
  Root root;

  PRACTICE_TRY (check_claim (call->env, practice_arg (call, 0), &root));

  return practice_return_bool (call, TRUE);
}

static gboolean
set_claimer (PracticeCall *call, const Address *earner, const Address *claimer)
{
  u256 earner_word = address_to_word (earner);
  Address before;

  if (!address_from_word (rewards_get (call->env, SLOT_CLAIMER, earner_word, 0), &before))
    g_assert_not_reached ();
  rewards_set (call->env, SLOT_CLAIMER, earner_word, 0, address_to_word (claimer));

  AbiValue values[] = { abi_address (earner), abi_address (&before), abi_address (claimer) };
  practice_env_emit (call->env, &call->self,
                     "event ClaimerForSet(address indexed earner, address indexed oldClaimer, "
                     "address indexed claimer)",
                     values, G_N_ELEMENTS (values));

  return TRUE;
}

static gboolean
rewards_set_claimer (PracticeCall *call)
{
  Address claimer = practice_arg_address (call, 0);

  return set_claimer (call, &call->caller, &claimer);
}

static gboolean
rewards_set_claimer_of (PracticeCall *call)
{
  Address earner = practice_arg_address (call, 0);
  Address claimer = practice_arg_address (call, 1);

  if (!practice_can_call (call, &earner))
    return practice_revert (call->env, "InvalidPermissions()");
  /* Only operators and services; stakers use the other form. */
  if (!practice_is_operator (call->env, &earner) &&
      practice_world_find (call->env->world, &earner) == NULL)
    return practice_revert (call->env, "InvalidEarner()");

  return set_claimer (call, &earner, &claimer);
}

static gboolean
rewards_claimer (PracticeCall *call)
{
  Address claimer;

  if (!address_from_word (rewards_get (call->env, SLOT_CLAIMER, practice_arg_uint (call, 0), 0),
                          &claimer))
    g_assert_not_reached ();

  return practice_return_address (call, &claimer);
}

static gboolean
rewards_claimed (PracticeCall *call)
{
  return practice_return_uint (call,
                               rewards_get (call->env, SLOT_CLAIMED, practice_arg_uint (call, 0),
                                            practice_arg_uint (call, 1)));
}

static gboolean
rewards_roots (PracticeCall *call)
{
  return practice_return_uint (call, rewards_get (call->env, SLOT_ROOTS, 0, 0));
}

static gboolean
rewards_root (PracticeCall *call)
{
  u256 index = practice_arg_uint (call, 0);

  if (index >= rewards_get (call->env, SLOT_ROOTS, 0, 0))
    return practice_panic (call->env, 0x32);

  return return_root (call, root_at (call->env, index));
}

static gboolean
rewards_current_root (PracticeCall *call)
{
  u256 n = rewards_get (call->env, SLOT_ROOTS, 0, 0);

  if (n == 0)
    return practice_panic (call->env, 0x11);

  return return_root (call, root_at (call->env, n - 1));
}

static gboolean
rewards_claimable_root (PracticeCall *call)
{
  for (u256 i = rewards_get (call->env, SLOT_ROOTS, 0, 0); i > 0; i--)
    {
      if (practice_rewards_is_claimable (call->env, i - 1))
        return return_root (call, root_at (call->env, i - 1));
    }

  return return_root (call, (Root) { 0 });
}

static gboolean
rewards_root_index (PracticeCall *call)
{
  u256 wanted = u256_from_be (practice_arg (call, 0)->data.data);

  for (u256 i = rewards_get (call->env, SLOT_ROOTS, 0, 0); i > 0; i--)
    {
      if (rewards_get (call->env, SLOT_ROOT, i - 1, 0) == wanted)
        return practice_return_uint (call, i - 1);
    }

  return practice_revert (call->env, "InvalidRoot()");
}

static gboolean
rewards_calculated (PracticeCall *call)
{
  return practice_return_uint (call, rewards_get (call->env, SLOT_CALCULATED, 0, 0));
}

static gboolean
rewards_activation_delay (PracticeCall *call)
{
  return practice_return_uint (call, PRACTICE_ACTIVATION_DELAY);
}

static gboolean
rewards_interval (PracticeCall *call)
{
  return practice_return_uint (call, 86400);
}

static gboolean
rewards_updater (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.rewards_updater);
}

static gboolean
rewards_earner_leaf (PracticeCall *call)
{
  const AbiValue *items = practice_arg (call, 0)->items;
  Address earner = abi_value_address (&items[0]);
  Hash token_root;

  memcpy (token_root.bytes, items[1].data.data, sizeof token_root.bytes);
  Hash leaf = merkle_earner_leaf (&earner, &token_root);

  return practice_return_hash (call, &leaf);
}

static gboolean
rewards_token_leaf (PracticeCall *call)
{
  const AbiValue *items = practice_arg (call, 0)->items;
  Address token = abi_value_address (&items[0]);
  Hash leaf = merkle_token_leaf (&token, items[1].word);

  return practice_return_hash (call, &leaf);
}

#define CLAIM                                                                             \
  "(uint32 rootIndex, uint32 earnerIndex, bytes earnerTreeProof, (address earner, "       \
  "bytes32 earnerTokenRoot) earnerLeaf, uint32[] tokenIndices, bytes[] tokenTreeProofs, " \
  "(address token, uint256 cumulativeEarnings)[] tokenLeaves)"
#define ROOT \
  "(bytes32 root, uint32 rewardsCalculationEndTimestamp, uint32 activatedAt, bool disabled)"

static const PracticeFunction rewards_functions[] = {
  { "function processClaim(" CLAIM " claim, address recipient)", rewards_process_claim },
  { "function processClaims(" CLAIM "[] claims, address recipient)", rewards_process_claims },
  { "function checkClaim(" CLAIM " claim) returns (bool)", rewards_check_claim },
  { "function submitRoot(bytes32 root, uint32 rewardsCalculationEndTimestamp)",
    rewards_submit_root },
  { "function disableRoot(uint32 rootIndex)", rewards_disable_root },
  { "function setClaimerFor(address claimer)", rewards_set_claimer },
  { "function setClaimerFor(address earner, address claimer)", rewards_set_claimer_of },
  { "function claimerFor(address earner) returns (address claimer)", rewards_claimer },
  { "function cumulativeClaimed(address earner, address token) returns (uint256 totalClaimed)",
    rewards_claimed },
  { "function getDistributionRootsLength() returns (uint256)", rewards_roots },
  { "function getDistributionRootAtIndex(uint256 index) returns (" ROOT ")", rewards_root },
  { "function getCurrentDistributionRoot() returns (" ROOT ")", rewards_current_root },
  { "function getCurrentClaimableDistributionRoot() returns (" ROOT ")", rewards_claimable_root },
  { "function getRootIndexFromHash(bytes32 rootHash) returns (uint32)", rewards_root_index },
  { "function currRewardsCalculationEndTimestamp() returns (uint32)", rewards_calculated },
  { "function activationDelay() returns (uint32)", rewards_activation_delay },
  { "function CALCULATION_INTERVAL_SECONDS() returns (uint32)", rewards_interval },
  { "function rewardsUpdater() returns (address)", rewards_updater },
  { "function calculateEarnerLeafHash((address earner, bytes32 earnerTokenRoot) leaf) "
    "returns (bytes32)",
    rewards_earner_leaf },
  { "function calculateTokenLeafHash((address token, uint256 cumulativeEarnings) leaf) "
    "returns (bytes32)",
    rewards_token_leaf },
};

const PracticePart practice_rewards_part = {
  .name = "RewardsCoordinator",
  .functions = rewards_functions,
  .n_functions = G_N_ELEMENTS (rewards_functions),
};
