/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-logs.h"
#include "surety-payment.h"

G_BEGIN_DECLS

/* The events of RewardsCoordinator that say who paid a service's operators and stakers. */
void surety_eigenlayer_payments_add_topics (SuretyLogFilter *filter);
/* Whether log is one of them. */
gboolean surety_eigenlayer_is_payment (const SuretyLog *log);
/* What it says: which service was paid for (set only when payment->of_set), and the payment, whose time
 * stays 0. FALSE with SURETY_CHAIN_ERROR_MALFORMED. */
gboolean surety_eigenlayer_read_payment (const SuretyLog *log,
                                         Address *avs,
                                         guint32 *set,
                                         SuretyPayment *payment,
                                         GError **error);

G_END_DECLS
