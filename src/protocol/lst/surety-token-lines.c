/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-token-lines.h"

#include "surety-eigenlayer-abi.h"

#define PAUSED_DEPOSITS ((u256) 1) /* bit 0 of StrategyManager and of a strategy */
#define LONGEST_SECONDS ((u256) 10u * 366u * 86400u)

static guint
ask (SuretyTokenAsking *asking,
     const Address *to,
     SuretyEigenlayerItem item,
     guint n,
     const AbiValue *args)
{
  return surety_token_asking_call (asking, to, surety_eigenlayer_abi (item), args, n);
}

static u256
whole_of (const SuretyToken *token)
{
  u256 whole = 1;

  for (guint i = 0; i < token->decimals; i++)
    whole *= 10;
  return whole;
}

void
surety_token_lines_ask_common (SuretyTokenAsking *asking,
                               SuretyNetwork *network,
                               SuretyCommonCalls *out)
{
  Address manager, delegation;

  *out = (SuretyCommonCalls) { SURETY_NOT_ASKED, SURETY_NOT_ASKED };
  if (surety_network_get_contract (network, "StrategyManager", &manager, NULL))
    out->manager_paused = ask (asking, &manager, EL_PAUSED, 0, NULL);
  if (surety_network_get_contract (network, "DelegationManager", &delegation, NULL))
    out->exit_blocks = ask (asking, &delegation, EL_MIN_WITHDRAWAL_DELAY_BLOCKS, 0, NULL);
}

static GArray *
ask_all (SuretyTokenAsking *asking, GPtrArray *reads, const SuretyToken *token)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < reads->len; i++)
    {
      guint call = surety_token_asking_add (asking, g_ptr_array_index (reads, i), token, 0);

      g_array_append_val (calls, call);
    }
  return calls;
}

static guint
ask_rate (SuretyTokenAsking *asking, const SuretyToken *token)
{
  const SuretyEigenlayerRate *rate = surety_eigenlayer_rate (token->rate_kind);
  AbiValue whole = abi_uint (whole_of (token));

  if (rate == NULL)
    return SURETY_NOT_ASKED;
  return ask (asking, &token->rate_source, rate->item, rate->takes_amount ? 1 : 0, &whole);
}

static void
ask_strategy (SuretyTokenAsking *asking,
              SuretyNetwork *network,
              const SuretyToken *token,
              SuretyTokenCalls *out)
{
  AbiValue strategy = abi_address (&token->strategy);
  Address manager;

  if (address_is_zero (&token->strategy))
    return;
  out->strategy_total = ask (asking, &token->token, EL_BALANCE_OF, 1, &strategy);
  out->strategy_paused = ask (asking, &token->strategy, EL_PAUSED, 0, NULL);
  out->limits = ask (asking, &token->strategy, EL_GET_TVL_LIMITS, 0, NULL);
  if (surety_network_get_contract (network, "StrategyManager", &manager, NULL))
    out->whitelisted = ask (asking, &manager, EL_STRATEGY_IS_WHITELISTED, 1, &strategy);
}

void
surety_token_lines_ask (SuretyTokenAsking *asking,
                        SuretyNetwork *network,
                        const Address *account,
                        const SuretyToken *token,
                        SuretyTokenCalls *out)
{
  const SuretyTokenFacts *facts = token->facts;
  const SuretyExitRoute *exit = &facts->exit;

  *out = (SuretyTokenCalls) {
    .token = token,
    .balance = SURETY_NOT_ASKED,
    .supply = ask (asking, &token->token, EL_TOTAL_SUPPLY, 0, NULL),
    .rate = ask_rate (asking, token),
    .growth = surety_token_asking_add (asking, facts->growth, token, 0),
    .strategy_total = SURETY_NOT_ASKED,
    .strategy_paused = SURETY_NOT_ASKED,
    .whitelisted = SURETY_NOT_ASKED,
    .limits = SURETY_NOT_ASKED,
    .paused = surety_token_asking_add (asking, facts->paused, token, 0),
    .exit_waiting = surety_token_asking_add (asking, exit->waiting, token, 0),
    .exit_available = surety_token_asking_add (asking, exit->available, token, 0),
    .exit_delay = surety_token_asking_add (asking, exit->delay, token, 0),
    .exit_paused = surety_token_asking_add (asking, exit->paused, token, 0),
    .exit_slowed = surety_token_asking_add (asking, exit->slowed, token, 0),
    .fees = ask_all (asking, facts->fees, token),
    .counts = ask_all (asking, facts->validator_counts, token),
    .feeds = surety_token_peg_ask (asking, token),
  };
  if (account != NULL)
    {
      AbiValue owner = abi_address (account);

      out->balance = ask (asking, &token->token, EL_BALANCE_OF, 1, &owner);
    }
  if (exit->has_place)
    surety_token_asking_resolve (asking, &exit->place);
  ask_strategy (asking, network, token, out);
  surety_token_mint_ask (asking, token, U256_WAD, &out->mint);
}

void
surety_token_calls_clear (SuretyTokenCalls *self)
{
  g_clear_pointer (&self->fees, g_array_unref);
  g_clear_pointer (&self->counts, g_array_unref);
  g_clear_pointer (&self->feeds, g_array_unref);
  surety_token_mint_calls_clear (&self->mint);
}

gboolean
surety_token_lines_fraction (const SuretyToken *token, u256 word, SuretyTokenGrowth *out)
{
  const SuretyEigenlayerRate *rate = surety_eigenlayer_rate (token->rate_kind);

  if (word == 0)
    return FALSE;
  if (token->facts->growth == NULL && rate != NULL && rate->inverse)
    *out = (SuretyTokenGrowth) { U256_WAD, word };
  else
    *out = (SuretyTokenGrowth) { word, U256_WAD };
  return TRUE;
}

SuretySheetState
surety_token_lines_growth (SuretyTokenAsking *asking,
                           const SuretyTokenCalls *calls,
                           SuretyTokenGrowth *out)
{
  u256 word;
  SuretySheetState state = surety_token_asking_get (asking,
                                                    calls->growth != SURETY_NOT_ASKED
                                                      ? calls->growth
                                                      : calls->rate,
                                                    &word);

  if (state == SURETY_SHEET_KNOWN && !surety_token_lines_fraction (calls->token, word, out))
    state = SURETY_SHEET_UNREADABLE;
  return state;
}

typedef struct
{
  SuretyTokenAsking *asking;
  const SuretyTokenCalls *calls;
  SuretySheetLines *lines;
} Reading;

static SuretyFigure *
figure (Reading *reading, guint call, guint decimals, const char *unit)
{
  u256 value;

  if (surety_token_asking_get (reading->asking, call, &value) != SURETY_SHEET_KNOWN)
    return surety_figure_new_unknown (decimals, unit);
  return surety_figure_new (value, decimals, unit, reading->lines->block, reading->lines->time,
                            reading->lines->known);
}

static SuretyFigure *
read_rate (Reading *reading)
{
  const SuretyToken *token = reading->calls->token;
  const SuretyEigenlayerRate *rate = surety_eigenlayer_rate (token->rate_kind);
  SuretySheetLines *lines = reading->lines;
  u256 value = U256_WAD;

  if (rate == NULL && !g_str_equal (token->rate_kind, "one"))
    return surety_figure_new_unknown (18, "ETH");
  /* A rate of nothing is a contract that does not answer what it should. */
  if (rate != NULL &&
      (surety_token_asking_get (reading->asking, reading->calls->rate, &value) !=
         SURETY_SHEET_KNOWN ||
       value == 0 ||
       (rate->inverse && !u256_mul_div (U256_WAD, U256_WAD, value, ROUND_DOWN, &value))))
    return surety_figure_new_unknown (18, "ETH");
  return surety_figure_new (value, 18, "ETH", lines->block, lines->time, lines->known);
}

static void
read_restaked (Reading *reading)
{
  SuretySheetLines *lines = reading->lines;
  u256 share;

  if (reading->calls->strategy_total == SURETY_NOT_ASKED)
    lines->restaked.state = SURETY_SHEET_NO_SOURCE;
  else if (!surety_figure_is_known (lines->strategy_total) ||
           !surety_figure_is_known (lines->supply) ||
           !u256_mul_div (surety_figure_get_value (lines->strategy_total), U256_WAD,
                          surety_figure_get_value (lines->supply), ROUND_DOWN, &share) ||
           share > U256_WAD)
    lines->restaked.state = SURETY_SHEET_UNREADABLE;
  else
    lines->restaked = (SuretySheetShare) { SURETY_SHEET_KNOWN, (gint64) share };
}

/* The sum of the calls; none of them may be missing. */
static SuretySheetState
read_sum (Reading *reading, GArray *calls, u256 *out)
{
  u256 sum = 0;

  if (calls->len == 0)
    return SURETY_SHEET_NO_SOURCE;
  for (guint i = 0; i < calls->len; i++)
    {
      u256 one;
      SuretySheetState state = surety_token_asking_get (reading->asking,
                                                        g_array_index (calls, guint, i), &one);

      if (state != SURETY_SHEET_KNOWN)
        return state;
      if (!u256_add (sum, one, &sum))
        return SURETY_SHEET_UNREADABLE;
    }
  *out = sum;
  return SURETY_SHEET_KNOWN;
}

static void
read_fee (Reading *reading)
{
  const SuretyTokenFacts *facts = reading->calls->token->facts;
  SuretySheetShare *fee = &reading->lines->fee;
  u256 sum;

  fee->state = read_sum (reading, reading->calls->fees, &sum);
  if (fee->state != SURETY_SHEET_KNOWN)
    return;
  for (guint i = facts->fee_decimals; i < 18 && sum <= U256_WAD; i++)
    sum *= 10;
  /* More than all of the rewards is no fee. */
  if (sum > U256_WAD)
    fee->state = SURETY_SHEET_UNREADABLE;
  else
    fee->wad = (gint64) sum;
}

static void
read_validators (Reading *reading)
{
  SuretySheetValidators *out = &reading->lines->validators;
  u256 sum;

  out->kind = reading->calls->token->facts->validators;
  out->count_state = read_sum (reading, reading->calls->counts, &sum);
  if (out->count_state == SURETY_SHEET_KNOWN && sum > (u256) G_MAXUINT32)
    out->count_state = SURETY_SHEET_UNREADABLE;
  if (out->count_state == SURETY_SHEET_KNOWN)
    out->count = (guint64) sum;
}

static void
read_exit (Reading *reading)
{
  const SuretyTokenCalls *calls = reading->calls;
  const SuretyExitRoute *route = &calls->token->facts->exit;
  SuretySheetExit *out = &reading->lines->exit;
  u256 delay;

  out->kind = route->kind;
  out->has_usual = route->has_usual;
  out->usual_min = route->usual_min;
  out->usual_max = route->usual_max;
  out->has_contract = route->has_place &&
                      surety_token_asking_get_place (reading->asking, &route->place,
                                                     &out->contract);
  out->waiting_state = surety_token_asking_get (reading->asking, calls->exit_waiting,
                                                &out->waiting);
  out->available_state = surety_token_asking_get (reading->asking, calls->exit_available,
                                                  &out->available);
  out->paused_state = surety_token_asking_get_flag (reading->asking, calls->exit_paused,
                                                    &out->paused);
  out->slowed_state = surety_token_asking_get_flag (reading->asking, calls->exit_slowed,
                                                    &out->slowed);
  out->delay_state = surety_token_asking_get (reading->asking, calls->exit_delay, &delay);
  if (out->delay_state == SURETY_SHEET_KNOWN && delay > LONGEST_SECONDS)
    out->delay_state = SURETY_SHEET_UNREADABLE;
  if (out->delay_state == SURETY_SHEET_KNOWN)
    out->delay = (guint64) delay;
}

/* What the token's own exit adds: at least *min; at most *max when TRUE. */
static gboolean
native_wait (const SuretySheetLines *lines, guint64 *min, guint64 *max)
{
  const SuretySheetExit *exit = &lines->exit;
  guint64 delay = exit->delay_state == SURETY_SHEET_KNOWN ? exit->delay : 0;
  gboolean open = exit->paused_state != SURETY_SHEET_KNOWN || !exit->paused;
  gboolean calm = exit->slowed_state != SURETY_SHEET_KNOWN || !exit->slowed;

  *min = delay;
  *max = delay;
  if (exit->kind == SURETY_EXIT_INSTANT)
    {
      u256 held = surety_figure_is_known (lines->balance) ? surety_figure_get_value (lines->balance)
                                                          : 0;

      /* As long as the contract holds ETH for it; what one holds of it, or anything at all. */
      return open && exit->available_state == SURETY_SHEET_KNOWN && exit->available > held;
    }
  if (!exit->has_usual)
    return FALSE;
  *min = MAX (exit->usual_min, delay);
  *max = MAX (exit->usual_max, delay);
  return open && calm;
}

static void
read_cash (Reading *reading, SuretyNetwork *network, const SuretyCommonCalls *common)
{
  SuretySheetCash *out = &reading->lines->cash;
  guint64 min, max;
  u256 blocks;

  out->restaking_state = surety_token_asking_get (reading->asking, common->exit_blocks, &blocks);
  if (out->restaking_state == SURETY_SHEET_KNOWN && blocks > (u256) G_MAXUINT32)
    out->restaking_state = SURETY_SHEET_UNREADABLE;
  if (out->restaking_state != SURETY_SHEET_KNOWN)
    {
      out->state = out->restaking_state;
      return;
    }

  out->restaking_blocks = (guint64) blocks;
  out->restaking_seconds = out->restaking_blocks * surety_network_get_block_seconds (network);
  out->state = native_wait (reading->lines, &min, &max) ? SURETY_SHEET_KNOWN
                                                        : SURETY_SHEET_NO_SOURCE;
  out->min = out->restaking_seconds + min;
  if (out->state == SURETY_SHEET_KNOWN)
    out->max = out->restaking_seconds + max;
}

/* Caps of StrategyBaseTVLLimits; other strategies have none and do not know the question. */
static void
read_limits (Reading *reading)
{
  SuretySheetDeposit *out = &reading->lines->deposit;
  AbiValues values = { 0 };
  u256 held;

  out->limits_state = SURETY_SHEET_NO_SOURCE;
  out->room = U256_MAX;
  if (!surety_token_asking_get_values (reading->asking, reading->calls->limits, &values))
    return;
  out->max_per_deposit = values.values[0].word;
  out->max_total = values.values[1].word;
  abi_values_clear (&values);

  out->limits_state = SURETY_SHEET_UNREADABLE;
  if (!surety_figure_is_known (reading->lines->strategy_total))
    return;
  held = surety_figure_get_value (reading->lines->strategy_total);
  out->limits_state = SURETY_SHEET_KNOWN;
  out->room = u256_min (out->max_per_deposit, out->max_total > held ? out->max_total - held : 0);
}

static void
read_deposit (Reading *reading, const SuretyCommonCalls *common)
{
  const SuretyTokenCalls *calls = reading->calls;
  SuretySheetDeposit *out = &reading->lines->deposit;
  u256 manager, strategy, whitelisted;

  out->limits_state = SURETY_SHEET_NO_SOURCE;
  if (calls->strategy_paused == SURETY_NOT_ASKED)
    {
      out->state = SURETY_DEPOSIT_STATE_NO_STRATEGY;
      return;
    }

  read_limits (reading);
  if (surety_token_asking_get (reading->asking, common->manager_paused, &manager) !=
        SURETY_SHEET_KNOWN ||
      surety_token_asking_get (reading->asking, calls->strategy_paused, &strategy) !=
        SURETY_SHEET_KNOWN ||
      surety_token_asking_get (reading->asking, calls->whitelisted, &whitelisted) !=
        SURETY_SHEET_KNOWN)
    out->state = SURETY_DEPOSIT_STATE_UNKNOWN;
  else if (whitelisted == 0)
    out->state = SURETY_DEPOSIT_STATE_NOT_WHITELISTED;
  else if ((manager & PAUSED_DEPOSITS) != 0 || (strategy & PAUSED_DEPOSITS) != 0)
    out->state = SURETY_DEPOSIT_STATE_PAUSED;
  else if (out->limits_state == SURETY_SHEET_UNREADABLE)
    out->state = SURETY_DEPOSIT_STATE_UNKNOWN;
  else if (out->room == 0)
    out->state = SURETY_DEPOSIT_STATE_FULL;
  else
    out->state = SURETY_DEPOSIT_STATE_OPEN;
}

void
surety_token_lines_read (SuretyTokenAsking *asking,
                         SuretyNetwork *network,
                         const SuretyCommonCalls *common,
                         const SuretyTokenCalls *calls,
                         SuretySheetLines *out)
{
  const SuretyToken *token = calls->token;
  Reading reading = { asking, calls, out };
  gboolean has_rate;

  *out = (SuretySheetLines) {
    .network = network,
    .token = token,
    .block = surety_token_asking_get_block (asking),
    .time = surety_token_asking_get_time (asking),
    .known = surety_network_get_kind (network) == SURETY_NETWORK_PRACTICE
               ? SURETY_KNOWN_PRACTICE
               : SURETY_KNOWN_ONE_ENDPOINT,
  };
  out->balance = figure (&reading, calls->balance, token->decimals, token->symbol);
  out->supply = figure (&reading, calls->supply, token->decimals, token->symbol);
  out->strategy_total = figure (&reading, calls->strategy_total, token->decimals, token->symbol);
  out->rate = read_rate (&reading);
  has_rate = surety_figure_is_known (out->rate);

  read_restaked (&reading);
  out->peg = surety_token_peg_read (asking, token, calls->feeds, has_rate,
                                    has_rate ? surety_figure_get_value (out->rate) : 0);
  read_fee (&reading);
  read_validators (&reading);
  read_exit (&reading);
  read_cash (&reading, network, common);
  out->mint = surety_token_mint_read (asking, token, &calls->mint);
  read_deposit (&reading, common);
  out->paused_state = surety_token_asking_get_flag (asking, calls->paused, &out->paused);
}
