/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "keccak.h"
#include "surety-ledger.h"
#include "u256.h"

G_BEGIN_DECLS

/* What the ledger holds: keys of a kind and what it is about, values as fields one after the other.
 * Numbers are big-endian, so that keys sort as what they name. */
typedef enum
{
  SURETY_FACT_OPERATOR = 'o',   /* operator: registered block and log, approver, active block */
  SURETY_FACT_URI = 'u',        /* operator: metadata URI */
  SURETY_FACT_DELAY = 'd',      /* operator: allocation delay, next, block from which that holds */
  SURETY_FACT_ALLOCATION = 'a', /* operator, set, strategy: magnitude, next, block … */
  SURETY_FACT_MAX = 'm',        /* operator, strategy: max magnitude */
  SURETY_FACT_MEMBER = 'M',     /* operator, set: registered, since, until */
  SURETY_FACT_SPLIT = 'p',      /* operator, kind, set: bips, next, second from which that holds */
  SURETY_FACT_DEFAULT_SPLIT = 'P',  /* : bips */
  SURETY_FACT_SLASHING = 's',       /* operator, set, block, log: transaction, strategies, text */
  SURETY_FACT_STAKE = 't',          /* operator, strategy: all its stakers together */
  SURETY_FACT_STAKERS = 'n',        /* operator: how many */
  SURETY_FACT_STAKER = 'S',         /* operator, staker: strategies' numbers and units */
  SURETY_FACT_NUMBER = 'I',         /* strategy: its number */
  SURETY_FACT_LAST_NUMBER = 'i',    /* */
  SURETY_FACT_AVS = 'A',            /* service: metadata URI */
  SURETY_FACT_REGISTRAR = 'R',      /* service: registrar, block it was named in */
  SURETY_FACT_M2 = 'D',             /* operator, service: registered without a set (AVSDirectory) */
  SURETY_FACT_SET = 'c',            /* set: created, slasher, next, block …, recipient */
  SURETY_FACT_SET_STRATEGY = 'g',   /* set, strategy: in it, block it was added */
  SURETY_FACT_PAYMENT = 'r',        /* service, block, log: kind, set, token, amount, … */
  SURETY_FACT_COMMON_PAYMENT = 'e', /* block, log: the same, of what is paid to all */
} SuretyFactKind;

typedef struct
{
  guint8 bytes[96];
  gsize len;
} SuretyFactKey;

SuretyFactKey surety_fact_key (SuretyFactKind kind);
void surety_fact_key_add_address (SuretyFactKey *self, const Address *address);
void surety_fact_key_add_set (SuretyFactKey *self, const Address *avs, guint32 id);
void surety_fact_key_add_number (SuretyFactKey *self, guint32 number);
void surety_fact_key_add_place (SuretyFactKey *self, guint64 block, guint32 log);

/* Fields of a value; also of a key, after its kind. Reading past the end gives zeros and clears ok. */
typedef struct
{
  const guint8 *p;
  const guint8 *end;
  gboolean ok;
} SuretyFactReader;

SuretyFactReader surety_fact_reader (const guint8 *data, gsize len);
guint64 surety_fact_read_u64 (SuretyFactReader *self);
guint32 surety_fact_read_u32 (SuretyFactReader *self);
guint8 surety_fact_read_u8 (SuretyFactReader *self);
Address surety_fact_read_address (SuretyFactReader *self);
Hash surety_fact_read_hash (SuretyFactReader *self);
u256 surety_fact_read_word (SuretyFactReader *self);
/* Lent, not terminated. */
const char *surety_fact_read_text (SuretyFactReader *self, gsize *len);

void surety_fact_write_u64 (GByteArray *out, guint64 value);
void surety_fact_write_u32 (GByteArray *out, guint32 value);
void surety_fact_write_u8 (GByteArray *out, guint8 value);
void surety_fact_write_address (GByteArray *out, const Address *address);
void surety_fact_write_hash (GByteArray *out, const Hash *hash);
void surety_fact_write_word (GByteArray *out, u256 value);
void surety_fact_write_text (GByteArray *out, const char *text, gsize len);

/* The value of a key; *found says whether there is one. FALSE with an error. Lends until it is put. */
gboolean surety_fact_get (SuretyLedger *ledger,
                          const SuretyFactKey *key,
                          SuretyFactReader *out,
                          gboolean *found,
                          GError **error);
gboolean surety_fact_put (SuretyLedger *ledger,
                          const SuretyFactKey *key,
                          const GByteArray *value,
                          GError **error);
gboolean surety_fact_remove (SuretyLedger *ledger, const SuretyFactKey *key, GError **error);

G_END_DECLS
