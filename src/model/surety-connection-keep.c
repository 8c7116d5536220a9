/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-connection-private.h"

#include "surety-header-line.h"
#include "surety-keyring.h"
#include "surety-offload.h"
#include "surety-store-error.h"

/* What is kept of the endpoints: addresses in the database, headers in the keyring. */

/* Reads the headers that are kept in the keyring. One that can't be read is no reason not to ask the others; its
 * endpoint says itself that something is missing. */
void
surety_connection_load_headers (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      SuretyEndpointRecord *record = g_ptr_array_index (records, i);

      if (record->item == NULL)
        continue;
      record->line = dex_await_boxed (surety_keyring_load (record->item), &record->error);
      if (record->line != NULL && !surety_header_line_is_good (surety_secret_get (record->line)))
        {
          g_clear_pointer (&record->line, surety_secret_unref);
          record->error = g_error_new_literal (SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                                               "What is kept for the endpoint is no header");
        }
    }
}

typedef struct
{
  SuretyConnection *self;
  char **urls;
} SetUrls;

/* In the fiber: what the database has from now on, and only then what is used. */
static gboolean
keep_records (SuretyConnection *self, GPtrArray *records, GError **error)
{
  g_autoptr (SuretyEndpoints) endpoints = NULL;
  g_autofree char *text = surety_endpoint_records_write (records);
  GError *failed = NULL;

  endpoints = surety_connection_make_endpoints (self, records, &failed);
  if (failed == NULL)
    dex_await (surety_database_set_state (self->database, SURETY_CONNECTION_SCOPE,
                                          surety_network_get_key (self->network), text),
               &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  surety_connection_take_endpoints (self, g_steal_pointer (&endpoints), records);
  return TRUE;
}

/* Items of the keyring that none of the records has any more. One that can't be removed now is of no use to anybody
 * but who opens the keyring. */
static void
forget_headers (GPtrArray *before, GPtrArray *after)
{
  for (guint i = 0; i < before->len; i++)
    {
      const SuretyEndpointRecord *record = g_ptr_array_index (before, i);
      const SuretyEndpointRecord *now = surety_endpoint_records_find (after, record->url);

      if (record->item != NULL && (now == NULL || g_strcmp0 (now->item, record->item) != 0))
        dex_future_disown (surety_keyring_remove (record->item));
    }
}

static void
set_urls_free (gpointer data)
{
  SetUrls *job = data;

  g_object_unref (job->self);
  g_strfreev (job->urls);
  g_free (job);
}

static DexFuture *
set_urls_fiber (gpointer user_data)
{
  SetUrls *job = user_data;
  SuretyConnection *self = job->self;
  g_autoptr (GPtrArray) before = g_ptr_array_ref (self->records);
  g_autoptr (GPtrArray)
    records = surety_endpoint_records_pick (before, (const char *const *) job->urls);
  GError *error = NULL;

  if (!keep_records (self, records, &error))
    return dex_future_new_for_error (error);
  forget_headers (before, records);

  return dex_future_new_true ();
}

typedef struct
{
  SuretyConnection *self;
  char *url;
  SuretySecret *line;
} SetHeader;

static void
set_header_free (gpointer data)
{
  SetHeader *job = data;

  g_object_unref (job->self);
  g_free (job->url);
  g_clear_pointer (&job->line, surety_secret_unref);
  g_free (job);
}

/* In the keyring first: what the database points at is there. */
static DexFuture *
set_header_fiber (gpointer user_data)
{
  SetHeader *job = user_data;
  SuretyConnection *self = job->self;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *item = g_strconcat ("endpoint-", uuid, NULL);
  g_auto (GStrv) urls = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) records = NULL;
  SuretyEndpointRecord *record = NULL;
  GError *error = NULL;

  if (job->line != NULL &&
      !dex_await (surety_keyring_save (item, "Surety: header for an endpoint", job->line), &error))
    return dex_future_new_for_error (error);

  before = g_ptr_array_ref (self->records);
  urls = surety_connection_dup_urls (self);
  records = surety_endpoint_records_pick (before, (const char *const *) urls);
  record = surety_endpoint_records_find (records, job->url);
  if (record == NULL)
    {
      /* Taken out of the list meanwhile. */
      if (job->line != NULL)
        dex_future_disown (surety_keyring_remove (item));
      return dex_future_new_true ();
    }
  g_set_str (&record->item, job->line != NULL ? item : NULL);
  g_clear_pointer (&record->line, surety_secret_unref);
  g_clear_error (&record->error);
  record->line = job->line != NULL ? surety_secret_ref (job->line) : NULL;
  if (!keep_records (self, records, &error))
    {
      if (job->line != NULL)
        dex_future_disown (surety_keyring_remove (item));
      return dex_future_new_for_error (error);
    }
  forget_headers (before, records);

  return dex_future_new_true ();
}

DexFuture *
surety_connection_set_urls (SuretyConnection *self, const char *const *urls)
{
  SetUrls *job = NULL;

  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);

  job = g_new0 (SetUrls, 1);
  job->self = g_object_ref (self);
  job->urls = urls != NULL ? g_strdupv ((char **) urls) : g_new0 (char *, 1);

  return surety_spawn (set_urls_fiber, job, set_urls_free);
}

DexFuture *
surety_connection_set_header (SuretyConnection *self, const char *url, SuretySecret *line)
{
  SetHeader *job = NULL;

  g_return_val_if_fail (SURETY_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  job = g_new0 (SetHeader, 1);
  job->self = g_object_ref (self);
  job->url = g_strdup (url);
  job->line = line != NULL ? surety_secret_ref (line) : NULL;

  return surety_spawn (set_header_fiber, job, set_header_free);
}
