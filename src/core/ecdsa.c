/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ecdsa.h"

#include <string.h>
#include <threads.h>

#include <openssl/rand.h>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include "classify.h"

constexpr size_t KEY_SIZE = 32;

/* The group's order n, and n / 2 rounded down (EIP-2's limit of s). */
static const uint8_t order[32] = {
  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
  0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
};
static const uint8_t half_order[32] = {
  0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
};
static const uint8_t zero[32] = { 0 };

static once_flag context_once = ONCE_FLAG_INIT;
static secp256k1_context *shared_context;

/* Never changed after this, so that every thread may use it. */
static void
context_init (void)
{
  secp256k1_context *context = secp256k1_context_create (SECP256K1_CONTEXT_NONE);
  uint8_t seed[32];

  if (RAND_priv_bytes (seed, sizeof seed) == 1 && secp256k1_context_randomize (context, seed) == 1)
    shared_context = context;
  else
    secp256k1_context_destroy (context);

  secret_wipe (seed, sizeof seed);
}

/* Null when there was no entropy to blind it with. */
static const secp256k1_context *
context_get (void)
{
  call_once (&context_once, context_init);

  return shared_context;
}

bool
ecdsa_key_valid (const Secret *private_key)
{
  int valid;

  if (secret_length (private_key) != KEY_SIZE)
    return false;

  valid = secp256k1_ec_seckey_verify (secp256k1_context_static, secret_peek (private_key));
  secret_wipe_stack ();
  declassify (valid);

  return valid == 1;
}

static CoreResult
public_key_create (const Secret *private_key, secp256k1_pubkey *out)
{
  const secp256k1_context *context = context_get ();
  int created;

  if (context == nullptr)
    return CORE_ERROR_INTERNAL;
  if (secret_length (private_key) != KEY_SIZE)
    return CORE_ERROR_RANGE;

  created = secp256k1_ec_pubkey_create (context, out, secret_peek (private_key));
  secret_wipe_stack ();
  declassify (created);
  declassify (*out);

  return created == 1 ? CORE_OK : CORE_ERROR_RANGE;
}

static void
public_key_write (const secp256k1_pubkey *key, uint8_t point[64])
{
  uint8_t bytes[65];
  size_t len = sizeof bytes;

  (void) secp256k1_ec_pubkey_serialize (secp256k1_context_static, bytes, &len, key,
                                        SECP256K1_EC_UNCOMPRESSED);
  memcpy (point, bytes + 1, 64);
}

CoreResult
ecdsa_public_key (const Secret *private_key, uint8_t point[64])
{
  secp256k1_pubkey key;
  const CoreResult result = public_key_create (private_key, &key);

  if (result != CORE_OK)
    return result;

  public_key_write (&key, point);

  return CORE_OK;
}

CoreResult
ecdsa_compressed_public_key (const Secret *private_key, uint8_t point[33])
{
  secp256k1_pubkey key;
  size_t len = 33;
  const CoreResult result = public_key_create (private_key, &key);

  if (result != CORE_OK)
    return result;

  (void) secp256k1_ec_pubkey_serialize (secp256k1_context_static, point, &len, &key,
                                        SECP256K1_EC_COMPRESSED);

  return CORE_OK;
}

CoreResult
ecdsa_address (const Secret *private_key, Address *out)
{
  uint8_t point[64];
  const CoreResult result = ecdsa_public_key (private_key, point);

  if (result != CORE_OK)
    return result;

  *out = address_from_public_key (point);

  return CORE_OK;
}

/* False when the machine made a mistake. One wrong signature beside the right one of the same hash gives
 * the key away (the nonce is the same), so each is made twice and only given out when both agree. */
static bool
sign_twice (const secp256k1_context *context,
            const Secret *private_key,
            const Hash *hash,
            uint8_t compact[64],
            int *parity)
{
  secp256k1_ecdsa_recoverable_signature signatures[2];
  bool agree = true;

  for (size_t i = 0; i < 2; i++)
    {
      int done = secp256k1_ecdsa_sign_recoverable (context, &signatures[i], hash->bytes,
                                                   secret_peek (private_key),
                                                   secp256k1_nonce_function_rfc6979, nullptr);

      secret_wipe_stack ();
      declassify (done);
      declassify (signatures[i]);
      agree = agree && done == 1;
    }
  agree = agree && memcmp (&signatures[0], &signatures[1], sizeof signatures[0]) == 0;

  if (agree)
    (void) secp256k1_ecdsa_recoverable_signature_serialize_compact (context, compact, parity,
                                                                    &signatures[0]);
  secret_wipe (signatures, sizeof signatures);

  return agree;
}

CoreResult
ecdsa_sign (const Secret *private_key, const Hash *hash, Signature *out)
{
  const secp256k1_context *context = context_get ();
  uint8_t compact[64];
  int parity;

  if (context == nullptr)
    return CORE_ERROR_INTERNAL;
  if (!ecdsa_key_valid (private_key))
    return CORE_ERROR_RANGE;
  /* Parities 2 and 3 (r not below the order, one in 2^127) have no spelling in a transaction. */
  if (!sign_twice (context, private_key, hash, compact, &parity) || parity > 1)
    return CORE_ERROR_INTERNAL;

  memcpy (out->r, compact, 32);
  memcpy (out->s, compact + 32, 32);
  out->y_parity = (uint8_t) parity;

  return CORE_OK;
}

static bool
scalar_in_range (const uint8_t scalar[32])
{
  return memcmp (scalar, zero, 32) != 0 && memcmp (scalar, order, 32) < 0;
}

CoreResult
ecdsa_recover (const Hash *hash, const Signature *signature, Address *out)
{
  const secp256k1_context *context = secp256k1_context_static;
  secp256k1_ecdsa_recoverable_signature parsed;
  secp256k1_pubkey key;
  uint8_t compact[64];
  uint8_t point[64];

  if (!scalar_in_range (signature->r) || !scalar_in_range (signature->s) || signature->y_parity > 1)
    return CORE_ERROR_RANGE;
  if (memcmp (signature->s, half_order, 32) > 0)
    return CORE_ERROR_NOT_CANONICAL;

  memcpy (compact, signature->r, 32);
  memcpy (compact + 32, signature->s, 32);

  if (secp256k1_ecdsa_recoverable_signature_parse_compact (context, &parsed, compact,
                                                           signature->y_parity) != 1 ||
      secp256k1_ecdsa_recover (context, &key, &parsed, hash->bytes) != 1)
    return CORE_ERROR_AUTHENTICATION;

  public_key_write (&key, point);
  *out = address_from_public_key (point);

  return CORE_OK;
}

bool
ecdsa_key_tweak_add (Secret *key, const uint8_t tweak[32])
{
  int added;

  if (secret_length (key) != KEY_SIZE)
    return false;

  added = secp256k1_ec_seckey_tweak_add (secp256k1_context_static, secret_data (key), tweak);
  secret_wipe_stack ();
  declassify (added);

  return added == 1;
}
