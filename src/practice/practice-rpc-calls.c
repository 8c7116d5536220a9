/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "hex.h"
#include "practice-rpc.h"

#define MAX_CALL_INPUT (1024u * 1024u)
#define MAX_SIMULATED_BLOCKS 256u
#define MAX_SIMULATED_CALLS 1000u

typedef struct
{
  Address from;
  Address to;
  gboolean creates;
  u256 value;
  Buffer input;
  gboolean has_gas;
  guint64 gas;
} CallArgs;

static void
call_args_clear (CallArgs *args)
{
  buffer_clear (&args->input);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CallArgs, call_args_clear)

static JsonNode *
member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
parse_input (PracticeRpc *rpc, JsonNode *node, Buffer *out)
{
  const char *text = practice_node_text (node);

  if (text == NULL || hex_decode (text, strlen (text), MAX_CALL_INPUT, out) != CORE_OK)
    return practice_rpc_invalid (rpc, 0, "input: not hex data");

  return TRUE;
}

static gboolean
parse_call (PracticeRpc *rpc, JsonNode *node, CallArgs *args)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return practice_rpc_invalid (rpc, 0, "not a call");

  JsonObject *object = json_node_get_object (node);
  JsonNode *input = member (object, "input");
  JsonNode *data = member (object, "data");
  const char *quantities[] = { "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "nonce" };
  u256 ignored;

  if (member (object, "from") != NULL &&
      !practice_node_address (member (object, "from"), &args->from))
    return practice_rpc_invalid (rpc, 0, "from: not an address");
  args->creates = member (object, "to") == NULL;
  if (!args->creates && !practice_node_address (member (object, "to"), &args->to))
    return practice_rpc_invalid (rpc, 0, "to: not an address");
  if (member (object, "value") != NULL &&
      !practice_node_quantity (member (object, "value"), &args->value))
    return practice_rpc_invalid (rpc, 0, "value: not a quantity");
  args->has_gas = member (object, "gas") != NULL;
  if (args->has_gas && !practice_node_u64 (member (object, "gas"), &args->gas))
    return practice_rpc_invalid (rpc, 0, "gas: not a quantity");
  for (gsize i = 0; i < G_N_ELEMENTS (quantities); i++)
    {
      JsonNode *quantity = member (object, quantities[i]);

      if (quantity != NULL && !practice_node_quantity (quantity, &ignored))
        return practice_rpc_invalid (rpc, 0, "a fee or nonce is not a quantity");
    }

  if (input != NULL)
    PRACTICE_TRY (parse_input (rpc, input, &args->input));
  if (data != NULL)
    {
      Buffer other = buffer_new ();
      gboolean same = parse_input (rpc, data, &other);

      if (same && input != NULL &&
          (other.len != args->input.len ||
           (other.len > 0 && memcmp (other.data, args->input.data, other.len) != 0)))
        same = practice_rpc_fail (
          rpc, -32602,
          g_strdup ("both \"data\" and \"input\" are set and not equal. Please use \"input\" to "
                    "pass transaction call data"));
      if (same && input == NULL)
        buffer_append (&args->input, other.data, other.len);
      buffer_clear (&other);
      return same;
    }

  return TRUE;
}

/* "execution reverted", with the reason when it is Error(string). */
static char *
revert_message (Bytes reverted)
{
  AbiValues values;
  char *message = NULL;

  if (abi_decode_error (abi_error_string (), reverted, NULL, &values) == CORE_OK)
    {
      const AbiValue *reason = &values.values[0];
      g_autofree char *text = g_strndup ((const char *) reason->data.data, reason->data.len);
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      message = g_strdup_printf ("execution reverted: %s", valid);
      abi_values_clear (&values);
      return message;
    }
  if (abi_decode_error (abi_panic (), reverted, NULL, &values) == CORE_OK)
    {
      const char *meaning = abi_panic_to_string (values.values[0].word);

      if (meaning != NULL)
        message = g_strdup_printf ("execution reverted: panic: %s", meaning);
      abi_values_clear (&values);
      if (message != NULL)
        return message;
    }

  return g_strdup ("execution reverted");
}

static gboolean
fail_reverted (PracticeRpc *rpc, Bytes reverted)
{
  char *data = hex_encode_dup (reverted, true);

  practice_rpc_fail (rpc, 3, revert_message (reverted));
  rpc->data = g_strdup (data);
  free (data);

  return FALSE;
}

static guint64
intrinsic_gas (const CallArgs *args, guint64 *floor)
{
  const Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .to = args->to,
    .value = args->value,
    .data = buffer_bytes (&args->input),
  };

  return transaction_intrinsic_gas (&transaction, floor);
}

static gboolean
refuse_creation (PracticeRpc *rpc)
{
  return practice_rpc_fail (rpc, -32000, g_strdup ("contract creation is not served here"));
}

static gboolean
check_value (PracticeRpc *rpc, PracticeEnv *env, const CallArgs *args)
{
  if (practice_env_balance (env, &args->from) >= args->value)
    return TRUE;

  return practice_rpc_fail (rpc, -32000, g_strdup ("insufficient funds for transfer"));
}

gboolean
practice_rpc_call (PracticeRpc *rpc)
{
  g_auto (CallArgs) args = { 0 };
  guint64 block;

  PRACTICE_TRY (parse_call (rpc, practice_rpc_param (rpc, 0), &args));
  PRACTICE_TRY (practice_rpc_block (rpc, 1, &block, NULL));
  if (args.creates)
    return refuse_creation (rpc);

  g_autoptr (PracticeEnv) env = practice_chain_env (rpc->chain, block);
  PRACTICE_TRY (check_value (rpc, env, &args));

  Buffer output = buffer_new ();
  gboolean done = practice_env_call (env, &args.from, &args.to, args.value,
                                     buffer_bytes (&args.input), &output);
  if (done)
    practice_out_data (rpc->out, buffer_bytes (&output));
  else
    fail_reverted (rpc, buffer_bytes (&output));
  buffer_clear (&output);

  return done;
}

gboolean
practice_rpc_estimate (PracticeRpc *rpc)
{
  g_auto (CallArgs) args = { 0 };
  guint64 block = practice_chain_head (rpc->chain) + 1;
  guint64 floor;

  PRACTICE_TRY (parse_call (rpc, practice_rpc_param (rpc, 0), &args));
  /* What is estimated is the next block, whatever is asked, unless it is the past. */
  if (practice_rpc_n_params (rpc) > 1)
    {
      guint64 asked;

      PRACTICE_TRY (practice_rpc_block (rpc, 1, &asked, NULL));
      if (asked < practice_chain_head (rpc->chain))
        block = asked;
    }
  if (args.creates)
    return refuse_creation (rpc);

  g_autoptr (PracticeEnv) env = practice_chain_env (rpc->chain, block);
  PRACTICE_TRY (check_value (rpc, env, &args));

  Buffer output = buffer_new ();
  gboolean done = practice_env_call (env, &args.from, &args.to, args.value,
                                     buffer_bytes (&args.input), &output);
  guint64 gas = MAX (intrinsic_gas (&args, &floor) + env->gas, floor);
  if (!done)
    fail_reverted (rpc, buffer_bytes (&output));
  else if (gas >
           (args.has_gas ? MIN (args.gas, PRACTICE_BLOCK_GAS_LIMIT) : PRACTICE_BLOCK_GAS_LIMIT))
    done = practice_rpc_fail (rpc, -32000,
                              g_strdup_printf ("gas required exceeds allowance (%" G_GUINT64_FORMAT
                                               ")",
                                               args.has_gas ? args.gas : PRACTICE_BLOCK_GAS_LIMIT));
  else
    practice_out_quantity (rpc->out, gas);
  buffer_clear (&output);

  return done;
}

static void
out_simulated_call (PracticeRpc *rpc,
                    PracticeEnv *env,
                    const CallArgs *args,
                    guint64 block,
                    guint index,
                    guint *log_index)
{
  Buffer output = buffer_new ();
  guint64 before = env->gas;
  guint n_logs = env->logs->len;
  guint64 floor;
  guint64 intrinsic = intrinsic_gas (args, &floor);
  gboolean done = practice_env_call (env, &args->from, &args->to, args->value,
                                     buffer_bytes (&args->input), &output);
  /* The hash geth gives a simulated transaction; a block that is not there has no hash. */
  PracticeTransaction transaction = { .block = block, .index = index, .from = args->from };

  practice_env_set_nonce (env, &args->from, practice_env_nonce (env, &args->from) + 1);
  g_string_append_printf (rpc->out, "{\"status\":\"%s\",\"returnData\":", done ? "0x1" : "0x0");
  practice_out_data (rpc->out, buffer_bytes (&output));
  practice_out_name (rpc->out, "gasUsed");
  practice_out_quantity (rpc->out, MAX (intrinsic + env->gas - before, floor));
  practice_out_name (rpc->out, "logs");
  g_string_append_c (rpc->out, '[');
  for (guint i = n_logs; i < env->logs->len; i++)
    {
      PracticeLogEntry entry = { g_ptr_array_index (env->logs, i), &transaction, (*log_index)++ };

      if (i > n_logs)
        g_string_append_c (rpc->out, ',');
      practice_out_log (rpc->out, rpc->chain, &entry);
    }
  g_string_append_c (rpc->out, ']');
  if (!done)
    {
      g_autofree char *message = revert_message (buffer_bytes (&output));
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), message);
      g_autofree char *text = json_to_string (node, FALSE);

      g_string_append_printf (rpc->out, ",\"error\":{\"code\":3,\"message\":%s,\"data\":", text);
      practice_out_data (rpc->out, buffer_bytes (&output));
      g_string_append_c (rpc->out, '}');
    }
  g_string_append_c (rpc->out, '}');
  buffer_clear (&output);
}

static gboolean
simulate_block (PracticeRpc *rpc, PracticeEnv *env, JsonObject *block, guint64 number)
{
  JsonNode *calls = member (block, "calls");
  guint log_index = 0;
  guint n = 0;

  if (member (block, "stateOverrides") != NULL || member (block, "blockOverrides") != NULL)
    return practice_rpc_fail (rpc, -32602, g_strdup ("overrides are not served here"));
  if (calls != NULL && !JSON_NODE_HOLDS_ARRAY (calls))
    return practice_rpc_invalid (rpc, 0, "calls: not an array");
  if (calls != NULL)
    n = json_array_get_length (json_node_get_array (calls));
  if (n > MAX_SIMULATED_CALLS)
    return practice_rpc_fail (rpc, -38026, g_strdup ("too many calls"));

  env->block = number;
  env->time = practice_chain_time (rpc->chain, number);
  env->base_fee = 0;
  g_string_append (rpc->out, "{\"number\":");
  practice_out_quantity (rpc->out, number);
  practice_out_name (rpc->out, "timestamp");
  practice_out_quantity (rpc->out, env->time);
  practice_out_name (rpc->out, "gasLimit");
  practice_out_quantity (rpc->out, PRACTICE_BLOCK_GAS_LIMIT);
  g_string_append (rpc->out, ",\"baseFeePerGas\":\"0x0\",\"calls\":[");
  for (guint i = 0; i < n; i++)
    {
      g_auto (CallArgs) args = { 0 };

      PRACTICE_TRY (
        parse_call (rpc, json_array_get_element (json_node_get_array (calls), i), &args));
      if (args.creates)
        return refuse_creation (rpc);
      if (practice_env_balance (env, &args.from) < args.value)
        return practice_rpc_fail (rpc, -38014,
                                  g_strdup ("insufficient funds for gas * price + value"));
      if (i > 0)
        g_string_append_c (rpc->out, ',');
      out_simulated_call (rpc, env, &args, number, i, &log_index);
    }
  g_string_append (rpc->out, "]}");

  return TRUE;
}

/* Calls that build on each other, nothing kept (execution-apis, eth_simulateV1), without overrides
 * and without traced transfers. */
gboolean
practice_rpc_simulate (PracticeRpc *rpc)
{
  JsonNode *node = practice_rpc_param (rpc, 0);
  guint64 base;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return practice_rpc_invalid (rpc, 0, "not an object");
  PRACTICE_TRY (practice_rpc_block (rpc, 1, &base, NULL));
  base = MIN (base, practice_chain_head (rpc->chain));

  JsonNode *list = member (json_node_get_object (node), "blockStateCalls");
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return practice_rpc_invalid (rpc, 0, "blockStateCalls: not an array");
  JsonArray *blocks = json_node_get_array (list);
  guint n = json_array_get_length (blocks);
  if (n == 0)
    return practice_rpc_fail (rpc, -32602, g_strdup ("empty input"));
  if (n > MAX_SIMULATED_BLOCKS)
    return practice_rpc_fail (rpc, -38026, g_strdup ("too many blocks"));

  g_autoptr (PracticeEnv) env = practice_chain_env (rpc->chain, base);
  g_string_append_c (rpc->out, '[');
  for (guint i = 0; i < n; i++)
    {
      JsonNode *block = json_array_get_element (blocks, i);

      if (!JSON_NODE_HOLDS_OBJECT (block))
        return practice_rpc_invalid (rpc, 0, "blockStateCalls: not an object");
      if (i > 0)
        g_string_append_c (rpc->out, ',');
      PRACTICE_TRY (simulate_block (rpc, env, json_node_get_object (block), base + 1 + i));
    }
  g_string_append_c (rpc->out, ']');

  return TRUE;
}

gboolean
practice_rpc_send_raw (PracticeRpc *rpc)
{
  Buffer raw = buffer_new ();
  Hash hash;
  gint code;
  char *message;
  gboolean done;

  if (!parse_input (rpc, practice_rpc_param (rpc, 0), &raw))
    {
      buffer_clear (&raw);
      return FALSE;
    }

  done = practice_chain_send (rpc->chain, buffer_bytes (&raw), &hash, &code, &message);
  buffer_clear (&raw);
  if (!done)
    return practice_rpc_fail (rpc, code, message);
  practice_out_hash (rpc->out, &hash);

  return TRUE;
}
