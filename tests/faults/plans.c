/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plans.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "claims.h"
#include "line.h"

#define FIFTEEN_DAYS (15u * 86400u)

typedef struct
{
  GBytes *chain; /* the network's dump */
  GBytes *file;  /* the database, closed */
  char *rows;    /* what the journal says, but for when */
} State;

struct _Plans
{
  char *subject;
  const char *mode;
  char *folder;
  char *path;
  char *provider;
  char *claim; /* of what was earned while the exit waited; "" before */
  State before[PLANS_N];
  State after[PLANS_N];
  guint n_events[PLANS_N];
  guint n_killed;
};

static const char *const names[PLANS_N] = { "enter",          "exit",       "finish-exit",
                                            "claim",          "undelegate", "enter-sped-up",
                                            "enter-cancelled" };

const char *
plans_get_name (guint plan)
{
  return names[plan];
}

guint
plans_get_n_events (Plans *self, guint plan)
{
  return self->n_events[plan];
}

guint
plans_get_n_killed (Plans *self)
{
  return self->n_killed;
}

static void
settle (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

/* Answers until the program is gone. What it said of itself at the end, NULL = it died before. */
static char *
serve (SuretyPractice *practice, int file)
{
  for (;;)
    {
      g_autoptr (GBytes) request = line_read (file);
      g_autoptr (DexFuture) answer = NULL;
      g_autofree char *text = NULL;
      GBytes *reply;

      if (request == NULL)
        return NULL;
      text = g_strndup (g_bytes_get_data (request, NULL), g_bytes_get_size (request));
      if (g_str_has_prefix (text, "events "))
        return g_steal_pointer (&text);
      answer = surety_transport_send (SURETY_TRANSPORT (practice), request, 1u << 26, 60000);
      settle (answer);
      reply = g_value_get_boxed (dex_future_get_value (answer, NULL));
      /* The program may be gone while it is answered: the network does not know. */
      line_write (file, reply);
    }
}

/* The wait status. n_events: 0 = it died. */
static int
run_subject (Plans *self, SuretyPractice *practice, guint plan, guint k, guint *n_events)
{
  g_autofree char *plan_text = g_strdup_printf ("%u", plan + 1);
  g_autofree char *k_text = g_strdup_printf ("%u", k);
  const char *argv[] = { self->subject, self->path, plan_text,   self->provider,
                         k_text,        self->mode, self->claim, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  int ends[2];
  int status = 0;
  GPid pid;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  g_assert_true (g_spawn_async_with_pipes_and_fds (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                                   NULL, NULL, -1, -1, -1, &ends[1],
                                                   &(const int) { 3 }, 1, &pid, NULL, NULL, NULL,
                                                   &error));
  close (ends[1]);
  said = serve (practice, ends[0]);
  close (ends[0]);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  *n_events = said != NULL ? (guint) g_ascii_strtoull (said + strlen ("events "), NULL, 10) : 0;
  return status;
}

/* --- what there is --- */

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize len = 0;

  g_assert_true (g_file_get_contents (path, &data, &len, &error));
  return g_bytes_new_take (data, len);
}

static DexFuture *
rows_fiber (gpointer data)
{
  Plans *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyDatabase)
    database = dex_await_object (surety_database_open (self->path), &error);
  g_autoptr (GVariant) rows = NULL;
  g_autoptr (GVariant) sound = NULL;
  g_autofree char *rows_text = NULL;
  g_autofree char *sound_text = NULL;

  g_assert_no_error (error);
  rows = dex_await_variant (
    surety_database_read (database,
                          "SELECT id, plan, step, kind, body, result, state, nonce, hex (hash),"
                          " hex (signed), block FROM entry ORDER BY id",
                          NULL),
    &error);
  g_assert_no_error (error);
  sound = dex_await_variant (surety_database_read (database, "PRAGMA integrity_check", NULL),
                             &error);
  g_assert_no_error (error);
  rows_text = g_variant_print (rows, FALSE);
  sound_text = g_variant_print (sound, FALSE);
  dex_await (surety_database_close (database), NULL);
  return dex_future_new_take_string (g_strconcat (rows_text, "\n", sound_text, NULL));
}

static char *
read_rows (Plans *self)
{
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, rows_fiber, self, NULL);

  settle (future);
  return g_value_dup_string (dex_future_get_value (future, NULL));
}

static void
clear_files (Plans *self)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (self->path, endings[i], NULL);

      g_unlink (path);
    }
}

static State
keep (Plans *self, SuretyPractice *practice)
{
  return (State) {
    .chain = surety_practice_dump (practice),
    .file = read_file (self->path),
    .rows = read_rows (self),
  };
}

static void
state_clear (State *self)
{
  g_clear_pointer (&self->chain, g_bytes_unref);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_clear_pointer (&self->rows, g_free);
}

static SuretyPractice *
bring_back (Plans *self, const State *state)
{
  g_autoptr (GError) error = NULL;
  SuretyPractice *practice = surety_practice_load (state->chain, &error);
  gsize len;
  const char *data = g_bytes_get_data (state->file, &len);

  g_assert_no_error (error);
  clear_files (self);
  g_assert_true (g_file_set_contents (self->path, data, (gssize) len, &error));
  return practice;
}

/* --- the story --- */

/* What an honest source of proofs says of the player now. */
static char *
make_claim (SuretyPractice *practice)
{
  Address player;
  g_autoptr (SuretyClaim) claim = NULL;
  g_autoptr (JsonNode) node = NULL;

  surety_practice_get_player (practice, &player);
  claim = claims_newest (practice, &player);
  g_assert_nonnull (claim);
  node = surety_claim_to_json (claim);
  return json_to_string (node, FALSE);
}

static DexFuture *
prepare_fiber (gpointer data)
{
  Plans *self = data;
  g_autoptr (SuretyPractice) practice = surety_practice_new (1);
  g_autoptr (SuretyNetwork) network = surety_network_new_builtin ("practice");
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretyDatabase) database = NULL;
  char text[ADDRESS_TEXT_SIZE];
  Address provider;

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (practice));
  protocol = surety_eigenlayer_new (network, endpoints);
  provider = claims_find_operator (protocol, protocol_test_strategy (network, "rETH"));
  address_to_text (&provider, text);
  self->provider = g_strdup (text);
  database = dex_await_object (surety_database_open (self->path), NULL);
  dex_await (surety_database_close (database), NULL);
  return dex_future_new_true ();
}

Plans *
plans_new (const char *subject, gboolean fine)
{
  Plans *self = g_new0 (Plans, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPractice) practice = surety_practice_new (1);
  g_autoptr (DexFuture) prepared = NULL;

  self->subject = g_strdup (subject);
  self->claim = g_strdup ("");
  self->mode = fine ? "fine" : "coarse";
  self->folder = g_dir_make_tmp ("surety-faults-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "test.db", NULL);
  prepared = dex_scheduler_spawn (NULL, 0, prepare_fiber, self, NULL);
  settle (prepared);

  for (guint i = 0; i < PLANS_N; i++)
    {
      int status;

      if (i == 2)
        {
          surety_practice_wind_seconds (practice, FIFTEEN_DAYS);
          g_free (self->claim);
          self->claim = make_claim (practice);
        }
      self->before[i] = keep (self, practice);
      status = run_subject (self, practice, i, 0, &self->n_events[i]);
      if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
        g_error ("%s left alone ends with %d", names[i], status);
      self->after[i] = keep (self, practice);
    }
  return self;
}

void
plans_free (Plans *self)
{
  for (guint i = 0; i < PLANS_N; i++)
    {
      state_clear (&self->before[i]);
      state_clear (&self->after[i]);
    }
  clear_files (self);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->claim);
  g_free (self->provider);
  g_free (self->subject);
  g_free (self);
}

/* The same funds, nothing twice: the network saw the very same transactions. No record lost: the journal
 * says the same of each. */
char *
plans_kill (Plans *self, guint plan, guint k)
{
  g_autoptr (SuretyPractice) practice = bring_back (self, &self->before[plan]);
  g_autoptr (GBytes) chain = NULL;
  g_autofree char *rows = NULL;
  guint n_events;
  int status = run_subject (self, practice, plan, k, &n_events);

  if (!WIFSIGNALED (status) && (!WIFEXITED (status) || WEXITSTATUS (status) != 0))
    return g_strdup_printf ("ended with %d before it was killed", status);
  self->n_killed += WIFSIGNALED (status) ? 1 : 0;
  status = run_subject (self, practice, plan, 0, &n_events);
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
    return g_strdup_printf ("started again, it ends with %d", status);
  chain = surety_practice_dump (practice);
  if (!g_bytes_equal (chain, self->after[plan].chain))
    return g_strdup ("the network saw something else");
  rows = read_rows (self);
  if (strcmp (rows, self->after[plan].rows) != 0)
    return g_strdup_printf ("the journal says\n%s\nnot\n%s", rows, self->after[plan].rows);
  return NULL;
}
