/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands behind an operator, by the events of DelegationManager as deployed for v1.13 (topics are keccak-256
 * of their signatures): shares that come, go, and are slashed (staker 0: everybody's part falls alike). */
#include <string.h>

#include "abi.h"
#include "protocol-test.h"
#include "surety-eigenlayer-directory.h"
#include "surety-eigenlayer-events.h"

#define INCREASED                                                                              \
  "event OperatorSharesIncreased(address indexed operator, address staker, address strategy, " \
  "uint256 shares)"
#define DECREASED                                                                              \
  "event OperatorSharesDecreased(address indexed operator, address staker, address strategy, " \
  "uint256 shares)"

/* Numbers are the last byte of addresses. */
#define MANAGER 1
#define OPERATOR 2
#define OTHER 3
#define FAR 4 /* its first byte is the last there is */
#define NOBODY 0

typedef struct
{
  guint64 block;
  guint operator;
  guint staker;
  guint strategy;
  gint shares; /* negative: they go */
} Event;

typedef struct
{
  guint shares;
  guint n_stakers;
  guint largest;
  guint percent; /* the largest's */
} Expected;

typedef struct
{
  SuretyDatabase *database;
  GString *json; /* logs that are to come */
  guint n_logs;
  guint64 head;
  guint64 final;
  guint64 back; /* 0 = forward */
  guint bin;    /* the next one to be taken from */
  guint64 waiting;
  SuretyEigenlayerDirectory *directory;
} Stage;

static Address
address_of (guint number)
{
  Address address = { 0 };

  address.bytes[0] = number == FAR ? 0xff : 0;
  address.bytes[19] = (guint8) number;
  return address;
}

static void
add_topic (GString *json, const AbiItem *item)
{
  char text[2 * sizeof item->hash + 1];

  for (guint i = 0; i < sizeof item->hash.bytes; i++)
    g_snprintf (text + 2 * i, 3, "%02x", item->hash.bytes[i]);
  g_string_append_printf (json, "\"0x%s\"", text);
}

static void
add (Stage *stage, const Event *event)
{
  AbiItem *item;
  CoreResult parsed = abi_item_parse (event->shares > 0 ? INCREASED : DECREASED, &item);

  g_assert_cmpint (parsed, ==, CORE_OK);
  g_string_append (stage->json, stage->json->len > 1 ? ",{\"topics\":[" : "{\"topics\":[");
  add_topic (stage->json, item);
  g_string_append_printf (
    stage->json,
    ",\"0x%026x%038x\"],\"address\":\"0x%040x\",\"data\":\"0x%064x%064x%064x\","
    "\"blockNumber\":\"0x%x\",\"blockHash\":\"0x%064x\","
    "\"transactionHash\":\"0x%064x\",\"logIndex\":\"0x%x\"}",
    event->operator== FAR ? 0xff : 0, event->operator, MANAGER, event->staker, event->strategy,
    (guint) ABS (event->shares), (guint) event->block, (guint) event->block, stage->n_logs,
    stage->n_logs);
  stage->n_logs++;
  stage->head = event->block;
  abi_item_free (item);
}

static gboolean
take_fact (const guint8 *key,
           gsize key_len,
           const guint8 *value,
           gsize len,
           gpointer user_data,
           GError **error)
{
  return surety_eigenlayer_directory_take (user_data, key, key_len, value, len, error);
}

static gboolean
work (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Stage *stage = user_data;
  const SuretyEigenlayerContracts contracts = {
    .address = { [SURETY_EIGENLAYER_DELEGATION_MANAGER] = address_of (MANAGER) },
    .present = { [SURETY_EIGENLAYER_DELEGATION_MANAGER] = TRUE },
  };
  const SuretyLedgerBlock block = { .block = stage->head };
  g_autoptr (SuretyLogFilter) filter = surety_eigenlayer_events_filter (&contracts);
  g_autoptr (GPtrArray)
    lists = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_log_list_unref);
  g_autoptr (SuretyLedger)
    ledger = surety_ledger_open (transaction, "test", surety_eigenlayer_events_format (), error);

  g_assert_nonnull (ledger);
  if (stage->back > 0)
    g_assert_true (surety_ledger_roll_back (ledger, stage->back, error));
  else
    {
      g_ptr_array_add (lists, surety_log_list_parse (stage->json->str, stage->json->len, filter, 0,
                                                     stage->head, error));
      g_assert_no_error (*error);
      g_assert_true (
        surety_eigenlayer_events_apply (&contracts, ledger, lists, stage->final, error) &&
        surety_ledger_commit (ledger, &block, 1, stage->final, error));
    }
  while (stage->bin < SURETY_EIGENLAYER_N_BINS)
    g_assert_true (surety_eigenlayer_settle (ledger, G_MAXINT64, 1, &stage->bin, error) &&
                   surety_ledger_commit (ledger, NULL, 0, 0, error));
  g_clear_pointer (&stage->directory, surety_eigenlayer_directory_free);
  stage->directory = surety_eigenlayer_directory_new (12);
  return surety_ledger_scan (ledger, NULL, 0, take_fact, stage->directory, error);
}

/* One bin, in a transaction of its own. */
static gboolean
settle_one (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Stage *stage = user_data;
  g_autoptr (SuretyLedger)
    ledger = surety_ledger_open (transaction, "test", surety_eigenlayer_events_format (), error);

  g_assert_nonnull (ledger);
  g_assert_true (surety_eigenlayer_settle (ledger, G_MAXINT64, 1, &stage->bin, error) &&
                 surety_ledger_commit (ledger, NULL, 0, 0, error));
  stage->waiting = surety_ledger_get_aside (ledger);
  return TRUE;
}

static void
run (Stage *stage)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_database_transact (stage->database, work, stage, NULL), &error);
  g_assert_no_error (error);
  g_string_assign (stage->json, "[");
}

/* final: blocks up to it are taken operator by operator, later ones in their order. */
static void
take (Stage *stage, const Event *events, guint n, guint64 final)
{
  for (guint i = 0; i < n; i++)
    add (stage, &events[i]);
  g_string_append_c (stage->json, ']');
  stage->final = final;
  stage->back = 0;
  stage->bin = 0;
  run (stage);
}

static void
go_back (Stage *stage, guint64 block)
{
  stage->back = block;
  run (stage);
}

static Stage
stage_new (void)
{
  g_autoptr (GError) error = NULL;
  Stage stage = { .json = g_string_new ("[") };

  stage.database = dex_await_object (surety_database_open (NULL), &error);
  g_assert_no_error (error);
  return stage;
}

static void
stage_clear (Stage *stage)
{
  dex_await (surety_database_close (stage->database), NULL);
  g_clear_object (&stage->database);
  g_clear_pointer (&stage->directory, surety_eigenlayer_directory_free);
  g_string_free (stage->json, TRUE);
}

static void
check (Stage *stage, guint operator, guint n_stakers, guint strategy, Expected expected)
{
  const Address address = address_of (operator);
  const Address of_strategy = address_of (strategy);
  const Address largest = address_of (expected.largest);
  const SuretyEigenlayerEntry *entry = surety_eigenlayer_directory_find (stage->directory,
                                                                         &address);
  const SuretyEigenlayerStake *stake = NULL;

  g_assert_nonnull (entry);
  g_assert_cmpuint (entry->n_stakers, ==, n_stakers);
  for (guint i = 0; i < entry->stakes->len; i++)
    if (address_equal (&g_array_index (entry->stakes, SuretyEigenlayerStake, i).strategy,
                       &of_strategy))
      stake = &g_array_index (entry->stakes, SuretyEigenlayerStake, i);
  g_assert_nonnull (stake);
  g_assert_true (stake->shares == expected.shares);
  g_assert_cmpuint (stake->n_stakers, ==, expected.n_stakers);
  g_assert_true (address_equal (&stake->largest, &largest));
  g_assert_true (stake->part == U256_WAD / 100 * expected.percent);
}

/* One with shares in two strategies is one staker; who has most is looked for again when he has less. */
static void
run_come_and_go (guint64 final)
{
  Stage stage = stage_new ();
  const Event come[] = {
    { 10, OPERATOR, 20, 30, 6000 }, { 10, OTHER, 20, 30, 500 },     { 11, OPERATOR, 20, 31, 1000 },
    { 11, OPERATOR, 21, 30, 3000 }, { 12, OPERATOR, 22, 30, 1000 }, { 13, OPERATOR, 22, 31, 3000 },
  };
  const Event go[] = { { 14, OPERATOR, 20, 30, -6000 }, { 15, OPERATOR, 22, 31, -3000 } };
  const Event all[] = { { 16, OPERATOR, 20, 31, -1000 }, { 17, OPERATOR, 22, 30, -1000 } };
  const Event rest[] = { { 18, OPERATOR, 21, 30, -1000 } };

  take (&stage, come, G_N_ELEMENTS (come), final);
  check (&stage, OPERATOR, 3, 30, (Expected) { 10000, 3, 20, 60 });
  check (&stage, OPERATOR, 3, 31, (Expected) { 4000, 2, 22, 75 });
  check (&stage, OTHER, 1, 30, (Expected) { 500, 1, 20, 100 });
  take (&stage, go, G_N_ELEMENTS (go), final);
  check (&stage, OPERATOR, 3, 30, (Expected) { 4000, 2, 21, 75 });
  check (&stage, OPERATOR, 3, 31, (Expected) { 1000, 1, 20, 100 });
  take (&stage, all, G_N_ELEMENTS (all), final);
  check (&stage, OPERATOR, 1, 30, (Expected) { 3000, 1, 21, 100 });
  check (&stage, OPERATOR, 1, 31, (Expected) { 0, 0, NOBODY, 0 });
  take (&stage, rest, G_N_ELEMENTS (rest), final);
  check (&stage, OPERATOR, 1, 30, (Expected) { 2000, 1, 21, 100 });
  stage_clear (&stage);
}

static void
test_come_and_go (void)
{
  run_come_and_go (1000);
}

static void
test_come_and_go_block_by_block (void)
{
  run_come_and_go (0);
}

/* Half of a strategy, then all of it: who had nothing else is gone, others are not. */
static void
run_slashed (guint64 final)
{
  Stage stage = stage_new ();
  const Event come[] = {
    { 10, OPERATOR, 20, 30, 6000 },
    { 11, OPERATOR, 21, 30, 4000 },
    { 12, OPERATOR, 21, 31, 700 },
    { 13, OTHER, 20, 30, 900 },
  };
  const Event half[] = { { 14, OPERATOR, NOBODY, 30, -5000 }, { 15, OPERATOR, 22, 30, 5000 } };
  const Event all[] = { { 16, OPERATOR, NOBODY, 30, -10000 } };
  const Event again[] = { { 17, OPERATOR, 20, 30, 50 } };

  take (&stage, come, G_N_ELEMENTS (come), final);
  take (&stage, half, G_N_ELEMENTS (half), final);
  /* Of what was there 3000 and 2000 are left. */
  check (&stage, OPERATOR, 3, 30, (Expected) { 10000, 3, 22, 50 });
  take (&stage, all, G_N_ELEMENTS (all), final);
  check (&stage, OPERATOR, 1, 30, (Expected) { 0, 0, NOBODY, 0 });
  check (&stage, OPERATOR, 1, 31, (Expected) { 700, 1, 21, 100 });
  check (&stage, OTHER, 1, 30, (Expected) { 900, 1, 20, 100 });
  take (&stage, again, G_N_ELEMENTS (again), final);
  check (&stage, OPERATOR, 2, 30, (Expected) { 50, 1, 20, 100 });
  stage_clear (&stage);
}

static void
test_slashed (void)
{
  run_slashed (1000);
}

static void
test_slashed_block_by_block (void)
{
  run_slashed (0);
}

static void
test_taken_back (void)
{
  Stage stage = stage_new ();
  const Event come[] = {
    { 10, OPERATOR, 20, 30, 6000 },
    { 11, OPERATOR, 21, 30, 4000 },
    { 12, OPERATOR, 21, 31, 700 },
  };
  const Event slashed[] = { { 14, OPERATOR, NOBODY, 30, -10000 }, { 15, OPERATOR, 23, 31, 2100 } };

  take (&stage, come, G_N_ELEMENTS (come), 12);
  take (&stage, slashed, G_N_ELEMENTS (slashed), 12);
  check (&stage, OPERATOR, 2, 30, (Expected) { 0, 0, NOBODY, 0 });
  check (&stage, OPERATOR, 2, 31, (Expected) { 2800, 2, 23, 75 });
  go_back (&stage, 14);
  check (&stage, OPERATOR, 1, 31, (Expected) { 700, 1, 21, 100 });
  go_back (&stage, 12);
  check (&stage, OPERATOR, 2, 30, (Expected) { 10000, 2, 20, 60 });
  check (&stage, OPERATOR, 2, 31, (Expected) { 700, 1, 21, 100 });
  stage_clear (&stage);
}

/* Of operators in two bins: each is taken in a transaction of its own, and once. */
static void
test_one_after_the_other (void)
{
  Stage stage = stage_new ();
  const Event come[] = {
    { 10, OPERATOR, 20, 30, 6000 },
    { 10, FAR, 20, 30, 500 },
    { 11, OPERATOR, 21, 30, 4000 },
    { 12, FAR, 20, 30, -200 },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (come); i++)
    add (&stage, &come[i]);
  g_string_append_c (stage.json, ']');
  stage.final = 1000;
  /* None of the bins. */
  stage.bin = SURETY_EIGENLAYER_N_BINS;
  run (&stage);
  g_assert_cmpuint (surety_eigenlayer_directory_get_n_operators (stage.directory), ==, 0);

  stage.bin = 0;
  dex_await (surety_database_transact (stage.database, settle_one, &stage, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stage.waiting, ==, 2);
  dex_await (surety_database_transact (stage.database, settle_one, &stage, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stage.waiting, ==, 0);

  go_back (&stage, 12);
  check (&stage, OPERATOR, 2, 30, (Expected) { 10000, 2, 20, 60 });
  check (&stage, FAR, 1, 30, (Expected) { 300, 1, 20, 100 });
  stage_clear (&stage);
}

int
main (int argc, char *argv[])
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/stakers/come-and-go", test_come_and_go);
  protocol_test_add ("/stakers/come-and-go-block-by-block", test_come_and_go_block_by_block);
  protocol_test_add ("/stakers/slashed-in-part-and-whole", test_slashed);
  protocol_test_add ("/stakers/slashed-block-by-block", test_slashed_block_by_block);
  protocol_test_add ("/stakers/taken-back", test_taken_back);
  protocol_test_add ("/stakers/taken-one-after-the-other", test_one_after_the_other);
  return g_test_run ();
}
