/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-address-book.h"
#include "surety-connection.h"
#include "surety-journal.h"
#include "surety-protocol.h"
#include "surety-runner.h"

G_BEGIN_DECLS

/* All that belongs to one network while the program runs: its connection, the protocol behind it and the runner that
 * follows its transactions. Stays alive when another network is looked at, so that what was sent is followed on.
 * Signal "protocol-changed": endpoints were chosen, changed or given up; get_protocol () and get_runner () answer anew.
 * Signal "plan-stopped" (gint64 plan, GError): as its runner's, whichever that is. */
#define SURETY_TYPE_CONTEXT (surety_context_get_type ())
G_DECLARE_FINAL_TYPE (SuretyContext, surety_context, SURETY, CONTEXT, GObject)

/* practice: the transport of the practice network, which is its own rewards server; else NULL. */
SuretyContext *surety_context_new (SuretyNetwork *network,
                                   SuretyDatabase *database,
                                   SuretyJournal *journal,
                                   SuretyTransport *practice);
SuretyNetwork *surety_context_get_network (SuretyContext *self);
SuretyConnection *surety_context_get_connection (SuretyContext *self);
SuretyJournal *surety_context_get_journal (SuretyContext *self);
SuretyDatabase *surety_context_get_database (SuretyContext *self);
/* The addresses saved for the network, and whom its runner lets accounts pay. */
SuretyAddressBook *surety_context_get_address_book (SuretyContext *self);
/* NULL while no endpoint is chosen. */
SuretyProtocol *surety_context_get_protocol (SuretyContext *self);
SuretyRunner *surety_context_get_runner (SuretyContext *self);
SuretyEndpoints *surety_context_get_endpoints (SuretyContext *self);
/* Who is asked for proofs of rewards; NULL while nobody was chosen. */
SuretyServer *surety_context_get_rewards_server (SuretyContext *self);
/* The address that was chosen; NULL: none was. FALSE: the network has its own server, there is nothing to choose. */
const char *surety_context_get_rewards_url (SuretyContext *self);
gboolean surety_context_can_choose_rewards (SuretyContext *self);
/* Chooses (NULL or "": nobody) and remembers it for this network. Rejects as surety_http_transport_new() does when the
 * address is none; nothing is asked yet. Resolves to: TRUE. */
DexFuture *surety_context_set_rewards_url (SuretyContext *self, const char *url);
/* Resolves to: TRUE. The runner takes up what is unfinished. */
DexFuture *surety_context_open (SuretyContext *self);

G_END_DECLS
