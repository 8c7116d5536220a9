/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-context.h"
#include "surety-load.h"

G_BEGIN_DECLS

/* What one account has earned and can claim. Nothing is read before it is shown (surety_rewards_set_shown()), and no
 * server is asked before the user chose one: then it learns the account's address. It is asked once, again when a newer
 * root can be claimed under, and when the user wants it; after a claim, and now and then, only the chain is read.
 * Properties (read only but "shown"; all notify): "load" (SuretyLoad; EMPTY: nothing earned so far, or no server to
 * ask), "error" (GError, nullable; beside content: why the last refresh failed), "sheet" (SuretyRewardSheet, nullable:
 * root, its date, the next one's, claimer, paused), "rows" (GListModel of SuretyReward), "server" (string, nullable:
 * who is asked, a label), "server-url" (string, nullable: what the user chose), "suggested-server" (string, nullable: an
 * address that the network's file has), "needs-server" (boolean: there is something to ask and nobody chosen),
 * "can-choose" (boolean: FALSE where the network is its own server), "refreshing" (boolean), "shown" (boolean, writable:
 * somebody looks at it). */
#define SURETY_TYPE_REWARDS (surety_rewards_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRewards, surety_rewards, SURETY, REWARDS, GObject)

SuretyRewards *surety_rewards_new (void);
/* Turns to another account (NULL: none) or network (NULL: none): what was shown is dropped, what is under way is
 * cancelled. */
void surety_rewards_set_source (SuretyRewards *self,
                                SuretyContext *context,
                                const Address *account);
void surety_rewards_set_shown (SuretyRewards *self, gboolean shown);
gboolean surety_rewards_get_shown (SuretyRewards *self);
SuretyLoad surety_rewards_get_load (SuretyRewards *self);
const GError *surety_rewards_get_error (SuretyRewards *self);
SuretyRewardSheet *surety_rewards_get_sheet (SuretyRewards *self);
GListModel *surety_rewards_get_rows (SuretyRewards *self);
const char *surety_rewards_get_server (SuretyRewards *self);
const char *surety_rewards_get_server_url (SuretyRewards *self);
gboolean surety_rewards_get_needs_server (SuretyRewards *self);

/* The user wants it new: the server is asked. A refresh under way is joined. Resolves to: TRUE. */
DexFuture *surety_rewards_refresh (SuretyRewards *self);
/* The user chose a server (NULL or "": none any more). Kept in the database for the network. Rejects as
 * surety_http_transport_new() does when it is no address to ask, G_IO_ERROR_NOT_SUPPORTED where there is nothing to
 * choose. Resolves to: TRUE. */
DexFuture *surety_rewards_choose_server (SuretyRewards *self, const char *url);
/* The intent's claim for what can be claimed: all of it (tokens NULL) or n tokens; NULL: nothing. See
 * surety_reward_sheet_make_claim(). */
SuretyClaim *surety_rewards_make_claim (SuretyRewards *self, const Address *tokens, guint n);

/* The chain has a new head; something of the account changed. */
void surety_rewards_head_changed (SuretyRewards *self, guint64 head);
void surety_rewards_invalidate (SuretyRewards *self);

G_END_DECLS
