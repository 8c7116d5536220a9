/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What came of a secret and may be known all the same: that a key is in its range, a public key, a
 * signature. For the test of constant time, in which the bytes of secrets count as undefined, and a
 * branch or an address that hangs on them is an error; otherwise nothing. */
#ifdef SURETY_TEST_CONSTANT_TIME
#  include <valgrind/memcheck.h>

#  define declassify(object) ((void) VALGRIND_MAKE_MEM_DEFINED (&(object), sizeof (object)))
#else
#  define declassify(object) ((void) 0)
#endif
