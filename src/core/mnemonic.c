/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mnemonic.h"

#include <string.h>

#include <openssl/evp.h>

#include "keccak.h"
#include "mnemonic-words.h"

constexpr size_t N_WORDS = 2048;
constexpr size_t WORD_BITS = 11;
constexpr size_t MAX_COUNT = 24;
constexpr size_t MAX_WORD = 8;
constexpr size_t MAX_TEXT = MAX_COUNT * (MAX_WORD + 1);
constexpr size_t MAX_PASSPHRASE = 1024;
constexpr int SEED_ROUNDS = 2048;
constexpr size_t SEED_SIZE = 64;

const char *
mnemonic_table_word (size_t i)
{
  return i < N_WORDS ? mnemonic_words[i] : nullptr;
}

int
mnemonic_table_find (const char *word, size_t len)
{
  size_t low = 0;
  size_t high = N_WORDS;

  if (len == 0 || len > MAX_WORD)
    return -1;

  while (low < high)
    {
      const size_t middle = low + (high - low) / 2;
      const char *candidate = mnemonic_words[middle];
      int order = strncmp (word, candidate, len);

      if (order == 0 && candidate[len] != '\0')
        order = -1;
      if (order == 0)
        return (int) middle;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }

  return -1;
}

static bool
entropy_size_valid (size_t len)
{
  return len >= 16 && len <= 32 && len % 4 == 0;
}

static bool
count_valid (size_t n)
{
  return n >= 12 && n <= MAX_COUNT && n % 3 == 0;
}

/* The entropy followed by its checksum byte, of which the first len / 4 bits count. */
static Secret *
with_checksum (const Secret *entropy)
{
  const size_t len = secret_length (entropy);
  Secret *bits = secret_new (len + 1);
  Hash hash = sha256 ((Bytes) { secret_peek (entropy), len });

  memcpy (secret_data (bits), secret_peek (entropy), len);
  secret_data (bits)[len] = hash.bytes[0];
  secret_wipe (&hash, sizeof hash);
  secret_wipe_stack ();

  return bits;
}

static bool
bit_get (const uint8_t *bits, size_t i)
{
  return (bits[i / 8] >> (7 - i % 8) & 1) != 0;
}

CoreResult
mnemonic_from_entropy (const Secret *entropy, Secret **words)
{
  const size_t len = secret_length (entropy);
  Secret *bits;
  Secret *text;
  size_t count, written = 0;

  if (!entropy_size_valid (len))
    return CORE_ERROR_LIMIT;

  bits = with_checksum (entropy);
  text = secret_new (MAX_TEXT);
  count = len / 4 * 3;

  for (size_t i = 0; i < count; i++)
    {
      size_t index = 0;
      size_t word_len;

      for (size_t b = 0; b < WORD_BITS; b++)
        index = index << 1 | bit_get (secret_peek (bits), i * WORD_BITS + b);

      word_len = strlen (mnemonic_words[index]);
      if (i > 0)
        secret_data (text)[written++] = ' ';
      memcpy (secret_data (text) + written, mnemonic_words[index], word_len);
      written += word_len;
    }

  secret_truncate (text, written);
  secret_free (bits);
  *words = text;

  return CORE_OK;
}

CoreResult
mnemonic_generate (unsigned entropy_bits, Secret **words)
{
  Secret *entropy;
  CoreResult result;

  if (entropy_bits % 8 != 0 || !entropy_size_valid (entropy_bits / 8))
    return CORE_ERROR_LIMIT;

  entropy = secret_new_random (entropy_bits / 8);
  if (entropy == nullptr)
    return CORE_ERROR_INTERNAL;

  result = mnemonic_from_entropy (entropy, words);
  secret_free (entropy);

  return result;
}

/* How many bytes of white space start here: ASCII's, U+00A0 and U+3000, which NFKD makes spaces. */
static size_t
space_length (const char *text, size_t len)
{
  if (len >= 1 && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')))
    return 1;
  if (len >= 2 && memcmp (text, "\xc2\xa0", 2) == 0)
    return 2;
  if (len >= 3 && memcmp (text, "\xe3\x80\x80", 3) == 0)
    return 3;

  return 0;
}

static void
set_bad_word (size_t *bad_word, size_t i)
{
  if (bad_word != nullptr)
    *bad_word = i;
}

/* Writes the words lower-case with single spaces between. A word that is too long to be one is
 * written as far as it goes, so that it is not found. */
static CoreResult
normalise (const char *text, size_t len, Secret *out, size_t *bad_word)
{
  uint8_t *to = secret_data (out);
  size_t written = 0;
  size_t count = 0;

  for (size_t i = 0; i < len;)
    {
      const size_t space = space_length (text + i, len - i);
      size_t start;

      if (space > 0)
        {
          i += space;
          continue;
        }
      if (count == MAX_COUNT)
        return CORE_ERROR_LIMIT;
      if (count > 0)
        to[written++] = ' ';

      start = i;
      while (i < len && space_length (text + i, len - i) == 0)
        {
          const char c = text[i++];

          if (i - start > MAX_WORD)
            {
              set_bad_word (bad_word, count);
              return CORE_ERROR_SYNTAX;
            }

          to[written++] = (uint8_t) (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }

      if (mnemonic_table_find ((const char *) to + written - (i - start), i - start) < 0)
        {
          set_bad_word (bad_word, count);
          return CORE_ERROR_SYNTAX;
        }

      count++;
    }

  if (!count_valid (count))
    return CORE_ERROR_LIMIT;

  secret_truncate (out, written);

  return CORE_OK;
}

/* words has only known words, each but the last followed by a space. */
static CoreResult
decode (const Secret *words, Secret **entropy)
{
  const size_t count = mnemonic_count (words);
  const size_t len = count / 3 * 4;
  Secret *bits;
  Secret *expected;
  Secret *content;
  CoreResult result = CORE_OK;

  if (!count_valid (count))
    return CORE_ERROR_LIMIT;

  bits = secret_new (len + 1);
  for (size_t i = 0; i < count; i++)
    {
      const Bytes word = mnemonic_word (words, i);
      const int index = mnemonic_table_find ((const char *) word.data, word.len);

      if (index < 0)
        {
          secret_free (bits);
          return CORE_ERROR_SYNTAX;
        }

      for (size_t b = 0; b < WORD_BITS; b++)
        {
          const size_t at = i * WORD_BITS + b;

          if ((index >> (WORD_BITS - 1 - b) & 1) != 0)
            secret_data (bits)[at / 8] |= (uint8_t) (0x80 >> at % 8);
        }
    }

  content = secret_new_copy (secret_peek (bits), len);
  expected = with_checksum (content);

  for (size_t i = 8 * len; i < count * WORD_BITS; i++)
    if (bit_get (secret_peek (bits), i) != bit_get (secret_peek (expected), i))
      result = CORE_ERROR_CHECKSUM;

  secret_free (expected);
  secret_free (bits);

  if (result == CORE_OK)
    *entropy = content;
  else
    secret_free (content);

  return result;
}

CoreResult
mnemonic_parse (const char *text, size_t len, Secret **words, size_t *bad_word)
{
  Secret *normal = secret_new (MAX_TEXT);
  Secret *entropy;
  CoreResult result = normalise (text, len, normal, bad_word);

  if (result == CORE_OK)
    result = decode (normal, &entropy);

  if (result == CORE_OK)
    {
      secret_free (entropy);
      *words = normal;
    }
  else
    secret_free (normal);

  return result;
}

CoreResult
mnemonic_to_entropy (const Secret *words, Secret **entropy)
{
  return decode (words, entropy);
}

/* RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
static bool
utf8_valid (const uint8_t *text, size_t len)
{
  size_t i = 0;

  while (i < len)
    {
      const uint8_t lead = text[i];
      size_t n = 0;
      uint32_t point;

      if (lead < 0x80)
        {
          i++;
          continue;
        }

      if (lead >= 0xc2 && lead <= 0xdf)
        n = 1;
      else if (lead >= 0xe0 && lead <= 0xef)
        n = 2;
      else if (lead >= 0xf0 && lead <= 0xf4)
        n = 3;
      if (n == 0 || len - i <= n)
        return false;

      point = lead & (0x3fu >> n);
      for (size_t k = 1; k <= n; k++)
        {
          if ((text[i + k] & 0xc0) != 0x80)
            return false;
          point = point << 6 | (text[i + k] & 0x3fu);
        }

      if ((n == 2 && point < 0x800) || (point >= 0xd800 && point <= 0xdfff) ||
          (n == 3 && (point < 0x10000 || point > 0x10ffff)))
        return false;

      i += n + 1;
    }

  return true;
}

CoreResult
mnemonic_to_seed (const Secret *words, const Secret *passphrase, Secret **seed)
{
  static const char prefix[8] = { 'm', 'n', 'e', 'm', 'o', 'n', 'i', 'c' };
  const size_t passphrase_len = passphrase != nullptr ? secret_length (passphrase) : 0;
  Secret *entropy;
  Secret *salt;
  Secret *out;
  CoreResult result = decode (words, &entropy);

  if (result != CORE_OK)
    return result;

  secret_free (entropy);

  if (passphrase_len > MAX_PASSPHRASE)
    return CORE_ERROR_LIMIT;
  if (passphrase_len > 0 && !utf8_valid (secret_peek (passphrase), passphrase_len))
    return CORE_ERROR_SYNTAX;

  salt = secret_new (sizeof prefix + passphrase_len);
  memcpy (secret_data (salt), prefix, sizeof prefix);
  if (passphrase_len > 0)
    memcpy (secret_data (salt) + sizeof prefix, secret_peek (passphrase), passphrase_len);

  out = secret_new (SEED_SIZE);
  if (PKCS5_PBKDF2_HMAC ((const char *) secret_peek (words), (int) secret_length (words),
                         secret_peek (salt), (int) secret_length (salt), SEED_ROUNDS, EVP_sha512 (),
                         (int) SEED_SIZE, secret_data (out)) == 1)
    *seed = out;
  else
    {
      secret_free (out);
      result = CORE_ERROR_INTERNAL;
    }

  secret_free (salt);
  secret_wipe_stack ();

  return result;
}

size_t
mnemonic_count (const Secret *words)
{
  const size_t len = secret_length (words);
  size_t count = len > 0 ? 1 : 0;

  for (size_t i = 0; i < len; i++)
    count += secret_peek (words)[i] == ' ';

  return count;
}

Bytes
mnemonic_word (const Secret *words, size_t i)
{
  const uint8_t *at = secret_peek (words);
  const uint8_t *const end = at + secret_length (words);
  size_t len = 0;

  for (; i > 0 && at < end; at++)
    i -= *at == ' ';
  while (at + len < end && at[len] != ' ')
    len++;

  return (Bytes) { at, len };
}
