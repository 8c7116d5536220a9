/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows who made it, its licence and version. */
void surety_about_present (GtkWidget *parent);

G_END_DECLS
