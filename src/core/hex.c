/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hex.h"

#include <stdbit.h>
#include <stdlib.h>
#include <string.h>

/* Value of a digit, with bit 7 set for what is none: replies of megabytes pass through here. */
constexpr uint8_t NO_DIGIT = 0x80;
static const uint8_t digit_values[256] = {
  [0 ... '0' - 1] = NO_DIGIT,
  ['0'] = 0,
  ['1'] = 1,
  ['2'] = 2,
  ['3'] = 3,
  ['4'] = 4,
  ['5'] = 5,
  ['6'] = 6,
  ['7'] = 7,
  ['8'] = 8,
  ['9'] = 9,
  ['9' + 1 ... 'A' - 1] = NO_DIGIT,
  ['A'] = 10,
  ['B'] = 11,
  ['C'] = 12,
  ['D'] = 13,
  ['E'] = 14,
  ['F'] = 15,
  ['F' + 1 ... 'a' - 1] = NO_DIGIT,
  ['a'] = 10,
  ['b'] = 11,
  ['c'] = 12,
  ['d'] = 13,
  ['e'] = 14,
  ['f'] = 15,
  ['f' + 1 ... 255] = NO_DIGIT,
};

/* Sixteen characters are looked at in one go: GCC's and clang's vectors, which every processor has or
 * is given. A comparison answers all ones or zero in each place. */
typedef uint8_t Digits __attribute__ ((vector_size (16)));
typedef int8_t SignedDigits __attribute__ ((vector_size (16)));
typedef uint16_t Pairs __attribute__ ((vector_size (16)));
typedef uint8_t Octets __attribute__ ((vector_size (8)));

static inline Digits
load_sixteen (const char text[16])
{
  Digits digits;
  memcpy (&digits, text, sizeof digits);
  return digits;
}

/* All ones where there is a digit. */
static inline Digits
are_digits (Digits digits)
{
  Digits decimal = digits - '0';
  Digits letter = (digits | 0x20) - 'a';
  return (Digits) (decimal < 10) | (Digits) (letter < 6);
}

static inline bool
all_ones (Digits mask)
{
  uint64_t halves[2];
  memcpy (halves, &mask, sizeof halves);
  return (halves[0] & halves[1]) == UINT64_MAX;
}

/* Of digits: letters come after '9', and their lower halves are 9 less than what they stand for. Of each
 * pair in memory the first is the upper half. */
static inline void
write_eight (Digits digits, uint8_t out[8])
{
  Digits letters = (Digits) ((SignedDigits) digits > '9');
  Pairs pairs = (Pairs) ((digits & 0x0f) + (letters & 9));
  if (__STDC_ENDIAN_NATIVE__ == __STDC_ENDIAN_LITTLE__)
    pairs = pairs << 4 | pairs >> 8;
  else
    pairs = pairs >> 4 | pairs;
  Octets bytes = __builtin_convertvector (pairs & 0xff, Octets);
  memcpy (out, &bytes, sizeof bytes);
}

static bool
all_digits (const char *text, size_t len)
{
  Digits good = ~(Digits) { 0 };
  for (; len >= 16; len -= 16, text += 16)
    good &= are_digits (load_sixteen (text));

  for (size_t i = 0; i < len; i++)
    if (digit_values[(uint8_t) text[i]] & NO_DIGIT)
      return false;
  return all_ones (good);
}

/* n bytes from 2·n characters; false, and out is spoilt, when one of them is no digit. */
static bool
decode_digits (const char *text, uint8_t *out, size_t n)
{
  Digits good = ~(Digits) { 0 };
  for (; n >= 8; n -= 8, text += 16, out += 8)
    {
      Digits digits = load_sixteen (text);
      good &= are_digits (digits);
      write_eight (digits, out);
    }

  for (size_t i = 0; i < n; i++)
    {
      uint8_t high = digit_values[(uint8_t) text[2 * i]];
      uint8_t low = digit_values[(uint8_t) text[2 * i + 1]];
      if ((high | low) & NO_DIGIT)
        return false;
      out[i] = (uint8_t) (high << 4 | low);
    }
  return all_ones (good);
}

CoreResult
hex_decode (const char *text, size_t len, size_t max_len, Buffer *out)
{
  if (len < 2 || len % 2 != 0 || text[0] != '0' || text[1] != 'x')
    return CORE_ERROR_SYNTAX;

  size_t n = (len - 2) / 2;
  if (n > max_len)
    return CORE_ERROR_LIMIT;
  if (n == 0)
    return CORE_OK;

  size_t before = out->len;
  if (!decode_digits (text + 2, buffer_extend (out, n), n))
    {
      out->len = before;
      return CORE_ERROR_SYNTAX;
    }
  return CORE_OK;
}

CoreResult
hex_decode_fixed (const char *text, size_t len, bool prefixed, uint8_t *out, size_t n)
{
  if (prefixed)
    {
      if (len < 2 || text[0] != '0' || text[1] != 'x')
        return CORE_ERROR_SYNTAX;
      text += 2;
      len -= 2;
    }
  if (len % 2 != 0 || len / 2 != n)
    return CORE_ERROR_SYNTAX;

  /* Looked at first: out keeps what it holds unless all are good. There is no copy on the way, as these
   * may be the digits of a key. */
  if (!all_digits (text, len))
    return CORE_ERROR_SYNTAX;
  (void) decode_digits (text, out, n);
  return CORE_OK;
}

void
hex_encode (const uint8_t *data, size_t n, bool prefixed, char *out)
{
  static const char digits[] = "0123456789abcdef";

  if (prefixed)
    {
      *out++ = '0';
      *out++ = 'x';
    }
  for (size_t i = 0; i < n; i++)
    {
      *out++ = digits[data[i] >> 4];
      *out++ = digits[data[i] & 15];
    }
  *out = '\0';
}

char *
hex_encode_dup (Bytes bytes, bool prefixed)
{
  /* Bytes in memory are at most half the address space, so 2·len + 3 does not wrap. */
  char *text = malloc (2 * bytes.len + 3);
  if (text == nullptr)
    abort ();
  hex_encode (bytes.data, bytes.len, prefixed, text);
  return text;
}
