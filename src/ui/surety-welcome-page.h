/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* First run: three doors, one click each. */
#define SURETY_TYPE_WELCOME_PAGE (surety_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyWelcomePage, surety_welcome_page, SURETY, WELCOME_PAGE, AdwBin)

GtkWidget *surety_welcome_page_new (void);

G_END_DECLS
