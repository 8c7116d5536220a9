/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"
#include "surety-rpc-private.h"

static char *
wrong_chain (const char *method, JsonNode *params, gpointer data)
{
  return fake_result (strcmp (method, "eth_chainId") == 0 ? "\"0x5\"" : "\"0xbad\"");
}

static char *
answers (const char *method, JsonNode *params, gpointer data)
{
  if (strcmp (method, "eth_blockNumber") == 0)
    return fake_result (data);

  return NULL;
}

static guint64
ask (SuretyEndpoints *endpoints, GError **error)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  guint64 value = 0;

  surety_batch_add (batch, "eth_blockNumber", NULL);
  if (dex_await (surety_endpoints_run (endpoints, batch), error))
    surety_batch_get_uint64 (batch, 0, &value, error);

  return value;
}

typedef struct
{
  FakeTransport *a;
  FakeTransport *b;
  SuretyEndpoints *endpoints;
  guint n_changed;
} Two;

static void
changed_cb (SuretyEndpoints *endpoints, Two *two)
{
  two->n_changed++;
}

static void
two_init (Two *self)
{
  self->a = fake_transport_new ("alpha");
  self->b = fake_transport_new ("beta");
  fake_transport_set_handler (self->a, answers, (gpointer) "\"0xa\"");
  fake_transport_set_handler (self->b, answers, (gpointer) "\"0xb\"");
  self->endpoints = surety_endpoints_new (1);
  surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->a));
  surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->b));
  fake_endpoints_hurry (self->endpoints);
  self->n_changed = 0;
  g_signal_connect (self->endpoints, "changed", G_CALLBACK (changed_cb), self);
}

static void
two_clear (Two *self)
{
  g_clear_object (&self->endpoints);
  g_clear_object (&self->a);
  g_clear_object (&self->b);
}

static GError *
cut_off (void)
{
  return g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT, "cut off");
}

static void
test_none (void)
{
  g_autoptr (SuretyEndpoints) endpoints = surety_endpoints_new (1);
  g_autoptr (GError) error = NULL;

  ask (endpoints, &error);
  assert_chain_error (error, NO_ENDPOINT);
  g_assert_null (surety_endpoints_get_current (endpoints));
}

static void
test_order (void)
{
  Two two;
  g_autoptr (GError) error = NULL;

  two_init (&two);
  g_assert_null (surety_endpoints_get_current (two.endpoints));
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xa);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xa);
  g_assert_no_error (error);
  g_assert_true (surety_endpoints_get_current (two.endpoints) ==
                 surety_endpoints_get_rpc (two.endpoints, 0));
  /* The chain was asked for once, the second endpoint not at all. */
  g_assert_cmpuint (fake_transport_get_n_calls (two.a, "eth_chainId"), ==, 1);
  g_assert_cmpuint (fake_transport_get_n_exchanges (two.a), ==, 3);
  g_assert_cmpuint (fake_transport_get_n_exchanges (two.b), ==, 0);
  g_assert_cmpuint (two.n_changed, ==, 1);
  two_clear (&two);
}

static void
test_takes_over (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint n;

  two_init (&two);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xa);
  fake_transport_set_error (two.a, cut_off ());
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xb);
  g_assert_no_error (error);
  g_assert_true (surety_endpoints_get_current (two.endpoints) ==
                 surety_endpoints_get_rpc (two.endpoints, 1));
  g_assert_error (surety_endpoints_peek_error (two.endpoints, 0), SURETY_CHAIN_ERROR,
                  SURETY_CHAIN_ERROR_TRANSPORT);
  g_assert_no_error (surety_endpoints_peek_error (two.endpoints, 1));
  g_assert_cmpuint (two.n_changed, ==, 3);

  /* Left alone while it rests. */
  n = fake_transport_get_n_exchanges (two.a);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xb);
  g_assert_cmpuint (fake_transport_get_n_exchanges (two.a), ==, n);

  /* Then asked again; its chain too, when the failure was long. */
  fake_transport_set_error (two.a, NULL);
  chain_test_sleep (150);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xa);
  g_assert_no_error (surety_endpoints_peek_error (two.endpoints, 0));
  g_assert_cmpuint (fake_transport_get_n_calls (two.a, "eth_chainId"), ==, 2);
  two_clear (&two);
}

static void
test_malformed (void)
{
  Two two;
  g_autoptr (GError) error = NULL;

  two_init (&two);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xa);
  fake_transport_push (two.a, "<html>");
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xb);
  two_clear (&two);
}

static void
test_wrong_chain (void)
{
  Two two;
  g_autoptr (GError) error = NULL;

  two_init (&two);
  fake_transport_set_handler (two.a, wrong_chain, NULL);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xb);
  g_assert_no_error (error);
  g_assert_error (surety_endpoints_peek_error (two.endpoints, 0), SURETY_CHAIN_ERROR,
                  SURETY_CHAIN_ERROR_WRONG_CHAIN);
  g_assert_cmpuint (fake_transport_get_n_calls (two.a, "eth_blockNumber"), ==, 0);

  fake_transport_set_handler (two.b, wrong_chain, NULL);
  fake_transport_set_error (two.b, NULL);
  two_clear (&two);

  two_init (&two);
  fake_transport_set_handler (two.a, wrong_chain, NULL);
  fake_transport_set_handler (two.b, wrong_chain, NULL);
  ask (two.endpoints, &error);
  assert_chain_error (error, WRONG_CHAIN);
  g_assert_nonnull (strstr (error->message, "chain 5"));
  two_clear (&two);
}

static void
test_all_fail (void)
{
  Two two;
  g_autoptr (GError) error = NULL;

  two_init (&two);
  fake_transport_set_error (two.a, cut_off ());
  fake_transport_set_error (two.b, cut_off ());
  ask (two.endpoints, &error);
  assert_chain_error (error, TRANSPORT);
  g_assert_true (g_str_has_prefix (error->message, "beta: "));

  /* Also while all rest, a question is asked: it may be over. */
  g_clear_error (&error);
  fake_transport_set_error (two.b, NULL);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xb);
  two_clear (&two);
}

static char *
refuses (const char *method, JsonNode *params, gpointer data)
{
  if (strcmp (method, "eth_sendRawTransaction") == 0)
    return fake_result ("\"0x01\"");

  return NULL;
}

static void
test_send (void)
{
  Two two;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;

  two_init (&two);
  fake_transport_set_handler (two.a, refuses, NULL);
  fake_transport_set_handler (two.b, refuses, NULL);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0);
  g_clear_error (&error);
  fake_transport_push_error (two.a, SURETY_CHAIN_ERROR_TIMEOUT, "too late");

  surety_batch_add (batch, "eth_sendRawTransaction", json_from_string ("[\"0x02\"]", NULL));
  g_assert_true (dex_await (surety_endpoints_run (two.endpoints, batch), &error));
  /* Once to each, and not before the second has said which chain it serves. */
  g_assert_cmpuint (fake_transport_get_n_calls (two.a, "eth_sendRawTransaction"), ==, 0);
  g_assert_cmpuint (fake_transport_get_n_calls (two.b, "eth_sendRawTransaction"), ==, 1);
  g_assert_cmpuint (fake_transport_get_n_calls (two.b, "eth_chainId"), ==, 1);
  two_clear (&two);
}

/* Every call inside a good reply is refused: 429 is not always a status. */
static char *
busy (const char *method, JsonNode *params, gpointer data)
{
  return strcmp (method, "eth_chainId") == 0 ? NULL : fake_error (-32005, "rate limit");
}

static void
test_busy (void)
{
  Two two;
  g_autoptr (GError) error = NULL;

  two_init (&two);
  fake_transport_set_handler (two.a, busy, NULL);
  g_assert_cmpuint (ask (two.endpoints, &error), ==, 0xb);
  g_assert_no_error (error);
  g_assert_error (surety_endpoints_peek_error (two.endpoints, 0), SURETY_CHAIN_ERROR,
                  SURETY_CHAIN_ERROR_RATE_LIMITED);

  fake_transport_set_handler (two.b, busy, NULL);
  ask (two.endpoints, &error);
  assert_chain_error (error, RATE_LIMITED);
  two_clear (&two);
}

static DexFuture *
ignore_cb (DexFuture *future, gpointer data)
{
  return NULL;
}

/* Ten at once ask for the chain once; when the one that asks goes away, the others do not suffer. */
static void
test_shared_check (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (fake);
  g_autoptr (GPtrArray) batches = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  DexFuture *first;
  g_autoptr (GError) error = NULL;

  fake_transport_set_handler (fake, answers, (gpointer) "\"0xa\"");
  fake_transport_set_delay (fake, 20);
  for (guint i = 0; i < 10; i++)
    {
      SuretyBatch *batch = surety_batch_new ();

      surety_batch_add (batch, "eth_blockNumber", NULL);
      g_ptr_array_add (batches, batch);
    }

  first = dex_future_finally (surety_endpoints_run (endpoints, batches->pdata[0]), ignore_cb, NULL,
                              NULL);
  chain_test_sleep (5);
  for (guint i = 1; i < 10; i++)
    g_ptr_array_add (futures, surety_endpoints_run (endpoints, batches->pdata[i]));
  chain_test_sleep (2);
  dex_clear (&first);

  g_assert_true (
    dex_await (dex_future_all_racev ((DexFuture **) futures->pdata, futures->len), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fake_transport_get_n_calls (fake, "eth_chainId"), ==, 1);
  g_assert_cmpuint (fake_transport_get_n_calls (fake, "eth_blockNumber"), ==, 9);
}

static void
test_check_goes_away (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new ("fake");
  SuretyEndpoints *endpoints = fake_endpoints (fake);
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  gpointer watched = endpoints;
  DexFuture *first;
  g_autoptr (GError) error = NULL;

  g_object_add_weak_pointer (G_OBJECT (endpoints), &watched);
  fake_transport_set_handler (fake, answers, (gpointer) "\"0xa\"");
  fake_transport_push_silence (fake);
  surety_batch_add (batch, "eth_blockNumber", NULL);
  first = dex_future_finally (surety_endpoints_run (endpoints, batch), ignore_cb, NULL, NULL);
  chain_test_sleep (5);
  dex_clear (&first);
  /* At once: the old question has been told, but has not ended yet. */
  g_assert_cmpuint (ask (endpoints, &error), ==, 0xa);
  g_assert_no_error (error);
  g_assert_cmpuint (fake_transport_get_n_discarded (fake), ==, 1);
  chain_test_sleep (5);
  g_object_unref (endpoints);
  g_assert_null (watched);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  chain_test_add ("/endpoints/without-one-says-so", test_none);
  chain_test_add ("/endpoints/the-first-that-works-answers", test_order);
  chain_test_add ("/endpoints/the-second-takes-over-and-the-first-comes-back", test_takes_over);
  chain_test_add ("/endpoints/a-malformed-answer-is-a-failure", test_malformed);
  chain_test_add ("/endpoints/another-chain-never-counts", test_wrong_chain);
  chain_test_add ("/endpoints/when-all-fail-the-error-names-one", test_all_fail);
  chain_test_add ("/endpoints/a-send-may-go-to-the-next", test_send);
  chain_test_add ("/endpoints/a-busy-one-is-left-for-the-next", test_busy);
  chain_test_add ("/endpoints/many-share-one-check", test_shared_check);
  chain_test_add ("/endpoints/a-check-that-went-away-is-asked-again", test_check_goes_away);

  return g_test_run ();
}
