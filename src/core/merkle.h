/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "keccak.h"
#include "u256.h"

/* EigenLayer's rewards tree (RewardsCoordinator.sol, Merkle.sol): keccak256 (left ‖ right), not sorted;
 * leaves padded to a power of two with 32 zero bytes; bit i of the index says the side at level i (0: the
 * node is left). A token leaf is keccak256 (0x01 ‖ token ‖ cumulative), an earner's keccak256 (0x00 ‖
 * earner ‖ token root); a tree has its tokens, or earners, in ascending order of their bytes. */
Hash merkle_token_leaf (const Address *token, u256 cumulative_earnings);
Hash merkle_earner_leaf (const Address *earner, const Hash *token_root);
/* n ≥ 1. */
Hash merkle_root (const Hash *leaves, size_t n);
/* Appends the proof of leaf index: siblings from the leaf upward, 32 bytes each. CORE_ERROR_RANGE when
 * there is no such leaf. */
[[nodiscard]] CoreResult merkle_prove (const Hash *leaves, size_t n, size_t index, Buffer *proof);
/* CORE_ERROR_RANGE: index does not fit the depth; CORE_ERROR_TRUNCATED: proof is no multiple of 32;
 * CORE_ERROR_LIMIT: more than 64 levels; CORE_ERROR_AUTHENTICATION: another root. */
[[nodiscard]] CoreResult merkle_verify (const Hash *root,
                                        const Hash *leaf,
                                        uint64_t index,
                                        Bytes proof);
