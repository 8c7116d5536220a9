/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-directory-private.h"

/* What arrives together is shown together. */
#define ARRIVALS_MS 1000u

void
surety_directory_request_files (SuretyDirectory *self)
{
  g_auto (GStrv) uris = NULL;

  if (self->files == NULL || self->protocol == NULL || !surety_files_get_enabled (self->files))
    return;
  uris = surety_protocol_list_files (self->protocol);
  for (guint i = 0; uris[i] != NULL; i++)
    surety_files_request (self->files, uris[i]);
}

static gboolean
show_arrivals (gpointer user_data)
{
  SuretyDirectory *self = user_data;

  /* One under way may be past them: after it. */
  if (self->refresh != NULL && dex_future_is_pending (self->refresh))
    return G_SOURCE_CONTINUE;
  self->arrivals = 0;
  /* A failure is in "error". */
  dex_future_disown (surety_directory_refresh (self));
  return G_SOURCE_REMOVE;
}

static void
on_arrived (SuretyDirectory *self, const char *uri)
{
  if (self->protocol == NULL)
    return;
  surety_protocol_take_file (self->protocol, uri, surety_files_lookup (self->files, uri));
  if (self->arrivals == 0)
    self->arrivals = g_timeout_add (ARRIVALS_MS, show_arrivals, self);
}

static void
take_file (const char *uri, GBytes *file, gpointer user_data)
{
  surety_protocol_take_file (user_data, uri, file);
}

void
surety_directory_offer_files (SuretyDirectory *self)
{
  if (self->files != NULL && self->protocol != NULL)
    surety_files_foreach (self->files, take_file, self->protocol);
}

void
surety_directory_set_files (SuretyDirectory *self, SuretyFiles *files)
{
  g_return_if_fail (SURETY_IS_DIRECTORY (self));
  g_return_if_fail (self->files == NULL);

  if (files == NULL)
    return;
  self->files = g_object_ref (files);
  g_signal_connect_object (files, "arrived", G_CALLBACK (on_arrived), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (files, "notify::enabled", G_CALLBACK (surety_directory_request_files),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (files, "notify::gateway", G_CALLBACK (surety_directory_request_files),
                           self, G_CONNECT_SWAPPED);
  surety_directory_offer_files (self);
}

SuretyFiles *
surety_directory_get_files (SuretyDirectory *self)
{
  g_return_val_if_fail (SURETY_IS_DIRECTORY (self), NULL);

  return self->files;
}
