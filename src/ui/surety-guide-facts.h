/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exposure.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* What the guide's pages need to turn blocks into dates and spans: the newest block known, its time (seconds since 1970),
 * seconds a block, and how many blocks leaving takes (0 and exit_known FALSE before the chain was read). */
typedef struct
{
  guint64 head;
  guint64 time;
  guint block_seconds;
  gboolean exit_known;
  guint64 exit_delay;
  guint64 configuration_delay;
} SuretyGuideFacts;

void surety_guide_facts_read (SuretySession *session, SuretyGuideFacts *out);
/* Whether an endpoint was chosen, so that there is somebody to ask. */
gboolean surety_guide_facts_has_endpoint (SuretySession *session);
/* How long leaving takes, "14 days 1 hour", or that it is not known yet. Newly allocated. */
char *surety_guide_facts_exit_words (const SuretyGuideFacts *facts);
/* When a block after the head by so many seconds will be there. Newly allocated. */
char *surety_guide_facts_date_in (const SuretyGuideFacts *facts, guint64 block, guint64 seconds);

/* What of a stake in the guide's token can be lost with the guide's operator. FALSE: not known. */
gboolean surety_guide_facts_exposure (SuretySession *session, u256 stake, Exposure *out);

G_END_DECLS
