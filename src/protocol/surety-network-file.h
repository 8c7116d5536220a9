/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-network.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* static: one of the names the schema knows */
  Address address;
  guint64 start_block;
  SuretySlot slot; /* of the mapping that is proved, see surety_network_get_slot() */
} SuretyNetworkContract;

typedef struct
{
  char *key;
  char *name;
  SuretyNetworkKind kind;
  guint64 chain_id;
  guint block_seconds;
  guint64 confirmations;
  char *explorer;
  char *rewards_server;
  GArray *contracts;       /* SuretyNetworkContract */
  GPtrArray *tokens;       /* SuretyToken */
  GPtrArray *other_tokens; /* SuretyToken without strategy */
  GPtrArray *endpoints;    /* SuretyPublicEndpoint */
} SuretyNetworkFile;

void surety_network_file_free (SuretyNetworkFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyNetworkFile, surety_network_file_free)

/* Reads and checks a network file, version 1 of its schema. built_in FALSE: the file is a user's;
 * it must be of kind "custom" and may claim neither the key nor the chain id of a built-in network,
 * or what is signed for it would be good elsewhere. SURETY_PROTOCOL_ERROR_NETWORK_FILE:
 * "tokens[2].strategy: …". */
SuretyNetworkFile *surety_network_file_parse (GBytes *json, gboolean built_in, GError **error);

/* The network of a file that was parsed. Takes file. */
SuretyNetwork *surety_network_new_take_file (SuretyNetworkFile *file);

G_END_DECLS
