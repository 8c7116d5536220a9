/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bytes.h"
#include "result.h"

/* JSON-RPC DATA: "0x" and an even number of digits, either case. Appends to out.
 * CORE_ERROR_LIMIT above max_len bytes, checked before anything is allocated. */
[[nodiscard]] CoreResult hex_decode (const char *text, size_t len, size_t max_len, Buffer *out);
/* Exactly n bytes, with or without "0x" as prefixed says. */
[[nodiscard]] CoreResult hex_decode_fixed (const char *text, size_t len, bool prefixed, uint8_t *out, size_t n);
/* Writes 2·n lower-case digits (and "0x" first if prefixed) and a NUL. */
void hex_encode (const uint8_t *data, size_t n, bool prefixed, char *out);
/* The same, newly allocated: free() it. */
char *hex_encode_dup (Bytes bytes, bool prefixed);
