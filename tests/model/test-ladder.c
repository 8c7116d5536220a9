/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"
#include "surety-ladder.h"
#include "surety-override.h"
#include "surety-protocol-error.h"

#define TEN_DAYS (10u * 24u * 3600u)
#define FIVE_DAYS (5u * 24u * 3600u)

static gboolean
is_known (SuretyLadder *ladder)
{
  return surety_ladder_get (ladder) != NULL;
}

static gboolean
has_landed (SuretyLadder *ladder)
{
  return is_known (ladder) &&
         surety_ladder_get (ladder)->evidence[LADDER_LANDED] == LADDER_VERIFIED &&
         surety_ladder_get (ladder)->steps[LADDER_PILOT].reached;
}

static gboolean
has_waited (SuretyLadder *ladder)
{
  return is_known (ladder) &&
         surety_ladder_get (ladder)->evidence[LADDER_WAITED] == LADDER_VERIFIED;
}

static gboolean
has_rehearsed (SuretyLadder *ladder)
{
  return is_known (ladder) &&
         surety_ladder_get (ladder)->evidence[LADDER_REHEARSED] == LADDER_VERIFIED;
}

static gboolean
has_all_final (SuretySession *session)
{
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (session));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL)
        return FALSE;
    }

  return g_list_model_get_n_items (entries) > 0;
}

static gboolean
has_exit (SuretySession *session)
{
  return g_list_model_get_n_items (
           surety_portfolio_get_exits (surety_session_get_portfolio (session))) == 1;
}

static void
run_plan (SuretySession *session, SuretyIntent *intent)
{
  g_autoptr (SuretyPreparation) preparation = NULL;
  g_autoptr (GError) error = NULL;

  preparation = dex_await_object (surety_session_prepare (session, intent), &error);
  g_assert_no_error (error);
  dex_await_int64 (surety_session_start_plan (session, preparation, SURETY_SPEED_NORMAL), &error);
  g_assert_no_error (error);
  model_test_true (surety_activity_refresh (surety_session_get_activity (session)));
  model_test_wait (has_all_final, session);
}

static u256
amount_of (SuretyLadder *ladder, LadderTier tier)
{
  g_autoptr (SuretyFigure) figure = surety_ladder_dup_amount (ladder, tier);

  g_assert_true (surety_figure_is_known (figure));
  g_assert_cmpstr (surety_figure_get_unit (figure), ==, "stETH");

  return surety_figure_get_value (figure);
}

/* From the first choice to a rehearsed exit: what opens when, by what really happened. */
static void
test_climb (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyLadder) ladder = surety_ladder_new (test->session);
  SuretySession *session = test->session;
  SuretyGuide *guide = surety_session_get_guide (session);
  const Ladder *state = NULL;
  SuretyAsset *asset = NULL;
  LadderStride stride;
  Address account, strategy;
  char text[U256_DECIMAL_SIZE + 2];

  model_test_practise (test);
  model_test_sleep (50);
  g_assert_null (surety_ladder_get (ladder));
  g_assert_false (surety_ladder_judge (ladder, 1, &stride));
  asset = model_test_find_asset (session, "stETH");
  strategy = surety_asset_get_token (asset)->strategy;
  account = *surety_account_get_address (surety_session_get_account (session));
  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (session, asset));
  model_test_wait (is_known, ladder);

  state = surety_ladder_get (ladder);
  g_assert_true (state->steps[LADDER_PILOT].open && !state->steps[LADDER_PILOT].reached);
  g_assert_false (state->steps[LADDER_QUARTER].open);
  g_assert_cmpint (state->evidence[LADDER_LANDED], ==, LADDER_UNKNOWN);
  g_assert_true (amount_of (ladder, LADDER_FULL) ==
                 surety_figure_get_value (surety_asset_get_balance (asset)));
  g_assert_true (surety_ladder_judge (ladder, amount_of (ladder, LADDER_PILOT), &stride));
  g_assert_false (stride.overrides);
  g_assert_true (surety_ladder_judge (ladder, amount_of (ladder, LADDER_QUARTER), &stride));
  g_assert_true (stride.overrides && (stride.unverified & LADDER_BIT (LADDER_LANDED)) != 0);

  /* The pilot. */
  model_test_wait (model_test_directory_ready, session);
  u256_to_units (amount_of (ladder, LADDER_PILOT), 18, text);
  surety_guide_set_amount_text (guide, text);
  surety_guide_set_services_seen (guide, TRUE);
  model_test_true (surety_guide_prepare (guide));
  model_test_true (surety_guide_sign (guide, SURETY_SPEED_NORMAL));
  model_test_wait (surety_guide_get_finished, guide);
  model_test_wait (has_landed, ladder);
  state = surety_ladder_get (ladder);
  g_assert_false (state->steps[LADDER_QUARTER].open);
  g_assert_cmpint (state->evidence[LADDER_WAITED], ==, LADDER_NOT);
  g_assert_cmpint (surety_ladder_get_facts (ladder)->root_seen, ==, LADDER_NOT);
  g_assert_cmpint (state->evidence[LADDER_REHEARSED], ==, LADDER_NOT);

  /* A small exit, all the way, which takes longer than the 14 days. */
  {
    g_autoptr (SuretyIntent) leave = surety_intent_new_exit (&account, &strategy, U256_WAD / 100u);
    g_autoptr (SuretyIntent) finish = NULL;
    g_autoptr (SuretyExit) leaving = NULL;

    run_plan (session, leave);
    model_test_wait (has_exit, session);
    /* Rewards come every week: no need to wait for the 14 days. */
    model_test_true (surety_session_wind (session, TEN_DAYS));
    /* A reading that was under way as the clock was wound may be of before. */
    model_test_true (surety_portfolio_refresh (surety_session_get_portfolio (session)));
    if (!has_waited (ladder))
      model_test_true (surety_portfolio_refresh (surety_session_get_portfolio (session)));
    model_test_wait (has_waited, ladder);
    g_assert_cmpint (surety_ladder_get_facts (ladder)->root_seen, ==, LADDER_VERIFIED);
    g_assert_true (surety_ladder_get_facts (ladder)->waited_known);
    g_assert_cmpuint (surety_ladder_get_facts (ladder)->waited, <, LADDER_WAIT);
    model_test_true (surety_session_wind (session, FIVE_DAYS));
    model_test_true (surety_portfolio_refresh (surety_session_get_portfolio (session)));
    leaving = g_list_model_get_item (surety_portfolio_get_exits (
                                       surety_session_get_portfolio (session)),
                                     0);
    finish = surety_intent_new_finish_exit (&account, leaving, TRUE);
    run_plan (session, finish);
  }
  model_test_wait (has_rehearsed, ladder);
  state = surety_ladder_get (ladder);
  /* Practice's account has no words to lose. */
  g_assert_cmpint (state->evidence[LADDER_BACKUP], ==, LADDER_VERIFIED);
  g_assert_true (state->steps[LADDER_QUARTER].open);
  g_assert_false (state->steps[LADDER_FULL].open);
  g_assert_cmpint (state->next, ==, LADDER_QUARTER);
}

static gboolean
has_decision (SuretyLadder *ladder)
{
  return surety_ladder_get_decision (ladder) != NULL;
}

static gboolean
goes_beyond (SuretyGuide *guide)
{
  return surety_guide_get_beyond (guide);
}

static gboolean
stays_within (SuretyGuide *guide)
{
  return !surety_guide_get_beyond (guide);
}

static void
type (SuretyGuide *guide, u256 amount)
{
  char text[U256_DECIMAL_SIZE + 2];

  u256_to_units (amount, 18, text);
  surety_guide_set_amount_text (guide, text);
}

static guint
count_decisions (SuretySession *session)
{
  return g_list_model_get_n_items (
    surety_decisions_get_lines (surety_session_get_decisions (session)));
}

/* Beyond what is open one comes by deciding so, which is in the journal, with what was not verified. */
static void
test_override (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyLadder) ladder = surety_ladder_new (test->session);
  SuretyGuide *guide = surety_session_get_guide (test->session);
  g_autoptr (GError) refused = NULL;
  g_auto (SuretyOverride) written = { 0 };
  SuretyAsset *asset = NULL;
  u256 held = 0;

  model_test_practise (test);
  asset = model_test_find_asset (test->session, "stETH");
  surety_guide_set_asset (guide, asset);
  surety_guide_set_provider (guide, model_test_find_provider (test->session, asset));
  surety_guide_set_services_seen (guide, TRUE);
  model_test_wait (is_known, ladder);
  held = surety_figure_get_value (surety_asset_get_balance (asset));

  type (guide, amount_of (ladder, LADDER_PILOT));
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_AMOUNT));
  refused = model_test_rejects (surety_ladder_override (ladder));
  g_assert_error (refused, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_AMOUNT);
  g_assert_cmpuint (count_decisions (test->session), ==, 0);

  type (guide, held / 8u);
  g_assert_true (surety_guide_get_beyond (guide));
  g_assert_false (surety_guide_can_leave (guide, SURETY_GUIDE_AMOUNT));
  model_test_true (surety_ladder_override (ladder));
  model_test_wait (stays_within, guide);
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_AMOUNT));
  g_assert_cmpuint (count_decisions (test->session), ==, 1);
  g_assert_cmpstr (surety_decision_get_kind (surety_ladder_get_decision (ladder)), ==,
                   SURETY_OVERRIDE_KIND);
  g_assert_true (
    surety_override_from_json (surety_decision_get_body (surety_ladder_get_decision (ladder)),
                               &written));
  g_assert_true (written.amount == held / 8u);
  g_assert_cmpstr (written.symbol, ==, "stETH");
  g_assert_cmpint (written.stride.tier, ==, LADDER_QUARTER);
  g_assert_true (written.stride.skips);
  g_assert_cmpuint (written.stride.unverified, ==,
                    LADDER_BIT (LADDER_LANDED) | LADDER_BIT (LADDER_WAITED) |
                      LADDER_BIT (LADDER_REHEARSED));
  g_assert_cmpint (written.after, ==, 0);

  /* Less is covered, more is another decision. */
  type (guide, held / 10u);
  g_assert_false (surety_guide_get_beyond (guide));
  type (guide, held / 2u);
  g_assert_true (surety_guide_get_beyond (guide));
  type (guide, held / 8u);
  g_assert_false (surety_guide_get_beyond (guide));
  surety_guide_set_page (guide, SURETY_GUIDE_AMOUNT);
  model_test_sleep (100);

  /* It is there after a start, and still covers what it was made for. */
  g_clear_object (&ladder);
  model_test_restart (test);
  guide = surety_session_get_guide (test->session);
  model_test_wait (model_test_guide_ready, test->session);
  ladder = surety_ladder_new (test->session);
  model_test_wait (has_decision, ladder);
  g_assert_false (surety_guide_get_beyond (guide));
  g_assert_cmpuint (count_decisions (test->session), ==, 1);

  /* It was for one deposit: the next is decided about anew. */
  model_test_true (surety_guide_prepare (guide));
  model_test_true (surety_guide_sign (guide, SURETY_SPEED_NORMAL));
  model_test_wait (surety_guide_get_finished, guide);
  model_test_wait (has_landed, ladder);
  surety_guide_reset (guide);
  surety_guide_set_asset (guide, model_test_find_asset (test->session, "stETH"));
  model_test_wait (is_known, ladder);
  type (guide, held / 8u);
  model_test_wait (goes_beyond, guide);

  /* And a world that is begun anew knows nothing of it. */
  model_test_true (surety_session_restart_practice (test->session));
  model_test_wait (model_test_portfolio_ready, test->session);
  g_assert_cmpuint (count_decisions (test->session), ==, 0);
}

/* What can't be read can't be judged: it counts as little as what was not done. */
static void
test_unknown_goes_beyond (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyLadder) ladder = surety_ladder_new (test->session);
  SuretyGuide *guide = surety_session_get_guide (test->session);
  LadderStride stride;

  model_test_practise (test);
  g_assert_false (surety_ladder_get_stride (ladder, &stride));
  surety_guide_set_asset (guide, model_test_find_asset (test->session, "stETH"));
  type (guide, 1);
  /* Before the idle moment in which the new token's ladder is worked out. */
  g_assert_false (is_known (ladder));
  g_assert_true (surety_ladder_get_stride (ladder, &stride));
  g_assert_true (stride.overrides);
  g_assert_cmpuint (stride.unverified, ==, LADDER_BIT (LADDER_N_EVIDENCE) - 1);
  g_assert_false (surety_guide_can_leave (guide, SURETY_GUIDE_AMOUNT));
  model_test_wait (is_known, ladder);
  g_assert_true (surety_guide_can_leave (guide, SURETY_GUIDE_AMOUNT));
}

/* Of ETH, what it would make is what is held. */
static void
test_of_eth (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (SuretyLadder) ladder = surety_ladder_new (test->session);
  SuretyGuide *guide = surety_session_get_guide (test->session);

  model_test_practise (test);
  surety_guide_set_asset (guide, model_test_find_asset (test->session, "stETH"));
  surety_guide_set_mints (guide, TRUE);
  model_test_wait (is_known, ladder);
  g_assert_nonnull (surety_guide_get_available (guide));
  g_assert_true (amount_of (ladder, LADDER_FULL) ==
                 surety_figure_get_value (surety_guide_get_available (guide)));
}

static void
test_what_is_no_override (void)
{
  static const char *const texts[] = {
    "",
    "[]",
    "{}",
    "{\"strategy\":\"0x01\",\"symbol\":\"x\",\"decimals\":18,\"amount\":\"1\",\"tier\":\"full\","
    "\"unverified\":[]}",
    "{\"strategy\":\"0x93c4b944D05dfe6df7645A86cd2206016c51564D\",\"symbol\":\"x\",\"decimals\":18,"
    "\"amount\":\"-1\",\"tier\":\"full\",\"unverified\":[]}",
    "{\"strategy\":\"0x93c4b944D05dfe6df7645A86cd2206016c51564D\",\"symbol\":\"x\",\"decimals\":18,"
    "\"amount\":\"1\",\"tier\":\"all\",\"unverified\":[]}",
    "{\"strategy\":\"0x93c4b944D05dfe6df7645A86cd2206016c51564D\",\"symbol\":\"x\",\"decimals\":18,"
    "\"amount\":\"1\",\"tier\":\"full\",\"unverified\":[\"luck\"]}",
    "{\"strategy\":\"0x93c4b944D05dfe6df7645A86cd2206016c51564D\",\"symbol\":\"x\",\"decimals\":99,"
    "\"amount\":\"1\",\"tier\":\"full\",\"unverified\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (SuretyOverride) out = { 0 };

      g_assert_false (surety_override_from_json (texts[i], &out));
      g_assert_null (out.symbol);
    }
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/ladder/opens-by-what-really-happened", test_climb);
  model_test_add ("/ladder/beyond-it-is-a-decision-in-the-journal", test_override);
  model_test_add ("/ladder/unknown-counts-as-beyond", test_unknown_goes_beyond);
  model_test_add ("/ladder/of-eth-what-it-would-make", test_of_eth);
  model_test_add ("/ladder/what-is-no-decision-is-not-taken-for-one", test_what_is_no_override);

  return g_test_run ();
}
