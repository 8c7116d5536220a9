/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "bytes.h"

G_BEGIN_DECLS

/* Everything that happened to a practice network since its beginning, as bytes:
 *
 *   "surety practice" NUL, format (1 byte), seed (8, big-endian)
 *   records: 'T', length (4), signed transaction · 'W', blocks (8)
 *   'E', head block (8), hash of the head block (32), then sha256 of all before (32) */
#define PRACTICE_DUMP_FORMAT 1u

typedef enum
{
  PRACTICE_RECORD_TRANSACTION = 'T',
  PRACTICE_RECORD_WIND = 'W',
} PracticeRecordKind;

typedef struct
{
  PracticeRecordKind kind;
  guint64 blocks;
  GBytes *raw;
} PracticeRecord;

typedef struct
{
  guint64 seed;
  GArray *records; /* of PracticeRecord; owns them */
  guint64 head;
  guint8 head_hash[32];
} PracticeDump;

void practice_dump_init (PracticeDump *self, guint64 seed);
void practice_dump_clear (PracticeDump *self);
void practice_dump_add_transaction (PracticeDump *self, Bytes raw);
/* Adds to the last record when that was winding too. */
void practice_dump_add_wind (PracticeDump *self, guint64 blocks);
GBytes *practice_dump_write (const PracticeDump *self);
/* SURETY_PRACTICE_ERROR. self is to be cleared only on success. */
gboolean practice_dump_read (PracticeDump *self, GBytes *bytes, GError **error);

G_END_DECLS
