/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-rpc.h"

G_BEGIN_DECLS

/* What runs at an address, as far as it can be read from outside. */
typedef struct
{
  Hash hash;                /* keccak-256 of its code */
  Address implementation;   /* whose code a proxy runs; zero: it is none */
  Address beacon;           /* who tells a proxy so (EIP-1967); zero: nobody */
  Hash implementation_hash; /* of the code there; all zero where implementation is */
} SuretyCode;

gboolean surety_code_equal (const SuretyCode *a, const SuretyCode *b);
/* Whether there is any. */
gboolean surety_code_is_some (const SuretyCode *self);
/* For the database: one line. */
char *surety_code_to_text (const SuretyCode *self);
gboolean surety_code_parse (const char *text, SuretyCode *out);

/* EIP-7702: the code 0xef0100 ‖ address is that of an account which runs what is at the address. FALSE: it is other code, or none. */
gboolean surety_code_read_delegate (GBytes *code, Address *out);

/* eth_getStorageAt of one word, and its answer as an address, zero where nothing is. FALSE when it could not be read, or is something
 * else: SURETY_CHAIN_ERROR_*. */
guint surety_code_ask_slot (SuretyBatch *batch,
                            const Address *contract,
                            u256 slot,
                            const char *block);
gboolean surety_code_read_slot (SuretyBatch *batch, guint call, Address *out, GError **error);

G_END_DECLS
