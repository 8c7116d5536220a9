/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-slashing.h"

SuretySlashing *
surety_slashings_copy (const SuretySlashing *slashings, guint n)
{
  SuretySlashing *copy = g_memdup2 (slashings, n * sizeof *slashings);

  for (guint i = 0; i < n && copy != NULL; i++)
    copy[i].description = g_strdup (slashings[i].description != NULL ? slashings[i].description
                                                                     : "");
  return copy;
}

void
surety_slashings_free (SuretySlashing *slashings, guint n)
{
  for (guint i = 0; i < n && slashings != NULL; i++)
    g_free ((char *) slashings[i].description);
  g_free (slashings);
}
