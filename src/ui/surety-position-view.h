/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-position-row.h"

G_BEGIN_DECLS

/* A position on Overview: what it is worth, with whom, the bar of pledges, what can be lost, what each service can take.
 * Signal "withdraw", "leave": their buttons. */
#define SURETY_TYPE_POSITION_VIEW (surety_position_view_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPositionView,
                      surety_position_view,
                      SURETY,
                      POSITION_VIEW,
                      GtkListBoxRow)

/* Shows nothing yet. */
GtkWidget *surety_position_view_new (void);
/* row: the position, or the same one read again; what was opened stays open. head, head_time, block_seconds: to turn blocks
 * into dates. */
void surety_position_view_show (SuretyPositionView *self,
                                SuretyPositionRow *row,
                                gboolean can_sign,
                                guint64 head,
                                guint64 head_time,
                                guint block_seconds);
SuretyPositionRow *surety_position_view_get_row (SuretyPositionView *self);

G_END_DECLS
