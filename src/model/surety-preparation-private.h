/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-preparation.h"

G_BEGIN_DECLS

struct _SuretyPreparation
{
  GObject parent_instance;

  SuretyPlan *plan;
  SuretyFees *fees;
  GPtrArray *calls; /* SuretyDecodedCall, one a step */
  GListStore *slashable;
  SuretyPlanSimulation *simulation;
  SuretyCodeLook *look;
  SuretyEndpoints *endpoints;
  SuretyPreparation *seen;
  SuretyProtocol *protocol;
  SuretyPlanGuard *guard;
  /* Of the rest of a plan: whom it is for, read with it; NULL = not known, or not such a plan. */
  SuretyProvider *provider;
  GListModel *pledges;
  gboolean is_rest;
  gboolean practice;
  gboolean has_payee; /* a claim has one, and nothing else pays anybody */
  SuretyParty payee;
  SuretyKnown slashable_known;
  GArray *gas_limits; /* guint64, one a step: the most it is to take */
  gint64 made_at;     /* monotonic, microseconds */
};

G_END_DECLS
