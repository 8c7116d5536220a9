/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "merkle.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

constexpr uint8_t EARNER_LEAF = 0x00;
constexpr uint8_t TOKEN_LEAF = 0x01;
constexpr size_t MAX_DEPTH = 64;

static Hash
node (const Hash *left, const Hash *right)
{
  const Bytes parts[] = { { left->bytes, 32 }, { right->bytes, 32 } };

  return keccak256_parts (parts, 2);
}

static Hash
leaf (uint8_t prefix, const Address *address, const uint8_t word[32])
{
  const Bytes parts[] = { { &prefix, 1 }, { address->bytes, sizeof address->bytes }, { word, 32 } };

  return keccak256_parts (parts, 3);
}

Hash
merkle_token_leaf (const Address *token, u256 cumulative_earnings)
{
  uint8_t word[32];

  u256_to_be (cumulative_earnings, word);

  return leaf (TOKEN_LEAF, token, word);
}

Hash
merkle_earner_leaf (const Address *earner, const Hash *token_root)
{
  return leaf (EARNER_LEAF, earner, token_root->bytes);
}

/* Folds the leaves level by level, in one array. What is missing to the next power of two is the
 * root of that many zero leaves, so it is computed once a level and never stored. proof may be null. */
static Hash
fold (const Hash *leaves, size_t n, size_t index, Buffer *proof)
{
  Hash *level;
  Hash padding = { { 0 } };
  Hash root;

  assert (n > 0);

  level = malloc (n * sizeof *level);
  if (level == nullptr)
    abort ();
  memcpy (level, leaves, n * sizeof *level);

  while (n > 1)
    {
      if (proof != nullptr)
        {
          const size_t sibling = index ^ 1;

          buffer_append (proof, sibling < n ? level[sibling].bytes : padding.bytes, 32);
        }

      for (size_t i = 0; i < n; i += 2)
        level[i / 2] = node (&level[i], i + 1 < n ? &level[i + 1] : &padding);

      padding = node (&padding, &padding);
      n = (n + 1) / 2;
      index /= 2;
    }

  root = level[0];
  free (level);

  return root;
}

Hash
merkle_root (const Hash *leaves, size_t n)
{
  return fold (leaves, n, 0, nullptr);
}

CoreResult
merkle_prove (const Hash *leaves, size_t n, size_t index, Buffer *proof)
{
  if (index >= n)
    return CORE_ERROR_RANGE;

  (void) fold (leaves, n, index, proof);

  return CORE_OK;
}

CoreResult
merkle_verify (const Hash *root, const Hash *leaf_hash, uint64_t index, Bytes proof)
{
  const size_t depth = proof.len / 32;
  Hash hash = *leaf_hash;

  if (proof.len % 32 != 0)
    return CORE_ERROR_TRUNCATED;
  if (depth > MAX_DEPTH)
    return CORE_ERROR_LIMIT;
  if (depth < MAX_DEPTH && index >> depth != 0)
    return CORE_ERROR_RANGE;

  for (size_t i = 0; i < depth; i++)
    {
      Hash sibling;

      memcpy (sibling.bytes, proof.data + i * 32, 32);
      hash = (index >> i & 1) != 0 ? node (&sibling, &hash) : node (&hash, &sibling);
    }

  return hash_equal (&hash, root) ? CORE_OK : CORE_ERROR_AUTHENTICATION;
}
