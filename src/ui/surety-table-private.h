/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-candidate-filter.h"
#include "surety-known-mark.h"
#include "surety-table-slots.h"
#include "surety-table.h"

G_BEGIN_DECLS

struct _SuretyTable
{
  AdwBreakpointBin parent_instance;

  GtkSearchEntry *search;
  GtkMenuButton *filter_button;
  GtkBox *filters;
  GtkBox *extra;
  GtkDropDown *order_drop_down;
  GtkCheckButton *descending_check;
  GtkLabel *saved_heading;
  GtkBox *saved;
  GtkEntry *name_entry;
  AdwWrapBox *chips;
  GtkLabel *status_label;
  SuretyKnownMark *source_mark;
  GtkStack *views;
  GtkScrolledWindow *wide;
  GtkColumnView *columns;
  GtkScrolledWindow *narrow_scroller;
  GtkListView *narrow;
  GtkWidget *nothing_page;
  GtkActionBar *compare_bar;
  GtkLabel *compare_label;
  GtkNoSelection *selection;
  SuretyTableSlots *slots;
  GtkSortListModel *sorted;
  GtkFilterListModel *filtered;
  SuretyCandidateFilter *filter;

  char *search_hint;
  char *state_key; /* of the filters that were given a name */
  char *place;     /* of the filters and the order of now */
  char *source_words;
  guint source_known; /* SuretyKnown */
  char *list_name;

  const SuretyCandidateKind *kind;
  SuretyScope *scope;
  GListModel *subjects;
  GListStore *store;   /* SuretyCandidate, one a subject */
  GPtrArray *compared; /* keys of those that are chosen, in the order they were */
  GPtrArray *checks;   /* GtkCheckButton of the filters, lent, in the order of traits */
  GPtrArray *cells;    /* SuretyTableCell in sight or near, lent */
  GPtrArray *rows;     /* SuretyCandidateRow, lent */
  GPtrArray *choosers; /* GtkCheckButton of lines, lent */
  char **titles;
  GSettings *settings;
  gboolean whole; /* somebody is in the list: all of it is there */
  guint growing;  /* tick callback; 0 = none */
  gboolean restoring;
  gboolean ordering;
};

/* surety-table.c */
GtkColumnViewColumn *surety_table_get_column (SuretyTable *self, guint column);

/* surety-table-columns.c: what is in the cells. */
void surety_table_install_columns (SuretyTable *self);
void surety_table_show_cells (SuretyTable *self);
/* GTK 4.18 never lets go of the columns beside one in which something had the focus, a few kilobytes a
 * table: the leak sanitizer is not to tell of them. */
void surety_table_forgive_columns (SuretyTable *self);

/* surety-table-choice.c: lines that are chosen to be compared. */
gboolean surety_table_is_full (SuretyTable *self);
gboolean surety_table_is_compared (SuretyTable *self, SuretyCandidate *candidate);
void surety_table_show_compared (SuretyTable *self);
void surety_table_clear_compared (SuretyTable *self);
void surety_table_compare (GtkWidget *widget, const char *action, GVariant *parameter);
/* A check button that chooses a line; of no line yet. */
GtkWidget *surety_table_create_chooser (SuretyTable *self);
void surety_table_set_chooser (SuretyTable *self,
                               GtkCheckButton *check,
                               SuretyCandidate *candidate);

/* surety-table-filters.c: what is shown, in which order. */
void surety_table_show_chips (SuretyTable *self);
void surety_table_filter_toggled (SuretyTable *self);
void surety_table_order_chosen (SuretyTable *self);
void surety_table_order_changed (SuretyTable *self);
void surety_table_show_everything (SuretyTable *self);
void surety_table_stop_search (SuretyTable *self);
void surety_table_keep_named (SuretyTable *self);

/* surety-table-lines.c: the lines of both views, and how many there are. */
void surety_table_activate (SuretyTable *self, guint position);
void surety_table_bind_row (SuretyTable *self, GtkColumnViewRow *row);
void surety_table_unbind_row (SuretyTable *self, GtkColumnViewRow *row);
void surety_table_setup_narrow (SuretyTable *self, GtkListItem *item);
void surety_table_bind_narrow (SuretyTable *self, GtkListItem *item);
void surety_table_unbind_narrow (SuretyTable *self, GtkListItem *item);
void surety_table_teardown_narrow (SuretyTable *self, GtkListItem *item);
void surety_table_view_changed (SuretyTable *self);
void surety_table_lines_changed (SuretyTable *self);
void surety_table_lines_entered (SuretyTable *self);
void surety_table_search_entered (SuretyTable *self);
void surety_table_search_changed (SuretyTable *self);
void surety_table_watch_lines (SuretyTable *self, GtkScrolledWindow *scroller);
/* While it is realized. */
void surety_table_watch_sight (SuretyTable *self);
void surety_table_leave_sight (SuretyTable *self);

/* surety-table-state.c: filters and order, remembered. */
void surety_table_restore (SuretyTable *self);
void surety_table_remember (SuretyTable *self);
void surety_table_keep (SuretyTable *self, const char *name);
void surety_table_show_saved (SuretyTable *self);

G_END_DECLS
