/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* How fast one endpoint may be asked: so many exchanges at once, and a token bucket. It starts without
 * a rate and learns one when the endpoint complains; after a while without complaint it tries more.
 * Main thread only. */
typedef struct _SuretyRate SuretyRate;
typedef struct _SuretyTurn SuretyTurn;

SuretyRate *surety_rate_new (void);
/* No turn may be left. */
void surety_rate_free (SuretyRate *self);

/* A place in the queue. Give it back with surety_turn_free(), whether its time came or not. */
SuretyTurn *surety_rate_take_turn (SuretyRate *self);
/* Resolves to: TRUE when the exchange may start. */
DexFuture *surety_turn_wait (SuretyTurn *turn);
void surety_turn_free (SuretyTurn *turn);

/* The endpoint was asked too fast. retry_after: milliseconds it wants us to wait, 0 = it did not say:
 * 0.5 s, doubled each time, at most 30 s, with jitter. */
void surety_rate_complain (SuretyRate *self, guint retry_after);
void surety_rate_praise (SuretyRate *self);
/* Milliseconds until the endpoint may be asked again at all. */
guint surety_rate_get_pause (SuretyRate *self);
/* Exchanges a second; 0 = no limit known. */
double surety_rate_get_per_second (SuretyRate *self);
guint surety_rate_get_max_active (SuretyRate *self);
/* The first pause, for tests. */
void surety_rate_set_base (SuretyRate *self, guint milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyTurn, surety_turn_free)

G_END_DECLS
