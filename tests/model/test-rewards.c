/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <string.h>

#include "claims.h"
#include "model-test.h"
#include "practice-sidecar.h"
#include "protocol-test.h"
#include "surety-practice-private.h"
#include "surety-session-private.h"

/* Rewards as a page shows and claims them. */

#define FIFTEEN_DAYS (15u * 24u * 3600u)

static const Address *
account (SuretySession *session)
{
  return surety_account_get_address (surety_session_get_account (session));
}

static SuretyRewards *
rewards_of (ModelTest *test)
{
  return surety_session_get_rewards (test->session);
}

static gboolean
is_all_done (SuretySession *session)
{
  GListModel *entries = surety_activity_get_entries (surety_session_get_activity (session));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_state (entry) != SURETY_JOURNAL_FINAL)
        return FALSE;
    }
  return g_list_model_get_n_items (entries) > 0;
}

static void
run_plan (SuretySession *session, SuretyIntent *intent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPreparation)
    preparation = dex_await_object (surety_session_prepare (session, intent), &error);

  g_assert_no_error (error);
  g_assert_cmpint (dex_await_int64 (surety_session_start_plan (session, preparation,
                                                               SURETY_SPEED_NORMAL),
                                    &error),
                   >, 0);
  g_assert_no_error (error);
  model_test_true (surety_activity_refresh (surety_session_get_activity (session)));
  model_test_wait (is_all_done, session);
}

static void
enter (ModelTest *test)
{
  SuretySession *session = test->session;
  const Address strategy =
    surety_asset_get_token (model_test_find_asset (session, "rETH"))->strategy;
  const Address provider = claims_find_operator (surety_context_get_protocol (session->context),
                                                 &strategy);
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (account (session), &strategy, U256_WAD / 2u, &provider);

  run_plan (session, intent);
}

static gboolean
is_ready (SuretyRewards *rewards)
{
  return surety_rewards_get_load (rewards) == SURETY_LOAD_READY;
}

static u256
sum (SuretyRewards *rewards, SuretyFigure *(*get) (SuretyReward *reward))
{
  GListModel *rows = surety_rewards_get_rows (rewards);
  u256 all = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (SuretyReward) reward = g_list_model_get_item (rows, i);

      g_assert_true (surety_figure_is_known (get (reward)));
      all += surety_figure_get_value (get (reward));
    }
  return all;
}

static gboolean
is_claimed (SuretyRewards *rewards)
{
  return sum (rewards, surety_reward_get_claimable) == 0;
}

/* The whole way: restake, wait, see, claim, nothing is left. */
static void
test_seen_and_claimed (void)
{
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyRewards *rewards;
  SuretyRewardSheet *sheet;
  g_autoptr (SuretyClaim) claim = NULL;
  g_autoptr (SuretyClaim) honest = NULL;
  g_autoptr (SuretyClaim) rest = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  guint64 time;

  model_test_practise (test);
  rewards = rewards_of (test);
  g_assert_false (surety_rewards_get_needs_server (rewards));
  g_assert_cmpstr (surety_rewards_get_server (rewards), ==, "practice");
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_IDLE);

  surety_rewards_set_shown (rewards, TRUE);
  model_test_true (surety_rewards_refresh (rewards));
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_EMPTY);

  enter (test);
  model_test_true (surety_session_wind (test->session, FIFTEEN_DAYS));
  model_test_wait (is_ready, rewards);

  sheet = surety_rewards_get_sheet (rewards);
  time = surety_reward_sheet_get_time (sheet);
  g_assert_nonnull (surety_reward_sheet_get_root (sheet));
  g_assert_cmpuint (surety_reward_sheet_get_root (sheet)->active, <=, time);
  g_assert_cmpuint (surety_reward_sheet_get_root (sheet)->end, <,
                    surety_reward_sheet_get_root (sheet)->active);
  g_assert_nonnull (surety_reward_sheet_get_next (sheet));
  g_assert_cmpuint (surety_reward_sheet_get_next (sheet)->active, >, time);
  g_assert_cmpuint (surety_reward_sheet_get_next (sheet)->index, >,
                    surety_reward_sheet_get_root (sheet)->index);
  g_assert_false (surety_reward_sheet_get_paused (sheet));
  g_assert_null (surety_reward_sheet_get_claimer (sheet));
  g_assert_cmpint (surety_reward_sheet_get_known (sheet), ==, SURETY_KNOWN_PRACTICE);

  /* What is shown is what the network's own books say. */
  honest = claims_newest (surety_play_get_practice (test->session->play), account (test->session));
  claim = surety_rewards_make_claim (rewards, NULL, 0);
  g_assert_nonnull (claim);
  g_assert_cmpuint (surety_claim_get_n (claim), ==, surety_claim_get_n (honest));
  g_assert_cmpuint (surety_claim_get_root_index (claim), ==, surety_claim_get_root_index (honest));
  for (guint i = 0; i < surety_claim_get_n (claim); i++)
    g_assert_true (surety_claim_get_token (claim, i)->cumulative > 0);
  g_assert_true (sum (rewards, surety_reward_get_claimed) == 0);
  g_assert_true (sum (rewards, surety_reward_get_claimable) ==
                 sum (rewards, surety_reward_get_earned));

  intent = surety_intent_new_claim (account (test->session), claim, account (test->session));
  run_plan (test->session, intent);
  model_test_wait (is_claimed, rewards);
  g_assert_true (sum (rewards, surety_reward_get_claimed) ==
                 sum (rewards, surety_reward_get_earned));
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_READY);
  rest = surety_rewards_make_claim (rewards, NULL, 0);
  g_assert_null (rest);
}

/* --- a network whose rewards somebody else serves --- */

#define CHAIN_ID 31337u
#define WEEK_BLOCKS (604800u / 12u)

/* Endpoint and rewards server in one, on a practice network that the session does not know for one. */
typedef struct
{
  SuretyPractice *practice;
  SoupServer *soup;
  char *endpoint;
  char *server;
  char *label;
  guint n_summaries;
  guint n_proofs;
  gboolean fails;
  Address first; /* two that have earned something */
  Address second;
} Place;

static void
answer_rpc (Place *place, SoupServerMessage *message, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture)
    future = surety_transport_send (SURETY_TRANSPORT (place->practice), body, 32u << 20, 1000);
  const GValue *value = dex_future_get_value (future, &error);
  gsize len;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (g_value_get_boxed (value), &len);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, data, len);
}

static void
place_cb (SoupServer *soup,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer data)
{
  Place *place = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const gboolean is_post = g_str_equal (soup_server_message_get_method (message), "POST");
  g_autoptr (GBytes) asked = is_post ? g_bytes_new (body->data, (gsize) body->length) : NULL;
  g_autoptr (GBytes) answer = NULL;
  gsize len;
  const char *text;
  guint status;

  if (g_str_equal (path, "/rpc"))
    {
      answer_rpc (place, message, asked);
      return;
    }
  if (is_post)
    place->n_proofs++;
  else
    place->n_summaries++;
  answer = practice_sidecar_answer (surety_practice_get_chain (place->practice),
                                    path + strlen ("/rewards-server"), asked, &status);
  text = g_bytes_get_data (answer, &len);
  soup_server_message_set_status (message, place->fails ? 503 : status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text, len);
}

static void
find_earners (Place *place)
{
  g_autoptr (GArray) lines = claims_newest_lines (place->practice);

  for (guint i = 0; i < lines->len; i++)
    {
      const Address *earner = &g_array_index (lines, PracticeEarning, i).earner;

      if (address_is_zero (&place->first))
        place->first = *earner;
      else if (!address_equal (&place->first, earner))
        place->second = *earner;
    }
  g_assert_false (address_is_zero (&place->second));
}

static Place *
place_new (void)
{
  Place *place = g_new0 (Place, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  place->practice = surety_practice_new (7);
  practice_chain_world (surety_practice_get_chain (place->practice))->config.chain_id = CHAIN_ID;
  find_earners (place);
  place->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (place->soup, NULL, place_cb, place, NULL);
  soup_server_listen_local (place->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (place->soup);
  place->label = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uris->data));
  place->endpoint = g_strdup_printf ("http://%s/rpc", place->label);
  place->server = g_strdup_printf ("http://%s/rewards-server", place->label);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return place;
}

static void
place_free (Place *place)
{
  soup_server_disconnect (place->soup);
  g_clear_object (&place->soup);
  g_clear_object (&place->practice);
  g_free (place->endpoint);
  g_free (place->server);
  g_free (place->label);
  g_free (place);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

static void
make_custom (JsonObject *file, gpointer user_data)
{
  json_object_set_string_member (file, "key", "elsewhere");
  json_object_set_string_member (file, "kind", "custom");
  json_object_set_int_member (file, "chainId", CHAIN_ID);
}

/* The place's network is open, and its first earner is watched. */
static void
go_there (ModelTest *test, Place *place)
{
  g_autoptr (GBytes) json = protocol_test_edit (NULL, make_custom, NULL);
  g_autofree char *path = g_build_filename (test->folder, "elsewhere.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SuretyNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  const char *urls[] = { place->endpoint, NULL };

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (json, NULL),
                                      (gssize) g_bytes_get_size (json), &error));
  network = dex_await_object (surety_session_add_network_file (test->session, file), &error);
  g_assert_no_error (error);
  model_test_true (surety_session_add_watch (test->session, "Second", &place->second));
  model_test_true (surety_session_add_watch (test->session, "First", &place->first));
  model_test_true (surety_session_select_network (test->session, network));
  model_test_true (
    surety_connection_set_urls (surety_session_get_connection (test->session), urls));
}

static gboolean
has_sheet (SuretyRewards *rewards)
{
  return surety_rewards_get_sheet (rewards) != NULL;
}

static gboolean
is_quiet (SuretyRewards *rewards)
{
  gboolean refreshing;

  g_object_get (rewards, "refreshing", &refreshing, NULL);
  return !refreshing;
}

static gboolean
is_failed (SuretyRewards *rewards)
{
  return surety_rewards_get_error (rewards) != NULL;
}

static void
poll_head (ModelTest *test)
{
  model_test_true (surety_connection_poll (surety_session_get_connection (test->session)));
  model_test_wait (is_quiet, rewards_of (test));
}

/* Nobody is asked before somebody was chosen; then once, and again when there is something new. */
static void
test_chosen (void)
{
  static const char *const none[] = { "ftp://127.0.0.1/", "http://rewards.example.org/", "x" };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyRewards *rewards = rewards_of (test);
  guint32 index;

  go_there (test, place);
  g_assert_true (surety_rewards_get_needs_server (rewards));
  g_assert_null (surety_rewards_get_server (rewards));
  surety_rewards_set_shown (rewards, TRUE);
  model_test_wait (has_sheet, rewards);
  model_test_wait (is_quiet, rewards);
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_EMPTY);
  g_assert_nonnull (surety_reward_sheet_get_root (surety_rewards_get_sheet (rewards)));
  g_assert_null (surety_reward_sheet_get_server (surety_rewards_get_sheet (rewards)));
  model_test_true (surety_rewards_refresh (rewards));
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (GError)
        error = model_test_rejects (surety_rewards_choose_server (rewards, none[i]));

      g_assert_true (surety_rewards_get_needs_server (rewards));
    }
  g_assert_cmpuint (place->n_summaries + place->n_proofs, ==, 0);

  model_test_true (surety_rewards_choose_server (rewards, place->server));
  model_test_wait (is_ready, rewards);
  model_test_wait (is_quiet, rewards);
  g_assert_cmpstr (surety_rewards_get_server (rewards), ==, place->label);
  g_assert_cmpstr (surety_rewards_get_server_url (rewards), ==, place->server);
  g_assert_false (surety_rewards_get_needs_server (rewards));
  g_assert_true (sum (rewards, surety_reward_get_claimable) > 0);
  g_assert_cmpuint (place->n_proofs, ==, 1);

  /* New heads, and what changed of the account: the chain says it. */
  surety_practice_mine (place->practice, 1);
  poll_head (test);
  surety_practice_mine (place->practice, 100);
  poll_head (test);
  surety_rewards_invalidate (rewards);
  model_test_wait (is_quiet, rewards);
  g_assert_cmpuint (place->n_proofs, ==, 1);

  /* What waited can be claimed under. */
  index = surety_reward_sheet_get_root (surety_rewards_get_sheet (rewards))->index;
  surety_practice_mine (place->practice, WEEK_BLOCKS);
  poll_head (test);
  g_assert_cmpuint (place->n_proofs, ==, 2);
  g_assert_cmpuint (surety_reward_sheet_get_root (surety_rewards_get_sheet (rewards))->index, >,
                    index);

  /* The user's own wish. */
  model_test_true (surety_rewards_refresh (rewards));
  g_assert_cmpuint (place->n_proofs, ==, 3);

  /* Kept; and nobody is asked before somebody looks. */
  model_test_restart (test);
  rewards = rewards_of (test);
  g_assert_cmpstr (surety_rewards_get_server_url (rewards), ==, place->server);
  model_test_true (surety_connection_poll (surety_session_get_connection (test->session)));
  surety_rewards_invalidate (rewards);
  model_test_sleep (50);
  g_assert_cmpuint (place->n_proofs, ==, 3);
  surety_rewards_set_shown (rewards, TRUE);
  model_test_wait (is_ready, rewards);
  g_assert_cmpuint (place->n_proofs, ==, 4);

  /* And given up. */
  model_test_true (surety_rewards_choose_server (rewards, ""));
  model_test_wait (has_sheet, rewards);
  model_test_wait (is_quiet, rewards);
  g_assert_true (surety_rewards_get_needs_server (rewards));
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_EMPTY);
  model_test_restart (test);
  g_assert_null (surety_rewards_get_server_url (rewards_of (test)));
  g_assert_cmpuint (place->n_proofs, ==, 4);
}

/* What was known stays, and is not asked for at each block. */
static void
test_failing (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ModelTest) test = model_test_new ();
  SuretyRewards *rewards = rewards_of (test);
  g_autoptr (GError) error = NULL;
  guint n;

  go_there (test, place);
  place->fails = TRUE;
  model_test_true (surety_rewards_choose_server (rewards, place->server));
  surety_rewards_set_shown (rewards, TRUE);
  model_test_wait (is_failed, rewards);
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_FAILED);
  g_assert_error (surety_rewards_get_error (rewards), SURETY_PROTOCOL_ERROR,
                  SURETY_PROTOCOL_ERROR_REWARDS_SERVER);
  g_assert_cmpstr (surety_rewards_get_error (rewards)->message, ==, place->label);

  place->fails = FALSE;
  model_test_true (surety_rewards_refresh (rewards));
  g_assert_null (surety_rewards_get_error (rewards));
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_READY);

  place->fails = TRUE;
  surety_practice_mine (place->practice, WEEK_BLOCKS);
  poll_head (test);
  model_test_wait (is_failed, rewards);
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_READY);
  g_assert_true (sum (rewards, surety_reward_get_claimable) > 0);
  n = place->n_summaries;
  for (guint i = 0; i < 5; i++)
    {
      surety_practice_mine (place->practice, 1);
      poll_head (test);
    }
  g_assert_cmpuint (place->n_summaries, ==, n);

  error = model_test_rejects (surety_rewards_refresh (rewards));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REWARDS_SERVER);
  g_assert_cmpuint (place->n_summaries, ==, n + 1);
}

/* A server that takes questions and says nothing. */
static gint n_taken;
static gint n_ended;

static gboolean
silent_cb (GThreadedSocketService *service,
           GSocketConnection *connection,
           GObject *source,
           gpointer data)
{
  char bytes[4096];

  g_atomic_int_inc (&n_taken);
  while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), bytes,
                              sizeof bytes, NULL, NULL) > 0)
    ;
  g_atomic_int_inc (&n_ended);
  return TRUE;
}

static gboolean
is_reached (gpointer counter)
{
  return g_atomic_int_get ((gint *) counter) > 0;
}

static gboolean
is_reached_twice (gpointer counter)
{
  return g_atomic_int_get ((gint *) counter) > 1;
}

/* What is under way for one account is cancelled, and is never shown with another. */
static void
test_another_account (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ModelTest) test = model_test_new ();
  g_autoptr (GSocketService) silent = g_threaded_socket_service_new (4);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  SuretyRewards *rewards = rewards_of (test);
  SuretyRewardSheet *sheet;

  g_signal_connect (silent, "run", G_CALLBACK (silent_cb), NULL);
  url = g_strdup_printf ("http://127.0.0.1:%u",
                         g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (silent), NULL,
                                                              &error));
  g_assert_no_error (error);
  g_socket_service_start (silent);

  go_there (test, place);
  model_test_true (surety_rewards_choose_server (rewards, url));
  surety_rewards_set_shown (rewards, TRUE);
  model_test_wait (is_reached, &n_taken);
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_LOADING);
  g_assert_cmpint (g_atomic_int_get (&n_ended), ==, 0);

  model_test_true (
    surety_session_select_account (test->session,
                                   surety_session_find_account (test->session, &place->second)));
  model_test_wait (is_reached, &n_ended);
  model_test_wait (is_reached_twice, &n_taken);
  g_assert_cmpint (surety_rewards_get_load (rewards), ==, SURETY_LOAD_LOADING);

  model_test_true (surety_rewards_choose_server (rewards, place->server));
  model_test_wait (is_reached_twice, &n_ended);
  model_test_wait (is_ready, rewards);
  sheet = surety_rewards_get_sheet (rewards);
  g_assert_true (address_equal (surety_reward_sheet_get_account (sheet), &place->second));
  g_assert_true (address_equal (surety_claim_get_earner (surety_reward_sheet_get_claim (sheet)),
                                &place->second));
  g_assert_null (surety_rewards_get_error (rewards));
  g_assert_cmpint (g_atomic_int_get (&n_taken), ==, 2);
  g_socket_service_stop (silent);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);

  model_test_add ("/model/rewards/seen-claimed-and-nothing-is-left", test_seen_and_claimed);

  model_test_add ("/model/rewards/nobody-is-asked-before-somebody-was-chosen", test_chosen);
  model_test_add ("/model/rewards/a-server-that-fails-takes-nothing-away", test_failing);
  model_test_add ("/model/rewards/another-account-cancels-what-is-under-way", test_another_account);

  return g_test_run ();
}
