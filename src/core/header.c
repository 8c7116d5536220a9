/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "header.h"

#include "rlp.h"

static void
append_hash (Buffer *out, const Hash *hash)
{
  rlp_append_string (out, (Bytes) { hash->bytes, sizeof hash->bytes });
}

static void
append_first_fields (Buffer *out, const Header *self)
{
  append_hash (out, &self->parent);
  append_hash (out, &self->uncles);
  rlp_append_string (out, (Bytes) { self->beneficiary.bytes, sizeof self->beneficiary.bytes });
  append_hash (out, &self->state_root);
  append_hash (out, &self->transactions_root);
  append_hash (out, &self->receipts_root);
  rlp_append_string (out, (Bytes) { self->logs_bloom, sizeof self->logs_bloom });
  rlp_append_u256 (out, self->difficulty);
  rlp_append_u64 (out, self->number);
  rlp_append_u64 (out, self->gas_limit);
  rlp_append_u64 (out, self->gas_used);
  rlp_append_u64 (out, self->timestamp);
  rlp_append_string (out, self->extra);
  append_hash (out, &self->mix);
  rlp_append_string (out, (Bytes) { self->nonce, sizeof self->nonce });
}

Hash
header_hash (const Header *self)
{
  Buffer out = buffer_new ();
  const size_t mark = rlp_open_list (&out);
  Hash hash;

  append_first_fields (&out, self);
  if (self->form >= HEADER_LONDON)
    rlp_append_u256 (&out, self->base_fee);
  if (self->form >= HEADER_SHANGHAI)
    append_hash (&out, &self->withdrawals_root);
  if (self->form >= HEADER_CANCUN)
    {
      rlp_append_u64 (&out, self->blob_gas_used);
      rlp_append_u64 (&out, self->excess_blob_gas);
      append_hash (&out, &self->parent_beacon_root);
    }
  if (self->form >= HEADER_PRAGUE)
    append_hash (&out, &self->requests_hash);
  if (self->form >= HEADER_AMSTERDAM)
    {
      append_hash (&out, &self->block_access_list_hash);
      rlp_append_u64 (&out, self->slot_number);
    }
  rlp_close_list (&out, mark);

  hash = keccak256 (buffer_bytes (&out));
  buffer_clear (&out);
  return hash;
}
