/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-session-private.h"

#include "ecdsa.h"
#include "surety-key-signer.h"
#include "surety-list-sync.h"
#include "surety-offload.h"

static gboolean
same_account (gpointer a, gpointer b)
{
  SuretyAccountRecord *left = surety_account_get_record (a);
  SuretyAccountRecord *right = surety_account_get_record (b);

  return address_equal (surety_account_record_get_address (left),
                        surety_account_record_get_address (right)) &&
         surety_account_record_get_kind (left) == surety_account_record_get_kind (right) &&
         surety_account_record_get_place (left) == surety_account_record_get_place (right) &&
         surety_account_record_get_backup_checked (left) ==
           surety_account_record_get_backup_checked (right) &&
         surety_account_record_get_index (left) == surety_account_record_get_index (right) &&
         g_strcmp0 (surety_account_record_get_secret_id (left),
                    surety_account_record_get_secret_id (right)) == 0 &&
         g_strcmp0 (surety_account_record_get_name (left),
                    surety_account_record_get_name (right)) == 0;
}

static DexFuture *
reload_fiber (gpointer user_data)
{
  SuretySession *self = user_data;
  g_autoptr (GListModel) records = NULL;
  g_autoptr (GListStore) fresh = g_list_store_new (SURETY_TYPE_ACCOUNT);
  GError *error = NULL;

  records = dex_await_object (surety_account_record_list (self->database), &error);
  if (records == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < g_list_model_get_n_items (records); i++)
    {
      g_autoptr (SuretyAccountRecord) record = g_list_model_get_item (records, i);
      g_autoptr (SuretyAccount) account = surety_account_new (record);

      g_list_store_append (fresh, account);
    }
  surety_list_sync (self->accounts, G_LIST_MODEL (fresh), same_account);

  /* The current account may be a new object now: a new name, a backup that was proved. */
  if (self->account != NULL)
    {
      SuretyAccount *current = surety_session_find_account (self, surety_account_get_address (
                                                                    self->account));

      if (current != NULL && current != self->account)
        {
          g_set_object (&self->account, current);
          g_object_notify (G_OBJECT (self), "account");
        }
    }

  return dex_future_new_true ();
}

DexFuture *
surety_session_reload_accounts (SuretySession *self)
{
  return surety_spawn (reload_fiber, g_object_ref (self), g_object_unref);
}

SuretySigner *
surety_session_dup_signer (SuretySession *self, SuretyAccount *account)
{
  SuretyAccountRecord *record = surety_account_get_record (account);

  switch (surety_account_record_get_kind (record))
    {
    case SURETY_ACCOUNT_PRACTICE:
      {
        const guint8 *key = surety_practice_get_player_key (surety_play_get_practice (self->play));
        g_autoptr (SuretySecret) secret = surety_secret_new (secret_new_copy (key, 32));

        return surety_memory_signer_new (secret);
      }
    case SURETY_ACCOUNT_PHRASE:
    case SURETY_ACCOUNT_KEY:
      return surety_key_signer_new (record, self->safe);
    case SURETY_ACCOUNT_WATCH:
    default:
      return NULL;
    }
}

/* Adds a record, reads the accounts again. Resolves to: SuretyAccount. */
typedef struct
{
  SuretySession *self;
  SuretyAccountRecord *record;
} AddRecord;

static void
add_record_free (gpointer data)
{
  AddRecord *job = data;

  g_object_unref (job->self);
  g_object_unref (job->record);
  g_free (job);
}

static DexFuture *
add_record_fiber (gpointer user_data)
{
  AddRecord *job = user_data;
  SuretySession *self = job->self;
  SuretyAccount *account = NULL;
  GError *error = NULL;

  if (!dex_await (surety_account_record_save (self->database, job->record), &error) ||
      !dex_await (surety_session_reload_accounts (self), &error))
    return dex_future_new_for_error (error);

  account = surety_session_find_account (self, surety_account_record_get_address (job->record));
  g_assert (account != NULL);
  if (!dex_await (surety_session_select_account (self, account), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_object (g_object_ref (account));
}

DexFuture *
surety_session_add_record (SuretySession *self, SuretyAccountRecord *record)
{
  AddRecord *job = g_new0 (AddRecord, 1);

  job->self = g_object_ref (self);
  job->record = g_object_ref (record);

  return surety_spawn (add_record_fiber, job, add_record_free);
}

static DexFuture *
practise_fiber (gpointer user_data)
{
  SuretySession *self = user_data;
  g_autoptr (SuretyAccountRecord) record = NULL;
  SuretyAccount *account = NULL;
  GError *error = NULL;
  Address player;

  if (!dex_await (surety_session_open_play (self), &error))
    return dex_future_new_for_error (error);

  surety_practice_get_player (surety_play_get_practice (self->play), &player);
  account = surety_session_find_account (self, &player);
  if (account != NULL)
    return surety_session_select_account (self, account);

  record = surety_account_record_new (&player, "", SURETY_ACCOUNT_PRACTICE, SURETY_PLACE_NONE, "",
                                      0);

  return surety_session_add_record (self, record);
}

DexFuture *
surety_session_practise (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return surety_spawn (practise_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
surety_session_add_watch (SuretySession *self, const char *name, const Address *address)
{
  g_autoptr (SuretyAccountRecord) record = NULL;
  SuretyAccount *known = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  /* An account whose key is here is not turned into a watched one. */
  known = surety_session_find_account (self, address);
  if (known != NULL && surety_account_get_can_sign (known))
    return surety_session_select_account (self, known);

  record = surety_account_record_new (address, name, SURETY_ACCOUNT_WATCH, SURETY_PLACE_NONE, "",
                                      0);

  return surety_session_add_record (self, record);
}

/* A wallet's material goes to its place first; only when it was read back is the account written. */
typedef struct
{
  SuretySession *self;
  char *name;
  SuretyAccountKind kind;
  SuretySecret *material;
  SuretyKeyPlace place;
  SuretySecret *passphrase;
  gboolean backup_checked;
} AddWallet;

static void
add_wallet_free (gpointer data)
{
  AddWallet *job = data;

  g_object_unref (job->self);
  g_free (job->name);
  g_clear_pointer (&job->material, surety_secret_unref);
  g_clear_pointer (&job->passphrase, surety_secret_unref);
  g_free (job);
}

typedef struct
{
  SuretySecret *material;
  guint32 index;
} Derive;

static void
derive_free (gpointer data)
{
  Derive *job = data;

  surety_secret_unref (job->material);
  g_free (job);
}

static gboolean
derive_address (gpointer user_data, GValue *result, GError **error)
{
  Derive *job = user_data;
  Secret *key = NULL;
  Address address;
  CoreResult answer = CORE_OK;
  char text[ADDRESS_TEXT_SIZE];

  if (!surety_key_material_derive (job->material, job->index, &key, error))
    return FALSE;
  answer = ecdsa_address (key, &address);
  secret_free (key);
  if (answer != CORE_OK)
    {
      g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                   "no address of this key: %s", core_result_to_string (answer));
      return FALSE;
    }
  address_to_text (&address, text);
  g_value_init (result, G_TYPE_STRING);
  g_value_set_string (result, text);

  return TRUE;
}

gboolean
surety_session_await_address (SuretySecret *material,
                              guint32 index,
                              Address *address,
                              GError **error)
{
  Derive *job = g_new0 (Derive, 1);
  g_autofree char *text = NULL;

  job->material = surety_secret_ref (material);
  job->index = index;
  text = dex_await_string (surety_offload (derive_address, job, derive_free), error);
  if (text == NULL)
    return FALSE;
  g_assert (address_parse (text, strlen (text), address, NULL) == CORE_OK);

  return TRUE;
}

/* An account that can sign already is left alone, unless its key is gone from where it was kept, or
 * these are the words of what was only a key. Resolves to: TRUE. */
static DexFuture *
may_keep (AddWallet *job, SuretyAccountRecord *old)
{
  GError *error = NULL;
  gboolean there = FALSE;

  if (surety_account_record_get_kind (old) == SURETY_ACCOUNT_KEY &&
      job->kind == SURETY_ACCOUNT_PHRASE)
    return dex_future_new_true ();
  there = dex_await_boolean (surety_safe_look (job->self->safe, old), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (there)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_EXISTS,
                                  "the account's key is here");

  return dex_future_new_true ();
}

/* The record, and what hangs on the old one of the same account. Resolves to: SuretyAccount. */
static DexFuture *
keep_record (AddWallet *job, SuretyAccountRecord *record, SuretyAccountRecord *old)
{
  SuretySession *self = job->self;
  GError *error = NULL;

  if (old != NULL && job->kind == SURETY_ACCOUNT_PHRASE &&
      surety_account_record_get_kind (old) == SURETY_ACCOUNT_PHRASE &&
      !dex_await (surety_account_record_move_secret (self->database,
                                                     surety_account_record_get_secret_id (old),
                                                     job->place,
                                                     surety_account_record_get_secret_id (record)),
                  &error))
    return dex_future_new_for_error (error);

  return surety_session_add_record (self, record);
}

static DexFuture *
add_wallet_fiber (gpointer user_data)
{
  AddWallet *job = user_data;
  SuretySession *self = job->self;
  g_autoptr (SuretyAccountRecord) record = NULL;
  g_autoptr (SuretyAccountRecord) old = NULL;
  g_autoptr (SuretyAccount) account = NULL;
  g_autofree char *id = g_uuid_string_random ();
  SuretyAccount *known = NULL;
  GError *error = NULL;
  Address address;

  if (!surety_session_await_address (job->material, 0, &address, &error))
    return dex_future_new_for_error (error);
  known = surety_session_find_account (self, &address);
  if (known != NULL && surety_account_get_can_sign (known))
    old = g_object_ref (surety_account_get_record (known));
  if (old != NULL && !dex_await (may_keep (job, old), &error))
    return dex_future_new_for_error (error);

  if (!dex_await (surety_safe_save (self->safe, id, job->name, job->material, job->place,
                                    job->passphrase),
                  &error))
    return dex_future_new_for_error (error);
  record = surety_account_record_new (&address, job->name, job->kind, job->place, id, 0);
  account = dex_await_object (keep_record (job, record, old), &error);
  if (account == NULL)
    {
      /* A key that no account points at stays nowhere. */
      dex_await (surety_safe_remove (self->safe, record), NULL);
      return dex_future_new_for_error (error);
    }
  if (old != NULL && surety_account_record_get_kind (old) == SURETY_ACCOUNT_KEY)
    dex_await (surety_safe_remove (self->safe, old), NULL);
  if (job->backup_checked && !dex_await (surety_session_set_backup_checked (self, account), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_object (g_object_ref (surety_session_find_account (self, &address)));
}

DexFuture *
surety_session_add_wallet (SuretySession *self,
                           const char *name,
                           SuretyAccountKind kind,
                           SuretySecret *material,
                           SuretyKeyPlace place,
                           SuretySecret *passphrase,
                           gboolean backup_checked)
{
  AddWallet *job = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (material != NULL, NULL);
  g_return_val_if_fail (place == SURETY_PLACE_KEYRING || passphrase != NULL, NULL);

  job = g_new0 (AddWallet, 1);
  job->self = g_object_ref (self);
  job->name = g_strdup (name);
  job->kind = kind;
  job->material = surety_secret_ref (material);
  job->place = place;
  job->passphrase = passphrase != NULL ? surety_secret_ref (passphrase) : NULL;
  job->backup_checked = backup_checked;

  return surety_spawn (add_wallet_fiber, job, add_wallet_free);
}

/* A write about one account, then the accounts again. Resolves to: TRUE. */
static DexFuture *
reload_after (DexFuture *completed, gpointer user_data)
{
  return surety_session_reload_accounts (user_data);
}

DexFuture *
surety_session_set_backup_checked (SuretySession *self, SuretyAccount *account)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return dex_future_then (surety_account_record_set_backup_checked (self->database,
                                                                    surety_account_get_address (
                                                                      account),
                                                                    g_get_real_time () /
                                                                      G_USEC_PER_SEC),
                          reload_after, g_object_ref (self), g_object_unref);
}

DexFuture *
surety_session_rename_account (SuretySession *self, SuretyAccount *account, const char *name)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return dex_future_then (surety_account_record_rename (self->database,
                                                        surety_account_get_address (account), name),
                          reload_after, g_object_ref (self), g_object_unref);
}
