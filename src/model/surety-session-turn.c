/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-session-private.h"

#include "surety-offload.h"

/* Turning to another account or network. */

static void
on_plan_stopped (SuretySession *self, gint64 plan, const GError *error)
{
  g_signal_emit_by_name (self, "plan-stopped", plan, error);
}

/* Gives the pages' objects what they read from now. */
static void
set_sources (SuretySession *self)
{
  SuretyProtocol *protocol = self->context != NULL ? surety_context_get_protocol (self->context)
                                                   : NULL;
  const Address *address = self->account != NULL ? surety_account_get_address (self->account)
                                                 : NULL;
  g_autoptr (SuretySigner) signer = NULL;

  if (self->account != NULL)
    signer = surety_session_dup_signer (self, self->account);

  surety_portfolio_set_source (self->portfolio, protocol, address);
  surety_directory_set_source (self->directory, protocol, address);
  surety_tokens_set_source (self->tokens, protocol, address);
  surety_rewards_set_source (self->rewards, self->context, address);
  surety_guide_set_fee_ceiling (self->guide, surety_session_get_fee_ceiling (self));
  surety_guide_set_source (self->guide, self->context, address, signer);
  surety_activity_set_source (self->activity, self->journal, self->network, address);
  surety_decisions_set_source (self->decisions, self->database,
                               self->network != NULL ? surety_network_get_key (self->network)
                                                     : NULL,
                               address);

  if (protocol != NULL)
    {
      /* Failures are in each object's "error", where its page shows them. */
      dex_future_disown (surety_directory_refresh (self->directory));
      if (address != NULL)
        dex_future_disown (surety_portfolio_refresh (self->portfolio));
    }
}

static void
on_head_changed (SuretySession *self)
{
  const guint64 head = surety_connection_get_head (surety_context_get_connection (self->context));

  surety_portfolio_head_changed (self->portfolio, head);
  surety_rewards_head_changed (self->rewards, head);
}

static SuretyContext *
ensure_context (SuretySession *self, SuretyNetwork *network, gboolean *created)
{
  const char *key = surety_network_get_key (network);
  SuretyContext *context = g_hash_table_lookup (self->contexts, key);

  *created = FALSE;
  if (context == NULL)
    {
      SuretyTransport *practice = NULL;

      if (surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE)
        practice = SURETY_TRANSPORT (surety_play_get_practice (self->play));
      context = surety_context_new (network, self->database, self->journal, practice);
      g_hash_table_insert (self->contexts, g_strdup (key), context);
      *created = TRUE;
    }

  return context;
}

void
surety_session_leave_context (SuretySession *self)
{
  if (self->context == NULL)
    return;

  g_clear_signal_handler (&self->protocol_handler, self->context);
  g_clear_signal_handler (&self->stopped_handler, self->context);
  g_clear_signal_handler (&self->head_handler, surety_context_get_connection (self->context));
  surety_connection_close (surety_context_get_connection (self->context));
  g_clear_object (&self->context);
}

typedef struct
{
  SuretySession *self;
  SuretyAccount *account;
  SuretyNetwork *network;
  DexFuture *before;
} TurnTo;

static void
turn_to_free (gpointer data)
{
  TurnTo *job = data;

  g_clear_object (&job->account);
  g_clear_object (&job->network);
  dex_clear (&job->before);
  g_object_unref (job->self);
  g_free (job);
}

/* Either of them alone needs the network in process: an account's signer is its player. */
static gboolean
is_practice (const TurnTo *job)
{
  return (job->account != NULL && surety_account_get_practice (job->account)) ||
         (job->network != NULL &&
          surety_network_get_kind (job->network) == SURETY_NETWORK_PRACTICE);
}

static DexFuture *
turn_to_fiber (gpointer user_data)
{
  TurnTo *job = user_data;
  SuretySession *self = job->self;
  GError *error = NULL;
  gboolean account_changed = FALSE;
  gboolean network_changed = FALSE;
  gboolean created = FALSE;

  /* One after the other: a switch that is half done knows neither its old nor its new side. */
  if (job->before != NULL)
    dex_await (g_steal_pointer (&job->before), NULL);
  if (is_practice (job) && !dex_await (surety_session_open_play (self), &error))
    return dex_future_new_for_error (error);
  account_changed = self->account != job->account;
  network_changed = self->network != job->network;

  if (surety_session_is_refused (self, job->network))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                                  "only practice and test networks can be opened here");

  if (network_changed)
    {
      surety_session_leave_context (self);
      g_set_object (&self->network, job->network);
    }
  g_set_object (&self->account, job->account);

  if (network_changed && job->network != NULL)
    {
      SuretyConnection *connection = NULL;

      self->context = g_object_ref (ensure_context (self, job->network, &created));
      connection = surety_context_get_connection (self->context);
      if (created)
        {
          if (!dex_await (surety_context_open (self->context), &error))
            {
              /* Stored endpoints that are no good are the connection's to show; a database that fails is ours. */
              if (error->domain == SURETY_STORE_ERROR)
                return dex_future_new_for_error (error);
              g_clear_error (&error);
            }
        }
      else
        surety_connection_follow (connection);
      self->protocol_handler = g_signal_connect_object (self->context, "protocol-changed",
                                                        G_CALLBACK (set_sources), self,
                                                        G_CONNECT_SWAPPED);
      self->stopped_handler = g_signal_connect_object (self->context, "plan-stopped",
                                                       G_CALLBACK (on_plan_stopped), self,
                                                       G_CONNECT_SWAPPED);
      self->head_handler = g_signal_connect_object (connection, "head-changed",
                                                    G_CALLBACK (on_head_changed), self,
                                                    G_CONNECT_SWAPPED);
    }

  set_sources (self);
  if (network_changed)
    {
      g_object_notify (G_OBJECT (self), "network");
      g_object_notify (G_OBJECT (self), "connection");
      g_object_notify (G_OBJECT (self), "address-book");
    }
  if (account_changed)
    g_object_notify (G_OBJECT (self), "account");

  {
    char text[ADDRESS_TEXT_SIZE] = "";
    DexFuture *saved_account = NULL;
    DexFuture *saved_network = NULL;

    if (job->account != NULL)
      address_to_text (surety_account_get_address (job->account), text);
    saved_account = surety_database_set_state (self->database, SURETY_SESSION_SCOPE, "account",
                                               job->account ? text : NULL);
    saved_network = surety_database_set_state (self->database, SURETY_SESSION_SCOPE, "network",
                                               job->network ? surety_network_get_key (job->network)
                                                            : NULL);
    if (!dex_await (dex_future_all_race (saved_account, saved_network, NULL), &error))
      return dex_future_new_for_error (error);
  }

  return dex_future_new_true ();
}

DexFuture *
surety_session_turn_to (SuretySession *self, SuretyAccount *account, SuretyNetwork *network)
{
  TurnTo *job = g_new0 (TurnTo, 1);

  job->self = g_object_ref (self);
  g_set_object (&job->account, account);
  g_set_object (&job->network, network);
  job->before = g_steal_pointer (&self->turn);
  self->turn = surety_spawn (turn_to_fiber, job, turn_to_free);

  return dex_ref (self->turn);
}

static SuretyAccount *
first_account (SuretySession *self, gboolean practice)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (surety_account_get_practice (account) == practice)
        return account; /* the list holds it */
    }

  return NULL;
}

DexFuture *
surety_session_select_account (SuretySession *self, SuretyAccount *account)
{
  SuretyNetwork *network = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (SURETY_IS_ACCOUNT (account), NULL);

  network = self->network;
  if (surety_account_get_practice (account))
    network = surety_session_find_network (self, "practice");
  else if (network == NULL || surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE)
    network = surety_session_find_network (self, self->restricted ? "hoodi" : "mainnet");

  return surety_session_turn_to (self, account, network);
}

DexFuture *
surety_session_select_network (SuretySession *self, SuretyNetwork *network)
{
  gboolean practice = FALSE;
  SuretyAccount *account = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (SURETY_IS_NETWORK (network), NULL);

  practice = surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE;
  if (practice && first_account (self, TRUE) == NULL)
    return surety_session_practise (self);

  account = self->account;
  if (account == NULL || surety_account_get_practice (account) != practice)
    account = first_account (self, practice);

  return surety_session_turn_to (self, account, network);
}
