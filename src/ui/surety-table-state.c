/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-private.h"

#include <glib/gi18n.h>

#include "surety-config.h"

/* What is remembered, of the setting "tables": a dictionary of places a table is shown in, each with
 * "filters" (as: names of the check buttons), "order" (s: id of a column) and "descending" (b). The
 * place that has the table's state key for a name also has "kept" (a{sas}: filters by the name they were
 * given), which are those of every place the same kind is shown in. */

static GVariant *
read_page (SuretyTable *self, const char *place)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "tables");

  return g_variant_lookup_value (all, place, G_VARIANT_TYPE_VARDICT);
}

static void
write_page (SuretyTable *self, const char *place, GVariantDict *page)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, "tables");
  GVariantDict pages;

  g_variant_dict_init (&pages, all);
  g_variant_dict_insert_value (&pages, place, g_variant_dict_end (page));
  g_settings_set_value (self->settings, "tables", g_variant_dict_end (&pages));
}

static char **
active_filters (SuretyTable *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_strv_builder_add (names, gtk_widget_get_name (g_ptr_array_index (self->checks, i)));

  return g_strv_builder_end (names);
}

static void
apply_filters (SuretyTable *self, const char *const *names)
{
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);

      gtk_check_button_set_active (check, g_strv_contains (names, gtk_widget_get_name (
                                                                    GTK_WIDGET (check))));
    }
}

void
surety_table_remember (SuretyTable *self)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->columns));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  g_autoptr (GVariant) before = NULL;
  g_auto (GStrv) filters = NULL;
  GVariantDict page;

  if (self->settings == NULL || self->restoring)
    return;
  before = read_page (self, self->place);
  filters = active_filters (self);
  g_variant_dict_init (&page, before);
  g_variant_dict_insert_value (&page, "filters",
                               g_variant_new_strv ((const char *const *) filters, -1));
  if (column != NULL)
    {
      g_variant_dict_insert (&page, "order", "s", gtk_column_view_column_get_id (column));
      g_variant_dict_insert (&page, "descending", "b",
                             gtk_column_view_sorter_get_primary_sort_order (sorter) ==
                               GTK_SORT_DESCENDING);
    }
  write_page (self, self->place, &page);
}

static void
restore_order (SuretyTable *self, GVariant *page)
{
  const char *order = NULL;
  gboolean descending = FALSE;
  guint column = 0;

  if (page != NULL && g_variant_lookup (page, "order", "&s", &order))
    for (guint i = 0; i < self->kind->n_columns; i++)
      if (g_str_equal (self->kind->columns[i], order))
        {
          column = i;
          g_variant_lookup (page, "descending", "b", &descending);
        }
  gtk_column_view_sort_by_column (self->columns, surety_table_get_column (self, column),
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

void
surety_table_set_first_order (SuretyTable *self, guint column, gboolean descending)
{
  g_autoptr (GVariant) page = NULL;
  g_autoptr (GVariant) order = NULL;

  g_return_if_fail (SURETY_IS_TABLE (self));
  g_return_if_fail (self->settings != NULL);

  page = read_page (self, self->place);
  order = page != NULL ? g_variant_lookup_value (page, "order", NULL) : NULL;
  if (order != NULL)
    return;
  self->restoring = TRUE;
  /* Among equals, what stood first does not count any more. */
  gtk_column_view_sort_by_column (self->columns, NULL, GTK_SORT_ASCENDING);
  gtk_column_view_sort_by_column (self->columns, surety_table_get_column (self, column),
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->restoring = FALSE;
}

void
surety_table_restore (SuretyTable *self)
{
  g_autoptr (GVariant) page = NULL;
  g_autofree const char **filters = NULL;

  g_return_if_fail (self->state_key != NULL);

  self->settings = g_settings_new (SURETY_APP_ID);
  self->restoring = TRUE;
  page = read_page (self, self->place);
  restore_order (self, page);
  if (page != NULL && g_variant_lookup (page, "filters", "^a&s", &filters))
    apply_filters (self, filters);
  self->restoring = FALSE;
  surety_table_show_saved (self);
  /* Also those that were given their name where else the same kind is shown. */
  g_signal_connect_object (self->settings, "changed::tables", G_CALLBACK (surety_table_show_saved),
                           self, G_CONNECT_SWAPPED);
}

/* Kept filters. */

static GVariant *
read_kept (SuretyTable *self)
{
  g_autoptr (GVariant) page = read_page (self, self->state_key);
  GVariant *kept = page != NULL ? g_variant_lookup_value (page, "kept", G_VARIANT_TYPE ("a{sas}"))
                                : NULL;

  return kept != NULL ? kept : g_variant_ref_sink (g_variant_new ("a{sas}", NULL));
}

/* filters NULL: without the one of this name. */
static void
write_kept (SuretyTable *self, const char *name, const char *const *filters)
{
  g_autoptr (GVariant) kept = read_kept (self);
  g_autoptr (GVariant) before = read_page (self, self->state_key);
  GVariantBuilder builder;
  GVariantDict page;
  GVariantIter iter;
  const char *other = NULL;
  GVariant *value = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_loop (&iter, "{&s@as}", &other, &value))
    if (!g_str_equal (other, name))
      g_variant_builder_add (&builder, "{s@as}", other, value);
  if (filters != NULL)
    g_variant_builder_add (&builder, "{s^as}", name, filters);
  g_variant_dict_init (&page, before);
  g_variant_dict_insert_value (&page, "kept", g_variant_builder_end (&builder));
  write_page (self, self->state_key, &page);
}

void
surety_table_keep (SuretyTable *self, const char *name)
{
  g_auto (GStrv) filters = active_filters (self);

  write_kept (self, name, (const char *const *) filters);
}

static void
on_use (GtkButton *button, SuretyTable *self)
{
  g_autoptr (GVariant) kept = read_kept (self);
  g_autofree const char **filters = NULL;

  if (g_variant_lookup (kept, g_object_get_data (G_OBJECT (button), "name"), "^a&s", &filters))
    apply_filters (self, filters);
  gtk_menu_button_popdown (self->filter_button);
}

static void
on_forget (GtkButton *button, SuretyTable *self)
{
  /* It goes with what it forgets. */
  g_autoptr (GtkButton) held = g_object_ref (button);

  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
  write_kept (self, g_object_get_data (G_OBJECT (held), "name"), NULL);
}

static GtkWidget *
create_saved (SuretyTable *self, const char *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *use = gtk_button_new_with_label (name);
  GtkWidget *forget = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  g_autofree char *words = g_strdup_printf (_ ("Forget %s"), name);

  gtk_widget_set_hexpand (use, TRUE);
  gtk_widget_add_css_class (use, "flat");
  gtk_widget_add_css_class (forget, "flat");
  gtk_widget_set_tooltip_text (forget, words);
  g_object_set_data_full (G_OBJECT (use), "name", g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (forget), "name", g_strdup (name), g_free);
  g_signal_connect_object (use, "clicked", G_CALLBACK (on_use), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (forget, "clicked", G_CALLBACK (on_forget), self, G_CONNECT_DEFAULT);
  gtk_box_append (GTK_BOX (box), use);
  gtk_box_append (GTK_BOX (box), forget);

  return box;
}

void
surety_table_show_saved (SuretyTable *self)
{
  g_autoptr (GVariant) kept = read_kept (self);
  GtkWidget *child = NULL;
  GVariantIter iter;
  const char *name = NULL;
  gboolean any = FALSE;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->saved))) != NULL)
    gtk_box_remove (self->saved, child);
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_loop (&iter, "{&s@as}", &name, NULL))
    {
      gtk_box_append (self->saved, create_saved (self, name));
      any = TRUE;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->saved_heading), any);
}
