/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-journal.h"
#include "surety-review.h"

G_BEGIN_DECLS

/* What a signed transaction does, read from its very bytes and from nothing else. */
typedef struct
{
  guint64 chain_id;
  guint64 nonce;
  guint64 gas_limit;
  u256 max_fee; /* wei per gas */
  u256 value;   /* wei */
  gboolean creates;
  Address to;
  Address sender; /* whose signature it is */
  Hash hash;
  GBytes *data;
  /* Decoded to 100 %, or NULL and why it is not among what this program signs on the network. */
  SuretyDecodedCall *call;
  GError *error;
} SuretySigned;

void surety_signed_free (SuretySigned *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretySigned, surety_signed_free)

/* NULL with SURETY_PROTOCOL_ERROR_REVIEW when the bytes are no transaction. */
SuretySigned *surety_signed_read (SuretyNetwork *network, GBytes *bytes, GError **error);

/* What in the bytes is not as it was planned and written down. */
typedef enum
{
  SURETY_SIGNED_AS_PLANNED = 0,
  SURETY_SIGNED_OTHER_CONTRACT = 1 << 0,
  SURETY_SIGNED_OTHER_CALL = 1 << 1, /* another function, or other arguments */
  SURETY_SIGNED_OTHER_VALUE = 1 << 2,
  SURETY_SIGNED_OTHER_ACCOUNT = 1 << 3,
  SURETY_SIGNED_OTHER_CHAIN = 1 << 4,
  SURETY_SIGNED_OTHER_NONCE = 1 << 5,
  SURETY_SIGNED_OTHER_HASH = 1 << 6,
  SURETY_SIGNED_HIGHER_COST = 1 << 7, /* than a person was shown as the most */
} SuretySignedDifference;

/* entry: whose bytes these are, with the step that it holds. A step that can't be read differs in nothing that it says. */
SuretySignedDifference surety_signed_compare (const SuretySigned *self,
                                              SuretyNetwork *network,
                                              SuretyJournalEntry *entry);
/* The same of the bytes in the journal: AS_PLANNED when there are none; every difference when they are no transaction.
 * */
SuretySignedDifference surety_signed_check_entry (SuretyNetwork *network,
                                                  SuretyJournalEntry *entry);

G_END_DECLS
