/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-vetting-private.h"

#include "surety-vetting-shares.h"

/* Events and stored lists come from logs; an operator that was only asked by calls has none. */
static gboolean
logs_were_read (SuretyProvider *provider)
{
  return surety_provider_get_slashings_known (provider);
}

static void
put_delay (SuretyVettingDraft *draft, SuretyProvider *provider)
{
  guint64 pending = surety_provider_get_pending_delay_block (provider);

  if (surety_provider_get_delay_known (provider))
    {
      surety_vetting_put (draft, FACT_DELAY_SET, surety_provider_get_delay_set (provider) ? 1 : 0);
      if (surety_provider_get_delay_set (provider))
        surety_vetting_put (draft, FACT_DELAY, surety_provider_get_delay (provider));
    }
  if (pending != 0 || logs_were_read (provider))
    surety_vetting_put (draft, FACT_PENDING_DELAY_BLOCK, pending);
  if (pending != 0)
    surety_vetting_put (draft, FACT_PENDING_DELAY, surety_provider_get_pending_delay (provider));
}

static void
put_slashings (SuretyVettingDraft *draft, SuretyProvider *provider)
{
  guint n = 0;
  const SuretySlashing *records = surety_provider_get_slashing_records (provider, &n);

  if (!surety_provider_get_slashings_known (provider))
    return;
  surety_vetting_put (draft, FACT_SLASHINGS, surety_provider_get_slashings (provider));
  if (n == 0)
    return;
  surety_vetting_put_age (draft, FACT_SLASHED_AGE, records[n - 1].block, records[n - 1].time);
  surety_vetting_put_event (draft, FACT_SLASHED_AGE, records[n - 1].block, records[n - 1].time,
                            &records[n - 1].transaction);
  surety_vetting_put_event (draft, FACT_SLASHINGS, records[n - 1].block, records[n - 1].time,
                            &records[n - 1].transaction);
}

typedef struct
{
  guint n;
  guint highest;
  guint changes;
  guint highest_next;
  guint64 first; /* seconds since 1970 of the first change */
} Splits;

static void
add_split (Splits *sum, const SuretySplit *split)
{
  sum->n++;
  sum->highest = MAX (sum->highest, split->bips);
  if (split->activates == 0)
    return;
  sum->changes++;
  sum->highest_next = MAX (sum->highest_next, split->next_bips);
  sum->first = sum->first == 0 ? split->activates : MIN (sum->first, split->activates);
}

/* The part it keeps, the highest of what its sets pay, of programmatic incentives and of AVSs that
 * pay without sets; who is in no set has the default ahead of it. */
static void
put_splits (SuretyVettingDraft *draft, SuretyProvider *provider)
{
  guint n = 0;
  const SuretySplit *splits = surety_provider_get_splits (provider, &n);
  guint n_members = 0;
  const SuretyMembership *members = surety_provider_get_memberships (provider, &n_members);
  Splits sum = { 0 };

  if (!surety_provider_get_splits_known (provider) ||
      !surety_provider_get_memberships_known (provider))
    return;
  for (guint i = 0; i < n; i++)
    if (splits[i].kind != SURETY_SPLIT_SET)
      add_split (&sum, &splits[i]);
  for (guint i = 0; i < n_members; i++)
    {
      SuretySplit split = { 0 };

      if (!members[i].registered)
        continue;
      if (!surety_provider_get_set_split (provider, &members[i].avs, members[i].set, &split))
        return;
      if (split.kind == SURETY_SPLIT_SET)
        add_split (&sum, &split);
    }
  if (sum.n == 0)
    return;

  surety_vetting_put (draft, FACT_SPLIT, sum.highest);
  surety_vetting_put (draft, FACT_SPLIT_CHANGES, sum.changes);
  if (sum.changes == 0)
    return;
  surety_vetting_put (draft, FACT_SPLIT_NEXT, sum.highest_next);
  if (draft->chain.time != 0)
    surety_vetting_put (draft, FACT_SPLIT_WAIT,
                        sum.first > draft->chain.time ? sum.first - draft->chain.time : 0);
}

static void
put_stakers (SuretyVettingDraft *draft, SuretyProvider *provider, const Address *strategy)
{
  const SuretyProviderStake *stake = NULL;
  u256 largest = 0;

  if (strategy == NULL)
    {
      if (surety_provider_get_largest_staker (provider, &largest, NULL))
        surety_vetting_put_wad (draft, FACT_STAKER_SHARE, largest);
      return;
    }
  stake = surety_provider_find_stake (provider, strategy);
  if (stake == NULL || !stake->stakers_known)
    return;
  surety_vetting_put_wad (draft, FACT_STAKER_SHARE, stake->largest);
  if (stake->n_stakers > 0)
    surety_vetting_put_address (draft, FACT_STAKER_SHARE, &stake->largest_staker);
}

static void
put_file (SuretyVettingDraft *draft, SuretyProvider *provider, const SuretyVettingWeb *web)
{
  static const CheckFact from_web[] = { FACT_FILE_ANSWERS, FACT_DOMAIN_MATCHES };
  const char *uri = surety_provider_get_metadata_uri (provider);

  if (uri != NULL || logs_were_read (provider))
    surety_vetting_put (draft, FACT_NAMES_FILE, uri != NULL && *uri != '\0' ? 1 : 0);
  /* Without a file there is no name to take for another's. */
  if (logs_were_read (provider) && (uri == NULL || *uri == '\0') &&
      *surety_provider_get_name (provider) == '\0')
    surety_vetting_put (draft, FACT_LOOK_ALIKE, 0);
  else if (web != NULL && web->names_compared)
    surety_vetting_put (draft, FACT_LOOK_ALIKE, web->look_alike ? 1 : 0);

  for (guint i = 0; i < G_N_ELEMENTS (from_web); i++)
    if (web != NULL && web->switched_off)
      surety_vetting_put_missing (draft, from_web[i], SURETY_MISSING_SWITCHED);
  if (web == NULL || web->switched_off || !web->read)
    return;
  surety_vetting_put (draft, FACT_FILE_ANSWERS, web->answers ? 1 : 0);
  if (web->domain_known)
    surety_vetting_put (draft, FACT_DOMAIN_MATCHES, web->domain_matches ? 1 : 0);
}

/* Vaults are asked for with the directory. */
static void
put_vault (SuretyVettingDraft *draft, SuretyProvider *provider)
{
  static const CheckFact places[] = { FACT_VAULT, FACT_VAULT_LOCKED, FACT_VAULT_OVER,
                                      FACT_VAULT_DURATION, FACT_VAULT_WAIT };
  SuretyVault *vault = surety_provider_get_vault (provider);
  const SuretyVaultFacts *facts = vault != NULL ? surety_vault_get_facts (vault) : NULL;

  if (facts == NULL)
    {
      if (surety_provider_get_memberships_known (provider))
        surety_vetting_put (draft, FACT_VAULT, 0);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    surety_vetting_put_address (draft, places[i], &facts->address);
  surety_vetting_put (draft, FACT_VAULT, 1);
  surety_vetting_put (draft, FACT_VAULT_DURATION, facts->duration);
  if (facts->state == SURETY_VAULT_UNKNOWN)
    return;
  surety_vetting_put (draft, FACT_VAULT_LOCKED, facts->state == SURETY_VAULT_LOCKED ? 1 : 0);
  surety_vetting_put (draft, FACT_VAULT_OVER, facts->state == SURETY_VAULT_WITHDRAWALS ? 1 : 0);
  if (facts->state == SURETY_VAULT_LOCKED && facts->unlock_at != 0 && draft->chain.time != 0)
    surety_vetting_put (draft, FACT_VAULT_WAIT,
                        facts->unlock_at > draft->chain.time ? facts->unlock_at - draft->chain.time
                                                             : 0);
}

SuretyVetting *
surety_vetting_new_operator (const SuretyVettingChain *chain,
                             SuretyProvider *provider,
                             const Address *strategy,
                             GListModel *pledges,
                             GListModel *services,
                             const SuretyVettingWeb *web,
                             SuretyThresholds *thresholds)
{
  SuretyVettingDraft draft;

  g_return_val_if_fail (SURETY_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (SURETY_IS_THRESHOLDS (thresholds), NULL);

  surety_vetting_draft_init (&draft, chain);
  put_delay (&draft, provider);
  surety_vetting_put_shares (&draft, provider, strategy, pledges, services);
  put_slashings (&draft, provider);
  surety_vetting_put_age (&draft, FACT_SILENCE, surety_provider_get_active_block (provider),
                          surety_provider_get_active_time (provider));
  put_splits (&draft, provider);
  surety_vetting_put_age (&draft, FACT_OPERATOR_AGE,
                          surety_provider_get_registered_block (provider),
                          surety_provider_get_registered_time (provider));
  put_stakers (&draft, provider, strategy);
  if (surety_provider_get_approval_known (provider))
    {
      const Address *approver = surety_provider_get_approver (provider);

      surety_vetting_put (&draft, FACT_NEEDS_APPROVAL, address_is_zero (approver) ? 0 : 1);
      if (!address_is_zero (approver))
        surety_vetting_put_address (&draft, FACT_NEEDS_APPROVAL, approver);
    }
  put_file (&draft, provider, web);
  put_vault (&draft, provider);
  surety_vetting_put_address (&draft, FACT_SILENCE, surety_provider_get_address (provider));

  return surety_vetting_finish (&draft, CHECK_SUBJECT_OPERATOR, thresholds);
}
