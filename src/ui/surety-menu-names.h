/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on the lines of the button's menu have names for a screen reader. GTK 4.18 names each by
 * a label that has no name itself, so that all are read as “menu item”. */
void surety_menu_names_keep (GtkMenuButton *button);

G_END_DECLS
