/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assumptions.h"

#include <glib.h>
#include <math.h>

static void
test_default (void)
{
  const Assumptions defaults = assumptions_default ();
  /* 39 services from 2025-04-17 to 2026-07-30 (469 days) without a known slashing. */
  const double bound = 3 / (39 * 469 / 365.25);

  g_assert_true (assumptions_valid (&defaults));
  g_assert_cmpfloat (fabs (defaults.classes[ASSUMPTION_UNKNOWN].rate - bound), <, 0.001);
  for (int i = 0; i < ASSUMPTION_UNKNOWN; i++)
    {
      /* Above what Ethereum's own validators had, below what the record can't exclude. */
      g_assert_cmpfloat (defaults.classes[i].rate, >, 226 / 524060.0 / 2.23);
      g_assert_cmpfloat (defaults.classes[i].rate, <, bound);
      if (i > 0)
        g_assert_cmpfloat (defaults.classes[i].rate, >, defaults.classes[i - 1].rate);
    }
}

static void
test_invalid (void)
{
  Assumptions bad;

#define REFUSE(change)                           \
  do                                             \
    {                                            \
      bad = assumptions_default ();              \
      change;                                    \
      g_assert_false (assumptions_valid (&bad)); \
    }                                            \
  while (FALSE)

  REFUSE (bad.correlation = 1.1);
  REFUSE (bad.correlation = NAN);
  REFUSE (bad.latent_used = -0.1);
  REFUSE (bad.classes[0].rate = -1);
  REFUSE (bad.classes[0].rate = INFINITY);
  REFUSE (bad.classes[1].severity.low = 0.6);
  REFUSE (bad.classes[1].severity.total = 2);
  REFUSE (bad.classes[2].severity.high = NAN);
  /* What is not known is never taken for better than what is. */
  REFUSE (bad.classes[ASSUMPTION_UNKNOWN].rate = 0.04);
  REFUSE (bad.classes[ASSUMPTION_KEY].rate = 0.07);
  REFUSE (bad.classes[ASSUMPTION_UNKNOWN].severity.total = 0.2);
#undef REFUSE

  bad = assumptions_default ();
  bad.classes[ASSUMPTION_KEY].rate = bad.classes[ASSUMPTION_UNKNOWN].rate;
  g_assert_true (assumptions_valid (&bad));
}

static void
test_equal (void)
{
  const Assumptions defaults = assumptions_default ();
  Assumptions other = defaults;

  g_assert_true (assumptions_equal (&defaults, &other));
#define DIFFER(change)                                      \
  G_STMT_START                                              \
  {                                                         \
    other = defaults;                                       \
    change;                                                 \
    g_assert_false (assumptions_equal (&defaults, &other)); \
  }                                                         \
  G_STMT_END

  DIFFER (other.correlation += 0.01);
  DIFFER (other.latent_used += 0.01);
  DIFFER (other.classes[ASSUMPTION_CONTRACT].rate += 0.01);
  DIFFER (other.classes[ASSUMPTION_UNKNOWN].severity.total += 0.01);
  DIFFER (other.classes[ASSUMPTION_KEY].severity.low += 0.01);
  DIFFER (other.classes[ASSUMPTION_MULTISIG].severity.high += 0.01);
#undef DIFFER
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/assumptions/defaults-follow-the-record", test_default);
  g_test_add_func ("/assumptions/out-of-range-is-invalid", test_invalid);
  g_test_add_func ("/assumptions/one-number-makes-a-difference", test_equal);

  return g_test_run ();
}
