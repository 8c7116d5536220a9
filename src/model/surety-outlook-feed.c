/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-feed.h"

#include "surety-guide-private.h"

struct _SuretyOutlookFeed
{
  GObject parent_instance;

  SuretyOutlook *outlook;
  SuretyGuide *guide;
  SuretyDirectory *directory;
  SuretyPortfolio *portfolio;
  SuretyTokens *tokens;
  gpointer asked; /* weak: the asset the tokens were refreshed for last; NULL = none */
  guint idle;     /* source; 0 = nothing changed since the facts were set */
};

G_DEFINE_FINAL_TYPE (SuretyOutlookFeed, surety_outlook_feed, G_TYPE_OBJECT)

static void
set_gas (SuretyOutlookFacts *facts, SuretyGuide *guide)
{
  facts->gas_price_known = guide->fees != NULL;
  if (guide->fees != NULL)
    facts->gas_price = guide->fees->fee[SURETY_SPEED_NORMAL].max;
  facts->gas_enter_known = guide->preparation != NULL;
  if (guide->preparation != NULL)
    facts->gas_enter = surety_preparation_get_cost (guide->preparation, SURETY_SPEED_NORMAL);
}

/* The token's own rate takes longer to find out than what is true of it now, and may have been asked for by
 * nobody. Once for each choice: what an endpoint does not serve, it does not serve a moment later. */
static void
ask_for_rates (SuretyOutlookFeed *self)
{
  SuretyAsset *asset = self->guide->asset;

  if (asset == NULL || surety_tokens_get_complete (self->tokens) ||
      (self->asked == asset && surety_tokens_get_load (self->tokens) != SURETY_LOAD_IDLE))
    return;
  g_set_weak_pointer (&self->asked, (gpointer) asset);
  dex_future_disown (surety_tokens_refresh (self->tokens));
}

static gboolean
feed (gpointer user_data)
{
  SuretyOutlookFeed *self = user_data;
  SuretyGuide *guide = self->guide;
  SuretyHoldings *holdings = surety_portfolio_get_holdings (self->portfolio);
  SuretyOutlookFacts facts = {
    .asset = guide->asset,
    .provider = guide->provider,
    .services = surety_directory_get_services (self->directory),
    .programme = surety_directory_get_programme (self->directory),
    .assets = surety_directory_get_assets (self->directory),
  };

  self->idle = 0;
  if (guide->context != NULL)
    facts.network = surety_context_get_network (guide->context);
  if (guide->asset != NULL)
    facts.sheet = surety_tokens_find_strategy (self->tokens,
                                               &surety_asset_get_token (guide->asset)->strategy);
  if (guide->pledges_load == SURETY_LOAD_READY || guide->pledges_load == SURETY_LOAD_EMPTY)
    facts.pledges = G_LIST_MODEL (guide->all_pledges);
  facts.amount_known = guide->amount_state == SURETY_AMOUNT_OK && guide->amount != NULL;
  facts.amount = guide->amount_value;
  if (holdings != NULL)
    {
      facts.positions = surety_holdings_get_positions (holdings);
      facts.block = surety_holdings_get_block (holdings);
      facts.time = surety_holdings_get_time (holdings);
      facts.exit_known = TRUE;
      facts.exit_delay = surety_holdings_get_exit_delay (holdings);
      facts.configuration_delay = surety_holdings_get_configuration_delay (holdings);
    }
  set_gas (&facts, guide);
  surety_outlook_set_facts (self->outlook, &facts);
  ask_for_rates (self);

  return G_SOURCE_REMOVE;
}

static void
something_changed (SuretyOutlookFeed *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (feed, self);
}

static void
surety_outlook_feed_dispose (GObject *object)
{
  SuretyOutlookFeed *self = SURETY_OUTLOOK_FEED (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_weak_pointer (&self->asked);
  g_clear_object (&self->outlook);
  g_clear_object (&self->guide);
  g_clear_object (&self->directory);
  g_clear_object (&self->portfolio);
  g_clear_object (&self->tokens);

  G_OBJECT_CLASS (surety_outlook_feed_parent_class)->dispose (object);
}

static void
surety_outlook_feed_class_init (SuretyOutlookFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = surety_outlook_feed_dispose;
}

static void
surety_outlook_feed_init (SuretyOutlookFeed *self)
{
  self->outlook = surety_outlook_new ();
}

SuretyOutlookFeed *
surety_outlook_feed_new (SuretyGuide *guide,
                         SuretyDirectory *directory,
                         SuretyPortfolio *portfolio,
                         SuretyTokens *tokens)
{
  /* A pilot is worked out anew whenever fees come. */
  static const char *const decisions[] = {
    "notify::asset",        "notify::provider", "notify::pledges-load", "notify::amount",
    "notify::amount-state", "notify::pilot",    "notify::preparation",
  };
  SuretyOutlookFeed *self = NULL;

  g_return_val_if_fail (SURETY_IS_GUIDE (guide) && SURETY_IS_DIRECTORY (directory), NULL);
  g_return_val_if_fail (SURETY_IS_PORTFOLIO (portfolio) && SURETY_IS_TOKENS (tokens), NULL);

  self = g_object_new (SURETY_TYPE_OUTLOOK_FEED, NULL);
  self->guide = g_object_ref (guide);
  self->directory = g_object_ref (directory);
  self->portfolio = g_object_ref (portfolio);
  self->tokens = g_object_ref (tokens);
  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    g_signal_connect_object (guide, decisions[i], G_CALLBACK (something_changed), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (guide->all_pledges, "items-changed", G_CALLBACK (something_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_services (directory), "items-changed",
                           G_CALLBACK (something_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (directory, "notify::programme", G_CALLBACK (something_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_assets (directory), "items-changed",
                           G_CALLBACK (something_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (portfolio, "notify::holdings", G_CALLBACK (something_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tokens, "items-changed", G_CALLBACK (something_changed), self,
                           G_CONNECT_SWAPPED);
  something_changed (self);

  return self;
}

SuretyOutlook *
surety_outlook_feed_get_outlook (SuretyOutlookFeed *self)
{
  g_return_val_if_fail (SURETY_IS_OUTLOOK_FEED (self), NULL);

  return self->outlook;
}
