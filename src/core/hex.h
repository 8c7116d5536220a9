/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bytes.h"
#include "result.h"

/* 0 to 15; -1 when the character is no hex digit. */
static inline int
hex_digit_value (char digit)
{
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  if (digit >= 'a' && digit <= 'f')
    return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F')
    return digit - 'A' + 10;
  return -1;
}

/* JSON-RPC DATA: "0x" and an even number of digits, either case. Appends to out.
 * CORE_ERROR_LIMIT above max_len bytes, checked before anything is allocated. On error out holds what
 * it held. */
[[nodiscard]] CoreResult hex_decode (const char *text, size_t len, size_t max_len, Buffer *out);
/* Exactly n bytes, with or without "0x" as prefixed says. On error out is left alone. */
[[nodiscard]] CoreResult hex_decode_fixed (const char *text,
                                           size_t len,
                                           bool prefixed,
                                           uint8_t *out,
                                           size_t n);
/* Writes 2·n lower-case digits (and "0x" first if prefixed) and a NUL. */
void hex_encode (const uint8_t *data, size_t n, bool prefixed, char *out);
/* The same, newly allocated: free() it. */
char *hex_encode_dup (Bytes bytes, bool prefixed);
