// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import "./Common.sol";

/// Takes deposits and keeps everybody's deposit shares.
contract StrategyManager is Pausable, IStrategyManager {
  error MaxStrategiesExceeded();
  error OnlyDelegationManager();
  error OnlyStrategyWhitelister();
  error SharesAmountTooHigh();
  error SharesAmountZero();
  error StakerAddressZero();
  error StrategyNotFound();
  error StrategyNotWhitelisted();

  event Deposit(address staker, address strategy, uint256 shares);
  event StrategyAddedToDepositWhitelist(address strategy);
  event StrategyRemovedFromDepositWhitelist(address strategy);
  event BurnOrRedistributableSharesIncreased(
    OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares
  );
  event SlashResolutionBlockSet(OperatorSet operatorSet, uint256 slashId, uint32 resolutionBlock);

  uint8 private constant PAUSED_DEPOSITS = 0;
  uint256 private constant MAX_STRATEGIES = 32;
  uint32 public constant SLASH_RESOLUTION_DELAY_BLOCKS = 50400;
  address public constant DEFAULT_BURN_ADDRESS = 0x00000000000000000000000000000000000E16E4;

  address public immutable delegation;
  address public immutable allocationManager;
  address public immutable strategyWhitelister = msg.sender;

  mapping(address strategy => bool whitelisted) public strategyIsWhitelistedForDeposit;
  mapping(address staker => mapping(address strategy => uint256)) public stakerDepositShares;
  mapping(address staker => address[]) public stakerStrategyList;
  mapping(bytes32 slash => uint32) private resolutionBlocks;
  mapping(bytes32 slash => mapping(address strategy => uint256)) private slashedShares;

  constructor(address delegation_, address allocationManager_) {
    delegation = delegation_;
    allocationManager = allocationManager_;
  }

  modifier onlyDelegationManager() {
    if (msg.sender != delegation) revert OnlyDelegationManager();
    _;
  }

  function addStrategiesToDepositWhitelist(address[] calldata strategiesToWhitelist) external {
    if (msg.sender != strategyWhitelister) revert OnlyStrategyWhitelister();
    for (uint256 i = 0; i < strategiesToWhitelist.length; i++) {
      strategyIsWhitelistedForDeposit[strategiesToWhitelist[i]] = true;
      emit StrategyAddedToDepositWhitelist(strategiesToWhitelist[i]);
    }
  }

  function removeStrategiesFromDepositWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external {
    if (msg.sender != strategyWhitelister) revert OnlyStrategyWhitelister();
    for (uint256 i = 0; i < strategiesToRemoveFromWhitelist.length; i++) {
      strategyIsWhitelistedForDeposit[strategiesToRemoveFromWhitelist[i]] = false;
      emit StrategyRemovedFromDepositWhitelist(strategiesToRemoveFromWhitelist[i]);
    }
  }

  function depositIntoStrategy(address strategy, address token, uint256 amount)
    external
    onlyWhenNotPaused(PAUSED_DEPOSITS)
    returns (uint256 depositShares)
  {
    if (!strategyIsWhitelistedForDeposit[strategy]) revert StrategyNotWhitelisted();

    pull(token, strategy, amount);
    depositShares = IStrategy(strategy).deposit(token, amount);
    (uint256 before, uint256 added) = add(msg.sender, strategy, depositShares);
    IDelegationManager(delegation).increaseDelegatedShares(msg.sender, strategy, before, added);
  }

  function addShares(address staker, address strategy, uint256 shares)
    external
    onlyDelegationManager
    returns (uint256, uint256)
  {
    return add(staker, strategy, shares);
  }

  function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
    external
    onlyDelegationManager
    returns (uint256)
  {
    uint256 held = stakerDepositShares[staker][strategy];
    if (depositSharesToRemove == 0) revert SharesAmountZero();
    if (depositSharesToRemove > held) revert SharesAmountTooHigh();

    held -= depositSharesToRemove;
    stakerDepositShares[staker][strategy] = held;
    if (held == 0) forget(staker, strategy);
    return held;
  }

  function withdrawSharesAsTokens(address staker, address strategy, address token, uint256 shares)
    external
    onlyDelegationManager
  {
    IStrategy(strategy).withdraw(staker, token, shares);
  }

  function increaseBurnOrRedistributableShares(
    OperatorSet calldata operatorSet,
    uint256 slashId,
    address strategy,
    uint256 sharesToBurn
  ) external onlyDelegationManager {
    bytes32 slash = keccak256(abi.encode(operatorSet, slashId));
    slashedShares[slash][strategy] += sharesToBurn;
    if (resolutionBlocks[slash] == 0) {
      resolutionBlocks[slash] = uint32(block.number) + SLASH_RESOLUTION_DELAY_BLOCKS;
      emit SlashResolutionBlockSet(operatorSet, slashId, resolutionBlocks[slash]);
    }
    emit BurnOrRedistributableSharesIncreased(operatorSet, slashId, strategy, sharesToBurn);
  }

  function getSlashResolutionBlock(OperatorSet calldata operatorSet, uint256 slashId) external view returns (uint32) {
    return resolutionBlocks[keccak256(abi.encode(operatorSet, slashId))];
  }

  function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId, address strategy)
    external
    view
    returns (uint256)
  {
    return slashedShares[keccak256(abi.encode(operatorSet, slashId))][strategy];
  }

  function getDeposits(address staker) external view returns (address[] memory, uint256[] memory) {
    address[] memory strategies = stakerStrategyList[staker];
    uint256[] memory shares = new uint256[](strategies.length);
    for (uint256 i = 0; i < strategies.length; i++) {
      shares[i] = stakerDepositShares[staker][strategies[i]];
    }
    return (strategies, shares);
  }

  function getStakerStrategyList(address staker) external view returns (address[] memory) {
    return stakerStrategyList[staker];
  }

  function stakerStrategyListLength(address staker) external view returns (uint256) {
    return stakerStrategyList[staker].length;
  }

  function version() external pure returns (string memory) {
    return "1.13.0";
  }

  function add(address staker, address strategy, uint256 shares) private returns (uint256 before, uint256 added) {
    if (staker == address(0)) revert StakerAddressZero();
    if (shares == 0) revert SharesAmountZero();

    before = stakerDepositShares[staker][strategy];
    if (before == 0) {
      if (stakerStrategyList[staker].length >= MAX_STRATEGIES) revert MaxStrategiesExceeded();
      stakerStrategyList[staker].push(strategy);
    }
    stakerDepositShares[staker][strategy] = before + shares;
    emit Deposit(staker, strategy, shares);
    return (before, shares);
  }

  function forget(address staker, address strategy) private {
    address[] storage list = stakerStrategyList[staker];
    for (uint256 i = 0; i < list.length; i++) {
      if (list[i] == strategy) {
        list[i] = list[list.length - 1];
        list.pop();
        return;
      }
    }
    revert StrategyNotFound();
  }

  /// A token's own reason goes up to the caller; where it gives none, mainnet's library has this sentence.
  function pull(address token, address to, uint256 amount) private {
    (bool success, bytes memory data) = token.call(abi.encodeCall(IERC20.transferFrom, (msg.sender, to, amount)));
    if (!success) {
      if (data.length == 0) revert("SafeERC20: low-level call failed");
      assembly {
        revert(add(data, 32), mload(data))
      }
    }
    require(data.length == 0 || abi.decode(data, (bool)), "SafeERC20: ERC20 operation did not succeed");
  }
}
