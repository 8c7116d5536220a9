/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "surety-eigenlayer-abi.h"
#include "surety-protocol-error.h"
#include "surety-review.h"
#include "surety-rpc-error.h"

/* Every function and event the program knows, against what a stranger says it answered, and every
 * transaction that could be asked to be signed. The first byte says which, the others are its bytes. */

constexpr size_t MAX_ITEMS = 256;

/* Encoding what was decoded and decoding that again changes nothing. */
static void
round_trip (const AbiParam *params, size_t n, const AbiValues *values)
{
  const AbiLimits limits = { .max_items = MAX_ITEMS };
  Buffer once = buffer_new ();
  Buffer twice = buffer_new ();
  AbiValues again;
  CoreResult result;

  assert (values->n_values == n);
  result = abi_encode (params, n, values->values, n, &once);
  assert (result == CORE_OK);
  result = abi_decode (params, n, buffer_bytes (&once), &limits, &again);
  assert (result == CORE_OK);
  result = abi_encode (params, n, again.values, again.n_values, &twice);
  assert (result == CORE_OK);
  assert (once.len == twice.len);
  assert (once.len == 0 || memcmp (once.data, twice.data, once.len) == 0);
  abi_values_clear (&again);
  buffer_clear (&once);
  buffer_clear (&twice);
}

static void
read_log (const AbiItem *event, Bytes input)
{
  const AbiLimits limits = { .max_items = MAX_ITEMS };
  Hash topics[4] = { event->hash };
  size_t n = 1;
  AbiValues values;

  for (size_t i = 0; i < event->n_inputs; i++)
    if (event->inputs[i].indexed && input.len >= sizeof topics[0].bytes)
      {
        memcpy (topics[n++].bytes, input.data, sizeof topics[0].bytes);
        input = (Bytes) { input.data + 32, input.len - 32 };
      }
  if (abi_decode_log (event, topics, n, input, &limits, &values) == CORE_OK)
    assert (values.n_values == event->n_inputs);
  else
    assert (values.values == nullptr);
  abi_values_clear (&values);
}

static void
read_function (const AbiItem *function, Bytes input)
{
  const AbiLimits limits = { .max_items = MAX_ITEMS };
  Buffer call = buffer_new ();
  AbiValues values;

  if (abi_decode_result (function, input, &limits, &values) == CORE_OK)
    round_trip (function->outputs, function->n_outputs, &values);
  abi_values_clear (&values);

  buffer_append (&call, function->hash.bytes, 4);
  buffer_append (&call, input.data, input.len);
  if (abi_decode_call (function, buffer_bytes (&call), &limits, &values) == CORE_OK)
    round_trip (function->inputs, function->n_inputs, &values);
  abi_values_clear (&values);
  buffer_clear (&call);
}

/* --- what is to be signed --- */

static SuretyNetwork *
get_network (guint i)
{
  static GListModel *networks;

  if (networks == NULL)
    networks = surety_network_list_builtin ();
  /* The list owns it. */
  g_autoptr (SuretyNetwork)
    network = g_list_model_get_item (networks, i % g_list_model_get_n_items (networks));

  return network;
}

static const Address *
pick_address (SuretyNetwork *network, guint i, Address *out)
{
  static const char *const names[] = { "DelegationManager", "StrategyManager", "AllocationManager",
                                       "RewardsCoordinator", "Multicall3" };
  const guint n_tokens = surety_network_get_n_tokens (network);

  *out = (Address) { 0 };
  i %= G_N_ELEMENTS (names) + 2 * n_tokens + 1;
  if (i < G_N_ELEMENTS (names))
    (void) surety_network_get_contract (network, names[i], out, NULL);
  else if (i < G_N_ELEMENTS (names) + n_tokens)
    *out = surety_network_get_token (network, i - (guint) G_N_ELEMENTS (names))->token;
  else if (i < G_N_ELEMENTS (names) + 2 * n_tokens)
    *out =
      surety_network_get_token (network, i - (guint) G_N_ELEMENTS (names) - n_tokens)->strategy;
  return out;
}

/* Words of an input that stand for an address we know: 0xff, 30 times 0, its number. */
static void
put_addresses (SuretyNetwork *network, guint8 *data, size_t len)
{
  for (size_t at = 0; at + 32 <= len; at += 32)
    if (data[at] == 0xff && data[at + 1] == 0)
      {
        Address address;

        pick_address (network, data[at + 31], &address);
        memset (data + at, 0, 12);
        memcpy (data + at + 12, address.bytes, 20);
      }
}

static void
check_decoded (SuretyNetwork *network, const Transaction *transaction)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyDecodedCall) call = surety_review_decode (network, transaction, &error);
  GListModel *args;

  if (call == NULL)
    {
      assert (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW));
      return;
    }
  assert (error == NULL);
  assert (*surety_decoded_call_get_contract (call) != '\0');
  assert (*surety_decoded_call_get_function (call) != '\0');
  assert (surety_decoded_call_get_value (call) == transaction->value);
  args = surety_decoded_call_get_args (call);
  for (guint i = 0; i < g_list_model_get_n_items (args); i++)
    {
      g_autoptr (SuretyDecodedArg) arg = g_list_model_get_item (args, i);

      assert (g_utf8_validate (surety_decoded_arg_get_text (arg), -1, NULL));
      assert (g_utf8_validate (surety_decoded_arg_get_label (arg), -1, NULL));
    }
}

static void
review (const AbiItem *function, Bytes input)
{
  Transaction transaction = { .kind = TRANSACTION_EIP1559, .gas_limit = 21000 };
  Buffer call = buffer_new ();
  SuretyNetwork *network;

  if (input.len < 3)
    return;
  network = get_network (input.data[0]);
  transaction.chain_id = surety_network_get_chain_id (network);
  pick_address (network, input.data[1], &transaction.to);
  transaction.value = input.data[2];
  buffer_append (&call, function->hash.bytes, 4);
  buffer_append (&call, input.data + 3, input.len - 3);
  put_addresses (network, call.data + 4, call.len - 4);
  transaction.data = buffer_bytes (&call);
  check_decoded (network, &transaction);
  buffer_clear (&call);
}

static void
read_revert (Bytes input)
{
  g_autoptr (GBytes) returned = g_bytes_new_static (input.data, input.len);
  g_autoptr (GError) error = surety_rpc_error_new_revert (returned, NULL);
  g_autofree char *name = surety_revert_dup_name (error);

  assert (g_utf8_validate (error->message, -1, NULL));
  assert (name == NULL || g_utf8_validate (name, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const AbiItem *item;
  Bytes input;

  if (size == 0)
    return 0;
  item = surety_eigenlayer_abi (data[0] % EL_N_ITEMS);
  input = (Bytes) { data + 1, size - 1 };
  read_revert (input);
  if (item->kind == ABI_EVENT)
    {
      read_log (item, input);
      return 0;
    }
  read_function (item, input);
  review (item, input);
  return 0;
}
