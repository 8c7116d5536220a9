/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-protocol-error.h"

#include "abi.h"
#include "surety-rpc.h"
#include "surety-text.h"

G_DEFINE_QUARK (surety - protocol - error - quark, surety_protocol_error)

/* Every error of EigenLayer's contracts, v1.9 to v1.13 (their ABIs), and those of EIP-6093 that its
 * tokens raise. */
static const char *const error_texts[] = {
  "error ActivelyDelegated()",
  "error AdminAlreadyPending()",
  "error AdminAlreadySet()",
  "error AdminNotPending()",
  "error AdminNotSet()",
  "error AllDistributionsMustBeProcessed()",
  "error AllDistributionsProcessed()",
  "error AlreadyBlacklisted()",
  "error AlreadyMemberOfSet()",
  "error AmountExceedsMax()",
  "error AmountIsZero()",
  "error AppointeeAlreadySet()",
  "error AppointeeNotSet()",
  "error ArrayLengthMismatch()",
  "error BalanceExceedsMaxTotalDeposits()",
  "error BeaconTimestampBeforeLatestCheckpoint()",
  "error BeaconTimestampTooFarInPast()",
  "error BlacklistedToken()",
  "error CallerCannotUndelegate()",
  "error CallerIsNotIncentiveCouncil()",
  "error CannotAddDisabledDistribution()",
  "error CannotCheckpointTwiceInSingleBlock()",
  "error CannotHaveZeroAdmins()",
  "error CheckpointAlreadyActive()",
  "error ConfigurationAlreadySet()",
  "error CredentialsAlreadyVerified()",
  "error CurrentlyPaused()",
  "error DeploymentNotShipped()",
  "error DepositExceedsMaxPerDeposit()",
  "error DepositsLocked()",
  "error DurationAlreadyElapsed()",
  "error DurationExceedsMax()",
  "error DurationIsZero()",
  "error DurationNotElapsed()",
  "error ECAddFailed()",
  "error ECMulFailed()",
  "error ECPairingFailed()",
  "error EarningsNotGreaterThanClaimed()",
  "error EigenPodAlreadyExists()",
  "error EmissionsNotStarted()",
  "error Empty()",
  "error EmptyRoot()",
  "error EpochLengthNotAlignedWithCalculationInterval()",
  "error ExpModFailed()",
  "error FeeQueryFailed()",
  "error ForkTimestampZero()",
  "error FullySlashed()",
  "error InputAddressZero()",
  "error InputArrayLengthMismatch()",
  "error InputArrayLengthZero()",
  "error InputNameEmpty()",
  "error InsufficientFunds()",
  "error InsufficientMagnitude()",
  "error InsufficientWithdrawableBalance()",
  "error InvalidAVSRegistrar()",
  "error InvalidAddressZero()",
  "error InvalidArbitrator()",
  "error InvalidCalculationIntervalSecondsRemainder()",
  "error InvalidCaller()",
  "error InvalidClaimProof()",
  "error InvalidCurveType()",
  "error InvalidDepositScalingFactor()",
  "error InvalidDistributionType()",
  "error InvalidDuration()",
  "error InvalidDurationRemainder()",
  "error InvalidEIP4788Response()",
  "error InvalidEarner()",
  "error InvalidEarnerLeafIndex()",
  "error InvalidGenesisRewardsTimestampRemainder()",
  "error InvalidIndex()",
  "error InvalidKeyFormat()",
  "error InvalidKeypair()",
  "error InvalidMetadataURI()",
  "error InvalidNewPausedStatus()",
  "error InvalidOperator()",
  "error InvalidOperatorSet()",
  "error InvalidPermissions()",
  "error InvalidProof()",
  "error InvalidProofLength()",
  "error InvalidPubKeyLength()",
  "error InvalidRedistributionRecipient()",
  "error InvalidRoot()",
  "error InvalidRootIndex()",
  "error InvalidShortString()",
  "error InvalidSignature()",
  "error InvalidSnapshotOrdering()",
  "error InvalidStartTimestampRemainder()",
  "error InvalidStrategy()",
  "error InvalidTokenLeafIndex()",
  "error InvalidUpgradeByTime()",
  "error InvalidValidatorFieldsLength()",
  "error InvalidVaultAdmin()",
  "error InvalidWadToSlash()",
  "error KeyAlreadyRegistered()",
  "error KeyNotFound((address,uint32),address)",
  "error LeavesNotPowerOfTwo()",
  "error LegacyWithdrawalsNotCompleted()",
  "error MaliciousCallDetected()",
  "error MaxPerDepositExceedsMax()",
  "error MaxStrategiesExceeded()",
  "error ModificationAlreadyPending()",
  "error MsgValueNot32ETH()",
  "error MustBeDelegatedToVaultOperator()",
  "error MustPublishMetadataURI()",
  "error NewRootMustBeForNewCalculatedPeriod()",
  "error NewSharesZero()",
  "error NoActiveCheckpoint()",
  "error NoBalanceToCheckpoint()",
  "error NoReleases()",
  "error NonexistentAVSMetadata()",
  "error NotActivelyDelegated()",
  "error NotAdmin()",
  "error NotEnoughLeaves()",
  "error NotMemberOfSet()",
  "error OnlyAllocationManager()",
  "error OnlyArbitrator()",
  "error OnlyDelegationManager()",
  "error OnlyEigenPod()",
  "error OnlyEigenPodManager()",
  "error OnlyEigenPodOwner()",
  "error OnlyEigenPodOwnerOrProofSubmitter()",
  "error OnlyPauser()",
  "error OnlyProofTimestampSetter()",
  "error OnlyStrategyManager()",
  "error OnlyStrategyManagerOrEigenPodManager()",
  "error OnlyStrategyWhitelister()",
  "error OnlyUnderlyingToken()",
  "error OnlyUnpauser()",
  "error OnlyVaultAdmin()",
  "error OperatorAlreadyRegistered()",
  "error OperatorAlreadyRegisteredToAVS()",
  "error OperatorIntegrationInvalid()",
  "error OperatorNotRegistered()",
  "error OperatorNotRegisteredToAVS()",
  "error OperatorNotRegisteredToEigenLayer()",
  "error OperatorNotSlashable()",
  "error OperatorSetAlreadyMigrated()",
  "error OperatorSetNotConfigured()",
  "error OperatorSetNotRegistered()",
  "error OperatorStillSlashable((address,uint32),address)",
  "error OperatorsCannotUndelegate()",
  "error OperatorsNotInAscendingOrder()",
  "error OutOfBounds()",
  "error PendingAllocation()",
  "error PredeployFailed()",
  "error PreviousSplitPending()",
  "error ProhibitedDurationVaultToken()",
  "error RewardsEndTimestampNotElapsed()",
  "error RewardsSubmissionsCannotBeEmpty()",
  "error RootAlreadyActivated()",
  "error RootDisabled()",
  "error RootNotActivated()",
  "error SaltSpent()",
  "error SameMagnitude()",
  "error SharesAmountTooHigh()",
  "error SharesAmountZero()",
  "error SharesNegative()",
  "error SharesNotMultipleOfGwei()",
  "error SignatureExpired()",
  "error SlashResolutionDelayNotElapsed()",
  "error SlasherNotSet()",
  "error SplitExceedsMax()",
  "error StakerAddressZero()",
  "error StartEpochMustBeInTheFuture()",
  "error StartTimeNotAlignedWithCalculationInterval()",
  "error StartTimestampTooFarInFuture()",
  "error StartTimestampTooFarInPast()",
  "error StrategiesMustBeInAscendingOrder()",
  "error StrategiesNotInAscendingOrder()",
  "error StrategyAlreadyExists()",
  "error StrategyAlreadyInOperatorSet()",
  "error StrategyAlreadyInSlash()",
  "error StrategyNotFound()",
  "error StrategyNotInOperatorSet()",
  "error StrategyNotSupportedByOperatorSet()",
  "error StrategyNotWhitelisted()",
  "error StringTooLong(string)",
  "error SubmissionNotRetroactive()",
  "error TimestampOutOfRange()",
  "error TotalSharesExceedsMax()",
  "error TotalWeightExceedsMax()",
  "error UnauthorizedCaller()",
  "error UninitializedAllocationDelay()",
  "error ValidatorInactiveOnBeaconChain()",
  "error ValidatorIsExitingBeaconChain()",
  "error ValidatorNotActiveInPod()",
  "error ValidatorNotSlashedOnBeaconChain()",
  "error VaultAlreadyLocked()",
  "error VaultNotLocked()",
  "error WithdrawalAmountExceedsTotalDeposits()",
  "error WithdrawalCredentialsNotForEigenPod()",
  "error WithdrawalDelayNotElapsed()",
  "error WithdrawalNotQueued()",
  "error WithdrawalsLockedDuringAllocations()",
  "error WithdrawerNotCaller()",
  "error ZeroAddress()",
  "error ZeroPubkey()",
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC20InvalidSender(address sender)",
  "error ERC20InvalidReceiver(address receiver)",
  "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
  "error ERC20InvalidApprover(address approver)",
  "error ERC20InvalidSpender(address spender)",
  "error SafeERC20FailedOperation(address token)",
};

/* Selector to AbiItem, made once. */
static GHashTable *
error_table (void)
{
  static GHashTable *table;

  if (g_once_init_enter_pointer (&table))
    {
      GHashTable *made = g_hash_table_new (g_direct_hash, g_direct_equal);

      for (guint i = 0; i < G_N_ELEMENTS (error_texts); i++)
        {
          AbiItem *item = NULL;

          if (abi_item_parse (error_texts[i], &item) != CORE_OK)
            g_error ("No signature: %s", error_texts[i]);
          g_hash_table_insert (made, GUINT_TO_POINTER (abi_selector (item)), item);
        }
      g_once_init_leave_pointer (&table, made);
    }
  return table;
}

/* "Error(SafeERC20: low-level call failed)" and "Panic(0x11)", as Solidity writes them. */
static char *
dup_solidity_name (Bytes data)
{
  AbiValues values = { 0 };
  char *name = NULL;

  if (abi_decode_error (abi_error_string (), data, NULL, &values) == CORE_OK)
    {
      g_autofree char *text = surety_text_clean ((const char *) values.values[0].data.data,
                                                 (gssize) values.values[0].data.len, 120);

      name = g_strdup_printf ("Error(%s)", text);
      abi_values_clear (&values);
    }
  else if (abi_decode_error (abi_panic (), data, NULL, &values) == CORE_OK)
    {
      u256 code = values.values[0].word;

      if (code <= G_MAXUINT32)
        name = g_strdup_printf ("Panic(0x%02x)", (guint) code);
      abi_values_clear (&values);
    }
  return name;
}

char *
surety_revert_dup_name (const GError *error)
{
  g_autoptr (GBytes) bytes = NULL;
  Bytes data;
  gsize len;
  guint32 selector;
  const AbiItem *item;
  AbiValues values = { 0 };
  char *name;

  if (error == NULL)
    return NULL;
  if (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVERT))
    return *error->message != '\0' ? g_strdup (error->message) : NULL;
  if (!g_error_matches (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_REVERT))
    return NULL;

  bytes = surety_chain_error_dup_revert (error);
  if (bytes == NULL)
    return NULL;
  data.data = g_bytes_get_data (bytes, &len);
  data.len = len;
  if (len < 4)
    return NULL;

  name = dup_solidity_name (data);
  if (name != NULL)
    return name;

  selector = (guint32) data.data[0] << 24 | (guint32) data.data[1] << 16 |
             (guint32) data.data[2] << 8 | data.data[3];
  item = g_hash_table_lookup (error_table (), GUINT_TO_POINTER (selector));
  if (item == NULL || abi_decode_error (item, data, NULL, &values) != CORE_OK)
    return NULL;
  abi_values_clear (&values);
  return g_strdup (item->name);
}
