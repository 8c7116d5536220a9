/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-override.h"

#include <string.h>

#include <json-glib/json-glib.h>

/* Nicks, as they are in the file. */
static const char *const tiers[LADDER_N_TIERS] = { "pilot", "quarter", "full" };
static const char *const evidence[LADDER_N_EVIDENCE] = { "landed", "waited", "rehearsed",
                                                         "backup" };

void
surety_override_clear (SuretyOverride *self)
{
  g_clear_pointer (&self->symbol, g_free);
}

char *
surety_override_to_json (const SuretyOverride *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  char address[ADDRESS_TEXT_SIZE];
  char amount[U256_DECIMAL_SIZE];

  g_return_val_if_fail (self->stride.tier < LADDER_N_TIERS, NULL);

  address_to_text (&self->strategy, address);
  u256_to_decimal (self->amount, amount);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "strategy");
  json_builder_add_string_value (builder, address);
  json_builder_set_member_name (builder, "symbol");
  json_builder_add_string_value (builder, self->symbol);
  json_builder_set_member_name (builder, "decimals");
  json_builder_add_int_value (builder, self->decimals);
  json_builder_set_member_name (builder, "amount");
  json_builder_add_string_value (builder, amount);
  json_builder_set_member_name (builder, "tier");
  json_builder_add_string_value (builder, tiers[self->stride.tier]);
  json_builder_set_member_name (builder, "skips");
  json_builder_add_boolean_value (builder, self->stride.skips);
  json_builder_set_member_name (builder, "unverified");
  json_builder_begin_array (builder);
  for (guint i = 0; i < LADDER_N_EVIDENCE; i++)
    if ((self->stride.unverified & LADDER_BIT (i)) != 0)
      json_builder_add_string_value (builder, evidence[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "after");
  json_builder_add_int_value (builder, self->after);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static gboolean
find (const char *const *nicks, guint n, const char *nick, guint *out)
{
  for (guint i = 0; nick != NULL && i < n; i++)
    if (g_str_equal (nicks[i], nick))
      {
        *out = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
read_unverified (JsonObject *object, unsigned *out)
{
  JsonNode *node = json_object_get_member (object, "unverified");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      guint bit = 0;

      if (!JSON_NODE_HOLDS_VALUE (element) ||
          !find (evidence, LADDER_N_EVIDENCE, json_node_get_string (element), &bit))
        return FALSE;
      *out |= LADDER_BIT (bit);
    }

  return TRUE;
}

gboolean
surety_override_from_json (const char *text, SuretyOverride *out)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  SuretyOverride self = { .stride.overrides = TRUE };
  JsonNode *root = NULL;
  JsonObject *object = NULL;
  const char *strategy = NULL;
  const char *amount = NULL;
  const char *symbol = NULL;
  gint64 decimals = 0;
  guint tier = 0;

  *out = (SuretyOverride) { 0 };
  if (!json_parser_load_from_data (parser, text, -1, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  strategy = json_object_get_string_member_with_default (object, "strategy", NULL);
  amount = json_object_get_string_member_with_default (object, "amount", NULL);
  symbol = json_object_get_string_member_with_default (object, "symbol", NULL);
  decimals = json_object_get_int_member_with_default (object, "decimals", -1);
  if (strategy == NULL || amount == NULL || symbol == NULL || decimals < 0 || decimals > 77 ||
      address_parse (strategy, strlen (strategy), &self.strategy, NULL) != CORE_OK ||
      u256_from_decimal (amount, strlen (amount), &self.amount) != CORE_OK ||
      !find (tiers, LADDER_N_TIERS,
             json_object_get_string_member_with_default (object, "tier", NULL), &tier) ||
      !read_unverified (object, &self.stride.unverified))
    return FALSE;
  self.decimals = (guint) decimals;
  self.stride.tier = (LadderTier) tier;
  self.stride.skips = json_object_get_boolean_member_with_default (object, "skips", FALSE);
  self.after = json_object_get_int_member_with_default (object, "after", 0);
  self.symbol = g_strdup (symbol);
  *out = self;

  return TRUE;
}

gboolean
surety_override_covers (const SuretyOverride *self, const SuretyOverride *now)
{
  return address_equal (&self->strategy, &now->strategy) && self->after == now->after &&
         self->amount >= now->amount && self->stride.tier >= now->stride.tier &&
         (self->stride.skips || !now->stride.skips) &&
         (now->stride.unverified & ~self->stride.unverified) == 0;
}
