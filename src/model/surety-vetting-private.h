/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-vetting.h"

G_BEGIN_DECLS

/* Where the numbers of one vetting are put together. */
typedef struct
{
  SuretyVettingChain chain;
  CheckFacts facts;
  SuretyEvidence evidence[FACTS]; /* only what differs by fact: missing, block, place, … */
} SuretyVettingDraft;

void surety_vetting_draft_init (SuretyVettingDraft *draft, const SuretyVettingChain *chain);
void surety_vetting_put (SuretyVettingDraft *draft, CheckFact fact, guint64 value);
/* A magnitude or share with 18 decimals, rounded nowhere; over the whole it is put as it is, and
 * counts as unknown. */
void surety_vetting_put_wad (SuretyVettingDraft *draft, CheckFact fact, u256 wad);
/* How long ago: by time, or else by block. Nothing is put when neither is known. */
void surety_vetting_put_age (SuretyVettingDraft *draft,
                             CheckFact fact,
                             guint64 block,
                             guint64 time);
void surety_vetting_put_missing (SuretyVettingDraft *draft, CheckFact fact, SuretyMissing missing);
void surety_vetting_put_address (SuretyVettingDraft *draft, CheckFact fact, const Address *address);
void surety_vetting_put_event (SuretyVettingDraft *draft,
                               CheckFact fact,
                               guint64 block,
                               guint64 time,
                               const Hash *transaction);
/* FALSE: it is not known. */
gboolean surety_vetting_kind_of (SuretyPartyKind party, CheckKind *out);
SuretyVetting *surety_vetting_finish (const SuretyVettingDraft *draft,
                                      CheckSubject subject,
                                      SuretyThresholds *thresholds);

G_END_DECLS
