/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "eigenlayer-cases.h"
#include "hex.h"
#include "listed-payees.h"
#include "practice-eigen.h"
#include "practice-erc20.h"
#include "protocol-test.h"
#include "surety-eigenlayer-abi.h"
#include "surety-plan-simulation.h"
#include "surety-practice-private.h"
#include "surety-protocol-error.h"
#include "surety-review.h"

/* The worked distribution: three earners, three tokens (executed on RewardsCoordinator's own bytecode). */
#define E0 "0x05f7a45e049c96769360fafef7ccfc130dc22ab6"
#define E1 "0x55ccb6ec92959052b9f1bf35b2cef438cf626aa5"
#define E2 "0x7aadd3816216358a86aaca56728ca82abe9378af"
#define T0 "0x257601e63cc667ba6ad3561eb197f0edad4f96f7"
#define T1 "0x50fba4307f9e10297bcda2c4380539814f965ce1"
#define T2 "0x6fcc04913c0cd3eca196723a780bdb4b9aa14194"
#define ROOT "0xaece51ac0803a05cb9d8eed1e24528257c4a6443e49c3ebcde0ac49fa5f0d47e"
#define E1_PROOF                                                       \
  "0x07dca09a5470423de83d19e33069864423f72f419beb3eabaa333532d782aeb9" \
  "02cd2aaa21c5364f21a867d521f380821787d5e21b33fafb4b5ad830a02f957b"
#define E1_ROOT "0x6ca9f9b42267ec675742fdc2f37fd6bb9ecbd1eb496483e9e4f950d24e044c14"
#define E1_T1_PROOF "0xec690c54af1413b6a431f7f4141f6dfa49e960feda0f74cdfb3f598a498dd2ef"
#define E2_PROOF                                                       \
  "0x0000000000000000000000000000000000000000000000000000000000000000" \
  "543ddf982cd1eb3c75f6a5610609427f6f297e9e43abee17116655c922d0aefd"

/* Stands for T1 as it is written. */
#define TOKEN "T1"

#define WEEK_BLOCKS (604800u / 12u)

static GBytes *
bytes (const char *hex)
{
  Buffer buffer = buffer_new ();
  guint8 *data;
  gsize len;

  g_assert_cmpint (hex_decode (hex, strlen (hex), 4096, &buffer), ==, CORE_OK);
  data = buffer_steal (&buffer, &len);
  return g_bytes_new_with_free_func (data, len, free, data);
}

static Hash
hash (const char *hex)
{
  g_autoptr (GBytes) data = bytes (hex);
  Hash out;

  g_assert_cmpuint (g_bytes_get_size (data), ==, sizeof out.bytes);
  memcpy (out.bytes, g_bytes_get_data (data, NULL), sizeof out.bytes);
  return out;
}

static void
add_line (GArray *lines, const char *earner, const char *token, guint amount)
{
  const PracticeEarning line = { protocol_test_address (earner), protocol_test_address (token),
                                 amount };

  g_array_append_val (lines, line);
}

static GArray *
worked_lines (void)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (PracticeEarning));

  add_line (lines, E0, T0, 1);
  add_line (lines, E0, T1, 2);
  add_line (lines, E0, T2, 3);
  add_line (lines, E1, T0, 2);
  add_line (lines, E1, T1, 3);
  add_line (lines, E2, T0, 3);
  return lines;
}

/* E1's claim of T1, as the sheet has it. */
static SuretyClaim *
worked_claim (guint32 root_index, guint amount)
{
  g_autoptr (GBytes) earner_proof = bytes (E1_PROOF);
  g_autoptr (GBytes) proof = bytes (E1_T1_PROOF);
  g_autoptr (GError) error = NULL;
  const Address earner = protocol_test_address (E1);
  const Hash root = hash (E1_ROOT);
  const SuretyClaimToken token = { protocol_test_address (T1), amount, 1, proof };
  SuretyClaim *claim = surety_claim_new (root_index, 1, earner_proof, &earner, &root, &token, 1,
                                         &error);

  g_assert_no_error (error);
  return claim;
}

/* --- the claim by itself --- */

static void
test_worked_example (void)
{
  g_autoptr (GArray) lines = worked_lines ();
  const Address e1 = protocol_test_address (E1);
  const Address e2 = protocol_test_address (E2);
  const Hash root = hash (ROOT);
  const Hash other = hash (E1_ROOT);
  const Hash made_root = claims_root (lines);
  g_autoptr (SuretyClaim) one = worked_claim (0, 3);
  g_autoptr (SuretyClaim) lie = worked_claim (0, 4);
  g_autoptr (SuretyClaim) whole = claims_make (lines, 0, &e1);
  g_autoptr (SuretyClaim) last = claims_make (lines, 0, &e2);
  g_autoptr (SuretyClaim) second = NULL;
  g_autoptr (GBytes) earner_proof = bytes (E1_PROOF);
  g_autoptr (GBytes) token_proof = bytes (E1_T1_PROOF);
  g_autoptr (GBytes) padded = bytes (E2_PROOF);

  g_assert_true (hash_equal (&made_root, &root));
  g_assert_true (surety_claim_is_of (one, &root));
  g_assert_false (surety_claim_is_of (one, &other));
  g_assert_false (surety_claim_is_of (lie, &root));
  g_assert_false (surety_claim_holds_together (lie));

  /* Made from the lines, it is the sheet's. */
  g_assert_cmpuint (surety_claim_get_n (whole), ==, 2);
  g_assert_cmpuint (surety_claim_get_earner_index (whole), ==, 1);
  g_assert_true (g_bytes_equal (surety_claim_get_earner_proof (whole), earner_proof));
  second = surety_claim_new_of (whole, (const gboolean[]) { FALSE, TRUE });
  g_assert_cmpuint (surety_claim_get_n (second), ==, 1);
  g_assert_cmpuint (surety_claim_get_token (second, 0)->index, ==, 1);
  g_assert_true (g_bytes_equal (surety_claim_get_token (second, 0)->proof, token_proof));
  g_assert_true (surety_claim_is_of (second, &root));
  g_assert_true (surety_claim_is_of (whole, &root));

  /* Padding in the earners' tree, and a tree of one token. */
  g_assert_cmpuint (surety_claim_get_earner_index (last), ==, 2);
  g_assert_true (g_bytes_equal (surety_claim_get_earner_proof (last), padded));
  g_assert_cmpuint (g_bytes_get_size (surety_claim_get_token (last, 0)->proof), ==, 0);
  g_assert_true (surety_claim_is_of (last, &root));
}

typedef struct
{
  guint32 earner_index;
  gsize earner_len;
  guint n;
  guint32 index;
  gsize len;
  gboolean twice;
  gboolean no_token;
  gboolean no_earner;
} Shape;

static SuretyClaim *
make_shape (const Shape *shape, GError **error)
{
  static const guint8 zeros[64u * 32u];
  g_autoptr (GBytes) earner_proof = g_bytes_new_static (zeros, shape->earner_len);
  g_autoptr (GBytes) proof = g_bytes_new_static (zeros, shape->len);
  const Address earner = { .bytes[0] = shape->no_earner ? 0 : 1 };
  const Hash root = { .bytes[0] = 9 };
  SuretyClaimToken tokens[64];

  for (guint i = 0; i < shape->n; i++)
    tokens[i] = (SuretyClaimToken) {
      .token = { .bytes[19] = shape->no_token ? 0
                              : shape->twice  ? 1
                                              : (guint8) (i + 1) },
      .cumulative = i,
      .index = shape->index,
      .proof = proof,
    };
  return surety_claim_new (0, shape->earner_index, earner_proof, &earner, &root, tokens, shape->n,
                           error);
}

static void
test_shapes (void)
{
  static const Shape good[] = {
    { .n = 1 },
    { .n = 32, .index = 1, .len = 32 },
    { .n = 1, .earner_index = G_MAXUINT32, .earner_len = 32 * 32 },
    { .n = 2, .index = G_MAXUINT32, .len = 32 * 32 },
  };
  static const Shape bad[] = {
    { .n = 0 },
    { .n = 33 },
    { .n = 2, .twice = TRUE },
    { .n = 1, .no_token = TRUE },
    { .n = 1, .no_earner = TRUE },
    { .n = 1, .len = 31 },
    { .n = 1, .earner_len = 33 },
    { .n = 1, .len = 33 * 32 },
    { .n = 1, .earner_len = 33 * 32 },
    { .n = 1, .index = 1 },
    { .n = 1, .index = 2, .len = 32 },
    { .n = 1, .earner_index = 4, .earner_len = 64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyClaim) claim = make_shape (&good[i], &error);

      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("shape %u", i);
      g_assert_null (make_shape (&bad[i], &error));
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_PROOF);
    }
}

static void
test_kept (void)
{
  static const struct
  {
    const char *was, *is;
  } damages[] = {
    { "\"rootIndex\":7", "\"rootIndex\":-1" },
    { "\"rootIndex\":7", "\"rootIndex\":4294967296" },
    { "\"rootIndex\":7", "\"rootIndex\":7.5" },
    { "\"earnerIndex\":1", "\"earnerIndex\":4" },
    { "\"cumulative\":\"3\"", "\"cumulative\":3" },
    { "\"cumulative\":\"3\"", "\"cumulative\":\"-3\"" },
    { TOKEN, T0 },
    { TOKEN, "0x50" },
    { "\"proof\":\"0xec", "\"proof\":\"0x" },
    { "\"proof\":\"0xec", "\"proof\":\"0xzz" },
    { "\"tokenRoot\":\"0x6c", "\"tokenRoot\":\"0x" },
    { "\"tokens\":[", "\"tokens\":[1," },
    { "\"recipient\"", "\"recipients\"" },
    { "\"claim\":", "\"claims\":" },
  };
  g_autoptr (GArray) lines = worked_lines ();
  const Address e1 = protocol_test_address (E1);
  const Address recipient = protocol_test_address (E2);
  g_autoptr (SuretyClaim) claim = claims_make (lines, 7, &e1);
  g_autoptr (SuretyIntent) intent = surety_intent_new_claim (&e1, claim, &recipient);
  g_autofree char *json = surety_intent_to_json (intent);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyIntent) again = surety_intent_new_from_json (json, &error);
  g_autofree char *json_again = NULL;
  const Hash root = hash (ROOT);
  const Address token = protocol_test_address (T1);
  char t1[ADDRESS_TEXT_SIZE];

  address_to_text (&token, t1);
  g_assert_no_error (error);
  json_again = surety_intent_to_json (again);
  g_assert_cmpstr (json, ==, json_again);
  g_assert_cmpstr (surety_intent_get_kind_name (again), ==, "claim");
  g_assert_true (address_equal (surety_intent_get_recipient (again), &recipient));
  g_assert_cmpuint (surety_claim_get_root_index (surety_intent_get_claim (again)), ==, 7);
  g_assert_true (surety_claim_is_of (surety_intent_get_claim (again), &root));

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GString) text = g_string_new (json);
      g_autoptr (GError) refused = NULL;

      g_test_message ("%s", damages[i].is);
      g_assert_cmpuint (g_string_replace (text,
                                          g_str_equal (damages[i].was, TOKEN) ? t1 : damages[i].was,
                                          damages[i].is, 1),
                        ==, 1);
      g_assert_null (surety_intent_new_from_json (text->str, &refused));
      g_assert_error (refused, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL);
    }
}

/* As many as somebody likes to write down. */
static void
test_kept_is_bounded (void)
{
  static const char token[] = "{\"token\":\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\","
                              "\"cumulative\":\"1\",\"index\":0,\"proof\":\"0x\"}";
  g_autoptr (GArray) lines = worked_lines ();
  const Address e2 = protocol_test_address (E2);
  g_autoptr (SuretyClaim) claim = claims_make (lines, 7, &e2);
  g_autoptr (SuretyIntent) intent = surety_intent_new_claim (&e2, claim, &e2);
  g_autofree char *json = surety_intent_to_json (intent);
  static const gsize lengths[] = { 33 * 32, 65537, 1 << 20 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *zeros = g_strnfill (2 * lengths[i], '0');
      g_autofree char *proof = g_strconcat ("\"proof\":\"0x", zeros, NULL);
      g_autoptr (GString) text = g_string_new (json);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_string_replace (text, "\"proof\":\"0x", proof, 1), ==, 1);
      g_assert_null (surety_intent_new_from_json (text->str, &error));
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL);
    }
  for (guint n = 32; n < 100000; n *= 10)
    {
      g_autoptr (GString) list = g_string_new ("\"tokens\":[");
      g_autoptr (GString) text = g_string_new (json);
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (list, "%s,", token);
      g_assert_cmpuint (g_string_replace (text, "\"tokens\":[", list->str, 1), ==, 1);
      g_assert_null (surety_intent_new_from_json (text->str, &error));
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL);
    }
}

/* --- on the practice network --- */

typedef struct
{
  ProtocolTest *test;
  Address rewards;
  Address earner;
  guint32 root;
} Stage;

static void
act (Stage *stage, const Address *from, const char *function, const AbiValue *args, gsize n)
{
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  AbiItem *item = NULL;
  Buffer call = buffer_new ();

  surety_practice_mine (stage->test->practice, 1);
  g_assert_cmpint (abi_item_parse (function, &item), ==, CORE_OK);
  g_assert_cmpint (abi_encode_call (item, args, n, &call), ==, CORE_OK);
  g_assert_true (
    practice_chain_system (chain, from, &stage->rewards, 0, buffer_bytes (&call), NULL));
  buffer_clear (&call);
  abi_item_free (item);
}

/* What posted rewards stand on: tokens that the contract holds, and ETH for the fee of who claims. */
static gboolean
fund (PracticeEnv *env, gpointer data)
{
  Stage *stage = data;
  static const char *const tokens[] = { T0, T1, T2 };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      const Address token = protocol_test_address (tokens[i]);

      if (!practice_erc20_mint (env, &token, &stage->rewards, 1000))
        return FALSE;
    }
  practice_env_set_balance (env, &stage->earner, U256_WAD);
  return TRUE;
}

/* Tokens that the network file does not know. */
static void
add_tokens (ProtocolTest *test)
{
  static const PracticePart *const parts[] = { &practice_erc20_part, NULL };
  static const PracticeToken plain = {
    .name = "Token", .symbol = "EIGEN", .decimals = 18, .terse = TRUE
  };
  static const char *const tokens[] = { T0, T1, T2 };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      const Address token = protocol_test_address (tokens[i]);

      practice_world_add (practice_chain_world (surety_practice_get_chain (test->practice)), &token,
                          parts, g_memdup2 (&plain, sizeof plain));
    }
}

/* The worked distribution is posted; E1 can pay for a transaction. */
static Stage
set_up (ProtocolTest *test)
{
  g_autoptr (GArray) lines = worked_lines ();
  Stage stage = { .test = test, .earner = protocol_test_address (E1) };

  g_assert_true (
    surety_network_get_contract (test->network, "RewardsCoordinator", &stage.rewards, NULL));
  add_tokens (test);
  practice_chain_system_run (surety_practice_get_chain (test->practice), &stage.earner,
                             &stage.rewards, fund, &stage);
  stage.root = claims_post (test->practice, lines);
  return stage;
}

static SuretyPlan *
plan (Stage *stage, const Address *account, SuretyClaim *claim, const Address *to, GError **error)
{
  g_autoptr (SuretyIntent) intent = surety_intent_new_claim (account, claim, to);

  return dex_await_object (surety_protocol_plan (stage->test->protocol, intent), error);
}

static void
assert_refused (Stage *stage,
                const Address *account,
                SuretyClaim *claim,
                const Address *to,
                SuretyProtocolError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan) made = plan (stage, account, claim, to, &error);

  g_assert_null (made);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, (int) code);
}

/* RewardsCoordinator itself does the same with what the plan would send. */
static gboolean
is_accepted (Stage *stage, const Address *from, SuretyPlan *made)
{
  PracticeChain *chain = surety_practice_get_chain (stage->test->practice);
  SuretyStep *step = surety_plan_get_step (made, 0);
  gsize len;
  const guint8 *data = g_bytes_get_data (surety_step_get_calldata (step), &len);

  surety_practice_mine (stage->test->practice, 1);
  return practice_chain_system (chain, from, surety_step_get_to (step), 0, (Bytes) { data, len },
                                NULL);
}

static void
assert_kept (Stage *stage, const Address *account, SuretyPlan *made)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray)
    results = dex_await_boxed (surety_protocol_check (stage->test->protocol, account,
                                                      surety_step_get_promises (
                                                        surety_plan_get_step (made, 0)),
                                                      0),
                               &error);

  g_assert_no_error (error);
  g_assert_cmpuint (results->len, >, 0);
  for (guint i = 0; i < results->len; i++)
    g_assert_true (surety_promise_result_get_kept (g_ptr_array_index (results, i)));
}

static void
assert_change (SuretyPlanSimulation *simulation, SuretyChangeKind kind, u256 before, u256 after)
{
  GListModel *changes = surety_plan_simulation_get_changes (simulation);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (SuretyChange) change = g_list_model_get_item (changes, i);
      u256 value;

      if (surety_change_get_kind (change) != kind)
        continue;
      g_assert_true (surety_change_get_before (change, &value) && value == before);
      g_assert_true (surety_change_get_after (change, &value) && value == after);
      n++;
    }
  g_assert_cmpuint (n, ==, 1);
}

/* Each promise, one more than it was: told as broken, with what was found. */
static void
assert_broken_by_one (Stage *stage, SuretyPlan *made)
{
  GPtrArray *promises = surety_step_get_promises (surety_plan_get_step (made, 0));

  for (guint i = 0; i < promises->len; i++)
    {
      SuretyPromise *promise = g_ptr_array_index (promises, i);
      g_autoptr (GPtrArray) off = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GPtrArray) results = NULL;
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (off, surety_promise_new (surety_promise_get_kind (promise),
                                                surety_promise_get_subject (promise),
                                                surety_promise_get_spender (promise),
                                                surety_promise_get_value (promise) + 1u, "", 0));
      results = dex_await_boxed (surety_protocol_check (stage->test->protocol, &stage->earner, off,
                                                        0),
                                 &error);
      g_assert_no_error (error);
      g_assert_cmpuint (surety_promise_results_count_broken (results), ==, 1);
      g_assert_true (surety_promise_result_get_actual (g_ptr_array_index (results, 0)) ==
                     surety_promise_get_value (promise));
    }
}

/* As it is gone on with after a restart: the same bytes, said and tried out again from what the journal keeps. */
static void
assert_comes_back (Stage *stage, SuretyPlan *made, SuretyPlanSimulation *shown)
{
  g_autofree char *json = surety_plan_to_json (made);
  g_autofree char *body = surety_step_to_json (surety_plan_get_step (made, 0));
  const char *const bodies[] = { body };
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan) again = surety_plan_new_from_json (json, bodies, 1, &error);
  g_autoptr (SuretyDecodedCall) call = NULL;
  g_autoptr (SuretyPlanSimulation) simulation = NULL;

  g_assert_no_error (error);
  g_assert_true (
    surety_step_is_same (surety_plan_get_step (again, 0), surety_plan_get_step (made, 0)));
  call = surety_review_decode_step (stage->test->network, surety_plan_get_step (again, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (surety_decoded_call_get_told (call)->kind, ==, "claim");
  simulation = dex_await_object (surety_protocol_simulate (stage->test->protocol, again), &error);
  g_assert_no_error (error);
  g_assert_true (surety_plan_simulation_is_same (simulation, shown));
}

static void
test_worked_on_chain (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Stage stage = set_up (test);
  g_autoptr (SuretyClaim) claim = worked_claim (stage.root, 3);
  g_autoptr (SuretyPlan) made = NULL;
  g_autoptr (SuretyPlanSimulation) simulation = NULL;
  g_autoptr (GError) error = NULL;
  SuretyStep *step;

  assert_refused (&stage, &stage.earner, claim, &stage.earner, SURETY_PROTOCOL_ERROR_ROOT_INACTIVE);
  surety_practice_mine (test->practice, WEEK_BLOCKS);
  made = plan (&stage, &stage.earner, claim, &stage.earner, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_plan_get_n_steps (made), ==, 1);
  step = surety_plan_get_step (made, 0);
  g_assert_cmpstr (surety_step_get_kind (step), ==, "claim");
  g_assert_true (address_equal (surety_step_get_to (step), &stage.rewards));
  g_assert_true (surety_step_get_amount (step) == 3);
  /* As many as the contract itself was given. */
  g_assert_cmpuint (g_bytes_get_size (surety_step_get_calldata (step)), ==, 708);
  /* Whatever the token calls itself. */
  g_assert_cmpstr (surety_step_get_symbol (step), ==, "");
  g_assert_null (surety_step_get_recipient (step));
  g_assert_cmpuint (surety_step_get_promises (step)->len, ==, 2);

  simulation = dex_await_object (surety_protocol_simulate (test->protocol, made), &error);
  g_assert_no_error (error);
  assert_change (simulation, SURETY_CHANGE_BALANCE, 0, 3);
  assert_change (simulation, SURETY_CHANGE_CLAIMED, 0, 3);
  g_assert_cmpuint (surety_plan_simulation_get_gas (simulation, 0), <=,
                    surety_step_get_gas_hint (step));

  assert_comes_back (&stage, made, simulation);
  g_assert_true (is_accepted (&stage, &stage.earner, made));
  assert_kept (&stage, &stage.earner, made);
  assert_broken_by_one (&stage, made);
  assert_refused (&stage, &stage.earner, claim, &stage.earner, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO);
}

/* Of two tokens one was claimed: only the other is asked for. */
static void
test_drops_what_is_paid (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Stage stage = set_up (test);
  g_autoptr (GArray) lines = worked_lines ();
  g_autoptr (SuretyClaim) whole = claims_make (lines, stage.root, &stage.earner);
  g_autoptr (SuretyClaim) one = worked_claim (stage.root, 3);
  g_autoptr (SuretyPlan) first = NULL;
  g_autoptr (SuretyPlan) all = NULL;
  g_autoptr (SuretyPlan) rest = NULL;
  g_autoptr (GError) error = NULL;

  surety_practice_mine (test->practice, WEEK_BLOCKS);
  all = plan (&stage, &stage.earner, whole, &stage.earner, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_step_get_promises (surety_plan_get_step (all, 0))->len, ==, 4);
  first = plan (&stage, &stage.earner, one, &stage.earner, &error);
  g_assert_no_error (error);
  g_assert_true (is_accepted (&stage, &stage.earner, first));
  /* What was planned before would now take nothing. */
  g_assert_false (is_accepted (&stage, &stage.earner, all));

  rest = plan (&stage, &stage.earner, whole, &stage.earner, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_step_get_promises (surety_plan_get_step (rest, 0))->len, ==, 2);
  g_assert_true (surety_step_get_amount (surety_plan_get_step (rest, 0)) == 2);
  g_assert_true (is_accepted (&stage, &stage.earner, rest));
  assert_kept (&stage, &stage.earner, rest);
}

/* Whoever makes claims may lie: nothing of it gets as far as a plan. */
static void
test_lies (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Stage stage = set_up (test);
  g_autoptr (GArray) lines = worked_lines ();
  g_autoptr (GArray) forged = worked_lines ();
  const Address e0 = protocol_test_address (E0);
  g_autoptr (SuretyClaim) more = worked_claim (stage.root, 4);
  g_autoptr (SuretyClaim) nowhere = worked_claim (stage.root + 1, 3);
  g_autoptr (SuretyClaim) far = worked_claim (G_MAXUINT32, 3);
  g_autoptr (SuretyClaim) before = worked_claim (stage.root - 1, 3);
  g_autoptr (SuretyClaim) others = claims_make (lines, stage.root, &e0);
  g_autoptr (SuretyClaim) invented = NULL;
  g_autoptr (SuretyClaim) swapped = NULL;
  const Hash *token_root = surety_claim_get_token_root (others);
  GError *error = NULL;

  surety_practice_mine (test->practice, WEEK_BLOCKS);
  assert_refused (&stage, &stage.earner, more, &stage.earner, SURETY_PROTOCOL_ERROR_PROOF);
  assert_refused (&stage, &stage.earner, far, &stage.earner, SURETY_PROTOCOL_ERROR_PROOF);
  assert_refused (&stage, &stage.earner, before, &stage.earner, SURETY_PROTOCOL_ERROR_PROOF);
  /* Roots of the network's own may have been posted meanwhile, but not this one. */
  {
    g_autoptr (GError) refused = NULL;

    g_assert_null (plan (&stage, &stage.earner, nowhere, &stage.earner, &refused));
    g_assert_true (
      g_error_matches (refused, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_PROOF) ||
      g_error_matches (refused, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_ROOT_INACTIVE));
  }

  /* A tree of its own, sound in itself. */
  g_array_index (forged, PracticeEarning, 4).cumulative = 1000;
  invented = claims_make (forged, stage.root, &stage.earner);
  g_assert_true (surety_claim_holds_together (invented));
  assert_refused (&stage, &stage.earner, invented, &stage.earner, SURETY_PROTOCOL_ERROR_PROOF);

  /* What another earned, under this account's name. */
  swapped = surety_claim_new (stage.root, 0, surety_claim_get_earner_proof (others), &stage.earner,
                              token_root, surety_claim_get_token (others, 0), 1, &error);
  g_assert_no_error (error);
  assert_refused (&stage, &stage.earner, swapped, &stage.earner, SURETY_PROTOCOL_ERROR_PROOF);
}

static void
test_who_claims (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Stage stage = set_up (test);
  g_autoptr (SuretyClaim) claim = worked_claim (stage.root, 3);
  g_autoptr (SuretyPlan) made = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) named = NULL;
  char text[ADDRESS_TEXT_SIZE];
  AbiValue claimer;

  surety_practice_mine (test->practice, WEEK_BLOCKS);
  /* A stranger; the message is who may. */
  assert_refused (&stage, &test->player, claim, &test->player, SURETY_PROTOCOL_ERROR_CLAIMER);
  g_assert_null (plan (&stage, &test->player, claim, &test->player, &error));
  address_to_text (&stage.earner, text);
  g_assert_cmpstr (error->message, ==, text);

  /* The earner has named the player: now it is the other way round. */
  claimer = abi_address (&test->player);
  act (&stage, &stage.earner, "function setClaimerFor(address claimer)", &claimer, 1);
  g_assert_null (plan (&stage, &stage.earner, claim, &stage.earner, &named));
  g_assert_error (named, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CLAIMER);
  address_to_text (&test->player, text);
  g_assert_cmpstr (named->message, ==, text);
  g_clear_error (&error);
  made = plan (&stage, &test->player, claim, &test->player, &error);
  g_assert_no_error (error);
  g_assert_true (is_accepted (&stage, &test->player, made));
  assert_kept (&stage, &test->player, made);
}

static void
test_recipients (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Stage stage = set_up (test);
  g_autoptr (SuretyClaim) claim = worked_claim (stage.root, 3);
  g_autoptr (SuretyPlan) made = NULL;
  g_autoptr (SuretyPlanSimulation) simulation = NULL;
  g_autoptr (GError) error = NULL;
  const Address nobody = { 0 };
  const Address token = protocol_test_address (T1);
  const Address *known = &surety_network_get_token (test->network, 0)->token;
  const Address other = protocol_test_address (E2);

  surety_practice_mine (test->practice, WEEK_BLOCKS);
  assert_refused (&stage, &stage.earner, claim, &nobody, SURETY_PROTOCOL_ERROR_RECIPIENT);
  assert_refused (&stage, &stage.earner, claim, &stage.rewards, SURETY_PROTOCOL_ERROR_RECIPIENT);
  assert_refused (&stage, &stage.earner, claim, &token, SURETY_PROTOCOL_ERROR_RECIPIENT);
  assert_refused (&stage, &stage.earner, claim, known, SURETY_PROTOCOL_ERROR_RECIPIENT);

  made = plan (&stage, &stage.earner, claim, &other, &error);
  g_assert_no_error (error);
  g_assert_true (
    address_equal (surety_step_get_recipient (surety_plan_get_step (made, 0)), &other));
  simulation = dex_await_object (surety_protocol_simulate (test->protocol, made), &error);
  g_assert_no_error (error);
  assert_change (simulation, SURETY_CHANGE_BALANCE, 0, 3);
  g_assert_true (is_accepted (&stage, &stage.earner, made));
  assert_kept (&stage, &stage.earner, made);
}

static void
test_closed (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Stage stage = set_up (test);
  const PracticeConfig *config =
    &practice_chain_world (surety_practice_get_chain (test->practice))->config;
  g_autoptr (SuretyClaim) claim = worked_claim (stage.root, 3);
  g_autoptr (SuretyClaim) again = NULL;
  g_autoptr (GArray) lines = worked_lines ();
  guint32 second;
  AbiValue arg;

  /* The same lines once more: a root may come twice. */
  second = claims_post (test->practice, lines);
  again = worked_claim (second, 3);
  arg = abi_uint (second);
  act (&stage, &config->rewards_updater, "function disableRoot(uint32 rootIndex)", &arg, 1);
  surety_practice_mine (test->practice, WEEK_BLOCKS);
  assert_refused (&stage, &stage.earner, again, &stage.earner, SURETY_PROTOCOL_ERROR_ROOT_DISABLED);

  arg = abi_uint (4);
  act (&stage, &config->governor, "function pause(uint256 newPausedStatus)", &arg, 1);
  assert_refused (&stage, &stage.earner, claim, &stage.earner, SURETY_PROTOCOL_ERROR_PAUSED);
}

/* --- what the network itself posts, signed and sent --- */

static void
advance (guint64 blocks, gpointer user_data)
{
  if (blocks > 0)
    surety_practice_mine (user_data, blocks);
}

static void
test_earned_and_claimed (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = {
    .network = test->network,
    .endpoints = test->endpoints,
    .protocol = test->protocol,
    .journal = test->journal,
    .signer = test->signer,
    .strategy = *protocol_test_strategy (test->network, "rETH"),
    .amount = protocol_test_units ("0.5"),
    .advance = advance,
    .user_data = test->practice,
  };
  g_autoptr (SuretyIntent) enter = NULL;
  g_autoptr (SuretyClaim) nothing = claims_newest (test->practice, &test->player);
  g_autoptr (SuretyClaim) claim = NULL;
  g_autoptr (SuretyClaim) later = NULL;
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyIntent) second = NULL;
  g_autoptr (GError) error = NULL;
  const Address other = protocol_test_address (E2);
  g_autoptr (ListedPayees) payees = listed_payees_new (&other);

  g_assert_null (nothing);
  one.provider = claims_find_operator (test->protocol, &one.strategy);
  enter = surety_intent_new_enter (&test->player, &one.strategy, one.amount, &one.provider);
  eigenlayer_case_run (&one, enter);
  surety_practice_mine (test->practice, 2 * WEEK_BLOCKS + 100);
  claim = claims_newest (test->practice, &test->player);
  g_assert_nonnull (claim);
  intent = surety_intent_new_claim (&test->player, claim, &test->player);
  g_assert_cmpuint (eigenlayer_case_run (&one, intent), ==, 1);
  g_assert_null (dex_await_object (surety_protocol_plan (test->protocol, intent), &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NOTHING_TO_DO);

  /* A week on, paid to somebody else. */
  surety_practice_mine (test->practice, WEEK_BLOCKS);
  later = claims_newest (test->practice, &test->player);
  second = surety_intent_new_claim (&test->player, later, &other);
  one.payees = SURETY_PAYEES (payees);
  g_assert_cmpuint (eigenlayer_case_run (&one, second), ==, 1);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  g_test_add_func ("/claim/worked-example", test_worked_example);
  g_test_add_func ("/claim/shapes-that-never-hold-are-refused", test_shapes);
  g_test_add_func ("/claim/is-kept-and-damaged-is-refused", test_kept);
  g_test_add_func ("/claim/kept-is-bounded", test_kept_is_bounded);
  protocol_test_add ("/claim/worked-example-is-planned-and-paid", test_worked_on_chain);
  protocol_test_add ("/claim/what-was-paid-before-is-left-out", test_drops_what_is_paid);
  protocol_test_add ("/claim/lies-do-not-lead-to-the-root", test_lies);
  protocol_test_add ("/claim/only-the-claimer-claims", test_who_claims);
  protocol_test_add ("/claim/no-recipient-that-keeps-it", test_recipients);
  protocol_test_add ("/claim/root-taken-back-and-contract-paused", test_closed);
  protocol_test_add ("/claim/earned-and-claimed-on-the-practice-network", test_earned_and_claimed);
  return g_test_run ();
}
