/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-context.h"

#include "surety-eigenlayer.h"
#include "surety-http-transport.h"
#include "surety-offload.h"

struct _SuretyContext
{
  GObject parent_instance;

  SuretyNetwork *network;
  SuretyDatabase *database;
  SuretyJournal *journal;
  SuretyAddressBook *book;
  SuretyConnection *connection;
  SuretyProtocol *protocol;
  SuretyRunner *runner;
  SuretyServer *rewards_server; /* of the network's own, or at rewards_url */
  char *rewards_url;
};

/* Of the database's state; the key is the network's. */
#define REWARDS_SCOPE "rewards-server"

G_DEFINE_FINAL_TYPE (SuretyContext, surety_context, G_TYPE_OBJECT)

enum
{
  PROTOCOL_CHANGED,
  PLAN_STOPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  SuretyRunner *runner;
  SuretyJournal *journal;
  char *network;
} TakeUp;

static void
take_up_free (gpointer data)
{
  TakeUp *job = data;

  g_object_unref (job->runner);
  g_object_unref (job->journal);
  g_free (job->network);
  g_free (job);
}

/* Leaving and claiming take one transaction each, chosen in a dialog that is gone: what was not signed before the program ended
 * is given up, so that it can be chosen again. The guide's plans wait for the guide. */
static gboolean
is_of_dialog (SuretyJournalEntry *entry)
{
  static const char *const kinds[] = {
    "queue-withdrawal", "complete-withdrawal", "undelegate", "revoke", "claim", NULL
  };

  return surety_journal_entry_get_state (entry) == SURETY_JOURNAL_PLANNED &&
         g_strv_contains (kinds, surety_journal_entry_get_kind (entry));
}

static DexFuture *
take_up_fiber (gpointer user_data)
{
  TakeUp *job = user_data;
  g_autoptr (GListModel) entries = NULL;
  GError *error = NULL;

  entries = dex_await_object (surety_journal_list_open (job->journal, job->network), &error);
  if (entries == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (is_of_dialog (entry) &&
          !dex_await (surety_runner_abandon (job->runner, surety_journal_entry_get_plan (entry)),
                      &error))
        return dex_future_new_for_error (error);
    }

  return surety_runner_resume (job->runner);
}

/* What can't be looked up now is looked up again by the runner; its failures are in its signals. */
static void
take_up (SuretyContext *self)
{
  TakeUp *job = g_new0 (TakeUp, 1);

  job->runner = g_object_ref (self->runner);
  job->journal = g_object_ref (self->journal);
  job->network = g_strdup (surety_network_get_key (self->network));
  dex_future_disown (surety_spawn (take_up_fiber, job, take_up_free));
}

static void
on_plan_stopped (SuretyContext *self, gint64 plan, const GError *error)
{
  g_signal_emit (self, signals[PLAN_STOPPED], 0, plan, error);
}

static void
on_endpoints_changed (SuretyContext *self)
{
  SuretyEndpoints *endpoints = surety_connection_get_endpoints (self->connection);

  /* The next one takes up what this one leaves. */
  if (self->runner != NULL)
    surety_runner_stop (self->runner);
  g_clear_object (&self->runner);
  g_clear_object (&self->protocol);
  if (endpoints != NULL)
    {
      self->protocol = surety_eigenlayer_new (self->network, endpoints);
      surety_eigenlayer_set_database (SURETY_EIGENLAYER (self->protocol), self->database);
      self->runner = surety_runner_new (self->network, endpoints, self->protocol, self->journal);
      surety_runner_set_payees (self->runner, SURETY_PAYEES (self->book));
      g_signal_connect_object (self->runner, "plan-stopped", G_CALLBACK (on_plan_stopped), self,
                               G_CONNECT_SWAPPED);
      take_up (self);
    }
  g_signal_emit (self, signals[PROTOCOL_CHANGED], 0);
}

static void
surety_context_dispose (GObject *object)
{
  SuretyContext *self = SURETY_CONTEXT (object);

  if (self->runner != NULL)
    surety_runner_stop (self->runner);
  g_clear_object (&self->runner);
  g_clear_object (&self->protocol);
  g_clear_object (&self->rewards_server);
  g_clear_pointer (&self->rewards_url, g_free);
  g_clear_object (&self->connection);
  g_clear_object (&self->journal);
  g_clear_object (&self->book);
  g_clear_object (&self->database);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (surety_context_parent_class)->dispose (object);
}

static void
surety_context_class_init (SuretyContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_context_dispose;

  signals[PROTOCOL_CHANGED] = g_signal_new ("protocol-changed", SURETY_TYPE_CONTEXT,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PLAN_STOPPED] = g_signal_new ("plan-stopped", SURETY_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64,
                                        G_TYPE_ERROR);
}

static void
surety_context_init (SuretyContext *self)
{
}

SuretyContext *
surety_context_new (SuretyNetwork *network,
                    SuretyDatabase *database,
                    SuretyJournal *journal,
                    SuretyTransport *practice)
{
  SuretyContext *self = g_object_new (SURETY_TYPE_CONTEXT, NULL);

  self->network = g_object_ref (network);
  self->database = g_object_ref (database);
  self->journal = g_object_ref (journal);
  self->book = surety_address_book_new (network, database);
  self->connection = surety_connection_new (network, database, practice);
  if (practice != NULL && SURETY_IS_SERVER (practice))
    self->rewards_server = SURETY_SERVER (g_object_ref (practice));
  g_signal_connect_object (self->connection, "endpoints-changed", G_CALLBACK (on_endpoints_changed),
                           self, G_CONNECT_SWAPPED);

  return self;
}

SuretyNetwork *
surety_context_get_network (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->network;
}

SuretyConnection *
surety_context_get_connection (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->connection;
}

SuretyJournal *
surety_context_get_journal (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->journal;
}

SuretyDatabase *
surety_context_get_database (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->database;
}

SuretyAddressBook *
surety_context_get_address_book (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->book;
}

SuretyProtocol *
surety_context_get_protocol (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->protocol;
}

SuretyRunner *
surety_context_get_runner (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->runner;
}

SuretyEndpoints *
surety_context_get_endpoints (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return surety_connection_get_endpoints (self->connection);
}

SuretyServer *
surety_context_get_rewards_server (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->rewards_server;
}

const char *
surety_context_get_rewards_url (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return self->rewards_url;
}

gboolean
surety_context_can_choose_rewards (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), FALSE);

  return self->rewards_server == NULL || self->rewards_url != NULL;
}

typedef struct
{
  SuretyContext *self;
  SuretyServer *server;
  char *url;
} SetRewards;

static void
set_rewards_free (gpointer data)
{
  SetRewards *job = data;

  g_object_unref (job->self);
  g_clear_object (&job->server);
  g_free (job->url);
  g_free (job);
}

/* What the database has from now on, and only then what is used. */
static DexFuture *
set_rewards_fiber (gpointer user_data)
{
  SetRewards *job = user_data;
  SuretyContext *self = job->self;
  GError *error = NULL;

  if (!dex_await (surety_database_set_state (self->database, REWARDS_SCOPE,
                                             surety_network_get_key (self->network), job->url),
                  &error))
    return dex_future_new_for_error (error);
  g_set_object (&self->rewards_server, job->server);
  g_set_str (&self->rewards_url, job->url);
  return dex_future_new_true ();
}

DexFuture *
surety_context_set_rewards_url (SuretyContext *self, const char *url)
{
  SetRewards *job;
  SuretyServer *server = NULL;
  GError *error = NULL;

  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);
  g_return_val_if_fail (surety_context_can_choose_rewards (self), NULL);

  if (url != NULL && *url == '\0')
    url = NULL;
  if (url != NULL)
    server = surety_http_server_new (url, &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  job = g_new0 (SetRewards, 1);
  job->self = g_object_ref (self);
  job->server = server;
  job->url = g_strdup (url);
  return surety_spawn (set_rewards_fiber, job, set_rewards_free);
}

static DexFuture *
open_fiber (gpointer user_data)
{
  SuretyContext *self = user_data;
  GError *error = NULL;

  if (surety_context_can_choose_rewards (self))
    {
      self->rewards_url =
        dex_await_string (surety_database_get_state (self->database, REWARDS_SCOPE,
                                                     surety_network_get_key (self->network)),
                          &error);
      if (error != NULL)
        return dex_future_new_for_error (error);
      /* What is no address any more is as if none were chosen. */
      if (self->rewards_url != NULL)
        self->rewards_server = surety_http_server_new (self->rewards_url, NULL);
      if (self->rewards_server == NULL)
        g_clear_pointer (&self->rewards_url, g_free);
    }
  return surety_connection_open (self->connection);
}

DexFuture *
surety_context_open (SuretyContext *self)
{
  g_return_val_if_fail (SURETY_IS_CONTEXT (self), NULL);

  return surety_spawn (open_fiber, g_object_ref (self), g_object_unref);
}
