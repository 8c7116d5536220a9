/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exposure.h"

#include <glib.h>

#define EXIT_DELAY 100800u
#define CONFIGURATION_DELAY 126000u
#define BLOCK 20000000u
#define PLEDGES 6

/* Millionths of WAD. */
static u256
wad (guint64 millionths)
{
  return U256_WAD / 1000000u * millionths;
}

static ExposureInput
input_of (u256 stake, u256 max, u256 encumbered, const ExposurePledge *pledges, gsize n)
{
  return (ExposureInput) {
    .stake = stake,
    .max = max,
    .encumbered = encumbered,
    .pledges = pledges,
    .n_pledges = n,
    .provider = {
      .delay_known = TRUE,
      .delay_set = TRUE,
      .delay = EXIT_DELAY + 1,
      .configuration_delay = CONFIGURATION_DELAY,
    },
    .block = BLOCK,
    .exit_delay = EXIT_DELAY,
  };
}

static void
assert_units (u256 value, guint64 millionths)
{
  g_assert_true (value == wad (millionths));
}

/* After the first slash of the protocol's own worked example: 0.25 of 0.75 is left allocated. */
static void
test_worked_example (void)
{
  const ExposurePledge pledge = { .current = wad (250000), .slashable = TRUE };
  ExposureInput input = input_of (75 * U256_WAD, wad (750000), wad (250000), &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  g_assert_true (exposure.consistent);
  g_assert_true (exposure.now == 25 * U256_WAD);
  g_assert_true (exposure.latent == 50 * U256_WAD);
  g_assert_true (exposure.most == 75 * U256_WAD);
  g_assert_true (exposure.before_exit == 25 * U256_WAD);
  g_assert_true (exposure.pending == 0 && exposure.dormant == 0 && exposure.free == 0);
}

/* 1/3 of the magnitude: a loss rounds up, never down. */
static void
test_loss_rounds_up (void)
{
  const ExposurePledge pledge = { .current = 1, .slashable = TRUE };
  ExposureInput input = input_of (10, 3, 1, &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  g_assert_true (exposure.now == 4);
  g_assert_true (exposure.most == 10);
}

/* A pledge that will come: inside or outside of the time it takes to leave. */
static void
test_pending_at_the_edge_of_the_exit (void)
{
  ExposurePledge pledge = { .pending = wad (400000),
                            .effect_block = BLOCK + 1 + EXIT_DELAY,
                            .slashable = TRUE };
  ExposureInput input = input_of (U256_WAD, U256_WAD, wad (400000), &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  assert_units (exposure.pending, 400000);
  assert_units (exposure.before_exit, 400000);
  g_assert_true (exposure.now == 0);

  pledge.effect_block++;
  exposure = exposure_compute (&input);
  assert_units (exposure.pending, 400000);
  g_assert_true (exposure.before_exit == 0);
}

/* What is being released can be taken until it is. */
static void
test_release_counts_until_it_happens (void)
{
  const ExposurePledge pledge = { .current = wad (1000000),
                                  .pending = wad (600000),
                                  .releases = TRUE,
                                  .effect_block = BLOCK + 10,
                                  .slashable = TRUE };
  ExposureInput input = input_of (U256_WAD, U256_WAD, wad (1000000), &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  assert_units (exposure.now, 1000000);
  g_assert_true (exposure.pending == 0 && exposure.latent == 0);
}

static void
test_dormant_counts_before_exit (void)
{
  const ExposurePledge pledge = { .current = wad (300000), .slashable = FALSE };
  ExposureInput input = input_of (U256_WAD, U256_WAD, wad (300000), &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  g_assert_true (exposure.now == 0);
  assert_units (exposure.dormant, 300000);
  assert_units (exposure.before_exit, 300000);
}

/* Encumbered by sets nobody named: not known means not free. */
static void
test_unnamed_pledges_are_not_free (void)
{
  const ExposurePledge pledge = { .current = wad (100000), .slashable = TRUE };
  ExposureInput input = input_of (U256_WAD, U256_WAD, wad (500000), &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  assert_units (exposure.now, 100000);
  assert_units (exposure.dormant, 400000);
  assert_units (exposure.before_exit, 500000);
}

/* The operator's warning time against the time it takes to leave. */
static void
test_warning_time (void)
{
  ExposureInput input = input_of (U256_WAD, U256_WAD, 0, NULL, 0);
  Exposure exposure = exposure_compute (&input);

  g_assert_false (exposure.latent_before_exit);
  g_assert_true (exposure.before_exit == 0);
  g_assert_cmpuint (exposure.warning, ==, EXIT_DELAY + 1);
  assert_units (exposure.latent, 1000000);

  input.provider.delay = EXIT_DELAY;
  exposure = exposure_compute (&input);
  g_assert_true (exposure.latent_before_exit);
  assert_units (exposure.before_exit, 1000000);

  input.provider.delay = 0;
  exposure = exposure_compute (&input);
  g_assert_cmpuint (exposure.warning, ==, 0);
  assert_units (exposure.before_exit, 1000000);
}

/* A shorter delay is on its way. */
static void
test_pending_delay (void)
{
  ExposureInput input = input_of (U256_WAD, U256_WAD, 0, NULL, 0);
  Exposure exposure;

  input.provider.delay = 500000;
  input.provider.pending_delay = 0;
  input.provider.pending_delay_block = BLOCK + 5000;
  exposure = exposure_compute (&input);
  g_assert_true (exposure.latent_before_exit);
  g_assert_cmpuint (exposure.warning, ==, 4999);
}

static void
test_delay_not_set (void)
{
  ExposureInput input = input_of (U256_WAD, U256_WAD, 0, NULL, 0);
  Exposure exposure;

  input.provider.delay_set = FALSE;
  exposure = exposure_compute (&input);
  g_assert_true (exposure.before_exit == 0);
  g_assert_cmpuint (exposure.warning, ==, CONFIGURATION_DELAY + 1);

  /* Not known is not good. */
  input.provider.delay_known = FALSE;
  exposure = exposure_compute (&input);
  assert_units (exposure.before_exit, 1000000);
}

static void
test_nothing_slashable_is_zero (void)
{
  ExposureInput input = input_of (0, U256_WAD, 0, NULL, 0);
  Exposure exposure = exposure_compute (&input);

  g_assert_true (exposure.most == 0 && exposure.before_exit == 0 && exposure.free == 0);

  input = input_of (0, 0, 0, NULL, 0);
  exposure = exposure_compute (&input);
  g_assert_true (exposure.consistent && exposure.most == 0);

  input = input_of (U256_WAD, U256_WAD, 0, NULL, 0);
  exposure = exposure_compute (&input);
  g_assert_true (exposure.now == 0 && exposure.pending == 0 && exposure.dormant == 0);
  g_assert_true (exposure.before_exit == 0);
}

static void
test_contradictions_are_the_worst_case (void)
{
  const ExposurePledge too_much = { .current = wad (600000), .slashable = TRUE };
  const ExposurePledge below_zero = { .current = wad (100000),
                                      .pending = wad (200000),
                                      .releases = TRUE,
                                      .effect_block = BLOCK + 1,
                                      .slashable = TRUE };
  const ExposureInput inputs[] = {
    input_of (U256_WAD, U256_WAD, wad (500000), &too_much, 1),     /* more than encumbered */
    input_of (U256_WAD, wad (500000), wad (600000), &too_much, 1), /* more than there is */
    input_of (U256_WAD, U256_WAD, wad (500000), &below_zero, 1),
    input_of (U256_WAD, 0, 0, NULL, 0), /* a stake of nothing */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      Exposure exposure = exposure_compute (&inputs[i]);

      g_assert_false (exposure.consistent);
      g_assert_true (exposure.most == U256_WAD);
      g_assert_true (exposure.before_exit == U256_WAD);
    }
}

static void
test_huge_numbers_do_not_wrap (void)
{
  const ExposurePledge pledges[] = {
    { .current = U256_MAX, .slashable = TRUE },
    { .current = U256_MAX, .slashable = TRUE },
  };
  ExposureInput input = input_of (U256_MAX, U256_MAX, U256_MAX, pledges, 1);
  Exposure exposure = exposure_compute (&input);

  g_assert_true (exposure.consistent && exposure.now == U256_MAX);
  input.n_pledges = 2;
  input.block = G_MAXUINT64;
  input.exit_delay = G_MAXUINT64;
  exposure = exposure_compute (&input);
  g_assert_true (exposure.most == U256_MAX);
}

/* --- worked numbers of the protocol's own contracts: the fact sheet's sections are in the tests' names --- */

/* 3.1, steps 4 and 5: half is allocated with a delay of 1000 blocks. */
static void
test_sheet_pending (void)
{
  const ExposurePledge pledge = { .pending = wad (500000),
                                  .effect_block = 20001000,
                                  .slashable = TRUE };
  ExposureInput input = input_of (100 * U256_WAD, U256_WAD, wad (500000), &pledge, 1);
  Exposure exposure;

  input.block = 20000000;
  exposure = exposure_compute (&input);
  g_assert_true (exposure.now == 0);
  g_assert_true (exposure.pending == 50 * U256_WAD);
  /* Leaving takes longer than that. */
  g_assert_true (exposure.before_exit == 50 * U256_WAD);
}

/* 3.1, step 8: half of the half is slashed. */
static void
test_sheet_slashed (void)
{
  const ExposurePledge pledge = { .current = wad (250000), .slashable = TRUE };
  ExposureInput input = input_of (75 * U256_WAD, wad (750000), wad (250000), &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  g_assert_true (exposure.now == 25 * U256_WAD);
  g_assert_true (exposure.latent == 50 * U256_WAD);
}

/* 3.3: all of it allocated, 0.6 being released until block 20 100 801: 40e18 of 100e18 is what at least
 * stays; then half of it is slashed, of what is being released too. */
static void
test_sheet_releasing (void)
{
  ExposurePledge pledge = { .current = wad (1000000),
                            .pending = wad (600000),
                            .releases = TRUE,
                            .effect_block = 20100801,
                            .slashable = TRUE };
  ExposureInput input = input_of (100 * U256_WAD, U256_WAD, U256_WAD, &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  g_assert_true (exposure.now == 100 * U256_WAD);
  g_assert_true (exposure.freeing == 60 * U256_WAD);
  g_assert_cmpuint (exposure.freed_block, ==, 20100801);
  g_assert_true (exposure.now - exposure.freeing == 40 * U256_WAD);

  pledge.current = wad (500000);
  pledge.pending = wad (300000);
  input = input_of (50 * U256_WAD, wad (500000), wad (500000), &pledge, 1);
  exposure = exposure_compute (&input);
  g_assert_true (exposure.now == 50 * U256_WAD);
  g_assert_true (exposure.freeing == 30 * U256_WAD);
  g_assert_true (exposure.latent == 0);
}

/* 3.3: deregistered at 20 000 000, slashable through 20 100 800; then 0.2 of 0.5 is allocated still, and
 * nobody can take it. */
static void
test_sheet_left (void)
{
  ExposurePledge pledge = { .current = wad (200000),
                            .slashable = TRUE,
                            .slashable_until = 20100800 };
  ExposureInput input = input_of (50 * U256_WAD, wad (500000), wad (200000), &pledge, 1);
  Exposure exposure;

  input.block = 20100799;
  exposure = exposure_compute (&input);
  g_assert_true (exposure.now == 20 * U256_WAD);
  g_assert_true (exposure.left == 20 * U256_WAD);
  g_assert_cmpuint (exposure.left_block, ==, 20100800);

  input.block = 20100801;
  pledge.slashable = FALSE;
  pledge.slashable_until = 0;
  exposure = exposure_compute (&input);
  g_assert_true (exposure.now == 0 && exposure.left == 0);
  g_assert_true (exposure.dormant == 20 * U256_WAD);
  g_assert_true (exposure.latent == 30 * U256_WAD);
}

/* 4: a withdrawal queued r blocks after an allocation escapes it only if the delay is more than
 * 100 800 + r. */
static void
test_sheet_reaction (void)
{
  static const struct
  {
    guint64 delay;
    gint64 reaction;
  } rows[] = {
    { 0, -100801 }, { 100800, -1 }, { 100801, 0 }, { 100802, 1 }, { 126000, 25199 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const ExposureProvider provider = { .delay_known = TRUE,
                                          .delay_set = TRUE,
                                          .delay = rows[i].delay };
      ExposureReaction reaction = exposure_reaction (&provider, BLOCK, EXIT_DELAY);
      guint64 last;

      g_assert_true (reaction.known && !reaction.never && !reaction.changes);
      g_assert_cmpint (reaction.now, ==, rows[i].reaction);
      /* Allocated now, it is slashable from now + delay: the same block by the other way. */
      g_assert_true (exposure_escape_block (BLOCK + rows[i].delay, EXIT_DELAY, &last));
      g_assert_cmpint ((gint64) last - BLOCK, ==, rows[i].reaction);
    }
}

static void
test_reaction_of_others (void)
{
  ExposureProvider provider = { .delay_known = TRUE };
  ExposureReaction reaction = exposure_reaction (&provider, BLOCK, EXIT_DELAY);
  guint64 last;

  g_assert_true (reaction.never);
  provider.pending_delay = 0;
  provider.pending_delay_block = BLOCK + 5;
  reaction = exposure_reaction (&provider, BLOCK, EXIT_DELAY);
  g_assert_true (reaction.changes);
  g_assert_cmpint (reaction.then, ==, -100801);
  g_assert_cmpuint (reaction.from, ==, BLOCK + 5);
  provider.delay_known = FALSE;
  g_assert_false (exposure_reaction (&provider, BLOCK, EXIT_DELAY).known);
  g_assert_false (exposure_escape_block (EXIT_DELAY, EXIT_DELAY, &last));

  provider = (ExposureProvider) { .delay_known = TRUE, .delay_set = TRUE, .delay = G_MAXUINT64 };
  g_assert_cmpint (exposure_reaction (&provider, BLOCK, 0).now, ==, G_MAXINT64);
  provider.delay = 0;
  g_assert_cmpint (exposure_reaction (&provider, BLOCK, G_MAXUINT64).now, ==, G_MININT64);
}

/* A pledge that is released by a provider that has left: nothing is counted twice. */
static void
test_released_and_left (void)
{
  const ExposurePledge pledge = { .current = wad (400000),
                                  .pending = wad (100000),
                                  .releases = TRUE,
                                  .effect_block = BLOCK + 10,
                                  .slashable = TRUE,
                                  .slashable_until = BLOCK + 20 };
  ExposureInput input = input_of (U256_WAD, U256_WAD, wad (400000), &pledge, 1);
  Exposure exposure = exposure_compute (&input);

  assert_units (exposure.now, 400000);
  assert_units (exposure.freeing, 100000);
  assert_units (exposure.left, 300000);
}

/* --- properties --- */

typedef struct
{
  ExposureInput input;
  ExposurePledge pledges[PLEDGES];
} Sample;

static void
sample_init (Sample *sample, GRand *random)
{
  u256 left;
  u256 encumbered = 0;
  gsize n = (gsize) g_rand_int_range (random, 0, PLEDGES + 1);

  sample->input = input_of ((u256) g_rand_int (random) * g_rand_int (random),
                            wad ((guint) g_rand_int_range (random, 1, 1000001)), 0, sample->pledges,
                            n);
  left = sample->input.max;
  for (gsize i = 0; i < n; i++)
    {
      ExposurePledge *pledge = &sample->pledges[i];
      u256 part = left / (guint) g_rand_int_range (random, 1, 8);

      *pledge = (ExposurePledge) {
        .slashable = g_rand_boolean (random),
        .releases = g_rand_boolean (random),
        .slashable_until = g_rand_boolean (random) ? BLOCK + 7 : 0,
        .effect_block = BLOCK + (guint) g_rand_int_range (random, 1, 300000),
      };
      if (pledge->releases)
        {
          pledge->current = part;
          pledge->pending = part / 2;
        }
      else
        {
          pledge->current = part / 2;
          pledge->pending = part - part / 2;
        }
      left -= part;
      encumbered += part;
    }
  sample->input.encumbered = encumbered + left / (guint) g_rand_int_range (random, 1, 8);
  sample->input.provider.delay = (guint) g_rand_int_range (random, 0, 300000);
  sample->input.provider.delay_set = g_rand_boolean (random);
}

static void
test_parts_add_up (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint round = 0; round < 20000; round++)
    {
      Sample sample;
      Exposure exposure;

      sample_init (&sample, random);
      exposure = exposure_compute (&sample.input);
      g_assert_true (exposure.consistent);
      g_assert_true (exposure.most <= sample.input.stake);
      g_assert_true (exposure.before_exit <= exposure.most);
      g_assert_true (exposure.now <= exposure.before_exit);
      g_assert_true (exposure.freeing + exposure.left <= exposure.now);
      g_assert_true ((exposure.freed_block == 0) <= (exposure.freeing == 0));
      g_assert_true (exposure.freed_block == 0 || exposure.freed_block > BLOCK);
      g_assert_true (exposure.now + exposure.pending + exposure.dormant + exposure.latent ==
                     exposure.most);
      g_assert_true (exposure.most + exposure.free == sample.input.stake);
    }
}

static void
test_order_does_not_matter (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (guint round = 0; round < 5000; round++)
    {
      Sample sample;
      Exposure before, after;
      gsize n;

      sample_init (&sample, random);
      before = exposure_compute (&sample.input);
      n = sample.input.n_pledges;
      for (gsize i = 0; i < n / 2; i++)
        {
          ExposurePledge pledge = sample.pledges[i];

          sample.pledges[i] = sample.pledges[n - 1 - i];
          sample.pledges[n - 1 - i] = pledge;
        }
      sample.input.pledges = sample.pledges;
      after = exposure_compute (&sample.input);
      g_assert_true (before.now == after.now && before.pending == after.pending);
      g_assert_true (before.dormant == after.dormant && before.latent == after.latent);
      g_assert_true (before.before_exit == after.before_exit);
      g_assert_true (before.freeing == after.freeing && before.left == after.left);
      g_assert_true (before.freed_block == after.freed_block);
    }
}

/* More allocated, sooner, or a longer exit: never less to lose. */
static void
test_more_is_never_less (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint round = 0; round < 5000; round++)
    {
      Sample sample;
      ExposureInput more;
      Exposure before, after;

      sample_init (&sample, random);
      before = exposure_compute (&sample.input);

      more = sample.input;
      more.exit_delay += 1000;
      after = exposure_compute (&more);
      g_assert_true (after.before_exit >= before.before_exit);

      more = sample.input;
      more.stake += 1000000;
      after = exposure_compute (&more);
      g_assert_true (after.now >= before.now && after.most >= before.most);
      g_assert_true (after.before_exit >= before.before_exit);

      more = sample.input;
      more.provider.delay /= 2;
      after = exposure_compute (&more);
      g_assert_true (after.before_exit >= before.before_exit);

      if (sample.input.n_pledges > 0 && sample.input.encumbered < sample.input.max)
        {
          more = sample.input;
          sample.pledges[0].current += 1;
          more.encumbered += 1;
          after = exposure_compute (&more);
          g_assert_true (after.consistent);
          /* Single parts may take a rounding from each other; what can be reached may not shrink.
           */
          g_assert_true (after.now >= before.now);
          g_assert_true (after.now + after.pending + after.dormant >=
                         before.now + before.pending + before.dormant);
          g_assert_true (after.before_exit >= before.before_exit);
        }
    }
}

/* --- totals --- */

static void
test_total (void)
{
  ExposurePart parts[] = {
    { .stake = 2 * U256_WAD,
      .most = U256_WAD,
      .before_exit = U256_WAD / 2,
      .rate_known = TRUE,
      .rate = U256_WAD,
      .decimals = 18 },
    { .stake = 100,
      .most = 50,
      .before_exit = 0,
      .rate_known = TRUE,
      .rate = 3 * U256_WAD,
      .decimals = 2 },
    { .stake = 0, .most = 0, .rate_known = FALSE },
  };
  ExposureTotal total = exposure_total (parts, 3);

  g_assert_true (total.known);
  g_assert_true (total.stake == 5 * U256_WAD);
  g_assert_true (total.most == U256_WAD + 3 * U256_WAD / 2);
  g_assert_true (total.before_exit == U256_WAD / 2);

  /* A rate that is not known makes the sum unknown, not smaller. */
  parts[1].rate_known = FALSE;
  total = exposure_total (parts, 3);
  g_assert_false (total.known);
  g_assert_true (total.stake == 0);

  total = exposure_total (NULL, 0);
  g_assert_true (total.known && total.most == 0);
}

static void
test_total_does_not_wrap (void)
{
  const ExposurePart parts[] = {
    { .stake = U256_MAX, .most = U256_MAX, .rate_known = TRUE, .rate = 1, .decimals = 0 },
    { .stake = 1, .most = 1, .rate_known = TRUE, .rate = 1, .decimals = 0 },
    { .stake = 1, .most = 1, .rate_known = TRUE, .rate = 1, .decimals = 78 },
  };

  g_assert_true (exposure_total (parts, 1).known);
  g_assert_false (exposure_total (parts, 2).known);
  g_assert_false (exposure_total (&parts[2], 1).known);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exposure/worked-example", test_worked_example);
  g_test_add_func ("/exposure/loss-rounds-up", test_loss_rounds_up);
  g_test_add_func ("/exposure/pending-at-the-edge-of-the-exit",
                   test_pending_at_the_edge_of_the_exit);
  g_test_add_func ("/exposure/release-counts-until-it-happens",
                   test_release_counts_until_it_happens);
  g_test_add_func ("/exposure/dormant-counts-before-exit", test_dormant_counts_before_exit);
  g_test_add_func ("/exposure/unnamed-pledges-are-not-free", test_unnamed_pledges_are_not_free);
  g_test_add_func ("/exposure/sheet-3.1-pending-half", test_sheet_pending);
  g_test_add_func ("/exposure/sheet-3.1-slashed-half-of-half", test_sheet_slashed);
  g_test_add_func ("/exposure/sheet-3.3-release-under-way", test_sheet_releasing);
  g_test_add_func ("/exposure/sheet-3.3-deregistered", test_sheet_left);
  g_test_add_func ("/exposure/sheet-4-reaction-time", test_sheet_reaction);
  g_test_add_func ("/exposure/reaction-without-a-delay", test_reaction_of_others);
  g_test_add_func ("/exposure/released-and-left-count-once", test_released_and_left);
  g_test_add_func ("/exposure/warning-time", test_warning_time);
  g_test_add_func ("/exposure/shorter-delay-on-its-way", test_pending_delay);
  g_test_add_func ("/exposure/delay-not-set", test_delay_not_set);
  g_test_add_func ("/exposure/nothing-slashable-is-zero", test_nothing_slashable_is_zero);
  g_test_add_func ("/exposure/contradictions-are-the-worst-case",
                   test_contradictions_are_the_worst_case);
  g_test_add_func ("/exposure/huge-numbers-do-not-wrap", test_huge_numbers_do_not_wrap);
  g_test_add_func ("/exposure/parts-add-up", test_parts_add_up);
  g_test_add_func ("/exposure/order-does-not-matter", test_order_does_not_matter);
  g_test_add_func ("/exposure/more-is-never-less", test_more_is_never_less);
  g_test_add_func ("/exposure/total", test_total);
  g_test_add_func ("/exposure/total-does-not-wrap", test_total_does_not_wrap);
  return g_test_run ();
}
