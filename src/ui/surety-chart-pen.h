/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a part of a chart is filled with; never told by colour alone. */
typedef enum
{
  SURETY_PATTERN_SOLID, /* now */
  SURETY_PATTERN_HATCH, /* will be */
  SURETY_PATTERN_DOTS,  /* could be */
  SURETY_PATTERN_EMPTY, /* free, or not known: an outline */
} SuretyPattern;

/* Draws in the theme's colours on a page of width pixels, mirrored where one reads from right to left: all
 * places are those of a left-to-right page. */
typedef struct
{
  GtkSnapshot *snapshot;
  GtkWidget *widget;
  float width;
  gboolean rtl;
  GdkRGBA color;
  GdkRGBA dim;
  GdkRGBA track;
  GdkRGBA accent;
  gboolean high_contrast;
} SuretyPen;

void surety_pen_init (SuretyPen *pen, GtkWidget *widget, GtkSnapshot *snapshot, float width);

void surety_pen_track (const SuretyPen *pen, float x, float y, float width, float height);
void surety_pen_fill (const SuretyPen *pen,
                      SuretyPattern pattern,
                      float x,
                      float y,
                      float width,
                      float height);
/* An upright line; dash 0: drawn through. */
void surety_pen_line (const SuretyPen *pen, float x, float y, float height, float dash);
void surety_pen_rule (const SuretyPen *pen, float x, float y, float width);
/* A full square on its corner, or a ring. */
void surety_pen_mark (const SuretyPen *pen, gboolean full, float x, float y, float size);

/* Text that wraps at width; returns its height. bold and dim are of the whole text. */
typedef enum
{
  SURETY_TEXT_PLAIN = 0,
  SURETY_TEXT_BOLD = 1 << 0,
  SURETY_TEXT_DIM = 1 << 1,
  SURETY_TEXT_SMALL = 1 << 2,
} SuretyTextFlags;

float surety_pen_text (const SuretyPen *pen,
                       const char *text,
                       SuretyTextFlags flags,
                       float x,
                       float y,
                       float width);
/* width 0: on one line. Any of width and height may be NULL. */
void surety_text_measure (GtkWidget *widget,
                          const char *text,
                          SuretyTextFlags flags,
                          float for_width,
                          float *width,
                          float *height);

G_END_DECLS
