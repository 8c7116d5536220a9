/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rlp.h"

#include <assert.h>
#include <string.h>

/* Yellow paper, appendix B: a string's header starts at 0x80, a list's at 0xc0; up to 55 bytes the
 * length is in the header itself, above that the header says how many bytes of length follow. */
constexpr uint8_t STRING = 0x80;
constexpr uint8_t LIST = 0xc0;
constexpr size_t MAX_SHORT = 55;

constexpr size_t MAX_DEPTH = 1024;

/* Writes the header of len bytes of payload and returns its size, at most 9. */
static size_t
write_header (uint8_t header[9], uint8_t base, size_t len)
{
  if (len <= MAX_SHORT)
    {
      header[0] = (uint8_t) (base + len);
      return 1;
    }

  uint8_t bytes[32];
  u256_to_be (len, bytes);
  size_t n = u256_byte_length (len);
  header[0] = (uint8_t) (base + MAX_SHORT + n);
  memcpy (header + 1, bytes + sizeof bytes - n, n);
  return 1 + n;
}

void
rlp_append_string (Buffer *out, Bytes string)
{
  if (string.len != 1 || string.data[0] >= STRING)
    {
      uint8_t header[9];
      size_t n = write_header (header, STRING, string.len);
      buffer_append (out, header, n);
    }
  buffer_append (out, string.data, string.len);
}

void
rlp_append_u256 (Buffer *out, u256 value)
{
  uint8_t bytes[32];
  u256_to_be (value, bytes);
  size_t n = u256_byte_length (value);
  rlp_append_string (out, (Bytes) { bytes + sizeof bytes - n, n });
}

void
rlp_append_u64 (Buffer *out, uint64_t value)
{
  rlp_append_u256 (out, value);
}

size_t
rlp_open_list (Buffer *out)
{
  return out->len;
}

void
rlp_close_list (Buffer *out, size_t mark)
{
  assert (mark <= out->len);

  uint8_t header[9];
  size_t len = out->len - mark;
  size_t n = write_header (header, LIST, len);
  (void) buffer_extend (out, n);
  memmove (out->data + mark + n, out->data + mark, len);
  memcpy (out->data + mark, header, n);
}

RlpReader
rlp_reader (Bytes input)
{
  return (RlpReader) { input };
}

bool
rlp_at_end (const RlpReader *self)
{
  return self->rest.len == 0;
}

/* The length that the n bytes at data spell; n is 1 to 8. */
static CoreResult
read_length (const uint8_t *data, size_t n, uint64_t *out)
{
  if (data[0] == 0)
    return CORE_ERROR_NOT_CANONICAL;

  uint64_t len = 0;
  for (size_t i = 0; i < n; i++)
    len = len << 8 | data[i];
  if (len <= MAX_SHORT)
    return CORE_ERROR_NOT_CANONICAL;
  *out = len;
  return CORE_OK;
}

CoreResult
rlp_read (RlpReader *self, RlpItem *out)
{
  const uint8_t *data = self->rest.data;
  size_t available = self->rest.len;
  if (available == 0)
    return CORE_ERROR_TRUNCATED;

  uint8_t first = data[0];
  bool is_list = first >= LIST;
  size_t header = 1;
  uint64_t len;
  if (first < STRING)
    {
      header = 0;
      len = 1;
    }
  else
    {
      len = (uint64_t) (first - (is_list ? LIST : STRING));
      if (len > MAX_SHORT)
        {
          size_t n = (size_t) (len - MAX_SHORT);
          if (available - 1 < n)
            return CORE_ERROR_TRUNCATED;
          CoreResult result = read_length (data + 1, n, &len);
          if (result != CORE_OK)
            return result;
          header += n;
        }
    }
  if (len > available - header)
    return CORE_ERROR_TRUNCATED;
  if (header == 1 && !is_list && len == 1 && data[1] < STRING)
    return CORE_ERROR_NOT_CANONICAL;

  *out = (RlpItem) { is_list, { data + header, (size_t) len } };
  self->rest = (Bytes) { data + header + len, available - header - (size_t) len };
  return CORE_OK;
}

/* The next item, which must be a list or must be a string. */
static CoreResult
read_kind (RlpReader *self, bool is_list, Bytes *out)
{
  RlpReader ahead = *self;
  RlpItem item;
  CoreResult result = rlp_read (&ahead, &item);
  if (result != CORE_OK)
    return result;
  if (item.is_list != is_list)
    return CORE_ERROR_SYNTAX;
  *self = ahead;
  *out = item.payload;
  return CORE_OK;
}

CoreResult
rlp_read_list (RlpReader *self, RlpReader *out)
{
  Bytes payload;
  CoreResult result = read_kind (self, true, &payload);
  if (result == CORE_OK)
    *out = rlp_reader (payload);
  return result;
}

CoreResult
rlp_read_string (RlpReader *self, Bytes *out)
{
  return read_kind (self, false, out);
}

/* An integer of at most size bytes. */
static CoreResult
read_integer (RlpReader *self, size_t size, u256 *out)
{
  RlpReader ahead = *self;
  Bytes bytes;
  CoreResult result = read_kind (&ahead, false, &bytes);
  if (result != CORE_OK)
    return result;
  if (bytes.len > 0 && bytes.data[0] == 0)
    return CORE_ERROR_NOT_CANONICAL;
  if (bytes.len > size)
    return CORE_ERROR_RANGE;
  *self = ahead;
  *out = u256_from_be_short (bytes.data, bytes.len);
  return CORE_OK;
}

CoreResult
rlp_read_u256 (RlpReader *self, u256 *out)
{
  return read_integer (self, 32, out);
}

CoreResult
rlp_read_u64 (RlpReader *self, uint64_t *out)
{
  u256 value;
  CoreResult result = read_integer (self, 8, &value);
  if (result == CORE_OK)
    *out = (uint64_t) value;
  return result;
}

CoreResult
rlp_read_fixed (RlpReader *self, uint8_t *out, size_t n)
{
  RlpReader ahead = *self;
  Bytes bytes;
  CoreResult result = read_kind (&ahead, false, &bytes);
  if (result != CORE_OK)
    return result;
  if (bytes.len != n)
    return CORE_ERROR_SYNTAX;
  *self = ahead;
  if (n > 0)
    memcpy (out, bytes.data, n);
  return CORE_OK;
}

CoreResult
rlp_validate (Bytes input, size_t max_depth)
{
  const uint8_t *ends[MAX_DEPTH]; /* where each list that is open ends */
  size_t depth = 0;
  RlpReader reader = rlp_reader (input);
  const uint8_t *end = input.data + input.len;

  if (max_depth > MAX_DEPTH)
    max_depth = MAX_DEPTH;
  do
    {
      RlpItem item;
      CoreResult result = rlp_read (&reader, &item);
      if (result != CORE_OK)
        return result;
      if (depth == 0 && !rlp_at_end (&reader))
        return CORE_ERROR_TRAILING;
      if (item.is_list)
        {
          if (depth == max_depth)
            return CORE_ERROR_LIMIT;
          ends[depth++] = item.payload.data + item.payload.len;
          reader = rlp_reader (item.payload);
        }
      /* A list that is used up closes, and what follows it in its parent is next. */
      while (depth > 0 && rlp_at_end (&reader))
        {
          const uint8_t *at = ends[--depth];
          const uint8_t *parent = depth > 0 ? ends[depth - 1] : end;
          reader = rlp_reader ((Bytes) { at, (size_t) (parent - at) });
        }
    }
  while (!rlp_at_end (&reader));
  return CORE_OK;
}
