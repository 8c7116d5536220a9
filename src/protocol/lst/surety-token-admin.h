/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-flow.h"
#include "surety-token-sheet.h"

G_BEGIN_DECLS

/* Inside a flow: who decides about the code of n proxies, and how long before it is announced, at a block; in
 * SURETY_ADMIN_STEPS exchanges at most, all proxies together. The ways that are followed: OpenZeppelin's
 * ProxyAdmin and UpgradeableBeacon (Ownable: owner ()), its TimelockController (getMinDelay ()), and
 * Compound's Timelock (delay () with GRACE_PERIOD ()). */
void surety_token_admin_read (SuretyFlow *flow,
                              SuretyNetwork *network,
                              SuretyEndpoints *endpoints,
                              guint64 block,
                              guint n,
                              SuretySheetUpgrade *upgrades);

/* An admin, its owner, and the owner's. */
#define SURETY_ADMIN_STEPS 3u

G_END_DECLS
