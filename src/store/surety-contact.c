/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-contact.h"

#include <string.h>

#include "surety-store-error.h"

struct _SuretyContact
{
  GObject parent_instance;

  Address address;
  char text[ADDRESS_TEXT_SIZE];
  char *name;
  gint64 saved;
};

G_DEFINE_FINAL_TYPE (SuretyContact, surety_contact, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_ADDRESS_TEXT,
} SuretyContactProperty;

static GParamSpec *properties[PROP_ADDRESS_TEXT + 1];

static void
surety_contact_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyContact *self = SURETY_CONTACT (object);

  switch ((SuretyContactProperty) id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ADDRESS_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_contact_finalize (GObject *object)
{
  SuretyContact *self = SURETY_CONTACT (object);

  g_free (self->name);

  G_OBJECT_CLASS (surety_contact_parent_class)->finalize (object);
}

static void
surety_contact_class_init (SuretyContactClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_contact_get_property;
  object_class->finalize = surety_contact_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ADDRESS_TEXT] = g_param_spec_string ("address-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_contact_init (SuretyContact *self)
{
}

const Address *
surety_contact_get_address (SuretyContact *self)
{
  g_return_val_if_fail (SURETY_IS_CONTACT (self), NULL);

  return &self->address;
}

const char *
surety_contact_get_address_text (SuretyContact *self)
{
  g_return_val_if_fail (SURETY_IS_CONTACT (self), NULL);

  return self->text;
}

const char *
surety_contact_get_name (SuretyContact *self)
{
  g_return_val_if_fail (SURETY_IS_CONTACT (self), NULL);

  return self->name;
}

gint64
surety_contact_get_saved (SuretyContact *self)
{
  g_return_val_if_fail (SURETY_IS_CONTACT (self), 0);

  return self->saved;
}

gboolean
surety_contact_same (gpointer a, gpointer b)
{
  SuretyContact *left = a;
  SuretyContact *right = b;

  return address_equal (&left->address, &right->address) && left->saved == right->saved &&
         g_str_equal (left->name, right->name);
}

static GVariant *
address_variant (const Address *address)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, address->bytes, sizeof address->bytes, 1);
}

static DexFuture *
to_true (DexFuture *completed, gpointer user_data)
{
  return dex_future_new_true ();
}

static DexFuture *
write_one (SuretyDatabase *database, const char *sql, GVariant *parameters, gboolean must_change)
{
  SuretyStatement statement = { .sql = sql, .parameters = parameters, .must_change = must_change };

  return dex_future_then (surety_database_write (database, &statement, 1), to_true, NULL, NULL);
}

DexFuture *
surety_contact_add (SuretyDatabase *database,
                    const char *network,
                    const Address *address,
                    const char *name)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return write_one (database,
                    "INSERT INTO contact (network, address, name, saved) VALUES (?, ?, ?, ?)",
                    g_variant_new ("(s@aysx)", network, address_variant (address), name,
                                   g_get_real_time () / G_USEC_PER_SEC),
                    FALSE);
}

DexFuture *
surety_contact_rename (SuretyDatabase *database,
                       const char *network,
                       const Address *address,
                       const char *name)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return write_one (database, "UPDATE contact SET name = ? WHERE network = ? AND address = ?",
                    g_variant_new ("(ss@ay)", name, network, address_variant (address)), TRUE);
}

DexFuture *
surety_contact_remove (SuretyDatabase *database, const char *network, const Address *address)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return write_one (database, "DELETE FROM contact WHERE network = ? AND address = ?",
                    g_variant_new ("(s@ay)", network, address_variant (address)), TRUE);
}

static SuretyContact *
read_row (GVariant *row)
{
  SuretyContact *self = NULL;
  g_autoptr (GVariant) address = NULL;
  gsize length = 0;
  gconstpointer data = NULL;

  if (!g_variant_is_of_type (row, G_VARIANT_TYPE ("(maymsmx)")))
    return NULL;
  g_variant_get_child (row, 0, "m@ay", &address);
  data = address != NULL ? g_variant_get_fixed_array (address, &length, 1) : NULL;
  if (length != sizeof self->address.bytes)
    return NULL;

  self = g_object_new (SURETY_TYPE_CONTACT, NULL);
  memcpy (self->address.bytes, data, length);
  address_to_text (&self->address, self->text);
  g_variant_get_child (row, 1, "ms", &self->name);
  g_variant_get_child (row, 2, "mx", NULL, &self->saved);
  if (self->name == NULL)
    self->name = g_strdup ("");

  return self;
}

static DexFuture *
to_contacts (DexFuture *completed, gpointer user_data)
{
  GVariant *rows = g_value_get_variant (dex_future_get_value (completed, NULL));
  g_autoptr (GListStore) contacts = g_list_store_new (SURETY_TYPE_CONTACT);

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (rows, i);
      g_autoptr (GVariant) row = g_variant_get_variant (boxed);
      g_autoptr (SuretyContact) contact = read_row (row);

      if (contact == NULL)
        return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                                      "a saved address is damaged");
      g_list_store_append (contacts, contact);
    }

  return dex_future_new_take_object (g_steal_pointer (&contacts));
}

DexFuture *
surety_contact_list (SuretyDatabase *database, const char *network)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return dex_future_then (
    surety_database_read (database,
                          "SELECT address, name, saved FROM contact WHERE network = ? ORDER BY id",
                          g_variant_new ("(s)", network)),
    to_contacts, NULL, NULL);
}

DexFuture *
surety_contact_forget (SuretyDatabase *database, const char *network)
{
  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  return write_one (database, "DELETE FROM contact WHERE network = ?",
                    g_variant_new ("(s)", network), FALSE);
}
