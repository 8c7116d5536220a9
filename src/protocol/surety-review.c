/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-review.h"

#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "surety-decoded-call-private.h"
#include "surety-eigenlayer-review.h"
#include "surety-protocol-error.h"

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW,
                                                format, args));
  va_end (args);
  return FALSE;
}

/* --- arguments as text --- */

/* What amounts beside an argument count: the token of the call, of the list of strategies next
 * to it, or beside it in its tuple. */
typedef struct
{
  SuretyNetwork *network;
  GListStore *args;
  const SuretyToken *token;
  const AbiValue *strategies;
} Flatten;

static char *
dup_type_name (const AbiType *type)
{
  switch (type->kind)
    {
    case ABI_UINT:
      return g_strdup_printf ("uint%u", type->bits);
    case ABI_INT:
      return g_strdup_printf ("int%u", type->bits);
    case ABI_BOOL:
      return g_strdup ("bool");
    case ABI_ADDRESS:
      return g_strdup ("address");
    case ABI_FIXED_BYTES:
      return g_strdup_printf ("bytes%u", type->bits / 8);
    case ABI_BYTES:
      return g_strdup ("bytes");
    case ABI_STRING:
      return g_strdup ("string");
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
    case ABI_TUPLE:
    default:
      return g_strdup ("list");
    }
}

static char *
dup_hex (Bytes data)
{
  char *hex = hex_encode_dup (data, true);
  char *text = g_strdup (hex);

  free (hex);
  return text;
}

static char *
dup_text (const AbiType *type, const AbiValue *value)
{
  char decimal[U256_DECIMAL_SIZE];
  char address_text[ADDRESS_TEXT_SIZE];
  Address address;

  switch (type->kind)
    {
    case ABI_BOOL:
      return g_strdup (value->word != 0 ? "true" : "false");
    case ABI_ADDRESS:
      address = abi_value_address (value);
      address_to_text (&address, address_text);
      return g_strdup (address_text);
    case ABI_FIXED_BYTES:
    case ABI_BYTES:
    case ABI_STRING:
      return dup_hex (value->data);
    case ABI_UINT:
    case ABI_INT:
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
    case ABI_TUPLE:
    default:
      u256_to_decimal (value->word, decimal);
      return g_strdup (decimal);
    }
}

/* How the mints name an amount of their token. */
static gboolean
is_minted (const char *name)
{
  return g_str_equal (name, "minMETHAmount") || g_str_equal (name, "osTokenShares");
}

/* A leaf of rewards: all that was ever earned in the token beside it. */
static gboolean
is_earned (const char *name)
{
  return g_str_equal (name, "cumulativeEarnings");
}

static gboolean
is_amount (const char *name)
{
  return g_str_equal (name, "amount") || is_minted (name) || is_earned (name) ||
         g_str_equal (name, "depositShares") || g_str_equal (name, "scaledShares");
}

static char *
dup_label (const Flatten *flatten,
           const char *name,
           const AbiType *type,
           const AbiValue *value,
           const SuretyToken *token)
{
  Address address;

  if (type->kind == ABI_ADDRESS)
    {
      address = abi_value_address (value);
      return surety_network_dup_label (flatten->network, &address);
    }
  if (type->kind == ABI_UINT && token != NULL && is_amount (name))
    {
      char units[U256_DECIMAL_SIZE + 2];

      u256_to_units (value->word, token->decimals, units);
      return g_str_equal (name, "amount") || is_minted (name) || is_earned (name)
               ? g_strdup_printf ("%s %s", units, token->symbol)
               : g_strdup_printf ("%s shares of %s", units, token->symbol);
    }
  return NULL;
}

static void flatten_value (Flatten *flatten,
                           const char *path,
                           const char *name,
                           const AbiType *type,
                           const AbiValue *value,
                           const SuretyToken *token);

static void
flatten_tuple (Flatten *flatten, const char *path, const AbiType *type, const AbiValue *value)
{
  const AbiValue *outer = flatten->strategies;
  const SuretyToken *token = flatten->token;

  for (gsize i = 0; i < type->n_fields; i++)
    if (g_str_equal (type->fields[i].name, "strategies"))
      flatten->strategies = &value->items[i];
    else if (g_str_equal (type->fields[i].name, "token") &&
             type->fields[i].type.kind == ABI_ADDRESS)
      {
        Address address = abi_value_address (&value->items[i]);

        token = surety_network_find_token (flatten->network, &address);
      }
  for (gsize i = 0; i < type->n_fields; i++)
    {
      g_autofree char *below = g_strdup_printf ("%s.%s", path, type->fields[i].name);

      flatten_value (flatten, below, type->fields[i].name, &type->fields[i].type, &value->items[i],
                     token);
    }
  flatten->strategies = outer;
}

static void
flatten_list (Flatten *flatten,
              const char *path,
              const char *name,
              const AbiType *type,
              const AbiValue *value)
{
  for (gsize i = 0; i < value->n_items; i++)
    {
      g_autofree char *below = g_strdup_printf ("%s[%" G_GSIZE_FORMAT "]", path, i);
      const SuretyToken *token = flatten->token;

      if (flatten->strategies != NULL && i < flatten->strategies->n_items)
        {
          Address strategy = abi_value_address (&flatten->strategies->items[i]);

          token = surety_network_find_strategy (flatten->network, &strategy);
        }
      flatten_value (flatten, below, name, type->element, &value->items[i], token);
    }
}

static void
flatten_value (Flatten *flatten,
               const char *path,
               const char *name,
               const AbiType *type,
               const AbiValue *value,
               const SuretyToken *token)
{
  g_autofree char *type_name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  g_autoptr (SuretyDecodedArg) arg = NULL;

  if (type->kind == ABI_TUPLE)
    {
      flatten_tuple (flatten, path, type, value);
      return;
    }
  if (type->kind == ABI_ARRAY || type->kind == ABI_FIXED_ARRAY)
    {
      flatten_list (flatten, path, name, type, value);
      return;
    }

  type_name = dup_type_name (type);
  text = dup_text (type, value);
  label = dup_label (flatten, name, type, value, token);
  arg = surety_decoded_arg_new (path, type_name, text, label);
  g_list_store_append (flatten->args, arg);
}

/* The token amounts of the call count: the one called, or the one of the strategy argument. */
static const SuretyToken *
find_token (SuretyNetwork *network, const Address *to, const AbiItem *item, const AbiValue *values)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (address_equal (&surety_network_get_token (network, i)->token, to))
      return surety_network_get_token (network, i);
  for (gsize i = 0; i < item->n_inputs; i++)
    if (g_str_equal (item->inputs[i].name, "strategy"))
      {
        Address strategy = abi_value_address (&values[i]);

        return surety_network_find_strategy (network, &strategy);
      }
  return NULL;
}

/* --- decoding --- */

/* A second spelling of the same call is refused: what is shown must be the bytes. */
static gboolean
check_spelling (const AbiItem *item, const AbiValues *values, Bytes data, GError **error)
{
  Buffer buffer = buffer_new ();
  gboolean same;

  if (abi_encode_call (item, values->values, values->n_values, &buffer) != CORE_OK)
    {
      buffer_clear (&buffer);
      return refuse (error, "The call's arguments can't be encoded again");
    }
  same = buffer.len == data.len && memcmp (buffer.data, data.data, data.len) == 0;
  buffer_clear (&buffer);
  return same || refuse (error, "The call is not written the one standard way");
}

static gboolean
check_envelope (SuretyNetwork *network, const Transaction *transaction, GError **error)
{
  if (transaction->kind != TRANSACTION_EIP1559)
    return refuse (error, "The transaction is not of type 2");
  if (transaction->chain_id != surety_network_get_chain_id (network))
    return refuse (error, "The transaction is for chain %" G_GUINT64_FORMAT, transaction->chain_id);
  if (transaction->creates)
    return refuse (error, "The transaction creates a contract");
  if (transaction->access_list.len > 1)
    return refuse (error, "The transaction has an access list");
  return TRUE;
}

static char *
dup_contract_label (SuretyNetwork *network, const Address *address)
{
  char *label = surety_network_dup_label (network, address);

  return label != NULL ? label : g_strdup ("");
}

SuretyDecodedCall *
surety_review_decode (SuretyNetwork *network, const Transaction *transaction, GError **error)
{
  const guint8 *data;
  guint32 selector;
  SuretyReviewCall call;
  SuretyTold told = { .kind = "", .symbol = "", .into = "", .spender = "" };
  AbiValues values = { 0 };
  g_autoptr (GListStore) args = g_list_store_new (SURETY_TYPE_DECODED_ARG);
  g_autofree char *contract = NULL;
  SuretyDecodedCall *decoded = NULL;

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && transaction != NULL, NULL);

  if (!check_envelope (network, transaction, error))
    return NULL;
  if (transaction->data.len < 4)
    {
      refuse (error, "The transaction calls no function");
      return NULL;
    }
  data = transaction->data.data;
  selector = (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
  if (!surety_eigenlayer_review_find (network, &transaction->to, selector, &call))
    {
      refuse (error, "The contract and function are not among those this program uses");
      return NULL;
    }
  if (!call.pays && transaction->value != 0)
    {
      refuse (error, "The transaction sends ETH");
      return NULL;
    }
  if (call.pays && transaction->value == 0)
    {
      refuse (error, "The transaction should send ETH, and sends none");
      return NULL;
    }
  if (abi_decode_call (call.item, transaction->data, NULL, &values) != CORE_OK)
    {
      refuse (error, "The call's arguments are not what %s takes", call.item->signature);
      return NULL;
    }

  if (check_spelling (call.item, &values, transaction->data, error) &&
      call.check (network, &transaction->to, values.values, error))
    {
      Flatten flatten = {
        .network = network,
        .args = args,
        .token = call.token != NULL
                   ? call.token
                   : find_token (network, &transaction->to, call.item, values.values),
      };

      for (gsize i = 0; i < call.item->n_inputs; i++)
        flatten_value (&flatten, call.item->inputs[i].name, call.item->inputs[i].name,
                       &call.item->inputs[i].type, &values.values[i], flatten.token);
      call.tell (network, &transaction->to, values.values, &told);
      contract = dup_contract_label (network, &transaction->to);
      told.has_payee = call.receiver != G_MAXUINT;
      if (told.has_payee)
        told.payee = abi_value_address (&values.values[call.receiver]);
      if (call.pays)
        told.amount = transaction->value;
      if (call.token != NULL)
        told.into = g_intern_string (call.token->symbol);
      else if (call.pays)
        told.into = g_intern_string (contract);
      decoded = surety_decoded_call_new (contract, &transaction->to, call.item, transaction->value,
                                         transaction->data, &told, G_LIST_MODEL (args));
    }
  abi_values_clear (&values);
  return decoded;
}

SuretyDecodedCall *
surety_review_decode_cancel (SuretyNetwork *network,
                             const Address *account,
                             const Transaction *transaction,
                             GError **error)
{
  g_autoptr (GListStore) args = g_list_store_new (SURETY_TYPE_DECODED_ARG);
  const SuretyTold told = {
    .kind = SURETY_STEP_CANCEL, .symbol = "", .decimals = 18, .spender = "", .into = ""
  };

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && transaction != NULL, NULL);

  if (!check_envelope (network, transaction, error))
    return NULL;
  if (transaction->data.len > 0 || transaction->value != 0 ||
      !address_equal (&transaction->to, account))
    {
      refuse (error, "The transaction does more than nothing");
      return NULL;
    }
  return surety_decoded_call_new ("", &transaction->to, NULL, 0, transaction->data, &told,
                                  G_LIST_MODEL (args));
}

static Bytes
step_data (SuretyStep *step)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (surety_step_get_calldata (step), &len);

  return (Bytes) { data, len };
}

SuretyDecodedCall *
surety_review_decode_step (SuretyNetwork *network, SuretyStep *step, GError **error)
{
  Transaction transaction = { .kind = TRANSACTION_EIP1559 };

  g_return_val_if_fail (SURETY_IS_NETWORK (network) && SURETY_IS_STEP (step), NULL);

  transaction.chain_id = surety_network_get_chain_id (network);
  transaction.to = *surety_step_get_to (step);
  transaction.value = surety_step_get_value (step);
  transaction.data = step_data (step);
  return surety_review_decode (network, &transaction, error);
}

/* What comes out of a call that names who gets it is the account's, or whose the step says. */
static gboolean
check_receiver (SuretyNetwork *network,
                SuretyStep *step,
                const Transaction *transaction,
                const Address *account,
                GError **error)
{
  const guint8 *data = transaction->data.data;
  guint32 selector = (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 |
                     data[3];
  SuretyReviewCall call;
  AbiValues values = { 0 };
  const Address *expected = account;
  Address receiver;

  if (!surety_eigenlayer_review_find (network, &transaction->to, selector, &call) ||
      abi_decode_call (call.item, transaction->data, NULL, &values) != CORE_OK)
    return refuse (error, "The call can't be read a second time");
  receiver = call.receiver != G_MAXUINT ? abi_value_address (&values.values[call.receiver])
                                        : *account;
  abi_values_clear (&values);
  if (call.chosen && surety_step_get_recipient (step) != NULL)
    expected = surety_step_get_recipient (step);
  return address_equal (&receiver, expected) ||
         refuse (error, "What the transaction makes would be somebody else's");
}

gboolean
surety_review_check_signed (SuretyNetwork *network,
                            SuretyStep *step,
                            const Address *account,
                            GBytes *signed_bytes,
                            GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (signed_bytes, &len);
  Transaction transaction;
  Signature signature;
  Address sender;
  Bytes expected = step_data (step);
  g_autoptr (SuretyDecodedCall) decoded = NULL;

  if (transaction_decode ((Bytes) { data, len }, &transaction, &signature, &sender) != CORE_OK)
    return refuse (error, "The signed bytes are no transaction");
  if (!address_equal (&sender, account))
    return refuse (error, "The signature is another account's");
  if (!address_equal (&transaction.to, surety_step_get_to (step)) ||
      transaction.value != surety_step_get_value (step) || transaction.data.len != expected.len ||
      (expected.len > 0 && memcmp (transaction.data.data, expected.data, expected.len) != 0))
    return refuse (error, "The signed bytes do not say what the step says");

  if (g_str_equal (surety_step_get_kind (step), SURETY_STEP_CANCEL))
    {
      decoded = surety_review_decode_cancel (network, account, &transaction, error);
      return decoded != NULL;
    }
  decoded = surety_review_decode (network, &transaction, error);
  return decoded != NULL && check_receiver (network, step, &transaction, account, error);
}
