/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-decoded-call-private.h"

struct _SuretyDecodedArg
{
  GObject parent_instance;

  char *name;
  char *type;
  char *text;
  char *label;
};

G_DEFINE_FINAL_TYPE (SuretyDecodedArg, surety_decoded_arg, G_TYPE_OBJECT)

typedef enum
{
  ARG_PROP_NAME = 1,
  ARG_PROP_TYPE,
  ARG_PROP_TEXT,
  ARG_PROP_LABEL,
} SuretyDecodedArgProperty;

static GParamSpec *arg_properties[ARG_PROP_LABEL + 1];

struct _SuretyDecodedCall
{
  GObject parent_instance;

  char *contract;
  char contract_text[ADDRESS_TEXT_SIZE];
  char *function;
  char *signature;
  u256 value;
  GBytes *data;
  SuretyTold told;
  GListModel *args;
};

G_DEFINE_FINAL_TYPE (SuretyDecodedCall, surety_decoded_call, G_TYPE_OBJECT)

typedef enum
{
  CALL_PROP_CONTRACT = 1,
  CALL_PROP_CONTRACT_TEXT,
  CALL_PROP_FUNCTION,
  CALL_PROP_ARGS,
} SuretyDecodedCallProperty;

static GParamSpec *call_properties[CALL_PROP_ARGS + 1];

static void
surety_decoded_arg_finalize (GObject *object)
{
  SuretyDecodedArg *self = SURETY_DECODED_ARG (object);

  g_free (self->name);
  g_free (self->type);
  g_free (self->text);
  g_free (self->label);
  G_OBJECT_CLASS (surety_decoded_arg_parent_class)->finalize (object);
}

static void
surety_decoded_arg_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyDecodedArg *self = SURETY_DECODED_ARG (object);

  switch ((SuretyDecodedArgProperty) id)
    {
    case ARG_PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case ARG_PROP_TYPE:
      g_value_set_string (value, self->type);
      break;
    case ARG_PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case ARG_PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_decoded_arg_class_init (SuretyDecodedArgClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = surety_decoded_arg_finalize;
  object_class->get_property = surety_decoded_arg_get_property;

  arg_properties[ARG_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  arg_properties[ARG_PROP_TYPE] = g_param_spec_string ("type", NULL, NULL, NULL, flags);
  arg_properties[ARG_PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  arg_properties[ARG_PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (arg_properties), arg_properties);
}

static void
surety_decoded_arg_init (SuretyDecodedArg *self)
{
}

SuretyDecodedArg *
surety_decoded_arg_new (const char *name, const char *type, const char *text, const char *label)
{
  SuretyDecodedArg *self = g_object_new (SURETY_TYPE_DECODED_ARG, NULL);

  self->name = g_strdup (name);
  self->type = g_strdup (type);
  self->text = g_strdup (text);
  self->label = g_strdup (label != NULL ? label : "");
  return self;
}

const char *
surety_decoded_arg_get_name (SuretyDecodedArg *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_ARG (self), NULL);
  return self->name;
}

const char *
surety_decoded_arg_get_type_name (SuretyDecodedArg *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_ARG (self), NULL);
  return self->type;
}

const char *
surety_decoded_arg_get_text (SuretyDecodedArg *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_ARG (self), NULL);
  return self->text;
}

const char *
surety_decoded_arg_get_label (SuretyDecodedArg *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_ARG (self), NULL);
  return self->label;
}

static void
surety_decoded_call_finalize (GObject *object)
{
  SuretyDecodedCall *self = SURETY_DECODED_CALL (object);

  g_free (self->contract);
  g_free (self->function);
  g_free (self->signature);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_object (&self->args);
  G_OBJECT_CLASS (surety_decoded_call_parent_class)->finalize (object);
}

static void
surety_decoded_call_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyDecodedCall *self = SURETY_DECODED_CALL (object);

  switch ((SuretyDecodedCallProperty) id)
    {
    case CALL_PROP_CONTRACT:
      g_value_set_string (value, self->contract);
      break;
    case CALL_PROP_CONTRACT_TEXT:
      g_value_set_string (value, self->contract_text);
      break;
    case CALL_PROP_FUNCTION:
      g_value_set_string (value, self->function);
      break;
    case CALL_PROP_ARGS:
      g_value_set_object (value, self->args);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_decoded_call_class_init (SuretyDecodedCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = surety_decoded_call_finalize;
  object_class->get_property = surety_decoded_call_get_property;

  call_properties[CALL_PROP_CONTRACT] = g_param_spec_string ("contract", NULL, NULL, NULL, flags);
  call_properties[CALL_PROP_CONTRACT_TEXT] = g_param_spec_string ("contract-text", NULL, NULL, NULL,
                                                                  flags);
  call_properties[CALL_PROP_FUNCTION] = g_param_spec_string ("function", NULL, NULL, NULL, flags);
  call_properties[CALL_PROP_ARGS] = g_param_spec_object ("args", NULL, NULL, G_TYPE_LIST_MODEL,
                                                         flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (call_properties), call_properties);
}

static void
surety_decoded_call_init (SuretyDecodedCall *self)
{
}

SuretyDecodedCall *
surety_decoded_call_new (const char *contract,
                         const Address *address,
                         const AbiItem *item,
                         u256 value,
                         Bytes data,
                         const SuretyTold *told,
                         GListModel *args)
{
  SuretyDecodedCall *self = g_object_new (SURETY_TYPE_DECODED_CALL, NULL);

  self->contract = g_strdup (contract);
  address_to_text (address, self->contract_text);
  self->function = g_strdup (item != NULL ? item->name : "");
  self->signature = g_strdup (item != NULL ? item->signature : "");
  self->value = value;
  self->data = g_bytes_new (data.data, data.len);
  self->told = *told;
  self->args = g_object_ref (args);
  return self;
}

const char *
surety_decoded_call_get_contract (SuretyDecodedCall *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), NULL);
  return self->contract;
}

const char *
surety_decoded_call_get_contract_text (SuretyDecodedCall *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), NULL);
  return self->contract_text;
}

const char *
surety_decoded_call_get_function (SuretyDecodedCall *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), NULL);
  return self->function;
}

const char *
surety_decoded_call_get_signature (SuretyDecodedCall *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), NULL);
  return self->signature;
}

u256
surety_decoded_call_get_value (SuretyDecodedCall *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), 0);
  return self->value;
}

GListModel *
surety_decoded_call_get_args (SuretyDecodedCall *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), NULL);
  return self->args;
}

const SuretyTold *
surety_decoded_call_get_told (SuretyDecodedCall *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), NULL);
  return &self->told;
}

GBytes *
surety_decoded_call_get_data (SuretyDecodedCall *self)
{
  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), NULL);
  return self->data;
}

guint32
surety_decoded_call_get_selector (SuretyDecodedCall *self)
{
  const guint8 *data;
  gsize len;

  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), 0);

  data = g_bytes_get_data (self->data, &len);
  if (len < 4)
    return 0;
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

Hash
surety_decoded_call_get_hash (SuretyDecodedCall *self)
{
  gsize len;
  const guint8 *data;

  g_return_val_if_fail (SURETY_IS_DECODED_CALL (self), (Hash) { 0 });

  data = g_bytes_get_data (self->data, &len);
  return keccak256 ((Bytes) { data, len });
}
