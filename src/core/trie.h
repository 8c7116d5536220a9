/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bytes.h"
#include "keccak.h"
#include "result.h"

/* Proofs of Ethereum's Merkle-Patricia trie (yellow paper, appendix D): what a key holds under a root,
 * or that it holds nothing. */

/* The root of a trie that holds nothing: keccak256 (0x80). */
extern const Hash trie_empty_root;

/* key: the whole path as bytes (for state and storage the Keccak hash of the address or slot), at
 * most 32. proof: the n nodes on the way, each in RLP, the root's first; nodes shorter than 32 bytes
 * are inside their parents and not in the list. An empty trie is proved by no node at all, or by 0x80.
 *
 * CORE_OK: *present says whether the key holds a value, *value is it (lends from proof; empty when
 * it does not). CORE_ERROR_AUTHENTICATION: a node is not the one its parent, or the root, names.
 * CORE_ERROR_TRUNCATED: the way goes on where the nodes end. CORE_ERROR_TRAILING: nodes are left over.
 * CORE_ERROR_SYNTAX: a node is no node of such a trie. Errors of the RLP reader. CORE_ERROR_LIMIT: key
 * too long. */
[[nodiscard]] CoreResult trie_verify (const Hash *root,
                                      Bytes key,
                                      const Bytes *proof,
                                      size_t n,
                                      bool *present,
                                      Bytes *value);
