/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-multicall.h"

G_BEGIN_DECLS

/* Who stands behind an address that decides. */
typedef enum
{
  SURETY_PARTY_UNKNOWN,
  SURETY_PARTY_NOBODY,  /* the zero address: not set */
  SURETY_PARTY_ACCOUNT, /* one key; also an account that lends its code from elsewhere (EIP-7702) */
  SURETY_PARTY_MULTISIG, /* answers getThreshold () and getOwners () as a Safe does */
  SURETY_PARTY_CONTRACT, /* other code, whose rules are not read */
} SuretyPartyKind;

typedef struct
{
  Address address;
  SuretyPartyKind kind;
  guint threshold;    /* of a multisig: keys that must agree … */
  guint owners;       /* … of so many */
  gboolean delegates; /* an account with an EIP-7702 delegation, to: */
  Address delegate;
} SuretyParty;

#define SURETY_TYPE_PARTY (surety_party_get_type ())
GType surety_party_get_type (void);

/* Where the answers of a multicall about an address are. */
typedef struct
{
  Address address;
  guint call_code;
  guint call_threshold;
  guint call_owners;
} SuretyPartyQuestion;

/* Asks for its code, and what a Safe answers. */
SuretyPartyQuestion surety_party_ask (SuretyMulticall *multicall, const Address *address);
/* kind is UNKNOWN when the code could not be read. */
SuretyParty surety_party_read (SuretyMulticall *multicall, const SuretyPartyQuestion *question);
/* The same for one address, now, as two endpoints tell it alike where there are two. multicall3: NULL = none on this chain.
 * Resolves to: SuretyParty. */
DexFuture *surety_party_look (const Address *multicall3,
                              SuretyEndpoints *endpoints,
                              const Address *address);

G_END_DECLS
