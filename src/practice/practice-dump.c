/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-dump.h"

#include <string.h>

#include "keccak.h"
#include "practice-chain.h"
#include "surety-practice.h"

static const char magic[] = "surety practice";

static void
record_clear (gpointer data)
{
  PracticeRecord *record = data;

  g_clear_pointer (&record->raw, g_bytes_unref);
}

void
practice_dump_init (PracticeDump *self, guint64 seed)
{
  *self = (PracticeDump) { .seed = seed };
  self->records = g_array_new (FALSE, FALSE, sizeof (PracticeRecord));
  g_array_set_clear_func (self->records, record_clear);
}

void
practice_dump_clear (PracticeDump *self)
{
  g_clear_pointer (&self->records, g_array_unref);
}

void
practice_dump_add_transaction (PracticeDump *self, Bytes raw)
{
  PracticeRecord record = {
    .kind = PRACTICE_RECORD_TRANSACTION,
    .raw = g_bytes_new (raw.data, raw.len),
  };

  g_array_append_val (self->records, record);
}

void
practice_dump_add_wind (PracticeDump *self, guint64 blocks)
{
  PracticeRecord record = { .kind = PRACTICE_RECORD_WIND, .blocks = blocks };

  if (blocks == 0)
    return;
  if (self->records->len > 0)
    {
      PracticeRecord *last = &g_array_index (self->records, PracticeRecord, self->records->len - 1);

      if (last->kind == PRACTICE_RECORD_WIND)
        {
          last->blocks += blocks;
          return;
        }
    }
  g_array_append_val (self->records, record);
}

static void
append_u64 (GByteArray *out, guint64 value)
{
  guint64 bytes = GUINT64_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &bytes, sizeof bytes);
}

static void
append_u32 (GByteArray *out, guint32 value)
{
  guint32 bytes = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &bytes, sizeof bytes);
}

static void
append_byte (GByteArray *out, guint8 value)
{
  g_byte_array_append (out, &value, 1);
}

GBytes *
practice_dump_write (const PracticeDump *self)
{
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) magic, sizeof magic);
  append_byte (out, PRACTICE_DUMP_FORMAT);
  append_u64 (out, self->seed);
  for (guint i = 0; i < self->records->len; i++)
    {
      const PracticeRecord *record = &g_array_index (self->records, PracticeRecord, i);

      append_byte (out, (guint8) record->kind);
      if (record->kind == PRACTICE_RECORD_WIND)
        append_u64 (out, record->blocks);
      else
        {
          gsize length;
          const guint8 *raw = g_bytes_get_data (record->raw, &length);

          append_u32 (out, (guint32) length);
          g_byte_array_append (out, raw, (guint) length);
        }
    }
  append_byte (out, 'E');
  append_u64 (out, self->head);
  g_byte_array_append (out, self->head_hash, sizeof self->head_hash);

  Hash sum = sha256 ((Bytes) { out->data, out->len });
  g_byte_array_append (out, sum.bytes, sizeof sum.bytes);

  return g_byte_array_free_to_bytes (out);
}

/* A cursor that never passes its end. */
typedef struct
{
  const guint8 *data;
  gsize length;
} Reader;

static gboolean
reader_take (Reader *self, gpointer out, gsize length)
{
  if (self->length < length)
    return FALSE;
  memcpy (out, self->data, length);
  self->data += length;
  self->length -= length;

  return TRUE;
}

static gboolean
reader_u64 (Reader *self, guint64 *out)
{
  guint64 bytes;

  if (!reader_take (self, &bytes, sizeof bytes))
    return FALSE;
  *out = GUINT64_FROM_BE (bytes);

  return TRUE;
}

static gboolean
reader_transaction (Reader *reader, PracticeDump *self)
{
  guint32 length;

  if (!reader_take (reader, &length, sizeof length))
    return FALSE;
  length = GUINT32_FROM_BE (length);
  if (reader->length < length)
    return FALSE;
  practice_dump_add_transaction (self, (Bytes) { reader->data, length });
  reader->data += length;
  reader->length -= length;

  return TRUE;
}

/* Up to and with the end mark; nothing may follow it. */
static gboolean
reader_records (Reader *reader, PracticeDump *self)
{
  guint8 kind;
  guint64 blocks;

  while (reader_take (reader, &kind, 1))
    {
      switch (kind)
        {
        case PRACTICE_RECORD_TRANSACTION:
          if (!reader_transaction (reader, self))
            return FALSE;
          break;
        case PRACTICE_RECORD_WIND:
          if (!reader_u64 (reader, &blocks) || blocks > PRACTICE_LAST_BLOCK)
            return FALSE;
          practice_dump_add_wind (self, blocks);
          break;
        case 'E':
          return reader_u64 (reader, &self->head) &&
                 reader_take (reader, self->head_hash, sizeof self->head_hash) &&
                 reader->length == 0;
        default:
          return FALSE;
        }
    }

  return FALSE;
}

gboolean
practice_dump_read (PracticeDump *self, GBytes *bytes, GError **error)
{
  Reader reader;
  char start[sizeof magic];
  guint8 format;
  guint64 seed;
  Hash sum;

  reader.data = g_bytes_get_data (bytes, &reader.length);
  if (reader.length < sizeof sum.bytes)
    goto damaged;
  reader.length -= sizeof sum.bytes;

  sum = sha256 ((Bytes) { reader.data, reader.length });
  if (memcmp (sum.bytes, reader.data + reader.length, sizeof sum.bytes) != 0 ||
      !reader_take (&reader, start, sizeof start) || memcmp (start, magic, sizeof magic) != 0 ||
      !reader_take (&reader, &format, 1))
    goto damaged;
  if (format != PRACTICE_DUMP_FORMAT)
    {
      g_set_error (error, SURETY_PRACTICE_ERROR, SURETY_PRACTICE_ERROR_VERSION,
                   "practice network of format %u, not %u", format, PRACTICE_DUMP_FORMAT);
      return FALSE;
    }
  if (!reader_u64 (&reader, &seed))
    goto damaged;

  practice_dump_init (self, seed);
  if (reader_records (&reader, self))
    return TRUE;
  practice_dump_clear (self);

damaged:
  g_set_error_literal (error, SURETY_PRACTICE_ERROR, SURETY_PRACTICE_ERROR_DAMAGED,
                       "not a practice network, or a damaged one");
  return FALSE;
}
