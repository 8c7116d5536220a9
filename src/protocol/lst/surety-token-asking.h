/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-flow.h"
#include "surety-multicall.h"
#include "surety-token-sheet.h"

G_BEGIN_DECLS

/* Many reads of a network file at one block, in one exchange; those at places a registry has to name
 * first, in a second one at the same block. Filled, run once, read. */
typedef struct _SuretyTokenAsking SuretyTokenAsking;

/* What stands for a read that was not asked. */
#define SURETY_NOT_ASKED G_MAXUINT

/* account may be NULL. */
SuretyTokenAsking *surety_token_asking_new (SuretyNetwork *network,
                                            SuretyEndpoints *endpoints,
                                            const Address *account);
/* What is read decides about money: two endpoints must say the same where there are two (surety_multicall_set_decides ()).
 * Before it is run. */
void surety_token_asking_set_decides (SuretyTokenAsking *self);
void surety_token_asking_free (SuretyTokenAsking *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyTokenAsking, surety_token_asking_free)

/* read may be NULL (SURETY_NOT_ASKED). amount: wei, for reads that take it. */
guint surety_token_asking_add (SuretyTokenAsking *self,
                               const SuretyTokenRead *read,
                               const SuretyToken *token,
                               u256 amount);
/* Any other call; item must outlive self. */
guint surety_token_asking_call (SuretyTokenAsking *self,
                                const Address *to,
                                const AbiItem *item,
                                const AbiValue *args,
                                gsize n_args);
/* Whose address is asked of a registry, if it has one; for _get_place() afterwards. */
void surety_token_asking_resolve (SuretyTokenAsking *self, const SuretyPlace *place);

/* Inside a flow. FALSE when the chain can't be read at all. */
gboolean surety_token_asking_run (SuretyTokenAsking *self, SuretyFlow *flow, GError **error);
guint64 surety_token_asking_get_block (SuretyTokenAsking *self);
guint64 surety_token_asking_get_time (SuretyTokenAsking *self);
/* The ETH of the account, wei; only with an account. */
gboolean surety_token_asking_get_eth (SuretyTokenAsking *self, u256 *out, GError **error);

/* KNOWN with *out; NO_SOURCE for SURETY_NOT_ASKED; NOT_READ when it needs an account and there is
 * none; else UNREADABLE. */
SuretySheetState surety_token_asking_get (SuretyTokenAsking *self, guint call, u256 *out);
/* A flag: 0 or 1, nothing else. */
SuretySheetState surety_token_asking_get_flag (SuretyTokenAsking *self, guint call, gboolean *out);
/* All values of a call that was made with _call(); out is cleared by the caller. */
gboolean surety_token_asking_get_values (SuretyTokenAsking *self, guint call, AbiValues *out);
/* Where a place is; FALSE when its registry did not say. */
gboolean surety_token_asking_get_place (SuretyTokenAsking *self,
                                        const SuretyPlace *place,
                                        Address *out);

G_END_DECLS
