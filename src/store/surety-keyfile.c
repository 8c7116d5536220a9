/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-keyfile.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ecdsa.h"
#include "surety-offload.h"
#include "surety-store-error.h"

typedef struct
{
  GBytes *json;
  SuretySecret *content;
  SuretySecret *passphrase;
  Address address;
  gboolean has_address;
  char *directory;
  char *id;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->json, g_bytes_unref);
  g_clear_pointer (&job->content, surety_secret_unref);
  g_clear_pointer (&job->passphrase, surety_secret_unref);
  g_free (job->directory);
  g_free (job->id);
  g_free (job);
}

static gboolean
core_failed (CoreResult answer, const char *what, GError **error)
{
  SuretyStoreError code = answer == CORE_ERROR_AUTHENTICATION ? SURETY_STORE_ERROR_PASSPHRASE
                                                              : SURETY_STORE_ERROR_MALFORMED;

  g_set_error (error, SURETY_STORE_ERROR, (gint) code, "%s: %s", what,
               core_result_to_string (answer));

  return FALSE;
}

/* On a thread: the key derivation is slow on purpose. */
static gboolean
open_json (Job *job, SuretySecret **content, GError **error)
{
  Keystore keystore;
  Address named;
  Address real;
  gboolean has_address = FALSE;
  Secret *secret = NULL;
  CoreResult answer = CORE_OK;

  if (!surety_keystore_parse (job->json, &keystore, &named, &has_address, error))
    return FALSE;
  answer = keystore_decrypt (&keystore, surety_secret_get (job->passphrase), &secret);
  if (answer != CORE_OK)
    return core_failed (answer, "the key file did not open", error);
  if (has_address)
    {
      answer = secret_length (secret) == 32 ? ecdsa_address (secret, &real) : CORE_ERROR_SYNTAX;
      if (answer != CORE_OK || !address_equal (&named, &real))
        {
          secret_free (secret);
          g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED,
                               "the key in the file is not the key of the address it names");
          return FALSE;
        }
    }
  *content = surety_secret_new (secret);

  return TRUE;
}

static gboolean
seal_json (Job *job, GBytes **json, GError **error)
{
  Keystore keystore = { 0 };
  CoreResult answer = CORE_OK;

  keystore_default_costs (&keystore);
  answer = keystore_encrypt (&keystore, surety_secret_get (job->passphrase),
                             surety_secret_get (job->content));
  if (answer != CORE_OK)
    return core_failed (answer, "the key file was not written", error);
  *json = surety_keystore_write (&keystore, job->has_address ? &job->address : NULL);

  return TRUE;
}

static gboolean
open_on_thread (gpointer user_data, GValue *result, GError **error)
{
  SuretySecret *content = NULL;

  if (!open_json (user_data, &content, error))
    return FALSE;
  g_value_init (result, SURETY_TYPE_SECRET);
  g_value_take_boxed (result, content);

  return TRUE;
}

DexFuture *
surety_keystore_open (GBytes *json, SuretySecret *passphrase)
{
  Job *job = g_new0 (Job, 1);

  job->json = g_bytes_ref (json);
  job->passphrase = surety_secret_ref (passphrase);

  return surety_offload (open_on_thread, job, job_free);
}

static gboolean
seal_on_thread (gpointer user_data, GValue *result, GError **error)
{
  GBytes *json = NULL;

  if (!seal_json (user_data, &json, error))
    return FALSE;
  g_value_init (result, G_TYPE_BYTES);
  g_value_take_boxed (result, json);

  return TRUE;
}

DexFuture *
surety_keystore_seal (SuretySecret *content, SuretySecret *passphrase, const Address *address)
{
  Job *job = g_new0 (Job, 1);

  job->content = surety_secret_ref (content);
  job->passphrase = surety_secret_ref (passphrase);
  job->has_address = address != NULL;
  if (address != NULL)
    job->address = *address;

  return surety_offload (seal_on_thread, job, job_free);
}

static char *
file_path (Job *job)
{
  g_autofree char *name = g_strconcat (job->id, ".json", NULL);

  return g_build_filename (job->directory, name, NULL);
}

static gboolean
io_failed (GError *cause, GError **error)
{
  SuretyStoreError code = g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                            ? SURETY_STORE_ERROR_NOT_FOUND
                            : SURETY_STORE_ERROR_IO;

  g_set_error (error, SURETY_STORE_ERROR, (gint) code, "the key file: %s", cause->message);
  g_error_free (cause);

  return FALSE;
}

/* Reads the file of a job into its json. */
static gboolean
read_file (Job *job, GError **error)
{
  g_autofree char *path = file_path (job);
  GError *cause = NULL;
  char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, &cause))
    return io_failed (cause, error);
  g_clear_pointer (&job->json, g_bytes_unref);
  job->json = g_bytes_new_take (text, length);

  return TRUE;
}

/* Written whole or not at all, on the disk before the old one goes, and opened again before it
 * counts. */
static gboolean
save_on_thread (gpointer user_data, GValue *result, GError **error)
{
  Job *job = user_data;
  g_autofree char *path = file_path (job);
  g_autoptr (GBytes) json = NULL;
  g_autoptr (SuretySecret) back = NULL;
  GError *cause = NULL;
  gsize length = 0;
  const char *text = NULL;

  if (!seal_json (job, &json, error))
    return FALSE;
  if (g_mkdir_with_parents (job->directory, 0700) != 0)
    {
      g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_IO, "the key folder: %s",
                   g_strerror (errno));
      return FALSE;
    }
  text = g_bytes_get_data (json, &length);
  if (!g_file_set_contents_full (path, text, (gssize) length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &cause))
    return io_failed (cause, error);
  if (!read_file (job, error) || !open_json (job, &back, error))
    return FALSE;
  if (!secret_equal (surety_secret_get (back), surety_secret_get (job->content)))
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_IO,
                           "the key file gave back something else");
      return FALSE;
    }
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  return TRUE;
}

static gboolean
load_on_thread (gpointer user_data, GValue *result, GError **error)
{
  return read_file (user_data, error) && open_on_thread (user_data, result, error);
}

static gboolean
remove_on_thread (gpointer user_data, GValue *result, GError **error)
{
  g_autofree char *path = file_path (user_data);

  if (g_unlink (path) != 0)
    {
      g_set_error (error, SURETY_STORE_ERROR,
                   errno == ENOENT ? SURETY_STORE_ERROR_NOT_FOUND : SURETY_STORE_ERROR_IO,
                   "the key file: %s", g_strerror (errno));
      return FALSE;
    }
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);

  return TRUE;
}

static Job *
file_job (const char *directory, const char *id)
{
  Job *job = g_new0 (Job, 1);

  job->directory = g_strdup (directory);
  job->id = g_strdup (id);

  return job;
}

DexFuture *
surety_keyfile_save (const char *directory,
                     const char *id,
                     SuretySecret *content,
                     SuretySecret *passphrase)
{
  Job *job = NULL;

  g_return_val_if_fail (g_uuid_string_is_valid (id), NULL);

  job = file_job (directory, id);
  job->content = surety_secret_ref (content);
  job->passphrase = surety_secret_ref (passphrase);

  return surety_offload (save_on_thread, job, job_free);
}

DexFuture *
surety_keyfile_load (const char *directory, const char *id, SuretySecret *passphrase)
{
  Job *job = NULL;

  g_return_val_if_fail (g_uuid_string_is_valid (id), NULL);

  job = file_job (directory, id);
  job->passphrase = surety_secret_ref (passphrase);

  return surety_offload (load_on_thread, job, job_free);
}

DexFuture *
surety_keyfile_remove (const char *directory, const char *id)
{
  g_return_val_if_fail (g_uuid_string_is_valid (id), NULL);

  return surety_offload (remove_on_thread, file_job (directory, id), job_free);
}
