/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"

#include "practice-abi.h"
#include "practice-history.h"
#include "practice-operators.h"
#include "practice-tree.h"
#include "surety-practice-private.h"

Hash
claims_root (GArray *lines)
{
  return practice_tree_root (lines);
}

SuretyClaim *
claims_make (GArray *lines, guint32 root_index, const Address *earner)
{
  g_autoptr (PracticeProof) proof = practice_tree_prove (lines, earner);
  g_autofree SuretyClaimToken *made = NULL;
  g_autoptr (GError) error = NULL;
  SuretyClaim *claim;

  if (proof == NULL)
    return NULL;
  made = g_new0 (SuretyClaimToken, proof->tokens->len);
  for (guint i = 0; i < proof->tokens->len; i++)
    {
      const PracticeTokenProof *token = &g_array_index (proof->tokens, PracticeTokenProof, i);

      made[i] = (SuretyClaimToken) { token->line->token, token->line->cumulative, token->index,
                                     token->proof };
    }
  claim = surety_claim_new (root_index, proof->earner_index, proof->earner_proof, earner,
                            &proof->token_root, made, proof->tokens->len, &error);
  g_assert_no_error (error);
  return claim;
}

/* The lines of the newest root that can be claimed under; NULL = none. */
static GArray *
newest_lines (SuretyPractice *practice, guint32 *index)
{
  const AbiItem *event = practice_abi_item (
    "event DistributionRootSubmitted(uint32 indexed rootIndex, bytes32 indexed root, uint32 indexed "
    "rewardsCalculationEndTimestamp, uint32 activatedAt)");
  PracticeChain *chain = surety_practice_get_chain (practice);
  GArray *logs = practice_chain_logs (chain);

  for (guint i = logs->len; i > 0; i--)
    {
      const PracticeLogEntry *entry = &g_array_index (logs, PracticeLogEntry, i - 1);
      const guint64 block = entry->transaction->block;
      g_autoptr (GArray) lines = NULL;
      Hash root;

      if (!hash_equal (&entry->log->topics[0], &event->hash) ||
          practice_chain_time (chain, block) + PRACTICE_ACTIVATION_DELAY >
            surety_practice_get_time (practice))
        continue;
      lines = practice_rewards_distribution (chain, block);
      root = claims_root (lines);
      g_assert_true (hash_equal (&root, &entry->log->topics[2]));
      *index = (guint32) u256_from_be (entry->log->topics[1].bytes);
      return g_steal_pointer (&lines);
    }
  return NULL;
}

SuretyClaim *
claims_newest (SuretyPractice *practice, const Address *earner)
{
  guint32 index = 0;
  g_autoptr (GArray) lines = newest_lines (practice, &index);

  return lines != NULL ? claims_make (lines, index, earner) : NULL;
}

GArray *
claims_newest_lines (SuretyPractice *practice)
{
  guint32 index;

  return newest_lines (practice, &index);
}

static gboolean
pays_weekly (SuretyService *service)
{
  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    {
      const Address address = practice_service_address (i);

      if (address_equal (&address, surety_service_get_avs (service)))
        return practice_service (i)->pays == PRACTICE_PAYS_WEEKLY;
    }
  return FALSE;
}

static gboolean
earns (SuretyProtocol *protocol, SuretyProvider *provider, const Address *strategy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) pledges =
    dex_await_object (surety_protocol_load_pledges (protocol,
                                                    surety_provider_get_address (provider)),
                      &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      if (address_equal (&surety_pledge_get_token (pledge)->strategy, strategy) &&
          surety_pledge_get_strategy_in_set (pledge) && surety_pledge_get_registered (pledge) &&
          surety_pledge_get_current (pledge) > 0 &&
          pays_weekly (surety_pledge_get_service (pledge)))
        return TRUE;
    }
  return FALSE;
}

Address
claims_find_operator (SuretyProtocol *protocol, const Address *strategy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    providers = dex_await_object (surety_protocol_load_providers (protocol, NULL, NULL, NULL),
                                  &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (!surety_provider_get_needs_approval (provider) && earns (protocol, provider, strategy))
        return *surety_provider_get_address (provider);
    }
  g_assert_not_reached ();
}

static u256
read_number (PracticeChain *chain, const Address *from, const char *function)
{
  const AbiItem *item = practice_abi_item (function);
  const Address rewards = practice_chain_world (chain)->config.rewards_coordinator;
  Buffer call = buffer_new ();
  Buffer out = buffer_new ();
  u256 value;

  g_assert_cmpint (abi_encode_call (item, NULL, 0, &call), ==, CORE_OK);
  g_assert_true (practice_chain_system (chain, from, &rewards, 0, buffer_bytes (&call), &out));
  value = u256_from_be (out.data);
  buffer_clear (&call);
  buffer_clear (&out);
  return value;
}

guint32
claims_post (SuretyPractice *practice, GArray *lines)
{
  PracticeChain *chain = surety_practice_get_chain (practice);
  const Address updater = practice_chain_world (chain)->config.rewards_updater;
  const Address rewards = practice_chain_world (chain)->config.rewards_coordinator;
  const u256 end = read_number (chain, &updater,
                                "function currRewardsCalculationEndTimestamp() returns (uint32)");
  const u256 index = read_number (chain, &updater,
                                  "function getDistributionRootsLength() returns (uint256)");
  const Hash root = claims_root (lines);
  const AbiValue args[] = {
    abi_fixed_bytes ((Bytes) { root.bytes, sizeof root.bytes }),
    abi_uint (end + 1u),
  };
  Buffer call = buffer_new ();

  g_assert_cmpint (abi_encode_call (practice_abi_item (
                                      "function submitRoot(bytes32 root, uint32 end)"),
                                    args, 2, &call),
                   ==, CORE_OK);
  g_assert_true (practice_chain_system (chain, &updater, &rewards, 0, buffer_bytes (&call), NULL));
  buffer_clear (&call);
  return (guint32) index;
}
