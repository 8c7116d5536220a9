/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The picture of risk used everywhere: full width is the whole stake; filled is what services can take now, hatched what
 * they will be able to take (from a known block, or as soon as a set changes), dotted what is latent, the rest is free.
 * Drawn in the accent colour and by pattern, never by colour alone; said in words to screen readers and in the tooltip.
 * Properties (read and write): "now", "pending", "dormant", "latent" (uint, millionths of the stake), "known" (boolean; FALSE draws
 * an empty outline and says that it is not known). */
#define SURETY_TYPE_PLEDGE_BAR (surety_pledge_bar_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPledgeBar, surety_pledge_bar, SURETY, PLEDGE_BAR, GtkWidget)

GtkWidget *surety_pledge_bar_new (void);
void surety_pledge_bar_set (SuretyPledgeBar *self,
                            gboolean known,
                            guint now,
                            guint pending,
                            guint dormant,
                            guint latent);
/* The same in words: "30 % can be taken now, …". Newly allocated. */
char *surety_pledge_bar_describe (gboolean known,
                                  guint now,
                                  guint pending,
                                  guint dormant,
                                  guint latent);

#define SURETY_PLEDGE_BAR_HEIGHT 14

/* Draws one that is no widget of its own, at the origin: for tables, which have hundreds. Whoever does says
 * it in words, too. later: pending and dormant together. */
void surety_pledge_bar_draw (GtkWidget *widget,
                             GtkSnapshot *snapshot,
                             float width,
                             gboolean known,
                             guint now,
                             guint later,
                             guint latent);

G_END_DECLS
