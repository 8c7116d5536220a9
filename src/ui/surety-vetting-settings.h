/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-session.h"
#include "surety-vetting.h"

G_BEGIN_DECLS

/* Lent: the thresholds of the program, kept in its settings; one for all cards. */
SuretyThresholds *surety_vetting_thresholds (void);
/* What the session knows of the chain. FALSE: no network is chosen. pledges (may be NULL) say how
 * long leaving takes where no account was read. */
gboolean surety_vetting_read_chain (SuretySession *session,
                                    GListModel *pledges,
                                    SuretyVettingChain *out);

G_END_DECLS
