/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "surety-eigenlayer-events.h"
#include "surety-json.h"

/* What a stranger says eth_getLogs answers, read from its text, and logs of our events with anything in
 * them, taken into the ledger. */

/* The events need no network file: the contracts are where this says. */
gboolean
surety_network_get_contract (SuretyNetwork *self,
                             const char *name,
                             Address *out,
                             guint64 *start_block)
{
  return FALSE;
}

static SuretyEigenlayerContracts
make_contracts (void)
{
  SuretyEigenlayerContracts contracts = { 0 };

  for (guint i = 0; i < SURETY_EIGENLAYER_N_CONTRACTS; i++)
    {
      contracts.present[i] = TRUE;
      contracts.address[i].bytes[0] = (guint8) (0xc0 + i);
    }
  return contracts;
}

typedef struct
{
  const uint8_t *p;
  const uint8_t *end;
} Input;

static uint8_t
next (Input *self)
{
  return self->p < self->end ? *self->p++ : 0;
}

static void
append_hex (GString *out, const guint8 *data, gsize len)
{
  g_string_append (out, "\"0x");
  for (gsize i = 0; i < len; i++)
    g_string_append_printf (out, "%02x", data[i]);
  g_string_append_c (out, '"');
}

/* Words that are small numbers and addresses more often than not, else nothing would be decoded. */
static void
append_data (GString *out, Input *input)
{
  guint8 data[32 * 14] = { 0 };
  const guint n = next (input) % 15;

  for (guint i = 0; i < n; i++)
    {
      guint8 *word = data + (gsize) i * 32;

      switch (next (input) % 4)
        {
        case 0:
          word[31] = next (input);
          break;
        case 1:
          word[31] = (guint8) (32 * (next (input) % 12));
          break;
        case 2:
          memset (word + 12, next (input) % 5, 20);
          break;
        default:
          for (guint k = 0; k < 32; k++)
            word[k] = next (input);
        }
    }
  append_hex (out, data, (gsize) n * 32);
}

static char *
make_logs (Input *input, const SuretyLogFilter *filter, const SuretyEigenlayerContracts *contracts)
{
  const GArray *events = filter->topics[0];
  GString *out = g_string_new ("[");
  guint block = 100;

  for (guint i = 0; input->p < input->end && i < 24; i++)
    {
      const Hash *topic = &g_array_index (events, Hash, next (input) % events->len);
      const guint n_topics = 1 + next (input) % 4;

      block += next (input) % 3;
      g_string_append (out, i > 0 ? ",{\"address\":" : "{\"address\":");
      append_hex (out, contracts->address[next (input) % SURETY_EIGENLAYER_N_CONTRACTS].bytes, 20);
      g_string_append (out, ",\"topics\":[");
      append_hex (out, topic->bytes, 32);
      for (guint k = 1; k < n_topics; k++)
        {
          guint8 word[32] = { 0 };

          memset (word + 12, next (input) % 5, 20);
          g_string_append_c (out, ',');
          append_hex (out, word, sizeof word);
        }
      g_string_append (out, "],\"data\":");
      append_data (out, input);
      g_string_append_printf (out,
                              ",\"blockNumber\":\"0x%x\",\"blockHash\":\"0x%064x\","
                              "\"transactionHash\":\"0x%064x\",\"logIndex\":\"0x%x\"}",
                              block, block, block, i);
    }
  g_string_append_c (out, ']');
  return g_string_free (out, FALSE);
}

typedef struct
{
  SuretyEigenlayerContracts contracts;
  GPtrArray *lists;
} Work;

static gboolean
read_facts (const guint8 *key,
            gsize key_len,
            const guint8 *value,
            gsize len,
            gpointer user_data,
            GError **error)
{
  guint *n = user_data;

  assert (key_len > 0 && value != NULL);
  (*n)++;
  return TRUE;
}

/* Where nothing of it can be taken back, it waits; and what was let wait can be taken. */
static void
put_aside (SuretyTransaction *transaction, Work *work)
{
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "aside", 1, NULL);
  g_autoptr (GError) failed = NULL;
  guint bin = 0;

  assert (ledger != NULL);
  if (!surety_eigenlayer_events_apply (&work->contracts, ledger, work->lists, 1000, &failed))
    {
      assert (failed != NULL);
      return;
    }
  while (bin < SURETY_EIGENLAYER_N_BINS)
    assert (surety_eigenlayer_settle (ledger, G_MAXINT64, 1, &bin, NULL));
  assert (surety_ledger_get_aside (ledger) == 0);
}

/* Taken in, and taken back: nothing is left. Always rolled back in the end. */
static gboolean
apply (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Work *work = user_data;
  g_autoptr (SuretyLedger) ledger = surety_ledger_open (transaction, "fuzz", 1, error);
  const SuretyLedgerBlock first = { .block = 99 };
  const SuretyLedgerBlock last = { .block = 1000 };
  g_autoptr (GError) failed = NULL;
  guint n = 0;

  assert (ledger != NULL);
  surety_ledger_begin_block (ledger, 99, 99);
  assert (surety_ledger_commit (ledger, &first, 1, 99, NULL));
  if (surety_eigenlayer_events_apply (&work->contracts, ledger, work->lists, 99, &failed))
    {
      g_autoptr (SuretyLedger) again = NULL;

      assert (surety_ledger_commit (ledger, &last, 1, 99, NULL));
      again = surety_ledger_open (transaction, "fuzz", 1, NULL);
      assert (again != NULL && surety_ledger_get_block (again) == 1000);
      assert (surety_ledger_roll_back (again, 99, NULL));
      assert (surety_ledger_scan (again, (const guint8 *) "", 0, read_facts, &n, NULL));
      assert (n == 0);
    }
  else
    assert (failed != NULL);
  put_aside (transaction, work);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "only looked at");
  return FALSE;
}

static void
wait_for (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

static SuretyDatabase *
get_database (void)
{
  static SuretyDatabase *database;

  if (database == NULL)
    {
      g_autoptr (DexFuture) opened = NULL;

      dex_init ();
      opened = surety_database_open (NULL);
      wait_for (opened);
      database = g_value_dup_object (dex_future_get_value (opened, NULL));
      assert (database != NULL);
    }
  return database;
}

static void
take_in (const char *text, gsize len, const SuretyLogFilter *filter, Work *work)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyLogList) list = surety_log_list_parse (text, len, filter, 0, 1000, &error);
  g_autoptr (DexFuture) done = NULL;

  assert ((list == NULL) == (error != NULL));
  if (list == NULL)
    return;
  for (guint i = 1; i < surety_log_list_get_n (list); i++)
    assert (surety_log_list_get (list, i - 1)->block <= surety_log_list_get (list, i)->block);
  /* Those before block 100 are none of this ledger's. */
  if (surety_log_list_get_n (list) == 0 || surety_log_list_get (list, 0)->block < 100)
    return;
  g_ptr_array_set_size (work->lists, 0);
  g_ptr_array_add (work->lists, g_steal_pointer (&list));
  done = surety_database_transact (get_database (), apply, work, NULL);
  wait_for (done);
}

int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  g_autoptr (GPtrArray)
    lists = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_log_list_unref);
  Work work = { make_contracts (), lists };
  g_autoptr (SuretyLogFilter) filter = surety_eigenlayer_events_filter (&work.contracts);
  Input bytes = { input, input + size };
  g_autofree char *made = NULL;

  if (surety_json_check (input, size, NULL))
    take_in ((const char *) input, size, filter, &work);
  made = make_logs (&bytes, filter, &work.contracts);
  take_in (made, strlen (made), filter, &work);
  return 0;
}
