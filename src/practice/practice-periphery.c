/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-eigen.h"

/* A contract beside the core that has nothing to tell here yet: nobody restakes natively. What it
 * answers is what it answers on mainnet to an address that has not. */

static gboolean
return_zero (PracticeCall *call)
{
  return practice_return_uint (call, 0);
}

static gboolean
return_no (PracticeCall *call)
{
  return practice_return_bool (call, FALSE);
}

static gboolean
return_nobody (PracticeCall *call)
{
  static const Address nobody;

  return practice_return_address (call, &nobody);
}

static gboolean
return_no_shares (PracticeCall *call)
{
  AbiValue value = abi_int (0);

  return practice_return (call, &value, 1);
}

static gboolean
return_whole (PracticeCall *call)
{
  return practice_return_uint (call, U256_WAD);
}

static gboolean
return_native_strategy (PracticeCall *call)
{
  Address address = practice_address (PRACTICE_NATIVE_STRATEGY);

  return practice_return_address (call, &address);
}

static gboolean
return_delegation_manager (PracticeCall *call)
{
  return practice_return_address (call, &call->env->world->config.delegation_manager);
}

static const PracticeFunction pods_functions[] = {
  { "function hasPod(address podOwner) returns (bool)", return_no },
  { "function ownerToPod(address podOwner) returns (address)", return_nobody },
  { "function numPods() returns (uint256)", return_zero },
  { "function podOwnerDepositShares(address podOwner) returns (int256 shares)", return_no_shares },
  { "function stakerDepositShares(address user, address strategy) returns (uint256)", return_zero },
  { "function beaconChainSlashingFactor(address podOwner) returns (uint64)", return_whole },
  { "function burnableETHShares() returns (uint256)", return_zero },
  { "function beaconChainETHStrategy() returns (address)", return_native_strategy },
  { "function delegationManager() returns (address)", return_delegation_manager },
};

const PracticePart practice_pods_part = {
  .name = "EigenPodManager",
  .functions = pods_functions,
  .n_functions = G_N_ELEMENTS (pods_functions),
};
