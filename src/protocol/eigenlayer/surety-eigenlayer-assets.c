/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

#define NO_CALL G_MAXUINT
#define PAUSED_DEPOSITS ((u256) 1) /* bit 0 of StrategyManager and of a strategy */

static guint
ask_rate (SuretyMulticall *multicall, const SuretyToken *token)
{
  const SuretyEigenlayerRate *rate = surety_eigenlayer_rate (token->rate_kind);
  AbiValue whole = abi_uint (surety_eigenlayer_whole (token));

  if (rate == NULL)
    return NO_CALL;
  return surety_eigenlayer_ask (multicall, &token->rate_source, rate->item,
                                rate->takes_amount ? 1 : 0, &whole);
}

void
surety_eigenlayer_ask_assets (SuretyEigenlayer *self,
                              SuretyMulticall *multicall,
                              const Address *account,
                              SuretyEigenlayerAssetsCalls *out)
{
  guint n = surety_network_get_n_tokens (self->network);

  out->has_account = account != NULL;
  out->calls = g_array_sized_new (FALSE, TRUE, sizeof (SuretyEigenlayerAssetCalls), n);
  out->manager_paused = surety_eigenlayer_ask (multicall, &self->strategy_manager, EL_PAUSED, 0,
                                               NULL);

  for (guint i = 0; i < n; i++)
    {
      const SuretyToken *token = surety_network_get_token (self->network, i);
      AbiValue strategy = abi_address (&token->strategy);
      AbiValue whole = abi_uint (surety_eigenlayer_whole (token));
      SuretyEigenlayerAssetCalls calls = { .balance = NO_CALL };

      if (account != NULL)
        {
          AbiValue owner = abi_address (account);

          calls.balance = surety_eigenlayer_ask (multicall, &token->token, EL_BALANCE_OF, 1,
                                                 &owner);
        }
      calls.whitelisted = surety_eigenlayer_ask (multicall, &self->strategy_manager,
                                                 EL_STRATEGY_IS_WHITELISTED, 1, &strategy);
      calls.paused = surety_eigenlayer_ask (multicall, &token->strategy, EL_PAUSED, 0, NULL);
      calls.total_shares = surety_eigenlayer_ask (multicall, &token->strategy, EL_TOTAL_SHARES, 0,
                                                  NULL);
      calls.one_share = surety_eigenlayer_ask (multicall, &token->strategy,
                                               EL_SHARES_TO_UNDERLYING_VIEW, 1, &whole);
      calls.rate = ask_rate (multicall, token);
      g_array_append_val (out->calls, calls);
    }
}

static SuretyFigure *
read_balance (SuretyEigenlayer *self,
              SuretyMulticall *multicall,
              const SuretyEigenlayerProofs *proofs,
              const SuretyToken *token,
              guint call)
{
  if (call == NO_CALL)
    return surety_figure_new_unknown (token->decimals, token->symbol);
  return surety_eigenlayer_proofs_figure (self, multicall, proofs, call, token->decimals,
                                          token->symbol);
}

static SuretyFigure *
read_total (SuretyEigenlayer *self,
            SuretyMulticall *multicall,
            const SuretyToken *token,
            const SuretyEigenlayerAssetCalls *calls)
{
  u256 shares, one_share, total;

  if (!surety_multicall_get_word (multicall, calls->total_shares, &shares, NULL) ||
      !surety_multicall_get_word (multicall, calls->one_share, &one_share, NULL) ||
      !u256_mul_div (shares, one_share, surety_eigenlayer_whole (token), ROUND_DOWN, &total))
    return surety_figure_new_unknown (token->decimals, token->symbol);
  return surety_eigenlayer_figure (self, multicall, total, token->decimals, token->symbol);
}

static SuretyFigure *
read_rate (SuretyEigenlayer *self, SuretyMulticall *multicall, const SuretyToken *token, guint call)
{
  const SuretyEigenlayerRate *rate = surety_eigenlayer_rate (token->rate_kind);
  u256 value;

  if (rate == NULL)
    {
      if (g_str_equal (token->rate_kind, "one"))
        return surety_eigenlayer_figure (self, multicall, U256_WAD, 18, "ETH");
      return surety_figure_new_unknown (18, "ETH");
    }

  /* A rate of nothing is a contract that does not answer what it should. */
  if (!surety_multicall_get_word (multicall, call, &value, NULL) || value == 0 ||
      (rate->inverse && !u256_mul_div (U256_WAD, U256_WAD, value, ROUND_DOWN, &value)))
    return surety_figure_new_unknown (18, "ETH");
  return surety_eigenlayer_figure (self, multicall, value, 18, "ETH");
}

static const char *
read_closed_reason (SuretyMulticall *multicall,
                    guint manager_paused,
                    const SuretyEigenlayerAssetCalls *calls)
{
  u256 manager, strategy, whitelisted;

  if (!surety_multicall_get_word (multicall, manager_paused, &manager, NULL) ||
      !surety_multicall_get_word (multicall, calls->paused, &strategy, NULL) ||
      !surety_multicall_get_word (multicall, calls->whitelisted, &whitelisted, NULL))
    return "unreadable";
  if (whitelisted == 0)
    return "not-whitelisted";
  if ((manager & PAUSED_DEPOSITS) != 0 || (strategy & PAUSED_DEPOSITS) != 0)
    return "paused";
  return NULL;
}

GListModel *
surety_eigenlayer_read_assets (SuretyEigenlayer *self,
                               SuretyMulticall *multicall,
                               const SuretyEigenlayerProofs *proofs,
                               SuretyEigenlayerAssetsCalls *calls)
{
  GListStore *store = g_list_store_new (SURETY_TYPE_ASSET);

  for (guint i = 0; i < calls->calls->len; i++)
    {
      const SuretyToken *token = surety_network_get_token (self->network, i);
      const SuretyEigenlayerAssetCalls *one = &g_array_index (calls->calls,
                                                              SuretyEigenlayerAssetCalls, i);
      g_autoptr (SuretyFigure)
        balance = read_balance (self, multicall, proofs, token, one->balance);
      g_autoptr (SuretyFigure) total = read_total (self, multicall, token, one);
      g_autoptr (SuretyFigure) rate = read_rate (self, multicall, token, one->rate);
      g_autoptr (SuretyAsset)
        asset = surety_asset_new (self->network, token, balance, total, rate,
                                  read_closed_reason (multicall, calls->manager_paused, one));

      g_list_store_append (store, asset);
    }
  return G_LIST_MODEL (store);
}

typedef struct
{
  SuretyEigenlayer *self;
  gboolean has_account;
  Address account;
} LoadAssets;

static void
load_assets_free (gpointer data)
{
  LoadAssets *load = data;

  g_object_unref (load->self);
  g_free (load);
}

static DexFuture *
load_assets_fiber (SuretyFlow *flow, gpointer data)
{
  LoadAssets *load = data;
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new (load->self);
  g_autoptr (GListModel) assets = NULL;
  g_autoptr (GError) error = NULL;
  SuretyEigenlayerAssetsCalls calls;

  surety_eigenlayer_ask_assets (load->self, multicall, load->has_account ? &load->account : NULL,
                                &calls);
  if (surety_eigenlayer_run (load->self, flow, multicall, 0, &error))
    assets = surety_eigenlayer_read_assets (load->self, multicall, NULL, &calls);
  g_array_unref (calls.calls);

  if (assets == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (g_steal_pointer (&assets));
}

DexFuture *
surety_eigenlayer_load_assets (SuretyProtocol *protocol, const Address *account)
{
  LoadAssets *load = g_new0 (LoadAssets, 1);

  load->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  load->has_account = account != NULL;
  if (account != NULL)
    load->account = *account;
  return surety_flow_spawn (load_assets_fiber, load, load_assets_free);
}
