/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assumptions.h"
#include "reward.h"
#include "surety-nouns.h"

G_BEGIN_DECLS

/* What one pledge means for a stake. Shares are parts of the stake, 10^18 = all. */
typedef struct
{
  SuretyPledge *pledge;
  SuretyService *service; /* the directory's, which knows the most; else the pledge's own */
  AssumptionClass slasher;
  u256 now;
  u256 rising;
  u256 dormant;
  u256 freeing;    /* of now */
  double expected; /* loss to be expected within the horizon, part of the stake; -1 = not known */
  gboolean income_known;
  RewardIncome income;         /* for the amount, in the window */
  SuretyFigure *expected_loss; /* of the amount, in the token */
  SuretyFigure *reward_year; /* ETH a year at the window's pace; unknown when nothing can be said */
  gboolean reward_at_least;  /* something without a price, or not known, comes on top */
  SuretyFigure *backing;     /* ETH: all that the set can slash, of all its operators */
  SuretyFigure *cost;        /* ETH: the least that corrupting it costs (threshold · backing) */
  SuretyFigure *profit;      /* ETH: what corrupting it is taken to bring */
  gboolean profit_is_default;
} SuretyOutlookServiceFacts;

/* A row of the outlook: an operator set's claim, what it may cost and what it pays. Immutable.
 * Properties (read only): "service" (SuretyService), "pledge" (SuretyPledge), "now", "rising",
 * "dormant", "freeing" (uint, millionths of the stake, rounded up), "expected-loss",
 * "reward-year", "backing", "cost", "profit" (SuretyFigure, unknown where not known). */
#define SURETY_TYPE_OUTLOOK_SERVICE (surety_outlook_service_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOutlookService,
                      surety_outlook_service,
                      SURETY,
                      OUTLOOK_SERVICE,
                      GObject)

/* References are taken. */
SuretyOutlookService *surety_outlook_service_new (const SuretyOutlookServiceFacts *facts);
/* Lent. */
const SuretyOutlookServiceFacts *surety_outlook_service_get_facts (SuretyOutlookService *self);

G_END_DECLS
