/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bytes.h"
#include "result.h"
#include "u256.h"

/* Recursive Length Prefix (Ethereum yellow paper, appendix B), strict: minimal lengths, no
 * single byte under a prefix, no trailing bytes, depth and item limits. */

/* Writing: strings are appended at once; a list is opened, filled, closed (its header is put in
 * front when it closes). */
void rlp_append_string (Buffer *out, Bytes string);
/* Big-endian without leading zeros; zero is the empty string. */
void rlp_append_u256 (Buffer *out, u256 value);
void rlp_append_u64 (Buffer *out, uint64_t value);
/* Returns the mark to give to rlp_close_list(). */
[[nodiscard]] size_t rlp_open_list (Buffer *out);
void rlp_close_list (Buffer *out, size_t mark);

/* Reading: a cursor over borrowed bytes. Every call checks before it reads. */
typedef struct
{
  Bytes rest;
} RlpReader;

typedef struct
{
  bool is_list;
  Bytes payload; /* lends from the reader's input */
} RlpItem;

RlpReader rlp_reader (Bytes input);
bool rlp_at_end (const RlpReader *self);
/* One item. The payload of a list is read with rlp_reader (item.payload). */
[[nodiscard]] CoreResult rlp_read (RlpReader *self, RlpItem *out);
/* Convenience: the next item must be of that kind. */
[[nodiscard]] CoreResult rlp_read_list (RlpReader *self, RlpReader *out);
[[nodiscard]] CoreResult rlp_read_string (RlpReader *self, Bytes *out);
/* No leading zero byte (CORE_ERROR_NOT_CANONICAL), at most 32 bytes (CORE_ERROR_RANGE). */
[[nodiscard]] CoreResult rlp_read_u256 (RlpReader *self, u256 *out);
[[nodiscard]] CoreResult rlp_read_u64 (RlpReader *self, uint64_t *out);
[[nodiscard]] CoreResult rlp_read_fixed (RlpReader *self, uint8_t *out, size_t n);
/* Walks a whole input: exactly one item, everything nested in it well-formed, at most max_depth
 * levels deep. Does not recurse on the C stack beyond max_depth (≤ 1024). */
[[nodiscard]] CoreResult rlp_validate (Bytes input, size_t max_depth);
