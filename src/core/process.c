/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void
process_refuse_core (void)
{
  const struct rlimit none = { 0, 0 };

  (void) setrlimit (RLIMIT_CORE, &none);
}

void
process_refuse_readers (void)
{
  (void) prctl (PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}
