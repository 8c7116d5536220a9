/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"
#include "surety-rate.h"

static gboolean
is_due (SuretyTurn *turn)
{
  g_autoptr (DexFuture) future = surety_turn_wait (turn);

  return dex_future_is_resolved (future);
}

static void
test_order (void)
{
  SuretyRate *rate = surety_rate_new ();
  SuretyTurn *turns[8];

  for (guint i = 0; i < 8; i++)
    turns[i] = surety_rate_take_turn (rate);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpint (is_due (turns[i]), ==, i < surety_rate_get_max_active (rate));

  /* One that has not had its turn goes away without leaving a hole. */
  surety_turn_free (turns[6]);
  surety_turn_free (turns[0]);
  g_assert_true (is_due (turns[7]));
  surety_turn_free (turns[7]);
  for (guint i = 1; i < 6; i++)
    surety_turn_free (turns[i]);
  surety_rate_free (rate);
}

static void
test_complaint (void)
{
  SuretyRate *rate = surety_rate_new ();
  SuretyTurn *turn;
  gint64 start;

  for (guint i = 0; i < 40; i++)
    surety_turn_free (surety_rate_take_turn (rate));
  g_assert_cmpfloat (surety_rate_get_per_second (rate), ==, 0);

  surety_rate_complain (rate, 30);
  /* 40 within two seconds were too many: half of that. */
  g_assert_cmpfloat (surety_rate_get_per_second (rate), ==, 10);
  g_assert_cmpuint (surety_rate_get_max_active (rate), ==, 3);
  g_assert_cmpuint (surety_rate_get_pause (rate), >=, 30);
  g_assert_cmpuint (surety_rate_get_pause (rate), <, 50);

  /* Complaints that were on their way are the same lesson. */
  surety_rate_complain (rate, 0);
  g_assert_cmpfloat (surety_rate_get_per_second (rate), ==, 10);

  surety_rate_free (rate);

  rate = surety_rate_new ();
  surety_rate_set_base (rate, 20);
  for (guint i = 0; i < 100; i++)
    surety_turn_free (surety_rate_take_turn (rate));
  surety_rate_complain (rate, 0);
  start = g_get_monotonic_time ();
  turn = surety_rate_take_turn (rate);
  g_assert_false (is_due (turn));
  g_assert_true (dex_await (surety_turn_wait (turn), NULL));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 19000);
  surety_turn_free (turn);

  /* The bucket was empty: the next one has to wait for a token, 1/25 s. */
  start = g_get_monotonic_time ();
  turn = surety_rate_take_turn (rate);
  g_assert_true (dex_await (surety_turn_wait (turn), NULL));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 5000);
  surety_turn_free (turn);
  surety_rate_free (rate);
}

static void
test_pause_grows (void)
{
  SuretyRate *rate = surety_rate_new ();
  guint last = 0;

  surety_rate_set_base (rate, 4);
  for (guint i = 0; i < 4; i++)
    {
      surety_rate_complain (rate, 0);
      g_assert_cmpuint (surety_rate_get_pause (rate), >, last);
      last = surety_rate_get_pause (rate);
      chain_test_sleep (last + 2);
    }
  surety_rate_complain (rate, G_MAXUINT);
  g_assert_cmpuint (surety_rate_get_pause (rate), <, 20 * 60 * 1000);
  surety_rate_free (rate);
}

static void
test_praise (void)
{
  SuretyRate *rate = surety_rate_new ();

  for (guint i = 0; i < 40; i++)
    surety_turn_free (surety_rate_take_turn (rate));
  surety_rate_complain (rate, 1);
  for (guint i = 0; i < 10; i++)
    surety_rate_praise (rate);
  g_assert_cmpfloat (surety_rate_get_per_second (rate), ==, 12.5);
  for (guint i = 0; i < 200; i++)
    surety_rate_praise (rate);
  g_assert_cmpfloat (surety_rate_get_per_second (rate), ==, 0);
  g_assert_cmpuint (surety_rate_get_max_active (rate), ==, 6);
  surety_rate_free (rate);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  chain_test_add ("/rate/turns-come-in-order-and-are-given-back", test_order);
  chain_test_add ("/rate/learns-from-a-complaint", test_complaint);
  chain_test_add ("/rate/pauses-grow-and-are-bounded", test_pause_grows);
  chain_test_add ("/rate/tries-more-when-nobody-complains", test_praise);

  return g_test_run ();
}
