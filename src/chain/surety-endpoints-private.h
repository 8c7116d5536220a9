/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"

G_BEGIN_DECLS

/* How long a failed endpoint is left alone the first time (doubled each time, at most 5 min), and after
 * how long a failure its chain id is asked for again. Milliseconds; 5 s and 1 min unless set. */
void surety_endpoints_set_patience (SuretyEndpoints *self, guint cooldown_ms, guint recheck_ms);

/* Resolves to: SuretyBatch, as endpoint i alone answers it. */
DexFuture *surety_endpoints_ask (SuretyEndpoints *self, guint i, SuretyBatch *batch);
/* What endpoint i answered was of no use: the next are asked before it for a while. */
void surety_endpoints_note_failure (SuretyEndpoints *self, guint i, const GError *error);
/* The endpoints nothing is wrong with, in the order they would be asked in; at most max. */
guint surety_endpoints_list_well (SuretyEndpoints *self, guint *out, guint max);

/* What was last agreed on. */
typedef struct
{
  SuretyBlock block; /* number 0: none yet */
  guint peers[2];
  gint64 agreed_at;   /* monotonic, microseconds */
  guint64 known_head; /* what was agreed on below it is not the latest any more */
  GError *error;      /* the last disagreement, until they agree again */
} SuretyAgreement;

SuretyAgreement *surety_endpoints_get_agreement (SuretyEndpoints *self);
void surety_endpoints_set_disagreement (SuretyEndpoints *self, const GError *error);

G_END_DECLS
