/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runner-stage.h"

#include "surety-endpoints-private.h"
#include "surety-nonces.h"


SuretyJournalEntry *
stage_load_entry (Stage *stage, gint64 plan, guint i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (stage->test->journal, plan), &error);

  g_assert_no_error (error);
  return g_list_model_get_item (entries, i);
}

SuretyJournalState
stage_load_state (Stage *stage, gint64 plan, guint i)
{
  g_autoptr (SuretyJournalEntry) entry = stage_load_entry (stage, plan, i);

  return surety_journal_entry_get_state (entry);
}

static void
stopped_cb (SuretyRunner *runner, gint64 plan, const GError *error, Stage *stage)
{
  g_clear_error (&stage->stopped);
  stage->stopped = g_error_copy (error);
  stage->n_stopped++;
}

static void
finished_cb (SuretyRunner *runner, gint64 plan, Stage *stage)
{
  stage->n_finished++;
}

/* A process starts. */
void
stage_begin (Stage *stage)
{
  stage->runner = surety_runner_new (stage->network, stage->endpoints, stage->protocol,
                                     stage->test->journal);
  g_signal_connect (stage->runner, "plan-stopped", G_CALLBACK (stopped_cb), stage);
  g_signal_connect (stage->runner, "plan-finished", G_CALLBACK (finished_cb), stage);
}

/* … and ends: whatever it was about to do is not done. */
void
stage_end (Stage *stage)
{
  g_signal_handlers_disconnect_by_data (stage->runner, stage);
  surety_runner_stop (stage->runner);
  for (guint i = 0; i < 200 && surety_runner_get_busy (stage->runner); i++)
    protocol_test_sleep (10);
  g_assert_false (surety_runner_get_busy (stage->runner));
  g_clear_object (&stage->runner);
}

Stage *
stage_new (guint64 confirmations)
{
  Stage *stage = g_new0 (Stage, 1);

  stage->test = protocol_test_new ();
  stage->network = g_object_ref (stage->test->network);
  if (confirmations > 1)
    {
      g_clear_object (&stage->network);
      stage->network = protocol_test_deepen (NULL, (guint) confirmations);
    }
  stage->line = rigged_transport_new (SURETY_TRANSPORT (stage->test->practice));
  stage->endpoints = surety_endpoints_new (surety_network_get_chain_id (stage->network));
  surety_endpoints_set_patience (stage->endpoints, 1, 1);
  surety_endpoints_add (stage->endpoints, SURETY_TRANSPORT (stage->line));
  stage->protocol = surety_eigenlayer_new (stage->network, stage->endpoints);
  stage->provider = protocol_test_find_open_operator (stage->test->protocol);
  stage_begin (stage);
  return stage;
}

void
stage_free (Stage *stage)
{
  stage_end (stage);
  g_clear_error (&stage->stopped);
  g_clear_object (&stage->protocol);
  g_clear_object (&stage->endpoints);
  g_clear_object (&stage->line);
  g_clear_object (&stage->network);
  protocol_test_free (stage->test);
  g_free (stage);
}
SuretyPlan *
stage_make_plan (Stage *stage)
{
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (&stage->test->player,
                                      protocol_test_strategy (stage->network, "rETH"),
                                      protocol_test_units ("0.1"), &stage->provider);
  g_autoptr (GError) error = NULL;
  SuretyPlan *plan = dex_await_object (surety_protocol_plan (stage->test->protocol, intent),
                                       &error);

  g_assert_no_error (error);
  return plan;
}

gint64
stage_start_plan (Stage *stage, SuretyPlan *plan)
{
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (surety_runner_start (stage->runner, plan, stage->test->signer,
                                                    SURETY_SPEED_NORMAL, 0),
                               &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

/* Waits for a step to get to a state, poking the runner; a minute at most. */
void
stage_wait_for (Stage *stage, gint64 plan, guint i, SuretyJournalState state)
{
  for (guint k = 0; k < 3000; k++)
    {
      if (stage_load_state (stage, plan, i) == state)
        return;
      surety_runner_poke (stage->runner);
      protocol_test_sleep (20);
    }
  g_error ("Step %u is in state %d, not %d", i, (int) stage_load_state (stage, plan, i),
           (int) state);
}

guint64
stage_count_nonce (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyNonces)
    nonces = dex_await_boxed (surety_nonces_read (stage->test->endpoints, &stage->test->player),
                              &error);

  g_assert_no_error (error);
  return nonces->next;
}

void
stage_resume (Stage *stage)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_runner_resume (stage->runner), &error);
  g_assert_no_error (error);
}

void
stage_continue_plan (Stage *stage, gint64 plan)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_runner_continue (stage->runner, plan, NULL, stage->test->signer,
                                     SURETY_SPEED_NORMAL, 0),
             &error);
  g_assert_no_error (error);
}

GBytes *
stage_load_signed (Stage *stage, gint64 plan, guint i)
{
  g_autoptr (SuretyJournalEntry) entry = stage_load_entry (stage, plan, i);

  return g_bytes_ref (surety_journal_entry_get_signed (entry));
}

SuretyReplacement *
stage_plan_replacement (Stage *stage, gint64 plan, SuretyReplaceKind kind)
{
  g_autoptr (SuretyJournalEntry) entry = stage_load_entry (stage, plan, 0);
  g_autoptr (GError) error = NULL;
  SuretyReplacement *replacement =
    dex_await_object (surety_runner_plan_replacement (stage->runner,
                                                      surety_journal_entry_get_id (entry), kind, 0),
                      &error);

  g_assert_no_error (error);
  return replacement;
}

void
stage_replace (Stage *stage, SuretyReplacement *replacement)
{
  g_autoptr (GError) error = NULL;

  dex_await_int64 (surety_runner_replace (stage->runner, replacement, stage->test->signer), &error);
  g_assert_no_error (error);
}
