/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "chain-test.h"
#include "surety-nonces.h"

/* One endpoint alone, on the worked example that proofs are tested on: an account that never sent anything, as its
 * state in block 54 proves. */
typedef struct
{
  JsonNode *header;
  JsonNode *proof;
  guint64 latest;   /* what it says of the chain … */
  guint64 at;       /* … at a block … */
  guint64 pending;  /* … and of its pool */
  gboolean forgets; /* it does not say anything of a block */
  gboolean unproved;
} Node;

static const Address account = { { 0x7d, 0xcd, 0x17, 0x43, 0x37, 0x42, 0xf4, 0xc0, 0xca, 0x53,
                                   0x12, 0x2a, 0xb5, 0x41, 0xd0, 0xba, 0x67, 0xfc, 0x27, 0xdf } };

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
tell (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return fake_result (text);
}

static char *
handler (const char *method, JsonNode *params, gpointer data)
{
  const Node *node = data;
  JsonArray *array = json_node_get_array (params);

  if (strcmp (method, "eth_getBlockByNumber") == 0)
    return tell (node->header);
  if (strcmp (method, "eth_getProof") == 0)
    return node->unproved ? fake_error (-32601, "the method does not exist/is not available")
                          : tell (node->proof);
  if (strcmp (method, "eth_getTransactionCount") == 0)
    {
      const char *block = json_array_get_string_element (array, 1);
      guint64 value = strcmp (block, "latest") == 0    ? node->latest
                      : strcmp (block, "pending") == 0 ? node->pending
                                                       : node->at;

      if (node->forgets && g_str_has_prefix (block, "0x"))
        return fake_error (4444, "pruned history unavailable");
      return g_strdup_printf ("\"result\": \"0x%" G_GINT64_MODIFIER "x\"", value);
    }
  return NULL;
}

static void
node_init (Node *node)
{
  g_autoptr (JsonNode) headers = load ("block-headers.json");
  g_autoptr (JsonNode) file = load ("eip-1186.json");
  JsonArray *array = json_object_get_array_member (json_node_get_object (headers), "headers");

  memset (node, 0, sizeof *node);
  node->header = json_node_copy (json_array_get_element (array, json_array_get_length (array) - 1));
  node->proof = json_node_copy (json_object_get_member (json_node_get_object (file), "proof"));
  /* No slot is asked for. */
  json_object_set_array_member (json_node_get_object (node->proof), "storageProof",
                                json_array_new ());
}

static void
node_clear (Node *node)
{
  json_node_unref (node->header);
  json_node_unref (node->proof);
}

static guint64
read_next (Node *node, guint *n_proofs, GError **error)
{
  g_autoptr (FakeTransport) transport = fake_transport_new ("fake");
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);
  g_autoptr (SuretyNonces) nonces = NULL;

  fake_transport_set_handler (transport, handler, node);
  nonces = dex_await_boxed (surety_nonces_read (endpoints, &account), error);
  *n_proofs = fake_transport_get_n_calls (transport, "eth_getProof");
  return nonces != NULL ? nonces->next : G_MAXUINT64;
}

static void
assert_next (Node *node, guint64 next)
{
  g_autoptr (GError) error = NULL;
  guint n_proofs;

  g_assert_cmpuint (read_next (node, &n_proofs, &error), ==, next);
  g_assert_no_error (error);
  g_assert_cmpuint (n_proofs, ==, 1);
}

static void
assert_refused (Node *node)
{
  g_autoptr (GError) error = NULL;
  guint n_proofs;

  read_next (node, &n_proofs, &error);
  assert_chain_error (error, PROOF);
  g_assert_true (g_str_has_prefix (error->message, "fake: "));
  /* Not on the first contradiction: it may stand between two blocks. */
  g_assert_cmpuint (n_proofs, ==, 2);
}

static void
test_proved (void)
{
  Node node;

  node_init (&node);
  assert_next (&node, 0);
  /* Of the pool nothing can be proved. */
  node.pending = 9;
  assert_next (&node, 9);
  node_clear (&node);
}

static void
test_false_number_is_refused (void)
{
  Node node;

  node_init (&node);
  node.latest = node.at = 7;
  assert_refused (&node);
  node.pending = 7;
  assert_refused (&node);
  /* Nor one that is lower, if that could be. */
  node.latest = node.pending = 0;
  node.at = 1;
  assert_refused (&node);
  node_clear (&node);
}

/* Where it is asked again about a block, it does not say it again: then what is proved is the number. */
static void
test_false_number_of_no_block_is_not_taken (void)
{
  Node node;

  node_init (&node);
  node.latest = 7;
  assert_next (&node, 0);
  node.forgets = TRUE;
  assert_next (&node, 0);
  node_clear (&node);
}

static void
test_false_proof_is_refused (void)
{
  Node node;

  node_init (&node);
  node.latest = node.at = 7;
  json_object_set_string_member (json_node_get_object (node.proof), "nonce", "0x7");
  assert_refused (&node);
  node_clear (&node);
}

/* Then there is its word alone, as before. */
static void
test_no_proofs_served (void)
{
  Node node;

  node_init (&node);
  node.latest = node.at = 7;
  node.unproved = TRUE;
  assert_next (&node, 7);
  node_clear (&node);
}

int
main (int argc, char *argv[])
{
  chain_test_init (&argc, &argv);
  chain_test_add ("/nonces/proved", test_proved);
  chain_test_add ("/nonces/false-number-is-refused", test_false_number_is_refused);
  chain_test_add ("/nonces/false-number-of-no-block-is-not-taken",
                  test_false_number_of_no_block_is_not_taken);
  chain_test_add ("/nonces/false-proof-is-refused", test_false_proof_is_refused);
  chain_test_add ("/nonces/no-proofs-served", test_no_proofs_served);
  return g_test_run ();
}
