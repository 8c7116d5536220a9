/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

#include <string.h>

#include "surety-chain-error.h"
#include "surety-eigenlayer-sidecar.h"

/* What an account has earned: the chain has the root, a server the proofs, and an amount counts when its proof leads to
 * that root. */

#define PAUSED_CLAIMS 2u /* bit of RewardsCoordinator.paused() */
/* Roots asked for at a time from the newest on, and how often: those that wait are about one, on test networks eight. */
#define ROOTS_AT_A_TIME 16u
#define MAX_ROUNDS 8u
/* A server makes the whole tree anew for a proof. */
#define SUMMARY_DEADLINE_MS 60000u
#define PROOF_DEADLINE_MS 180000u
/* What u256_to_units() takes. */
#define MAX_DECIMALS 77u

typedef struct
{
  SuretyEigenlayer *self;
  SuretyFlow *flow; /* while it runs */
  Address account;
  Address rewards;
  SuretyServer *server;
  SuretyRewardSheet *before;
  char *label;
  SuretyMulticall *head; /* what everything is of the block of */
  SuretyRewardFacts facts;
  SuretyClaim *claim; /* lent by facts */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_object (&load->self);
  g_clear_object (&load->server);
  g_clear_object (&load->before);
  g_clear_object (&load->head);
  g_clear_pointer (&load->claim, surety_claim_unref);
  g_free (load->label);
  g_free (load);
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (GError **error, SuretyProtocolError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (SURETY_PROTOCOL_ERROR, (int) code, format, args));
  va_end (args);
  return FALSE;
}

/* Reads at the block of the first exchange; known is as well as the least known of them. */
static gboolean
run (Load *load, SuretyMulticall *multicall, GError **error)
{
  const guint64 block = load->head != multicall ? surety_multicall_get_block (load->head) : 0;

  if (!surety_eigenlayer_run (load->self, load->flow, multicall, block, error))
    return FALSE;
  load->facts.known = MIN (load->facts.known,
                           surety_eigenlayer_get_known_of (load->self, multicall));
  return TRUE;
}

/* --- the root --- */

static gboolean
read_root (SuretyMulticall *multicall,
           guint call,
           SuretyRewardRoot *out,
           gboolean *disabled,
           GError **error)
{
  AbiValues values = { 0 };

  if (!surety_multicall_get (multicall, call, &values, error))
    return FALSE;
  memcpy (out->root.bytes, values.values[0].data.data, sizeof out->root.bytes);
  out->end = (guint64) values.values[1].word;
  out->active = (guint64) values.values[2].word;
  *disabled = values.values[3].word != 0;
  abi_values_clear (&values);
  return TRUE;
}

/* The newest roots below n, from the newest on, until one can be claimed under. */
static gboolean
find_root_below (Load *load, guint32 n, GError **error)
{
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new_deciding (load->self);
  const guint32 asked = MIN (n, ROOTS_AT_A_TIME);
  const guint64 now = surety_multicall_get_timestamp (load->head);
  guint calls[ROOTS_AT_A_TIME];

  for (guint32 i = 0; i < asked; i++)
    {
      AbiValue index = abi_uint (n - 1 - i);

      calls[i] = surety_eigenlayer_ask (multicall, &load->rewards,
                                        EL_GET_DISTRIBUTION_ROOT_AT_INDEX, 1, &index);
    }
  if (!run (load, multicall, error))
    return FALSE;

  for (guint32 i = 0; i < asked && !load->facts.has_root; i++)
    {
      SuretyRewardRoot root = { .index = n - 1 - i };
      gboolean disabled;

      if (!read_root (multicall, calls[i], &root, &disabled, error))
        return FALSE;
      if (disabled)
        continue;
      if (root.active <= now)
        {
          load->facts.has_root = TRUE;
          load->facts.root = root;
        }
      else if (!load->facts.has_next || root.active <= load->facts.next.active)
        {
          load->facts.has_next = TRUE;
          load->facts.next = root;
        }
    }
  return TRUE;
}

static gboolean
find_root (Load *load, u256 n_roots, GError **error)
{
  guint32 n;

  if (n_roots > G_MAXUINT32)
    return refuse (error, SURETY_PROTOCOL_ERROR_ROOT_INACTIVE,
                   "RewardsCoordinator has more roots than it can count");
  n = (guint32) n_roots;
  for (guint i = 0; i < MAX_ROUNDS && n > 0 && !load->facts.has_root; i++)
    {
      if (!find_root_below (load, n, error))
        return FALSE;
      n -= MIN (n, ROOTS_AT_A_TIME);
    }
  return load->facts.has_root || n == 0 ||
         refuse (error, SURETY_PROTOCOL_ERROR_ROOT_INACTIVE,
                 "None of the newest %u roots can be claimed under", MAX_ROUNDS * ROOTS_AT_A_TIME);
}

static gboolean
read_head (Load *load, GError **error)
{
  AbiValue earner = abi_address (&load->account);
  guint n_roots, paused, claimer;
  u256 n, bits;

  load->head = surety_eigenlayer_multicall_new_deciding (load->self);
  n_roots = surety_eigenlayer_ask (load->head, &load->rewards, EL_GET_DISTRIBUTION_ROOTS_LENGTH, 0,
                                   NULL);
  paused = surety_eigenlayer_ask (load->head, &load->rewards, EL_PAUSED, 0, NULL);
  claimer = surety_eigenlayer_ask (load->head, &load->rewards, EL_CLAIMER_FOR, 1, &earner);
  if (!run (load, load->head, error) ||
      !surety_multicall_get_word (load->head, n_roots, &n, error) ||
      !surety_multicall_get_word (load->head, paused, &bits, error) ||
      !surety_multicall_get_address (load->head, claimer, &load->facts.claimer, error))
    return FALSE;
  load->facts.block = surety_multicall_get_block (load->head);
  load->facts.time = surety_multicall_get_timestamp (load->head);
  load->facts.paused = (bits >> PAUSED_CLAIMS & 1) != 0;
  return find_root (load, n, error);
}

/* --- the proofs --- */

/* Takes failed. What is the server's fault names it. */
static gboolean
blame (Load *load, SuretyProtocolError code, GError *failed, GError **error)
{
  if (failed != NULL && g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED) ||
      g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_TOO_LARGE))
    code = SURETY_PROTOCOL_ERROR_REWARDS_REPLY;
  if (failed != NULL)
    g_debug ("%s: %s", load->label, failed->message);
  g_clear_error (&failed);
  return refuse (error, code, "%s", load->label);
}

static GBytes *
ask (Load *load, const char *path, GBytes *body, guint deadline_ms, GError **error)
{
  return dex_await_boxed (surety_flow_guard (load->flow,
                                             surety_server_ask (load->server, path, body,
                                                                SURETY_SIDECAR_MAX_REPLY,
                                                                deadline_ms)),
                          error);
}

static GArray *
ask_summary (Load *load, GError **error)
{
  g_autofree char *path = surety_eigenlayer_sidecar_summary_path (&load->account);
  g_autoptr (GBytes) reply = NULL;
  GError *failed = NULL;
  GArray *tokens;

  reply = ask (load, path, NULL, SUMMARY_DEADLINE_MS, &failed);
  if (reply == NULL)
    {
      blame (load, SURETY_PROTOCOL_ERROR_REWARDS_SERVER, failed, error);
      return NULL;
    }
  tokens = surety_eigenlayer_sidecar_read_summary (reply, &failed);
  if (tokens == NULL)
    blame (load, SURETY_PROTOCOL_ERROR_REWARDS_REPLY, failed, error);
  return tokens;
}

/* Who may be paid in anything may be paid in rubbish: what the network's file knows comes first, then what there is
 * something of to claim. */
static guint
rank (Load *load, const SuretySidecarToken *token)
{
  return (surety_network_find_token (load->self->network, &token->token) != NULL ? 2u : 0u) +
         (token->claimable ? 1u : 0u);
}

/* At most as many as a claim can hold; out is of that size. */
static guint
choose (Load *load, GArray *tokens, Address *out)
{
  guint n = 0;

  load->facts.n_left_out = 0;
  for (guint wanted = 4; wanted > 0; wanted--)
    for (guint i = 0; i < tokens->len; i++)
      {
        const SuretySidecarToken *token = &g_array_index (tokens, SuretySidecarToken, i);

        if (!token->active || rank (load, token) != wanted - 1)
          continue;
        if (n < SURETY_CLAIM_MAX_TOKENS)
          out[n++] = token->token;
        else
          load->facts.n_left_out++;
      }
  return n;
}

static gboolean
is_asked (SuretyClaim *claim, const Address *tokens, guint n)
{
  if (surety_claim_get_n (claim) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < n && !found; k++)
        found = address_equal (&surety_claim_get_token (claim, k)->token, &tokens[i]);
      if (!found)
        return FALSE;
    }
  return TRUE;
}

/* The sidecar has one status, 500, and a JSON body for whatever it has no proof of: of this root not yet, as far as can
 * be told from here. Anything else is no answer. */
static SuretyProtocolError
code_of_refusal (const GError *failed)
{
  g_autoptr (GBytes) body = surety_chain_error_dup_body (failed);

  return g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_HTTP) && body != NULL
           ? SURETY_PROTOCOL_ERROR_REWARDS_BEHIND
           : SURETY_PROTOCOL_ERROR_REWARDS_SERVER;
}

static gboolean
ask_claim (Load *load, const Address *tokens, guint n, GError **error)
{
  const SuretyRewardRoot *root = &load->facts.root;
  g_autoptr (GBytes)
    question = surety_eigenlayer_sidecar_ask_proof (&load->account, tokens, n, root->index);
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (SuretyClaim) claim = NULL;
  GError *failed = NULL;

  reply = ask (load, SURETY_SIDECAR_PROOF_PATH, question, PROOF_DEADLINE_MS, &failed);
  if (reply == NULL)
    return blame (load, code_of_refusal (failed), failed, error);
  claim = surety_eigenlayer_sidecar_read_proof (reply, &failed);
  if (claim == NULL)
    return blame (load, SURETY_PROTOCOL_ERROR_REWARDS_REPLY, failed, error);
  if (!address_equal (surety_claim_get_earner (claim), &load->account) ||
      surety_claim_get_root_index (claim) != root->index || !is_asked (claim, tokens, n) ||
      !surety_claim_is_of (claim, &root->root))
    return blame (load, SURETY_PROTOCOL_ERROR_REWARDS_PROOF, NULL, error);
  load->claim = g_steal_pointer (&claim);
  return TRUE;
}

/* Its root is the newest still, and it is the same root. */
static gboolean
take_before (Load *load)
{
  const SuretyRewardRoot *root;
  SuretyClaim *claim;

  if (load->before == NULL || surety_reward_sheet_get_server (load->before) == NULL ||
      !address_equal (surety_reward_sheet_get_account (load->before), &load->account))
    return FALSE;
  root = surety_reward_sheet_get_root (load->before);
  claim = surety_reward_sheet_get_claim (load->before);
  if (root == NULL || root->index != load->facts.root.index ||
      !hash_equal (&root->root, &load->facts.root.root))
    return FALSE;
  load->claim = claim != NULL ? surety_claim_ref (claim) : NULL;
  load->facts.n_left_out = surety_reward_sheet_get_n_left_out (load->before);
  return TRUE;
}

static gboolean
read_proofs (Load *load, GError **error)
{
  g_autoptr (GArray) summary = NULL;
  Address tokens[SURETY_CLAIM_MAX_TOKENS];
  guint n;

  if (load->server == NULL)
    return TRUE;
  load->facts.server = load->label;
  if (!load->facts.has_root || take_before (load))
    return TRUE;
  summary = ask_summary (load, error);
  if (summary == NULL)
    return FALSE;
  n = choose (load, summary, tokens);
  return n == 0 || ask_claim (load, tokens, n, error);
}

/* --- what was claimed --- */

typedef struct
{
  const SuretyToken *token; /* NULL: not of the network's file */
  guint claimed;
  guint decimals;
  SuretyKnown known; /* as well as how many digits are its */
} TokenCalls;

static SuretyReward *
make_reward (Load *load, SuretyMulticall *multicall, guint i, const TokenCalls *calls)
{
  const SuretyClaimToken *one = surety_claim_get_token (load->claim, i);
  const char *symbol = calls->token != NULL ? calls->token->symbol : "";
  const SuretyKnown well = MIN (load->facts.known, calls->known);
  g_autoptr (SuretyFigure) earned = NULL;
  g_autoptr (SuretyFigure) paid = NULL;
  g_autoptr (SuretyFigure) claimable = NULL;
  u256 claimed = 0;
  gboolean known;

  known = surety_multicall_get_word (multicall, calls->claimed, &claimed, NULL);
  earned = surety_figure_new (one->cumulative, calls->decimals, symbol, load->facts.block,
                              load->facts.time, well);
  paid = known ? surety_figure_new (claimed, calls->decimals, symbol, load->facts.block,
                                    load->facts.time, well)
               : surety_figure_new_unknown (calls->decimals, symbol);
  claimable = known ? surety_figure_new (one->cumulative > claimed ? one->cumulative - claimed
                                                                   : (u256) 0,
                                         calls->decimals, symbol, load->facts.block,
                                         load->facts.time, well)
                    : surety_figure_new_unknown (calls->decimals, symbol);
  return surety_reward_new (&one->token, symbol, calls->token != NULL, earned, paid, claimable);
}

static gboolean
is_empty (SuretyReward *reward)
{
  SuretyFigure *claimable = surety_reward_get_claimable (reward);

  return surety_figure_is_known (claimable) && surety_figure_get_value (claimable) == 0;
}

/* Those with something to claim first, then in the claim's order. */
static void
add_rewards (Load *load, SuretyMulticall *multicall, const TokenCalls *calls, GListStore *out)
{
  g_autoptr (GPtrArray) empty = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < surety_claim_get_n (load->claim); i++)
    {
      g_autoptr (SuretyReward) reward = make_reward (load, multicall, i, &calls[i]);

      if (is_empty (reward))
        g_ptr_array_add (empty, g_object_ref (reward));
      else
        g_list_store_append (out, reward);
    }
  g_list_store_splice (out, g_list_model_get_n_items (G_LIST_MODEL (out)), 0, empty->pdata,
                       empty->len);
}

/* Whether it is the token's doing that there was no answer, and nobody's who was asked. */
static gboolean
is_of_token (const GError *error)
{
  static const SuretyChainError codes[] = {
    SURETY_CHAIN_ERROR_RPC,       SURETY_CHAIN_ERROR_REVERT,  SURETY_CHAIN_ERROR_TOO_LARGE,
    SURETY_CHAIN_ERROR_MALFORMED, SURETY_CHAIN_ERROR_TIMEOUT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, SURETY_CHAIN_ERROR, (int) codes[i]))
      return TRUE;
  return FALSE;
}

/* What does not say is counted in its smallest unit. */
static gboolean
take_decimals (Load *load,
               SuretyMulticall *asked,
               DexFuture *answer,
               TokenCalls *out,
               GError **error)
{
  g_autoptr (GError) failed = NULL;
  u256 said;

  out->known = SURETY_KNOWN_ONE_ENDPOINT;
  if (!dex_await (surety_flow_guard (load->flow, answer), &failed))
    {
      if (is_of_token (failed))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  out->known = surety_eigenlayer_get_known_of (load->self, asked);
  if (surety_multicall_get_word (asked, 0, &said, NULL) && said <= MAX_DECIMALS)
    out->decimals = (guint) said;
  return TRUE;
}

/* Of tokens that are not of the network's file. Anybody may have made one, and had it pay somebody: it may answer one
 * endpoint other than another, or with more than there is room for. So nothing is compared, each is asked alone, and one
 * that does not answer spoils nobody else's. */
static gboolean
read_decimals (Load *load, TokenCalls *calls, GError **error)
{
  const guint n = surety_claim_get_n (load->claim);
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (dex_unref);
  guint next = 0;

  for (guint i = 0; i < n; i++)
    {
      SuretyMulticall *multicall;

      calls[i].known = SURETY_KNOWN_PROVED;
      calls[i].decimals = calls[i].token != NULL ? calls[i].token->decimals : 0;
      if (calls[i].token != NULL)
        continue;
      multicall = surety_eigenlayer_multicall_new (load->self);
      surety_eigenlayer_ask (multicall, &surety_claim_get_token (load->claim, i)->token,
                             EL_DECIMALS, 0, NULL);
      surety_multicall_expect_refusal (multicall, 0);
      g_ptr_array_add (asked, multicall);
      g_ptr_array_add (answers, surety_multicall_run (multicall, load->self->endpoints, "latest"));
    }
  for (guint i = 0; i < n; i++)
    {
      if (calls[i].token != NULL)
        continue;
      if (!take_decimals (load, g_ptr_array_index (asked, next),
                          dex_ref (g_ptr_array_index (answers, next)), &calls[i], error))
        return FALSE;
      next++;
    }
  return TRUE;
}

static gboolean
read_claimed (Load *load, GListStore *out, GError **error)
{
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new_deciding (load->self);
  TokenCalls calls[SURETY_CLAIM_MAX_TOKENS] = { 0 };

  if (load->claim == NULL)
    return TRUE;
  for (guint i = 0; i < surety_claim_get_n (load->claim); i++)
    {
      const Address *token = &surety_claim_get_token (load->claim, i)->token;
      AbiValue args[] = { abi_address (&load->account), abi_address (token) };

      calls[i].token = surety_network_find_token (load->self->network, token);
      calls[i].claimed = surety_eigenlayer_ask (multicall, &load->rewards, EL_CUMULATIVE_CLAIMED, 2,
                                                args);
    }
  if (!run (load, multicall, error) || !read_decimals (load, calls, error))
    return FALSE;
  add_rewards (load, multicall, calls, out);
  return TRUE;
}

static DexFuture *
load_fiber (SuretyFlow *flow, gpointer data)
{
  Load *load = data;
  g_autoptr (GListStore) rewards = g_list_store_new (SURETY_TYPE_REWARD);
  GError *error = NULL;

  load->flow = flow;
  load->facts.account = load->account;
  load->facts.known = SURETY_KNOWN_PROVED;
  if (!surety_network_get_contract (load->self->network, "RewardsCoordinator", &load->rewards,
                                    NULL))
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NO_REWARDS,
                                  "The network file knows no RewardsCoordinator");
  if (!read_head (load, &error) || !read_proofs (load, &error) ||
      !read_claimed (load, rewards, &error))
    return dex_future_new_for_error (error);

  load->facts.rewards = G_LIST_MODEL (rewards);
  load->facts.claim = load->claim;
  return dex_future_new_take_object (surety_reward_sheet_new (&load->facts));
}

DexFuture *
surety_eigenlayer_load_rewards (SuretyProtocol *protocol,
                                const Address *account,
                                SuretyServer *server,
                                SuretyRewardSheet *before)
{
  Load *load = g_new0 (Load, 1);

  load->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  load->account = *account;
  g_set_object (&load->server, server);
  g_set_object (&load->before, before);
  load->label = server != NULL ? surety_server_dup_label (server) : NULL;
  return surety_flow_spawn (load_fiber, load, load_free);
}
