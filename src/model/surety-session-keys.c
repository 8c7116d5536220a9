/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-session-private.h"

#include <gio/gio.h>

#include "ecdsa.h"
#include "surety-keyfile.h"
#include "surety-offload.h"

/* In the database's state: "1" while there is an app password. */
#define PASSWORD_STATE "app-password"
/* No keystore file is larger. */
#define LARGEST_FILE (64 * 1024)
/* Far more accounts than a person keeps apart. */
#define MOST_ACCOUNTS 1000

static void
on_protected (SuretySession *self)
{
  const char *state = surety_safe_get_protected (self->safe) ? "1" : NULL;

  if (self->database != NULL)
    dex_future_disown (
      surety_database_set_state (self->database, SURETY_SESSION_SCOPE, PASSWORD_STATE, state));
}

void
surety_session_init_safe (SuretySession *self)
{
  g_autofree char *keys = g_build_filename (self->data_directory, "keys", NULL);

  self->safe = surety_safe_new (keys);
  g_signal_connect_object (self->safe, "notify::protected", G_CALLBACK (on_protected), self,
                           G_CONNECT_SWAPPED);
}

static DexFuture *
open_safe_fiber (gpointer user_data)
{
  SuretySession *self = user_data;
  g_autofree char *state = NULL;
  GError *error = NULL;

  state = dex_await_string (surety_database_get_state (self->database, SURETY_SESSION_SCOPE,
                                                       PASSWORD_STATE),
                            &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (state != NULL)
    surety_safe_set_protected (self->safe);

  return dex_future_new_true ();
}

DexFuture *
surety_session_open_safe (SuretySession *self)
{
  return surety_spawn (open_safe_fiber, g_object_ref (self), g_object_unref);
}

static GListModel *
dup_records (SuretySession *self)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);
  GListStore *records = g_list_store_new (SURETY_TYPE_ACCOUNT_RECORD);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (accounts, i);

      g_list_store_append (records, surety_account_get_record (account));
    }

  return G_LIST_MODEL (records);
}

DexFuture *
surety_session_unlock (SuretySession *self, SuretySecret *password)
{
  g_autoptr (GListModel) records = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  records = dup_records (self);

  return surety_safe_unlock (self->safe, records, password);
}

DexFuture *
surety_session_set_password (SuretySession *self, SuretySecret *password)
{
  g_autoptr (GListModel) records = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  records = dup_records (self);

  return surety_safe_set_password (self->safe, records, password);
}

gboolean
surety_session_has_keyring (SuretySession *self)
{
  GListModel *accounts = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), FALSE);

  accounts = G_LIST_MODEL (self->accounts);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (accounts, i);

      if (surety_account_get_place (account) == SURETY_PLACE_KEYRING)
        return TRUE;
    }

  return FALSE;
}

guint
surety_session_count_sharing (SuretySession *self, SuretyAccount *account)
{
  GListModel *accounts = NULL;
  const char *id = NULL;
  guint count = 0;

  g_return_val_if_fail (SURETY_IS_SESSION (self), 0);
  g_return_val_if_fail (SURETY_IS_ACCOUNT (account), 0);

  accounts = G_LIST_MODEL (self->accounts);
  id = surety_account_record_get_secret_id (surety_account_get_record (account));
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) other = g_list_model_get_item (accounts, i);

      count += g_str_equal (surety_account_record_get_secret_id (surety_account_get_record (other)),
                            id);
    }

  return count;
}

/* --- what is done with one account's key --- */

typedef struct
{
  SuretySession *self;
  SuretyAccount *account;
  char *name;
  GFile *file;
  SuretySecret *passphrase; /* or the material to derive from */
  GBytes *json;
  gboolean replace;
} OneKey;

static OneKey *
one_key_new (SuretySession *self, SuretyAccount *account)
{
  OneKey *job = g_new0 (OneKey, 1);

  job->self = g_object_ref (self);
  job->account = g_object_ref (account);

  return job;
}

static void
one_key_free (gpointer data)
{
  OneKey *job = data;

  g_object_unref (job->self);
  g_object_unref (job->account);
  g_free (job->name);
  g_clear_object (&job->file);
  g_clear_pointer (&job->passphrase, surety_secret_unref);
  g_clear_pointer (&job->json, g_bytes_unref);
  g_free (job);
}

static DexFuture *
load (OneKey *job)
{
  return surety_safe_load (job->self->safe, surety_account_get_record (job->account));
}

static DexFuture *
load_words_fiber (gpointer user_data)
{
  OneKey *job = user_data;
  g_autoptr (SuretySecret) material = NULL;
  SuretySecret *words = NULL;
  GError *error = NULL;

  material = dex_await_boxed (load (job), &error);
  if (material == NULL)
    return dex_future_new_for_error (error);
  words = surety_key_material_dup_words (material, &error);
  if (words == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (SURETY_TYPE_SECRET, words);
}

DexFuture *
surety_session_load_words (SuretySession *self, SuretyAccount *account)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (SURETY_IS_ACCOUNT (account), NULL);

  return surety_spawn (load_words_fiber, one_key_new (self, account), one_key_free);
}

static gboolean
has_index (SuretySession *self, const char *secret_id, guint32 index)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (accounts, i);
      SuretyAccountRecord *record = surety_account_get_record (account);

      if (surety_account_record_get_index (record) == index &&
          g_str_equal (surety_account_record_get_secret_id (record), secret_id))
        return TRUE;
    }

  return FALSE;
}

static DexFuture *
add_next_fiber (gpointer user_data)
{
  OneKey *job = user_data;
  SuretySession *self = job->self;
  SuretyAccountRecord *first = surety_account_get_record (job->account);
  const char *id = surety_account_record_get_secret_id (first);
  g_autoptr (SuretySecret) material = NULL;
  GError *error = NULL;

  material = dex_await_boxed (load (job), &error);
  if (material == NULL)
    return dex_future_new_for_error (error);

  for (guint32 index = 0; index < MOST_ACCOUNTS; index++)
    {
      g_autoptr (SuretyAccountRecord) record = NULL;
      g_autoptr (SuretyAccount) account = NULL;
      SuretyAccount *known = NULL;
      Address address;

      if (has_index (self, id, index))
        continue;
      if (!surety_session_await_address (material, index, &address, &error))
        return dex_future_new_for_error (error);
      /* Its key is here by another way. */
      known = surety_session_find_account (self, &address);
      if (known != NULL && surety_account_get_can_sign (known))
        continue;

      record = surety_account_record_new (&address, job->name, SURETY_ACCOUNT_PHRASE,
                                          surety_account_record_get_place (first), id, index);
      account = dex_await_object (surety_session_add_record (self, record), &error);
      if (account == NULL)
        return dex_future_new_for_error (error);
      /* The same words: what was proved of them is proved. */
      if (surety_account_record_get_backup_checked (first) != 0 &&
          !dex_await (surety_session_set_backup_checked (self, account), &error))
        return dex_future_new_for_error (error);

      return dex_future_new_take_object (
        g_object_ref (surety_session_find_account (self, &address)));
    }

  return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_EXISTS,
                                "all accounts of these words are here");
}

DexFuture *
surety_session_add_next (SuretySession *self, SuretyAccount *account, const char *name)
{
  OneKey *job = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (surety_account_get_has_words (account), NULL);

  job = one_key_new (self, account);
  job->name = g_strdup (name);

  return surety_spawn (add_next_fiber, job, one_key_free);
}

/* --- removing --- */

/* What was begun with this account's signature is not left without it. */
static DexFuture *
refuse_open_plans (SuretySession *self, const Address *address)
{
  GListModel *networks = G_LIST_MODEL (self->networks);
  GError *error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr (SuretyNetwork) network = g_list_model_get_item (networks, i);
      g_autoptr (GListModel) open = NULL;

      open = dex_await_object (surety_journal_list_open (self->journal,
                                                         surety_network_get_key (network)),
                               &error);
      if (open == NULL)
        return dex_future_new_for_error (error);
      for (guint j = 0; j < g_list_model_get_n_items (open); j++)
        {
          g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (open, j);

          if (address_equal (surety_journal_entry_get_account (entry), address))
            return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_NONCE_TAKEN,
                                          "a plan of this account is open");
        }
    }

  return dex_future_new_true ();
}

/* The key goes first: an account without its key says so and can be removed again, a key without an
 * account would lie there unseen. */
static DexFuture *
remove_fiber (gpointer user_data)
{
  OneKey *job = user_data;
  SuretySession *self = job->self;
  const Address *address = surety_account_get_address (job->account);
  gboolean has_key = surety_account_get_place (job->account) != SURETY_PLACE_NONE;
  gboolean current = self->account != NULL &&
                     address_equal (surety_account_get_address (self->account), address);
  g_autoptr (SuretyAccount) next = NULL;
  GError *error = NULL;

  if (!dex_await (refuse_open_plans (self, address), &error))
    return dex_future_new_for_error (error);
  if (has_key && surety_session_count_sharing (self, job->account) == 1 &&
      !dex_await (surety_safe_remove (self->safe, surety_account_get_record (job->account)),
                  &error))
    return dex_future_new_for_error (error);
  if (!dex_await (surety_account_record_remove (self->database, address), &error) ||
      !dex_await (surety_session_reload_accounts (self), &error))
    return dex_future_new_for_error (error);
  if (surety_safe_get_protected (self->safe) && !surety_session_has_keyring (self))
    surety_safe_forget (self->safe);
  if (!current)
    return dex_future_new_true ();

  next = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);

  return next != NULL ? surety_session_select_account (self, next)
                      : surety_session_turn_to (self, NULL, NULL);
}

DexFuture *
surety_session_remove_account (SuretySession *self, SuretyAccount *account)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (!surety_account_get_practice (account), NULL);

  return surety_spawn (remove_fiber, one_key_new (self, account), one_key_free);
}

/* --- keystore files --- */

static gboolean
derive_on_thread (gpointer user_data, GValue *result, GError **error)
{
  OneKey *job = user_data;
  Secret *key = NULL;

  if (!surety_key_material_derive (job->passphrase,
                                   surety_account_record_get_index (
                                     surety_account_get_record (job->account)),
                                   &key, error))
    return FALSE;
  g_value_init (result, SURETY_TYPE_SECRET);
  g_value_take_boxed (result, surety_secret_new (key));

  return TRUE;
}

/* Resolves to: SuretySecret, the 32 bytes. */
static DexFuture *
derive (OneKey *job, SuretySecret *material)
{
  OneKey *derivation = one_key_new (job->self, job->account);

  derivation->passphrase = surety_secret_ref (material);

  return surety_offload (derive_on_thread, derivation, one_key_free);
}

static gboolean
file_failed (GError *cause, GError **error)
{
  SuretyStoreError code = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_EXISTS)
                            ? SURETY_STORE_ERROR_EXISTS
                            : SURETY_STORE_ERROR_IO;

  g_set_error (error, SURETY_STORE_ERROR, (gint) code, "the keystore file: %s", cause->message);
  g_error_free (cause);

  return FALSE;
}

/* For nobody else to read. What is there is replaced whole, or not at all. */
static gboolean
write_on_thread (gpointer user_data, GValue *result, GError **error)
{
  OneKey *job = user_data;
  g_autoptr (GFileOutputStream) stream = NULL;
  GError *cause = NULL;
  gsize length = 0;
  const void *data = g_bytes_get_data (job->json, &length);

  if (job->replace)
    stream = g_file_replace (job->file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &cause);
  else
    stream = g_file_create (job->file, G_FILE_CREATE_PRIVATE, NULL, &cause);
  if (stream == NULL ||
      !g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, length, NULL, NULL, &cause) ||
      !g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, &cause))
    return file_failed (cause, error);
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  return TRUE;
}

static gboolean
read_on_thread (gpointer user_data, GValue *result, GError **error)
{
  OneKey *job = user_data;
  g_autoptr (GFileInputStream) stream = NULL;
  GBytes *json = NULL;
  GError *cause = NULL;

  stream = g_file_read (job->file, NULL, &cause);
  if (stream != NULL)
    json = g_input_stream_read_bytes (G_INPUT_STREAM (stream), LARGEST_FILE + 1, NULL, &cause);
  if (json == NULL)
    return file_failed (cause, error);
  g_value_init (result, G_TYPE_BYTES);
  g_value_take_boxed (result, json);

  return TRUE;
}

static DexFuture *
export_fiber (gpointer user_data)
{
  OneKey *job = user_data;
  const Address *address = surety_account_get_address (job->account);
  g_autoptr (SuretySecret) material = NULL;
  g_autoptr (SuretySecret) key = NULL;
  g_autoptr (SuretySecret) back = NULL;
  g_autoptr (GBytes) written = NULL;
  GError *error = NULL;

  material = dex_await_boxed (load (job), &error);
  if (material == NULL)
    return dex_future_new_for_error (error);
  key = dex_await_boxed (derive (job, material), &error);
  if (key == NULL)
    return dex_future_new_for_error (error);
  job->json = dex_await_boxed (surety_keystore_seal (key, job->passphrase, address), &error);
  if (job->json == NULL || !dex_await (surety_offload (write_on_thread, job, NULL), &error))
    return dex_future_new_for_error (error);

  /* It counts once it was opened again as somebody else would. */
  written = dex_await_boxed (surety_offload (read_on_thread, job, NULL), &error);
  if (written != NULL)
    back = dex_await_boxed (surety_keystore_open (written, job->passphrase), &error);
  if (back == NULL)
    return dex_future_new_for_error (error);
  if (!secret_equal (surety_secret_get (back), surety_secret_get (key)))
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_IO,
                                  "the file gave back something else");

  return dex_future_new_true ();
}

DexFuture *
surety_session_export (SuretySession *self,
                       SuretyAccount *account,
                       GFile *file,
                       SuretySecret *passphrase,
                       gboolean replace)
{
  OneKey *job = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (surety_account_get_place (account) != SURETY_PLACE_NONE, NULL);

  job = one_key_new (self, account);
  job->file = g_object_ref (file);
  job->passphrase = surety_secret_ref (passphrase);
  job->replace = replace;

  return surety_spawn (export_fiber, job, one_key_free);
}

static DexFuture *
prove_fiber (gpointer user_data)
{
  OneKey *job = user_data;
  g_autoptr (SuretySecret) content = NULL;
  GError *error = NULL;
  Address address;

  content = dex_await_boxed (surety_keystore_open (job->json, job->passphrase), &error);
  if (content == NULL)
    return dex_future_new_for_error (error);
  if (ecdsa_address (surety_secret_get (content), &address) != CORE_OK ||
      !address_equal (&address, surety_account_get_address (job->account)))
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND,
                                  "the file holds another key");

  return dex_future_new_true ();
}

DexFuture *
surety_session_prove_keystore (SuretySession *self,
                               SuretyAccount *account,
                               GBytes *json,
                               SuretySecret *passphrase)
{
  OneKey *job = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  job = one_key_new (self, account);
  job->json = g_bytes_ref (json);
  job->passphrase = surety_secret_ref (passphrase);

  return surety_spawn (prove_fiber, job, one_key_free);
}
