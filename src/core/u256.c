/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "u256.h"

#include <assert.h>
#include <stdbit.h>
#include <string.h>

#include "hex.h"

/* Holds every product of two words. */
typedef unsigned _BitInt (512) u512;

/* The most digits whose every number fits 64 bits, and the first number with one digit more. */
constexpr unsigned CHUNK_DIGITS = 19;
constexpr uint64_t CHUNK = 10000000000000000000u;

constexpr unsigned MAX_DECIMALS = 77;

static uint64_t
limb (u256 value, unsigned i)
{
  return (uint64_t) (value >> (64 * i));
}

static unsigned
bit_length (u256 value)
{
  for (unsigned i = 4; i-- > 0;)
    {
      uint64_t part = limb (value, i);
      if (part != 0)
        return 64 * i + 64 - (unsigned) __builtin_clzll (part);
    }
  return 0;
}

/* value·10 + digit, in place; false when it does not fit. */
static bool
push_digit (u256 *value, unsigned digit)
{
  if (*value > U256_MAX / 10)
    return false;
  u256 shifted = *value * 10;
  if (shifted > U256_MAX - digit)
    return false;
  *value = shifted + digit;
  return true;
}

/* Divides by 10^19 in place and returns the remainder. */
static uint64_t
take_chunk (uint64_t limbs[4])
{
  uint64_t remainder = 0;
  for (unsigned i = 4; i-- > 0;)
    {
      unsigned __int128 part = ((unsigned __int128) remainder << 64) | limbs[i];
      limbs[i] = (uint64_t) (part / CHUNK);
      remainder = (uint64_t) (part % CHUNK);
    }
  return remainder;
}

/* Digits without a final NUL, at the end of out; returns how many. */
static size_t
write_digits (u256 value, char out[U256_DECIMAL_SIZE - 1])
{
  uint64_t limbs[4] = { limb (value, 0), limb (value, 1), limb (value, 2), limb (value, 3) };
  size_t start = U256_DECIMAL_SIZE - 1;

  for (;;)
    {
      uint64_t chunk = take_chunk (limbs);
      bool last = (limbs[0] | limbs[1] | limbs[2] | limbs[3]) == 0;
      for (unsigned i = 0; last ? chunk != 0 : i < CHUNK_DIGITS; i++)
        {
          out[--start] = (char) ('0' + chunk % 10);
          chunk /= 10;
        }
      if (last)
        break;
    }
  if (start == U256_DECIMAL_SIZE - 1)
    out[--start] = '0';
  return U256_DECIMAL_SIZE - 1 - start;
}

void
u256_to_be (u256 value, uint8_t out[32])
{
  for (unsigned i = 0; i < 4; i++)
    {
      uint64_t part = limb (value, 3 - i);
      for (unsigned j = 0; j < 8; j++)
        out[8 * i + j] = (uint8_t) (part >> (56 - 8 * j));
    }
}

u256
u256_from_be (const uint8_t in[32])
{
  uint64_t parts[4];
  memcpy (parts, in, sizeof parts);
  for (unsigned i = 0; __STDC_ENDIAN_NATIVE__ == __STDC_ENDIAN_LITTLE__ && i < 4; i++)
    parts[i] = __builtin_bswap64 (parts[i]);
  return ((u256) parts[0] << 192) | ((u256) parts[1] << 128) | ((u256) parts[2] << 64) | parts[3];
}

u256
u256_from_be_short (const uint8_t *in, size_t len)
{
  uint8_t word[32] = { 0 };
  assert (len <= sizeof word);
  if (len > 0)
    memcpy (word + sizeof word - len, in, len);
  return u256_from_be (word);
}

size_t
u256_byte_length (u256 value)
{
  return (bit_length (value) + 7) / 8;
}

CoreResult
u256_from_decimal (const char *text, size_t len, u256 *out)
{
  if (len == 0)
    return CORE_ERROR_SYNTAX;
  for (size_t i = 0; i < len; i++)
    if (text[i] < '0' || text[i] > '9')
      return CORE_ERROR_SYNTAX;
  if (len > 1 && text[0] == '0')
    return CORE_ERROR_NOT_CANONICAL;

  u256 value = 0;
  for (size_t i = 0; i < len; i++)
    if (!push_digit (&value, (unsigned) (text[i] - '0')))
      return CORE_ERROR_RANGE;
  *out = value;
  return CORE_OK;
}

void
u256_to_decimal (u256 value, char out[U256_DECIMAL_SIZE])
{
  char digits[U256_DECIMAL_SIZE - 1];
  size_t n = write_digits (value, digits);
  memcpy (out, digits + sizeof digits - n, n);
  out[n] = '\0';
}

CoreResult
u256_from_quantity (const char *text, size_t len, u256 *out)
{
  if (len < 3 || text[0] != '0' || text[1] != 'x')
    return CORE_ERROR_SYNTAX;
  for (size_t i = 2; i < len; i++)
    if (hex_digit_value (text[i]) < 0)
      return CORE_ERROR_SYNTAX;
  if (len > 3 && text[2] == '0')
    return CORE_ERROR_NOT_CANONICAL;
  if (len > 2 + 64)
    return CORE_ERROR_RANGE;

  u256 value = 0;
  for (size_t i = 2; i < len; i++)
    value = (value << 4) | (unsigned) hex_digit_value (text[i]);
  *out = value;
  return CORE_OK;
}

void
u256_to_quantity (u256 value, char out[U256_HEX_SIZE])
{
  unsigned digits = (bit_length (value) + 3) / 4;
  if (digits == 0)
    digits = 1;

  out[0] = '0';
  out[1] = 'x';
  for (unsigned i = 0; i < digits; i++)
    out[2 + i] = "0123456789abcdef"[(unsigned) (value >> (4 * (digits - 1 - i))) & 15];
  out[2 + digits] = '\0';
}

CoreResult
u256_from_units (const char *text, size_t len, unsigned decimals, u256 *out)
{
  if (decimals > MAX_DECIMALS)
    return CORE_ERROR_RANGE;

  size_t digits = 0;
  size_t points = 0;
  size_t fraction = 0;
  for (size_t i = 0; i < len; i++)
    if (text[i] == '.')
      points++;
    else if (text[i] >= '0' && text[i] <= '9')
      {
        digits++;
        fraction += points;
      }
    else
      return CORE_ERROR_SYNTAX;
  if (digits == 0 || points > 1)
    return CORE_ERROR_SYNTAX;
  if (fraction > decimals)
    return CORE_ERROR_RANGE;

  u256 value = 0;
  for (size_t i = 0; i < len; i++)
    if (text[i] != '.' && !push_digit (&value, (unsigned) (text[i] - '0')))
      return CORE_ERROR_RANGE;
  for (size_t i = fraction; i < decimals; i++)
    if (!push_digit (&value, 0))
      return CORE_ERROR_RANGE;
  *out = value;
  return CORE_OK;
}

void
u256_to_units (u256 value, unsigned decimals, char out[U256_DECIMAL_SIZE + 2])
{
  assert (decimals <= MAX_DECIMALS);

  char digits[U256_DECIMAL_SIZE - 1];
  size_t n = write_digits (value, digits);
  const char *first = digits + sizeof digits - n;

  size_t fraction = n < decimals ? n : decimals; /* digits there are behind the point */
  size_t whole = n - fraction;
  size_t zeros = decimals - fraction; /* between the point and the first of them */
  while (fraction > 0 && first[whole + fraction - 1] == '0')
    fraction--;

  char *end = out;
  if (whole > 0)
    end = mempcpy (end, first, whole);
  else
    *end++ = '0';
  if (fraction > 0)
    {
      *end++ = '.';
      memset (end, '0', zeros);
      end = mempcpy (end + zeros, first + whole, fraction);
    }
  *end = '\0';
}

bool
u256_add (u256 a, u256 b, u256 *out)
{
  u256 sum = a + b;
  if (sum < a)
    return false;
  *out = sum;
  return true;
}

bool
u256_sub (u256 a, u256 b, u256 *out)
{
  if (b > a)
    return false;
  *out = a - b;
  return true;
}

bool
u256_mul (u256 a, u256 b, u256 *out)
{
  /* Factors of m and n bits have a product of m + n - 1 or m + n bits. */
  unsigned bits = bit_length (a) + bit_length (b);
  if (bits > 257)
    return false;
  if (bits == 257 && (u512) a * b > U256_MAX)
    return false;
  *out = a * b;
  return true;
}

bool
u256_mul_div (u256 a, u256 b, u256 c, Rounding rounding, u256 *out)
{
  if (c == 0)
    return false;

  u256 quotient;
  u256 remainder;
  if (bit_length (a) + bit_length (b) <= 256)
    {
      u256 product = a * b;
      quotient = product / c;
      remainder = product % c;
    }
  else
    {
      u512 product = (u512) a * b;
      u512 wide = product / c;
      if (wide > U256_MAX)
        return false;
      quotient = (u256) wide;
      remainder = (u256) (product - wide * c);
    }

  if (rounding == ROUND_UP && remainder != 0)
    {
      if (quotient == U256_MAX)
        return false;
      quotient += 1;
    }
  *out = quotient;
  return true;
}

u256
u256_shl (u256 value, unsigned n)
{
  return n < 256 ? value << n : 0;
}

u256
u256_shr (u256 value, unsigned n)
{
  return n < 256 ? value >> n : 0;
}

double
u256_to_double (u256 value)
{
  double sum = 0;
  for (unsigned i = 4; i-- > 0;)
    sum = sum * 0x1p64 + (double) limb (value, i);
  return sum;
}
