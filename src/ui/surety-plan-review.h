/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-preparation.h"

G_BEGIN_DECLS

/* What will be signed and what it costs, from a preparation: every transaction decoded, and the network fee with its
 * three speeds. Properties: "preparation" (SuretyPreparation, nullable, writable), "speed" (uint, a SuretySpeed, writable). */
#define SURETY_TYPE_PLAN_REVIEW (surety_plan_review_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPlanReview, surety_plan_review, SURETY, PLAN_REVIEW, GtkBox)

void surety_plan_review_set_preparation (SuretyPlanReview *self, SuretyPreparation *preparation);
SuretySpeed surety_plan_review_get_speed (SuretyPlanReview *self);

G_END_DECLS
