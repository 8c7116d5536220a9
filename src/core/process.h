/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a program that holds keys asks of the system for itself. What the system refuses is not
 * reported: there is nothing the user could do, and nothing that works less. */

/* No core dump is written when this program crashes (RLIMIT_CORE, which nothing it starts can raise
 * again). */
void process_refuse_core (void);
/* Other programs of the same user can neither read its memory nor attach a debugger to it
 * (PR_SET_DUMPABLE; the kernel's owner always can). */
void process_refuse_readers (void);
/* What was taken in large pieces goes back to the system when it is freed: glibc would keep such memory for
 * its next use by that thread (mallopt, M_MMAP_THRESHOLD). Before there is a second thread. */
void process_return_memory (void);
