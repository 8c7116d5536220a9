/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Transactions after which the chain says something else than what was promised, with the evidence, until a person has seen it. Not
 * visible while there is none. Property "session" (SuretySession). */
#define SURETY_TYPE_MISMATCH_GROUP (surety_mismatch_group_get_type ())
G_DECLARE_FINAL_TYPE (SuretyMismatchGroup,
                      surety_mismatch_group,
                      SURETY,
                      MISMATCH_GROUP,
                      AdwPreferencesGroup)

G_END_DECLS
