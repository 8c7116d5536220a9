/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "practice-abi.h"
#include "practice-signatures.h"
#include "practice-test.h"

/* The practice network's restaking against a model of it: any order of deposits, delegations,
 * allocations, slashes, queued and finished exits and waiting. The network counts in the contracts' own
 * roundings; the model keeps what everybody fairly has as fractions, and tokens exactly. Each three bytes
 * of the input are one thing somebody does. */

#define N_STAKERS 3u
#define N_OPERATORS 2u
#define MAX_STEPS 48u
#define DELAY 100800u

static const char *const stakers[N_STAKERS] = {
  "0x00000000000000000000000000000000000005a1",
  "0x00000000000000000000000000000000000005a2",
  "0x00000000000000000000000000000000000005a3",
};
static const char *const operators[N_OPERATORS] = {
  "0x0000000000000000000000000000000000000b01",
  "0x0000000000000000000000000000000000000b02",
};

static const char delegated_to[] = "function delegatedTo(address staker) returns (address)";
static const char total_shares[] = "function totalShares() returns (uint256)";

/* An exit under way. */
typedef struct
{
  int operator; /* -1 = nobody */
  guint number; /* which of the staker's, from 0 */
  guint64 start;
  long double worth; /* shares */
} Exit;

typedef struct
{
  int operator;      /* -1 = nobody */
  long double worth; /* shares, as if all left now */
  GArray *exits;
  guint n_queued; /* ever */
} Staker;

typedef struct
{
  SuretyPractice *practice;
  Staker staker[N_STAKERS];
  u256 given; /* tokens that were ever made */
} Model;

/* --- the network --- */

static gboolean
act (Model *model,
     const char *from,
     const char *to,
     const char *function,
     const AbiValue *args,
     gsize n)
{
  Address sender = practice_address (from);
  Address target = practice_address (to);
  Buffer call = buffer_new ();
  CoreResult result = abi_encode_call (practice_abi_item (function), args, n, &call);
  gboolean done;

  assert (result == CORE_OK);
  done = practice_chain_system (surety_practice_get_chain (model->practice), &sender, &target, 0,
                                buffer_bytes (&call), NULL);
  buffer_clear (&call);
  return done;
}

/* Decoded values lend from bytes. */
static AbiValues
ask (Model *model,
     const char *to,
     const char *function,
     const AbiValue *args,
     gsize n,
     Buffer *bytes)
{
  PracticeChain *chain = surety_practice_get_chain (model->practice);
  g_autoptr (PracticeEnv) env = practice_chain_env (chain, practice_chain_head (chain));
  Address target = practice_address (to);
  Buffer call = buffer_new ();
  AbiValues values;
  CoreResult result = abi_encode_call (practice_abi_item (function), args, n, &call);

  assert (result == CORE_OK);
  *bytes = buffer_new ();
  gboolean done = practice_env_call (env, &target, &target, 0, buffer_bytes (&call), bytes);
  assert (done);
  result = abi_decode_result (practice_abi_item (function), buffer_bytes (bytes), NULL, &values);
  assert (result == CORE_OK);
  buffer_clear (&call);
  return values;
}

static u256
ask_word (Model *model, const char *to, const char *function, const AbiValue *args, gsize n)
{
  Buffer bytes;
  AbiValues values = ask (model, to, function, args, n, &bytes);
  const u256 word = values.values[0].word;

  abi_values_clear (&values);
  buffer_clear (&bytes);
  return word;
}

static AbiValue
one (AbiValue *item)
{
  return abi_array (item, 1);
}

static u256
shares_of (Model *model, guint i, guint which)
{
  AbiValue strategy = A (TEST_STRATEGY);
  Buffer bytes;
  AbiValues values = ask (model, TEST_DM, withdrawable, ARGS (A (stakers[i]), one (&strategy)),
                          &bytes);
  const u256 shares = values.values[which].items[0].word;

  abi_values_clear (&values);
  buffer_clear (&bytes);
  return shares;
}

static u256
magnitude_of (Model *model, int operator)
{
  if (operator<0)
    return U256_WAD;
  return ask_word (model, TEST_AM, max_magnitude, ARGS (A (operators[operator]), A (TEST_STRATEGY)));
}

static u256
balance (Model *model, const char *account)
{
  return ask_word (model, TEST_TOKEN, balance_of, ARGS (A (account)));
}

static u256
sum_shares (Model *model)
{
  return ask_word (model, TEST_STRATEGY, total_shares, NULL, 0);
}

/* --- what is fair --- */

static gboolean
is_near (long double a, long double b)
{
  return fabsl (a - b) <= 1e6L + 1e-9L * fmaxl (fabsl (a), fabsl (b));
}

/* Where no more is left than a speck, roundings are all there is. */
static gboolean
is_speck (Model *model, int operator)
{
  return magnitude_of (model, operator) < U256_WAD / 1000000;
}

static void
check_staker (Model *model, guint i)
{
  const Staker *staker = &model->staker[i];
  const Address nobody = { 0 };
  const u256 word = ask_word (model, TEST_DM, delegated_to, ARGS (A (stakers[i])));
  const Address expected = staker->operator < 0 ? nobody
                                                : practice_address (operators[staker->operator]);

  assert (word == address_to_word (&expected));
  if (!is_speck (model, staker->operator))
    assert (is_near ((long double) shares_of (model, i, 0), staker->worth));
  /* Nobody can take out more than was put in. */
  assert (staker->operator>= 0 || shares_of (model, i, 0) <= shares_of (model, i, 1) + 1);
}

static void
check_operator (Model *model, int operator)
{
  const u256 shares = ask_word (model, TEST_DM, operator_shares,
                                ARGS (A (operators[operator]), A (TEST_STRATEGY)));
  long double sum = 0;

  for (guint i = 0; i < N_STAKERS; i++)
    if (model->staker[i].operator== operator)
      sum += model->staker[i].worth;
  if (!is_speck (model, operator))
    assert (is_near ((long double) shares, sum));
}

static void
check (Model *model)
{
  u256 tokens = balance (model, TEST_STRATEGY);

  for (guint i = 0; i < N_STAKERS; i++)
    {
      check_staker (model, i);
      tokens += balance (model, stakers[i]);
    }
  /* Tokens are never made or lost: nothing was burnt, for nobody asked for it. */
  assert (tokens == model->given);
  for (guint i = 0; i < N_OPERATORS; i++)
    check_operator (model, (int) i);
}

/* --- what is done --- */

static void
give_tokens (Model *model, guint i, guint value)
{
  g_autofree char *amount = g_strdup_printf ("%u000000000000000%u", 1 + value, value % 7);

  practice_test_give (model->practice, TEST_TOKEN, stakers[i], amount);
  model->given += practice_test_decimal (amount);
}

static void
do_deposit (Model *model, guint i, guint value)
{
  const u256 amount = balance (model, stakers[i]) * (1 + value) / 256;
  const u256 total = sum_shares (model);
  const u256 held = balance (model, TEST_STRATEGY);
  const u256 shares = amount * (total + 1000) / (held + 1000);
  const u256 before = shares_of (model, i, 1);
  Staker *staker = &model->staker[i];

  if (!act (model, stakers[i], TEST_SM, deposit,
            ARGS (A (TEST_STRATEGY), A (TEST_TOKEN), abi_uint (amount))))
    {
      assert (shares == 0 || magnitude_of (model, staker->operator) == 0);
      return;
    }
  assert (shares_of (model, i, 1) == before + shares);
  assert (sum_shares (model) == total + shares);
  staker->worth += (long double) shares;
}

static void
do_delegate (Model *model, guint i, guint value)
{
  Staker *staker = &model->staker[i];
  const int operator=(int) (value % N_OPERATORS);
  static const guint8 salt[32];
  AbiValue signature[] = { abi_bytes ((Bytes) { NULL, 0 }), abi_uint (0) };

  if (!act (model, stakers[i], TEST_DM, delegate,
            ARGS (A (operators[operator]), abi_tuple (signature, 2),
                  abi_fixed_bytes ((Bytes) { salt, sizeof salt }))))
    {
      assert (staker->operator>= 0 || magnitude_of (model, operator) == 0);
      return;
    }
  assert (staker->operator<0);
  staker->operator= operator;
}

static void
add_exit (Model *model, Staker *staker, long double worth)
{
  const Exit leaving = { staker->operator, staker->n_queued++,
                         surety_practice_get_block (model->practice), worth };

  g_array_append_val (staker->exits, leaving);
  staker->worth -= worth;
}

static void
do_undelegate (Model *model, guint i, guint value)
{
  Staker *staker = &model->staker[i];
  const u256 shares = shares_of (model, i, 1);

  if (!act (model, stakers[i], TEST_DM, undelegate, ARGS (A (stakers[i]))))
    {
      assert (staker->operator<0);
      return;
    }
  assert (staker->operator>= 0);
  if (shares > 0)
    add_exit (model, staker, staker->worth);
  staker->operator= - 1;
}

static void
do_queue (Model *model, guint i, guint value)
{
  Staker *staker = &model->staker[i];
  const u256 all = shares_of (model, i, 1);
  const u256 shares = all * (1 + value) / 256;
  AbiValue strategy = A (TEST_STRATEGY);
  AbiValue amount = abi_uint (shares);
  AbiValue items[] = { one (&strategy), one (&amount), A (stakers[i]) };
  AbiValue params = abi_tuple (items, 3);

  if (!act (model, stakers[i], TEST_DM, queue, ARGS (one (&params))) || all == 0)
    return;
  assert (shares_of (model, i, 1) == all - shares);
  add_exit (model, staker, staker->worth * ((long double) shares / (long double) all));
}

/* The first exit of the queue, as tokens or back in. */
static void
do_complete (Model *model, guint i, guint value)
{
  Staker *staker = &model->staker[i];
  const gboolean as_tokens = value % 2 == 0;
  const u256 total = sum_shares (model);
  const u256 held = balance (model, TEST_STRATEGY);
  const u256 before = balance (model, stakers[i]);
  AbiValue token = A (TEST_TOKEN);
  Buffer bytes;
  AbiValues values = ask (model, TEST_DM, queued, ARGS (A (stakers[i])), &bytes);
  const gsize n = values.values[0].n_items;
  Exit leaving = { 0 };
  guint at = 0;

  assert (n == staker->exits->len);
  if (n > 0)
    {
      const AbiValue *first = values.values[0].items[0].items;
      const gboolean ready = surety_practice_get_block (model->practice) > first[4].word + DELAY;

      while (at < n && g_array_index (staker->exits, Exit, at).number != first[3].word)
        at++;
      assert (at < n);
      leaving = g_array_index (staker->exits, Exit, at);
      assert (leaving.start == first[4].word);
      if (!act (model, stakers[i], TEST_DM, complete,
                ARGS (values.values[0].items[0], one (&token), abi_bool (as_tokens))))
        assert (!ready || (!as_tokens && is_speck (model, staker->operator)));
      else
        {
          assert (ready);
          g_array_remove_index (staker->exits, at);
          if (as_tokens)
            {
              const u256 shares = total - sum_shares (model);
              const u256 tokens = balance (model, stakers[i]) - before;

              assert (tokens == (held + 1000) * shares / (total + 1000));
              if (!is_speck (model, leaving.operator))
                assert (is_near ((long double) shares, leaving.worth));
            }
          else
            staker->worth += leaving.worth;
        }
    }
  abi_values_clear (&values);
  buffer_clear (&bytes);
}

static void
do_allocate (Model *model, guint i, guint value)
{
  const char *operator= operators[i % N_OPERATORS];
  AbiValue strategy = A (TEST_STRATEGY);
  AbiValue magnitude = abi_uint (U256_WAD / 255 * value);
  AbiValue set[] = { A (TEST_AVS), abi_uint (1) };
  AbiValue items[] = { abi_tuple (set, 2), one (&strategy), one (&magnitude) };
  AbiValue params = abi_tuple (items, 3);

  (void) act (model, operator, TEST_AM, modify, ARGS (A (operator), one (&params)));
}

/* Who is in the operator's hands loses in proportion, those on their way out, too. */
static void
do_slash (Model *model, guint i, guint value)
{
  const int operator=(int) (i % N_OPERATORS);
  const u256 before = magnitude_of (model, operator);
  const guint64 now = surety_practice_get_block (model->practice);
  AbiValue strategy = A (TEST_STRATEGY);
  AbiValue wad = abi_uint (U256_WAD / 256 * (1 + value));
  AbiValue items[] = { A (operators[operator]), abi_uint (1), one (&strategy), one (&wad),
                       abi_string ("fuzz") };
  u256 after;
  long double left;

  if (!act (model, TEST_AVS, TEST_AM, slash, ARGS (A (TEST_AVS), abi_tuple (items, 5))))
    return;
  after = magnitude_of (model, operator);
  assert (after <= before);
  left = before > 0 ? (long double) after / (long double) before : 0;
  for (guint k = 0; k < N_STAKERS; k++)
    {
      Staker *staker = &model->staker[k];

      if (staker->operator== operator)
        staker->worth *= left;
      for (guint e = 0; e < staker->exits->len; e++)
        {
          Exit *leaving = &g_array_index (staker->exits, Exit, e);

          if (leaving->operator== operator&& now <= leaving->start + DELAY)
            leaving->worth *= left;
        }
    }
}

static void
do_wait (Model *model, guint i, guint value)
{
  surety_practice_mine (model->practice, i == 0 ? 1 + value : (1 + value) * (DELAY / 100));
}

static void
step (Model *model, const uint8_t *input)
{
  static void (*const things[]) (Model *, guint, guint) = {
    give_tokens, do_deposit,  do_delegate, do_undelegate, do_queue,
    do_complete, do_allocate, do_slash,    do_wait,
  };

  things[input[0] % G_N_ELEMENTS (things)](model, input[1] % N_STAKERS, input[2]);
}

static void
prepare (Model *model)
{
  AbiValue strategy = A (TEST_STRATEGY);
  AbiValue set_items[] = { abi_uint (1), one (&strategy) };
  AbiValue set = abi_tuple (set_items, 2);
  AbiValue id = abi_uint (1);
  AbiValue joining[] = { A (TEST_AVS), one (&id), abi_bytes ((Bytes) { NULL, 0 }) };
  const Address nobody = { 0 };
  gboolean done;

  model->practice = practice_test_bare ();
  for (guint i = 0; i < N_STAKERS; i++)
    {
      model->staker[i] = (Staker) { .operator= - 1 };
      model->staker[i].exits = g_array_new (FALSE, FALSE, sizeof (Exit));
      give_tokens (model, i, 99);
    }
  done = act (model, TEST_AVS, TEST_AM, metadata, ARGS (A (TEST_AVS), abi_string ("")));
  assert (done);
  done = act (model, TEST_AVS, TEST_AM, create_set, ARGS (A (TEST_AVS), one (&set)));
  assert (done);
  for (guint i = 0; i < N_OPERATORS; i++)
    {
      done = act (model, operators[i], TEST_DM, register_operator,
                  ARGS (abi_address (&nobody), abi_uint (0), abi_string ("")));
      assert (done);
    }
  /* An operator's first delay holds after the configuration's. */
  surety_practice_mine (model->practice, 126001);
  for (guint i = 0; i < N_OPERATORS; i++)
    {
      done = act (model, operators[i], TEST_AM, join,
                  ARGS (A (operators[i]), abi_tuple (joining, 3)));
      assert (done);
      do_allocate (model, i, 255);
    }
  surety_practice_mine (model->practice, 1);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Model model = { 0 };

  prepare (&model);
  check (&model);
  for (size_t i = 0; i + 3 <= size && i / 3 < MAX_STEPS; i += 3)
    {
      step (&model, data + i);
      check (&model);
    }
  for (guint i = 0; i < N_STAKERS; i++)
    g_array_unref (model.staker[i].exits);
  g_object_unref (model.practice);
  return 0;
}
