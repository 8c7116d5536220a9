// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

// What several of these contracts share. They are written for Surety's tests from the facts known about EigenLayer's
// interface and arithmetic: the same functions, events and errors as far as a staker's journey goes, and no more.

uint256 constant WAD = 1e18;

struct OperatorSet {
  address avs;
  uint32 id;
}

interface IERC20 {
  function balanceOf(address account) external view returns (uint256);
  function transfer(address to, uint256 amount) external returns (bool);
  function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

interface IStrategy {
  function deposit(address token, uint256 amount) external returns (uint256 newShares);
  function withdraw(address recipient, address token, uint256 amountShares) external returns (uint256 amountOut);
}

interface IStrategyManager {
  function addShares(address staker, address strategy, uint256 shares) external returns (uint256, uint256);
  function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
    external
    returns (uint256);
  function withdrawSharesAsTokens(address staker, address strategy, address token, uint256 shares) external;
  function increaseBurnOrRedistributableShares(
    OperatorSet calldata operatorSet,
    uint256 slashId,
    address strategy,
    uint256 sharesToBurn
  ) external;
  function stakerDepositShares(address staker, address strategy) external view returns (uint256 shares);
  function getDeposits(address staker) external view returns (address[] memory, uint256[] memory);
}

interface IDelegationManager {
  function isOperator(address operator) external view returns (bool);
  function increaseDelegatedShares(address staker, address strategy, uint256 prevDepositShares, uint256 addedShares)
    external;
  function slashOperatorShares(
    address operator,
    OperatorSet calldata operatorSet,
    uint256 slashId,
    address strategy,
    uint64 prevMaxMagnitude,
    uint64 newMaxMagnitude
  ) external returns (uint256 totalDepositSharesToSlash);
}

interface IAllocationManager {
  function setAllocationDelay(address operator, uint32 delay) external;
  function getMaxMagnitude(address operator, address strategy) external view returns (uint64);
  function getMaxMagnitudesAtBlock(address operator, address[] calldata strategies, uint32 blockNumber)
    external
    view
    returns (uint64[] memory);
}

/// Products here fit 256 bits: nobody in a test holds 2^128 of anything.
library Wad {
  function mulWad(uint256 a, uint256 b) internal pure returns (uint256) {
    return a * b / WAD;
  }

  function mulWadUp(uint256 a, uint256 b) internal pure returns (uint256) {
    return (a * b + WAD - 1) / WAD;
  }

  function divWad(uint256 a, uint256 b) internal pure returns (uint256) {
    return a * WAD / b;
  }

  function mulDivUp(uint256 a, uint256 b, uint256 c) internal pure returns (uint256) {
    return (a * b + c - 1) / c;
  }
}

/// A value by block; asked for a block, it gives what held at that block's end.
library History {
  struct Point {
    uint32 from;
    uint224 value;
  }

  function push(Point[] storage self, uint256 value) internal {
    if (self.length > 0 && self[self.length - 1].from == block.number) {
      self[self.length - 1].value = uint224(value);
    } else {
      self.push(Point(uint32(block.number), uint224(value)));
    }
  }

  function latest(Point[] storage self, uint256 unset) internal view returns (uint256) {
    return self.length == 0 ? unset : self[self.length - 1].value;
  }

  function valueAt(Point[] storage self, uint256 number, uint256 unset) internal view returns (uint256) {
    for (uint256 i = self.length; i > 0; i--) {
      if (self[i - 1].from <= number) return self[i - 1].value;
    }
    return unset;
  }
}

/// Bits that close single functions, set and cleared by who deployed the contract.
abstract contract Pausable {
  error CurrentlyPaused();
  error OnlyPauser();
  error OnlyUnpauser();
  error InvalidNewPausedStatus();
  error InputAddressZero();

  event Paused(address indexed account, uint256 newPausedStatus);
  event Unpaused(address indexed account, uint256 newPausedStatus);

  address private immutable pauser = msg.sender;
  uint256 private status;

  modifier onlyWhenNotPaused(uint8 index) {
    if (paused(index)) revert CurrentlyPaused();
    _;
  }

  function pause(uint256 newPausedStatus) external {
    if (msg.sender != pauser) revert OnlyPauser();
    if (newPausedStatus & status != status) revert InvalidNewPausedStatus();
    status = newPausedStatus;
    emit Paused(msg.sender, newPausedStatus);
  }

  function unpause(uint256 newPausedStatus) external {
    if (msg.sender != pauser) revert OnlyUnpauser();
    if (newPausedStatus & status != newPausedStatus) revert InvalidNewPausedStatus();
    status = newPausedStatus;
    emit Unpaused(msg.sender, newPausedStatus);
  }

  function paused() external view returns (uint256) {
    return status;
  }

  function paused(uint8 index) public view returns (bool) {
    return status >> index & 1 == 1;
  }
}
