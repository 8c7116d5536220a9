/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol-test.h"

G_BEGIN_DECLS

/* Enter, exit, finish the exit, claim what was earned meanwhile, undelegate, enter again with what waits sped up, and once more with it
 * cancelled: each made by a program that is killed at some event of it, started again, and compared
 * with one that was left alone. */
#define PLANS_N 7u

typedef struct _Plans Plans;

/* Makes all of it undisturbed, to know what it comes to and how many events there are. subject: the
 * program. fine: every single change on the disk is an event, not only the first of several writes. */
Plans *plans_new (const char *subject, gboolean fine);
void plans_free (Plans *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Plans, plans_free)
/* plan: 0 to PLANS_N - 1. */
const char *plans_get_name (guint plan);
guint plans_get_n_events (Plans *self, guint plan);
/* Of those plans_kill() was asked for: there may be an event less than the time before. */
guint plans_get_n_killed (Plans *self);
/* Killed at event k, from 1. NULL when everything is as if it had not been; else what is not. */
char *plans_kill (Plans *self, guint plan, guint k);

G_END_DECLS
