/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-guide.h"

G_BEGIN_DECLS

/* What there is to do next in the start-small plan. */
typedef enum
{
  SURETY_NEXT_NOTHING,     /* nothing but what the account's own lines say */
  SURETY_NEXT_BEGIN,       /* nothing was chosen, and nothing is in */
  SURETY_NEXT_GO_ON,       /* choices were made, nothing was signed */
  SURETY_NEXT_UNDER_WAY,   /* a plan was signed and is not at its end */
  SURETY_NEXT_LOOK_BACK,   /* the plan is done, and what it put in is in */
  SURETY_NEXT_BEGIN_AGAIN, /* what the plan put in was taken out and paid out */
} SuretyNext;

/* While what was put in waits in the queue, there is nothing: its own line says when it can be finished.
 * As long as the holdings are not known, or older than the plan's end, a plan that is done is one to
 * look back on. */
SuretyNext surety_next_find (SuretyGuide *guide, SuretyPortfolio *portfolio);

G_END_DECLS
