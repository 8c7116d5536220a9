/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-keyring.h"

#include <gio/gio.h>
#include <libsecret/secret.h>
#include <string.h>

#include "surety-offload.h"
#include "surety-store-error.h"

/* What an item of a version holds. */
#define ITEM_PLAIN "1"  /* the content as base64 */
#define ITEM_SEALED "2" /* a version 3 keystore of the content */
#define NEWEST_VERSION 2
#define MAX_CONTENT 4096 /* bytes; words, keys and their keystores are far below */

static const SecretSchema schema = {
  "io.github.suretyapp.Surety",
  SECRET_SCHEMA_NONE,
  {
    { "id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "version", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
};

/* What libsecret and the bus say, as one of ours. Takes error. */
static GError *
translate (GError *error, const char *what)
{
  SuretyStoreError code = SURETY_STORE_ERROR_IO;
  GError *own = NULL;

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = SURETY_STORE_ERROR_LOCKED;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED))
    code = SURETY_STORE_ERROR_DISMISSED;
  else if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    code = SURETY_STORE_ERROR_NOT_FOUND;
  else if (error->domain == G_DBUS_ERROR || error->domain == G_IO_ERROR ||
           error->domain == G_SPAWN_ERROR)
    code = SURETY_STORE_ERROR_NO_SERVICE;
  else if (error->domain == SECRET_ERROR) /* somebody answered, but not as agreed */
    code = SURETY_STORE_ERROR_MALFORMED;
  g_dbus_error_strip_remote_error (error);
  own = g_error_new (SURETY_STORE_ERROR, (gint) code, "%s: %s", what, error->message);
  g_error_free (error);

  return own;
}

/* version NULL: of any. */
static GHashTable *
attributes_of (const char *id, const char *version)
{
  if (version == NULL)
    return secret_attributes_build (&schema, "id", id, NULL);

  return secret_attributes_build (&schema, "id", id, "version", version, NULL);
}

/* The content as base64 in memory that is wiped. */
static Secret *
encode (const Secret *content)
{
  gsize length = secret_length (content);
  Secret *text = secret_new ((length / 3 + 1) * 4 + 8);
  char *out = (char *) secret_data (text);
  int state = 0;
  int save = 0;
  gsize n = 0;

  n = g_base64_encode_step (secret_peek (content), length, FALSE, out, &state, &save);
  n += g_base64_encode_close (FALSE, out + n, &state, &save);
  secret_truncate (text, n);
  secret_wipe (&save, sizeof save);

  return text;
}

/* Whether encode () would have written it so: four by four, padded at the end only. */
static gboolean
is_base64 (const char *text, gsize length)
{
  gsize n = length;

  if (length == 0 || length % 4 != 0)
    return FALSE;
  while (n > length - 2 && text[n - 1] == '=')
    n--;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return FALSE;

  return TRUE;
}

/* NULL when it is not base64 of a bounded length. */
static Secret *
decode (const char *text, gsize length)
{
  Secret *content = NULL;
  int state = 0;
  guint save = 0;
  gsize n = 0;

  if (length > MAX_CONTENT * 2 || !is_base64 (text, length))
    return NULL;
  content = secret_new (length / 4 * 3 + 3);
  n = g_base64_decode_step (text, length, secret_data (content), &state, &save);
  secret_wipe (&save, sizeof save);
  if (n == 0)
    {
      secret_free (content);
      return NULL;
    }
  secret_truncate (content, n);

  return content;
}

/* What a search found. */
typedef enum
{
  FOUND_NOTHING,
  FOUND_ITEM,
  FOUND_NEWER, /* only of versions that are not known here */
} Found;

/* A locked item's version can't be read: it counts as known. */
static gboolean
is_newer (SecretRetrievable *item)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);
  const char *version = attributes != NULL ? g_hash_table_lookup (attributes, "version") : NULL;

  return version != NULL && g_ascii_strtoull (version, NULL, 10) > NEWEST_VERSION;
}

static void
on_search (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  Found found = FOUND_NOTHING;

  for (GList *item = items; item != NULL; item = item->next)
    if (!is_newer (item->data))
      found = FOUND_ITEM;
    else if (found == FOUND_NOTHING)
      found = FOUND_NEWER;
  g_list_free_full (items, g_object_unref);
  if (error != NULL)
    dex_promise_reject (promise, translate (error, "the keyring can't be searched"));
  else
    dex_promise_resolve_int (promise, (int) found);
}

/* Opens nothing and asks nobody. Resolves to: int, a Found. */
static DexFuture *
search (const char *id, const char *version)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GHashTable) attributes = attributes_of (id, version);

  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL, NULL, on_search,
                           dex_ref (promise));

  return DEX_FUTURE (promise);
}

static DexFuture *
to_true (DexFuture *completed, gpointer user_data)
{
  return dex_future_new_true ();
}

DexFuture *
surety_keyring_look (void)
{
  return dex_future_then (search ("none", NULL), to_true, NULL, NULL);
}

static void
on_collection (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  /* Only a name to show: without it the sentence is shorter. */
  dex_promise_resolve_string (promise, collection != NULL ? secret_collection_get_label (collection)
                                                          : g_strdup (""));
}

DexFuture *
surety_keyring_describe (void)
{
  DexPromise *promise = NULL;

  /* The file backend, as inside a sandbox, has no collections. */
  if (g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0)
    return dex_future_new_take_string (g_strdup (""));
  promise = dex_promise_new ();
  secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL,
                               on_collection, dex_ref (promise));

  return DEX_FUTURE (promise);
}

static void
on_lookup (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;
  SecretValue *value = secret_password_lookup_binary_finish (result, &error);
  const char *text = NULL;
  gsize length = 0;

  if (error != NULL)
    {
      dex_promise_reject (promise, translate (error, "the keyring can't be read"));
      return;
    }
  if (value == NULL)
    {
      dex_promise_reject (promise,
                          g_error_new_literal (SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND,
                                               "the keyring gave nothing"));
      return;
    }
  text = secret_value_get (value, &length);
  dex_promise_resolve_boxed (promise, SURETY_TYPE_SECRET,
                             surety_secret_new (
                               secret_new_copy (text, MIN (length, MAX_CONTENT * 2))));
  secret_value_unref (value);
}

/* May ask for the keyring's password. Resolves to: SuretySecret, the text of the item; rejects with
 * _NOT_FOUND also when it is there and locked. */
static DexFuture *
lookup (const char *id, const char *version)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GHashTable) attributes = attributes_of (id, version);

  secret_password_lookupv (&schema, attributes, NULL, on_lookup, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* A lookup gave nothing: is the item not there, locked away, or not for this program? */
static DexFuture *
explain (Found found)
{
  switch (found)
    {
    case FOUND_ITEM:
      return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_LOCKED,
                                    "the keyring is locked and was not unlocked");
    case FOUND_NEWER:
      return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_TOO_NEW,
                                    "the keyring's item is of a newer version");
    case FOUND_NOTHING:
    default:
      return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND,
                                    "the keyring holds no such item");
    }
}

/* The content of an item's text. */
static DexFuture *
unwrap (SuretySecret *text, gboolean sealed)
{
  const Secret *bytes = surety_secret_get (text);
  Secret *content = NULL;

  /* A keystore says itself whether it is one, when it is opened. */
  if (sealed && surety_secret_is_keystore (text))
    return dex_future_new_take_boxed (SURETY_TYPE_SECRET, surety_secret_ref (text));
  if (!sealed)
    content = decode ((const char *) secret_peek (bytes), secret_length (bytes));
  if (content == NULL)
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                                  "the keyring's item is not one of this program");

  return dex_future_new_take_boxed (SURETY_TYPE_SECRET, surety_secret_new (content));
}

static DexFuture *
load_fiber (gpointer user_data)
{
  const char *id = user_data;
  g_autoptr (SuretySecret) text = NULL;
  GError *error = NULL;
  gboolean sealed = dex_await_int (search (id, ITEM_SEALED), &error) == FOUND_ITEM;
  int found = FOUND_NOTHING;

  if (error != NULL)
    return dex_future_new_for_error (error);
  text = dex_await_boxed (lookup (id, sealed ? ITEM_SEALED : ITEM_PLAIN), &error);
  if (text != NULL)
    return unwrap (text, sealed);
  if (!g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND))
    return dex_future_new_for_error (error);

  g_clear_error (&error);
  found = dex_await_int (search (id, NULL), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  return explain ((Found) found);
}

DexFuture *
surety_keyring_load (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  return surety_spawn (load_fiber, g_strdup (id), g_free);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;

  if (!secret_password_clear_finish (result, &error) && error == NULL)
    error = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT, "no such item");
  if (error != NULL)
    dex_promise_reject (promise, translate (error, "the keyring did not remove the item"));
  else
    dex_promise_resolve_boolean (promise, TRUE);
}

static DexFuture *
clear (const char *id, const char *version)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GHashTable) attributes = attributes_of (id, version);

  secret_password_clearv (&schema, attributes, NULL, on_cleared, dex_ref (promise));

  return DEX_FUTURE (promise);
}

typedef struct
{
  char *id;
  char *label;
  SuretySecret *secret;
} Save;

static void
save_free (gpointer data)
{
  Save *job = data;

  g_free (job->id);
  g_free (job->label);
  surety_secret_unref (job->secret);
  g_free (job);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;

  if (!secret_password_store_finish (result, &error))
    {
      if (error == NULL)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                     "the keyring's prompt was closed");
      dex_promise_reject (promise, translate (error, "the keyring did not take the item"));
      return;
    }
  dex_promise_resolve_boolean (promise, TRUE);
}

static DexFuture *
store (Save *job, const char *version)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GHashTable) attributes = attributes_of (job->id, version);
  const Secret *secret = surety_secret_get (job->secret);
  gboolean sealed = g_str_equal (version, ITEM_SEALED);
  Secret *text = sealed ? secret_dup (secret) : encode (secret);
  SecretValue *value = secret_value_new ((const char *) secret_peek (text),
                                         (gssize) secret_length (text), "text/plain");

  secret_free (text);
  secret_password_storev_binary (&schema, attributes, SECRET_COLLECTION_DEFAULT, job->label, value,
                                 NULL, on_stored, dex_ref (promise));
  secret_value_unref (value);

  return DEX_FUTURE (promise);
}

/* The new item is there and was read back before the one of the other version goes: of two, the
 * sealed one counts. */
static DexFuture *
save_fiber (gpointer user_data)
{
  Save *job = user_data;
  gboolean sealed = surety_secret_is_keystore (job->secret);
  const char *version = sealed ? ITEM_SEALED : ITEM_PLAIN;
  const char *other = sealed ? ITEM_PLAIN : ITEM_SEALED;
  g_autoptr (SuretySecret) text = NULL;
  g_autoptr (SuretySecret) back = NULL;
  GError *error = NULL;
  int found = FOUND_NOTHING;

  if (!dex_await (store (job, version), &error))
    return dex_future_new_for_error (error);
  text = dex_await_boxed (lookup (job->id, version), &error);
  /* libsecret says of an item that the user did not let it make that it is stored. */
  if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND))
    {
      g_error_free (error);
      return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DISMISSED,
                                    "the keyring's prompt was closed");
    }
  if (text != NULL)
    back = dex_await_boxed (unwrap (text, sealed), &error);
  if (back == NULL)
    return dex_future_new_for_error (error);
  if (!secret_equal (surety_secret_get (back), surety_secret_get (job->secret)))
    return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                                  "the keyring gave back something else than it was given");

  found = dex_await_int (search (job->id, other), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (found == FOUND_NOTHING)
    return dex_future_new_true ();

  return clear (job->id, other);
}

DexFuture *
surety_keyring_save (const char *id, const char *label, SuretySecret *secret)
{
  Save *job = NULL;

  g_return_val_if_fail (id != NULL && label != NULL && secret != NULL, NULL);
  g_return_val_if_fail (secret_length (surety_secret_get (secret)) <= MAX_CONTENT, NULL);

  job = g_new0 (Save, 1);
  job->id = g_strdup (id);
  job->label = g_strdup (label);
  job->secret = surety_secret_ref (secret);

  return surety_spawn (save_fiber, job, save_free);
}

DexFuture *
surety_keyring_remove (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  /* Of every version. */
  return clear (id, NULL);
}
