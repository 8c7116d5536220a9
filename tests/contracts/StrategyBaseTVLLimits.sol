// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import "./Common.sol";

/// One token's pot. A share's price is (balance + 1000) / (shares + 1000).
contract StrategyBaseTVLLimits is Pausable, IStrategy {
  error OnlyStrategyManager();
  error OnlyUnderlyingToken();
  error NewSharesZero();
  error WithdrawalAmountExceedsTotalDeposits();
  error MaxPerDepositExceedsMax();
  error BalanceExceedsMaxTotalDeposits();

  event ExchangeRateEmitted(uint256 rate);
  event StrategyTokenSet(address token, uint8 decimals);
  event MaxPerDepositUpdated(uint256 previousValue, uint256 newValue);
  event MaxTotalDepositsUpdated(uint256 previousValue, uint256 newValue);

  uint8 private constant PAUSED_DEPOSITS = 0;
  uint8 private constant PAUSED_WITHDRAWALS = 1;
  uint256 private constant OFFSET = 1000;

  address public immutable strategyManager;
  address public immutable underlyingToken;
  uint256 public totalShares;
  uint256 public maxPerDeposit = type(uint256).max;
  uint256 public maxTotalDeposits = type(uint256).max;

  constructor(address strategyManager_, address token) {
    strategyManager = strategyManager_;
    underlyingToken = token;
    emit StrategyTokenSet(token, 18);
  }

  modifier onlyStrategyManager() {
    if (msg.sender != strategyManager) revert OnlyStrategyManager();
    _;
  }

  function setTVLLimits(uint256 newMaxPerDeposit, uint256 newMaxTotalDeposits) external {
    emit MaxPerDepositUpdated(maxPerDeposit, newMaxPerDeposit);
    emit MaxTotalDepositsUpdated(maxTotalDeposits, newMaxTotalDeposits);
    maxPerDeposit = newMaxPerDeposit;
    maxTotalDeposits = newMaxTotalDeposits;
  }

  function getTVLLimits() external view returns (uint256, uint256) {
    return (maxPerDeposit, maxTotalDeposits);
  }

  /// The tokens are here already.
  function deposit(address token, uint256 amount)
    external
    onlyWhenNotPaused(PAUSED_DEPOSITS)
    onlyStrategyManager
    returns (uint256 newShares)
  {
    if (token != underlyingToken) revert OnlyUnderlyingToken();
    if (amount > maxPerDeposit) revert MaxPerDepositExceedsMax();
    if (balance() > maxTotalDeposits) revert BalanceExceedsMaxTotalDeposits();

    newShares = amount * (totalShares + OFFSET) / (balance() - amount + OFFSET);
    if (newShares == 0) revert NewSharesZero();
    totalShares += newShares;
    emitRate();
  }

  function withdraw(address recipient, address token, uint256 amountShares)
    external
    onlyWhenNotPaused(PAUSED_WITHDRAWALS)
    onlyStrategyManager
    returns (uint256 amountOut)
  {
    if (token != underlyingToken) revert OnlyUnderlyingToken();
    if (amountShares > totalShares) revert WithdrawalAmountExceedsTotalDeposits();

    amountOut = sharesToUnderlyingView(amountShares);
    totalShares -= amountShares;
    emitRate();
    require(IERC20(token).transfer(recipient, amountOut), "SafeERC20: ERC20 operation did not succeed");
  }

  function sharesToUnderlyingView(uint256 amountShares) public view returns (uint256) {
    return (balance() + OFFSET) * amountShares / (totalShares + OFFSET);
  }

  function sharesToUnderlying(uint256 amountShares) external view returns (uint256) {
    return sharesToUnderlyingView(amountShares);
  }

  function underlyingToSharesView(uint256 amountUnderlying) public view returns (uint256) {
    return amountUnderlying * (totalShares + OFFSET) / (balance() + OFFSET);
  }

  function underlyingToShares(uint256 amountUnderlying) external view returns (uint256) {
    return underlyingToSharesView(amountUnderlying);
  }

  function shares(address user) public view returns (uint256) {
    return IStrategyManager(strategyManager).stakerDepositShares(user, address(this));
  }

  function userUnderlyingView(address user) external view returns (uint256) {
    return sharesToUnderlyingView(shares(user));
  }

  function explanation() external pure returns (string memory) {
    return "A strategy of Surety's tests";
  }

  function balance() private view returns (uint256) {
    return IERC20(underlyingToken).balanceOf(address(this));
  }

  function emitRate() private {
    emit ExchangeRateEmitted(WAD * (balance() + OFFSET) / (totalShares + OFFSET));
  }
}
