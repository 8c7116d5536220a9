/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who lives on the practice network. All names are invented. */

#define PRACTICE_N_OPERATORS 44u
#define PRACTICE_N_SERVICES 14u
#define PRACTICE_MAX_SETS 3u

/* No allocation delay was ever set: registered before slashing. */
#define PRACTICE_NO_DELAY G_MAXUINT32

typedef struct
{
  const char *name;
  const char *words; /* what it says of itself; NULL: no metadata */
  guint32 delay;     /* blocks */
  guint stake;       /* tens of ETH, over its tokens */
  guint services;    /* with how many it pledges */
  guint pledged;     /* thousandths of its magnitude, over them */
  gboolean approves; /* wants to approve its stakers */
} PracticeOperator;

typedef enum
{
  PRACTICE_SLASHER_SELF,     /* the service's own contract */
  PRACTICE_SLASHER_MULTISIG, /* another contract */
  PRACTICE_SLASHER_PERSON,   /* a plain account */
} PracticeSlasher;

/* Rewards. */
typedef enum
{
  PRACTICE_PAYS_NEVER,
  PRACTICE_PAYS_ONCE,
  PRACTICE_PAYS_WEEKLY,
} PracticePays;

typedef struct
{
  const char *name;
  const char *words;
  guint sets;
  PracticeSlasher slasher;
  gboolean redistributes; /* its last set does */
  PracticePays pays;
} PracticeService;

const PracticeOperator *practice_operator (guint index);
const PracticeService *practice_service (guint index);
/* data:application/json,{...}, percent-encoded where a URI needs it. */
char *practice_metadata_uri (const char *name, const char *words, const char *site, guint n_sets);

G_END_DECLS
