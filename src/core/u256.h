/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "result.h"

/* An unsigned word of the EVM. Shifts by 256 or more are undefined on the bare type: use
 * u256_shl() and u256_shr(). On the wire it is always 32 big-endian bytes. */
typedef unsigned _BitInt (256) u256;

#define U256_MAX ((u256) ~(u256) 0)
/* 10^18: one whole token of 18 decimals in its smallest unit; EigenLayer's WAD. */
#define U256_WAD ((u256) 1000000000000000000u)

/* "0x" + 64 digits, or 78 decimal digits, and the final NUL. */
#define U256_HEX_SIZE 67
#define U256_DECIMAL_SIZE 79

typedef enum
{
  ROUND_DOWN,
  ROUND_UP,
} Rounding;

void u256_to_be (u256 value, uint8_t out[32]);
u256 u256_from_be (const uint8_t in[32]);
/* Big-endian of 0 to 32 bytes, as RLP carries integers. */
u256 u256_from_be_short (const uint8_t *in, size_t len);
/* Bytes needed without leading zeros; 0 for zero. */
size_t u256_byte_length (u256 value);

/* Decimal digits only: no sign, space, point, exponent; no leading zero but "0" itself. */
[[nodiscard]] CoreResult u256_from_decimal (const char *text, size_t len, u256 *out);
void u256_to_decimal (u256 value, char out[U256_DECIMAL_SIZE]);

/* JSON-RPC QUANTITY: "0x" and 1 to 64 digits without leading zeros ("0x0" for zero). */
[[nodiscard]] CoreResult u256_from_quantity (const char *text, size_t len, u256 *out);
void u256_to_quantity (u256 value, char out[U256_HEX_SIZE]);

/* What a person types and reads: "12.5" with a token's decimals (0 to 77). One point at most, at
 * least one digit, not more fraction digits than decimals (CORE_ERROR_RANGE). Digit groups, signs
 * and exponents are CORE_ERROR_SYNTAX. */
[[nodiscard]] CoreResult u256_from_units (const char *text,
                                          size_t len,
                                          unsigned decimals,
                                          u256 *out);
/* Full precision, no trailing zeros after the point, no point if whole. out must hold
 * U256_DECIMAL_SIZE + 2 bytes; more than 77 decimals abort: check what a contract calls its
 * decimals first. */
void u256_to_units (u256 value, unsigned decimals, char out[U256_DECIMAL_SIZE + 2]);

/* False when the true result does not fit; *out is then left alone. */
[[nodiscard]] bool u256_add (u256 a, u256 b, u256 *out);
[[nodiscard]] bool u256_sub (u256 a, u256 b, u256 *out);
[[nodiscard]] bool u256_mul (u256 a, u256 b, u256 *out);
/* a·b/c with a 512-bit product. False when c is 0 or the quotient does not fit. */
[[nodiscard]] bool u256_mul_div (u256 a, u256 b, u256 c, Rounding rounding, u256 *out);
u256 u256_shl (u256 value, unsigned n);
u256 u256_shr (u256 value, unsigned n);
/* Only for drawing and percentages; never for money. */
double u256_to_double (u256 value);

static inline int
u256_compare (u256 a, u256 b)
{
  return (a > b) - (a < b);
}

static inline u256
u256_min (u256 a, u256 b)
{
  return a < b ? a : b;
}

static inline u256
u256_max (u256 a, u256 b)
{
  return a > b ? a : b;
}
