/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-env.h"

G_BEGIN_DECLS

/* EigenLayer's core, v1.13: what its contracts ask of each other. Semantics: Layr-Labs'
 * eigenlayer-contracts (StrategyManager, DelegationManager, AllocationManager, SlashingLib). All
 * shares are in units of 10^-18 share, magnitudes and factors of 10^-18. */

#define PRACTICE_WITHDRAWAL_DELAY 100800u
#define PRACTICE_DEALLOCATION_DELAY 100800u
#define PRACTICE_CONFIGURATION_DELAY 126000u
#define PRACTICE_RESOLUTION_DELAY 50400u
#define PRACTICE_VERSION_TEXT "1.13.1"
#define PRACTICE_BURN_ADDRESS "0x00000000000000000000000000000000000E16E4"
#define PRACTICE_NATIVE_STRATEGY "0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0"

typedef struct
{
  Address avs;
  guint32 id;
} PracticeOperatorSet;

/* avs (20 bytes) ‖ uint96 (id). */
u256 practice_operator_set_key (const PracticeOperatorSet *set);
PracticeOperatorSet practice_operator_set_from_key (u256 key);
/* Of an argument (address avs, uint32 id). */
PracticeOperatorSet practice_operator_set_arg (const AbiValue *value);
AbiValue practice_operator_set_value (PracticeEnv *env, const PracticeOperatorSet *set);

/* Addresses of an argument address[], newly allocated. */
Address *practice_address_list (PracticeEnv *env, const AbiValue *value);

/* Pausable.sol. data of the contract is not used. */
extern const PracticePart practice_pausable_part;
gboolean practice_unpaused (PracticeEnv *env, const Address *contract, guint bit);

/* PermissionController: here only the account itself may act for it. */
extern const PracticePart practice_permission_part;
gboolean practice_can_call (const PracticeCall *call, const Address *account);

/* EIP-712 domain "EigenLayer", version "1". */
Hash practice_domain_separator (PracticeEnv *env, const Address *contract);
/* SignatureExpired, InvalidSignature. */
gboolean practice_check_signature (PracticeEnv *env,
                                   const Address *signer,
                                   const Hash *digest,
                                   Bytes signature,
                                   u256 expiry);

/* Strategies (StrategyBaseTVLLimits.sol). */
typedef struct
{
  Address token;
  u256 max_per_deposit;
  u256 max_total;
} PracticeStrategy;

extern const PracticePart practice_strategy_part; /* data: PracticeStrategy */
gboolean practice_strategy_deposit (PracticeEnv *env,
                                    const Address *strategy,
                                    const Address *token,
                                    u256 amount,
                                    u256 *shares);
gboolean practice_strategy_withdraw (PracticeEnv *env,
                                     const Address *strategy,
                                     const Address *recipient,
                                     const Address *token,
                                     u256 shares,
                                     u256 *amount);
gboolean practice_strategy_token (PracticeEnv *env, const Address *strategy, Address *token);

/* StrategyManager. */
extern const PracticePart practice_strategy_manager_part;
extern const PracticePart practice_slashed_funds_part; /* what it keeps of slashes */
u256 practice_staker_shares (PracticeEnv *env, const Address *staker, const Address *strategy);
/* Strategies the staker holds shares in, and how many; newly allocated. */
gsize practice_staker_deposits (PracticeEnv *env,
                                const Address *staker,
                                Address **strategies,
                                u256 **shares);
gboolean practice_staker_add_shares (PracticeEnv *env,
                                     const Address *staker,
                                     const Address *strategy,
                                     u256 shares,
                                     u256 *before);
gboolean practice_staker_remove_shares (PracticeEnv *env,
                                        const Address *staker,
                                        const Address *strategy,
                                        u256 shares,
                                        u256 *after);
void practice_whitelist_strategy (PracticeEnv *env, const Address *strategy);
gboolean practice_strategy_whitelisted (PracticeEnv *env, const Address *strategy);
gboolean practice_add_slashed_shares (PracticeEnv *env,
                                      const PracticeOperatorSet *set,
                                      u256 slash_id,
                                      const Address *strategy,
                                      u256 shares);

/* DelegationManager. */
extern const PracticePart practice_delegation_part;
extern const PracticePart practice_shares_part;
extern const PracticePart practice_withdrawals_part;
gboolean practice_is_operator (PracticeEnv *env, const Address *account);
Address practice_delegated_to (PracticeEnv *env, const Address *staker);
u256 practice_operator_shares (PracticeEnv *env, const Address *operator, const Address * strategy);
/* As delegateTo(), the operator having agreed. */
gboolean practice_delegate (PracticeEnv *env, const Address *staker, const Address *operator);
gboolean practice_increase_delegated_shares (PracticeEnv *env,
                                             const Address *staker,
                                             const Address *strategy,
                                             u256 shares_before,
                                             u256 added);
gboolean practice_slash_operator_shares (PracticeEnv *env,
                                         const Address *operator,
                                         const PracticeOperatorSet * set,
                                         u256 slash_id,
                                         const Address *strategy,
                                         u256 magnitude_before,
                                         u256 magnitude,
                                         u256 *slashed);
/* Without a delay: an operator as they registered before slashing. */
gboolean practice_register_operator (PracticeEnv *env,
                                     const Address *operator,
                                     const Address * approver,
                                     gboolean has_delay,
                                     guint32 delay,
                                     AbiValue uri);

/* EigenPodManager, as it answers to who never used it. */
extern const PracticePart practice_pods_part;

/* AllocationManager. */
extern const PracticePart practice_allocation_part;
extern const PracticePart practice_allocation_view_part;
extern const PracticePart practice_operator_sets_part;
extern const PracticePart practice_slashing_part;
u256 practice_max_magnitude (PracticeEnv *env, const Address *operator, const Address * strategy);
u256 practice_max_magnitude_at (PracticeEnv *env,
                                const Address *operator,
                                const Address * strategy,
                                guint64 block);
void practice_set_allocation_delay (PracticeEnv *env,
                                    const Address *operator,
                                    guint32 delay,
                                    gboolean at_once);
gboolean practice_is_operator_set (PracticeEnv *env, const PracticeOperatorSet *set);
Address practice_redistribution_recipient (PracticeEnv *env, const PracticeOperatorSet *set);

G_END_DECLS
