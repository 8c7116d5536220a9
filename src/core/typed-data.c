/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "typed-data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "struct-types.h"

constexpr size_t MAX_DEPTH = 16;

struct TypedData
{
  StructTypes types;
};

CoreResult
typed_data_parse (const char *types, TypedData **out)
{
  TypedData *self = calloc (1, sizeof *self);
  CoreResult result;

  if (self == nullptr)
    abort ();

  result = struct_types_parse (types, &self->types);
  if (result == CORE_OK)
    *out = self;
  else
    free (self);

  return result;
}

void
typed_data_free (TypedData *self)
{
  if (self == nullptr)
    return;

  struct_types_clear (&self->types);
  free (self);
}

const char *
typed_data_encode_type (const TypedData *self)
{
  return self->types.encode_type;
}

Hash
typed_data_type_hash (const TypedData *self)
{
  return self->types.items[0].type_hash;
}

/* encodeData */

static CoreResult hash_struct (const TypedData *self,
                               size_t index,
                               const AbiValue *value,
                               size_t depth,
                               Hash *out);

/* A two's complement word that fits bits: everything above the sign bit repeats it. */
static bool
int_fits (u256 word, unsigned bits)
{
  const u256 above = u256_shr (word, bits - 1);

  return above == 0 || above == u256_shr (U256_MAX, bits - 1);
}

static CoreResult
encode_number (const StructMember *member, const AbiValue *value, uint8_t out[32])
{
  bool fits;

  /* abi_uint() makes the words of both: an int's is two's complement. */
  if (value->kind != member->kind && !(member->kind == ABI_INT && value->kind == ABI_UINT))
    return CORE_ERROR_SYNTAX;

  switch (member->kind)
    {
    case ABI_BOOL:
      fits = value->word <= 1;
      break;

    case ABI_ADDRESS:
      fits = u256_shr (value->word, 160) == 0;
      break;

    case ABI_INT:
      fits = int_fits (value->word, member->bits);
      break;

    default:
      fits = u256_shr (value->word, member->bits) == 0;
      break;
    }

  if (!fits)
    return CORE_ERROR_RANGE;

  u256_to_be (value->word, out);

  return CORE_OK;
}

static CoreResult
encode_base (const TypedData *self,
             const StructMember *member,
             const AbiValue *value,
             size_t depth,
             uint8_t out[32])
{
  Hash hash;
  CoreResult result;

  switch (member->kind)
    {
    case ABI_TUPLE:
      if ((result = hash_struct (self, member->struct_index, value, depth + 1, &hash)) != CORE_OK)
        return result;
      break;

    case ABI_BYTES:
    case ABI_STRING:
      if (value->kind != member->kind)
        return CORE_ERROR_SYNTAX;
      hash = keccak256 (value->data);
      break;

    case ABI_FIXED_BYTES:
      if (value->kind != ABI_FIXED_BYTES || value->data.len * 8 != member->bits)
        return CORE_ERROR_SYNTAX;
      memset (hash.bytes, 0, 32);
      memcpy (hash.bytes, value->data.data, value->data.len);
      break;

    default:
      return encode_number (member, value, out);
    }

  memcpy (out, hash.bytes, 32);

  return CORE_OK;
}

/* The value of member seen from inside its outermost n dimensions. An array is the hash of its
 * items' encodings, one after the other. */
static CoreResult
encode_value (const TypedData *self,
              const StructMember *member,
              size_t n_dimensions,
              const AbiValue *value,
              size_t depth,
              uint8_t out[32])
{
  Buffer buffer = buffer_new ();
  CoreResult result = CORE_OK;
  size_t length;
  Hash hash;

  if (n_dimensions == 0)
    return encode_base (self, member, value, depth, out);

  length = member->dimensions[n_dimensions - 1];
  if ((value->kind != ABI_ARRAY && value->kind != ABI_FIXED_ARRAY) ||
      (length != STRUCT_DYNAMIC && value->n_items != length))
    return CORE_ERROR_SYNTAX;

  for (size_t i = 0; i < value->n_items && result == CORE_OK; i++)
    {
      uint8_t item[32];

      result = encode_value (self, member, n_dimensions - 1, &value->items[i], depth, item);
      if (result == CORE_OK)
        buffer_append (&buffer, item, sizeof item);
    }

  hash = keccak256 (buffer_bytes (&buffer));
  buffer_clear (&buffer);
  if (result == CORE_OK)
    memcpy (out, hash.bytes, 32);

  return result;
}

static CoreResult
hash_struct (const TypedData *self, size_t index, const AbiValue *value, size_t depth, Hash *out)
{
  const StructType *item = &self->types.items[index];
  uint8_t encoding[32 * (1 + STRUCT_MEMBERS_MAX)];

  if (depth > MAX_DEPTH)
    return CORE_ERROR_LIMIT;
  if (value->kind != ABI_TUPLE || value->n_items != item->n_members)
    return CORE_ERROR_SYNTAX;

  memcpy (encoding, item->type_hash.bytes, 32);
  for (size_t i = 0; i < item->n_members; i++)
    {
      const StructMember *member = &item->members[i];
      const CoreResult result = encode_value (self, member, member->n_dimensions, &value->items[i],
                                              depth, encoding + 32 * (i + 1));

      if (result != CORE_OK)
        return result;
    }

  *out = keccak256 ((Bytes) { encoding, 32 * (1 + item->n_members) });

  return CORE_OK;
}

CoreResult
typed_data_hash_struct (const TypedData *self, const AbiValue *message, Hash *out)
{
  return hash_struct (self, 0, message, 1, out);
}

/* Domain and digests */

static Bytes
text_bytes (const char *text)
{
  return (Bytes) { (const uint8_t *) text, strlen (text) };
}

typedef struct
{
  Buffer type;
  Buffer data;
} DomainWriter;

static void
domain_field (DomainWriter *writer, const char *declaration, const uint8_t word[32])
{
  if (writer->data.len > 0)
    buffer_append_byte (&writer->type, ',');
  buffer_append (&writer->type, declaration, strlen (declaration));
  buffer_append (&writer->data, word, 32);
}

Hash
typed_data_domain_separator (const TypedDataDomain *domain)
{
  DomainWriter writer = { buffer_new (), buffer_new () };
  uint8_t word[32];
  Bytes parts[2];
  Hash hash;

  buffer_append (&writer.type, "EIP712Domain(", 13);

  if (domain->name != nullptr)
    domain_field (&writer, "string name", keccak256 (text_bytes (domain->name)).bytes);
  if (domain->version != nullptr)
    domain_field (&writer, "string version", keccak256 (text_bytes (domain->version)).bytes);
  if (domain->has_chain_id)
    {
      u256_to_be (domain->chain_id, word);
      domain_field (&writer, "uint256 chainId", word);
    }
  if (domain->verifying_contract != nullptr)
    {
      u256_to_be (address_to_word (domain->verifying_contract), word);
      domain_field (&writer, "address verifyingContract", word);
    }
  if (domain->salt != nullptr)
    domain_field (&writer, "bytes32 salt", domain->salt->bytes);

  buffer_append_byte (&writer.type, ')');
  hash = keccak256 (buffer_bytes (&writer.type));

  parts[0] = (Bytes) { hash.bytes, 32 };
  parts[1] = buffer_bytes (&writer.data);
  hash = keccak256_parts (parts, 2);

  buffer_clear (&writer.type);
  buffer_clear (&writer.data);

  return hash;
}

Hash
typed_data_digest (const Hash *domain_separator, const Hash *struct_hash)
{
  static const uint8_t prefix[2] = { 0x19, 0x01 };
  const Bytes parts[] = { { prefix, 2 },
                          { domain_separator->bytes, 32 },
                          { struct_hash->bytes, 32 } };

  return keccak256_parts (parts, 3);
}

Hash
personal_message_digest (Bytes message)
{
  char prefix[64];
  const int len = snprintf (prefix, sizeof prefix,
                            "\x19"
                            "Ethereum Signed Message:\n%zu",
                            message.len);
  const Bytes parts[] = { { (const uint8_t *) prefix, (size_t) len }, message };

  return keccak256_parts (parts, 2);
}
