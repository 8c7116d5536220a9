/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-vetting-private.h"

#define WINDOW (90u * 86400u)
#define WEI_PER_GWEI 1000000000u

gboolean
surety_vetting_kind_of (SuretyPartyKind party, CheckKind *out)
{
  switch (party)
    {
    case SURETY_PARTY_NOBODY:
      *out = CHECK_KIND_NONE;
      return TRUE;
    case SURETY_PARTY_ACCOUNT:
      *out = CHECK_KIND_ACCOUNT;
      return TRUE;
    case SURETY_PARTY_MULTISIG:
      *out = CHECK_KIND_MULTISIG;
      return TRUE;
    case SURETY_PARTY_CONTRACT:
      *out = CHECK_KIND_CONTRACT;
      return TRUE;
    case SURETY_PARTY_UNKNOWN:
    default:
      return FALSE;
    }
}

static void
put_slasher (SuretyVettingDraft *draft, SuretyService *service)
{
  guint threshold = 0;
  guint owners = 0;
  CheckKind kind = CHECK_KIND_NONE;
  const Address *slasher = surety_service_get_slasher (service);

  if (surety_service_get_slasher_known (service) && !address_is_zero (slasher))
    {
      surety_vetting_put_address (draft, FACT_SLASHER_KIND, slasher);
      surety_vetting_put_address (draft, FACT_SLASHER_SIGNERS, slasher);
      surety_vetting_put_address (draft, FACT_SLASHER_OWNERS, slasher);
    }
  if (!surety_vetting_kind_of (surety_service_get_slasher_kind (service, &threshold, &owners),
                               &kind))
    return;
  surety_vetting_put (draft, FACT_SLASHER_KIND, kind);
  if (kind != CHECK_KIND_MULTISIG)
    return;
  surety_vetting_put (draft, FACT_SLASHER_SIGNERS, threshold);
  surety_vetting_put (draft, FACT_SLASHER_OWNERS, owners);
}

static void
put_slasher_change (SuretyVettingDraft *draft, SuretyService *service)
{
  guint64 block = surety_service_get_pending_slasher_block (service);
  CheckKind kind = CHECK_KIND_NONE;

  if (!surety_service_get_pending_slasher_known (service))
    return;
  surety_vetting_put (draft, FACT_SLASHER_CHANGE_BLOCK, block);
  if (block == 0)
    return;
  surety_vetting_put_address (draft, FACT_SLASHER_NEXT_KIND,
                              surety_service_get_pending_slasher (service));
  if (surety_vetting_kind_of (surety_service_get_pending_slasher_kind (service, NULL, NULL), &kind))
    surety_vetting_put (draft, FACT_SLASHER_NEXT_KIND, kind);
}

static void
put_registrar (SuretyVettingDraft *draft, SuretyService *service)
{
  const Address *registrar = surety_service_get_registrar (service);
  CheckKind kind = CHECK_KIND_NONE;

  if (address_is_zero (registrar))
    return;
  surety_vetting_put_address (draft, FACT_REGISTRAR_KIND, registrar);
  if (surety_vetting_kind_of (surety_service_get_registrar_kind (service, NULL, NULL), &kind))
    surety_vetting_put (draft, FACT_REGISTRAR_KIND, kind);
}

static void
put_redistribution (SuretyVettingDraft *draft, SuretyService *service)
{
  if (!surety_service_get_redistributes_known (service))
    return;
  surety_vetting_put (draft, FACT_REDISTRIBUTES,
                      surety_service_get_redistributes (service) ? 1 : 0);
  if (!surety_service_get_redistributes (service))
    return;
  surety_vetting_put_address (draft, FACT_REDISTRIBUTES, surety_service_get_recipient (service));
  if (surety_service_get_slasher_known (service))
    surety_vetting_put (draft, FACT_RECIPIENT_SLASHES,
                        address_equal (surety_service_get_recipient (service),
                                       surety_service_get_slasher (service))
                          ? 1
                          : 0);
}

static guint64
seconds_ago (const SuretyVettingChain *chain, const SuretyPayment *payment)
{
  if (payment->time != 0 && chain->time != 0)
    return chain->time > payment->time ? chain->time - payment->time : 0;

  return chain->block > payment->block
           ? (chain->block - payment->block) * surety_network_get_block_seconds (chain->network)
           : 0;
}

static void
put_payments (SuretyVettingDraft *draft, SuretyService *service)
{
  guint n = 0;
  const SuretyPayment *payments = surety_service_get_payments (service, &n);
  guint lately = 0;

  if (!surety_service_get_payments_known (service))
    return;
  surety_vetting_put (draft, FACT_PAYMENTS_EVER, n);
  for (guint i = 0; i < n; i++)
    if (seconds_ago (&draft->chain, &payments[i]) <= WINDOW)
      lately++;
  if (draft->chain.block == 0)
    return;
  surety_vetting_put (draft, FACT_PAYMENTS, lately);
  if (n == 0)
    return;
  surety_vetting_put_age (draft, FACT_PAID_AGE, payments[n - 1].block, payments[n - 1].time);
  surety_vetting_put_event (draft, FACT_PAID_AGE, payments[n - 1].block, payments[n - 1].time,
                            &payments[n - 1].transaction);
}

static SuretyAsset *
find_asset (GListModel *assets, const Address *strategy)
{
  for (guint i = 0; assets != NULL && i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      if (address_equal (&surety_asset_get_token (asset)->strategy, strategy))
        return asset;
    }

  return NULL;
}

/* In ETH, of the tokens whose rate is known: what has none can only make it more. */
static void
put_stake (SuretyVettingDraft *draft, SuretyService *service, GListModel *assets)
{
  guint n = 0;
  const SuretyServiceStake *stakes = surety_service_get_stakes (service, &n);
  u256 sum = 0;
  guint unknown = 0;

  if (!surety_service_get_stakes_known (service))
    return;
  for (guint i = 0; i < n; i++)
    {
      SuretyAsset *asset = find_asset (assets, &stakes[i].strategy);
      u256 eth = 0;

      if (stakes[i].shares == 0)
        continue;
      if (!stakes[i].tokens_known || asset == NULL ||
          !surety_asset_convert_to_eth (asset, stakes[i].tokens, &eth) ||
          !u256_add (sum, eth, &sum))
        unknown++;
    }
  /* Nothing that could be counted at all is not nothing. */
  if (unknown > 0 && sum == 0)
    return;
  sum /= WEI_PER_GWEI;
  surety_vetting_put (draft, FACT_STAKE, sum > UINT64_MAX ? UINT64_MAX : (guint64) sum);
}

static void
put_strategies (SuretyVettingDraft *draft, SuretyService *service)
{
  guint n = 0;
  const Address *strategies = surety_service_get_strategies (service, &n);
  guint64 created = surety_service_get_created_block (service);
  guint64 last = 0;
  guint added = 0;

  if (!surety_service_get_strategies_known (service))
    return;
  surety_vetting_put (draft, FACT_STRATEGIES, n);
  if (created == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      guint64 block = surety_service_get_strategy_block (service, &strategies[i]);

      if (block == 0)
        return;
      if (block > created)
        added++;
      last = MAX (last, block);
    }
  surety_vetting_put (draft, FACT_STRATEGIES_ADDED, added);
  if (added > 0)
    surety_vetting_put_age (draft, FACT_STRATEGY_AGE, last, 0);
}

/* A slashing has one record for each strategy it took from. */
static void
put_slashings (SuretyVettingDraft *draft, SuretyService *service)
{
  guint n = 0;
  const SuretySlashing *slashings = surety_service_get_slashings (service, &n);
  guint count = 0;

  if (!surety_service_get_slashings_known (service))
    return;
  for (guint i = 0; i < n; i++)
    {
      gboolean same = FALSE;

      for (guint j = 0; j < i && !same; j++)
        same = hash_equal (&slashings[i].transaction, &slashings[j].transaction) &&
               address_equal (&slashings[i].provider, &slashings[j].provider) &&
               !address_equal (&slashings[i].strategy, &slashings[j].strategy);
      if (!same)
        count++;
    }
  surety_vetting_put (draft, FACT_SERVICE_SLASHINGS, count);
  if (n == 0)
    return;
  surety_vetting_put_age (draft, FACT_SERVICE_SLASHED_AGE, slashings[n - 1].block,
                          slashings[n - 1].time);
  surety_vetting_put_event (draft, FACT_SERVICE_SLASHED_AGE, slashings[n - 1].block,
                            slashings[n - 1].time, &slashings[n - 1].transaction);
}

SuretyVetting *
surety_vetting_new_service (const SuretyVettingChain *chain,
                            SuretyService *service,
                            GListModel *assets,
                            SuretyThresholds *thresholds)
{
  SuretyVettingDraft draft;

  g_return_val_if_fail (SURETY_IS_SERVICE (service), NULL);
  g_return_val_if_fail (SURETY_IS_THRESHOLDS (thresholds), NULL);

  surety_vetting_draft_init (&draft, chain);
  put_slasher (&draft, service);
  put_slasher_change (&draft, service);
  put_registrar (&draft, service);
  put_redistribution (&draft, service);
  put_payments (&draft, service);
  if (surety_service_get_n_operators_known (service))
    surety_vetting_put (&draft, FACT_OPERATORS, surety_service_get_n_operators (service));
  put_stake (&draft, service, assets);
  surety_vetting_put_age (&draft, FACT_SERVICE_AGE, surety_service_get_created_block (service),
                          surety_service_get_created_time (service));
  put_strategies (&draft, service);
  put_slashings (&draft, service);

  return surety_vetting_finish (&draft, CHECK_SUBJECT_SERVICE, thresholds);
}
