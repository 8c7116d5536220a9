/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-session-private.h"

G_DEFINE_FINAL_TYPE (SuretySession, surety_session, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_ACCOUNTS,
  PROP_ACCOUNT,
  PROP_NETWORKS,
  PROP_NETWORK,
  PROP_CONNECTION,
  PROP_PORTFOLIO,
  PROP_DIRECTORY,
  PROP_TOKENS,
  PROP_GUIDE,
  PROP_OUTLOOK,
  PROP_ACTIVITY,
  PROP_DECISIONS,
  PROP_FIRST_RUN,
  PROP_RESTRICTED,
  PROP_FEE_CEILING_GWEI,
  PROP_FILES,
  PROP_SAFE,
  PROP_REWARDS,
  PROP_ADDRESS_BOOK,
} SuretySessionProperty;

static GParamSpec *properties[PROP_ADDRESS_BOOK + 1];

void
surety_session_set_load (SuretySession *self, SuretyLoad load, GError *error)
{
  surety_load_set (G_OBJECT (self), "load", &self->load, load, "error", &self->error, error);
}

SuretyAccount *
surety_session_find_account (SuretySession *self, const Address *address)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (SuretyAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (address_equal (surety_account_get_address (account), address))
        return account; /* the list holds it */
    }

  return NULL;
}

gboolean
surety_session_is_refused (SuretySession *self, SuretyNetwork *network)
{
  SuretyNetworkKind kind = SURETY_NETWORK_PRACTICE;

  if (!self->restricted || network == NULL)
    return FALSE;
  kind = surety_network_get_kind (network);
  return kind != SURETY_NETWORK_PRACTICE && kind != SURETY_NETWORK_TEST;
}

SuretyNetwork *
surety_session_find_network (SuretySession *self, const char *key)
{
  for (guint i = 0; key != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->networks));
       i++)
    {
      g_autoptr (SuretyNetwork) network = g_list_model_get_item (G_LIST_MODEL (self->networks), i);

      if (g_strcmp0 (surety_network_get_key (network), key) == 0)
        return network; /* the list holds it */
    }

  return NULL;
}

static void
surety_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretySession *self = SURETY_SESSION (object);

  switch ((SuretySessionProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (gint) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_ACCOUNTS:
      g_value_set_object (value, self->accounts);
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_NETWORKS:
      g_value_set_object (value, self->networks);
      break;
    case PROP_SAFE:
      g_value_set_object (value, self->safe);
      break;
    case PROP_NETWORK:
      g_value_set_object (value, self->network);
      break;
    case PROP_CONNECTION:
      g_value_set_object (value, surety_session_get_connection (self));
      break;
    case PROP_PORTFOLIO:
      g_value_set_object (value, self->portfolio);
      break;
    case PROP_DIRECTORY:
      g_value_set_object (value, self->directory);
      break;
    case PROP_FILES:
      g_value_set_object (value, self->files);
      break;
    case PROP_TOKENS:
      g_value_set_object (value, self->tokens);
      break;
    case PROP_REWARDS:
      g_value_set_object (value, self->rewards);
      break;
    case PROP_GUIDE:
      g_value_set_object (value, self->guide);
      break;
    case PROP_OUTLOOK:
      g_value_set_object (value, surety_session_get_outlook (self));
      break;
    case PROP_ACTIVITY:
      g_value_set_object (value, self->activity);
      break;
    case PROP_DECISIONS:
      g_value_set_object (value, self->decisions);
      break;
    case PROP_FIRST_RUN:
      g_value_set_boolean (value, g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) == 0);
      break;
    case PROP_RESTRICTED:
      g_value_set_boolean (value, self->restricted);
      break;
    case PROP_ADDRESS_BOOK:
      g_value_set_object (value, surety_session_get_address_book (self));
      break;
    case PROP_FEE_CEILING_GWEI:
      g_value_set_uint (value, self->fee_ceiling_gwei);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SuretySession *self = SURETY_SESSION (object);

  switch ((SuretySessionProperty) id)
    {
    case PROP_RESTRICTED:
      if (self->restricted != g_value_get_boolean (value))
        {
          self->restricted = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_FEE_CEILING_GWEI:
      if (self->fee_ceiling_gwei != g_value_get_uint (value))
        {
          self->fee_ceiling_gwei = g_value_get_uint (value);
          surety_guide_set_fee_ceiling (self->guide, surety_session_get_fee_ceiling (self));
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_LOAD:
    case PROP_ERROR:
    case PROP_ACCOUNTS:
    case PROP_ACCOUNT:
    case PROP_NETWORKS:
    case PROP_NETWORK:
    case PROP_CONNECTION:
    case PROP_PORTFOLIO:
    case PROP_DIRECTORY:
    case PROP_TOKENS:
    case PROP_GUIDE:
    case PROP_OUTLOOK:
    case PROP_ACTIVITY:
    case PROP_DECISIONS:
    case PROP_ADDRESS_BOOK:
    case PROP_FIRST_RUN:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_session_dispose (GObject *object)
{
  SuretySession *self = SURETY_SESSION (object);

  dex_clear (&self->turn);
  dex_clear (&self->play_opening);
  surety_session_leave_context (self);
  g_clear_object (&self->outlook);
  g_clear_object (&self->guide);
  g_clear_object (&self->activity);
  g_clear_object (&self->decisions);
  g_clear_object (&self->portfolio);
  g_clear_object (&self->directory);
  g_clear_object (&self->files);
  g_clear_object (&self->tokens);
  g_clear_object (&self->rewards);
  g_clear_pointer (&self->contexts, g_hash_table_unref);
  g_clear_object (&self->account);
  g_clear_object (&self->network);
  g_clear_object (&self->play);
  g_clear_object (&self->journal);
  g_clear_object (&self->database);
  g_clear_object (&self->safe);

  G_OBJECT_CLASS (surety_session_parent_class)->dispose (object);
}

static void
surety_session_finalize (GObject *object)
{
  SuretySession *self = SURETY_SESSION (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->networks);
  g_clear_error (&self->error);
  g_free (self->data_directory);

  G_OBJECT_CLASS (surety_session_parent_class)->finalize (object);
}

static void
surety_session_class_init (SuretySessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_session_get_property;
  object_class->set_property = surety_session_set_property;
  object_class->dispose = surety_session_dispose;
  object_class->finalize = surety_session_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_ACCOUNTS] = g_param_spec_object ("accounts", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   flags);
  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, SURETY_TYPE_ACCOUNT,
                                                  flags);
  properties[PROP_SAFE] = g_param_spec_object ("safe", NULL, NULL, SURETY_TYPE_SAFE, flags);
  properties[PROP_NETWORKS] = g_param_spec_object ("networks", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   flags);
  properties[PROP_NETWORK] = g_param_spec_object ("network", NULL, NULL, SURETY_TYPE_NETWORK,
                                                  flags);
  properties[PROP_CONNECTION] = g_param_spec_object ("connection", NULL, NULL,
                                                     SURETY_TYPE_CONNECTION, flags);
  properties[PROP_PORTFOLIO] = g_param_spec_object ("portfolio", NULL, NULL, SURETY_TYPE_PORTFOLIO,
                                                    flags);
  properties[PROP_TOKENS] = g_param_spec_object ("tokens", NULL, NULL, SURETY_TYPE_TOKENS, flags);
  properties[PROP_REWARDS] = g_param_spec_object ("rewards", NULL, NULL, SURETY_TYPE_REWARDS,
                                                  flags);
  properties[PROP_FILES] = g_param_spec_object ("files", NULL, NULL, SURETY_TYPE_FILES, flags);
  properties[PROP_DIRECTORY] = g_param_spec_object ("directory", NULL, NULL, SURETY_TYPE_DIRECTORY,
                                                    flags);
  properties[PROP_GUIDE] = g_param_spec_object ("guide", NULL, NULL, SURETY_TYPE_GUIDE, flags);
  properties[PROP_OUTLOOK] = g_param_spec_object ("outlook", NULL, NULL, SURETY_TYPE_OUTLOOK,
                                                  flags);
  properties[PROP_ACTIVITY] = g_param_spec_object ("activity", NULL, NULL, SURETY_TYPE_ACTIVITY,
                                                   flags);
  properties[PROP_DECISIONS] = g_param_spec_object ("decisions", NULL, NULL, SURETY_TYPE_DECISIONS,
                                                    flags);
  properties[PROP_ADDRESS_BOOK] = g_param_spec_object ("address-book", NULL, NULL,
                                                       SURETY_TYPE_ADDRESS_BOOK, flags);
  properties[PROP_FIRST_RUN] = g_param_spec_boolean ("first-run", NULL, NULL, TRUE, flags);
  properties[PROP_RESTRICTED] = g_param_spec_boolean ("restricted", NULL, NULL, FALSE,
                                                      flags | G_PARAM_WRITABLE);
  properties[PROP_FEE_CEILING_GWEI] = g_param_spec_uint ("fee-ceiling-gwei", NULL, NULL, 0, 1000000,
                                                         200, flags | G_PARAM_WRITABLE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_signal_new ("plan-stopped", SURETY_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_ERROR);
}

static void
on_accounts_changed (SuretySession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_RUN]);
}

/* Overview's reading tells of balances first: where it found another one, the tokens are read again. */
static void
on_holdings_changed (SuretySession *self)
{
  SuretyHoldings *holdings = surety_portfolio_get_holdings (self->portfolio);
  GListModel *assets = surety_directory_get_assets (self->directory);

  for (guint i = 0; holdings != NULL && i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);
      SuretyAsset *fresh = surety_holdings_find_asset (holdings,
                                                       &surety_asset_get_token (asset)->strategy);

      /* Unknown is read again with the rest, not for itself: it would be asked for without end. */
      if (fresh == NULL || !surety_figure_is_known (surety_asset_get_balance (fresh)) ||
          (surety_figure_is_known (surety_asset_get_balance (asset)) &&
           surety_figure_get_value (surety_asset_get_balance (asset)) ==
             surety_figure_get_value (surety_asset_get_balance (fresh))))
        continue;
      dex_future_disown (surety_directory_refresh_assets (self->directory));
      return;
    }
}

static void
surety_session_init (SuretySession *self)
{
  self->fee_ceiling_gwei = 200;
  self->accounts = g_list_store_new (SURETY_TYPE_ACCOUNT);
  self->networks = g_list_store_new (SURETY_TYPE_NETWORK);
  self->contexts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->portfolio = surety_portfolio_new ();
  self->directory = surety_directory_new ();
  self->files = surety_files_new (NULL);
  surety_directory_set_files (self->directory, self->files);
  self->tokens = surety_tokens_new ();
  self->rewards = surety_rewards_new ();
  self->guide = surety_guide_new (self->directory, self->portfolio);
  self->outlook = surety_outlook_feed_new (self->guide, self->directory, self->portfolio,
                                           self->tokens);
  self->activity = surety_activity_new ();
  self->decisions = surety_decisions_new ();
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->portfolio, "notify::holdings", G_CALLBACK (on_holdings_changed),
                           self, G_CONNECT_SWAPPED);
}

SuretySession *
surety_session_new (const char *data_directory)
{
  SuretySession *self = g_object_new (SURETY_TYPE_SESSION, NULL);

  self->data_directory = g_strdup (data_directory);
  surety_session_init_safe (self);

  return self;
}

GListModel *
surety_session_get_accounts (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->accounts);
}

SuretyAccount *
surety_session_get_account (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->account;
}

GListModel *
surety_session_get_networks (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->networks);
}

SuretyNetwork *
surety_session_get_network (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->network;
}

SuretyConnection *
surety_session_get_connection (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->context != NULL ? surety_context_get_connection (self->context) : NULL;
}

SuretyPortfolio *
surety_session_get_portfolio (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->portfolio;
}

SuretyFiles *
surety_session_get_files (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->files;
}

SuretyDirectory *
surety_session_get_directory (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->directory;
}

SuretyTokens *
surety_session_get_tokens (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->tokens;
}

SuretyRewards *
surety_session_get_rewards (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->rewards;
}

SuretyGuide *
surety_session_get_guide (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->guide;
}

SuretyOutlook *
surety_session_get_outlook (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return surety_outlook_feed_get_outlook (self->outlook);
}

SuretyActivity *
surety_session_get_activity (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->activity;
}

SuretyDecisions *
surety_session_get_decisions (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->decisions;
}

SuretyAddressBook *
surety_session_get_address_book (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->context != NULL ? surety_context_get_address_book (self->context) : NULL;
}

gboolean
surety_session_get_restricted (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), FALSE);

  return self->restricted;
}

SuretySafe *
surety_session_get_safe (SuretySession *self)
{
  g_return_val_if_fail (SURETY_IS_SESSION (self), NULL);

  return self->safe;
}

u256
surety_session_get_fee_ceiling (SuretySession *self)
{
  return (u256) self->fee_ceiling_gwei * 1000000000u;
}
