/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "abi.h"

G_BEGIN_DECLS

/* What a network file knows of a liquid staking token beside its rate: where each figure is read,
 * never the figure itself. Everything is optional; what the file does not tell is unknown. The
 * schema is in surety-network-file-facts.c. */

/* What a read is asked with. */
typedef enum
{
  SURETY_READ_NOTHING,
  SURETY_READ_WHOLE,   /* one whole token, or 10^18 wei: 10^decimals */
  SURETY_READ_ACCOUNT, /* the account that is looked at; without one the read is left out */
  SURETY_READ_AMOUNT,  /* the wei that would be paid (minting) */
  SURETY_READ_MINTER,  /* the contract that mints */
} SuretyReadArgument;

/* An address, or the name under which a registry has it: Rocket Pool moves its contracts, and
 * RocketStorage.getAddress (keccak256 ("contract.address" ‖ name)) knows where they are today. */
typedef struct
{
  Address address; /* the registry's, when name is there */
  char *name;      /* "rocketDepositPool"; NULL = address is the contract's own */
  /* Where it was when the file was made. What is signed goes there only, and only as long as the
   * registry says the same: what can be signed is a closed set. */
  gboolean has_known;
  Address known;
} SuretyPlace;

/* One word of one view function. */
typedef struct _SuretyTokenRead SuretyTokenRead;
struct _SuretyTokenRead
{
  SuretyPlace place;
  AbiItem *item; /* owned */
  SuretyReadArgument argument;
  guint field;            /* of the returned values, which must be a word */
  SuretyTokenRead *minus; /* to be taken away, not below 0; NULL = nothing */
};

/* The events that tell a rate as it moves, for nodes without an archive. */
typedef enum
{
  SURETY_RATE_EVENT_RATE,   /* field: wei for one token */
  SURETY_RATE_EVENT_RATIO,  /* field: tokens for one ETH, the inverse (ankrETH) */
  SURETY_RATE_EVENT_TOTALS, /* field: wei in all; supply: tokens or shares in all */
} SuretyRateEventKind;

typedef struct
{
  SuretyRateEventKind kind;
  SuretyPlace place;
  AbiItem *item; /* owned */
  guint field;
  guint supply; /* TOTALS only */
} SuretyRateEvent;

/* A price feed shaped as Chainlink's AggregatorV3. */
typedef struct
{
  Address address;
  gboolean market;     /* FALSE: repeats the protocol's own rate; never for a peg */
  gboolean underlying; /* for what the token wraps (stETH of wstETH), at one ETH each */
  gboolean quotes_usd; /* FALSE: ETH for one token */
  guint decimals;      /* as the feed must say itself */
  guint64 heartbeat;   /* seconds; 0 = not known */
} SuretyPriceFeed;

/* The token's own way back to ETH, beside the market. */
typedef enum
{
  SURETY_EXIT_UNKNOWN,
  SURETY_EXIT_QUEUE,     /* request, wait, claim */
  SURETY_EXIT_QUEUE_NFT, /* the same, the request is an NFT */
  SURETY_EXIT_PUSHED,    /* request; ETH is sent later, nothing to claim */
  SURETY_EXIT_INSTANT,   /* burnt for ETH at once while the contract holds enough */
  SURETY_EXIT_OFF_CHAIN, /* at the issuer's, with an account there */
  SURETY_EXIT_NONE,      /* the market only */
} SuretyExitRouteKind;

typedef struct
{
  SuretyExitRouteKind kind;
  gboolean has_place;
  SuretyPlace place;
  gboolean has_usual; /* usual_min and usual_max, seconds, by experience (the file's word) */
  guint64 usual_min;
  guint64 usual_max;
  /* Each may be NULL. */
  SuretyTokenRead *waiting;   /* wei in the queue */
  SuretyTokenRead *available; /* wei that could be paid at once */
  SuretyTokenRead *delay;     /* seconds the contract itself asks for */
  SuretyTokenRead *paused;
  SuretyTokenRead *slowed;  /* an emergency mode that delays (Lido's bunker) */
  SuretyTokenRead *minimum; /* smallest unit of the token or wei, as the contract has it */
} SuretyExitRoute;

/* Who may run the validators behind the token. */
typedef enum
{
  SURETY_VALIDATORS_UNKNOWN,
  SURETY_VALIDATORS_ISSUER,         /* the issuer alone */
  SURETY_VALIDATORS_PERMISSIONED,   /* those it chose */
  SURETY_VALIDATORS_PERMISSIONLESS, /* anybody with a bond */
  SURETY_VALIDATORS_MIXED,
} SuretyValidatorSetKind;

/* How ETH becomes the token: a closed set, each with a function the review can decode. */
typedef enum
{
  SURETY_MINT_UNKNOWN,
  SURETY_MINT_NONE,      /* not on chain, not for everybody, or not by this program */
  SURETY_MINT_LIDO,      /* submit(address), payable */
  SURETY_MINT_WSTETH,    /* stETH's submit(address), then wrap(uint256) */
  SURETY_MINT_ROCKET,    /* deposit(), payable */
  SURETY_MINT_STADER,    /* deposit(address receiver), payable */
  SURETY_MINT_STAKEWISE, /* depositAndMintOsToken(address,uint256,address), payable */
  SURETY_MINT_MANTLE,    /* stake(uint256 minMETHAmount), payable */
  SURETY_MINT_FRAX,      /* submitAndDeposit(address), payable */
  SURETY_MINT_SWELL,     /* deposit(), payable */
} SuretyMintKind;

/* Why minting is closed while the gate's read says closed_when. */
typedef enum
{
  SURETY_GATE_PAUSED,
  SURETY_GATE_STOPPED, /* the whole protocol */
  SURETY_GATE_DISABLED,
  SURETY_GATE_ALLOW_LIST, /* for chosen accounts only */
  SURETY_GATE_UNHEALTHY,
  SURETY_GATE_UPDATE, /* a report must be brought in first, which takes off-chain data */
} SuretyGateReason;

typedef struct
{
  SuretyGateReason reason;
  gboolean closed_when;
  SuretyTokenRead read;
} SuretyMintGate;

typedef struct
{
  SuretyMintKind kind;
  gboolean has_place;
  SuretyPlace place;  /* what is called */
  Address underlying; /* WSTETH: the stETH that is submitted for and wrapped; zero else */
  GPtrArray *gates;   /* SuretyMintGate */
  /* Each may be NULL. */
  SuretyTokenRead *minimum; /* wei */
  SuretyTokenRead *room;    /* wei that can still be paid in; U256_MAX = no limit */
  SuretyTokenRead *cap;     /* supply of the token that may not be passed */
  SuretyTokenRead *preview; /* tokens for the amount (AMOUNT) or for 10^18 wei */
  SuretyTokenRead *fee;     /* share of the ETH taken first, in 10^-18 */
  SuretyTokenRead *loan;    /* share of the ETH's worth that is minted, the rest stays as
                              * collateral, in 10^-18 (StakeWise) */
} SuretyMint;

typedef struct
{
  char *source;                /* where the facts come from: repositories and commits */
  SuretyTokenRead *growth;     /* what grows when the token earns, if not its rate (rebasing) */
  SuretyRateEvent *rate_event; /* NULL = none that tells the rate */
  GPtrArray *feeds;            /* SuretyPriceFeed */
  GPtrArray *fees;             /* SuretyTokenRead: shares of the rewards, added up */
  guint fee_decimals;          /* 4: of 10000 */
  SuretyExitRoute exit;
  SuretyValidatorSetKind validators;
  GPtrArray *validator_counts; /* SuretyTokenRead: operators, added up */
  SuretyTokenRead *paused;     /* transfers, by the issuer */
  SuretyMint mint;
  gboolean no_yield; /* frxETH: earns nothing by itself */
} SuretyTokenFacts;

SuretyTokenFacts *surety_token_facts_new (void);
void surety_token_facts_free (SuretyTokenFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyTokenFacts, surety_token_facts_free)
void surety_token_read_free (SuretyTokenRead *self);

G_END_DECLS
