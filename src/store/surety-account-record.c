/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-account-record.h"

#include <string.h>

#include "surety-store-error.h"

struct _SuretyAccountRecord
{
  GObject parent_instance;

  Address address;
  char *name;
  SuretyAccountKind kind;
  SuretyKeyPlace place;
  char *secret_id;
  guint32 index;
  gint64 backup_checked;
};

G_DEFINE_FINAL_TYPE (SuretyAccountRecord, surety_account_record, G_TYPE_OBJECT)

static void
surety_account_record_finalize (GObject *object)
{
  SuretyAccountRecord *self = SURETY_ACCOUNT_RECORD (object);

  g_free (self->name);
  g_free (self->secret_id);

  G_OBJECT_CLASS (surety_account_record_parent_class)->finalize (object);
}

static void
surety_account_record_class_init (SuretyAccountRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_account_record_finalize;
}

static void
surety_account_record_init (SuretyAccountRecord *self)
{
}

SuretyAccountRecord *
surety_account_record_new (const Address *address,
                           const char *name,
                           SuretyAccountKind kind,
                           SuretyKeyPlace place,
                           const char *secret_id,
                           guint32 index)
{
  SuretyAccountRecord *self = g_object_new (SURETY_TYPE_ACCOUNT_RECORD, NULL);

  self->address = *address;
  self->name = g_strdup (name);
  self->kind = kind;
  self->place = place;
  self->secret_id = g_strdup (secret_id);
  self->index = index;

  return self;
}

const Address *
surety_account_record_get_address (SuretyAccountRecord *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (self), NULL);

  return &self->address;
}

const char *
surety_account_record_get_name (SuretyAccountRecord *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (self), NULL);

  return self->name;
}

SuretyAccountKind
surety_account_record_get_kind (SuretyAccountRecord *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (self), SURETY_ACCOUNT_WATCH);

  return self->kind;
}

SuretyKeyPlace
surety_account_record_get_place (SuretyAccountRecord *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (self), SURETY_PLACE_NONE);

  return self->place;
}

const char *
surety_account_record_get_secret_id (SuretyAccountRecord *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (self), NULL);

  return self->secret_id;
}

guint32
surety_account_record_get_index (SuretyAccountRecord *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (self), 0);

  return self->index;
}

gint64
surety_account_record_get_backup_checked (SuretyAccountRecord *self)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (self), 0);

  return self->backup_checked;
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
surety_account_record_save (SuretyDatabase *database, SuretyAccountRecord *record)
{
  g_return_val_if_fail (SURETY_IS_ACCOUNT_RECORD (record), NULL);

  return write_one (
    database,
    "INSERT INTO account (address, name, kind, place, secret_id, key_index, backup_checked)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (address) DO UPDATE SET name = excluded.name,"
    " kind = excluded.kind, place = excluded.place, secret_id = excluded.secret_id,"
    " key_index = excluded.key_index, backup_checked = excluded.backup_checked",
    g_variant_new ("(@aysuusux)", address_variant (&record->address), record->name,
                   (guint) record->kind, (guint) record->place, record->secret_id, record->index,
                   record->backup_checked),
    FALSE);
}

DexFuture *
surety_account_record_set_backup_checked (SuretyDatabase *database,
                                          const Address *address,
                                          gint64 when)
{
  return write_one (database, "UPDATE account SET backup_checked = ? WHERE address = ?",
                    g_variant_new ("(x@ay)", when, address_variant (address)), TRUE);
}

DexFuture *
surety_account_record_rename (SuretyDatabase *database, const Address *address, const char *name)
{
  return write_one (database, "UPDATE account SET name = ? WHERE address = ?",
                    g_variant_new ("(s@ay)", name, address_variant (address)), TRUE);
}

DexFuture *
surety_account_record_move_secret (SuretyDatabase *database,
                                   const char *secret_id,
                                   SuretyKeyPlace place,
                                   const char *new_id)
{
  return write_one (database, "UPDATE account SET place = ?, secret_id = ? WHERE secret_id = ?",
                    g_variant_new ("(uss)", (guint) place, new_id, secret_id), FALSE);
}

DexFuture *
surety_account_record_remove (SuretyDatabase *database, const Address *address)
{
  return write_one (database, "DELETE FROM account WHERE address = ?",
                    g_variant_new ("(@ay)", address_variant (address)), TRUE);
}

static SuretyAccountRecord *
read_row (GVariant *row)
{
  SuretyAccountRecord *self = NULL;
  g_autoptr (GVariant) address = NULL;
  gint64 kind = 0;
  gint64 place = 0;
  gint64 index = 0;
  gsize length = 0;
  gconstpointer data = NULL;

  if (!g_variant_is_of_type (row, G_VARIANT_TYPE ("(maymsmxmxmsmxmx)")))
    return NULL;
  g_variant_get_child (row, 0, "m@ay", &address);
  data = g_variant_get_fixed_array (address, &length, 1);
  if (length != sizeof self->address.bytes)
    return NULL;

  self = g_object_new (SURETY_TYPE_ACCOUNT_RECORD, NULL);
  memcpy (self->address.bytes, data, length);
  g_variant_get_child (row, 1, "ms", &self->name);
  g_variant_get_child (row, 2, "mx", NULL, &kind);
  g_variant_get_child (row, 3, "mx", NULL, &place);
  g_variant_get_child (row, 4, "ms", &self->secret_id);
  g_variant_get_child (row, 5, "mx", NULL, &index);
  g_variant_get_child (row, 6, "mx", NULL, &self->backup_checked);
  self->kind = (SuretyAccountKind) kind;
  self->place = (SuretyKeyPlace) place;
  self->index = (guint32) index;

  return self;
}

static DexFuture *
to_records (DexFuture *completed, gpointer user_data)
{
  GVariant *rows = g_value_get_variant (dex_future_get_value (completed, NULL));
  g_autoptr (GListStore) records = g_list_store_new (SURETY_TYPE_ACCOUNT_RECORD);

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (rows, i);
      g_autoptr (GVariant) row = g_variant_get_variant (boxed);
      g_autoptr (SuretyAccountRecord) record = read_row (row);

      if (record == NULL)
        return dex_future_new_reject (SURETY_STORE_ERROR, SURETY_STORE_ERROR_DATABASE,
                                      "an account row is damaged");
      g_list_store_append (records, record);
    }

  return dex_future_new_take_object (g_steal_pointer (&records));
}

DexFuture *
surety_account_record_list (SuretyDatabase *database)
{
  return dex_future_then (
    surety_database_read (database,
                          "SELECT address, name, kind, place, secret_id, key_index, backup_checked"
                          " FROM account ORDER BY id",
                          NULL),
    to_records, NULL, NULL);
}
