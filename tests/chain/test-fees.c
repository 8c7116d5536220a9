/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include "surety-fees.h"

#define GWEI ((u256) 1000000000u)

static struct
{
  const char *history;
  const char *base; /* of the head block */
} node;

static char *
handler (const char *method, JsonNode *params, gpointer data)
{
  if (strcmp (method, "eth_feeHistory") == 0)
    return fake_result (node.history);
  if (strcmp (method, "eth_getBlockByNumber") == 0)
    return g_strdup_printf (
      "\"result\": {\"number\": \"0x10\", \"timestamp\": \"0x1\", \"gasLimit\": \"0x1\", "
      "\"hash\": \"0x00000000000000000000000000000000000000000000000000000000000000ff\", "
      "\"parentHash\": \"0x00000000000000000000000000000000000000000000000000000000000000fe\", "
      "\"baseFeePerGas\": \"%s\"}",
      node.base);

  return NULL;
}

static SuretyFees *
suggest (const char *history, const char *base, u256 ceiling, GError **error)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (fake);
  SuretyFees *fees;

  node.history = history;
  node.base = base;
  fake_transport_set_handler (fake, handler, NULL);
  fees = dex_await_boxed (surety_fees_suggest (endpoints, ceiling, 12), error);
  /* The chain id, and one round trip. */
  g_assert_cmpuint (fake_transport_get_n_exchanges (fake), ==, 2);

  return fees;
}

/* 1 gwei base; rewards of three blocks 1, 2, 3 gwei and so on; the second block is empty. */
#define USUAL                                                                                                        \
  "{\"oldestBlock\": \"0xe\", \"baseFeePerGas\": [\"0x3b9aca00\", \"0x3b9aca00\", \"0x3b9aca00\", \"0x3b9aca00\"], " \
  "\"gasUsedRatio\": [0.5, 0, 0.25], \"reward\": [[\"0x3b9aca00\", \"0x77359400\", \"0xb2d05e00\"], "                \
  "[\"0x0\", \"0x0\", \"0x0\"], [\"0x3b9aca00\", \"0x77359400\", \"0xb2d05e00\"]]}"

static void
test_usual (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyFees) fees = suggest (USUAL, "0x3b9aca00", 0, &error);

  g_assert_no_error (error);
  g_assert_true (fees->base_fee == GWEI);
  g_assert_false (fees->capped);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (fees->fee[i].priority == (i + 1) * GWEI);
      g_assert_true (fees->fee[i].max == 2 * GWEI + (i + 1) * GWEI);
    }
  g_assert_cmpuint (fees->fee[SURETY_SPEED_FAST].seconds, ==, 12);
  g_assert_cmpuint (fees->fee[SURETY_SPEED_SLOW].seconds, >,
                    fees->fee[SURETY_SPEED_NORMAL].seconds);
}

static void
test_ceiling (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyFees) fees = suggest (USUAL, "0x3b9aca00", 4 * GWEI, &error);
  g_autoptr (SuretyFees) low = suggest (USUAL, "0x3b9aca00", GWEI / 2, &error);

  g_assert_true (fees->capped);
  g_assert_true (fees->fee[SURETY_SPEED_SLOW].max == 3 * GWEI);
  g_assert_true (fees->fee[SURETY_SPEED_FAST].max == 4 * GWEI);
  g_assert_true (fees->fee[SURETY_SPEED_FAST].priority == 3 * GWEI);
  g_assert_cmpuint (fees->fee[SURETY_SPEED_FAST].seconds, ==, 12);

  /* Under the base fee nobody can say when. */
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (low->fee[i].max == GWEI / 2);
      g_assert_true (low->fee[i].priority <= low->fee[i].max);
      g_assert_cmpuint (low->fee[i].seconds, ==, 0);
    }
}

static void
test_empty_blocks (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyFees)
    fees = suggest ("{\"baseFeePerGas\": [\"0x7\", \"0x7\"], \"gasUsedRatio\": [0], "
                    "\"reward\": [[\"0x0\", \"0x0\", \"0x0\"]]}",
                    "0x7", 0, &error);

  g_assert_no_error (error);
  g_assert_true (fees->base_fee == 7);
  /* 0.01 gwei. */
  for (guint i = 0; i < 3; i++)
    g_assert_true (fees->fee[i].priority == GWEI / 100);
}

/* Rewards of 1000 ETH a gas, in the wrong order; a base fee of 2^255. */
static void
test_lies (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyFees) fees =
    suggest ("{\"baseFeePerGas\": [\"0x3b9aca00\", "
             "\"0x8000000000000000000000000000000000000000000000000000000000000000\"], "
             "\"gasUsedRatio\": [1], \"reward\": [[\"0x3635c9adc5dea00000\", \"0x1\", \"0x2\"]]}",
             "0x3b9aca00", 0, &error);

  g_assert_no_error (error);
  /* Three blocks of + 12.5 % at most. */
  g_assert_true (fees->base_fee <= GWEI * 1424 / 1000 + 3);
  for (guint i = 0; i < 3; i++)
    g_assert_true (fees->fee[i].priority == 10 * GWEI);
  g_clear_pointer (&fees, surety_fees_free);

  /* Too low a base would leave the transaction lying. */
  fees = suggest ("{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [1], "
                  "\"reward\": [[\"0x1\", \"0x1\", \"0x1\"]]}",
                  "0x3b9aca00", 0, &error);
  g_assert_true (fees->base_fee >= GWEI * 66 / 100);
}

static void
test_malformed (void)
{
  static const char *const bad[] = {
    "null",
    "[]",
    "{}",
    "{\"baseFeePerGas\": [], \"gasUsedRatio\": [], \"reward\": []}",
    "{\"baseFeePerGas\": [\"0x1\"], \"gasUsedRatio\": [], \"reward\": []}",
    "{\"baseFeePerGas\": [\"0x1\", 2], \"gasUsedRatio\": [1], \"reward\": [[\"0x1\", \"0x1\", \"0x1\"]]}",
    "{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [1], \"reward\": null}",
    "{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [1], \"reward\": []}",
    "{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [1, 1], \"reward\": [[\"0x1\", \"0x1\", \"0x1\"]]}",
    "{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [\"1\"], \"reward\": [[\"0x1\", \"0x1\", \"0x1\"]]}",
    "{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [-1], \"reward\": [[\"0x1\", \"0x1\", \"0x1\"]]}",
    "{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [1], \"reward\": [[\"0x1\", \"0x1\"]]}",
    "{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [1], \"reward\": [[\"0x1\", \"0x1\", \"-0x1\"]]}",
    "{\"baseFeePerGas\": [\"0x1\", \"0x1\"], \"gasUsedRatio\": [1e999], \"reward\": [[\"0x1\", \"0x1\", \"0x1\"]]}",
  };
  g_autoptr (GString) much = g_string_new ("{\"baseFeePerGas\": [\"0x1\"");
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (SuretyFees) fees = suggest (bad[i], "0x1", 0, &error);

      if (fees != NULL)
        g_error ("accepted: %s", bad[i]);
      assert_chain_error (error, MALFORMED);
      g_clear_error (&error);
    }

  /* More blocks than were asked for. */
  for (guint i = 0; i < 100; i++)
    g_string_append (much, ", \"0x1\"");
  g_string_append (much, "], \"gasUsedRatio\": [], \"reward\": []}");
  g_assert_null (suggest (much->str, "0x1", 0, &error));
  assert_chain_error (error, MALFORMED);
  g_clear_error (&error);

  /* A head that cannot be. */
  g_assert_null (suggest (USUAL,
                          "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0,
                          &error));
  assert_chain_error (error, MALFORMED);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  chain_test_add ("/fees/medians-of-blocks-that-had-transactions", test_usual);
  chain_test_add ("/fees/the-ceiling-holds", test_ceiling);
  chain_test_add ("/fees/empty-blocks-give-the-least-tip", test_empty_blocks);
  chain_test_add ("/fees/a-lying-history-cannot-overcharge", test_lies);
  chain_test_add ("/fees/malformed-histories-are-refused", test_malformed);

  return g_test_run ();
}
