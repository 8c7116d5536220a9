/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-env.h"

G_BEGIN_DECLS

/* An ERC-20 token as OpenZeppelin writes them: an allowance of 2^256 - 1 is not used up. */
typedef struct
{
  const char *name;
  const char *symbol;
  guint8 decimals;
  gboolean terse; /* reverts without a reason, as some tokens do */
} PracticeToken;

/* The contract's data begins with a PracticeToken. */
extern const PracticePart practice_erc20_part;

/* Storage, for parts that share the contract: allowance is common to all tokens here. */
u256 practice_erc20_allowance (PracticeEnv *env,
                               const Address *token,
                               const Address *owner,
                               const Address *spender);
void practice_erc20_set_allowance (PracticeEnv *env,
                                   const Address *token,
                                   const Address *owner,
                                   const Address *spender,
                                   u256 amount);
u256 practice_erc20_supply (PracticeEnv *env, const Address *token);
gboolean practice_erc20_mint (PracticeEnv *env,
                              const Address *token,
                              const Address *to,
                              u256 amount);
gboolean practice_erc20_burn (PracticeEnv *env,
                              const Address *token,
                              const Address *from,
                              u256 amount);
void practice_erc20_emit_transfer (PracticeEnv *env,
                                   const Address *token,
                                   const Address *from,
                                   const Address *to,
                                   u256 amount);
void practice_erc20_emit_approval (PracticeEnv *env,
                                   const Address *token,
                                   const Address *owner,
                                   const Address *spender,
                                   u256 amount);

/* Any token, through its ABI, as another contract sees it. */
gboolean practice_token_balance (PracticeEnv *env,
                                 const Address *token,
                                 const Address *account,
                                 u256 *out);
/* OpenZeppelin's SafeERC20: the token's own reason, or "SafeERC20: low-level call failed". */
gboolean practice_token_safe_transfer (PracticeEnv *env,
                                       const Address *token,
                                       const Address *from,
                                       const Address *to,
                                       u256 amount);
gboolean practice_token_safe_transfer_from (PracticeEnv *env,
                                            const Address *token,
                                            const Address *spender,
                                            const Address *from,
                                            const Address *to,
                                            u256 amount);

G_END_DECLS
