/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-network.h"

#include "surety-network-file.h"
#include "surety-networks-resource.h"

#define RESOURCE_PATH "/io/github/suretyapp/Surety/networks/"

static const char *const built_in_keys[] = { "mainnet", "hoodi", "sepolia", "practice" };

struct _SuretyNetwork
{
  GObject parent_instance;

  SuretyNetworkFile *file;
};

G_DEFINE_FINAL_TYPE (SuretyNetwork, surety_network, G_TYPE_OBJECT)

typedef enum
{
  PROP_KEY = 1,
  PROP_NAME,
} SuretyNetworkProperty;

static GParamSpec *properties[PROP_NAME + 1];

static void
surety_network_finalize (GObject *object)
{
  SuretyNetwork *self = SURETY_NETWORK (object);

  g_clear_pointer (&self->file, surety_network_file_free);
  G_OBJECT_CLASS (surety_network_parent_class)->finalize (object);
}

static void
surety_network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyNetwork *self = SURETY_NETWORK (object);

  switch ((SuretyNetworkProperty) id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->file->key);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->file->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_network_class_init (SuretyNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_network_finalize;
  object_class->get_property = surety_network_get_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_network_init (SuretyNetwork *self)
{
}

SuretyNetwork *
surety_network_new_take_file (SuretyNetworkFile *file)
{
  SuretyNetwork *self = g_object_new (SURETY_TYPE_NETWORK, NULL);

  self->file = file;
  return self;
}

static SuretyNetwork *
network_new (GBytes *json, gboolean built_in, GError **error)
{
  SuretyNetworkFile *file = surety_network_file_parse (json, built_in, error);

  return file != NULL ? surety_network_new_take_file (file) : NULL;
}

SuretyNetwork *
surety_network_new_from_json (GBytes *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);

  return network_new (json, FALSE, error);
}

SuretyNetwork *
surety_network_new_builtin (const char *key)
{
  g_autofree char *path = g_strdup_printf ("%s%s.json", RESOURCE_PATH, key);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) json = NULL;
  SuretyNetwork *self;

  /* Asked for by name: a resource in a static library is not registered by itself. */
  json = g_resource_lookup_data (surety_networks_get_resource (), path,
                                 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (json == NULL)
    return NULL;

  self = network_new (json, TRUE, &error);
  if (self == NULL)
    g_error ("Built-in network %s: %s", key, error->message);
  return self;
}

GListModel *
surety_network_list_builtin (void)
{
  GListStore *store = g_list_store_new (SURETY_TYPE_NETWORK);

  for (guint i = 0; i < G_N_ELEMENTS (built_in_keys); i++)
    {
      g_autoptr (SuretyNetwork) network = surety_network_new_builtin (built_in_keys[i]);

      g_assert (network != NULL);
      g_list_store_append (store, network);
    }
  return G_LIST_MODEL (store);
}

const char *
surety_network_get_key (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  return self->file->key;
}

const char *
surety_network_get_name (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  return self->file->name;
}

SuretyNetworkKind
surety_network_get_kind (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), SURETY_NETWORK_MAINNET);
  return self->file->kind;
}

guint64
surety_network_get_chain_id (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), 0);
  return self->file->chain_id;
}

guint
surety_network_get_block_seconds (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), 0);
  return self->file->block_seconds;
}

guint64
surety_network_get_confirmations (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), 0);
  return self->file->confirmations;
}

const char *
surety_network_get_explorer (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  return self->file->explorer;
}

const char *
surety_network_get_rewards_server (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  return self->file->rewards_server;
}

gboolean
surety_network_get_contract (SuretyNetwork *self,
                             const char *name,
                             Address *out,
                             guint64 *start_block)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), FALSE);
  g_return_val_if_fail (name != NULL && out != NULL, FALSE);

  for (guint i = 0; i < self->file->contracts->len; i++)
    {
      const SuretyNetworkContract *contract = &g_array_index (self->file->contracts,
                                                              SuretyNetworkContract, i);

      if (g_str_equal (contract->name, name))
        {
          *out = contract->address;
          if (start_block != NULL)
            *start_block = contract->start_block;
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
surety_network_get_slot (SuretyNetwork *self, const char *contract, u256 *out)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), FALSE);
  g_return_val_if_fail (contract != NULL && out != NULL, FALSE);

  for (guint i = 0; i < self->file->contracts->len; i++)
    {
      const SuretyNetworkContract *known = &g_array_index (self->file->contracts,
                                                           SuretyNetworkContract, i);

      if (g_str_equal (known->name, contract) && known->slot.known)
        {
          *out = known->slot.slot;
          return TRUE;
        }
    }
  return FALSE;
}

guint
surety_network_get_n_contracts (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), 0);
  return self->file->contracts->len;
}

const Address *
surety_network_get_contract_at (SuretyNetwork *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  g_return_val_if_fail (i < self->file->contracts->len, NULL);
  return &g_array_index (self->file->contracts, SuretyNetworkContract, i).address;
}

guint
surety_network_get_n_tokens (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), 0);
  return self->file->tokens->len;
}

const SuretyToken *
surety_network_get_token (SuretyNetwork *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  g_return_val_if_fail (i < self->file->tokens->len, NULL);
  return g_ptr_array_index (self->file->tokens, i);
}

guint
surety_network_get_n_other_tokens (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), 0);
  return self->file->other_tokens->len;
}

const SuretyToken *
surety_network_get_other_token (SuretyNetwork *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  g_return_val_if_fail (i < self->file->other_tokens->len, NULL);
  return g_ptr_array_index (self->file->other_tokens, i);
}

static const SuretyToken *
find_among (GPtrArray *tokens, const Address *address)
{
  for (guint i = 0; i < tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (tokens, i);

      if (address_equal (&token->token, address))
        return token;
    }
  return NULL;
}

const SuretyToken *
surety_network_find_token (SuretyNetwork *self, const Address *token)
{
  const SuretyToken *found = NULL;

  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  g_return_val_if_fail (token != NULL, NULL);

  found = find_among (self->file->tokens, token);
  return found != NULL ? found : find_among (self->file->other_tokens, token);
}

const SuretyToken *
surety_network_find_strategy (SuretyNetwork *self, const Address *strategy)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  g_return_val_if_fail (strategy != NULL, NULL);

  for (guint i = 0; i < self->file->tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (self->file->tokens, i);

      if (address_equal (&token->strategy, strategy))
        return token;
    }
  return NULL;
}

guint
surety_network_get_n_endpoints (SuretyNetwork *self)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), 0);
  return self->file->endpoints->len;
}

const SuretyPublicEndpoint *
surety_network_get_endpoint (SuretyNetwork *self, guint i)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  g_return_val_if_fail (i < self->file->endpoints->len, NULL);
  return g_ptr_array_index (self->file->endpoints, i);
}

char *
surety_network_dup_label (SuretyNetwork *self, const Address *address)
{
  g_return_val_if_fail (SURETY_IS_NETWORK (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  for (guint i = 0; i < self->file->contracts->len; i++)
    {
      const SuretyNetworkContract *contract = &g_array_index (self->file->contracts,
                                                              SuretyNetworkContract, i);

      if (address_equal (&contract->address, address))
        return g_strdup (contract->name);
    }

  for (guint i = 0; i < self->file->tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (self->file->tokens, i);

      if (address_equal (&token->token, address))
        return g_strdup (token->symbol);
      if (address_equal (&token->strategy, address))
        return g_strdup_printf ("%s strategy", token->symbol);
    }

  for (guint i = 0; i < self->file->other_tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (self->file->other_tokens, i);

      if (address_equal (&token->token, address))
        return g_strdup (token->symbol);
    }

  for (guint i = 0; i < self->file->tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (self->file->tokens, i);
      const SuretyPlace *place = token->facts != NULL ? &token->facts->mint.place : NULL;

      if (place != NULL && token->facts->mint.has_place &&
          address_equal (place->has_known ? &place->known : &place->address, address))
        return g_strdup_printf ("%s (%s)", token->issuer, token->symbol);
    }
  return NULL;
}
