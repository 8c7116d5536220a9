/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include "protocol-test.h"
#include "surety-runner.h"

/* How long a plan may take, under a sanitizer several times as long; and how long nothing may happen to one that
 * waits. */
#define PLAN_SECONDS (g_getenv ("SURETY_SANITIZED") != NULL ? 120 : 30)
#define WAITS_MS 1500

char *
desk_name_error (const GError *error)
{
  static const char *const chain[] = {
    [SURETY_CHAIN_ERROR_TRANSPORT] = "no connection",
    [SURETY_CHAIN_ERROR_TIMEOUT] = "time-out",
    [SURETY_CHAIN_ERROR_HTTP] = "HTTP status",
    [SURETY_CHAIN_ERROR_RATE_LIMITED] = "busy",
    [SURETY_CHAIN_ERROR_TOO_LARGE] = "too large",
    [SURETY_CHAIN_ERROR_MALFORMED] = "malformed",
    [SURETY_CHAIN_ERROR_RPC] = "RPC error",
    [SURETY_CHAIN_ERROR_UNSUPPORTED] = "not served",
    [SURETY_CHAIN_ERROR_RANGE_LIMIT] = "range",
    [SURETY_CHAIN_ERROR_REVERT] = "reverted",
    [SURETY_CHAIN_ERROR_WRONG_CHAIN] = "other chain",
    [SURETY_CHAIN_ERROR_NO_ENDPOINT] = "no endpoint",
    [SURETY_CHAIN_ERROR_NONCE_TOO_LOW] = "nonce too low",
    [SURETY_CHAIN_ERROR_ALREADY_KNOWN] = "known",
    [SURETY_CHAIN_ERROR_UNDERPRICED] = "underpriced",
    [SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS] = "no funds",
    [SURETY_CHAIN_ERROR_REFUSED] = "refused",
    [SURETY_CHAIN_ERROR_PROOF] = "proof contradicts",
    [SURETY_CHAIN_ERROR_PLAIN] = "plain http",
    [SURETY_CHAIN_ERROR_DISAGREE] = "they disagree",
  };

  if (error->domain == SURETY_CHAIN_ERROR)
    return g_strdup (chain[error->code]);
  /* Its message is an address, which is another each time. */
  if (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_POOL))
    return g_strdup ("one pool knows more");
  return g_strdup (error->message);
}

typedef struct
{
  SuretyDatabase *database;
  SuretyJournal *journal;
  SuretyRunner *runner;
  DexPromise *ended;
  const Transaction *honest;
} Desk;

static void
finished_cb (SuretyRunner *runner, gint64 plan, Desk *desk)
{
  if (dex_future_is_pending (DEX_FUTURE (desk->ended)))
    dex_promise_resolve_boolean (desk->ended, TRUE);
}

static void
stopped_cb (SuretyRunner *runner, gint64 plan, const GError *error, Desk *desk)
{
  if (dex_future_is_pending (DEX_FUTURE (desk->ended)))
    dex_promise_reject (desk->ended, g_error_copy (error));
}

static Transaction
decode_signed (SuretyJournalEntry *entry)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (surety_journal_entry_get_signed (entry), &len);
  Transaction transaction;
  Signature signature;
  Address sender;

  g_assert_cmpint (transaction_decode ((Bytes) { data, len }, &transaction, &signature, &sender),
                   ==, CORE_OK);
  return transaction;
}

/* NULL: nothing in it is another thing than an honest endpoint would have led to. */
static const char *
find_fault (const Transaction *transaction, const Transaction *honest, guint i)
{
  if (transaction->nonce != i)
    return "nonce";
  if (transaction->gas_limit < honest->gas_limit * 8 / 10 ||
      transaction->gas_limit > honest->gas_limit * 2)
    return "gas";
  /* The base fee falls while the tests run. */
  if (transaction->max_fee > 2 * honest->max_fee ||
      transaction->max_priority_fee > 2 * honest->max_priority_fee)
    return "fee";
  return NULL;
}

/* "3 signed" or "WRONG nonce". */
static char *
look_at_signed (Desk *desk, gint64 plan, Transaction *out)
{
  g_autoptr (GListModel)
    entries = dex_await_object (surety_journal_list_plan (desk->journal, plan), NULL);
  const guint n = g_list_model_get_n_items (entries);
  guint n_signed = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      Transaction transaction;
      const char *fault;

      if (surety_journal_entry_get_signed (entry) == NULL)
        continue;
      transaction = decode_signed (entry);
      fault = desk->honest != NULL ? find_fault (&transaction, &desk->honest[i], i) : NULL;
      if (fault != NULL)
        return g_strdup_printf ("WRONG %s", fault);
      if (out != NULL)
        out[i] = transaction;
      n_signed++;
    }
  return g_strdup_printf ("%u signed", n_signed);
}

/* Until it ended; or, where it is to wait, a while after as much was signed as is to be. Says how it ended. */
static char *
wait_for_end (Desk *desk, gint64 plan, const char *expected)
{
  const gint64 start = g_get_monotonic_time ();
  gint64 since = 0;

  while (dex_future_is_pending (DEX_FUTURE (desk->ended)))
    {
      const gint64 now = g_get_monotonic_time ();
      g_autofree char *signs = look_at_signed (desk, plan, NULL);
      g_autofree char *waiting = g_strdup_printf ("%s, waits", signs);

      if (since == 0 && expected != NULL && g_str_has_suffix (expected, waiting))
        since = now;
      if ((since > 0 && now - since > WAITS_MS * 1000) ||
          now - start > PLAN_SECONDS * G_USEC_PER_SEC)
        return g_strdup ("waits");
      protocol_test_sleep (50);
    }
  if (dex_future_is_resolved (DEX_FUTURE (desk->ended)))
    return g_strdup ("done");
  else
    {
      g_autoptr (GError) error = NULL;

      dex_future_get_value (DEX_FUTURE (desk->ended), &error);
      return desk_name_error (error);
    }
}

char *
desk_run (SuretyNetwork *network,
          SuretyEndpoints *endpoints,
          SuretyProtocol *protocol,
          SuretyPlan *plan,
          SuretySigner *signer,
          const Transaction *honest,
          const char *expected,
          Transaction *out)
{
  Desk desk = { .ended = dex_promise_new (), .honest = honest };
  g_autoptr (GError) error = NULL;
  g_autofree char *signs = NULL;
  g_autofree char *end = NULL;
  gint64 id;

  desk.database = dex_await_object (surety_database_open (NULL), &error);
  g_assert_no_error (error);
  desk.journal = surety_journal_new (desk.database);
  desk.runner = surety_runner_new (network, endpoints, protocol, desk.journal);
  g_signal_connect (desk.runner, "plan-finished", G_CALLBACK (finished_cb), &desk);
  g_signal_connect (desk.runner, "plan-stopped", G_CALLBACK (stopped_cb), &desk);
  id = dex_await_int64 (surety_runner_start (desk.runner, plan, signer, SURETY_SPEED_NORMAL, 0),
                        &error);
  g_assert_no_error (error);

  end = wait_for_end (&desk, id, expected);
  signs = look_at_signed (&desk, id, out);
  surety_runner_stop (desk.runner);
  g_signal_handlers_disconnect_by_data (desk.runner, &desk);
  while (surety_runner_get_busy (desk.runner))
    protocol_test_sleep (20);
  dex_await (surety_database_close (desk.database), NULL);
  dex_unref (desk.ended);
  g_object_unref (desk.runner);
  g_object_unref (desk.journal);
  g_object_unref (desk.database);
  return g_strdup_printf ("%s, %s", signs, end);
}
