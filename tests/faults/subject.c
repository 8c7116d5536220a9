/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subject DATABASE PLAN PROVIDER K coarse|fine CLAIM: makes the plan of that number (1 enter, 2 exit, 3 finish the
 * exit, 4 claim rewards; 5 undelegate; 6 and 7 enter, with transactions that pay too little to be mined, and are
 * sped up or cancelled) or, where an earlier start of it left something, goes on with that, until all of it is
 * final. The network is at the other end of file 3. Dies by SIGKILL at the K-th event: a change on the disk
 * (coarse: the first of several writes, and each sync), a request about to leave, a reply heard; 0 = never.
 * At the end it says how many events there were. Exits with 4 when it does not get there, 5 when a step
 * failed. */
#include "disk.h"
#include "line.h"
#include "protocol-test.h"
#include "surety-holdings.h"
#include "surety-protocol-error.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_FILE 3
#define LONGEST (60 * G_USEC_PER_SEC)

static atomic_int n_events;
static int fatal_event;
static gboolean is_fine;

typedef struct
{
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyDatabase *database;
  SuretyJournal *journal;
  SuretyRunner *runner;
  SuretySigner *signer;
  Address player;
  Address provider;
  const char *claim; /* JSON: what a source of proofs said */
  gint64 plan;
} Subject;

static void
event (void)
{
  if (atomic_fetch_add (&n_events, 1) + 1 != fatal_event)
    return;
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

static void
on_disk (const char *what)
{
  static gboolean was_write; /* of the database's thread only */
  const gboolean is_write = strcmp (what, "write") == 0;

  if (is_fine || !is_write || !was_write)
    event ();
  was_write = is_write;
}

static void
on_line (const char *what)
{
  event ();
}

/* Its transactions wait until something takes their place. */
static gboolean
is_stuck (Subject *self)
{
  return self->plan == 6 || self->plan == 7;
}

static SuretyIntent *
make_claim_intent (Subject *self, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (self->claim, error);
  g_autoptr (SuretyClaim) claim = node != NULL ? surety_claim_new_from_json (node, error) : NULL;

  return claim != NULL ? surety_intent_new_claim (&self->player, claim, &self->player) : NULL;
}

static SuretyIntent *
make_intent (Subject *self, GError **error)
{
  const Address *strategy = protocol_test_strategy (self->network, "rETH");
  g_autoptr (SuretyHoldings) holdings = NULL;
  g_autoptr (SuretyExit) exit = NULL;

  switch (self->plan)
    {
    case 1:
    case 6:
    case 7:
      return surety_intent_new_enter (&self->player, strategy, protocol_test_units ("0.1"),
                                      &self->provider);
    case 2:
      return surety_intent_new_exit (&self->player, strategy, protocol_test_units ("0.03"));
    case 3:
      holdings = dex_await_object (surety_protocol_load_holdings (self->protocol, &self->player),
                                   error);
      if (holdings == NULL)
        return NULL;
      exit = g_list_model_get_item (surety_holdings_get_exits (holdings), 0);
      g_assert_nonnull (exit);
      return surety_intent_new_finish_exit (&self->player, exit, TRUE);
    case 4:
      return make_claim_intent (self, error);
    case 5:
      return surety_intent_new_undelegate (&self->player);
    default:
      g_assert_not_reached ();
    }
}

/* Below every base fee the network has: what pays no more than that waits. */
static u256
ceiling_of (Subject *self)
{
  return is_stuck (self) ? (u256) 100000000u : 0;
}

/* What a person does who finds no plan: makes it. */
static gboolean
start_plan (Subject *self, GError **error)
{
  g_autoptr (SuretyIntent) intent = make_intent (self, error);
  g_autoptr (SuretyPlan) plan = NULL;

  if (intent == NULL)
    return FALSE;
  plan = dex_await_object (surety_protocol_plan (self->protocol, intent), error);
  return plan != NULL &&
         dex_await_int64 (surety_runner_start (self->runner, plan, self->signer,
                                               SURETY_SPEED_NORMAL, ceiling_of (self)),
                          error) == self->plan;
}

static GListModel *
load_entries (Subject *self, GError **error)
{
  return dex_await_object (surety_journal_list_plan (self->journal, self->plan), error);
}

/* 0: all are as they are to end; 1: not yet; 5: one failed. */
static int
look (Subject *self, GListModel *entries, gboolean *planned)
{
  const SuretyJournalState first = self->plan == 7 ? SURETY_JOURNAL_REPLACED : SURETY_JOURNAL_FINAL;
  const SuretyJournalState other = self->plan == 7 ? SURETY_JOURNAL_ABANDONED
                                                   : SURETY_JOURNAL_FINAL;
  int found = 0;

  *planned = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      const SuretyJournalState state = surety_journal_entry_get_state (entry);

      *planned = *planned || state == SURETY_JOURNAL_PLANNED;
      if (state > SURETY_JOURNAL_FINAL && state != (i == 0 ? first : other))
        return 5;
      if (state != (i == 0 ? first : other))
        found = 1;
    }
  return found;
}

/* What a person does who sees a transaction wait: puts another in its place, once. */
static gboolean
replace (Subject *self, guint step, GError **error)
{
  g_autoptr (GListModel)
    attempts = dex_await_object (surety_journal_list_attempts (self->journal, self->plan, step),
                                 error);
  g_autoptr (SuretyJournalEntry) entry = NULL;
  g_autoptr (SuretyReplacement) replacement = NULL;

  if (attempts == NULL)
    return FALSE;
  entry = g_list_model_get_item (attempts, 0);
  if (g_list_model_get_n_items (attempts) > 1 ||
      surety_journal_entry_get_state (entry) != SURETY_JOURNAL_SENT)
    return TRUE;
  replacement =
    dex_await_object (surety_runner_plan_replacement (self->runner,
                                                      surety_journal_entry_get_id (entry),
                                                      self->plan == 6 ? SURETY_REPLACE_FASTER
                                                                      : SURETY_REPLACE_CANCEL,
                                                      0),
                      error);
  return replacement != NULL &&
         dex_await_int64 (surety_runner_replace (self->runner, replacement, self->signer), error) >
           0;
}

/* To its end, and what is left of it is let go of by the runner. */
static int
follow (Subject *self, GError **error)
{
  const gint64 deadline = g_get_monotonic_time () + LONGEST;

  while (g_get_monotonic_time () < deadline)
    {
      g_autoptr (GListModel) entries = load_entries (self, error);
      gboolean planned;
      int found;

      if (entries == NULL)
        return 4;
      for (guint i = 0; is_stuck (self) && i < g_list_model_get_n_items (entries); i++)
        if (!replace (self, i, error))
          return 4;
      found = look (self, entries, &planned);
      if (found == 5 || (found == 0 && !surety_runner_get_busy (self->runner)))
        return found;
      surety_runner_poke (self->runner);
      protocol_test_sleep (3);
    }
  return 4;
}

static int
run (Subject *self, GError **error)
{
  g_autoptr (GListModel) entries = NULL;
  gboolean planned;

  if (!dex_await (surety_runner_resume (self->runner), error))
    return 4;
  entries = load_entries (self, error);
  if (entries == NULL)
    return 4;
  if (g_list_model_get_n_items (entries) == 0)
    {
      if (!start_plan (self, error))
        return 4;
    }
  else
    {
      look (self, entries, &planned);
      if (planned &&
          !dex_await (surety_runner_continue (self->runner, self->plan, NULL, self->signer,
                                              SURETY_SPEED_NORMAL, ceiling_of (self)),
                      error))
        return 4;
    }
  return follow (self, error);
}

typedef struct
{
  char **argv;
  int status;
} Start;

static DexFuture *
subject_fiber (gpointer data)
{
  Start *start = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPractice) practice = surety_practice_new (1);
  g_autoptr (LineTransport) line = line_transport_new (LINE_FILE, on_line);
  Subject self = {
    .network = surety_network_new_builtin ("practice"),
    .plan = atoi (start->argv[2]),
    .provider = protocol_test_address (start->argv[3]),
    .claim = start->argv[6],
  };

  start->status = 4;
  surety_practice_get_player (practice, &self.player);
  self.signer = protocol_test_signer (surety_practice_get_player_key (practice));
  disk_set_watch (on_disk);
  self.database = dex_await_object (surety_database_open (start->argv[1]), &error);
  if (self.database != NULL)
    {
      self.journal = surety_journal_new (self.database);
      self.endpoints = surety_endpoints_new (surety_network_get_chain_id (self.network));
      surety_endpoints_add (self.endpoints, SURETY_TRANSPORT (line));
      self.protocol = surety_eigenlayer_new (self.network, self.endpoints);
      self.runner = surety_runner_new (self.network, self.endpoints, self.protocol, self.journal);
      start->status = run (&self, &error);
      surety_runner_stop (self.runner);
      g_clear_object (&self.runner);
      g_clear_object (&self.protocol);
      g_clear_object (&self.endpoints);
      g_clear_object (&self.journal);
      if (!dex_await (surety_database_close (self.database), &error))
        start->status = 4;
      g_clear_object (&self.database);
    }
  if (error != NULL)
    g_printerr ("subject: %s\n", error->message);
  g_clear_object (&self.signer);
  g_clear_object (&self.network);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  Start start = { .argv = argv };
  g_autoptr (DexFuture) future = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GBytes) message = NULL;

  g_assert_cmpint (argc, ==, 7);
  dex_init ();
  g_assert_true (secret_heap_init ());
  fatal_event = atoi (argv[4]);
  is_fine = g_str_equal (argv[5], "fine");

  future = dex_scheduler_spawn (NULL, 0, subject_fiber, &start, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  said = g_strdup_printf ("events %d", atomic_load (&n_events));
  message = g_bytes_new (said, strlen (said));
  line_write (LINE_FILE, message);
  return start.status;
}
