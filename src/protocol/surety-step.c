/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-step.h"

#include <stdlib.h>

#include "hex.h"
#include "surety-record.h"

struct _SuretyStep
{
  GObject parent_instance;

  SuretyStepFacts facts; /* its pointers are this object's own */
};

G_DEFINE_FINAL_TYPE (SuretyStep, surety_step, G_TYPE_OBJECT)

typedef enum
{
  PROP_KIND = 1,
  PROP_SYMBOL,
} SuretyStepProperty;

static GParamSpec *properties[PROP_SYMBOL + 1];

static void
surety_step_finalize (GObject *object)
{
  SuretyStep *self = SURETY_STEP (object);

  g_free ((char *) self->facts.kind);
  g_free ((char *) self->facts.signature);
  g_free ((char *) self->facts.symbol);
  g_clear_pointer (&self->facts.calldata, g_bytes_unref);
  g_clear_pointer (&self->facts.promises, g_ptr_array_unref);
  G_OBJECT_CLASS (surety_step_parent_class)->finalize (object);
}

static void
surety_step_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyStep *self = SURETY_STEP (object);

  switch ((SuretyStepProperty) id)
    {
    case PROP_KIND:
      g_value_set_string (value, self->facts.kind);
      break;
    case PROP_SYMBOL:
      g_value_set_string (value, self->facts.symbol);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_step_class_init (SuretyStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = surety_step_finalize;
  object_class->get_property = surety_step_get_property;

  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_step_init (SuretyStep *self)
{
}

SuretyStep *
surety_step_new (const SuretyStepFacts *facts)
{
  SuretyStep *self;

  g_return_val_if_fail (facts != NULL && facts->kind != NULL, NULL);
  g_return_val_if_fail (facts->signature != NULL && facts->calldata != NULL, NULL);

  self = g_object_new (SURETY_TYPE_STEP, NULL);
  self->facts = *facts;
  self->facts.kind = g_strdup (facts->kind);
  self->facts.signature = g_strdup (facts->signature);
  self->facts.symbol = g_strdup (facts->symbol != NULL ? facts->symbol : "");
  self->facts.calldata = g_bytes_ref (facts->calldata);
  self->facts.promises = g_ptr_array_new_with_free_func (g_object_unref);
  if (facts->promises != NULL)
    for (guint i = 0; i < facts->promises->len; i++)
      g_ptr_array_add (self->facts.promises, g_object_ref (g_ptr_array_index (facts->promises, i)));
  return self;
}

SuretyStep *
surety_step_new_bounded (SuretyStep *step, guint64 gas_limit, u256 max_fee)
{
  SuretyStepFacts facts;

  g_return_val_if_fail (SURETY_IS_STEP (step), NULL);

  facts = step->facts;
  facts.has_bound = TRUE;
  facts.gas_limit = gas_limit;
  facts.max_fee = max_fee;
  return surety_step_new (&facts);
}

SuretyStep *
surety_step_new_cancel (const Address *account)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  const SuretyStepFacts facts = {
    .kind = SURETY_STEP_CANCEL,
    .to = *account,
    .signature = "",
    .calldata = nothing,
    .decimals = 18,
  };

  return surety_step_new (&facts);
}

const char *
surety_step_get_kind (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return self->facts.kind;
}

const Address *
surety_step_get_to (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return &self->facts.to;
}

const char *
surety_step_get_signature (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return self->facts.signature;
}

GBytes *
surety_step_get_calldata (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return self->facts.calldata;
}

u256
surety_step_get_value (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), 0);
  return self->facts.value;
}

gboolean
surety_step_is_same (SuretyStep *self, SuretyStep *other)
{
  g_return_val_if_fail (SURETY_IS_STEP (self) && SURETY_IS_STEP (other), FALSE);

  return address_equal (surety_step_get_to (self), surety_step_get_to (other)) &&
         surety_step_get_value (self) == surety_step_get_value (other) &&
         g_bytes_equal (surety_step_get_calldata (self), surety_step_get_calldata (other));
}

guint64
surety_step_get_gas_hint (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), 0);
  return self->facts.gas_hint;
}

GPtrArray *
surety_step_get_promises (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return self->facts.promises;
}

const char *
surety_step_get_symbol (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return self->facts.symbol;
}

guint
surety_step_get_decimals (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), 0);
  return self->facts.decimals;
}

u256
surety_step_get_amount (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), 0);
  return self->facts.amount;
}

gboolean
surety_step_get_worth (SuretyStep *self, u256 *out)
{
  g_return_val_if_fail (SURETY_IS_STEP (self) && out != NULL, FALSE);
  if (self->facts.has_worth)
    *out = self->facts.worth;
  return self->facts.has_worth;
}

gboolean
surety_step_get_bound (SuretyStep *self, guint64 *gas_limit, u256 *max_fee)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), FALSE);
  g_return_val_if_fail (gas_limit != NULL && max_fee != NULL, FALSE);
  if (!self->facts.has_bound)
    return FALSE;
  *gas_limit = self->facts.gas_limit;
  *max_fee = self->facts.max_fee;
  return TRUE;
}

const Address *
surety_step_get_provider (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return self->facts.has_provider ? &self->facts.provider : NULL;
}

const Address *
surety_step_get_strategy (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return self->facts.has_strategy ? &self->facts.strategy : NULL;
}

const Address *
surety_step_get_recipient (SuretyStep *self)
{
  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);
  return self->facts.has_recipient ? &self->facts.recipient : NULL;
}

char *
surety_step_to_json (SuretyStep *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gsize len;
  const guint8 *data;
  char *hex;

  g_return_val_if_fail (SURETY_IS_STEP (self), NULL);

  data = g_bytes_get_data (self->facts.calldata, &len);
  hex = hex_encode_dup ((Bytes) { data, len }, TRUE);

  json_builder_begin_object (builder);
  surety_record_add_string (builder, "kind", self->facts.kind);
  surety_record_add_address (builder, "to", &self->facts.to);
  surety_record_add_string (builder, "signature", self->facts.signature);
  surety_record_add_string (builder, "calldata", hex);
  surety_record_add_u256 (builder, "value", self->facts.value);
  json_builder_set_member_name (builder, "gasHint");
  json_builder_add_int_value (builder, (gint64) self->facts.gas_hint);
  surety_record_add_string (builder, "symbol", self->facts.symbol);
  json_builder_set_member_name (builder, "decimals");
  json_builder_add_int_value (builder, self->facts.decimals);
  surety_record_add_u256 (builder, "amount", self->facts.amount);
  if (self->facts.has_worth)
    surety_record_add_u256 (builder, "worth", self->facts.worth);
  if (self->facts.has_provider)
    surety_record_add_address (builder, "provider", &self->facts.provider);
  if (self->facts.has_recipient)
    surety_record_add_address (builder, "recipient", &self->facts.recipient);
  if (self->facts.has_strategy)
    surety_record_add_address (builder, "strategy", &self->facts.strategy);
  if (self->facts.has_bound)
    {
      json_builder_set_member_name (builder, "gasLimit");
      json_builder_add_int_value (builder, (gint64) self->facts.gas_limit);
      surety_record_add_u256 (builder, "maxFee", self->facts.max_fee);
    }
  json_builder_set_member_name (builder, "promises");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->facts.promises->len; i++)
    json_builder_add_value (builder,
                            surety_promise_to_json (g_ptr_array_index (self->facts.promises, i)));
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  free (hex);
  return surety_record_end (builder);
}

static GPtrArray *
read_promises (JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *array = surety_record_get_array (object, "promises", error);

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      SuretyPromise *promise = surety_promise_new_from_json (json_array_get_element (array, i),
                                                             error);

      if (promise == NULL)
        return NULL;
      g_ptr_array_add (promises, promise);
    }
  return g_steal_pointer (&promises);
}

SuretyStep *
surety_step_new_from_json (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) calldata = NULL;
  g_autoptr (GPtrArray) promises = NULL;
  JsonObject *object;
  SuretyStepFacts facts = { 0 };

  g_return_val_if_fail (json != NULL, NULL);

  root = surety_record_parse (json, error);
  if (root == NULL)
    return NULL;
  object = surety_record_object (root, error);
  if (object == NULL || (facts.kind = surety_record_get_string (object, "kind", error)) == NULL ||
      (facts.signature = surety_record_get_string (object, "signature", error)) == NULL ||
      (facts.symbol = surety_record_get_string (object, "symbol", error)) == NULL ||
      (calldata = surety_record_dup_bytes (object, "calldata", error)) == NULL ||
      !surety_record_get_address (object, "to", &facts.to, error) ||
      !surety_record_get_u256 (object, "value", &facts.value, error) ||
      !surety_record_get_uint64 (object, "gasHint", &facts.gas_hint, error) ||
      !surety_record_get_uint (object, "decimals", &facts.decimals, error) ||
      !surety_record_get_u256 (object, "amount", &facts.amount, error) ||
      (promises = read_promises (object, error)) == NULL)
    return NULL;

  facts.has_worth = json_object_has_member (object, "worth");
  facts.has_provider = json_object_has_member (object, "provider");
  facts.has_strategy = json_object_has_member (object, "strategy");
  facts.has_recipient = json_object_has_member (object, "recipient");
  if ((facts.has_worth && !surety_record_get_u256 (object, "worth", &facts.worth, error)) ||
      (facts.has_provider &&
       !surety_record_get_address (object, "provider", &facts.provider, error)) ||
      (facts.has_recipient &&
       !surety_record_get_address (object, "recipient", &facts.recipient, error)) ||
      (facts.has_strategy &&
       !surety_record_get_address (object, "strategy", &facts.strategy, error)))
    return NULL;
  /* One without the other is no bound that was ever written. */
  facts.has_bound = json_object_has_member (object, "gasLimit") ||
                    json_object_has_member (object, "maxFee");
  if (facts.has_bound && (!surety_record_get_uint64 (object, "gasLimit", &facts.gas_limit, error) ||
                          !surety_record_get_u256 (object, "maxFee", &facts.max_fee, error)))
    return NULL;

  facts.calldata = calldata;
  facts.promises = promises;
  return surety_step_new (&facts);
}
