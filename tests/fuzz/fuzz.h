/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#undef NDEBUG
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls. The input is an allocation of exactly size bytes, so that the address
 * sanitizer sees every read past its end. A broken property is a failed assert (). */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
