/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-database.h"
#include "surety-protocol.h"

G_BEGIN_DECLS

/* EigenLayer v1.11 to v1.13 behind SuretyProtocol. Semantics: the contracts' documentation and
 * ELIP-002 (slashing), ELIP-006 (redistribution), ELIP-016 (slash resolution). */
#define SURETY_TYPE_EIGENLAYER (surety_eigenlayer_get_type ())
G_DECLARE_FINAL_TYPE (SuretyEigenlayer, surety_eigenlayer, SURETY, EIGENLAYER, GObject)

/* Contacts nobody before it is asked something. */
SuretyProtocol *surety_eigenlayer_new (SuretyNetwork *network, SuretyEndpoints *endpoints);

/* Where the directory is kept between starts, by the network's key; without one it is gone with the
 * object. To be called before the directory is first asked for. */
void surety_eigenlayer_set_database (SuretyEigenlayer *self, SuretyDatabase *database);

G_END_DECLS
