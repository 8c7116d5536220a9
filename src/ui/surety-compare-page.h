/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-candidate.h"

G_BEGIN_DECLS

/* Two or three candidates side by side: the same rows for each, and in words which of them differ. */
#define SURETY_TYPE_COMPARE_PAGE (surety_compare_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyComparePage,
                      surety_compare_page,
                      SURETY,
                      COMPARE_PAGE,
                      AdwNavigationPage)

/* candidates: SuretyCandidate of one kind; titles: of its columns. */
AdwNavigationPage *surety_compare_page_new (GPtrArray *candidates,
                                            const char *const *titles,
                                            SuretyKnown known);

G_END_DECLS
