/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-candidate.h"
#include "surety-tokens.h"

G_BEGIN_DECLS

/* What tables and comparisons say of candidates. Pure; strings are newly allocated. */

/* At most so many are compared side by side. */
#define SURETY_COMPARED_AT_MOST 3

/* Columns of operators, in the order of their ids; the bits of their traits. */
typedef enum
{
  SURETY_OPERATOR_COLUMN_NAME,
  SURETY_OPERATOR_COLUMN_SLASHABLE,
  SURETY_OPERATOR_COLUMN_WARNING,
  SURETY_OPERATOR_COLUMN_STAKE,
  SURETY_OPERATOR_COLUMN_STAKERS,
  SURETY_OPERATOR_COLUMN_SETS,
  SURETY_OPERATOR_COLUMN_FEES,
  SURETY_OPERATOR_COLUMN_RECORD,
  SURETY_OPERATOR_COLUMN_AGE,
  SURETY_OPERATOR_COLUMN_ACTIVE,
  SURETY_OPERATOR_N_COLUMNS,
} SuretyOperatorColumn;

typedef enum
{
  SURETY_OPERATOR_WARNS_IN_TIME = 1 << 0, /* warning time ≥ exit time */
  SURETY_OPERATOR_TAKES_NOTHING = 1 << 1, /* nothing slashable now */
  SURETY_OPERATOR_NOTHING_COMES = 1 << 2, /* nothing pending, nothing dormant */
  SURETY_OPERATOR_NEVER_SLASHED = 1 << 3, /* and the logs were read */
  SURETY_OPERATOR_OPEN_TO_ALL = 1 << 4,   /* registered, no approver */
  SURETY_OPERATOR_ALIVE = 1 << 5,         /* did something in the last 90 days */
} SuretyOperatorTrait;

typedef enum
{
  SURETY_SERVICE_COLUMN_NAME,
  SURETY_SERVICE_COLUMN_SLASHER,
  SURETY_SERVICE_COLUMN_DESTINATION,
  SURETY_SERVICE_COLUMN_STAKE,
  SURETY_SERVICE_COLUMN_OPERATORS,
  SURETY_SERVICE_COLUMN_PAID_30,
  SURETY_SERVICE_COLUMN_PAID_90,
  SURETY_SERVICE_COLUMN_RECORD,
  SURETY_SERVICE_COLUMN_AGE,
  SURETY_SERVICE_N_COLUMNS,
} SuretyServiceColumn;

typedef enum
{
  SURETY_SERVICE_NOT_ONE_KEY = 1 << 0, /* decided by a contract or a multisig */
  SURETY_SERVICE_STAYS = 1 << 1,       /* no other slasher is about to come */
  SURETY_SERVICE_BURNS = 1 << 2,       /* nobody gets what it takes */
  SURETY_SERVICE_PAYS = 1 << 3,        /* again and again in the last 90 days */
  SURETY_SERVICE_NEVER_SLASHED = 1 << 4,
} SuretyServiceTrait;

typedef enum
{
  SURETY_TOKEN_COLUMN_NAME,
  SURETY_TOKEN_COLUMN_BALANCE,
  SURETY_TOKEN_COLUMN_REWARD,
  SURETY_TOKEN_COLUMN_PEG,
  SURETY_TOKEN_COLUMN_FEE,
  SURETY_TOKEN_COLUMN_CASH,
  SURETY_TOKEN_COLUMN_VALIDATORS,
  SURETY_TOKEN_COLUMN_DEPOSIT,
  SURETY_TOKEN_COLUMN_RESTAKED,
  SURETY_TOKEN_COLUMN_MINT,
  SURETY_TOKEN_N_COLUMNS,
} SuretyTokenColumn;

typedef enum
{
  SURETY_TOKEN_OPEN = 1 << 0,      /* deposits are possible now */
  SURETY_TOKEN_HELD = 1 << 1,      /* the account has some */
  SURETY_TOKEN_MINTABLE = 1 << 2,  /* ETH can be turned into it now */
  SURETY_TOKEN_NEAR_RATE = 1 << 3, /* its price is fresh, and less than 1 % from its rate */
  SURETY_TOKEN_ANYBODY = 1 << 4,   /* anybody may run validators for it */
} SuretyTokenTrait;

/* SuretyProvider; SuretyService: one operator set. */
extern const SuretyCandidateKind surety_operator_kind;
extern const SuretyCandidateKind surety_service_kind;
/* SuretyTokenSheet. */
extern const SuretyCandidateKind surety_token_kind;

/* Why a line of a sheet has no figure; not for KNOWN. */
char *surety_sheet_state_words (SuretySheetState state);
/* "3.1 %", "−0.2 %"; the minus sign is a real one. wad: 10^18 is the whole. */
char *surety_signed_percent (gint64 wad);
/* "0.2 % below its rate", "at its rate". */
char *surety_peg_words (const SuretySheetPeg *peg);
char *surety_cash_words (const SuretySheetCash *cash);
char *surety_validators_words (const SuretySheetValidators *validators);
char *surety_deposit_words (SuretyDepositState state);
char *surety_mint_words (SuretyMintState state);
/* More than there can ever be of any token: contracts say "no limit" as 2^256 - 1, or that less what is
 * there already. */
gboolean surety_is_unlimited (u256 amount);

/* Who can slash, in words; unknown is said to be. */
char *surety_slasher_words (SuretyPartyKind kind, guint threshold, guint owners);
/* "Quorum Bridge", or its short address and set when it has no name. */
char *surety_service_words_name (SuretyService *service);
/* Token by token, what was paid in a span: "12 EIGEN and 1 more"; payments: how often, by whom. */
char *surety_paid_words (SuretyService *service,
                         const SuretyScope *scope,
                         guint days,
                         guint *times);

/* Line, smaller line and remark as one, for tooltips and screen readers. */
char *surety_cell_words (const SuretyCell *cell);
/* A number of tokens short enough for a table: no decimals from a thousand on, two from one on. */
char *surety_brief_amount (u256 value, guint decimals, const char *unit);
/* The age of something that began then: "8 months", "2 years". */
char *surety_brief_age (guint64 then, guint64 now);
char *surety_brief_date (guint64 time);
/* How many things of how many a list shows: "12 of 44". */
char *surety_shown_words (guint shown, guint all);

/* Whether all of them say the same in this column. */
gboolean surety_compare_same (GPtrArray *candidates, guint column);
/* "Differs", "The same for all", "Known of none of them". */
char *surety_compare_words (GPtrArray *candidates, guint column);
/* The columns in which they differ, in one sentence. titles: of all columns. */
char *surety_compare_summary (GPtrArray *candidates, const char *const *titles);

G_END_DECLS
