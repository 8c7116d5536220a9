/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "abi.h"
#include "practice-state.h"

G_BEGIN_DECLS

typedef struct _PracticeCall PracticeCall;

/* FALSE when the call reverts; with what, one of practice_revert…() was told before. */
typedef gboolean (*PracticeHandler) (PracticeCall *call);

typedef struct
{
  const char *signature; /* "function approve(address spender, uint256 amount) returns (bool)" */
  PracticeHandler run;
  gboolean payable;
} PracticeFunction;

/* A part of a contract: a table of functions, and what it does with ETH that comes without data.
 * A contract is made of one or more parts, searched in order. */
typedef struct
{
  const char *name;
  const PracticeFunction *functions;
  gsize n_functions;
  PracticeHandler receive; /* NULL: refuses */
} PracticePart;

typedef struct
{
  Address address;
  const PracticePart *const *parts; /* NULL-terminated, static */
  gpointer data;                    /* what the parts need to know of this instance */
} PracticeContract;

/* Which chain this is and where the contracts that know of each other live. */
typedef struct
{
  guint64 chain_id;
  guint64 first_block; /* number of the oldest block */
  guint64 first_time;  /* its time, seconds since 1970; one block follows each 12 s */
  Address strategy_manager;
  Address delegation_manager;
  Address allocation_manager;
  Address rewards_coordinator;
  Address eigen_pod_manager;
  Address permission_controller;
  Address eigen_strategy; /* barred from redistributing operator sets */
  Address rewards_updater;
  Address governor; /* whitelists strategies, pauses and resumes */
} PracticeConfig;

typedef struct
{
  PracticeConfig config;
  PracticeState *state;
  GHashTable *contracts; /* of PracticeContract, by address */
} PracticeWorld;

PracticeWorld *practice_world_new (const PracticeConfig *config);
void practice_world_free (PracticeWorld *self);
/* Takes data (may be NULL), which g_free() frees with the world. */
void practice_world_add (PracticeWorld *self,
                         const Address *address,
                         const PracticePart *const *parts,
                         gpointer data);
/* NULL when nothing was deployed there. */
const PracticeContract *practice_world_find (PracticeWorld *self, const Address *address);
/* What eth_getCode answers: not code of the EVM, but never empty for a contract. */
void practice_contract_code (const PracticeContract *contract, Buffer *out);
/* NULL when the contract has no such function. */
const PracticeFunction *practice_contract_function (const PracticeContract *contract,
                                                    guint32 selector);

guint practice_address_hash (gconstpointer address);
gboolean practice_address_equal (gconstpointer a, gconstpointer b);
/* Of a constant written in this folder: must parse. */
Address practice_address (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeWorld, practice_world_free)

G_END_DECLS
