/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-private.h"

#include <glib/gi18n.h>

#include "surety-candidate-words.h"

gboolean
surety_table_is_full (SuretyTable *self)
{
  return self->compared->len >= SURETY_COMPARED_AT_MOST;
}

static gboolean
find_compared (SuretyTable *self, const char *key, guint *index)
{
  return g_ptr_array_find_with_equal_func (self->compared, key, g_str_equal, index);
}

gboolean
surety_table_is_compared (SuretyTable *self, SuretyCandidate *candidate)
{
  return find_compared (self, surety_candidate_get_key (candidate), NULL);
}

void
surety_table_show_compared (SuretyTable *self)
{
  guint n = self->compared->len;
  g_autofree char *text = NULL;

  if (n == 1)
    text = g_strdup (_ ("One chosen: choose another to compare it with"));
  else if (surety_table_is_full (self))
    text = g_strdup_printf (_ ("%u chosen, which is as many as fit side by side"), n);
  else
    text = g_strdup_printf (_ ("%u chosen"), n);
  gtk_label_set_label (self->compare_label, text);
  gtk_action_bar_set_revealed (self->compare_bar, n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.compare", n > 1);
}

static void
show_chooser (SuretyTable *self, GtkCheckButton *check)
{
  SuretyCandidate *candidate = g_object_get_data (G_OBJECT (check), "candidate");
  gboolean chosen = candidate != NULL && surety_candidate_get_chosen (candidate);

  if (gtk_check_button_get_active (check) != chosen)
    {
      g_signal_handlers_block_matched (check, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
      gtk_check_button_set_active (check, chosen);
      g_signal_handlers_unblock_matched (check, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (check), chosen || !surety_table_is_full (self));
}

static void
show_choosers (SuretyTable *self)
{
  for (guint i = 0; i < self->choosers->len; i++)
    show_chooser (self, g_ptr_array_index (self->choosers, i));
}

static void
choose (SuretyTable *self, SuretyCandidate *candidate, gboolean chosen)
{
  const char *key = surety_candidate_get_key (candidate);
  guint index = 0;
  gboolean there = find_compared (self, key, &index);

  if (there == chosen || (chosen && surety_table_is_full (self)))
    return;
  if (chosen)
    g_ptr_array_add (self->compared, g_strdup (key));
  else
    g_ptr_array_remove_index (self->compared, index);
  surety_candidate_set_chosen (candidate, chosen);
  show_choosers (self);
  surety_table_show_compared (self);
}

static void
on_choose (GtkCheckButton *check, SuretyTable *self)
{
  SuretyCandidate *candidate = g_object_get_data (G_OBJECT (check), "candidate");

  if (candidate != NULL)
    choose (self, candidate, gtk_check_button_get_active (check));
}

static void
on_chooser_gone (GtkWidget *check, SuretyTable *self)
{
  g_ptr_array_remove_fast (self->choosers, check);
}

GtkWidget *
surety_table_create_chooser (SuretyTable *self)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_tooltip_text (check, _ ("Choose for Comparison"));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_choose), self, G_CONNECT_DEFAULT);
  g_ptr_array_add (self->choosers, check);
  g_signal_connect_object (check, "destroy", G_CALLBACK (on_chooser_gone), self, G_CONNECT_DEFAULT);

  return check;
}

void
surety_table_set_chooser (SuretyTable *self, GtkCheckButton *check, SuretyCandidate *candidate)
{
  g_autofree char *words = NULL;

  g_object_set_data_full (G_OBJECT (check), "candidate", g_object_ref (candidate), g_object_unref);
  words = g_strdup_printf (_ ("Compare %s"), surety_candidate_get_cell (candidate, 0)->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  show_chooser (self, check);
}

void
surety_table_clear_compared (SuretyTable *self)
{
  g_ptr_array_set_size (self->compared, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
    {
      g_autoptr (SuretyCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      surety_candidate_set_chosen (candidate, FALSE);
    }
  show_choosers (self);
  surety_table_show_compared (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
surety_table_compare (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SuretyTable *self = SURETY_TABLE (widget);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint k = 0; k < self->compared->len; k++)
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
      {
        g_autoptr (SuretyCandidate)
          candidate = g_list_model_get_item (G_LIST_MODEL (self->store), i);

        if (g_str_equal (surety_candidate_get_key (candidate),
                         g_ptr_array_index (self->compared, k)))
          {
            g_ptr_array_add (candidates, g_steal_pointer (&candidate));
            break;
          }
      }
  if (candidates->len > 1)
    g_signal_emit_by_name (self, "compared", candidates);
}
