// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import "./Common.sol";

/// Operators, who delegates to them, and the way out through the queue.
contract DelegationManager is Pausable, IDelegationManager {
  using Wad for uint256;
  using History for History.Point[];

  struct SignatureWithExpiry {
    bytes signature;
    uint256 expiry;
  }

  struct QueuedWithdrawalParams {
    address[] strategies;
    uint256[] depositShares;
    address __deprecated_withdrawer;
  }

  struct Withdrawal {
    address staker;
    address delegatedTo;
    address withdrawer;
    uint256 nonce;
    uint32 startBlock;
    address[] strategies;
    uint256[] scaledShares;
  }

  error ActivelyDelegated();
  error CallerCannotUndelegate();
  error FullySlashed();
  error InputArrayLengthMismatch();
  error InputArrayLengthZero();
  error InvalidPermissions();
  error InvalidSignature();
  error NotActivelyDelegated();
  error OnlyAllocationManager();
  error OnlyStrategyManagerOrEigenPodManager();
  error OperatorNotRegistered();
  error OperatorsCannotUndelegate();
  error SaltSpent();
  error SignatureExpired();
  error WithdrawalDelayNotElapsed();
  error WithdrawalNotQueued();
  error WithdrawerNotCaller();

  event OperatorRegistered(address indexed operator, address delegationApprover);
  event DelegationApproverUpdated(address indexed operator, address newDelegationApprover);
  event OperatorMetadataURIUpdated(address indexed operator, string metadataURI);
  event OperatorSharesIncreased(address indexed operator, address staker, address strategy, uint256 shares);
  event OperatorSharesDecreased(address indexed operator, address staker, address strategy, uint256 shares);
  event OperatorSharesSlashed(address indexed operator, address strategy, uint256 totalSlashedShares);
  event StakerDelegated(address indexed staker, address indexed operator);
  event StakerUndelegated(address indexed staker, address indexed operator);
  event StakerForceUndelegated(address indexed staker, address indexed operator);
  event DepositScalingFactorUpdated(address staker, address strategy, uint256 newDepositScalingFactor);
  event SlashingWithdrawalQueued(bytes32 withdrawalRoot, Withdrawal withdrawal, uint256[] sharesToWithdraw);
  event SlashingWithdrawalCompleted(bytes32 withdrawalRoot);

  uint8 private constant PAUSED_NEW_DELEGATION = 0;
  uint8 private constant PAUSED_ENTER_WITHDRAWAL_QUEUE = 1;
  uint8 private constant PAUSED_EXIT_WITHDRAWAL_QUEUE = 2;
  bytes32 public constant DELEGATION_APPROVAL_TYPEHASH = keccak256(
    "DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt,uint256 expiry)"
  );

  address public immutable strategyManager;
  address public immutable allocationManager;
  uint32 public immutable minWithdrawalDelayBlocks;

  mapping(address staker => address operator) public delegatedTo;
  mapping(address operator => address) private approvers;
  mapping(address operator => mapping(address strategy => uint256 shares)) public operatorShares;
  mapping(address staker => uint256 totalQueued) public cumulativeWithdrawalsQueued;
  mapping(bytes32 withdrawalRoot => bool pending) public pendingWithdrawals;
  mapping(address delegationApprover => mapping(bytes32 salt => bool spent)) public delegationApproverSaltIsSpent;
  mapping(bytes32 withdrawalRoot => Withdrawal) private withdrawals;
  mapping(address staker => bytes32[]) private roots;
  mapping(address staker => mapping(address strategy => uint256)) private factors;
  mapping(address operator => mapping(address strategy => History.Point[])) private queuedScaledShares;

  constructor(address strategyManager_, address allocationManager_, uint32 delay) {
    strategyManager = strategyManager_;
    allocationManager = allocationManager_;
    minWithdrawalDelayBlocks = delay;
  }

  // Operators.

  function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, string calldata metadataURI)
    external
  {
    if (isDelegated(msg.sender)) revert ActivelyDelegated();

    IAllocationManager(allocationManager).setAllocationDelay(msg.sender, allocationDelay);
    setApprover(msg.sender, initDelegationApprover);
    delegatedTo[msg.sender] = msg.sender;
    emit StakerDelegated(msg.sender, msg.sender);
    takeShares(msg.sender, msg.sender);
    emit OperatorRegistered(msg.sender, initDelegationApprover);
    emit OperatorMetadataURIUpdated(msg.sender, metadataURI);
  }

  function modifyOperatorDetails(address operator, address newDelegationApprover) external {
    if (!isOperator(operator)) revert OperatorNotRegistered();
    if (msg.sender != operator) revert InvalidPermissions();
    setApprover(operator, newDelegationApprover);
  }

  function updateOperatorMetadataURI(address operator, string calldata metadataURI) external {
    if (!isOperator(operator)) revert OperatorNotRegistered();
    if (msg.sender != operator) revert InvalidPermissions();
    emit OperatorMetadataURIUpdated(operator, metadataURI);
  }

  // Stakers.

  function delegateTo(
    address operator,
    SignatureWithExpiry calldata approverSignatureAndExpiry,
    bytes32 approverSalt
  ) external {
    if (isDelegated(msg.sender)) revert ActivelyDelegated();
    if (!isOperator(operator)) revert OperatorNotRegistered();
    delegate(msg.sender, operator, approverSignatureAndExpiry, approverSalt);
  }

  function undelegate(address staker) external returns (bytes32[] memory withdrawalRoots) {
    address operator = delegatedTo[staker];

    if (operator == address(0)) revert NotActivelyDelegated();
    if (isOperator(staker)) revert OperatorsCannotUndelegate();
    if (msg.sender != staker && msg.sender != operator && msg.sender != approvers[operator]) {
      revert CallerCannotUndelegate();
    }
    if (msg.sender != staker) emit StakerForceUndelegated(staker, operator);
    return leaveAll(staker);
  }

  function redelegate(
    address newOperator,
    SignatureWithExpiry calldata newOperatorApproverSig,
    bytes32 approverSalt
  ) external returns (bytes32[] memory withdrawalRoots) {
    if (!isDelegated(msg.sender)) revert NotActivelyDelegated();
    if (isOperator(msg.sender)) revert OperatorsCannotUndelegate();
    if (!isOperator(newOperator)) revert OperatorNotRegistered();
    withdrawalRoots = leaveAll(msg.sender);
    delegate(msg.sender, newOperator, newOperatorApproverSig, approverSalt);
  }

  function queueWithdrawals(QueuedWithdrawalParams[] calldata params)
    external
    onlyWhenNotPaused(PAUSED_ENTER_WITHDRAWAL_QUEUE)
    returns (bytes32[] memory queued)
  {
    queued = new bytes32[](params.length);
    for (uint256 i = 0; i < params.length; i++) {
      if (params[i].strategies.length != params[i].depositShares.length) revert InputArrayLengthMismatch();
      queued[i] = queue(msg.sender, delegatedTo[msg.sender], params[i].strategies, params[i].depositShares);
    }
  }

  function completeQueuedWithdrawal(
    Withdrawal calldata withdrawal,
    address[] calldata tokens,
    bool receiveAsTokens
  ) external onlyWhenNotPaused(PAUSED_EXIT_WITHDRAWAL_QUEUE) {
    complete(withdrawal, tokens, receiveAsTokens);
  }

  function completeQueuedWithdrawals(
    Withdrawal[] calldata list,
    address[][] calldata tokens,
    bool[] calldata receiveAsTokens
  ) external onlyWhenNotPaused(PAUSED_EXIT_WITHDRAWAL_QUEUE) {
    for (uint256 i = 0; i < list.length; i++) {
      complete(list[i], tokens[i], receiveAsTokens[i]);
    }
  }

  // The other managers.

  function increaseDelegatedShares(
    address staker,
    address strategy,
    uint256 prevDepositShares,
    uint256 addedShares
  ) external {
    if (msg.sender != strategyManager) revert OnlyStrategyManagerOrEigenPodManager();
    increase(staker, delegatedTo[staker], strategy, prevDepositShares, addedShares);
  }

  function slashOperatorShares(
    address operator,
    OperatorSet calldata operatorSet,
    uint256 slashId,
    address strategy,
    uint64 prevMaxMagnitude,
    uint64 newMaxMagnitude
  ) external returns (uint256 totalDepositSharesToSlash) {
    if (msg.sender != allocationManager) revert OnlyAllocationManager();

    uint256 held = operatorShares[operator][strategy];
    uint256 slashed = held - held.mulDivUp(newMaxMagnitude, prevMaxMagnitude);
    totalDepositSharesToSlash = slashed + slashableInQueue(operator, strategy).mulWad(prevMaxMagnitude - newMaxMagnitude);
    decrease(operator, address(0), strategy, slashed);
    emit OperatorSharesSlashed(operator, strategy, totalDepositSharesToSlash);
    IStrategyManager(strategyManager).increaseBurnOrRedistributableShares(
      operatorSet, slashId, strategy, totalDepositSharesToSlash
    );
  }

  // Reading.

  function isDelegated(address staker) public view returns (bool) {
    return delegatedTo[staker] != address(0);
  }

  function isOperator(address operator) public view returns (bool) {
    return operator != address(0) && delegatedTo[operator] == operator;
  }

  function delegationApprover(address operator) external view returns (address) {
    return approvers[operator];
  }

  function depositScalingFactor(address staker, address strategy) public view returns (uint256) {
    uint256 factor = factors[staker][strategy];
    return factor == 0 ? WAD : factor;
  }

  function getDepositedShares(address staker) external view returns (address[] memory, uint256[] memory) {
    return IStrategyManager(strategyManager).getDeposits(staker);
  }

  function getWithdrawableShares(address staker, address[] calldata strategies)
    external
    view
    returns (uint256[] memory withdrawableShares, uint256[] memory depositShares)
  {
    withdrawableShares = new uint256[](strategies.length);
    depositShares = new uint256[](strategies.length);
    for (uint256 i = 0; i < strategies.length; i++) {
      depositShares[i] = deposited(staker, strategies[i]);
      withdrawableShares[i] = withdrawable(staker, strategies[i], depositShares[i]);
    }
  }

  function convertToDepositShares(
    address staker,
    address[] calldata strategies,
    uint256[] calldata withdrawableShares
  ) external view returns (uint256[] memory shares) {
    shares = new uint256[](strategies.length);
    for (uint256 i = 0; i < strategies.length; i++) {
      shares[i] = withdrawableShares[i].divWad(depositScalingFactor(staker, strategies[i])).divWad(
        slashingFactor(delegatedTo[staker], strategies[i])
      );
    }
  }

  function getOperatorShares(address operator, address[] memory strategies)
    public
    view
    returns (uint256[] memory shares)
  {
    shares = new uint256[](strategies.length);
    for (uint256 i = 0; i < strategies.length; i++) {
      shares[i] = operatorShares[operator][strategies[i]];
    }
  }

  function getOperatorsShares(address[] calldata operators, address[] calldata strategies)
    external
    view
    returns (uint256[][] memory shares)
  {
    shares = new uint256[][](operators.length);
    for (uint256 i = 0; i < operators.length; i++) {
      shares[i] = getOperatorShares(operators[i], strategies);
    }
  }

  function getSlashableSharesInQueue(address operator, address strategy) external view returns (uint256) {
    return slashableInQueue(operator, strategy).mulWad(slashingFactor(operator, strategy));
  }

  function getQueuedWithdrawalRoots(address staker) external view returns (bytes32[] memory) {
    return roots[staker];
  }

  function getQueuedWithdrawal(bytes32 withdrawalRoot)
    public
    view
    returns (Withdrawal memory withdrawal, uint256[] memory shares)
  {
    withdrawal = withdrawals[withdrawalRoot];
    shares = sharesNow(withdrawal);
  }

  function getQueuedWithdrawals(address staker)
    external
    view
    returns (Withdrawal[] memory list, uint256[][] memory shares)
  {
    bytes32[] storage queued = roots[staker];
    list = new Withdrawal[](queued.length);
    shares = new uint256[][](queued.length);
    for (uint256 i = 0; i < queued.length; i++) {
      (list[i], shares[i]) = getQueuedWithdrawal(queued[i]);
    }
  }

  function calculateWithdrawalRoot(Withdrawal memory withdrawal) public pure returns (bytes32) {
    return keccak256(abi.encode(withdrawal));
  }

  function domainSeparator() public view returns (bytes32) {
    return keccak256(
      abi.encode(
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
        keccak256("EigenLayer"),
        keccak256("1"),
        block.chainid,
        address(this)
      )
    );
  }

  function calculateDelegationApprovalDigestHash(
    address staker,
    address operator,
    address approver,
    bytes32 approverSalt,
    uint256 expiry
  ) public view returns (bytes32) {
    bytes32 hash =
      keccak256(abi.encode(DELEGATION_APPROVAL_TYPEHASH, approver, staker, operator, approverSalt, expiry));
    return keccak256(abi.encodePacked("\x19\x01", domainSeparator(), hash));
  }

  function version() external pure returns (string memory) {
    return "1.13.0";
  }

  // Inside.

  function setApprover(address operator, address approver) private {
    approvers[operator] = approver;
    emit DelegationApproverUpdated(operator, approver);
  }

  function delegate(
    address staker,
    address operator,
    SignatureWithExpiry calldata approval,
    bytes32 salt
  ) private onlyWhenNotPaused(PAUSED_NEW_DELEGATION) {
    address approver = approvers[operator];

    if (approver != address(0)) {
      if (delegationApproverSaltIsSpent[approver][salt]) revert SaltSpent();
      if (approval.expiry < block.timestamp) revert SignatureExpired();
      bytes32 digest = calculateDelegationApprovalDigestHash(staker, operator, approver, salt, approval.expiry);
      if (recover(digest, approval.signature) != approver) revert InvalidSignature();
      delegationApproverSaltIsSpent[approver][salt] = true;
    }
    delegatedTo[staker] = operator;
    emit StakerDelegated(staker, operator);
    takeShares(staker, operator);
  }

  function recover(bytes32 digest, bytes calldata signature) private pure returns (address) {
    if (signature.length != 65) return address(0);
    return ecrecover(digest, uint8(signature[64]), bytes32(signature[0:32]), bytes32(signature[32:64]));
  }

  /// What a staker brings along when they come to an operator counts in full, whatever was slashed there before.
  function takeShares(address staker, address operator) private {
    (address[] memory strategies, uint256[] memory shares) = IStrategyManager(strategyManager).getDeposits(staker);
    for (uint256 i = 0; i < strategies.length; i++) {
      increase(staker, operator, strategies[i], 0, shares[i]);
    }
  }

  function increase(address staker, address operator, address strategy, uint256 before, uint256 added) private {
    uint256 factor = slashingFactor(operator, strategy);
    uint256 scaling = depositScalingFactor(staker, strategy);

    if (factor == 0) revert FullySlashed();
    if (added == 0) return;
    if (before == 0) {
      scaling = scaling.divWad(factor);
    } else {
      uint256 held = before.mulWad(scaling).mulWad(factor);
      scaling = (held + added).divWad(before + added).divWad(factor);
    }
    setScaling(staker, strategy, scaling);
    if (operator != address(0)) {
      operatorShares[operator][strategy] += added;
      emit OperatorSharesIncreased(operator, staker, strategy, added);
    }
  }

  function decrease(address operator, address staker, address strategy, uint256 shares) private {
    operatorShares[operator][strategy] -= shares;
    emit OperatorSharesDecreased(operator, staker, strategy, shares);
  }

  function setScaling(address staker, address strategy, uint256 scaling) private {
    factors[staker][strategy] = scaling;
    emit DepositScalingFactorUpdated(staker, strategy, scaling);
  }

  function leaveAll(address staker)
    private
    onlyWhenNotPaused(PAUSED_ENTER_WITHDRAWAL_QUEUE)
    returns (bytes32[] memory queued)
  {
    address operator = delegatedTo[staker];
    (address[] memory strategies, uint256[] memory shares) = IStrategyManager(strategyManager).getDeposits(staker);

    delegatedTo[staker] = address(0);
    emit StakerUndelegated(staker, operator);
    queued = new bytes32[](strategies.length);
    for (uint256 i = 0; i < strategies.length; i++) {
      address[] memory strategy = new address[](1);
      uint256[] memory all = new uint256[](1);
      strategy[0] = strategies[i];
      all[0] = shares[i];
      queued[i] = queue(staker, operator, strategy, all);
    }
  }

  function queue(address staker, address operator, address[] memory strategies, uint256[] memory shares)
    private
    returns (bytes32 root)
  {
    if (strategies.length == 0) revert InputArrayLengthZero();

    uint256[] memory scaled = new uint256[](strategies.length);
    uint256[] memory worth = new uint256[](strategies.length);
    for (uint256 i = 0; i < strategies.length; i++) {
      (scaled[i], worth[i]) = take(staker, operator, strategies[i], shares[i]);
    }

    Withdrawal memory withdrawal = Withdrawal({
      staker: staker,
      delegatedTo: operator,
      withdrawer: staker,
      nonce: cumulativeWithdrawalsQueued[staker]++,
      startBlock: uint32(block.number),
      strategies: strategies,
      scaledShares: scaled
    });
    root = calculateWithdrawalRoot(withdrawal);
    pendingWithdrawals[root] = true;
    withdrawals[root] = withdrawal;
    roots[staker].push(root);
    emit SlashingWithdrawalQueued(root, withdrawal, worth);
  }

  function take(address staker, address operator, address strategy, uint256 shares)
    private
    returns (uint256 scaled, uint256 worth)
  {
    scaled = shares.mulWad(depositScalingFactor(staker, strategy));
    worth = scaled.mulWad(slashingFactor(operator, strategy));
    if (operator != address(0)) {
      History.Point[] storage history = queuedScaledShares[operator][strategy];
      history.push(history.latest(0) + scaled);
      decrease(operator, staker, strategy, worth);
    }
    if (IStrategyManager(strategyManager).removeDepositShares(staker, strategy, shares) == 0) {
      setScaling(staker, strategy, WAD);
    }
  }

  function complete(Withdrawal calldata withdrawal, address[] calldata tokens, bool receiveAsTokens) private {
    bytes32 root = calculateWithdrawalRoot(withdrawal);

    if (tokens.length != withdrawal.strategies.length) revert InputArrayLengthMismatch();
    if (msg.sender != withdrawal.withdrawer) revert WithdrawerNotCaller();
    if (!pendingWithdrawals[root]) revert WithdrawalNotQueued();
    if (block.number <= withdrawal.startBlock + minWithdrawalDelayBlocks) revert WithdrawalDelayNotElapsed();

    uint256[] memory shares = sharesNow(withdrawal);
    delete pendingWithdrawals[root];
    delete withdrawals[root];
    forget(withdrawal.staker, root);
    emit SlashingWithdrawalCompleted(root);

    for (uint256 i = 0; i < shares.length; i++) {
      address strategy = withdrawal.strategies[i];
      if (shares[i] == 0) continue;
      if (receiveAsTokens) {
        IStrategyManager(strategyManager).withdrawSharesAsTokens(msg.sender, strategy, tokens[i], shares[i]);
      } else {
        (uint256 before, uint256 added) = IStrategyManager(strategyManager).addShares(msg.sender, strategy, shares[i]);
        increase(msg.sender, delegatedTo[msg.sender], strategy, before, added);
      }
    }
  }

  function forget(address staker, bytes32 root) private {
    bytes32[] storage list = roots[staker];
    for (uint256 i = 0; i < list.length; i++) {
      if (list[i] == root) {
        list[i] = list[list.length - 1];
        list.pop();
        return;
      }
    }
  }

  /// A withdrawal is slashed along until its delay is over, and never after.
  function sharesNow(Withdrawal memory withdrawal) private view returns (uint256[] memory shares) {
    uint32 last = withdrawal.startBlock + minWithdrawalDelayBlocks;
    uint64[] memory magnitudes = IAllocationManager(allocationManager).getMaxMagnitudesAtBlock(
      withdrawal.delegatedTo, withdrawal.strategies, last < block.number ? last : uint32(block.number)
    );

    shares = new uint256[](withdrawal.strategies.length);
    for (uint256 i = 0; i < shares.length; i++) {
      shares[i] = withdrawal.scaledShares[i].mulWad(withdrawal.delegatedTo == address(0) ? WAD : magnitudes[i]);
    }
  }

  function slashableInQueue(address operator, address strategy) private view returns (uint256) {
    History.Point[] storage history = queuedScaledShares[operator][strategy];
    uint256 window = uint256(minWithdrawalDelayBlocks) + 1;
    return history.latest(0) - (block.number < window ? 0 : history.valueAt(block.number - window, 0));
  }

  function slashingFactor(address operator, address strategy) private view returns (uint256) {
    return operator == address(0) ? WAD : IAllocationManager(allocationManager).getMaxMagnitude(operator, strategy);
  }

  function deposited(address staker, address strategy) private view returns (uint256) {
    return IStrategyManager(strategyManager).stakerDepositShares(staker, strategy);
  }

  function withdrawable(address staker, address strategy, uint256 shares) private view returns (uint256) {
    return shares.mulWad(depositScalingFactor(staker, strategy)).mulWad(
      slashingFactor(delegatedTo[staker], strategy)
    );
  }
}
