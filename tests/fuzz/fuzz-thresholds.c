/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "surety-thresholds.h"

/* A file of thresholds is taken whole, with every value in its bounds, or refused. */
int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  g_autoptr (GBytes) json = g_bytes_new_static (input, size);
  g_autoptr (GError) error = NULL;
  SuretyThresholdTable table;

  if (!surety_thresholds_parse (json, &table, &error))
    {
      assert (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA));
      assert (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  assert (error == NULL);
  return 0;
}
