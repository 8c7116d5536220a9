/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Vetting: one question each about an operator, a service or a token, answered from plain numbers
 * and thresholds. Two rules hold for every check, whatever its inputs:
 *  - What is not known never makes a verdict better. A problem that is known stands; otherwise a
 *    missing input makes the answer "unknown": never "clear", never "not applicable".
 *  - An answer is a reason (what exactly was found), and each reason has one verdict. */

typedef enum
{
  CHECK_UNKNOWN, /* an input is missing */
  CHECK_CLEAR,
  CHECK_NOT_APPLICABLE,
  CHECK_CAUTION,
  CHECK_PROBLEM,
} CheckVerdict;

typedef enum
{
  CHECK_SUBJECT_OPERATOR,
  CHECK_SUBJECT_SERVICE, /* one operator set of an AVS */
  CHECK_SUBJECT_TOKEN,
} CheckSubject;

/* What a number counts. */
typedef enum
{
  CHECK_UNIT_COUNT,
  CHECK_UNIT_BLOCKS,  /* a span of blocks */
  CHECK_UNIT_BLOCK,   /* a block's number; 0 = none */
  CHECK_UNIT_SECONDS, /* a span of time */
  CHECK_UNIT_SHARE,   /* 10^18 is the whole */
  CHECK_UNIT_BIPS,    /* 10 000 is the whole */
  CHECK_UNIT_GWEI,    /* of ETH: 10^9 is one */
  CHECK_UNIT_FLAG,    /* 0 or 1 */
  CHECK_UNIT_KIND,    /* CheckKind */
} CheckUnit;

constexpr uint64_t CHECK_WHOLE = 1000000000000000000u;
constexpr uint64_t CHECK_BIPS = 10000u;

/* Who stands behind an address. */
typedef enum
{
  CHECK_KIND_NONE,     /* the zero address: nobody */
  CHECK_KIND_ACCOUNT,  /* one key */
  CHECK_KIND_MULTISIG, /* several keys, so many of which must agree */
  CHECK_KIND_CONTRACT, /* other code, whose rules are not read */
  CHECK_KINDS,
} CheckKind;

typedef struct
{
  bool known;
  uint64_t value;
} CheckNumber;

/* All numbers any check looks at; a check names its own with check_facts (). Zero-initialised facts
 * are all unknown. */
typedef enum
{
  FACT_HEAD,                /* block: the one all is read at */
  FACT_EXIT_DELAY,          /* blocks a withdrawal waits: DelegationManager */
  FACT_CONFIGURATION_DELAY, /* blocks a new allocation delay waits: AllocationManager */

  FACT_DELAY_SET,           /* flag: the operator ever set an allocation delay */
  FACT_DELAY,               /* blocks from allocating to slashable */
  FACT_PENDING_DELAY_BLOCK, /* block another delay holds from; 0 = none is under way */
  FACT_PENDING_DELAY,       /* blocks: that delay */
  FACT_PENDING_WITHIN,      /* share that becomes slashable before one could have left */
  FACT_PENDING_BEYOND,      /* share that becomes slashable later than that */
  FACT_PENDING_BLOCK,       /* block the first of both takes effect; 0 = none */
  FACT_DORMANT,       /* share allocated that a set or a registration makes slashable at once */
  FACT_FREE,          /* share that may still be allocated */
  FACT_SLASHABLE,     /* share slashable now, all sets together */
  FACT_LARGEST,       /* share the set with the largest claim can take, now or later */
  FACT_SLASHINGS,     /* times slashed, ever */
  FACT_SLASHED_AGE,   /* seconds since the last time */
  FACT_SLASHED_SHARE, /* share of what it was trusted with that slashings took */
  FACT_SILENCE,       /* seconds since it last did anything on chain */
  FACT_SPLIT,         /* bips of rewards it keeps, the highest of all its sets */
  FACT_SPLIT_CHANGES, /* scheduled changes of it */
  FACT_SPLIT_NEXT,    /* bips: the highest scheduled */
  FACT_SPLIT_WAIT,    /* seconds until the first change */
  FACT_OPERATOR_AGE,  /* seconds since it registered */
  FACT_STAKER_SHARE,  /* share of its stake that is one staker's */
  FACT_SETS,          /* sets it pledges to or is registered in */
  FACT_SET_SHARE,     /* largest share it has of what one of its sets is secured with */
  FACT_REDISTRIBUTING_SETS, /* of its sets, those that give away what they take */
  FACT_REDISTRIBUTED,       /* share those can take */
  FACT_NEEDS_APPROVAL,      /* flag: an approver signs each delegation */
  FACT_NAMES_FILE,          /* flag: it names a file about itself on chain */
  FACT_FILE_ANSWERS,        /* flag: the file was there and well formed */
  FACT_DOMAIN_MATCHES,      /* flag: the file lies on the website it names */
  FACT_LOOK_ALIKE,          /* flag: its name can be mistaken for another operator's */

  FACT_VAULT,          /* flag: it is a duration vault, its own operator */
  FACT_VAULT_LOCKED,   /* flag: nobody delegated to it can leave now */
  FACT_VAULT_OVER,     /* flag: its time is over, one leaves as from any other */
  FACT_VAULT_DURATION, /* seconds it is locked for, from when its admin locks it */
  FACT_VAULT_WAIT,     /* seconds until a locked one can be ended */

  FACT_REGISTRAR_KIND,       /* kind of who takes operators in */
  FACT_SLASHER_KIND,         /* kind */
  FACT_SLASHER_SIGNERS,      /* of a multisig: keys that must agree */
  FACT_SLASHER_OWNERS,       /* of a multisig: keys there are */
  FACT_SLASHER_CHANGE_BLOCK, /* block another slasher holds from; 0 = none */
  FACT_SLASHER_NEXT_KIND,    /* kind of that one */
  FACT_REDISTRIBUTES,        /* flag: what is taken goes to somebody, is not burnt */
  FACT_RECIPIENT_SLASHES,    /* flag: to the slasher itself */
  FACT_PAYMENTS,             /* times rewards were paid within 90 days */
  FACT_PAYMENTS_EVER,        /* times rewards were ever paid */
  FACT_PAID_AGE,             /* seconds since the last time */
  FACT_OPERATORS,            /* operators in the set */
  FACT_STAKE,                /* gwei the set can slash, all its operators and tokens */
  FACT_SERVICE_AGE,          /* seconds since the set was created */
  FACT_STRATEGIES,           /* strategies in the set */
  FACT_STRATEGIES_ADDED,     /* of them, added after it was created */
  FACT_STRATEGY_AGE,         /* seconds since the last was added */
  FACT_SERVICE_SLASHINGS,    /* times it slashed anybody */
  FACT_SERVICE_SLASHED_AGE,  /* seconds since the last time */

  FACT_HAS_RATE,           /* flag: it stands for an amount of ETH; FALSE: it is ETH */
  FACT_BELOW,              /* share the market pays less than its rate; 0 if it pays more */
  FACT_ABOVE,              /* share the market pays more */
  FACT_FEED_AGE,           /* seconds since the price feed was written */
  FACT_FEED_HEARTBEAT,     /* seconds within which it should be */
  FACT_HAS_EXIT,           /* flag: its issuer's contracts give ETH for it */
  FACT_EXIT_SECONDS,       /* seconds that takes */
  FACT_EXIT_SLOWED,        /* flag: an emergency holds it up */
  FACT_DEPOSITS_PAUSED,    /* flag: nothing can be put in: mint, restake */
  FACT_WITHDRAWALS_PAUSED, /* flag: nothing can be taken out: redeem, restake */
  FACT_TRANSFERS_PAUSED,   /* flag: it can't be sent */
  FACT_UPGRADABLE,         /* flag: its code can be replaced (EIP-1967) */
  FACT_ADMIN_KIND,         /* kind of who can replace it */
  FACT_ADMIN_DELAY,        /* seconds a replacement is announced before; 0 = none */
  FACTS,
} CheckFact;

typedef struct
{
  CheckNumber numbers[FACTS];
} CheckFacts;

CheckUnit check_fact_unit (CheckFact fact);
void check_set (CheckFacts *facts, CheckFact fact, uint64_t value);

/* Where verdicts change. "Most": more than it is worse; "least": less than it is worse. */
typedef enum
{
  LIMIT_LEAST_REACTION,             /* blocks between a warning and the last moment to leave */
  LIMIT_MOST_DORMANT_CAUTION,       /* share */
  LIMIT_MOST_DORMANT_PROBLEM,       /* share */
  LIMIT_MOST_SLASHABLE_CAUTION,     /* share */
  LIMIT_MOST_SLASHABLE_PROBLEM,     /* share */
  LIMIT_MOST_LARGEST_CAUTION,       /* share */
  LIMIT_MOST_LARGEST_PROBLEM,       /* share */
  LIMIT_LEAST_SLASHED_AGE,          /* seconds: a slashing since is a problem */
  LIMIT_MOST_SLASHED_SHARE,         /* share: more lost ever is a problem */
  LIMIT_MOST_SILENCE_CAUTION,       /* seconds */
  LIMIT_MOST_SILENCE_PROBLEM,       /* seconds */
  LIMIT_MOST_SPLIT_CAUTION,         /* bips */
  LIMIT_MOST_SPLIT_PROBLEM,         /* bips */
  LIMIT_LEAST_OPERATOR_AGE_CAUTION, /* seconds */
  LIMIT_LEAST_OPERATOR_AGE_PROBLEM, /* seconds */
  LIMIT_MOST_STAKER_SHARE_CAUTION,  /* share */
  LIMIT_MOST_STAKER_SHARE_PROBLEM,  /* share */
  LIMIT_MOST_SET_SHARE_CAUTION,     /* share */
  LIMIT_MOST_SET_SHARE_PROBLEM,     /* share */
  LIMIT_MOST_REDISTRIBUTED_PROBLEM, /* share */
  LIMIT_LEAST_SIGNERS_PROBLEM,      /* count */
  LIMIT_MOST_PAID_AGE_CAUTION,      /* seconds */
  LIMIT_LEAST_OPERATORS_CAUTION,    /* count */
  LIMIT_LEAST_OPERATORS_PROBLEM,    /* count */
  LIMIT_LEAST_STAKE_CAUTION,        /* gwei */
  LIMIT_LEAST_SERVICE_AGE_CAUTION,  /* seconds */
  LIMIT_LEAST_SERVICE_AGE_PROBLEM,  /* seconds */
  LIMIT_LEAST_STRATEGY_AGE_CAUTION, /* seconds */
  LIMIT_LEAST_SERVICE_SLASHED_AGE,  /* seconds: a slashing since is a caution */
  LIMIT_MOST_BELOW_CAUTION,         /* share */
  LIMIT_MOST_BELOW_PROBLEM,         /* share */
  LIMIT_MOST_ABOVE_CAUTION,         /* share */
  LIMIT_MOST_FEED_LATE,             /* seconds over the heartbeat: older is no price */
  LIMIT_MOST_EXIT_SECONDS_CAUTION,  /* seconds */
  LIMIT_MOST_EXIT_SECONDS_PROBLEM,  /* seconds */
  LIMIT_LEAST_ADMIN_DELAY_CAUTION,  /* seconds */
  LIMITS,
} CheckLimit;

typedef struct
{
  uint64_t values[LIMITS];
} CheckLimits;

/* "least-reaction": the names files and settings use. Never null below LIMITS. */
const char *check_limit_name (CheckLimit limit);
CheckUnit check_limit_unit (CheckLimit limit);
/* The largest value that means anything: the whole of a share, ten years of seconds, … */
uint64_t check_limit_ceiling (CheckLimit limit);
/* A caution's problem, a problem's caution; false: it stands alone. A caution always comes right
 * before its problem. */
bool check_limit_pair (CheckLimit limit, CheckLimit *out);
/* Whether more than it is worse ("most"), rather than less ("least"). */
bool check_limit_is_most (CheckLimit limit);

typedef enum
{
  /* Operators. Rules of delays: AllocationManager and DelegationManager (ELIP-002). */
  CHECK_OPERATOR_WARNING,
  CHECK_OPERATOR_PENDING,
  CHECK_OPERATOR_DORMANT,
  CHECK_OPERATOR_SLASHABLE,
  CHECK_OPERATOR_LARGEST,
  CHECK_OPERATOR_SLASHED,
  CHECK_OPERATOR_SILENT,
  CHECK_OPERATOR_FEES,
  CHECK_OPERATOR_FEE_CHANGE,
  CHECK_OPERATOR_NEW,
  CHECK_OPERATOR_STAKER,
  CHECK_OPERATOR_SET_SHARE,
  CHECK_OPERATOR_REDISTRIBUTION,
  CHECK_OPERATOR_APPROVER,
  CHECK_OPERATOR_DOMAIN,
  CHECK_OPERATOR_VAULT, /* ELIP-015 */
  /* Services. Redistribution: ELIP-006. */
  CHECK_SERVICE_SLASHER,
  CHECK_SERVICE_SLASHER_CHANGE,
  CHECK_SERVICE_REDISTRIBUTION,
  CHECK_SERVICE_REWARDS,
  CHECK_SERVICE_OPERATORS,
  CHECK_SERVICE_STAKE,
  CHECK_SERVICE_NEW,
  CHECK_SERVICE_STRATEGIES,
  CHECK_SERVICE_SLASHINGS_DONE,
  CHECK_SERVICE_REGISTRAR,
  /* Tokens. Replaceable code: EIP-1967. */
  CHECK_TOKEN_PEG,
  CHECK_TOKEN_EXIT,
  CHECK_TOKEN_PAUSES,
  CHECK_TOKEN_UPGRADES,
  CHECKS,
} CheckId;

/* What was found. Named after the check; the last of each is "a number that decides is missing". */
typedef enum
{
  FOUND_WARNING_NONE,
  FOUND_WARNING_SHORT,
  FOUND_WARNING_TIGHT,
  FOUND_WARNING_ENOUGH,
  FOUND_WARNING_UNKNOWN,

  FOUND_PENDING_SOON,
  FOUND_PENDING_LATER,
  FOUND_PENDING_NONE,
  FOUND_PENDING_UNKNOWN,

  FOUND_DORMANT_MUCH,
  FOUND_DORMANT_SOME,
  FOUND_DORMANT_LITTLE,
  FOUND_DORMANT_NONE,
  FOUND_DORMANT_UNKNOWN,

  FOUND_SLASHABLE_MOST,
  FOUND_SLASHABLE_MUCH,
  FOUND_SLASHABLE_SOME,
  FOUND_SLASHABLE_NOTHING,
  FOUND_SLASHABLE_UNKNOWN,

  FOUND_LARGEST_MOST,
  FOUND_LARGEST_MUCH,
  FOUND_LARGEST_SOME,
  FOUND_LARGEST_NOTHING,
  FOUND_LARGEST_UNKNOWN,

  FOUND_SLASHED_LATELY,
  FOUND_SLASHED_MUCH,
  FOUND_SLASHED_LONG_AGO,
  FOUND_SLASHED_NEVER,
  FOUND_SLASHED_UNKNOWN,

  FOUND_SILENT_VERY_LONG,
  FOUND_SILENT_LONG,
  FOUND_SILENT_NOT,
  FOUND_SILENT_UNKNOWN,

  FOUND_FEES_VERY_HIGH,
  FOUND_FEES_HIGH,
  FOUND_FEES_USUAL,
  FOUND_FEES_UNKNOWN,

  FOUND_FEE_RISES_HIGH,
  FOUND_FEE_RISES,
  FOUND_FEE_FALLS,
  FOUND_FEE_STAYS,
  FOUND_FEE_CHANGE_UNKNOWN,

  FOUND_NEW_VERY,
  FOUND_NEW_RATHER,
  FOUND_NEW_NOT,
  FOUND_NEW_UNKNOWN,

  FOUND_STAKER_ALMOST_ALL,
  FOUND_STAKER_MUCH,
  FOUND_STAKER_SPREAD,
  FOUND_STAKER_UNKNOWN,

  FOUND_SET_SHARE_MOST,
  FOUND_SET_SHARE_MUCH,
  FOUND_SET_SHARE_SMALL,
  FOUND_SET_SHARE_NO_SETS,
  FOUND_SET_SHARE_UNKNOWN,

  FOUND_REDISTRIBUTION_MUCH,
  FOUND_REDISTRIBUTION_SOME,
  FOUND_REDISTRIBUTION_NONE,
  FOUND_REDISTRIBUTION_NO_SETS,
  FOUND_REDISTRIBUTION_UNKNOWN,

  FOUND_APPROVER_DECIDES,
  FOUND_APPROVER_NONE,
  FOUND_APPROVER_UNKNOWN,

  FOUND_DOMAIN_LOOK_ALIKE,
  FOUND_DOMAIN_NO_FILE,
  FOUND_DOMAIN_SILENT,
  FOUND_DOMAIN_DIFFERS,
  FOUND_DOMAIN_MATCHES,
  FOUND_DOMAIN_UNKNOWN,

  FOUND_VAULT_LOCKED,
  FOUND_VAULT_OPEN,
  FOUND_VAULT_OVER,
  FOUND_VAULT_NONE,
  FOUND_VAULT_UNKNOWN,

  FOUND_SLASHER_ACCOUNT,
  FOUND_SLASHER_FEW,
  FOUND_SLASHER_MULTISIG,
  FOUND_SLASHER_CONTRACT,
  FOUND_SLASHER_NOBODY,
  FOUND_SLASHER_UNKNOWN,

  FOUND_SLASHER_CHANGES_TO_ACCOUNT,
  FOUND_SLASHER_CHANGES_SOON,
  FOUND_SLASHER_CHANGES_LATER,
  FOUND_SLASHER_STAYS,
  FOUND_SLASHER_CHANGE_UNKNOWN,

  FOUND_SERVICE_GIVES_TO_SLASHER,
  FOUND_SERVICE_GIVES,
  FOUND_SERVICE_BURNS,
  FOUND_SERVICE_GIVES_UNKNOWN,

  FOUND_REWARDS_NEVER,
  FOUND_REWARDS_STOPPED,
  FOUND_REWARDS_LATE,
  FOUND_REWARDS_PAID,
  FOUND_REWARDS_UNKNOWN,

  FOUND_OPERATORS_HARDLY_ANY,
  FOUND_OPERATORS_FEW,
  FOUND_OPERATORS_MANY,
  FOUND_OPERATORS_UNKNOWN,

  FOUND_STAKE_SMALL,
  FOUND_STAKE_LARGE,
  FOUND_STAKE_UNKNOWN,

  FOUND_SERVICE_NEW_VERY,
  FOUND_SERVICE_NEW_RATHER,
  FOUND_SERVICE_NEW_NOT,
  FOUND_SERVICE_NEW_UNKNOWN,

  FOUND_STRATEGIES_LATELY,
  FOUND_STRATEGIES_LONG_AGO,
  FOUND_STRATEGIES_NEVER,
  FOUND_STRATEGIES_UNKNOWN,

  FOUND_SERVICE_SLASHED_LATELY,
  FOUND_SERVICE_SLASHED_LONG_AGO,
  FOUND_SERVICE_SLASHED_NEVER,
  FOUND_SERVICE_SLASHED_UNKNOWN,

  FOUND_REGISTRAR_ACCOUNT,
  FOUND_REGISTRAR_MULTISIG,
  FOUND_REGISTRAR_CONTRACT,
  FOUND_REGISTRAR_UNKNOWN,

  FOUND_PEG_FAR_BELOW,
  FOUND_PEG_BELOW,
  FOUND_PEG_ABOVE,
  FOUND_PEG_HOLDS,
  FOUND_PEG_IS_ETH,
  FOUND_PEG_STALE,
  FOUND_PEG_UNKNOWN,

  FOUND_EXIT_SLOWED,
  FOUND_EXIT_VERY_LONG,
  FOUND_EXIT_LONG,
  FOUND_EXIT_NONE,
  FOUND_EXIT_QUICK,
  FOUND_EXIT_IS_ETH,
  FOUND_EXIT_UNKNOWN,

  FOUND_PAUSED_OUT,
  FOUND_PAUSED_IN,
  FOUND_PAUSED_NOTHING,
  FOUND_PAUSED_UNKNOWN,

  FOUND_UPGRADES_BY_ACCOUNT,
  FOUND_UPGRADES_AT_ONCE,
  FOUND_UPGRADES_SOMEHOW,
  FOUND_UPGRADES_ANNOUNCED,
  FOUND_UPGRADES_NEVER,
  FOUND_UPGRADES_BY_SOMEBODY,
  FOUND_UPGRADES_UNKNOWN,
  FOUNDS,
} CheckReason;

/* The answer. Facts that contradict each other (a share over the whole, a flag that is neither)
 * count as unknown. */
CheckReason check_run (CheckId id, const CheckFacts *facts, const CheckLimits *limits);

CheckVerdict check_reason_verdict (CheckReason reason);
CheckId check_reason_check (CheckReason reason);

CheckSubject check_subject (CheckId id);
/* "operator-warning"; for files, settings and tests. */
const char *check_name (CheckId id);
/* Lent: the numbers it looks at and the thresholds it uses, in the order to show them. */
const CheckFact *check_facts (CheckId id, size_t *n);
const CheckLimit *check_limits (CheckId id, size_t *n);
