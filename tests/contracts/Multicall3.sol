// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// The functions of the well-known Multicall3 that read, with its ABI.
contract Multicall3 {
  struct Call3 {
    address target;
    bool allowFailure;
    bytes callData;
  }

  struct Result {
    bool success;
    bytes returnData;
  }

  function aggregate3(Call3[] calldata calls) external payable returns (Result[] memory returnData) {
    returnData = new Result[](calls.length);
    for (uint256 i = 0; i < calls.length; i++) {
      (bool success, bytes memory data) = calls[i].target.call(calls[i].callData);
      require(success || calls[i].allowFailure, "Multicall3: call failed");
      returnData[i] = Result(success, data);
    }
  }

  function getBlockNumber() external view returns (uint256 blockNumber) {
    return block.number;
  }

  function getBlockHash(uint256 blockNumber) external view returns (bytes32 blockHash) {
    return blockhash(blockNumber);
  }

  function getLastBlockHash() external view returns (bytes32 blockHash) {
    return blockhash(block.number - 1);
  }

  function getCurrentBlockTimestamp() external view returns (uint256 timestamp) {
    return block.timestamp;
  }

  function getBasefee() external view returns (uint256 basefee) {
    return block.basefee;
  }

  function getChainId() external view returns (uint256 chainid) {
    return block.chainid;
  }

  function getEthBalance(address addr) external view returns (uint256 balance) {
    return addr.balance;
  }
}
