/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rigged-transport.h"
#include "stuck-cases.h"
#include "surety-practice-private.h"

typedef struct
{
  ProtocolTest *test;
  RiggedTransport *line;
  StuckCase one;
} PracticeTest;

static void
hold (gboolean held, gpointer user_data)
{
  PracticeTest *self = user_data;

  practice_chain_hold (surety_practice_get_chain (self->test->practice), held);
}

static void
drop (const Hash *transaction, gpointer user_data)
{
  PracticeTest *self = user_data;

  g_assert_true (
    practice_chain_drop (surety_practice_get_chain (self->test->practice), transaction));
}

/* Its blocks stay: the line says that the transaction waits. */
static void
reorganise (gboolean over, gpointer user_data)
{
  PracticeTest *self = user_data;

  rigged_transport_lie (self->line, "eth_getTransactionReceipt", NULL, over ? NULL : "null");
}

static void
advance (guint64 blocks, gpointer user_data)
{
  PracticeTest *self = user_data;

  surety_practice_mine (self->test->practice, blocks);
}

static void
run (void (*body) (StuckCase *one))
{
  PracticeTest self = { .test = protocol_test_new () };

  self.line = rigged_transport_new (SURETY_TRANSPORT (self.test->practice));
  self.one = (StuckCase) {
    .network = protocol_test_deepen (NULL, 3),
    .endpoints = surety_endpoints_new (surety_network_get_chain_id (self.test->network)),
    .journal = self.test->journal,
    .signer = self.test->signer,
    .strategy = *protocol_test_strategy (self.test->network, "rETH"),
    .amount = protocol_test_units ("0.1"),
    .provider = protocol_test_find_open_operator (self.test->protocol),
    .hold = hold,
    .drop = drop,
    .reorganise = reorganise,
    .advance = advance,
    .user_data = &self,
  };
  surety_endpoints_add (self.one.endpoints, SURETY_TRANSPORT (self.line));
  self.one.protocol = surety_eigenlayer_new (self.one.network, self.one.endpoints);
  body (&self.one);
  g_object_unref (self.one.protocol);
  g_object_unref (self.one.endpoints);
  g_object_unref (self.one.network);
  g_object_unref (self.line);
  protocol_test_free (self.test);
}

#define CASE(name)               \
  static void test_##name (void) \
  {                              \
    run (stuck_case_##name);     \
  }

CASE (faster)
CASE (cancel)
CASE (gap)
CASE (foreign)
CASE (dropped)
CASE (elsewhere)
CASE (reorganised)

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/stuck/practice/sped-up-and-on", test_faster);
  protocol_test_add ("/stuck/practice/cancelled", test_cancel);
  protocol_test_add ("/stuck/practice/number-before-it-is-missing", test_gap);
  protocol_test_add ("/stuck/practice/foreign-one-before-it", test_foreign);
  protocol_test_add ("/stuck/practice/dropped-and-sent-again", test_dropped);
  protocol_test_add ("/stuck/practice/replaced-elsewhere", test_elsewhere);
  protocol_test_add ("/stuck/practice/reorganised-and-back", test_reorganised);
  return g_test_run ();
}
