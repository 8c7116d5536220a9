/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-private.h"

#include <glib/gi18n.h>
#ifdef __SANITIZE_ADDRESS__
#  include <sanitizer/lsan_interface.h>
#endif

#include "surety-candidate-words.h"
#include "surety-table-cell.h"

/* The column that has the bar of pledges under its words, where the kind has one. */
#define BAR_COLUMN 1

typedef struct
{
  SuretyTable *table;
  guint index;
} Column;

static Column *
column_new (SuretyTable *table, guint index)
{
  Column *self = g_new0 (Column, 1);

  self->table = table;
  self->index = index;

  return self;
}

static gboolean
has_bar (Column *column)
{
  return column->index == BAR_COLUMN && column->table->kind->get_parts != NULL;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkColumnViewCell *item, Column *column)
{
  GtkWidget *cell = surety_table_cell_new (column->index,
                                           column->table->kind->widths[column->index],
                                           has_bar (column));

  g_ptr_array_add (column->table->cells, cell);
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
  gtk_column_view_cell_set_child (item, cell);
  gtk_column_view_cell_set_focusable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkColumnViewCell *item, Column *column)
{
  surety_table_cell_set_slot (SURETY_TABLE_CELL (gtk_column_view_cell_get_child (item)),
                              gtk_column_view_cell_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkColumnViewCell *item, Column *column)
{
  surety_table_cell_set_slot (SURETY_TABLE_CELL (gtk_column_view_cell_get_child (item)), NULL);
}

static void
on_teardown (GtkSignalListItemFactory *factory, GtkColumnViewCell *item, Column *column)
{
  if (gtk_column_view_cell_get_child (item) != NULL)
    g_ptr_array_remove_fast (column->table->cells, gtk_column_view_cell_get_child (item));
}

void
surety_table_show_cells (SuretyTable *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    surety_table_cell_refresh (g_ptr_array_index (self->cells, i));
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  Column *column = data;
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (
    gtk_column_view_get_sorter (column->table->columns));

  return surety_candidate_compare ((SuretyCandidate *) a, (SuretyCandidate *) b, column->index,
                                   gtk_column_view_sorter_get_primary_sort_order (sorter) ==
                                     GTK_SORT_DESCENDING);
}

static void
on_setup_choose (GtkSignalListItemFactory *factory, GtkColumnViewCell *item, SuretyTable *self)
{
  GtkWidget *check = surety_table_create_chooser (self);

  g_object_set_data (G_OBJECT (check), "table", self);
  gtk_column_view_cell_set_child (item, check);
  gtk_column_view_cell_set_focusable (item, FALSE);
}

static void
show_chooser (SuretyTableSlot *slot, GtkCheckButton *check)
{
  surety_table_set_chooser (g_object_get_data (G_OBJECT (check), "table"), check,
                            surety_table_slot_get_candidate (slot));
}

static void
on_bind_choose (GtkSignalListItemFactory *factory, GtkColumnViewCell *item, SuretyTable *self)
{
  GtkWidget *check = gtk_column_view_cell_get_child (item);
  SuretyTableSlot *slot = gtk_column_view_cell_get_item (item);

  g_signal_connect_object (slot, "changed", G_CALLBACK (show_chooser), check, G_CONNECT_DEFAULT);
  show_chooser (slot, GTK_CHECK_BUTTON (check));
}

static void
on_unbind_choose (GtkSignalListItemFactory *factory, GtkColumnViewCell *item, SuretyTable *self)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_cell_get_item (item), show_chooser,
                                        gtk_column_view_cell_get_child (item));
}

static void
on_teardown_choose (GtkSignalListItemFactory *factory, GtkColumnViewCell *item, SuretyTable *self)
{
  if (gtk_column_view_cell_get_child (item) != NULL)
    g_ptr_array_remove_fast (self->choosers, gtk_column_view_cell_get_child (item));
}

static void
add_choose_column (SuretyTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_choose), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_choose), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_choose), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "teardown", G_CALLBACK (on_teardown_choose), self,
                           G_CONNECT_DEFAULT);
  column = gtk_column_view_column_new (_ ("Compare"), factory);
  gtk_column_view_insert_column (self->columns, 0, column);
}

static void
install (SuretyTable *self, guint index)
{
  GtkColumnViewColumn *column = surety_table_get_column (self, index);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter = NULL;
  Column *data = column_new (self, index);

  g_object_set_data_full (G_OBJECT (factory), "column", data, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), data);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), data);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), data);
  g_signal_connect (factory, "teardown", G_CALLBACK (on_teardown), data);
  gtk_column_view_column_set_factory (column, factory);
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare, column_new (self, index), g_free));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
}

void
surety_table_install_columns (SuretyTable *self)
{
  for (guint i = 0; i < self->kind->n_columns; i++)
    install (self, i);
  add_choose_column (self);
}

void
surety_table_forgive_columns (SuretyTable *self)
{
#ifdef __SANITIZE_ADDRESS__
  GListModel *columns = gtk_column_view_get_columns (self->columns);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      __lsan_ignore_object (column);
    }
#endif
}
