/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core-test.h"
#include "rlp.h"

static Bytes
text_bytes (const char *text)
{
  return (Bytes) { (const uint8_t *) text, strlen (text) };
}

/* A JSON value as RLP: text is a string, "#123" and numbers are integers, arrays are lists. */
static void
append_json (Buffer *out, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      size_t mark = rlp_open_list (out);

      for (guint i = 0; i < json_array_get_length (array); i++)
        append_json (out, json_array_get_element (array, i));
      rlp_close_list (out, mark);
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);
      u256 value;

      if (text[0] != '#')
        rlp_append_string (out, text_bytes (text));
      else
        {
          core_test_assert_result (u256_from_decimal (text + 1, strlen (text + 1), &value),
                                   CORE_OK);
          rlp_append_u256 (out, value);
        }
    }
  else
    rlp_append_u64 (out, (uint64_t) json_node_get_int (node));
}

/* Writes again what is read; both must be the same bytes. */
static void
append_read (Buffer *out, RlpReader *reader)
{
  while (!rlp_at_end (reader))
    {
      RlpItem item;

      core_test_assert_result (rlp_read (reader, &item), CORE_OK);
      if (item.is_list)
        {
          RlpReader inner = rlp_reader (item.payload);
          size_t mark = rlp_open_list (out);

          append_read (out, &inner);
          rlp_close_list (out, mark);
        }
      else
        rlp_append_string (out, item.payload);
    }
}

static void
assert_valid (const char *hex)
{
  Buffer input = core_test_hex (hex);
  Buffer again = buffer_new ();
  RlpReader reader = rlp_reader (buffer_bytes (&input));

  core_test_assert_result (rlp_validate (buffer_bytes (&input), 16), CORE_OK);
  append_read (&again, &reader);
  g_assert_cmpmem (again.data, again.len, input.data, input.len);
  buffer_clear (&again);
  buffer_clear (&input);
}

static void
test_worked_examples_go_both_ways (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("rlp.json");
  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "valid");

  g_assert_cmpuint (json_array_get_length (cases), >=, 9);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      const char *expected = json_object_get_string_member (object, "rlp");
      Buffer out = buffer_new ();

      append_json (&out, json_object_get_member (object, "value"));
      core_test_assert_hex (out.data, out.len, expected);
      buffer_clear (&out);
      assert_valid (expected);
    }
}

static void
test_what_is_not_strict_is_refused (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("rlp.json");
  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "invalid");

  g_assert_cmpuint (json_array_get_length (cases), >=, 16);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      Buffer input = core_test_hex (json_object_get_string_member (object, "rlp"));

      g_assert_cmpstr (core_result_to_string (rlp_validate (buffer_bytes (&input), 16)), ==,
                       json_object_get_string_member (object, "result"));
      buffer_clear (&input);
    }
}

static void
test_official_valid_vectors (void)
{
  g_autoptr (JsonNode) root = core_test_vectors_json ("rlp/rlptest.json");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (root == NULL)
    return;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    {
      JsonObject *object = json_node_get_object (node);
      const char *expected = json_object_get_string_member (object, "out");

      assert_valid (expected);
      if (g_str_equal (name, "bigint"))
        {
          /* 2^256: well-formed, and no word of the EVM. */
          Buffer input = core_test_hex (expected);
          RlpReader reader = rlp_reader (buffer_bytes (&input));
          u256 value;

          core_test_assert_result (rlp_read_u256 (&reader, &value), CORE_ERROR_RANGE);
          buffer_clear (&input);
        }
      else if (!g_str_equal (name, "bytestring00")) /* U+0000 is no text for json-glib */
        {
          Buffer out = buffer_new ();

          append_json (&out, json_object_get_member (object, "in"));
          core_test_assert_hex (out.data, out.len, expected);
          buffer_clear (&out);
        }
    }
}

static void
test_official_invalid_vectors (void)
{
  g_autoptr (JsonNode) root = core_test_vectors_json ("rlp/invalidRLPTest.json");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (root == NULL)
    return;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    {
      Buffer input = core_test_hex (
        json_object_get_string_member (json_node_get_object (node), "out"));

      g_test_message ("%s", name);
      g_assert_cmpint (rlp_validate (buffer_bytes (&input), 16), !=, CORE_OK);
      buffer_clear (&input);
    }
}

static void
test_integers_have_one_spelling (void)
{
  static const struct
  {
    const char *rlp;
    CoreResult u64;
    CoreResult u256;
  } cases[] = {
    { "80", CORE_OK, CORE_OK },
    { "7f", CORE_OK, CORE_OK },
    { "88ffffffffffffffff", CORE_OK, CORE_OK },
    { "89010000000000000000", CORE_ERROR_RANGE, CORE_OK },
    { "a0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", CORE_ERROR_RANGE,
      CORE_OK },
    { "a1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", CORE_ERROR_RANGE,
      CORE_ERROR_RANGE },
    { "00", CORE_ERROR_NOT_CANONICAL, CORE_ERROR_NOT_CANONICAL },
    { "820001", CORE_ERROR_NOT_CANONICAL, CORE_ERROR_NOT_CANONICAL },
    { "c0", CORE_ERROR_SYNTAX, CORE_ERROR_SYNTAX },
    { "", CORE_ERROR_TRUNCATED, CORE_ERROR_TRUNCATED },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Buffer input = core_test_hex (cases[i].rlp);
      RlpReader narrow = rlp_reader (buffer_bytes (&input));
      RlpReader wide = narrow;
      uint64_t small = 77;
      u256 large = 77;

      core_test_assert_result (rlp_read_u64 (&narrow, &small), cases[i].u64);
      core_test_assert_result (rlp_read_u256 (&wide, &large), cases[i].u256);
      g_assert_true (cases[i].u64 == CORE_OK ? rlp_at_end (&narrow)
                                             : small == 77 && narrow.rest.len == input.len);
      g_assert_true (cases[i].u256 == CORE_OK ? rlp_at_end (&wide)
                                              : large == 77 && wide.rest.len == input.len);
      buffer_clear (&input);
    }
}

static void
test_integers_go_both_ways (void)
{
  Buffer out = buffer_new ();
  size_t mark = rlp_open_list (&out);

  for (unsigned i = 0; i < 256; i++)
    rlp_append_u256 (&out, ((u256) 1 << i) - (i % 2));
  rlp_append_u64 (&out, UINT64_MAX);
  rlp_close_list (&out, mark);

  RlpReader reader = rlp_reader (buffer_bytes (&out));
  RlpReader list;
  core_test_assert_result (rlp_read_list (&reader, &list), CORE_OK);
  g_assert_true (rlp_at_end (&reader));
  for (unsigned i = 0; i < 256; i++)
    {
      u256 value = 0;

      core_test_assert_result (rlp_read_u256 (&list, &value), CORE_OK);
      g_assert_true (value == ((u256) 1 << i) - (i % 2));
    }

  uint64_t last = 0;
  core_test_assert_result (rlp_read_u64 (&list, &last), CORE_OK);
  g_assert_true (last == UINT64_MAX);
  g_assert_true (rlp_at_end (&list));
  buffer_clear (&out);
}

static void
test_kinds_and_sizes_are_checked (void)
{
  Buffer input = core_test_hex ("c483616263c0");
  RlpReader reader = rlp_reader (buffer_bytes (&input));
  RlpReader list;
  Bytes string;
  uint8_t fixed[3];

  core_test_assert_result (rlp_read_string (&reader, &string), CORE_ERROR_SYNTAX);
  core_test_assert_result (rlp_read_fixed (&reader, fixed, 3), CORE_ERROR_SYNTAX);
  core_test_assert_result (rlp_read_list (&reader, &list), CORE_OK);
  core_test_assert_result (rlp_read_fixed (&list, fixed, 2), CORE_ERROR_SYNTAX);
  core_test_assert_result (rlp_read_list (&list, &reader), CORE_ERROR_SYNTAX);
  core_test_assert_result (rlp_read_fixed (&list, fixed, 3), CORE_OK);
  g_assert_cmpmem (fixed, 3, "abc", 3);
  core_test_assert_result (rlp_read_string (&list, &string), CORE_ERROR_TRUNCATED);
  buffer_clear (&input);
}

static void
test_lengths_around_the_short_form_go_both_ways (void)
{
  static const size_t lengths[] = { 0, 1, 2, 54, 55, 56, 57, 255, 256, 257, 65535, 65536 };

  for (size_t i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree uint8_t *data = g_malloc0 (lengths[i] + 1);
      Buffer out = buffer_new ();
      Bytes string;

      memset (data, 0xaa, lengths[i]);
      size_t mark = rlp_open_list (&out);
      rlp_append_string (&out, (Bytes) { data, lengths[i] });
      rlp_close_list (&out, mark);
      core_test_assert_result (rlp_validate (buffer_bytes (&out), 1), CORE_OK);

      RlpReader reader = rlp_reader (buffer_bytes (&out));
      RlpReader list;
      core_test_assert_result (rlp_read_list (&reader, &list), CORE_OK);
      core_test_assert_result (rlp_read_string (&list, &string), CORE_OK);
      g_assert_cmpmem (string.data, string.len, data, lengths[i]);
      buffer_clear (&out);
    }
}

/* n lists in one another. */
static Buffer
nested (size_t n)
{
  Buffer out = buffer_new ();

  for (size_t i = 0; i < n; i++)
    rlp_close_list (&out, 0);
  return out;
}

static void
test_depth_is_limited (void)
{
  Buffer three = nested (3);
  Buffer deepest = nested (1024);
  Buffer deeper = nested (1025);
  Buffer hostile = nested (20000);

  core_test_assert_result (rlp_validate (buffer_bytes (&three), 3), CORE_OK);
  core_test_assert_result (rlp_validate (buffer_bytes (&three), 2), CORE_ERROR_LIMIT);
  core_test_assert_result (rlp_validate (buffer_bytes (&three), 0), CORE_ERROR_LIMIT);
  core_test_assert_result (rlp_validate ((Bytes) { (const uint8_t *) "\x80", 1 }, 0), CORE_OK);
  core_test_assert_result (rlp_validate (buffer_bytes (&deepest), SIZE_MAX), CORE_OK);
  core_test_assert_result (rlp_validate (buffer_bytes (&deeper), SIZE_MAX), CORE_ERROR_LIMIT);
  core_test_assert_result (rlp_validate (buffer_bytes (&hostile), SIZE_MAX), CORE_ERROR_LIMIT);
  buffer_clear (&three);
  buffer_clear (&deepest);
  buffer_clear (&deeper);
  buffer_clear (&hostile);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function) g_test_add_func ("/rlp/" path, function)
  TEST ("worked-examples-go-both-ways", test_worked_examples_go_both_ways);
  TEST ("what-is-not-strict-is-refused", test_what_is_not_strict_is_refused);
  TEST ("official-valid-vectors", test_official_valid_vectors);
  TEST ("official-invalid-vectors", test_official_invalid_vectors);
  TEST ("integers-have-one-spelling", test_integers_have_one_spelling);
  TEST ("integers-go-both-ways", test_integers_go_both_ways);
  TEST ("kinds-and-sizes-are-checked", test_kinds_and_sizes_are_checked);
  TEST ("lengths-around-the-short-form-go-both-ways",
        test_lengths_around_the_short_form_go_both_ways);
  TEST ("depth-is-limited", test_depth_is_limited);
  return g_test_run ();
}
