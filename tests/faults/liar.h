/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lies.h"

G_BEGIN_DECLS

/* How an endpoint can misbehave without saying anything that looks like an answer. */
typedef enum
{
  LIAR_BEHAVES,
  LIAR_NEVER_ANSWERS,
  LIAR_DRIPS,           /* a byte a second */
  LIAR_LARGE,           /* 1 GB, announced */
  LIAR_ENDLESS,         /* 1 GB, not announced */
  LIAR_GZIP_BOMB,       /* some 100 KB that are 128 MiB */
  LIAR_GZIP_BOMB_ERROR, /* the same beside an error status */
  LIAR_TRUNCATED,
  LIAR_WRONG_ID,
  LIAR_OTHER_ORDER, /* no fault: a batch may be answered in any */
  LIAR_EQUAL_KEYS,
  LIAR_DEEP,
  LIAR_NAN,
  LIAR_NEGATIVE,
  LIAR_65_DIGITS,
  LIAR_TO_FILE,
  LIAR_TO_OTHER_HOST,
  LIAR_NO_TLS,
  LIAR_UNTRUSTED_TLS,
  LIAR_BUSY_FOR_LONG, /* 429, Retry-After */
  LIAR_BUSY,          /* 429 */
  LIAR_BROKEN,        /* 500 */
  LIAR_AWAY,          /* 503 with a page */
  LIAR_PAGE,          /* 200 with a page */
} LiarManners;

/* An HTTP endpoint on loopback in front of a node, in threads of its own: tells what the node says but for
 * one thing, or does not behave. */
typedef struct _Liar Liar;

Liar *liar_new (const char *node, Lie lie, LiarManners manners);
void liar_free (Liar *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Liar, liar_free)
/* What the user would have typed. */
const char *liar_get_url (Liar *self);
/* Whether anybody followed where it pointed. */
gboolean liar_was_followed (Liar *self);

G_END_DECLS
