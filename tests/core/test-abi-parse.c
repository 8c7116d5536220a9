/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "abi-test.h"

static void
test_selectors_and_topics_of_deployed_contracts (void)
{
  g_autoptr (JsonNode) root = core_test_data_json ("eigenlayer-signatures.json");
  JsonArray *items = json_object_get_array_member (json_node_get_object (root), "items");

  g_assert_cmpuint (json_array_get_length (items), >=, 25);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *object = json_array_get_object_element (items, i);
      AbiItem *item = abi_test_item (json_object_get_string_member (object, "item"));
      const char *expected = json_object_get_string_member (object, "hash");

      if (item->kind == ABI_EVENT)
        core_test_assert_hex (item->hash.bytes, 32, expected);
      else
        {
          g_autofree char *selector = g_strdup_printf ("0x%08x", abi_selector (item));

          g_assert_cmpstr (selector, ==, expected);
        }
      abi_item_free (item);
    }
}

static void
test_signature_is_canonical (void)
{
  static const struct
  {
    const char *text;
    const char *signature;
  } cases[] = {
    { "function f()", "f()" },
    { "  function\tf (\n) ; ", "f()" },
    { "function f(uint a, int[] b)", "f(uint256,int256[])" },
    { "function f(uint[2][] memory a, bytes calldata) external view returns (bool)",
      "f(uint256[2][],bytes)" },
    { "function f(address payable to)", "f(address)" },
    { "function f(tuple(uint a, (bytes32, string s)[3] b) t)", "f((uint256,(bytes32,string)[3]))" },
    { "event E(address indexed a, uint8, string indexed)", "E(address,uint8,string)" },
    { "error _$x9()", "_$x9()" },
    { "function f(uint8,uint256,int8,bytes1,bytes32,bool)",
      "f(uint8,uint256,int8,bytes1,bytes32,bool)" },
    { "function f(uint256[ 3 ] a)", "f(uint256[3])" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AbiItem *item = abi_test_item (cases[i].text);

      g_assert_cmpstr (item->signature, ==, cases[i].signature);
      abi_item_free (item);
    }
}

static void
test_item_holds_what_was_written (void)
{
  AbiItem *item = abi_test_item (
    "function f(address a, (bytes data, uint64[2] pair)[] list, int128) returns (bool ok, bytes4)");

  g_assert_cmpint (item->kind, ==, ABI_FUNCTION);
  g_assert_cmpstr (item->name, ==, "f");
  g_assert_cmpuint (item->n_inputs, ==, 3);
  g_assert_cmpstr (item->inputs[0].name, ==, "a");
  g_assert_cmpint (item->inputs[0].type.kind, ==, ABI_ADDRESS);
  g_assert_false (item->inputs[0].type.dynamic);

  const AbiType *list = &item->inputs[1].type;
  g_assert_cmpstr (item->inputs[1].name, ==, "list");
  g_assert_cmpint (list->kind, ==, ABI_ARRAY);
  g_assert_true (list->dynamic);
  g_assert_cmpuint (list->head_size, ==, 32);
  g_assert_cmpint (list->element->kind, ==, ABI_TUPLE);
  g_assert_cmpuint (list->element->n_fields, ==, 2);
  g_assert_cmpstr (list->element->fields[0].name, ==, "data");
  g_assert_cmpint (list->element->fields[0].type.kind, ==, ABI_BYTES);

  const AbiType *pair = &list->element->fields[1].type;
  g_assert_cmpint (pair->kind, ==, ABI_FIXED_ARRAY);
  g_assert_cmpuint (pair->length, ==, 2);
  g_assert_cmpuint (pair->head_size, ==, 64);
  g_assert_cmpint (pair->element->kind, ==, ABI_UINT);
  g_assert_cmpuint (pair->element->bits, ==, 64);

  g_assert_cmpstr (item->inputs[2].name, ==, "");
  g_assert_cmpint (item->inputs[2].type.kind, ==, ABI_INT);
  g_assert_cmpuint (item->inputs[2].type.bits, ==, 128);

  g_assert_cmpuint (item->n_outputs, ==, 2);
  g_assert_cmpstr (item->outputs[0].name, ==, "ok");
  g_assert_cmpint (item->outputs[0].type.kind, ==, ABI_BOOL);
  g_assert_cmpint (item->outputs[1].type.kind, ==, ABI_FIXED_BYTES);
  g_assert_cmpuint (item->outputs[1].type.bits, ==, 32);
  abi_item_free (item);

  item = abi_test_item ("event E(address indexed a, uint256 indexed, bytes b)");
  g_assert_true (item->inputs[0].indexed);
  g_assert_cmpstr (item->inputs[0].name, ==, "a");
  g_assert_true (item->inputs[1].indexed);
  g_assert_false (item->inputs[2].indexed);
  abi_item_free (item);
  abi_item_free (NULL);
}

static void
test_what_is_no_signature_is_refused (void)
{
  static const struct
  {
    const char *text;
    CoreResult result;
  } cases[] = {
    { "", CORE_ERROR_SYNTAX },
    { "f()", CORE_ERROR_SYNTAX },
    { "function", CORE_ERROR_SYNTAX },
    { "function ()", CORE_ERROR_SYNTAX },
    { "function f", CORE_ERROR_SYNTAX },
    { "function f(", CORE_ERROR_SYNTAX },
    { "function f(uint256", CORE_ERROR_SYNTAX },
    { "function f(uint256,)", CORE_ERROR_SYNTAX },
    { "function f(,uint256)", CORE_ERROR_SYNTAX },
    { "function f(uint256))", CORE_ERROR_SYNTAX },
    { "function f(uint256) x", CORE_ERROR_SYNTAX },
    { "function f(uint256) returns", CORE_ERROR_SYNTAX },
    { "function f(uint256) returns (bool) view", CORE_ERROR_SYNTAX },
    { "function f(uint256);;", CORE_ERROR_SYNTAX },
    { "function 9f()", CORE_ERROR_SYNTAX },
    { "function f(uint256 9a)", CORE_ERROR_SYNTAX },
    { "function f(uint256 a b)", CORE_ERROR_SYNTAX },
    { "function f(uint7)", CORE_ERROR_SYNTAX },
    { "function f(uint0)", CORE_ERROR_SYNTAX },
    { "function f(uint08)", CORE_ERROR_SYNTAX },
    { "function f(uint264)", CORE_ERROR_SYNTAX },
    { "function f(int12)", CORE_ERROR_SYNTAX },
    { "function f(bytes0)", CORE_ERROR_SYNTAX },
    { "function f(bytes33)", CORE_ERROR_SYNTAX },
    { "function f(bytes032)", CORE_ERROR_SYNTAX },
    { "function f(uint25618446744073709551616)", CORE_ERROR_SYNTAX },
    { "function f(IERC20)", CORE_ERROR_SYNTAX },
    { "function f(uint256[)", CORE_ERROR_SYNTAX },
    { "function f(uint256[0])", CORE_ERROR_SYNTAX },
    { "function f(uint256[-1])", CORE_ERROR_SYNTAX },
    { "function f(uint256[01])", CORE_ERROR_SYNTAX },
    { "function f(uint256 indexed)", CORE_ERROR_SYNTAX },
    { "function f() returns (uint256 indexed)", CORE_ERROR_SYNTAX },
    { "function f(())", CORE_ERROR_SYNTAX },
    { "function f(tuple)", CORE_ERROR_SYNTAX },
    { "function f(struct(uint256))", CORE_ERROR_SYNTAX },
    { "error E() view", CORE_ERROR_SYNTAX },
    { "error E() returns (bool)", CORE_ERROR_SYNTAX },
    { "event E((uint256 indexed a) t)", CORE_ERROR_SYNTAX },
    { "event E(uint256 indexed indexed a)", CORE_ERROR_SYNTAX },
    { "event E(bool indexed, bool indexed, bool indexed, bool indexed)", CORE_ERROR_SYNTAX },
    { "event E() anonymous", CORE_ERROR_UNSUPPORTED },
    { "function f(fixed128x18)", CORE_ERROR_UNSUPPORTED },
    { "function f(ufixed)", CORE_ERROR_UNSUPPORTED },
    { "function f(function)", CORE_ERROR_UNSUPPORTED },
    { "function f(uint256[65537])", CORE_ERROR_LIMIT },
    { "function f(uint256[99999999999999999999999999])", CORE_ERROR_LIMIT },
    { "function f(uint256[257][256])", CORE_ERROR_LIMIT },
    { "function f((uint256[256][255], uint256[257]))", CORE_ERROR_LIMIT },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AbiItem *item = NULL;
      CoreResult result = abi_item_parse (cases[i].text, &item);

      if (result != cases[i].result)
        g_test_message ("%s", cases[i].text);
      core_test_assert_result (result, cases[i].result);
      g_assert_null (item);
    }
}

/* "function f(" + n times what + ")". */
static char *
repeated (const char *before, const char *what, size_t n, const char *after)
{
  GString *text = g_string_new ("function f(");

  g_string_append (text, before);
  for (size_t i = 0; i < n; i++)
    g_string_append (text, what);
  g_string_append (text, after);
  g_string_append_c (text, ')');
  return g_string_free_and_steal (text);
}

static void
assert_parses (char *text, CoreResult expected)
{
  g_autofree char *owned = text;
  AbiItem *item = NULL;

  core_test_assert_result (abi_item_parse (owned, &item), expected);
  abi_item_free (item);
}

static char *
nested_tuples (size_t n)
{
  g_autofree char *open = g_strnfill (n, '(');
  g_autofree char *close = g_strnfill (n, ')');
  g_autofree char *inside = g_strconcat (open, "bool", close, NULL);

  return repeated (inside, "", 0, "");
}

static void
test_limits_hold (void)
{
  assert_parses (repeated ("bool", ",bool", 63, ""), CORE_OK);
  assert_parses (repeated ("bool", ",bool", 64, ""), CORE_ERROR_LIMIT);
  assert_parses (repeated ("bool", "[]", 16, ""), CORE_OK);
  assert_parses (repeated ("bool", "[]", 17, ""), CORE_ERROR_LIMIT);
  assert_parses (repeated ("bool", "[]", 2000, ""), CORE_ERROR_LIMIT);
  assert_parses (nested_tuples (16), CORE_OK);
  assert_parses (nested_tuples (17), CORE_ERROR_LIMIT);
  assert_parses (nested_tuples (2000), CORE_ERROR_LIMIT);
  assert_parses (repeated ("(((((((((bool", "[]", 8, ")))))))))"), CORE_ERROR_LIMIT);
  assert_parses (repeated ("((((((((bool", "[]", 8, "))))))))"), CORE_OK);
  assert_parses (repeated ("", " ", 4096 - 12, ""), CORE_OK);
  assert_parses (repeated ("", " ", 4096 - 11, ""), CORE_ERROR_LIMIT);
  assert_parses (repeated ("uint256[256][256]", "", 0, ""), CORE_OK);
}

static void
test_every_cut_of_a_signature_is_refused (void)
{
  static const char whole[] =
    "event E((address,uint32[2])[] indexed a, tuple(bytes b, string)[3][] c)";

  for (size_t i = 0; i < strlen (whole); i++)
    {
      g_autofree char *cut = g_strndup (whole, i);
      AbiItem *item = NULL;

      core_test_assert_result (abi_item_parse (cut, &item), CORE_ERROR_SYNTAX);
    }
  abi_item_free (abi_test_item (whole));
}

static void
test_errors_of_the_language_itself (void)
{
  g_assert_cmpuint (abi_selector (abi_error_string ()), ==, 0x08c379a0);
  g_assert_cmpuint (abi_selector (abi_panic ()), ==, 0x4e487b71);
  g_assert_true (abi_panic () == abi_panic ());
  g_assert_nonnull (strstr (abi_panic_to_string (0x11), "overflow"));
  g_assert_nonnull (strstr (abi_panic_to_string (0x32), "out of bounds"));
  g_assert_cmpstr (abi_panic_to_string (0x99), ==, "unknown panic");
  g_assert_cmpstr (abi_panic_to_string (((u256) 1 << 64) + 1), ==, "unknown panic");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function) g_test_add_func ("/abi-parse/" path, function)
  TEST ("selectors-and-topics-of-deployed-contracts",
        test_selectors_and_topics_of_deployed_contracts);
  TEST ("signature-is-canonical", test_signature_is_canonical);
  TEST ("item-holds-what-was-written", test_item_holds_what_was_written);
  TEST ("what-is-no-signature-is-refused", test_what_is_no_signature_is_refused);
  TEST ("limits-hold", test_limits_hold);
  TEST ("every-cut-of-a-signature-is-refused", test_every_cut_of_a_signature_is_refused);
  TEST ("errors-of-the-language-itself", test_errors_of_the_language_itself);
  return g_test_run ();
}
