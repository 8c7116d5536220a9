/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include "surety-batch-private.h"
#include "surety-decode.h"

/* A receipt as geth gives it (mainnet's shape, invented values), to be spoiled member by member. */
#define TX "0x1111111111111111111111111111111111111111111111111111111111111111"
#define BLOCK "0x2222222222222222222222222222222222222222222222222222222222222222"
#define RECEIPT                                                                                 \
  "{\"blockHash\": \"" BLOCK "\", \"blockNumber\": \"0x10\", \"contractAddress\": null, "       \
  "\"cumulativeGasUsed\": \"0x33bc\", \"effectiveGasPrice\": \"0x4a817c800\", "                 \
  "\"from\": \"0x6221a9c005f6e47eb398fd867784cacfdcfff4e7\", \"gasUsed\": \"0xb4c8\", "         \
  "\"logs\": [{\"address\": \"0x7fc66500c84a76ad7e9c93437bfc5ac33e2ddae9\", \"topics\": [\"" TX \
  "\"], \"data\": \"0x01\", \"blockNumber\": \"0x10\", \"transactionHash\": \"" TX              \
  "\", \"transactionIndex\": \"0x0\", \"blockHash\": \"" BLOCK                                  \
  "\", \"logIndex\": \"0x2\", \"removed\": false}], \"status\": \"0x1\", "                      \
  "\"to\": \"0x7fc66500c84a76ad7e9c93437bfc5ac33e2ddae9\", \"transactionHash\": \"" TX          \
  "\", \"transactionIndex\": \"0x0\", \"type\": \"0x2\"}"

static SuretyReceipt *
decode (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return surety_receipt_decode (node, error);
}

static void
test_receipt (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyReceipt) receipt = decode (RECEIPT, &error);
  g_autoptr (SuretyReceipt) copy = NULL;
  const SuretyLog *log;

  g_assert_no_error (error);
  g_assert_true (receipt->success);
  g_assert_cmpuint (receipt->block, ==, 16);
  g_assert_cmpuint (receipt->gas_used, ==, 0xb4c8);
  g_assert_true (receipt->gas_price == 20000000000u);
  g_assert_cmpuint (receipt->transaction.bytes[31], ==, 0x11);
  g_assert_cmpuint (receipt->from.bytes[0], ==, 0x62);
  g_assert_cmpuint (receipt->logs->len, ==, 1);

  copy = surety_receipt_copy (receipt);
  g_clear_pointer (&receipt, surety_receipt_free);
  log = g_ptr_array_index (copy->logs, 0);
  g_assert_cmpuint (log->index, ==, 2);
  g_assert_cmpuint (log->n_topics, ==, 1);
  g_assert_cmpuint (g_bytes_get_size (log->data), ==, 1);
}

static void
test_spoiled (void)
{
  static const struct
  {
    const char *from;
    const char *to;
  } spoils[] = {
    { "\"status\": \"0x1\"", "\"status\": \"0x2\"" },
    { "\"status\": \"0x1\"", "\"status\": 1" },
    { "\"status\": \"0x1\"", "\"status\": null" },
    { "\"status\": \"0x1\"", "\"root\": \"0x1\"" },
    { "\"gasUsed\": \"0xb4c8\"", "\"gasUsed\": \"0x10000000000000000\"" },
    { "\"gasUsed\": \"0xb4c8\"", "\"gasUsed\": \"0x0b4c8\"" },
    { "\"from\": \"0x6221a9c005f6e47eb398fd867784cacfdcfff4e7\"", "\"from\": \"0x6221\"" },
    { "\"from\": \"0x6221a9c005f6e47eb398fd867784cacfdcfff4e7\"", "\"from\": null" },
    { "\"blockHash\": \"0x22", "\"blockHash\": \"0x2" },
    { "\"blockHash\": \"0x22", "\"blockHash\": \"2222" },
    { "\"blockNumber\": \"0x10\", \"contract", "\"blockNumber\": null, \"contract" },
    { "\"blockNumber\": \"0x10\", \"transactionHash",
      "\"blockNumber\": \"0x11\", \"transactionHash" },
    { "\"logs\": [", "\"logs\": {}, \"l\": [" },
    { "\"logs\": [", "\"logs\": [7," },
    { "\"topics\": [", "\"topics\": [null," },
    { "\"topics\": [", "\"topics\": [\"" TX "\",\"" TX "\",\"" TX "\",\"" TX "\"," },
    { "\"data\": \"0x01\"", "\"data\": \"0x1\"" },
    { "\"data\": \"0x01\"", "\"data\": \"01\"" },
    { "\"data\": \"0x01\"", "\"data\": null" },
    { "\"logIndex\": \"0x2\"", "\"logIndex\": \"0x100000000\"" },
    { "\"removed\": false", "\"removed\": 0" },
    { "\"transactionHash\": \"" TX "\", \"transactionIndex\": \"0x0\", \"blockHash",
      "\"transactionHash\": \"" BLOCK "\", \"transactionIndex\": \"0x0\", \"blockHash" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_autoptr (GString) text = g_string_new (RECEIPT);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_string_replace (text, spoils[i].from, spoils[i].to, 1), ==, 1);
      if (decode (text->str, &error) != NULL)
        g_error ("accepted with %s", spoils[i].to);
      assert_chain_error (error, MALFORMED);
    }

  {
    g_autoptr (GError) error = NULL;

    g_assert_null (decode ("[]", &error));
    assert_chain_error (error, MALFORMED);
  }
}

static char *
block_handler (const char *method, JsonNode *params, gpointer data)
{
  return fake_result (data);
}

static gboolean
get_block (const char *answer, SuretyBlock *out, GError **error)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (SURETY_TRANSPORT (fake));
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  fake_transport_set_handler (fake, block_handler, (gpointer) answer);
  surety_batch_add_block (batch, "latest");
  return dex_await (surety_rpc_run (rpc, batch), error) &&
         surety_batch_get_block (batch, 0, out, error);
}

#define HEADER                                                           \
  "\"number\": \"0x36\", \"hash\": \"" TX "\", \"parentHash\": \"" BLOCK \
  "\", \"timestamp\": \"0x21c\", \"gasLimit\": \"0x23f3e20\""

static void
test_block (void)
{
  SuretyBlock block;
  g_autoptr (GError) error = NULL;

  g_assert_true (get_block ("{" HEADER ", \"baseFeePerGas\": \"0x7\"}", &block, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (block.number, ==, 54);
  g_assert_cmpuint (block.timestamp, ==, 540);
  g_assert_cmpuint (block.gas_limit, ==, 37699104);
  g_assert_true (block.base_fee == 7);
  g_assert_cmpuint (block.parent.bytes[0], ==, 0x22);

  g_assert_true (get_block ("{" HEADER "}", &block, &error));
  g_assert_true (block.base_fee == 0);

  /* No such block is no error. */
  g_assert_false (get_block ("null", &block, &error));
  g_assert_no_error (error);

  g_assert_false (get_block ("[]", &block, &error));
  assert_chain_error (error, MALFORMED);
  g_clear_error (&error);
  g_assert_false (get_block ("{}", &block, &error));
  assert_chain_error (error, MALFORMED);
  g_clear_error (&error);
  g_assert_false (get_block ("{" HEADER ", \"baseFeePerGas\": 7}", &block, &error));
  assert_chain_error (error, MALFORMED);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  g_test_add_func ("/decode/a-receipt", test_receipt);
  g_test_add_func ("/decode/spoiled-receipts-are-refused", test_spoiled);
  chain_test_add ("/decode/a-block", test_block);

  return g_test_run ();
}
