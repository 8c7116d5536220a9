/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-runner-private.h"

#include "surety-protocol-error.h"
#include "surety-review.h"

/* How a plan gets to the chain.
 *
 *   start: plan and all its steps go into the journal; then, step by step (a drive):
 *
 *   PLANNED   decode, simulate, price, sign, decode what was signed, and compare. Nothing of it has
 *      |      left the process; a crash leaves the step planned and its signature forgotten.
 *      |      journal: bytes, nonce and hash are on the disk before anything is sent
 *      v
 *   SIGNED    the same bytes are sent. From here on the entry is followed (one flow an entry) until
 *      |      it is closed, across starts of the program; nothing is signed for it again.
 *      v
 *    SENT     looked for by hash and nonce. Not known to the network: the same bytes again.
 *      v
 *   MINED     succeeded: its promises are checked at its block and kept, then the next step is
 *      |      made. Gone from its block (a reorg): back to SENT; promises are checked again where
 *      v      it lands.
 *   FINAL or FAILED when deep enough; or REPLACED when another transaction used the nonce. After
 *   the latter two the steps still planned are abandoned.
 *
 * While one is SIGNED or SENT, another may be signed for its nonce (surety-runner-replace.c): the same at a
 * higher fee, or one that does nothing. It is an entry of its own of the same step, signed from its first moment in
 * the journal; they are followed together. One of them is mined: the others become REPLACED, and the step is
 * what that one is. If it was the one that does nothing, the steps still planned are abandoned.
 *
 * A crash at any arrow: before the journal has the bytes there is no transaction; after, resume
 * follows what it finds. There is no state in which a transaction could be made twice: planned →
 * signed happens once in the database, and only a drive, which needs the user's signer, makes it
 * happen. */

typedef enum
{
  PROP_BUSY = 1,
} SuretyRunnerProperty;

static GParamSpec *properties[PROP_BUSY + 1];

enum
{
  STEP_CHANGED,
  PLAN_STOPPED,
  PLAN_FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SuretyRunner, surety_runner, G_TYPE_OBJECT)

static void
surety_runner_dispose (GObject *object)
{
  SuretyRunner *self = SURETY_RUNNER (object);

  g_clear_object (&self->network);
  g_clear_object (&self->endpoints);
  g_clear_object (&self->protocol);
  g_clear_object (&self->journal);
  G_OBJECT_CLASS (surety_runner_parent_class)->dispose (object);
}

static void
surety_runner_finalize (GObject *object)
{
  SuretyRunner *self = SURETY_RUNNER (object);

  g_hash_table_unref (self->follows);
  g_hash_table_unref (self->drives);
  g_hash_table_unref (self->finished);
  g_array_unref (self->starting);
  dex_clear (&self->wake);
  G_OBJECT_CLASS (surety_runner_parent_class)->finalize (object);
}

static void
surety_runner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyRunner *self = SURETY_RUNNER (object);

  switch ((SuretyRunnerProperty) id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, surety_runner_get_busy (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_runner_class_init (SuretyRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_runner_dispose;
  object_class->finalize = surety_runner_finalize;
  object_class->get_property = surety_runner_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[STEP_CHANGED] = g_signal_new ("step-changed", SURETY_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[PLAN_STOPPED] = g_signal_new ("plan-stopped", SURETY_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64,
                                        G_TYPE_ERROR);
  signals[PLAN_FINISHED] = g_signal_new ("plan-finished", SURETY_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
surety_runner_init (SuretyRunner *self)
{
  self->follows = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->drives = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->finished = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->starting = g_array_new (FALSE, FALSE, sizeof (Address));
  self->wake = dex_promise_new ();
}

/* --- what the flows need --- */

void
surety_runner_begin (SuretyRunner *self)
{
  if (self->n_flows++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
surety_runner_end (SuretyRunner *self)
{
  if (--self->n_flows == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
surety_runner_tell_step (SuretyRunner *self, gint64 id)
{
  g_signal_emit (self, signals[STEP_CHANGED], 0, id);
}

void
surety_runner_tell_stopped (SuretyRunner *self, gint64 plan, const GError *error)
{
  g_signal_emit (self, signals[PLAN_STOPPED], 0, plan, error);
}

void
surety_runner_tell_finished (SuretyRunner *self, gint64 plan)
{
  /* Two steps may become final at the same time, and both see all of it final. */
  if (g_hash_table_add (self->finished, g_memdup2 (&plan, sizeof plan)))
    g_signal_emit (self, signals[PLAN_FINISHED], 0, plan);
}

void
surety_runner_wait (SuretyRunner *self, guint milliseconds)
{
  if (self->stopped)
    return;
  /* Whichever comes first; a timeout is a rejection, and no error. */
  dex_await (dex_future_first (dex_timeout_new_msec ((int) milliseconds),
                               dex_ref (DEX_FUTURE (self->wake)), NULL),
             NULL);
}

guint
surety_runner_poll_milliseconds (SuretyRunner *self)
{
  return CLAMP (surety_network_get_block_seconds (self->network) * 1000u / 4u, 250u, 5000u);
}

void
surety_runner_hold (const char *state)
{
#ifdef SURETY_TEST_HOOKS
  /* For the journeys that kill the process: stays here for ever, with the state on the disk. */
  if (g_strcmp0 (g_getenv ("SURETY_TEST_HOLD"), state) == 0)
    {
      g_autoptr (DexPromise) never = dex_promise_new ();

      g_print ("HOLD %s\n", state);
      dex_await (dex_ref (DEX_FUTURE (never)), NULL);
    }
#endif
}

/* --- driving a plan --- */

typedef struct
{
  SuretyRunner *self;
  gint64 plan;
  SuretyStepContext context;
} Drive;

static void
drive_free (gpointer data)
{
  Drive *drive = data;

  g_object_unref (drive->context.signer);
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
             SuretySigner *signer,
             SuretySpeed speed,
             u256 fee_ceiling)
{
  Drive *drive = g_new0 (Drive, 1);

  drive->self = g_object_ref (self);
  drive->plan = plan;
  drive->context.signer = g_object_ref (signer);
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

/* Nothing is journaled that could not be signed: each step must pass the review as it stands. */
static gboolean
check_plan (SuretyRunner *self, SuretyPlan *plan, GError **error)
{
  for (guint i = 0; i < surety_plan_get_n_steps (plan); i++)
    {
      g_autoptr (SuretyDecodedCall)
        call = surety_review_decode_step (self->network, surety_plan_get_step (plan, i), error);

      if (call == NULL)
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

  begin_drive (self, id, start->signer, start->speed, start->fee_ceiling);
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
  if (self->stopped)
    return reject_stopped ();
  if (!g_hash_table_contains (self->drives, &start->plan_id))
    begin_drive (self, start->plan_id, start->signer, start->speed, start->fee_ceiling);
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

/* --- public --- */

SuretyRunner *
surety_runner_new (SuretyNetwork *network,
                   SuretyEndpoints *endpoints,
                   SuretyProtocol *protocol,
                   SuretyJournal *journal)
{
  SuretyRunner *self;

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && SURETY_IS_ENDPOINTS (endpoints), NULL);
  g_return_val_if_fail (SURETY_IS_PROTOCOL (protocol) && SURETY_IS_JOURNAL (journal), NULL);

  self = g_object_new (SURETY_TYPE_RUNNER, NULL);
  self->network = g_object_ref (network);
  self->endpoints = g_object_ref (endpoints);
  self->protocol = g_object_ref (protocol);
  self->journal = g_object_ref (journal);
  return self;
}

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
                        SuretySigner *signer,
                        SuretySpeed speed,
                        u256 fee_ceiling)
{
  Start *start;

  g_return_val_if_fail (SURETY_IS_RUNNER (self), NULL);

  if (signer == NULL)
    return reject_watch_only ();
  start = start_new (self, plan);
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

void
surety_runner_poke (SuretyRunner *self)
{
  g_autoptr (DexPromise) wake = NULL;

  g_return_if_fail (SURETY_IS_RUNNER (self));

  wake = g_steal_pointer (&self->wake);
  self->wake = dex_promise_new ();
  dex_promise_resolve_boolean (wake, TRUE);
}

void
surety_runner_stop (SuretyRunner *self)
{
  g_return_if_fail (SURETY_IS_RUNNER (self));

  self->stopped = TRUE;
  surety_runner_poke (self);
}

gboolean
surety_runner_get_busy (SuretyRunner *self)
{
  g_return_val_if_fail (SURETY_IS_RUNNER (self), FALSE);
  return self->n_flows > 0;
}

gboolean
surety_runner_is_driving (SuretyRunner *self, gint64 plan)
{
  g_return_val_if_fail (SURETY_IS_RUNNER (self), FALSE);
  return g_hash_table_contains (self->drives, &plan);
}
