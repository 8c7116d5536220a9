/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-private.h"

#include <glib/gi18n.h>

static void
uncheck (GtkButton *chip, SuretyTable *self)
{
  gtk_check_button_set_active (g_object_get_data (G_OBJECT (chip), "check"), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* What is filtered by stays in sight, and can be taken away there. */
void
surety_table_show_chips (SuretyTable *self)
{
  GtkWidget *old = NULL;
  gboolean any = FALSE;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    adw_wrap_box_remove (self->chips, old);
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);
      GtkWidget *content = NULL;
      GtkWidget *chip = NULL;

      if (!gtk_check_button_get_active (check))
        continue;
      any = TRUE;
      content = g_object_new (ADW_TYPE_BUTTON_CONTENT, "label", gtk_check_button_get_label (check),
                              "icon-name", "window-close-symbolic", "can-shrink", TRUE, NULL);
      chip = g_object_new (GTK_TYPE_BUTTON, "child", content, "tooltip-text",
                           _ ("Give Up This Filter"), NULL);
      g_object_set_data (G_OBJECT (chip), "check", check);
      g_signal_connect_object (chip, "clicked", G_CALLBACK (uncheck), self, G_CONNECT_DEFAULT);
      adw_wrap_box_append (self->chips, chip);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->chips), any);
}

void
surety_table_filter_toggled (SuretyTable *self)
{
  guint traits = 0;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      traits |= 1u << i;
  surety_candidate_filter_set_traits (self->filter, traits);
  surety_table_show_chips (self);
  surety_table_remember (self);
}

void
surety_table_order_chosen (SuretyTable *self)
{
  guint chosen = gtk_drop_down_get_selected (self->order_drop_down);

  if (self->ordering || self->kind == NULL || chosen >= self->kind->n_columns)
    return;
  gtk_column_view_sort_by_column (self->columns, surety_table_get_column (self, chosen),
                                  gtk_check_button_get_active (self->descending_check)
                                    ? GTK_SORT_DESCENDING
                                    : GTK_SORT_ASCENDING);
}

/* The titles of the columns can be pressed, too. */
void
surety_table_order_changed (SuretyTable *self)
{
  GtkColumnViewSorter *sorter = NULL;
  GtkColumnViewColumn *column = NULL;

  /* It is given up with its columns, too. */
  if (self->columns == NULL)
    return;
  sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->columns));
  column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  self->ordering = TRUE;
  for (guint i = 0; i < self->kind->n_columns; i++)
    if (surety_table_get_column (self, i) == column)
      gtk_drop_down_set_selected (self->order_drop_down, i);
  gtk_check_button_set_active (self->descending_check,
                               gtk_column_view_sorter_get_primary_sort_order (sorter) ==
                                 GTK_SORT_DESCENDING);
  self->ordering = FALSE;
  surety_table_remember (self);
}

void
surety_table_show_everything (SuretyTable *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->checks, i), FALSE);
  g_signal_emit_by_name (self, "reset");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
surety_table_stop_search (SuretyTable *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

void
surety_table_keep_named (SuretyTable *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry)));

  if (*g_strstrip (name) == '\0')
    {
      gtk_widget_error_bell (GTK_WIDGET (self->name_entry));
      return;
    }
  surety_table_keep (self, name);
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), "");
}
