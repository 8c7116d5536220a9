/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* All that is known of something, over the guide's page, to be chosen there or not.
 * Signal "chosen": the button was pressed; the dialog closes itself. */
#define SURETY_TYPE_GUIDE_CHOICE (surety_guide_choice_get_type ())
G_DECLARE_FINAL_TYPE (SuretyGuideChoice, surety_guide_choice, SURETY, GUIDE_CHOICE, AdwDialog)

/* page: taken. verb: on the button; NULL: there is nothing to choose, only to look at. hindrance: why
 * it can't be chosen; NULL: it can. note: what is to be known when choosing; NULL: nothing. */
AdwDialog *surety_guide_choice_new (AdwNavigationPage *page,
                                    const char *verb,
                                    const char *hindrance,
                                    const char *note);

G_END_DECLS
