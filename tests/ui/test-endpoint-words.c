/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-endpoint-words.h"

#include "chain-test.h"
#include "surety-rpc-private.h"

#define HOUR 3600
#define DELAY_MS 30u

typedef struct
{
  FakeTransport *transport;
  SuretyEndpoints *endpoints;
} World;

/* data: seconds that the newest block is old. */
static char *
answer (const char *method, JsonNode *params, gpointer data)
{
  const gint64 time = g_get_real_time () / G_USEC_PER_SEC - GPOINTER_TO_INT (data);
  g_autofree char *block = NULL;

  if (!g_str_equal (method, "eth_getBlockByNumber"))
    return NULL;
  block =
    g_strdup_printf ("{\"number\": \"0x7b\", \"hash\": \"0x%064d\", \"parentHash\": \"0x%064d\","
                     " \"timestamp\": \"0x%" G_GINT64_MODIFIER "x\", \"gasLimit\": \"0x1\"}",
                     2, 1, time);
  return fake_result (block);
}

static void
world_init (World *self, int age)
{
  self->transport = fake_transport_new ("alpha");
  fake_transport_set_handler (self->transport, answer, GINT_TO_POINTER (age));
  fake_transport_set_delay (self->transport, DELAY_MS);
  self->endpoints = fake_endpoints (self->transport);
}

static void
world_clear (World *self)
{
  g_clear_object (&self->endpoints);
  g_clear_object (&self->transport);
}

static void
look (World *self)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_endpoints_look (self->endpoints, 0), &error);
  g_assert_no_error (error);
}

static void
look_in_vain (World *self)
{
  g_autoptr (GError) error = NULL;

  fake_transport_push_error (self->transport, SURETY_CHAIN_ERROR_TOO_LARGE, "too much");
  g_assert_false (dex_await (surety_endpoints_look (self->endpoints, 0), &error));
  assert_chain_error (error, TOO_LARGE);
}

/* after: what is said behind the latency, which is another one each time. */
static void
assert_health (World *self, const char *after)
{
  g_autofree char *found = surety_endpoint_health_words (self->endpoints, 0);
  const guint latency = surety_rpc_get_latency (surety_endpoints_get_rpc (self->endpoints, 0));
  g_autofree char *expected = g_strdup_printf ("%u ms · %s", latency, after);

  g_assert_cmpuint (latency, >=, DELAY_MS);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_one_that_was_not_asked (void)
{
  World world;
  g_autofree char *found = NULL;

  world_init (&world, 0);
  found = surety_endpoint_health_words (world.endpoints, 0);
  g_assert_cmpstr (found, ==, "Not asked yet");
  world_clear (&world);
}

static void
test_latency_and_age_of_the_head (void)
{
  World world;

  world_init (&world, 2 * HOUR + 60);
  look (&world);
  assert_health (&world, "newest block 2 hours ago · never failed");
  world_clear (&world);

  world_init (&world, -HOUR);
  look (&world);
  assert_health (&world,
                 "its newest block is of the future: its clock or yours is wrong · never failed");
  world_clear (&world);
}

static void
test_errors_are_counted_and_said (void)
{
  World world;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  world_init (&world, 2 * HOUR + 60);
  look (&world);
  look_in_vain (&world);
  look (&world);
  assert_health (&world, "newest block 2 hours ago · failed once");
  look_in_vain (&world);
  look (&world);
  assert_health (&world, "newest block 2 hours ago · failed 2 times");

  /* And one that is not there now says why first, and nothing of a block. */
  fake_transport_set_error (world.transport,
                            g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT, "gone"));
  g_assert_false (dex_await (surety_endpoints_look (world.endpoints, 0), &error));
  found = surety_endpoint_health_words (world.endpoints, 0);
  g_test_message ("%s", found);
  g_assert_true (g_str_has_prefix (found, "The endpoint could not be reached"));
  g_assert_null (strstr (found, "newest block"));
  g_assert_null (strstr (found, "never failed"));
  world_clear (&world);
}

static void
test_rate_it_takes (void)
{
  World world;
  SuretyRate *rate = NULL;

  world_init (&world, 2 * HOUR + 60);
  rate = surety_rpc_get_rate (surety_endpoints_get_rpc (world.endpoints, 0));
  for (guint i = 0; i < 40; i++)
    surety_turn_free (surety_rate_take_turn (rate));
  surety_rate_complain (rate, 1);
  look (&world);
  assert_health (&world,
                 "newest block 2 hours ago · never failed · takes about 10.0 questions a second");
  world_clear (&world);
}

static void
assert_traffic (guint64 n_calls, guint64 out, guint64 in, const char *expected)
{
  g_autofree char *found = surety_traffic_words (n_calls, out, in);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_traffic_says_how_often_and_how_much (void)
{
  assert_traffic (1, 3000, 41000, "asked once · about 3.0\u00a0kB out, 41.0\u00a0kB in");
  assert_traffic (12345, 0, 1, "asked 12\u202f345 times · about 0 bytes out, 1 byte in");
}

static void
test_purposes (void)
{
  g_assert_cmpstr (surety_traffic_purpose (SURETY_TRAFFIC_QUESTIONS, "eth_getProof"), ==, "Proofs");
  g_assert_cmpstr (surety_traffic_purpose (SURETY_TRAFFIC_QUESTIONS, "eth_sendRawTransaction"), ==,
                   "Transactions you signed");
  /* What has no name here is not hidden. */
  g_assert_cmpstr (surety_traffic_purpose (SURETY_TRAFFIC_QUESTIONS, "eth_other"), ==, "eth_other");
  g_assert_cmpstr (surety_traffic_purpose (SURETY_TRAFFIC_TEST, "eth_getProof"), ==,
                   "Test of the connection");
  g_assert_cmpstr (surety_traffic_purpose (SURETY_TRAFFIC_FILE, "GET"), ==,
                   "Name and description of an operator or a service");
  g_assert_cmpstr (surety_traffic_purpose (SURETY_TRAFFIC_PICTURE, "GET"), ==,
                   "Picture of an operator or a service");
  g_assert_cmpstr (surety_traffic_purpose (SURETY_TRAFFIC_REWARDS, "POST"), ==,
                   "Proofs of your rewards");
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);
  chain_test_add ("/endpoint-words/one-that-was-not-asked", test_one_that_was_not_asked);
  chain_test_add ("/endpoint-words/latency-and-age-of-the-head", test_latency_and_age_of_the_head);
  chain_test_add ("/endpoint-words/errors-are-counted-and-said", test_errors_are_counted_and_said);
  chain_test_add ("/endpoint-words/rate-it-takes", test_rate_it_takes);
  chain_test_add ("/endpoint-words/traffic-says-how-often-and-how-much",
                  test_traffic_says_how_often_and_how_much);
  chain_test_add ("/endpoint-words/purposes", test_purposes);
  return g_test_run ();
}
