/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrypt.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

constexpr size_t BLOCK_WORDS = 16;
constexpr uint64_t MAX_OPENSSL_R = 4; /* above, 2^(16·r) is beyond 64 bits: no bound */

static bool
pbkdf2 (const Secret *password, Bytes salt, Secret *out)
{
  const bool made = PKCS5_PBKDF2_HMAC ((const char *) secret_peek (password),
                                       (int) secret_length (password), salt.data, (int) salt.len, 1,
                                       EVP_sha256 (), (int) secret_length (out),
                                       secret_data (out)) == 1;

  secret_wipe_stack ();

  return made;
}

static uint32_t
rotate_left (uint32_t word, unsigned n)
{
  return word << n | word >> (32 - n);
}

static void
quarter_round (uint32_t x[BLOCK_WORDS], size_t a, size_t b, size_t c, size_t d)
{
  x[b] ^= rotate_left (x[a] + x[d], 7);
  x[c] ^= rotate_left (x[b] + x[a], 9);
  x[d] ^= rotate_left (x[c] + x[b], 13);
  x[a] ^= rotate_left (x[d] + x[c], 18);
}

/* What the mixing keeps beside the blocks: wiped once, at the end. */
typedef struct
{
  uint32_t x[BLOCK_WORDS];
  uint32_t start[BLOCK_WORDS];
} Scratch;

/* Salsa20/8 of x ^ in, in place. */
static void
salsa_mix (Scratch *scratch, const uint32_t in[BLOCK_WORDS])
{
  uint32_t *x = scratch->x;
  uint32_t *start = scratch->start;

  for (size_t i = 0; i < BLOCK_WORDS; i++)
    x[i] = start[i] = x[i] ^ in[i];

  for (size_t round = 0; round < 8; round += 2)
    {
      quarter_round (x, 0, 4, 8, 12);
      quarter_round (x, 5, 9, 13, 1);
      quarter_round (x, 10, 14, 2, 6);
      quarter_round (x, 15, 3, 7, 11);
      quarter_round (x, 0, 1, 2, 3);
      quarter_round (x, 5, 6, 7, 4);
      quarter_round (x, 10, 11, 8, 9);
      quarter_round (x, 15, 12, 13, 14);
    }

  for (size_t i = 0; i < BLOCK_WORDS; i++)
    x[i] += start[i];
}

/* BlockMix of 2·r blocks: even ones go to the front half of out, odd ones to the back. */
static void
block_mix (Scratch *scratch, const uint32_t *in, uint32_t *out, size_t r)
{
  memcpy (scratch->x, in + (2 * r - 1) * BLOCK_WORDS, sizeof scratch->x);
  for (size_t i = 0; i < 2 * r; i++)
    {
      salsa_mix (scratch, in + i * BLOCK_WORDS);
      memcpy (out + (i / 2 + (i % 2) * r) * BLOCK_WORDS, scratch->x, sizeof scratch->x);
    }
}

/* ROMix of one chunk of 128·r bytes. work: (n + 2) chunks of words. */
static void
ro_mix (uint8_t *chunk, uint32_t *work, size_t n, size_t r)
{
  const size_t words = 2 * r * BLOCK_WORDS;
  uint32_t *x = work;
  uint32_t *y = x + words;
  uint32_t *v = y + words;
  Scratch scratch;

  for (size_t i = 0; i < words; i++)
    x[i] = (uint32_t) chunk[4 * i] | (uint32_t) chunk[4 * i + 1] << 8 |
           (uint32_t) chunk[4 * i + 2] << 16 | (uint32_t) chunk[4 * i + 3] << 24;

  for (size_t i = 0; i < n; i++)
    {
      memcpy (v + i * words, x, words * sizeof *x);
      block_mix (&scratch, v + i * words, x, r);
    }

  for (size_t i = 0; i < n; i++)
    {
      const uint32_t *other = v + (x[words - BLOCK_WORDS] & (n - 1)) * words;

      for (size_t k = 0; k < words; k++)
        y[k] = x[k] ^ other[k];
      block_mix (&scratch, y, x, r);
    }

  for (size_t i = 0; i < 4 * words; i++)
    chunk[i] = (uint8_t) (x[i / 4] >> 8 * (i % 4));
  secret_wipe (&scratch, sizeof scratch);
}

CoreResult
scrypt_derive_unbounded (const Secret *password,
                         Bytes salt,
                         uint64_t n,
                         uint64_t r,
                         uint64_t p,
                         Secret *derived)
{
  const size_t chunk_size = 128 * r;
  const size_t work_size = chunk_size * (n + 2);
  uint32_t *work = OPENSSL_malloc (work_size);
  Secret *chunks = secret_new (chunk_size * p);
  CoreResult result = CORE_ERROR_INTERNAL;

  if (work != nullptr && pbkdf2 (password, salt, chunks))
    {
      for (size_t i = 0; i < p; i++)
        ro_mix (secret_data (chunks) + i * chunk_size, work, n, r);

      if (pbkdf2 (password, (Bytes) { secret_peek (chunks), chunk_size * p }, derived))
        result = CORE_OK;
    }

  OPENSSL_clear_free (work, work_size);
  secret_free (chunks);

  return result;
}

CoreResult
scrypt_derive (const Secret *password,
               Bytes salt,
               uint64_t n,
               uint64_t r,
               uint64_t p,
               Secret *derived)
{
  /* V, B and the block being mixed; OpenSSL's own limit of 32 MiB is below every real file. */
  const uint64_t memory = 128 * r * (n + p + 2);

  bool made;

  if (r < MAX_OPENSSL_R && n >= (uint64_t) 1 << (16 * r))
    return scrypt_derive_unbounded (password, salt, n, r, p, derived);

  made = EVP_PBE_scrypt ((const char *) secret_peek (password), secret_length (password), salt.data,
                         salt.len, n, r, p, memory, secret_data (derived),
                         secret_length (derived)) == 1;
  secret_wipe_stack ();

  return made ? CORE_OK : CORE_ERROR_INTERNAL;
}
