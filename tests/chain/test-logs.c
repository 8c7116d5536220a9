/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include "surety-decode.h"
#include "surety-logs-hint.h"
#include "surety-logs.h"

static const Address emitter = { { 0xe1 } };
static const Address stranger = { { 0xe2 } };
static const Hash topic = { { 0x70 } };
static const Hash other_topic = { { 0x71 } };

/* A node with one log every tenth block. */
static struct
{
  guint64 head;
  guint64 max_range;   /* refuses more, naming it */
  guint max_results;   /* refuses more without naming a range */
  gboolean suggests;   /* names [from, to] instead */
  guint behind;        /* so many answers are of a node that is behind */
  const char *replace; /* every answer */
  guint n_asked;
  guint64 largest;
} node;

static void
append_log (GString *out, guint64 block, guint index, const Address *address, const Hash *first)
{
  g_autofree char *address_text = surety_encode_bytes (address->bytes, 20);
  g_autofree char *topic_text = surety_encode_bytes (first->bytes, 32);

  g_string_append_printf (
    out,
    "%s{\"address\": \"%s\", \"topics\": [\"%s\"], \"data\": \"0x0%x\", \"blockNumber\": "
    "\"0x%" G_GINT64_MODIFIER "x\", \"blockHash\": \"0x%064" G_GINT64_MODIFIER "x\", "
    "\"transactionHash\": \"0x%064x\", \"transactionIndex\": \"0x0\", \"logIndex\": \"0x%x\", "
    "\"removed\": false}",
    out->len > 1 ? "," : "", address_text, topic_text, index & 0xf, block, block, index, index);
}

static char *
get_logs (JsonNode *params)
{
  JsonObject *filter = json_array_get_object_element (json_node_get_array (params), 0);
  const guint64 from = g_ascii_strtoull (json_object_get_string_member (filter, "fromBlock") + 2,
                                         NULL, 16);
  const guint64 to = g_ascii_strtoull (json_object_get_string_member (filter, "toBlock") + 2, NULL,
                                       16);
  g_autoptr (GString) out = g_string_new ("[");
  g_autofree char *message = NULL;

  node.n_asked++;
  node.largest = MAX (node.largest, to - from + 1);
  if (node.replace != NULL)
    return fake_result (node.replace);
  if (node.behind > 0)
    return fake_result ("[]");
  if (node.max_range > 0 && to - from + 1 > node.max_range)
    {
      message = g_strdup_printf ("query exceeds max block range %" G_GUINT64_FORMAT,
                                 node.max_range);
      return fake_error (-32602, message);
    }
  if (node.max_results > 0 && (to - from) / 10 + 1 > node.max_results)
    {
      message = node.suggests
                  ? g_strdup_printf ("query exceeds max results %u, retry with the range "
                                     "%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                                     node.max_results, from, from + 10 * node.max_results - 1)
                  : g_strdup ("query returned more than 10000 results");
      return fake_error (-32005, message);
    }

  for (guint64 block = (from + 9) / 10 * 10; block <= to; block += 10)
    {
      /* In the wrong order, and one of them twice. */
      append_log (out, block, 1, &emitter, &topic);
      append_log (out, block, 0, &emitter, &topic);
      append_log (out, block, 1, &emitter, &topic);
    }
  g_string_append_c (out, ']');

  return fake_result (out->str);
}

static char *
handler (const char *method, JsonNode *params, gpointer data)
{
  if (strcmp (method, "eth_getLogs") == 0)
    return get_logs (params);
  if (strcmp (method, "eth_blockNumber") == 0)
    {
      const guint64 head = node.behind > 0 ? 5 : node.head;
      g_autofree char *text = g_strdup_printf ("\"0x%" G_GINT64_MODIFIER "x\"", head);

      node.behind -= node.behind > 0 ? 1 : 0;
      return fake_result (text);
    }

  return NULL;
}

typedef struct
{
  guint64 next;
  guint n_logs;
  guint n_ranges;
  guint stop_after;
  guint n_destroyed;
} Reader;

static gboolean
read_logs (GPtrArray *logs, guint64 from, guint64 to, gpointer data, GError **error)
{
  Reader *reader = data;

  g_assert_cmpuint (from, ==, reader->next);
  g_assert_cmpuint (to, >=, from);
  for (guint i = 0; i < logs->len; i++)
    {
      const SuretyLog *log = g_ptr_array_index (logs, i);

      g_assert_cmpuint (log->block, ==, (from + 9) / 10 * 10 + i / 2 * 10);
      g_assert_cmpuint (log->index, ==, i % 2);
    }
  reader->n_logs += logs->len;
  reader->n_ranges++;
  reader->next = to + 1;
  if (reader->stop_after > 0 && reader->n_ranges == reader->stop_after)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
      return FALSE;
    }

  return TRUE;
}

static void
destroy_reader (gpointer data)
{
  ((Reader *) data)->n_destroyed++;
}

typedef struct
{
  FakeTransport *fake;
  SuretyEndpoints *endpoints;
  SuretyLogFilter *filter;
  Reader reader;
} Setup;

static void
setup (Setup *self)
{
  memset (&node, 0, sizeof node);
  node.head = 1000000;
  self->fake = fake_transport_new ("fake");
  fake_transport_set_handler (self->fake, handler, NULL);
  self->endpoints = fake_endpoints (self->fake);
  self->filter = surety_log_filter_new ();
  surety_log_filter_add_address (self->filter, &emitter);
  surety_log_filter_add_topic (self->filter, 0, &other_topic);
  surety_log_filter_add_topic (self->filter, 0, &topic);
  self->reader = (Reader) { 0 };
}

static void
clear (Setup *self)
{
  surety_log_filter_free (self->filter);
  g_object_unref (self->endpoints);
  g_object_unref (self->fake);
}

static gboolean
walk (Setup *self, guint64 from, guint64 to, GError **error)
{
  self->reader.next = from;

  return dex_await (surety_logs_walk (self->endpoints, self->filter, from, to, read_logs,
                                      &self->reader, destroy_reader),
                    error);
}

static void
test_walk (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  g_assert_true (walk (&self, 1, 300000, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self.reader.next, ==, 300001);
  g_assert_cmpuint (self.reader.n_logs, ==, 60000);
  /* It grew, and stopped growing where answers became large. */
  g_assert_cmpuint (node.largest, >, 4000);
  g_assert_cmpuint (node.largest, <, 10000);
  g_assert_cmpuint (self.reader.n_destroyed, ==, 1);
  g_assert_nonnull (
    strstr (fake_transport_get_request (self.fake),
            "\"topics\":[[\"0x7100000000000000000000000000000000000000000000000000000000000000\","
            "\"0x7000000000000000000000000000000000000000000000000000000000000000\"]]"));
  clear (&self);
}

static void
test_single_block (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  g_assert_true (walk (&self, 50, 50, &error));
  g_assert_cmpuint (self.reader.n_logs, ==, 2);
  g_assert_cmpuint (node.n_asked, ==, 1);
  /* Nothing to walk. */
  g_assert_true (walk (&self, 51, 50, &error));
  g_assert_cmpuint (node.n_asked, ==, 1);
  clear (&self);
}

static void
test_named_limit (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.max_range = 800;
  g_assert_true (walk (&self, 1, 8000, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self.reader.next, ==, 8001);
  /* Refused once, then known. */
  g_assert_cmpuint (node.n_asked, ==, 1 + 10);

  /* And remembered. */
  node.n_asked = 0;
  g_assert_true (walk (&self, 1, 8000, &error));
  g_assert_cmpuint (node.n_asked, ==, 10);
  clear (&self);
}

static void
test_silent_limit (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.max_results = 7;
  g_assert_true (walk (&self, 1, 3000, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self.reader.n_logs, ==, 600);
  clear (&self);
}

static void
test_suggestion (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.max_results = 50;
  node.suggests = TRUE;
  g_assert_true (walk (&self, 1, 500, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (node.n_asked, <=, 2);
  clear (&self);
}

static void
test_limit_of_one_block (void)
{
  Setup self;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  guint before;

  setup (&self);
  /* The chain id is out of the way of the script. */
  surety_batch_add (batch, "eth_chainId", NULL);
  g_assert_true (dex_await (surety_endpoints_run (self.endpoints, batch), NULL));
  before = fake_transport_get_n_exchanges (self.fake);
  for (guint i = 0; i < 20; i++)
    fake_transport_push (self.fake,
                         "[{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32005,\"message\":"
                         "\"query returned more than 10000 results\"}},"
                         "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0xfffff\"}]");
  g_assert_false (walk (&self, 1, 1000, &error));
  assert_chain_error (error, RANGE_LIMIT);
  g_assert_cmpuint (self.reader.n_ranges, ==, 0);
  /* 1000, 500, … 1. */
  g_assert_cmpuint (fake_transport_get_n_exchanges (self.fake) - before, ==, 10);
  clear (&self);
}

static void
test_dead_endpoint (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  fake_transport_set_error (self.fake,
                            g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TIMEOUT, "late"));
  g_assert_false (walk (&self, 1, 100000, &error));
  assert_chain_error (error, TIMEOUT);
  /* Three ranges, each asked twice. */
  g_assert_cmpuint (fake_transport_get_n_exchanges (self.fake), <=, 6);
  clear (&self);
}

static void
test_resume (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  self.reader.stop_after = 2;
  g_assert_false (walk (&self, 1, 20000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_cmpuint (self.reader.n_destroyed, ==, 1);
  g_assert_true (walk (&self, self.reader.next, 20000, &error));
  g_assert_cmpuint (self.reader.n_logs, ==, 4000);
  clear (&self);
}

static void
test_behind (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.behind = 1;
  g_assert_true (walk (&self, 1, 100, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self.reader.n_logs, ==, 20);
  g_assert_cmpuint (self.reader.n_ranges, ==, 1);
  clear (&self);
}

static char *
one_log (guint64 block, const Address *address, const Hash *first, const char *more)
{
  GString *out = g_string_new ("[");

  append_log (out, block, 0, address, first);
  g_string_append (out, more);
  g_string_append_c (out, ']');

  return g_string_free (out, FALSE);
}

static void
assert_refused (const char *answer)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.replace = answer;
  if (walk (&self, 10, 20, &error))
    g_error ("accepted: %s", answer);
  assert_chain_error (error, MALFORMED);
  g_assert_cmpuint (self.reader.n_ranges, ==, 0);
  clear (&self);
}

static void
test_foreign (void)
{
  g_autofree char *good = one_log (10, &emitter, &topic, "");
  g_autofree char *before = one_log (9, &emitter, &topic, "");
  g_autofree char *after = one_log (21, &emitter, &topic, "");
  g_autofree char *address = one_log (10, &stranger, &topic, "");
  g_autofree char *kind = one_log (10, &emitter, &(Hash) { { 1 } }, "");
  g_autofree char *null = one_log (10, &emitter, &topic, ", null");
  g_autofree char *two = one_log (10, &emitter, &topic, "");
  g_autoptr (GString) conflict = g_string_new ("[");
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.replace = good;
  g_assert_true (walk (&self, 10, 20, &error));
  g_assert_cmpuint (self.reader.n_logs, ==, 1);
  clear (&self);

  assert_refused (before);
  assert_refused (after);
  assert_refused (address);
  assert_refused (kind);
  assert_refused (null);
  assert_refused ("{}");
  assert_refused ("null");
  assert_refused ("[{}]");
  assert_refused ("[[]]");

  /* Two different logs in one place. */
  append_log (conflict, 10, 0, &emitter, &topic);
  append_log (conflict, 10, 16, &emitter, &topic);
  g_string_append_c (conflict, ']');
  {
    g_autoptr (GRegex) regex = g_regex_new ("\"logIndex\": \"0x10\"", 0, 0, NULL);
    g_autofree char *text = g_regex_replace_literal (regex, conflict->str, -1, 0,
                                                     "\"logIndex\": \"0x0\"", 0, NULL);

    assert_refused (text);
  }
  {
    g_autoptr (GRegex) regex = g_regex_new ("\"blockNumber\": \"0xa\"", 0, 0, NULL);
    g_autofree char *pending = g_regex_replace_literal (regex, two, -1, 0, "\"blockNumber\": null",
                                                        0, NULL);

    assert_refused (pending);
  }
}

static void
test_removed (void)
{
  g_autofree char *log = one_log (10, &emitter, &topic, "");
  g_autoptr (GRegex) regex = g_regex_new ("false", 0, 0, NULL);
  g_autofree char *removed = g_regex_replace_literal (regex, log, -1, 0, "true", 0, NULL);
  g_autofree char *odd = g_regex_replace_literal (regex, log, -1, 0, "\"no\"", 0, NULL);
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self);
  node.replace = removed;
  g_assert_true (walk (&self, 10, 20, &error));
  g_assert_cmpuint (self.reader.n_logs, ==, 0);
  clear (&self);
  assert_refused (odd);
}

static void
test_hints (void)
{
  static const struct
  {
    const char *message;
    guint64 blocks;
    gboolean is_lasting;
  } cases[] = {
    { "eth_getLogs requests with up to a 10 block range. this block range should work: [0x64, 0x6d]",
      10, TRUE },
    { "query returned more than 10000 results. Try with this block range [0x64, 0xc7].", 100,
      FALSE },
    { "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range. "
      "this block range should work: [0x64, 0x65]",
      2, FALSE },
    { "eth_getLogs requests with up to a 10 block range are allowed on the Free plan", 10, TRUE },
    { "eth_getLogs is limited to a 1,000 range", 1000, TRUE },
    { "exceed maximum block range: 1500", 1500, TRUE },
    { "query exceeds max block range 1000", 1000, TRUE },
    { "query exceeds max results 20000, retry with the range 100-149", 50, FALSE },
    { "Max range: 800", 800, TRUE },
    { "eth_getLogs is limited to 1024 block range", 1024, TRUE },
    { "Maximum allowed number of requested blocks is 1000", 1000, TRUE },
    { "eth_getLogs range is too large, max is 1k blocks", 1000, TRUE },
    { "ranges over 1000 blocks are not supported on freetier", 1000, TRUE },
    { "please limit the query to at most 1000 blocks", 1000, TRUE },
    { "Block range limit exceeded.", 0, TRUE },
    { "block range is too wide", 0, TRUE },
    { "query timeout exceeded", 0, TRUE },
    /* Nothing that would not help, or is not about where we are. */
    { "Max range: 2000", 1999, TRUE },
    { "Max range: 5000", 0, TRUE },
    { "Max range: 0", 0, TRUE },
    { "Max range: 99999999999999999999999999", 0, TRUE },
    { "retry with the range 1-2", 0, TRUE },
    { "retry with the range 100-99", 0, TRUE },
    { "[0x64, 0xffffffffffffffffff]", 0, TRUE },
    { "", 0, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SuretyLogsHint hint = surety_logs_hint_parse (cases[i].message, 100, 2000);

      if (hint.blocks != cases[i].blocks || hint.is_lasting != cases[i].is_lasting)
        g_error ("\"%s\" gives %" G_GUINT64_FORMAT " (%d)", cases[i].message, hint.blocks,
                 hint.is_lasting);
    }
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  chain_test_add ("/logs/a-range-is-walked-in-order-without-gaps", test_walk);
  chain_test_add ("/logs/one-block-and-none", test_single_block);
  chain_test_add ("/logs/a-limit-that-is-named-is-learned", test_named_limit);
  chain_test_add ("/logs/a-limit-that-is-not-named-is-found", test_silent_limit);
  chain_test_add ("/logs/a-suggested-range-is-taken", test_suggestion);
  chain_test_add ("/logs/a-block-that-is-too-full-ends-it", test_limit_of_one_block);
  chain_test_add ("/logs/a-dead-endpoint-ends-it-soon", test_dead_endpoint);
  chain_test_add ("/logs/a-stopped-walk-can-be-resumed", test_resume);
  chain_test_add ("/logs/no-logs-of-a-node-that-is-behind-are-not-believed", test_behind);
  chain_test_add ("/logs/what-was-not-asked-for-is-refused", test_foreign);
  chain_test_add ("/logs/removed-logs-are-left-out", test_removed);
  g_test_add_func ("/logs/what-providers-suggest-is-understood", test_hints);

  return g_test_run ();
}
