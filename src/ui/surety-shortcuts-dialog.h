/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Every keyboard shortcut of the program, in a list. */
#define SURETY_TYPE_SHORTCUTS_DIALOG (surety_shortcuts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyShortcutsDialog,
                      surety_shortcuts_dialog,
                      SURETY,
                      SHORTCUTS_DIALOG,
                      AdwDialog)

AdwDialog *surety_shortcuts_dialog_new (void);
/* Makes the very shortcuts that the dialog lists work. */
void surety_shortcuts_install (GtkApplication *application);

G_END_DECLS
