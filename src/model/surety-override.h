/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "address.h"
#include "ladder.h"

G_BEGIN_DECLS

/* The decision journal's kind of lines that hold one. */
#define SURETY_OVERRIDE_KIND "beyond-ladder"

/* That somebody goes beyond what is open of the start-small ladder, and what was not verified then. */
typedef struct
{
  Address strategy; /* of the token */
  char *symbol;
  guint decimals;
  u256 amount; /* smallest unit of the token: this much and less */
  LadderStride stride;
  gint64 after; /* the plan of the newest deposit then; 0 = none. It holds for the next one only. */
} SuretyOverride;

void surety_override_clear (SuretyOverride *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SuretyOverride, surety_override_clear)

/* One JSON object; newly allocated. */
char *surety_override_to_json (const SuretyOverride *self);
/* FALSE: it is not one; then out is empty. */
gboolean surety_override_from_json (const char *text, SuretyOverride *out);
/* Whether what was decided then covers what is asked for now. */
gboolean surety_override_covers (const SuretyOverride *self, const SuretyOverride *now);

G_END_DECLS
