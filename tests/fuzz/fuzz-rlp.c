/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "rlp.h"

constexpr size_t MAX_DEPTH = 32;

/* Writes again what is read. */
static void
append_items (Buffer *out, RlpReader *reader)
{
  while (!rlp_at_end (reader))
    {
      RlpItem item;
      CoreResult result = rlp_read (reader, &item);
      assert (result == CORE_OK);
      if (item.is_list)
        {
          RlpReader inner = rlp_reader (item.payload);
          size_t mark = rlp_open_list (out);
          append_items (out, &inner);
          rlp_close_list (out, mark);
        }
      else
        rlp_append_string (out, item.payload);
    }
}

/* Every typed read either takes the item, and writing it gives the same bytes, or leaves the cursor
 * where it was. */
static void
read_typed (Bytes input)
{
  RlpReader reader = rlp_reader (input);
  uint64_t number;
  u256 word;
  uint8_t fixed[20];
  Buffer out = buffer_new ();

  if (rlp_read_u64 (&reader, &number) == CORE_OK)
    {
      rlp_append_u64 (&out, number);
      assert (out.len + reader.rest.len == input.len &&
              memcmp (out.data, input.data, out.len) == 0);
    }
  else
    assert (reader.rest.len == input.len);
  buffer_clear (&out);

  reader = rlp_reader (input);
  if (rlp_read_u256 (&reader, &word) == CORE_OK)
    {
      rlp_append_u256 (&out, word);
      assert (out.len + reader.rest.len == input.len &&
              memcmp (out.data, input.data, out.len) == 0);
    }
  else
    assert (reader.rest.len == input.len);
  buffer_clear (&out);

  reader = rlp_reader (input);
  if (rlp_read_fixed (&reader, fixed, sizeof fixed) == CORE_OK)
    assert (input.len - reader.rest.len == 1 + sizeof fixed);
  else
    assert (reader.rest.len == input.len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Bytes input = { data, size };

  read_typed (input);
  if (rlp_validate (input, MAX_DEPTH) == CORE_OK)
    {
      Buffer again = buffer_new ();
      RlpReader reader = rlp_reader (input);

      append_items (&again, &reader);
      assert (again.len == size && memcmp (again.data, data, size) == 0);
      buffer_clear (&again);
    }
  return 0;
}
