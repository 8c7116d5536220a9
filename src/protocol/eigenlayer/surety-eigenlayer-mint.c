/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-plan-private.h"

#include "surety-token-mint.h"

/* ETH into the token to be deposited, by the issuer's own contract. */

/* Gas by experience on mainnet, on the high side: Rocket Pool's deposit may assign ETH to validators,
 * StakeWise's loan touches two tokens. */
static const struct
{
  SuretyMintKind kind;
  SuretyEigenlayerItem item;
  guint64 gas;
} mints[] = {
  { SURETY_MINT_LIDO, EL_SUBMIT, 160000 },
  { SURETY_MINT_WSTETH, EL_SUBMIT, 160000 },
  { SURETY_MINT_ROCKET, EL_DEPOSIT, 500000 },
  { SURETY_MINT_STADER, EL_DEPOSIT_FOR, 220000 },
  { SURETY_MINT_STAKEWISE, EL_DEPOSIT_AND_MINT_OS_TOKEN, 450000 },
  { SURETY_MINT_MANTLE, EL_STAKE, 220000 },
  { SURETY_MINT_FRAX, EL_SUBMIT_AND_DEPOSIT, 300000 },
  { SURETY_MINT_SWELL, EL_DEPOSIT, 200000 },
};

#define GAS_APPROVE 70000u
#define GAS_WRAP 150000u
/* What a submission and each move of stETH may lose, with some to spare (lidofinance/core, StETH.sol). */
#define STETH_ROUNDING ((u256) 10)

static gboolean
refuse_closed (const SuretyToken *token, SuretyMintState state, GError **error)
{
  static const char *const why[] = {
    [SURETY_MINT_STATE_UNKNOWN] = "what its contracts allow can't be read",
    [SURETY_MINT_STATE_OPEN] = "open",
    [SURETY_MINT_STATE_IMPOSSIBLE] = "this program does not do that",
    [SURETY_MINT_STATE_PAUSED] = "it is paused",
    [SURETY_MINT_STATE_FULL] = "there is no room",
    [SURETY_MINT_STATE_ALLOW_LIST] = "it is for chosen accounts",
    [SURETY_MINT_STATE_UNHEALTHY] = "its contracts say they are not healthy",
    [SURETY_MINT_STATE_UPDATE] = "a report has to be brought in first",
  };

  return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_MINT_CLOSED,
                                   "%s can't be made of ETH now: %s", token->symbol, why[state]);
}

static gboolean
check (SuretyEigenlayerPlanning *planning,
       const SuretyToken *token,
       const SuretySheetMint *mint,
       u256 wei,
       u256 eth,
       GError **error)
{
  if (mint->state != SURETY_MINT_STATE_OPEN)
    return refuse_closed (token, mint->state, error);
  if (mint->minimum_state == SURETY_SHEET_KNOWN && wei < mint->minimum)
    {
      char text[U256_DECIMAL_SIZE + 2];

      u256_to_units (mint->minimum, 18, text);
      return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_MINT_AMOUNT,
                                       "%s takes %s ETH at least", token->symbol, text);
    }
  if (wei > mint->maximum)
    {
      char text[U256_DECIMAL_SIZE + 2];

      u256_to_units (mint->maximum, 18, text);
      return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_MINT_AMOUNT,
                                       "%s takes %s ETH at most now", token->symbol, text);
    }
  if (wei > eth)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_AMOUNT,
                                     "The amount is above the account's ETH");
  return TRUE;
}

/* The arguments of the payable call; arrives: the least that must come out. */
static guint
make_args (SuretyEigenlayerPlanning *planning, SuretyMintKind kind, u256 arrives, AbiValue args[3])
{
  static const Address nobody;
  const Address *account = surety_intent_get_account (planning->intent);

  switch (kind)
    {
    case SURETY_MINT_LIDO:
    case SURETY_MINT_WSTETH:
      args[0] = abi_address (&nobody);
      return 1;
    case SURETY_MINT_STADER:
    case SURETY_MINT_FRAX:
      args[0] = abi_address (account);
      return 1;
    case SURETY_MINT_MANTLE:
      args[0] = abi_uint (arrives);
      return 1;
    case SURETY_MINT_STAKEWISE:
      args[0] = abi_address (account);
      args[1] = abi_uint (arrives);
      args[2] = abi_address (&nobody);
      return 3;
    case SURETY_MINT_ROCKET:
    case SURETY_MINT_SWELL:
      return 0;
    case SURETY_MINT_UNKNOWN:
    case SURETY_MINT_NONE:
    default:
      g_assert_not_reached ();
    }
}

static void
add_mint (SuretyEigenlayerPlanning *planning,
          const SuretyToken *token,
          const Address *minted,
          const char *symbol,
          const Address *to,
          u256 wei,
          u256 held,
          u256 arrives)
{
  g_autoptr (GPtrArray) promises = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyStepFacts facts = {
    .kind = "mint",
    .to = *to,
    .value = wei,
    .promises = promises,
    .symbol = symbol,
    .decimals = token->decimals,
    .amount = arrives,
    .has_strategy = TRUE,
    .strategy = token->strategy,
  };
  AbiValue args[3];
  guint n = make_args (planning, token->facts->mint.kind, arrives, args);
  u256 after;

  if (!u256_add (held, arrives, &after))
    after = U256_MAX;
  g_ptr_array_add (promises,
                   surety_promise_new (SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, minted, NULL,
                                       after > STETH_ROUNDING ? after - STETH_ROUNDING : 0, symbol,
                                       token->decimals));
  for (guint i = 0; i < G_N_ELEMENTS (mints); i++)
    if (mints[i].kind == token->facts->mint.kind)
      {
        facts.gas_hint = mints[i].gas;
        surety_eigenlayer_add_step (planning, &facts, mints[i].item, n, args);
      }
}

/* stETH has to be wrapped: an exact approval, then the wrapping of what has arrived for sure. */
static void
add_wrap (SuretyEigenlayerPlanning *planning,
          const SuretyToken *token,
          u256 steth,
          u256 held,
          u256 arrives)
{
  const SuretyMint *mint = &token->facts->mint;
  AbiValue approve_args[] = { abi_address (&mint->place.address), abi_uint (steth) };
  AbiValue wrap_args[] = { abi_uint (steth) };
  g_autoptr (GPtrArray) approved = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) wrapped = g_ptr_array_new_with_free_func (g_object_unref);
  SuretyStepFacts approve = {
    .kind = "approve-wrap",
    .to = mint->underlying,
    .gas_hint = GAS_APPROVE,
    .promises = approved,
    .symbol = "stETH",
    .decimals = 18,
    .amount = steth,
  };
  SuretyStepFacts wrap = {
    .kind = "wrap",
    .to = mint->place.address,
    .gas_hint = GAS_WRAP,
    .promises = wrapped,
    .symbol = token->symbol,
    .decimals = token->decimals,
    .amount = arrives,
    .has_strategy = TRUE,
    .strategy = token->strategy,
  };
  u256 after;

  g_ptr_array_add (approved,
                   surety_promise_new (SURETY_PROMISE_ALLOWANCE_AT_LEAST, &mint->underlying,
                                       &mint->place.address, steth, "stETH", 18));
  surety_eigenlayer_add_step (planning, &approve, EL_APPROVE, 2, approve_args);

  if (!u256_add (held, arrives, &after))
    after = U256_MAX;
  surety_eigenlayer_add_promise (wrapped, SURETY_PROMISE_TOKEN_BALANCE_AT_LEAST, &token->token,
                                 NULL, after, token);
  surety_eigenlayer_add_step (planning, &wrap, EL_WRAP, 1, wrap_args);
}

typedef struct
{
  SuretyMintCalls mint;
  guint balance;
  guint underlying;
} Calls;

static gboolean
add_steps (SuretyEigenlayerPlanning *planning,
           SuretyTokenAsking *asking,
           const SuretyToken *token,
           const Calls *calls,
           u256 wei,
           u256 *arrives,
           GError **error)
{
  const SuretyMint *mint = &token->facts->mint;
  SuretySheetMint sheet = surety_token_mint_read (asking, token, &calls->mint);
  u256 eth, held, underlying, steth;

  if (!surety_token_asking_get_eth (asking, &eth, error) ||
      !check (planning, token, &sheet, wei, eth, error))
    return FALSE;
  if (surety_token_mint_least (asking, token, &calls->mint, wei, arrives) != SURETY_SHEET_KNOWN ||
      surety_token_asking_get (asking, calls->balance, &held) != SURETY_SHEET_KNOWN)
    return refuse_closed (token, SURETY_MINT_STATE_UNKNOWN, error);
  if (*arrives == 0 || *arrives < surety_intent_get_amount (planning->intent))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_MINT_AMOUNT,
                                     "The amount is too small for any %s", token->symbol);

  if (mint->kind != SURETY_MINT_WSTETH)
    {
      add_mint (planning, token, &token->token, token->symbol, &sheet.contract, wei, held,
                *arrives);
      return TRUE;
    }
  if (surety_token_asking_get (asking, calls->underlying, &underlying) != SURETY_SHEET_KNOWN)
    return refuse_closed (token, SURETY_MINT_STATE_UNKNOWN, error);
  steth = surety_eigenlayer_less (wei, STETH_ROUNDING);
  add_mint (planning, token, &mint->underlying, "stETH", &mint->underlying, wei, underlying, steth);
  add_wrap (planning, token, steth, held, *arrives);
  return TRUE;
}

static gboolean
plan_for (SuretyEigenlayerPlanning *planning,
          SuretyFlow *flow,
          const SuretyToken *token,
          u256 wei,
          u256 *arrives,
          GError **error)
{
  SuretyEigenlayer *self = planning->self;
  const Address *account = surety_intent_get_account (planning->intent);
  AbiValue owner = abi_address (account);
  g_autoptr (SuretyTokenAsking)
    asking = surety_token_asking_new (self->network, self->endpoints, account);
  Calls calls = { .underlying = SURETY_NOT_ASKED };
  gboolean ok;

  surety_token_asking_set_decides (asking);
  surety_token_mint_ask (asking, token, wei, &calls.mint);
  calls.balance = surety_token_asking_call (asking, &token->token,
                                            surety_eigenlayer_abi (EL_BALANCE_OF), &owner, 1);
  if (token->facts->mint.kind == SURETY_MINT_WSTETH)
    calls.underlying = surety_token_asking_call (asking, &token->facts->mint.underlying,
                                                 surety_eigenlayer_abi (EL_BALANCE_OF), &owner, 1);
  ok = surety_token_asking_run (asking, flow, error) &&
       add_steps (planning, asking, token, &calls, wei, arrives, error);
  surety_token_mint_calls_clear (&calls.mint);
  return ok;
}

/* How much ETH surely brings amount: what comes out grows with what goes in, but for some wei that
 * roundings take. */
static gboolean
find_wei (SuretyEigenlayerPlanning *planning,
          SuretyFlow *flow,
          const SuretyToken *token,
          u256 *wei,
          GError **error)
{
  SuretyEigenlayer *self = planning->self;
  u256 amount = surety_intent_get_amount (planning->intent);
  g_autoptr (SuretyTokenAsking)
    asking = surety_token_asking_new (self->network, self->endpoints, NULL);
  SuretyMintCalls calls;
  SuretyMintState state;
  u256 one;
  gboolean known;

  surety_token_asking_set_decides (asking);
  surety_token_mint_ask (asking, token, U256_WAD, &calls);
  if (!surety_token_asking_run (asking, flow, error))
    {
      surety_token_mint_calls_clear (&calls);
      return FALSE;
    }
  state = surety_token_mint_read (asking, token, &calls).state;
  known = surety_token_mint_least (asking, token, &calls, U256_WAD, &one) == SURETY_SHEET_KNOWN;
  surety_token_mint_calls_clear (&calls);

  if (state != SURETY_MINT_STATE_OPEN)
    return refuse_closed (token, state, error);
  if (!known || one == 0)
    return refuse_closed (token, SURETY_MINT_STATE_UNKNOWN, error);
  if (!u256_add (amount, 2 * STETH_ROUNDING, &amount) ||
      !u256_mul_div (amount, U256_WAD, one, ROUND_UP, wei))
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_AMOUNT,
                                     "The amount is above the account's ETH");
  return TRUE;
}

gboolean
surety_eigenlayer_plan_mint (SuretyEigenlayerPlanning *planning,
                             SuretyFlow *flow,
                             const SuretyToken *token,
                             u256 *arrives,
                             GError **error)
{
  u256 wei = surety_intent_get_eth (planning->intent);

  if (token->facts == NULL || token->facts->mint.kind <= SURETY_MINT_NONE)
    return refuse_closed (token, SURETY_MINT_STATE_IMPOSSIBLE, error);
  if (wei == 0 && surety_intent_get_amount (planning->intent) == 0)
    return surety_eigenlayer_refuse (error, SURETY_PROTOCOL_ERROR_AMOUNT, "The amount is zero");
  return (wei != 0 || find_wei (planning, flow, token, &wei, error)) &&
         plan_for (planning, flow, token, wei, arrives, error);
}
