// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// Says who its keys are and how many of them must agree, as a Safe does; it does nothing else.
contract Multisig {
  uint256 public immutable getThreshold;
  address[] private owners;

  constructor(uint256 threshold, address[] memory owners_) {
    getThreshold = threshold;
    owners = owners_;
  }

  function getOwners() external view returns (address[] memory) {
    return owners;
  }
}
