/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-vetting-private.h"

G_BEGIN_DECLS

/* What services can take of a stake with an operator, now and later, as shares of it: of one
 * strategy, or (strategy NULL) of the worst of all for each number. */
void surety_vetting_put_shares (SuretyVettingDraft *draft,
                                SuretyProvider *provider,
                                const Address *strategy,
                                GListModel *pledges,
                                GListModel *services);

G_END_DECLS
