/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "secret.h"

/* BIP-32 private derivation. */
#define DERIVATION_HARDENED 0x80000000u

/* Walks path (n ≤ 255 indices) from a seed of 16 to 64 bytes, else CORE_ERROR_LIMIT. Key and chain
 * code are 32 bytes; chain_code may be null. CORE_ERROR_RANGE in the 2^-127 case that an index has no
 * key: BIP-32 says to take the next one. */
[[nodiscard]] CoreResult derivation_from_seed (const Secret *seed,
                                               const uint32_t *path,
                                               size_t n,
                                               Secret **private_key,
                                               Secret **chain_code);
/* m/44'/60'/0'/0/index (BIP-44, SLIP-44 coin 60). index is below 2^31. */
[[nodiscard]] CoreResult derivation_ethereum_key (const Secret *seed,
                                                  uint32_t index,
                                                  Secret **private_key);
