/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-flow.h"
#include "surety-token-sheet.h"

G_BEGIN_DECLS

/* Inside a flow: the proxy slots of n contracts at a block, in one exchange. out: n, filled.
 * EIP-1967's slots, and those of ZeppelinOS before it (cbETH and wBETH come
 * from there). Who decides is left NOT_READ. Never fails: an endpoint that does not serve eth_getStorageAt is NOT_SERVED. */
void surety_token_upgrade_read (SuretyFlow *flow,
                                SuretyEndpoints *endpoints,
                                guint64 block,
                                guint n,
                                const Address *contracts,
                                SuretySheetUpgrade *out);

/* The slots, in that order: EIP-1967 implementation, admin, beacon, ZeppelinOS implementation, admin. */
#define SURETY_N_PROXY_SLOTS 5u
u256 surety_token_upgrade_slot (guint i);

G_END_DECLS
