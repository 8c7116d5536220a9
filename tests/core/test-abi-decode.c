/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "abi-test.h"

#define WORDS(...)      \
  (const char *const[]) \
  {                     \
    __VA_ARGS__, NULL   \
  }

static Buffer
words_of (const char *const *words)
{
  return abi_test_words (words, g_strv_length ((char **) words));
}

/* Decodes the words as the arguments of the types. */
static CoreResult
decode (const char *types, const char *const *words, const AbiLimits *limits)
{
  g_autofree char *text = g_strdup_printf ("function f(%s)", types);
  AbiItem *item = abi_test_item (text);
  Buffer input = words_of (words);
  AbiValues values = { NULL, 77 };
  CoreResult result = abi_decode (item->inputs, item->n_inputs, buffer_bytes (&input), limits,
                                  &values);

  g_assert_cmpuint (values.n_values, ==, result == CORE_OK ? item->n_inputs : 0);
  if (result != CORE_OK)
    g_assert_null (values.values);
  abi_values_clear (&values);
  g_assert_null (values.values);
  buffer_clear (&input);
  abi_item_free (item);
  return result;
}

/* No cut of a call is one, and neither is it with a byte more. */
static void
assert_exact (const AbiItem *item, Buffer *call)
{
  AbiValues values;

  for (size_t cut = 0; cut < call->len; cut++)
    {
      Buffer shorter = buffer_new ();

      buffer_append (&shorter, call->data, cut);
      core_test_assert_result (abi_decode_call (item, buffer_bytes (&shorter), NULL, &values),
                               CORE_ERROR_TRUNCATED);
      g_assert_null (values.values);
      buffer_clear (&shorter);
    }
  buffer_append_byte (call, 0);
  core_test_assert_result (abi_decode_call (item, buffer_bytes (call), NULL, &values),
                           CORE_ERROR_TRAILING);
  g_assert_null (values.values);
}

static void
test_worked_examples_come_back (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("abi.json");
  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "items");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      AbiItem *item = abi_test_item (json_object_get_string_member (object, "item"));
      Buffer input = core_test_hex (json_object_get_string_member (object, "encoded"));
      AbiValues values;

      if (item->kind == ABI_FUNCTION)
        core_test_assert_result (abi_decode_call (item, buffer_bytes (&input), NULL, &values),
                                 CORE_OK);
      else
        core_test_assert_result (abi_decode_error (item, buffer_bytes (&input), NULL, &values),
                                 CORE_OK);
      g_assert_cmpuint (values.n_values, ==, item->n_inputs);
      abi_test_assert_values (item->inputs, values.values, values.n_values,
                              json_object_get_array_member (object, "args"));
      abi_values_clear (&values);

      if (item->kind == ABI_FUNCTION)
        assert_exact (item, &input);
      buffer_clear (&input);
      abi_item_free (item);
    }
}

static void
test_padding_must_be_zero (void)
{
  static const struct
  {
    const char *types;
    const char *words[4];
    CoreResult result;
  } cases[] = {
    { "uint8", { "ff" }, CORE_OK },
    { "uint8", { "100" }, CORE_ERROR_NOT_CANONICAL },
    { "uint248",
      { "1…"
        "" },
      CORE_ERROR_NOT_CANONICAL },
    { "uint256", { "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" }, CORE_OK },
    { "int8", { "7f" }, CORE_OK },
    { "int8", { "80" }, CORE_ERROR_NOT_CANONICAL },
    { "int8", { "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff80" }, CORE_OK },
    { "int8",
      { "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" },
      CORE_ERROR_NOT_CANONICAL },
    { "int8",
      { "0fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" },
      CORE_ERROR_NOT_CANONICAL },
    { "int256", { "80…" }, CORE_OK },
    { "bool", { "1" }, CORE_OK },
    { "bool", { "2" }, CORE_ERROR_NOT_CANONICAL },
    { "bool", { "80…" }, CORE_ERROR_NOT_CANONICAL },
    { "address", { "ffffffffffffffffffffffffffffffffffffffff" }, CORE_OK },
    { "address", { "1ffffffffffffffffffffffffffffffffffffffff" }, CORE_ERROR_NOT_CANONICAL },
    { "bytes4", { "01020304…" }, CORE_OK },
    { "bytes4", { "0102030401…" }, CORE_ERROR_NOT_CANONICAL },
    { "bytes4",
      { "0102030400000000000000000000000000000000000000000000000000000001" },
      CORE_ERROR_NOT_CANONICAL },
    { "bytes32", { "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" }, CORE_OK },
    { "bytes", { "20", "3", "616263…" }, CORE_OK },
    { "bytes",
      { "20", "3", "61626300000000000000000000000000000000000000000000000000000000ff" },
      CORE_ERROR_NOT_CANONICAL },
    { "string", { "20", "3", "61626301…" }, CORE_ERROR_NOT_CANONICAL },
    { "string", { "20", "0" }, CORE_OK },
    { "bool[2]", { "1", "2" }, CORE_ERROR_NOT_CANONICAL },
    { "bool[]", { "20", "2", "0", "2" }, CORE_ERROR_NOT_CANONICAL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *words[] = { cases[i].words[0], cases[i].words[1], cases[i].words[2],
                              cases[i].words[3], NULL };

      g_test_message ("%s %s", cases[i].types, words[0]);
      core_test_assert_result (decode (cases[i].types, words, NULL), cases[i].result);
    }
}

static void
test_what_points_out_of_the_input_is_refused (void)
{
  static const char all[] = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
  static const char *const nothing[] = { NULL };
  static const char wraps[] = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0";

  /* Offsets: past the end, at the end, so large that adding to them wraps. */
  core_test_assert_result (decode ("bytes", WORDS ("40", "0"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS ("41", "0"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS ("21", "0"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS (all, "0"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS (wraps, "0"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS ("ffffffffffffffe0", "0"), NULL),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS ("10000000000000020", "0"), NULL),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", nothing, NULL), CORE_ERROR_TRUNCATED);

  /* Lengths of bytes: one too many, padding that is not there, huge. */
  core_test_assert_result (decode ("bytes", WORDS ("20", "21", "0"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS ("20", "1"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS ("20", all, "0"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("bytes", WORDS ("20", "ffffffffffffffff", "0"), NULL),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("string", WORDS ("20", "7fffffffffffffff", "0"), NULL),
                           CORE_ERROR_TRUNCATED);

  /* Lengths of arrays: each is refused before memory is taken for it. */
  core_test_assert_result (decode ("uint256[]", WORDS ("20", "2", "0"), NULL),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("uint256[]", WORDS ("20", all, "0"), NULL),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("uint256[]", WORDS ("20", "800000000000000", "0"), NULL),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("uint256[3][]", WORDS ("20", "2aaaaaaaaaaaaab", "0"), NULL),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("string[]", WORDS ("20", "3", "0", "0"), NULL),
                           CORE_ERROR_TRUNCATED);

  /* Heads. */
  core_test_assert_result (decode ("uint256[65536]", WORDS ("1", "2"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("uint256,uint256", WORDS ("1"), NULL), CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("(uint256,bytes)", WORDS ("20", "1"), NULL),
                           CORE_ERROR_TRUNCATED);
  core_test_assert_result (decode ("string[2]", WORDS ("20", "40"), NULL), CORE_ERROR_TRUNCATED);
}

static void
test_offsets_that_point_at_themselves_come_to_an_end (void)
{
  /* Every level reads the same words again: 3³ = 27 empty arrays and 13 arrays around them. */
  const char *const *loop = WORDS ("0", "0", "0");
  AbiLimits limits = { 0 };

  core_test_assert_result (decode ("uint256[]", WORDS ("0"), NULL), CORE_OK);
  core_test_assert_result (decode ("bytes", WORDS ("0"), NULL), CORE_OK);
  core_test_assert_result (decode ("bytes[3]", loop, NULL), CORE_OK);
  core_test_assert_result (decode ("bytes[3][3][3]", loop, NULL), CORE_OK);
  limits.max_items = 40;
  core_test_assert_result (decode ("bytes[3][3][3]", loop, &limits), CORE_OK);
  limits.max_items = 39;
  core_test_assert_result (decode ("bytes[3][3][3]", loop, &limits), CORE_ERROR_LIMIT);

  /* 3^16: without the limit, forty-three million. */
  core_test_assert_result (decode ("bytes[3][3][3][3][3][3][3][3][3][3][3][3][3][3][3][3]", loop,
                                   NULL),
                           CORE_ERROR_LIMIT);

  /* Every word is 32: each is an offset, and the length of an array of as many. */
  const char *same[201] = { NULL };
  for (size_t i = 0; i < G_N_ELEMENTS (same) - 1; i++)
    same[i] = "20";
  core_test_assert_result (decode ("bytes[][]", same, NULL), CORE_OK);
  core_test_assert_result (decode ("bytes[][][][][][][][][][][][][][][][]", same, NULL),
                           CORE_ERROR_LIMIT);
}

static void
test_the_same_tail_counts_each_time (void)
{
  /* Two arrays of 100 arrays, all at one tail of 100 numbers. */
  Buffer input = buffer_new ();
  AbiItem *item = abi_test_item ("function f(uint256[][])");
  AbiValues values;
  size_t n = 100;

  u256_to_be (32, buffer_extend (&input, 32));
  u256_to_be (n, buffer_extend (&input, 32));
  for (size_t i = 0; i < n; i++)
    u256_to_be (n * 32, buffer_extend (&input, 32));
  u256_to_be (n, buffer_extend (&input, 32));
  (void) buffer_extend (&input, n * 32);

  AbiLimits enough = { .max_items = 1 + n + n * n };
  AbiLimits short_of_one = { .max_items = n + n * n };
  core_test_assert_result (abi_decode (item->inputs, 1, buffer_bytes (&input), &short_of_one,
                                       &values),
                           CORE_ERROR_LIMIT);
  core_test_assert_result (abi_decode (item->inputs, 1, buffer_bytes (&input), &enough, &values),
                           CORE_OK);
  g_assert_cmpuint (values.values[0].n_items, ==, n);
  g_assert_cmpuint (values.values[0].items[n - 1].n_items, ==, n);
  abi_values_clear (&values);
  buffer_clear (&input);
  abi_item_free (item);
}

static void
test_limits_are_the_callers (void)
{
  AbiLimits items = { .max_items = 3 };
  AbiLimits depth = { .max_depth = 1 };

  core_test_assert_result (decode ("uint256[]", WORDS ("20", "2", "1", "2"), &items), CORE_OK);
  core_test_assert_result (decode ("uint256[]", WORDS ("20", "3", "1", "2", "3"), &items),
                           CORE_ERROR_LIMIT);
  core_test_assert_result (decode ("bool,bool,bool", WORDS ("0", "1", "0"), &items), CORE_OK);
  core_test_assert_result (decode ("bool,bool,bool,bool", WORDS ("0", "1", "0", "1"), &items),
                           CORE_ERROR_LIMIT);
  core_test_assert_result (decode ("(bool,bool,bool)", WORDS ("0", "1", "0"), &items),
                           CORE_ERROR_LIMIT);

  core_test_assert_result (decode ("uint256[]", WORDS ("20", "0"), &depth), CORE_OK);
  core_test_assert_result (decode ("uint256[][]", WORDS ("20", "0"), &depth), CORE_OK);
  core_test_assert_result (decode ("uint256[][]", WORDS ("20", "1", "20", "0"), &depth),
                           CORE_ERROR_LIMIT);
  core_test_assert_result (decode ("((bool))", WORDS ("0"), &depth), CORE_ERROR_LIMIT);
  core_test_assert_result (decode ("(bool)", WORDS ("0"), &depth), CORE_OK);
}

static void
test_unusual_but_sound_encodings_are_read (void)
{
  AbiItem *item = abi_test_item ("function f(string a, string b) returns (string a, string b)");
  /* Both strings share one tail, a word of nothing is before it, another behind it. */
  Buffer input = words_of (WORDS ("60", "60", "dead", "2", "6869…", "beef"));
  AbiValues values;

  core_test_assert_result (abi_decode_result (item, buffer_bytes (&input), NULL, &values), CORE_OK);
  g_assert_cmpmem (values.values[0].data.data, values.values[0].data.len, "hi", 2);
  g_assert_cmpmem (values.values[1].data.data, values.values[1].data.len, "hi", 2);
  g_assert_true (values.values[0].data.data == input.data + 128);
  abi_values_clear (&values);
  buffer_clear (&input);

  AbiItem *none = abi_test_item ("function f()");
  core_test_assert_result (abi_decode_result (none, (Bytes) { NULL, 0 }, NULL, &values), CORE_OK);
  g_assert_cmpuint (values.n_values, ==, 0);
  core_test_assert_result (abi_decode_result (item, (Bytes) { NULL, 0 }, NULL, &values),
                           CORE_ERROR_TRUNCATED);
  abi_item_free (none);
  abi_item_free (item);
}

static void
test_selectors_are_checked (void)
{
  AbiItem *function = abi_test_item ("function f(bool)");
  AbiItem *error = abi_test_item ("error f(bool)");
  AbiValue arg = abi_bool (true);
  Buffer call = buffer_new ();
  AbiValues values;

  core_test_assert_result (abi_encode_call (function, &arg, 1, &call), CORE_OK);
  core_test_assert_result (abi_decode_call (function, buffer_bytes (&call), NULL, &values),
                           CORE_OK);
  g_assert_true (values.values[0].word == 1);
  abi_values_clear (&values);
  core_test_assert_result (abi_decode_error (error, buffer_bytes (&call), NULL, &values), CORE_OK);
  abi_values_clear (&values);

  core_test_assert_result (abi_decode_call (error, buffer_bytes (&call), NULL, &values),
                           CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_decode_error (function, buffer_bytes (&call), NULL, &values),
                           CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_decode_error (abi_error_string (), buffer_bytes (&call), NULL,
                                             &values),
                           CORE_ERROR_SYNTAX);
  call.data[3] ^= 1;
  core_test_assert_result (abi_decode_call (function, buffer_bytes (&call), NULL, &values),
                           CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_decode_call (function, (Bytes) { call.data, 3 }, NULL, &values),
                           CORE_ERROR_TRUNCATED);
  buffer_clear (&call);
  abi_item_free (function);
  abi_item_free (error);
}

static void
test_logs_come_back_in_the_order_of_the_signature (void)
{
  AbiItem *event = abi_test_item ("event E(uint8 a, address indexed who, bytes b, "
                                  "(uint8,bool) indexed t, bytes4 indexed c, int16 d)");
  Address who = { { 9, 8, 7 } };
  AbiValue pair[] = { abi_uint (1), abi_bool (true) };
  AbiValue args[] = {
    abi_uint (1),
    abi_address (&who),
    abi_bytes ((Bytes) { (const uint8_t *) "note", 4 }),
    abi_tuple (pair, 2),
    abi_fixed_bytes ((Bytes) { (const uint8_t *) "abcd", 4 }),
    abi_int (U256_MAX),
  };
  Hash topics[4];
  size_t n_topics = 0;
  Buffer data = buffer_new ();
  AbiValues values;

  core_test_assert_result (abi_encode_log (event, args, 6, topics, &n_topics, &data), CORE_OK);
  g_assert_cmpuint (n_topics, ==, 4);
  core_test_assert_result (abi_decode_log (event, topics, n_topics, buffer_bytes (&data), NULL,
                                           &values),
                           CORE_OK);
  g_assert_cmpuint (values.n_values, ==, 6);
  g_assert_true (values.values[0].word == 1);
  Address back = abi_value_address (&values.values[1]);
  g_assert_true (address_equal (&back, &who));
  g_assert_cmpmem (values.values[2].data.data, values.values[2].data.len, "note", 4);
  g_assert_cmpint (values.values[3].kind, ==, ABI_FIXED_BYTES);
  g_assert_cmpmem (values.values[3].data.data, values.values[3].data.len, topics[2].bytes, 32);
  g_assert_cmpmem (values.values[4].data.data, values.values[4].data.len, "abcd", 4);
  g_assert_cmpint (values.values[5].kind, ==, ABI_INT);
  g_assert_true (values.values[5].word == U256_MAX);
  abi_values_clear (&values);

  /* Dirty bits in a topic. */
  topics[1].bytes[0] = 1;
  core_test_assert_result (abi_decode_log (event, topics, n_topics, buffer_bytes (&data), NULL,
                                           &values),
                           CORE_ERROR_NOT_CANONICAL);
  topics[1].bytes[0] = 0;

  /* Too few topics, too many, another event's, none; data that ends early. */
  core_test_assert_result (abi_decode_log (event, topics, 3, buffer_bytes (&data), NULL, &values),
                           CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_decode_log (event, topics, 5, buffer_bytes (&data), NULL, &values),
                           CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_decode_log (event, NULL, 0, buffer_bytes (&data), NULL, &values),
                           CORE_ERROR_SYNTAX);
  core_test_assert_result (abi_decode_log (event, topics, 4, (Bytes) { data.data, data.len - 1 },
                                           NULL, &values),
                           CORE_ERROR_TRUNCATED);
  topics[0].bytes[31] ^= 1;
  core_test_assert_result (abi_decode_log (event, topics, 4, buffer_bytes (&data), NULL, &values),
                           CORE_ERROR_SYNTAX);
  g_assert_null (values.values);
  buffer_clear (&data);
  abi_item_free (event);
}

/* A value of the type, of random shape; items and bytes are put in pool. */
static AbiValue
random_value (const AbiType *type, GRand *rand, GPtrArray *pool)
{
  AbiValue value = { .kind = type->kind };
  uint8_t *bytes = g_malloc0 (100);

  g_ptr_array_add (pool, bytes);
  for (int i = 0; i < 100; i++)
    bytes[i] = (uint8_t) g_rand_int (rand);
  switch (type->kind)
    {
    case ABI_UINT:
      value.word = u256_shr (u256_from_be (bytes), 256 - type->bits);
      break;
    case ABI_INT:
      value.word = u256_shr (u256_from_be (bytes), 257 - type->bits);
      if (bytes[50] & 1)
        value.word = ~value.word;
      break;
    case ABI_BOOL:
      value.word = bytes[0] & 1;
      break;
    case ABI_ADDRESS:
      value.word = u256_from_be_short (bytes, 20);
      break;
    case ABI_FIXED_BYTES:
      value.data = (Bytes) { bytes, type->bits / 8 };
      break;
    case ABI_BYTES:
    case ABI_STRING:
      value.data = (Bytes) { bytes, bytes[99] % 99u };
      break;
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
    case ABI_TUPLE:
    default:
      value.n_items = type->kind == ABI_TUPLE   ? type->n_fields
                      : type->kind == ABI_ARRAY ? bytes[0] % 4u
                                                : type->length;
      value.items = g_new0 (AbiValue, value.n_items + 1);
      g_ptr_array_add (pool, value.items);
      for (size_t i = 0; i < value.n_items; i++)
        value.items[i] = random_value (type->kind == ABI_TUPLE ? &type->fields[i].type
                                                               : type->element,
                                       rand, pool);
    }
  return value;
}

static void
test_what_is_encoded_comes_back (void)
{
  AbiItem *item = abi_test_item (
    "function f(uint8, int24, (bytes, (bool, string)[2], address)[] , bytes7[3][], "
    "(uint256, (int256, bytes32)[2]) s, string[][2][], int256, bytes)");
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int round = 0; round < 500; round++)
    {
      g_autoptr (GPtrArray) pool = abi_test_pool_new ();
      AbiValue args[8];
      AbiValues values;
      Buffer call = buffer_new ();
      Buffer again = buffer_new ();

      g_assert_cmpuint (item->n_inputs, ==, G_N_ELEMENTS (args));
      for (size_t i = 0; i < item->n_inputs; i++)
        args[i] = random_value (&item->inputs[i].type, rand, pool);
      core_test_assert_result (abi_encode_call (item, args, 8, &call), CORE_OK);
      core_test_assert_result (abi_decode_call (item, buffer_bytes (&call), NULL, &values),
                               CORE_OK);
      core_test_assert_result (abi_encode_call (item, values.values, 8, &again), CORE_OK);
      g_assert_cmpmem (again.data, again.len, call.data, call.len);
      abi_values_clear (&values);
      buffer_clear (&call);
      buffer_clear (&again);
    }
  abi_item_free (item);
}

static void
test_no_change_of_a_byte_makes_it_misbehave (void)
{
  AbiItem *item = abi_test_item ("function f((bytes,(bool,string)[2],address)[],string[][2][])");
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  unsigned refused = 0;

  for (int round = 0; round < 30; round++)
    {
      g_autoptr (GPtrArray) pool = abi_test_pool_new ();
      AbiValue args[2];
      Buffer call = buffer_new ();

      for (size_t i = 0; i < 2; i++)
        args[i] = random_value (&item->inputs[i].type, rand, pool);
      core_test_assert_result (abi_encode_call (item, args, 2, &call), CORE_OK);
      for (size_t i = 0; i < call.len; i++)
        {
          AbiValues values;
          uint8_t was = call.data[i];

          call.data[i] = (uint8_t) g_rand_int (rand);
          refused += abi_decode_call (item, buffer_bytes (&call), NULL, &values) != CORE_OK;
          abi_values_clear (&values);
          call.data[i] = was;
        }
      buffer_clear (&call);
    }
  g_assert_cmpuint (refused, >, 0);
  abi_item_free (item);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function) g_test_add_func ("/abi-decode/" path, function)
  TEST ("worked-examples-come-back", test_worked_examples_come_back);
  TEST ("padding-must-be-zero", test_padding_must_be_zero);
  TEST ("what-points-out-of-the-input-is-refused", test_what_points_out_of_the_input_is_refused);
  TEST ("offsets-that-point-at-themselves-come-to-an-end",
        test_offsets_that_point_at_themselves_come_to_an_end);
  TEST ("the-same-tail-counts-each-time", test_the_same_tail_counts_each_time);
  TEST ("limits-are-the-callers", test_limits_are_the_callers);
  TEST ("unusual-but-sound-encodings-are-read", test_unusual_but_sound_encodings_are_read);
  TEST ("selectors-are-checked", test_selectors_are_checked);
  TEST ("logs-come-back-in-the-order-of-the-signature",
        test_logs_come_back_in_the_order_of_the_signature);
  TEST ("what-is-encoded-comes-back", test_what_is_encoded_comes_back);
  TEST ("no-change-of-a-byte-makes-it-misbehave", test_no_change_of_a_byte_makes_it_misbehave);
  return g_test_run ();
}
