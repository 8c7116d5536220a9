/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The standard normal distribution. */

/* Chance of a value of at most x. */
double normal_chance (double x);
/* The value that is not exceeded with chance p, for p in (0, 1): algorithm AS 241 (PPND16) of
 * Wichura, Applied Statistics 37 (1988), relative error about 1e-16. 0 and 1 give the
 * infinities. */
double normal_value (double p);
