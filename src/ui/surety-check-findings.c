/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-check-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* {1} and {2} are the figures of the two facts, in the person's language. */
typedef struct
{
  const char *text;
  CheckFact first;
  CheckFact second;
} Finding;

static const Finding findings[FOUNDS] = {
  [FOUND_WARNING_NONE] = { N_ ("New pledges can be taken from at once; leaving takes {1}."),
                           FACT_EXIT_DELAY, 0 },
  [FOUND_WARNING_SHORT] = { N_ ("It may pledge more before one could leave, which takes {1}."),
                            FACT_EXIT_DELAY, 0 },
  [FOUND_WARNING_TIGHT] = { N_ ("One can leave before a new pledge bites, but only by noticing it "
                                "almost at once; leaving takes {1}."),
                            FACT_EXIT_DELAY, 0 },
  [FOUND_WARNING_ENOUGH] = { N_ ("A new pledge bites later than leaving takes ({1}), with time to "
                                 "notice it."),
                             FACT_EXIT_DELAY, 0 },
  [FOUND_WARNING_UNKNOWN] = { N_ ("How long it warns before it pledges more, or how long leaving "
                                  "takes."),
                              0, 0 },

  [FOUND_PENDING_SOON] = { N_ (
                             "{1} more of the stake becomes slashable before one could leave, from "
                             "{2}."),
                           FACT_PENDING_WITHIN, FACT_PENDING_BLOCK },
  [FOUND_PENDING_LATER] = { N_ ("{1} more of the stake becomes slashable, the first from {2}: who "
                                "leaves now leaves before."),
                            FACT_PENDING_BEYOND, FACT_PENDING_BLOCK },
  [FOUND_PENDING_NONE] = { N_ ("Nothing more is about to become slashable."), 0, 0 },
  [FOUND_PENDING_UNKNOWN] = { N_ ("Whether more is about to become slashable."), 0, 0 },

  [FOUND_DORMANT_MUCH] = { N_ ("{1} of the stake is pledged and waits only for a registration or a "
                               "change of a set: then it is slashable without any warning."),
                           FACT_DORMANT, 0 },
  [FOUND_DORMANT_SOME] = { N_ ("{1} of the stake is pledged and waits only for a registration or a "
                               "change of a set: then it is slashable without any warning."),
                           FACT_DORMANT, 0 },
  [FOUND_DORMANT_LITTLE] = { N_ ("Only {1} of the stake is pledged and waits to become slashable "
                                 "without warning."),
                             FACT_DORMANT, 0 },
  [FOUND_DORMANT_NONE] = { N_ ("Nothing is pledged that could become slashable without warning."),
                           0, 0 },
  [FOUND_DORMANT_UNKNOWN] = { N_ ("What is pledged and only waits to become slashable."), 0, 0 },

  [FOUND_SLASHABLE_MOST] = { N_ ("Services can take {1} of the stake now."), FACT_SLASHABLE, 0 },
  [FOUND_SLASHABLE_MUCH] = { N_ ("Services can take {1} of the stake now."), FACT_SLASHABLE, 0 },
  [FOUND_SLASHABLE_SOME] = { N_ ("Services can take {1} of the stake now."), FACT_SLASHABLE, 0 },
  [FOUND_SLASHABLE_NOTHING] = { N_ ("Services can take nothing of the stake now."), 0, 0 },
  [FOUND_SLASHABLE_UNKNOWN] = { N_ ("What services can take now."), 0, 0 },

  [FOUND_LARGEST_MOST] = { N_ ("One set alone has a claim on {1} of the stake."), FACT_LARGEST, 0 },
  [FOUND_LARGEST_MUCH] = { N_ ("One set alone has a claim on {1} of the stake."), FACT_LARGEST, 0 },
  [FOUND_LARGEST_SOME] = { N_ ("No set has a claim on more than {1} of the stake."), FACT_LARGEST,
                           0 },
  [FOUND_LARGEST_NOTHING] = { N_ ("No set has a claim on any of the stake."), 0, 0 },
  [FOUND_LARGEST_UNKNOWN] = { N_ ("What the largest set could take."), 0, 0 },

  [FOUND_SLASHED_LATELY] = { N_ ("It was slashed, the last time {2} ago; times so far: {1}."),
                             FACT_SLASHINGS, FACT_SLASHED_AGE },
  [FOUND_SLASHED_MUCH] = { N_ ("Slashings took {1} of what was with it; times so far: {2}."),
                           FACT_SLASHED_SHARE, FACT_SLASHINGS },
  [FOUND_SLASHED_LONG_AGO] = { N_ ("It was slashed, the last time {2} ago; times so far: {1}."),
                               FACT_SLASHINGS, FACT_SLASHED_AGE },
  [FOUND_SLASHED_NEVER] = { N_ ("It was never slashed."), 0, 0 },
  [FOUND_SLASHED_UNKNOWN] = { N_ ("Whether, when or how much it was slashed."), 0, 0 },

  [FOUND_SILENT_VERY_LONG] = { N_ ("It has done nothing on chain for {1}."), FACT_SILENCE, 0 },
  [FOUND_SILENT_LONG] = { N_ ("It has done nothing on chain for {1}."), FACT_SILENCE, 0 },
  [FOUND_SILENT_NOT] = { N_ ("It did something on chain {1} ago."), FACT_SILENCE, 0 },
  [FOUND_SILENT_UNKNOWN] = { N_ ("When it last did anything on chain."), 0, 0 },

  [FOUND_FEES_VERY_HIGH] = { N_ ("It keeps up to {1} of the rewards."), FACT_SPLIT, 0 },
  [FOUND_FEES_HIGH] = { N_ ("It keeps up to {1} of the rewards."), FACT_SPLIT, 0 },
  [FOUND_FEES_USUAL] = { N_ ("It keeps at most {1} of the rewards."), FACT_SPLIT, 0 },
  [FOUND_FEES_UNKNOWN] = { N_ ("What part of the rewards it keeps."), 0, 0 },

  [FOUND_FEE_RISES_HIGH] = { N_ ("It will keep up to {1} of the rewards, the first change in {2}."),
                             FACT_SPLIT_NEXT, FACT_SPLIT_WAIT },
  [FOUND_FEE_RISES] = { N_ ("It will keep up to {1} of the rewards, the first change in {2}."),
                        FACT_SPLIT_NEXT, FACT_SPLIT_WAIT },
  [FOUND_FEE_FALLS] = { N_ (
                          "A change is under way, and it will not keep more of the rewards: {1} at "
                          "most."),
                        FACT_SPLIT_NEXT, 0 },
  [FOUND_FEE_STAYS] = { N_ ("No change of what it keeps is under way."), 0, 0 },
  [FOUND_FEE_CHANGE_UNKNOWN] = { N_ ("Whether what it keeps is about to change."), 0, 0 },

  [FOUND_NEW_VERY] = { N_ ("It registered only {1} ago."), FACT_OPERATOR_AGE, 0 },
  [FOUND_NEW_RATHER] = { N_ ("It registered {1} ago."), FACT_OPERATOR_AGE, 0 },
  [FOUND_NEW_NOT] = { N_ ("It registered {1} ago."), FACT_OPERATOR_AGE, 0 },
  [FOUND_NEW_UNKNOWN] = { N_ ("When it registered."), 0, 0 },

  [FOUND_STAKER_ALMOST_ALL] = { N_ ("{1} of its stake belongs to one staker."), FACT_STAKER_SHARE,
                                0 },
  [FOUND_STAKER_MUCH] = { N_ ("{1} of its stake belongs to one staker."), FACT_STAKER_SHARE, 0 },
  [FOUND_STAKER_SPREAD] = { N_ ("No staker has more than {1} of its stake."), FACT_STAKER_SHARE,
                            0 },
  [FOUND_STAKER_UNKNOWN] = { N_ ("How its stake is spread over stakers."), 0, 0 },

  [FOUND_SET_SHARE_MOST] = { N_ ("It is {1} of what secures one of its sets."), FACT_SET_SHARE, 0 },
  [FOUND_SET_SHARE_MUCH] = { N_ ("It is {1} of what secures one of its sets."), FACT_SET_SHARE, 0 },
  [FOUND_SET_SHARE_SMALL] = { N_ ("It is at most {1} of what secures any of its sets."),
                              FACT_SET_SHARE, 0 },
  [FOUND_SET_SHARE_NO_SETS] = { N_ ("It is in no operator set."), 0, 0 },
  [FOUND_SET_SHARE_UNKNOWN] = { N_ ("What part of its sets it is."), 0, 0 },

  [FOUND_REDISTRIBUTION_MUCH] = { N_ ("Sets that give away what they take can take {1} of the "
                                      "stake."),
                                  FACT_REDISTRIBUTED, 0 },
  [FOUND_REDISTRIBUTION_SOME] = { N_ ("Sets that give away what they take: {2}; they can take {1} "
                                      "of the stake."),
                                  FACT_REDISTRIBUTED, FACT_REDISTRIBUTING_SETS },
  [FOUND_REDISTRIBUTION_NONE] = { N_ ("None of its sets gives away what it takes: it is burnt."), 0,
                                  0 },
  [FOUND_REDISTRIBUTION_NO_SETS] = { N_ ("It is in no operator set."), 0, 0 },
  [FOUND_REDISTRIBUTION_UNKNOWN] = { N_ ("Whether its sets give away what they take, and how much "
                                         "they could."),
                                     0, 0 },

  [FOUND_APPROVER_DECIDES] = { N_ ("Somebody has to sign each delegation to it."), 0, 0 },
  [FOUND_APPROVER_NONE] = { N_ ("Everybody may delegate to it."), 0, 0 },
  [FOUND_APPROVER_UNKNOWN] = { N_ ("Whether somebody has to sign delegations."), 0, 0 },

  [FOUND_DOMAIN_LOOK_ALIKE] = { N_ ("Its name can be mistaken for another operator’s."), 0, 0 },
  [FOUND_DOMAIN_NO_FILE] = { N_ ("It says nothing about itself on chain."), 0, 0 },
  [FOUND_DOMAIN_SILENT] = { N_ ("The file it names does not answer, or is not well formed."), 0,
                            0 },
  [FOUND_DOMAIN_DIFFERS] = { N_ ("The file about it is not on the website it names."), 0, 0 },
  [FOUND_DOMAIN_MATCHES] = { N_ ("The file about it is on the website it names, and answers."), 0,
                             0 },
  [FOUND_DOMAIN_UNKNOWN] = { N_ ("Whether its file and its website belong together."), 0, 0 },

  [FOUND_VAULT_LOCKED] = { N_ ("It is a duration vault, and locked: nobody who is with it can take "
                               "anything out before its time is over."),
                           0, 0 },
  [FOUND_VAULT_OPEN] = { N_ ("It is a duration vault: whoever runs it can lock it at any time, and "
                             "then nobody can leave for {1}."),
                         FACT_VAULT_DURATION, 0 },
  [FOUND_VAULT_OVER] = { N_ ("It was a duration vault; its time is over, and one can leave it."), 0,
                         0 },
  [FOUND_VAULT_NONE] = { N_ ("It is no vault that locks."), 0, 0 },
  [FOUND_VAULT_UNKNOWN] = { N_ ("Whether it is a vault that can be locked."), 0, 0 },

  [FOUND_SLASHER_ACCOUNT] = { N_ ("A single key decides on slashing."), 0, 0 },
  [FOUND_SLASHER_FEW] = { N_ ("Of {2} keys, {1} can decide on slashing."), FACT_SLASHER_SIGNERS,
                          FACT_SLASHER_OWNERS },
  [FOUND_SLASHER_MULTISIG] = { N_ ("Of {2} keys, {1} have to agree on slashing (multisig)."),
                               FACT_SLASHER_SIGNERS, FACT_SLASHER_OWNERS },
  [FOUND_SLASHER_CONTRACT] = { N_ (
                                 "A contract decides on slashing; who steers that contract is not "
                                 "read."),
                               0, 0 },
  [FOUND_SLASHER_NOBODY] = { N_ ("Nobody can slash for this set yet."), 0, 0 },
  [FOUND_SLASHER_UNKNOWN] = { N_ ("Who can slash."), 0, 0 },

  [FOUND_SLASHER_CHANGES_TO_ACCOUNT] = { N_ ("From {1} on a single key decides on slashing."),
                                         FACT_SLASHER_CHANGE_BLOCK, 0 },
  [FOUND_SLASHER_CHANGES_SOON] = { N_ (
                                     "Somebody else decides on slashing from {1}, before one could "
                                     "leave: {2}."),
                                   FACT_SLASHER_CHANGE_BLOCK, FACT_SLASHER_NEXT_KIND },
  [FOUND_SLASHER_CHANGES_LATER] = { N_ (
                                      "Somebody else decides on slashing from {1}: {2}. Who leaves "
                                      "now leaves before."),
                                    FACT_SLASHER_CHANGE_BLOCK, FACT_SLASHER_NEXT_KIND },
  [FOUND_SLASHER_STAYS] = { N_ ("No change of who can slash is under way."), 0, 0 },
  [FOUND_SLASHER_CHANGE_UNKNOWN] = { N_ ("Whether who can slash is about to change, or to whom."),
                                     0, 0 },

  [FOUND_SERVICE_GIVES_TO_SLASHER] = { N_ ("What is taken goes to the very one who slashes."), 0,
                                       0 },
  [FOUND_SERVICE_GIVES] = { N_ ("What is taken goes to an address the service chose, for ever."), 0,
                            0 },
  [FOUND_SERVICE_BURNS] = { N_ ("What is taken is burnt: nobody gets it."), 0, 0 },
  [FOUND_SERVICE_GIVES_UNKNOWN] = { N_ ("Where what is taken goes."), 0, 0 },

  [FOUND_REWARDS_NEVER] = { N_ ("It has never paid any rewards on chain."), 0, 0 },
  [FOUND_REWARDS_STOPPED] = { N_ ("It has paid nothing for 90 days; payments before that: {1}."),
                              FACT_PAYMENTS_EVER, 0 },
  [FOUND_REWARDS_LATE] = { N_ ("It last paid rewards {1} ago; times within 90 days: {2}."),
                           FACT_PAID_AGE, FACT_PAYMENTS },
  [FOUND_REWARDS_PAID] = { N_ ("It last paid rewards {1} ago; times within 90 days: {2}."),
                           FACT_PAID_AGE, FACT_PAYMENTS },
  [FOUND_REWARDS_UNKNOWN] = { N_ ("What it really paid."), 0, 0 },

  [FOUND_OPERATORS_HARDLY_ANY] = { N_ ("Operators in the set: {1}."), FACT_OPERATORS, 0 },
  [FOUND_OPERATORS_FEW] = { N_ ("Operators in the set: {1}."), FACT_OPERATORS, 0 },
  [FOUND_OPERATORS_MANY] = { N_ ("Operators in the set: {1}."), FACT_OPERATORS, 0 },
  [FOUND_OPERATORS_UNKNOWN] = { N_ ("How many operators are in the set."), 0, 0 },

  [FOUND_STAKE_SMALL] = { N_ ("It can slash {1} in all, of tokens with a known rate."), FACT_STAKE,
                          0 },
  [FOUND_STAKE_LARGE] = { N_ ("It can slash {1} in all, of tokens with a known rate."), FACT_STAKE,
                          0 },
  [FOUND_STAKE_UNKNOWN] = { N_ ("How much stake is behind it."), 0, 0 },

  [FOUND_SERVICE_NEW_VERY] = { N_ ("The set was created only {1} ago."), FACT_SERVICE_AGE, 0 },
  [FOUND_SERVICE_NEW_RATHER] = { N_ ("The set was created {1} ago."), FACT_SERVICE_AGE, 0 },
  [FOUND_SERVICE_NEW_NOT] = { N_ ("The set was created {1} ago."), FACT_SERVICE_AGE, 0 },
  [FOUND_SERVICE_NEW_UNKNOWN] = { N_ ("When the set was created."), 0, 0 },

  [FOUND_STRATEGIES_LATELY] = { N_ ("It added a token {1} ago."), FACT_STRATEGY_AGE, 0 },
  [FOUND_STRATEGIES_LONG_AGO] = { N_ ("It last added a token {1} ago."), FACT_STRATEGY_AGE, 0 },
  [FOUND_STRATEGIES_NEVER] = { N_ ("It has had the same tokens from the beginning: {1}."),
                               FACT_STRATEGIES, 0 },
  [FOUND_STRATEGIES_UNKNOWN] = { N_ ("When tokens were added."), 0, 0 },

  [FOUND_SERVICE_SLASHED_LATELY] = { N_ ("It slashed, the last time {2} ago; times so far: {1}."),
                                     FACT_SERVICE_SLASHINGS, FACT_SERVICE_SLASHED_AGE },
  [FOUND_SERVICE_SLASHED_LONG_AGO] = { N_ ("It slashed, the last time {2} ago; times so far: {1}."),
                                       FACT_SERVICE_SLASHINGS, FACT_SERVICE_SLASHED_AGE },
  [FOUND_SERVICE_SLASHED_NEVER] = { N_ ("It never slashed anybody."), 0, 0 },
  [FOUND_SERVICE_SLASHED_UNKNOWN] = { N_ ("Whether or when it slashed anybody."), 0, 0 },

  [FOUND_REGISTRAR_ACCOUNT] = { N_ (
                                  "A plain account is named to take operators in: no rule in code "
                                  "says who may join."),
                                0, 0 },
  [FOUND_REGISTRAR_MULTISIG] = { N_ ("The holders of a few keys take operators in: no rule in code "
                                     "says who may join."),
                                 0, 0 },
  [FOUND_REGISTRAR_CONTRACT] = { N_ ("A contract takes operators in, by its own rules."), 0, 0 },
  [FOUND_REGISTRAR_UNKNOWN] = { N_ ("Who takes operators in."), 0, 0 },

  [FOUND_PEG_FAR_BELOW] = { N_ ("The market pays {1} less than its issuer’s rate."), FACT_BELOW,
                            0 },
  [FOUND_PEG_BELOW] = { N_ ("The market pays {1} less than its issuer’s rate."), FACT_BELOW, 0 },
  [FOUND_PEG_ABOVE] = { N_ ("The market asks {1} more than its issuer’s rate."), FACT_ABOVE, 0 },
  [FOUND_PEG_HOLDS] = { N_ ("The market pays about what its issuer’s rate says; its price was "
                            "written {1} ago."),
                        FACT_FEED_AGE, 0 },
  [FOUND_PEG_IS_ETH] = { N_ ("It is ETH itself."), 0, 0 },
  [FOUND_PEG_STALE] = { N_ ("The last price is {1} old: too old to say anything."), FACT_FEED_AGE,
                        0 },
  [FOUND_PEG_UNKNOWN] = { N_ ("What the market pays for it."), 0, 0 },

  [FOUND_EXIT_SLOWED] = { N_ ("An emergency holds up its way back to ETH."), 0, 0 },
  [FOUND_EXIT_VERY_LONG] = { N_ ("Its way back to ETH takes up to {1}."), FACT_EXIT_SECONDS, 0 },
  [FOUND_EXIT_LONG] = { N_ ("Its way back to ETH takes up to {1}."), FACT_EXIT_SECONDS, 0 },
  [FOUND_EXIT_NONE] = { N_ (
                          "Its contracts give no ETH for it: it can only be sold, or given back to "
                          "its issuer."),
                        0, 0 },
  [FOUND_EXIT_QUICK] = { N_ ("Its way back to ETH takes up to {1}."), FACT_EXIT_SECONDS, 0 },
  [FOUND_EXIT_IS_ETH] = { N_ ("It is ETH itself."), 0, 0 },
  [FOUND_EXIT_UNKNOWN] = { N_ ("Its way back to ETH, or how long that takes."), 0, 0 },

  [FOUND_PAUSED_OUT] = { N_ ("It can’t be taken out or sent now: paused."), 0, 0 },
  [FOUND_PAUSED_IN] = { N_ ("Nothing can be put in now: paused."), 0, 0 },
  [FOUND_PAUSED_NOTHING] = { N_ ("Nothing is paused."), 0, 0 },
  [FOUND_PAUSED_UNKNOWN] = { N_ ("Whether anything is paused, in all parts."), 0, 0 },

  [FOUND_UPGRADES_BY_ACCOUNT] = { N_ ("A single key can replace its code."), 0, 0 },
  [FOUND_UPGRADES_AT_ONCE] = { N_ ("Its code can be replaced with {1} of notice."),
                               FACT_ADMIN_DELAY, 0 },
  [FOUND_UPGRADES_SOMEHOW] = { N_ ("Its code can be replaced by {1}; with how much notice is not "
                                   "known."),
                               FACT_ADMIN_KIND, 0 },
  [FOUND_UPGRADES_ANNOUNCED] = { N_ ("Its code can be replaced, announced {1} before."),
                                 FACT_ADMIN_DELAY, 0 },
  [FOUND_UPGRADES_NEVER] = { N_ ("Its code can’t be replaced."), 0, 0 },
  [FOUND_UPGRADES_BY_SOMEBODY] = { N_ ("Its code can be replaced; by whom is not known."), 0, 0 },
  [FOUND_UPGRADES_UNKNOWN] = { N_ ("Whether its code can be replaced."), 0, 0 },
};

const char *
surety_check_words_template (CheckReason reason)
{
  g_return_val_if_fail (reason < FOUNDS, NULL);

  return _ (findings[reason].text);
}

static char *
figure_of (SuretyCheck *check, CheckFact fact, guint64 block, guint64 time)
{
  const SuretyEvidence *evidence = surety_check_find_evidence (check, fact);

  if (evidence == NULL)
    return g_strdup (_ ("not known"));

  return surety_check_words_value (evidence, surety_check_get_block_seconds (check), block, time);
}

char *
surety_check_words_finding (SuretyCheck *check, guint64 block, guint64 time)
{
  const Finding *finding = &findings[surety_check_get_reason (check)];
  g_autoptr (GString) text = g_string_new (_ (finding->text));

  if (strstr (text->str, "{1}") != NULL)
    {
      g_autofree char *first = figure_of (check, finding->first, block, time);

      g_string_replace (text, "{1}", first, 0);
    }
  if (strstr (text->str, "{2}") != NULL)
    {
      g_autofree char *second = figure_of (check, finding->second, block, time);

      g_string_replace (text, "{2}", second, 0);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}
