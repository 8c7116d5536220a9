/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-private.h"

#include <glib/gi18n.h>

#include "surety-candidate-row.h"
#include "surety-candidate-words.h"
#include "surety-config.h"

/* As many as GtkListView keeps, and how many of them are made in one frame. */
#define LINES_READY 200
#define LINES_A_FRAME 3
/* No line is less high than this, in pixels. */
#define LEAST_HEIGHT 48

static void surety_table_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyTable,
                               surety_table,
                               ADW_TYPE_BREAKPOINT_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      surety_table_buildable_init))

typedef enum
{
  PROP_SEARCH_HINT = 1,
  PROP_STATE_KEY,
  PROP_SOURCE_WORDS,
  PROP_LIST_NAME,
} SuretyTableProperty;

enum
{
  OPENED,
  COMPARED,
  RESET,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_LIST_NAME + 1];
static guint signals[N_SIGNALS];
static GtkBuildableIface *parent_buildable;

/* Words that follow from what is shown. */

static void
show_status (SuretyTable *self)
{
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint all = self->store != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->store)) : 0;
  g_autofree char *count = surety_shown_words (shown, all);
  gboolean known = self->source_words != NULL && *self->source_words != '\0';
  g_autofree char *text = known ? g_strdup_printf ("%s · %s", count, self->source_words)
                                : g_steal_pointer (&count);

  gtk_label_set_label (self->status_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->views), shown > 0 || all == 0);
  gtk_widget_set_visible (self->nothing_page, shown == 0 && all > 0);
}

static void
show_compared (SuretyTable *self)
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
uncheck (GtkButton *chip, SuretyTable *self)
{
  gtk_check_button_set_active (g_object_get_data (G_OBJECT (chip), "check"), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* What is filtered by stays in sight, and can be taken away there. */
static void
show_chips (SuretyTable *self)
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

/* Filters and order. */

static void
on_filter_toggled (SuretyTable *self)
{
  guint traits = 0;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      traits |= 1u << i;
  surety_candidate_filter_set_traits (self->filter, traits);
  show_chips (self);
  surety_table_remember (self);
}

static void
on_order_chosen (SuretyTable *self)
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
static void
on_order_changed (SuretyTable *self)
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

static void
on_show_all (SuretyTable *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->checks, i), FALSE);
  g_signal_emit (self, signals[RESET], 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_stop_search (SuretyTable *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
on_keep (SuretyTable *self)
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

/* Choosing and opening. */

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

void
surety_table_choose (SuretyTable *self, SuretyCandidate *candidate, gboolean chosen)
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
  surety_table_show_choosers (self);
  show_compared (self);
}

static void
on_clear (SuretyTable *self)
{
  g_ptr_array_set_size (self->compared, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
    {
      g_autoptr (SuretyCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      surety_candidate_set_chosen (candidate, FALSE);
    }
  surety_table_show_choosers (self);
  show_compared (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_compare (GtkWidget *widget, const char *action, GVariant *parameter)
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
    g_signal_emit (self, signals[COMPARED], 0, candidates);
}

static void
on_activate (SuretyTable *self, guint position)
{
  g_autoptr (SuretyCandidate)
    candidate = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (candidate != NULL)
    g_signal_emit (self, signals[OPENED], 0, candidate);
}

/* Lines. */

static void
on_bind_row (SuretyTable *self, GtkColumnViewRow *row)
{
  SuretyCandidate *candidate = gtk_column_view_row_get_item (row);

  gtk_column_view_row_set_accessible_label (row, surety_candidate_get_cell (candidate, 0)->text);
  gtk_column_view_row_set_accessible_description (row,
                                                  surety_candidate_get_cell (candidate, 1)->text);
}

static void
on_setup_narrow (SuretyTable *self, GtkListItem *item)
{
  GtkWidget *row = surety_candidate_row_new (surety_table_create_chooser (self));

  gtk_list_item_set_child (item, row);
  g_ptr_array_add (self->rows, row);
}

static void
on_bind_narrow (SuretyTable *self, GtkListItem *item)
{
  SuretyCandidate *candidate = gtk_list_item_get_item (item);
  SuretyCandidateRow *row = SURETY_CANDIDATE_ROW (gtk_list_item_get_child (item));

  surety_table_set_chooser (self, GTK_CHECK_BUTTON (surety_candidate_row_get_chooser (row)),
                            candidate);
  surety_candidate_row_set (row, candidate, (const char *const *) self->titles);
  gtk_list_item_set_accessible_label (item, surety_candidate_get_cell (candidate, 0)->text);
}

static void
on_teardown_narrow (SuretyTable *self, GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row == NULL)
    return;
  g_ptr_array_remove_fast (self->choosers,
                           surety_candidate_row_get_chooser (SURETY_CANDIDATE_ROW (row)));
  g_ptr_array_remove_fast (self->rows, row);
}

/* Only the view that shows has lines: the other one would be kept up for nobody. */
static void
on_view_changed (SuretyTable *self)
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
 * there are no more than are in sight, and they are made a few a frame. */

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
  guint size = gtk_slice_list_model_get_size (self->slice) + LINES_A_FRAME;
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->sorted));
  guint end = MIN (all, lines_wanted (self));

  if (size < end)
    {
      gtk_slice_list_model_set_size (self->slice, size);
      return G_SOURCE_CONTINUE;
    }
  self->growing = 0;
  gtk_slice_list_model_set_size (self->slice,
                                 self->whole && all > LINES_READY ? G_MAXUINT : MAX (end, 1));

  return G_SOURCE_REMOVE;
}

static void
on_lines_changed (SuretyTable *self)
{
  guint size = gtk_slice_list_model_get_size (self->slice);
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->sorted));
  guint end = MIN (all, lines_wanted (self));

  if (self->whole && size == G_MAXUINT && all > LINES_READY)
    return;
  if (size > end)
    gtk_slice_list_model_set_size (self->slice, MAX (end, 1));
  else if (self->growing == 0 && (size < end || (self->whole && all > end)))
    self->growing = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow, NULL, NULL);
}

static void
set_whole (SuretyTable *self, gboolean whole)
{
  if (self->kind == NULL || self->whole == whole)
    return;
  self->whole = whole;
  on_lines_changed (self);
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
    on_lines_changed (self);
}

static void
on_lines_entered (SuretyTable *self)
{
  set_whole (self, TRUE);
}

static void
on_search_entered (SuretyTable *self)
{
  if (gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->wide)) <= 0 &&
      gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->narrow_scroller)) <= 0)
    set_whole (self, FALSE);
}

/* What is found begins at its beginning. */
static void
on_search_changed (SuretyTable *self)
{
  set_whole (self, FALSE);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->wide), 0);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->narrow_scroller), 0);
}

static void
watch_lines (SuretyTable *self, GtkScrolledWindow *scroller)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (on_page_size), self,
                           G_CONNECT_SWAPPED);
}

/* As the subjects change, so do the candidates in their places. */
static void
on_subjects_changed (SuretyTable *self, guint position, guint removed, guint added)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GObject) subject = g_list_model_get_item (self->subjects, i);
      SuretyCandidate *candidate = surety_candidate_new (self->kind, subject, self->scope);

      if (self->compared->len > 0)
        surety_candidate_set_chosen (candidate,
                                     find_compared (self, surety_candidate_get_key (candidate),
                                                    NULL));
      g_ptr_array_add (candidates, candidate);
    }
  g_list_store_splice (self->store, position, removed, candidates->pdata, candidates->len);
  show_status (self);
}

/* Construction. */

static void
add_filter (SuretyTable *self, GtkCheckButton *check)
{
  g_ptr_array_add (self->checks, check);
  gtk_box_append (self->filters, GTK_WIDGET (check));
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_filter_toggled), self,
                           G_CONNECT_SWAPPED);
}

static void
surety_table_add_child (GtkBuildable *buildable,
                        GtkBuilder *builder,
                        GObject *child,
                        const char *type)
{
  SuretyTable *self = SURETY_TABLE (buildable);

  if (GTK_IS_COLUMN_VIEW_COLUMN (child))
    gtk_column_view_append_column (self->columns, GTK_COLUMN_VIEW_COLUMN (child));
  else if (g_strcmp0 (type, "filter") == 0)
    add_filter (self, GTK_CHECK_BUTTON (child));
  else if (g_strcmp0 (type, "extra") == 0)
    gtk_box_append (self->extra, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
surety_table_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = surety_table_add_child;
}

static void
set_spoken (gpointer widget, const char *name)
{
  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

static void
surety_table_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyTable *self = SURETY_TABLE (object);

  switch ((SuretyTableProperty) id)
    {
    case PROP_SEARCH_HINT:
      g_value_set_string (value, self->search_hint);
      break;
    case PROP_STATE_KEY:
      g_value_set_string (value, self->state_key);
      break;
    case PROP_SOURCE_WORDS:
      g_value_set_string (value, self->source_words);
      break;
    case PROP_LIST_NAME:
      g_value_set_string (value, self->list_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_table_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyTable *self = SURETY_TABLE (object);
  gboolean changed = FALSE;

  switch ((SuretyTableProperty) id)
    {
    case PROP_SEARCH_HINT:
      changed = g_set_str (&self->search_hint, g_value_get_string (value));
      set_spoken (self->search, self->search_hint);
      break;
    case PROP_STATE_KEY:
      changed = g_set_str (&self->state_key, g_value_get_string (value));
      break;
    case PROP_SOURCE_WORDS:
      changed = g_set_str (&self->source_words, g_value_get_string (value));
      if (changed)
        show_status (self);
      break;
    case PROP_LIST_NAME:
      changed = g_set_str (&self->list_name, g_value_get_string (value));
      set_spoken (self->columns, self->list_name);
      set_spoken (self->narrow, self->list_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
surety_table_dispose (GObject *object)
{
  SuretyTable *self = SURETY_TABLE (object);

  /* Its own dispose expects the child to be there still. */
  if (self->columns != NULL)
    {
      gtk_column_view_set_model (self->columns, NULL);
      gtk_list_view_set_model (self->narrow, NULL);
    }
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SURETY_TYPE_TABLE);
  g_clear_object (&self->subjects);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (surety_table_parent_class)->dispose (object);
}

static void
surety_table_finalize (GObject *object)
{
  SuretyTable *self = SURETY_TABLE (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->scope, surety_scope_unref);
  g_ptr_array_unref (self->compared);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->cells);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->choosers);
  g_strfreev (self->titles);
  g_free (self->search_hint);
  g_free (self->state_key);
  g_free (self->source_words);
  g_free (self->list_name);

  G_OBJECT_CLASS (surety_table_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SURETY_RESOURCES "/ui/surety-table.ui");
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, search);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, filter_button);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, filters);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, extra);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, order_drop_down);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, descending_check);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, saved_heading);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, saved);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, chips);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, status_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, views);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, wide);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, columns);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, narrow_scroller);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, narrow);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, compare_bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, compare_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, selection);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, slice);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, sorted);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, filtered);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, filter);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_lines_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_order_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_keep);
  gtk_widget_class_bind_template_callback (widget_class, on_view_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_row);
  gtk_widget_class_bind_template_callback (widget_class, on_setup_narrow);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_narrow);
  gtk_widget_class_bind_template_callback (widget_class, on_teardown_narrow);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
}

static void
surety_table_class_init (SuretyTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_table_get_property;
  object_class->set_property = surety_table_set_property;
  object_class->dispose = surety_table_dispose;
  object_class->finalize = surety_table_finalize;

  properties[PROP_SEARCH_HINT] = g_param_spec_string ("search-hint", NULL, NULL, NULL, flags);
  properties[PROP_STATE_KEY] = g_param_spec_string ("state-key", NULL, NULL, NULL, flags);
  properties[PROP_SOURCE_WORDS] = g_param_spec_string ("source-words", NULL, NULL, NULL, flags);
  properties[PROP_LIST_NAME] = g_param_spec_string ("list-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[OPENED] = g_signal_new ("opened", SURETY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, SURETY_TYPE_CANDIDATE);
  signals[COMPARED] = g_signal_new ("compared", SURETY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[RESET] = g_signal_new ("reset", SURETY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  g_type_ensure (SURETY_TYPE_CANDIDATE_FILTER);
  gtk_widget_class_install_action (widget_class, "table.compare", NULL, on_compare);
  bind_template (widget_class);
}

static void
surety_table_init (SuretyTable *self)
{
  self->compared = g_ptr_array_new_with_free_func (g_free);
  self->checks = g_ptr_array_new ();
  self->cells = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  self->choosers = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  watch_lines (self, self->wide);
  watch_lines (self, self->narrow_scroller);
  show_compared (self);
}

GtkColumnViewColumn *
surety_table_get_column (SuretyTable *self, guint column)
{
  GListModel *columns = gtk_column_view_get_columns (self->columns);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) view = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_id (view), self->kind->columns[column]) == 0)
        return view; /* the view holds it */
    }
  g_assert_not_reached ();
}

void
surety_table_set_source (SuretyTable *self,
                         const SuretyCandidateKind *kind,
                         GListModel *subjects,
                         SuretyScope *scope)
{
  g_autoptr (GtkStringList) titles = NULL;

  g_return_if_fail (SURETY_IS_TABLE (self));
  g_return_if_fail (self->kind == NULL);

  self->kind = kind;
  self->scope = surety_scope_ref (scope);
  self->subjects = g_object_ref (subjects);
  self->store = g_list_store_new (SURETY_TYPE_CANDIDATE);
  self->titles = surety_table_dup_titles (self);
  titles = gtk_string_list_new ((const char *const *) self->titles);
  self->ordering = TRUE;
  gtk_drop_down_set_model (self->order_drop_down, G_LIST_MODEL (titles));
  self->ordering = FALSE;
  surety_table_install_columns (self);

  g_signal_connect_object (subjects, "items-changed", G_CALLBACK (on_subjects_changed), self,
                           G_CONNECT_SWAPPED);
  on_subjects_changed (self, 0, 0, g_list_model_get_n_items (subjects));
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (self->store));
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (show_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sorted, "items-changed", G_CALLBACK (on_lines_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_slice_list_model_set_size (self->slice, 1);
  on_lines_changed (self);
  surety_table_restore (self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->columns), "changed",
                           G_CALLBACK (on_order_changed), self, G_CONNECT_SWAPPED);
  on_order_changed (self);
  show_chips (self);
  show_status (self);
  on_view_changed (self);
}

void
surety_table_scope_changed (SuretyTable *self)
{
  g_return_if_fail (SURETY_IS_TABLE (self));

  if (self->kind == NULL)
    return;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (gtk_column_view_get_sorter (self->columns), GTK_SORTER_CHANGE_DIFFERENT);
  surety_table_show_cells (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      SuretyCandidateRow *row = g_ptr_array_index (self->rows, i);

      surety_candidate_row_set (row, surety_candidate_row_get_candidate (row),
                                (const char *const *) self->titles);
    }
}

char **
surety_table_dup_titles (SuretyTable *self)
{
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();

  g_return_val_if_fail (SURETY_IS_TABLE (self), NULL);

  for (guint i = 0; i < self->kind->n_columns; i++)
    g_strv_builder_add (titles,
                        gtk_column_view_column_get_title (surety_table_get_column (self, i)));

  return g_strv_builder_end (titles);
}

guint
surety_table_get_n_shown (SuretyTable *self)
{
  g_return_val_if_fail (SURETY_IS_TABLE (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->sorted));
}

GtkEditable *
surety_table_get_search (SuretyTable *self)
{
  g_return_val_if_fail (SURETY_IS_TABLE (self), NULL);
  return GTK_EDITABLE (self->search);
}

GtkScrolledWindow *
surety_table_get_scroller (SuretyTable *self)
{
  g_return_val_if_fail (SURETY_IS_TABLE (self), NULL);
  return self->wide;
}
