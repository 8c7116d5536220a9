/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-operator-words.h"

#include <glib/gi18n.h>

#include "surety-format.h"

char *
surety_operator_words_name (SuretyProvider *provider)
{
  g_autofree char *address = NULL;

  if (*surety_provider_get_name (provider) != '\0')
    return g_strdup (surety_provider_get_name (provider));
  address = surety_format_address (surety_provider_get_address_text (provider), FALSE);

  return g_strdup_printf (_ ("Unnamed operator %s"), address);
}

const char *
surety_operator_words_hindrance (SuretyProvider *provider)
{
  if (!surety_provider_get_registered (provider))
    return _ ("Can’t be chosen: it is not registered as an operator any more");
  if (surety_provider_get_vault (provider) != NULL)
    return _ ("Can’t be chosen: it is a duration vault, which nobody can leave once it is locked");
  if (surety_provider_get_needs_approval (provider))
    return _ (
      "Can’t be chosen: it decides itself who may delegate to it, or whether it does is not known");

  return NULL;
}

char *
surety_operator_words_lock (SuretyProvider *provider)
{
  SuretyVault *vault = surety_provider_get_vault (provider);
  const SuretyVaultFacts *facts;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  if (vault == NULL)
    return NULL;
  facts = surety_vault_get_facts (vault);
  from = surety_format_date (facts->locked_at);
  until = surety_format_date (facts->unlock_at);
  switch (facts->state)
    {
    case SURETY_VAULT_DEPOSITS:
      {
        g_autofree char *span = surety_format_span (facts->duration);

        return g_strdup_printf (_ (
                                  "Takes deposits now. Its admin can lock it at any time, then for "
                                  "%s nobody can leave"),
                                span);
      }
    case SURETY_VAULT_LOCKED:
      if (facts->unlock_at <= facts->time)
        return g_strdup_printf (_ ("Locked since %s. Its time was over on %s, and it stays locked "
                                   "until somebody ends it, which anybody can"),
                                from, until);
      return g_strdup_printf (_ ("Locked since %s; nobody can leave before %s"), from, until);
    case SURETY_VAULT_WITHDRAWALS:
      {
        g_autofree char *over = surety_format_date (facts->matured_at);

        return g_strdup_printf (_ ("Its lock is over since %s"), over);
      }
    case SURETY_VAULT_UNKNOWN:
    default:
      return g_strdup (_ ("Whether it is locked is not known"));
    }
}

static char *
share_of (u256 magnitude, u256 max)
{
  u256 wad = 0;

  if (!u256_mul_div (magnitude, U256_WAD, max, ROUND_UP, &wad))
    return g_strdup (_ ("unknown"));

  return surety_format_percent (wad);
}

char *
surety_operator_words_slashable (SuretyProvider *provider, const Address *strategy)
{
  const SuretyPledgedMagnitude *pledged = surety_provider_get_pledged (provider, strategy);
  g_autofree char *now = NULL;
  g_autofree char *pending = NULL;
  g_autofree char *dormant = NULL;
  g_autofree char *latent = NULL;
  g_autoptr (GString) text = NULL;

  if (pledged == NULL)
    return g_strdup (_ ("What services can take is not known"));
  if (pledged->max == 0)
    return g_strdup (_ ("Everything was slashed: nothing of this token is left with it"));

  now = share_of (pledged->now, pledged->max);
  pending = share_of (pledged->pending, pledged->max);
  dormant = share_of (pledged->dormant, pledged->max);
  latent = share_of (pledged->latent, pledged->max);
  text = g_string_new (NULL);
  if (pledged->now > 0)
    g_string_append_printf (text, _ ("Services can take %s now"), now);
  else
    g_string_append (text, _ ("Services can take nothing now"));
  if (pledged->pending > 0)
    g_string_append_printf (text, _ (", %s more soon"), pending);
  if (pledged->dormant > 0)
    g_string_append_printf (text, _ (", %s as soon as a set changes"), dormant);
  if (pledged->latent > 0)
    g_string_append_printf (text, _ ("; it may pledge %s more"), latent);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* The rule is risk's: an operator looked at without its pledges says when the next one could bite. */
Exposure
surety_operator_next_pledge (SuretyProvider *provider, const SuretyGuideFacts *facts)
{
  const ExposureInput input = {
    .stake = U256_WAD,
    .max = U256_WAD,
    .provider = {
      .delay_known = surety_provider_get_delay_known (provider),
      .delay_set = surety_provider_get_delay_set (provider),
      .delay = surety_provider_get_delay (provider),
      .pending_delay = surety_provider_get_pending_delay (provider),
      .pending_delay_block = surety_provider_get_pending_delay_block (provider),
      .configuration_delay = facts->configuration_delay,
    },
    .block = facts->head,
    .exit_delay = facts->exit_delay,
  };

  return exposure_compute (&input);
}

char *
surety_operator_words_warning (SuretyProvider *provider, const SuretyGuideFacts *facts)
{
  Exposure next;
  g_autofree char *warning = NULL;
  g_autofree char *leaving = NULL;

  if (!surety_provider_get_delay_known (provider))
    return g_strdup (_ ("Its warning time is not known: take it for none"));
  if (!facts->exit_known)
    {
      warning = surety_format_span (surety_provider_get_delay (provider) * facts->block_seconds);
      return surety_provider_get_delay_set (provider)
               ? g_strdup_printf (_ ("It warns %s before it pledges more"), warning)
               : g_strdup (_ ("It can’t pledge more before it sets a warning time"));
    }

  next = surety_operator_next_pledge (provider, facts);
  leaving = surety_guide_facts_exit_words (facts);
  if (next.warning == UINT64_MAX)
    return g_strdup (_ ("It can’t pledge more at present"));
  if (next.warning == 0)
    return g_strdup_printf (
      _ ("Does not warn before it pledges more; leaving takes %s: no time to leave first"),
      leaving);
  warning = surety_format_span (next.warning * facts->block_seconds);
  if (next.latent_before_exit)
    /* Translators: two spans of time. */
    return g_strdup_printf (
      _ ("Warns %s before it pledges more; leaving takes %s: too short to leave in time"), warning,
      leaving);

  return g_strdup_printf (
    _ ("Warns %s before it pledges more; leaving takes %s: time enough if you look"), warning,
    leaving);
}

gboolean
surety_operator_shares (SuretyProvider *provider,
                        const Address *strategy,
                        guint *now,
                        guint *pending,
                        guint *dormant,
                        guint *latent)
{
  const SuretyPledgedMagnitude *pledged = surety_provider_get_pledged (provider, strategy);

  *now = *pending = *dormant = *latent = 0;
  if (pledged == NULL || pledged->max == 0)
    return FALSE;
  *now = surety_millionths (pledged->now, pledged->max);
  *pending = surety_millionths (pledged->pending, pledged->max);
  *dormant = surety_millionths (pledged->dormant, pledged->max);
  *latent = surety_millionths (pledged->latent, pledged->max);

  return TRUE;
}
