/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-private.h"

#include "ladder.h"
#include "surety-exposing.h"
#include "surety-offload.h"

#define AMOUNT_LIMIT 100 /* bytes of typed text */

G_DEFINE_ENUM_TYPE (SuretyGuidePage,
                    surety_guide_page,
                    G_DEFINE_ENUM_VALUE (SURETY_GUIDE_PATH, "path"),
                    G_DEFINE_ENUM_VALUE (SURETY_GUIDE_TOKEN, "token"),
                    G_DEFINE_ENUM_VALUE (SURETY_GUIDE_OPERATOR, "operator"),
                    G_DEFINE_ENUM_VALUE (SURETY_GUIDE_SERVICES, "services"),
                    G_DEFINE_ENUM_VALUE (SURETY_GUIDE_AMOUNT, "amount"),
                    G_DEFINE_ENUM_VALUE (SURETY_GUIDE_REVIEW, "review"),
                    G_DEFINE_ENUM_VALUE (SURETY_GUIDE_FOLLOW, "follow"),
                    G_DEFINE_ENUM_VALUE (SURETY_GUIDE_DONE, "done"))

G_DEFINE_ENUM_TYPE (SuretyAmountState,
                    surety_amount_state,
                    G_DEFINE_ENUM_VALUE (SURETY_AMOUNT_OK, "ok"),
                    G_DEFINE_ENUM_VALUE (SURETY_AMOUNT_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (SURETY_AMOUNT_NO_NUMBER, "no-number"),
                    G_DEFINE_ENUM_VALUE (SURETY_AMOUNT_TOO_FINE, "too-fine"),
                    G_DEFINE_ENUM_VALUE (SURETY_AMOUNT_ZERO, "zero"),
                    G_DEFINE_ENUM_VALUE (SURETY_AMOUNT_ABOVE_BALANCE, "above-balance"))

G_DEFINE_FINAL_TYPE (SuretyGuide, surety_guide, G_TYPE_OBJECT)

static void
take_figure (SuretyGuide *self,
             SuretyFigure **place,
             SuretyFigure *figure,
             SuretyGuideProperty property)
{
  gboolean changed = *place != figure;

  g_clear_object (place);
  *place = figure;
  if (changed)
    surety_guide_notify (self, property);
}

static SuretyFigure *
token_figure (SuretyGuide *self, u256 value)
{
  return surety_guide_token_figure (self, value, surety_asset_get_balance (self->asset));
}

/* The figures that follow from the decisions: exposure of the typed amount, and the pilot. */
static void
derive_exposure (SuretyGuide *self)
{
  SuretyHoldings *holdings = surety_portfolio_get_holdings (self->portfolio);
  SuretyFigure *now = NULL;
  SuretyFigure *most = NULL;
  SuretyFigure *before_exit = NULL;
  Exposure exposure;

  if (self->amount != NULL && self->provider != NULL && holdings != NULL &&
      self->pledges_load != SURETY_LOAD_IDLE && self->pledges_load != SURETY_LOAD_LOADING &&
      self->pledges_load != SURETY_LOAD_FAILED &&
      surety_exposing_compute (self->amount_value, &self->strategy, self->provider,
                               G_LIST_MODEL (self->all_pledges),
                               surety_holdings_get_block (holdings),
                               surety_holdings_get_exit_delay (holdings),
                               surety_holdings_get_configuration_delay (holdings), &exposure))
    {
      now = token_figure (self, exposure.now);
      most = token_figure (self, exposure.most);
      before_exit = token_figure (self, exposure.before_exit);
    }
  take_figure (self, &self->exposure_now, now, PROP_EXPOSURE_NOW);
  take_figure (self, &self->exposure_most, most, PROP_EXPOSURE_MOST);
  take_figure (self, &self->exposure_before_exit, before_exit, PROP_EXPOSURE_BEFORE_EXIT);
}

static void
derive_pilot (SuretyGuide *self)
{
  SuretyFigure *pilot = NULL;

  if (self->asset != NULL && self->available != NULL)
    {
      SuretyFigure *rate = surety_asset_get_rate (self->asset);
      LadderInput input = {
        .holdings = surety_figure_get_value (self->available),
        .decimals = surety_asset_get_token (self->asset)->decimals,
        .rate_known = surety_figure_is_known (rate),
        .rate = surety_figure_get_value (rate),
      };
      LadderPilot answer;

      if (self->fees != NULL)
        input.gas_known = u256_mul (self->fees->fee[SURETY_SPEED_NORMAL].max,
                                    SURETY_GUIDE_GAS_ENTER, &input.gas);
      answer = ladder_pilot (&input);
      if (answer.known)
        pilot = token_figure (self, answer.amount);
    }
  take_figure (self, &self->pilot, pilot, PROP_PILOT);
}

static SuretyAmountState
read_amount (SuretyGuide *self, u256 *value)
{
  g_autofree char *text = g_strstrip (g_strdup (self->amount_text));

  if (*text == '\0' || self->asset == NULL)
    return SURETY_AMOUNT_EMPTY;
  /* A comma is a decimal comma where there is one and no point: groups of digits are not taken. */
  if (strchr (text, '.') == NULL)
    g_strdelimit (text, ",", '.');

  switch (
    u256_from_units (text, strlen (text), surety_asset_get_token (self->asset)->decimals, value))
    {
    case CORE_OK:
      break;
    case CORE_ERROR_RANGE:
      return strchr (text, '.') != NULL ? SURETY_AMOUNT_TOO_FINE : SURETY_AMOUNT_ABOVE_BALANCE;
    case CORE_ERROR_TRUNCATED:
    case CORE_ERROR_TRAILING:
    case CORE_ERROR_NOT_CANONICAL:
    case CORE_ERROR_SYNTAX:
    case CORE_ERROR_LIMIT:
    case CORE_ERROR_CHECKSUM:
    case CORE_ERROR_UNSUPPORTED:
    case CORE_ERROR_AUTHENTICATION:
    case CORE_ERROR_INTERNAL:
    default:
      return SURETY_AMOUNT_NO_NUMBER;
    }

  if (*value == 0)
    return SURETY_AMOUNT_ZERO;
  if (self->available != NULL && *value > surety_figure_get_value (self->available))
    return SURETY_AMOUNT_ABOVE_BALANCE;

  return SURETY_AMOUNT_OK;
}

static void
derive_amount (SuretyGuide *self)
{
  u256 value = 0;
  SuretyAmountState state = read_amount (self, &value);
  gboolean same = state == self->amount_state && self->amount_value == value &&
                  (state != SURETY_AMOUNT_OK || self->amount != NULL);

  if (same)
    return;
  self->amount_value = value;
  take_figure (self, &self->amount, state == SURETY_AMOUNT_OK ? token_figure (self, value) : NULL,
               PROP_AMOUNT);
  if (self->amount_state != state)
    {
      self->amount_state = state;
      surety_guide_notify (self, PROP_AMOUNT_STATE);
    }
  surety_guide_drop_preparation (self);
  derive_exposure (self);
}

void
surety_guide_derive_funds (SuretyGuide *self)
{
  surety_guide_derive_available (self);
  derive_pilot (self);
  derive_amount (self);
}

/* Another state of the account. */
static void
on_holdings (SuretyGuide *self)
{
  surety_guide_derive_funds (self);
  derive_exposure (self);
}

static void
filter_pledges (SuretyGuide *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0;
       self->has_strategy && i < g_list_model_get_n_items (G_LIST_MODEL (self->all_pledges)); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (G_LIST_MODEL (self->all_pledges), i);

      if (address_equal (&surety_pledge_get_token (pledge)->strategy, &self->strategy))
        g_ptr_array_add (items, g_object_ref (pledge));
    }
  g_list_store_splice (self->pledges, 0, g_list_model_get_n_items (G_LIST_MODEL (self->pledges)),
                       items->pdata, items->len);
}

static void
set_pledges (SuretyGuide *self, GListModel *pledges, SuretyLoad load, GError *error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; pledges != NULL && i < g_list_model_get_n_items (pledges); i++)
    g_ptr_array_add (items, g_list_model_get_item (pledges, i));
  g_list_store_splice (self->all_pledges, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->all_pledges)), items->pdata,
                       items->len);
  filter_pledges (self);
  if (load == SURETY_LOAD_READY && g_list_model_get_n_items (G_LIST_MODEL (self->pledges)) == 0)
    load = SURETY_LOAD_EMPTY;

  surety_load_set (G_OBJECT (self), "pledges-load", &self->pledges_load, load, "pledges-error",
                   &self->pledges_error, error);
  derive_exposure (self);
}

static DexFuture *
pledges_fiber (gpointer user_data)
{
  SuretyGuide *self = user_data;
  g_autoptr (GListModel) pledges = NULL;
  Address provider = self->chosen_provider;
  guint generation = self->generation;
  GError *error = NULL;

  if (!self->has_chosen_provider)
    return dex_future_new_true ();
  set_pledges (self, NULL, SURETY_LOAD_LOADING, NULL);
  pledges = dex_await_object (surety_directory_load_pledges (self->directory, &provider), &error);
  if (generation != self->generation || !self->has_chosen_provider ||
      !address_equal (&provider, &self->chosen_provider))
    {
      g_clear_error (&error);
      return dex_future_new_true ();
    }
  if (pledges == NULL)
    {
      set_pledges (self, NULL, SURETY_LOAD_FAILED, g_error_copy (error));
      return dex_future_new_for_error (error);
    }
  set_pledges (self, pledges, SURETY_LOAD_READY, NULL);

  return dex_future_new_true ();
}

DexFuture *
surety_guide_load_pledges (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  if (!self->has_chosen_provider)
    return dex_future_new_true ();
  dex_clear (&self->pledges_job);
  self->pledges_job = surety_spawn (pledges_fiber, g_object_ref (self), g_object_unref);

  return dex_ref (self->pledges_job);
}

static DexFuture *
fees_fiber (gpointer user_data)
{
  SuretyGuide *self = user_data;
  g_autoptr (SuretyContext) context = NULL;
  guint generation = self->generation;
  SuretyFees *fees = NULL;
  GError *error = NULL;

  if (!g_set_object (&context, self->context) || surety_context_get_endpoints (context) == NULL)
    return dex_future_new_true ();
  fees = dex_await_boxed (surety_fees_suggest (surety_context_get_endpoints (context),
                                               self->fee_ceiling,
                                               surety_network_get_block_seconds (
                                                 surety_context_get_network (context))),
                          &error);
  if (fees == NULL)
    return dex_future_new_for_error (error);
  if (generation != self->generation)
    {
      surety_fees_free (fees);
      return dex_future_new_true ();
    }
  g_clear_pointer (&self->fees, surety_fees_free);
  self->fees = fees;
  derive_pilot (self);

  return dex_future_new_true ();
}

DexFuture *
surety_guide_load_fees (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  if (self->context == NULL || surety_context_get_endpoints (self->context) == NULL)
    return dex_future_new_true ();

  return surety_spawn (fees_fiber, g_object_ref (self), g_object_unref);
}

/* Finds what was chosen among what is loaded: after a start, and whenever the directory was read again. */
void
surety_guide_resolve (SuretyGuide *self)
{
  GListModel *assets = surety_directory_get_assets (self->directory);
  SuretyProvider *provider = NULL;

  if (self->has_strategy)
    for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
      {
        g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

        if (address_equal (&surety_asset_get_token (asset)->strategy, &self->strategy) &&
            g_set_object (&self->asset, asset))
          {
            surety_guide_notify (self, PROP_ASSET);
            surety_guide_derive_funds (self);
          }
      }

  if (self->has_chosen_provider)
    provider = surety_directory_find (self->directory, &self->chosen_provider);
  if (provider != NULL && self->provider != provider)
    {
      gboolean first = self->provider == NULL;

      g_set_object (&self->provider, provider);
      surety_guide_notify (self, PROP_PROVIDER);
      if (first)
        dex_future_disown (surety_guide_load_pledges (self));
      else
        derive_exposure (self);
    }
}

/* Back to the first page with nothing chosen. */
static void
clear (SuretyGuide *self)
{
  self->has_strategy = FALSE;
  self->has_chosen_provider = FALSE;
  if (g_set_object (&self->asset, NULL))
    surety_guide_notify (self, PROP_ASSET);
  if (g_set_object (&self->provider, NULL))
    surety_guide_notify (self, PROP_PROVIDER);
  dex_clear (&self->pledges_job);
  set_pledges (self, NULL, SURETY_LOAD_IDLE, NULL);
  surety_guide_set_services_seen (self, FALSE);
  surety_guide_set_amount_text (self, "");
  surety_guide_drop_preparation (self);
  surety_guide_set_plan (self, 0);
  self->speed = SURETY_SPEED_NORMAL;
  surety_guide_set_stop_error (self, NULL);
  surety_guide_set_mints (self, FALSE);
  surety_guide_derive_funds (self);
  surety_guide_set_page (self, SURETY_GUIDE_PATH);
}

void
surety_guide_set_source (SuretyGuide *self,
                         SuretyContext *context,
                         const Address *account,
                         SuretySigner *signer)
{
  gboolean same = FALSE;

  g_return_if_fail (SURETY_IS_GUIDE (self));

  same = self->context == context && self->has_account == (account != NULL) &&
         (account == NULL || address_equal (&self->account, account));

  g_set_object (&self->signer, signer);
  surety_guide_notify (self, PROP_CAN_SIGN);
  if (same)
    {
      /* Only the endpoints changed: decisions stay. */
      surety_guide_connect_runner (self);
      return;
    }

  self->generation++;
  self->restoring = TRUE;
  g_set_object (&self->context, context);
  self->has_account = account != NULL;
  if (account != NULL)
    self->account = *account;
  g_clear_pointer (&self->fees, surety_fees_free);
  surety_guide_connect_runner (self);
  clear (self);
  if (context != NULL && account != NULL)
    dex_future_disown (surety_guide_restore (self));
  else
    self->restoring = FALSE;
}

void
surety_guide_set_fee_ceiling (SuretyGuide *self, u256 fee_ceiling)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  self->fee_ceiling = fee_ceiling;
}

void
surety_guide_reset (SuretyGuide *self)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  clear (self);
  surety_guide_save (self);
}

gboolean
surety_guide_can_leave (SuretyGuide *self, SuretyGuidePage page)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), FALSE);

  switch (page)
    {
    case SURETY_GUIDE_PATH:
      return TRUE;
    case SURETY_GUIDE_TOKEN:
      return self->asset != NULL && surety_asset_get_open (self->asset);
    case SURETY_GUIDE_OPERATOR:
      return self->provider != NULL && !surety_provider_get_needs_approval (self->provider) &&
             surety_provider_get_vault (self->provider) == NULL && !self->held_back;
    case SURETY_GUIDE_SERVICES:
      return self->services_seen;
    case SURETY_GUIDE_AMOUNT:
      return self->amount_state == SURETY_AMOUNT_OK && !self->beyond;
    case SURETY_GUIDE_REVIEW:
      return self->preparation != NULL && self->signer != NULL &&
             !surety_code_look_stops (surety_preparation_get_look (self->preparation));
    case SURETY_GUIDE_FOLLOW:
      return surety_guide_get_finished (self);
    case SURETY_GUIDE_DONE:
    default:
      return FALSE;
    }
}

SuretyGuidePage
surety_guide_get_page (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), SURETY_GUIDE_PATH);

  return self->page;
}

void
surety_guide_set_page (SuretyGuide *self, SuretyGuidePage page)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  if (self->page == page)
    return;
  self->page = page;
  surety_guide_notify (self, PROP_PAGE);
  surety_guide_save (self);
}

SuretyAsset *
surety_guide_get_asset (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  return self->asset;
}

void
surety_guide_set_asset (SuretyGuide *self, SuretyAsset *asset)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  if (!g_set_object (&self->asset, asset))
    return;
  /* What services can take is looked at token by token; the same one with a new balance is not another. */
  if (asset == NULL || !self->has_strategy ||
      !address_equal (&self->strategy, &surety_asset_get_token (asset)->strategy))
    surety_guide_set_services_seen (self, FALSE);
  self->has_strategy = asset != NULL;
  if (asset != NULL)
    self->strategy = surety_asset_get_token (asset)->strategy;
  surety_guide_notify (self, PROP_ASSET);
  surety_guide_drop_preparation (self);
  filter_pledges (self);
  surety_guide_derive_funds (self);
  derive_exposure (self);
  surety_guide_save (self);
}

SuretyProvider *
surety_guide_get_provider (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  return self->provider;
}

gboolean
surety_guide_get_chosen_provider (SuretyGuide *self, Address *out)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self) && out != NULL, FALSE);

  *out = self->chosen_provider;

  return self->has_chosen_provider;
}

void
surety_guide_set_provider (SuretyGuide *self, SuretyProvider *provider)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  if (!g_set_object (&self->provider, provider))
    return;
  self->has_chosen_provider = provider != NULL;
  if (provider != NULL)
    self->chosen_provider = *surety_provider_get_address (provider);
  surety_guide_notify (self, PROP_PROVIDER);
  surety_guide_set_services_seen (self, FALSE);
  surety_guide_drop_preparation (self);
  if (provider != NULL)
    dex_future_disown (surety_guide_load_pledges (self));
  else
    set_pledges (self, NULL, SURETY_LOAD_IDLE, NULL);
  surety_guide_save (self);
}

GListModel *
surety_guide_get_pledges (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  return G_LIST_MODEL (self->pledges);
}

gboolean
surety_guide_get_held_back (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), FALSE);

  return self->held_back;
}

void
surety_guide_set_held_back (SuretyGuide *self, gboolean held_back)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  if (self->held_back == !!held_back)
    return;
  self->held_back = !!held_back;
  surety_guide_notify (self, PROP_HELD_BACK);
}

gboolean
surety_guide_get_beyond (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), FALSE);

  return self->beyond;
}

void
surety_guide_set_beyond (SuretyGuide *self, gboolean beyond)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  if (self->beyond == !!beyond)
    return;
  self->beyond = !!beyond;
  surety_guide_notify (self, PROP_BEYOND);
}

gboolean
surety_guide_get_services_seen (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), FALSE);

  return self->services_seen;
}

void
surety_guide_set_services_seen (SuretyGuide *self, gboolean seen)
{
  g_return_if_fail (SURETY_IS_GUIDE (self));

  if (self->services_seen == seen)
    return;
  self->services_seen = seen;
  surety_guide_notify (self, PROP_SERVICES_SEEN);
  surety_guide_save (self);
}

const char *
surety_guide_get_amount_text (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  return self->amount_text;
}

void
surety_guide_set_amount_text (SuretyGuide *self, const char *text)
{
  g_autofree char *bounded = NULL;

  g_return_if_fail (SURETY_IS_GUIDE (self));

  bounded = g_strndup (text != NULL ? text : "", AMOUNT_LIMIT);
  if (!g_set_str (&self->amount_text, bounded))
    return;
  surety_guide_notify (self, PROP_AMOUNT_TEXT);
  derive_amount (self);
  surety_guide_save (self);
}

SuretyAmountState
surety_guide_get_amount_state (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), SURETY_AMOUNT_EMPTY);

  return self->amount_state;
}

SuretyPreparation *
surety_guide_get_preparation (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  return self->preparation;
}

GListModel *
surety_guide_get_steps (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), NULL);

  return G_LIST_MODEL (self->steps);
}

gint64
surety_guide_get_plan (SuretyGuide *self)
{
  g_return_val_if_fail (SURETY_IS_GUIDE (self), 0);

  return self->plan;
}

static void
surety_guide_dispose (GObject *object)
{
  SuretyGuide *self = SURETY_GUIDE (object);

  dex_clear (&self->pledges_job);
  dex_clear (&self->preparation_job);
  dex_clear (&self->steps_job);
  dex_clear (&self->save_job);
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_clear_object (&self->runner);
  g_clear_object (&self->signer);
  g_clear_object (&self->context);
  g_clear_object (&self->directory);
  g_clear_object (&self->portfolio);

  G_OBJECT_CLASS (surety_guide_parent_class)->dispose (object);
}

static void
surety_guide_finalize (GObject *object)
{
  SuretyGuide *self = SURETY_GUIDE (object);

  g_clear_object (&self->asset);
  g_clear_object (&self->provider);
  g_clear_object (&self->all_pledges);
  g_clear_object (&self->pledges);
  g_clear_object (&self->steps);
  g_clear_object (&self->amount);
  g_clear_object (&self->pilot);
  g_clear_object (&self->available);
  g_clear_object (&self->exposure_now);
  g_clear_object (&self->exposure_most);
  g_clear_object (&self->exposure_before_exit);
  g_clear_object (&self->preparation);
  g_clear_pointer (&self->fees, surety_fees_free);
  g_clear_error (&self->pledges_error);
  g_clear_error (&self->preparation_error);
  g_clear_error (&self->stop_error);
  g_free (self->amount_text);
  g_clear_object (&self->save_database);
  g_free (self->save_key);
  g_free (self->save_text);

  G_OBJECT_CLASS (surety_guide_parent_class)->finalize (object);
}

static void
surety_guide_class_init (SuretyGuideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = surety_guide_dispose;
  object_class->finalize = surety_guide_finalize;
  surety_guide_install_properties (object_class);
}

static void
surety_guide_init (SuretyGuide *self)
{
  self->amount_text = g_strdup ("");
  self->amount_state = SURETY_AMOUNT_EMPTY;
  self->all_pledges = g_list_store_new (SURETY_TYPE_PLEDGE);
  self->pledges = g_list_store_new (SURETY_TYPE_PLEDGE);
  self->steps = g_list_store_new (SURETY_TYPE_JOURNAL_ENTRY);
}

SuretyGuide *
surety_guide_new (SuretyDirectory *directory, SuretyPortfolio *portfolio)
{
  SuretyGuide *self = g_object_new (SURETY_TYPE_GUIDE, NULL);

  self->directory = g_object_ref (directory);
  self->portfolio = g_object_ref (portfolio);
  g_signal_connect_object (surety_directory_get_assets (directory), "items-changed",
                           G_CALLBACK (surety_guide_resolve), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (surety_directory_get_providers (directory), "items-changed",
                           G_CALLBACK (surety_guide_resolve), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (portfolio, "notify::holdings", G_CALLBACK (on_holdings), self,
                           G_CONNECT_SWAPPED);

  return self;
}
