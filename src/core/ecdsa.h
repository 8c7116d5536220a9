/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "keccak.h"
#include "secret.h"
#include "transaction.h"

/* secp256k1 over 32-byte hashes; one randomised context a process, usable from every thread.
 *
 * Wherever a private key is given: CORE_ERROR_RANGE when it is not 32 bytes or not in 1…n−1;
 * CORE_ERROR_INTERNAL when the system had no entropy to randomise the context with. */

/* False for 0 and for numbers not below the group's order. */
[[nodiscard]] bool ecdsa_key_valid (const Secret *private_key);
[[nodiscard]] CoreResult ecdsa_public_key (const Secret *private_key, uint8_t point[64]);
[[nodiscard]] CoreResult ecdsa_compressed_public_key (const Secret *private_key, uint8_t point[33]);
[[nodiscard]] CoreResult ecdsa_address (const Secret *private_key, Address *out);
/* RFC 6979 nonce, low s: the same input gives the same signature, byte for byte. Made twice:
 * CORE_ERROR_INTERNAL when the two differ, which means that the machine is failing. */
[[nodiscard]] CoreResult ecdsa_sign (const Secret *private_key, const Hash *hash, Signature *out);
/* CORE_ERROR_RANGE for an r or s of 0 or not below n, or a parity above 1; CORE_ERROR_NOT_CANONICAL
 * for a high s (EIP-2); CORE_ERROR_AUTHENTICATION when nothing recovers. */
[[nodiscard]] CoreResult ecdsa_recover (const Hash *hash, const Signature *signature, Address *out);
/* (a + b) mod n as BIP-32 derives children; false in the 2^-127 case, after which
 * the key is undefined. In place on key. */
[[nodiscard]] bool ecdsa_key_tweak_add (Secret *key, const uint8_t tweak[32]);
