/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-draft.h"

G_BEGIN_DECLS

/* Shows the recovery words to be written down. They are on the screen only while the page is. */
#define SURETY_TYPE_WORDS_PAGE (surety_words_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyWordsPage, surety_words_page, SURETY, WORDS_PAGE, AdwNavigationPage)

AdwNavigationPage *surety_words_page_new (SuretyDraft *draft);

G_END_DECLS
