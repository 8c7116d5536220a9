/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "abi-test.h"

static void
test_worked_examples (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("abi.json");
  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "items");

  g_assert_cmpuint (json_array_get_length (cases), >=, 17);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      g_autoptr (GPtrArray) pool = abi_test_pool_new ();
      JsonObject *object = json_array_get_object_element (cases, i);
      AbiItem *item = abi_test_item (json_object_get_string_member (object, "item"));
      AbiValue *args = abi_test_values (item->inputs, item->n_inputs,
                                        json_object_get_array_member (object, "args"), pool);
      Buffer out = buffer_new ();

      g_test_message ("%s", json_object_get_string_member (object, "source"));
      if (item->kind == ABI_FUNCTION)
        core_test_assert_result (abi_encode_call (item, args, item->n_inputs, &out), CORE_OK);
      else
        core_test_assert_result (abi_encode_error (item, args, item->n_inputs, &out), CORE_OK);
      core_test_assert_hex (out.data, out.len, json_object_get_string_member (object, "encoded"));
      buffer_clear (&out);
      abi_item_free (item);
    }
}

static void
test_a_struct_hashed_on_chain (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("abi.json");
  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "plain");

  g_assert_cmpuint (json_array_get_length (cases), >=, 1);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      g_autoptr (GPtrArray) pool = abi_test_pool_new ();
      JsonObject *object = json_array_get_object_element (cases, i);
      g_autofree char *text = g_strconcat ("function f",
                                           json_object_get_string_member (object, "params"), NULL);
      AbiItem *item = abi_test_item (text);
      AbiValue *values = abi_test_values (item->inputs, item->n_inputs,
                                          json_object_get_array_member (object, "values"), pool);
      Buffer out = buffer_new ();

      core_test_assert_result (abi_encode (item->inputs, item->n_inputs, values, item->n_inputs,
                                           &out),
                               CORE_OK);
      core_test_assert_hex (out.data, out.len, json_object_get_string_member (object, "encoded"));

      Hash hash = keccak256 (buffer_bytes (&out));
      core_test_assert_hex (hash.bytes, sizeof hash.bytes,
                            json_object_get_string_member (object, "keccak256"));
      buffer_clear (&out);
      abi_item_free (item);
    }
}

static void
test_official_vectors (void)
{
  g_autoptr (JsonNode) root = core_test_vectors_json ("abi/basic_abi_tests.json");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (root == NULL)
    return;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_autoptr (GPtrArray) pool = abi_test_pool_new ();
      g_autoptr (GString) text = g_string_new ("function f(");
      JsonObject *object = json_node_get_object (node);
      JsonArray *types = json_object_get_array_member (object, "types");
      JsonArray *given = json_object_get_array_member (object, "args");
      g_autoptr (JsonArray) args = json_array_new ();

      for (guint i = 0; i < json_array_get_length (types); i++)
        {
          const char *type = json_array_get_string_element (types, i);

          g_string_append_printf (text, "%s%s", i > 0 ? "," : "", type);
          /* There bytes are written as text. */
          if (g_str_has_prefix (type, "bytes"))
            {
              const char *bytes = json_array_get_string_element (given, i);
              g_autofree char *hex = core_test_to_hex (bytes, strlen (bytes));

              json_array_add_string_element (args, hex);
            }
          else
            json_array_add_element (args, json_node_copy (json_array_get_element (given, i)));
        }
      g_string_append_c (text, ')');

      AbiItem *item = abi_test_item (text->str);
      AbiValue *values = abi_test_values (item->inputs, item->n_inputs, args, pool);
      AbiValues decoded;
      Buffer out = buffer_new ();

      core_test_assert_result (abi_encode (item->inputs, item->n_inputs, values, item->n_inputs,
                                           &out),
                               CORE_OK);
      core_test_assert_hex (out.data, out.len, json_object_get_string_member (object, "result"));
      core_test_assert_result (abi_decode (item->inputs, item->n_inputs, buffer_bytes (&out), NULL,
                                           &decoded),
                               CORE_OK);
      abi_test_assert_values (item->inputs, decoded.values, decoded.n_values, args);
      abi_values_clear (&decoded);
      buffer_clear (&out);
      abi_item_free (item);
    }
}

/* Tries one value for one type; out must come back as it was when it is refused. */
static void
assert_encodes (const char *type, AbiValue value, CoreResult expected)
{
  g_autofree char *text = g_strdup_printf ("function f(%s)", type);
  AbiItem *item = abi_test_item (text);
  Buffer out = buffer_new ();

  buffer_append (&out, "kept", 4);
  core_test_assert_result (abi_encode_call (item, &value, 1, &out), expected);
  if (expected == CORE_OK)
    g_assert_cmpuint (out.len, >, 8);
  else
    g_assert_cmpmem (out.data, out.len, "kept", 4);
  buffer_clear (&out);
  abi_item_free (item);
}

static void
test_numbers_must_fit_their_type (void)
{
  u256 minus_one = U256_MAX;
  u256 minus_128 = U256_MAX - 127;

  assert_encodes ("uint8", abi_uint (255), CORE_OK);
  assert_encodes ("uint8", abi_uint (256), CORE_ERROR_RANGE);
  assert_encodes ("uint256", abi_uint (U256_MAX), CORE_OK);
  assert_encodes ("uint64", abi_uint ((u256) 1 << 64), CORE_ERROR_RANGE);
  assert_encodes ("int8", abi_int (127), CORE_OK);
  assert_encodes ("int8", abi_int (128), CORE_ERROR_RANGE);
  assert_encodes ("int8", abi_int (minus_one), CORE_OK);
  assert_encodes ("int8", abi_int (minus_128), CORE_OK);
  assert_encodes ("int8", abi_int (minus_128 - 1), CORE_ERROR_RANGE);
  assert_encodes ("int256", abi_int (minus_one), CORE_OK);
  assert_encodes ("int256", abi_int ((u256) 1 << 255), CORE_OK);
  assert_encodes ("bool", abi_bool (true), CORE_OK);
  assert_encodes ("bool", (AbiValue) { .kind = ABI_BOOL, .word = 2 }, CORE_ERROR_RANGE);
  assert_encodes ("address", (AbiValue) { .kind = ABI_ADDRESS, .word = (u256) 1 << 160 },
                  CORE_ERROR_RANGE);
  assert_encodes ("address", (AbiValue) { .kind = ABI_ADDRESS, .word = ((u256) 1 << 160) - 1 },
                  CORE_OK);
}

static void
test_shapes_must_match (void)
{
  Bytes four = { (const uint8_t *) "abcd", 4 };
  AbiValue two[] = { abi_uint (1), abi_uint (2) };
  AbiValue mixed[] = { abi_uint (1), abi_bool (true) };
  AbiValue wide[] = { abi_uint (1), abi_uint (256) };

  assert_encodes ("uint256", abi_bool (true), CORE_ERROR_SYNTAX);
  assert_encodes ("int256", abi_uint (1), CORE_ERROR_SYNTAX);
  assert_encodes ("address", abi_uint (1), CORE_ERROR_SYNTAX);
  assert_encodes ("bytes4", abi_fixed_bytes (four), CORE_OK);
  assert_encodes ("bytes5", abi_fixed_bytes (four), CORE_ERROR_SYNTAX);
  assert_encodes ("bytes3", abi_fixed_bytes (four), CORE_ERROR_SYNTAX);
  assert_encodes ("bytes4", abi_bytes (four), CORE_ERROR_SYNTAX);
  assert_encodes ("bytes", abi_bytes (four), CORE_OK);
  assert_encodes ("bytes", abi_string ("abcd"), CORE_ERROR_SYNTAX);
  assert_encodes ("string", abi_bytes (four), CORE_ERROR_SYNTAX);
  assert_encodes ("uint256[]", abi_array (two, 2), CORE_OK);
  assert_encodes ("uint256[]", abi_array (NULL, 0), CORE_OK);
  assert_encodes ("uint256[2]", abi_array (two, 2), CORE_OK);
  assert_encodes ("uint256[3]", abi_array (two, 2), CORE_ERROR_SYNTAX);
  assert_encodes ("uint256[1]", abi_array (two, 2), CORE_ERROR_SYNTAX);
  assert_encodes ("uint256[]", abi_array (mixed, 2), CORE_ERROR_SYNTAX);
  assert_encodes ("uint8[]", abi_array (wide, 2), CORE_ERROR_RANGE);
  assert_encodes ("uint8[2]", abi_array (wide, 2), CORE_ERROR_RANGE);
  assert_encodes ("uint256[]", abi_tuple (two, 2), CORE_ERROR_SYNTAX);
  assert_encodes ("(uint256,uint256)", abi_array (two, 2), CORE_ERROR_SYNTAX);
  assert_encodes ("(uint256,uint256)", abi_tuple (two, 2), CORE_OK);
  assert_encodes ("(uint256,uint256,uint256)", abi_tuple (two, 2), CORE_ERROR_SYNTAX);
  assert_encodes ("(uint256,bool)", abi_tuple (mixed, 2), CORE_OK);
}

static void
test_an_item_is_encoded_as_what_it_is (void)
{
  AbiItem *function = abi_test_item ("function f(uint256)");
  AbiItem *error = abi_test_item ("error f(uint256)");
  AbiValue arg = abi_uint (1);
  Buffer out = buffer_new ();
  Hash topics[4];
  size_t n_topics = 77;

  core_test_assert_result (abi_encode_call (error, &arg, 1, &out), CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_encode_error (function, &arg, 1, &out), CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_encode_log (function, &arg, 1, topics, &n_topics, &out),
                           CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_encode_call (function, &arg, 0, &out), CORE_ERROR_SYNTAX);
  g_assert_cmpuint (out.len, ==, 0);
  g_assert_cmpuint (n_topics, ==, 77);
  buffer_clear (&out);
  abi_item_free (function);
  abi_item_free (error);
}

static void
test_a_log_is_split_into_topics_and_data (void)
{
  AbiItem *event = abi_test_item (
    "event E(address indexed who, string indexed name, uint64 amount, bytes note)");
  Address who = { { 1, 2, 3 } };
  AbiValue args[] = {
    abi_address (&who),
    abi_string ("restake"),
    abi_uint (5),
    abi_bytes ((Bytes) { (const uint8_t *) "hi", 2 }),
  };
  Hash topics[4];
  size_t n_topics = 0;
  Buffer data = buffer_new ();
  Hash name = keccak256 ((Bytes) { (const uint8_t *) "restake", 7 });

  core_test_assert_result (abi_encode_log (event, args, 4, topics, &n_topics, &data), CORE_OK);
  g_assert_cmpuint (n_topics, ==, 3);
  g_assert_true (hash_equal (&topics[0], &event->hash));
  core_test_assert_hex (topics[1].bytes, 32,
                        "0000000000000000000000000102030000000000000000000000000000000000");
  g_assert_true (hash_equal (&topics[2], &name));

  static const char *const words[] = { "5", "40", "2", "6869…" };
  Buffer expected = abi_test_words (words, G_N_ELEMENTS (words));
  g_assert_cmpmem (data.data, data.len, expected.data, expected.len);
  buffer_clear (&expected);
  buffer_clear (&data);
  abi_item_free (event);
}

static void
test_indexed_structures_are_hashed_in_place (void)
{
  /* No lengths and no offsets, every item padded to whole words; a string that stands alone is not
   * padded (the specification's "Encoding of Indexed Event Parameters"). */
  AbiItem *event = abi_test_item (
    "event E((bytes b, uint8[] list) indexed t, string[2] indexed s)");
  AbiValue list[] = { abi_uint (7), abi_uint (8) };
  AbiValue fields[] = { abi_bytes ((Bytes) { (const uint8_t *) "abc", 3 }), abi_array (list, 2) };
  AbiValue strings[] = { abi_string ("x"), abi_string ("") };
  AbiValue args[] = { abi_tuple (fields, 2), abi_array (strings, 2) };
  Hash topics[4];
  size_t n_topics = 0;
  Buffer data = buffer_new ();

  core_test_assert_result (abi_encode_log (event, args, 2, topics, &n_topics, &data), CORE_OK);
  g_assert_cmpuint (n_topics, ==, 3);
  g_assert_cmpuint (data.len, ==, 0);

  static const char *const tuple_words[] = { "616263…", "7", "8" };
  static const char *const string_words[] = { "78…" };
  Buffer tuple = abi_test_words (tuple_words, G_N_ELEMENTS (tuple_words));
  Buffer string = abi_test_words (string_words, G_N_ELEMENTS (string_words));
  Hash tuple_hash = keccak256 (buffer_bytes (&tuple));
  Hash string_hash = keccak256 (buffer_bytes (&string));
  g_assert_true (hash_equal (&topics[1], &tuple_hash));
  g_assert_true (hash_equal (&topics[2], &string_hash));
  buffer_clear (&tuple);
  buffer_clear (&string);

  /* What does not fit is refused there too. */
  list[1] = abi_uint (256);
  core_test_assert_result (abi_encode_log (event, args, 2, topics, &n_topics, &data),
                           CORE_ERROR_RANGE);
  strings[0] = abi_uint (1);
  list[1] = abi_uint (8);
  core_test_assert_result (abi_encode_log (event, args, 2, topics, &n_topics, &data),
                           CORE_ERROR_SYNTAX);
  g_assert_cmpuint (data.len, ==, 0);
  buffer_clear (&data);
  abi_item_free (event);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function) g_test_add_func ("/abi-encode/" path, function)
  TEST ("worked-examples", test_worked_examples);
  TEST ("a-struct-hashed-on-chain", test_a_struct_hashed_on_chain);
  TEST ("official-vectors", test_official_vectors);
  TEST ("numbers-must-fit-their-type", test_numbers_must_fit_their_type);
  TEST ("shapes-must-match", test_shapes_must_match);
  TEST ("an-item-is-encoded-as-what-it-is", test_an_item_is_encoded_as_what_it_is);
  TEST ("a-log-is-split-into-topics-and-data", test_a_log_is_split_into_topics_and_data);
  TEST ("indexed-structures-are-hashed-in-place", test_indexed_structures_are_hashed_in_place);
  return g_test_run ();
}
