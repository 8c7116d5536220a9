/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-stake-guard.h"

#include "surety-change.h"
#include "surety-exposing.h"
#include "surety-offload.h"
#include "surety-protocol-error.h"

struct _SuretyStakeGuard
{
  GObject parent_instance;

  SuretyProtocol *protocol;
  GListStore *pledges; /* SuretyPledge */
  Address provider;
  Address strategy;
  u256 stake;
  u256 now;
  u256 most;
  guint64 exit_delay;
  guint64 configuration_delay;
};

static void surety_stake_guard_init_guard (SuretyPlanGuardInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SuretyStakeGuard,
                               surety_stake_guard,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SURETY_TYPE_PLAN_GUARD,
                                                      surety_stake_guard_init_guard))

/* Slashings make both smaller, which leaves the rounding of one division. */
static gboolean
is_more (u256 now, u256 shown)
{
  return now > shown && now - shown > now / SURETY_CHANGE_TOLERANCE + SURETY_CHANGE_DUST;
}

static DexFuture *
look_fiber (gpointer user_data)
{
  SuretyStakeGuard *self = user_data;
  g_autoptr (SuretyRenewed) renewed = NULL;
  Exposure exposure = { 0 };
  GError *error = NULL;

  renewed = dex_await_boxed (surety_protocol_renew_pledges (self->protocol, &self->provider,
                                                            &self->strategy,
                                                            G_LIST_MODEL (self->pledges)),
                             &error);
  if (renewed == NULL)
    return dex_future_new_for_error (error);

  if (!surety_exposing_compute (self->stake, &self->strategy, renewed->provider, renewed->pledges,
                                surety_provider_get_block (renewed->provider), self->exit_delay,
                                self->configuration_delay, &exposure))
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SLASHABLE,
                                  "what can be slashed is not known any more");
  if (is_more (exposure.now, self->now) || is_more (exposure.most, self->most))
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SLASHABLE,
                                  "more can be slashed than was shown");
  return dex_future_new_true ();
}

static DexFuture *
surety_stake_guard_look (SuretyPlanGuard *guard)
{
  return surety_spawn (look_fiber, g_object_ref (guard), g_object_unref);
}

static void
surety_stake_guard_init_guard (SuretyPlanGuardInterface *iface)
{
  iface->look = surety_stake_guard_look;
}

static void
surety_stake_guard_finalize (GObject *object)
{
  SuretyStakeGuard *self = SURETY_STAKE_GUARD (object);

  g_clear_object (&self->protocol);
  g_clear_object (&self->pledges);
  G_OBJECT_CLASS (surety_stake_guard_parent_class)->finalize (object);
}

static void
surety_stake_guard_class_init (SuretyStakeGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = surety_stake_guard_finalize;
}

static void
surety_stake_guard_init (SuretyStakeGuard *self)
{
  self->pledges = g_list_store_new (SURETY_TYPE_PLEDGE);
}

SuretyPlanGuard *
surety_stake_guard_new (SuretyProtocol *protocol,
                        SuretyHoldings *holdings,
                        SuretyProvider *provider,
                        GListModel *pledges,
                        const Address *strategy,
                        u256 stake,
                        const Exposure *shown)
{
  SuretyStakeGuard *self = NULL;

  g_return_val_if_fail (SURETY_IS_PROTOCOL (protocol) && SURETY_IS_HOLDINGS (holdings), NULL);
  g_return_val_if_fail (SURETY_IS_PROVIDER (provider) && G_IS_LIST_MODEL (pledges), NULL);

  self = g_object_new (SURETY_TYPE_STAKE_GUARD, NULL);
  self->protocol = g_object_ref (protocol);
  /* What somebody reads elsewhere changes. */
  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      g_list_store_append (self->pledges, pledge);
    }
  self->provider = *surety_provider_get_address (provider);
  self->strategy = *strategy;
  self->stake = stake;
  self->now = shown->now;
  self->most = shown->most;
  self->exit_delay = surety_holdings_get_exit_delay (holdings);
  self->configuration_delay = surety_holdings_get_configuration_delay (holdings);
  return SURETY_PLAN_GUARD (self);
}
