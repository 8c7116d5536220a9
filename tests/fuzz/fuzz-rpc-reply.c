/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "surety-batch-private.h"
#include "surety-decode.h"
#include "surety-json.h"
#include "surety-proof.h"

/* What a stranger answers to a request of ours, read by everything that reads answers. */

static void
read_shapes (SuretyBatch *batch, guint i)
{
  g_autoptr (GBytes) data = NULL;
  g_autoptr (SuretyReceipt) receipt = NULL;
  g_autoptr (GBytes) revert = NULL;
  g_autoptr (GError) error = NULL;
  const Hash state_root = { { 1 } };
  const Address account = { { 2 } };
  const u256 slots[] = { 0, U256_MAX };
  u256 words[G_N_ELEMENTS (slots)];
  AccountState state;
  SuretyBlock block;
  Header header;
  Hash hash;
  JsonNode *result = surety_batch_get_result (batch, i, &error);
  u256 word;
  guint64 number;

  /* One or the other. */
  assert ((result == NULL) == (error != NULL));
  revert = surety_chain_error_dup_revert (error);
  if (error != NULL)
    {
      assert (g_utf8_validate (error->message, -1, NULL));
      return;
    }

  if (surety_batch_get_quantity (batch, i, &word, NULL))
    assert (surety_batch_get_uint64 (batch, i, &number, NULL) == (word <= G_MAXUINT64));
  data = surety_batch_dup_data (batch, i, NULL);
  (void) surety_batch_get_block (batch, i, &block, NULL);
  receipt = surety_batch_dup_receipt (batch, i, NULL);
  (void) surety_batch_get_header (batch, i, &hash, &header, NULL);
  /* Nobody finds what hashes to this root. */
  assert (!surety_batch_check_proof (batch, i, &state_root, &account, slots, G_N_ELEMENTS (slots),
                                     &state, words, NULL));
  if (JSON_NODE_HOLDS_ARRAY (result))
    for (guint k = 0; k < json_array_get_length (json_node_get_array (result)); k++)
      {
        gboolean removed;

        surety_log_free (surety_decode_log (surety_decode_element (result, k), &removed, NULL));
      }
}

static void
read_reply (JsonNode *reply, guint n_calls)
{
  static const char *const methods[] = { "eth_call", "eth_getLogs", "eth_sendRawTransaction" };
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GArray) which = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) error = NULL;
  gboolean refused;

  for (guint i = 0; i < n_calls; i++)
    {
      surety_batch_add (batch, methods[i], NULL);
      g_array_append_val (which, i);
    }

  if (!surety_batch_decode (batch, which, reply, &refused, &error))
    {
      assert (error != NULL);
      assert (refused || error->code == SURETY_CHAIN_ERROR_MALFORMED);
      return;
    }
  assert (error == NULL);
  for (guint i = 0; i < n_calls; i++)
    read_shapes (batch, i);
}

int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (input, size);
  g_autoptr (GError) error = NULL;
  const gboolean is_json = surety_json_check (input, size, NULL);
  g_autoptr (JsonNode) reply = surety_json_parse (bytes, &error);

  /* What we let through is JSON to json-glib too: there is no second grammar. */
  assert (is_json == (reply != NULL));
  assert ((reply == NULL) == (error != NULL));
  if (reply == NULL)
    return 0;

  read_reply (reply, 1);
  read_reply (reply, 3);

  return 0;
}
