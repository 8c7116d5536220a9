/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-candidate-filter.h"
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
  GtkStack *views;
  GtkScrolledWindow *wide;
  GtkColumnView *columns;
  GtkScrolledWindow *narrow_scroller;
  GtkListView *narrow;
  GtkWidget *nothing_page;
  GtkActionBar *compare_bar;
  GtkLabel *compare_label;
  GtkNoSelection *selection;
  GtkSliceListModel *slice;
  GtkSortListModel *sorted;
  GtkFilterListModel *filtered;
  SuretyCandidateFilter *filter;

  char *search_hint;
  char *state_key;
  char *source_words;
  char *list_name;

  const SuretyCandidateKind *kind;
  SuretyScope *scope;
  GListModel *subjects;
  GListStore *store;   /* SuretyCandidate, one a subject */
  GPtrArray *compared; /* keys of those that are chosen, in the order they were */
  GPtrArray *checks;   /* GtkCheckButton of the filters, lent, in the order of traits */
  GPtrArray *cells;    /* SuretyTableCell and SuretyPledgeBar in sight or near, lent */
  GPtrArray *rows;     /* SuretyCandidateRow, lent */
  GPtrArray *choosers; /* GtkCheckButton of lines, lent */
  char **titles;
  GSettings *settings;
  gboolean whole; /* somebody is in the list: all of it is there */
  guint growing;  /* tick callback; 0 = none */
  gboolean restoring;
  gboolean ordering;
};

/* surety-table-columns.c: what is in the cells. */
void surety_table_install_columns (SuretyTable *self);
void surety_table_show_cells (SuretyTable *self);
/* A check button that chooses a line for comparison; of no line yet. */
GtkWidget *surety_table_create_chooser (SuretyTable *self);
void surety_table_set_chooser (SuretyTable *self,
                               GtkCheckButton *check,
                               SuretyCandidate *candidate);
void surety_table_show_choosers (SuretyTable *self);

/* surety-table.c */
void surety_table_choose (SuretyTable *self, SuretyCandidate *candidate, gboolean chosen);
gboolean surety_table_is_full (SuretyTable *self);
GtkColumnViewColumn *surety_table_get_column (SuretyTable *self, guint column);

/* surety-table-state.c: filters and order, remembered. */
void surety_table_restore (SuretyTable *self);
void surety_table_remember (SuretyTable *self);
void surety_table_keep (SuretyTable *self, const char *name);
void surety_table_show_saved (SuretyTable *self);

G_END_DECLS
