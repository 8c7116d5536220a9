// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import "./RewardsClaims.sol";

/// Takes what services pay, and says so. Who gets it is counted elsewhere, and comes back as a root.
contract RewardsCoordinator is RewardsClaims {
  struct StrategyAndMultiplier {
    address strategy;
    uint96 multiplier;
  }

  struct RewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers;
    address token;
    uint256 amount;
    uint32 startTimestamp;
    uint32 duration;
  }

  struct OperatorReward {
    address operator;
    uint256 amount;
  }

  struct OperatorDirectedRewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers;
    address token;
    OperatorReward[] operatorRewards;
    uint32 startTimestamp;
    uint32 duration;
    string description;
  }

  error AmountIsZero();
  error DurationIsZero();
  error InputArrayLengthZero();
  error InvalidDurationRemainder();
  error InvalidPermissions();
  error InvalidStartTimestampRemainder();
  error OperatorsNotInAscendingOrder();
  error SubmissionNotRetroactive();

  event AVSRewardsSubmissionCreated(
    address indexed avs,
    uint256 indexed submissionNonce,
    bytes32 indexed rewardsSubmissionHash,
    RewardsSubmission rewardsSubmission
  );
  event OperatorDirectedOperatorSetRewardsSubmissionCreated(
    address indexed caller,
    bytes32 indexed operatorDirectedRewardsSubmissionHash,
    OperatorSet operatorSet,
    uint256 submissionNonce,
    OperatorDirectedRewardsSubmission operatorDirectedRewardsSubmission
  );
  event TotalStakeRewardsSubmissionCreated(
    address indexed caller,
    bytes32 indexed rewardsSubmissionHash,
    OperatorSet operatorSet,
    uint256 submissionNonce,
    RewardsSubmission rewardsSubmission
  );
  event UniqueStakeRewardsSubmissionCreated(
    address indexed caller,
    bytes32 indexed rewardsSubmissionHash,
    OperatorSet operatorSet,
    uint256 submissionNonce,
    RewardsSubmission rewardsSubmission
  );

  uint8 private constant PAUSED_AVS = 0;
  uint8 private constant PAUSED_SET_DIRECTED = 9;
  uint8 private constant PAUSED_UNIQUE_STAKE = 10;
  uint8 private constant PAUSED_TOTAL_STAKE = 11;
  uint32 public constant CALCULATION_INTERVAL_SECONDS = 86400;
  uint16 public constant defaultOperatorSplitBips = 1000;

  mapping(address avs => uint256 nonce) public submissionNonce;

  function createAVSRewardsSubmission(RewardsSubmission[] calldata rewardsSubmissions)
    external
    onlyWhenNotPaused(PAUSED_AVS)
  {
    for (uint256 i = 0; i < rewardsSubmissions.length; i++) {
      (uint256 nonce, bytes32 hash) = take(msg.sender, rewardsSubmissions[i]);
      emit AVSRewardsSubmissionCreated(msg.sender, nonce, hash, rewardsSubmissions[i]);
      pull(rewardsSubmissions[i].token, rewardsSubmissions[i].amount);
    }
  }

  function createTotalStakeRewardsSubmission(
    OperatorSet calldata operatorSet,
    RewardsSubmission[] calldata rewardsSubmissions
  ) external onlyWhenNotPaused(PAUSED_TOTAL_STAKE) {
    if (msg.sender != operatorSet.avs) revert InvalidPermissions();
    for (uint256 i = 0; i < rewardsSubmissions.length; i++) {
      (uint256 nonce, bytes32 hash) = take(operatorSet.avs, rewardsSubmissions[i]);
      emit TotalStakeRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, rewardsSubmissions[i]);
      pull(rewardsSubmissions[i].token, rewardsSubmissions[i].amount);
    }
  }

  function createUniqueStakeRewardsSubmission(
    OperatorSet calldata operatorSet,
    RewardsSubmission[] calldata rewardsSubmissions
  ) external onlyWhenNotPaused(PAUSED_UNIQUE_STAKE) {
    if (msg.sender != operatorSet.avs) revert InvalidPermissions();
    for (uint256 i = 0; i < rewardsSubmissions.length; i++) {
      (uint256 nonce, bytes32 hash) = take(operatorSet.avs, rewardsSubmissions[i]);
      emit UniqueStakeRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, rewardsSubmissions[i]);
      pull(rewardsSubmissions[i].token, rewardsSubmissions[i].amount);
    }
  }

  function createOperatorDirectedOperatorSetRewardsSubmission(
    OperatorSet calldata operatorSet,
    OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
  ) external onlyWhenNotPaused(PAUSED_SET_DIRECTED) {
    if (msg.sender != operatorSet.avs) revert InvalidPermissions();
    for (uint256 i = 0; i < operatorDirectedRewardsSubmissions.length; i++) {
      OperatorDirectedRewardsSubmission calldata submission = operatorDirectedRewardsSubmissions[i];
      uint256 nonce = submissionNonce[operatorSet.avs]++;
      bytes32 hash = keccak256(abi.encode(operatorSet.avs, nonce, submission));
      uint256 amount = 0;

      check(submission.strategiesAndMultipliers, submission.startTimestamp, submission.duration);
      if (submission.startTimestamp + submission.duration >= block.timestamp) revert SubmissionNotRetroactive();
      for (uint256 k = 0; k < submission.operatorRewards.length; k++) {
        if (k > 0 && submission.operatorRewards[k].operator <= submission.operatorRewards[k - 1].operator) {
          revert OperatorsNotInAscendingOrder();
        }
        amount += submission.operatorRewards[k].amount;
      }
      emit OperatorDirectedOperatorSetRewardsSubmissionCreated(msg.sender, hash, operatorSet, nonce, submission);
      pull(submission.token, amount);
    }
  }

  function take(address avs, RewardsSubmission calldata submission) private returns (uint256 nonce, bytes32 hash) {
    check(submission.strategiesAndMultipliers, submission.startTimestamp, submission.duration);
    nonce = submissionNonce[avs]++;
    hash = keccak256(abi.encode(avs, nonce, submission));
  }

  function check(StrategyAndMultiplier[] calldata strategies, uint32 start, uint32 duration) private pure {
    if (strategies.length == 0) revert InputArrayLengthZero();
    if (duration == 0) revert DurationIsZero();
    if (duration % CALCULATION_INTERVAL_SECONDS != 0) revert InvalidDurationRemainder();
    if (start % CALCULATION_INTERVAL_SECONDS != 0) revert InvalidStartTimestampRemainder();
  }

  function pull(address token, uint256 amount) private {
    if (amount == 0) revert AmountIsZero();
    require(IERC20(token).transferFrom(msg.sender, address(this), amount));
  }
}
