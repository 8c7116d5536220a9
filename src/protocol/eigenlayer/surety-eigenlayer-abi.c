/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-abi.h"

#define WITHDRAWAL                                                                               \
  "(address staker, address delegatedTo, address withdrawer, uint256 nonce, uint32 startBlock, " \
  "address[] strategies, uint256[] scaledShares)"
#define OPERATOR_SET "(address avs, uint32 id)"
#define ROOT \
  "bytes32 root, uint32 rewardsCalculationEndTimestamp, uint32 activatedAt, bool disabled"
#define CLAIM                                                                             \
  "(uint32 rootIndex, uint32 earnerIndex, bytes earnerTreeProof, (address earner, "       \
  "bytes32 earnerTokenRoot) earnerLeaf, uint32[] tokenIndices, bytes[] tokenTreeProofs, " \
  "(address token, uint256 cumulativeEarnings)[] tokenLeaves)"

/* Sources: the contracts' ABIs as deployed for v1.13 (StrategyManager, DelegationManager,
 * AllocationManager and its view, StrategyBaseTVLLimits, RewardsCoordinator); EIP-20; each token's own contract for its
 * rate and for how ETH becomes the token (lidofinance/core, rocket-pool/rocketpool, stader-labs/ethx,
 * stakewise/v3-core, mantle-lsp/contracts, FraxFinance/frxETH-v2-public, SwellNetwork/v3-core-public);
 * Chainlink's AggregatorV3Interface for feeds. */
static const char *const texts[EL_N_ITEMS] = {
  [EL_BALANCE_OF] = "function balanceOf(address account) view returns (uint256)",
  [EL_ALLOWANCE] = "function allowance(address owner, address spender) view returns (uint256)",
  [EL_TOTAL_SUPPLY] = "function totalSupply() view returns (uint256)",
  [EL_APPROVE] = "function approve(address spender, uint256 amount) returns (bool)",

  [EL_DEPOSIT_INTO_STRATEGY] = "function depositIntoStrategy(address strategy, address token, "
                               "uint256 amount) returns (uint256 depositShares)",
  [EL_STRATEGY_IS_WHITELISTED] =
    "function strategyIsWhitelistedForDeposit(address strategy) view returns (bool whitelisted)",

  [EL_TOTAL_SHARES] = "function totalShares() view returns (uint256)",
  [EL_SHARES_TO_UNDERLYING_VIEW] =
    "function sharesToUnderlyingView(uint256 amountShares) view returns (uint256)",
  [EL_UNDERLYING_TO_SHARES_VIEW] =
    "function underlyingToSharesView(uint256 amountUnderlying) view returns (uint256)",
  [EL_GET_TVL_LIMITS] = "function getTVLLimits() view returns (uint256, uint256)",
  [EL_UNDERLYING_TOKEN] = "function underlyingToken() view returns (address)",

  [EL_PAUSED] = "function paused() view returns (uint256)",

  [EL_DELEGATED_TO] = "function delegatedTo(address staker) view returns (address operator)",
  [EL_IS_OPERATOR] = "function isOperator(address operator) view returns (bool)",
  [EL_DELEGATION_APPROVER] = "function delegationApprover(address operator) view returns (address)",
  [EL_GET_WITHDRAWABLE_SHARES] =
    "function getWithdrawableShares(address staker, address[] strategies) view returns "
    "(uint256[] withdrawableShares, uint256[] depositShares)",
  [EL_GET_QUEUED_WITHDRAWALS] =
    "function getQueuedWithdrawals(address staker) view returns (" WITHDRAWAL "[] withdrawals, "
    "uint256[][] shares)",
  [EL_GET_DEPOSITED_SHARES] =
    "function getDepositedShares(address staker) view returns (address[], uint256[])",
  [EL_PENDING_WITHDRAWALS] =
    "function pendingWithdrawals(bytes32 withdrawalRoot) view returns (bool pending)",
  [EL_CUMULATIVE_WITHDRAWALS_QUEUED] =
    "function cumulativeWithdrawalsQueued(address staker) view returns (uint256 totalQueued)",
  [EL_MIN_WITHDRAWAL_DELAY_BLOCKS] = "function minWithdrawalDelayBlocks() view returns (uint32)",
  [EL_GET_OPERATOR_SHARES] = "function getOperatorShares(address operator, address[] strategies) "
                             "view returns (uint256[])",
  [EL_GET_OPERATORS_SHARES] = "function getOperatorsShares(address[] operators, address[] "
                              "strategies) view returns (uint256[][])",
  [EL_DELEGATE_TO] = "function delegateTo(address operator, (bytes signature, uint256 expiry) "
                     "approverSignatureAndExpiry, bytes32 approverSalt)",
  [EL_UNDELEGATE] = "function undelegate(address staker) returns (bytes32[] withdrawalRoots)",
  [EL_QUEUE_WITHDRAWALS] = "function queueWithdrawals((address[] strategies, uint256[] "
                           "depositShares, address __deprecated_withdrawer)[] params) returns "
                           "(bytes32[])",
  [EL_COMPLETE_QUEUED_WITHDRAWAL] = "function completeQueuedWithdrawal(" WITHDRAWAL " withdrawal, "
                                    "address[] tokens, bool receiveAsTokens)",

  [EL_ALLOCATION_CONFIGURATION_DELAY] =
    "function ALLOCATION_CONFIGURATION_DELAY() view returns (uint32)",
  [EL_GET_ALLOCATION_DELAY] =
    "function getAllocationDelay(address operator) view returns (bool isSet, uint32 delay)",
  [EL_GET_ALLOCATED_SETS] =
    "function getAllocatedSets(address operator) view returns (" OPERATOR_SET "[])",
  [EL_GET_REGISTERED_SETS] =
    "function getRegisteredSets(address operator) view returns (" OPERATOR_SET "[])",
  [EL_GET_STRATEGY_ALLOCATIONS] =
    "function getStrategyAllocations(address operator, address strategy) view returns "
    "(" OPERATOR_SET "[], (uint64 currentMagnitude, int128 pendingDiff, uint32 effectBlock)[])",
  [EL_GET_MAX_MAGNITUDES] =
    "function getMaxMagnitudes(address operator, address[] strategies) view returns (uint64[])",
  [EL_GET_ENCUMBERED_MAGNITUDE] =
    "function getEncumberedMagnitude(address operator, address strategy) view returns (uint64)",
  [EL_IS_OPERATOR_SLASHABLE] = "function isOperatorSlashable(address operator, " OPERATOR_SET
                               " operatorSet) view returns (bool)",
  [EL_GET_STRATEGIES_IN_OPERATOR_SET] = "function getStrategiesInOperatorSet(" OPERATOR_SET
                                        " operatorSet) view returns (address[])",
  [EL_GET_SLASHER] = "function getSlasher(" OPERATOR_SET " operatorSet) view returns (address)",
  [EL_GET_PENDING_SLASHER] = "function getPendingSlasher(" OPERATOR_SET
                             " operatorSet) view returns (address, uint32)",
  [EL_IS_REDISTRIBUTING_OPERATOR_SET] = "function isRedistributingOperatorSet(" OPERATOR_SET
                                        " operatorSet) view returns (bool)",
  [EL_GET_REDISTRIBUTION_RECIPIENT] = "function getRedistributionRecipient(" OPERATOR_SET
                                      " operatorSet) view returns (address)",
  [EL_GET_MEMBER_COUNT] = "function getMemberCount(" OPERATOR_SET
                          " operatorSet) view returns (uint256)",
  [EL_IS_MEMBER_OF_OPERATOR_SET] = "function isMemberOfOperatorSet(address operator, " OPERATOR_SET
                                   " operatorSet) view returns (bool)",
  [EL_DEALLOCATION_DELAY] = "function DEALLOCATION_DELAY() view returns (uint32)",

  [EL_SLASH_RESOLUTION_DELAY_BLOCKS] =
    "function SLASH_RESOLUTION_DELAY_BLOCKS() view returns (uint32)",

  [EL_GET_THRESHOLD] = "function getThreshold() view returns (uint256)",
  [EL_GET_OWNERS] = "function getOwners() view returns (address[])",

  [EL_GET_EXCHANGE_RATE] = "function getExchangeRate() view returns (uint256)",
  [EL_EXCHANGE_RATE] = "function exchangeRate() view returns (uint256)",
  [EL_GET_RATE] = "function getRate() view returns (uint256)",
  [EL_ST_ETH_PER_TOKEN] = "function stEthPerToken() view returns (uint256)",
  [EL_PRICE_PER_SHARE] = "function pricePerShare() view returns (uint256)",
  [EL_SWETH_TO_ETH_RATE] = "function swETHToETHRate() view returns (uint256)",
  [EL_CONVERT_TO_ASSETS] = "function convertToAssets(uint256 shares) view returns (uint256)",
  [EL_METH_TO_ETH] = "function mETHToETH(uint256 mETHAmount) view returns (uint256)",
  [EL_UNDERLYING_BALANCE_FROM_SHARES] =
    "function underlyingBalanceFromShares(uint256 shares) view returns (uint256)",
  [EL_RATIO] = "function ratio() view returns (uint256)",

  [EL_LATEST_ROUND_DATA] =
    "function latestRoundData() view returns (uint80 roundId, int256 answer, "
    "uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)",
  [EL_DECIMALS] = "function decimals() view returns (uint8)",
  [EL_DESCRIPTION] = "function description() view returns (string)",

  [EL_SUBMIT] = "function submit(address referral) payable returns (uint256 shares)",
  [EL_WRAP] = "function wrap(uint256 stETHAmount) returns (uint256 wstETHAmount)",
  [EL_DEPOSIT] = "function deposit() payable",
  [EL_DEPOSIT_FOR] = "function deposit(address receiver) payable returns (uint256 shares)",
  [EL_DEPOSIT_AND_MINT_OS_TOKEN] = "function depositAndMintOsToken(address receiver, uint256 "
                                   "osTokenShares, address referrer) payable returns (uint256)",
  [EL_STAKE] = "function stake(uint256 minMETHAmount) payable",
  [EL_SUBMIT_AND_DEPOSIT] =
    "function submitAndDeposit(address recipient) payable returns (uint256 shares)",

  [EL_EVENT_OPERATOR_REGISTERED] =
    "event OperatorRegistered(address indexed operator, address delegationApprover)",
  [EL_EVENT_OPERATOR_REGISTERED_M2] =
    "event OperatorRegistered(address indexed operator, (address earningsReceiver, address "
    "delegationApprover, uint32 stakerOptOutWindowBlocks) operatorDetails)",
  [EL_EVENT_OPERATOR_METADATA_URI_UPDATED] =
    "event OperatorMetadataURIUpdated(address indexed operator, string metadataURI)",
  [EL_EVENT_ALLOCATION_DELAY_SET] =
    "event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock)",
  [EL_EVENT_OPERATOR_SLASHED] = "event OperatorSlashed(address operator, " OPERATOR_SET
                                " operatorSet, address[] strategies, "
                                "uint256[] wadSlashed, string description)",
  [EL_EVENT_OPERATOR_SET_CREATED] = "event OperatorSetCreated(" OPERATOR_SET " operatorSet)",
  [EL_EVENT_AVS_METADATA_URI_UPDATED] =
    "event AVSMetadataURIUpdated(address indexed avs, string metadataURI)",

  [EL_GET_DURATION_VAULTS] = "function getDurationVaults(address token) view returns (address[])",
  [EL_VAULT_STATE] = "function state() view returns (uint8)",
  [EL_VAULT_DURATION] = "function duration() view returns (uint32)",
  [EL_VAULT_LOCKED_AT] = "function lockedAt() view returns (uint32)",
  [EL_VAULT_UNLOCK_AT] = "function unlockAt() view returns (uint32)",
  [EL_VAULT_MATURED_AT] = "function maturedAt() view returns (uint32)",
  [EL_VAULT_ADMIN] = "function vaultAdmin() view returns (address)",
  [EL_VAULT_ARBITRATOR] = "function arbitrator() view returns (address)",
  [EL_VAULT_MAX_PER_DEPOSIT] = "function maxPerDeposit() view returns (uint256)",
  [EL_VAULT_STAKE_CAP] = "function stakeCap() view returns (uint256)",
  [EL_VAULT_SET_INFO] =
    "function operatorSetInfo() view returns (address avs, uint32 operatorSetId)",
  [EL_GET_DISTRIBUTION_ROOTS_LENGTH] =
    "function getDistributionRootsLength() view returns (uint256)",
  [EL_GET_CURRENT_DISTRIBUTION_ROOT] = "function getCurrentDistributionRoot() view returns (" ROOT
                                       ")",
  [EL_GET_CURRENT_CLAIMABLE_DISTRIBUTION_ROOT] =
    "function getCurrentClaimableDistributionRoot() view returns (" ROOT ")",
  [EL_GET_DISTRIBUTION_ROOT_AT_INDEX] =
    "function getDistributionRootAtIndex(uint256 index) view returns (" ROOT ")",
  [EL_CLAIMER_FOR] = "function claimerFor(address earner) view returns (address claimer)",
  [EL_CUMULATIVE_CLAIMED] =
    "function cumulativeClaimed(address earner, address token) view returns "
    "(uint256 totalClaimed)",
  [EL_CHECK_CLAIM] = "function checkClaim(" CLAIM " claim) view returns (bool)",
  [EL_PROCESS_CLAIM] = "function processClaim(" CLAIM " claim, address recipient)",
};

static const SuretyEigenlayerRate rates[] = {
  { "getExchangeRate", EL_GET_EXCHANGE_RATE, FALSE, FALSE },
  { "exchangeRate", EL_EXCHANGE_RATE, FALSE, FALSE },
  { "getRate", EL_GET_RATE, FALSE, FALSE },
  { "stEthPerToken", EL_ST_ETH_PER_TOKEN, FALSE, FALSE },
  { "pricePerShare", EL_PRICE_PER_SHARE, FALSE, FALSE },
  { "swETHToETHRate", EL_SWETH_TO_ETH_RATE, FALSE, FALSE },
  { "convertToAssets", EL_CONVERT_TO_ASSETS, TRUE, FALSE },
  { "mETHToETH", EL_METH_TO_ETH, TRUE, FALSE },
  { "underlyingBalanceFromShares", EL_UNDERLYING_BALANCE_FROM_SHARES, TRUE, FALSE },
  { "ratio", EL_RATIO, FALSE, TRUE },
};

const char *
surety_eigenlayer_abi_text (SuretyEigenlayerItem item)
{
  g_return_val_if_fail (item < EL_N_ITEMS, NULL);
  return texts[item];
}

const AbiItem *
surety_eigenlayer_abi (SuretyEigenlayerItem item)
{
  static AbiItem *items[EL_N_ITEMS];

  g_return_val_if_fail (item < EL_N_ITEMS, NULL);

  if (g_once_init_enter_pointer (&items[item]))
    {
      AbiItem *parsed = NULL;

      if (abi_item_parse (texts[item], &parsed) != CORE_OK)
        g_error ("No signature: %s", texts[item]);
      g_once_init_leave_pointer (&items[item], parsed);
    }
  return items[item];
}

const SuretyEigenlayerRate *
surety_eigenlayer_rate (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    if (g_str_equal (rates[i].kind, kind))
      return &rates[i];
  return NULL;
}
