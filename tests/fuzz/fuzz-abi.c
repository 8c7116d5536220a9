/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi.h"

/* The first byte says what the others are: a signature, or what is encoded for one of these. */
static const char *const signatures[] = {
  "function f(uint8, int24, bool, address, bytes7)",
  "function f(bytes, string, uint256[], bytes32[3])",
  "function f(uint256[][], string[])",
  "function f((address[] strategies, uint256[] shares, address deprecated)[] params)",
  "function f((bytes, (bool, string)[2], address)[], string[][2][], (int256, uint64)[2])",
  "event E(address indexed a, string indexed b, uint64 c, (bytes32, bytes[])[] d)",
  "event E(address staker, address strategy, uint256 shares)",
  "error Error(string message)",
};
constexpr size_t N_SIGNATURES = sizeof signatures / sizeof signatures[0];
constexpr uint8_t IS_SIGNATURE = 0xff;

static AbiItem *
item_of (size_t i)
{
  static AbiItem *items[N_SIGNATURES];
  if (items[i] == nullptr)
    {
      CoreResult result = abi_item_parse (signatures[i], &items[i]);
      assert (result == CORE_OK);
    }
  return items[i];
}

/* A signature's canonical form is one too, and is its own canonical form. */
static void
parse_signature (const uint8_t *data, size_t size)
{
  static const char *const kinds[] = { "function", "event", "error" };
  char *text = malloc (size + 1);
  AbiItem *item = nullptr;
  assert (text != nullptr);
  /* Not strndup(), of which strict string checks want a text that ends by itself. */
  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0';

  if (abi_item_parse (text, &item) == CORE_OK)
    {
      char *canonical = nullptr;
      AbiItem *again = nullptr;
      int len = asprintf (&canonical, "%s %s", kinds[item->kind], item->signature);
      assert (len > 0);

      CoreResult result = abi_item_parse (canonical, &again);
      /* The canonical form may be longer than what was written, and than what is allowed. */
      assert (result == CORE_OK || (result == CORE_ERROR_LIMIT && len > 4096));
      if (result == CORE_OK)
        {
          assert (strcmp (item->signature, again->signature) == 0);
          assert (hash_equal (&item->hash, &again->hash));
        }
      abi_item_free (again);
      free (canonical);
    }
  else
    assert (item == nullptr);
  abi_item_free (item);
  free (text);
}

static size_t
count_items (const AbiValue *values, size_t n)
{
  size_t count = n;
  for (size_t i = 0; i < n; i++)
    count += count_items (values[i].items, values[i].n_items);
  return count;
}

/* What is decoded, encoded again, is the standard encoding of it: decoding and encoding that changes
 * nothing any more. */
static void
decode_params (const AbiItem *item, Bytes input)
{
  /* Many offsets may point at one tail, so a small input may be a large value. */
  const AbiLimits limits = { .max_items = 256 };
  AbiValues values;
  if (abi_decode (item->inputs, item->n_inputs, input, &limits, &values) != CORE_OK)
    {
      assert (values.values == nullptr);
      return;
    }

  Buffer once = buffer_new ();
  CoreResult result = abi_encode (item->inputs, item->n_inputs, values.values, values.n_values,
                                  &once);
  assert (result == CORE_OK);

  AbiValues again;
  Buffer twice = buffer_new ();
  result = abi_decode (item->inputs, item->n_inputs, buffer_bytes (&once), &limits, &again);
  assert (result == CORE_OK);
  result = abi_encode (item->inputs, item->n_inputs, again.values, again.n_values, &twice);
  assert (result == CORE_OK);
  assert (once.len == twice.len && memcmp (once.data, twice.data, once.len) == 0);

  abi_values_clear (&again);
  abi_values_clear (&values);
  buffer_clear (&once);
  buffer_clear (&twice);
}

/* The same input as a log: topics first, then data. */
static void
decode_log (const AbiItem *event, Bytes input)
{
  Hash topics[4] = { event->hash };
  size_t n = 1;
  for (size_t i = 0; i < event->n_inputs; i++)
    if (event->inputs[i].indexed && input.len >= sizeof topics[n].bytes)
      {
        memcpy (topics[n++].bytes, input.data, sizeof topics[0].bytes);
        input = (Bytes) { input.data + 32, input.len - 32 };
      }

  const AbiLimits limits = { .max_items = 256 };
  AbiValues values;
  if (abi_decode_log (event, topics, n, input, &limits, &values) == CORE_OK)
    assert (values.n_values == event->n_inputs);
  else
    assert (values.values == nullptr);
  abi_values_clear (&values);
}

/* A call that was accepted holds nothing that was not looked at: without its last byte it is none. */
static void
decode_call (const AbiItem *function, Bytes input)
{
  Buffer call = buffer_new ();
  buffer_append (&call, function->hash.bytes, 4);
  buffer_append (&call, input.data, input.len);

  AbiValues values;
  if (abi_decode_call (function, buffer_bytes (&call), nullptr, &values) == CORE_OK)
    {
      abi_values_clear (&values);
      CoreResult result = abi_decode_call (function, (Bytes) { call.data, call.len - 1 }, nullptr,
                                           &values);
      assert (result == CORE_ERROR_TRUNCATED);
    }
  buffer_clear (&call);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  if (data[0] == IS_SIGNATURE)
    {
      parse_signature (data + 1, size - 1);
      return 0;
    }

  const AbiItem *item = item_of (data[0] % N_SIGNATURES);
  Bytes input = { data + 1, size - 1 };
  decode_params (item, input);
  if (item->kind == ABI_EVENT)
    decode_log (item, input);
  if (item->kind == ABI_FUNCTION)
    decode_call (item, input);
  return 0;
}
