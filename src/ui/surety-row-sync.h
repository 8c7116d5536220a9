/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the items of a list are shown in rows that outlive them: figures are read again every minute, and what a person has
 * opened, or has the keyboard on, must not be made anew for that. */
typedef struct
{
  /* Whether b is what a was, read again. */
  gboolean (*same) (gpointer a, gpointer b);
  /* A new row, which shows nothing yet. */
  GtkWidget *(*create) (gpointer item, gpointer user_data);
  /* Shows item, which may be another than the row was made for. */
  void (*show) (GtkWidget *row, gpointer item, gpointer user_data);
} SuretyRowKind;

/* Makes the rows of list those of items, in their order. A row whose item is still there stays. All rows of the list must be
 * made here. kind: static. */
void surety_row_sync (GtkListBox *list,
                      GListModel *items,
                      const SuretyRowKind *kind,
                      gpointer user_data);
/* The item a row shows. Lends. */
gpointer surety_row_sync_get_item (GtkWidget *row);

G_END_DECLS
