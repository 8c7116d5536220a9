/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* Random numbers that are a function of their place: the same counter and key give the same
 * words on every thread and in every order, so what is simulated does not depend on how the work
 * was cut. Philox4x32-10 of Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1,
 * 2, 3" (SC11). Not for secrets. */

typedef struct
{
  uint32_t words[4];
} Philox;

Philox philox4x32 (Philox counter, uint64_t seed);

/* Evenly in (0, 1), never 0 or 1: the middle of one of 2^32 or 2^52 equal parts. */
static inline double
philox_unit (uint32_t word)
{
  return ((double) word + 0.5) * 0x1p-32;
}

static inline double
philox_unit_fine (uint32_t high, uint32_t low)
{
  return ((double) (((uint64_t) high << 32 | low) >> 12) + 0.5) * 0x1p-52;
}
