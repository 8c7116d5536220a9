/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "state-proof.h"
#include "trie.h"

/* Nodes a stranger calls a proof. The first byte says how long the key is, then the key; the nodes follow,
 * each after its length. Under the hash of the first one they are read; 32 bytes of 0xee in a node stand
 * for the hash of the next one, so that ways of several nodes are found. */

constexpr size_t MAX_NODES = 8;

typedef struct
{
  Bytes nodes[MAX_NODES];
  size_t n;
  uint8_t *memory[MAX_NODES];
} Proof;

static void
split (Proof *proof, Bytes input)
{
  *proof = (Proof) { 0 };
  while (input.len >= 2 && proof->n < MAX_NODES)
    {
      size_t len = (size_t) input.data[0] << 8 | input.data[1];
      if (len > input.len - 2)
        len = input.len - 2;
      /* Allocations of their own, so that a read beyond a node is seen. */
      uint8_t *memory = malloc (len > 0 ? len : 1);
      assert (memory != nullptr);
      if (len > 0)
        memcpy (memory, input.data + 2, len);
      proof->memory[proof->n] = memory;
      proof->nodes[proof->n++] = (Bytes) { memory, len };
      input = (Bytes) { input.data + 2 + len, input.len - 2 - len };
    }
}

/* From the last node to the first. */
static void
link_nodes (Proof *proof)
{
  static const uint8_t stands_for[32] = { [0 ... 31] = 0xee };

  for (size_t i = proof->n; i-- > 1;)
    {
      Hash hash = keccak256 (proof->nodes[i]);
      Bytes parent = proof->nodes[i - 1];
      for (size_t at = 0; at + 32 <= parent.len; at++)
        if (memcmp (parent.data + at, stands_for, 32) == 0)
          memcpy (proof->memory[i - 1] + at, hash.bytes, 32);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;

  size_t key_len = data[0] % 34;
  if (key_len > size - 1)
    key_len = size - 1;
  const Bytes key = { data + 1, key_len };
  Proof proof;
  split (&proof, (Bytes) { data + 1 + key_len, size - 1 - key_len });
  link_nodes (&proof);

  Hash root = proof.n > 0 ? keccak256 (proof.nodes[0]) : trie_empty_root;
  bool present;
  Bytes value;
  if (trie_verify (&root, key, proof.nodes, proof.n, &present, &value) == CORE_OK)
    {
      /* Something of a node, and not nothing. */
      assert (present == (value.len > 0));
      /* No other root has the same nodes. */
      root.bytes[0] ^= 1;
      CoreResult result = trie_verify (&root, key, proof.nodes, proof.n, &present, &value);
      assert (result != CORE_OK);
      root.bytes[0] ^= 1;
    }

  Address account = { { 0 } };
  AccountState state;
  u256 word;
  if (key_len >= sizeof account.bytes)
    memcpy (account.bytes, key.data, sizeof account.bytes);
  if (state_verify_account (&root, &account, proof.nodes, proof.n, &state) == CORE_OK &&
      !state.exists)
    assert (state.nonce == 0 && state.balance == 0);
  if (state_verify_slot (&root, 0, proof.nodes, proof.n, &word) == CORE_OK)
    assert (proof.n > 0 || word == 0);

  for (size_t i = 0; i < proof.n; i++)
    free (proof.memory[i]);
  return 0;
}
