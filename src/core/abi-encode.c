/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "abi.h"

#include <assert.h>
#include <string.h>

/* Solidity's ABI specification, "Formal Specification of the Encoding": a sequence of values is its
 * heads one after the other, then its tails; a static value stands in its head, a dynamic one in its
 * tail, with the tail's offset from the sequence's start in the head. */

constexpr size_t WORD = 32;

/* What is encoded together: the params of a list, or n elements of one type. */
typedef struct
{
  const AbiParam *params;
  const AbiType *element;
  size_t n;
  bool data_only; /* leaves out what is indexed */
} Sequence;

static CoreResult encode_sequence (Buffer *out, Sequence sequence, const AbiValue *values);

AbiValue
abi_uint (u256 value)
{
  return (AbiValue) { .kind = ABI_UINT, .word = value };
}

AbiValue
abi_int (u256 twos_complement)
{
  return (AbiValue) { .kind = ABI_INT, .word = twos_complement };
}

AbiValue
abi_bool (bool value)
{
  return (AbiValue) { .kind = ABI_BOOL, .word = value };
}

AbiValue
abi_address (const Address *address)
{
  return (AbiValue) { .kind = ABI_ADDRESS, .word = address_to_word (address) };
}

AbiValue
abi_bytes (Bytes bytes)
{
  return (AbiValue) { .kind = ABI_BYTES, .data = bytes };
}

AbiValue
abi_fixed_bytes (Bytes bytes)
{
  return (AbiValue) { .kind = ABI_FIXED_BYTES, .data = bytes };
}

AbiValue
abi_string (const char *text)
{
  return (AbiValue) { .kind = ABI_STRING, .data = { (const uint8_t *) text, strlen (text) } };
}

AbiValue
abi_array (AbiValue *items, size_t n)
{
  return (AbiValue) { .kind = ABI_ARRAY, .items = items, .n_items = n };
}

AbiValue
abi_tuple (AbiValue *items, size_t n)
{
  return (AbiValue) { .kind = ABI_TUPLE, .items = items, .n_items = n };
}

static const AbiType *
sequence_type (const Sequence *self, size_t i)
{
  if (self->params != nullptr)
    return &self->params[i].type;
  assert (self->element != nullptr);

  return self->element;
}

static bool
sequence_skips (const Sequence *self, size_t i)
{
  return self->data_only && self->params[i].indexed;
}

/* The items of an array or tuple, when the value is one of that shape. */
static CoreResult
sequence_of (const AbiType *type, const AbiValue *value, Sequence *out)
{
  bool fits;
  if (type->kind == ABI_TUPLE)
    {
      *out = (Sequence) { .params = type->fields, .n = type->n_fields };
      fits = value->kind == ABI_TUPLE && value->n_items == type->n_fields;
    }
  else
    {
      /* abi_array() makes both. */
      *out = (Sequence) { .element = type->element, .n = value->n_items };
      fits = (value->kind == ABI_ARRAY || value->kind == ABI_FIXED_ARRAY) &&
             (type->kind == ABI_ARRAY || value->n_items == type->length);
    }
  return fits ? CORE_OK : CORE_ERROR_SYNTAX;
}

static bool
fits_int (u256 word, unsigned bits)
{
  /* All bits from the sign up are the same. */
  u256 upper = u256_shr (word, bits - 1);
  return upper == 0 || upper == u256_shr (U256_MAX, bits - 1);
}

/* One word of a type that is not made of others. */
static CoreResult
encode_word (const AbiType *type, const AbiValue *value, uint8_t out[32])
{
  if (value->kind != type->kind)
    return CORE_ERROR_SYNTAX;

  bool fits = true;
  switch (type->kind)
    {
    case ABI_UINT:
      fits = u256_shr (value->word, type->bits) == 0;
      break;
    case ABI_INT:
      fits = fits_int (value->word, type->bits);
      break;
    case ABI_BOOL:
      fits = value->word <= 1;
      break;
    case ABI_ADDRESS:
      fits = u256_shr (value->word, 160) == 0;
      break;
    case ABI_FIXED_BYTES:
      if (value->data.len != type->bits / 8)
        return CORE_ERROR_SYNTAX;
      memset (out, 0, WORD);
      memcpy (out, value->data.data, value->data.len);
      return CORE_OK;
    case ABI_BYTES:
    case ABI_STRING:
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
    case ABI_TUPLE:
      return CORE_ERROR_SYNTAX;
    }
  if (!fits)
    return CORE_ERROR_RANGE;
  u256_to_be (value->word, out);
  return CORE_OK;
}

static void
append_size (Buffer *out, size_t size)
{
  u256_to_be (size, buffer_extend (out, WORD));
}

static void
append_padded (Buffer *out, Bytes bytes)
{
  buffer_append (out, bytes.data, bytes.len);
  if (bytes.len % WORD != 0)
    (void) buffer_extend (out, WORD - bytes.len % WORD);
}

/* Writes a static value where its head is, and moves head past it. */
static CoreResult
encode_static (Buffer *out, size_t *head, const AbiType *type, const AbiValue *value)
{
  if (type->kind != ABI_FIXED_ARRAY && type->kind != ABI_TUPLE)
    {
      CoreResult result = encode_word (type, value, out->data + *head);
      *head += WORD;
      return result;
    }

  Sequence items;
  CoreResult result = sequence_of (type, value, &items);
  for (size_t i = 0; result == CORE_OK && i < items.n; i++)
    result = encode_static (out, head, sequence_type (&items, i), &value->items[i]);
  return result;
}

/* Appends a dynamic value. */
static CoreResult
encode_tail (Buffer *out, const AbiType *type, const AbiValue *value)
{
  if (type->kind == ABI_BYTES || type->kind == ABI_STRING)
    {
      if (value->kind != type->kind)
        return CORE_ERROR_SYNTAX;
      append_size (out, value->data.len);
      append_padded (out, value->data);
      return CORE_OK;
    }

  Sequence items;
  CoreResult result = sequence_of (type, value, &items);
  if (result != CORE_OK)
    return result;
  if (type->kind == ABI_ARRAY)
    append_size (out, items.n);
  return encode_sequence (out, items, value->items);
}

static CoreResult
encode_sequence (Buffer *out, Sequence sequence, const AbiValue *values)
{
  size_t start = out->len;
  size_t head = start;
  for (size_t i = 0; i < sequence.n; i++)
    if (!sequence_skips (&sequence, i))
      {
        assert (sequence_type (&sequence, i)->head_size >= WORD);
        (void) buffer_extend (out, sequence_type (&sequence, i)->head_size);
      }

  for (size_t i = 0; i < sequence.n; i++)
    {
      const AbiType *type = sequence_type (&sequence, i);
      CoreResult result;
      if (sequence_skips (&sequence, i))
        continue;
      if (type->dynamic)
        {
          u256_to_be (out->len - start, out->data + head);
          head += WORD;
          result = encode_tail (out, type, &values[i]);
        }
      else
        result = encode_static (out, &head, type, &values[i]);
      if (result != CORE_OK)
        return result;
    }
  return CORE_OK;
}

/* The same, leaving out as it was when it fails. */
static CoreResult
encode_whole (Buffer *out, size_t before, Sequence sequence, const AbiValue *values, size_t n)
{
  CoreResult result = n == sequence.n ? encode_sequence (out, sequence, values) : CORE_ERROR_SYNTAX;
  if (result != CORE_OK)
    out->len = before;
  return result;
}

CoreResult
abi_encode (const AbiParam *params,
            size_t n_params,
            const AbiValue *values,
            size_t n_values,
            Buffer *out)
{
  return encode_whole (out, out->len, (Sequence) { .params = params, .n = n_params }, values,
                       n_values);
}

static CoreResult
encode_with_selector (const AbiItem *item,
                      AbiItemKind kind,
                      const AbiValue *args,
                      size_t n_args,
                      Buffer *out)
{
  if (item->kind != kind)
    return CORE_ERROR_SYNTAX;

  size_t before = out->len;
  buffer_append (out, item->hash.bytes, 4);
  return encode_whole (out, before, (Sequence) { .params = item->inputs, .n = item->n_inputs },
                       args, n_args);
}

CoreResult
abi_encode_call (const AbiItem *function, const AbiValue *args, size_t n_args, Buffer *out)
{
  return encode_with_selector (function, ABI_FUNCTION, args, n_args, out);
}

CoreResult
abi_encode_error (const AbiItem *error, const AbiValue *args, size_t n_args, Buffer *out)
{
  return encode_with_selector (error, ABI_ERROR, args, n_args, out);
}

/* What is hashed of an indexed value: no lengths, no offsets, every item padded to words. */
static CoreResult
append_in_place (Buffer *out, const AbiType *type, const AbiValue *value)
{
  switch (type->kind)
    {
    case ABI_BYTES:
    case ABI_STRING:
      if (value->kind != type->kind)
        return CORE_ERROR_SYNTAX;
      append_padded (out, value->data);
      return CORE_OK;
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
    case ABI_TUPLE:
      {
        Sequence items;
        CoreResult result = sequence_of (type, value, &items);
        for (size_t i = 0; result == CORE_OK && i < items.n; i++)
          result = append_in_place (out, sequence_type (&items, i), &value->items[i]);
        return result;
      }
    case ABI_UINT:
    case ABI_INT:
    case ABI_BOOL:
    case ABI_ADDRESS:
    case ABI_FIXED_BYTES:
      return encode_word (type, value, buffer_extend (out, WORD));
    }
  return CORE_ERROR_SYNTAX;
}

static CoreResult
encode_topic (const AbiType *type, const AbiValue *value, Hash *out)
{
  switch (type->kind)
    {
    case ABI_BYTES:
    case ABI_STRING:
      if (value->kind != type->kind)
        return CORE_ERROR_SYNTAX;
      *out = keccak256 (value->data);
      return CORE_OK;
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
    case ABI_TUPLE:
      {
        Buffer bytes = buffer_new ();
        CoreResult result = append_in_place (&bytes, type, value);
        if (result == CORE_OK)
          *out = keccak256 (buffer_bytes (&bytes));
        buffer_clear (&bytes);
        return result;
      }
    case ABI_UINT:
    case ABI_INT:
    case ABI_BOOL:
    case ABI_ADDRESS:
    case ABI_FIXED_BYTES:
      return encode_word (type, value, out->bytes);
    }
  return CORE_ERROR_SYNTAX;
}

CoreResult
abi_encode_log (const AbiItem *event,
                const AbiValue *args,
                size_t n_args,
                Hash topics[4],
                size_t *n_topics,
                Buffer *data)
{
  if (event->kind != ABI_EVENT || n_args != event->n_inputs)
    return CORE_ERROR_SYNTAX;

  size_t n = 0;
  topics[n++] = event->hash;
  for (size_t i = 0; i < n_args; i++)
    if (event->inputs[i].indexed)
      {
        CoreResult result = encode_topic (&event->inputs[i].type, &args[i], &topics[n++]);
        if (result != CORE_OK)
          return result;
      }

  Sequence sequence = { .params = event->inputs, .n = event->n_inputs, .data_only = true };
  CoreResult result = encode_whole (data, data->len, sequence, args, n_args);
  if (result == CORE_OK)
    *n_topics = n;
  return result;
}
