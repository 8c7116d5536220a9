/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "trie.h"
#include "u256.h"

/* What eth_getProof proves (EIP-1186) under the state root of a block's header. Proofs are lists of nodes
 * as trie_verify() takes them; errors are its own, and CORE_ERROR_SYNTAX, _RANGE, _NOT_CANONICAL for
 * what is held and is no account, or no word. */

/* Of an account that has none: keccak256 of nothing. */
extern const Hash state_empty_code_hash;

/* An account that is proved not to be there has zeros, no code and an empty storage. */
typedef struct
{
  bool exists;
  uint64_t nonce;
  u256 balance; /* wei */
  Hash storage_root;
  Hash code_hash;
} AccountState;

[[nodiscard]] CoreResult state_verify_account (const Hash *state_root,
                                               const Address *account,
                                               const Bytes *proof,
                                               size_t n,
                                               AccountState *out);
/* A word of the account's storage; zero when it is proved to be absent (or, as development nodes keep it, to be
 * zero). */
[[nodiscard]] CoreResult state_verify_slot (const Hash *storage_root,
                                            u256 slot,
                                            const Bytes *proof,
                                            size_t n,
                                            u256 *out);

/* Where Solidity keeps mapping[key] of a mapping at slot: keccak256 (key ‖ slot), 32 bytes each. Of a
 * mapping in a mapping: the outer key first. An address is its word, left-padded. */
u256 state_mapping_slot (u256 key, u256 slot);
u256 state_address_word (const Address *address);
