/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-check.h"
#include "surety-nouns.h"
#include "surety-thresholds.h"
#include "surety-token-sheet.h"

G_BEGIN_DECLS

/* The chain as all subjects need it. */
typedef struct
{
  SuretyNetwork *network;
  guint64 block; /* 0 = unknown: then what is compared with a block is unknown too */
  guint64 time;  /* seconds since 1970 of that block; 0 = unknown, and all ages with it */
  gboolean exit_known;
  guint64 exit_delay; /* blocks: DelegationManager.minWithdrawalDelayBlocks */
  gboolean configuration_known;
  guint64 configuration_delay; /* blocks: AllocationManager.ALLOCATION_CONFIGURATION_DELAY */
} SuretyVettingChain;

/* What reading an operator's file on the web gave. */
typedef struct
{
  gboolean switched_off; /* the user reads nothing from the web: all below is unknown */
  gboolean read;         /* it was tried; else all below is unknown */
  gboolean answers;      /* … and it was there, and well formed */
  gboolean domain_known; /* it names a website */
  gboolean domain_matches;
  gboolean names_compared; /* with those of all other operators */
  gboolean look_alike;
} SuretyVettingWeb;

/* The answers about one operator, service or token: every check of its kind, always. Immutable;
 * keeps what it was made from, so that it can be judged again by other thresholds. */
#define SURETY_TYPE_VETTING (surety_vetting_get_type ())
G_DECLARE_FINAL_TYPE (SuretyVetting, surety_vetting, SURETY, VETTING, GObject)

/* strategy: the shares are of this one; NULL: of the worst for each check of all it has stake in.
 * pledges (SuretyPledge of this operator), services (SuretyService, all) and web may be NULL: not
 * read. */
SuretyVetting *surety_vetting_new_operator (const SuretyVettingChain *chain,
                                            SuretyProvider *provider,
                                            const Address *strategy,
                                            GListModel *pledges,
                                            GListModel *services,
                                            const SuretyVettingWeb *web,
                                            SuretyThresholds *thresholds);
/* assets (SuretyAsset, for their rates) may be NULL. */
SuretyVetting *surety_vetting_new_service (const SuretyVettingChain *chain,
                                           SuretyService *service,
                                           GListModel *assets,
                                           SuretyThresholds *thresholds);
SuretyVetting *surety_vetting_new_token (const SuretyVettingChain *chain,
                                         SuretyTokenSheet *sheet,
                                         SuretyThresholds *thresholds);
/* The same facts by thresholds as they are now. */
SuretyVetting *surety_vetting_again (SuretyVetting *self, SuretyThresholds *thresholds);

CheckSubject surety_vetting_get_subject (SuretyVetting *self);
SuretyNetwork *surety_vetting_get_network (SuretyVetting *self);
/* The newest block known when it was made, and its time; 0 = unknown. */
guint64 surety_vetting_get_block (SuretyVetting *self);
guint64 surety_vetting_get_time (SuretyVetting *self);
/* Lent, of SuretyCheck. attention: problems, then cautions, then what is not known. clear: what is
 * clear, then what does not apply. checks: both, in that order. */
GListModel *surety_vetting_get_checks (SuretyVetting *self);
GListModel *surety_vetting_get_attention (SuretyVetting *self);
GListModel *surety_vetting_get_clear (SuretyVetting *self);
guint surety_vetting_count (SuretyVetting *self, CheckVerdict verdict);
/* Lent; NULL when it is none of its kind. */
SuretyCheck *surety_vetting_find (SuretyVetting *self, CheckId id);

G_END_DECLS
