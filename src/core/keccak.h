/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bytes.h"

/* Ethereum's Keccak-256: original padding 0x01, not SHA3-256. OpenSSL's "KECCAK-256", fetched once
 * per process, thread-safe. */
typedef struct
{
  uint8_t bytes[32];
} Hash;

Hash keccak256 (Bytes input);
/* Over the concatenation of n parts. */
Hash keccak256_parts (const Bytes *parts, size_t n);
Hash sha256 (Bytes input);

bool hash_equal (const Hash *a, const Hash *b);
