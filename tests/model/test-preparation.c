/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"
#include "practice-erc20.h"
#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-practice-private.h"
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

/* --- what can be slashed, from the review to the signature --- */

/* A pledge of an operator that takes everybody, of a token that the player has, which will be slashable after a while. */
static SuretyPledge *
find_rising (Place *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    providers = dex_await_object (surety_protocol_load_providers (place->test->protocol, NULL, NULL,
                                                                  NULL),
                                  &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);
      g_autoptr (GListModel) pledges =
        dex_await_object (surety_protocol_load_pledges (place->test->protocol,
                                                        surety_provider_get_address (provider)),
                          &error);

      g_assert_no_error (error);
      for (guint k = 0; k < g_list_model_get_n_items (pledges); k++)
        {
          g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, k);

          if (surety_pledge_get_rising (pledge) > 0 && surety_pledge_is_slashable (pledge) &&
              !surety_provider_get_needs_approval (provider) &&
              g_str_equal (surety_pledge_get_token (pledge)->symbol, "stETH"))
            return g_steal_pointer (&pledge);
        }
    }
  g_assert_not_reached ();
}

static void
choose (Place *place, SuretyPledge *pledge)
{
  g_clear_object (&place->intent);
  place->intent = surety_intent_new_enter (&place->test->player,
                                           &surety_pledge_get_token (pledge)->strategy,
                                           protocol_test_units ("0.05"),
                                           surety_pledge_get_provider (pledge));
}

/* As the guide does it, whose pledges were read when the operator was chosen. */
static void
weigh (Place *place, SuretyPreparation *preparation)
{
  SuretyProtocol *protocol = surety_context_get_protocol (place->context);
  const Address *address = surety_intent_get_provider (place->intent);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyHoldings) holdings = NULL;
  g_autoptr (SuretyProvider) provider = NULL;
  g_autoptr (GListModel) pledges = NULL;

  holdings = dex_await_object (surety_protocol_load_holdings (protocol, &place->test->player),
                               &error);
  g_assert_no_error (error);
  provider = dex_await_object (surety_protocol_load_provider (protocol, address), &error);
  g_assert_no_error (error);
  pledges = dex_await_object (surety_protocol_load_pledges (protocol, address), &error);
  g_assert_no_error (error);
  surety_preparation_weigh (preparation, holdings, provider, pledges);
  g_assert_cmpuint (g_list_model_get_n_items (surety_preparation_get_slashable (preparation)), ==,
                    2);
}

/* Of what is put in, in the next block. */
static u256
slashable_now (SuretyPreparation *preparation)
{
  g_autoptr (SuretyChange)
    change = g_list_model_get_item (surety_preparation_get_slashable (preparation), 0);
  u256 after = 0;

  g_assert_cmpint (surety_change_get_kind (change), ==, SURETY_CHANGE_SLASHABLE_NOW);
  g_assert_true (surety_change_get_after (change, &after));
  return after;
}

typedef struct
{
  GError *stopped;
  guint n_finished;
} Ended;

static void
stopped_cb (SuretyRunner *runner, gint64 plan, const GError *error, Ended *ended)
{
  g_clear_error (&ended->stopped);
  ended->stopped = g_error_copy (error);
}

static void
finished_cb (SuretyRunner *runner, gint64 plan, Ended *ended)
{
  ended->n_finished++;
}

static SuretyJournalState
state_of (Place *place, gint64 plan, guint step)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (place->test->journal, plan), NULL);
  g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, step);

  return surety_journal_entry_get_state (entry);
}

static void
wait_for (Place *place, gint64 plan, guint step, SuretyJournalState state, Ended *ended)
{
  for (guint i = 0; i < 1500 && state_of (place, plan, step) != state && ended->stopped == NULL;
       i++)
    {
      surety_runner_poke (surety_context_get_runner (place->context));
      protocol_test_sleep (20);
    }
}

static gint64
start (Place *place, SuretyPreparation *preparation, Ended *ended)
{
  SuretyRunner *runner = surety_context_get_runner (place->context);
  g_autoptr (SuretyPlan) plan = surety_preparation_make_bounded (preparation, SURETY_SPEED_NORMAL);
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_assert_nonnull (surety_plan_get_guard (plan));
  g_signal_connect (runner, "plan-stopped", G_CALLBACK (stopped_cb), ended);
  g_signal_connect (runner, "plan-finished", G_CALLBACK (finished_cb), ended);
  id = dex_await_int64 (surety_runner_start (runner, plan, place->test->signer, SURETY_SPEED_NORMAL,
                                             0),
                        &error);
  g_assert_no_error (error);
  return id;
}

/* Nothing became more: all of it is signed, for one exchange more before each step. */
static void
test_no_more_slashable_goes_on (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyPledge) pledge = find_rising (place);
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (SuretyPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  Ended ended = { 0 };
  guint exchanges;
  gint64 id;

  choose (place, pledge);
  preparation = prepare (place);
  weigh (place, preparation);
  plan = surety_preparation_make_bounded (preparation, SURETY_SPEED_NORMAL);
  exchanges = rigged_transport_get_exchanges (place->line);
  g_assert_true (dex_await (surety_plan_guard_look (surety_plan_get_guard (plan)), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (rigged_transport_get_exchanges (place->line) - exchanges, ==, 1);

  id = start (place, preparation, &ended);
  wait_for (place, id, 2, SURETY_JOURNAL_FINAL, &ended);
  g_assert_no_error (ended.stopped);
  g_assert_cmpint (state_of (place, id, 2), ==, SURETY_JOURNAL_FINAL);
  g_signal_handlers_disconnect_by_data (surety_context_get_runner (place->context), &ended);
}

/* What was pending when it was shown can be taken by the time the second step is to be signed. */
static void
test_more_slashable_stops (void)
{
  g_autoptr (Place) place = place_new ();
  PracticeChain *chain = surety_practice_get_chain (place->test->practice);
  g_autoptr (SuretyPledge) pledge = find_rising (place);
  const guint64 blocks = surety_pledge_get_effect_block (pledge) - surety_pledge_get_block (pledge);
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (SuretyPreparation) rest = NULL;
  g_autoptr (SuretyPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  Ended ended = { 0 };
  u256 shown;
  gint64 id;

  choose (place, pledge);
  preparation = prepare (place);
  weigh (place, preparation);
  shown = slashable_now (preparation);
  practice_chain_hold (chain, TRUE);
  id = start (place, preparation, &ended);
  wait_for (place, id, 0, SURETY_JOURNAL_SENT, &ended);
  surety_practice_wind_seconds (place->test->practice,
                                (blocks + 1) * SURETY_PRACTICE_BLOCK_SECONDS);
  practice_chain_hold (chain, FALSE);
  surety_practice_mine (place->test->practice, 1);
  for (guint i = 0; i < 1500 && ended.stopped == NULL; i++)
    {
      surety_runner_poke (surety_context_get_runner (place->context));
      protocol_test_sleep (20);
    }
  g_assert_error (ended.stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SLASHABLE);
  g_assert_cmpint (state_of (place, id, 0), ==, SURETY_JOURNAL_FINAL);
  g_assert_cmpint (state_of (place, id, 1), ==, SURETY_JOURNAL_PLANNED);
  g_clear_error (&ended.stopped);

  /* Who goes on is shown what it is now, whatever was read before; and then it is signed. */
  rest = dex_await_object (surety_preparation_make_rest (place->context, id, 0), &error);
  g_assert_no_error (error);
  {
    g_autoptr (SuretyHoldings)
      holdings = dex_await_object (surety_protocol_load_holdings (place->test->protocol,
                                                                  &place->test->player),
                                   &error);

    g_assert_no_error (error);
    surety_preparation_weigh (rest, holdings, NULL, NULL);
  }
  g_assert_true (slashable_now (rest) > shown);
  plan = surety_preparation_make_bounded (rest, SURETY_SPEED_NORMAL);
  dex_await (surety_runner_continue (surety_context_get_runner (place->context), id, plan,
                                     place->test->signer, SURETY_SPEED_NORMAL, 0),
             &error);
  g_assert_no_error (error);
  wait_for (place, id, 2, SURETY_JOURNAL_FINAL, &ended);
  g_assert_no_error (ended.stopped);
  g_assert_cmpint (state_of (place, id, 2), ==, SURETY_JOURNAL_FINAL);
  g_signal_handlers_disconnect_by_data (surety_context_get_runner (place->context), &ended);
}

/* Before anything is signed, too: the pledges may have been read long before the plan was tried out. */
static void
test_more_slashable_stops_at_first (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyPledge) pledge = find_rising (place);
  const guint64 blocks = surety_pledge_get_effect_block (pledge) - surety_pledge_get_block (pledge);
  g_autoptr (SuretyPreparation) preparation = NULL;
  Ended ended = { 0 };
  gint64 id;

  choose (place, pledge);
  preparation = prepare (place);
  weigh (place, preparation);
  surety_practice_wind_seconds (place->test->practice,
                                (blocks + 1) * SURETY_PRACTICE_BLOCK_SECONDS);
  id = start (place, preparation, &ended);
  wait_for (place, id, 0, SURETY_JOURNAL_SENT, &ended);
  g_assert_error (ended.stopped, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SLASHABLE);
  g_assert_cmpint (state_of (place, id, 0), ==, SURETY_JOURNAL_PLANNED);
  g_clear_error (&ended.stopped);
  g_signal_handlers_disconnect_by_data (surety_context_get_runner (place->context), &ended);
}

/* Added up, so much gas would come to almost nothing. */
static void
test_gas_that_no_block_has_is_no_cost (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (GError) error = NULL;

  rigged_transport_refuse (place->line, "eth_simulateV1");
  rigged_transport_lie (place->line, "eth_estimateGas", NULL, "\"0xffffffffffffffff\"");
  preparation = dex_await_object (surety_preparation_make (place->context, place->intent, 0),
                                  &error);
  g_assert_null (preparation);
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
}

/* --- who is paid --- */

#define WEEK_BLOCKS (7u * 7200u)
/* Not in the network's file, and with no key here. */
#define OTHER "0x00000000000000000000000000000000000e2e2e"

static const Address *
paid_token (Place *place)
{
  return &surety_network_find_strategy (place->test->network,
                                        protocol_test_strategy (place->test->network, "rETH"))
            ->token;
}

static gboolean
fund (PracticeEnv *env, gpointer data)
{
  Place *place = data;
  Address rewards;

  return surety_network_get_contract (place->test->network, "RewardsCoordinator", &rewards, NULL) &&
         practice_erc20_mint (env, paid_token (place), &rewards, 1000);
}

/* The player earned something, and has it paid to recipient. */
static void
turn_to_claim (Place *place, const Address *recipient)
{
  SuretyPractice *practice = place->test->practice;
  g_autoptr (GArray) lines = g_array_new (FALSE, TRUE, sizeof (PracticeEarning));
  const PracticeEarning line = {
    .earner = place->test->player,
    .token = *paid_token (place),
    .cumulative = 100,
  };
  g_autoptr (SuretyClaim) claim = NULL;
  Address rewards;
  guint32 root;

  g_assert_true (
    surety_network_get_contract (place->test->network, "RewardsCoordinator", &rewards, NULL));
  practice_chain_system_run (surety_practice_get_chain (practice), &rewards, &rewards, fund, place);
  g_array_append_val (lines, line);
  root = claims_post (practice, lines);
  surety_practice_mine (practice, WEEK_BLOCKS);
  claim = claims_make (lines, root, &place->test->player);
  g_object_unref (place->intent);
  place->intent = surety_intent_new_claim (&place->test->player, claim, recipient);
}

/* Whoever was saved long ago may be something else by now. */
static void
test_who_is_paid_is_looked_at (void)
{
  g_autoptr (Place) place = place_new ();
  const Address other = protocol_test_address (OTHER);
  const Address delegate = protocol_test_address ("0x4242424242424242424242424242424242424242");
  g_autoptr (SuretyPreparation) entering = prepare (place);
  g_autoptr (SuretyPreparation) own = NULL;
  g_autoptr (SuretyPreparation) account = NULL;
  g_autoptr (SuretyPreparation) again = NULL;
  g_autoptr (SuretyPreparation) lent = NULL;
  g_autoptr (SuretyPreparation) contract = NULL;
  g_autoptr (SuretyPreparation) unread = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (surety_preparation_get_payee (entering));
  turn_to_claim (place, &place->test->player);
  own = prepare (place);
  g_assert_null (surety_preparation_get_payee (own));

  g_assert_true (
    dex_await (surety_address_book_add (surety_context_get_address_book (place->context), &other,
                                        "Exchange"),
               &error));
  turn_to_claim (place, &other);
  account = prepare (place);
  g_assert_true (address_equal (&surety_preparation_get_payee (account)->address, &other));
  g_assert_cmpint (surety_preparation_get_payee (account)->kind, ==, SURETY_PARTY_ACCOUNT);
  g_assert_false (surety_preparation_get_payee (account)->delegates);
  again = prepare (place);
  g_assert_true (surety_preparation_is_same (account, again, SURETY_SPEED_NORMAL));

  rigged_transport_set_code (place->line, &other,
                             "0xef01004242424242424242424242424242424242424242");
  lent = prepare (place);
  g_assert_cmpint (surety_preparation_get_payee (lent)->kind, ==, SURETY_PARTY_ACCOUNT);
  g_assert_true (surety_preparation_get_payee (lent)->delegates);
  g_assert_true (address_equal (&surety_preparation_get_payee (lent)->delegate, &delegate));
  /* Who agreed to the one did not agree to the other. */
  g_assert_false (surety_preparation_is_same (account, lent, SURETY_SPEED_NORMAL));

  rigged_transport_set_code (place->line, &other, "0x6001600155");
  contract = prepare (place);
  g_assert_cmpint (surety_preparation_get_payee (contract)->kind, ==, SURETY_PARTY_CONTRACT);
  g_assert_false (surety_preparation_is_same (lent, contract, SURETY_SPEED_NORMAL));

  rigged_transport_set_code (place->line, &other, "no code");
  unread = prepare (place);
  g_assert_true (address_equal (&surety_preparation_get_payee (unread)->address, &other));
  g_assert_cmpint (surety_preparation_get_payee (unread)->kind, ==, SURETY_PARTY_UNKNOWN);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/preparation/nonce-is-of-what-was-tried-out",
                     test_nonce_is_of_what_was_tried_out);
  protocol_test_add ("/preparation/gas-that-no-block-has-is-no-cost",
                     test_gas_that_no_block_has_is_no_cost);
  protocol_test_add ("/preparation/who-is-paid-is-looked-at", test_who_is_paid_is_looked_at);
  protocol_test_add ("/preparation/four-round-trips", test_four_round_trips);
  protocol_test_add ("/preparation/fees-keep-to-the-ceiling", test_fees_keep_to_the_ceiling);
  protocol_test_add ("/preparation/same-for-no-more", test_same_for_no_more);
  protocol_test_add ("/preparation/no-more-slashable-goes-on", test_no_more_slashable_goes_on);
  protocol_test_add ("/preparation/more-slashable-stops", test_more_slashable_stops);
  protocol_test_add ("/preparation/more-slashable-stops-at-first",
                     test_more_slashable_stops_at_first);
  protocol_test_add ("/preparation/known-as-well-as-it-was-seen",
                     test_known_as_well_as_it_was_seen);
  return g_test_run ();
}
