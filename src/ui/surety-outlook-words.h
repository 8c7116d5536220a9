/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-outcome-chart.h"
#include "surety-session.h"
#include "surety-slash-chart.h"
#include "surety-source-chart.h"
#include "surety-timeline-chart.h"

G_BEGIN_DECLS

/* The session's outlook in words and in charts: what the guide has chosen may lose and earn. What is not known is said
 * to be unknown, in a chart as in a row. Strings are newly allocated. */

/* Parts of the stake, whatever the amount is. */
void surety_outlook_show_slashable (SuretySession *session, SuretySlashChart *chart);
void surety_outlook_show_timeline (SuretySession *session, SuretyTimelineChart *chart);
void surety_outlook_show_outcome (SuretySession *session, SuretyOutcomeChart *chart);
void surety_outlook_show_sources (SuretySession *session, SuretySourceChart *chart);

/* A year of what the sets paid: "0.0123 ETH a year, at least", "Nothing". */
char *surety_outlook_restaking_words (SuretyOutlook *outlook);
/* What the token earns by itself. */
char *surety_outlook_base_words (SuretyOutlook *outlook);
char *surety_outlook_gas_words (SuretyOutlook *outlook);
/* When restaking has paid the gas. */
char *surety_outlook_payback_words (SuretyOutlook *outlook);
char *surety_outlook_ratio_words (const RewardRatio *ratio);
/* "3.2 % of all years" */
char *surety_outlook_any_loss_words (SuretyOutlook *outlook);
/* A figure of the outlook by the name of its property, an amount or what is missing. */
char *surety_outlook_figure_words (SuretyOutlook *outlook, const char *property);

G_END_DECLS
