/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core-test.h"
#include "secret.h"

/* Secrets of tests: made from what is written in the test, freed at the end of its scope. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Secret, secret_free)

static inline Secret *
secret_from_hex (const char *hex)
{
  Buffer bytes = core_test_hex (hex);
  Secret *secret = secret_new_copy (bytes.data, bytes.len);

  buffer_clear (&bytes);
  return secret;
}

static inline Secret *
secret_from_text (const char *text)
{
  return secret_new_copy (text, strlen (text));
}

static inline void
assert_secret_hex (const Secret *secret, const char *hex)
{
  core_test_assert_hex (secret_peek (secret), secret_length (secret), hex);
}
