/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "address.h"
#include "hex.h"
#include "surety-token-facts.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_NETWORK_MAINNET,
  SURETY_NETWORK_TEST,
  SURETY_NETWORK_PRACTICE,
  SURETY_NETWORK_CUSTOM, /* a file of the user's: private chains */
} SuretyNetworkKind;

/* Where a contract of Solidity keeps a mapping in its storage (the slot that its elements' slots are worked
 * out from), as its compiler said. Not known: nothing can be proved of it. */
typedef struct
{
  gboolean known;
  u256 slot;
} SuretySlot;

/* A token that can be restaked, and where. */
typedef struct
{
  char *symbol;
  char *name;
  Address token;
  Address strategy;
  guint decimals;
  gboolean rebasing; /* balances move by themselves; 1-2 wei may be lost on transfer */
  char *issuer;      /* who issues it: "Lido" */
  char *
    /* how its rate in ETH is read: "one", "stEthPerToken", "getExchangeRate", …; "none" */
    rate_kind;
  Address rate_source;
  SuretySlot balance_slot;   /* balanceOf[account]; of no rebasing token */
  SuretySlot allowance_slot; /* allowance[owner][spender] */
  SuretyTokenFacts *facts;   /* of a liquid staking token; NULL = not one, or nothing is known */
} SuretyToken;

/* An endpoint a user may choose; nothing is contacted before. */
typedef struct
{
  char *name;
  char *url;
  char *learns; /* what its operator learns about the user, one sentence (English source string) */
} SuretyPublicEndpoint;

/* One chain and everything we know about it: from data/networks/KEY.json (GResource) or a file of
 * the user's. Immutable. Properties (read only): "key", "name" (string). */
#define SURETY_TYPE_NETWORK (surety_network_get_type ())
G_DECLARE_FINAL_TYPE (SuretyNetwork, surety_network, SURETY, NETWORK, GObject)

/* A file of the user's: kind must be "custom", neither key nor chain id a built-in network's. The
 * schema (see surety-network-file.c) is checked whole; SURETY_PROTOCOL_ERROR_NETWORK_FILE names the
 * member that breaks it. */
SuretyNetwork *surety_network_new_from_json (GBytes *json, GError **error);
/* The built-in ones: mainnet, hoodi, sepolia, practice (GListModel of SuretyNetwork). */
GListModel *surety_network_list_builtin (void);
/* NULL when there is none of that key. */
SuretyNetwork *surety_network_new_builtin (const char *key);

const char *surety_network_get_key (SuretyNetwork *self);  /* "mainnet" */
const char *surety_network_get_name (SuretyNetwork *self); /* "Ethereum Mainnet" */
SuretyNetworkKind surety_network_get_kind (SuretyNetwork *self);
guint64 surety_network_get_chain_id (SuretyNetwork *self);
guint surety_network_get_block_seconds (SuretyNetwork *self);
guint64 surety_network_get_confirmations (SuretyNetwork *self); /* depth that counts as final */
const char *surety_network_get_explorer (
  SuretyNetwork *self); /* "https://etherscan.io", NULL if none */
/* The base of a server of proofs of rewards that a user may choose; nothing is contacted before. NULL if none. */
const char *surety_network_get_rewards_server (SuretyNetwork *self);
/* Contract by name as in the fact sheet: "DelegationManager", "StrategyManager",
 * "AllocationManager", "RewardsCoordinator", "Multicall3", …; FALSE when the network has none.
 * start_block (may be NULL): where its logs start. */
gboolean surety_network_get_contract (SuretyNetwork *self,
                                      const char *name,
                                      Address *out,
                                      guint64 *start_block);
/* Of DelegationManager: delegatedTo[staker]; of StrategyManager: stakerDepositShares[staker][strategy]. FALSE
 * for any other, and when the network's file does not say. */
gboolean surety_network_get_slot (SuretyNetwork *self, const char *contract, u256 *out);
/* All of them, in the file's order. */
guint surety_network_get_n_contracts (SuretyNetwork *self);
const Address *surety_network_get_contract_at (SuretyNetwork *self, guint i);
guint surety_network_get_n_tokens (SuretyNetwork *self);
const SuretyToken *surety_network_get_token (SuretyNetwork *self, guint i);
const SuretyToken *surety_network_find_strategy (SuretyNetwork *self, const Address *strategy);
/* Liquid staking tokens without a strategy of their own, which can't be restaked as they are (wstETH,
 * frxETH): their strategy is the zero address. */
guint surety_network_get_n_other_tokens (SuretyNetwork *self);
const SuretyToken *surety_network_get_other_token (SuretyNetwork *self, guint i);
/* Whose contract this is, of both kinds; NULL = none that is known. */
const SuretyToken *surety_network_find_token (SuretyNetwork *self, const Address *token);
guint surety_network_get_n_endpoints (SuretyNetwork *self);
const SuretyPublicEndpoint *surety_network_get_endpoint (SuretyNetwork *self, guint i);
/* The label of a known contract or token at this address ("StrategyManager", "stETH strategy"),
 * NULL if unknown. */
char *surety_network_dup_label (SuretyNetwork *self, const Address *address);

G_END_DECLS
