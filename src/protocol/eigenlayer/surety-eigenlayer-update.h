/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-eigenlayer-sync.h"

G_BEGIN_DECLS

/* One bringing up to date of the directory, and who listens to it. */
typedef struct
{
  SuretyEigenlayer *self;
  SuretyDirectoryFunc func; /* NULL = nobody listens */
  SuretyProgressFunc progress;
  gpointer user_data;
  GDestroyNotify destroy;

  guint64 head;
  guint64 origin; /* where the contracts' logs begin */
  guint64 start;  /* where the walk did, */
  guint64 next;   /* and where it is to go on */
  gint64 started; /* monotonic, when */
  gint64 resumed; /* when the main loop was left alone last */
  gint64 shown;   /* when it was last shown, */
  gint64 showing; /* how long that took, */
  gint64 told;    /* and told */
  guint64 old_block;
  guint64 old_time;
  gboolean had_whole;
} SuretyEigenlayerUpdate;

/* To be called between small parts of long work: lets the main loop turn when it was held for a few
 * milliseconds. FALSE when it was all given up. */
gboolean surety_eigenlayer_update_pause (SuretyEigenlayerUpdate *self,
                                         SuretyFlow *flow,
                                         GError **error);
/* Says how far it is. */
void surety_eigenlayer_update_tell (SuretyEigenlayerUpdate *self,
                                    double fraction,
                                    gint64 remaining);
/* Makes operators anew that changed, and tells of them. */
gboolean surety_eigenlayer_update_show (SuretyEigenlayerUpdate *self,
                                        SuretyFlow *flow,
                                        double fraction,
                                        gint64 remaining,
                                        GError **error);

/* What stands behind the directory's sets, by its allocations and prices (surety-eigenlayer-stakes.c): in *sums
 * SuretyOperatorSet (lent by the directory) → SuretyEigenlayerBacking; NULL = not known. */
gboolean surety_eigenlayer_sum_stakes (SuretyEigenlayerUpdate *self,
                                       SuretyFlow *flow,
                                       GHashTable **sums,
                                       GError **error);
/* Makes services anew whose stake, or whose day, is another one by now, and adds them to services. */
gboolean surety_eigenlayer_renew_stakes (SuretyEigenlayerUpdate *self,
                                         SuretyFlow *flow,
                                         GHashTable *sums,
                                         GListStore *services,
                                         GError **error);

/* The directory in memory becomes what is stored, and what is stored becomes what the chain says up to its
 * head (surety-eigenlayer-walk.c). */
gboolean surety_eigenlayer_update_open (SuretyEigenlayerUpdate *self,
                                        SuretyFlow *flow,
                                        GError **error);
gboolean surety_eigenlayer_update_walk (SuretyEigenlayerUpdate *self,
                                        SuretyFlow *flow,
                                        GError **error);

G_END_DECLS
