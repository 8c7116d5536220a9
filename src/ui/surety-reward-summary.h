/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What the guide’s amount earns: a figure, a picture and a table, as large as SuretyRiskSummary beside it. */
#define SURETY_TYPE_REWARD_SUMMARY (surety_reward_summary_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRewardSummary, surety_reward_summary, SURETY, REWARD_SUMMARY, GtkBox)

void surety_reward_summary_set_session (SuretyRewardSummary *self, SuretySession *session);

G_END_DECLS
