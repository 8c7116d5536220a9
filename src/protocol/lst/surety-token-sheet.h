/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-asset.h"
#include "surety-endpoints.h"
#include "surety-figure.h"
#include "surety-network.h"
#include "surety-party.h"

G_BEGIN_DECLS

/* How a line of a sheet is known. Only KNOWN lines have figures; all others say why not. */
typedef enum
{
  SURETY_SHEET_KNOWN,
  SURETY_SHEET_NOT_READ,   /* not asked for (a sheet without history, or without an account) */
  SURETY_SHEET_NO_SOURCE,  /* nowhere on chain that we know of: "not known" */
  SURETY_SHEET_NOT_SERVED, /* this endpoint has neither old states nor old logs: "not known from
                            * this endpoint" */
  SURETY_SHEET_UNREADABLE, /* the contract did not answer, or not with what it should */
  SURETY_SHEET_STALE,      /* a feed that has not spoken for longer than its heartbeat */
  SURETY_SHEET_TOO_YOUNG,  /* the chain or the token did not exist then */
} SuretySheetState;

#define SURETY_TYPE_SHEET_STATE (surety_sheet_state_get_type ())
GType surety_sheet_state_get_type (void);

/* A share or a growth: 10^18 is all of it (100 %). */
typedef struct
{
  SuretySheetState state;
  gint64 wad;
} SuretySheetShare;

typedef enum
{
  SURETY_REWARD_7_DAYS,
  SURETY_REWARD_30_DAYS,
  SURETY_REWARD_90_DAYS,
  SURETY_N_REWARD_WINDOWS,
} SuretyRewardWindow;

/* Seconds of a window. */
guint64 surety_reward_window_seconds (SuretyRewardWindow window);

/* What the token earned over a window, a year at that pace, not compounded:
 * (r1 − r0)·31536000 s·10^18/(r0·(t1 − t0)); below zero after a slashing. From two reads of the rate
 * (archive) or the token's own events; from … to are the blocks that were really looked at, and
 * usually a little off the window. */
typedef struct
{
  SuretySheetState state;
  gint64 apr; /* 10^-18 a year */
  gboolean from_events;
  guint64 from_block, from_time;
  guint64 to_block, to_time;
} SuretySheetReward;

/* Market price of a whole token against its rate: (price − rate)/rate. STALE: price, time and feed
 * are there, and old; deviation is not to be judged by. */
typedef struct
{
  SuretySheetState state;
  gint64 deviation; /* 10^-18; below zero: cheaper than the protocol's own rate */
  u256 price;       /* wei for a whole token */
  guint64 time;     /* when the feed was written, seconds since 1970 */
  guint64 age;      /* seconds before the sheet's block */
  guint64 heartbeat;
  Address feed;
} SuretySheetPeg;

/* The token's own way back to ETH. */
typedef struct
{
  SuretyExitRouteKind kind;
  gboolean has_contract;
  Address contract;
  gboolean has_usual; /* the wait by experience, in words of the fact sheet, not of the chain */
  guint64 usual_min, usual_max; /* seconds */
  SuretySheetState delay_state;
  guint64 delay; /* seconds the contract itself asks for, at least */
  SuretySheetState waiting_state;
  u256 waiting; /* wei asked for and not paid yet */
  SuretySheetState available_state;
  u256 available; /* wei that could be paid at once */
  SuretySheetState paused_state;
  gboolean paused;
  SuretySheetState slowed_state;
  gboolean slowed;
} SuretySheetExit;

/* From "I want out" to ETH: the restaking protocol's delay, then the token's own exit. min is the
 * least it takes as far as can be seen (0 + 0 where nothing is known): good whenever restaking_state
 * is KNOWN. max is what it usually takes at most: good when state is KNOWN; else nobody can say. */
typedef struct
{
  SuretySheetState state; /* of max */
  guint64 min, max;       /* seconds */
  SuretySheetState restaking_state;
  guint64 restaking_blocks; /* DelegationManager.minWithdrawalDelayBlocks() */
  guint64 restaking_seconds;
} SuretySheetCash;

typedef struct
{
  SuretyValidatorSetKind kind;
  SuretySheetState count_state;
  guint64 count; /* operators, not validators */
} SuretySheetValidators;

/* Whether ETH can be turned into the token now. */
typedef enum
{
  SURETY_MINT_STATE_UNKNOWN,
  SURETY_MINT_STATE_OPEN,
  SURETY_MINT_STATE_IMPOSSIBLE, /* not on chain, not for everybody, or not by this program */
  SURETY_MINT_STATE_PAUSED,     /* the protocol, or minting */
  SURETY_MINT_STATE_FULL,       /* no room */
  SURETY_MINT_STATE_ALLOW_LIST, /* for chosen accounts only */
  SURETY_MINT_STATE_UNHEALTHY,
  SURETY_MINT_STATE_UPDATE, /* waits for a report this program can't bring */
} SuretyMintState;

#define SURETY_TYPE_MINT_STATE (surety_mint_state_get_type ())
GType surety_mint_state_get_type (void);

typedef struct
{
  SuretyMintKind kind;
  SuretyMintState state;
  gboolean has_contract;
  Address contract;
  SuretySheetState minimum_state;
  u256 minimum; /* wei */
  SuretySheetState maximum_state;
  u256 maximum;          /* wei that can be paid in now; U256_MAX: no limit */
  SuretySheetShare loan; /* KNOWN below 10^18: so much of the ETH's worth is minted, the rest is
                          * locked as collateral */
} SuretySheetMint;

/* The restaking strategy of the token. */
typedef enum
{
  SURETY_DEPOSIT_STATE_UNKNOWN,
  SURETY_DEPOSIT_STATE_OPEN,
  SURETY_DEPOSIT_STATE_NO_STRATEGY,
  SURETY_DEPOSIT_STATE_NOT_WHITELISTED,
  SURETY_DEPOSIT_STATE_PAUSED,
  SURETY_DEPOSIT_STATE_FULL,
} SuretyDepositState;

#define SURETY_TYPE_DEPOSIT_STATE (surety_deposit_state_get_type ())
GType surety_deposit_state_get_type (void);

typedef struct
{
  SuretyDepositState state;
  SuretySheetState limits_state; /* NO_SOURCE: the strategy has no caps */
  u256 max_per_deposit;          /* smallest unit of the token */
  u256 max_total;
  u256 room; /* how much can still be put in by one deposit */
} SuretySheetDeposit;

/* What can be seen of who may change the token's code: the slots of EIP-1967 and its forerunner. No
 * proxy slot used is no proof that the code can't change. */
typedef struct
{
  SuretySheetState state;
  gboolean is_proxy;
  Address implementation; /* zero = none seen */
  Address admin;          /* zero = none seen */
  Address beacon;         /* zero = none seen; else it says which code, for all that follow it */

  /* Who decides, in the end: from the admin (or beacon) by owner () to the first that is no contract, a
   * multisig, a timelock, or says nothing more. NO_SOURCE: no slot names anybody (code that replaces
   * itself, a kernel); NOT_SERVED, UNREADABLE: not found out. */
  SuretySheetState who_state;
  SuretyParty who;
  /* How long a change is announced before, seconds; KNOWN of timelocks alone. */
  SuretySheetState delay_state;
  guint64 delay;
} SuretySheetUpgrade;

/* All that is known of one liquid staking token at one block: immutable. Lines that are structs are
 * lent, and live as long as the sheet. Properties (read only): "symbol", "name" (string), "balance",
 * "rate", "supply", "strategy-total" (SuretyFigure). */
#define SURETY_TYPE_TOKEN_SHEET (surety_token_sheet_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTokenSheet, surety_token_sheet, SURETY, TOKEN_SHEET, GObject)

/* Of a token that can be restaked and that nothing but its deposits was read of, or is known where to read. state:
 * of all other lines, not KNOWN. NULL: network does not have it. */
SuretyTokenSheet *surety_token_sheet_new_for_asset (SuretyNetwork *network,
                                                    SuretyAsset *asset,
                                                    SuretySheetState state);

const SuretyToken *surety_token_sheet_get_token (SuretyTokenSheet *self);
const char *surety_token_sheet_get_symbol (SuretyTokenSheet *self);
const char *surety_token_sheet_get_name (SuretyTokenSheet *self);
/* FALSE: can't be restaked by itself (wstETH, frxETH): no strategy. */
gboolean surety_token_sheet_is_restakable (SuretyTokenSheet *self);
guint64 surety_token_sheet_get_block (SuretyTokenSheet *self);
guint64 surety_token_sheet_get_time (SuretyTokenSheet *self); /* the block's, seconds since 1970 */
SuretyKnown surety_token_sheet_get_known (SuretyTokenSheet *self);

/* What the account holds, smallest unit; unknown without an account. */
SuretyFigure *surety_token_sheet_get_balance (SuretyTokenSheet *self);
/* wei for a whole token by the issuer's accounts: no market price. */
SuretyFigure *surety_token_sheet_get_rate (SuretyTokenSheet *self);
SuretyFigure *surety_token_sheet_get_supply (SuretyTokenSheet *self);
/* Tokens in the restaking strategy. */
SuretyFigure *surety_token_sheet_get_strategy_total (SuretyTokenSheet *self);
/* strategy total / supply. */
const SuretySheetShare *surety_token_sheet_get_restaked (SuretyTokenSheet *self);
const SuretySheetReward *surety_token_sheet_get_reward (SuretyTokenSheet *self,
                                                        SuretyRewardWindow window);
const SuretySheetPeg *surety_token_sheet_get_peg (SuretyTokenSheet *self);
/* The issuer's share of the rewards; the rate is after it. */
const SuretySheetShare *surety_token_sheet_get_fee (SuretyTokenSheet *self);
const SuretySheetExit *surety_token_sheet_get_exit (SuretyTokenSheet *self);
const SuretySheetCash *surety_token_sheet_get_cash (SuretyTokenSheet *self);
const SuretySheetValidators *surety_token_sheet_get_validators (SuretyTokenSheet *self);
const SuretySheetMint *surety_token_sheet_get_mint (SuretyTokenSheet *self);
const SuretySheetDeposit *surety_token_sheet_get_deposit (SuretyTokenSheet *self);
/* Whether the issuer has stopped transfers; *paused is set when the state is KNOWN. */
SuretySheetState surety_token_sheet_get_paused (SuretyTokenSheet *self, gboolean *paused);
const SuretySheetUpgrade *surety_token_sheet_get_upgrade (SuretyTokenSheet *self);

typedef enum
{
  SURETY_SHEETS_NOW = 0, /* two exchanges for all tokens; three more for who can change them */
  SURETY_SHEETS_HISTORY = 1 << 0, /* reward rates too: three more with an archive, else the logs of
                                   * up to 90 days */
} SuretySheetsFlags;

/* Resolves to: GListModel of SuretyTokenSheet, the network file's tokens that are liquid staking
 * tokens, restakable ones first, everything of now at one block. account NULL: balances are unknown.
 * Rejects with SURETY_CHAIN_ERROR_* when the chain can't be read at all; what single contracts do
 * not answer is a state of its line. */
DexFuture *surety_token_sheets_load (SuretyNetwork *network,
                                     SuretyEndpoints *endpoints,
                                     const Address *account,
                                     SuretySheetsFlags flags);

G_END_DECLS
