/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-list-kind.h"

G_BEGIN_DECLS

/* A page of the main view, with a row in the sidebar. A widget with the construct property
 * "session" (SuretySession); the main view gives it header bar and title, and makes it when it
 * is first shown. A list page also is told what it lists. */
typedef struct
{
  const char *name;  /* of win.go: "overview" */
  const char *title; /* to be translated */
  const char *icon;
  GType (*get_type) (void);
  const SuretyListKind *list; /* of a list page; NULL = it is none */
} SuretyPage;

/* In the order of the sidebar; ends with a NULL name. */
extern const SuretyPage surety_pages[];

GtkWidget *surety_page_create (const SuretyPage *page, SuretySession *session);

G_END_DECLS
