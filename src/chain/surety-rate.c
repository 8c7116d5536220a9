/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-rate.h"

#define MAX_ACTIVE 6u
#define MAX_PAUSE_MS 30000u
/* A peer's Retry-After is believed up to here. */
#define MAX_RETRY_AFTER_MS (15u * 60u * 1000u)
/* A complaint after two or three questions is about others behind our address, or about a pause. */
#define MIN_RATE 2.0
/* Above this no bucket is worth keeping. */
#define FREE_RATE 100.0
#define PRAISES_TO_GROW 10u
/* Over which the rate that annoyed the peer is measured. */
#define WINDOW_US (2 * G_USEC_PER_SEC)
#define MAX_STARTS 256u

struct _SuretyTurn
{
  SuretyRate *rate;
  DexPromise *promise;
  gboolean granted;
};

struct _SuretyRate
{
  GQueue waiting; /* SuretyTurn, lent */
  guint active;
  guint max_active;

  double per_second; /* 0 = unlimited */
  double tokens;
  gint64 filled_at;
  gint64 paused_until;
  gint64 starts[MAX_STARTS];
  guint n_starts;

  guint base_ms;
  guint complaints;
  guint praises;
  guint timer;
};

static void pump (SuretyRate *self);

SuretyRate *
surety_rate_new (void)
{
  SuretyRate *self = g_new0 (SuretyRate, 1);

  g_queue_init (&self->waiting);
  self->max_active = MAX_ACTIVE;
  self->base_ms = 500;

  return self;
}

void
surety_rate_free (SuretyRate *self)
{
  g_assert (self->waiting.length == 0 && self->active == 0);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self);
}

static gboolean
timer_cb (gpointer data)
{
  SuretyRate *self = data;

  self->timer = 0;
  pump (self);

  return G_SOURCE_REMOVE;
}

static void
pump_at (SuretyRate *self, gint64 time)
{
  const gint64 wait_ms = MAX (1, (time - g_get_monotonic_time () + 999) / 1000);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint) MIN (wait_ms, G_MAXINT), timer_cb, self);
}

static void
refill (SuretyRate *self, gint64 now)
{
  if (self->per_second <= 0)
    return;

  self->tokens += (double) (now - self->filled_at) / G_USEC_PER_SEC * self->per_second;
  self->tokens = MIN (self->tokens, MAX (1.0, self->per_second / 2));
  self->filled_at = now;
}

static void
pump (SuretyRate *self)
{
  while (self->waiting.length > 0 && self->active < self->max_active)
    {
      const gint64 now = g_get_monotonic_time ();
      SuretyTurn *turn;

      if (now < self->paused_until)
        {
          pump_at (self, self->paused_until);
          return;
        }

      refill (self, now);
      if (self->per_second > 0 && self->tokens < 1)
        {
          const double wait = (1 - self->tokens) / self->per_second;

          pump_at (self, now + (gint64) (wait * G_USEC_PER_SEC));
          return;
        }

      turn = g_queue_pop_head (&self->waiting);
      turn->granted = TRUE;
      self->active++;
      self->tokens -= 1;
      self->starts[self->n_starts++ % MAX_STARTS] = now;
      dex_promise_resolve_boolean (turn->promise, TRUE);
    }
}

SuretyTurn *
surety_rate_take_turn (SuretyRate *self)
{
  SuretyTurn *turn = g_new0 (SuretyTurn, 1);

  turn->rate = self;
  turn->promise = dex_promise_new ();
  g_queue_push_tail (&self->waiting, turn);
  pump (self);

  return turn;
}

DexFuture *
surety_turn_wait (SuretyTurn *turn)
{
  return dex_ref (turn->promise);
}

void
surety_turn_free (SuretyTurn *turn)
{
  SuretyRate *rate = turn->rate;

  if (turn->granted)
    rate->active--;
  else
    g_queue_remove (&rate->waiting, turn);

  dex_unref (turn->promise);
  g_free (turn);
  pump (rate);
}

/* Exchanges a second that were started lately. */
static double
measure (SuretyRate *self, gint64 now)
{
  guint n = 0;

  for (guint i = 0; i < MIN (self->n_starts, MAX_STARTS); i++)
    if (now - self->starts[i] < WINDOW_US)
      n++;

  return (double) n * G_USEC_PER_SEC / WINDOW_US;
}

void
surety_rate_complain (SuretyRate *self, guint retry_after)
{
  const gint64 now = g_get_monotonic_time ();
  guint pause;

  if (retry_after > 0)
    pause = MIN (retry_after, MAX_RETRY_AFTER_MS);
  else
    pause = MIN (self->base_ms << MIN (self->complaints, 10u), MAX_PAUSE_MS);
  /* Never less than asked for. */
  pause += (guint) g_random_int_range (0, (gint32) (pause / 4 + 1));

  /* Several exchanges that were under way together are one lesson. */
  if (now >= self->paused_until)
    {
      const double measured = measure (self, now);
      const double before = self->per_second > 0 ? MIN (self->per_second, measured) : measured;

      self->per_second = MAX (MIN_RATE, before / 2);
      self->tokens = 0;
      self->filled_at = now;
      self->max_active = MAX (1u, self->max_active / 2);
      self->complaints++;
    }
  self->praises = 0;
  self->paused_until = MAX (self->paused_until, now + (gint64) pause * 1000);
}

void
surety_rate_praise (SuretyRate *self)
{
  self->complaints = 0;
  if (++self->praises < PRAISES_TO_GROW)
    return;

  self->praises = 0;
  self->max_active = MIN (MAX_ACTIVE, self->max_active + 1);
  self->per_second *= 1.25;
  if (self->per_second > FREE_RATE)
    self->per_second = 0;
  pump (self);
}

guint
surety_rate_get_pause (SuretyRate *self)
{
  const gint64 wait = self->paused_until - g_get_monotonic_time ();

  return wait > 0 ? (guint) (wait / 1000 + 1) : 0;
}

double
surety_rate_get_per_second (SuretyRate *self)
{
  return self->per_second;
}

guint
surety_rate_get_max_active (SuretyRate *self)
{
  return self->max_active;
}

void
surety_rate_set_base (SuretyRate *self, guint milliseconds)
{
  self->base_ms = milliseconds;
}
