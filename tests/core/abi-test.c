/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "abi-test.h"

#include <string.h>

AbiItem *
abi_test_item (const char *text)
{
  AbiItem *item = NULL;
  CoreResult result = abi_item_parse (text, &item);

  if (result != CORE_OK)
    g_error ("%s: %s", core_result_to_string (result), text);
  return item;
}

GPtrArray *
abi_test_pool_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* The word of a JSON number, negative ones in two's complement. */
static u256
json_word (JsonNode *node)
{
  const char *text;
  bool negative;
  u256 value = 0;

  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node) ? 1 : 0;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return (u256) json_node_get_int (node);

  text = json_node_get_string (node);
  negative = text[0] == '-';
  core_test_assert_result (u256_from_decimal (text + negative, strlen (text + negative), &value),
                           CORE_OK);
  return negative ? 0 - value : value;
}

static Bytes
json_bytes (JsonNode *node, GPtrArray *pool)
{
  Buffer bytes = core_test_hex (json_node_get_string (node));
  uint8_t *copy = g_memdup2 (bytes.data, MAX (bytes.len, 1));
  Bytes lent = { copy, bytes.len };

  g_ptr_array_add (pool, copy);
  buffer_clear (&bytes);
  return lent;
}

static AbiValue
json_value (const AbiType *type, JsonNode *node, GPtrArray *pool)
{
  AbiValue value = { .kind = type->kind };

  switch (type->kind)
    {
    case ABI_UINT:
    case ABI_INT:
    case ABI_BOOL:
      value.word = json_word (node);
      break;
    case ABI_ADDRESS:
      value.word = u256_from_be_short (json_bytes (node, pool).data, 20);
      break;
    case ABI_FIXED_BYTES:
    case ABI_BYTES:
      value.data = json_bytes (node, pool);
      break;
    case ABI_STRING:
      value = abi_string (json_node_get_string (node));
      break;
    case ABI_TUPLE:
      value.n_items = type->n_fields;
      value.items = abi_test_values (type->fields, type->n_fields, json_node_get_array (node),
                                     pool);
      break;
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
      {
        JsonArray *array = json_node_get_array (node);

        value.n_items = json_array_get_length (array);
        value.items = g_new0 (AbiValue, value.n_items + 1);
        g_ptr_array_add (pool, value.items);
        for (guint i = 0; i < value.n_items; i++)
          value.items[i] = json_value (type->element, json_array_get_element (array, i), pool);
      }
      break;
    default:
      g_assert_not_reached ();
    }
  return value;
}

AbiValue *
abi_test_values (const AbiParam *params, size_t n, JsonArray *json, GPtrArray *pool)
{
  AbiValue *values = g_new0 (AbiValue, n + 1);

  g_assert_cmpuint (json_array_get_length (json), ==, n);
  g_ptr_array_add (pool, values);
  for (guint i = 0; i < n; i++)
    values[i] = json_value (&params[i].type, json_array_get_element (json, i), pool);
  return values;
}

static void
assert_same (const AbiValue *actual, const AbiValue *expected)
{
  g_assert_cmpint (actual->kind, ==, expected->kind);
  g_assert_true (actual->word == expected->word);
  g_assert_cmpmem (actual->data.data, actual->data.len, expected->data.data, expected->data.len);
  g_assert_cmpuint (actual->n_items, ==, expected->n_items);
  for (size_t i = 0; i < actual->n_items; i++)
    assert_same (&actual->items[i], &expected->items[i]);
}

void
abi_test_assert_values (const AbiParam *params, const AbiValue *values, size_t n, JsonArray *json)
{
  g_autoptr (GPtrArray) pool = abi_test_pool_new ();
  const AbiValue *expected = abi_test_values (params, n, json, pool);

  for (size_t i = 0; i < n; i++)
    assert_same (&values[i], &expected[i]);
}

Buffer
abi_test_words (const char *const *words, size_t n)
{
  static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
  g_autoptr (GString) hex = g_string_new (NULL);

  for (size_t i = 0; i < n; i++)
    {
      g_auto (GStrv) halves = g_strsplit (words[i], "…", 2);
      size_t len = strlen (halves[0]);

      g_assert_cmpuint (len, <=, 64);
      if (halves[1] != NULL)
        g_string_append_printf (hex, "%s%s", halves[0], zeros + len);
      else
        g_string_append_printf (hex, "%s%s", zeros + len, halves[0]);
    }
  return core_test_hex (hex->str);
}
