/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-row-sync.h"

#define ITEM "surety-item"

static void
show_item (GtkWidget *row, gpointer item, const SuretyRowKind *kind, gpointer user_data)
{
  g_object_set_data_full (G_OBJECT (row), ITEM, g_object_ref (item), g_object_unref);
  kind->show (row, item, user_data);
}

static gboolean
has_same (GListModel *items, guint from, gpointer item, const SuretyRowKind *kind)
{
  for (guint i = from; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (items, i);

      if (kind->same (item, other))
        return TRUE;
    }

  return FALSE;
}

void
surety_row_sync (GtkListBox *list, GListModel *items, const SuretyRowKind *kind, gpointer user_data)
{
  guint n = g_list_model_get_n_items (items);
  GtkListBoxRow *row = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (items, i);
      GtkWidget *made = NULL;

      /* What is no more goes; what has changed its place is made anew there. */
      while ((row = gtk_list_box_get_row_at_index (list, (int) i)) != NULL &&
             !kind->same (surety_row_sync_get_item (GTK_WIDGET (row)), item) &&
             !has_same (items, i + 1, surety_row_sync_get_item (GTK_WIDGET (row)), kind))
        gtk_list_box_remove (list, GTK_WIDGET (row));

      if (row != NULL && kind->same (surety_row_sync_get_item (GTK_WIDGET (row)), item))
        {
          show_item (GTK_WIDGET (row), item, kind, user_data);
          continue;
        }
      made = kind->create (item, user_data);
      show_item (made, item, kind, user_data);
      gtk_list_box_insert (list, made, (int) i);
    }

  while ((row = gtk_list_box_get_row_at_index (list, (int) n)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

gpointer
surety_row_sync_get_item (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), ITEM);
}
