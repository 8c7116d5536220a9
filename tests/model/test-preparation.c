/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-preparation.h"

/* A plan of the practice network made ready, over a line that can be made to lie. */
typedef struct
{
  ProtocolTest *test;
  RiggedTransport *line;
  SuretyContext *context;
  SuretyIntent *intent;
} Place;

static Place *
place_new (void)
{
  Place *place = g_new0 (Place, 1);
  g_autoptr (GError) error = NULL;
  Address operator;

  place->test = protocol_test_new ();
  place->line = rigged_transport_new (SURETY_TRANSPORT (place->test->practice));
  place->context = surety_context_new (place->test->network, place->test->database,
                                       place->test->journal, SURETY_TRANSPORT (place->line));
  dex_await (surety_context_open (place->context), &error);
  g_assert_no_error (error);
  operator= protocol_test_find_open_operator (place->test->protocol);
  place->intent = surety_intent_new_enter (&place->test->player,
                                           protocol_test_strategy (place->test->network, "stETH"),
                                           protocol_test_units ("0.05"), &operator);
  return place;
}

static void
place_free (Place *place)
{
  g_object_unref (place->intent);
  g_object_unref (place->context);
  g_object_unref (place->line);
  protocol_test_free (place->test);
  g_free (place);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

static SuretyPreparation *
prepare (Place *place)
{
  g_autoptr (GError) error = NULL;
  SuretyPreparation *preparation = dex_await_object (surety_preparation_make (place->context,
                                                                              place->intent, 0),
                                                     &error);

  g_assert_no_error (error);
  return preparation;
}

static gboolean
is_fresh (Place *place, SuretyPreparation *preparation)
{
  g_autoptr (GError) error = NULL;
  gboolean fresh = dex_await_boolean (surety_preparation_is_fresh (preparation, place->context),
                                      &error);

  g_assert_no_error (error);
  return fresh;
}

/* Whatever else was read of a later block: what was tried out was tried out before it. */
static void
test_nonce_is_of_what_was_tried_out (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (SuretyPreparation) next = NULL;

  preparation = prepare (place);
  g_assert_true (is_fresh (place, preparation));
  g_assert_cmpuint (surety_plan_simulation_get_nonce (
                      surety_preparation_get_simulation (preparation)),
                    ==, 0);

  /* The account's next transaction is mined while the code is looked at. */
  rigged_transport_lie (place->line, "eth_getTransactionCount", "eth_getCode", "\"0x1\"");
  next = prepare (place);
  rigged_transport_lie (place->line, "eth_getTransactionCount", NULL, "\"0x1\"");
  g_assert_false (is_fresh (place, next));
}

/* A person waits for each: facts, fees, code, and the plan tried out. */
static void
test_four_round_trips (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyPreparation) first = prepare (place);
  g_autoptr (SuretyPreparation) preparation = NULL;
  const guint exchanges = rigged_transport_get_exchanges (place->line);
  const guint histories = rigged_transport_count (place->line, "eth_feeHistory");

  preparation = prepare (place);
  g_assert_cmpuint (surety_plan_get_n_steps (surety_preparation_get_plan (preparation)), ==, 3);
  g_assert_cmpuint (rigged_transport_get_exchanges (place->line) - exchanges, <=, 4);
  /* Twenty blocks, and an hour of them: once each. */
  g_assert_cmpuint (rigged_transport_count (place->line, "eth_feeHistory") - histories, ==, 2);
}

static void
test_fees_keep_to_the_ceiling (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyPreparation) open = prepare (place);
  const SuretyFees *fees = surety_preparation_get_fees (open);
  const u256 ceiling = fees->fee[SURETY_SPEED_FAST].max - 1u;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPreparation)
    capped = dex_await_object (surety_preparation_make (place->context, place->intent, ceiling),
                               &error);

  g_assert_no_error (error);
  g_assert_false (fees->capped);
  g_assert_true (surety_preparation_get_fees (capped)->capped);
  g_assert_true (surety_preparation_get_fees (capped)->fee[SURETY_SPEED_FAST].max == ceiling);
}

/* Who agreed to a price agreed to no higher one; to one below it, for what was shown at most. */
static void
test_same_for_no_more (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyPreparation) seen = prepare (place);
  g_autoptr (SuretyPreparation) next = prepare (place);
  g_autoptr (SuretyPreparation) cheap = NULL;
  g_autoptr (SuretyPlan) bounded = NULL;
  g_autoptr (GError) error = NULL;
  const u256 shown = surety_preparation_get_cost (seen, SURETY_SPEED_NORMAL);
  const SuretyFees *fees = surety_preparation_get_fees (seen);
  guint64 gas_limit = 0;
  u256 max_fee = 0;

  g_assert_true (surety_preparation_is_same (seen, next, SURETY_SPEED_NORMAL));
  surety_preparation_keep_cost (next, seen);
  g_assert_true (surety_preparation_get_cost (next, SURETY_SPEED_NORMAL) <= shown);
  bounded = surety_preparation_make_bounded (next, SURETY_SPEED_NORMAL);
  g_assert_true (surety_step_get_bound (surety_plan_get_step (bounded, 0), &gas_limit, &max_fee));
  g_assert_cmpuint (gas_limit, ==, surety_preparation_get_gas_limit (seen, 0));
  g_assert_true (max_fee <= fees->fee[SURETY_SPEED_NORMAL].max);

  /* What was seen may cost less than the next block takes: then it is another price, unless it was said that it may wait. */
  cheap = dex_await_object (surety_preparation_make (place->context, place->intent,
                                                     fees->base_fee / 2),
                            &error);
  g_assert_no_error (error);
  g_assert_true (surety_preparation_is_same (cheap, next, SURETY_SPEED_NORMAL));
}

static void
test_known_as_well_as_it_was_seen (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyPreparation) preparation = prepare (place);

  g_assert_cmpint (surety_preparation_get_known (preparation), ==, SURETY_KNOWN_PRACTICE);
  g_assert_cmpint (surety_preparation_get_cost_known (preparation), ==, SURETY_KNOWN_PRACTICE);
  /* Nothing was said of what can be slashed. */
  g_assert_cmpint (surety_preparation_get_slashable_known (preparation), ==, SURETY_KNOWN_UNKNOWN);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/preparation/nonce-is-of-what-was-tried-out",
                     test_nonce_is_of_what_was_tried_out);
  protocol_test_add ("/preparation/four-round-trips", test_four_round_trips);
  protocol_test_add ("/preparation/fees-keep-to-the-ceiling", test_fees_keep_to_the_ceiling);
  protocol_test_add ("/preparation/same-for-no-more", test_same_for_no_more);
  protocol_test_add ("/preparation/known-as-well-as-it-was-seen",
                     test_known_as_well_as_it_was_seen);
  return g_test_run ();
}
