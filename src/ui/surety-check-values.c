/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-check-words.h"

#include <glib/gi18n.h>

#include "surety-format.h"

#define WAD_PER_BIP G_GUINT64_CONSTANT (100000000000000)

static const char *const facts[FACTS] = {
  [FACT_HEAD] = N_ ("Read at block"),
  [FACT_EXIT_DELAY] = N_ ("Leaving takes (withdrawal delay)"),
  [FACT_CONFIGURATION_DELAY] = N_ ("A new warning time waits (configuration delay)"),
  [FACT_DELAY_SET] = N_ ("It ever set a warning time"),
  [FACT_DELAY] = N_ ("Its warning time now (allocation delay)"),
  [FACT_PENDING_DELAY_BLOCK] = N_ ("Another warning time holds from"),
  [FACT_PENDING_DELAY] = N_ ("Its warning time then"),
  [FACT_PENDING_WITHIN] = N_ ("Of the stake, slashable before one could leave"),
  [FACT_PENDING_BEYOND] = N_ ("Of the stake, slashable later than that"),
  [FACT_PENDING_BLOCK] = N_ ("The first of it from"),
  [FACT_DORMANT] = N_ ("Of the stake, pledged and only waiting (dormant)"),
  [FACT_FREE] = N_ ("Of the stake, it may still pledge"),
  [FACT_SLASHABLE] = N_ ("Of the stake, slashable now"),
  [FACT_LARGEST] = N_ ("Of the stake, the largest claim of one set"),
  [FACT_SLASHINGS] = N_ ("Times it was slashed"),
  [FACT_SLASHED_AGE] = N_ ("Since the last slashing"),
  [FACT_SLASHED_SHARE] = N_ ("Of the stake, lost to slashings so far"),
  [FACT_SILENCE] = N_ ("Since it last did anything on chain"),
  [FACT_SPLIT] = N_ ("Of rewards, it keeps (operator split)"),
  [FACT_SPLIT_CHANGES] = N_ ("Changes of that under way"),
  [FACT_SPLIT_NEXT] = N_ ("Of rewards, it will keep"),
  [FACT_SPLIT_WAIT] = N_ ("Until the first change"),
  [FACT_OPERATOR_AGE] = N_ ("Since it registered"),
  [FACT_STAKER_SHARE] = N_ ("Of its stake, one staker’s"),
  [FACT_SETS] = N_ ("Operator sets"),
  [FACT_SET_SHARE] = N_ ("Of what secures one of its sets, its part"),
  [FACT_REDISTRIBUTING_SETS] = N_ ("Of them give away what they take (redistribution)"),
  [FACT_REDISTRIBUTED] = N_ ("Of the stake, those can take"),
  [FACT_NEEDS_APPROVAL] = N_ ("Somebody has to approve each delegation"),
  [FACT_NAMES_FILE] = N_ ("Names a file about itself (metadata URI)"),
  [FACT_FILE_ANSWERS] = N_ ("The file is there and well formed"),
  [FACT_DOMAIN_MATCHES] = N_ ("The file lies on the website it names"),
  [FACT_LOOK_ALIKE] = N_ ("Its name looks like another operator’s"),
  [FACT_VAULT] = N_ ("Is a duration vault"),
  [FACT_VAULT_LOCKED] = N_ ("Is locked: nobody can leave"),
  [FACT_VAULT_OVER] = N_ ("Its time is over"),
  [FACT_VAULT_DURATION] = N_ ("Is locked for, once it is"),
  [FACT_VAULT_WAIT] = N_ ("Can be ended in"),
  [FACT_REGISTRAR_KIND] = N_ ("Who takes operators in (registrar)"),
  [FACT_SLASHER_KIND] = N_ ("Who can slash (slasher)"),
  [FACT_SLASHER_SIGNERS] = N_ ("Keys that must agree"),
  [FACT_SLASHER_OWNERS] = N_ ("Keys there are"),
  [FACT_SLASHER_CHANGE_BLOCK] = N_ ("Somebody else can slash from"),
  [FACT_SLASHER_NEXT_KIND] = N_ ("Who can slash then"),
  [FACT_REDISTRIBUTES] = N_ ("Gives away what it takes (redistribution)"),
  [FACT_RECIPIENT_SLASHES] = N_ ("To the one who slashes"),
  [FACT_PAYMENTS] = N_ ("Rewards paid within 90 days"),
  [FACT_PAYMENTS_EVER] = N_ ("Rewards paid ever"),
  [FACT_PAID_AGE] = N_ ("Since the last payment"),
  [FACT_OPERATORS] = N_ ("Operators in the set"),
  [FACT_STAKE] = N_ ("Stake it can slash, at known rates"),
  [FACT_SERVICE_AGE] = N_ ("Since the set was created"),
  [FACT_STRATEGIES] = N_ ("Tokens in the set (strategies)"),
  [FACT_STRATEGIES_ADDED] = N_ ("Of them added later"),
  [FACT_STRATEGY_AGE] = N_ ("Since the last was added"),
  [FACT_SERVICE_SLASHINGS] = N_ ("Times it slashed"),
  [FACT_SERVICE_SLASHED_AGE] = N_ ("Since the last time it slashed"),
  [FACT_HAS_RATE] = N_ ("Stands for an amount of ETH"),
  [FACT_BELOW] = N_ ("The market pays less than its rate by"),
  [FACT_ABOVE] = N_ ("The market pays more than its rate by"),
  [FACT_FEED_AGE] = N_ ("Age of the price"),
  [FACT_FEED_HEARTBEAT] = N_ ("The price should be written every"),
  [FACT_HAS_EXIT] = N_ ("Its issuer’s contracts give ETH for it"),
  [FACT_EXIT_SECONDS] = N_ ("That takes, by experience, up to"),
  [FACT_EXIT_SLOWED] = N_ ("An emergency holds that up"),
  [FACT_DEPOSITS_PAUSED] = N_ ("Putting in is paused"),
  [FACT_WITHDRAWALS_PAUSED] = N_ ("Taking out is paused"),
  [FACT_TRANSFERS_PAUSED] = N_ ("Sending it is paused"),
  [FACT_UPGRADABLE] = N_ ("Its code can be replaced (proxy)"),
  [FACT_ADMIN_KIND] = N_ ("Who can replace it (admin)"),
  [FACT_ADMIN_DELAY] = N_ ("Announced before by"),
};

static const char *const limits[LIMITS] = {
  [LIMIT_LEAST_REACTION] = N_ ("Caution with less time to notice than"),
  [LIMIT_MOST_DORMANT_CAUTION] = N_ ("Caution above"),
  [LIMIT_MOST_DORMANT_PROBLEM] = N_ ("Problem above"),
  [LIMIT_MOST_SLASHABLE_CAUTION] = N_ ("Caution above"),
  [LIMIT_MOST_SLASHABLE_PROBLEM] = N_ ("Problem above"),
  [LIMIT_MOST_LARGEST_CAUTION] = N_ ("Caution above"),
  [LIMIT_MOST_LARGEST_PROBLEM] = N_ ("Problem above"),
  [LIMIT_LEAST_SLASHED_AGE] = N_ ("Problem when slashed within the last"),
  [LIMIT_MOST_SLASHED_SHARE] = N_ ("Problem when slashings took more than"),
  [LIMIT_MOST_SILENCE_CAUTION] = N_ ("Caution after"),
  [LIMIT_MOST_SILENCE_PROBLEM] = N_ ("Problem after"),
  [LIMIT_MOST_SPLIT_CAUTION] = N_ ("Caution above"),
  [LIMIT_MOST_SPLIT_PROBLEM] = N_ ("Problem above"),
  [LIMIT_LEAST_OPERATOR_AGE_CAUTION] = N_ ("Caution when younger than"),
  [LIMIT_LEAST_OPERATOR_AGE_PROBLEM] = N_ ("Problem when younger than"),
  [LIMIT_MOST_STAKER_SHARE_CAUTION] = N_ ("Caution above"),
  [LIMIT_MOST_STAKER_SHARE_PROBLEM] = N_ ("Problem above"),
  [LIMIT_MOST_SET_SHARE_CAUTION] = N_ ("Caution above"),
  [LIMIT_MOST_SET_SHARE_PROBLEM] = N_ ("Problem above"),
  [LIMIT_MOST_REDISTRIBUTED_PROBLEM] = N_ ("Problem when they can take more than"),
  [LIMIT_LEAST_SIGNERS_PROBLEM] = N_ ("Problem with fewer keys that must agree than"),
  [LIMIT_MOST_PAID_AGE_CAUTION] = N_ ("Caution when nothing was paid for"),
  [LIMIT_LEAST_OPERATORS_CAUTION] = N_ ("Caution with fewer than"),
  [LIMIT_LEAST_OPERATORS_PROBLEM] = N_ ("Problem with fewer than"),
  [LIMIT_LEAST_STAKE_CAUTION] = N_ ("Caution with less than"),
  [LIMIT_LEAST_SERVICE_AGE_CAUTION] = N_ ("Caution when younger than"),
  [LIMIT_LEAST_SERVICE_AGE_PROBLEM] = N_ ("Problem when younger than"),
  [LIMIT_LEAST_STRATEGY_AGE_CAUTION] = N_ ("Caution when one was added within the last"),
  [LIMIT_LEAST_SERVICE_SLASHED_AGE] = N_ ("Caution when it slashed within the last"),
  [LIMIT_MOST_BELOW_CAUTION] = N_ ("Caution when the market pays less by"),
  [LIMIT_MOST_BELOW_PROBLEM] = N_ ("Problem when the market pays less by"),
  [LIMIT_MOST_ABOVE_CAUTION] = N_ ("Caution when the market pays more by"),
  [LIMIT_MOST_FEED_LATE] = N_ ("No price when it is late by"),
  [LIMIT_MOST_EXIT_SECONDS_CAUTION] = N_ ("Caution when it takes longer than"),
  [LIMIT_MOST_EXIT_SECONDS_PROBLEM] = N_ ("Problem when it takes longer than"),
  [LIMIT_LEAST_ADMIN_DELAY_CAUTION] = N_ ("Caution when announced later than"),
};

static const char *const kinds[CHECK_KINDS] = {
  [CHECK_KIND_NONE] = N_ ("nobody"),
  [CHECK_KIND_ACCOUNT] = N_ ("a single key"),
  [CHECK_KIND_MULTISIG] = N_ ("several keys together (multisig)"),
  [CHECK_KIND_CONTRACT] = N_ ("a contract"),
};

const char *
surety_check_words_fact (CheckFact fact)
{
  g_return_val_if_fail (fact < FACTS, NULL);

  return _ (facts[fact]);
}

const char *
surety_check_words_limit (CheckLimit limit)
{
  g_return_val_if_fail (limit < LIMITS, NULL);

  return _ (limits[limit]);
}

const char *
surety_check_words_missing (SuretyMissing missing)
{
  switch (missing)
    {
    case SURETY_MISSING_NOT_SERVED:
      return _ ("not known from this endpoint");
    case SURETY_MISSING_NO_SOURCE:
      return _ ("not known: nowhere on chain that is known of");
    case SURETY_MISSING_SWITCHED:
      return _ ("not known: reading files from the web is switched off");
    case SURETY_MISSING_STALE:
      return _ ("not known: what there is is too old");
    case SURETY_MISSING_NOTHING:
      return _ ("does not apply");
    case SURETY_MISSING_NOT_READ:
    default:
      return _ ("not known: not read");
    }
}

char *
surety_check_words_number (CheckUnit unit, guint64 value, guint block_seconds)
{
  g_autofree char *amount = NULL;

  switch (unit)
    {
    case CHECK_UNIT_BLOCKS:
      return value == 0 ? g_strdup (_ ("no time at all"))
                        : surety_format_span (value * MAX (block_seconds, 1u));
    case CHECK_UNIT_SECONDS:
      return value == 0 ? g_strdup (_ ("no time at all")) : surety_format_span (value);
    case CHECK_UNIT_SHARE:
      return surety_format_percent (value);
    case CHECK_UNIT_BIPS:
      return surety_format_percent ((u256) value * WAD_PER_BIP);
    case CHECK_UNIT_GWEI:
      amount = surety_format_amount (value, 9);
      /* Translators: an amount of ETH. */
      return g_strdup_printf (_ ("%s ETH"), amount);
    case CHECK_UNIT_FLAG:
      return g_strdup (value == 1 ? _ ("yes") : _ ("no"));
    case CHECK_UNIT_KIND:
      return g_strdup (value < CHECK_KINDS ? _ (kinds[value]) : _ ("not known"));
    case CHECK_UNIT_COUNT:
    case CHECK_UNIT_BLOCK:
    default:
      return surety_format_count (value);
    }
}

char *
surety_check_words_value (const SuretyEvidence *evidence,
                          guint block_seconds,
                          guint64 block,
                          guint64 time)
{
  CheckUnit unit = check_fact_unit (evidence->fact);
  g_autofree char *number = NULL;
  g_autofree char *date = NULL;

  if (!evidence->number.known)
    return g_strdup (surety_check_words_missing (evidence->missing));
  number = surety_check_words_number (unit, evidence->number.value, block_seconds);
  if (unit == CHECK_UNIT_SECONDS && evidence->number.value == 0)
    return g_strdup (_ ("less than a second"));
  if (unit != CHECK_UNIT_BLOCK || evidence->fact == FACT_HEAD)
    return g_steal_pointer (&number);
  if (evidence->number.value == 0)
    return g_strdup (_ ("no change under way"));
  if (block == 0 || time == 0)
    /* Translators: %s is the number of a block. */
    return g_strdup_printf (_ ("block %s"), number);
  date = surety_format_block_date (evidence->number.value, block, time, MAX (block_seconds, 1u));

  /* Translators: a date, and the number of a block. */
  return g_strdup_printf (_ ("%s (block %s)"), date, number);
}

static char *
place_words (const SuretyEvidence *evidence)
{
  switch (evidence->source)
    {
    case SURETY_SOURCE_FILE:
      return g_strdup (_ ("This program’s own facts about the token"));
    case SURETY_SOURCE_WEB:
      return g_strdup (_ ("Its file on the web"));
    case SURETY_SOURCE_COMPUTED:
      return g_strdup (_ ("Worked out from the other figures"));
    case SURETY_SOURCE_CALL:
    case SURETY_SOURCE_EVENT:
    case SURETY_SOURCE_STORAGE:
    default:
      break;
    }
  if (evidence->contract != NULL && evidence->member != NULL)
    return g_strdup_printf ("%s.%s", evidence->contract, evidence->member);
  if (evidence->contract != NULL)
    /* Translators: %s is the name of a contract. */
    return g_strdup_printf (_ ("Events of %s"), evidence->contract);
  if (evidence->member != NULL)
    return g_strdup (evidence->member);

  return g_strdup (evidence->source == SURETY_SOURCE_EVENT ? _ ("Its events") : _ ("Its contract"));
}

char *
surety_check_words_source (const SuretyEvidence *evidence)
{
  g_autofree char *place = place_words (evidence);
  g_autofree char *block = NULL;
  g_autofree char *date = NULL;

  if (evidence->block == 0 && evidence->time == 0)
    return g_steal_pointer (&place);
  block = surety_format_count (evidence->block);
  if (evidence->time == 0)
    /* Translators: where a figure is read, and the number of a block. */
    return g_strdup_printf (_ ("%s, block %s"), place, block);
  date = surety_format_date (evidence->time);
  if (evidence->block == 0)
    /* Translators: where a figure is read, and a date. */
    return g_strdup_printf (_ ("%s, %s"), place, date);

  /* Translators: where a figure is read, the number of a block, and its date. */
  return g_strdup_printf (_ ("%s, block %s, %s"), place, block, date);
}

const char *
surety_check_words_limit_unit (CheckLimit limit, guint block_seconds, double *scale)
{
  *scale = 1;

  switch (check_limit_unit (limit))
    {
    case CHECK_UNIT_BLOCKS:
      *scale = 3600.0 / MAX (block_seconds, 1u);
      return _ ("hours");
    case CHECK_UNIT_SECONDS:
      if (limit == LIMIT_MOST_FEED_LATE)
        {
          *scale = 3600;
          return _ ("hours");
        }
      *scale = 86400;
      return _ ("days");
    case CHECK_UNIT_SHARE:
      *scale = 1e16;
      return "%";
    case CHECK_UNIT_BIPS:
      *scale = 100;
      return "%";
    case CHECK_UNIT_GWEI:
      *scale = 1e9;
      return "ETH";
    case CHECK_UNIT_COUNT:
    case CHECK_UNIT_BLOCK:
    case CHECK_UNIT_FLAG:
    case CHECK_UNIT_KIND:
    default:
      return limit == LIMIT_LEAST_SIGNERS_PROBLEM ? _ ("keys") : _ ("operators");
    }
}
