/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-promise.h"

#include "surety-record.h"

G_DEFINE_ENUM_TYPE (
  SuretyPromiseKind,
  surety_promise_kind,
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_ALLOWANCE_EQUALS, "allowance-equals"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_ALLOWANCE_AT_LEAST, "allowance-at-least"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_SHARES_AT_LEAST, "shares-at-least"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST, "deposit-shares-at-least"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_DEPOSIT_SHARES_EQUALS, "deposit-shares-equals"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_DELEGATED_TO, "delegated-to"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, "token-balance-at-least"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_TOKEN_BALANCE_AT_MOST, "token-balance-at-most"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_EXITS_QUEUED_AT_LEAST, "exits-queued-at-least"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_EXIT_GONE, "exit-gone"),
  G_DEFINE_ENUM_VALUE (SURETY_PROMISE_REWARDS_CLAIMED, "rewards-claimed"))

struct _SuretyPromise
{
  GObject parent_instance;

  SuretyPromiseKind kind;
  Address subject;
  Address spender;
  u256 value;
  char *symbol;
  guint decimals;
};

G_DEFINE_FINAL_TYPE (SuretyPromise, surety_promise, G_TYPE_OBJECT)

struct _SuretyPromiseResult
{
  GObject parent_instance;

  SuretyPromise *promise;
  SuretyKnown known;
  u256 actual;
  guint64 block;
};

G_DEFINE_FINAL_TYPE (SuretyPromiseResult, surety_promise_result, G_TYPE_OBJECT)

static void
surety_promise_finalize (GObject *object)
{
  SuretyPromise *self = SURETY_PROMISE (object);

  g_free (self->symbol);
  G_OBJECT_CLASS (surety_promise_parent_class)->finalize (object);
}

static void
surety_promise_class_init (SuretyPromiseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_promise_finalize;
}

static void
surety_promise_init (SuretyPromise *self)
{
}

static void
surety_promise_result_finalize (GObject *object)
{
  SuretyPromiseResult *self = SURETY_PROMISE_RESULT (object);

  g_clear_object (&self->promise);
  G_OBJECT_CLASS (surety_promise_result_parent_class)->finalize (object);
}

static void
surety_promise_result_class_init (SuretyPromiseResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_promise_result_finalize;
}

static void
surety_promise_result_init (SuretyPromiseResult *self)
{
}

SuretyPromise *
surety_promise_new (SuretyPromiseKind kind,
                    const Address *subject,
                    const Address *spender,
                    u256 value,
                    const char *symbol,
                    guint decimals)
{
  SuretyPromise *self = g_object_new (SURETY_TYPE_PROMISE, NULL);

  self->kind = kind;
  if (subject != NULL)
    self->subject = *subject;
  if (spender != NULL)
    self->spender = *spender;
  self->value = value;
  self->symbol = g_strdup (symbol != NULL ? symbol : "");
  self->decimals = decimals;
  return self;
}

SuretyPromiseKind
surety_promise_get_kind (SuretyPromise *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE (self), SURETY_PROMISE_ALLOWANCE_EQUALS);
  return self->kind;
}

const Address *
surety_promise_get_subject (SuretyPromise *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE (self), NULL);
  return &self->subject;
}

const Address *
surety_promise_get_spender (SuretyPromise *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE (self), NULL);
  return &self->spender;
}

u256
surety_promise_get_value (SuretyPromise *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE (self), 0);
  return self->value;
}

const char *
surety_promise_get_symbol (SuretyPromise *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE (self), NULL);
  return self->symbol;
}

guint
surety_promise_get_decimals (SuretyPromise *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE (self), 0);
  return self->decimals;
}

JsonNode *
surety_promise_to_json (SuretyPromise *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (SURETY_IS_PROMISE (self), NULL);

  json_builder_begin_object (builder);
  surety_record_add_string (builder, "kind",
                            surety_record_enum_nick (SURETY_TYPE_PROMISE_KIND, (int) self->kind));
  surety_record_add_address (builder, "subject", &self->subject);
  surety_record_add_address (builder, "spender", &self->spender);
  surety_record_add_u256 (builder, "value", self->value);
  surety_record_add_string (builder, "symbol", self->symbol);
  json_builder_set_member_name (builder, "decimals");
  json_builder_add_int_value (builder, self->decimals);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

SuretyPromise *
surety_promise_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = surety_record_object (node, error);
  int kind;
  Address subject, spender;
  u256 value;
  guint decimals;
  const char *symbol;

  if (object == NULL ||
      !surety_record_get_enum (object, "kind", SURETY_TYPE_PROMISE_KIND, &kind, error) ||
      !surety_record_get_address (object, "subject", &subject, error) ||
      !surety_record_get_address (object, "spender", &spender, error) ||
      !surety_record_get_u256 (object, "value", &value, error) ||
      !surety_record_get_uint (object, "decimals", &decimals, error))
    return NULL;
  symbol = surety_record_get_string (object, "symbol", error);
  if (symbol == NULL)
    return NULL;
  return surety_promise_new ((SuretyPromiseKind) kind, &subject, &spender, value, symbol, decimals);
}

SuretyPromiseResult *
surety_promise_result_new (SuretyPromise *promise, SuretyKnown known, u256 actual, guint64 block)
{
  SuretyPromiseResult *self;

  g_return_val_if_fail (SURETY_IS_PROMISE (promise), NULL);

  self = g_object_new (SURETY_TYPE_PROMISE_RESULT, NULL);
  self->promise = g_object_ref (promise);
  self->known = known;
  self->actual = actual;
  self->block = block;
  return self;
}

SuretyPromise *
surety_promise_result_get_promise (SuretyPromiseResult *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE_RESULT (self), NULL);
  return self->promise;
}

gboolean
surety_promise_result_get_kept (SuretyPromiseResult *self)
{
  u256 value;

  g_return_val_if_fail (SURETY_IS_PROMISE_RESULT (self), FALSE);

  if (self->known == SURETY_KNOWN_UNKNOWN)
    return FALSE;

  value = self->promise->value;
  switch (self->promise->kind)
    {
    case SURETY_PROMISE_ALLOWANCE_EQUALS:
    case SURETY_PROMISE_DEPOSIT_SHARES_EQUALS:
    case SURETY_PROMISE_REWARDS_CLAIMED:
      return self->actual == value;
    case SURETY_PROMISE_ALLOWANCE_AT_LEAST:
    case SURETY_PROMISE_SHARES_AT_LEAST:
    case SURETY_PROMISE_DEPOSIT_SHARES_AT_LEAST:
    case SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST:
    case SURETY_PROMISE_EXITS_QUEUED_AT_LEAST:
      return self->actual >= value;
    case SURETY_PROMISE_TOKEN_BALANCE_AT_MOST:
      return self->actual <= value;
    case SURETY_PROMISE_DELEGATED_TO:
      return self->actual == address_to_word (&self->promise->subject);
    case SURETY_PROMISE_EXIT_GONE:
      return self->actual == 0;
    default:
      g_assert_not_reached ();
    }
}

SuretyKnown
surety_promise_result_get_known (SuretyPromiseResult *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE_RESULT (self), SURETY_KNOWN_UNKNOWN);
  return self->known;
}

u256
surety_promise_result_get_actual (SuretyPromiseResult *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE_RESULT (self), 0);
  return self->actual;
}

guint64
surety_promise_result_get_block (SuretyPromiseResult *self)
{
  g_return_val_if_fail (SURETY_IS_PROMISE_RESULT (self), 0);
  return self->block;
}

char *
surety_promise_results_to_json (GPtrArray *results)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (results != NULL, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "promises");
  json_builder_begin_array (builder);
  for (guint i = 0; i < results->len; i++)
    {
      SuretyPromiseResult *result = g_ptr_array_index (results, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "promise");
      json_builder_add_value (builder, surety_promise_to_json (result->promise));
      json_builder_set_member_name (builder, "known");
      json_builder_add_int_value (builder, result->known);
      surety_record_add_u256 (builder, "actual", result->actual);
      json_builder_set_member_name (builder, "block");
      json_builder_add_int_value (builder, (gint64) result->block);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return surety_record_end (builder);
}

static SuretyPromiseResult *
result_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = surety_record_object (node, error);
  g_autoptr (SuretyPromise) promise = NULL;
  guint known;
  u256 actual;
  guint64 block;

  if (object == NULL)
    return NULL;
  promise = surety_promise_new_from_json (json_object_get_member (object, "promise"), error);
  if (promise == NULL || !surety_record_get_uint (object, "known", &known, error) ||
      !surety_record_get_u256 (object, "actual", &actual, error) ||
      !surety_record_get_uint64 (object, "block", &block, error))
    return NULL;
  if (known > SURETY_KNOWN_PROVED)
    known = SURETY_KNOWN_UNKNOWN;
  return surety_promise_result_new (promise, (SuretyKnown) known, actual, block);
}

GPtrArray *
surety_promise_results_from_json (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = surety_record_parse (json, error);
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);
  JsonObject *object;
  JsonArray *array;

  if (root == NULL)
    return NULL;
  object = surety_record_object (root, error);
  array = object != NULL ? surety_record_get_array (object, "promises", error) : NULL;
  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      SuretyPromiseResult *result = result_from_json (json_array_get_element (array, i), error);

      if (result == NULL)
        return NULL;
      g_ptr_array_add (results, result);
    }
  return g_steal_pointer (&results);
}

guint
surety_promise_results_count_broken (GPtrArray *results)
{
  guint n = 0;

  for (guint i = 0; i < results->len; i++)
    {
      SuretyPromiseResult *result = g_ptr_array_index (results, i);

      n += surety_promise_result_get_known (result) != SURETY_KNOWN_UNKNOWN &&
           !surety_promise_result_get_kept (result);
    }
  return n;
}
