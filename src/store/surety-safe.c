/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-safe.h"

#include "surety-keyfile.h"
#include "surety-keyring.h"
#include "surety-offload.h"
#include "surety-store-error.h"

struct _SuretySafe
{
  GObject parent_instance;

  char *keyfile_directory;
  gboolean is_protected;
  SuretySecret *password; /* NULL: locked, or none is set */
  guint n_locks;          /* how often it was said to be locked, locked or not */

  SuretyPassphraseFunc ask;
  SuretyUnlockFunc unlock;
  gpointer person;
};

G_DEFINE_FINAL_TYPE (SuretySafe, surety_safe, G_TYPE_OBJECT)

typedef enum
{
  PROP_PROTECTED = 1,
  PROP_LOCKED,
} SuretySafeProperty;

static GParamSpec *properties[PROP_LOCKED + 1];

/* Both properties follow from these two. */
static void
set_state (SuretySafe *self, gboolean is_protected, SuretySecret *password)
{
  gboolean was_protected = self->is_protected;
  gboolean was_locked = surety_safe_get_locked (self);
  SuretySecret *former = self->password;

  self->is_protected = is_protected;
  self->password = password != NULL ? surety_secret_ref (password) : NULL;
  g_clear_pointer (&former, surety_secret_unref);

  if (was_protected != is_protected)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROTECTED]);
  if (was_locked != surety_safe_get_locked (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
}

/* --- one account's key --- */

typedef struct
{
  SuretySafe *self;
  SuretyAccountRecord *record;
} OneKey;

static void
one_key_free (gpointer data)
{
  OneKey *job = data;

  g_object_unref (job->self);
  g_object_unref (job->record);
  g_free (job);
}

static OneKey *
one_key_new (SuretySafe *self, SuretyAccountRecord *record)
{
  OneKey *job = g_new0 (OneKey, 1);

  job->self = g_object_ref (self);
  job->record = g_object_ref (record);

  return job;
}

static DexFuture *
ask (SuretySafe *self, SuretyAsk what)
{
  if (self->ask == NULL)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED,
                                  "nobody to ask for a passphrase");

  return self->ask (what, self->person);
}

/* Resolves to: TRUE when there is no password, or it is here. */
static DexFuture *
ensure_unlocked (SuretySafe *self)
{
  if (!surety_safe_get_locked (self))
    return dex_future_new_true ();
  if (self->unlock == NULL)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED,
                                  "nobody to ask for the password");

  return self->unlock (self->person);
}

/* Who locked it need not be who asked. */
static DexFuture *
reject_locked (void)
{
  return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED,
                                "locked again meanwhile");
}

/* A keystore is ciphertext: it may lie in ordinary memory. */
static GBytes *
to_json (SuretySecret *keystore)
{
  const Secret *text = surety_secret_get (keystore);

  return g_bytes_new (secret_peek (text), secret_length (text));
}

static DexFuture *
open_sealed (SuretySecret *keystore, SuretySecret *password)
{
  g_autoptr (GBytes) json = to_json (keystore);

  return surety_keystore_open (json, password);
}

/* Seals under the app password where there is one, and keeps it. Resolves to: TRUE. */
static DexFuture *
write_item (const char *id, const char *label, SuretySecret *material, SuretySecret *password)
{
  g_autoptr (GBytes) json = NULL;
  g_autoptr (SuretySecret) keystore = NULL;
  GError *error = NULL;
  gsize length = 0;
  const char *text = NULL;

  if (password == NULL)
    return surety_keyring_save (id, label, material);

  json = dex_await_boxed (surety_keystore_seal (material, password, NULL), &error);
  if (json == NULL)
    return dex_future_new_for_error (error);
  text = g_bytes_get_data (json, &length);
  keystore = surety_secret_new (secret_new_copy (text, length));

  return surety_keyring_save (id, label, keystore);
}

/* Not after it was locked: what shows a secret was taken off the screen then. Takes material. */
static DexFuture *
hand_out (SuretySafe *self, SuretySecret *material)
{
  if (!surety_safe_get_locked (self))
    return dex_future_new_take_boxed (SURETY_TYPE_SECRET, material);
  surety_secret_unref (material);

  return reject_locked ();
}

/* A change of the password did not reach this item. */
static DexFuture *
open_with_former (SuretySafe *self, SuretyAccountRecord *record, SuretySecret *keystore)
{
  g_autoptr (SuretySecret) former = NULL;
  g_autoptr (SuretySecret) material = NULL;
  GError *error = NULL;

  former = dex_await_boxed (ask (self, SURETY_ASK_FORMER), &error);
  if (former == NULL)
    return dex_future_new_for_error (error);
  material = dex_await_boxed (open_sealed (keystore, former), &error);
  if (material == NULL)
    return dex_future_new_for_error (error);
  if (self->password != NULL &&
      !dex_await (write_item (surety_account_record_get_secret_id (record),
                              surety_account_record_get_name (record), material, self->password),
                  &error))
    return dex_future_new_for_error (error);

  return hand_out (self, g_steal_pointer (&material));
}

static DexFuture *
load_from_keyring (SuretySafe *self, SuretyAccountRecord *record)
{
  g_autoptr (SuretySecret) content = NULL;
  SuretySecret *material = NULL;
  GError *error = NULL;

  content = dex_await_boxed (surety_keyring_load (surety_account_record_get_secret_id (record)),
                             &error);
  if (content == NULL)
    return dex_future_new_for_error (error);
  if (!surety_secret_is_keystore (content))
    return dex_future_new_take_boxed (SURETY_TYPE_SECRET, g_steal_pointer (&content));

  /* The item says so, whatever the records said. */
  if (!self->is_protected)
    set_state (self, TRUE, NULL);
  if (!dex_await (ensure_unlocked (self), &error))
    return dex_future_new_for_error (error);
  if (self->password == NULL)
    return reject_locked ();
  material = dex_await_boxed (open_sealed (content, self->password), &error);
  if (material != NULL)
    return hand_out (self, material);
  if (!g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_PASSPHRASE))
    return dex_future_new_for_error (error);
  g_clear_error (&error);

  return open_with_former (self, record, content);
}

static DexFuture *
load_from_file (SuretySafe *self, SuretyAccountRecord *record)
{
  const char *id = surety_account_record_get_secret_id (record);
  const guint n_locks = self->n_locks;
  g_autoptr (SuretySecret) passphrase = NULL;
  g_autoptr (SuretySecret) material = NULL;
  GError *error = NULL;

  passphrase = dex_await_boxed (ask (self, SURETY_ASK_FILE), &error);
  if (passphrase == NULL)
    return dex_future_new_for_error (error);
  material = dex_await_boxed (surety_keyfile_load (self->keyfile_directory, id, passphrase),
                              &error);
  if (material == NULL)
    return dex_future_new_for_error (error);
  /* Not behind the app password, but as little to be shown to whoever comes next. */
  if (self->n_locks != n_locks)
    return reject_locked ();

  return dex_future_new_take_boxed (SURETY_TYPE_SECRET, g_steal_pointer (&material));
}

static DexFuture *
load_fiber (gpointer user_data)
{
  OneKey *job = user_data;

  switch (surety_account_record_get_place (job->record))
    {
    case SURETY_PLACE_KEYRING:
      return load_from_keyring (job->self, job->record);
    case SURETY_PLACE_FILE:
      return load_from_file (job->self, job->record);
    case SURETY_PLACE_NONE:
    default:
      return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND,
                                    "this account has no key here");
    }
}

DexFuture *
surety_safe_load (SuretySafe *self, SuretyAccountRecord *record)
{
  g_return_val_if_fail (SURETY_IS_SAFE (self), NULL);
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (record), NULL);

  return surety_spawn (load_fiber, one_key_new (self, record), one_key_free);
}

static DexFuture *
look_fiber (gpointer user_data)
{
  OneKey *job = user_data;
  const char *id = surety_account_record_get_secret_id (job->record);
  g_autoptr (SuretySecret) content = NULL;
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autofree char *path = NULL;
  GError *error = NULL;

  if (surety_account_record_get_place (job->record) == SURETY_PLACE_FILE)
    {
      path = g_build_filename (job->self->keyfile_directory, name, NULL);
      return dex_future_new_for_boolean (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  content = dex_await_boxed (surety_keyring_load (id), &error);
  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND))
    {
      g_error_free (error);
      return dex_future_new_for_boolean (FALSE);
    }
  if (content == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

DexFuture *
surety_safe_look (SuretySafe *self, SuretyAccountRecord *record)
{
  g_return_val_if_fail (SURETY_IS_SAFE (self), NULL);
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (record), NULL);

  return surety_spawn (look_fiber, one_key_new (self, record), one_key_free);
}

static DexFuture *
gone_is_removed (DexFuture *completed, gpointer user_data)
{
  GError *error = NULL;

  dex_future_get_value (completed, &error);
  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND))
    {
      g_error_free (error);
      return dex_future_new_true ();
    }

  return dex_future_new_for_error (error);
}

DexFuture *
surety_safe_remove (SuretySafe *self, SuretyAccountRecord *record)
{
  const char *id = NULL;
  DexFuture *removing = NULL;

  g_return_val_if_fail (SURETY_IS_SAFE (self), NULL);
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (record), NULL);

  id = surety_account_record_get_secret_id (record);
  switch (surety_account_record_get_place (record))
    {
    case SURETY_PLACE_KEYRING:
      removing = surety_keyring_remove (id);
      break;
    case SURETY_PLACE_FILE:
      removing = surety_keyfile_remove (self->keyfile_directory, id);
      break;
    case SURETY_PLACE_NONE:
    default:
      return dex_future_new_true ();
    }

  return dex_future_catch (removing, gone_is_removed, NULL, NULL);
}

typedef struct
{
  SuretySafe *self;
  char *id;
  char *label;
  SuretySecret *material;
} Save;

static void
save_free (gpointer data)
{
  Save *job = data;

  g_object_unref (job->self);
  g_free (job->id);
  g_free (job->label);
  surety_secret_unref (job->material);
  g_free (job);
}

static DexFuture *
save_fiber (gpointer user_data)
{
  Save *job = user_data;
  SuretySafe *self = job->self;
  GError *error = NULL;

  if (!dex_await (ensure_unlocked (self), &error))
    return dex_future_new_for_error (error);
  if (surety_safe_get_locked (self))
    return reject_locked ();

  return write_item (job->id, job->label, job->material, self->password);
}

DexFuture *
surety_safe_save (SuretySafe *self,
                  const char *id,
                  const char *label,
                  SuretySecret *material,
                  SuretyKeyPlace place,
                  SuretySecret *passphrase)
{
  Save *job = NULL;

  g_return_val_if_fail (SURETY_IS_SAFE (self), NULL);

  if (place == SURETY_PLACE_FILE)
    return surety_keyfile_save (self->keyfile_directory, id, material, passphrase);

  job = g_new0 (Save, 1);
  job->self = g_object_ref (self);
  job->id = g_strdup (id);
  job->label = g_strdup (label);
  job->material = surety_secret_ref (material);

  return surety_spawn (save_fiber, job, save_free);
}

/* --- all of them --- */

typedef struct
{
  SuretySafe *self;
  GPtrArray *records; /* one a secret of the keyring */
  SuretySecret *password;
  guint n_locks; /* when it was asked for */
} AllKeys;

static void
all_keys_free (gpointer data)
{
  AllKeys *job = data;

  g_object_unref (job->self);
  g_ptr_array_unref (job->records);
  g_clear_pointer (&job->password, surety_secret_unref);
  g_free (job);
}

static gboolean
same_secret (gconstpointer a, gconstpointer b)
{
  return g_str_equal (surety_account_record_get_secret_id ((gpointer) a),
                      surety_account_record_get_secret_id ((gpointer) b));
}

static AllKeys *
all_keys_new (SuretySafe *self, GListModel *records, SuretySecret *password)
{
  AllKeys *job = g_new0 (AllKeys, 1);

  job->self = g_object_ref (self);
  job->records = g_ptr_array_new_with_free_func (g_object_unref);
  job->password = password != NULL ? surety_secret_ref (password) : NULL;
  job->n_locks = self->n_locks;
  for (guint i = 0; i < g_list_model_get_n_items (records); i++)
    {
      g_autoptr (SuretyAccountRecord) record = g_list_model_get_item (records, i);

      if (surety_account_record_get_place (record) == SURETY_PLACE_KEYRING &&
          !g_ptr_array_find_with_equal_func (job->records, record, same_secret, NULL))
        g_ptr_array_add (job->records, g_steal_pointer (&record));
    }

  return job;
}

/* Locked while the work was done: that holds. */
static gboolean
is_locked_since (AllKeys *job)
{
  return job->self->n_locks != job->n_locks;
}

static void
set_password (AllKeys *job, gboolean is_protected)
{
  set_state (job->self, is_protected, is_locked_since (job) ? NULL : job->password);
}

static DexFuture *
load_item (SuretyAccountRecord *record)
{
  return surety_keyring_load (surety_account_record_get_secret_id (record));
}

static DexFuture *
write_record (SuretyAccountRecord *record, SuretySecret *material, SuretySecret *password)
{
  return write_item (surety_account_record_get_secret_id (record),
                     surety_account_record_get_name (record), material, password);
}

/* What setting the password did not come to is done now. An item that can't be read or written is not
 * a reason to stay locked: it says so itself when it is used. */
static void
seal_plain_items (AllKeys *job)
{
  for (guint i = 0; i < job->records->len; i++)
    {
      SuretyAccountRecord *record = g_ptr_array_index (job->records, i);
      g_autoptr (SuretySecret) content = dex_await_boxed (load_item (record), NULL);

      if (content != NULL && !surety_secret_is_keystore (content))
        dex_await (write_record (record, content, job->password), NULL);
    }
}

/* One item that opens is enough; where none is sealed there is no password. */
static DexFuture *
unlock_fiber (gpointer user_data)
{
  AllKeys *job = user_data;
  GError *error = NULL;
  gboolean sealed = FALSE;
  gboolean opened = FALSE;

  for (guint i = 0; i < job->records->len && !opened; i++)
    {
      g_autoptr (SuretySecret) content = NULL;
      g_autoptr (SuretySecret) material = NULL;
      GError *problem = NULL;

      content = dex_await_boxed (load_item (g_ptr_array_index (job->records, i)), &problem);
      if (content != NULL && surety_secret_is_keystore (content))
        {
          sealed = TRUE;
          material = dex_await_boxed (open_sealed (content, job->password), &problem);
          opened = material != NULL;
        }
      /* That the password is wrong says more than that something else is missing. */
      if (g_error_matches (problem, SURETY_STORE_ERROR, SURETY_STORE_ERROR_PASSPHRASE))
        g_clear_error (&error);
      if (error == NULL)
        error = problem;
      else
        g_clear_error (&problem);
    }
  if (!opened && error != NULL)
    return dex_future_new_for_error (error);
  g_clear_error (&error);

  if (!opened)
    {
      set_state (job->self, sealed, NULL);
      return dex_future_new_true ();
    }
  seal_plain_items (job);
  set_password (job, TRUE);

  return is_locked_since (job) ? reject_locked () : dex_future_new_true ();
}

DexFuture *
surety_safe_unlock (SuretySafe *self, GListModel *records, SuretySecret *password)
{
  g_return_val_if_fail (SURETY_IS_SAFE (self), NULL);
  g_return_val_if_fail (password != NULL, NULL);

  return surety_spawn (unlock_fiber, all_keys_new (self, records, password), all_keys_free);
}

static DexFuture *
set_password_fiber (gpointer user_data)
{
  AllKeys *job = user_data;
  SuretySafe *self = job->self;
  GError *error = NULL;

  for (guint i = 0; i < job->records->len; i++)
    {
      SuretyAccountRecord *record = g_ptr_array_index (job->records, i);
      g_autoptr (SuretySecret) material = NULL;

      material = dex_await_boxed (load_from_keyring (self, record), &error);
      /* Deleted behind our back: nothing to write anew. */
      if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND))
        {
          g_clear_error (&error);
          continue;
        }
      if (material == NULL || !dex_await (write_record (record, material, job->password), &error))
        return dex_future_new_for_error (error);
      /* From the first item on the new password is one of those in use. */
      if (job->password != NULL && !self->is_protected)
        set_password (job, TRUE);
    }
  set_password (job, job->password != NULL);

  return dex_future_new_true ();
}

DexFuture *
surety_safe_set_password (SuretySafe *self, GListModel *records, SuretySecret *password)
{
  g_return_val_if_fail (SURETY_IS_SAFE (self), NULL);

  if (surety_safe_get_locked (self))
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE, "unlock it first");

  return surety_spawn (set_password_fiber, all_keys_new (self, records, password), all_keys_free);
}

void
surety_safe_lock (SuretySafe *self)
{
  g_return_if_fail (SURETY_IS_SAFE (self));

  self->n_locks++;
  set_state (self, self->is_protected, NULL);
}

void
surety_safe_forget (SuretySafe *self)
{
  g_return_if_fail (SURETY_IS_SAFE (self));

  set_state (self, FALSE, NULL);
}

void
surety_safe_set_protected (SuretySafe *self)
{
  g_return_if_fail (SURETY_IS_SAFE (self));

  set_state (self, TRUE, self->password);
}

void
surety_safe_set_person (SuretySafe *self,
                        SuretyPassphraseFunc func,
                        SuretyUnlockFunc unlock,
                        gpointer user_data)
{
  g_return_if_fail (SURETY_IS_SAFE (self));

  self->ask = func;
  self->unlock = unlock;
  self->person = user_data;
}

const char *
surety_safe_get_keyfile_directory (SuretySafe *self)
{
  g_return_val_if_fail (SURETY_IS_SAFE (self), NULL);

  return self->keyfile_directory;
}

gboolean
surety_safe_get_protected (SuretySafe *self)
{
  g_return_val_if_fail (SURETY_IS_SAFE (self), FALSE);

  return self->is_protected;
}

gboolean
surety_safe_get_locked (SuretySafe *self)
{
  g_return_val_if_fail (SURETY_IS_SAFE (self), FALSE);

  return self->is_protected && self->password == NULL;
}

static void
surety_safe_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretySafe *self = SURETY_SAFE (object);

  switch ((SuretySafeProperty) id)
    {
    case PROP_PROTECTED:
      g_value_set_boolean (value, self->is_protected);
      break;
    case PROP_LOCKED:
      g_value_set_boolean (value, surety_safe_get_locked (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_safe_finalize (GObject *object)
{
  SuretySafe *self = SURETY_SAFE (object);

  g_clear_pointer (&self->password, surety_secret_unref);
  g_free (self->keyfile_directory);

  G_OBJECT_CLASS (surety_safe_parent_class)->finalize (object);
}

static void
surety_safe_class_init (SuretySafeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_safe_get_property;
  object_class->finalize = surety_safe_finalize;

  properties[PROP_PROTECTED] = g_param_spec_boolean ("protected", NULL, NULL, FALSE, flags);
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_safe_init (SuretySafe *self)
{
}

SuretySafe *
surety_safe_new (const char *keyfile_directory)
{
  SuretySafe *self = g_object_new (SURETY_TYPE_SAFE, NULL);

  self->keyfile_directory = g_strdup (keyfile_directory);

  return self;
}
