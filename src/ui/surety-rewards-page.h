/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What the account has earned, by token: what can be claimed, and what it was earned and claimed so far. Property "session"
 * (SuretySession, construct only). */
#define SURETY_TYPE_REWARDS_PAGE (surety_rewards_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRewardsPage, surety_rewards_page, SURETY, REWARDS_PAGE, AdwBin)

G_END_DECLS
