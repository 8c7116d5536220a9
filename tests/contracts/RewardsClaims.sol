// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import "./Common.sol";

/// Roots of what was earned, and paying it out against a proof. Written from the facts known about RewardsCoordinator's
/// interface and rules: the leaves, the order of what it checks, its errors.
abstract contract RewardsClaims is Pausable {
  struct DistributionRoot {
    bytes32 root;
    uint32 rewardsCalculationEndTimestamp;
    uint32 activatedAt;
    bool disabled;
  }

  struct EarnerTreeMerkleLeaf {
    address earner;
    bytes32 earnerTokenRoot;
  }

  struct TokenTreeMerkleLeaf {
    address token;
    uint256 cumulativeEarnings;
  }

  struct RewardsMerkleClaim {
    uint32 rootIndex;
    uint32 earnerIndex;
    bytes earnerTreeProof;
    EarnerTreeMerkleLeaf earnerLeaf;
    uint32[] tokenIndices;
    bytes[] tokenTreeProofs;
    TokenTreeMerkleLeaf[] tokenLeaves;
  }

  error EarningsNotGreaterThanClaimed();
  error InputArrayLengthMismatch();
  error InvalidClaimProof();
  error InvalidEarnerLeafIndex();
  error InvalidProofLength();
  error InvalidRootIndex();
  error InvalidTokenLeafIndex();
  error NewRootMustBeForNewCalculatedPeriod();
  error RewardsEndTimestampNotElapsed();
  error RootAlreadyActivated();
  error RootDisabled();
  error RootNotActivated();
  error UnauthorizedCaller();

  event ClaimerForSet(address indexed earner, address indexed oldClaimer, address indexed claimer);
  event DistributionRootSubmitted(
    uint32 indexed rootIndex,
    bytes32 indexed root,
    uint32 indexed rewardsCalculationEndTimestamp,
    uint32 activatedAt
  );
  event DistributionRootDisabled(uint32 indexed rootIndex);
  event RewardsClaimed(
    bytes32 root,
    address indexed earner,
    address indexed claimer,
    address indexed recipient,
    address token,
    uint256 claimedAmount
  );

  uint8 private constant PAUSED_CLAIMS = 2;
  uint8 private constant PAUSED_ROOTS = 3;
  uint8 private constant EARNER_LEAF = 0;
  uint8 private constant TOKEN_LEAF = 1;
  uint32 public constant activationDelay = 600;

  address public immutable rewardsUpdater = msg.sender;
  uint32 public currRewardsCalculationEndTimestamp;
  mapping(address earner => address claimer) public claimerFor;
  mapping(address earner => mapping(address token => uint256 totalClaimed)) public cumulativeClaimed;
  DistributionRoot[] private roots;

  modifier onlyUpdater() {
    if (msg.sender != rewardsUpdater) revert UnauthorizedCaller();
    _;
  }

  function submitRoot(bytes32 root, uint32 end) external onlyWhenNotPaused(PAUSED_ROOTS) onlyUpdater {
    if (end <= currRewardsCalculationEndTimestamp) revert NewRootMustBeForNewCalculatedPeriod();
    if (end >= block.timestamp) revert RewardsEndTimestampNotElapsed();
    uint32 activatedAt = uint32(block.timestamp) + activationDelay;
    uint32 index = uint32(roots.length);

    roots.push(DistributionRoot(root, end, activatedAt, false));
    currRewardsCalculationEndTimestamp = end;
    emit DistributionRootSubmitted(index, root, end, activatedAt);
  }

  function disableRoot(uint32 rootIndex) external onlyWhenNotPaused(PAUSED_ROOTS) onlyUpdater {
    if (rootIndex >= roots.length) revert InvalidRootIndex();
    DistributionRoot storage root = roots[rootIndex];
    if (root.disabled) revert RootDisabled();
    if (block.timestamp >= root.activatedAt) revert RootAlreadyActivated();
    root.disabled = true;
    emit DistributionRootDisabled(rootIndex);
  }

  function setClaimerFor(address claimer) external {
    emit ClaimerForSet(msg.sender, claimerFor[msg.sender], claimer);
    claimerFor[msg.sender] = claimer;
  }

  function processClaim(RewardsMerkleClaim calldata claim, address recipient)
    external
    onlyWhenNotPaused(PAUSED_CLAIMS)
  {
    DistributionRoot memory root = roots[claim.rootIndex];
    address earner = claim.earnerLeaf.earner;
    address claimer = claimerFor[earner];

    check(claim, root);
    if (claimer == address(0)) claimer = earner;
    if (msg.sender != claimer) revert UnauthorizedCaller();
    for (uint256 i = 0; i < claim.tokenIndices.length; i++) {
      TokenTreeMerkleLeaf calldata leaf = claim.tokenLeaves[i];
      uint256 claimed = cumulativeClaimed[earner][leaf.token];

      if (leaf.cumulativeEarnings <= claimed) revert EarningsNotGreaterThanClaimed();
      cumulativeClaimed[earner][leaf.token] = leaf.cumulativeEarnings;
      require(IERC20(leaf.token).transfer(recipient, leaf.cumulativeEarnings - claimed));
      emit RewardsClaimed(root.root, earner, claimer, recipient, leaf.token, leaf.cumulativeEarnings - claimed);
    }
  }

  function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool) {
    check(claim, roots[claim.rootIndex]);
    return true;
  }

  function getDistributionRootsLength() external view returns (uint256) {
    return roots.length;
  }

  function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory) {
    return roots[index];
  }

  function getCurrentDistributionRoot() external view returns (DistributionRoot memory) {
    return roots[roots.length - 1];
  }

  function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory root) {
    for (uint256 i = roots.length; i > 0; i--) {
      if (!roots[i - 1].disabled && block.timestamp >= roots[i - 1].activatedAt) return roots[i - 1];
    }
  }

  function check(RewardsMerkleClaim calldata claim, DistributionRoot memory root) private view {
    if (root.disabled) revert RootDisabled();
    if (block.timestamp < root.activatedAt) revert RootNotActivated();
    if (claim.tokenIndices.length != claim.tokenTreeProofs.length) revert InputArrayLengthMismatch();
    if (claim.tokenTreeProofs.length != claim.tokenLeaves.length) revert InputArrayLengthMismatch();

    bytes32 hash = keccak256(abi.encodePacked(EARNER_LEAF, claim.earnerLeaf.earner, claim.earnerLeaf.earnerTokenRoot));
    if (claim.earnerIndex >= 1 << (claim.earnerTreeProof.length / 32)) revert InvalidEarnerLeafIndex();
    verify(root.root, hash, claim.earnerIndex, claim.earnerTreeProof);
    for (uint256 i = 0; i < claim.tokenIndices.length; i++) {
      TokenTreeMerkleLeaf calldata leaf = claim.tokenLeaves[i];

      if (claim.tokenIndices[i] >= 1 << (claim.tokenTreeProofs[i].length / 32)) revert InvalidTokenLeafIndex();
      hash = keccak256(abi.encodePacked(TOKEN_LEAF, leaf.token, leaf.cumulativeEarnings));
      verify(claim.earnerLeaf.earnerTokenRoot, hash, claim.tokenIndices[i], claim.tokenTreeProofs[i]);
    }
  }

  /// From the leaf upward; bit i of the index: on which side the sibling of that level stands.
  function verify(bytes32 root, bytes32 hash, uint256 index, bytes calldata proof) private pure {
    if (proof.length % 32 != 0) revert InvalidProofLength();
    for (uint256 i = 0; i < proof.length; i += 32) {
      bytes32 sibling = bytes32(proof[i:i + 32]);

      hash = index & 1 == 0 ? keccak256(abi.encodePacked(hash, sibling)) : keccak256(abi.encodePacked(sibling, hash));
      index >>= 1;
    }
    if (hash != root) revert InvalidClaimProof();
  }
}
