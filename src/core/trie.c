/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trie.h"

#include <string.h>

#include "rlp.h"

constexpr size_t MAX_KEY = 32;
constexpr size_t HASH_SIZE = 32;
constexpr size_t N_CHILDREN = 16;

const Hash trie_empty_root = { { 0x56, 0xe8, 0x1f, 0x17, 0x1b, 0xcc, 0x55, 0xa6, 0xff, 0x83, 0x45,
                                 0xe6, 0x92, 0xc0, 0xf8, 0x6e, 0x5b, 0x48, 0xe0, 0x1b, 0x99, 0x6c,
                                 0xad, 0xc0, 0x01, 0x62, 0x2f, 0xb5, 0xe3, 0x63, 0xb4, 0x21 } };

/* What a node says about the rest of the way. */
typedef enum
{
  STEP_ON,     /* there is a child */
  STEP_ABSENT, /* there is none: the key holds nothing */
  STEP_VALUE,  /* the way is at its end, and here is what it holds */
} Step;

typedef struct
{
  Bytes key;
  size_t at; /* nibbles gone */
  Step step;
  RlpItem child; /* STEP_ON: a hash, or a node in itself */
  Bytes child_rlp;
  Bytes value;
} Walk;

static size_t
nibbles_left (const Walk *walk)
{
  return walk->key.len * 2 - walk->at;
}

static unsigned
nibble_of (Bytes bytes, size_t i)
{
  const unsigned byte = bytes.data[i / 2];

  return i % 2 == 0 ? byte >> 4 : byte & 15;
}

static void
end_at (Walk *walk, Bytes value)
{
  walk->step = value.len > 0 ? STEP_VALUE : STEP_ABSENT;
  walk->value = value;
}

/* items[i] of a node, with its own header. */
static CoreResult
read_items (Bytes payload, RlpItem *items, Bytes *whole, size_t max, size_t *n)
{
  RlpReader reader = rlp_reader (payload);

  *n = 0;
  while (!rlp_at_end (&reader))
    {
      const uint8_t *start = reader.rest.data;
      CoreResult result;

      if (*n == max)
        return CORE_ERROR_SYNTAX;
      result = rlp_read (&reader, &items[*n]);
      if (result != CORE_OK)
        return result;
      whole[*n] = (Bytes) { start, (size_t) (reader.rest.data - start) };
      *n += 1;
    }
  return CORE_OK;
}

static void
go_to (Walk *walk, const RlpItem *child, Bytes whole)
{
  if (!child->is_list && child->payload.len == 0)
    {
      walk->step = STEP_ABSENT;
      return;
    }
  walk->step = STEP_ON;
  walk->child = *child;
  walk->child_rlp = whole;
}

static CoreResult
walk_branch (Walk *walk, const RlpItem *items, const Bytes *whole)
{
  if (items[N_CHILDREN].is_list)
    return CORE_ERROR_SYNTAX;
  if (nibbles_left (walk) == 0)
    {
      end_at (walk, items[N_CHILDREN].payload);
      return CORE_OK;
    }

  const unsigned nibble = nibble_of (walk->key, walk->at);
  walk->at++;
  go_to (walk, &items[nibble], whole[nibble]);
  return CORE_OK;
}

/* An extension or a leaf: a piece of the way in hex-prefix form, then a child or the value. */
static CoreResult
walk_short (Walk *walk, const RlpItem *items, const Bytes *whole)
{
  const Bytes path = items[0].payload;

  if (items[0].is_list || path.len == 0 || path.len > MAX_KEY + 1)
    return CORE_ERROR_SYNTAX;

  const unsigned flag = path.data[0] >> 4;
  const bool is_leaf = (flag & 2) != 0;
  const bool is_odd = (flag & 1) != 0;
  const size_t first = is_odd ? 1 : 2;
  const size_t len = path.len * 2 - first;

  if (flag > 3 || (!is_odd && (path.data[0] & 15) != 0) || (!is_leaf && len == 0) ||
      (is_leaf && (items[1].is_list || items[1].payload.len == 0)) ||
      (!is_leaf && !items[1].is_list && items[1].payload.len != HASH_SIZE))
    return CORE_ERROR_SYNTAX;

  bool same = len <= nibbles_left (walk);
  for (size_t i = 0; same && i < len; i++)
    same = nibble_of (path, first + i) == nibble_of (walk->key, walk->at + i);
  if (!same || (is_leaf && len != nibbles_left (walk)))
    {
      walk->step = STEP_ABSENT;
      return CORE_OK;
    }

  walk->at += len;
  if (is_leaf)
    end_at (walk, items[1].payload);
  else
    go_to (walk, &items[1], whole[1]);
  return CORE_OK;
}

static CoreResult
walk_node (Walk *walk, Bytes payload)
{
  RlpItem items[N_CHILDREN + 1];
  Bytes whole[N_CHILDREN + 1];
  size_t n;
  CoreResult result = read_items (payload, items, whole, N_CHILDREN + 1, &n);

  if (result != CORE_OK)
    return result;
  if (n == N_CHILDREN + 1)
    return walk_branch (walk, items, whole);
  if (n == 2)
    return walk_short (walk, items, whole);
  return CORE_ERROR_SYNTAX;
}

static bool
is_named (Bytes node, const uint8_t hash[HASH_SIZE])
{
  const Hash own = keccak256 (node);

  return memcmp (own.bytes, hash, HASH_SIZE) == 0;
}

static CoreResult
walk_empty (const Bytes *proof, size_t n)
{
  if (n > 1)
    return CORE_ERROR_TRAILING;
  return n == 0 || (proof[0].len == 1 && proof[0].data[0] == 0x80) ? CORE_OK
                                                                   : CORE_ERROR_AUTHENTICATION;
}

/* The node a walk stands before: the next of the list, or the one inside its parent. */
static CoreResult
enter_child (Walk *walk, const Bytes *proof, size_t n, size_t *used, Bytes *payload)
{
  RlpReader reader;
  RlpItem item;
  CoreResult result;

  if (walk->child.is_list)
    {
      /* What is as long as a hash, or longer, has to be named by one. */
      if (walk->child_rlp.len >= HASH_SIZE)
        return CORE_ERROR_NOT_CANONICAL;
      *payload = walk->child.payload;
      return CORE_OK;
    }
  if (walk->child.payload.len != HASH_SIZE)
    return CORE_ERROR_SYNTAX;
  if (*used == n)
    return CORE_ERROR_TRUNCATED;
  if (!is_named (proof[*used], walk->child.payload.data))
    return CORE_ERROR_AUTHENTICATION;
  /* What is shorter than a hash is inside its parent, all but the root. */
  if (*used > 0 && proof[*used].len < HASH_SIZE)
    return CORE_ERROR_NOT_CANONICAL;

  reader = rlp_reader (proof[*used]);
  result = rlp_read (&reader, &item);
  if (result != CORE_OK)
    return result;
  if (!rlp_at_end (&reader))
    return CORE_ERROR_TRAILING;
  if (!item.is_list)
    return CORE_ERROR_SYNTAX;
  *used += 1;
  *payload = item.payload;
  return CORE_OK;
}

CoreResult
trie_verify (const Hash *root, Bytes key, const Bytes *proof, size_t n, bool *present, Bytes *value)
{
  Walk walk = { .key = key, .step = STEP_ON };
  size_t used = 0;

  *present = false;
  *value = (Bytes) { nullptr, 0 };
  if (key.len > MAX_KEY)
    return CORE_ERROR_LIMIT;
  if (hash_equal (root, &trie_empty_root))
    return walk_empty (proof, n);

  /* Each round goes at least a nibble further, or ends: extensions are not empty, and a branch at the
   * end of the way is its end. */
  walk.child = (RlpItem) { .payload = { root->bytes, HASH_SIZE } };
  while (walk.step == STEP_ON)
    {
      Bytes payload;
      CoreResult result = enter_child (&walk, proof, n, &used, &payload);

      if (result == CORE_OK)
        result = walk_node (&walk, payload);
      if (result != CORE_OK)
        return result;
    }
  if (used != n)
    return CORE_ERROR_TRAILING;

  *present = walk.step == STEP_VALUE;
  if (*present)
    *value = walk.value;
  return CORE_OK;
}
