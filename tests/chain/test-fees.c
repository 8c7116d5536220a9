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

/* The base fee of the last hour's blocks is told apart from that of the last minutes. */
static const char *hour;

static char *
rush_handler (const char *method, JsonNode *params, gpointer data)
{
  if (strcmp (method, "eth_feeHistory") == 0 &&
      g_str_equal (json_array_get_string_element (json_node_get_array (params), 0), "0x12c"))
    return hour != NULL ? fake_result (hour) : fake_error (-32602, "block count over limit");

  return handler (method, params, data);
}

static guint
rush (const char *of_the_hour, const char *base)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (fake);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyFees) fees = NULL;
  g_autofree char *history =
    g_strdup_printf ("{\"baseFeePerGas\": [\"0x3b9aca00\", \"%s\"], \"gasUsedRatio\": [1], "
                     "\"reward\": [[\"0x1\", \"0x1\", \"0x1\"]]}",
                     base);

  hour = of_the_hour;
  node.history = history;
  node.base = base;
  fake_transport_set_handler (fake, rush_handler, NULL);
  fees = dex_await_boxed (surety_fees_suggest (endpoints, 0, 12), &error);
  g_assert_no_error (error);
  return surety_fees_get_rush (fees);
}

static void
test_rush (void)
{
  /* The median is 1 gwei; one liar more or less does not move it. */
  static const char calm[] = "{\"baseFeePerGas\": [\"0x3b9aca00\", \"0x3b9aca00\", \"0x1\", "
                             "\"0x3b9aca00\", \"0xb2d05e00\"]}";

  g_assert_cmpuint (rush (calm, "0x3b9aca00"), ==, 0);
  g_assert_cmpuint (rush (calm, "0x55d4a800"), ==, 0);   /* 1.44 gwei */
  g_assert_cmpuint (rush (calm, "0x59682f00"), ==, 150); /* 1.5 gwei */
  g_assert_cmpuint (rush (calm, "0xb2d05e00"), ==, 300);
  /* Where the hour is not told: against the last blocks; where it is nonsense: the same. */
  g_assert_cmpuint (rush (NULL, "0xb2d05e00"), ==, 300);
  g_assert_cmpuint (rush ("{\"baseFeePerGas\": [true, 1]}", "0xb2d05e00"), ==, 300);
  /* Nothing to compare with. */
  g_assert_cmpuint (surety_fees_get_rush (&(SuretyFees) { .base_fee = GWEI }), ==, 0);
}

/* What go-ethereum, reth, nethermind and erigon want: a tenth more, and more. */
static void
test_raise (void)
{
  static const guint64 olds[] = { 0, 1, 7, 8, 9, 10, 999999999, 1000000000, 123456789012 };

  for (gsize i = 0; i < G_N_ELEMENTS (olds); i++)
    {
      const u256 old = olds[i];
      const u256 raised = surety_fees_raise (old);

      g_assert_true (raised > old);
      g_assert_true (raised * 100 >= old * 110);
      g_assert_true (raised * 1000 >= old * 1125);
      g_assert_true (raised <= old * 9 / 8 + 2);
    }
  g_assert_true (surety_fees_raise (U256_MAX) == U256_MAX);
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
  chain_test_add ("/fees/a-rush-is-told-against-the-last-hour", test_rush);
  chain_test_add ("/fees/a-raise-is-enough-for-every-client", test_raise);

  return g_test_run ();
}
