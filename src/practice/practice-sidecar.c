/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-sidecar.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "practice-abi.h"
#include "practice-rpc.h"
#include "practice-tree.h"

#define EARNERS "/rewards/v1/earners/"
#define SUMMARY "/summarized-rewards"
#define CLAIM_PROOF "/rewards/v1/claim-proof"

#define MAX_QUESTION (64u * 1024u)

/* gRPC's codes, and what its gateway makes of them. */
typedef enum
{
  GRPC_INVALID_ARGUMENT = 3,
  GRPC_NOT_FOUND = 5,
  GRPC_INTERNAL = 13,
} GrpcCode;

/* A question being answered: out, or the reason why not. */
typedef struct
{
  PracticeChain *chain;
  PracticeEnv *env; /* of the head */
  GString *out;
  guint status;
} Question;

static gboolean
fail (Question *question, GrpcCode code, const char *message)
{
  g_string_printf (question->out, "{\"code\":%d,\"message\":\"%s\",\"details\":[]}", (int) code,
                   message);
  question->status = code == GRPC_INVALID_ARGUMENT ? 400 : code == GRPC_NOT_FOUND ? 404 : 500;
  return FALSE;
}

/* --- as protobuf's JSON writes it: what is zero is left out --- */

static void
out_base64 (GString *out, const char *name, gconstpointer data, gsize len)
{
  g_autofree char *text = g_base64_encode (data, len);

  if (len > 0)
    g_string_append_printf (out, ",\"%s\":\"%s\"", name, text);
}

static void
out_index (GString *out, const char *name, guint32 index)
{
  if (index > 0)
    g_string_append_printf (out, ",\"%s\":%u", name, index);
}

static void
out_decimal (GString *out, const char *name, u256 value)
{
  char text[U256_DECIMAL_SIZE];

  u256_to_decimal (value, text);
  g_string_append_printf (out, ",\"%s\":\"%s\"", name, text);
}

/* Of what the sidecar finds no line of it says the empty text. */
static void
out_total (GString *out, const char *name, u256 value)
{
  if (value > 0)
    out_decimal (out, name, value);
  else
    g_string_append_printf (out, ",\"%s\":\"\"", name);
}

/* --- what is known --- */

/* The lines of the root at that place; NULL: there is none, or none of this network's own books. */
static GArray *
lines_of_root (Question *question, u256 index)
{
  const AbiItem *event = practice_abi_item (
    "event DistributionRootSubmitted(uint32 indexed rootIndex, bytes32 indexed root, uint32 indexed "
    "rewardsCalculationEndTimestamp, uint32 activatedAt)");
  GArray *logs = practice_chain_logs (question->chain);

  for (guint i = logs->len; i > 0; i--)
    {
      const PracticeLogEntry *entry = &g_array_index (logs, PracticeLogEntry, i - 1);

      if (hash_equal (&entry->log->topics[0], &event->hash) &&
          u256_from_be (entry->log->topics[1].bytes) == index)
        return practice_rewards_distribution (question->chain, entry->transaction->block);
    }
  return NULL;
}

/* The newest that can be claimed under; FALSE: there is none. */
static gboolean
find_active (Question *question, u256 *index)
{
  for (u256 i = practice_rewards_count_roots (question->env); i > 0; i--)
    if (practice_rewards_is_claimable (question->env, i - 1))
      {
        *index = i - 1;
        return TRUE;
      }
  return FALSE;
}

static u256
find_cumulative (GArray *lines, const Address *earner, const Address *token)
{
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const PracticeEarning *line = &g_array_index (lines, PracticeEarning, i);

      if (address_equal (&line->earner, earner) && address_equal (&line->token, token))
        return line->cumulative;
    }
  return 0;
}

/* --- what an earner has, token by token --- */

static gboolean
summarize (Question *question, const Address *earner)
{
  const u256 n = practice_rewards_count_roots (question->env);
  u256 index = 0;
  g_autoptr (GArray) newest = n > 0 ? lines_of_root (question, n - 1) : NULL;
  g_autoptr (GArray) active = find_active (question, &index) ? lines_of_root (question, index)
                                                             : NULL;
  gboolean any = FALSE;

  g_string_assign (question->out, "{\"rewards\":[");
  for (guint i = 0; newest != NULL && i < newest->len; i++)
    {
      const PracticeEarning *line = &g_array_index (newest, PracticeEarning, i);
      u256 earned, claimed;

      if (!address_equal (&line->earner, earner))
        continue;
      earned = find_cumulative (active, earner, &line->token);
      claimed = practice_rewards_get_claimed (question->env, earner, &line->token);
      g_string_append (question->out, any ? ",{\"token\":" : "{\"token\":");
      practice_out_address (question->out, &line->token);
      out_decimal (question->out, "earned", line->cumulative);
      out_total (question->out, "active", earned);
      out_total (question->out, "claimed", claimed);
      out_decimal (question->out, "claimable", earned > claimed ? earned - claimed : 0);
      g_string_append_c (question->out, '}');
      any = TRUE;
    }
  g_string_append (question->out, "]}");
  return TRUE;
}

static gboolean
answer_summary (Question *question, const char *path)
{
  const char *text = path + strlen (EARNERS);
  const char *end = strchr (text, '/');
  Address earner;

  if (end == NULL || !g_str_equal (end, SUMMARY))
    return fail (question, GRPC_NOT_FOUND, "Not Found");
  if (address_parse (text, (gsize) (end - text), &earner, NULL) != CORE_OK)
    return fail (question, GRPC_INVALID_ARGUMENT, "earner address is required");
  return summarize (question, &earner);
}

/* --- a proof --- */

typedef struct
{
  Address earner;
  gboolean has_index;
  u256 index;
  GArray *tokens; /* Address */
} Wanted;

static gboolean
read_address (JsonNode *node, Address *out)
{
  const char *text = practice_node_text (node);

  return text != NULL && address_parse (text, strlen (text), out, NULL) == CORE_OK;
}

/* An int64, which protobuf's JSON writes as text and reads either way. */
static gboolean
read_index (JsonNode *node, Wanted *wanted)
{
  const char *text = practice_node_text (node);

  wanted->has_index = node != NULL && !JSON_NODE_HOLDS_NULL (node);
  if (!wanted->has_index)
    return TRUE;
  if (text != NULL)
    return u256_from_decimal (text, strlen (text), &wanted->index) == CORE_OK;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0)
    return FALSE;
  wanted->index = (u256) json_node_get_int (node);
  return TRUE;
}

static gboolean
read_wanted (JsonNode *root, Wanted *wanted)
{
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonNode *tokens = object != NULL ? json_object_get_member (object, "tokens") : NULL;
  JsonArray *array = tokens != NULL && JSON_NODE_HOLDS_ARRAY (tokens) ? json_node_get_array (tokens)
                                                                      : NULL;

  if (array == NULL ||
      !read_address (json_object_get_member (object, "earnerAddress"), &wanted->earner) ||
      !read_index (json_object_get_member (object, "rootIndex"), wanted))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      Address token;

      if (!read_address (json_array_get_element (array, i), &token))
        return FALSE;
      g_array_append_val (wanted->tokens, token);
    }
  return wanted->tokens->len > 0;
}

static const PracticeTokenProof *
find_token (const PracticeProof *proof, const Address *token)
{
  for (guint i = 0; i < proof->tokens->len; i++)
    if (address_equal (&g_array_index (proof->tokens, PracticeTokenProof, i).line->token, token))
      return &g_array_index (proof->tokens, PracticeTokenProof, i);
  return NULL;
}

static void
out_tokens (GString *out, const PracticeTokenProof **chosen, guint n)
{
  g_string_append (out, ",\"tokenIndices\":[");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%u", i > 0 ? "," : "", chosen[i]->index);
  g_string_append (out, "],\"tokenTreeProofs\":[");
  for (guint i = 0; i < n; i++)
    {
      gsize len;
      gconstpointer data = g_bytes_get_data (chosen[i]->proof, &len);
      g_autofree char *text = g_base64_encode (data, len);

      g_string_append_printf (out, "%s\"%s\"", i > 0 ? "," : "", text);
    }
  g_string_append (out, "],\"tokenLeaves\":[");
  for (guint i = 0; i < n; i++)
    {
      char text[ADDRESS_TEXT_SIZE];

      address_to_text (&chosen[i]->line->token, text);
      g_string_append_printf (out, "%s{\"token\":\"%s\"", i > 0 ? "," : "", text);
      out_decimal (out, "cumulativeEarnings", chosen[i]->line->cumulative);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
out_proof (GString *out,
           GArray *lines,
           const PracticeProof *proof,
           const Wanted *wanted,
           const PracticeTokenProof **chosen)
{
  const Hash root = practice_tree_root (lines);
  g_autofree char *root_text = g_base64_encode (root.bytes, sizeof root.bytes);
  char earner[ADDRESS_TEXT_SIZE];

  address_to_text (&wanted->earner, earner);
  g_string_printf (out, "{\"proof\":{\"root\":\"%s\"", root_text);
  out_index (out, "rootIndex", (guint32) wanted->index);
  out_index (out, "earnerIndex", proof->earner_index);
  out_base64 (out, "earnerTreeProof", g_bytes_get_data (proof->earner_proof, NULL),
              g_bytes_get_size (proof->earner_proof));
  g_string_append_printf (out, ",\"earnerLeaf\":{\"earner\":\"%s\"", earner);
  out_base64 (out, "earnerTokenRoot", proof->token_root.bytes, sizeof proof->token_root.bytes);
  g_string_append_c (out, '}');
  out_tokens (out, chosen, wanted->tokens->len);
  g_string_append (out, "}}");
}

static gboolean
prove (Question *question, Wanted *wanted)
{
  g_autoptr (GArray) lines = NULL;
  g_autoptr (PracticeProof) proof = NULL;
  g_autofree const PracticeTokenProof **chosen = NULL;

  if (!wanted->has_index && !find_active (question, &wanted->index))
    return fail (question, GRPC_INTERNAL, "Failed to generate claim proof no active root");
  lines = lines_of_root (question, wanted->index);
  if (lines == NULL)
    return fail (question, GRPC_INTERNAL, "Failed to generate claim proof root not found");
  proof = practice_tree_prove (lines, &wanted->earner);
  if (proof == NULL)
    return fail (question, GRPC_INTERNAL, "Failed to generate claim proof earner not found");

  chosen = g_new0 (const PracticeTokenProof *, wanted->tokens->len);
  for (guint i = 0; i < wanted->tokens->len; i++)
    {
      chosen[i] = find_token (proof, &g_array_index (wanted->tokens, Address, i));
      if (chosen[i] == NULL)
        return fail (question, GRPC_INTERNAL, "Failed to generate claim proof token not found");
    }
  out_proof (question->out, lines, proof, wanted, chosen);
  return TRUE;
}

static gboolean
answer_proof (Question *question, GBytes *body)
{
  /* Not an immutable one: see practice_rpc_handle(). */
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (Address));
  Wanted wanted = { .tokens = tokens };
  gsize len;
  const char *text = g_bytes_get_data (body, &len);

  json_parser_set_strict (parser, TRUE);
  if (len == 0 || len > MAX_QUESTION || !g_utf8_validate_len (text, len, NULL) ||
      !json_parser_load_from_data (parser, text, (gssize) len, NULL) ||
      !read_wanted (json_parser_get_root (parser), &wanted))
    return fail (question, GRPC_INVALID_ARGUMENT, "not a question for a claim proof");
  return prove (question, &wanted);
}

GBytes *
practice_sidecar_answer (PracticeChain *chain, const char *path, GBytes *body, guint *status)
{
  g_autoptr (PracticeEnv) env = practice_chain_env (chain, practice_chain_head (chain));
  Question question = { chain, env, g_string_new (NULL), 200 };

  if (body == NULL && g_str_has_prefix (path, EARNERS))
    answer_summary (&question, path);
  else if (body != NULL && g_str_equal (path, CLAIM_PROOF))
    answer_proof (&question, body);
  else
    fail (&question, GRPC_NOT_FOUND, "Not Found");

  *status = question.status;
  return g_string_free_to_bytes (question.out);
}
