/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-directory.h"
#include "surety-plan-simulation.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* What a plan changes, in words. Pure; strings are newly allocated. */

/* "stETH in your account". names (NULL: none): where accounts and saved addresses have names. */
char *surety_change_words_title (SuretyChange *change, SuretySession *names);
/* "20 stETH now, 19.95 stETH afterwards". names (NULL: none): whose name for an operator stands before its
 * address. */
char *surety_change_words_value (SuretyChange *change, SuretyDirectory *names);
/* Whether it is worth a line: it changes, can't be said, or is a permission, which has to be known also
 * when it stays. */
gboolean surety_change_words_matters (SuretyChange *change);
/* How it was tried out, on which block, and who says so. */
char *surety_change_words_how (SuretyPlanSimulation *simulation);

G_END_DECLS
