// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// EIP-20 as far as both kinds of token share it. Anybody may mint: it is a test's.
abstract contract Token {
  event Transfer(address indexed from, address indexed to, uint256 value);
  event Approval(address indexed owner, address indexed spender, uint256 value);

  string public name;
  string public symbol;
  uint8 public constant decimals = 18;
  mapping(address owner => mapping(address spender => uint256)) public allowance;

  constructor(string memory name_, string memory symbol_) {
    name = name_;
    symbol = symbol_;
  }

  function move(address from, address to, uint256 amount) internal virtual;

  function approve(address spender, uint256 amount) external returns (bool) {
    allowance[msg.sender][spender] = amount;
    emit Approval(msg.sender, spender, amount);
    return true;
  }

  function transfer(address to, uint256 amount) external returns (bool) {
    move(msg.sender, to, amount);
    return true;
  }

  function transferFrom(address from, address to, uint256 amount) external returns (bool) {
    uint256 allowed = allowance[from][msg.sender];
    if (allowed != type(uint256).max) {
      require(allowed >= amount, "ALLOWANCE_EXCEEDED");
      allowance[from][msg.sender] = allowed - amount;
    }
    move(from, to, amount);
    return true;
  }
}

/// Worth more ETH with time, the number of tokens stays: like rETH.
contract AccruingToken is Token {
  mapping(address account => uint256) public balanceOf;
  uint256 public totalSupply;
  uint256 public getExchangeRate;

  constructor(string memory name_, string memory symbol_, uint256 rate) Token(name_, symbol_) {
    getExchangeRate = rate;
  }

  function mint(address to, uint256 amount) external {
    totalSupply += amount;
    balanceOf[to] += amount;
    emit Transfer(address(0), to, amount);
  }

  function setExchangeRate(uint256 rate) external {
    getExchangeRate = rate;
  }

  function move(address from, address to, uint256 amount) internal override {
    require(balanceOf[from] >= amount, "BALANCE_EXCEEDED");
    balanceOf[from] -= amount;
    balanceOf[to] += amount;
    emit Transfer(from, to, amount);
  }
}

/// One token is one ETH, and everybody's number of tokens grows: like stETH. Balances are kept in shares of the pool;
/// both ways round down, so a transfer may move 1 or 2 wei less than was asked for.
contract RebasingToken is Token {
  event TransferShares(address indexed from, address indexed to, uint256 sharesValue);

  mapping(address account => uint256) public sharesOf;
  uint256 public getTotalShares;
  uint256 public totalSupply;

  constructor(string memory name_, string memory symbol_) Token(name_, symbol_) {}

  function getSharesByPooledEth(uint256 amount) public view returns (uint256) {
    return getTotalShares == 0 ? amount : amount * getTotalShares / totalSupply;
  }

  function getPooledEthByShares(uint256 shares) public view returns (uint256) {
    return getTotalShares == 0 ? 0 : shares * totalSupply / getTotalShares;
  }

  function balanceOf(address account) public view returns (uint256) {
    return getPooledEthByShares(sharesOf[account]);
  }

  function mint(address to, uint256 amount) external {
    uint256 shares = getSharesByPooledEth(amount);
    getTotalShares += shares;
    totalSupply += amount;
    sharesOf[to] += shares;
    emit Transfer(address(0), to, amount);
    emit TransferShares(address(0), to, shares);
  }

  /// A day's reward, or with a negative number a slashing of validators.
  function rebase(int256 difference) external {
    totalSupply = uint256(int256(totalSupply) + difference);
  }

  function move(address from, address to, uint256 amount) internal override {
    uint256 shares = getSharesByPooledEth(amount);
    require(sharesOf[from] >= shares, "BALANCE_EXCEEDED");
    sharesOf[from] -= shares;
    sharesOf[to] += shares;
    emit Transfer(from, to, amount);
    emit TransferShares(from, to, shares);
  }
}
