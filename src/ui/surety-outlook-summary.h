/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-session.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_SUMMARY_RISK,   /* what the guide's amount risks */
  SURETY_SUMMARY_REWARD, /* what it earns */
} SuretySummaryKind;

/* What comes of the guide's amount: a figure, a picture and a table. Risk and reward are one class, so that neither
 * is the smaller one. */
#define SURETY_TYPE_OUTLOOK_SUMMARY (surety_outlook_summary_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOutlookSummary, surety_outlook_summary, SURETY, OUTLOOK_SUMMARY, GtkBox)

/* Once. */
void surety_outlook_summary_set_session (SuretyOutlookSummary *self,
                                         SuretySession *session,
                                         SuretySummaryKind kind);

G_END_DECLS
