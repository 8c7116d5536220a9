/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-files-private.h"

#include <string.h>

#include "surety-chain-error.h"
#include "surety-offload.h"
#include "surety-proxy.h"

#define AT_ONCE 4u
/* Files kept in the database; far above what any network has. */
#define MAX_FILES 20000

/* What is known of one URI. */
typedef struct
{
  GBytes *file;  /* the last good one, NULL = none */
  gint64 asked;  /* seconds since 1970 of the last answer or failure; 0 = never */
  gboolean good; /* the last one was an answer */
  gboolean waiting;
} Entry;

G_DEFINE_FINAL_TYPE (SuretyFiles, surety_files, G_TYPE_OBJECT)

typedef enum
{
  PROP_ENABLED = 1,
  PROP_GATEWAY,
  PROP_WAITING,
} SuretyFilesProperty;

static GParamSpec *properties[PROP_WAITING + 1];
static guint arrived;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->file, g_bytes_unref);
  g_free (entry);
}

static Entry *
ensure_entry (SuretyFiles *self, const char *uri)
{
  Entry *entry = g_hash_table_lookup (self->entries, uri);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (self->entries, g_strdup (uri), entry);
    }
  return entry;
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

gboolean
surety_files_is_fresh (gint64 asked, gboolean good)
{
  return asked != 0 && asked <= now () + 60 &&
         now () - asked < (good ? SURETY_FILES_KEPT_SECONDS : SURETY_FILES_FAILED_SECONDS);
}

static gboolean
is_fresh (const Entry *entry)
{
  return surety_files_is_fresh (entry->asked, entry->good);
}

/* --- fetching --- */

typedef struct
{
  SuretyFiles *files;
  char *uri;
  char *url;
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_object_unref (fetch->files);
  g_free (fetch->uri);
  g_free (fetch->url);
  g_free (fetch);
}

static DexFuture *
keep (SuretyFiles *self, const char *uri, const Entry *entry)
{
  SuretyStatement statement = {
    .sql =
      "INSERT INTO file (uri, asked, good, body) VALUES (?, ?, ?, ?) ON CONFLICT (uri) DO UPDATE "
      "SET asked = excluded.asked, good = excluded.good, body = excluded.body",
    .parameters =
      g_variant_new ("(sxx@may)", uri, entry->asked, (gint64) (entry->good ? 1 : 0),
                     g_variant_new_maybe (G_VARIANT_TYPE_BYTESTRING,
                                          entry->file != NULL
                                            ? g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                                                        entry->file, TRUE)
                                            : NULL)),
  };

  return surety_database_write (self->database, &statement, 1);
}

static void start_next (SuretyFiles *self);

static DexFuture *
fetch_fiber (gpointer data)
{
  Fetch *fetch = data;
  SuretyFiles *self = fetch->files;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
    file = dex_await_boxed (surety_web_fetch (self->web, fetch->url, SURETY_TRAFFIC_FILE,
                                              SURETY_METADATA_MAX_FILE, SURETY_FILES_DEADLINE_MS),
                            &error);
  g_autoptr (SuretyMetadata) metadata = file != NULL ? surety_metadata_parse_file (file) : NULL;

  /* Switched off meanwhile: what came is dropped, as if it had not been asked for. */
  if (surety_files_get_enabled (self))
    {
      Entry *entry = ensure_entry (self, fetch->uri);

      entry->asked = now ();
      entry->good = metadata != NULL;
      if (metadata != NULL)
        {
          g_clear_pointer (&entry->file, g_bytes_unref);
          entry->file = g_steal_pointer (&file);
        }
      /* What can't be kept is fetched again at the next start. */
      g_clear_error (&error);
      if (self->database != NULL && !dex_await (keep (self, fetch->uri, entry), &error))
        g_message ("A file is not kept: %s", error->message);
    }
  self->running--;
  ensure_entry (self, fetch->uri)->waiting = FALSE;
  start_next (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
  if (metadata != NULL && surety_files_get_enabled (self))
    g_signal_emit (self, arrived, 0, fetch->uri);
  return dex_future_new_true ();
}

static void
start_next (SuretyFiles *self)
{
  while (surety_files_get_enabled (self) && self->running < AT_ONCE &&
         !g_queue_is_empty (&self->queue))
    {
      Fetch *fetch = g_new0 (Fetch, 1);

      fetch->files = g_object_ref (self);
      fetch->uri = g_queue_pop_head (&self->queue);
      fetch->url = surety_metadata_locate (fetch->uri, self->gateway);
      if (fetch->url == NULL)
        {
          ensure_entry (self, fetch->uri)->waiting = FALSE;
          fetch_free (fetch);
          continue;
        }
      self->running++;
      if (self->web == NULL)
        self->web = surety_web_new ();
      dex_future_disown (surety_spawn (fetch_fiber, fetch, fetch_free));
    }
}

static void
clear_queue (SuretyFiles *self)
{
  char *uri;

  while ((uri = g_queue_pop_head (&self->queue)) != NULL)
    {
      ensure_entry (self, uri)->waiting = FALSE;
      g_free (uri);
    }
}

void
surety_files_request (SuretyFiles *self, const char *uri)
{
  g_autofree char *url = NULL;
  const Entry *known;

  g_return_if_fail (SURETY_IS_FILES (self));

  if (uri == NULL || !surety_files_get_enabled (self))
    return;
  /* First what most are after a refresh: known. */
  known = g_hash_table_lookup (self->entries, uri);
  if (known != NULL && (known->waiting || is_fresh (known)))
    return;
  url = surety_metadata_locate (uri, self->gateway);
  if (url == NULL)
    return;

  ensure_entry (self, uri)->waiting = TRUE;
  g_queue_push_tail (&self->queue, g_strdup (uri));
  start_next (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

/* --- what is known --- */

SuretyFileState
surety_files_get_state (SuretyFiles *self, const char *uri)
{
  g_autofree char *url = NULL;
  const Entry *entry;

  g_return_val_if_fail (SURETY_IS_FILES (self), SURETY_FILE_NONE);

  url = uri != NULL ? surety_metadata_locate (uri, self->gateway) : NULL;
  entry = uri != NULL ? g_hash_table_lookup (self->entries, uri) : NULL;
  if (entry != NULL && entry->asked != 0 && !entry->waiting)
    return entry->good ? SURETY_FILE_READ : SURETY_FILE_FAILED;
  if (url == NULL)
    return SURETY_FILE_NONE;
  return surety_files_get_enabled (self) ? SURETY_FILE_WAITING : SURETY_FILE_OFF;
}

GBytes *
surety_files_lookup (SuretyFiles *self, const char *uri)
{
  const Entry *entry;

  g_return_val_if_fail (SURETY_IS_FILES (self), NULL);

  entry = uri != NULL ? g_hash_table_lookup (self->entries, uri) : NULL;
  return entry != NULL ? entry->file : NULL;
}

void
surety_files_foreach (SuretyFiles *self, SuretyFilesFunc func, gpointer user_data)
{
  GHashTableIter iter;
  gpointer uri, entry;

  g_return_if_fail (SURETY_IS_FILES (self));

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &uri, &entry))
    if (((Entry *) entry)->file != NULL)
      func (uri, ((Entry *) entry)->file, user_data);
}

gboolean
surety_files_match_site (SuretyFiles *self, const char *uri, gboolean *matches)
{
  GBytes *file = surety_files_lookup (self, uri);
  g_autoptr (SuretyMetadata) metadata = file != NULL ? surety_metadata_parse_file (file) : NULL;

  if (metadata == NULL || *metadata->website == '\0' || !g_str_has_prefix (uri, "https:"))
    return FALSE;
  *matches = surety_metadata_same_site (uri, metadata->website);
  return TRUE;
}

static guint
take_row (SuretyFiles *self, GVariant *row)
{
  g_autoptr (GVariant) uri = g_variant_get_child_value (row, 0);
  g_autoptr (GVariant) asked = g_variant_get_child_value (row, 1);
  g_autoptr (GVariant) good = g_variant_get_child_value (row, 2);
  g_autoptr (GVariant) body = g_variant_get_child_value (row, 3);
  g_autoptr (GVariant) text = g_variant_get_maybe (uri);
  g_autoptr (GVariant) when = g_variant_get_maybe (asked);
  g_autoptr (GVariant) whether = g_variant_get_maybe (good);
  g_autoptr (GVariant) bytes = g_variant_get_maybe (body);
  Entry *entry;

  if (text == NULL || when == NULL || whether == NULL)
    return 0;
  entry = ensure_entry (self, g_variant_get_string (text, NULL));
  /* What came since the start is newer. */
  if (entry->asked != 0)
    return 0;
  entry->asked = g_variant_get_int64 (when);
  entry->good = g_variant_get_int64 (whether) != 0;
  entry->file = bytes != NULL ? g_variant_get_data_as_bytes (bytes) : NULL;
  if (entry->file != NULL)
    g_signal_emit (self, arrived, 0, g_variant_get_string (text, NULL));
  return 1;
}

static DexFuture *
open_fiber (gpointer data)
{
  SuretyFiles *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
    rows = dex_await_variant (surety_database_read (self->database,
                                                    "SELECT uri, asked, good, body FROM file "
                                                    "WHERE uri NOT GLOB '" SURETY_FILES_PICTURE
                                                    "*' ORDER BY asked DESC LIMIT ?",
                                                    g_variant_new ("(x)", (gint64) MAX_FILES)),
                              &error);

  if (rows == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (rows, i);
      g_autoptr (GVariant) row = g_variant_get_variant (boxed);

      take_row (self, row);
    }
  return dex_future_new_true ();
}

DexFuture *
surety_files_open (SuretyFiles *self, SuretyDatabase *database)
{
  dex_return_error_if_fail (SURETY_IS_FILES (self));

  g_set_object (&self->database, database);
  return surety_spawn (open_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
surety_files_forget (SuretyFiles *self)
{
  SuretyStatement statement = { .sql = "DELETE FROM file" };

  dex_return_error_if_fail (SURETY_IS_FILES (self));

  clear_queue (self);
  g_hash_table_remove_all (self->entries);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
  return self->database != NULL ? surety_database_write (self->database, &statement, 1)
                                : dex_future_new_true ();
}

/* --- the object --- */

gboolean
surety_files_get_enabled (SuretyFiles *self)
{
  g_return_val_if_fail (SURETY_IS_FILES (self), FALSE);

  return self->enabled && !surety_proxy_is_set ();
}

void
surety_files_set_enabled (SuretyFiles *self, gboolean enabled)
{
  g_return_if_fail (SURETY_IS_FILES (self));

  if (self->enabled == !!enabled)
    return;
  self->enabled = !!enabled;
  if (!self->enabled)
    clear_queue (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

void
surety_files_set_gateway (SuretyFiles *self, const char *gateway)
{
  g_return_if_fail (SURETY_IS_FILES (self));

  if (gateway != NULL && *gateway == '\0')
    gateway = NULL;
  if (g_set_str (&self->gateway, gateway))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GATEWAY]);
}

guint
surety_files_get_waiting (SuretyFiles *self)
{
  g_return_val_if_fail (SURETY_IS_FILES (self), 0);

  return g_queue_get_length (&self->queue) + self->running;
}

static void
surety_files_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyFiles *self = SURETY_FILES (object);

  switch ((SuretyFilesProperty) id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_GATEWAY:
      g_value_set_string (value, self->gateway);
      break;
    case PROP_WAITING:
      g_value_set_uint (value, surety_files_get_waiting (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_files_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretyFiles *self = SURETY_FILES (object);

  switch ((SuretyFilesProperty) id)
    {
    case PROP_ENABLED:
      surety_files_set_enabled (self, g_value_get_boolean (value));
      break;
    case PROP_GATEWAY:
      surety_files_set_gateway (self, g_value_get_string (value));
      break;
    case PROP_WAITING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_files_dispose (GObject *object)
{
  SuretyFiles *self = SURETY_FILES (object);

  clear_queue (self);
  g_clear_object (&self->web);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (surety_files_parent_class)->dispose (object);
}

static void
surety_files_finalize (GObject *object)
{
  SuretyFiles *self = SURETY_FILES (object);

  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->pictures);
  g_free (self->gateway);
  G_OBJECT_CLASS (surety_files_parent_class)->finalize (object);
}

static void
surety_files_class_init (SuretyFilesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = surety_files_dispose;
  object_class->finalize = surety_files_finalize;
  object_class->get_property = surety_files_get_property;
  object_class->set_property = surety_files_set_property;

  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);
  properties[PROP_GATEWAY] = g_param_spec_string ("gateway", NULL, NULL, NULL, flags);
  properties[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  arrived = g_signal_new ("arrived", SURETY_TYPE_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
surety_files_init (SuretyFiles *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, dex_unref);
  g_queue_init (&self->queue);
}

SuretyFiles *
surety_files_new (SuretyWeb *web)
{
  SuretyFiles *self = g_object_new (SURETY_TYPE_FILES, NULL);

  g_set_object (&self->web, web);
  return self;
}
