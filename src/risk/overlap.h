/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "u256.h"

/* The same operator or service reached more than once: through a token's validators and by
 * delegation, through two operators in one set, through a liquid restaking token. What looks
 * like two risks is one then. */

typedef enum
{
  OVERLAP_OPERATOR,
  OVERLAP_SERVICE,
} OverlapKind;

#define OVERLAP_ID_SIZE 32

/* One holding (a "path": a delegation, a token, a vault) reaches somebody. */
typedef struct
{
  OverlapKind kind;
  /* Who: bytes that are equal for the same one and for nobody else (an address padded with zeros,
   * an operator set's key). Names are no identity. */
  uint8_t id[OVERLAP_ID_SIZE];
  size_t path; /* the holding */
  bool amount_known;
  u256 amount; /* what of the holding it reaches, wei of ETH */
} OverlapReach;

/* Somebody who is reached by at least two paths. */
typedef struct
{
  OverlapKind kind;
  uint8_t id[OVERLAP_ID_SIZE];
  size_t n_paths;
  bool amount_known; /* of all of them */
  u256 amount;       /* through all paths together */
} OverlapGroup;

/* Writes the groups, operators before services, each by id, and answers how many; groups has
 * room for n / 2. The same path may reach somebody several times (several strategies): amounts
 * add up, the path counts once. What a holding reaches is not always known; that is for the
 * caller to say beside it. */
size_t overlap_find (const OverlapReach *reaches, size_t n, OverlapGroup *groups);
