/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether a stands for the same thing as b with nothing changed that is shown. */
typedef gboolean (*SuretySameFunc) (gpointer a, gpointer b);

/* Makes store hold what fresh holds, replacing only the stretch that differs, so that rows a person is looking at keep
 * their place and focus. */
void surety_list_sync (GListStore *store, GListModel *fresh, SuretySameFunc same);

G_END_DECLS
