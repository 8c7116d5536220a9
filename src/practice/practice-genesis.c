/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-genesis.h"

#include <string.h>

#include "practice-addresses.h"
#include "practice-assets.h"
#include "practice-eigen.h"
#include "practice-history.h"
#include "practice-multicall.h"
#include "practice-multisig.h"
#include "practice-operators.h"
#include "practice-rewards.h"
#include "practice-vault.h"
#include "secret.h"
#include "surety-practice.h"

static const PracticePart *const strategy_manager_parts[] = {
  &practice_strategy_manager_part,
  &practice_slashed_funds_part,
  &practice_pausable_part,
  NULL,
};
static const PracticePart *const delegation_parts[] = {
  &practice_delegation_part,
  &practice_shares_part,
  &practice_withdrawals_part,
  &practice_pausable_part,
  NULL,
};
static const PracticePart *const allocation_parts[] = {
  &practice_allocation_part, &practice_allocation_view_part, &practice_operator_sets_part,
  &practice_slashing_part,   &practice_pausable_part,        NULL,
};
static const PracticePart *const rewards_parts[] = {
  &practice_rewards_part,
  &practice_splits_part,
  &practice_submissions_part,
  &practice_pausable_part,
  NULL,
};
static const PracticePart *const permission_parts[] = { &practice_permission_part, NULL };
static const PracticePart *const pods_parts[] = { &practice_pods_part, &practice_pausable_part,
                                                  NULL };
static const PracticePart *const factory_parts[] = { &practice_factory_part,
                                                     &practice_pausable_part, NULL };
static const PracticePart *const multicall_parts[] = { &practice_multicall_part, NULL };

/* A contract of others: it is there, and does nothing anybody here asks for. */
static const PracticePart service_part = { .name = "Service" };
static const PracticePart *const service_parts[] = { &service_part, NULL };
static const PracticePart *const multisig_parts[] = { &practice_multisig_part, NULL };

void
practice_core_deploy (PracticeWorld *world)
{
  const PracticeConfig *config = &world->config;
  Address multicall = practice_address (PRACTICE_ADDRESS_MULTICALL3);

  practice_world_add (world, &config->strategy_manager, strategy_manager_parts, NULL);
  practice_world_add (world, &config->delegation_manager, delegation_parts, NULL);
  practice_world_add (world, &config->allocation_manager, allocation_parts, NULL);
  practice_world_add (world, &config->rewards_coordinator, rewards_parts, NULL);
  practice_world_add (world, &config->permission_controller, permission_parts, NULL);
  practice_world_add (world, &multicall, multicall_parts, NULL);
}

Address
practice_inhabitant (const char *kind, guint number)
{
  static GMutex lock;
  static GHashTable *known; /* text → Address; there are a few hundred */
  g_autofree char *text = g_strdup_printf ("surety practice %s %u", kind, number);
  Address *address;

  g_mutex_lock (&lock);
  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  address = g_hash_table_lookup (known, text);
  if (address == NULL)
    {
      Hash hash = keccak256 ((Bytes) { (const guint8 *) text, strlen (text) });

      address = g_memdup2 (hash.bytes + 12, sizeof *address);
      g_hash_table_insert (known, g_steal_pointer (&text), address);
    }
  g_mutex_unlock (&lock);

  return *address;
}

void
practice_player_key (guint8 key[32])
{
  Hash hash = keccak256 (
    (Bytes) { (const guint8 *) PRACTICE_PLAYER_TEXT, strlen (PRACTICE_PLAYER_TEXT) });

  memcpy (key, hash.bytes, sizeof hash.bytes);
}

void
practice_player_address (Address *out)
{
  guint8 key[32];
  Secret *secret;

  practice_player_key (key);
  secret = secret_new_copy (key, sizeof key);
  if (ecdsa_address (secret, out) != CORE_OK)
    g_error ("the player has no address");
  secret_free (secret);
}

/* In thousandths. */
static const struct
{
  PracticeAsset asset;
  guint amount;
} purse[] = {
  { PRACTICE_STETH, 4000 }, { PRACTICE_RETH, 2000 },    { PRACTICE_CBETH, 1500 },
  { PRACTICE_ETHX, 800 },   { PRACTICE_OSETH, 500 },    { PRACTICE_METH, 300 },
  { PRACTICE_SWETH, 250 },  { PRACTICE_EIGEN, 100000 },
};

static gboolean
fund_player (PracticeEnv *env, gpointer unused)
{
  Address player;

  practice_player_address (&player);
  practice_env_set_balance (env, &player, U256_WAD * 10u);
  for (gsize i = 0; i < G_N_ELEMENTS (purse); i++)
    PRACTICE_TRY (
      practice_asset_give (env, purse[i].asset, &player, U256_WAD / 1000u * purse[i].amount));

  return TRUE;
}

static void
deploy_vault (PracticeWorld *world, guint index)
{
  static const PracticePart *const parts[] = { &practice_strategy_part, &practice_vault_part,
                                               &practice_pausable_part, NULL };
  Address address = practice_vault_address (index);
  g_autofree char *name = g_strdup_printf ("Keystone Term Vault %u", index + 1);
  g_autofree char *site = g_strdup_printf ("vault-%u", index);
  g_autofree char *uri = practice_metadata_uri (name, "Half a year, locked for one service.", site,
                                                0);
  PracticeVault vault = {
    .strategy = { .token = practice_asset_token (PRACTICE_STETH),
                  .max_per_deposit = U256_WAD * 1000u,
                  .max_total = U256_MAX },
    .admin = practice_vault_admin (index),
    .arbitrator = practice_inhabitant ("vault arbitrator", index),
    .seconds = PRACTICE_VAULT_DAYS * 86400u,
    .stake_cap = U256_WAD * 5000u,
    .set = { practice_service_address (PRACTICE_VAULT_SERVICE), PRACTICE_VAULT_SET },
  };

  if (g_strlcpy (vault.uri, uri, sizeof vault.uri) >= sizeof vault.uri)
    g_error ("a vault's metadata is too long");
  practice_world_add (world, &address, parts, g_memdup2 (&vault, sizeof vault));
}

PracticeChain *
practice_genesis (guint64 seed)
{
  const PracticeConfig config = {
    .chain_id = SURETY_PRACTICE_CHAIN_ID,
    .first_block = 0,
    .first_time = PRACTICE_FIRST_TIME,
    .strategy_manager = practice_address (PRACTICE_ADDRESS_STRATEGY_MANAGER),
    .delegation_manager = practice_address (PRACTICE_ADDRESS_DELEGATION_MANAGER),
    .allocation_manager = practice_address (PRACTICE_ADDRESS_ALLOCATION_MANAGER),
    .rewards_coordinator = practice_address (PRACTICE_ADDRESS_REWARDS_COORDINATOR),
    .eigen_pod_manager = practice_address (PRACTICE_ADDRESS_EIGEN_POD_MANAGER),
    .permission_controller = practice_address (PRACTICE_ADDRESS_PERMISSION_CONTROLLER),
    .eigen_strategy = practice_address (PRACTICE_ADDRESS_STRATEGY_EIGEN),
    .rewards_updater = practice_inhabitant ("rewards updater", 0),
    .governor = practice_inhabitant ("governor", 0),
  };
  PracticeChain *chain = practice_chain_new (&config, seed);
  PracticeWorld *world = practice_chain_world (chain);
  Address factory = practice_address (PRACTICE_ADDRESS_STRATEGY_FACTORY);
  Address player;

  practice_core_deploy (world);
  practice_world_add (world, &config.eigen_pod_manager, pods_parts, NULL);
  practice_world_add (world, &factory, factory_parts, NULL);
  practice_assets_deploy (world);
  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    {
      Address address = practice_service_address (i);
      Address multisig = practice_inhabitant ("multisig", i);
      /* 1 of 3, 3 of 5, 4 of 7, … */
      const PracticeMultisig keys = { .number = i,
                                      .threshold = i == 10 ? 1 : 2 + i % 3,
                                      .owners = 3 + i % 3 * 2 };

      practice_world_add (world, &address, service_parts, NULL);
      practice_world_add (world, &multisig, multisig_parts, g_memdup2 (&keys, sizeof keys));
    }

  for (guint i = 0; i < PRACTICE_N_VAULTS; i++)
    deploy_vault (world, i);

  practice_chain_system_run (chain, &config.governor, &config.strategy_manager,
                             practice_assets_init, NULL);
  practice_chain_set_schedule (chain, practice_history_new (seed));
  practice_chain_advance (chain, PRACTICE_START_BLOCK - 1);
  practice_player_address (&player);
  practice_chain_system_run (chain, &config.governor, &player, fund_player, NULL);
  practice_chain_advance (chain, 1);

  return chain;
}
