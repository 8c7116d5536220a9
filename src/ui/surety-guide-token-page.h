/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Second decision: which token. Those that can't be chosen are listed with the reason. */
#define SURETY_TYPE_GUIDE_TOKEN_PAGE (surety_guide_token_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuideTokenPage,
                      surety_guide_token_page,
                      SURETY,
                      GUIDE_TOKEN_PAGE,
                      AdwBin)

GtkWidget *surety_guide_token_page_new (SuretySession *session);

G_END_DECLS
