/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "abi.h"
#include "generator-calls.h"
#include "generator-logs.h"
#include "surety-generator.h"
#include "surety-json.h"

#define WAD G_GUINT64_CONSTANT (1000000000000000000)

static GeneratorSize
small (void)
{
  return (GeneratorSize) { 7, 60, 8, 12, 10, 6000 };
}

static void
test_size (void)
{
  GeneratorSize size = generator_size_mainnet (1);
  g_autoptr (GeneratorWorld) world = generator_world_new (&size);
  guint counts[GENERATOR_N_EVENTS] = { 0 };
  guint32 last = 0;

  for (guint i = 0; i < world->events->len; i++)
    {
      const GeneratorEvent *event = &g_array_index (world->events, GeneratorEvent, i);

      g_assert_cmpuint (event->block, >=, last);
      last = event->block;
      counts[event->kind]++;
    }
  g_assert_cmpuint (world->events->len, >=, 300000);
  g_assert_cmpuint (counts[GENERATOR_OPERATOR_REGISTERED], ==, 2500);
  g_assert_cmpuint (counts[GENERATOR_SET_CREATED], ==, 400);
  g_assert_cmpuint (counts[GENERATOR_SERVICE_METADATA], ==, 250);
  for (guint i = 0; i < GENERATOR_N_EVENTS; i++)
    g_assert_cmpuint (counts[i], >, 0);
}

static void
test_deterministic (void)
{
  GeneratorSize size = small ();
  g_autoptr (GeneratorWorld) one = generator_world_new (&size);
  g_autoptr (GeneratorWorld) two = generator_world_new (&size);
  g_autoptr (GeneratorWorld) other = NULL;

  size.seed++;
  other = generator_world_new (&size);
  g_assert_cmpmem (one->events->data, one->events->len * sizeof (GeneratorEvent), two->events->data,
                   two->events->len * sizeof (GeneratorEvent));
  g_assert_cmpint (memcmp (one->events->data, other->events->data,
                           MIN (one->events->len, other->events->len) * sizeof (GeneratorEvent)),
                   !=, 0);
}

/* Magnitudes and shares never contradict each other, wherever the head is. */
static void
test_consistent (void)
{
  GeneratorSize size = small ();
  g_autoptr (GeneratorWorld) world = generator_world_new (&size);
  guint32 end = world->head;
  guint allocated = 0;

  for (guint32 head = world->start; head <= end; head += (end - world->start) / 7)
    {
      generator_world_set_head (world, head);
      for (guint i = 0; i < size.n_operators; i++)
        for (guint k = 0; k < size.n_strategies; k++)
          {
            g_assert_cmpuint (generator_world_encumbered (world, i, k), <=,
                              generator_world_max (world, i, k));
            g_assert_cmpuint (generator_world_max (world, i, k), <=, WAD);
            g_assert_cmpuint (generator_world_shares (world, i, k), <, WAD);
            allocated += generator_world_encumbered (world, i, k) > 0;
          }
    }
  g_assert_cmpuint (allocated, >, 20);

  /* Back and forth again is where it was. */
  generator_world_set_head (world, end);
  guint64 before = generator_world_shares (world, 0, 0);
  generator_world_set_head (world, world->start + 1);
  generator_world_set_head (world, end);
  g_assert_cmpuint (generator_world_shares (world, 0, 0), ==, before);
}

static void
test_advances (void)
{
  GeneratorSize size = small ();
  g_autoptr (GeneratorWorld) world = generator_world_new (&size);
  guint32 head = world->head;
  guint n = world->events->len;

  generator_world_advance (world, 72000);
  g_assert_cmpuint (world->head, ==, head + 72000);
  g_assert_cmpuint (world->events->len, >, n);
  for (guint i = n; i < world->events->len; i++)
    g_assert_cmpuint (g_array_index (world->events, GeneratorEvent, i).block, >, head);
}

static JsonNode *
ask (SuretyGenerator *generator, const char *text)
{
  g_autoptr (GBytes) request = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) reply = surety_generator_answer (generator, request);
  g_autoptr (GError) error = NULL;
  JsonNode *node = surety_json_parse (reply, &error);

  g_assert_no_error (error);
  return node;
}

static const char *
error_of (JsonNode *node)
{
  JsonObject *object = json_node_get_object (node);

  g_assert_true (json_object_has_member (object, "error"));
  return json_object_get_string_member (json_object_get_object_member (object, "error"), "message");
}

static void
test_limits (void)
{
  GeneratorSize size = small ();
  g_autoptr (SuretyGenerator) generator = surety_generator_new (&size);
  const char *all = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getLogs\",\"params\":"
                    "[{\"fromBlock\":\"0x10a3299\",\"toBlock\":\"latest\"}]}";
  g_autoptr (JsonNode) wide = ask (generator, all);
  g_autoptr (JsonNode) many = NULL;
  g_autoptr (JsonNode) good = NULL;

  g_assert_cmpstr (error_of (wide), ==, "query exceeds max block range 100000");
  surety_generator_set_limits (generator, 0, 100);
  many = ask (generator, all);
  g_assert_true (g_str_has_prefix (error_of (many), "query exceeds max results 100, retry"));
  surety_generator_set_limits (generator, 0, 0);
  good = ask (generator, all);
  g_assert_cmpuint (json_array_get_length (
                      json_object_get_array_member (json_node_get_object (good), "result")),
                    ==, surety_generator_get_world (generator)->events->len);
}

/* What the calls say is what the logs add up to. */
static void
test_calls_agree (void)
{
  GeneratorSize size = small ();
  g_autoptr (SuretyGenerator) generator = surety_generator_new (&size);
  GeneratorWorld *world = surety_generator_get_world (generator);
  g_autoptr (GeneratorCalls) calls = generator_calls_new (world);
  Address manager = generator_address (GENERATOR_A_CONTRACT, GENERATOR_DELEGATION_MANAGER);
  AbiItem *item = NULL;

  g_assert_cmpint (abi_item_parse ("function getOperatorShares(address, address[]) view returns "
                                   "(uint256[])",
                                   &item),
                   ==, CORE_OK);
  for (guint i = 0; i < size.n_operators; i++)
    {
      Address who = generator_address (GENERATOR_AN_OPERATOR, i);
      Address strategy = generator_address (GENERATOR_A_STRATEGY, 0);
      AbiValue list = abi_address (&strategy);
      AbiValue args[] = { abi_address (&who), abi_array (&list, 1) };
      Buffer input = buffer_new (), output = buffer_new ();
      AbiValues values = { 0 };
      gint64 sum = 0;

      for (guint k = 0; k < world->events->len; k++)
        {
          const GeneratorEvent *event = &g_array_index (world->events, GeneratorEvent, k);

          if (event->operator== i && event->strategy == 0)
            sum += event->kind == GENERATOR_SHARES_INCREASED   ? (gint64) event->x
                   : event->kind == GENERATOR_SHARES_DECREASED ? -(gint64) event->x
                                                               : 0;
        }
      g_assert_cmpint (abi_encode_call (item, args, 2, &input), ==, CORE_OK);
      g_assert_true (generator_calls_run (calls, &manager, buffer_bytes (&input), &output));
      g_assert_cmpint (abi_decode_result (item, buffer_bytes (&output), NULL, &values), ==,
                       CORE_OK);
      g_assert_true (values.values[0].items[0].word == (u256) sum * 1000000000u);
      abi_values_clear (&values);
      buffer_clear (&input);
      buffer_clear (&output);
    }
  abi_item_free (item);
}

/* Every operator has an answer to every question about it, approver or not. */
static void
test_every_operator_answers (void)
{
  static const char *const texts[] = {
    "function isOperator(address) view returns (bool)",
    "function delegationApprover(address) view returns (address)",
    "function getAllocationDelay(address) view returns (bool, uint32)",
    "function getAllocatedSets(address) view returns ((address avs, uint32 id)[])",
  };
  GeneratorSize size = small ();
  g_autoptr (GeneratorWorld) world = generator_world_new (&size);
  g_autoptr (GeneratorCalls) calls = generator_calls_new (world);
  Address managers[] = { generator_address (GENERATOR_A_CONTRACT, GENERATOR_DELEGATION_MANAGER),
                         generator_address (GENERATOR_A_CONTRACT, GENERATOR_ALLOCATION_MANAGER) };

  for (guint i = 0; i < G_N_ELEMENTS (texts) * size.n_operators; i++)
    {
      Address who = generator_address (GENERATOR_AN_OPERATOR, i / G_N_ELEMENTS (texts));
      AbiValue arg = abi_address (&who);
      Buffer input = buffer_new (), output = buffer_new ();
      AbiItem *item = NULL;
      AbiValues values = { 0 };

      g_assert_cmpint (abi_item_parse (texts[i % G_N_ELEMENTS (texts)], &item), ==, CORE_OK);
      g_assert_cmpint (abi_encode_call (item, &arg, 1, &input), ==, CORE_OK);
      g_assert_true (generator_calls_run (calls, &managers[i % G_N_ELEMENTS (texts) / 2],
                                          buffer_bytes (&input), &output));
      g_assert_cmpint (abi_decode_result (item, buffer_bytes (&output), NULL, &values), ==,
                       CORE_OK);
      abi_values_clear (&values);
      buffer_clear (&input);
      buffer_clear (&output);
      abi_item_free (item);
    }
}

static void
test_reorganises (void)
{
  GeneratorSize size = small ();
  g_autoptr (SuretyGenerator) generator = surety_generator_new (&size);
  const char *latest =
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBlockByNumber\",\"params\":"
    "[\"latest\",false]}";
  g_autoptr (JsonNode) before = ask (generator, latest);
  g_autoptr (JsonNode) after = NULL;

  surety_generator_reorganise (generator, surety_generator_get_world (generator)->head - 3);
  after = ask (generator, latest);
  g_assert_false (json_node_equal (before, after));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/generator/has-mainnets-size", test_size);
  g_test_add_func ("/generator/same-seed-same-directory", test_deterministic);
  g_test_add_func ("/generator/magnitudes-and-shares-are-consistent", test_consistent);
  g_test_add_func ("/generator/goes-on", test_advances);
  g_test_add_func ("/generator/has-a-providers-limits", test_limits);
  g_test_add_func ("/generator/calls-agree-with-logs", test_calls_agree);
  g_test_add_func ("/generator/every-operator-answers", test_every_operator_answers);
  g_test_add_func ("/generator/reorganises", test_reorganises);
  return g_test_run ();
}
