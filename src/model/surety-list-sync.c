/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-list-sync.h"

static gboolean
same_at (GListModel *a, guint i, GListModel *b, guint j, SuretySameFunc same)
{
  g_autoptr (GObject) left = g_list_model_get_item (a, i);
  g_autoptr (GObject) right = g_list_model_get_item (b, j);

  return same (left, right);
}

void
surety_list_sync (GListStore *store, GListModel *fresh, SuretySameFunc same)
{
  GListModel *old = G_LIST_MODEL (store);
  guint n_old = g_list_model_get_n_items (old);
  guint n_new = g_list_model_get_n_items (fresh);
  guint limit = MIN (n_old, n_new);
  guint head = 0;
  guint tail = 0;
  g_autoptr (GPtrArray) middle = NULL;

  while (head < limit && same_at (old, head, fresh, head, same))
    head++;
  while (tail < limit - head && same_at (old, n_old - 1 - tail, fresh, n_new - 1 - tail, same))
    tail++;

  if (n_old == n_new && head == n_old)
    return;

  /* Of the same length: single rows changed; each is replaced alone. */
  if (n_old == n_new)
    {
      for (guint i = head; i < n_new - tail; i++)
        {
          g_autoptr (GObject) item = NULL;
          gpointer one[1];

          if (same_at (old, i, fresh, i, same))
            continue;
          item = g_list_model_get_item (fresh, i);
          one[0] = item;
          g_list_store_splice (store, i, 1, one, 1);
        }
      return;
    }

  middle = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = head; i < n_new - tail; i++)
    g_ptr_array_add (middle, g_list_model_get_item (fresh, i));
  g_list_store_splice (store, head, n_old - tail - head, middle->pdata, middle->len);
}
