/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "surety-endpoints.h"

G_BEGIN_DECLS

/* Many contract reads at one block through Multicall3.aggregate3 (canonical address given by the
 * network), each allowed to fail alone; falls back to batched eth_call where Multicall3 is not
 * deployed. The block's number and time come back with the answers. Split into several eth_calls of one
 * batch when large. The answers are all of one block: in one round trip where all chunks met the
 * same head, else those that did not are read again at the lowest one. A call that failed without
 * a word is asked again alone at that block: it may only have run out of the aggregate's gas. */
#define SURETY_TYPE_MULTICALL (surety_multicall_get_type ())
G_DECLARE_FINAL_TYPE (SuretyMulticall, surety_multicall, SURETY, MULTICALL, GObject)

/* multicall3: NULL = none on this chain. */
SuretyMulticall *surety_multicall_new (const Address *multicall3);
/* item must outlive the multicall (static ABI tables do). Programmer errors in args abort. */
guint surety_multicall_add (SuretyMulticall *self,
                            const Address *to,
                            const AbiItem *item,
                            const AbiValue *args,
                            gsize n_args);
/* That call i is refused without a word is one of its usual answers (there is no such function): it is not
 * asked again alone then. */
void surety_multicall_expect_refusal (SuretyMulticall *self, guint i);
/* The account's ETH in wei at that block (Multicall3.getEthBalance, or eth_getBalance). */
guint surety_multicall_add_eth_balance (SuretyMulticall *self, const Address *account);
/* The account's code, which no call can tell: eth_getCode in the same exchange. An index of its own, for
 * surety_multicall_dup_code(). */
guint surety_multicall_add_code (SuretyMulticall *self, const Address *account);
guint surety_multicall_size (SuretyMulticall *self);
/* The answers decide about money: they are asked of two endpoints, where there are two, and compared
 * (surety_endpoints_run_agreed()). */
void surety_multicall_set_decides (SuretyMulticall *self, gboolean decides);
/* Endpoints that gave all of the answers alike: 1 or 2. */
guint surety_multicall_get_witnesses (SuretyMulticall *self);
/* Resolves to: SuretyMulticall (the same). block: a tag or QUANTITY. */
DexFuture *surety_multicall_run (SuretyMulticall *self,
                                 SuretyEndpoints *endpoints,
                                 const char *block);
guint64 surety_multicall_get_block (SuretyMulticall *self);
guint64 surety_multicall_get_timestamp (SuretyMulticall *self);
/* Whether call i returned; FALSE with SURETY_CHAIN_ERROR_REVERT, or _MALFORMED when what came back is
 * not what the signature says. out (cleared by the caller) lends from self. */
gboolean surety_multicall_get (SuretyMulticall *self, guint i, AbiValues *out, GError **error);
/* The single returned word. */
gboolean surety_multicall_get_word (SuretyMulticall *self, guint i, u256 *out, GError **error);
gboolean surety_multicall_get_address (SuretyMulticall *self,
                                       guint i,
                                       Address *out,
                                       GError **error);

/* What call i asks: of whom, which function, and its selector and arguments (lent). The balance in ETH is
 * getEthBalance(address) of Multicall3, wherever it is asked. */
void surety_multicall_describe (SuretyMulticall *self,
                                guint i,
                                Address *to,
                                const AbiItem **item,
                                Bytes *calldata);
/* Whether call i asks for a balance in ETH. */
gboolean surety_multicall_is_eth_balance (SuretyMulticall *self, guint i);
/* The codes asked for, and whose code i is. */
guint surety_multicall_get_n_codes (SuretyMulticall *self);
const Address *surety_multicall_get_code_account (SuretyMulticall *self, guint i);

/* Empty where there is none; NULL with an error when it could not be read. */
GBytes *surety_multicall_dup_code (SuretyMulticall *self, guint i, GError **error);

G_END_DECLS
