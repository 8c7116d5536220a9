/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-window.h"

G_BEGIN_DECLS

/* surety-window-actions.c */
void surety_window_install_actions (GtkWidgetClass *widget_class);
/* Actions that only make sense now and then: follows account and network. */
void surety_window_update_actions (SuretyWindow *self);

/* surety-window-keys.c */
void surety_window_install_key_actions (GtkWidgetClass *widget_class);
void surety_window_update_key_actions (SuretyWindow *self);
/* The window is whom the session's safe asks. */
void surety_window_follow_safe (SuretyWindow *self);
/* Closes the pages that hold words, keys or passphrases, and what lies over them. */
void surety_window_pop_secrets (SuretyWindow *self);

G_END_DECLS
