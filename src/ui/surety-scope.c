/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-scope.h"

#include "surety-format.h"

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
