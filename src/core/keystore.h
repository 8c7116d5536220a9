/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "secret.h"

/* Web3 secret storage, version 3 (and the parameters only; its JSON is read in store/). */
typedef enum
{
  KEYSTORE_SCRYPT,
  KEYSTORE_PBKDF2_SHA256,
} KeystoreKdf;

typedef struct
{
  KeystoreKdf kdf;
  uint64_t n, r, p; /* scrypt */
  uint64_t c;       /* pbkdf2 rounds */
  uint8_t salt[64];
  size_t salt_len;
  uint8_t iv[16];
  uint8_t ciphertext[1024];
  size_t ciphertext_len;
  uint8_t mac[32];
} Keystore;

/* CORE_ERROR_LIMIT when the costs are out of bounds: scrypt n a power of two in 2…2^20, r and p
 * 1…16, 128·n·r ≤ 1 GiB; pbkdf2 1000 ≤ c ≤ 10^7; salt ≤ 64 bytes; ciphertext 1…1024 bytes. The
 * derived key is always 32 bytes, the cipher AES-128-CTR: a reader refuses a file that says else. */
[[nodiscard]] CoreResult keystore_check (const Keystore *self);
/* Slow on purpose: off the main thread. CORE_ERROR_AUTHENTICATION: the password is wrong or the file
 * damaged. MAC compared in constant time before anything is decrypted. password is UTF-8 as
 * typed, at most 1024 bytes (CORE_ERROR_LIMIT); CORE_ERROR_INTERNAL when the KDF gets no memory. */
[[nodiscard]] CoreResult keystore_decrypt (const Keystore *self,
                                           const Secret *password,
                                           Secret **content);
/* Fresh salt (32 bytes) and iv. The caller fills kdf and costs; keystore_default_costs() is scrypt 2^18,
 * 8, 1, which takes 256 MiB. Slow too. */
void keystore_default_costs (Keystore *self);
[[nodiscard]] CoreResult keystore_encrypt (Keystore *self,
                                           const Secret *password,
                                           const Secret *content);
