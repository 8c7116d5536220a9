/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-header-line.h"

#include <string.h>

static Secret *
split (const char *text)
{
  Secret *line = secret_new_copy (text, strlen (text));
  Secret *both = surety_header_line_split (line);

  g_assert_cmpint (surety_header_line_is_good (line), ==, both != NULL);
  secret_free (line);
  return both;
}

static void
test_good (void)
{
  static const struct
  {
    const char *text, *name, *value;
  } cases[] = {
    { "Authorization: Bearer abc.def-0", "Authorization", "Bearer abc.def-0" },
    { "x-api-key:0123", "x-api-key", "0123" },
    { "X-Api-Key:   0123  ", "X-Api-Key", "0123" },
    { "  X-Api-Key: 0123", "X-Api-Key", "0123" },
    { "Bearer abc", "Authorization", "Bearer abc" },
    { "Basic bWU6c2U=", "Authorization", "Basic bWU6c2U=" },
    { "Bearer a:b", "Authorization", "Bearer a:b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Secret *both = split (cases[i].text);
      const char *name;

      g_assert_nonnull (both);
      name = (const char *) secret_peek (both);
      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_cmpstr (name + strlen (name) + 1, ==, cases[i].value);
      secret_free (both);
    }
}

/* Nothing that ends the header and begins another, and nothing that says how the request is to be read. */
static void
test_bad (void)
{
  static const char *const cases[] = {
    "",
    "   ",
    "Host: elsewhere",
    "content-length: 0",
    "X-Api-Key:",
    "a\r\nb: c",
    "X: y\nZ: w",
    "Transfer-Encoding: none",
    "X: \x7f",
    "X: caf\xc3\xa9",
    "Proxy-Authorization: Basic eA==",
  };
  g_autofree char *endless = g_strnfill (3000, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_null (split (cases[i]));
  g_assert_null (split (endless));
}

int
main (int argc, char **argv)
{
  g_assert_true (secret_heap_init ());
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header-line/name-and-value", test_good);
  g_test_add_func ("/header-line/what-is-none-is-refused", test_bad);
  return g_test_run ();
}
