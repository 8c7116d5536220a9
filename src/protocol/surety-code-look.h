/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-code.h"
#include "surety-database.h"
#include "surety-endpoints.h"
#include "surety-review.h"

G_BEGIN_DECLS

/* What runs at one address, against what was kept of it. */
typedef struct
{
  Address address;
  char *label; /* what the network calls it; "" for the account itself */
  SuretyCode now;
  gboolean has_kept;
  gboolean
    unkept; /* it was looked at for the first time, and not kept: only one endpoint of several told it */
  gboolean illegible; /* something was kept, and can't be read back: the three below are nothing */
  SuretyCode kept;    /* as it was when it was first looked at, or accepted; … */
  guint64 kept_block; /* … then; … */
  guint kept_witnesses; /* … as so many endpoints told it alike: 1 or 2 */
  gboolean dated;       /* when that was, was looked for: */
  guint64 changed;      /* block of the newest Upgraded event since; 0: none was found */
  gboolean stops; /* it is not what was kept: nothing is signed before surety_code_look_accept() */
  gboolean is_account;
  gboolean delegates; /* the account has an EIP-7702 delegation, to: */
  Address delegate;
} SuretyCodeFinding;

/* The code of every contract that a plan touches, and of the account that signs (EIP-7702).
 *
 * What is found at the first look at a contract is kept, by network and address: there is no list of hashes from elsewhere to trust
 * instead. Whatever is different later stops the signing until a person has looked at it and said so. An account is supposed to have no
 * code. Read with surety_endpoints_run_agreed(). A proxy's implementation is read where EIP-1967, its beacon, the slot
 * of ZeppelinOS before it, or ERC-897's implementation() tell; what can't be read is an error, and not kept. Where there are two
 * endpoints nothing is kept that only one of them tells. Immutable but for what is accepted; signal "accepted" then. */
#define SURETY_TYPE_CODE_LOOK (surety_code_look_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCodeLook, surety_code_look, SURETY, CODE_LOOK, GObject)

/* Which contracts a decoded call touches: the one called, and those of the network among its arguments. contracts: GArray of Address; each
 * is added once. */
void surety_code_look_add_call (GArray *contracts, SuretyNetwork *network, SuretyDecodedCall *call);
/* The same for those of EigenLayer that stand behind the one called. */
void surety_code_look_add_core (GArray *contracts, SuretyNetwork *network);

/* Resolves to: SuretyCodeLook. SURETY_PROTOCOL_ERROR_REVIEW when there is no contract where one should be; _CODE_UNKNOWN when a contract
 * does not tell whose code it runs, SURETY_CHAIN_ERROR_* when an endpoint does not. */
DexFuture *surety_code_look_run (SuretyNetwork *network,
                                 SuretyEndpoints *endpoints,
                                 SuretyDatabase *database,
                                 const Address *account,
                                 GArray *contracts);

guint surety_code_look_get_n (SuretyCodeLook *self);
/* The account first. */
const SuretyCodeFinding *surety_code_look_get (SuretyCodeLook *self, guint i);
/* Whether one of them stops the signing. */
gboolean surety_code_look_stops (SuretyCodeLook *self);
/* Endpoints that told all of it alike: 1 or 2. */
guint surety_code_look_get_witnesses (SuretyCodeLook *self);
guint64 surety_code_look_get_block (SuretyCodeLook *self);
/* A person looked at finding i, and goes on: it is what is kept from now on. Resolves to: TRUE once it is on the disk; it does not
 * stop any more then. SURETY_PROTOCOL_ERROR_ONE_WORD when only one endpoint of several told it. */
DexFuture *surety_code_look_accept (SuretyCodeLook *self, guint i);
/* Looks for when what stops was replaced, for a minute at most: what can take long and decides nothing. Fills in dated and changed.
 * Resolves to: TRUE, also when nothing was found. */
DexFuture *surety_code_look_find_dates (SuretyCodeLook *self);
/* Forgets all of a network: only for a practice network that is begun anew. Resolves to: TRUE. */
DexFuture *surety_code_look_forget (SuretyDatabase *database, const char *network);

G_END_DECLS
