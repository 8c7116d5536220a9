/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Functions of EigenLayer's contracts (v1.13) that more than one test of the practice network calls. Names of
 * arguments are of no account. */

#define WITHDRAWAL                                                                               \
  "(address staker, address delegatedTo, address withdrawer, uint256 nonce, uint32 startBlock, " \
  "address[] strategies, uint256[] scaledShares)"

static const char deposit[] =
  "function depositIntoStrategy(address strategy, address token, uint256 amount) "
  "returns (uint256 depositShares)";
static const char delegate[] =
  "function delegateTo(address operator, (bytes signature, uint256 expiry) s, bytes32 salt)";
static const char undelegate[] = "function undelegate(address staker) returns (bytes32[])";
static const char register_operator[] =
  "function registerAsOperator(address approver, uint32 allocationDelay, string metadataURI)";
static const char operator_shares[] =
  "function operatorShares(address operator, address strategy) returns (uint256)";
static const char withdrawable[] =
  "function getWithdrawableShares(address staker, address[] strategies) "
  "returns (uint256[] withdrawableShares, uint256[] depositShares)";
static const char queue[] =
  "function queueWithdrawals((address[] strategies, uint256[] depositShares, address d)[] p) "
  "returns (bytes32[])";
static const char queued[] = "function getQueuedWithdrawals(address staker) "
                             "returns (" WITHDRAWAL "[] w, uint256[][] shares)";
static const char complete[] = "function completeQueuedWithdrawal(" WITHDRAWAL
                               " w, address[] tokens, bool asTokens)";
static const char metadata[] = "function updateAVSMetadataURI(address avs, string metadataURI)";
static const char create_set[] =
  "function createOperatorSets(address avs, (uint32 id, address[] strategies)[] params)";
static const char modify[] =
  "function modifyAllocations(address operator, ((address avs, uint32 id) operatorSet, "
  "address[] strategies, uint64[] newMagnitudes)[] params)";
static const char join[] =
  "function registerForOperatorSets(address operator, (address avs, uint32[] ids, bytes data) p)";
static const char slash[] =
  "function slashOperator(address avs, (address operator, uint32 id, address[] strategies, "
  "uint256[] wads, string description) params) returns (uint256, uint256[])";
static const char max_magnitude[] =
  "function getMaxMagnitude(address operator, address strategy) returns (uint64)";
static const char balance_of[] = "function balanceOf(address account) returns (uint256)";
