/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "surety-eigenlayer.h"
#include "surety-practice.h"
#include "surety-runner.h"

G_BEGIN_DECLS

/* A test body in a fiber: it may await. */
typedef void (*ProtocolTestFunc) (void);
void protocol_test_init (int *argc, char ***argv);
void protocol_test_add (const char *path, ProtocolTestFunc func);
/* Awaits so long; in a fiber. */
void protocol_test_sleep (guint milliseconds);

/* Of a constant: must parse. */
Address protocol_test_address (const char *text);
u256 protocol_test_units (const char *text);

/* The practice network with all that stands on it; the database is a file of its own. */
typedef struct
{
  SuretyPractice *practice;
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyDatabase *database;
  SuretyJournal *journal;
  SuretySigner *signer;
  Address player;
  char *directory;
} ProtocolTest;

/* Changes what a network's file says. */
typedef void (*ProtocolTestEdit) (JsonObject *file, gpointer user_data);
/* A network's file, changed. json: its text, NULL for the practice network's. */
GBytes *protocol_test_edit (const char *json, ProtocolTestEdit edit, gpointer user_data);
/* The network of it, trusted as those that come with the program. */
SuretyNetwork *protocol_test_edit_network (const char *json,
                                           ProtocolTestEdit edit,
                                           gpointer user_data);
/* An edit: each call is made by itself. */
void protocol_test_without_multicall (JsonObject *file, gpointer user_data);
/* The same with so many confirmations. */
SuretyNetwork *protocol_test_deepen (const char *json, guint confirmations);

/* In a fiber. */
ProtocolTest *protocol_test_new (void);
void protocol_test_free (ProtocolTest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ProtocolTest, protocol_test_free)
SuretySigner *protocol_test_signer (const guint8 key[32]);

const Address *protocol_test_strategy (SuretyNetwork *network, const char *symbol);
/* A registered operator without an approver. */
Address protocol_test_find_open_operator (SuretyProtocol *protocol);

G_END_DECLS
