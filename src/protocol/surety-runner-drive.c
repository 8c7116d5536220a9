/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-protocol-error.h"
#include "surety-review.h"
#include "surety-runner-private.h"
#include "surety-store-error.h"

/* How a plan begins, goes on, is taken up by the next start, and is given up (surety-runner.c says what happens to
 * each of its steps). */

typedef struct
{
  SuretyRunner *self;
  gint64 plan;
  SuretyStepContext context;
  gboolean going; /* a step was made */
} Drive;

static void
drive_free (gpointer data)
{
  Drive *drive = data;

  g_object_unref (drive->context.signer);
  g_clear_object (&drive->context.shown);
  g_clear_object (&drive->context.guard);
  g_object_unref (drive->self);
  g_free (drive);
}

static SuretyJournalEntry *
load_entry (SuretyRunner *self, gint64 plan, guint i, guint *n, GError **error)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (self->journal, plan), error);

  if (entries == NULL)
    return NULL;
  *n = g_list_model_get_n_items (entries);
  return g_list_model_get_item (entries, i);
}

/* One step to its block. FALSE without an error: nothing more is to be done in this plan. */
static gboolean
drive_step (Drive *drive, guint i, guint *n, GError **error)
{
  SuretyRunner *self = drive->self;
  g_autoptr (SuretyJournalEntry) entry = load_entry (self, drive->plan, i, n, error);
  gboolean fresh = FALSE;
  DexFuture *mined;

  if (entry == NULL)
    return FALSE;

  if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_PLANNED)
    {
      if (!surety_runner_look_again (self, drive->plan, !drive->going, &drive->context, error))
        return FALSE;
      drive->going = TRUE;
      if (!surety_runner_make_step (self, entry, &drive->context, error))
        return FALSE;
      surety_runner_tell_step (self, surety_journal_entry_get_id (entry));
      surety_runner_hold ("signed");
      fresh = TRUE;
      g_clear_object (&entry);
      entry = load_entry (self, drive->plan, i, n, error);
      if (entry == NULL)
        return FALSE;
    }

  if (surety_journal_entry_has_nonce (entry))
    {
      drive->context.has_last_nonce = TRUE;
      drive->context.last_nonce = surety_journal_entry_get_nonce (entry);
    }
  switch (surety_journal_entry_get_state (entry))
    {
    case SURETY_JOURNAL_FINAL:
      return TRUE;
    case SURETY_JOURNAL_SIGNED:
    case SURETY_JOURNAL_SENT:
    case SURETY_JOURNAL_MINED:
      mined = surety_runner_follow (self, entry, fresh, error);
      /* In a block, and its promises were checked before this was asked to go on: whoever did has seen what came of them. */
      if (mined != NULL && surety_journal_entry_get_state (entry) == SURETY_JOURNAL_MINED &&
          surety_journal_entry_get_result (entry) != NULL)
        {
          dex_unref (mined);
          return TRUE;
        }
      return mined != NULL && dex_await (mined, error);
    case SURETY_JOURNAL_PLANNED:
    case SURETY_JOURNAL_FAILED:
    case SURETY_JOURNAL_REPLACED:
    case SURETY_JOURNAL_ABANDONED:
    default:
      return FALSE;
    }
}

static DexFuture *
drive_fiber (SuretyFlow *flow, gpointer data)
{
  Drive *drive = data;
  SuretyRunner *self = drive->self;
  g_autoptr (GError) error = NULL;
  guint n = 1;

  for (guint i = 0; i < n; i++)
    if (!drive_step (drive, i, &n, &error))
      break;

  /* A step that failed on the chain, or was taken back, is told by its follow. */
  if (error != NULL && !self->stopped &&
      !g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_FAILED) &&
      !g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CANCELLED))
    surety_runner_tell_stopped (self, drive->plan, error);

  g_hash_table_remove (self->drives, &drive->plan);
  surety_runner_end (self);
  return dex_future_new_true ();
}

static void
begin_drive (SuretyRunner *self,
             gint64 plan,
             SuretyPlan *shown,
             SuretySigner *signer,
             SuretySpeed speed,
             u256 fee_ceiling)
{
  Drive *drive = g_new0 (Drive, 1);

  drive->self = g_object_ref (self);
  drive->plan = plan;
  drive->context.signer = g_object_ref (signer);
  if (shown != NULL && g_set_object (&drive->context.shown, surety_plan_get_shown (shown)))
    {
      drive->context.shown_at = g_get_monotonic_time ();
      drive->context.shown_time = surety_plan_simulation_get_time (drive->context.shown);
    }
  if (shown != NULL)
    g_set_object (&drive->context.guard, surety_plan_get_guard (shown));
  drive->context.speed = speed;
  drive->context.fee_ceiling = fee_ceiling;
  g_hash_table_add (self->drives, g_memdup2 (&plan, sizeof plan));
  surety_runner_begin (self);
  dex_unref (surety_flow_spawn (drive_fiber, drive, drive_free));
}

/* --- starting --- */

typedef struct
{
  SuretyRunner *self;
  SuretyPlan *plan;
  gint64 plan_id;
  SuretySigner *signer;
  SuretySpeed speed;
  u256 fee_ceiling;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_clear_object (&start->plan);
  g_clear_object (&start->signer);
  g_object_unref (start->self);
  g_free (start);
}

static gboolean
is_unfinished (SuretyJournalState state)
{
  return state == SURETY_JOURNAL_PLANNED || state == SURETY_JOURNAL_SIGNED ||
         state == SURETY_JOURNAL_SENT;
}

/* Whether another attempt of the same step is in a block: this one can never be. */
static gboolean
is_outdone (GListModel *entries, SuretyJournalEntry *entry)
{
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) other = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_state (other) == SURETY_JOURNAL_MINED &&
          surety_journal_entry_get_plan (other) == surety_journal_entry_get_plan (entry) &&
          surety_journal_entry_get_step (other) == surety_journal_entry_get_step (entry))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_idle (SuretyRunner *self, const Address *account, GError **error)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_open (self->journal,
                                                          surety_network_get_key (self->network)),
                                error);
  guint n;

  if (entries == NULL)
    return FALSE;
  n = g_list_model_get_n_items (entries);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (address_equal (surety_journal_entry_get_account (entry), account) &&
          is_unfinished (surety_journal_entry_get_state (entry)) && !is_outdone (entries, entry))
        {
          g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_BUSY,
                               "The account has an unfinished plan");
          return FALSE;
        }
    }
  return TRUE;
}

/* Nothing is journaled that could not be signed: each step must pass the review as it stands, and pay nobody who may not be. */
static gboolean
check_plan (SuretyRunner *self, SuretyPlan *plan, GError **error)
{
  const Address *account = surety_intent_get_account (surety_plan_get_intent (plan));

  for (guint i = 0; i < surety_plan_get_n_steps (plan); i++)
    {
      g_autoptr (SuretyDecodedCall)
        call = surety_review_decode_step (self->network, surety_plan_get_step (plan, i), error);

      if (call == NULL || !surety_payees_check_call (self->payees, account, call, error))
        return FALSE;
    }
  return TRUE;
}

static DexFuture *
add_plan (SuretyRunner *self, SuretyPlan *plan)
{
  SuretyIntent *intent = surety_plan_get_intent (plan);
  guint n = surety_plan_get_n_steps (plan);
  g_autoptr (GPtrArray) kinds = g_ptr_array_new ();
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *body = surety_plan_to_json (plan);

  for (guint i = 0; i < n; i++)
    {
      SuretyStep *step = surety_plan_get_step (plan, i);

      g_ptr_array_add (kinds, (gpointer) surety_step_get_kind (step));
      g_ptr_array_add (bodies, surety_step_to_json (step));
    }
  return surety_journal_add_plan (self->journal, surety_network_get_key (self->network),
                                  surety_intent_get_account (intent),
                                  surety_intent_get_kind_name (intent), body,
                                  (const char *const *) kinds->pdata,
                                  (const char *const *) bodies->pdata, n);
}

static void
forget_starting (SuretyRunner *self, const Address *account)
{
  for (guint i = 0; i < self->starting->len; i++)
    if (address_equal (&g_array_index (self->starting, Address, i), account))
      {
        g_array_remove_index_fast (self->starting, i);
        return;
      }
}

/* Once writing has begun it is not given up when the caller goes away: a plan in the journal is
 * driven. */
static DexFuture *
start_fiber (SuretyFlow *flow, gpointer data)
{
  Start *start = data;
  SuretyRunner *self = start->self;
  const Address *account = surety_intent_get_account (surety_plan_get_intent (start->plan));
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (check_plan (self, start->plan, &error) && check_idle (self, account, &error))
    id = dex_await_int64 (add_plan (self, start->plan), &error);
  forget_starting (self, account);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  begin_drive (self, id, start->plan, start->signer, start->speed, start->fee_ceiling);
  return dex_future_new_for_int64 (id);
}

static DexFuture *
reject_watch_only (void)
{
  return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY,
                                "There is no key for this account here");
}

static DexFuture *
reject_busy (void)
{
  return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_BUSY,
                                "The account has an unfinished plan");
}

static DexFuture *
reject_stopped (void)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The runner was stopped");
}

/* --- going on --- */

static gboolean
is_same_step (SuretyJournalEntry *entry, SuretyStep *step)
{
  g_autoptr (SuretyStep)
    kept = surety_step_new_from_json (surety_journal_entry_get_body (entry), NULL);

  return kept != NULL && surety_step_is_same (kept, step);
}

/* What was looked at is what is signed. */
static gboolean
write_rest (SuretyRunner *self, gint64 plan, SuretyPlan *rest, GError **error)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (self->journal, plan), error);
  const guint n = surety_plan_get_n_steps (rest);
  guint n_planned = 0;

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      g_autofree char *body = NULL;

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_PLANNED)
        continue;
      if (n_planned >= n || !is_same_step (entry, surety_plan_get_step (rest, n_planned)))
        break;
      body = surety_step_to_json (surety_plan_get_step (rest, n_planned++));
      if (!dex_await (surety_journal_set_body (self->journal, surety_journal_entry_get_id (entry),
                                               body),
                      error))
        return FALSE;
    }
  if (n_planned == n)
    return TRUE;
  g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CHANGED,
                       "The steps looked at are not those that are left");
  return FALSE;
}

static DexFuture *
continue_fiber (SuretyFlow *flow, gpointer data)
{
  Start *start = data;
  SuretyRunner *self = start->self;
  g_autoptr (GError) error = NULL;
  guint n = 0;
  g_autoptr (SuretyJournalEntry) entry = load_entry (self, start->plan_id, 0, &n, &error);

  if (entry == NULL)
    return error != NULL
             ? dex_future_new_for_error (g_steal_pointer (&error))
             : dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO,
                                      "There is no such plan");
  if (g_strcmp0 (surety_journal_entry_get_network (entry),
                 surety_network_get_key (self->network)) != 0)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO,
                                  "The plan is for another network");
  if (!address_equal (surety_journal_entry_get_account (entry),
                      surety_signer_get_address (start->signer)))
    return reject_watch_only ();
  if (start->plan != NULL && !g_hash_table_contains (self->drives, &start->plan_id) &&
      !write_rest (self, start->plan_id, start->plan, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->stopped)
    return reject_stopped ();
  if (!g_hash_table_contains (self->drives, &start->plan_id))
    begin_drive (self, start->plan_id, start->plan, start->signer, start->speed,
                 start->fee_ceiling);
  return dex_future_new_true ();
}

/* The program may have ended between a step's end and what follows from it. */
static gboolean
abandon_rest (SuretyRunner *self, gint64 plan, GError **error)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (self->journal, plan), error);

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      const SuretyJournalState state = surety_journal_entry_get_state (entry);

      if (state == SURETY_JOURNAL_FAILED || state == SURETY_JOURNAL_REPLACED)
        return surety_runner_abandon_planned (self, plan, error);
    }
  return TRUE;
}

static DexFuture *
resume_fiber (SuretyFlow *flow, gpointer data)
{
  Start *start = data;
  SuretyRunner *self = start->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_open (self->journal,
                                                          surety_network_get_key (self->network)),
                                &error);
  guint n;

  if (entries == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->stopped)
    return reject_stopped ();

  n = g_list_model_get_n_items (entries);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr (GError) unreadable = NULL;
      DexFuture *mined;

      if (surety_journal_entry_get_state (entry) == SURETY_JOURNAL_PLANNED)
        {
          if (!abandon_rest (self, surety_journal_entry_get_plan (entry), &error))
            return dex_future_new_for_error (g_steal_pointer (&error));
          continue;
        }
      mined = surety_runner_follow (self, entry, FALSE, &unreadable);
      if (mined == NULL)
        surety_runner_tell_stopped (self, surety_journal_entry_get_plan (entry), unreadable);
      dex_clear (&mined);
    }
  return dex_future_new_true ();
}

static DexFuture *
abandon_fiber (SuretyFlow *flow, gpointer data)
{
  Start *start = data;
  g_autoptr (GError) error = NULL;

  if (!surety_runner_abandon_planned (start->self, start->plan_id, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

gboolean
surety_runner_abandon_planned (SuretyRunner *self, gint64 plan, GError **error)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (self->journal, plan), error);
  guint n;

  if (entries == NULL)
    return FALSE;
  n = g_list_model_get_n_items (entries);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr (GError) failed = NULL;
      gint64 id = surety_journal_entry_get_id (entry);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_PLANNED)
        continue;
      dex_await (surety_journal_set_state (self->journal, id, SURETY_JOURNAL_ABANDONED, 0),
                 &failed);
      /* Signed meanwhile: it is followed by whoever signed it. */
      if (g_error_matches (failed, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE))
        continue;
      if (failed != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      surety_runner_tell_step (self, id);
    }
  return TRUE;
}

/* --- public --- */

static Start *
start_new (SuretyRunner *self, gint64 plan_id)
{
  Start *start = g_new0 (Start, 1);

  start->self = g_object_ref (self);
  start->plan_id = plan_id;
  return start;
}

DexFuture *
surety_runner_start (SuretyRunner *self,
                     SuretyPlan *plan,
                     SuretySigner *signer,
                     SuretySpeed speed,
                     u256 fee_ceiling)
{
  const Address *account;
  Start *start;

  g_return_val_if_fail (SURETY_IS_RUNNER (self) && SURETY_IS_PLAN (plan), NULL);

  account = surety_intent_get_account (surety_plan_get_intent (plan));
  if (signer == NULL || !address_equal (account, surety_signer_get_address (signer)))
    return reject_watch_only ();
  if (self->stopped)
    return reject_stopped ();
  if (surety_plan_get_n_steps (plan) == 0)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO,
                                  "The plan has no steps");
  for (guint i = 0; i < self->starting->len; i++)
    if (address_equal (&g_array_index (self->starting, Address, i), account))
      return reject_busy ();
  g_array_append_vals (self->starting, account, 1);

  start = start_new (self, 0);
  start->plan = g_object_ref (plan);
  start->signer = g_object_ref (signer);
  start->speed = speed;
  start->fee_ceiling = fee_ceiling;
  return surety_flow_spawn (start_fiber, start, start_free);
}

DexFuture *
surety_runner_resume (SuretyRunner *self)
{
  g_return_val_if_fail (SURETY_IS_RUNNER (self), NULL);

  return surety_flow_spawn (resume_fiber, start_new (self, 0), start_free);
}

DexFuture *
surety_runner_continue (SuretyRunner *self,
                        gint64 plan,
                        SuretyPlan *rest,
                        SuretySigner *signer,
                        SuretySpeed speed,
                        u256 fee_ceiling)
{
  Start *start;

  g_return_val_if_fail (SURETY_IS_RUNNER (self), NULL);

  if (signer == NULL)
    return reject_watch_only ();
  start = start_new (self, plan);
  g_set_object (&start->plan, rest);
  start->signer = g_object_ref (signer);
  start->speed = speed;
  start->fee_ceiling = fee_ceiling;
  return surety_flow_spawn (continue_fiber, start, start_free);
}

DexFuture *
surety_runner_abandon (SuretyRunner *self, gint64 plan)
{
  g_return_val_if_fail (SURETY_IS_RUNNER (self), NULL);

  return surety_flow_spawn (abandon_fiber, start_new (self, plan), start_free);
}
