/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-table-private.h"

#include "surety-candidate-row.h"
#include "surety-candidate-words.h"
#include "surety-config.h"

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
  PROP_SOURCE_KNOWN,
} SuretyTableProperty;

static GParamSpec *properties[PROP_SOURCE_KNOWN + 1];
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
  surety_table_slots_set_held (self->slots, shown == 0 && all > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->views), shown > 0 || all == 0);
  gtk_widget_set_visible (self->nothing_page, shown == 0 && all > 0);
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
        surety_candidate_set_chosen (candidate, surety_table_is_compared (self, candidate));
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
  g_signal_connect_object (check, "toggled", G_CALLBACK (surety_table_filter_toggled), self,
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
    case PROP_SOURCE_KNOWN:
      g_value_set_uint (value, self->source_known);
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
    case PROP_SOURCE_KNOWN:
      changed = self->source_known != g_value_get_uint (value);
      self->source_known = g_value_get_uint (value);
      surety_known_mark_set_known (self->source_mark, (SuretyKnown) self->source_known);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
surety_table_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (surety_table_parent_class)->realize (widget);

  surety_table_watch_sight (SURETY_TABLE (widget));
}

static void
surety_table_unrealize (GtkWidget *widget)
{
  surety_table_leave_sight (SURETY_TABLE (widget));

  GTK_WIDGET_CLASS (surety_table_parent_class)->unrealize (widget);
}

static void
surety_table_dispose (GObject *object)
{
  SuretyTable *self = SURETY_TABLE (object);

  /* Its own dispose expects the child to be there still. */
  if (self->columns != NULL)
    {
      surety_table_forgive_columns (self);
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
  g_free (self->place);
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
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, source_mark);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, views);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, wide);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, columns);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, narrow_scroller);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, narrow);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, compare_bar);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, compare_label);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, selection);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, slots);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, sorted);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, filtered);
  gtk_widget_class_bind_template_child (widget_class, SuretyTable, filter);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_search_entered);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_lines_entered);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_order_chosen);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_keep_named);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_view_changed);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_activate);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_bind_row);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_unbind_row);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_setup_narrow);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_bind_narrow);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_unbind_narrow);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_teardown_narrow);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_show_everything);
  gtk_widget_class_bind_template_callback (widget_class, surety_table_clear_compared);
}

/* What Adwaita draws with borders and shadows takes longer than all the text: borders between cells that are
 * transparent, a line under each row as the border of an otherwise empty frame, the frames of check
 * buttons as shadows within. The same is drawn as room, as a plain area and as borders. */
static void
add_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_string (
    provider,
    "columnview.candidates > listview > row > cell:not(:first-child) {"
    " border-left: none; padding-left: 7px; }"
    "columnview.candidates > listview.separators > row:not(.separator) {"
    " border-top: none; padding-top: 1px; background-repeat: no-repeat; background-size: 100% 1px;"
    " background-image: image(color-mix(in srgb, currentColor var(--border-opacity), transparent)); }"
    ".candidates check:not(:checked):not(:active) {"
    " box-shadow: none; padding: 1px;"
    " border: 2px solid color-mix(in srgb, currentColor var(--border-opacity), transparent); }"
    ".candidates check:not(:checked):not(:active):hover {"
    " border-color: color-mix(in srgb, currentColor calc(var(--border-opacity) * 1.3), transparent); }");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
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
  widget_class->realize = surety_table_realize;
  widget_class->unrealize = surety_table_unrealize;

  properties[PROP_SEARCH_HINT] = g_param_spec_string ("search-hint", NULL, NULL, NULL, flags);
  properties[PROP_STATE_KEY] = g_param_spec_string ("state-key", NULL, NULL, NULL, flags);
  properties[PROP_SOURCE_WORDS] = g_param_spec_string ("source-words", NULL, NULL, NULL, flags);
  properties[PROP_LIST_NAME] = g_param_spec_string ("list-name", NULL, NULL, NULL, flags);
  properties[PROP_SOURCE_KNOWN] = g_param_spec_uint ("source-known", NULL, NULL, 0,
                                                     SURETY_KNOWN_PROVED, SURETY_KNOWN_UNKNOWN,
                                                     flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_signal_new ("opened", SURETY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                SURETY_TYPE_CANDIDATE);
  g_signal_new ("compared", SURETY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_PTR_ARRAY);
  g_signal_new ("reset", SURETY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SURETY_TYPE_CANDIDATE_FILTER);
  g_type_ensure (SURETY_TYPE_KNOWN_MARK);
  g_type_ensure (SURETY_TYPE_TABLE_SLOTS);
  gtk_widget_class_install_action (widget_class, "table.compare", NULL, surety_table_compare);
  bind_template (widget_class);
  add_style ();
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
  surety_table_watch_lines (self, self->wide);
  surety_table_watch_lines (self, self->narrow_scroller);
  surety_table_show_compared (self);
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
                         SuretyScope *scope,
                         const char *place)
{
  g_autoptr (GtkStringList) titles = NULL;

  g_return_if_fail (SURETY_IS_TABLE (self));
  g_return_if_fail (self->kind == NULL);

  self->kind = kind;
  self->place = g_strdup (place != NULL ? place : self->state_key);
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
  /* Sorted first: a key press in the search leaves the order as it is. */
  gtk_sort_list_model_set_model (self->sorted, G_LIST_MODEL (self->store));
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (show_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (surety_table_lines_changed),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  surety_table_slots_set_model (self->slots, G_LIST_MODEL (self->filtered));
  surety_table_lines_changed (self);
  surety_table_restore (self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->columns), "changed",
                           G_CALLBACK (surety_table_order_changed), self, G_CONNECT_SWAPPED);
  /* Nobody chose it. */
  self->restoring = TRUE;
  surety_table_order_changed (self);
  self->restoring = FALSE;
  surety_table_show_chips (self);
  show_status (self);
  surety_table_view_changed (self);
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
  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
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
