/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-both.h"
#include "surety-flow.h"
#include "surety-json.h"
#include "surety-protocol-error.h"
#include "surety-review.h"
#include "surety-rpc.h"

#include "hex.h"

#include <stdlib.h>

G_DEFINE_BOXED_TYPE (SuretySimulation,
                     surety_simulation,
                     surety_simulation_copy,
                     surety_simulation_free)

SuretySimulation *
surety_simulation_copy (const SuretySimulation *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
surety_simulation_free (SuretySimulation *self)
{
  g_free (self);
}

typedef struct
{
  SuretyEndpoints *endpoints;
  Address account;
  SuretyStep *step;
} Simulate;

static void
simulate_free (gpointer data)
{
  Simulate *simulate = data;

  g_object_unref (simulate->endpoints);
  g_object_unref (simulate->step);
  g_free (simulate);
}

static JsonNode *
make_params (Simulate *simulate)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  char address[ADDRESS_TEXT_SIZE];
  char quantity[U256_HEX_SIZE];
  gsize len;
  const guint8 *data = g_bytes_get_data (surety_step_get_calldata (simulate->step), &len);
  char *hex = hex_encode_dup ((Bytes) { data, len }, TRUE);

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  address_to_text (&simulate->account, address);
  json_builder_set_member_name (builder, "from");
  json_builder_add_string_value (builder, address);
  address_to_text (surety_step_get_to (simulate->step), address);
  json_builder_set_member_name (builder, "to");
  json_builder_add_string_value (builder, address);
  u256_to_quantity (surety_step_get_value (simulate->step), quantity);
  json_builder_set_member_name (builder, "value");
  json_builder_add_string_value (builder, quantity);
  json_builder_set_member_name (builder, "data");
  json_builder_add_string_value (builder, hex);
  json_builder_end_object (builder);
  json_builder_add_string_value (builder, "latest");
  json_builder_end_array (builder);
  free (hex);
  return json_builder_get_root (builder);
}

/* A revert gets its contract's name for it; other errors stay what they are. */
static DexFuture *
reject (GError *error)
{
  g_autoptr (GError) taken = error;

  if (g_error_matches (taken, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_REVERT))
    {
      g_autofree char *name = surety_revert_dup_name (taken);

      return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVERT, "%s",
                                    name != NULL ? name : "");
    }
  return dex_future_new_for_error (g_steal_pointer (&taken));
}

/* The larger of what two endpoints estimate. Honest ones search in steps, and may be a block apart. */
static gboolean
read_gas (Simulate *simulate, SuretyBoth *both, guint64 *out, GError **error)
{
  guint64 least = G_MAXUINT64;

  *out = 0;
  for (guint i = 0; i < both->n; i++)
    {
      guint64 gas;

      if (!surety_batch_get_uint64 (both->batches[i], 0, &gas, error))
        return FALSE;
      if (gas > SURETY_GAS_MOST)
        {
          g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                               "eth_estimateGas: no block has room for that");
          return FALSE;
        }
      *out = MAX (*out, gas);
      least = MIN (least, gas);
    }
  if (*out - least <= least / 2)
    return TRUE;
  g_propagate_error (error, surety_both_refuse (both, simulate->endpoints, "eth_estimateGas"));
  return FALSE;
}

static DexFuture *
simulate_fiber (SuretyFlow *flow, gpointer data)
{
  Simulate *simulate = data;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (SuretyBatch) estimate = surety_batch_new ();
  g_autoptr (SuretyBoth) both = NULL;
  g_autoptr (GObject) result = NULL;
  g_autoptr (GBytes) returned = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *called;
  DexFuture *estimated;
  SuretySimulation simulation;
  SuretyBlock block;

  surety_batch_add (batch, "eth_call", make_params (simulate));
  surety_batch_add_block (batch, "latest");
  surety_batch_add_nonce (batch, &simulate->account, "latest");
  surety_batch_add (estimate, "eth_estimateGas", make_params (simulate));
  called = surety_endpoints_run_agreed (simulate->endpoints, batch);
  estimated = surety_endpoints_run_both (simulate->endpoints, estimate);
  result = dex_await_object (surety_flow_guard (flow, called), &error);
  both = dex_await_boxed (surety_flow_guard (flow, estimated), error == NULL ? &error : NULL);
  if (result == NULL || both == NULL)
    return reject (g_steal_pointer (&error));

  returned = surety_batch_dup_data (batch, 0, &error);
  if (returned == NULL || !read_gas (simulate, both, &simulation.gas, &error) ||
      !surety_batch_get_uint64 (batch, 2, &simulation.nonce, &error))
    return reject (g_steal_pointer (&error));
  if (!surety_batch_get_block (batch, 1, &block, &error))
    return error != NULL ? reject (g_steal_pointer (&error))
                         : dex_future_new_reject (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                                                  "The endpoint has no latest block");
  simulation.block = block.number;
  simulation.time = block.timestamp;
  simulation.witnesses = surety_batch_get_witnesses (batch);
  return dex_future_new_take_boxed (SURETY_TYPE_SIMULATION, surety_simulation_copy (&simulation));
}

DexFuture *
surety_review_simulate (SuretyEndpoints *endpoints, const Address *account, SuretyStep *step)
{
  Simulate *simulate;

  g_return_val_if_fail (SURETY_IS_ENDPOINTS (endpoints), NULL);
  g_return_val_if_fail (account != NULL && SURETY_IS_STEP (step), NULL);

  simulate = g_new0 (Simulate, 1);
  simulate->endpoints = g_object_ref (endpoints);
  simulate->account = *account;
  simulate->step = g_object_ref (step);
  return surety_flow_spawn (simulate_fiber, simulate, simulate_free);
}

guint64
surety_review_gas_limit (guint64 estimate)
{
  guint64 margin = estimate / 4;

  return estimate > G_MAXUINT64 - margin ? G_MAXUINT64 : estimate + margin;
}

guint64
surety_review_gas_bound (guint64 used)
{
  guint64 margin = used / 2;

  return used > G_MAXUINT64 - margin ? G_MAXUINT64 : used + margin;
}
