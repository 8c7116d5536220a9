/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-lst.h"

G_BEGIN_DECLS

/* What stands beside the staking tokens: settings, gates, queues back to ETH, registries of
 * operators; each under the functions it has on mainnet. data: PracticeLst. */
extern const PracticePart practice_lido_queue_part;
extern const PracticePart practice_lido_module_part;
extern const PracticePart practice_rocket_storage_part;
extern const PracticePart practice_rocket_balances_part;
extern const PracticePart practice_rocket_nodes_part;
extern const PracticePart practice_rocket_deposit_settings_part;
extern const PracticePart practice_rocket_network_settings_part;
extern const PracticePart practice_stader_token_part;
extern const PracticePart practice_stader_oracle_part;
extern const PracticePart practice_oseth_vault_part;
extern const PracticePart practice_oseth_config_part;
extern const PracticePart practice_meth_pauser_part;
extern const PracticePart practice_meth_returns_part;
extern const PracticePart practice_meth_oracle_part;
extern const PracticePart practice_frax_minter_part;
extern const PracticePart practice_frax_queue_part;
extern const PracticePart practice_sweth_exit_part;
extern const PracticePart practice_sweth_access_part;
extern const PracticePart practice_lseth_operators_part;
extern const PracticePart practice_ankreth_pool_part;
extern const PracticePart practice_wbeth_unwrap_part;
/* A queue nobody asks anything of. */
extern const PracticePart practice_quiet_queue_part;

/* Troubles of the first days, so that there is something to be careful about: until this time ETHx is
 * not minted (paused) and mETH has reached its cap; swETH trades below its rate for as long again. */
#define PRACTICE_TROUBLE_BEGINS (-6 * 86400) /* seconds after the player comes */
#define PRACTICE_TROUBLE_ENDS (10 * 86400)
#define PRACTICE_DISCOUNT_ENDS (20 * 86400)
/* mETH's price feed is written no more since then. */
#define PRACTICE_FEED_STOPS (-20 * 86400)
guint64 practice_trouble_time (gint64 seconds);
gboolean practice_is_troubled (guint64 time);

/* Events that tell the rates, as the issuers' oracles emit them once a day. */
void practice_staking_report (PracticeEnv *env);

G_END_DECLS
