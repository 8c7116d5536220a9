/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-fact.h"

#include <string.h>

SuretyFactKey
surety_fact_key (SuretyFactKind kind)
{
  SuretyFactKey key = { .len = 1 };

  key.bytes[0] = (guint8) kind;
  return key;
}

static void
key_add (SuretyFactKey *self, const void *data, gsize len)
{
  g_assert (self->len + len <= sizeof self->bytes);

  memcpy (self->bytes + self->len, data, len);
  self->len += len;
}

void
surety_fact_key_add_address (SuretyFactKey *self, const Address *address)
{
  key_add (self, address->bytes, sizeof address->bytes);
}

void
surety_fact_key_add_set (SuretyFactKey *self, const Address *avs, guint32 id)
{
  surety_fact_key_add_address (self, avs);
  surety_fact_key_add_number (self, id);
}

void
surety_fact_key_add_number (SuretyFactKey *self, guint32 number)
{
  const guint32 be = GUINT32_TO_BE (number);

  key_add (self, &be, sizeof be);
}

void
surety_fact_key_add_place (SuretyFactKey *self, guint64 block, guint32 log)
{
  const guint64 be = GUINT64_TO_BE (block);

  key_add (self, &be, sizeof be);
  surety_fact_key_add_number (self, log);
}

SuretyFactReader
surety_fact_reader (const guint8 *data, gsize len)
{
  static const guint8 nothing[1];

  return data != NULL ? (SuretyFactReader) { data, data + len, TRUE }
                      : (SuretyFactReader) { nothing, nothing, TRUE };
}

static gboolean
take (SuretyFactReader *self, void *out, gsize n)
{
  if ((gsize) (self->end - self->p) < n)
    {
      self->p = self->end;
      self->ok = FALSE;
      memset (out, 0, n);
      return FALSE;
    }
  memcpy (out, self->p, n);
  self->p += n;
  return TRUE;
}

guint64
surety_fact_read_u64 (SuretyFactReader *self)
{
  guint64 be;

  take (self, &be, sizeof be);
  return GUINT64_FROM_BE (be);
}

guint32
surety_fact_read_u32 (SuretyFactReader *self)
{
  guint32 be;

  take (self, &be, sizeof be);
  return GUINT32_FROM_BE (be);
}

guint8
surety_fact_read_u8 (SuretyFactReader *self)
{
  guint8 value;

  take (self, &value, sizeof value);
  return value;
}

Address
surety_fact_read_address (SuretyFactReader *self)
{
  Address address = { 0 };

  take (self, address.bytes, sizeof address.bytes);
  return address;
}

Hash
surety_fact_read_hash (SuretyFactReader *self)
{
  Hash hash = { 0 };

  take (self, hash.bytes, sizeof hash.bytes);
  return hash;
}

u256
surety_fact_read_word (SuretyFactReader *self)
{
  const guint8 len = surety_fact_read_u8 (self);
  guint8 bytes[32];

  if (len > sizeof bytes || !take (self, bytes, len))
    {
      self->ok = FALSE;
      return 0;
    }
  return u256_from_be_short (bytes, len);
}

const char *
surety_fact_read_text (SuretyFactReader *self, gsize *len)
{
  const char *text;

  *len = surety_fact_read_u32 (self);
  if ((gsize) (self->end - self->p) < *len)
    {
      self->ok = FALSE;
      *len = 0;
    }
  text = (const char *) self->p;
  self->p += *len;
  return text;
}

void
surety_fact_write_u64 (GByteArray *out, guint64 value)
{
  const guint64 be = GUINT64_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &be, sizeof be);
}

void
surety_fact_write_u32 (GByteArray *out, guint32 value)
{
  const guint32 be = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &be, sizeof be);
}

void
surety_fact_write_u8 (GByteArray *out, guint8 value)
{
  g_byte_array_append (out, &value, 1);
}

void
surety_fact_write_address (GByteArray *out, const Address *address)
{
  g_byte_array_append (out, address->bytes, sizeof address->bytes);
}

void
surety_fact_write_hash (GByteArray *out, const Hash *hash)
{
  g_byte_array_append (out, hash->bytes, sizeof hash->bytes);
}

void
surety_fact_write_word (GByteArray *out, u256 value)
{
  const gsize len = u256_byte_length (value);
  guint8 bytes[32];

  u256_to_be (value, bytes);
  surety_fact_write_u8 (out, (guint8) len);
  g_byte_array_append (out, bytes + sizeof bytes - len, (guint) len);
}

void
surety_fact_write_text (GByteArray *out, const char *text, gsize len)
{
  surety_fact_write_u32 (out, (guint32) len);
  g_byte_array_append (out, (const guint8 *) text, (guint) len);
}

gboolean
surety_fact_get (SuretyLedger *ledger,
                 const SuretyFactKey *key,
                 SuretyFactReader *out,
                 gboolean *found,
                 GError **error)
{
  g_autoptr (GError) failed = NULL;
  gsize len;
  const guint8 *value = surety_ledger_get (ledger, key->bytes, key->len, &len, &failed);

  *found = value != NULL;
  *out = surety_fact_reader (value, len);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

gboolean
surety_fact_put (SuretyLedger *ledger,
                 const SuretyFactKey *key,
                 const GByteArray *value,
                 GError **error)
{
  return surety_ledger_put (ledger, key->bytes, key->len,
                            value->data != NULL ? value->data : (const guint8 *) "", value->len,
                            error);
}

gboolean
surety_fact_remove (SuretyLedger *ledger, const SuretyFactKey *key, GError **error)
{
  return surety_ledger_put (ledger, key->bytes, key->len, NULL, 0, error);
}
