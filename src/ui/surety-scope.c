/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-scope.h"

#include "surety-format.h"
#include "surety-look-alike.h"

#define HOUR 3600u

static char *
set_key (const Address *avs, guint32 set)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (avs, text);

  return g_strdup_printf ("%s:%u", text, set);
}

SuretyScope *
surety_scope_new (void)
{
  SuretyScope *self = g_rc_box_new0 (SuretyScope);

  self->set_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->look_alikes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

SuretyScope *
surety_scope_ref (SuretyScope *self)
{
  return g_rc_box_acquire (self);
}

static void
scope_clear (gpointer data)
{
  SuretyScope *self = data;

  g_hash_table_unref (self->set_names);
  g_hash_table_unref (self->look_alikes);
  g_hash_table_unref (self->notes);
  g_free (self->symbol);
  g_clear_object (&self->network);
}

void
surety_scope_unref (SuretyScope *self)
{
  g_rc_box_release_full (self, scope_clear);
}

gboolean
surety_scope_read_facts (SuretyScope *self, SuretySession *session)
{
  const SuretyGuideFacts before = self->facts;
  guint64 now = 0;
  gboolean same = FALSE;

  surety_guide_facts_read (session, &self->facts);
  g_set_object (&self->network, surety_session_get_network (session));
  now = MAX (self->facts.time,
             surety_directory_get_as_of_time (surety_session_get_directory (session)));
  same = before.exit_known == self->facts.exit_known &&
         before.exit_delay == self->facts.exit_delay &&
         before.configuration_delay == self->facts.configuration_delay &&
         before.block_seconds == self->facts.block_seconds && now >= self->now &&
         now - self->now < HOUR;
  if (same)
    self->facts = before;
  else
    self->now = now;

  return !same;
}

void
surety_scope_read_services (SuretyScope *self, SuretySession *session)
{
  GListModel *services = surety_directory_get_services (surety_session_get_directory (session));

  g_hash_table_remove_all (self->set_names);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);

      if (*surety_service_get_name (service) != '\0')
        surety_scope_add_set_name (self, surety_service_get_avs (service),
                                   surety_service_get_set (service),
                                   surety_service_get_name (service));
    }
}

static void
add_providers (GHashTable *out, SuretyDirectory *directory)
{
  GListModel *providers = surety_directory_get_providers (directory);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (surety_directory_is_look_alike (directory, surety_provider_get_address (provider)))
        g_hash_table_add (out, g_strdup (surety_provider_get_address_text (provider)));
    }
}

/* Operator sets of one service may well be called alike. */
static void
add_services (GHashTable *out, SuretyDirectory *directory)
{
  GListModel *services = surety_directory_get_services (directory);
  guint n = g_list_model_get_n_items (services);
  /* Skeleton of a name → the address of the service that has it; "" = more than one have. */
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) skeletons = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);
      const char *address = surety_service_get_address_text (service);
      char *skeleton = surety_look_alike_skeleton (surety_service_get_name (service));
      const char *owner = g_hash_table_lookup (owners, skeleton);

      if (owner == NULL || !g_str_equal (owner, address))
        g_hash_table_replace (owners, g_strdup (skeleton), g_strdup (owner == NULL ? address : ""));
      g_ptr_array_add (skeletons, skeleton);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);
      const char *skeleton = g_ptr_array_index (skeletons, i);
      const char *owner = g_hash_table_lookup (owners, skeleton);

      if (*skeleton != '\0' && *owner == '\0')
        g_hash_table_add (out, set_key (surety_service_get_avs (service),
                                        surety_service_get_set (service)));
    }
}

gboolean
surety_scope_read_look_alikes (SuretyScope *self, SuretySession *session)
{
  SuretyDirectory *directory = surety_session_get_directory (session);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key = NULL;
  gboolean same = FALSE;

  add_providers (found, directory);
  add_services (found, directory);
  same = g_hash_table_size (found) == g_hash_table_size (self->look_alikes);
  g_hash_table_iter_init (&iter, found);
  while (same && g_hash_table_iter_next (&iter, &key, NULL))
    same = g_hash_table_contains (self->look_alikes, key);
  if (same)
    return FALSE;
  g_hash_table_unref (self->look_alikes);
  self->look_alikes = g_steal_pointer (&found);

  return TRUE;
}

gboolean
surety_scope_is_look_alike (const SuretyScope *self, const char *key)
{
  return g_hash_table_contains (self->look_alikes, key);
}

void
surety_scope_add_look_alike (SuretyScope *self, const char *key)
{
  g_hash_table_add (self->look_alikes, g_strdup (key));
}

gboolean
surety_scope_set_notes (SuretyScope *self, GHashTable *notes)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer words = NULL;
  gboolean same = g_hash_table_size (notes) == g_hash_table_size (self->notes);

  g_hash_table_iter_init (&iter, notes);
  while (same && g_hash_table_iter_next (&iter, &key, &words))
    same = g_strcmp0 (surety_scope_get_note (self, key), words) == 0;
  if (same)
    return FALSE;
  g_hash_table_unref (self->notes);
  self->notes = g_hash_table_ref (notes);

  return TRUE;
}

const char *
surety_scope_get_note (const SuretyScope *self, const char *key)
{
  return g_hash_table_lookup (self->notes, key);
}

static char *
brief_address (const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);

  return surety_format_address (text, FALSE);
}

char *
surety_scope_dup_strategy_name (const SuretyScope *self, const Address *strategy)
{
  const SuretyToken *token = self->network != NULL
                               ? surety_network_find_strategy (self->network, strategy)
                               : NULL;

  return token != NULL ? g_strdup (token->symbol) : brief_address (strategy);
}

char *
surety_scope_dup_token_name (const SuretyScope *self, const Address *token, guint *decimals)
{
  guint n = self->network != NULL ? surety_network_get_n_tokens (self->network) : 0;

  if (decimals != NULL)
    *decimals = 18;
  for (guint i = 0; i < n; i++)
    {
      const SuretyToken *known = surety_network_get_token (self->network, i);

      if (!address_equal (&known->token, token))
        continue;
      if (decimals != NULL)
        *decimals = known->decimals;
      return g_strdup (known->symbol);
    }

  return brief_address (token);
}

void
surety_scope_set_token (SuretyScope *self, const SuretyToken *token)
{
  self->has_strategy = token != NULL;
  g_set_str (&self->symbol, token != NULL ? token->symbol : NULL);
  if (token == NULL)
    return;
  self->strategy = token->strategy;
  self->decimals = token->decimals;
}

const char *
surety_scope_get_set_name (const SuretyScope *self, const Address *avs, guint32 set)
{
  g_autofree char *key = set_key (avs, set);

  return g_hash_table_lookup (self->set_names, key);
}

void
surety_scope_add_set_name (SuretyScope *self, const Address *avs, guint32 set, const char *name)
{
  g_hash_table_replace (self->set_names, set_key (avs, set), g_strdup (name));
}
