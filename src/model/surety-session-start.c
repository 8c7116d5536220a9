/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-session-private.h"

#include <glib/gstdio.h>

#include "surety-offload.h"

static void
on_journal_changed (SuretySession *self)
{
  surety_portfolio_invalidate (self->portfolio);
  surety_rewards_invalidate (self->rewards);
}

/* On a thread, as the disk may be slow. */
static gboolean
make_folder (gpointer user_data, GValue *result, GError **error)
{
  const char *path = user_data;

  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_IO,
                   "the data folder can't be made: %s", g_strerror (errno));
      return FALSE;
    }
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  return TRUE;
}

/* The same; a folder that is not there has nothing in it. */
static gboolean
list_folder (gpointer user_data, GValue *result, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GDir) directory = g_dir_open (user_data, 0, NULL);
  const char *name = NULL;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    g_strv_builder_add (names, name);
  g_value_init (result, G_TYPE_STRV);
  g_value_take_boxed (result, g_strv_builder_end (names));

  return TRUE;
}

/* The user's own network files. One that is no good any more is left out and named in the log. */
static DexFuture *
load_networks (SuretySession *self)
{
  g_autoptr (GListModel) builtin = surety_network_list_builtin ();
  g_autofree char *path = g_build_filename (self->data_directory, "networks", NULL);
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (builtin); i++)
    {
      g_autoptr (SuretyNetwork) network = g_list_model_get_item (builtin, i);

      g_list_store_append (self->networks, network);
    }

  names = dex_await_boxed (surety_offload (list_folder, g_strdup (path), g_free), NULL);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const char *name = names[i];
      g_autofree char *file_path = g_build_filename (path, name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (file_path);
      g_autoptr (SuretyNetwork) network = NULL;
      g_autoptr (GBytes) json = NULL;
      g_autoptr (GError) error = NULL;

      json = dex_await_boxed (dex_file_load_contents_bytes (file), &error);
      if (json != NULL)
        network = surety_network_new_from_json (json, &error);
      if (network == NULL)
        g_message ("network file %s is left out: %s", name, error->message);
      else if (surety_session_find_network (self, surety_network_get_key (network)) == NULL)
        g_list_store_append (self->networks, network);
    }

  return dex_future_new_true ();
}

static DexFuture *
start_story (SuretySession *self)
{
  g_autofree char *database_path = g_build_filename (self->data_directory, "surety.db", NULL);
  g_autofree char *account_text = NULL;
  g_autofree char *network_key = NULL;
  SuretyAccount *account = NULL;
  SuretyNetwork *network = NULL;
  GError *error = NULL;
  Address address;

  if (!dex_await (surety_offload (make_folder, g_strdup (self->data_directory), g_free), &error))
    return dex_future_new_for_error (error);

  self->database = dex_await_object (surety_database_open (database_path), &error);
  if (self->database == NULL)
    return dex_future_new_for_error (error);
  self->journal = surety_journal_new (self->database);
  g_signal_connect_object (self->journal, "changed", G_CALLBACK (on_journal_changed), self,
                           G_CONNECT_SWAPPED);

  if (!dex_await (surety_files_open (self->files, self->database), &error))
    return dex_future_new_for_error (error);
  dex_await (load_networks (self), NULL);
  if (!dex_await (surety_session_open_safe (self), &error))
    return dex_future_new_for_error (error);

  if (!dex_await (surety_session_reload_accounts (self), &error))
    return dex_future_new_for_error (error);
  account_text = dex_await_string (surety_database_get_state (self->database, SURETY_SESSION_SCOPE,
                                                              "account"),
                                   &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  network_key = dex_await_string (surety_database_get_state (self->database, SURETY_SESSION_SCOPE,
                                                             "network"),
                                  &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  if (account_text != NULL &&
      address_parse (account_text, strlen (account_text), &address, NULL) == CORE_OK)
    account = surety_session_find_account (self, &address);
  network = surety_session_find_network (self, network_key);
  if (surety_session_is_refused (self, network))
    network = surety_session_find_network (self, "hoodi");

  return surety_session_turn_to (self, account, network);
}

static DexFuture *
start_fiber (gpointer user_data)
{
  SuretySession *self = user_data;
  GError *error = NULL;

  surety_session_set_load (self, SURETY_LOAD_LOADING, NULL);
  if (!dex_await (start_story (self), &error))
    {
      surety_session_set_load (self, SURETY_LOAD_FAILED, g_error_copy (error));
      return dex_future_new_for_error (error);
    }
  surety_session_set_load (self, SURETY_LOAD_READY, NULL);

  return dex_future_new_true ();
}

DexFuture *
surety_session_start (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return surety_spawn (start_fiber, g_object_ref (self), g_object_unref);
}
