// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import "./Common.sol";

/// Operator sets, what operators pledge to them, and slashing.
contract AllocationManager is Pausable, IAllocationManager {
  using Wad for uint256;
  using History for History.Point[];

  struct Allocation {
    uint64 currentMagnitude;
    int128 pendingDiff;
    uint32 effectBlock;
  }

  struct AllocateParams {
    OperatorSet operatorSet;
    address[] strategies;
    uint64[] newMagnitudes;
  }

  struct CreateSetParams {
    uint32 operatorSetId;
    address[] strategies;
  }

  struct CreateSetParamsV2 {
    uint32 operatorSetId;
    address[] strategies;
    address slasher;
  }

  struct RegisterParams {
    address avs;
    uint32[] operatorSetIds;
    bytes data;
  }

  struct DeregisterParams {
    address operator;
    address avs;
    uint32[] operatorSetIds;
  }

  struct SlashingParams {
    address operator;
    uint32 operatorSetId;
    address[] strategies;
    uint256[] wadsToSlash;
    string description;
  }

  struct Registration {
    bool registered;
    uint32 slashableUntil;
  }

  struct Delay {
    uint32 delay;
    bool isSet;
    uint32 pendingDelay;
    uint32 effectBlock;
  }

  struct Slasher {
    address current;
    address pending;
    uint32 effectBlock;
  }

  error AlreadyMemberOfSet();
  error InputArrayLengthMismatch();
  error InsufficientMagnitude();
  error InvalidCaller();
  error InvalidOperator();
  error InvalidOperatorSet();
  error InvalidPermissions();
  error InvalidWadToSlash();
  error ModificationAlreadyPending();
  error NonexistentAVSMetadata();
  error NotMemberOfSet();
  error OperatorNotSlashable();
  error SameMagnitude();
  error StrategiesMustBeInAscendingOrder();
  error StrategyAlreadyInOperatorSet();
  error StrategyNotInOperatorSet();
  error UninitializedAllocationDelay();

  event AVSMetadataURIUpdated(address indexed avs, string metadataURI);
  event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock);
  event AllocationUpdated(
    address operator, OperatorSet operatorSet, address strategy, uint64 magnitude, uint32 effectBlock
  );
  event EncumberedMagnitudeUpdated(address operator, address strategy, uint64 encumberedMagnitude);
  event MaxMagnitudeUpdated(address operator, address strategy, uint64 maxMagnitude);
  event OperatorAddedToOperatorSet(address indexed operator, OperatorSet operatorSet);
  event OperatorRemovedFromOperatorSet(address indexed operator, OperatorSet operatorSet);
  event OperatorSetCreated(OperatorSet operatorSet);
  event OperatorSlashed(
    address operator, OperatorSet operatorSet, address[] strategies, uint256[] wadSlashed, string description
  );
  event RedistributionAddressSet(OperatorSet operatorSet, address redistributionRecipient);
  event SlasherUpdated(OperatorSet operatorSet, address slasher, uint32 effectBlock);
  event StrategyAddedToOperatorSet(OperatorSet operatorSet, address strategy);

  uint8 private constant PAUSED_MODIFY_ALLOCATIONS = 0;
  uint8 private constant PAUSED_OPERATOR_SLASHING = 1;
  uint8 private constant PAUSED_REGISTRATION = 2;
  address private constant BURN_ADDRESS = 0x00000000000000000000000000000000000E16E4;

  address public immutable delegation;
  uint32 public immutable DEALLOCATION_DELAY;
  uint32 public immutable ALLOCATION_CONFIGURATION_DELAY;
  uint32 public immutable SLASHER_CONFIGURATION_DELAY;

  mapping(address avs => bool) private hasMetadata;
  mapping(address avs => uint256) private setCounts;
  mapping(bytes32 set => bool) private exists;
  mapping(bytes32 set => address[]) private setStrategies;
  mapping(bytes32 set => address[]) private setMembers;
  mapping(bytes32 set => Slasher) private slashers;
  mapping(bytes32 set => address) private recipients;
  mapping(bytes32 set => uint256) private slashCounts;
  mapping(address operator => Delay) private delays;
  mapping(address operator => OperatorSet[]) private registeredSets;
  mapping(address operator => OperatorSet[]) private allocatedSets;
  mapping(address operator => mapping(bytes32 set => address[])) private allocatedStrategies;
  mapping(address operator => mapping(bytes32 set => Registration)) private registrations;
  mapping(address operator => mapping(bytes32 set => mapping(address strategy => Allocation))) private allocations;
  mapping(address operator => mapping(address strategy => uint64)) private encumbered;
  mapping(address operator => mapping(address strategy => History.Point[])) private maxMagnitudes;
  /// Sets with a deallocation under way, oldest first; all wait equally long.
  mapping(address operator => mapping(address strategy => bytes32[])) private leaving;
  mapping(address operator => mapping(address strategy => uint256)) private left;

  constructor(address delegation_, uint32 deallocationDelay, uint32 configurationDelay) {
    delegation = delegation_;
    DEALLOCATION_DELAY = deallocationDelay;
    ALLOCATION_CONFIGURATION_DELAY = configurationDelay;
    SLASHER_CONFIGURATION_DELAY = configurationDelay;
  }

  // Services.

  function updateAVSMetadataURI(address avs, string calldata metadataURI) external {
    if (msg.sender != avs) revert InvalidPermissions();
    hasMetadata[avs] = true;
    emit AVSMetadataURIUpdated(avs, metadataURI);
  }

  function createOperatorSets(address avs, CreateSetParams[] calldata params) external {
    for (uint256 i = 0; i < params.length; i++) {
      createSet(avs, params[i].operatorSetId, params[i].strategies, avs);
    }
  }

  function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external {
    for (uint256 i = 0; i < params.length; i++) {
      createSet(avs, params[i].operatorSetId, params[i].strategies, params[i].slasher);
    }
  }

  function createRedistributingOperatorSets(
    address avs,
    CreateSetParamsV2[] calldata params,
    address[] calldata redistributionRecipients
  ) external {
    if (params.length != redistributionRecipients.length) revert InputArrayLengthMismatch();
    for (uint256 i = 0; i < params.length; i++) {
      if (redistributionRecipients[i] == address(0)) revert InputAddressZero();
      OperatorSet memory set = createSet(avs, params[i].operatorSetId, params[i].strategies, params[i].slasher);
      recipients[key(set)] = redistributionRecipients[i];
      emit RedistributionAddressSet(set, redistributionRecipients[i]);
    }
  }

  function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external {
    if (msg.sender != avs) revert InvalidPermissions();
    OperatorSet memory set = OperatorSet(avs, operatorSetId);
    if (!exists[key(set)]) revert InvalidOperatorSet();
    for (uint256 i = 0; i < strategies.length; i++) {
      addStrategy(set, strategies[i]);
    }
  }

  function updateSlasher(OperatorSet calldata operatorSet, address slasher) external {
    if (msg.sender != operatorSet.avs) revert InvalidPermissions();
    if (!exists[key(operatorSet)]) revert InvalidOperatorSet();
    setSlasher(operatorSet, slasher, uint32(block.number) + SLASHER_CONFIGURATION_DELAY + 1);
  }

  function slashOperator(address avs, SlashingParams calldata params)
    external
    onlyWhenNotPaused(PAUSED_OPERATOR_SLASHING)
    returns (uint256, uint256[] memory)
  {
    OperatorSet memory set = OperatorSet(avs, params.operatorSetId);

    if (params.strategies.length != params.wadsToSlash.length) revert InputArrayLengthMismatch();
    if (!exists[key(set)]) revert InvalidOperatorSet();
    if (msg.sender != getSlasher(set)) revert InvalidCaller();
    if (!isOperatorSlashable(params.operator, set)) revert OperatorNotSlashable();

    uint256 slashId = ++slashCounts[key(set)];
    uint256[] memory wads = new uint256[](params.strategies.length);
    uint256[] memory shares = new uint256[](params.strategies.length);
    for (uint256 i = 0; i < params.strategies.length; i++) {
      if (i > 0 && params.strategies[i] <= params.strategies[i - 1]) revert StrategiesMustBeInAscendingOrder();
      if (params.wadsToSlash[i] == 0 || params.wadsToSlash[i] > WAD) revert InvalidWadToSlash();
      if (!isIn(setStrategies[key(set)], params.strategies[i])) revert StrategyNotInOperatorSet();
      (wads[i], shares[i]) = slash(params.operator, set, slashId, params.strategies[i], params.wadsToSlash[i]);
    }
    emit OperatorSlashed(params.operator, set, params.strategies, wads, params.description);
    return (slashId, shares);
  }

  // Operators.

  /// A new operator's delay holds at once; a later change waits.
  function setAllocationDelay(address operator, uint32 delay) external {
    if (msg.sender == delegation) {
      setDelay(operator, delay, uint32(block.number));
    } else {
      if (msg.sender != operator) revert InvalidPermissions();
      if (!IDelegationManager(delegation).isOperator(operator)) revert InvalidOperator();
      setDelay(operator, delay, uint32(block.number) + ALLOCATION_CONFIGURATION_DELAY + 1);
    }
  }

  function registerForOperatorSets(address operator, RegisterParams calldata params)
    external
    onlyWhenNotPaused(PAUSED_REGISTRATION)
  {
    if (msg.sender != operator) revert InvalidPermissions();
    if (!IDelegationManager(delegation).isOperator(operator)) revert InvalidOperator();
    for (uint256 i = 0; i < params.operatorSetIds.length; i++) {
      OperatorSet memory set = OperatorSet(params.avs, params.operatorSetIds[i]);
      if (!exists[key(set)]) revert InvalidOperatorSet();
      if (isOperatorSlashable(operator, set)) revert AlreadyMemberOfSet();
      registrations[operator][key(set)] = Registration(true, 0);
      registeredSets[operator].push(set);
      setMembers[key(set)].push(operator);
      emit OperatorAddedToOperatorSet(operator, set);
    }
  }

  function deregisterFromOperatorSets(DeregisterParams calldata params)
    external
    onlyWhenNotPaused(PAUSED_REGISTRATION)
  {
    if (msg.sender != params.operator && msg.sender != params.avs) revert InvalidCaller();
    for (uint256 i = 0; i < params.operatorSetIds.length; i++) {
      OperatorSet memory set = OperatorSet(params.avs, params.operatorSetIds[i]);
      if (!registrations[params.operator][key(set)].registered) revert NotMemberOfSet();
      registrations[params.operator][key(set)] = Registration(false, uint32(block.number) + DEALLOCATION_DELAY);
      removeSet(registeredSets[params.operator], set);
      removeAddress(setMembers[key(set)], params.operator);
      emit OperatorRemovedFromOperatorSet(params.operator, set);
    }
  }

  function modifyAllocations(address operator, AllocateParams[] calldata params)
    external
    onlyWhenNotPaused(PAUSED_MODIFY_ALLOCATIONS)
  {
    (bool isSet, uint32 delay) = getAllocationDelay(operator);

    if (msg.sender != operator) revert InvalidPermissions();
    if (!isSet) revert UninitializedAllocationDelay();
    for (uint256 i = 0; i < params.length; i++) {
      if (params[i].strategies.length != params[i].newMagnitudes.length) revert InputArrayLengthMismatch();
      if (!exists[key(params[i].operatorSet)]) revert InvalidOperatorSet();
      for (uint256 k = 0; k < params[i].strategies.length; k++) {
        modify(operator, params[i].operatorSet, params[i].strategies[k], params[i].newMagnitudes[k], delay);
      }
    }
  }

  function clearDeallocationQueue(address operator, address[] calldata strategies, uint16[] calldata numToClear)
    external
  {
    if (strategies.length != numToClear.length) revert InputArrayLengthMismatch();
    for (uint256 i = 0; i < strategies.length; i++) {
      clear(operator, strategies[i], numToClear[i]);
    }
  }

  // Reading.

  function getAllocationDelay(address operator) public view returns (bool, uint32) {
    Delay storage delay = delays[operator];
    if (delay.effectBlock != 0 && block.number >= delay.effectBlock) return (true, delay.pendingDelay);
    return (delay.isSet, delay.delay);
  }

  function getMaxMagnitude(address operator, address strategy) public view returns (uint64) {
    return uint64(maxMagnitudes[operator][strategy].latest(WAD));
  }

  function getMaxMagnitudes(address operator, address[] calldata strategies)
    external
    view
    returns (uint64[] memory magnitudes)
  {
    magnitudes = new uint64[](strategies.length);
    for (uint256 i = 0; i < strategies.length; i++) {
      magnitudes[i] = getMaxMagnitude(operator, strategies[i]);
    }
  }

  function getMaxMagnitudesAtBlock(address operator, address[] calldata strategies, uint32 blockNumber)
    external
    view
    returns (uint64[] memory magnitudes)
  {
    magnitudes = new uint64[](strategies.length);
    for (uint256 i = 0; i < strategies.length; i++) {
      magnitudes[i] = uint64(maxMagnitudes[operator][strategies[i]].valueAt(blockNumber, WAD));
    }
  }

  function getEncumberedMagnitude(address operator, address strategy) public view returns (uint64 magnitude) {
    bytes32[] storage queue = leaving[operator][strategy];

    magnitude = encumbered[operator][strategy];
    for (uint256 i = left[operator][strategy]; i < queue.length; i++) {
      Allocation storage stored = allocations[operator][queue[i]][strategy];
      if (block.number < stored.effectBlock) break;
      magnitude -= uint64(uint128(-stored.pendingDiff));
    }
  }

  function getAllocatableMagnitude(address operator, address strategy) external view returns (uint64) {
    return getMaxMagnitude(operator, strategy) - getEncumberedMagnitude(operator, strategy);
  }

  function getAllocation(address operator, OperatorSet memory operatorSet, address strategy)
    public
    view
    returns (Allocation memory allocation)
  {
    allocation = allocations[operator][key(operatorSet)][strategy];
    if (block.number >= allocation.effectBlock) {
      allocation.currentMagnitude = plus(allocation.currentMagnitude, allocation.pendingDiff);
      allocation.pendingDiff = 0;
      allocation.effectBlock = 0;
    }
  }

  function getStrategyAllocations(address operator, address strategy)
    external
    view
    returns (OperatorSet[] memory sets, Allocation[] memory found)
  {
    sets = getAllocatedSets(operator);
    found = new Allocation[](sets.length);
    for (uint256 i = 0; i < sets.length; i++) {
      found[i] = getAllocation(operator, sets[i], strategy);
    }
  }

  function getAllocatedSets(address operator) public view returns (OperatorSet[] memory) {
    return allocatedSets[operator];
  }

  function getAllocatedStrategies(address operator, OperatorSet calldata operatorSet)
    external
    view
    returns (address[] memory)
  {
    return allocatedStrategies[operator][key(operatorSet)];
  }

  function getRegisteredSets(address operator) external view returns (OperatorSet[] memory) {
    return registeredSets[operator];
  }

  function isMemberOfOperatorSet(address operator, OperatorSet calldata operatorSet) external view returns (bool) {
    return registrations[operator][key(operatorSet)].registered;
  }

  function isOperatorSlashable(address operator, OperatorSet memory operatorSet) public view returns (bool) {
    Registration storage registration = registrations[operator][key(operatorSet)];
    return registration.registered || block.number <= registration.slashableUntil;
  }

  function isOperatorSet(OperatorSet calldata operatorSet) external view returns (bool) {
    return exists[key(operatorSet)];
  }

  function getOperatorSetCount(address avs) external view returns (uint256) {
    return setCounts[avs];
  }

  function getStrategiesInOperatorSet(OperatorSet calldata operatorSet) external view returns (address[] memory) {
    return setStrategies[key(operatorSet)];
  }

  function getMembers(OperatorSet calldata operatorSet) external view returns (address[] memory) {
    return setMembers[key(operatorSet)];
  }

  function getMemberCount(OperatorSet calldata operatorSet) external view returns (uint256) {
    return setMembers[key(operatorSet)].length;
  }

  function getSlasher(OperatorSet memory operatorSet) public view returns (address) {
    Slasher storage slasher = slashers[key(operatorSet)];
    return slasher.effectBlock != 0 && block.number >= slasher.effectBlock ? slasher.pending : slasher.current;
  }

  function getPendingSlasher(OperatorSet calldata operatorSet) external view returns (address, uint32) {
    Slasher storage slasher = slashers[key(operatorSet)];
    if (block.number >= slasher.effectBlock) return (address(0), 0);
    return (slasher.pending, slasher.effectBlock);
  }

  function isRedistributingOperatorSet(OperatorSet calldata operatorSet) external view returns (bool) {
    return getRedistributionRecipient(operatorSet) != BURN_ADDRESS;
  }

  function getRedistributionRecipient(OperatorSet calldata operatorSet) public view returns (address) {
    address recipient = recipients[key(operatorSet)];
    return recipient == address(0) ? BURN_ADDRESS : recipient;
  }

  function getSlashCount(OperatorSet calldata operatorSet) external view returns (uint256) {
    return slashCounts[key(operatorSet)];
  }

  // Inside.

  function key(OperatorSet memory set) private pure returns (bytes32) {
    return bytes32(abi.encodePacked(set.avs, uint96(set.id)));
  }

  function plus(uint64 magnitude, int128 difference) private pure returns (uint64) {
    return uint64(uint128(int128(uint128(magnitude)) + difference));
  }

  function isIn(address[] storage list, address one) private view returns (bool) {
    for (uint256 i = 0; i < list.length; i++) {
      if (list[i] == one) return true;
    }
    return false;
  }

  function removeAddress(address[] storage list, address one) private {
    for (uint256 i = 0; i < list.length; i++) {
      if (list[i] == one) {
        list[i] = list[list.length - 1];
        list.pop();
        return;
      }
    }
  }

  function removeSet(OperatorSet[] storage list, OperatorSet memory set) private {
    for (uint256 i = 0; i < list.length; i++) {
      if (key(list[i]) == key(set)) {
        list[i] = list[list.length - 1];
        list.pop();
        return;
      }
    }
  }

  function createSet(address avs, uint32 id, address[] calldata strategies, address slasher)
    private
    returns (OperatorSet memory set)
  {
    if (msg.sender != avs) revert InvalidPermissions();
    if (!hasMetadata[avs]) revert NonexistentAVSMetadata();
    set = OperatorSet(avs, id);
    if (exists[key(set)]) revert InvalidOperatorSet();
    exists[key(set)] = true;
    setCounts[avs]++;
    emit OperatorSetCreated(set);
    for (uint256 i = 0; i < strategies.length; i++) {
      addStrategy(set, strategies[i]);
    }
    setSlasher(set, slasher, uint32(block.number));
  }

  function addStrategy(OperatorSet memory set, address strategy) private {
    if (isIn(setStrategies[key(set)], strategy)) revert StrategyAlreadyInOperatorSet();
    setStrategies[key(set)].push(strategy);
    emit StrategyAddedToOperatorSet(set, strategy);
  }

  function setSlasher(OperatorSet memory set, address slasher, uint32 effectBlock) private {
    if (slasher == address(0)) revert InputAddressZero();
    slashers[key(set)] = Slasher(getSlasher(set), slasher, effectBlock);
    emit SlasherUpdated(set, slasher, effectBlock);
  }

  function setDelay(address operator, uint32 delay, uint32 effectBlock) private {
    (bool isSet, uint32 current) = getAllocationDelay(operator);
    delays[operator] = Delay(current, isSet, delay, effectBlock);
    emit AllocationDelaySet(operator, delay, effectBlock);
  }

  /// Takes finished deallocations out of the queue and frees what they encumbered.
  function clear(address operator, address strategy, uint256 most) private {
    bytes32[] storage queue = leaving[operator][strategy];
    uint256 first = left[operator][strategy];

    for (uint256 i = first; i < queue.length && i - first < most; i++) {
      Allocation storage stored = allocations[operator][queue[i]][strategy];
      if (block.number < stored.effectBlock) break;
      uint64 freed = uint64(uint128(-stored.pendingDiff));
      stored.currentMagnitude -= freed;
      stored.pendingDiff = 0;
      stored.effectBlock = 0;
      setEncumbered(operator, strategy, encumbered[operator][strategy] - freed);
      left[operator][strategy] = i + 1;
      if (stored.currentMagnitude == 0) forgetAllocation(operator, queue[i], strategy);
    }
  }

  function forgetAllocation(address operator, bytes32 set, address strategy) private {
    removeAddress(allocatedStrategies[operator][set], strategy);
    if (allocatedStrategies[operator][set].length == 0) {
      removeSet(allocatedSets[operator], OperatorSet(address(bytes20(set)), uint32(uint256(set))));
    }
  }

  function setEncumbered(address operator, address strategy, uint64 magnitude) private {
    encumbered[operator][strategy] = magnitude;
    emit EncumberedMagnitudeUpdated(operator, strategy, magnitude);
  }

  function modify(address operator, OperatorSet memory set, address strategy, uint64 wanted, uint32 delay) private {
    clear(operator, strategy, type(uint16).max);
    Allocation memory now_ = getAllocation(operator, set, strategy);
    bool slashable = isOperatorSlashable(operator, set) && isIn(setStrategies[key(set)], strategy)
      && now_.currentMagnitude != 0;

    if (now_.effectBlock != 0) revert ModificationAlreadyPending();
    if (wanted == now_.currentMagnitude) revert SameMagnitude();

    now_.pendingDiff = int128(uint128(wanted)) - int128(uint128(now_.currentMagnitude));
    if (now_.pendingDiff > 0) {
      uint64 total = plus(encumbered[operator][strategy], now_.pendingDiff);
      if (total > getMaxMagnitude(operator, strategy)) revert InsufficientMagnitude();
      setEncumbered(operator, strategy, total);
      now_.effectBlock = uint32(block.number) + delay;
    } else if (slashable) {
      leaving[operator][strategy].push(key(set));
      now_.effectBlock = uint32(block.number) + DEALLOCATION_DELAY + 1;
    } else {
      setEncumbered(operator, strategy, plus(encumbered[operator][strategy], now_.pendingDiff));
      now_.currentMagnitude = wanted;
      now_.pendingDiff = 0;
    }
    store(operator, set, strategy, now_);
    emit AllocationUpdated(
      operator, set, strategy, wanted, now_.effectBlock == 0 ? uint32(block.number) : now_.effectBlock
    );
  }

  function store(address operator, OperatorSet memory set, address strategy, Allocation memory allocation) private {
    bytes32 id = key(set);

    if (!isIn(allocatedStrategies[operator][id], strategy)) {
      if (allocatedStrategies[operator][id].length == 0) allocatedSets[operator].push(set);
      allocatedStrategies[operator][id].push(strategy);
    }
    allocations[operator][id][strategy] = allocation;
    if (allocation.currentMagnitude == 0 && allocation.pendingDiff == 0) forgetAllocation(operator, id, strategy);
  }

  function slash(address operator, OperatorSet memory set, uint256 slashId, address strategy, uint256 wad)
    private
    returns (uint256 slashedWad, uint256 shares)
  {
    clear(operator, strategy, type(uint16).max);
    Allocation memory now_ = getAllocation(operator, set, strategy);
    uint64 before = getMaxMagnitude(operator, strategy);
    uint64 slashed = uint64(uint256(now_.currentMagnitude).mulWadUp(wad));

    if (now_.currentMagnitude == 0) return (0, 0);
    slashedWad = uint256(slashed).divWad(before);
    now_.currentMagnitude -= slashed;
    if (now_.pendingDiff < 0) {
      now_.pendingDiff += int128(uint128(uint256(uint128(-now_.pendingDiff)).mulWadUp(wad)));
      emit AllocationUpdated(
        operator, set, strategy, plus(now_.currentMagnitude, now_.pendingDiff), now_.effectBlock
      );
    }
    store(operator, set, strategy, now_);
    setEncumbered(operator, strategy, encumbered[operator][strategy] - slashed);
    emit AllocationUpdated(operator, set, strategy, now_.currentMagnitude, uint32(block.number));
    maxMagnitudes[operator][strategy].push(before - slashed);
    emit MaxMagnitudeUpdated(operator, strategy, before - slashed);
    shares = IDelegationManager(delegation).slashOperatorShares(
      operator, set, slashId, strategy, before, before - slashed
    );
  }
}
