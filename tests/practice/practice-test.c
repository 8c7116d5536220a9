/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "hex.h"
#include "practice-abi.h"
#include "practice-eigen.h"
#include "practice-erc20.h"
#include "practice-genesis.h"
#include "secret.h"

static const PracticePart *const token_parts[] = { &practice_erc20_part, NULL };
static const PracticePart *const strategy_parts[] = { &practice_strategy_part,
                                                      &practice_pausable_part, NULL };
static const PracticeToken plain_token = {
  .name = "Token",
  .symbol = "TKN",
  .decimals = 18,
  .terse = TRUE,
};

static gboolean
whitelist (PracticeEnv *env, gpointer data)
{
  practice_whitelist_strategy (env, data);

  return TRUE;
}

void
practice_test_add_token (SuretyPractice *self, const char *token)
{
  Address address = practice_address (token);

  practice_world_add (practice_chain_world (surety_practice_get_chain (self)), &address,
                      token_parts, g_memdup2 (&plain_token, sizeof plain_token));
}

SuretyPractice *
practice_test_bare (void)
{
  Address strategy = practice_address (TEST_STRATEGY);
  const PracticeConfig config = {
    .chain_id = 1,
    .first_block = TEST_BLOCK - 1000000,
    .first_time = TEST_TIME - 12000000,
    .strategy_manager = practice_address (TEST_SM),
    .delegation_manager = practice_address (TEST_DM),
    .allocation_manager = practice_address (TEST_AM),
    .rewards_coordinator = practice_address (TEST_RC),
    .permission_controller = practice_address ("0x25e5f8b1e7adf44518d35d5b2271f114e081f0e5"),
    .eigen_strategy = practice_address ("0xacb55c530acdb2849e6d4f36992cd8c9d50ed8f7"),
    .rewards_updater = practice_address (TEST_UPDATER),
    .governor = practice_address ("0x0000000000000000000000000000000000000007"),
  };
  PracticeStrategy data = {
    .token = practice_address (TEST_TOKEN),
    .max_per_deposit = U256_MAX,
    .max_total = U256_MAX,
  };
  PracticeChain *chain = practice_chain_new (&config, 0);
  PracticeWorld *world = practice_chain_world (chain);

  practice_core_deploy (world);
  practice_world_add (world, &strategy, strategy_parts, g_memdup2 (&data, sizeof data));

  SuretyPractice *self = surety_practice_new_with_chain (chain);
  practice_test_add_token (self, TEST_TOKEN);
  practice_test_block (self, TEST_BLOCK);
  practice_chain_system_run (chain, &config.governor, &strategy, whitelist, &strategy);

  return self;
}

void
practice_test_block (SuretyPractice *self, guint64 block)
{
  g_assert_cmpuint (block, >=, surety_practice_get_block (self));
  surety_practice_mine (self, block - surety_practice_get_block (self));
}

typedef struct
{
  Address token;
  Address to;
  u256 amount;
} Gift;

static gboolean
give (PracticeEnv *env, gpointer data)
{
  const Gift *gift = data;
  Address manager = env->world->config.strategy_manager;

  practice_erc20_set_allowance (env, &gift->token, &gift->to, &manager, U256_MAX);

  return practice_erc20_mint (env, &gift->token, &gift->to, gift->amount);
}

void
practice_test_give (SuretyPractice *self, const char *token, const char *to, const char *amount)
{
  Gift gift = { practice_address (token), practice_address (to), practice_test_decimal (amount) };

  practice_chain_system_run (surety_practice_get_chain (self), &gift.to, &gift.token, give, &gift);
}

char *
practice_test_body (SuretyPractice *self, const char *body)
{
  g_autoptr (GBytes) request = g_bytes_new (body, strlen (body));
  g_autoptr (DexFuture)
    future = surety_transport_send (SURETY_TRANSPORT (self), request, 1 << 26, 10000);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  gsize length;

  g_assert_no_error (error);
  const char *text = g_bytes_get_data (g_value_get_boxed (value), &length);

  return g_strndup (text, length);
}

JsonNode *
practice_test_rpc (SuretyPractice *self, const char *method, const char *params, JsonObject **error)
{
  g_autofree char *body =
    g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}", method,
                     params);
  g_autofree char *reply = practice_test_body (self, body);
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) root = json_from_string (reply, &parse_error);

  g_assert_no_error (parse_error);
  JsonObject *object = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (object, "jsonrpc"), ==, "2.0");
  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, 7);
  if (json_object_has_member (object, "error"))
    {
      g_assert_false (json_object_has_member (object, "result"));
      if (error == NULL)
        g_error ("%s: %s", method, reply);
      *error = json_object_ref (json_object_get_object_member (object, "error"));
      return NULL;
    }
  if (error != NULL)
    *error = NULL;

  return json_node_copy (json_object_get_member (object, "result"));
}

char *
practice_test_text (SuretyPractice *self, const char *method, const char *params)
{
  g_autoptr (JsonNode) node = practice_test_rpc (self, method, params, NULL);

  return g_strdup (json_node_get_string (node));
}

guint64
practice_test_number (SuretyPractice *self, const char *method, const char *params)
{
  g_autofree char *text = practice_test_text (self, method, params);
  u256 value;

  g_assert_cmpint (u256_from_quantity (text, strlen (text), &value), ==, CORE_OK);

  return (guint64) value;
}

u256
practice_test_decimal (const char *decimal)
{
  u256 value;

  if (u256_from_decimal (decimal, strlen (decimal), &value) != CORE_OK)
    g_error ("%s", decimal);

  return value;
}

/* What arguments point at lives as long as the test. */
static gpointer
keep (gpointer memory)
{
  static GPtrArray *kept;

  if (kept == NULL)
    kept = g_ptr_array_new ();
  g_ptr_array_add (kept, memory);

  return memory;
}

AbiValue
practice_test_a (const char *text)
{
  Address address = practice_address (text);

  return abi_address (&address);
}

AbiValue
practice_test_u (const char *decimal)
{
  return abi_uint (practice_test_decimal (decimal));
}

AbiValue
practice_test_b (const char *hex, gsize length)
{
  Buffer bytes = buffer_new ();

  g_assert_cmpint (hex_decode (hex, strlen (hex), 4096, &bytes), ==, CORE_OK);
  g_assert_cmpuint (bytes.len, ==, length);
  keep (bytes.data);

  return length == 32 ? abi_fixed_bytes (buffer_bytes (&bytes)) : abi_bytes (buffer_bytes (&bytes));
}

AbiValue
practice_test_list (AbiValue item)
{
  return abi_array (keep (g_memdup2 (&item, sizeof item)), 1);
}

AbiValue
practice_test_set (const char *avs, const char *id)
{
  AbiValue items[] = { A (avs), U (id) };

  return abi_tuple (keep (g_memdup2 (items, sizeof items)), 2);
}

char *
practice_test_call_data (const char *function, const AbiValue *args, gsize n_args)
{
  Buffer call = buffer_new ();
  CoreResult result = abi_encode_call (practice_abi_item (function), args, n_args, &call);

  if (result != CORE_OK)
    g_error ("%s: %s", function, core_result_to_string (result));
  char *hex = hex_encode_dup (buffer_bytes (&call), true);
  char *copy = g_strdup (hex);
  free (hex);
  buffer_clear (&call);

  return copy;
}

void
practice_test_free_values (TestValues *self)
{
  abi_values_clear (&self->values);
  buffer_clear (&self->bytes);
}

TestValues
practice_test_read (SuretyPractice *self,
                    const char *to,
                    const char *function,
                    const AbiValue *args,
                    gsize n_args)
{
  g_autofree char *data = practice_test_call_data (function, args, n_args);
  g_autofree char *params = g_strdup_printf ("[{\"to\":\"%s\",\"input\":\"%s\"},\"latest\"]", to,
                                             data);
  g_autofree char *reply = practice_test_text (self, "eth_call", params);
  TestValues result = { 0 };

  g_assert_cmpint (hex_decode (reply, strlen (reply), 1 << 20, &result.bytes), ==, CORE_OK);
  CoreResult decoded = abi_decode_result (practice_abi_item (function),
                                          buffer_bytes (&result.bytes), NULL, &result.values);
  if (decoded != CORE_OK)
    g_error ("%s: %s: %s", function, core_result_to_string (decoded), reply);

  return result;
}

static void
assert_word (const char *function, u256 word, const char *decimal)
{
  char text[U256_DECIMAL_SIZE];

  u256_to_decimal (word, text);
  if (strcmp (text, decimal) != 0)
    g_error ("%s: %s, not %s", function, text, decimal);
}

void
practice_test_is (SuretyPractice *self,
                  const char *to,
                  const char *function,
                  const AbiValue *args,
                  gsize n_args,
                  const char *decimal)
{
  g_auto (TestValues) result = practice_test_read (self, to, function, args, n_args);

  assert_word (function, result.values.values[0].word, decimal);
}

void
practice_test_first_is (SuretyPractice *self,
                        const char *to,
                        const char *function,
                        const AbiValue *args,
                        gsize n_args,
                        const char *decimal)
{
  g_auto (TestValues) result = practice_test_read (self, to, function, args, n_args);

  g_assert_cmpuint (result.values.values[0].n_items, >, 0);
  assert_word (function, result.values.values[0].items[0].word, decimal);
}

/* Every event a test asks about. */
static const char *const events[] = {
  "event Transfer(address indexed a, address indexed b, uint256 c)",
  "event Approval(address indexed a, address indexed b, uint256 c)",
  "event ExchangeRateEmitted(uint256 rate)",
  "event Deposit(address staker, address strategy, uint256 shares)",
  "event DepositScalingFactorUpdated(address staker, address strategy, uint256 f)",
  "event StakerDelegated(address indexed staker, address indexed operator)",
  "event StakerUndelegated(address indexed staker, address indexed operator)",
  "event StakerForceUndelegated(address indexed staker, address indexed operator)",
  "event OperatorSharesIncreased(address indexed operator, address staker, address s, uint256 n)",
  "event OperatorSharesDecreased(address indexed operator, address staker, address s, uint256 n)",
  "event OperatorSharesSlashed(address indexed operator, address s, uint256 n)",
  "event OperatorSetCreated((address avs, uint32 id) operatorSet)",
  "event StrategyAddedToOperatorSet((address avs, uint32 id) operatorSet, address strategy)",
  "event SlasherUpdated((address avs, uint32 id) operatorSet, address slasher, uint32 e)",
  "event RedistributionAddressSet((address avs, uint32 id) operatorSet, address recipient)",
  "event EncumberedMagnitudeUpdated(address operator, address strategy, uint64 m)",
  "event AllocationUpdated(address operator, (address avs, uint32 id) operatorSet, "
  "address strategy, uint64 m, uint32 e)",
  "event MaxMagnitudeUpdated(address operator, address strategy, uint64 m)",
  "event SlashResolutionBlockSet((address avs, uint32 id) operatorSet, uint256 id, uint32 b)",
  "event BurnOrRedistributableSharesIncreased((address avs, uint32 id) operatorSet, "
  "uint256 slashId, address strategy, uint256 shares)",
  "event BurnOrRedistributableSharesDecreased((address avs, uint32 id) operatorSet, "
  "uint256 slashId, address strategy, uint256 shares)",
  "event OperatorSlashed(address operator, (address avs, uint32 id) operatorSet, "
  "address[] strategies, uint256[] wadSlashed, string description)",
  "event SlashingWithdrawalQueued(bytes32 withdrawalRoot, (address staker, address delegatedTo, "
  "address withdrawer, uint256 nonce, uint32 startBlock, address[] strategies, "
  "uint256[] scaledShares) withdrawal, uint256[] sharesToWithdraw)",
  "event SlashingWithdrawalCompleted(bytes32 withdrawalRoot)",
  "event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock)",
  "event DelegationApproverUpdated(address indexed operator, address approver)",
  "event OperatorRegistered(address indexed operator, address approver)",
  "event OperatorMetadataURIUpdated(address indexed operator, string metadataURI)",
  "event DistributionRootSubmitted(uint32 indexed i, bytes32 indexed root, uint32 indexed e, "
  "uint32 a)",
  "event RewardsClaimed(bytes32 root, address indexed earner, address indexed claimer, "
  "address indexed recipient, address token, uint256 claimedAmount)",
  "event OperatorAddedToOperatorSet(address indexed operator, (address avs, uint32 id) s)",
  "event OperatorRemovedFromOperatorSet(address indexed operator, (address avs, uint32 id) s)",
  "event Submitted(address indexed sender, uint256 amount, address referral)",
  "event TransferShares(address indexed a, address indexed b, uint256 c)",
};

static const char *
event_name (const char *topic)
{
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    {
      const AbiItem *item = practice_abi_item (events[i]);
      char text[67];

      hex_encode (item->hash.bytes, 32, true, text);
      if (strcmp (text, topic) == 0)
        return item->name;
    }

  return topic;
}

char *
practice_test_do (SuretyPractice *self,
                  const char *from,
                  const char *to,
                  const char *function,
                  const AbiValue *args,
                  gsize n_args)
{
  PracticeChain *chain = surety_practice_get_chain (self);
  Address from_address = practice_address (from);
  Address to_address = practice_address (to);
  Buffer call = buffer_new ();
  Buffer output = buffer_new ();
  CoreResult encoded = abi_encode_call (practice_abi_item (function), args, n_args, &call);

  if (encoded != CORE_OK)
    g_error ("%s: %s", function, core_result_to_string (encoded));
  if (!practice_chain_system (chain, &from_address, &to_address, 0, buffer_bytes (&call), &output))
    {
      char *hex = hex_encode_dup (buffer_bytes (&output), true);

      g_error ("%s reverts: %s", function, hex);
    }
  buffer_clear (&call);
  buffer_clear (&output);

  /* What the newest transaction of the head block logged, as a node tells it. */
  g_autoptr (JsonNode)
    block = practice_test_rpc (self, "eth_getBlockByNumber", "[\"latest\",false]", NULL);
  JsonArray *hashes = json_object_get_array_member (json_node_get_object (block), "transactions");
  g_autofree char *params =
    g_strdup_printf ("[\"%s\"]",
                     json_array_get_string_element (hashes, json_array_get_length (hashes) - 1));
  g_autoptr (JsonNode)
    receipt = practice_test_rpc (self, "eth_getTransactionReceipt", params, NULL);
  JsonArray *logs = json_object_get_array_member (json_node_get_object (receipt), "logs");
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (logs); i++)
    {
      JsonObject *log = json_array_get_object_element (logs, i);
      JsonArray *topics = json_object_get_array_member (log, "topics");

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                              event_name (json_array_get_string_element (topics, 0)));
    }

  return g_string_free_and_steal (names);
}

void
practice_test_reverts (SuretyPractice *self,
                       const char *from,
                       const char *to,
                       const char *function,
                       const AbiValue *args,
                       gsize n_args,
                       const char *error)
{
  g_autofree char *data = practice_test_call_data (function, args, n_args);
  g_autofree char *params =
    g_strdup_printf ("[{\"from\":\"%s\",\"to\":\"%s\",\"data\":\"%s\"},\"latest\"]", from, to,
                     data);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonNode) node = practice_test_rpc (self, "eth_call", params, &object);
  guint8 selector[4];
  char text[11];

  if (object == NULL)
    g_error ("%s does not revert", function);
  g_assert_null (node);
  g_assert_cmpint (json_object_get_int_member (object, "code"), ==, 3);
  practice_abi_selector (error, selector);
  hex_encode (selector, 4, true, text);
  if (!g_str_has_prefix (json_object_get_string_member (object, "data"), text))
    g_error ("%s: %s, not %s", function, json_object_get_string_member (object, "data"), error);
}

TestValues
practice_test_log (SuretyPractice *self, const char *event)
{
  const AbiItem *item = practice_abi_item (event);
  TestValues result = { 0 };
  char topic[67];
  Hash topics[4];

  hex_encode (item->hash.bytes, 32, true, topic);
  g_autofree char *params = g_strdup_printf ("[{\"topics\":[\"%s\"]}]", topic);
  g_autoptr (JsonNode) logs = practice_test_rpc (self, "eth_getLogs", params, NULL);
  JsonArray *list = json_node_get_array (logs);

  g_assert_cmpuint (json_array_get_length (list), >, 0);
  JsonObject *log = json_array_get_object_element (list, json_array_get_length (list) - 1);
  JsonArray *hex_topics = json_object_get_array_member (log, "topics");
  gsize n = json_array_get_length (hex_topics);
  const char *data = json_object_get_string_member (log, "data");

  for (gsize i = 0; i < n; i++)
    {
      const char *text = json_array_get_string_element (hex_topics, (guint) i);

      g_assert_cmpint (hex_decode_fixed (text, strlen (text), true, topics[i].bytes, 32), ==,
                       CORE_OK);
    }
  g_assert_cmpint (hex_decode (data, strlen (data), 1 << 20, &result.bytes), ==, CORE_OK);
  g_assert_cmpint (abi_decode_log (item, topics, n, buffer_bytes (&result.bytes), NULL,
                                   &result.values),
                   ==, CORE_OK);

  return result;
}

char *
practice_test_sign (SuretyPractice *self,
                    const guint8 *key,
                    const char *to,
                    u256 value,
                    const char *data,
                    guint64 gas,
                    guint64 nonce,
                    guint64 fee)
{
  Buffer input = buffer_new ();
  Buffer raw = buffer_new ();
  Secret *secret = secret_new_copy (key, 32);

  g_assert_cmpint (hex_decode (data, strlen (data), 1 << 20, &input), ==, CORE_OK);
  const Transaction transaction = {
    .kind = TRANSACTION_EIP1559,
    .chain_id = practice_chain_world (surety_practice_get_chain (self))->config.chain_id,
    .nonce = nonce,
    .max_priority_fee = fee / 10,
    .max_fee = fee,
    .gas_limit = gas,
    .to = practice_address (to),
    .value = value,
    .data = buffer_bytes (&input),
  };
  g_assert_cmpint (transaction_sign (&transaction, secret, &raw), ==, CORE_OK);
  secret_free (secret);
  char *hex = hex_encode_dup (buffer_bytes (&raw), true);
  char *copy = g_strdup (hex);
  free (hex);
  buffer_clear (&input);
  buffer_clear (&raw);

  return copy;
}

JsonObject *
practice_test_send (SuretyPractice *self, const char *to, u256 value, const char *data)
{
  char player[ADDRESS_TEXT_SIZE];
  char wei[U256_HEX_SIZE];
  Address address;

  surety_practice_get_player (self, &address);
  address_to_text (&address, player);
  u256_to_quantity (value, wei);
  g_autofree char *nonce_params = g_strdup_printf ("[\"%s\",\"pending\"]", player);
  g_autofree char *gas_params =
    g_strdup_printf ("[{\"from\":\"%s\",\"to\":\"%s\",\"value\":\"%s\",\"input\":\"%s\"}]", player,
                     to, wei, data);
  guint64 nonce = practice_test_number (self, "eth_getTransactionCount", nonce_params);
  guint64 gas = practice_test_number (self, "eth_estimateGas", gas_params);
  guint64 fee = practice_test_number (self, "eth_gasPrice", "[]") * 2;
  g_autofree char *raw = practice_test_sign (self, surety_practice_get_player_key (self), to, value,
                                             data, gas, nonce, fee);
  g_autofree char *raw_params = g_strdup_printf ("[\"%s\"]", raw);
  g_autofree char *hash = practice_test_text (self, "eth_sendRawTransaction", raw_params);
  g_autofree char *hash_params = g_strdup_printf ("[\"%s\"]", hash);
  g_autoptr (JsonNode)
    receipt = practice_test_rpc (self, "eth_getTransactionReceipt", hash_params, NULL);

  return json_object_ref (json_node_get_object (receipt));
}
