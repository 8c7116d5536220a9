/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-private.h"

#include "surety-list-sync.h"
#include "surety-offload.h"

static void
on_accepted (SuretyGuide *self)
{
  surety_guide_notify (self, PROP_PREPARATION);
}

static void
set_preparation (SuretyGuide *self, SuretyPreparation *preparation, SuretyLoad load, GError *error)
{
  if (g_set_object (&self->preparation, preparation))
    {
      if (preparation != NULL)
        g_signal_connect_object (surety_preparation_get_look (preparation), "accepted",
                                 G_CALLBACK (on_accepted), self, G_CONNECT_SWAPPED);
      surety_guide_notify (self, PROP_PREPARATION);
    }
  surety_load_set (G_OBJECT (self), "preparation-load", &self->preparation_load, load,
                   "preparation-error", &self->preparation_error, error);
}

void
surety_guide_drop_preparation (SuretyGuide *self)
{
  self->preparation_serial++;
  dex_clear (&self->preparation_job);
  set_preparation (self, NULL, SURETY_LOAD_IDLE, NULL);
}

void
surety_guide_set_stop_error (SuretyGuide *self, GError *error)
{
  if (error == NULL && self->stop_error == NULL)
    return;
  g_clear_error (&self->stop_error);
  self->stop_error = error;
  surety_guide_notify (self, PROP_STOP_ERROR);
}

static void
set_running (SuretyGuide *self, gboolean running)
{
  if (self->running == running)
    return;
  self->running = running;
  surety_guide_notify (self, PROP_RUNNING);
  surety_guide_notify (self, PROP_WAITING);
}

static void
weigh (SuretyGuide *self, SuretyPreparation *preparation)
{
  surety_preparation_weigh (preparation, surety_portfolio_get_holdings (self->portfolio),
                            self->provider,
                            self->pledges_load == SURETY_LOAD_READY ||
                                self->pledges_load == SURETY_LOAD_EMPTY
                              ? G_LIST_MODEL (self->all_pledges)
                              : NULL);
}

typedef struct
{
  SuretyGuide *self;
  DexFuture *made;
  guint serial;
} Prepare;

static void
prepare_free (gpointer data)
{
  Prepare *job = data;

  dex_clear (&job->made);
  g_object_unref (job->self);
  g_free (job);
}

static DexFuture *
prepare_fiber (gpointer user_data)
{
  Prepare *job = user_data;
  SuretyGuide *self = job->self;
  g_autoptr (SuretyPreparation) preparation = NULL;
  GError *error = NULL;

  preparation = dex_await_object (g_steal_pointer (&job->made), &error);

  /* Another decision was made meanwhile, or another account is shown: nothing of this is. */
  if (job->serial != self->preparation_serial)
    {
      g_clear_error (&error);
      return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "a decision changed");
    }
  if (preparation == NULL)
    {
      set_preparation (self, NULL, SURETY_LOAD_FAILED, g_error_copy (error));
      return dex_future_new_for_error (error);
    }
  weigh (self, preparation);
  set_preparation (self, preparation, SURETY_LOAD_READY, NULL);

  return dex_future_new_true ();
}

DexFuture *
surety_guide_prepare (SuretyGuide *self)
{
  g_autoptr (SuretyIntent) intent = NULL;
  Prepare *job = NULL;

  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  if (self->context == NULL || surety_context_get_protocol (self->context) == NULL)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT,
                                  "no endpoint is chosen");
  if (!self->has_account || !self->has_strategy || !self->has_chosen_provider ||
      self->amount_state != SURETY_AMOUNT_OK)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_AMOUNT,
                                  "a decision is missing");

  intent = self->mints
             ? surety_intent_new_enter_minting (&self->account, &self->strategy, self->amount_value,
                                                &self->chosen_provider)
             : surety_intent_new_enter (&self->account, &self->strategy, self->amount_value,
                                        &self->chosen_provider);
  job = g_new0 (Prepare, 1);
  job->self = g_object_ref (self);
  job->made = surety_preparation_make (self->context, intent, self->fee_ceiling);
  job->serial = ++self->preparation_serial;
  set_preparation (self, NULL, SURETY_LOAD_LOADING, NULL);
  dex_clear (&self->preparation_job);
  self->preparation_job = surety_spawn (prepare_fiber, job, prepare_free);

  return dex_ref (self->preparation_job);
}

static DexFuture *
steps_fiber (gpointer user_data)
{
  SuretyGuide *self = user_data;

  do
    {
      g_autoptr (SuretyJournal) journal = NULL;
      g_autoptr (GListModel) steps = NULL;
      gint64 plan = self->plan;
      guint generation = self->generation;
      GError *error = NULL;

      self->steps_again = FALSE;
      if (self->context == NULL || plan == 0)
        break;
      journal = g_object_ref (surety_context_get_journal (self->context));
      steps = dex_await_object (surety_journal_list_plan (journal, plan), &error);
      if (generation != self->generation || plan != self->plan)
        {
          g_clear_error (&error);
          self->steps_again = TRUE;
          continue;
        }
      if (steps == NULL)
        {
          surety_guide_set_stop_error (self, g_error_copy (error));
          return dex_future_new_for_error (error);
        }
      surety_list_sync (self->steps, steps, surety_journal_entry_same);
      surety_guide_notify (self, PROP_WAITING);
      surety_guide_notify (self, PROP_FINISHED);
    }
  while (self->steps_again);

  return dex_future_new_true ();
}

void
surety_guide_read_steps (SuretyGuide *self)
{
  if (self->steps_job != NULL && dex_future_is_pending (self->steps_job))
    {
      self->steps_again = TRUE;
      return;
    }
  dex_clear (&self->steps_job);
  self->steps_job = surety_spawn (steps_fiber, g_object_ref (self), g_object_unref);
}

void
surety_guide_set_plan (SuretyGuide *self, gint64 plan)
{
  /* Whose plan is shown may have changed while one was under way: it is only running if this one is. */
  set_running (self,
               plan != 0 && self->runner != NULL && surety_runner_is_driving (self->runner, plan));
  if (self->plan == plan)
    return;
  self->plan = plan;
  g_list_store_remove_all (self->steps);
  surety_guide_set_stop_error (self, NULL);
  surety_guide_notify (self, PROP_PLAN);
  surety_guide_notify (self, PROP_WAITING);
  surety_guide_notify (self, PROP_FINISHED);
  if (plan != 0)
    surety_guide_read_steps (self);
}

gboolean
surety_guide_get_waiting (SuretyGuide *self)
{
  if (self->plan == 0 || self->running)
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->steps)); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->steps), i);

      if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_PLANNED)
        return TRUE;
    }

  return FALSE;
}

gboolean
surety_guide_get_finished (SuretyGuide *self)
{
  guint n = 0;

  g_return_val_if_fail (SURETY_IS_GUIDE (self), FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->steps));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->steps), i);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL ||
          surety_journal_entry_get_result (entry) == NULL)
        return FALSE;
    }

  return n > 0;
}

static void
on_step_changed (SuretyGuide *self, gint64 id)
{
  surety_guide_read_steps (self);
}

static void
on_plan_stopped (SuretyGuide *self, gint64 plan, const GError *error)
{
  if (plan != self->plan)
    return;
  set_running (self, FALSE);
  surety_guide_set_stop_error (self, g_error_copy (error));
  surety_guide_read_steps (self);
}

static void
on_plan_finished (SuretyGuide *self, gint64 plan)
{
  if (plan != self->plan)
    return;
  set_running (self, FALSE);
  surety_guide_read_steps (self);
}

void
surety_guide_connect_runner (SuretyGuide *self)
{
  SuretyRunner *runner = self->context != NULL ? surety_context_get_runner (self->context) : NULL;

  if (self->runner == runner)
    return;
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_set_object (&self->runner, runner);
  set_running (self, FALSE);
  if (runner == NULL)
    return;
  g_signal_connect_object (runner, "step-changed", G_CALLBACK (on_step_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "plan-stopped", G_CALLBACK (on_plan_stopped), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "plan-finished", G_CALLBACK (on_plan_finished), self,
                           G_CONNECT_SWAPPED);
}

typedef struct
{
  SuretyGuide *self;
  guint generation;
  DexFuture *started;
} Sign;

static void
sign_free (gpointer data)
{
  Sign *job = data;

  dex_clear (&job->started);
  g_object_unref (job->self);
  g_free (job);
}

/* started: the runner's answer to what was asked of it for the account that is shown now. */
static Sign *
sign_new (SuretyGuide *self, DexFuture *started)
{
  Sign *job = g_new0 (Sign, 1);

  job->self = g_object_ref (self);
  job->generation = self->generation;
  job->started = started;

  return job;
}

/* One signature that was asked for, from the last look to the journal. */
typedef struct
{
  SuretyGuide *self;
  SuretyPreparation *preparation;
  guint generation;
  guint serial;
} Signing;

static void
signing_free (gpointer data)
{
  Signing *job = data;

  g_object_unref (job->preparation);
  g_object_unref (job->self);
  g_free (job);
}

/* Neither was another decision made meanwhile, nor is another account shown. */
static gboolean
is_shown (Signing *job)
{
  return job->generation == job->self->generation && job->serial == job->self->preparation_serial;
}

/* The same, and what signs is still there. */
static gboolean
check_asked (Signing *job, GError **error)
{
  if (is_shown (job) && job->self->context != NULL && job->self->runner != NULL &&
      job->self->signer != NULL)
    return TRUE;
  g_clear_error (error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "a decision changed");
  return FALSE;
}

/* What is too old is tried out again, in sight; TRUE when it comes to the same. */
static gboolean
renew (Signing *job, GError **error)
{
  SuretyGuide *self = job->self;
  SuretyIntent *intent = surety_plan_get_intent (surety_preparation_get_plan (job->preparation));
  g_autoptr (SuretyPreparation) fresh = NULL;

  set_preparation (self, NULL, SURETY_LOAD_LOADING, NULL);
  fresh = dex_await_object (surety_preparation_make (self->context, intent, self->fee_ceiling),
                            error);
  if (!is_shown (job))
    return check_asked (job, error);
  if (fresh == NULL)
    {
      set_preparation (self, NULL, SURETY_LOAD_FAILED, g_error_copy (*error));
      return FALSE;
    }
  weigh (self, fresh);
  if (surety_preparation_is_same (job->preparation, fresh, self->speed))
    surety_preparation_keep_cost (fresh, job->preparation);
  else
    {
      surety_preparation_set_seen (fresh, job->preparation);
      g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CHANGED,
                           "the outcome is another than what was looked at");
    }
  set_preparation (self, fresh, SURETY_LOAD_READY, NULL);
  g_set_object (&job->preparation, fresh);
  return *error == NULL && check_asked (job, error);
}

static gboolean
look_again (Signing *job, GError **error)
{
  gboolean fresh = dex_await_boolean (surety_preparation_is_fresh (job->preparation,
                                                                   job->self->context),
                                      error);

  if (*error != NULL || !check_asked (job, error))
    return FALSE;
  if (!fresh && !renew (job, error))
    return FALSE;
  if (!surety_code_look_stops (surety_preparation_get_look (job->preparation)))
    return TRUE;
  g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CHANGED,
                       "somebody has to look at the code first");
  return FALSE;
}

static DexFuture *
sign_fiber (gpointer user_data)
{
  Signing *job = user_data;
  SuretyGuide *self = job->self;
  g_autoptr (SuretyPlan) plan = NULL;
  gint64 id = 0;
  GError *error = NULL;

  if (look_again (job, &error))
    {
      plan = surety_preparation_make_bounded (job->preparation, self->speed);
      id = dex_await_int64 (surety_runner_start (self->runner, plan, self->signer, self->speed,
                                                 self->fee_ceiling),
                            &error);
    }
  if (error != NULL)
    {
      if (job->generation == self->generation)
        set_running (self, FALSE);
      return dex_future_new_for_error (error);
    }
  /* The plan is in the journal and goes on by itself; only if the same account is still shown is it this guide's. */
  if (job->generation == self->generation)
    {
      surety_guide_set_plan (self, id);
      surety_guide_set_page (self, SURETY_GUIDE_FOLLOW);
      surety_guide_save (self);
    }

  return dex_future_new_true ();
}

DexFuture *
surety_guide_sign (SuretyGuide *self, SuretySpeed speed)
{
  Signing *job = NULL;

  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  if (self->signer == NULL)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY,
                                  "this account has no key here");
  if (self->running || self->plan != 0)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_BUSY,
                                  "a plan is under way");
  if (self->preparation == NULL || self->runner == NULL)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW,
                                  "nothing is prepared");
  if (surety_code_look_stops (surety_preparation_get_look (self->preparation)))
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE,
                                  "somebody has to look at the code first");

  set_running (self, TRUE);
  self->speed = speed;
  job = g_new0 (Signing, 1);
  job->self = g_object_ref (self);
  job->preparation = g_object_ref (self->preparation);
  job->generation = self->generation;
  job->serial = self->preparation_serial;

  return surety_spawn (sign_fiber, job, signing_free);
}

SuretySpeed
surety_guide_get_speed (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), SURETY_SPEED_NORMAL);

  return self->speed;
}

static DexFuture *
continue_fiber (gpointer user_data)
{
  Sign *job = user_data;
  SuretyGuide *self = job->self;
  GError *error = NULL;

  if (!dex_await (g_steal_pointer (&job->started), &error))
    {
      if (job->generation == self->generation)
        {
          set_running (self, FALSE);
          surety_guide_set_stop_error (self, g_error_copy (error));
        }
      return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

DexFuture *
surety_guide_continue (SuretyGuide *self, SuretyPreparation *preparation, SuretySpeed speed)
{
  g_autoptr (SuretyPlan) rest = NULL;
  Sign *job = NULL;

  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);
  g_return_val_if_fail (SURETY_IS_PREPARATION (preparation), NULL);

  if (self->signer == NULL || self->runner == NULL || self->plan == 0)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY,
                                  "nothing to go on with");
  if (surety_code_look_stops (surety_preparation_get_look (preparation)))
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE,
                                  "somebody has to look at the code first");

  surety_guide_set_stop_error (self, NULL);
  set_running (self, TRUE);
  self->speed = speed;
  rest = surety_preparation_make_bounded (preparation, speed);
  job = sign_new (self, surety_runner_continue (self->runner, self->plan, rest, self->signer, speed,
                                                self->fee_ceiling));

  return surety_spawn (continue_fiber, job, sign_free);
}

static DexFuture *
abandoned (DexFuture *completed, gpointer user_data)
{
  SuretyGuide *self = user_data;

  surety_guide_set_stop_error (self, NULL);
  set_running (self, FALSE);
  surety_guide_read_steps (self);

  return dex_future_new_true ();
}

DexFuture *
surety_guide_abandon (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  if (self->runner == NULL || self->plan == 0)
    return dex_future_new_true ();

  return dex_future_then (surety_runner_abandon (self->runner, self->plan), abandoned,
                          g_object_ref (self), g_object_unref);
}
