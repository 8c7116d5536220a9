/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-files-private.h"

#include "surety-offload.h"
#include "surety-picture.h"

/* Pictures kept in the database: of what was opened last. */
#define MAX_PICTURES 100

typedef struct
{
  SuretyFiles *files;
  char *uri;
  char *key; /* in the database */
  char *url;
} Load;

/* One as the database has it. */
typedef struct
{
  gint64 asked;
  gboolean good;
  GBytes *body; /* nullable */
} Kept;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->files);
  g_free (load->uri);
  g_free (load->key);
  g_free (load->url);
  g_free (load);
}

static DexFuture *
reject_off (void)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                                "Files are not fetched from the web");
}

static DexFuture *
reject_none (void)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no picture");
}

/* --- reduced on a thread --- */

static gboolean
reduce (gpointer file, GValue *result, GError **error)
{
  guint width, height;
  GBytes *picture = surety_picture_reduce (file, &width, &height);

  if (picture == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "No picture of a kind or size that is shown");
      return FALSE;
    }
  g_value_init (result, G_TYPE_BYTES);
  g_value_take_boxed (result, picture);
  return TRUE;
}

static void
unref_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

static DexFuture *
reduce_away (GBytes *file)
{
  return surety_offload (reduce, g_bytes_ref (file), unref_bytes);
}

/* --- kept --- */

static gint64
take_number (GVariant *row, gsize place)
{
  g_autoptr (GVariant) child = g_variant_get_child_value (row, place);
  g_autoptr (GVariant) value = g_variant_get_maybe (child);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)
           ? g_variant_get_int64 (value)
           : 0;
}

static GBytes *
take_body (GVariant *row, gsize place)
{
  g_autoptr (GVariant) child = g_variant_get_child_value (row, place);
  g_autoptr (GVariant) value = g_variant_get_maybe (child);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING)
           ? g_variant_get_data_as_bytes (value)
           : NULL;
}

/* What is not there, or can't be read, was never asked for. */
static void
look_up (const Load *load, Kept *kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) rows = NULL;
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) row = NULL;

  if (load->files->database == NULL)
    return;
  rows = dex_await_variant (surety_database_read (load->files->database,
                                                  "SELECT asked, good, body FROM file "
                                                  "WHERE uri = ?",
                                                  g_variant_new ("(s)", load->key)),
                            &error);
  if (rows == NULL)
    {
      g_message ("A kept picture is not read: %s", error->message);
      return;
    }
  if (g_variant_n_children (rows) != 1)
    return;

  boxed = g_variant_get_child_value (rows, 0);
  row = g_variant_get_variant (boxed);
  kept->asked = take_number (row, 0);
  kept->good = take_number (row, 1) != 0;
  kept->body = take_body (row, 2);
}

static void
keep (const Load *load, gboolean good, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  SuretyStatement statements[] = {
    {
      .sql = "INSERT INTO file (uri, asked, good, body) VALUES (?, ?, ?, ?) ON CONFLICT (uri) DO "
             "UPDATE SET asked = excluded.asked, good = excluded.good, body = excluded.body",
      .parameters =
        g_variant_new ("(sxx@may)", load->key, g_get_real_time () / G_USEC_PER_SEC,
                       (gint64) (good ? 1 : 0),
                       g_variant_new_maybe (G_VARIANT_TYPE_BYTESTRING,
                                            body != NULL
                                              ? g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                                                          body, TRUE)
                                              : NULL)),
    },
    {
      .sql = "DELETE FROM file WHERE uri IN (SELECT uri FROM file WHERE uri GLOB "
             "'" SURETY_FILES_PICTURE "*' ORDER BY asked DESC LIMIT -1 OFFSET ?)",
      .parameters = g_variant_new ("(x)", (gint64) MAX_PICTURES),
    },
  };

  /* What can't be kept is fetched again when it is opened again. */
  if (!dex_await (surety_database_write (load->files->database, statements,
                                         G_N_ELEMENTS (statements)),
                  &error))
    g_message ("A picture is not kept: %s", error->message);
}

/* --- loading --- */

static DexFuture *
load_story (const Load *load)
{
  SuretyFiles *self = load->files;
  Kept kept = { 0 };
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GError) error = NULL;

  look_up (load, &kept);
  old = kept.body;
  if (!surety_files_get_enabled (self))
    return reject_off ();
  if (surety_files_is_fresh (kept.asked, kept.good))
    return old != NULL ? reduce_away (old) : reject_none ();

  if (self->web == NULL)
    self->web = surety_web_new ();
  file = dex_await_boxed (surety_web_fetch (self->web, load->url, SURETY_TRAFFIC_PICTURE,
                                            SURETY_PICTURE_MAX_FILE, SURETY_FILES_DEADLINE_MS),
                          &error);
  if (file != NULL)
    picture = dex_await_boxed (reduce_away (file), &error);
  /* Switched off meanwhile: what came is dropped, as if it had not been asked for. */
  if (!surety_files_get_enabled (self))
    return reject_off ();

  if (self->database != NULL)
    keep (load, picture != NULL, picture != NULL ? picture : old);
  if (picture != NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&picture));
  if (old != NULL)
    return reduce_away (old);
  return file != NULL ? dex_future_new_for_error (g_steal_pointer (&error)) : reject_none ();
}

static DexFuture *
load_fiber (gpointer data)
{
  Load *load = data;
  DexFuture *future = load_story (load);

  g_hash_table_remove (load->files->pictures, load->uri);
  return future;
}

DexFuture *
surety_files_load_picture (SuretyFiles *self, const char *uri)
{
  DexFuture *under_way;
  Load *load;

  dex_return_error_if_fail (SURETY_IS_FILES (self));
  dex_return_error_if_fail (uri != NULL);

  if (!surety_files_get_enabled (self))
    return reject_off ();
  under_way = g_hash_table_lookup (self->pictures, uri);
  if (under_way != NULL)
    return dex_ref (under_way);

  load = g_new0 (Load, 1);
  load->files = g_object_ref (self);
  load->uri = g_strdup (uri);
  load->key = g_strconcat (SURETY_FILES_PICTURE, uri, NULL);
  load->url = surety_metadata_locate (uri, self->gateway);
  if (load->url == NULL)
    {
      load_free (load);
      return reject_none ();
    }
  under_way = surety_spawn (load_fiber, load, load_free);
  g_hash_table_insert (self->pictures, g_strdup (uri), dex_ref (under_way));
  return under_way;
}
