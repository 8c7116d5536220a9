/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-history-private.h"

#include "surety-eigenlayer-abi.h"

/* The window's beginning may be off by a fiftieth of it: growth is taken over the real time between
 * the two reads, whatever it is. */
#define TOLERANCE_PART 50u

static guint
ask_growth (SuretyMulticall *multicall, const SuretyToken *token)
{
  const SuretyTokenRead *growth = token->facts->growth;
  const SuretyEigenlayerRate *rate = surety_eigenlayer_rate (token->rate_kind);
  u256 one = 1;
  AbiValue whole;

  for (guint i = 0; i < token->decimals; i++)
    one *= 10;
  whole = abi_uint (one);
  if (growth != NULL && growth->place.name == NULL)
    return surety_multicall_add (multicall, &growth->place.address, growth->item, &whole,
                                 growth->argument == SURETY_READ_WHOLE ? 1 : 0);
  if (growth != NULL || rate == NULL)
    return SURETY_NOT_ASKED;
  return surety_multicall_add (multicall, &token->rate_source, surety_eigenlayer_abi (rate->item),
                               &whole, rate->takes_amount ? 1 : 0);
}

/* One window in the archive: a multicall for all tokens that are still open. */
typedef struct
{
  SuretyMulticall *multicall;
  guint *calls; /* one a token */
  DexFuture *future;
} Window;

static void
ask_window (SuretyTokenPasts *pasts, SuretyRewardWindow window, Window *out)
{
  Address multicall3;
  gboolean has = surety_network_get_contract (pasts->network, "Multicall3", &multicall3, NULL);
  g_autofree char *block = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", pasts->blocks[window]);

  out->multicall = surety_multicall_new (has ? &multicall3 : NULL);
  out->calls = g_new (guint, pasts->tokens->len);
  for (guint i = 0; i < pasts->tokens->len; i++)
    {
      const SuretyTokenPast *past = &g_array_index (pasts->tokens, SuretyTokenPast, i);
      const gboolean open = past->rewards[window].state == SURETY_SHEET_NOT_READ;

      out->calls[i] = open ? ask_growth (out->multicall, past->token) : SURETY_NOT_ASKED;
    }
  if (surety_multicall_size (out->multicall) > 0)
    out->future = surety_multicall_run (out->multicall, pasts->endpoints, block);
}

static void
read_window (SuretyTokenPasts *pasts, SuretyRewardWindow window, const Window *answers)
{
  for (guint i = 0; i < pasts->tokens->len; i++)
    {
      SuretyTokenPast *past = &g_array_index (pasts->tokens, SuretyTokenPast, i);
      SuretySheetReward *reward = &past->rewards[window];
      SuretyTokenGrowth then;
      u256 word;

      if (answers->calls[i] == SURETY_NOT_ASKED ||
          !surety_multicall_get_word (answers->multicall, answers->calls[i], &word, NULL) ||
          !surety_token_lines_fraction (past->token, word, &then))
        continue;
      reward->from_block = surety_multicall_get_block (answers->multicall);
      reward->from_time = surety_multicall_get_timestamp (answers->multicall);
      reward->to_block = pasts->head;
      reward->to_time = pasts->head_time;
      if (reward->from_time < reward->to_time &&
          surety_token_growth_year (&then, &past->now, reward->to_time - reward->from_time,
                                    &reward->apr))
        reward->state = SURETY_SHEET_KNOWN;
      else
        reward->state = SURETY_SHEET_UNREADABLE;
    }
}

/* All windows travel together. An endpoint without old states answers with an error, or with
 * something else than its own block: both leave the rewards open. */
static void
read_archive (SuretyTokenPasts *pasts, SuretyFlow *flow)
{
  Window windows[SURETY_N_REWARD_WINDOWS] = { 0 };

  for (guint i = 0; i < SURETY_N_REWARD_WINDOWS; i++)
    if (pasts->blocks[i] != 0)
      ask_window (pasts, i, &windows[i]);
  for (guint i = 0; i < SURETY_N_REWARD_WINDOWS; i++)
    {
      g_autoptr (GObject) result = NULL;

      if (windows[i].future != NULL)
        result = dex_await_object (surety_flow_guard (flow, g_steal_pointer (&windows[i].future)),
                                   NULL);
      if (result != NULL && surety_multicall_get_block (windows[i].multicall) == pasts->blocks[i])
        read_window (pasts, i, &windows[i]);
      g_clear_object (&windows[i].multicall);
      g_free (windows[i].calls);
    }
}

/* FALSE: the headers could not be read. */
static gboolean
find_blocks (SuretyTokenPasts *pasts, SuretyFlow *flow)
{
  guint64 times[SURETY_N_REWARD_WINDOWS];
  guint64 tolerances[SURETY_N_REWARD_WINDOWS];

  for (guint i = 0; i < SURETY_N_REWARD_WINDOWS; i++)
    {
      guint64 seconds = surety_reward_window_seconds (i);

      times[i] = pasts->head_time > seconds ? pasts->head_time - seconds : 0;
      tolerances[i] = seconds / TOLERANCE_PART;
    }
  return surety_token_history_find_blocks (flow, pasts->endpoints,
                                           surety_network_get_block_seconds (pasts->network),
                                           pasts->head, pasts->head_time, SURETY_N_REWARD_WINDOWS,
                                           times, tolerances, pasts->blocks, pasts->times, NULL);
}

/* What is known without looking back. */
static void
begin (SuretyTokenPasts *pasts)
{
  for (guint i = 0; i < pasts->tokens->len; i++)
    {
      SuretyTokenPast *past = &g_array_index (pasts->tokens, SuretyTokenPast, i);

      for (guint k = 0; k < SURETY_N_REWARD_WINDOWS; k++)
        {
          SuretySheetReward *reward = &past->rewards[k];

          *reward = (SuretySheetReward) { .state = SURETY_SHEET_NOT_READ };
          if (past->token->facts->no_yield)
            *reward = (SuretySheetReward) {
              .state = SURETY_SHEET_KNOWN,
              .from_block = pasts->head,
              .from_time = pasts->head_time,
              .to_block = pasts->head,
              .to_time = pasts->head_time,
            };
          else if (past->now_state != SURETY_SHEET_KNOWN && past->token->facts->rate_event == NULL)
            reward->state = past->now_state;
        }
    }
}

static void
set_open (SuretyTokenPasts *pasts, SuretyRewardWindow window, SuretySheetState state)
{
  for (guint i = 0; i < pasts->tokens->len; i++)
    {
      SuretyTokenPast *past = &g_array_index (pasts->tokens, SuretyTokenPast, i);

      if (past->rewards[window].state == SURETY_SHEET_NOT_READ)
        past->rewards[window].state = state;
    }
}

void
surety_token_history_read (SuretyFlow *flow,
                           SuretyNetwork *network,
                           SuretyEndpoints *endpoints,
                           guint64 head,
                           guint64 head_time,
                           GArray *tokens)
{
  SuretyTokenPasts pasts = {
    .network = network,
    .endpoints = endpoints,
    .head = head,
    .head_time = head_time,
    .tokens = tokens,
  };

  begin (&pasts);
  if (find_blocks (&pasts, flow))
    {
      /* Without a block that old there is nothing to look for. */
      for (guint i = 0; i < SURETY_N_REWARD_WINDOWS; i++)
        if (pasts.blocks[i] == 0)
          set_open (&pasts, i, SURETY_SHEET_TOO_YOUNG);
      read_archive (&pasts, flow);
      surety_token_events_read (&pasts, flow);
    }
  for (guint i = 0; i < SURETY_N_REWARD_WINDOWS; i++)
    set_open (&pasts, i, SURETY_SHEET_NOT_SERVED);
}
