/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What the guide's amount risks: a figure, a picture and a table, as large as SuretyRewardSummary beside it. */
#define SURETY_TYPE_RISK_SUMMARY (surety_risk_summary_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRiskSummary, surety_risk_summary, SURETY, RISK_SUMMARY, GtkBox)

void surety_risk_summary_set_session (SuretyRiskSummary *self, SuretySession *session);

G_END_DECLS
