/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-mint.h"

#include "surety-eigenlayer-abi.h"

/* A submit, a wrap and a transfer each lose 1 or 2 wei (lidofinance/core, StETH.sol: shares round
 * down); PRB-math's multiplications and Rocket Pool's fee one each. */
#define ROUNDING ((u256) 10)
/* What accrues in two days at 4 % a year is 0.022 %: 1/4500. */
#define GROWTH_DIVISOR ((u256) 4500)
/* Of a loan: its limit shrinks as the debt accrues, and the vault's own rounding. */
#define LOAN_DIVISOR ((u256) 1000)

void
surety_token_mint_ask (SuretyTokenAsking *asking,
                       const SuretyToken *token,
                       u256 amount,
                       SuretyMintCalls *out)
{
  const SuretyMint *mint = &token->facts->mint;

  *out = (SuretyMintCalls) { .gates = g_array_new (FALSE, FALSE, sizeof (guint)),
                             .supply = SURETY_NOT_ASKED };
  for (guint i = 0; i < mint->gates->len; i++)
    {
      const SuretyMintGate *gate = g_ptr_array_index (mint->gates, i);
      guint call = surety_token_asking_add (asking, &gate->read, token, amount);

      g_array_append_val (out->gates, call);
    }
  if (mint->has_place)
    surety_token_asking_resolve (asking, &mint->place);
  out->minimum = surety_token_asking_add (asking, mint->minimum, token, amount);
  out->room = surety_token_asking_add (asking, mint->room, token, amount);
  out->cap = surety_token_asking_add (asking, mint->cap, token, amount);
  out->preview = surety_token_asking_add (asking, mint->preview, token, amount);
  out->fee = surety_token_asking_add (asking, mint->fee, token, amount);
  out->loan = surety_token_asking_add (asking, mint->loan, token, amount);
  if (mint->cap != NULL)
    out->supply = surety_token_asking_call (asking, &token->token,
                                            surety_eigenlayer_abi (EL_TOTAL_SUPPLY), NULL, 0);
}

void
surety_token_mint_calls_clear (SuretyMintCalls *calls)
{
  g_clear_pointer (&calls->gates, g_array_unref);
}

static SuretyMintState
closed_state (SuretyGateReason reason)
{
  switch (reason)
    {
    case SURETY_GATE_PAUSED:
    case SURETY_GATE_STOPPED:
    case SURETY_GATE_DISABLED:
      return SURETY_MINT_STATE_PAUSED;
    case SURETY_GATE_ALLOW_LIST:
      return SURETY_MINT_STATE_ALLOW_LIST;
    case SURETY_GATE_UNHEALTHY:
      return SURETY_MINT_STATE_UNHEALTHY;
    case SURETY_GATE_UPDATE:
      return SURETY_MINT_STATE_UPDATE;
    default:
      g_assert_not_reached ();
    }
}

/* The first gate that is shut; UNKNOWN when one can't be read; else OPEN. */
static SuretyMintState
read_gates (SuretyTokenAsking *asking, const SuretyMint *mint, const SuretyMintCalls *calls)
{
  SuretyMintState state = SURETY_MINT_STATE_OPEN;

  for (guint i = 0; i < mint->gates->len; i++)
    {
      const SuretyMintGate *gate = g_ptr_array_index (mint->gates, i);
      gboolean flag;

      if (surety_token_asking_get_flag (asking, g_array_index (calls->gates, guint, i), &flag) !=
          SURETY_SHEET_KNOWN)
        state = SURETY_MINT_STATE_UNKNOWN;
      else if (flag == gate->closed_when)
        return closed_state (gate->reason);
    }
  return state;
}

/* Tokens for 10^18 wei, from a preview of any kind. */
static gboolean
read_price (SuretyTokenAsking *asking,
            const SuretyMint *mint,
            const SuretyMintCalls *calls,
            u256 asked,
            u256 *tokens)
{
  u256 preview;

  if (surety_token_asking_get (asking, calls->preview, &preview) != SURETY_SHEET_KNOWN)
    return FALSE;
  if (mint->preview->argument != SURETY_READ_AMOUNT)
    {
      *tokens = preview;
      return TRUE;
    }
  return u256_mul_div (preview, U256_WAD, asked, ROUND_DOWN, tokens);
}

/* The cap on the token's supply in wei: what may still be minted, at the preview's price. */
static SuretySheetState
read_cap (SuretyTokenAsking *asking,
          const SuretyMint *mint,
          const SuretyMintCalls *calls,
          u256 *wei)
{
  u256 cap, supply, price;
  SuretySheetState state = surety_token_asking_get (asking, calls->cap, &cap);

  if (state != SURETY_SHEET_KNOWN)
    return state;
  if (surety_token_asking_get (asking, calls->supply, &supply) != SURETY_SHEET_KNOWN ||
      !read_price (asking, mint, calls, U256_WAD, &price) || price == 0 ||
      !u256_mul_div (cap > supply ? cap - supply : 0, U256_WAD, price, ROUND_DOWN, wei))
    return SURETY_SHEET_UNREADABLE;
  return SURETY_SHEET_KNOWN;
}

static void
read_maximum (SuretyTokenAsking *asking,
              const SuretyMint *mint,
              const SuretyMintCalls *calls,
              SuretySheetMint *out)
{
  u256 room, cap;
  SuretySheetState room_state = surety_token_asking_get (asking, calls->room, &room);
  SuretySheetState cap_state = read_cap (asking, mint, calls, &cap);

  /* Neither in the file: the contract has no limit that we know of, and the preview's simulation is
   * what says no. */
  out->maximum = U256_MAX;
  out->maximum_state = SURETY_SHEET_KNOWN;
  if (room_state == SURETY_SHEET_KNOWN)
    out->maximum = room;
  else if (room_state != SURETY_SHEET_NO_SOURCE)
    out->maximum_state = room_state;
  if (cap_state == SURETY_SHEET_KNOWN)
    out->maximum = u256_min (out->maximum, cap);
  else if (cap_state != SURETY_SHEET_NO_SOURCE)
    out->maximum_state = cap_state;
}

SuretySheetMint
surety_token_mint_read (SuretyTokenAsking *asking,
                        const SuretyToken *token,
                        const SuretyMintCalls *calls)
{
  const SuretyMint *mint = &token->facts->mint;
  SuretySheetMint out = {
    .kind = mint->kind,
    .minimum_state = SURETY_SHEET_NO_SOURCE,
    .maximum_state = SURETY_SHEET_NO_SOURCE,
    .loan.state = SURETY_SHEET_NO_SOURCE,
  };
  u256 loan;

  if (mint->kind == SURETY_MINT_UNKNOWN)
    return out;
  if (mint->kind == SURETY_MINT_NONE)
    {
      out.state = SURETY_MINT_STATE_IMPOSSIBLE;
      return out;
    }

  /* Who moved is not followed: what may be signed for is in the file. */
  out.has_contract = surety_token_asking_get_place (asking, &mint->place, &out.contract) &&
                     (!mint->place.has_known || address_equal (&out.contract, &mint->place.known));
  out.minimum_state = surety_token_asking_get (asking, calls->minimum, &out.minimum);
  read_maximum (asking, mint, calls, &out);
  out.loan.state = surety_token_asking_get (asking, calls->loan, &loan);
  if (out.loan.state == SURETY_SHEET_KNOWN && (loan == 0 || loan > U256_WAD))
    out.loan.state = SURETY_SHEET_UNREADABLE;
  if (out.loan.state == SURETY_SHEET_KNOWN)
    out.loan.wad = (gint64) loan;

  out.state = read_gates (asking, mint, calls);
  if (out.state != SURETY_MINT_STATE_OPEN)
    return out;
  if (!out.has_contract || out.maximum_state != SURETY_SHEET_KNOWN ||
      out.minimum_state == SURETY_SHEET_UNREADABLE || out.loan.state == SURETY_SHEET_UNREADABLE)
    out.state = SURETY_MINT_STATE_UNKNOWN;
  else if (out.maximum == 0 ||
           (out.minimum_state == SURETY_SHEET_KNOWN && out.maximum < out.minimum))
    out.state = SURETY_MINT_STATE_FULL;
  return out;
}

/* amount·share/10^18, rounded up: what is taken away. */
static gboolean
share_of (u256 amount, u256 share, u256 *out)
{
  return u256_mul_div (amount, share, U256_WAD, ROUND_UP, out);
}

static u256
less (u256 a, u256 b)
{
  return a > b ? a - b : 0;
}

SuretySheetState
surety_token_mint_least (SuretyTokenAsking *asking,
                         const SuretyToken *token,
                         const SuretyMintCalls *calls,
                         u256 amount,
                         u256 *out)
{
  const SuretyMint *mint = &token->facts->mint;
  u256 price, tokens, fee, loan, taken;
  SuretySheetState state;

  /* stETH is the ETH itself: its balance follows the rate, and does not have to be guessed. */
  if (mint->kind == SURETY_MINT_LIDO)
    {
      *out = less (amount, ROUNDING);
      return SURETY_SHEET_KNOWN;
    }

  if (mint->preview->argument == SURETY_READ_AMOUNT)
    state = surety_token_asking_get (asking, calls->preview, &tokens);
  else
    {
      state = surety_token_asking_get (asking, calls->preview, &price);
      if (state == SURETY_SHEET_KNOWN &&
          !u256_mul_div (amount, price, U256_WAD, ROUND_DOWN, &tokens))
        state = SURETY_SHEET_UNREADABLE;
    }
  if (state != SURETY_SHEET_KNOWN)
    return state;

  state = surety_token_asking_get (asking, calls->fee, &fee);
  if (state == SURETY_SHEET_KNOWN && (fee >= U256_WAD || !share_of (tokens, fee, &taken)))
    state = SURETY_SHEET_UNREADABLE;
  if (state == SURETY_SHEET_KNOWN)
    tokens = less (tokens, taken);
  else if (state != SURETY_SHEET_NO_SOURCE)
    return state;

  state = surety_token_asking_get (asking, calls->loan, &loan);
  if (state == SURETY_SHEET_KNOWN &&
      (loan > U256_WAD || !u256_mul_div (tokens, loan, U256_WAD, ROUND_DOWN, &tokens)))
    state = SURETY_SHEET_UNREADABLE;
  if (state == SURETY_SHEET_KNOWN)
    tokens -= tokens / LOAN_DIVISOR;
  else if (state != SURETY_SHEET_NO_SOURCE)
    return state;

  *out = less (tokens - tokens / GROWTH_DIVISOR, ROUNDING);
  return SURETY_SHEET_KNOWN;
}
