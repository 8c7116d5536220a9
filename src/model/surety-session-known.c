/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-session-private.h"

#include "surety-look-alike.h"
#include "surety-party.h"

static char *
find_among_accounts (SuretySession *self, const Address *address, Address *like)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (accounts, i);

      *like = *surety_account_get_address (account);
      if (surety_look_alike_addresses (like, address))
        return g_strdup (surety_account_get_name (account));
    }
  return NULL;
}

static char *
find_among_saved (SuretySession *self, const Address *address, Address *like)
{
  SuretyAddressBook *book = surety_session_get_address_book (self);
  const guint n = book != NULL ? g_list_model_get_n_items (G_LIST_MODEL (book)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyContact) contact = g_list_model_get_item (G_LIST_MODEL (book), i);

      *like = *surety_contact_get_address (contact);
      if (surety_look_alike_addresses (like, address))
        return g_strdup (surety_contact_get_name (contact));
    }
  return NULL;
}

static gboolean
is_like (const Address *known, const Address *address, Address *like)
{
  *like = *known;
  return surety_look_alike_addresses (known, address);
}

static char *
find_in_network (SuretySession *self, const Address *address, Address *like)
{
  SuretyNetwork *network = self->network;

  for (guint i = 0; network != NULL && i < surety_network_get_n_contracts (network); i++)
    if (is_like (surety_network_get_contract_at (network, i), address, like))
      return surety_network_dup_label (network, like);
  for (guint i = 0; network != NULL && i < surety_network_get_n_tokens (network); i++)
    {
      const SuretyToken *token = surety_network_get_token (network, i);

      if (is_like (&token->token, address, like) || is_like (&token->strategy, address, like))
        return surety_network_dup_label (network, like);
    }
  return NULL;
}

static char *
find_among_operators (SuretySession *self, const Address *address, Address *like)
{
  GListModel *providers = surety_directory_get_providers (self->directory);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);
      const char *name = surety_provider_get_name (provider);

      if (is_like (surety_provider_get_address (provider), address, like))
        return g_strdup (
          name != NULL && *name != '\0' ? name : surety_provider_get_address_text (provider));
    }
  return NULL;
}

char *
surety_session_dup_look_alike (SuretySession *self, const Address *address, Address *like)
{
  char *name = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (address != NULL && like != NULL, NULL);

  name = find_among_accounts (self, address, like);
  if (name == NULL)
    name = find_among_saved (self, address, like);
  if (name == NULL)
    name = find_in_network (self, address, like);
  if (name == NULL)
    name = find_among_operators (self, address, like);

  return name;
}

gboolean
surety_session_check_contact (SuretySession *self, const Address *address, GError **error)
{
  SuretyAddressBook *book = NULL;
  SuretyAccount *own = NULL;

  g_return_val_if_fail (SURETY_IS_SESSION (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  book = surety_session_get_address_book (self);
  g_return_val_if_fail (book != NULL, FALSE);

  own = surety_session_find_account (self, address);
  if (own == NULL || !surety_address_book_is_own (surety_address_book_get_network (book),
                                                  surety_account_get_record (own)))
    return surety_address_book_check_address (book, address, error);
  g_set_error_literal (error, SURETY_BOOK_ERROR, SURETY_BOOK_ERROR_OWN,
                       "the account's key is here");
  return FALSE;
}

static DexFuture *
to_kind (DexFuture *completed, gpointer user_data)
{
  const SuretyParty *party = g_value_get_boxed (dex_future_get_value (completed, NULL));

  return dex_future_new_for_int64 (party->kind);
}

DexFuture *
surety_session_load_party (SuretySession *self, const Address *address)
{
  SuretyEndpoints *endpoints = NULL;
  Address place;
  gboolean has_place = FALSE;

  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  endpoints = self->context != NULL ? surety_context_get_endpoints (self->context) : NULL;
  if (endpoints == NULL)
    return dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_NO_ENDPOINT,
                                  "no endpoint is chosen");
  has_place = surety_network_get_contract (self->network, "Multicall3", &place, NULL);

  return dex_future_then (surety_party_look (has_place ? &place : NULL, endpoints, address),
                          to_kind, NULL, NULL);
}
