/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-draft.h"

G_BEGIN_DECLS

/* Says where the key will be kept and stores it there: in the keyring, or, where none answers,
 * in a file that a passphrase encrypts. */
#define SURETY_TYPE_KEEP_PAGE (surety_keep_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyKeepPage, surety_keep_page, SURETY, KEEP_PAGE, AdwNavigationPage)

AdwNavigationPage *surety_keep_page_new (SuretyDraft *draft);

G_END_DECLS
