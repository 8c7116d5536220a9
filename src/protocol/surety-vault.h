/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-network.h"

G_BEGIN_DECLS

/* DurationVaultStrategy.state (). */
typedef enum
{
  SURETY_VAULT_UNKNOWN,
  SURETY_VAULT_DEPOSITS,    /* takes deposits of who is delegated to it; one can still leave */
  SURETY_VAULT_LOCKED,      /* nobody delegated to it can leave, with anything */
  SURETY_VAULT_WITHDRAWALS, /* over: one can leave as any other */
} SuretyVaultState;

typedef struct
{
  Address address; /* of the strategy, which is its own operator */
  Address token;
  const char *symbol; /* of the token */
  SuretyVaultState state;
  guint64 duration;   /* seconds it is locked for */
  guint64 locked_at;  /* seconds since 1970; 0 = not locked yet */
  guint64 unlock_at;  /* from when anybody can end it; 0 = not locked yet */
  guint64 matured_at; /* when it was ended; 0 = not yet */
  Address admin;      /* can lock it at any time */
  Address arbitrator; /* can end it early; zero = nobody */
  Address avs;        /* who it is for … */
  guint32 set;        /* … which may slash all of it once it is locked */
  gboolean caps_known;
  u256 max_per_deposit; /* smallest unit */
  u256 stake_cap;
  guint64 block;
  guint64 time;
} SuretyVaultFacts;

/* A duration vault (ELIP-015): a strategy that is its own operator. Who deposits must be delegated to it,
 * with everything of that address; once its admin locks it none of that can be withdrawn or delegated to
 * somebody else before the time is over and somebody ended it. Kept out of the guide: it can not be left in
 * time. Immutable. Property (read only): "address-text" (string, EIP-55). */
#define SURETY_TYPE_VAULT (surety_vault_get_type ())
G_DECLARE_FINAL_TYPE (SuretyVault, surety_vault, SURETY, VAULT, GObject)

SuretyVault *surety_vault_new (const SuretyVaultFacts *facts);
/* Lent, lives as long as the vault. */
const SuretyVaultFacts *surety_vault_get_facts (SuretyVault *self);
const char *surety_vault_get_address_text (SuretyVault *self);
/* Whether one who is delegated to it can't leave now; TRUE too when its state is not known. */
gboolean surety_vault_is_locked (SuretyVault *self);

G_END_DECLS
