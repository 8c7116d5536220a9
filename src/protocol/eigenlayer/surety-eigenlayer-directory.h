/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-ledger.h"
#include "surety-metadata.h"
#include "surety-payment.h"
#include "surety-provider.h"
#include "surety-service.h"

G_BEGIN_DECLS

/* What logs say, in memory: read from the ledger's facts (surety-eigenlayer-fact.h) at a start and
 * kept up with them. All of it is of one block. Single stakers are not in it, only what follows from them. */
typedef struct _SuretyEigenlayerDirectory SuretyEigenlayerDirectory;

typedef struct
{
  Address avs;
  guint32 id;
} SuretyOperatorSet;

gboolean surety_operator_set_equal (const SuretyOperatorSet *a, const SuretyOperatorSet *b);

/* One set's part of one strategy, as AllocationManager keeps it: next holds from effect_block on (0 = no
 * change under way). */
typedef struct
{
  SuretyOperatorSet set;
  Address strategy;
  guint64 current;
  guint64 next;
  guint64 effect_block;
} SuretyEigenlayerMagnitude;

typedef struct
{
  Address strategy;
  guint64 max;
} SuretyEigenlayerMax;

typedef struct
{
  SuretySplitKind kind;
  SuretyOperatorSet set;
  guint bips;
  guint next_bips;
  guint64 activates; /* seconds since 1970 from which next_bips holds */
} SuretyEigenlayerSplit;

typedef struct
{
  Address strategy;
  u256 shares;
  guint n_stakers;
  Address largest;
  u256 part; /* of shares that is the largest's, WAD */
} SuretyEigenlayerStake;

/* An operator. The arrays are NULL where there is nothing. */
typedef struct
{
  Address address;
  guint64 registered_block; /* 0 = its registration was not seen */
  guint32 registered_log;
  Address approver;
  guint64 active_block;
  char *uri;                /* what it named last; NULL = none */
  SuretyMetadata *metadata; /* NULL = none that can be read */
  gboolean delay_known;     /* an event was seen; else it was never set */
  gboolean delay_set;
  guint32 delay;
  guint32 next_delay;
  guint64 next_delay_block;
  GArray *allocations; /* SuretyEigenlayerMagnitude */
  GArray *maxes;       /* SuretyEigenlayerMax: those not WAD */
  GArray *memberships; /* SuretyMembership */
  GArray *m2;          /* Address of services it is registered with without a set */
  GArray *splits;      /* SuretyEigenlayerSplit */
  GArray *slashings;   /* SuretySlashing, oldest first */
  GArray *stakes;      /* SuretyEigenlayerStake */
  guint n_stakers;
  gboolean changed; /* since provider was made */
  SuretyProvider *provider;
} SuretyEigenlayerEntry;

typedef struct
{
  Address strategy;
  guint64 since; /* block it was added */
} SuretyEigenlayerSetStrategy;

/* An operator set. */
typedef struct
{
  SuretyOperatorSet set;
  guint64 created_block;
  gboolean has_slasher;
  Address slasher;
  Address next_slasher;
  guint64 slasher_block; /* from which next_slasher is it; 0 = never changed */
  gboolean redistributes;
  Address recipient;
  GArray *strategies; /* SuretyEigenlayerSetStrategy, NULL = none */
  GArray *members;    /* Address, registered ones, NULL = none */
  GPtrArray *ever;  /* SuretyEigenlayerEntry, everybody who ever was a member; lent; NULL = none */
  gboolean changed; /* since service was made */
  SuretyService *service;
} SuretyEigenlayerSetEntry;

SuretyEigenlayerDirectory *surety_eigenlayer_directory_new (guint block_seconds);
void surety_eigenlayer_directory_free (SuretyEigenlayerDirectory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyEigenlayerDirectory, surety_eigenlayer_directory_free)

/* A fact of the ledger; value NULL = it is no more. FALSE with SURETY_STORE_ERROR_DATABASE when it is
 * damaged. */
gboolean surety_eigenlayer_directory_take (SuretyEigenlayerDirectory *self,
                                           const guint8 *key,
                                           gsize key_len,
                                           const guint8 *value,
                                           gsize len,
                                           GError **error);
/* Blocks whose times are known, any order; what is known is now of the newest. */
void surety_eigenlayer_directory_take_blocks (SuretyEigenlayerDirectory *self,
                                              const SuretyLedgerBlock *blocks,
                                              guint n);
/* To be called after facts were taken: puts operators in order of their registration. */
void surety_eigenlayer_directory_settle (SuretyEigenlayerDirectory *self);

/* The first block not yet read; 0 = nothing was read. */
guint64 surety_eigenlayer_directory_get_next_block (SuretyEigenlayerDirectory *self);
/* The block it is of and its time; 0 = nothing was read. */
guint64 surety_eigenlayer_directory_get_block (SuretyEigenlayerDirectory *self);
guint64 surety_eigenlayer_directory_get_time (SuretyEigenlayerDirectory *self);
/* About when a block was, between those whose times are known; 0 = unknown. */
guint64 surety_eigenlayer_directory_estimate_time (SuretyEigenlayerDirectory *self, guint64 block);

/* Operators in the order they registered. Lends. */
guint surety_eigenlayer_directory_get_n_operators (SuretyEigenlayerDirectory *self);
SuretyEigenlayerEntry *surety_eigenlayer_directory_get_operator (SuretyEigenlayerDirectory *self,
                                                                 guint i);
/* NULL when its logs were not seen. */
SuretyEigenlayerEntry *surety_eigenlayer_directory_find (SuretyEigenlayerDirectory *self,
                                                         const Address *address);
/* Marks as changed what became true or ceased to be so only by blocks going by after since. */
void surety_eigenlayer_directory_mark_ripe_operator (SuretyEigenlayerDirectory *self,
                                                     guint i,
                                                     guint64 since_block,
                                                     guint64 since_time);
void surety_eigenlayer_directory_mark_ripe_sets (SuretyEigenlayerDirectory *self,
                                                 guint64 since_block);
/* FALSE = no event said. */
gboolean surety_eigenlayer_directory_get_default_split (SuretyEigenlayerDirectory *self,
                                                        guint *bips);

/* Operator sets, in the order they were created. Lends. */
guint surety_eigenlayer_directory_get_n_sets (SuretyEigenlayerDirectory *self);
SuretyEigenlayerSetEntry *surety_eigenlayer_directory_get_set (SuretyEigenlayerDirectory *self,
                                                               guint i);
SuretyEigenlayerSetEntry *surety_eigenlayer_directory_find_set (SuretyEigenlayerDirectory *self,
                                                                const SuretyOperatorSet *set);
/* NULL when the AVS said nothing that can be read. */
const SuretyMetadata *surety_eigenlayer_directory_find_avs (SuretyEigenlayerDirectory *self,
                                                            const Address *avs);
/* What the AVS named last; NULL = none. Lends. */
const char *surety_eigenlayer_directory_get_avs_uri (SuretyEigenlayerDirectory *self,
                                                     const Address *avs);
/* Whom the AVS named last to take operators in; FALSE = nobody: that is itself. */
gboolean surety_eigenlayer_directory_get_registrar (SuretyEigenlayerDirectory *self,
                                                    const Address *avs,
                                                    Address *registrar);
/* SuretySlashing of operators in this set, oldest first; descriptions are lent. Free with
 * g_array_unref(). */
GArray *surety_eigenlayer_directory_dup_slashings (SuretyEigenlayerDirectory *self,
                                                   const SuretyOperatorSet *set);
/* SuretyPayment to this set, or to its AVS as a whole, oldest first; what they point to is lent. Free
 * with g_array_unref(). */
GArray *surety_eigenlayer_directory_dup_payments (SuretyEigenlayerDirectory *self,
                                                  const SuretyOperatorSet *set);
/* The same of what is paid to all. */
GArray *surety_eigenlayer_directory_dup_common (SuretyEigenlayerDirectory *self);
/* Whether the operator is registered with any service: its stakers then get what is paid to all earners. */
gboolean surety_eigenlayer_directory_is_earner (const SuretyEigenlayerEntry *entry);

G_END_DECLS
