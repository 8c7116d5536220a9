/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-pledge.h"

G_BEGIN_DECLS

/* What one service can take of a stake: how much, from when, who decides, where it goes. */
#define SURETY_TYPE_PLEDGE_ROW (surety_pledge_row_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPledgeRow, surety_pledge_row, SURETY, PLEDGE_ROW, AdwExpanderRow)

/* head, head_time, block_seconds: to turn blocks into dates. */
GtkWidget *surety_pledge_row_new (SuretyPledge *pledge,
                                  guint64 head,
                                  guint64 head_time,
                                  guint block_seconds);

G_END_DECLS
