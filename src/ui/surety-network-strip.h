/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-network.h"

G_BEGIN_DECLS

/* The coloured strip at the top of the window that says, in words and with an icon, whether money
 * here is real.
 * Properties: "network" (SuretyNetwork, nullable: then the strip is hidden). */
#define SURETY_TYPE_NETWORK_STRIP (surety_network_strip_get_type ())
G_DECLARE_FINAL_TYPE (SuretyNetworkStrip, surety_network_strip, SURETY, NETWORK_STRIP, AdwBin)

SuretyNetwork *surety_network_strip_get_network (SuretyNetworkStrip *self);
void surety_network_strip_set_network (SuretyNetworkStrip *self, SuretyNetwork *network);

G_END_DECLS
