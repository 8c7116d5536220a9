/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-endpoints.h"
#include "surety-plan.h"
#include "surety-protocol.h"
#include "surety-signer.h"
#include "transaction.h"

G_BEGIN_DECLS

/* Runs the plan as the guide does after "Sign and Send", with a journal of its own. honest: what honest endpoints
 * led to, one a step; what differs from it is a fault; NULL: nothing is. expected: what ends with it is waited for no longer; may be NULL.
 * out: keeps what was signed; may be NULL.
 * "3 signed, done", "1 signed, waits", "WRONG nonce, …". */
char *desk_run (SuretyNetwork *network,
                SuretyEndpoints *endpoints,
                SuretyProtocol *protocol,
                SuretyPlan *plan,
                SuretySigner *signer,
                const Transaction *honest,
                const char *expected,
                Transaction *out);

/* In a word or two where it is the chain's, else its message. */
char *desk_name_error (const GError *error);

G_END_DECLS
