/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-chain.h"

G_BEGIN_DECLS

/* What operators, services and oracles of the practice network do by themselves: before the player
 * comes, and after. */
PracticeSchedule practice_history_new (guint64 seed);

Address practice_operator_address (guint index);
Address practice_staker_address (guint operator, guint index);
guint practice_staker_count (guint operator);
Address practice_service_address (guint index);
/* Duration vaults: the first is locked when the player comes, the second takes deposits. */
#define PRACTICE_N_VAULTS 2u
#define PRACTICE_VAULT_SERVICE 11u
#define PRACTICE_VAULT_SET 1u
#define PRACTICE_VAULT_DAYS 180u
Address practice_vault_address (guint index);
Address practice_vault_admin (guint index);
/* Who slashes its sets. */
Address practice_slasher_address (guint service);

G_END_DECLS
