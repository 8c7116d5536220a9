/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keystore.h"

#include <stdbit.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "keccak.h"
#include "scrypt.h"

constexpr size_t DERIVED_SIZE = 32; /* 16 for the cipher, 16 for the MAC */
constexpr size_t CIPHER_KEY_SIZE = 16;
constexpr size_t NEW_SALT_SIZE = 32;
constexpr size_t MAX_PASSWORD = 1024;
constexpr uint64_t MAX_SCRYPT_N = 1u << 20;
constexpr uint64_t MAX_SCRYPT_R = 16;
constexpr uint64_t MAX_SCRYPT_P = 16;
constexpr uint64_t MAX_SCRYPT_MEMORY = 1u << 30;
constexpr uint64_t MIN_PBKDF2_ROUNDS = 1000;
constexpr uint64_t MAX_PBKDF2_ROUNDS = 10'000'000;

static bool
costs_valid (const Keystore *self)
{
  switch (self->kdf)
    {
    case KEYSTORE_SCRYPT:
      return stdc_has_single_bit (self->n) && self->n >= 2 && self->n <= MAX_SCRYPT_N &&
             self->r >= 1 && self->r <= MAX_SCRYPT_R && self->p >= 1 && self->p <= MAX_SCRYPT_P &&
             128 * self->n * self->r <= MAX_SCRYPT_MEMORY;

    case KEYSTORE_PBKDF2_SHA256:
      return self->c >= MIN_PBKDF2_ROUNDS && self->c <= MAX_PBKDF2_ROUNDS;

    default:
      return false;
    }
}

CoreResult
keystore_check (const Keystore *self)
{
  if (!costs_valid (self) || self->salt_len > sizeof self->salt)
    return CORE_ERROR_LIMIT;
  if (self->ciphertext_len == 0 || self->ciphertext_len > sizeof self->ciphertext)
    return CORE_ERROR_LIMIT;

  return CORE_OK;
}

static CoreResult
derive (const Keystore *self, const Secret *password, Secret *derived)
{
  bool done;

  if (self->kdf == KEYSTORE_SCRYPT)
    return scrypt_derive (password, (Bytes) { self->salt, self->salt_len }, self->n, self->r,
                          self->p, derived);

  done = PKCS5_PBKDF2_HMAC ((const char *) secret_peek (password), (int) secret_length (password),
                            self->salt, (int) self->salt_len, (int) self->c, EVP_sha256 (),
                            (int) secret_length (derived), secret_data (derived)) == 1;
  secret_wipe_stack ();

  return done ? CORE_OK : CORE_ERROR_INTERNAL;
}

static Hash
mac_compute (const Keystore *self, const Secret *derived)
{
  const Bytes parts[] = {
    { secret_peek (derived) + CIPHER_KEY_SIZE, DERIVED_SIZE - CIPHER_KEY_SIZE },
    { self->ciphertext, self->ciphertext_len },
  };

  return keccak256_parts (parts, 2);
}

/* AES-128-CTR, the same in both directions; the counter is all 128 bits of the iv, big-endian. */
static bool
cipher (const Keystore *self, const Secret *derived, const uint8_t *in, size_t len, uint8_t *out)
{
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  int written = 0;
  const bool done = context != nullptr &&
                    EVP_EncryptInit_ex2 (context, EVP_aes_128_ctr (), secret_peek (derived),
                                         self->iv, nullptr) == 1 &&
                    EVP_EncryptUpdate (context, out, &written, in, (int) len) == 1 &&
                    written == (int) len;

  EVP_CIPHER_CTX_free (context);
  secret_wipe_stack ();

  return done;
}

/* content is as long as the ciphertext. */
static CoreResult
open_content (const Keystore *self, const Secret *password, Secret *derived, Secret *content)
{
  CoreResult result = derive (self, password, derived);
  Hash mac;

  if (result != CORE_OK)
    return result;

  mac = mac_compute (self, derived);
  if (CRYPTO_memcmp (mac.bytes, self->mac, sizeof self->mac) != 0)
    return CORE_ERROR_AUTHENTICATION;
  if (!cipher (self, derived, self->ciphertext, self->ciphertext_len, secret_data (content)))
    return CORE_ERROR_INTERNAL;

  return CORE_OK;
}

CoreResult
keystore_decrypt (const Keystore *self, const Secret *password, Secret **content)
{
  Secret *derived;
  Secret *plain;
  CoreResult result = keystore_check (self);

  if (result != CORE_OK)
    return result;
  if (secret_length (password) > MAX_PASSWORD)
    return CORE_ERROR_LIMIT;

  derived = secret_new (DERIVED_SIZE);
  plain = secret_new (self->ciphertext_len);
  result = open_content (self, password, derived, plain);
  secret_free (derived);

  if (result == CORE_OK)
    *content = plain;
  else
    secret_free (plain);

  return result;
}

void
keystore_default_costs (Keystore *self)
{
  self->kdf = KEYSTORE_SCRYPT;
#ifdef SURETY_TEST_QUICK_KEYSTORES
  self->n = 1u << 12;
#else
  self->n = 1u << 18;
#endif
  self->r = 8;
  self->p = 1;
  self->c = 0;
}

CoreResult
keystore_encrypt (Keystore *self, const Secret *password, const Secret *content)
{
  const size_t len = secret_length (content);
  Secret *derived;
  Hash mac;
  CoreResult result;

  if (!costs_valid (self) || len == 0 || len > sizeof self->ciphertext ||
      secret_length (password) > MAX_PASSWORD)
    return CORE_ERROR_LIMIT;

  self->salt_len = NEW_SALT_SIZE;
  if (RAND_bytes (self->salt, (int) self->salt_len) != 1 ||
      RAND_bytes (self->iv, sizeof self->iv) != 1)
    return CORE_ERROR_INTERNAL;

  derived = secret_new (DERIVED_SIZE);
  result = derive (self, password, derived);

  if (result == CORE_OK && !cipher (self, derived, secret_peek (content), len, self->ciphertext))
    result = CORE_ERROR_INTERNAL;
  if (result == CORE_OK)
    {
      self->ciphertext_len = len;
      mac = mac_compute (self, derived);
      memcpy (self->mac, mac.bytes, sizeof self->mac);
    }

  secret_free (derived);

  return result;
}
