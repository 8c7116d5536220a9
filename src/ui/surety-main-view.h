/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Sidebar and pages: what is shown once there is an account. One column from 360 px on.
 * Properties: "session" (SuretySession), "page" (string: the name of the page that shows). */
#define SURETY_TYPE_MAIN_VIEW (surety_main_view_get_type ())
G_DECLARE_FINAL_TYPE (SuretyMainView, surety_main_view, SURETY, MAIN_VIEW, AdwBreakpointBin)

GtkWidget *surety_main_view_new (SuretySession *session);
/* Shows a page by name; a name that no page has is ignored. */
void surety_main_view_go (SuretyMainView *self, const char *page);
void surety_main_view_open_menu (SuretyMainView *self);

G_END_DECLS
