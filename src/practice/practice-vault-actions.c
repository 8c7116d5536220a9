/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-history-private.h"

#include "practice-addresses.h"
#include "practice-genesis.h"
#include "practice-vault.h"

/* Duration vaults: somebody makes one for a service, others fill it, it is locked. */

#define STAKERS 2u

static gboolean
deploy_vault (PracticeEnv *env, gpointer data)
{
  Address factory = practice_address (PRACTICE_ADDRESS_STRATEGY_FACTORY);

  return practice_vault_init (env, data, &factory);
}

static void
act_deploy (PracticeChain *chain, const PracticeAction *action, Address *vault)
{
  const PracticeConfig *config = &practice_chain_world (chain)->config;
  Address admin = practice_vault_admin (action->operator);
  Address factory = practice_address (PRACTICE_ADDRESS_STRATEGY_FACTORY);
  Address avs = practice_service_address (action->service);
  AbiValue strategy = abi_address (vault);
  AbiValue args[] = { abi_address (&avs), abi_uint (action->set), abi_array (&strategy, 1) };

  practice_history_call (chain, &avs, &config->allocation_manager,
                         "function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, "
                         "address[] strategies)",
                         args, G_N_ELEMENTS (args));
  practice_chain_system_run (chain, &admin, &factory, deploy_vault, vault);
}

typedef struct
{
  Address staker;
  const Address *vault;
} Pair;

static gboolean
delegate (PracticeEnv *env, gpointer data)
{
  const Pair *pair = data;

  return practice_delegate (env, &pair->staker, pair->vault);
}

static void
act_fill (PracticeChain *chain, const PracticeAction *action, const Address *vault)
{
  for (guint i = 0; i < STAKERS; i++)
    {
      Pair pair = { practice_inhabitant ("vault staker", action->operator* STAKERS + i), vault };

      /* Whoever deposits must be the vault's already. */
      practice_chain_system_run (chain, &pair.staker,
                                 &practice_chain_world (chain)->config.delegation_manager, delegate,
                                 &pair);
      practice_history_deposit (chain, &pair.staker, PRACTICE_STETH, vault,
                                U256_WAD * (400u + 300u * i));
    }
}

void
practice_vault_action_run (PracticeChain *chain, const PracticeAction *action)
{
  Address vault = practice_vault_address (action->operator);
  Address admin = practice_vault_admin (action->operator);

  switch ((PracticeVaultStep) action->value)
    {
    case PRACTICE_VAULT_STEP_DEPLOY:
      act_deploy (chain, action, &vault);
      break;
    case PRACTICE_VAULT_STEP_FILL:
      act_fill (chain, action, &vault);
      break;
    case PRACTICE_VAULT_STEP_LOCK:
      practice_history_call (chain, &admin, &vault, "function lock()", NULL, 0);
      break;
    default:
      g_assert_not_reached ();
    }
}
