/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "process.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

constexpr int large = 256 * 1024;

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

void
process_return_memory (void)
{
#ifdef M_MMAP_THRESHOLD
  (void) mallopt (M_MMAP_THRESHOLD, large);
#endif
}
