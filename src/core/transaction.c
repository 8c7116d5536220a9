/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transaction.h"

#include <string.h>

#include "ecdsa.h"
#include "rlp.h"

constexpr uint8_t TYPE_EIP1559 = 0x02;

/* EIP-2: creation; EIP-2028: calldata; EIP-2930: access list; EIP-3860: init code; EIP-7623: floor. */
constexpr uint64_t GAS_BASE = 21000;
constexpr uint64_t GAS_CREATION = 32000;
constexpr uint64_t GAS_INITCODE_WORD = 2;
constexpr uint64_t GAS_ZERO_BYTE = 4;
constexpr uint64_t GAS_OTHER_BYTE = 16;
constexpr uint64_t GAS_LISTED_ADDRESS = 2400;
constexpr uint64_t GAS_LISTED_KEY = 1900;
constexpr uint64_t GAS_FLOOR_TOKEN = 10;
constexpr uint64_t FLOOR_TOKENS_OTHER_BYTE = 4;

/* The bytes of the next item with its header, which rlp_read() passes. */
static CoreResult
read_raw (RlpReader *reader, RlpItem *item, Bytes *raw)
{
  const Bytes before = reader->rest;
  const CoreResult result = rlp_read (reader, item);

  if (result == CORE_OK)
    *raw = (Bytes) { before.data, before.len - reader->rest.len };

  return result;
}

/* EIP-2930: [[address, [key, …]], …], addresses of 20 bytes, keys of 32. Counts both. */
static CoreResult
access_list_walk (Bytes payload, uint64_t *n_addresses, uint64_t *n_keys)
{
  RlpReader entries = rlp_reader (payload);
  CoreResult result;

  *n_addresses = 0;
  *n_keys = 0;

  while (!rlp_at_end (&entries))
    {
      RlpReader entry;
      RlpReader keys;
      uint8_t address[20];

      if ((result = rlp_read_list (&entries, &entry)) != CORE_OK ||
          (result = rlp_read_fixed (&entry, address, sizeof address)) != CORE_OK ||
          (result = rlp_read_list (&entry, &keys)) != CORE_OK)
        return result;
      if (!rlp_at_end (&entry))
        return CORE_ERROR_SYNTAX;

      *n_addresses += 1;

      while (!rlp_at_end (&keys))
        {
          uint8_t key[32];

          if ((result = rlp_read_fixed (&keys, key, sizeof key)) != CORE_OK)
            return result;

          *n_keys += 1;
        }
    }

  return CORE_OK;
}

/* The list as a caller gives it: nothing at all, or exactly one RLP list. */
static CoreResult
access_list_check (Bytes list, uint64_t *n_addresses, uint64_t *n_keys)
{
  RlpReader reader = rlp_reader (list);
  RlpReader entries;
  CoreResult result;

  *n_addresses = 0;
  *n_keys = 0;

  if (list.len == 0)
    return CORE_OK;
  if ((result = rlp_read_list (&reader, &entries)) != CORE_OK)
    return result;
  if (!rlp_at_end (&reader))
    return CORE_ERROR_TRAILING;

  return access_list_walk (entries.rest, n_addresses, n_keys);
}

/* What no node accepts, whatever the state: EIP-2681 (nonce), EIP-1559 (fees). */
static CoreResult
check (const Transaction *self)
{
  uint64_t n_addresses, n_keys;
  u256 cost;

  if (self->nonce == UINT64_MAX)
    return CORE_ERROR_RANGE;
  if (!u256_mul (self->gas_limit, self->max_fee, &cost))
    return CORE_ERROR_RANGE;

  switch (self->kind)
    {
    case TRANSACTION_LEGACY:
      return CORE_OK;

    case TRANSACTION_EIP1559:
      if (self->chain_id == 0)
        return CORE_ERROR_UNSUPPORTED;
      if (self->max_priority_fee > self->max_fee)
        return CORE_ERROR_RANGE;
      return access_list_check (self->access_list, &n_addresses, &n_keys);

    default:
      return CORE_ERROR_UNSUPPORTED;
    }
}

static void
append_recipient_value_data (const Transaction *self, Buffer *out)
{
  const Bytes to = { self->to.bytes, self->creates ? 0 : sizeof self->to.bytes };

  rlp_append_string (out, to);
  rlp_append_u256 (out, self->value);
  rlp_append_string (out, self->data);
}

/* The fields both forms share, up to where the signature goes; the list is left open. */
static size_t
open_fields (const Transaction *self, Buffer *out)
{
  size_t mark;

  if (self->kind == TRANSACTION_LEGACY)
    {
      mark = rlp_open_list (out);
      rlp_append_u64 (out, self->nonce);
      rlp_append_u256 (out, self->max_fee);
      rlp_append_u64 (out, self->gas_limit);
      append_recipient_value_data (self, out);
      return mark;
    }

  buffer_append_byte (out, TYPE_EIP1559);
  mark = rlp_open_list (out);
  rlp_append_u64 (out, self->chain_id);
  rlp_append_u64 (out, self->nonce);
  rlp_append_u256 (out, self->max_priority_fee);
  rlp_append_u256 (out, self->max_fee);
  rlp_append_u64 (out, self->gas_limit);
  append_recipient_value_data (self, out);

  if (self->access_list.len > 0)
    buffer_append (out, self->access_list.data, self->access_list.len);
  else
    rlp_close_list (out, rlp_open_list (out));

  return mark;
}

static void
append_unsigned (const Transaction *self, Buffer *out)
{
  const size_t mark = open_fields (self, out);

  if (self->kind == TRANSACTION_LEGACY && self->chain_id != 0)
    {
      rlp_append_u64 (out, self->chain_id);
      rlp_append_u64 (out, 0);
      rlp_append_u64 (out, 0);
    }

  rlp_close_list (out, mark);
}

static void
append_signed (const Transaction *self, const Signature *signature, Buffer *out)
{
  const size_t mark = open_fields (self, out);

  if (self->kind == TRANSACTION_EIP1559)
    rlp_append_u64 (out, signature->y_parity);
  else if (self->chain_id == 0)
    rlp_append_u64 (out, 27u + signature->y_parity);
  else
    rlp_append_u256 (out, (u256) self->chain_id * 2 + 35 + signature->y_parity);

  rlp_append_u256 (out, u256_from_be (signature->r));
  rlp_append_u256 (out, u256_from_be (signature->s));
  rlp_close_list (out, mark);
}

CoreResult
transaction_encode_unsigned (const Transaction *self, Buffer *out)
{
  const CoreResult result = check (self);

  if (result == CORE_OK)
    append_unsigned (self, out);

  return result;
}

Hash
transaction_signing_hash (const Transaction *self)
{
  Buffer buffer = buffer_new ();
  Hash hash;

  append_unsigned (self, &buffer);
  hash = keccak256 (buffer_bytes (&buffer));
  buffer_clear (&buffer);

  return hash;
}

CoreResult
transaction_encode_signed (const Transaction *self, const Signature *signature, Buffer *out)
{
  const CoreResult result = check (self);

  if (result != CORE_OK)
    return result;
  if (signature->y_parity > 1)
    return CORE_ERROR_RANGE;

  append_signed (self, signature, out);

  return CORE_OK;
}

Hash
transaction_hash (Bytes signed_bytes)
{
  return keccak256 (signed_bytes);
}

CoreResult
transaction_sign (const Transaction *self, const Secret *private_key, Buffer *out)
{
  Signature signature;
  Hash hash;
  CoreResult result = check (self);

  if (result != CORE_OK)
    return result;
  if (self->chain_id == 0)
    return CORE_ERROR_UNSUPPORTED;

  hash = transaction_signing_hash (self);
  if ((result = ecdsa_sign (private_key, &hash, &signature)) != CORE_OK)
    return result;

  append_signed (self, &signature, out);

  return CORE_OK;
}

static CoreResult
read_recipient (RlpReader *fields, Transaction *out)
{
  Bytes to;
  const CoreResult result = rlp_read_string (fields, &to);

  if (result != CORE_OK)
    return result;
  if (to.len != 0 && to.len != sizeof out->to.bytes)
    return CORE_ERROR_SYNTAX;

  out->creates = to.len == 0;
  if (!out->creates)
    memcpy (out->to.bytes, to.data, to.len);

  return CORE_OK;
}

/* r, s and the end of the list. Their range is ecdsa_recover()'s business. */
static CoreResult
read_scalars (RlpReader *fields, Signature *signature)
{
  u256 r, s;
  CoreResult result;

  if ((result = rlp_read_u256 (fields, &r)) != CORE_OK ||
      (result = rlp_read_u256 (fields, &s)) != CORE_OK)
    return result;
  if (!rlp_at_end (fields))
    return CORE_ERROR_SYNTAX;

  u256_to_be (r, signature->r);
  u256_to_be (s, signature->s);

  return CORE_OK;
}

static CoreResult
decode_eip1559 (RlpReader *fields, Transaction *out, Signature *signature)
{
  RlpItem list;
  uint64_t y_parity;
  CoreResult result;

  out->kind = TRANSACTION_EIP1559;

  if ((result = rlp_read_u64 (fields, &out->chain_id)) != CORE_OK ||
      (result = rlp_read_u64 (fields, &out->nonce)) != CORE_OK ||
      (result = rlp_read_u256 (fields, &out->max_priority_fee)) != CORE_OK ||
      (result = rlp_read_u256 (fields, &out->max_fee)) != CORE_OK ||
      (result = rlp_read_u64 (fields, &out->gas_limit)) != CORE_OK ||
      (result = read_recipient (fields, out)) != CORE_OK ||
      (result = rlp_read_u256 (fields, &out->value)) != CORE_OK ||
      (result = rlp_read_string (fields, &out->data)) != CORE_OK ||
      (result = read_raw (fields, &list, &out->access_list)) != CORE_OK ||
      (result = rlp_read_u64 (fields, &y_parity)) != CORE_OK)
    return result;
  if (!list.is_list)
    return CORE_ERROR_SYNTAX;
  if (y_parity > 1)
    return CORE_ERROR_RANGE;

  if (list.payload.len == 0)
    out->access_list = (Bytes) { nullptr, 0 };
  signature->y_parity = (uint8_t) y_parity;

  return read_scalars (fields, signature);
}

/* 27, 28: before EIP-155. From 37: chain_id · 2 + 35 + y_parity. */
static CoreResult
decode_v (u256 v, uint64_t *chain_id, uint8_t *y_parity)
{
  if (v == 27 || v == 28)
    {
      *chain_id = 0;
      *y_parity = (uint8_t) (v - 27);
      return CORE_OK;
    }

  if (v < 37 || (v - 35) / 2 > UINT64_MAX)
    return CORE_ERROR_RANGE;

  *chain_id = (uint64_t) ((v - 35) / 2);
  *y_parity = (uint8_t) ((v - 35) % 2);

  return CORE_OK;
}

static CoreResult
decode_legacy (RlpReader *fields, Transaction *out, Signature *signature)
{
  u256 v;
  CoreResult result;

  out->kind = TRANSACTION_LEGACY;

  if ((result = rlp_read_u64 (fields, &out->nonce)) != CORE_OK ||
      (result = rlp_read_u256 (fields, &out->max_fee)) != CORE_OK ||
      (result = rlp_read_u64 (fields, &out->gas_limit)) != CORE_OK ||
      (result = read_recipient (fields, out)) != CORE_OK ||
      (result = rlp_read_u256 (fields, &out->value)) != CORE_OK ||
      (result = rlp_read_string (fields, &out->data)) != CORE_OK ||
      (result = rlp_read_u256 (fields, &v)) != CORE_OK ||
      (result = decode_v (v, &out->chain_id, &signature->y_parity)) != CORE_OK)
    return result;

  return read_scalars (fields, signature);
}

static CoreResult
decode_envelope (Bytes input, Transaction *out, Signature *signature)
{
  const bool typed = input.len > 0 && input.data[0] < 0x80;
  RlpReader reader;
  RlpReader fields;
  CoreResult result;

  if (input.len == 0)
    return CORE_ERROR_TRUNCATED;
  if (typed && input.data[0] != TYPE_EIP1559)
    return CORE_ERROR_UNSUPPORTED;

  reader = rlp_reader (typed ? (Bytes) { input.data + 1, input.len - 1 } : input);
  if ((result = rlp_read_list (&reader, &fields)) != CORE_OK)
    return result;
  if (!rlp_at_end (&reader))
    return CORE_ERROR_TRAILING;

  return typed ? decode_eip1559 (&fields, out, signature) : decode_legacy (&fields, out, signature);
}

CoreResult
transaction_decode (Bytes input, Transaction *out, Signature *signature, Address *sender)
{
  Transaction transaction = { 0 };
  Signature found = { 0 };
  Address address;
  Hash hash;
  CoreResult result;

  if ((result = decode_envelope (input, &transaction, &found)) != CORE_OK ||
      (result = check (&transaction)) != CORE_OK)
    return result;

  hash = transaction_signing_hash (&transaction);
  if ((result = ecdsa_recover (&hash, &found, &address)) != CORE_OK)
    return result;

  *out = transaction;
  *signature = found;
  *sender = address;

  return CORE_OK;
}

uint64_t
transaction_intrinsic_gas (const Transaction *self, uint64_t *floor)
{
  uint64_t zeros = 0;
  uint64_t others;
  uint64_t n_addresses = 0;
  uint64_t n_keys = 0;
  uint64_t gas = GAS_BASE;

  for (size_t i = 0; i < self->data.len; i++)
    zeros += self->data.data[i] == 0;
  others = self->data.len - zeros;

  if (floor != nullptr)
    *floor = GAS_BASE + GAS_FLOOR_TOKEN * (zeros + FLOOR_TOKENS_OTHER_BYTE * others);

  gas += GAS_ZERO_BYTE * zeros + GAS_OTHER_BYTE * others;
  if (self->creates)
    gas += GAS_CREATION + GAS_INITCODE_WORD * ((self->data.len + 31) / 32);

  if (self->kind == TRANSACTION_EIP1559 &&
      access_list_check (self->access_list, &n_addresses, &n_keys) == CORE_OK)
    gas += GAS_LISTED_ADDRESS * n_addresses + GAS_LISTED_KEY * n_keys;

  return gas;
}
