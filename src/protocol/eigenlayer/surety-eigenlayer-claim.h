/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "surety-claim.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* The first argument of a decoded processClaim(). NULL with SURETY_PROTOCOL_ERROR_PROOF when it is none that
 * could ever hold. */
SuretyClaim *surety_eigenlayer_read_claim (const AbiValue *value, GError **error);
/* FALSE with SURETY_PROTOCOL_ERROR_RECIPIENT for nobody, and for a contract or token that is known to have no use
 * for it. */
gboolean surety_eigenlayer_check_recipient (SuretyNetwork *network,
                                            SuretyClaim *claim,
                                            const Address *recipient,
                                            GError **error);

G_END_DECLS
