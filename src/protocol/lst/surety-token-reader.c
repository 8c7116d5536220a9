/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-admin.h"
#include "surety-token-history.h"
#include "surety-token-upgrade.h"

/* surety_token_sheets_load(): all tokens in the same exchanges. */

typedef struct
{
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  gboolean has_account;
  Address account;
  SuretySheetsFlags flags;
  GPtrArray *tokens; /* SuretyToken, lent from network */
  GArray *calls;     /* SuretyTokenCalls */
  GArray *lines;     /* SuretySheetLines */
} Load;

static void
lines_clear (gpointer data)
{
  SuretySheetLines *lines = data;

  g_clear_object (&lines->balance);
  g_clear_object (&lines->rate);
  g_clear_object (&lines->supply);
  g_clear_object (&lines->strategy_total);
}

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->endpoints);
  g_ptr_array_unref (load->tokens);
  g_array_unref (load->calls);
  g_array_unref (load->lines);
  g_object_unref (load->network);
  g_free (load);
}

static void
calls_clear (gpointer data)
{
  surety_token_calls_clear (data);
}

static void
list_tokens (Load *load)
{
  for (guint i = 0; i < surety_network_get_n_tokens (load->network); i++)
    {
      const SuretyToken *token = surety_network_get_token (load->network, i);

      if (token->facts != NULL)
        g_ptr_array_add (load->tokens, (gpointer) token);
    }
  for (guint i = 0; i < surety_network_get_n_other_tokens (load->network); i++)
    {
      const SuretyToken *token = surety_network_get_other_token (load->network, i);

      if (token->facts != NULL)
        g_ptr_array_add (load->tokens, (gpointer) token);
    }
}

static gboolean
read_now (Load *load, SuretyTokenAsking *asking, SuretyFlow *flow, GError **error)
{
  SuretyCommonCalls common;
  g_autofree SuretySheetUpgrade *upgrades = g_new0 (SuretySheetUpgrade, load->tokens->len);
  g_autofree Address *contracts = g_new0 (Address, load->tokens->len);

  surety_token_lines_ask_common (asking, load->network, &common);
  for (guint i = 0; i < load->tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (load->tokens, i);
      const SuretyRateEvent *event = token->facts->rate_event;
      SuretyTokenCalls calls;

      surety_token_lines_ask (asking, load->network, load->has_account ? &load->account : NULL,
                              token, &calls);
      if (event != NULL)
        surety_token_asking_resolve (asking, &event->place);
      g_array_append_val (load->calls, calls);
      contracts[i] = token->token;
    }
  if (!surety_token_asking_run (asking, flow, error))
    return FALSE;

  surety_token_upgrade_read (flow, load->endpoints, surety_token_asking_get_block (asking),
                             load->tokens->len, contracts, upgrades);
  surety_token_admin_read (flow, load->network, load->endpoints,
                           surety_token_asking_get_block (asking), load->tokens->len, upgrades);
  for (guint i = 0; i < load->tokens->len; i++)
    {
      SuretySheetLines lines;

      surety_token_lines_read (asking, load->network, &common,
                               &g_array_index (load->calls, SuretyTokenCalls, i), &lines);
      lines.upgrade = upgrades[i];
      for (guint k = 0; k < SURETY_N_REWARD_WINDOWS; k++)
        lines.rewards[k].state = SURETY_SHEET_NOT_READ;
      g_array_append_val (load->lines, lines);
    }
  return TRUE;
}

static void
read_history (Load *load, SuretyTokenAsking *asking, SuretyFlow *flow)
{
  g_autoptr (GArray) pasts = g_array_new (FALSE, TRUE, sizeof (SuretyTokenPast));

  for (guint i = 0; i < load->tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (load->tokens, i);
      const SuretyRateEvent *event = token->facts->rate_event;
      SuretyTokenPast past = { .token = token };

      past.now_state = surety_token_lines_growth (asking,
                                                  &g_array_index (load->calls, SuretyTokenCalls, i),
                                                  &past.now);
      past.has_emitter = event != NULL &&
                         surety_token_asking_get_place (asking, &event->place, &past.emitter);
      g_array_append_val (pasts, past);
    }
  surety_token_history_read (flow, load->network, load->endpoints,
                             surety_token_asking_get_block (asking),
                             surety_token_asking_get_time (asking), pasts);
  for (guint i = 0; i < load->tokens->len; i++)
    for (guint k = 0; k < SURETY_N_REWARD_WINDOWS; k++)
      g_array_index (load->lines, SuretySheetLines, i).rewards[k] =
        g_array_index (pasts, SuretyTokenPast, i).rewards[k];
}

static DexFuture *
load_fiber (SuretyFlow *flow, gpointer data)
{
  Load *load = data;
  g_autoptr (SuretyTokenAsking)
    asking = surety_token_asking_new (load->network, load->endpoints,
                                      load->has_account ? &load->account : NULL);
  g_autoptr (GListStore) store = g_list_store_new (SURETY_TYPE_TOKEN_SHEET);
  g_autoptr (GError) error = NULL;

  if (load->tokens->len == 0)
    return dex_future_new_take_object (g_steal_pointer (&store));
  if (!read_now (load, asking, flow, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if ((load->flags & SURETY_SHEETS_HISTORY) != 0)
    read_history (load, asking, flow);

  for (guint i = 0; i < load->lines->len; i++)
    {
      SuretySheetLines *lines = &g_array_index (load->lines, SuretySheetLines, i);
      g_autoptr (SuretyTokenSheet) sheet = surety_token_sheet_new (lines);

      /* The sheet has the figures now. */
      lines->balance = lines->rate = lines->supply = lines->strategy_total = NULL;
      g_list_store_append (store, sheet);
    }
  return dex_future_new_take_object (g_steal_pointer (&store));
}

DexFuture *
surety_token_sheets_load (SuretyNetwork *network,
                          SuretyEndpoints *endpoints,
                          const Address *account,
                          SuretySheetsFlags flags)
{
  Load *load;

  dex_return_error_if_fail (SURETY_IS_NETWORK (network));
  dex_return_error_if_fail (SURETY_IS_ENDPOINTS (endpoints));

  load = g_new0 (Load, 1);
  load->network = g_object_ref (network);
  load->endpoints = g_object_ref (endpoints);
  load->has_account = account != NULL;
  if (account != NULL)
    load->account = *account;
  load->flags = flags;
  load->tokens = g_ptr_array_new ();
  load->calls = g_array_new (FALSE, FALSE, sizeof (SuretyTokenCalls));
  g_array_set_clear_func (load->calls, calls_clear);
  load->lines = g_array_new (FALSE, FALSE, sizeof (SuretySheetLines));
  g_array_set_clear_func (load->lines, lines_clear);
  list_tokens (load);
  return surety_flow_spawn (load_fiber, load, load_free);
}
