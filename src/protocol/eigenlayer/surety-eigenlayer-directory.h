/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-logs.h"
#include "surety-metadata.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* What only logs know, in memory: which operators and operator sets there are, what they call
 * themselves, how often an operator was slashed, which change of allocation delay is under way. */
typedef struct _SuretyEigenlayerDirectory SuretyEigenlayerDirectory;

typedef struct
{
  Address address;
  guint64 registered_block; /* 0 = its registration was not seen */
  SuretyMetadata *metadata; /* NULL = none that can be read */
  guint slashings;
  guint64 pending_delay;
  guint64 pending_delay_block;
} SuretyEigenlayerEntry;

typedef struct
{
  Address avs;
  guint32 id;
} SuretyOperatorSet;

gboolean surety_operator_set_equal (const SuretyOperatorSet *a, const SuretyOperatorSet *b);

SuretyEigenlayerDirectory *surety_eigenlayer_directory_new (void);
void surety_eigenlayer_directory_free (SuretyEigenlayerDirectory *self);

/* The first block not yet read; 0 = nothing was read. */
guint64 surety_eigenlayer_directory_get_next_block (SuretyEigenlayerDirectory *self);
void surety_eigenlayer_directory_set_next_block (SuretyEigenlayerDirectory *self, guint64 block);
/* The events it wants, of DelegationManager and AllocationManager. */
SuretyLogFilter *surety_eigenlayer_directory_filter (const Address *delegation_manager,
                                                     const Address *allocation_manager);
/* Takes one log in; the same log twice changes nothing. FALSE with SURETY_CHAIN_ERROR_MALFORMED. */
gboolean surety_eigenlayer_directory_take (SuretyEigenlayerDirectory *self,
                                           const SuretyLog *log,
                                           GError **error);

/* Operators in the order they registered. Lends. */
guint surety_eigenlayer_directory_get_n_operators (SuretyEigenlayerDirectory *self);
const SuretyEigenlayerEntry *surety_eigenlayer_directory_get_operator (
  SuretyEigenlayerDirectory *self,
  guint i);
/* NULL when its logs were not seen. */
const SuretyEigenlayerEntry *surety_eigenlayer_directory_find (SuretyEigenlayerDirectory *self,
                                                               const Address *address);
GArray *surety_eigenlayer_directory_get_sets (
  SuretyEigenlayerDirectory *self); /* SuretyOperatorSet */
/* NULL when the AVS said nothing that can be read. */
const SuretyMetadata *surety_eigenlayer_directory_find_avs (SuretyEigenlayerDirectory *self,
                                                            const Address *avs);

G_END_DECLS
