/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "chain-test.h"
#include "surety-batch-private.h"
#include "surety-endpoints-private.h"

/* A chain as one endpoint tells it. */
typedef struct
{
  guint64 head;
  guint8 fork;         /* in the hash of every block */
  guint forked_heads;  /* so many heads more are of another fork */
  const char *balance; /* of every account: a whole answer's text, result or error */
  const char *last_block;
  const char *called; /* what eth_call answers */
} Story;

static char *
block_of (Story *story, const char *tag)
{
  guint64 number = strcmp (tag, "latest") == 0 ? story->head : g_ascii_strtoull (tag + 2, NULL, 16);
  guint8 fork = story->fork;

  if (number > story->head)
    return fake_result ("null");
  if (story->forked_heads > 0)
    {
      story->forked_heads--;
      fork ^= 0xff;
    }
  return g_strdup_printf ("\"result\": {\"number\": \"0x%" G_GINT64_MODIFIER "x\", "
                          "\"hash\": \"0x%02x%062" G_GINT64_MODIFIER "x\", "
                          "\"parentHash\": \"0x%064x\", \"timestamp\": \"0x%" G_GINT64_MODIFIER
                          "x\", \"gasLimit\": \"0x1\"}",
                          number, fork, number, 0, 1000 + 12 * number);
}

static char *
tell (const char *method, JsonNode *params, gpointer data)
{
  Story *story = data;

  if (strcmp (method, "eth_getBlockByNumber") == 0)
    return block_of (story, json_array_get_string_element (json_node_get_array (params), 0));
  if (strcmp (method, "eth_getBalance") == 0)
    {
      story->last_block = g_intern_string (
        json_array_get_string_element (json_node_get_array (params), 1));
      return g_strdup (story->balance);
    }
  if (strcmp (method, "eth_call") == 0)
    return g_strdup (story->called);
  return NULL;
}

typedef struct
{
  FakeTransport *transports[2];
  Story stories[2];
  SuretyEndpoints *endpoints;
  guint n_disagreed;
} Two;

static void
disagreed_cb (SuretyEndpoints *endpoints, Two *two)
{
  two->n_disagreed++;
}

static void
two_init (Two *self, guint n)
{
  static const char *const labels[] = { "alpha", "beta" };

  memset (self, 0, sizeof *self);
  self->endpoints = surety_endpoints_new (1);
  for (guint k = 0; k < n; k++)
    {
      self->stories[k] = (Story) { .head = 100, .balance = "\"result\": \"0x64\"" };
      self->transports[k] = fake_transport_new (labels[k]);
      fake_transport_set_handler (self->transports[k], tell, &self->stories[k]);
      surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->transports[k]));
    }
  fake_endpoints_hurry (self->endpoints);
  g_signal_connect (self->endpoints, "disagreed", G_CALLBACK (disagreed_cb), self);
}

static void
two_clear (Two *self)
{
  g_clear_object (&self->endpoints);
  g_clear_object (&self->transports[0]);
  g_clear_object (&self->transports[1]);
}

/* The balance at "latest" (0 when there is none), and how many said so. */
static guint64
ask_at (Two *two, const char *block, guint *witnesses, GError **error)
{
  static const Address account = { { 1 } };
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  guint64 value = 0;

  *witnesses = 0;
  surety_batch_add_balance (batch, &account, block);
  if (dex_await (surety_endpoints_run_agreed (two->endpoints, batch), error) &&
      surety_batch_get_uint64 (batch, 0, &value, error))
    *witnesses = surety_batch_get_witnesses (batch);
  return value;
}

static guint64
ask (Two *two, guint *witnesses, GError **error)
{
  return ask_at (two, "latest", witnesses, error);
}

static void
test_alike (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 2);
  /* However it is spelt. */
  two.stories[0].balance = "\"result\": \"0xaB\"";
  two.stories[1].balance = "\"result\": \"0xAb\"";
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0xab);
  g_assert_no_error (error);
  g_assert_cmpuint (witnesses, ==, 2);
  g_assert_cmpstr (two.stories[0].last_block, ==, "0x64");
  g_assert_cmpstr (two.stories[1].last_block, ==, "0x64");
  g_assert_null (surety_endpoints_peek_disagreement (two.endpoints));
  g_assert_cmpuint (two.n_disagreed, ==, 0);

  /* The block is good for a moment: nobody is asked for it again. */
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0xab);
  g_assert_cmpuint (fake_transport_get_n_calls (two.transports[0], "eth_getBlockByNumber"), ==, 1);
  g_assert_cmpuint (fake_transport_get_n_calls (two.transports[1], "eth_getBlockByNumber"), ==, 1);

  /* But not once the chain is known to have gone on. */
  two.stories[0].head = two.stories[1].head = 101;
  surety_endpoints_note_head (two.endpoints, 101);
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0xab);
  g_assert_no_error (error);
  g_assert_cmpstr (two.stories[0].last_block, ==, "0x65");
  two_clear (&two);
}

static void
test_disagreement_names_both (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 2);
  two.stories[1].balance = "\"result\": \"0x65\"";
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0);
  assert_chain_error (error, DISAGREE);
  g_assert_nonnull (strstr (error->message, "alpha"));
  g_assert_nonnull (strstr (error->message, "beta"));
  g_assert_nonnull (strstr (error->message, "eth_getBalance"));
  g_assert_cmpuint (two.n_disagreed, ==, 1);
  g_assert_cmpstr (surety_endpoints_peek_disagreement (two.endpoints)->message, ==, error->message);

  /* Said once, and taken back when they agree again. */
  g_clear_error (&error);
  ask (&two, &witnesses, &error);
  assert_chain_error (error, DISAGREE);
  g_assert_cmpuint (two.n_disagreed, ==, 1);
  g_clear_error (&error);
  two.stories[1].balance = two.stories[0].balance;
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
  g_assert_no_error (error);
  g_assert_cmpuint (two.n_disagreed, ==, 2);
  g_assert_null (surety_endpoints_peek_disagreement (two.endpoints));
  two_clear (&two);
}

static void
test_one_that_is_behind_sets_the_block (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 2);
  two.stories[0].head = 103;
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
  g_assert_no_error (error);
  g_assert_cmpuint (witnesses, ==, 2);
  g_assert_cmpstr (two.stories[0].last_block, ==, "0x64");
  g_assert_cmpstr (two.stories[1].last_block, ==, "0x64");
  g_assert_cmpuint (fake_transport_get_n_calls (two.transports[0], "eth_getBlockByNumber"), ==, 2);
  g_assert_cmpuint (fake_transport_get_n_calls (two.transports[1], "eth_getBlockByNumber"), ==, 1);
  two_clear (&two);
}

/* What it says of its old block is true, and the other one says so too: that would be an agreement on what is long
 * past; and who keeps no state of so long ago could not even contradict. */
static void
test_one_that_is_far_behind_is_a_disagreement (void)
{
  for (guint far = 0; far < 2; far++)
    {
      Two two;
      g_autoptr (GError) error = NULL;
      guint witnesses;

      two_init (&two, 2);
      two.stories[far].head = 5000;
      two.stories[far].balance =
        "\"error\": {\"code\": -32000, \"message\": \"missing trie node\"}";
      g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0);
      assert_chain_error (error, DISAGREE);
      g_assert_nonnull (surety_endpoints_peek_disagreement (two.endpoints));
      g_assert_null (two.stories[0].last_block);
      g_assert_null (two.stories[1].last_block);

      /* It catches up. */
      g_clear_error (&error);
      two.stories[far].balance = two.stories[1 - far].balance;
      two.stories[1 - far].head = 5000 - 16;
      g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
      g_assert_no_error (error);
      g_assert_cmpuint (witnesses, ==, 2);
      g_assert_null (surety_endpoints_peek_disagreement (two.endpoints));
      two_clear (&two);
    }
}

static void
test_other_fork_is_a_disagreement (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 2);
  two.stories[1].fork = 7;
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0);
  assert_chain_error (error, DISAGREE);
  /* Nothing else was asked of them. */
  g_assert_null (two.stories[0].last_block);
  g_assert_null (two.stories[1].last_block);
  two_clear (&two);
}

static void
test_passing_fork_is_waited_for (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 2);
  two.stories[1].forked_heads = 1;
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
  g_assert_no_error (error);
  g_assert_cmpuint (witnesses, ==, 2);
  g_assert_cmpuint (two.n_disagreed, ==, 0);
  two_clear (&two);
}

static void
test_other_time_of_a_block_is_a_disagreement (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 2);
  fake_transport_push (two.transports[1], "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": \"0x1\"}");
  for (guint i = 0; i < 3; i++)
    fake_transport_push (two.transports[1],
                         "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {\"number\": \"0x64\", "
                         "\"hash\": "
                         "\"0x0000000000000000000000000000000000000000000000000000000000000064\", "
                         "\"parentHash\": "
                         "\"0x0000000000000000000000000000000000000000000000000000000000000000\", "
                         "\"timestamp\": \"0x1\", \"gasLimit\": \"0x1\"}}");
  ask (&two, &witnesses, &error);
  assert_chain_error (error, DISAGREE);
  two_clear (&two);
}

static void
test_one_that_is_down_leaves_one_witness (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  for (guint down = 0; down < 2; down++)
    {
      two_init (&two, 2);
      fake_transport_set_error (two.transports[down],
                                g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                                             "cut off"));
      g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
      g_assert_no_error (error);
      g_assert_cmpuint (witnesses, ==, 1);
      g_assert_null (surety_endpoints_peek_disagreement (two.endpoints));
      two_clear (&two);
    }

  /* Or goes down in the middle. */
  two_init (&two, 2);
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
  g_assert_cmpuint (witnesses, ==, 2);
  fake_transport_set_error (two.transports[0],
                            g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TRANSPORT,
                                         "cut off"));
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
  g_assert_no_error (error);
  g_assert_cmpuint (witnesses, ==, 1);
  two_clear (&two);
}

static void
test_alone (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 1);
  g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
  g_assert_no_error (error);
  g_assert_cmpuint (witnesses, ==, 1);
  g_assert_cmpstr (two.stories[0].last_block, ==, "latest");
  two_clear (&two);
}

/* One says it can't: it is no witness, and no liar. */
static void
test_one_that_cannot_is_no_witness (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  for (guint mute = 0; mute < 2; mute++)
    {
      two_init (&two, 2);
      two.stories[mute].balance = "\"error\": {\"code\": -32601, \"message\": \"no such method\"}";
      g_assert_cmpuint (ask (&two, &witnesses, &error), ==, 0x64);
      g_assert_no_error (error);
      g_assert_cmpuint (witnesses, ==, 1);
      two_clear (&two);
    }
}

static void
add_override (SuretyBatch *batch, gboolean with_code)
{
  g_autoptr (JsonNode)
    params = json_from_string (with_code ? "[{}, \"latest\", {\"0x01\": {\"code\": \"0x00\"}}]"
                                         : "[{}, \"latest\"]",
                               NULL);

  surety_batch_add (batch, "eth_call", g_steal_pointer (&params));
}

/* Who does not look at the code that is put in the place of none calls nothing, or something else: that is no
 * answer to be compared, and the other is told to be alone with its own. */
static void
test_overrides_not_looked_at_are_no_answer (void)
{
  static const char reverted[] = "\"error\": {\"code\": 3, \"message\": \"execution reverted\"}";
  static const char nothing[] = "\"result\": \"0x\"";
  static const struct
  {
    const char *called[2];
    gboolean with_code;
    guint witnesses; /* 0: they disagree */
  } cases[] = {
    { { "\"result\": \"0x01\"", "\"result\": \"0x01\"" }, TRUE, 2 },
    { { "\"result\": \"0x01\"", "\"result\": \"0x02\"" }, TRUE, 0 },
    { { "\"result\": \"0x01\"", nothing }, TRUE, 1 },
    { { reverted, "\"result\": \"0x01\"" }, TRUE, 1 },
    { { "\"result\": \"0x01\"", nothing }, FALSE, 0 },
    { { reverted, "\"result\": \"0x01\"" }, FALSE, 0 },
    { { nothing, nothing }, FALSE, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Two two;
      g_autoptr (SuretyBatch) batch = surety_batch_new ();
      g_autoptr (GBytes) data = NULL;
      g_autoptr (GError) error = NULL;

      two_init (&two, 2);
      two.stories[0].called = cases[i].called[0];
      two.stories[1].called = cases[i].called[1];
      add_override (batch, cases[i].with_code);
      dex_await (surety_endpoints_run_agreed (two.endpoints, batch), &error);
      if (cases[i].witnesses == 0)
        assert_chain_error (error, DISAGREE);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpuint (surety_batch_get_witnesses (batch), ==, cases[i].witnesses);
          g_assert_cmpint (surety_batch_is_one_sided (batch), ==, cases[i].witnesses == 1);
          /* Of the two the one that answers. */
          data = surety_batch_dup_data (batch, 0, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (data), ==, cases[i].called[0] == nothing ? 0u : 1u);
        }
      two_clear (&two);
    }
}

/* A refusal by the contract is an answer like any other. */
static void
test_reverts_are_compared (void)
{
  static const char refusal[] = "\"error\": {\"code\": 3, \"message\": \"execution reverted\", "
                                "\"data\": \"0x11223344\"}";
  static const char other[] = "\"error\": {\"code\": 3, \"message\": \"execution reverted\", "
                              "\"data\": \"0x11223345\"}";
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 2);
  two.stories[0].balance = refusal;
  two.stories[1].balance = refusal;
  ask (&two, &witnesses, &error);
  assert_chain_error (error, REVERT);
  g_clear_error (&error);
  two.stories[1].balance = other;
  ask (&two, &witnesses, &error);
  assert_chain_error (error, DISAGREE);
  g_clear_error (&error);
  two.stories[1].balance = "\"result\": \"0x64\"";
  ask (&two, &witnesses, &error);
  assert_chain_error (error, DISAGREE);
  two_clear (&two);
}

static void
test_a_named_block_stays (void)
{
  Two two;
  g_autoptr (GError) error = NULL;
  guint witnesses;

  two_init (&two, 2);
  g_assert_cmpuint (ask_at (&two, "0x32", &witnesses, &error), ==, 0x64);
  g_assert_no_error (error);
  g_assert_cmpuint (witnesses, ==, 2);
  g_assert_cmpstr (two.stories[0].last_block, ==, "0x32");
  g_assert_cmpuint (fake_transport_get_n_calls (two.transports[0], "eth_getBlockByNumber"), ==, 0);
  two_clear (&two);
}

/* Receipts: members that one client alone has don't count, what it says of the transaction does. */
static void
test_what_receipts_are_compared_by (void)
{
  static const char honest[] =
    "{\"transactionHash\": \"0x01\", \"blockHash\": \"0x02\", \"blockNumber\": \"0x3\", "
    "\"status\": \"0x1\", \"gasUsed\": \"0x4\", \"logs\": [{\"data\": \"0xAA\", \"own\": 1}]%s}";
  static const struct
  {
    const char *from;
    const char *to;
    SuretyAnswers answers;
  } changes[] = {
    { "0xAA", "0xaa", SURETY_ANSWERS_SAME },
    { "\"own\"", "\"mine\"", SURETY_ANSWERS_SAME },
    { "\"0x1\"", "\"0x0\"", SURETY_ANSWERS_OTHER },
    { "0xAA", "0xab", SURETY_ANSWERS_OTHER },
    { "\"0x4\"", "\"0x5\"", SURETY_ANSWERS_OTHER },
    { "\"0x02\"", "\"0x03\"", SURETY_ANSWERS_OTHER },
    { "\"0x01\"", "null", SURETY_ANSWERS_OTHER },
  };
  static const Hash hash = { { 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      SuretyBatch *batches[2] = { surety_batch_new (), surety_batch_new () };
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GArray) which = g_array_new (FALSE, TRUE, sizeof (guint));

      g_array_set_size (which, 1);
      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (JsonNode) reply = NULL;
          g_autoptr (GError) error = NULL;
          gboolean refused;

          surety_batch_add_receipt (batches[k], &hash);
          g_string_printf (text, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": ");
          g_string_append_printf (text, honest, k == 0 ? "" : ", \"extra\": true");
          g_string_append (text, "}");
          if (k == 1)
            g_assert_cmpuint (g_string_replace (text, changes[i].from, changes[i].to, 1), ==, 1);
          reply = json_from_string (text->str, &error);
          g_assert_no_error (error);
          g_assert_true (surety_batch_decode (batches[k], which, reply, &refused, &error));
        }
      g_assert_cmpint (surety_batch_compare (batches[0], batches[1], 0), ==, changes[i].answers);
      g_object_unref (batches[0]);
      g_object_unref (batches[1]);
    }
}

int
main (int argc, char *argv[])
{
  chain_test_init (&argc, &argv);
  chain_test_add ("/agreement/alike", test_alike);
  chain_test_add ("/agreement/disagreement-names-both", test_disagreement_names_both);
  chain_test_add ("/agreement/one-that-is-behind-sets-the-block",
                  test_one_that_is_behind_sets_the_block);
  chain_test_add ("/agreement/one-that-is-far-behind-is-a-disagreement",
                  test_one_that_is_far_behind_is_a_disagreement);
  chain_test_add ("/agreement/other-fork-is-a-disagreement", test_other_fork_is_a_disagreement);
  chain_test_add ("/agreement/passing-fork-is-waited-for", test_passing_fork_is_waited_for);
  chain_test_add ("/agreement/other-time-of-a-block-is-a-disagreement",
                  test_other_time_of_a_block_is_a_disagreement);
  chain_test_add ("/agreement/one-that-is-down-leaves-one-witness",
                  test_one_that_is_down_leaves_one_witness);
  chain_test_add ("/agreement/alone", test_alone);
  chain_test_add ("/agreement/one-that-cannot-is-no-witness", test_one_that_cannot_is_no_witness);
  chain_test_add ("/agreement/overrides-not-looked-at-are-no-answer",
                  test_overrides_not_looked_at_are_no_answer);
  chain_test_add ("/agreement/reverts-are-compared", test_reverts_are_compared);
  chain_test_add ("/agreement/a-named-block-stays", test_a_named_block_stays);
  chain_test_add ("/agreement/what-receipts-are-compared-by", test_what_receipts_are_compared_by);
  return g_test_run ();
}
