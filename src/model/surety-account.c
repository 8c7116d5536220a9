/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-account.h"

struct _SuretyAccount
{
  GObject parent_instance;

  SuretyAccountRecord *record;
  char address_text[ADDRESS_TEXT_SIZE];
};

G_DEFINE_FINAL_TYPE (SuretyAccount, surety_account, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_ADDRESS_TEXT,
  PROP_CAN_SIGN,
  PROP_NEEDS_BACKUP,
  PROP_PRACTICE,
  PROP_HAS_KEY,
  PROP_HAS_WORDS,
  PROP_IN_KEYRING,
  PROP_INDEX,
  PROP_BACKUP_CHECKED,
} SuretyAccountProperty;

static GParamSpec *properties[PROP_BACKUP_CHECKED + 1];

static void
surety_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyAccount *self = SURETY_ACCOUNT (object);

  switch ((SuretyAccountProperty) id)
    {
    case PROP_NAME:
      g_value_set_string (value, surety_account_get_name (self));
      break;
    case PROP_ADDRESS_TEXT:
      g_value_set_string (value, self->address_text);
      break;
    case PROP_CAN_SIGN:
      g_value_set_boolean (value, surety_account_get_can_sign (self));
      break;
    case PROP_NEEDS_BACKUP:
      g_value_set_boolean (value, surety_account_get_needs_backup (self));
      break;
    case PROP_PRACTICE:
      g_value_set_boolean (value, surety_account_get_practice (self));
      break;
    case PROP_HAS_KEY:
      g_value_set_boolean (value, surety_account_get_place (self) != SURETY_PLACE_NONE);
      break;
    case PROP_HAS_WORDS:
      g_value_set_boolean (value, surety_account_get_has_words (self));
      break;
    case PROP_IN_KEYRING:
      g_value_set_boolean (value, surety_account_get_place (self) == SURETY_PLACE_KEYRING);
      break;
    case PROP_INDEX:
      g_value_set_uint (value, surety_account_record_get_index (self->record));
      break;
    case PROP_BACKUP_CHECKED:
      g_value_set_int64 (value, surety_account_record_get_backup_checked (self->record));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_account_dispose (GObject *object)
{
  SuretyAccount *self = SURETY_ACCOUNT (object);

  g_clear_object (&self->record);

  G_OBJECT_CLASS (surety_account_parent_class)->dispose (object);
}

static void
surety_account_class_init (SuretyAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_account_get_property;
  object_class->dispose = surety_account_dispose;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ADDRESS_TEXT] = g_param_spec_string ("address-text", NULL, NULL, NULL, flags);
  properties[PROP_CAN_SIGN] = g_param_spec_boolean ("can-sign", NULL, NULL, FALSE, flags);
  properties[PROP_NEEDS_BACKUP] = g_param_spec_boolean ("needs-backup", NULL, NULL, FALSE, flags);
  properties[PROP_PRACTICE] = g_param_spec_boolean ("practice", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_KEY] = g_param_spec_boolean ("has-key", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_WORDS] = g_param_spec_boolean ("has-words", NULL, NULL, FALSE, flags);
  properties[PROP_IN_KEYRING] = g_param_spec_boolean ("in-keyring", NULL, NULL, FALSE, flags);
  properties[PROP_INDEX] = g_param_spec_uint ("index", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_BACKUP_CHECKED] = g_param_spec_int64 ("backup-checked", NULL, NULL, 0, G_MAXINT64,
                                                        0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_account_init (SuretyAccount *self)
{
}

SuretyAccount *
surety_account_new (SuretyAccountRecord *record)
{
  SuretyAccount *self = g_object_new (SURETY_TYPE_ACCOUNT, NULL);

  self->record = g_object_ref (record);
  address_to_text (surety_account_record_get_address (record), self->address_text);

  return self;
}

SuretyAccountRecord *
surety_account_get_record (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), NULL);

  return self->record;
}

const Address *
surety_account_get_address (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), NULL);

  return surety_account_record_get_address (self->record);
}

const char *
surety_account_get_name (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), NULL);

  return surety_account_record_get_name (self->record);
}

const char *
surety_account_get_address_text (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), NULL);

  return self->address_text;
}

gboolean
surety_account_get_can_sign (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), FALSE);

  return surety_account_record_get_kind (self->record) != SURETY_ACCOUNT_WATCH;
}

gboolean
surety_account_get_needs_backup (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), FALSE);

  return surety_account_record_get_kind (self->record) == SURETY_ACCOUNT_PHRASE &&
         surety_account_record_get_backup_checked (self->record) == 0;
}

gboolean
surety_account_get_practice (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), FALSE);

  return surety_account_record_get_kind (self->record) == SURETY_ACCOUNT_PRACTICE;
}

gboolean
surety_account_get_has_words (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), FALSE);

  return surety_account_record_get_kind (self->record) == SURETY_ACCOUNT_PHRASE;
}

SuretyKeyPlace
surety_account_get_place (SuretyAccount *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT (self), SURETY_PLACE_NONE);

  return surety_account_record_get_place (self->record);
}
