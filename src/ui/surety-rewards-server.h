/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-rewards.h"

G_BEGIN_DECLS

/* Who is asked for proofs of rewards, what that one learns, and why somebody has to be asked at all: the suggested server, or
 * one of the user's. Signal "chosen": it was kept. */
#define SURETY_TYPE_REWARDS_SERVER (surety_rewards_server_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRewardsServer, surety_rewards_server, SURETY, REWARDS_SERVER, AdwBin)

void surety_rewards_server_set_rewards (SuretyRewardsServer *self, SuretyRewards *rewards);
/* The same in a dialog, to choose another one. */
AdwDialog *surety_rewards_server_new_dialog (SuretyRewards *rewards);

G_END_DECLS
