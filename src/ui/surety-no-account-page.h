/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* In place of the pages while the chosen network has no account of its own: says so, and has the ways on and the way
 * back. */
#define SURETY_TYPE_NO_ACCOUNT_PAGE (surety_no_account_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyNoAccountPage, surety_no_account_page, SURETY, NO_ACCOUNT_PAGE, AdwBin)

GtkWidget *surety_no_account_page_new (SuretySession *session);

G_END_DECLS
