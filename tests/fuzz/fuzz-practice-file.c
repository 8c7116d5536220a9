/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "practice-dump.h"
#include "surety-practice.h"

/* A practice network's file: read as it was written, or refused. The sum at its end is made right first,
 * as whoever changes the file on purpose would. */

static GBytes *
with_sum (const uint8_t *input, size_t size)
{
  guint8 *data = g_malloc (size + 32);
  gsize len = 32;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  if (size > 0)
    memcpy (data, input, size);
  g_checksum_update (sum, data, (gssize) size);
  g_checksum_get_digest (sum, data + size, &len);
  return g_bytes_new_take (data, size + 32);
}

static void
read_file (GBytes *file)
{
  PracticeDump dump;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) written_again = NULL;

  if (!practice_dump_read (&dump, file, &error))
    {
      assert (error != NULL && error->domain == SURETY_PRACTICE_ERROR);
      return;
    }
  assert (error == NULL);
  for (guint i = 0; i < dump.records->len; i++)
    {
      const PracticeRecord *record = &g_array_index (dump.records, PracticeRecord, i);

      assert ((record->kind == PRACTICE_RECORD_TRANSACTION) == (record->raw != NULL));
    }
  written = practice_dump_write (&dump);
  practice_dump_clear (&dump);
  /* Winding twice in a row is written as once. */
  gboolean is_read = practice_dump_read (&dump, written, &error);
  assert (is_read);
  written_again = practice_dump_write (&dump);
  practice_dump_clear (&dump);
  assert (g_bytes_equal (written, written_again));
}

int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  g_autoptr (GBytes) as_it_is = g_bytes_new_static (input, size);
  g_autoptr (GBytes) summed = with_sum (input, size);

  read_file (as_it_is);
  read_file (summed);
  return 0;
}
