/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-runner-private.h"

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
  g_clear_object (&self->payees);
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

void
surety_runner_set_payees (SuretyRunner *self, SuretyPayees *payees)
{
  g_return_if_fail (SURETY_IS_RUNNER (self));
  g_return_if_fail (payees == NULL || SURETY_IS_PAYEES (payees));

  g_set_object (&self->payees, payees);
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
