/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-load.h"
#include "surety-protocol.h"
#include "surety-token-sheet.h"

G_BEGIN_DECLS

/* The liquid staking tokens of a network, as a GListModel of SuretyTokenSheet: those that can be
 * restaked first, in the network file's order. A refresh brings what is true now, then what took
 * longer to find out (reward rates); items are replaced, positions stay. Properties (read only):
 * "load" (SuretyLoad), "error" (GError, nullable: why the last refresh failed), "complete" (boolean:
 * FALSE while the histories of what is shown are still to come). */
#define SURETY_TYPE_TOKENS (surety_tokens_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTokens, surety_tokens, SURETY, TOKENS, GObject)

SuretyTokens *surety_tokens_new (void);
/* protocol NULL: none. account may be NULL. Of another network or account nothing stays: the list is
 * empty and IDLE until the next refresh. */
void surety_tokens_set_source (SuretyTokens *self,
                               SuretyProtocol *protocol,
                               const Address *account);
SuretyLoad surety_tokens_get_load (SuretyTokens *self);
gboolean surety_tokens_get_complete (SuretyTokens *self);
/* Lends; NULL when not (yet) known. */
SuretyTokenSheet *surety_tokens_find (SuretyTokens *self, const Address *token);
SuretyTokenSheet *surety_tokens_find_strategy (SuretyTokens *self, const Address *strategy);
/* Resolves to: TRUE, when everything is there. One under way is joined. */
DexFuture *surety_tokens_refresh (SuretyTokens *self);

G_END_DECLS
