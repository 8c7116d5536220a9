/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "core-test.h"

/* Values of the ABI from JSON and back to it: numbers are integers or decimal text (with "-"), bytes
 * and addresses "0x…", lists and tuples arrays. */

/* Parses an item that must be right. abi_item_free() it. */
AbiItem *abi_test_item (const char *text);

/* Values of n params from an array of as many; what they are made of is put in pool. */
AbiValue *abi_test_values (const AbiParam *params, size_t n, JsonArray *json, GPtrArray *pool);
/* A pool that frees what it holds. */
GPtrArray *abi_test_pool_new (void);

/* Fails unless the values are those of the array. */
void abi_test_assert_values (const AbiParam *params,
                             const AbiValue *values,
                             size_t n,
                             JsonArray *json);

/* Bytes of words, each given as hex with its leading zeros left out; a word ending in "…" is filled
 * with zeros on the right. buffer_clear() it. */
Buffer abi_test_words (const char *const *words, size_t n);
