/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-plan-private.h"

#include <stdlib.h>

static void
planning_free (gpointer data)
{
  SuretyEigenlayerPlanning *planning = data;

  g_object_unref (planning->self);
  g_object_unref (planning->intent);
  g_object_unref (planning->facts);
  g_ptr_array_unref (planning->steps);
  g_free (planning);
}

gboolean
surety_eigenlayer_refuse (GError **error, SuretyProtocolError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (SURETY_PROTOCOL_ERROR, (int) code, format, args));
  va_end (args);
  return FALSE;
}

gboolean
surety_eigenlayer_check_open (SuretyEigenlayerPlanning *planning,
                              guint call,
                              guint bit,
                              const char *what,
                              GError **error)
{
  u256 paused;

  if (!surety_multicall_get_word (planning->facts, call, &paused, error))
    return FALSE;
  if ((u256_shr (paused, bit) & 1) != 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_PAUSED, "%s is paused", what);
  return TRUE;
}

guint
surety_eigenlayer_ask_shares (SuretyEigenlayerPlanning *planning, const Address *strategy)
{
  AbiValue item = abi_address (strategy);
  AbiValue args[] = {
    abi_address (surety_intent_get_account (planning->intent)),
    abi_array (&item, 1),
  };

  return surety_eigenlayer_ask (planning->facts, &planning->self->delegation_manager,
                                EL_GET_WITHDRAWABLE_SHARES, 2, args);
}

gboolean
surety_eigenlayer_read_shares (SuretyEigenlayerPlanning *planning,
                               guint call,
                               u256 *withdrawable,
                               u256 *deposited,
                               GError **error)
{
  AbiValues values = { 0 };
  gboolean fits;

  if (!surety_multicall_get (planning->facts, call, &values, error))
    return FALSE;
  fits = values.values[0].n_items == 1 && values.values[1].n_items == 1;
  if (fits)
    {
      *withdrawable = values.values[0].items[0].word;
      *deposited = values.values[1].items[0].word;
    }
  else
    g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                 "getWithdrawableShares answered lists of another length");
  abi_values_clear (&values);
  return fits;
}

void
surety_eigenlayer_add_promise (GPtrArray *promises,
                               SuretyPromiseKind kind,
                               const Address *subject,
                               const Address *spender,
                               u256 value,
                               const SuretyToken *token)
{
  g_ptr_array_add (promises, surety_promise_new (kind, subject, spender, value,
                                                 token != NULL ? token->symbol : "",
                                                 token != NULL ? token->decimals : 0));
}

void
surety_eigenlayer_add_step (SuretyEigenlayerPlanning *planning,
                            SuretyStepFacts *facts,
                            SuretyEigenlayerItem item,
                            guint n,
                            const AbiValue *args)
{
  Buffer buffer = buffer_new ();
  g_autoptr (GBytes) calldata = NULL;
  guint8 *data;
  gsize len;

  if (abi_encode_call (surety_eigenlayer_abi (item), args, n, &buffer) != CORE_OK)
    g_error ("Arguments of %s do not fit", surety_eigenlayer_abi_text (item));
  data = buffer_steal (&buffer, &len);
  calldata = g_bytes_new_with_free_func (data, len, free, data);

  facts->signature = surety_eigenlayer_abi_text (item);
  facts->calldata = calldata;
  g_ptr_array_add (planning->steps, surety_step_new (facts));
}

u256
surety_eigenlayer_less (u256 a, u256 b)
{
  return a > b ? a - b : 0;
}

static gboolean
add_cost (u256 *cost, u256 price, guint64 gas)
{
  u256 part;

  return u256_mul (price, gas, &part) && u256_add (*cost, part, cost);
}

/* ETH for what the steps pay and for the gas of all of them at the slowest fee. Each step but the last is paid for at about today's
 * price; the last can only be sent when its highest price is there. */
static gboolean
check_gas (SuretyEigenlayerPlanning *planning, SuretyFlow *flow, SuretyFees **out, GError **error)
{
  SuretyEigenlayer *self = planning->self;
  DexFuture *future = surety_fees_suggest (self->endpoints, 0,
                                           surety_network_get_block_seconds (self->network));
  g_autoptr (SuretyFees) fees = dex_await_boxed (surety_flow_guard (flow, future), error);
  const SuretyFee *slow;
  u256 eth, price;
  u256 cost = 0;
  gboolean fits = TRUE;

  if (fees == NULL)
    return FALSE;
  if (!surety_multicall_get_word (planning->facts, planning->call_eth, &eth, error))
    return FALSE;

  slow = &fees->fee[SURETY_SPEED_SLOW];
  fits = u256_add (fees->base_fee, slow->priority, &price);
  for (guint i = 0; i < planning->steps->len && fits; i++)
    {
      SuretyStep *step = g_ptr_array_index (planning->steps, i);

      fits = u256_add (cost, surety_step_get_value (step), &cost) &&
             add_cost (&cost,
                       i + 1 == planning->steps->len ? slow->max : u256_min (price, slow->max),
                       surety_step_get_gas_hint (step));
    }
  if (!fits || eth < cost)
    {
      char text[U256_DECIMAL_SIZE + 2];

      u256_to_units (cost, 18, text);
      return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_GAS,
                                       "The plan may cost up to %s ETH with its gas", text);
    }
  *out = g_steal_pointer (&fees);
  return TRUE;
}

static DexFuture *
plan_fiber (SuretyFlow *flow, gpointer data)
{
  SuretyEigenlayerPlanning *planning = data;
  g_autoptr (SuretyFees) fees = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok = FALSE;

  planning->call_eth = surety_multicall_add_eth_balance (planning->facts,
                                                         surety_intent_get_account (
                                                           planning->intent));

  switch (surety_intent_get_kind (planning->intent))
    {
    case SURETY_INTENT_ENTER:
      ok = surety_eigenlayer_plan_enter (planning, flow, &error);
      break;
    case SURETY_INTENT_EXIT:
      ok = surety_eigenlayer_plan_exit (planning, flow, &error);
      break;
    case SURETY_INTENT_FINISH_EXIT:
      ok = surety_eigenlayer_plan_finish_exit (planning, flow, &error);
      break;
    case SURETY_INTENT_UNDELEGATE:
      ok = surety_eigenlayer_plan_undelegate (planning, flow, &error);
      break;
    case SURETY_INTENT_REVOKE:
      ok = surety_eigenlayer_plan_revoke (planning, flow, &error);
      break;
    case SURETY_INTENT_CLAIM:
      ok = surety_eigenlayer_plan_claim (planning, flow, &error);
      break;
    default:
      g_assert_not_reached ();
    }

  if (!ok || !check_gas (planning, flow, &fees, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (
    surety_plan_new (planning->intent, planning->steps,
                     surety_multicall_get_block (planning->facts),
                     surety_multicall_get_timestamp (planning->facts), fees));
}

DexFuture *
surety_eigenlayer_plan (SuretyProtocol *protocol, SuretyIntent *intent)
{
  SuretyEigenlayerPlanning *planning = g_new0 (SuretyEigenlayerPlanning, 1);

  planning->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  planning->intent = g_object_ref (intent);
  planning->facts = surety_eigenlayer_multicall_new_deciding (planning->self);
  planning->steps = g_ptr_array_new_with_free_func (g_object_unref);
  return surety_flow_spawn (plan_fiber, planning, planning_free);
}
