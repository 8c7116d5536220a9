/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"

#include <stdlib.h>
#include <string.h>

#include "merkle.h"
#include "practice-abi.h"
#include "practice-history.h"
#include "practice-operators.h"
#include "surety-practice-private.h"

static GBytes *
prove (GArray *leaves, guint index)
{
  Buffer proof = buffer_new ();
  guint8 *data;
  gsize len;

  g_assert_cmpint (merkle_prove ((const Hash *) leaves->data, leaves->len, index, &proof), ==,
                   CORE_OK);
  data = buffer_steal (&proof, &len);
  return g_bytes_new_with_free_func (data, len, free, data);
}

/* The leaves of the earner's tokens from line i on; *end: the line after them. */
static GArray *
token_leaves (GArray *lines, guint i, guint *end)
{
  const Address *earner = &g_array_index (lines, PracticeEarning, i).earner;
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (Hash));

  for (; i < lines->len; i++)
    {
      const PracticeEarning *line = &g_array_index (lines, PracticeEarning, i);
      Hash leaf;

      if (!address_equal (&line->earner, earner))
        break;
      leaf = merkle_token_leaf (&line->token, line->cumulative);
      g_array_append_val (leaves, leaf);
    }
  *end = i;
  return leaves;
}

static GArray *
earner_leaves (GArray *lines)
{
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (Hash));

  for (guint i = 0; i < lines->len;)
    {
      const Address *earner = &g_array_index (lines, PracticeEarning, i).earner;
      g_autoptr (GArray) tokens = token_leaves (lines, i, &i);
      const Hash root = merkle_root ((const Hash *) tokens->data, tokens->len);
      const Hash leaf = merkle_earner_leaf (earner, &root);

      g_array_append_val (leaves, leaf);
    }
  return leaves;
}

Hash
claims_root (GArray *lines)
{
  g_autoptr (GArray) leaves = earner_leaves (lines);

  return merkle_root ((const Hash *) leaves->data, leaves->len);
}

SuretyClaim *
claims_make (GArray *lines, guint32 root_index, const Address *earner)
{
  g_autoptr (GArray) leaves = earner_leaves (lines);
  g_autoptr (GError) error = NULL;
  SuretyClaim *claim = NULL;
  guint place = 0;

  for (guint i = 0; i < lines->len && claim == NULL; place++)
    {
      const guint first = i;
      g_autoptr (GArray) tokens = token_leaves (lines, i, &i);
      const Hash root = merkle_root ((const Hash *) tokens->data, tokens->len);
      g_autoptr (GBytes) proof = prove (leaves, place);
      g_autofree SuretyClaimToken *made = g_new0 (SuretyClaimToken, tokens->len);

      if (!address_equal (&g_array_index (lines, PracticeEarning, first).earner, earner))
        continue;
      for (guint k = 0; k < tokens->len; k++)
        {
          const PracticeEarning *line = &g_array_index (lines, PracticeEarning, first + k);

          made[k] = (SuretyClaimToken) { line->token, line->cumulative, k, prove (tokens, k) };
        }
      claim = surety_claim_new (root_index, place, proof, earner, &root, made, tokens->len, &error);
      g_assert_no_error (error);
      for (guint k = 0; k < tokens->len; k++)
        g_bytes_unref (made[k].proof);
    }
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
