/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "abi.h"

G_BEGIN_DECLS

/* Every function and event of EigenLayer's contracts (v1.11 to v1.13) and of tokens that this
 * program calls or reads. */
typedef enum
{
  /* ERC-20 */
  EL_BALANCE_OF,
  EL_ALLOWANCE,
  EL_APPROVE,
  EL_TOTAL_SUPPLY,
  /* StrategyManager */
  EL_DEPOSIT_INTO_STRATEGY,
  EL_STRATEGY_IS_WHITELISTED,
  /* Strategy */
  EL_TOTAL_SHARES,
  EL_SHARES_TO_UNDERLYING_VIEW,
  EL_UNDERLYING_TO_SHARES_VIEW,
  EL_GET_TVL_LIMITS,
  EL_UNDERLYING_TOKEN,
  /* Pausable: StrategyManager, DelegationManager, AllocationManager, Strategy */
  EL_PAUSED,
  /* DelegationManager */
  EL_DELEGATED_TO,
  EL_IS_OPERATOR,
  EL_DELEGATION_APPROVER,
  EL_GET_WITHDRAWABLE_SHARES,
  EL_GET_QUEUED_WITHDRAWALS,
  EL_GET_DEPOSITED_SHARES,
  EL_PENDING_WITHDRAWALS,
  EL_CUMULATIVE_WITHDRAWALS_QUEUED,
  EL_MIN_WITHDRAWAL_DELAY_BLOCKS,
  EL_GET_OPERATOR_SHARES,
  EL_GET_OPERATORS_SHARES,
  EL_DELEGATE_TO,
  EL_UNDELEGATE,
  EL_QUEUE_WITHDRAWALS,
  EL_COMPLETE_QUEUED_WITHDRAWAL,
  /* AllocationManager */
  EL_ALLOCATION_CONFIGURATION_DELAY,
  EL_GET_ALLOCATION_DELAY,
  EL_GET_ALLOCATED_SETS,
  EL_GET_REGISTERED_SETS,
  EL_GET_STRATEGY_ALLOCATIONS,
  EL_GET_MAX_MAGNITUDES,
  EL_GET_ENCUMBERED_MAGNITUDE,
  EL_IS_OPERATOR_SLASHABLE,
  EL_GET_STRATEGIES_IN_OPERATOR_SET,
  EL_GET_SLASHER,
  EL_GET_PENDING_SLASHER,
  EL_IS_REDISTRIBUTING_OPERATOR_SET,
  EL_GET_REDISTRIBUTION_RECIPIENT,
  EL_GET_MEMBER_COUNT,
  EL_IS_MEMBER_OF_OPERATOR_SET,
  EL_DEALLOCATION_DELAY,
  /* StrategyManager, since v1.13 */
  EL_SLASH_RESOLUTION_DELAY_BLOCKS,
  /* A Safe, and what answers like one */
  EL_GET_THRESHOLD,
  EL_GET_OWNERS,
  /* Rates of tokens in ETH */
  EL_GET_EXCHANGE_RATE,
  EL_EXCHANGE_RATE,
  EL_GET_RATE,
  EL_ST_ETH_PER_TOKEN,
  EL_PRICE_PER_SHARE,
  EL_SWETH_TO_ETH_RATE,
  EL_CONVERT_TO_ASSETS,
  EL_METH_TO_ETH,
  EL_UNDERLYING_BALANCE_FROM_SHARES,
  EL_RATIO,
  /* Price feeds (Chainlink's AggregatorV3Interface) */
  EL_LATEST_ROUND_DATA,
  EL_DECIMALS,
  EL_DESCRIPTION,
  /* ETH into tokens */
  EL_SUBMIT,
  EL_WRAP,
  EL_DEPOSIT,
  EL_DEPOSIT_FOR,
  EL_DEPOSIT_AND_MINT_OS_TOKEN,
  EL_STAKE,
  EL_SUBMIT_AND_DEPOSIT,
  /* Events of DelegationManager */
  EL_EVENT_OPERATOR_REGISTERED,
  EL_EVENT_OPERATOR_REGISTERED_M2,
  EL_EVENT_OPERATOR_METADATA_URI_UPDATED,
  /* Events of AllocationManager */
  EL_EVENT_ALLOCATION_DELAY_SET,
  EL_EVENT_OPERATOR_SLASHED,
  EL_EVENT_OPERATOR_SET_CREATED,
  EL_EVENT_AVS_METADATA_URI_UPDATED,
  /* Duration vaults: StrategyFactory and DurationVaultStrategy, since v1.12 */
  EL_GET_DURATION_VAULTS,
  EL_VAULT_STATE,
  EL_VAULT_DURATION,
  EL_VAULT_LOCKED_AT,
  EL_VAULT_UNLOCK_AT,
  EL_VAULT_MATURED_AT,
  EL_VAULT_ADMIN,
  EL_VAULT_ARBITRATOR,
  EL_VAULT_MAX_PER_DEPOSIT,
  EL_VAULT_STAKE_CAP,
  EL_VAULT_SET_INFO,
  /* RewardsCoordinator */
  EL_GET_DISTRIBUTION_ROOTS_LENGTH,
  EL_GET_CURRENT_DISTRIBUTION_ROOT,
  EL_GET_CURRENT_CLAIMABLE_DISTRIBUTION_ROOT,
  EL_GET_DISTRIBUTION_ROOT_AT_INDEX,
  EL_CLAIMER_FOR,
  EL_CUMULATIVE_CLAIMED,
  EL_CHECK_CLAIM,
  EL_PROCESS_CLAIM,
  EL_N_ITEMS,
} SuretyEigenlayerItem;

/* Parsed once, lives as long as the process. */
const AbiItem *surety_eigenlayer_abi (SuretyEigenlayerItem item);
/* Its text: "function approve(address spender, uint256 amount) returns (bool)". */
const char *surety_eigenlayer_abi_text (SuretyEigenlayerItem item);

/* How a token's rate in ETH is read: rate_kind of the network file. */
typedef struct
{
  const char *kind;
  SuretyEigenlayerItem item;
  gboolean takes_amount; /* of one whole token */
  gboolean inverse;      /* tokens for one ETH */
} SuretyEigenlayerRate;

/* NULL for "one" and "none", which are not read. */
const SuretyEigenlayerRate *surety_eigenlayer_rate (const char *kind);

G_END_DECLS
