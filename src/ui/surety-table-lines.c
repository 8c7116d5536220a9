/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-private.h"

#include "surety-candidate-row.h"
#include "surety-table-cell.h"

/* As many as GtkListView keeps; how long they are made for in one frame, and how many are given up. */
#define LINES_READY 200
#define MAKE_FOR (2 * G_TIME_SPAN_MILLISECOND)
#define GONE_A_FRAME 4
/* No line is less high than this, in pixels. */
#define LEAST_HEIGHT 48

void
surety_table_activate (SuretyTable *self, guint position)
{
  g_autoptr (SuretyTableSlot)
    slot = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (slot != NULL && surety_table_slot_get_candidate (slot) != NULL)
    g_signal_emit_by_name (self, "opened", surety_table_slot_get_candidate (slot));
}

static void
show_row (SuretyTableSlot *slot, GtkColumnViewRow *row)
{
  SuretyCandidate *candidate = surety_table_slot_get_candidate (slot);

  gtk_column_view_row_set_accessible_label (row, surety_candidate_get_cell (candidate, 0)->text);
  gtk_column_view_row_set_accessible_description (row,
                                                  surety_candidate_get_cell (candidate, 1)->text);
}

void
surety_table_bind_row (SuretyTable *self, GtkColumnViewRow *row)
{
  SuretyTableSlot *slot = gtk_column_view_row_get_item (row);

  g_signal_connect_object (slot, "changed", G_CALLBACK (show_row), row, G_CONNECT_DEFAULT);
  show_row (slot, row);
}

void
surety_table_unbind_row (SuretyTable *self, GtkColumnViewRow *row)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (row), show_row, row);
}

static void
on_row_gone (GtkWidget *row, SuretyTable *self)
{
  g_ptr_array_remove_fast (self->rows, row);
}

void
surety_table_setup_narrow (SuretyTable *self, GtkListItem *item)
{
  GtkWidget *row = surety_candidate_row_new (surety_table_create_chooser (self));

  gtk_list_item_set_child (item, row);
  g_object_set_data (G_OBJECT (row), "table", self);
  g_ptr_array_add (self->rows, row);
  /* A view that lost its model lets go of its lines without having them torn down. */
  g_signal_connect_object (row, "destroy", G_CALLBACK (on_row_gone), self, G_CONNECT_DEFAULT);
}

static void
show_narrow (SuretyTableSlot *slot, GtkListItem *item)
{
  SuretyCandidate *candidate = surety_table_slot_get_candidate (slot);
  SuretyCandidateRow *row = SURETY_CANDIDATE_ROW (gtk_list_item_get_child (item));
  SuretyTable *self = g_object_get_data (G_OBJECT (row), "table");

  surety_table_set_chooser (self, GTK_CHECK_BUTTON (surety_candidate_row_get_chooser (row)),
                            candidate);
  surety_candidate_row_set (row, candidate, (const char *const *) self->titles);
  gtk_list_item_set_accessible_label (item, surety_candidate_get_cell (candidate, 0)->text);
}

void
surety_table_bind_narrow (SuretyTable *self, GtkListItem *item)
{
  SuretyTableSlot *slot = gtk_list_item_get_item (item);

  g_signal_connect_object (slot, "changed", G_CALLBACK (show_narrow), item, G_CONNECT_DEFAULT);
  show_narrow (slot, item);
}

void
surety_table_unbind_narrow (SuretyTable *self, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_narrow, item);
}

void
surety_table_teardown_narrow (SuretyTable *self, GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row == NULL)
    return;
  g_ptr_array_remove_fast (self->choosers,
                           surety_candidate_row_get_chooser (SURETY_CANDIDATE_ROW (row)));
  g_ptr_array_remove_fast (self->rows, row);
}

/* Only the view that shows has lines: the other one would be kept up for nobody. */
void
surety_table_view_changed (SuretyTable *self)
{
  gboolean is_narrow = g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "narrow") == 0;
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);

  if (self->kind == NULL)
    return;
  gtk_column_view_set_model (self->columns, is_narrow ? NULL : model);
  gtk_list_view_set_model (self->narrow, is_narrow ? model : NULL);
}

/* A list keeps two hundred lines ready, and making them, or giving them other things to show, takes a
 * while. Whoever types into the search sees the first ones only: until somebody goes into the list,
 * there are no more than are in sight. They are made and given up a few a frame. */

static guint
lines_wanted (SuretyTable *self)
{
  double height = gtk_adjustment_get_page_size (gtk_scrolled_window_get_vadjustment (
    gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->wide) ? self->wide
                                                                         : self->narrow_scroller));

  return self->whole ? LINES_READY : CLAMP ((guint) (height / LEAST_HEIGHT) + 2, 8, LINES_READY);
}

static gboolean
grow (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  SuretyTable *self = SURETY_TABLE (widget);
  guint size = surety_table_slots_get_limit (self->slots);
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint end = MAX (MIN (all, lines_wanted (self)), 1);
  const gint64 begun = g_get_monotonic_time ();

  if (surety_table_slots_get_held (self->slots))
    {
      self->growing = 0;
      return G_SOURCE_REMOVE;
    }
  if (size > end + GONE_A_FRAME)
    {
      surety_table_slots_set_limit (self->slots, size - GONE_A_FRAME);
      return G_SOURCE_CONTINUE;
    }
  while (size < end && g_get_monotonic_time () - begun < MAKE_FOR)
    surety_table_slots_set_limit (self->slots, ++size);
  if (size < end)
    return G_SOURCE_CONTINUE;
  self->growing = 0;
  surety_table_slots_set_limit (self->slots, self->whole && all > LINES_READY ? G_MAXUINT : end);

  return G_SOURCE_REMOVE;
}

void
surety_table_lines_changed (SuretyTable *self)
{
  guint size = surety_table_slots_get_limit (self->slots);
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint end = MAX (MIN (all, lines_wanted (self)), 1);

  if (surety_table_slots_get_held (self->slots) ||
      (self->whole && size == G_MAXUINT && all > LINES_READY))
    return;
  /* What is not there costs nothing to give up; nor has what GTK keeps no line for. */
  if (size > MIN (MAX (all, 1), LINES_READY))
    {
      size = MIN (MAX (all, 1), LINES_READY);
      surety_table_slots_set_limit (self->slots, size);
    }
  if (self->growing == 0 && (size != end || (self->whole && all > end)))
    self->growing = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow, NULL, NULL);
}

static void
set_whole (SuretyTable *self, gboolean whole)
{
  if (self->kind == NULL || self->whole == whole)
    return;
  self->whole = whole;
  surety_table_lines_changed (self);
}

static void
on_scrolled (GtkAdjustment *adjustment, SuretyTable *self)
{
  if (gtk_adjustment_get_value (adjustment) > 0)
    set_whole (self, TRUE);
}

static void
on_page_size (SuretyTable *self)
{
  if (self->kind != NULL)
    surety_table_lines_changed (self);
}

void
surety_table_lines_entered (SuretyTable *self)
{
  set_whole (self, TRUE);
}

void
surety_table_search_entered (SuretyTable *self)
{
  if (gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->wide)) <= 0 &&
      gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->narrow_scroller)) <= 0)
    set_whole (self, FALSE);
}

/* What is found begins at its beginning: there first, with the lines that are there, and then it is looked
 * for. */
void
surety_table_search_changed (SuretyTable *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->wide), 0);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->narrow_scroller), 0);
  set_whole (self, FALSE);
  surety_candidate_filter_set_search (self->filter,
                                      gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* Half of the columns may be out of sight: cells are drawn when they are in it. Where they are is known
 * once all have their place, before anything is drawn. */

static void
look_at_line (GtkWidget *line, GPtrArray *changed)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (line); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);

      if (SURETY_IS_TABLE_CELL (child) && surety_table_cell_look (SURETY_TABLE_CELL (child)))
        g_ptr_array_add (changed, child);
    }
}

static void
on_layout (SuretyTable *self)
{
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->columns));
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  /* GTK maps the lines that are in sight. */
  for (GtkWidget *line = gtk_widget_get_first_child (list); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    if (gtk_widget_get_mapped (line))
      look_at_line (line, changed);

  /* One font after the other: GSK opens a font anew for each text that is of another one than the text before
   * it, which takes three times as long as the text. */
  for (guint style = 0; style < SURETY_TABLE_N_TEXTS; style++)
    for (guint i = 0; i < changed->len; i++)
      surety_table_cell_prepare (g_ptr_array_index (changed, i), (SuretyTableText) style);
}

void
surety_table_watch_sight (SuretyTable *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)), "layout",
                           G_CALLBACK (on_layout), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
surety_table_leave_sight (SuretyTable *self)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (GTK_WIDGET (self)), on_layout,
                                        self);
}

void
surety_table_watch_lines (SuretyTable *self, GtkScrolledWindow *scroller)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (on_page_size), self,
                           G_CONNECT_SWAPPED);
}
