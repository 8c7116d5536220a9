/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-session-private.h"

#include "surety-code-look.h"
#include "surety-offload.h"
#include "surety-preparation.h"

static DexFuture *
reject_no_endpoint (void)
{
  return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT,
                                "no endpoint is chosen");
}

static DexFuture *
reject_watch_only (void)
{
  return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_WATCH_ONLY,
                                "this account has no key here");
}

static SuretyRunner *
get_runner (SuretySession *self)
{
  return self->context != NULL ? surety_context_get_runner (self->context) : NULL;
}

/* Who follows and who signs; a rejection where either is not there, else NULL. */
static DexFuture *
get_signing (SuretySession *self, SuretyRunner **runner, SuretySigner **signer)
{
  *runner = get_runner (self);
  if (*runner == NULL)
    return reject_no_endpoint ();
  *signer = self->account != NULL ? surety_session_dup_signer (self, self->account) : NULL;
  return *signer == NULL ? reject_watch_only () : NULL;
}

DexFuture *
surety_session_prepare (SuretySession *self, SuretyIntent *intent)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (SURETY_IS_INTENT (intent), NULL);

  if (self->context == NULL || surety_context_get_protocol (self->context) == NULL)
    return reject_no_endpoint ();

  return surety_preparation_make (self->context, intent, surety_session_get_fee_ceiling (self));
}

DexFuture *
surety_session_prepare_rest (SuretySession *self, gint64 plan)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  if (self->context == NULL)
    return reject_no_endpoint ();

  return surety_preparation_make_rest (self->context, plan, surety_session_get_fee_ceiling (self));
}

DexFuture *
surety_session_load_allowances (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  if (self->account == NULL || self->context == NULL ||
      surety_context_get_protocol (self->context) == NULL)
    return reject_no_endpoint ();

  return surety_protocol_load_allowances (surety_context_get_protocol (self->context),
                                          surety_account_get_address (self->account));
}

DexFuture *
surety_session_is_fresh (SuretySession *self, SuretyPreparation *preparation)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (SURETY_IS_PREPARATION (preparation), NULL);

  if (self->context == NULL || surety_context_get_protocol (self->context) == NULL)
    return reject_no_endpoint ();

  return surety_preparation_is_fresh (preparation, self->context);
}

DexFuture *
surety_session_start_plan (SuretySession *self, SuretyPreparation *preparation, SuretySpeed speed)
{
  g_autoptr (SuretySigner) signer = NULL;
  g_autoptr (SuretyPlan) plan = NULL;
  SuretyRunner *runner = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (SURETY_IS_PREPARATION (preparation), NULL);

  refused = get_signing (self, &runner, &signer);
  if (refused != NULL)
    return refused;

  plan = surety_preparation_make_bounded (preparation, speed);
  return surety_runner_start (runner, plan, signer, speed, surety_session_get_fee_ceiling (self));
}

DexFuture *
surety_session_continue_plan (SuretySession *self,
                              gint64 plan,
                              SuretyPreparation *preparation,
                              SuretySpeed speed)
{
  g_autoptr (SuretySigner) signer = NULL;
  g_autoptr (SuretyPlan) rest = NULL;
  SuretyRunner *runner = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (SURETY_IS_PREPARATION (preparation), NULL);

  refused = get_signing (self, &runner, &signer);
  if (refused != NULL)
    return refused;

  rest = surety_preparation_make_bounded (preparation, speed);
  return surety_runner_continue (runner, plan, rest, signer, speed,
                                 surety_session_get_fee_ceiling (self));
}

DexFuture *
surety_session_abandon_plan (SuretySession *self, gint64 plan)
{
  SuretyRunner *runner = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  runner = get_runner (self);
  if (runner == NULL)
    return reject_no_endpoint ();

  return surety_runner_abandon (runner, plan);
}

DexFuture *
surety_session_plan_replacement (SuretySession *self, gint64 entry, SuretyReplaceKind kind)
{
  SuretyRunner *runner = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  runner = get_runner (self);
  if (runner == NULL)
    return reject_no_endpoint ();

  return surety_runner_plan_replacement (runner, entry, kind,
                                         surety_session_get_fee_ceiling (self));
}

DexFuture *
surety_session_replace (SuretySession *self, SuretyReplacement *replacement)
{
  g_autoptr (SuretySigner) signer = NULL;
  SuretyRunner *runner = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (SURETY_IS_REPLACEMENT (replacement), NULL);

  refused = get_signing (self, &runner, &signer);
  if (refused != NULL)
    return refused;

  return surety_runner_replace (runner, replacement, signer);
}

DexFuture *
surety_session_set_note (SuretySession *self, gint64 entry, const char *note)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return surety_journal_set_note (self->journal, entry, note);
}

static DexFuture *
open_play_fiber (gpointer user_data)
{
  SuretySession *self = user_data;
  g_autofree char *path = g_build_filename (self->data_directory, "practice.state", NULL);
  GError *error = NULL;

  self->play = dex_await_object (surety_play_open (path), &error);
  dex_clear (&self->play_opening);
  if (self->play == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

DexFuture *
surety_session_open_play (SuretySession *self)
{
  if (self->play != NULL)
    return dex_future_new_true ();
  if (self->play_opening == NULL)
    self->play_opening = surety_spawn (open_play_fiber, g_object_ref (self), g_object_unref);

  return dex_ref (self->play_opening);
}

static DexFuture *
poll_after (DexFuture *completed, gpointer user_data)
{
  SuretySession *self = user_data;
  SuretyConnection *connection = surety_session_get_connection (self);

  if (connection == NULL)
    return dex_future_new_true ();

  return surety_connection_poll (connection);
}

DexFuture *
surety_session_wind (SuretySession *self, guint64 seconds)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (self->network != NULL &&
                          surety_network_get_kind (self->network) == SURETY_NETWORK_PRACTICE,
                        NULL);

  return dex_future_then (surety_play_wind (self->play, seconds), poll_after, g_object_ref (self),
                          g_object_unref);
}

static DexFuture *
restart_fiber (gpointer user_data)
{
  SuretySession *self = user_data;
  g_autofree char *path = g_build_filename (self->data_directory, "practice.state", NULL);
  g_autoptr (SuretyAccount) account = g_object_ref (self->account);
  g_autoptr (SuretyNetwork) network = g_object_ref (self->network);
  g_autoptr (SuretyPlay) fresh = NULL;
  GError *error = NULL;

  /* Nothing may look at the old network any more when its journal goes. */
  if (!dex_await (surety_session_turn_to (self, NULL, NULL), &error))
    return dex_future_new_for_error (error);
  g_hash_table_remove (self->contexts, surety_network_get_key (network));
  if (!dex_await (surety_journal_forget (self->journal, surety_network_get_key (network)), &error))
    return dex_future_new_for_error (error);
  if (!dex_await (surety_decision_forget (self->database, surety_network_get_key (network)),
                  &error))
    return dex_future_new_for_error (error);
  if (!dex_await (surety_contact_forget (self->database, surety_network_get_key (network)), &error))
    return dex_future_new_for_error (error);
  if (!dex_await (surety_code_look_forget (self->database, surety_network_get_key (network)),
                  &error))
    return dex_future_new_for_error (error);
  if (!dex_await (surety_play_forget (self->play), &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return dex_future_new_for_error (error);
  g_clear_error (&error);

  fresh = dex_await_object (surety_play_open (path), &error);
  if (fresh == NULL)
    return dex_future_new_for_error (error);
  g_set_object (&self->play, fresh);
  if (!dex_await (surety_guide_forget (self->database, surety_network_get_key (network),
                                       surety_account_get_address (account)),
                  &error))
    return dex_future_new_for_error (error);

  return surety_session_turn_to (self, account, network);
}

DexFuture *
surety_session_restart_practice (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (self->network != NULL &&
                          surety_network_get_kind (self->network) == SURETY_NETWORK_PRACTICE,
                        NULL);

  return surety_spawn (restart_fiber, g_object_ref (self), g_object_unref);
}

/* The file is read and checked whole before it is kept. */
typedef struct
{
  SuretySession *self;
  GFile *file;
} AddNetwork;

static void
add_network_free (gpointer data)
{
  AddNetwork *job = data;

  g_object_unref (job->self);
  g_object_unref (job->file);
  g_free (job);
}

static DexFuture *
add_network_fiber (gpointer user_data)
{
  AddNetwork *job = user_data;
  SuretySession *self = job->self;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (SuretyNetwork) network = NULL;
  g_autoptr (GFile) directory = NULL;
  g_autoptr (GFile) target = NULL;
  g_autofree char *path = g_build_filename (self->data_directory, "networks", NULL);
  g_autofree char *name = NULL;
  SuretyNetwork *known = NULL;
  GError *error = NULL;

  json = dex_await_boxed (dex_file_load_contents_bytes (job->file), &error);
  if (json == NULL)
    return dex_future_new_for_error (error);
  network = surety_network_new_from_json (json, &error);
  if (network == NULL)
    return dex_future_new_for_error (error);
  if (surety_network_get_kind (network) != SURETY_NETWORK_CUSTOM)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE,
                                  "kind: a file of yours must say \"custom\"");
  known = surety_session_find_network (self, surety_network_get_key (network));
  if (known != NULL && surety_network_get_kind (known) != SURETY_NETWORK_CUSTOM)
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE,
                                  "key: \"%s\" is a built-in network",
                                  surety_network_get_key (network));

  directory = g_file_new_for_path (path);
  if (!dex_await (dex_file_make_directory (directory, G_PRIORITY_DEFAULT), &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return dex_future_new_for_error (error);
  g_clear_error (&error);
  name = g_strconcat (surety_network_get_key (network), ".json", NULL);
  target = g_file_get_child (directory, name);
  if (!dex_await (dex_file_replace_contents_bytes (target, json, NULL, FALSE,
                                                   G_FILE_CREATE_PRIVATE),
                  &error))
    return dex_future_new_for_error (error);

  if (known != NULL)
    {
      guint position = 0;
      gboolean current = self->network == known;

      if (g_list_store_find (self->networks, known, &position))
        g_list_store_splice (self->networks, position, 1, (gpointer *) &network, 1);
      g_hash_table_remove (self->contexts, surety_network_get_key (network));
      if (current && !dex_await (surety_session_turn_to (self, self->account, network), &error))
        return dex_future_new_for_error (error);
    }
  else
    g_list_store_append (self->networks, network);

  return dex_future_new_take_object (g_steal_pointer (&network));
}

DexFuture *
surety_session_add_network_file (SuretySession *self, GFile *file)
{
  AddNetwork *job = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  job = g_new0 (AddNetwork, 1);
  job->self = g_object_ref (self);
  job->file = g_object_ref (file);

  return surety_spawn (add_network_fiber, job, add_network_free);
}
