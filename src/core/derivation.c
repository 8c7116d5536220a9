/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "derivation.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "ecdsa.h"

constexpr size_t KEY_SIZE = 32;
constexpr size_t NODE_SIZE = 64; /* I: key, then chain code */
constexpr size_t MIN_SEED = 16;
constexpr size_t MAX_SEED = 64;
constexpr size_t MAX_DEPTH = 255; /* BIP-32's serialisation has one byte for it */
constexpr uint32_t PURPOSE_BIP44 = 44;
constexpr uint32_t COIN_ETHER = 60;

/* HMAC-SHA512 into a Secret of NODE_SIZE. */
static bool
hmac_sha512 (const void *key, size_t key_len, const Secret *data, Secret *out)
{
  unsigned len = (unsigned) NODE_SIZE;
  const bool made = HMAC (EVP_sha512 (), key, (int) key_len, secret_peek (data),
                          secret_length (data), secret_data (out), &len) != nullptr &&
                    len == NODE_SIZE;

  secret_wipe_stack ();

  return made;
}

/* Replaces key and chain code by the child's (BIP-32, CKDpriv). scratch: NODE_SIZE bytes. */
static CoreResult
derive_child (Secret *key, Secret *chain_code, uint32_t index, Secret *scratch)
{
  Secret *data = secret_new (1 + KEY_SIZE + 4);
  uint8_t *bytes = secret_data (data);
  CoreResult result = CORE_OK;

  if ((index & DERIVATION_HARDENED) != 0)
    memcpy (bytes + 1, secret_peek (key), KEY_SIZE);
  else
    result = ecdsa_compressed_public_key (key, bytes);

  bytes[33] = (uint8_t) (index >> 24);
  bytes[34] = (uint8_t) (index >> 16);
  bytes[35] = (uint8_t) (index >> 8);
  bytes[36] = (uint8_t) index;

  if (result == CORE_OK && !hmac_sha512 (secret_peek (chain_code), KEY_SIZE, data, scratch))
    result = CORE_ERROR_INTERNAL;
  if (result == CORE_OK && !ecdsa_key_tweak_add (key, secret_peek (scratch)))
    result = CORE_ERROR_RANGE;
  if (result == CORE_OK)
    memcpy (secret_data (chain_code), secret_peek (scratch) + KEY_SIZE, KEY_SIZE);

  secret_free (data);

  return result;
}

static CoreResult
derive_master (const Secret *seed, Secret *key, Secret *chain_code, Secret *scratch)
{
  static const char salt[12] = { 'B', 'i', 't', 'c', 'o', 'i', 'n', ' ', 's', 'e', 'e', 'd' };

  if (!hmac_sha512 (salt, sizeof salt, seed, scratch))
    return CORE_ERROR_INTERNAL;

  memcpy (secret_data (key), secret_peek (scratch), KEY_SIZE);
  memcpy (secret_data (chain_code), secret_peek (scratch) + KEY_SIZE, KEY_SIZE);

  return ecdsa_key_valid (key) ? CORE_OK : CORE_ERROR_RANGE;
}

CoreResult
derivation_from_seed (const Secret *seed,
                      const uint32_t *path,
                      size_t n,
                      Secret **private_key,
                      Secret **chain_code)
{
  Secret *key;
  Secret *code;
  Secret *scratch;
  CoreResult result;

  if (secret_length (seed) < MIN_SEED || secret_length (seed) > MAX_SEED || n > MAX_DEPTH)
    return CORE_ERROR_LIMIT;

  key = secret_new (KEY_SIZE);
  code = secret_new (KEY_SIZE);
  scratch = secret_new (NODE_SIZE);

  result = derive_master (seed, key, code, scratch);
  for (size_t i = 0; i < n && result == CORE_OK; i++)
    result = derive_child (key, code, path[i], scratch);

  secret_free (scratch);

  if (result != CORE_OK)
    {
      secret_free (key);
      secret_free (code);
      return result;
    }

  *private_key = key;
  if (chain_code != nullptr)
    *chain_code = code;
  else
    secret_free (code);

  return CORE_OK;
}

CoreResult
derivation_ethereum_key (const Secret *seed, uint32_t index, Secret **private_key)
{
  const uint32_t path[] = {
    PURPOSE_BIP44 | DERIVATION_HARDENED,
    COIN_ETHER | DERIVATION_HARDENED,
    0 | DERIVATION_HARDENED,
    0,
    index,
  };

  if ((index & DERIVATION_HARDENED) != 0)
    return CORE_ERROR_LIMIT;

  return derivation_from_seed (seed, path, sizeof path / sizeof path[0], private_key, nullptr);
}
