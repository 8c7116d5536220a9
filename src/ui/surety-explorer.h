/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-network.h"

G_BEGIN_DECLS

/* base is what the user set, "" or NULL: the network file's. Newly allocated
 * "BASE/address/ADDRESS"; NULL where there is no explorer: practice is on nobody's, and a base must
 * be a web address that is encrypted (or on this computer). */
char *surety_explorer_build_uri (SuretyNetwork *network, const char *base, const char *address);
/* What the user set for this network; NULL: the network file's. NULL or "" unsets it. */
char *surety_explorer_dup_base (SuretyNetwork *network);
void surety_explorer_set_base (SuretyNetwork *network, const char *base);
/* With the user's setting. network may be NULL. */
char *surety_explorer_dup_uri (SuretyNetwork *network, const char *address);
/* The same of a transaction: "BASE/tx/HASH". */
char *surety_explorer_dup_transaction_uri (SuretyNetwork *network, const char *hash);
/* Whether it can be the base of an explorer's addresses; "" can: it means the network's. */
gboolean surety_explorer_is_base (const char *base);

G_END_DECLS
