/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "bytes.h"
#include "result.h"

/* What the tests of core share. Worked examples are data of ours in tests/data/; the complete
 * official sets are run when they lie beside the checkout. */

/* Fails the test with both results' names unless they are the same. */
#define core_test_assert_result(actual, expected) \
  g_assert_cmpstr (core_result_to_string (actual), ==, core_result_to_string (expected))

/* Path of tests/data/NAME. g_free() it. */
char *core_test_data_path (const char *name);
/* The parsed file tests/data/NAME; aborts when it is missing or broken. */
JsonNode *core_test_data_json (const char *name);

/* The folder of the official vectors: $SURETY_VECTORS, else ../shared/vectors beside the checkout.
 * Null when there is none; a SURETY_VECTORS that names no folder aborts. g_free() it. */
char *core_test_vectors_dir (void);
/* The parsed file NAME of the official vectors, and says in the output that it is run; null, and
 * says so, when there are no vectors. Aborts when the folder is there and the file is not. */
JsonNode *core_test_vectors_json (const char *name);

/* Bytes of hex text with or without "0x", of any length; aborts on anything else. Never shorter than
 * its allocation, so that sanitizers see every overrun. buffer_clear() it. */
Buffer core_test_hex (const char *text);
/* "0x…" lower-case of the bytes. g_free() it. */
char *core_test_to_hex (const void *data, size_t len);
/* Fails with both in hex unless the bytes are those of the hex text. */
void core_test_assert_hex (const void *data, size_t len, const char *hex);

/* Calls func on a stack of its own, and fails when something of the secret (any eight bytes of it in a row, counted from its
 * beginning, in either order) lies on it afterwards: on a thread's stack it would lie until somebody happens to write
 * there. func's locals must not hold it, nor may it be on the stack before. */
void core_test_assert_leaves_nothing (void (*func) (gpointer data),
                                      gpointer data,
                                      const void *secret,
                                      size_t len);
