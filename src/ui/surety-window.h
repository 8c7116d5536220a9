/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-away.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* The window: the network strip, then either the first run or the main view, with assistants over
 * both.
 * Properties: "session" (SuretySession).
 * Actions: win.go (string: a page of the main view), win.refresh, win.menu, win.connection,
 * win.add-account, win.add-wallet, win.watch, win.practise, win.check-backup, win.wind,
 * win.restart-practice, win.copy (string), win.account, win.lock, win.unlock, win.conceal. */
#define SURETY_TYPE_WINDOW (surety_window_get_type ())
G_DECLARE_FINAL_TYPE (SuretyWindow, surety_window, SURETY, WINDOW, AdwApplicationWindow)

SuretyWindow *surety_window_new (GtkApplication *application,
                                 SuretySession *session,
                                 GSettings *settings);
SuretySession *surety_window_get_session (SuretyWindow *self);
/* Lent: what locks its keys listens to this. */
SuretyAway *surety_window_get_away (SuretyWindow *self);
/* Shows a page of the main view: "overview", "restake", "activity"; closes what lies over it. */
void surety_window_go (SuretyWindow *self, const char *page);
/* Pushes a page over what is shown; back returns to it. Takes a floating page. */
void surety_window_push (SuretyWindow *self, AdwNavigationPage *page);
/* Back to the main view or Welcome. */
void surety_window_pop_all (SuretyWindow *self);

void surety_window_open_menu (SuretyWindow *self);

/* From any widget in a window: a sentence that passes; or the sentence for an error. */
void surety_toast (GtkWidget *widget, const char *sentence);
void surety_toast_error (GtkWidget *widget, const GError *error);

G_END_DECLS
