/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-asking.h"

#include <string.h>

#include "surety-pinned.h"

typedef struct
{
  const SuretyTokenRead *read; /* NULL: a plain call */
  const SuretyToken *token;
  u256 amount;
  gboolean second; /* in the second exchange */
  guint call;
  guint minus; /* index of an entry */
  gboolean lacks_account;
  gboolean lacks_place;
} Entry;

typedef struct
{
  const SuretyPlace *place;
  guint call;
  gboolean found;
  Address address;
} Place;

struct _SuretyTokenAsking
{
  SuretyEndpoints *endpoints;
  SuretyMulticall *first;
  SuretyMulticall *second;
  gboolean has_account;
  Address account;
  guint call_eth;
  GArray *entries; /* Entry */
  GArray *places;  /* Place */
};

/* RocketStorage.sol. */
static const AbiItem *
registry_item (void)
{
  static AbiItem *item;

  if (g_once_init_enter_pointer (&item))
    {
      AbiItem *parsed = NULL;

      if (abi_item_parse ("function getAddress(bytes32 key) view returns (address)", &parsed) !=
          CORE_OK)
        g_error ("No signature of a registry");
      g_once_init_leave_pointer (&item, parsed);
    }
  return item;
}

SuretyTokenAsking *
surety_token_asking_new (SuretyNetwork *network, SuretyEndpoints *endpoints, const Address *account)
{
  SuretyTokenAsking *self = g_new0 (SuretyTokenAsking, 1);
  Address multicall3;
  gboolean has_multicall3 = surety_network_get_contract (network, "Multicall3", &multicall3, NULL);

  self->endpoints = g_object_ref (endpoints);
  self->first = surety_multicall_new (has_multicall3 ? &multicall3 : NULL);
  self->second = surety_multicall_new (has_multicall3 ? &multicall3 : NULL);
  self->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  self->places = g_array_new (FALSE, TRUE, sizeof (Place));
  if (account != NULL)
    {
      self->has_account = TRUE;
      self->account = *account;
      self->call_eth = surety_multicall_add_eth_balance (self->first, account);
    }
  return self;
}

void
surety_token_asking_set_decides (SuretyTokenAsking *self)
{
  surety_multicall_set_decides (self->first, TRUE);
  surety_multicall_set_decides (self->second, TRUE);
}

void
surety_token_asking_free (SuretyTokenAsking *self)
{
  g_object_unref (self->endpoints);
  g_object_unref (self->first);
  g_object_unref (self->second);
  g_array_unref (self->entries);
  g_array_unref (self->places);
  g_free (self);
}

static Place *
find_place (SuretyTokenAsking *self, const SuretyPlace *place)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *other = &g_array_index (self->places, Place, i);

      if (address_equal (&other->place->address, &place->address) &&
          g_str_equal (other->place->name, place->name))
        return other;
    }
  return NULL;
}

void
surety_token_asking_resolve (SuretyTokenAsking *self, const SuretyPlace *place)
{
  static const char prefix[] = "contract.address";
  Place entry = { .place = place };
  g_autofree char *text = NULL;
  Hash key;
  AbiValue arg;

  if (place->name == NULL || find_place (self, place) != NULL)
    return;

  text = g_strconcat (prefix, place->name, NULL);
  key = keccak256 ((Bytes) { (const guint8 *) text, strlen (text) });
  arg = abi_fixed_bytes ((Bytes) { key.bytes, sizeof key.bytes });
  entry.call = surety_multicall_add (self->first, &place->address, registry_item (), &arg, 1);
  g_array_append_val (self->places, entry);
}

gboolean
surety_token_asking_get_place (SuretyTokenAsking *self, const SuretyPlace *place, Address *out)
{
  const Place *found;

  if (place->name == NULL)
    {
      *out = place->address;
      return TRUE;
    }
  found = find_place (self, place);
  if (found == NULL || !found->found)
    return FALSE;
  *out = found->address;
  return TRUE;
}

static u256
whole_of (const SuretyToken *token)
{
  u256 whole = 1;

  for (guint i = 0; i < token->decimals; i++)
    whole *= 10;
  return whole;
}

/* Adds the entry's call, all it needs being known. */
static void
add_call (SuretyTokenAsking *self, Entry *entry, SuretyMulticall *multicall)
{
  const SuretyTokenRead *read = entry->read;
  Address to, minter;
  AbiValue arg = abi_uint (0);

  if (!surety_token_asking_get_place (self, &read->place, &to))
    {
      entry->lacks_place = TRUE;
      return;
    }
  switch (read->argument)
    {
    case SURETY_READ_NOTHING:
      break;
    case SURETY_READ_WHOLE:
      arg = abi_uint (whole_of (entry->token));
      break;
    case SURETY_READ_ACCOUNT:
      if (!self->has_account)
        {
          entry->lacks_account = TRUE;
          return;
        }
      arg = abi_address (&self->account);
      break;
    case SURETY_READ_AMOUNT:
      arg = abi_uint (entry->amount);
      break;
    case SURETY_READ_MINTER:
      if (!surety_token_asking_get_place (self, &entry->token->facts->mint.place, &minter))
        {
          entry->lacks_place = TRUE;
          return;
        }
      arg = abi_address (&minter);
      break;
    default:
      g_assert_not_reached ();
    }
  entry->call = surety_multicall_add (multicall, &to, read->item, &arg,
                                      read->argument == SURETY_READ_NOTHING ? 0 : 1);
}

static gboolean
is_second (const SuretyTokenRead *read, const SuretyToken *token)
{
  return read->place.name != NULL ||
         (read->argument == SURETY_READ_MINTER && token->facts->mint.place.name != NULL);
}

guint
surety_token_asking_add (SuretyTokenAsking *self,
                         const SuretyTokenRead *read,
                         const SuretyToken *token,
                         u256 amount)
{
  Entry entry = { .read = read, .token = token, .amount = amount, .minus = SURETY_NOT_ASKED };

  if (read == NULL)
    return SURETY_NOT_ASKED;

  if (read->minus != NULL)
    entry.minus = surety_token_asking_add (self, read->minus, token, amount);
  surety_token_asking_resolve (self, &read->place);
  if (read->argument == SURETY_READ_MINTER)
    surety_token_asking_resolve (self, &token->facts->mint.place);
  entry.second = is_second (read, token);
  if (!entry.second)
    add_call (self, &entry, self->first);
  g_array_append_val (self->entries, entry);
  return self->entries->len - 1;
}

guint
surety_token_asking_call (SuretyTokenAsking *self,
                          const Address *to,
                          const AbiItem *item,
                          const AbiValue *args,
                          gsize n_args)
{
  Entry entry = { .minus = SURETY_NOT_ASKED };

  entry.call = surety_multicall_add (self->first, to, item, args, n_args);
  g_array_append_val (self->entries, entry);
  return self->entries->len - 1;
}

gboolean
surety_token_asking_run (SuretyTokenAsking *self, SuretyFlow *flow, GError **error)
{
  guint n = 0;

  if (!surety_pinned_run (flow, self->first, self->endpoints, 0, error))
    return FALSE;

  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = &g_array_index (self->places, Place, i);

      place->found = surety_multicall_get_address (self->first, place->call, &place->address,
                                                   NULL) &&
                     !address_is_zero (&place->address);
    }
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (!entry->second)
        continue;
      add_call (self, entry, self->second);
      n += !entry->lacks_place && !entry->lacks_account;
    }
  return n == 0 || surety_pinned_run (flow, self->second, self->endpoints,
                                      surety_multicall_get_block (self->first), error);
}

guint64
surety_token_asking_get_block (SuretyTokenAsking *self)
{
  return surety_multicall_get_block (self->first);
}

guint64
surety_token_asking_get_time (SuretyTokenAsking *self)
{
  return surety_multicall_get_timestamp (self->first);
}

gboolean
surety_token_asking_get_eth (SuretyTokenAsking *self, u256 *out, GError **error)
{
  g_return_val_if_fail (self->has_account, FALSE);
  return surety_multicall_get_word (self->first, self->call_eth, out, error);
}

gboolean
surety_token_asking_get_values (SuretyTokenAsking *self, guint call, AbiValues *out)
{
  const Entry *entry = &g_array_index (self->entries, Entry, call);

  return surety_multicall_get (entry->second ? self->second : self->first, entry->call, out, NULL);
}

SuretySheetState
surety_token_asking_get (SuretyTokenAsking *self, guint call, u256 *out)
{
  const Entry *entry;
  AbiValues values = { 0 };
  SuretySheetState state;
  u256 value, minus;

  if (call == SURETY_NOT_ASKED)
    return SURETY_SHEET_NO_SOURCE;
  entry = &g_array_index (self->entries, Entry, call);
  if (entry->lacks_account)
    return SURETY_SHEET_NOT_READ;
  if (entry->lacks_place || !surety_token_asking_get_values (self, call, &values))
    return SURETY_SHEET_UNREADABLE;
  value = values.values[entry->read != NULL ? entry->read->field : 0].word;
  abi_values_clear (&values);

  if (entry->minus != SURETY_NOT_ASKED)
    {
      state = surety_token_asking_get (self, entry->minus, &minus);
      if (state != SURETY_SHEET_KNOWN)
        return state;
      value = value > minus ? value - minus : 0;
    }
  *out = value;
  return SURETY_SHEET_KNOWN;
}

SuretySheetState
surety_token_asking_get_flag (SuretyTokenAsking *self, guint call, gboolean *out)
{
  u256 word;
  SuretySheetState state = surety_token_asking_get (self, call, &word);

  if (state != SURETY_SHEET_KNOWN)
    return state;
  if (word > 1)
    return SURETY_SHEET_UNREADABLE;
  *out = word == 1;
  return SURETY_SHEET_KNOWN;
}
