/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-directory-private.h"
#include "surety-eigenlayer-private.h"

/* What is in the URI itself goes before what a host says it leads to. */
const SuretyMetadata *
surety_eigenlayer_find_metadata (SuretyEigenlayer *self,
                                 const SuretyMetadata *carried,
                                 const char *uri)
{
  if (carried != NULL || uri == NULL || self->files == NULL)
    return carried;
  return g_hash_table_lookup (self->files, uri);
}

/* Sets are made anew with the prices only. */
static void
mark_service (SuretyEigenlayer *self, const Address *avs)
{
  SuretyEigenlayerDirectory *directory = self->directory;

  self->is_priced = FALSE;
  for (guint i = 0; i < directory->sets->len; i++)
    {
      SuretyEigenlayerSetEntry *entry = g_ptr_array_index (directory->sets, i);

      if (address_equal (&entry->set.avs, avs))
        entry->changed = TRUE;
    }
}

void
surety_eigenlayer_take_file (SuretyProtocol *protocol, const char *uri, GBytes *file)
{
  SuretyEigenlayer *self = SURETY_EIGENLAYER (protocol);
  SuretyEigenlayerDirectory *directory = self->directory;
  SuretyMetadata *metadata = file != NULL ? surety_metadata_parse_file (file) : NULL;
  GHashTableIter iter;
  gpointer avs;

  if (self->files == NULL)
    self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) surety_metadata_free);
  if (metadata != NULL)
    g_hash_table_replace (self->files, g_strdup (uri), metadata);
  else
    g_hash_table_remove (self->files, uri);

  for (guint i = 0; i < directory->operators->len; i++)
    {
      SuretyEigenlayerEntry *entry = g_ptr_array_index (directory->operators, i);

      if (g_strcmp0 (entry->uri, uri) == 0)
        entry->changed = TRUE;
    }
  g_hash_table_iter_init (&iter, directory->services);
  while (g_hash_table_iter_next (&iter, NULL, &avs))
    if (g_strcmp0 (((SuretyEigenlayerAvs *) avs)->uri, uri) == 0)
      mark_service (self, &((SuretyEigenlayerAvs *) avs)->avs);
}

char **
surety_eigenlayer_list_files (SuretyProtocol *protocol)
{
  SuretyEigenlayerDirectory *directory = SURETY_EIGENLAYER (protocol)->directory;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer avs;

  g_hash_table_iter_init (&iter, directory->services);
  while (g_hash_table_iter_next (&iter, NULL, &avs))
    if (((SuretyEigenlayerAvs *) avs)->uri != NULL)
      g_strv_builder_add (builder, ((SuretyEigenlayerAvs *) avs)->uri);
  for (guint i = 0; i < directory->operators->len; i++)
    {
      SuretyEigenlayerEntry *entry = g_ptr_array_index (directory->operators, i);

      if (entry->uri != NULL && entry->registered_block != 0)
        g_strv_builder_add (builder, entry->uri);
    }
  return g_strv_builder_end (builder);
}
