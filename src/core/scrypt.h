/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bytes.h"
#include "secret.h"

/* scrypt (RFC 7914): fills derived, which may have any length up to 64 bytes. n is a power of two above
 * 1, r and p at least 1: the caller has bounded the costs. CORE_ERROR_INTERNAL when there is no memory
 * (128·n·r bytes). The work is OpenSSL's but for n ≥ 2^(16·r), which the RFC rules out, OpenSSL refuses,
 * and pyethereum's files have all the same (n = 2^18, r = 1, p = 8). */
[[nodiscard]] CoreResult scrypt_derive (const Secret *password,
                                        Bytes salt,
                                        uint64_t n,
                                        uint64_t r,
                                        uint64_t p,
                                        Secret *derived);

/* The same without OpenSSL's bound on n, computed here whatever the costs. */
[[nodiscard]] CoreResult scrypt_derive_unbounded (const Secret *password,
                                                  Bytes salt,
                                                  uint64_t n,
                                                  uint64_t r,
                                                  uint64_t p,
                                                  Secret *derived);
