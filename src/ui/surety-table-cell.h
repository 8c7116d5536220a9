/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-table-slots.h"
#include "surety-table-text.h"

G_BEGIN_DECLS

/* What one column says of a candidate: a line, and a smaller one under it, cut at the end; whole in
 * the tooltip and for screen readers. A table has thousands of them of which a few are in sight: its
 * size follows from the font alone, text is laid out when it is drawn, and only what is in sight is
 * drawn. */
#define SURETY_TYPE_TABLE_CELL (surety_table_cell_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTableCell, surety_table_cell, SURETY, TABLE_CELL, GtkWidget)

/* width: in characters. has_bar: with the candidate's bar of pledges under the words. */
GtkWidget *surety_table_cell_new (guint column, int width, gboolean has_bar);
/* Says what is in the place, whatever comes to be there; NULL: nothing. */
void surety_table_cell_set_slot (SuretyTableCell *self, SuretyTableSlot *slot);
/* Says what its candidate says now. */
void surety_table_cell_refresh (SuretyTableCell *self);
/* To be called when its place in the window may be another one: draws it if it came in sight. Returns whether it
 * is in sight and says something else than when it was drawn. */
gboolean surety_table_cell_look (SuretyTableCell *self);
/* Makes ready what is of this style of one that returned so, before it is drawn. */
void surety_table_cell_prepare (SuretyTableCell *self, SuretyTableText style);

G_END_DECLS
