/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-window.h"

G_BEGIN_DECLS

/* surety-window-actions.c */
void surety_window_install_actions (GtkWidgetClass *widget_class);
/* Actions that only make sense now and then: follows account and network. */
void surety_window_update_actions (SuretyWindow *self);
/* Asks for a key file's passphrase; a SuretyPassphraseFunc on a window. */
DexFuture *surety_window_ask_passphrase (gpointer window);

G_END_DECLS
