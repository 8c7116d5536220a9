/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "secret.h"

/* BIP-32 private derivation. */
#define DERIVATION_HARDENED 0x80000000u

/* Walks path (n indices) from a seed of 16 to 64 bytes. */
[[nodiscard]] CoreResult derivation_from_seed (const Secret *seed, const uint32_t *path, size_t n, Secret **private_key, Secret **chain_code);
/* m/44'/60'/0'/0/index (BIP-44, SLIP-44 coin 60). */
[[nodiscard]] CoreResult derivation_ethereum_key (const Secret *seed, uint32_t index, Secret **private_key);
