/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "chain-test.h"
#include "surety-proof.h"

/* The worked examples that core is tested on, as an endpoint would send them. */
static JsonNode *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static char *
answer (const char *method, JsonNode *params, gpointer data)
{
  g_autofree char *text = NULL;

  if (strcmp (method, "eth_chainId") == 0)
    return NULL;
  text = json_to_string (data, FALSE);
  return fake_result (text);
}

static gboolean
try (SuretyBatch *batch, JsonNode *node, GError **error)
{
  g_autoptr (FakeTransport) transport = fake_transport_new ("alpha");
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);

  fake_transport_set_handler (transport, answer, node);
  return dex_await (surety_endpoints_run (endpoints, batch), error);
}

static SuretyBatch *
run (SuretyBatch *batch, JsonNode *node)
{
  g_autoptr (GError) error = NULL;

  try (batch, node, &error);
  g_assert_no_error (error);
  return batch;
}

static gboolean
read_header (JsonNode *node, Header *out, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  Hash hash;

  surety_batch_add_block (batch, "latest");
  return try (batch, node, error) && surety_batch_get_header (batch, 0, &hash, out, error);
}

static void
test_headers (void)
{
  g_autoptr (JsonNode) node = load ("block-headers.json");
  JsonArray *headers = json_object_get_array_member (json_node_get_object (node), "headers");

  for (guint i = 0; i < json_array_get_length (headers); i++)
    {
      g_autoptr (GError) error = NULL;
      Header header;

      g_assert_true (read_header (json_array_get_element (headers, i), &header, &error));
      g_assert_no_error (error);
    }
}

/* A number, time, state root or anything else that is not the hash's. */
static void
test_changed_headers_are_refused (void)
{
  static const char *const names[] = {
    "number",     "timestamp",        "stateRoot",     "parentHash",   "gasLimit", "gasUsed",
    "logsBloom",  "transactionsRoot", "extraData",     "mixHash",      "nonce",    "baseFeePerGas",
    "difficulty", "withdrawalsRoot",  "excessBlobGas", "requestsHash", "hash",     "miner",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (JsonNode) node = load ("block-headers.json");
      JsonArray *headers = json_object_get_array_member (json_node_get_object (node), "headers");
      JsonNode *last = json_array_get_element (headers, json_array_get_length (headers) - 1);
      JsonObject *object = json_node_get_object (last);
      g_autofree char *text = g_strdup (json_object_get_string_member (object, names[i]));
      g_autoptr (GError) error = NULL;
      Header header;
      gsize len = strlen (text);

      if (len == 2)
        json_object_set_string_member (object, names[i], "0x01");
      else
        {
          text[len - 1] = text[len - 1] == '1' ? '2' : '1';
          json_object_set_string_member (object, names[i], text);
        }
      g_assert_false (read_header (last, &header, &error));
      assert_chain_error (error, PROOF);

      g_clear_error (&error);
      json_object_remove_member (object, names[i]);
      g_assert_false (read_header (last, &header, &error));
      g_assert_true (error->code == SURETY_CHAIN_ERROR_PROOF ||
                     error->code == SURETY_CHAIN_ERROR_MALFORMED);
    }
}

static void
test_no_such_block_is_no_error (void)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_NULL);
  g_autoptr (GError) error = NULL;
  Header header;

  g_assert_false (read_header (node, &header, &error));
  g_assert_no_error (error);
}

static Hash
state_root (JsonNode *file)
{
  const char *text = json_object_get_string_member (json_node_get_object (file), "stateRoot");
  Hash hash;

  for (guint i = 0; i < sizeof hash.bytes; i++)
    hash.bytes[i] = (guint8) (g_ascii_xdigit_value (text[2 + 2 * i]) << 4 |
                              g_ascii_xdigit_value (text[3 + 2 * i]));
  return hash;
}

static gboolean
check (JsonNode *file, u256 slot, AccountState *state, u256 *word, GError **error)
{
  static const Address account = { { 0x7d, 0xcd, 0x17, 0x43, 0x37, 0x42, 0xf4, 0xc0, 0xca, 0x53,
                                     0x12, 0x2a, 0xb5, 0x41, 0xd0, 0xba, 0x67, 0xfc, 0x27, 0xdf } };
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  const Hash root = state_root (file);

  surety_batch_add_proof (batch, &account, &slot, 1, "0x36");
  run (batch, json_object_get_member (json_node_get_object (file), "proof"));
  return surety_batch_check_proof (batch, 0, &root, &account, &slot, 1, state, word, error);
}

static void
test_account_and_slot (void)
{
  g_autoptr (JsonNode) file = load ("eip-1186.json");
  g_autoptr (GError) error = NULL;
  AccountState state;
  u256 word;

  g_assert_true (check (file, 0, &state, &word, &error));
  g_assert_no_error (error);
  g_assert_true (state.exists && state.balance == 0x76 && word == 0x38);
}

/* Another slot than was asked for is no answer, even with a proof that holds. */
static void
test_answers_of_other_questions_are_refused (void)
{
  g_autoptr (JsonNode) file = load ("eip-1186.json");
  g_autoptr (GError) error = NULL;
  AccountState state;
  u256 word;

  g_assert_false (check (file, 1, &state, &word, &error));
  assert_chain_error (error, MALFORMED);
}

/* What is said beside a proof that holds has to be what it proves. */
static void
test_false_words_beside_a_proof_are_refused (void)
{
  static const struct
  {
    const char *name;
    const char *value;
  } lies[] = {
    { "balance", "0x77" },
    { "nonce", "0x1" },
    { "codeHash", "0xa3216dd3ef46a63d518ef54e482cecac68a077f70fca0e5fb900be63f41d54a3" },
    { "storageHash", "0x7917ac1f1d6cd87c54aea239c6efbe5c8865659f0761c74e67f1c1eb837923bc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (JsonNode) file = load ("eip-1186.json");
      JsonObject *proof = json_object_get_object_member (json_node_get_object (file), "proof");
      g_autoptr (GError) error = NULL;
      AccountState state;
      u256 word;

      json_object_set_string_member (proof, lies[i].name, lies[i].value);
      g_assert_false (check (file, 0, &state, &word, &error));
      assert_chain_error (error, PROOF);
    }
}

static void
test_false_slots_are_refused (void)
{
  g_autoptr (JsonNode) file = load ("eip-1186.json");
  JsonObject *proof = json_object_get_object_member (json_node_get_object (file), "proof");
  JsonObject *slot = json_array_get_object_element (json_object_get_array_member (proof,
                                                                                  "storageProof"),
                                                    0);
  g_autoptr (GError) error = NULL;
  AccountState state;
  u256 word;

  json_object_set_string_member (slot, "value", "0x39");
  g_assert_false (check (file, 0, &state, &word, &error));
  assert_chain_error (error, PROOF);

  /* Without its nodes. */
  g_clear_error (&error);
  json_object_set_array_member (slot, "proof", json_array_new ());
  g_assert_false (check (file, 0, &state, &word, &error));
  assert_chain_error (error, PROOF);

  /* With nodes that are none. */
  g_clear_error (&error);
  json_object_set_string_member (slot, "proof", "0x");
  g_assert_false (check (file, 0, &state, &word, &error));
  assert_chain_error (error, MALFORMED);
}

/* The proof holds, but of another state. */
static void
test_other_state_root_is_refused (void)
{
  g_autoptr (JsonNode) file = load ("eip-1186.json");
  g_autoptr (GError) error = NULL;
  AccountState state;
  u256 word;

  json_object_set_string_member (
    json_node_get_object (file), "stateRoot",
    "0x6da8f636cdc85dbe8c1b5299e5db22f462c041febaf3b78cac1040152ee30b3c");
  g_assert_false (check (file, 0, &state, &word, &error));
  assert_chain_error (error, PROOF);
}

static void
test_more_nodes_than_a_way_has_are_refused (void)
{
  g_autoptr (JsonNode) file = load ("eip-1186.json");
  JsonObject *proof = json_object_get_object_member (json_node_get_object (file), "proof");
  JsonArray *nodes = json_object_get_array_member (proof, "accountProof");
  g_autoptr (GError) error = NULL;
  AccountState state;
  u256 word;

  for (guint i = 0; i < 100; i++)
    json_array_add_string_element (nodes, "0x80");
  g_assert_false (check (file, 0, &state, &word, &error));
  assert_chain_error (error, MALFORMED);
}

int
main (int argc, char *argv[])
{
  chain_test_init (&argc, &argv);
  chain_test_add ("/proof/headers", test_headers);
  chain_test_add ("/proof/changed-headers-are-refused", test_changed_headers_are_refused);
  chain_test_add ("/proof/no-such-block-is-no-error", test_no_such_block_is_no_error);
  chain_test_add ("/proof/account-and-slot", test_account_and_slot);
  chain_test_add ("/proof/answers-of-other-questions-are-refused",
                  test_answers_of_other_questions_are_refused);
  chain_test_add ("/proof/false-words-beside-a-proof-are-refused",
                  test_false_words_beside_a_proof_are_refused);
  chain_test_add ("/proof/false-slots-are-refused", test_false_slots_are_refused);
  chain_test_add ("/proof/other-state-root-is-refused", test_other_state_root_is_refused);
  chain_test_add ("/proof/more-nodes-than-a-way-has-are-refused",
                  test_more_nodes_than_a_way_has_are_refused);
  return g_test_run ();
}
