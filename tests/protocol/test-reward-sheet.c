/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <string.h>

#include "claims.h"
#include "practice-sidecar.h"
#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-chain-error.h"
#include "surety-http-transport.h"
#include "surety-practice-private.h"
#include "surety-traffic.h"

/* What an account has earned, asked of a rewards server over HTTP: an honest one, and one that is not. */

#define WEEK_BLOCKS (604800u / 12u)

/* What the server does with an answer. */
typedef enum
{
  HONEST,
  RAISED,          /* an amount is more than was earned */
  OTHER_EARNER,    /* somebody else's proof */
  OTHER_RENAMED,   /* somebody else's proof, under the name of who asked */
  OLD_ROOT,        /* a proof of an older root */
  OLD_RENUMBERED,  /* … that is said to be of the newest */
  OTHER_INDEX,     /* the earner's place in the tree is another */
  FEWER,           /* a token is left out */
  GARBAGE,         /* no JSON */
  GARBAGE_SUMMARY, /* the same for the question before */
  LARGE,           /* more than there can be */
  COMPRESSED,
  REDIRECTED,
  NO_SUCH_PATH,  /* 404, a page for people */
  NO_SUCH_PROOF, /* 500, as the sidecar says it */
  KEPT_BACK,     /* nothing was earned, it says */
  MANY,          /* more tokens than a claim can hold */
  MADE_UP,       /* a token that was never earned */
} Lie;

typedef struct
{
  ProtocolTest *test;
  SoupServer *soup;
  SuretyServer *server;
  char *label;
  Lie lie;
  guint n_summaries;
  guint n_proofs;
  guint n_others;
  GString *asked; /* the last question for a proof */
  GArray *lines;  /* of the newest root that can be claimed under */
  Address earner;
  Address other;
} Stage;

static PracticeChain *
chain_of (Stage *stage)
{
  return surety_practice_get_chain (stage->test->practice);
}

/* --- the server --- */

static void
change (GString *text, const char *was, const char *is)
{
  g_assert_cmpuint (g_string_replace (text, was, is, 1), ==, 1);
}

static void
write_address (const Address *address, char out[ADDRESS_TEXT_SIZE])
{
  address_to_text (address, out);
}

static GBytes *
answer_as (Stage *stage, const char *path, GString *question, guint *status)
{
  g_autoptr (GBytes) body = question->len > 0 ? g_bytes_new (question->str, question->len) : NULL;

  return practice_sidecar_answer (chain_of (stage), path, body, status);
}

static void
lie_about_question (Stage *stage, GString *question)
{
  g_autoptr (GString) earner = g_string_new (NULL);
  char hex[2][2 + 40 + 1];

  hex_encode (stage->earner.bytes, 20, true, hex[0]);
  hex_encode (stage->other.bytes, 20, true, hex[1]);
  if (stage->lie == OTHER_EARNER || stage->lie == OTHER_RENAMED)
    change (question, hex[0], hex[1]);
  if (stage->lie == OLD_ROOT || stage->lie == OLD_RENUMBERED)
    {
      const char *index = strstr (question->str, "\"rootIndex\":\"") + strlen ("\"rootIndex\":\"");
      const guint newest = (guint) g_ascii_strtoull (index, NULL, 10);
      g_autofree char *was = g_strdup_printf ("\"rootIndex\":\"%u\"", newest);
      g_autofree char *is = g_strdup_printf ("\"rootIndex\":\"%u\"", newest - 1);

      change (question, was, is);
    }
}

static void
add_to_number (GString *answer, const char *member, int by)
{
  const char *at = strstr (answer->str, member);
  guint64 number;
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;

  g_assert_nonnull (at);
  number = g_ascii_strtoull (at + strlen (member), NULL, 10);
  was = g_strdup_printf ("%s%" G_GUINT64_FORMAT, member, number);
  is = g_strdup_printf ("%s%" G_GUINT64_FORMAT, member, (guint64) ((gint64) number + by));
  change (answer, was, is);
}

static void
lie_about_answer (Stage *stage, GString *answer)
{
  char mine[ADDRESS_TEXT_SIZE], others[ADDRESS_TEXT_SIZE];

  write_address (&stage->earner, mine);
  write_address (&stage->other, others);
  switch ((int) stage->lie)
    {
    case RAISED:
      change (answer, "\"cumulativeEarnings\":\"", "\"cumulativeEarnings\":\"9");
      break;
    case OTHER_RENAMED:
      change (answer, others, mine);
      break;
    case OLD_RENUMBERED:
      add_to_number (answer, "\"rootIndex\":", 1);
      break;
    case OTHER_INDEX:
      add_to_number (answer, "\"earnerIndex\":", -1);
      break;
    default:
      break;
    }
}

/* Asks for the first token alone, whatever was asked. */
static void
leave_out (GString *question)
{
  char *comma = strstr (strstr (question->str, "\"tokens\":["), "\",\"") + 1;
  char *end = strchr (comma, ']');

  g_string_erase (question, comma - question->str, end - comma);
}

static void
reply (SoupServerMessage *message, guint status, const char *type, const char *text, gsize len)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, len);
}

static void
reply_text (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  reply (message, status, type, text, strlen (text));
}

#define REFUSED "{\"code\":13,\"message\":\"Failed to generate claim proof\",\"details\":[]}"

/* Rubbish first, then what was earned. */
static void
answer_many (Stage *stage, SoupServerMessage *message)
{
  g_autoptr (GString) text = g_string_new ("{\"rewards\":[");

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "{\"token\":\"0x%040x\",\"active\":\"7\"},", i + 1);
  for (guint i = 0; i < stage->lines->len; i++)
    {
      const PracticeEarning *line = &g_array_index (stage->lines, PracticeEarning, i);
      char token[ADDRESS_TEXT_SIZE];

      address_to_text (&line->token, token);
      if (address_equal (&line->earner, &stage->earner))
        g_string_append_printf (text, "{\"token\":\"%s\",\"active\":\"7\"},", token);
    }
  g_string_truncate (text, text->len - 1);
  g_string_append (text, "]}");
  reply_text (message, 200, "application/json", text->str);
}

/* TRUE: that was the answer. */
static gboolean
answer_otherwise (Stage *stage, SoupServerMessage *message, gboolean is_proof)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  switch ((int) stage->lie)
    {
    case GARBAGE_SUMMARY:
      if (!is_proof)
        reply_text (message, 200, "text/html", "<html>sign in</html>");
      return !is_proof;
    case KEPT_BACK:
      if (!is_proof)
        reply_text (message, 200, "application/json", "{\"rewards\":[]}");
      return !is_proof;
    case MADE_UP:
      if (!is_proof)
        reply_text (message, 200, "application/json",
                    "{\"rewards\":[{\"token\":\"0x257601e63cc667ba6ad3561eb197f0edad4f96f7\","
                    "\"active\":\"1000000000000000000\",\"claimable\":\"1000000000000000000\"}]}");
      return !is_proof;
    case MANY:
      if (!is_proof)
        answer_many (stage, message);
      return !is_proof;
    case REDIRECTED:
      soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "/elsewhere");
      return TRUE;
    case NO_SUCH_PATH:
      reply_text (message, 404, "text/html", "<h1>nothing</h1>");
      return TRUE;
    case COMPRESSED:
      soup_message_headers_replace (headers, "Content-Encoding", "gzip");
      reply_text (message, 200, "application/json", "\x1f\x8b");
      return TRUE;
    default:
      break;
    }
  if (!is_proof)
    return FALSE;
  if (stage->lie == GARBAGE)
    reply_text (message, 200, "application/json", "{\"proof\":{\"root\":");
  else if (stage->lie == NO_SUCH_PROOF)
    reply_text (message, 500, "application/json", REFUSED);
  else if (stage->lie == LARGE)
    {
      g_autofree char *spaces = g_strnfill (4u << 20, ' ');

      reply (message, 200, "application/json", spaces, 4u << 20);
    }
  else
    return FALSE;
  return TRUE;
}

static void
server_cb (SoupServer *soup,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  Stage *stage = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GString) question = g_string_new_len (body->data, (gssize) body->length);
  const gboolean is_proof = g_str_equal (path, "/mainnet/rewards/v1/claim-proof");
  g_autoptr (GBytes) honest = NULL;
  g_autoptr (GString) answer = NULL;
  guint status;

  if (is_proof)
    stage->n_proofs++;
  else if (g_str_has_suffix (path, "/summarized-rewards"))
    stage->n_summaries++;
  else
    stage->n_others++;
  if (answer_otherwise (stage, message, is_proof))
    return;

  if (is_proof)
    lie_about_question (stage, question);
  if (is_proof && stage->lie == FEWER)
    leave_out (question);
  if (is_proof)
    g_string_assign (stage->asked, question->str);
  honest = answer_as (stage, path + strlen ("/mainnet"), question, &status);
  answer = g_string_new_len (g_bytes_get_data (honest, NULL), (gssize) g_bytes_get_size (honest));
  if (is_proof && status == 200)
    lie_about_answer (stage, answer);
  reply (message, status, "application/json", answer->str, answer->len);
}

/* --- the stage --- */

static void
choose_earners (Stage *stage)
{
  g_autoptr (SuretyClaim) claim = NULL;

  /* Somebody with several tokens whose place in the tree is odd, and somebody else. */
  for (guint i = 0; i < stage->lines->len; i++)
    {
      const Address *earner = &g_array_index (stage->lines, PracticeEarning, i).earner;

      g_clear_pointer (&claim, surety_claim_unref);
      claim = claims_make (stage->lines, 0, earner);
      if (surety_claim_get_n (claim) < 2 || surety_claim_get_earner_index (claim) % 2 == 0)
        continue;
      if (address_is_zero (&stage->earner))
        stage->earner = *earner;
      else if (!address_equal (&stage->earner, earner))
        stage->other = *earner;
    }
  g_assert_false (address_is_zero (&stage->earner));
  g_assert_false (address_is_zero (&stage->other));
}

static Stage *
stage_new (void)
{
  Stage *stage = g_new0 (Stage, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  GSList *uris;

  stage->test = protocol_test_new ();
  stage->asked = g_string_new (NULL);
  stage->lines = claims_newest_lines (stage->test->practice);
  choose_earners (stage);
  stage->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (stage->soup, NULL, server_cb, stage, NULL);
  soup_server_listen_local (stage->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (stage->soup);
  stage->label = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uris->data));
  url = g_strdup_printf ("http://%s/mainnet/", stage->label);
  stage->server = surety_http_server_new (url, &error);
  g_assert_no_error (error);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return stage;
}

static void
stage_free (Stage *stage)
{
  soup_server_disconnect (stage->soup);
  g_clear_object (&stage->soup);
  g_clear_object (&stage->server);
  g_array_unref (stage->lines);
  g_string_free (stage->asked, TRUE);
  protocol_test_free (stage->test);
  g_free (stage->label);
  g_free (stage);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_free)

static SuretyRewardSheet *
load_of (Stage *stage,
         const Address *account,
         SuretyServer *server,
         SuretyRewardSheet *before,
         GError **error)
{
  return dex_await_object (surety_protocol_load_rewards (stage->test->protocol, account, server,
                                                         before),
                           error);
}

static SuretyRewardSheet *
load (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  SuretyRewardSheet *sheet = load_of (stage, &stage->earner, stage->server, NULL, &error);

  g_assert_no_error (error);
  return sheet;
}

/* Each row is a line of the books, and all of them are there. */
static void
assert_honest (Stage *stage, SuretyRewardSheet *sheet)
{
  GListModel *rewards = surety_reward_sheet_get_rewards (sheet);
  guint n = 0;

  for (guint i = 0; i < stage->lines->len; i++)
    {
      const PracticeEarning *line = &g_array_index (stage->lines, PracticeEarning, i);
      gboolean found = FALSE;

      if (!address_equal (&line->earner, &stage->earner))
        continue;
      n++;
      for (guint k = 0; k < g_list_model_get_n_items (rewards); k++)
        {
          g_autoptr (SuretyReward) reward = g_list_model_get_item (rewards, k);

          if (!address_equal (surety_reward_get_token (reward), &line->token))
            continue;
          found = TRUE;
          g_assert_true (surety_figure_get_value (surety_reward_get_earned (reward)) ==
                         line->cumulative);
          g_assert_true (surety_figure_get_value (surety_reward_get_claimable (reward)) ==
                         line->cumulative);
          g_assert_true (surety_figure_get_value (surety_reward_get_claimed (reward)) == 0);
          g_assert_cmpint (surety_figure_get_known (surety_reward_get_earned (reward)), ==,
                           SURETY_KNOWN_PRACTICE);
          g_assert_cmpuint (surety_figure_get_block (surety_reward_get_earned (reward)), ==,
                            surety_reward_sheet_get_block (sheet));
        }
      g_assert_true (found);
    }
  g_assert_cmpuint (n, >, 1);
  g_assert_cmpuint (g_list_model_get_n_items (rewards), ==, n);
}

/* --- an honest server --- */

static void
test_honest (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (SuretyRewardSheet) sheet = load (stage);
  g_autoptr (SuretyRewardSheet) inside = NULL;
  g_autoptr (SuretyClaim) all = NULL;
  g_autoptr (SuretyClaim) one = NULL;
  g_autoptr (SuretyClaim) none = NULL;
  g_autoptr (GError) error = NULL;
  const Address nobody = { .bytes[19] = 7 };

  assert_honest (stage, sheet);
  g_assert_cmpstr (surety_reward_sheet_get_server (sheet), ==, stage->label);
  g_assert_cmpuint (surety_reward_sheet_get_n_left_out (sheet), ==, 0);
  g_assert_true (surety_claim_is_of (surety_reward_sheet_get_claim (sheet),
                                     &surety_reward_sheet_get_root (sheet)->root));
  all = surety_reward_sheet_make_claim (sheet, NULL, 0);
  g_assert_cmpuint (surety_claim_get_n (all), >, 1);
  one = surety_reward_sheet_make_claim (sheet, &surety_claim_get_token (all, 1)->token, 1);
  g_assert_cmpuint (surety_claim_get_n (one), ==, 1);
  g_assert_true (address_equal (&surety_claim_get_token (one, 0)->token,
                                &surety_claim_get_token (all, 1)->token));
  none = surety_reward_sheet_make_claim (sheet, &nobody, 1);
  g_assert_null (none);

  /* The network's own server says the same. */
  inside = load_of (stage, &stage->earner, SURETY_SERVER (stage->test->practice), NULL, &error);
  g_assert_no_error (error);
  assert_honest (stage, inside);
  g_assert_cmpstr (surety_reward_sheet_get_server (inside), ==, "practice");
}

static void
test_nothing_earned (void)
{
  g_autoptr (Stage) stage = stage_new ();
  const Address nobody = { .bytes[19] = 7 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyRewardSheet) sheet = load_of (stage, &nobody, stage->server, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (surety_reward_sheet_get_root (sheet));
  g_assert_null (surety_reward_sheet_get_claim (sheet));
  g_assert_cmpuint (g_list_model_get_n_items (surety_reward_sheet_get_rewards (sheet)), ==, 0);
  g_assert_cmpuint (stage->n_summaries, ==, 1);
  g_assert_cmpuint (stage->n_proofs, ==, 0);
}

static void
test_nobody_asked (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyRewardSheet) sheet = load_of (stage, &stage->earner, NULL, NULL, &error);
  g_autoptr (SuretyRewardSheet) after = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (surety_reward_sheet_get_root (sheet));
  g_assert_null (surety_reward_sheet_get_server (sheet));
  g_assert_null (surety_reward_sheet_get_claim (sheet));
  g_assert_cmpuint (stage->n_summaries + stage->n_proofs + stage->n_others, ==, 0);

  /* That is no answer to go on with. */
  after = load_of (stage, &stage->earner, stage->server, sheet, &error);
  g_assert_no_error (error);
  assert_honest (stage, after);
}

/* Once for each root. */
static void
test_asked_once (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (SuretyRewardSheet) first = load (stage);
  g_autoptr (SuretyRewardSheet) again = NULL;
  g_autoptr (SuretyRewardSheet) other = NULL;
  g_autoptr (SuretyRewardSheet) later = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (stage->n_proofs, ==, 1);
  surety_practice_mine (stage->test->practice, 1);
  again = load_of (stage, &stage->earner, stage->server, first, &error);
  g_assert_no_error (error);
  assert_honest (stage, again);
  g_assert_cmpuint (surety_reward_sheet_get_block (again), >,
                    surety_reward_sheet_get_block (first));
  g_assert_cmpuint (stage->n_proofs, ==, 1);
  g_assert_cmpuint (stage->n_summaries, ==, 1);

  /* What was another's is nobody else's. */
  other = load_of (stage, &stage->other, stage->server, first, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stage->n_proofs, ==, 2);
  g_assert_true (
    address_equal (surety_claim_get_earner (surety_reward_sheet_get_claim (other)), &stage->other));

  surety_practice_mine (stage->test->practice, WEEK_BLOCKS);
  later = load_of (stage, &stage->earner, stage->server, again, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_reward_sheet_get_root (later)->index, >,
                    surety_reward_sheet_get_root (again)->index);
  g_assert_cmpuint (stage->n_proofs, ==, 3);
}

typedef struct
{
  const char *label;
  guint64 n_calls[2]; /* GET, POST */
  guint64 in;
  guint64 out;
} Counted;

static void
count (const SuretyTraffic *traffic, gpointer data)
{
  Counted *counted = data;

  if (traffic->purpose != SURETY_TRAFFIC_REWARDS)
    return;
  g_assert_cmpstr (traffic->host, ==, counted->label);
  counted->n_calls[g_str_equal (traffic->method, "POST") ? 1 : 0] += traffic->n_calls;
  counted->in += traffic->bytes_in;
  counted->out += traffic->bytes_out;
}

static void
test_counted (void)
{
  g_autoptr (Stage) stage = stage_new ();
  Counted counted = { .label = stage->label };
  g_autoptr (SuretyRewardSheet) sheet = NULL;

  surety_traffic_forget ();
  sheet = load (stage);
  surety_traffic_foreach (count, &counted);
  g_assert_cmpuint (counted.n_calls[0], ==, 1);
  g_assert_cmpuint (counted.n_calls[1], ==, 1);
  g_assert_cmpuint (counted.out, >, 300);
  g_assert_cmpuint (counted.in, >, 500);
}

/* --- one that is not --- */

static void
test_lies (void)
{
  static const struct
  {
    Lie lie;
    SuretyProtocolError code;
  } lies[] = {
    { RAISED, SURETY_PROTOCOL_ERROR_REWARDS_PROOF },
    { OTHER_EARNER, SURETY_PROTOCOL_ERROR_REWARDS_PROOF },
    { OTHER_RENAMED, SURETY_PROTOCOL_ERROR_REWARDS_PROOF },
    { OLD_ROOT, SURETY_PROTOCOL_ERROR_REWARDS_PROOF },
    { OLD_RENUMBERED, SURETY_PROTOCOL_ERROR_REWARDS_PROOF },
    { OTHER_INDEX, SURETY_PROTOCOL_ERROR_REWARDS_PROOF },
    { FEWER, SURETY_PROTOCOL_ERROR_REWARDS_PROOF },
    { GARBAGE, SURETY_PROTOCOL_ERROR_REWARDS_REPLY },
    { GARBAGE_SUMMARY, SURETY_PROTOCOL_ERROR_REWARDS_REPLY },
    { LARGE, SURETY_PROTOCOL_ERROR_REWARDS_REPLY },
    { COMPRESSED, SURETY_PROTOCOL_ERROR_REWARDS_REPLY },
    { REDIRECTED, SURETY_PROTOCOL_ERROR_REWARDS_SERVER },
    { NO_SUCH_PATH, SURETY_PROTOCOL_ERROR_REWARDS_SERVER },
    { NO_SUCH_PROOF, SURETY_PROTOCOL_ERROR_REWARDS_BEHIND },
    { MADE_UP, SURETY_PROTOCOL_ERROR_REWARDS_BEHIND },
  };
  g_autoptr (Stage) stage = stage_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyRewardSheet) sheet = NULL;
      g_autoptr (SuretyRewardSheet) after = NULL;

      stage->lie = lies[i].lie;
      sheet = load_of (stage, &stage->earner, stage->server, NULL, &error);
      if (sheet != NULL || error->code != (int) lies[i].code)
        g_error ("lie %u: %s", lies[i].lie, sheet != NULL ? "believed" : error->message);
      g_assert_error (error, SURETY_PROTOCOL_ERROR, (int) lies[i].code);
      g_assert_cmpstr (error->message, ==, stage->label);

      stage->lie = HONEST;
      after = load (stage);
      assert_honest (stage, after);
    }
  g_assert_cmpuint (stage->n_others, ==, 0);

  /* It can keep back, and no more. */
  stage->lie = KEPT_BACK;
  {
    g_autoptr (SuretyRewardSheet) sheet = load (stage);

    g_assert_null (surety_reward_sheet_get_claim (sheet));
    g_assert_cmpuint (g_list_model_get_n_items (surety_reward_sheet_get_rewards (sheet)), ==, 0);
  }
}

/* Who is paid in rubbish still sees what is known: it is asked for first. */
static void
test_many (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (GError) error = NULL;
  const char *tokens;
  guint n = 1;

  stage->lie = MANY;
  g_assert_null (load_of (stage, &stage->earner, stage->server, NULL, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REWARDS_BEHIND);
  tokens = strstr (stage->asked->str, "\"tokens\":[") + strlen ("\"tokens\":[");
  for (const char *c = tokens; *c != ']'; c++)
    n += *c == ',' ? 1u : 0u;
  g_assert_cmpuint (n, ==, SURETY_CLAIM_MAX_TOKENS);
  for (guint i = 0; i < stage->lines->len; i++)
    {
      const PracticeEarning *line = &g_array_index (stage->lines, PracticeEarning, i);
      char hex[2 + 40 + 1];
      const char *at;

      if (!address_equal (&line->earner, &stage->earner))
        continue;
      hex_encode (line->token.bytes, 20, true, hex);
      at = strstr (tokens, hex);
      g_assert_nonnull (at);
      g_assert_cmpuint ((gsize) (at - tokens), <, 2 * strlen ("\"0x\",") + 2 * 40);
    }
}

static void
test_unreachable (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (GError) error = NULL;

  soup_server_disconnect (stage->soup);
  g_assert_null (load_of (stage, &stage->earner, stage->server, NULL, &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REWARDS_SERVER);
  g_assert_cmpstr (error->message, ==, stage->label);
}

/* --- the chain --- */

static void
act (Stage *stage, const Address *from, const char *function, const AbiValue *arg)
{
  AbiItem *item = NULL;
  Buffer call = buffer_new ();
  Address to;

  g_assert_true (
    surety_network_get_contract (stage->test->network, "RewardsCoordinator", &to, NULL));
  surety_practice_mine (stage->test->practice, 1);
  g_assert_cmpint (abi_item_parse (function, &item), ==, CORE_OK);
  g_assert_cmpint (abi_encode_call (item, arg, 1, &call), ==, CORE_OK);
  g_assert_true (
    practice_chain_system (chain_of (stage), from, &to, 0, buffer_bytes (&call), NULL));
  buffer_clear (&call);
  abi_item_free (item);
}

static void
test_paused_and_claimer (void)
{
  g_autoptr (Stage) stage = stage_new ();
  const PracticeConfig *config = &practice_chain_world (chain_of (stage))->config;
  g_autoptr (SuretyRewardSheet) before = load (stage);
  g_autoptr (SuretyRewardSheet) after = NULL;
  AbiValue arg = abi_uint (4);

  g_assert_false (surety_reward_sheet_get_paused (before));
  g_assert_null (surety_reward_sheet_get_claimer (before));
  act (stage, &stage->earner, "function setClaimerFor(address claimer)",
       (AbiValue[]) { abi_address (&stage->other) });
  act (stage, &config->governor, "function pause(uint256 newPausedStatus)", &arg);
  after = load (stage);
  g_assert_true (surety_reward_sheet_get_paused (after));
  g_assert_nonnull (surety_reward_sheet_get_claimer (after));
  g_assert_true (address_equal (surety_reward_sheet_get_claimer (after), &stage->other));
  assert_honest (stage, after);
}

/* Roots that were taken back, and many that wait: the newest that can be claimed under is found behind them. */
static void
test_roots (void)
{
  g_autoptr (Stage) stage = stage_new ();
  const PracticeConfig *config = &practice_chain_world (chain_of (stage))->config;
  g_autoptr (SuretyRewardSheet) before = load (stage);
  g_autoptr (SuretyRewardSheet) after = NULL;
  const SuretyRewardRoot *next = surety_reward_sheet_get_next (before);
  AbiValue arg = abi_uint (next->index);
  guint32 first = 0;

  act (stage, &config->rewards_updater, "function disableRoot(uint32 rootIndex)", &arg);
  for (guint i = 0; i < 40; i++)
    {
      const guint32 index = claims_post (stage->test->practice, stage->lines);

      if (i == 0)
        first = index;
    }
  after = load (stage);
  assert_honest (stage, after);
  g_assert_cmpuint (surety_reward_sheet_get_root (after)->index, ==,
                    surety_reward_sheet_get_root (before)->index);
  g_assert_cmpuint (surety_reward_sheet_get_next (after)->index, ==, first);

  /* More of them than anybody looks through. */
  for (guint i = 0; i < 100; i++)
    claims_post (stage->test->practice, stage->lines);
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (load_of (stage, &stage->earner, stage->server, NULL, &error));
    g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_ROOT_INACTIVE);
  }
}

/* What an amount is proved under is what two endpoints say, where there are two. */
static void
test_endpoints_must_agree (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (ProtocolTest) liar = protocol_test_new ();
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (stage->test->network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretyRewardSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (liar->practice));
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (stage->test->practice));
  protocol = surety_eigenlayer_new (stage->test->network, endpoints);
  sheet = dex_await_object (surety_protocol_load_rewards (protocol, &stage->earner, stage->server,
                                                          NULL),
                            &error);
  g_assert_no_error (error);
  assert_honest (stage, sheet);
  g_clear_object (&sheet);

  claims_post (liar->practice, stage->lines);
  sheet = dex_await_object (surety_protocol_load_rewards (protocol, &stage->earner, stage->server,
                                                          NULL),
                            &error);
  g_assert_null (sheet);
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE);
}

static void
without_rewards (JsonObject *file, gpointer user_data)
{
  json_object_remove_member (json_object_get_object_member (file, "contracts"),
                             "RewardsCoordinator");
}

static void
without_tokens (JsonObject *file, gpointer user_data)
{
  json_object_remove_member (file, "otherTokens");
  json_object_set_array_member (file, "tokens", json_array_new ());
}

static void
test_network_without (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (SuretyNetwork) network = protocol_test_edit_network (NULL, without_rewards, NULL);
  g_autoptr (SuretyProtocol) protocol = surety_eigenlayer_new (network, stage->test->endpoints);
  g_autoptr (GError) error = NULL;

  g_assert_null (
    dex_await_object (surety_protocol_load_rewards (protocol, &stage->earner, stage->server, NULL),
                      &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NO_REWARDS);
  g_assert_cmpuint (stage->n_summaries, ==, 0);
}

/* Tokens that the network's file does not know have no name here, but the digits they count in. */
static void
test_unknown_tokens (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (SuretyNetwork) network = protocol_test_edit_network (NULL, without_tokens, NULL);
  g_autoptr (SuretyProtocol) protocol = surety_eigenlayer_new (network, stage->test->endpoints);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyRewardSheet)
    sheet = dex_await_object (surety_protocol_load_rewards (protocol, &stage->earner, stage->server,
                                                            NULL),
                              &error);
  g_autoptr (SuretyReward) reward = NULL;

  g_assert_no_error (error);
  assert_honest (stage, sheet);
  reward = g_list_model_get_item (surety_reward_sheet_get_rewards (sheet), 0);
  g_assert_false (surety_reward_get_known (reward));
  g_assert_cmpstr (surety_reward_get_symbol (reward), ==, "");
  g_assert_cmpuint (surety_figure_get_decimals (surety_reward_get_earned (reward)), ==, 18);
}

static void
without_tokens_and_multicall (JsonObject *file, gpointer user_data)
{
  without_tokens (file, user_data);
  protocol_test_without_multicall (file, user_data);
}

/* Whoever pays somebody in a token of their own making decides what it answers, and to whom: by the gas there is, say. */
static void
test_foreign_token_spoils_nothing (void)
{
  g_autoptr (Stage) stage = stage_new ();
  g_autoptr (SuretyNetwork)
    network = protocol_test_edit_network (NULL, without_tokens_and_multicall, NULL);
  g_autoptr (RiggedTransport)
    line = rigged_transport_new (SURETY_TRANSPORT (stage->test->practice));
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (stage->test->network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  const guint64 six[] = { 6 };
  const char *const answers[] = { "0x", "0x60", NULL };

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (line));
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (stage->test->practice));
  protocol = surety_eigenlayer_new (network, endpoints);
  for (guint way = 0; way < 1 + G_N_ELEMENTS (answers); way++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyRewardSheet) sheet = NULL;
      guint n_spoilt = 0;
      Address token = { 0 };

      for (guint i = 0; i < stage->lines->len; i++)
        if (address_equal (&g_array_index (stage->lines, PracticeEarning, i).earner,
                           &stage->earner))
          token = g_array_index (stage->lines, PracticeEarning, i).token;
      if (way == 0)
        rigged_transport_answer (line, &token, "function decimals() view returns (uint8)", six, 1);
      else if (answers[way - 1] != NULL)
        rigged_transport_answer_hex (line, &token, "function decimals() view returns (uint8)",
                                     answers[way - 1]);
      else
        rigged_transport_answer (line, &token, "function decimals() view returns (uint8)", six, 0);
      sheet = dex_await_object (surety_protocol_load_rewards (protocol, &stage->earner,
                                                              stage->server, NULL),
                                &error);
      g_assert_no_error (error);
      assert_honest (stage, sheet);
      for (guint i = 0; i < g_list_model_get_n_items (surety_reward_sheet_get_rewards (sheet)); i++)
        {
          g_autoptr (SuretyReward)
            reward = g_list_model_get_item (surety_reward_sheet_get_rewards (sheet), i);

          if (surety_figure_get_decimals (surety_reward_get_earned (reward)) == 18)
            continue;
          n_spoilt++;
          g_assert_true (address_equal (surety_reward_get_token (reward), &token));
        }
      g_assert_cmpuint (n_spoilt, <=, 1);
    }
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);

  protocol_test_add ("/rewards/an-honest-server-is-believed", test_honest);
  protocol_test_add ("/rewards/nothing-earned-is-nothing", test_nothing_earned);
  protocol_test_add ("/rewards/nobody-is-asked-where-nobody-was-chosen", test_nobody_asked);
  protocol_test_add ("/rewards/a-server-is-asked-once-for-each-root", test_asked_once);
  protocol_test_add ("/rewards/what-is-asked-is-counted", test_counted);
  protocol_test_add ("/rewards/no-lie-is-believed-and-the-liar-is-named", test_lies);
  protocol_test_add ("/rewards/what-is-known-is-asked-for-first", test_many);
  protocol_test_add ("/rewards/a-server-that-is-not-there-is-named", test_unreachable);
  protocol_test_add ("/rewards/paused-and-claimed-by-another", test_paused_and_claimer);
  protocol_test_add ("/rewards/the-newest-root-that-can-be-claimed-under", test_roots);
  protocol_test_add ("/rewards/two-endpoints-must-agree", test_endpoints_must_agree);
  protocol_test_add ("/rewards/a-network-without", test_network_without);
  protocol_test_add ("/rewards/tokens-that-are-not-known", test_unknown_tokens);
  protocol_test_add ("/rewards/a-foreign-token-spoils-nothing", test_foreign_token_spoils_nothing);

  return g_test_run ();
}
