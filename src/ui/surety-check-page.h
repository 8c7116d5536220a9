/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-draft.h"

G_BEGIN_DECLS

/* Asks for three of the recovery words, to see that they were written down. */
#define SURETY_TYPE_CHECK_PAGE (surety_check_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCheckPage, surety_check_page, SURETY, CHECK_PAGE, AdwNavigationPage)

AdwNavigationPage *surety_check_page_new (SuretyDraft *draft);

G_END_DECLS
