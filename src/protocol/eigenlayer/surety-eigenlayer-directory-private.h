/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-eigenlayer-directory.h"

G_BEGIN_DECLS

/* A payment and the set it is to. */
typedef struct
{
  SuretyPayment payment;
  guint32 set;
} SuretyEigenlayerPayment;

typedef struct
{
  Address avs;
  char *uri;
  SuretyMetadata *metadata;
  gboolean has_registrar;
  Address registrar;
  GArray *payments; /* SuretyEigenlayerPayment, oldest first; NULL = none */
} SuretyEigenlayerAvs;

struct _SuretyEigenlayerDirectory
{
  guint block_seconds;
  GPtrArray *operators;   /* SuretyEigenlayerEntry, in order once settled */
  GHashTable *by_address; /* Address → SuretyEigenlayerEntry */
  GPtrArray *sets;        /* SuretyEigenlayerSetEntry, in order once settled */
  GHashTable *by_set;     /* SuretyOperatorSet → SuretyEigenlayerSetEntry */
  GHashTable *services;   /* Address → SuretyEigenlayerAvs */
  GHashTable *sets_of;    /* Address of a service → GPtrArray of its entries in sets, lent */
  GHashTable *pledgers;   /* SuretyOperatorSet → GPtrArray of operators' entries, lent */
  GHashTable *parts;      /* GBytes → itself: payments' multipliers, mostly the same again */
  GArray *common;         /* SuretyEigenlayerPayment to all, oldest first; NULL = none */
  GArray *blocks;         /* SuretyLedgerBlock, ascending */
  gboolean has_default_split;
  guint default_split;
  guint n_sorted_operators; /* at least so many of them are in order */
  guint n_sorted_sets;
};

/* By block. */
gint surety_eigenlayer_compare_slashings (gconstpointer a, gconstpointer b);

G_END_DECLS
