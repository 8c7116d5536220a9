/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  SURETY_TABLE_TEXT_PLAIN,
  SURETY_TABLE_TEXT_STRONG,
  SURETY_TABLE_TEXT_SMALL, /* of the line below */
  SURETY_TABLE_N_TEXTS,
} SuretyTableText;

/* As Adwaita's "caption". */
#define SURETY_TABLE_SMALLER 0.82

/* A line of text as it is drawn, from its upper left corner: in the widget's font, cut at the end where it is wider
 * than width (pixels). Lent until the next call; NULL: there is nothing to see. out_width: how wide it is
 * (pixels), nullable. What was drawn lately is kept, of all tables together: half of what a table says stands in
 * many of its lines, and who types or scrolls comes back to the others. */
GskRenderNode *surety_table_text_get (GtkWidget *widget,
                                      SuretyTableText style,
                                      int width,
                                      const char *text,
                                      const GdkRGBA *color,
                                      int *out_width);

G_END_DECLS
