/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-address-book.h"

#include "surety-list-sync.h"
#include "surety-look-alike.h"
#include "surety-offload.h"
#include "surety-protocol-error.h"
#include "surety-store-error.h"
#include "surety-text.h"

G_DEFINE_QUARK (surety - book - error - quark, surety_book_error)

struct _SuretyAddressBook
{
  GObject parent_instance;

  SuretyNetwork *network;
  SuretyDatabase *database;
  GListStore *contacts; /* SuretyContact, by name */
  SuretyLoad load;
  GError *error;
};

static void surety_address_book_init_list (GListModelInterface *iface);
static void surety_address_book_init_payees (SuretyPayeesInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyAddressBook,
                               surety_address_book,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      surety_address_book_init_list)
                                 G_IMPLEMENT_INTERFACE (SURETY_TYPE_PAYEES,
                                                        surety_address_book_init_payees))

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
} SuretyAddressBookProperty;

static GParamSpec *properties[PROP_ERROR + 1];

/* --- reading --- */

/* Takes error. */
static void
set_load (SuretyAddressBook *self, SuretyLoad load, GError *error)
{
  surety_load_set (G_OBJECT (self), "load", &self->load, load, "error", &self->error, error);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer user_data)
{
  SuretyContact *left = (gpointer) a;
  SuretyContact *right = (gpointer) b;
  const int order = g_utf8_collate (surety_contact_get_name (left),
                                    surety_contact_get_name (right));

  return order != 0 ? order
                    : address_compare (surety_contact_get_address (left),
                                       surety_contact_get_address (right));
}

/* The database answers in the order it is asked: the last answer is the newest. */
static DexFuture *
refresh_fiber (gpointer user_data)
{
  SuretyAddressBook *self = user_data;
  g_autoptr (GListModel) fresh = NULL;
  GError *error = NULL;

  fresh = dex_await_object (surety_contact_list (self->database,
                                                 surety_network_get_key (self->network)),
                            &error);
  if (fresh == NULL)
    {
      set_load (self, SURETY_LOAD_FAILED, g_error_copy (error));
      return dex_future_new_for_error (error);
    }
  g_list_store_sort (G_LIST_STORE (fresh), compare_names, NULL);
  surety_list_sync (self->contacts, fresh, surety_contact_same);
  set_load (self, g_list_model_get_n_items (fresh) > 0 ? SURETY_LOAD_READY : SURETY_LOAD_EMPTY,
            NULL);

  return dex_future_new_true ();
}

DexFuture *
surety_address_book_refresh (SuretyAddressBook *self)
{
  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), NULL);

  return surety_spawn (refresh_fiber, g_object_ref (self), g_object_unref);
}

/* --- as a list --- */

static GType
surety_address_book_get_item_type (GListModel *list)
{
  return SURETY_TYPE_CONTACT;
}

static guint
surety_address_book_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SURETY_ADDRESS_BOOK (list)->contacts));
}

static gpointer
surety_address_book_get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (SURETY_ADDRESS_BOOK (list)->contacts), position);
}

static void
surety_address_book_init_list (GListModelInterface *iface)
{
  iface->get_item_type = surety_address_book_get_item_type;
  iface->get_n_items = surety_address_book_get_n_items;
  iface->get_item = surety_address_book_get_item;
}

static void
on_items_changed (SuretyAddressBook *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* --- who may be paid --- */

gboolean
surety_address_book_is_own (SuretyNetwork *network, SuretyAccountRecord *record)
{
  const gboolean practice = surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE;

  switch (surety_account_record_get_kind (record))
    {
    case SURETY_ACCOUNT_PHRASE:
    case SURETY_ACCOUNT_KEY:
      return !practice;
    case SURETY_ACCOUNT_PRACTICE:
      /* Everybody has this one's key. */
      return practice;
    case SURETY_ACCOUNT_WATCH:
    default:
      return FALSE;
    }
}

/* Inside a fiber. FALSE with an error when it can't be told. */
static gboolean
find_own (SuretyAddressBook *self, const Address *address, gboolean *own, GError **error)
{
  g_autoptr (GListModel)
    records = dex_await_object (surety_account_record_list (self->database), error);

  *own = FALSE;
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (records); i++)
    {
      g_autoptr (SuretyAccountRecord) record = g_list_model_get_item (records, i);

      if (address_equal (surety_account_record_get_address (record), address))
        *own = *own || surety_address_book_is_own (self->network, record);
    }
  return TRUE;
}

static SuretyContact *
find_in (GListModel *contacts, const Address *address)
{
  for (guint i = 0; i < g_list_model_get_n_items (contacts); i++)
    {
      g_autoptr (SuretyContact) contact = g_list_model_get_item (contacts, i);

      if (address_equal (surety_contact_get_address (contact), address))
        return contact; /* the list holds it */
    }
  return NULL;
}

typedef struct
{
  SuretyAddressBook *self;
  Address address;
  char *name;
} Job;

static Job *
job_new (SuretyAddressBook *self, const Address *address, const char *name)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  job->address = *address;
  if (name != NULL)
    job->name = surety_text_clean (name, -1, SURETY_BOOK_LONGEST_NAME);

  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->self);
  g_free (job->name);
  g_free (job);
}

/* Looked up where it is kept, not in what was read once. */
static DexFuture *
check_fiber (gpointer user_data)
{
  Job *job = user_data;
  SuretyAddressBook *self = job->self;
  g_autoptr (GListModel) contacts = NULL;
  gboolean own = FALSE;
  char text[ADDRESS_TEXT_SIZE];
  GError *error = NULL;

  if (!find_own (self, &job->address, &own, &error))
    return dex_future_new_for_error (error);
  if (own)
    return dex_future_new_true ();
  contacts = dex_await_object (surety_contact_list (self->database,
                                                    surety_network_get_key (self->network)),
                               &error);
  if (contacts == NULL)
    return dex_future_new_for_error (error);
  if (find_in (contacts, &job->address) != NULL)
    return dex_future_new_true ();

  address_to_text (&job->address, text);
  return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_STRANGER, "%s", text);
}

static DexFuture *
surety_address_book_check (SuretyPayees *payees, const Address *payee)
{
  return surety_spawn (check_fiber, job_new (SURETY_ADDRESS_BOOK (payees), payee, NULL), job_free);
}

static void
surety_address_book_init_payees (SuretyPayeesInterface *iface)
{
  iface->check = surety_address_book_check;
}

/* --- the object --- */

static void
surety_address_book_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyAddressBook *self = SURETY_ADDRESS_BOOK (object);

  switch ((SuretyAddressBookProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (gint) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_address_book_dispose (GObject *object)
{
  SuretyAddressBook *self = SURETY_ADDRESS_BOOK (object);

  g_clear_object (&self->network);
  g_clear_object (&self->database);

  G_OBJECT_CLASS (surety_address_book_parent_class)->dispose (object);
}

static void
surety_address_book_finalize (GObject *object)
{
  SuretyAddressBook *self = SURETY_ADDRESS_BOOK (object);

  g_clear_object (&self->contacts);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (surety_address_book_parent_class)->finalize (object);
}

static void
surety_address_book_class_init (SuretyAddressBookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_address_book_get_property;
  object_class->dispose = surety_address_book_dispose;
  object_class->finalize = surety_address_book_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
surety_address_book_init (SuretyAddressBook *self)
{
  self->contacts = g_list_store_new (SURETY_TYPE_CONTACT);
  g_signal_connect_object (self->contacts, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
}

/* --- public --- */

SuretyAddressBook *
surety_address_book_new (SuretyNetwork *network, SuretyDatabase *database)
{
  SuretyAddressBook *self = NULL;

  g_return_val_if_fail (SURETY_IS_NETWORK (network), NULL);
  g_return_val_if_fail (SURETY_IS_DATABASE (database), NULL);

  self = g_object_new (SURETY_TYPE_ADDRESS_BOOK, NULL);
  self->network = g_object_ref (network);
  self->database = g_object_ref (database);
  self->load = SURETY_LOAD_LOADING;
  dex_future_disown (surety_address_book_refresh (self));

  return self;
}

SuretyLoad
surety_address_book_get_load (SuretyAddressBook *self)
{
  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), SURETY_LOAD_IDLE);

  return self->load;
}

SuretyNetwork *
surety_address_book_get_network (SuretyAddressBook *self)
{
  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), NULL);

  return self->network;
}

SuretyContact *
surety_address_book_find (SuretyAddressBook *self, const Address *address)
{
  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  return find_in (G_LIST_MODEL (self->contacts), address);
}

static gboolean
refuse (GError **error, SuretyBookError code, const char *why)
{
  g_set_error_literal (error, SURETY_BOOK_ERROR, (int) code, why);
  return FALSE;
}

gboolean
surety_address_book_check_address (SuretyAddressBook *self, const Address *address, GError **error)
{
  g_autofree char *label = NULL;

  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  if (address_is_zero (address))
    return refuse (error, SURETY_BOOK_ERROR_NOBODY, "the zero address is nobody's");
  label = surety_network_dup_label (self->network, address);
  if (label != NULL)
    return refuse (error, SURETY_BOOK_ERROR_CONTRACT, label);
  if (surety_address_book_find (self, address) != NULL)
    return refuse (error, SURETY_BOOK_ERROR_SAVED, "the address is saved already");
  return TRUE;
}

gboolean
surety_address_book_check_name (SuretyAddressBook *self,
                                const Address *address,
                                const char *name,
                                GError **error)
{
  g_autofree char *skeleton = NULL;

  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  skeleton = surety_look_alike_skeleton (name);
  if (*skeleton == '\0')
    return refuse (error, SURETY_BOOK_ERROR_NAME, "nothing is left of the name");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->contacts)); i++)
    {
      g_autoptr (SuretyContact) contact = g_list_model_get_item (G_LIST_MODEL (self->contacts), i);
      g_autofree char *other = surety_look_alike_skeleton (surety_contact_get_name (contact));

      if (g_str_equal (skeleton, other) &&
          (address == NULL || !address_equal (surety_contact_get_address (contact), address)))
        return refuse (error, SURETY_BOOK_ERROR_NAME_TAKEN, surety_contact_get_name (contact));
    }
  return TRUE;
}

/* --- changes --- */

static DexFuture *
refresh_after (DexFuture *completed, gpointer user_data)
{
  return surety_address_book_refresh (user_data);
}

static DexFuture *
add_fiber (gpointer user_data)
{
  Job *job = user_data;
  SuretyAddressBook *self = job->self;
  gboolean own = FALSE;
  GError *error = NULL;

  /* What is compared with is what is saved now. */
  if (!dex_await (surety_address_book_refresh (self), &error) ||
      !surety_address_book_check_address (self, &job->address, &error) ||
      !surety_address_book_check_name (self, &job->address, job->name, &error) ||
      !find_own (self, &job->address, &own, &error))
    return dex_future_new_for_error (error);
  if (own)
    return dex_future_new_reject (SURETY_BOOK_ERROR, SURETY_BOOK_ERROR_OWN,
                                  "the account's key is here");
  if (!dex_await (surety_contact_add (self->database, surety_network_get_key (self->network),
                                      &job->address, job->name),
                  &error))
    {
      /* Twice at once. */
      if (g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_EXISTS))
        {
          error->domain = SURETY_BOOK_ERROR;
          error->code = SURETY_BOOK_ERROR_SAVED;
        }
      return dex_future_new_for_error (error);
    }

  return surety_address_book_refresh (self);
}

DexFuture *
surety_address_book_add (SuretyAddressBook *self, const Address *address, const char *name)
{
  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), NULL);
  g_return_val_if_fail (address != NULL && name != NULL, NULL);

  return surety_spawn (add_fiber, job_new (self, address, name), job_free);
}

static DexFuture *
rename_fiber (gpointer user_data)
{
  Job *job = user_data;
  SuretyAddressBook *self = job->self;
  GError *error = NULL;

  if (!dex_await (surety_address_book_refresh (self), &error) ||
      !surety_address_book_check_name (self, &job->address, job->name, &error) ||
      !dex_await (surety_contact_rename (self->database, surety_network_get_key (self->network),
                                         &job->address, job->name),
                  &error))
    return dex_future_new_for_error (error);

  return surety_address_book_refresh (self);
}

DexFuture *
surety_address_book_rename (SuretyAddressBook *self, const Address *address, const char *name)
{
  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), NULL);
  g_return_val_if_fail (address != NULL && name != NULL, NULL);

  return surety_spawn (rename_fiber, job_new (self, address, name), job_free);
}

DexFuture *
surety_address_book_remove (SuretyAddressBook *self, const Address *address)
{
  g_return_val_if_fail (SURETY_IS_ADDRESS_BOOK (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  return dex_future_then (surety_contact_remove (self->database,
                                                 surety_network_get_key (self->network), address),
                          refresh_after, g_object_ref (self), g_object_unref);
}
