/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core-test.h"

#include <stdlib.h>

char *
core_test_data_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", name, NULL);
}

static JsonNode *
load_json (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_file (parser, path, &error))
    g_error ("%s", error->message);
  return json_node_ref (json_parser_get_root (parser));
}

JsonNode *
core_test_data_json (const char *name)
{
  g_autofree char *path = core_test_data_path (name);

  return load_json (path);
}

char *
core_test_vectors_dir (void)
{
  const char *named = g_getenv ("SURETY_VECTORS");

  if (named != NULL && *named != '\0')
    {
      if (!g_file_test (named, G_FILE_TEST_IS_DIR))
        g_error ("SURETY_VECTORS names no folder: %s", named);
      return g_strdup (named);
    }

  g_autofree char *beside = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "vectors",
                                                   NULL);

  return g_file_test (beside, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&beside) : NULL;
}

JsonNode *
core_test_vectors_json (const char *name)
{
  g_autofree char *dir = core_test_vectors_dir ();

  if (dir == NULL)
    {
      g_test_message ("official vectors: none here, %s not run", name);
      return NULL;
    }

  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_test_message ("official vectors: running %s", path);
  return load_json (path);
}

Buffer
core_test_hex (const char *text)
{
  if (g_str_has_prefix (text, "0x"))
    text += 2;

  size_t digits = strlen (text);
  g_assert_cmpuint (digits % 2, ==, 0);

  /* One exact allocation: a reader that goes one byte too far is seen by the sanitizer. */
  Buffer bytes = { .data = malloc (MAX (digits / 2, 1)), .len = digits / 2 };
  g_assert_nonnull (bytes.data);
  bytes.capacity = bytes.len;
  for (size_t i = 0; i < bytes.len; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      g_assert_cmpint (high, >=, 0);
      g_assert_cmpint (low, >=, 0);
      bytes.data[i] = (uint8_t) (high * 16 + low);
    }
  return bytes;
}

char *
core_test_to_hex (const void *data, size_t len)
{
  GString *text = g_string_new ("0x");

  for (size_t i = 0; i < len; i++)
    g_string_append_printf (text, "%02x", ((const uint8_t *) data)[i]);
  return g_string_free_and_steal (text);
}

void
core_test_assert_hex (const void *data, size_t len, const char *hex)
{
  g_autofree char *actual = core_test_to_hex (data, len);
  g_autofree char *lower = g_ascii_strdown (hex, -1);
  g_autofree char *expected = g_str_has_prefix (lower, "0x") ? g_strdup (lower)
                                                             : g_strconcat ("0x", lower, NULL);

  g_assert_cmpstr (actual, ==, expected);
}
