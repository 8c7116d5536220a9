/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"
#include "surety-json.h"

static gboolean
passes (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (JsonNode) node = surety_json_parse (bytes, &error);

  if (node == NULL)
    assert_chain_error (error, MALFORMED);
  else
    g_assert_no_error (error);

  return node != NULL;
}

static char *
nest (guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
  g_string_append (text, "1");
  for (guint i = depth; i-- > 0;)
    g_string_append (text, i % 2 == 0 ? "]" : "}");

  return g_string_free (text, FALSE);
}

static void
test_grammar (void)
{
  static const char *const good[] = {
    "null",
    " true ",
    "[]",
    "{}",
    "\t[ ]\r\n",
    "[1, -1, 0, -0, 0.5, 1e5, 1E+5, 1.25e-5, 999999999999999999]",
    "\"\"",
    "{\"a\": {\"a\": 1}, \"b\": [{\"a\": 1}, {\"a\": 2}]}",
    "\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\ud83d\\ude00\"",
    "\"\xc3\xa9\"",
  };
  static const char *const bad[] = {
    "",
    " ",
    "nul",
    "nullx",
    "NaN",
    "-NaN",
    "Infinity",
    "[NaN]",
    "undefined",
    "01",
    "-",
    "+1",
    "1.",
    ".5",
    "1e",
    "0x1",
    "1000000000000000000",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1",
    "[1}",
    "{\"a\" 1}",
    "{\"a\": 1,}",
    "{a: 1}",
    "{'a': 1}",
    "{\"a\": 1",
    "{\"a\"",
    "{\"a\":",
    "\"a",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"tab\there\"",
    "\"\\ud800\"",
    "\"\\ud800\\u0041\"",
    "\"\\udc00\"",
    "1 2",
    "{} {}",
    "[] x",
    "// comment\n1",
    "/* c */ 1",
    "\xef\xbb\xbf{}",
    "\"\xff\"",
    "\"\xc0\x80\"",
    "<html><body>Bad gateway</body></html>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    if (!passes (good[i]))
      g_error ("refused: %s", good[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (passes (bad[i]))
      g_error ("accepted: %s", bad[i]);
}

static void
test_equal_keys (void)
{
  g_assert_false (passes ("{\"result\": 1, \"result\": 2}"));
  g_assert_false (passes ("[{\"x\": {\"b\": 1, \"c\": {}, \"b\": 1}}]"));
  g_assert_true (passes ("{\"a\": {\"b\": 1}, \"b\": 1, \"c\": {\"a\": 1}}"));
  /* A second spelling of the same key. */
  g_assert_false (passes ("{\"result\": 1, \"\\u0072esult\": 2}"));
}

static void
test_nul (void)
{
  g_assert_false (passes ("\"0x1\\u0000\""));
  {
    g_autoptr (GBytes) bytes = g_bytes_new ("\"a\0b\"", 5);

    g_assert_null (surety_json_parse (bytes, NULL));
  }
}

static void
test_depth (void)
{
  g_autofree char *allowed = nest (SURETY_JSON_MAX_DEPTH);
  g_autofree char *above = nest (SURETY_JSON_MAX_DEPTH + 1);
  g_autofree char *far_above = nest (10000);
  g_autofree char *open = g_strnfill (1000000, '[');

  g_assert_true (passes (allowed));
  g_assert_false (passes (above));
  g_assert_false (passes (far_above));
  g_assert_false (passes (open));
}

static void
test_counts (void)
{
  g_autoptr (GString) members = g_string_new ("{");
  g_autoptr (GString) arrays = g_string_new ("[");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < SURETY_JSON_MAX_MEMBERS; i++)
    g_string_append_printf (members, "%s\"%u\": 1", i > 0 ? "," : "", i);
  g_string_append (members, "}");
  g_assert_true (passes (members->str));
  g_string_truncate (members, members->len - 1);
  g_string_append (members, ", \"more\": 1}");
  g_assert_false (passes (members->str));

  for (guint i = 0; i < SURETY_JSON_MAX_CONTAINERS; i++)
    g_string_append (arrays, "[],");
  g_string_append (arrays, "1]");
  g_assert_false (surety_json_check ((const guint8 *) arrays->str, arrays->len, &error));
  assert_chain_error (error, TOO_LARGE);
}

static void
test_every_cut (void)
{
  static const char text[] =
    "[{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": [\"\\u00e9\", 1.5e3, true, null, {}]}]";

  for (gsize len = 0; len < strlen (text); len++)
    {
      /* Exactly as long as it is: a read past the end is seen by the address sanitizer. */
      g_autofree guint8 *part = g_memdup2 (text, len);

      g_assert_false (surety_json_check (part, len, NULL));
    }
  g_assert_true (surety_json_check ((const guint8 *) text, strlen (text), NULL));
}

static void
test_thread (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) bad = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, "%u,", i);
  bad = g_bytes_new (text->str, text->len);
  g_string_append (text, "0]");
  bytes = g_bytes_new (text->str, text->len);

  node = dex_await_boxed (surety_json_parse_future (bytes), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 50001);

  g_assert_null (dex_await_boxed (surety_json_parse_future (bad), &error));
  assert_chain_error (error, MALFORMED);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  g_test_add_func ("/json/rfc-8259-and-nothing-else", test_grammar);
  g_test_add_func ("/json/equal-keys-are-refused", test_equal_keys);
  g_test_add_func ("/json/nul-is-refused", test_nul);
  /* On a fiber, whose stack is small: what is let through must fit. */
  chain_test_add ("/json/deep-nesting-is-refused-before-it-is-parsed", test_depth);
  g_test_add_func ("/json/what-a-reply-may-cost-is-bounded", test_counts);
  g_test_add_func ("/json/every-cut-is-refused", test_every_cut);
  chain_test_add ("/json/large-replies-are-parsed-on-a-thread", test_thread);

  return g_test_run ();
}
