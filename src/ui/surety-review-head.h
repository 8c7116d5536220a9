/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-preparation.h"

G_BEGIN_DECLS

/* What stands over everything else in a review: that it is not what was looked at any more, code that is not what it was, an account
 * that has some. Each of the latter in a dialog that says what it means, in which alone a person can go on with it. Not visible while
 * there is nothing to say. */
#define SURETY_TYPE_REVIEW_HEAD (surety_review_head_get_type ())
G_DECLARE_FINAL_TYPE (SuretyReviewHead, surety_review_head, SURETY, REVIEW_HEAD, GtkBox)

void surety_review_head_set_preparation (SuretyReviewHead *self, SuretyPreparation *preparation);

G_END_DECLS
