/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-network-file-private.h"

#define MAX_TOKENS 64u

/* How rates are read, see surety-eigenlayer-abi.h. "one" and "none" have no source. */
static const char *const rate_kinds[] = {
  "none",
  "one",
  "getExchangeRate",
  "exchangeRate",
  "getRate",
  "stEthPerToken",
  "pricePerShare",
  "swETHToETHRate",
  "convertToAssets",
  "mETHToETH",
  "underlyingBalanceFromShares",
  "ratio",
};

static gboolean
read_rate (SuretyToken *token, JsonNode *node, const char *where, GError **error)
{
  static const char *const members[] = { "kind", "source", NULL };
  g_autofree char *path = surety_file_path (where, "rate");
  g_autofree char *kind_path = surety_file_path (path, "kind");
  JsonObject *object = surety_file_object (node, path, members, error);
  gboolean known = FALSE;

  if (object == NULL || !surety_file_string (object, path, "kind", 32, &token->rate_kind, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (rate_kinds) && !known; i++)
    known = g_str_equal (rate_kinds[i], token->rate_kind);
  if (!known)
    return surety_file_refuse (error, kind_path, "is no way to read a rate that is known here");

  if (g_str_equal (token->rate_kind, "none") || g_str_equal (token->rate_kind, "one"))
    {
      g_autofree char *source_path = surety_file_path (path, "source");

      if (json_object_has_member (object, "source"))
        return surety_file_refuse (error, source_path, "must not be there for this kind");
      return TRUE;
    }
  return surety_file_address (object, path, "source", &token->rate_source, error);
}

void
surety_file_token_free (SuretyToken *self)
{
  g_free (self->symbol);
  g_free (self->name);
  g_free (self->issuer);
  g_free (self->rate_kind);
  g_clear_pointer (&self->facts, surety_token_facts_free);
  g_free (self);
}

/* A strategy belongs to one token of the file, and a token to one place in it. */
static gboolean
check_alone (SuretyNetworkFile *self, const SuretyToken *token, const char *where, GError **error)
{
  g_autofree char *strategy_path = surety_file_path (where, "strategy");
  g_autofree char *token_path = surety_file_path (where, "token");

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const SuretyToken *other = g_ptr_array_index (self->tokens, i);

      if (other == token)
        continue;
      if (!address_is_zero (&token->strategy) && address_equal (&other->strategy, &token->strategy))
        return surety_file_refuse (error, strategy_path, "is another token's too");
      if (address_is_zero (&token->strategy) && address_equal (&other->token, &token->token))
        return surety_file_refuse (error, token_path, "is among the tokens with a strategy");
    }
  return TRUE;
}

static gboolean
read_slots (SuretyToken *token, JsonObject *object, const char *where, GError **error)
{
  static const char *const members[] = { "balanceOf", "allowance", NULL };
  g_autofree char *path = surety_file_path (where, "slots");
  g_autofree char *balance_path = surety_file_path (path, members[0]);
  JsonObject *slots;

  if (!json_object_has_member (object, "slots"))
    return TRUE;
  slots = surety_file_object (json_object_get_member (object, "slots"), path, members, error);
  if (slots == NULL || !surety_file_slot (slots, path, members[0], &token->balance_slot, error) ||
      !surety_file_slot (slots, path, members[1], &token->allowance_slot, error))
    return FALSE;
  /* It keeps shares, and works balances out. */
  return !(token->rebasing && token->balance_slot.known) ||
         surety_file_refuse (error, balance_path, "must not be there for a rebasing token");
}

/* restakable FALSE: a token without a strategy. */
static gboolean
read_token (SuretyNetworkFile *self,
            GPtrArray *list,
            gboolean restakable,
            JsonNode *node,
            const char *where,
            GError **error)
{
  static const char *const members[] = {
    "symbol",   "name", "issuer", "token", "strategy", "decimals",
    "rebasing", "rate", "slots",  "facts", NULL,
  };
  JsonObject *object = surety_file_object (node, where, members, error);
  g_autofree char *strategy_path = surety_file_path (where, "strategy");
  g_autofree char *facts_path = surety_file_path (where, "facts");
  SuretyToken *token;
  guint64 decimals;

  if (object == NULL)
    return FALSE;
  if (!restakable && json_object_has_member (object, "strategy"))
    return surety_file_refuse (error, strategy_path, "must not be there: these tokens have none");

  token = g_new0 (SuretyToken, 1);
  g_ptr_array_add (list, token);
  if (!surety_file_string (object, where, "symbol", 16, &token->symbol, error) ||
      !surety_file_string (object, where, "name", 64, &token->name, error) ||
      !surety_file_string (object, where, "issuer", 64, &token->issuer, error) ||
      !surety_file_address (object, where, "token", &token->token, error) ||
      (restakable && !surety_file_address (object, where, "strategy", &token->strategy, error)) ||
      !surety_file_number (object, where, "decimals", 0, 36, &decimals, error) ||
      !read_rate (token, json_object_get_member (object, "rate"), where, error) ||
      !surety_file_boolean (object, where, "rebasing", &token->rebasing, error) ||
      !read_slots (token, object, where, error))
    return FALSE;
  token->decimals = (guint) decimals;

  if (json_object_has_member (object, "facts"))
    {
      token->facts = surety_file_facts (json_object_get_member (object, "facts"), facts_path,
                                        error);
      if (token->facts == NULL)
        return FALSE;
    }
  return check_alone (self, token, where, error);
}

static gboolean
read_list (SuretyNetworkFile *self,
           GPtrArray *list,
           gboolean restakable,
           JsonNode *node,
           const char *name,
           GError **error)
{
  JsonArray *array = surety_file_array (node, name, MAX_TOKENS, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *where = g_strdup_printf ("%s[%u]", name, i);

      if (!read_token (self, list, restakable, json_array_get_element (array, i), where, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
surety_file_tokens (SuretyNetworkFile *self, JsonObject *object, GError **error)
{
  if (!read_list (self, self->tokens, TRUE, json_object_get_member (object, "tokens"), "tokens",
                  error))
    return FALSE;
  return !json_object_has_member (object, "otherTokens") ||
         read_list (self, self->other_tokens, FALSE, json_object_get_member (object, "otherTokens"),
                    "otherTokens", error);
}
