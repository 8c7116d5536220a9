/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "abi.h"

#include <assert.h>
#include <stdckdint.h>
#include <stdlib.h>
#include <string.h>

/* The same walk is made twice over the input: first it counts the values and checks that they are
 * there, then, with the one allocation made, it reads them. Every value counts each time it is
 * reached, so offsets that point at the same tail again and again end at the limit. */

constexpr size_t WORD = 32;
constexpr size_t DEFAULT_MAX_ITEMS = 65536;
constexpr size_t DEFAULT_MAX_DEPTH = 16;
constexpr size_t SELECTOR = 4;

typedef struct
{
  Bytes input;
  size_t max_items;
  size_t max_depth;
  size_t n_items;  /* met so far */
  size_t extent;   /* end of the furthest value met */
  AbiValue *arena; /* null while counting */
} Decoder;

static CoreResult decode_value (Decoder *self,
                                const AbiType *type,
                                size_t start,
                                size_t head,
                                size_t depth,
                                AbiValue *out);

/* The next n values of the arena, or just the count of them. */
static CoreResult
take_items (Decoder *self, size_t n, AbiValue **out)
{
  if (n > self->max_items - self->n_items)
    return CORE_ERROR_LIMIT;
  *out = self->arena != nullptr ? self->arena + self->n_items : nullptr;
  self->n_items += n;
  return CORE_OK;
}

/* That size bytes are there from at. */
static CoreResult
reach (Decoder *self, size_t at, size_t size)
{
  if (at > self->input.len || size > self->input.len - at)
    return CORE_ERROR_TRUNCATED;
  if (at + size > self->extent)
    self->extent = at + size;
  return CORE_OK;
}

/* A length or offset: a word no larger than the input, or it points past the end of it. */
static CoreResult
read_size (Decoder *self, size_t at, size_t *out)
{
  CoreResult result = reach (self, at, WORD);
  if (result != CORE_OK)
    return result;

  u256 word = u256_from_be (self->input.data + at);
  if (word > self->input.len)
    return CORE_ERROR_TRUNCATED;
  *out = (size_t) word;
  return CORE_OK;
}

static bool
all_zero (const uint8_t *data, size_t n)
{
  static const uint8_t zeros[WORD] = { 0 };
  return memcmp (data, zeros, n) == 0;
}

/* A two's complement number of n bytes: what is above repeats its sign. */
static bool
sign_extended (const uint8_t *data, size_t n)
{
  uint8_t fill = data[WORD - n] & 0x80 ? 0xff : 0;
  for (size_t i = 0; i < WORD - n; i++)
    if (data[i] != fill)
      return false;
  return true;
}

/* A word of a type that is not made of others. */
static CoreResult
read_word (const AbiType *type, const uint8_t *data, AbiValue *out)
{
  size_t n = type->bits / 8;
  bool canonical;

  *out = (AbiValue) { .kind = type->kind };
  switch (type->kind)
    {
    case ABI_FIXED_BYTES:
      out->data = (Bytes) { data, n };
      return all_zero (data + n, WORD - n) ? CORE_OK : CORE_ERROR_NOT_CANONICAL;
    case ABI_UINT:
      canonical = all_zero (data, WORD - n);
      break;
    case ABI_INT:
      canonical = sign_extended (data, n);
      break;
    case ABI_BOOL:
      canonical = all_zero (data, WORD - 1) && data[WORD - 1] <= 1;
      break;
    case ABI_ADDRESS:
      canonical = all_zero (data, WORD - sizeof (Address));
      break;
    case ABI_BYTES:
    case ABI_STRING:
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
    case ABI_TUPLE:
    default:
      return CORE_ERROR_SYNTAX;
    }
  out->word = u256_from_be (data);
  return canonical ? CORE_OK : CORE_ERROR_NOT_CANONICAL;
}

static CoreResult
decode_bytes (Decoder *self, const AbiType *type, size_t at, AbiValue *out)
{
  size_t len;
  CoreResult result = read_size (self, at, &len);
  if (result != CORE_OK)
    return result;

  /* len is no more than the input's, so rounding it up does not wrap. */
  size_t padding = (WORD - len % WORD) % WORD;
  result = reach (self, at + WORD, len + padding);
  if (result != CORE_OK || out == nullptr)
    return result;

  const uint8_t *data = self->input.data + at + WORD;
  *out = (AbiValue) { .kind = type->kind, .data = { data, len } };
  return all_zero (data + len, padding) ? CORE_OK : CORE_ERROR_NOT_CANONICAL;
}

/* n values whose heads begin at start. */
static CoreResult
decode_items (Decoder *self,
              const AbiType *type,
              size_t n,
              size_t start,
              size_t depth,
              AbiValue *out)
{
  size_t heads = 0;
  bool wraps = false;
  if (type->kind == ABI_TUPLE)
    for (size_t i = 0; i < n; i++)
      heads += type->fields[i].type.head_size;
  else
    wraps = ckd_mul (&heads, n, type->element->head_size);
  CoreResult result = wraps ? CORE_ERROR_TRUNCATED : reach (self, start, heads);
  if (result != CORE_OK)
    return result;
  if (depth == self->max_depth)
    return CORE_ERROR_LIMIT;

  AbiValue *items;
  result = take_items (self, n, &items);
  if (result != CORE_OK)
    return result;
  if (out != nullptr)
    *out = (AbiValue) { .kind = type->kind, .items = items, .n_items = n };
  else if (type->element != nullptr && !type->element->dynamic &&
           type->element->head_size == WORD && type->element->element == nullptr &&
           type->element->fields == nullptr)
    return CORE_OK; /* nothing in words to count */

  size_t head = start;
  for (size_t i = 0; result == CORE_OK && i < n; i++)
    {
      const AbiType *item = type->kind == ABI_TUPLE ? &type->fields[i].type : type->element;
      result = decode_value (self, item, start, head, depth + 1,
                             items != nullptr ? &items[i] : nullptr);
      head += item->head_size;
    }
  return result;
}

/* The value whose head, already known to be there, is at head, in a sequence that begins at start.
 * out is null while counting. */
static CoreResult
decode_value (Decoder *self,
              const AbiType *type,
              size_t start,
              size_t head,
              size_t depth,
              AbiValue *out)
{
  size_t at = head;
  if (type->dynamic)
    {
      size_t offset;
      CoreResult result = read_size (self, head, &offset);
      if (result != CORE_OK)
        return result;
      /* Neither is more than the input's length, so they do not wrap. */
      at = start + offset;
    }

  switch (type->kind)
    {
    case ABI_BYTES:
    case ABI_STRING:
      return decode_bytes (self, type, at, out);
    case ABI_ARRAY:
      {
        size_t n;
        CoreResult result = read_size (self, at, &n);
        return result == CORE_OK ? decode_items (self, type, n, at + WORD, depth, out) : result;
      }
    case ABI_FIXED_ARRAY:
      return decode_items (self, type, type->length, at, depth, out);
    case ABI_TUPLE:
      return decode_items (self, type, type->n_fields, at, depth, out);
    case ABI_UINT:
    case ABI_INT:
    case ABI_BOOL:
    case ABI_ADDRESS:
    case ABI_FIXED_BYTES:
      return out != nullptr ? read_word (type, self->input.data + at, out) : CORE_OK;
    }
  return CORE_ERROR_SYNTAX;
}

static bool
is_word (const AbiType *type)
{
  return type->kind <= ABI_FIXED_BYTES;
}

/* An indexed value: its word, or the hash of what is larger. */
static CoreResult
read_topic (const AbiType *type, const Hash *topic, AbiValue *out)
{
  if (is_word (type))
    return read_word (type, topic->bytes, out);
  *out = (AbiValue) { .kind = ABI_FIXED_BYTES, .data = { topic->bytes, sizeof topic->bytes } };
  return CORE_OK;
}

/* All params in their order: those indexed from topics, when these are given, the others from the
 * input. */
static CoreResult
walk (Decoder *self, const AbiParam *params, size_t n, const Hash *topics)
{
  AbiValue *values;
  CoreResult result = take_items (self, n, &values);
  size_t heads = 0;
  for (size_t i = 0; i < n; i++)
    if (topics == nullptr || !params[i].indexed)
      {
        assert (params[i].type.head_size >= WORD);
        heads += params[i].type.head_size;
      }
  if (result == CORE_OK)
    result = reach (self, 0, heads);

  size_t head = 0;
  for (size_t i = 0; result == CORE_OK && i < n; i++)
    {
      AbiValue *out = values != nullptr ? &values[i] : nullptr;
      const AbiType *type = &params[i].type;
      if (topics != nullptr && params[i].indexed)
        {
          if (out != nullptr)
            result = read_topic (type, topics, out);
          topics++;
        }
      else
        {
          result = decode_value (self, type, 0, head, 0, out);
          head += type->head_size;
        }
    }
  return result;
}

/* extent, when not null, gets the end of the furthest value. */
static CoreResult
decode_params (const AbiParam *params,
               size_t n,
               Bytes input,
               const Hash *topics,
               const AbiLimits *limits,
               AbiValues *out,
               size_t *extent)
{
  Decoder decoder = {
    .input = input,
    .max_items = limits != nullptr && limits->max_items > 0 ? limits->max_items : DEFAULT_MAX_ITEMS,
    .max_depth = limits != nullptr && limits->max_depth > 0 ? limits->max_depth : DEFAULT_MAX_DEPTH,
  };
  *out = (AbiValues) { nullptr, 0 };

  CoreResult result = walk (&decoder, params, n, topics);
  if (result != CORE_OK)
    return result;
  if (extent != nullptr)
    *extent = decoder.extent;
  if (n == 0)
    return CORE_OK;

  /* n_items is at most max_items, and by now at most what the input holds over and over. */
  decoder.arena = calloc (decoder.n_items, sizeof *decoder.arena);
  if (decoder.arena == nullptr)
    abort ();
  decoder.n_items = 0;
  result = walk (&decoder, params, n, topics);
  if (result != CORE_OK)
    {
      free (decoder.arena);
      return result;
    }
  *out = (AbiValues) { decoder.arena, n };
  return CORE_OK;
}

void
abi_values_clear (AbiValues *self)
{
  free (self->values);
  *self = (AbiValues) { nullptr, 0 };
}

CoreResult
abi_decode (const AbiParam *params,
            size_t n_params,
            Bytes input,
            const AbiLimits *limits,
            AbiValues *out)
{
  return decode_params (params, n_params, input, nullptr, limits, out, nullptr);
}

/* The arguments behind an item's own selector. */
static CoreResult
strip_selector (const AbiItem *item, AbiItemKind kind, Bytes *input)
{
  if (item->kind != kind)
    return CORE_ERROR_SYNTAX;
  if (input->len < SELECTOR)
    return CORE_ERROR_TRUNCATED;
  if (memcmp (input->data, item->hash.bytes, SELECTOR) != 0)
    return CORE_ERROR_SYNTAX;
  *input = (Bytes) { input->data + SELECTOR, input->len - SELECTOR };
  return CORE_OK;
}

CoreResult
abi_decode_call (const AbiItem *function, Bytes calldata, const AbiLimits *limits, AbiValues *out)
{
  *out = (AbiValues) { nullptr, 0 };
  CoreResult result = strip_selector (function, ABI_FUNCTION, &calldata);
  if (result != CORE_OK)
    return result;

  size_t extent = 0;
  result = decode_params (function->inputs, function->n_inputs, calldata, nullptr, limits, out,
                          &extent);
  if (result == CORE_OK && extent < calldata.len)
    {
      abi_values_clear (out);
      return CORE_ERROR_TRAILING;
    }
  return result;
}

CoreResult
abi_decode_result (const AbiItem *function, Bytes returned, const AbiLimits *limits, AbiValues *out)
{
  return decode_params (function->outputs, function->n_outputs, returned, nullptr, limits, out,
                        nullptr);
}

CoreResult
abi_decode_error (const AbiItem *error, Bytes returned, const AbiLimits *limits, AbiValues *out)
{
  *out = (AbiValues) { nullptr, 0 };
  CoreResult result = strip_selector (error, ABI_ERROR, &returned);
  if (result != CORE_OK)
    return result;
  return decode_params (error->inputs, error->n_inputs, returned, nullptr, limits, out, nullptr);
}

CoreResult
abi_decode_log (const AbiItem *event,
                const Hash *topics,
                size_t n_topics,
                Bytes data,
                const AbiLimits *limits,
                AbiValues *out)
{
  *out = (AbiValues) { nullptr, 0 };
  size_t indexed = 0;
  for (size_t i = 0; i < event->n_inputs; i++)
    indexed += event->inputs[i].indexed;
  if (event->kind != ABI_EVENT || n_topics != 1 + indexed || !hash_equal (&topics[0], &event->hash))
    return CORE_ERROR_SYNTAX;
  return decode_params (event->inputs, event->n_inputs, data, topics + 1, limits, out, nullptr);
}

Address
abi_value_address (const AbiValue *value)
{
  Address address;
  bool fits = address_from_word (value->word, &address);
  assert (value->kind == ABI_ADDRESS && fits);
  (void) fits;
  return address;
}
