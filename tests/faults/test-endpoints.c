/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "desk.h"
#include "liar.h"
#include "protocol-test.h"
#include "surety-eigenlayer.h"
#include "surety-endpoints-private.h"
#include "surety-http-transport.h"
#include "surety-plan-simulation.h"
#include "surety-protocol-error.h"
#include "surety-rpc-private.h"
#include "surety-runner.h"

/* An endpoint lies about one thing, or misbehaves in one way; another one is honest, or there is none. What
 * the program then shows, lists and signs stands in the tables below: run with --verbose to see them as found.
 *
 * figures: what somebody has, as the pages would show it: "true" or "FALSE", and how well it says to be
 *   known; or the error in its place.
 * list: all operators: "true" or "FALSE", and how well what is delegated to them says to be known at best; or
 *   the error.
 * signs: what became of a plan of three steps: how many were signed that an honest endpoint would have led
 *   to, "WRONG" what in one that it would not, "shows FALSE" when the simulation showed something else, and how
 *   well that says to be known; and how it ended. */

#define AMOUNT "1"
/* Of one that is never heard, and of one that is. */
#define SHORT_MS 1000u
#define LONG_MS 20000u
#define LIMIT_KB (64u * 1024u)

typedef enum
{
  HONEST_FIRST,
  LIAR_FIRST,
  LIAR_ALONE,
  N_SETTINGS,
} Setting;

/* Of the tables below. */
enum
{
  FIGURES,
  LIST,
  SIGNS,
  N_COLUMNS,
};

typedef struct
{
  const char *what;
  Lie lie;
  LiarManners manners;
  const char *expected[N_SETTINGS]; /* NULL: as the one before */
  Lie beside;                       /* what the honest one does not serve */
} Row;

typedef struct
{
  const char *node;
  SuretyNetwork *network;
  Address strategy;
  Address token;
  Address operator;
  char *rich;     /* an account of the node's own, which it signs for */
  Address staker; /* holds, has restaked, delegates */
  char *operators_truth;
  Transaction honest[3];
} World;

static World world;

/* --- the node, asked without anybody in between --- */

static JsonNode *
ask (const char *method, const char *params)
{
  g_autoptr (SuretyTransport) transport = surety_http_transport_new (world.node, NULL);
  g_autoptr (SuretyRpc) rpc = surety_rpc_new (transport);
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  g_autoptr (GError) error = NULL;
  JsonNode *result;

  surety_batch_add (batch, method, json_from_string (params, NULL));
  g_assert_true (dex_await (surety_rpc_run (rpc, batch), &error));
  result = surety_batch_get_result (batch, 0, &error);
  g_assert_no_error (error);
  return json_node_ref (result);
}

static void
fund (const Address *account)
{
  static AbiItem *mint;
  char text[ADDRESS_TEXT_SIZE], token[ADDRESS_TEXT_SIZE];
  AbiValue args[] = { abi_address (account), abi_uint (protocol_test_units ("3")) };
  Buffer call = buffer_new ();
  g_autofree char *data = NULL;
  g_autofree char *balance = NULL;
  g_autofree char *send = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (JsonNode) done = NULL;
  g_autoptr (JsonNode) sent = NULL;

  if (mint == NULL)
    g_assert_cmpint (abi_item_parse ("function mint(address,uint256)", &mint), ==, CORE_OK);
  g_assert_cmpint (abi_encode_call (mint, args, 2, &call), ==, CORE_OK);
  data = g_malloc (call.len * 2 + 3);
  hex_encode (call.data, call.len, true, data);
  buffer_clear (&call);
  address_to_text (account, text);
  address_to_text (&world.token, token);
  balance = g_strdup_printf ("[\"%s\", \"0xde0b6b3a7640000\"]", text);
  done = ask ("anvil_setBalance", balance);
  send = g_strdup_printf ("[{\"from\": \"%s\", \"to\": \"%s\", \"data\": \"%s\"}]", world.rich,
                          token, data);
  sent = ask ("eth_sendTransaction", send);
  hash = g_strdup_printf ("[\"%s\"]", json_node_get_string (sent));
  for (gboolean mined = FALSE; !mined;)
    {
      g_autoptr (JsonNode) receipt = ask ("eth_getTransactionReceipt", hash);

      mined = !JSON_NODE_HOLDS_NULL (receipt);
      if (!mined)
        protocol_test_sleep (10);
    }
}

/* --- endpoints --- */

static void
add (SuretyEndpoints *endpoints, const char *url, guint deadline)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyTransport) transport = surety_http_transport_new (url, &error);
  const guint i = surety_endpoints_get_n (endpoints);

  g_assert_no_error (error);
  surety_endpoints_add (endpoints, transport);
  surety_rpc_set_limits (surety_endpoints_get_rpc (endpoints, i), 0, deadline, 20);
}

/* honest: NULL = the node itself. */
static SuretyEndpoints *
make_endpoints (Liar *liar, Liar *honest, LiarManners manners, Setting setting)
{
  const char *node = honest != NULL ? liar_get_url (honest) : world.node;
  const gboolean is_slow = manners == LIAR_NEVER_ANSWERS || manners == LIAR_DRIPS;
  SuretyEndpoints *endpoints = surety_endpoints_new (surety_network_get_chain_id (world.network));

  if (setting == HONEST_FIRST)
    add (endpoints, node, LONG_MS);
  if (liar != NULL)
    add (endpoints, liar_get_url (liar), is_slow ? SHORT_MS : LONG_MS);
  if (setting == LIAR_FIRST)
    add (endpoints, node, LONG_MS);
  return endpoints;
}

static SuretySigner *
make_signer (const char *name)
{
  guint8 key[32];
  gsize len = sizeof key;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_get_digest (checksum, key, &len);
  return protocol_test_signer (key);
}

/* --- what is shown --- */

static const char *
name_known (SuretyKnown known)
{
  static const char *const names[] = { "unknown", "practice", "one", "agreed", "proved" };

  return names[known];
}

static void
say_figure (GString *text, const char *what, SuretyFigure *figure)
{
  char value[U256_DECIMAL_SIZE];

  u256_to_decimal (surety_figure_get_value (figure), value);
  g_string_append_printf (text, "%s %s; ", what, surety_figure_is_known (figure) ? value : "?");
}

/* All that a false answer could be seen in. */
static char *
dup_facts (SuretyHoldings *holdings)
{
  GString *text = g_string_new (NULL);
  GListModel *pledges = surety_holdings_get_pledges (holdings);
  GListModel *assets = surety_holdings_get_assets (holdings);
  GListModel *positions = surety_holdings_get_positions (holdings);
  SuretyProvider *provider = surety_holdings_get_provider (holdings);

  say_figure (text, "ETH", surety_holdings_get_eth (holdings));
  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      say_figure (text, surety_asset_get_symbol (asset), surety_asset_get_balance (asset));
    }
  for (guint i = 0; i < g_list_model_get_n_items (positions); i++)
    {
      g_autoptr (SuretyPosition) position = g_list_model_get_item (positions, i);

      say_figure (text, "worth", surety_position_get_worth (position));
    }
  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      char current[U256_DECIMAL_SIZE];

      u256_to_decimal (surety_pledge_get_current (pledge), current);
      g_string_append_printf (text, "pledge %s; ", current);
    }
  g_string_append_printf (text, "with %s; code %d%d",
                          provider != NULL ? surety_provider_get_address_text (provider) : "nobody",
                          surety_holdings_get_code_known (holdings),
                          surety_holdings_get_code_delegated (holdings));
  return g_string_free (text, FALSE);
}

/* PROVED where all that the network file knows the place of is: the ETH and one of the tokens. */
static SuretyKnown
find_least_proved (SuretyHoldings *holdings)
{
  GListModel *assets = surety_holdings_get_assets (holdings);
  SuretyKnown least = surety_figure_get_known (surety_holdings_get_eth (holdings));

  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      if (surety_asset_get_token (asset)->balance_slot.known)
        least = MIN (least, surety_figure_get_known (surety_asset_get_balance (asset)));
    }
  return least;
}

static char *
look_at_figures (SuretyProtocol *protocol)
{
  g_autoptr (SuretyEndpoints) honest = make_endpoints (NULL, NULL, LIAR_BEHAVES, HONEST_FIRST);
  g_autoptr (SuretyProtocol) direct = surety_eigenlayer_new (world.network, honest);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyHoldings) holdings = NULL;
  g_autoptr (SuretyHoldings) truth = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *true_facts = NULL;

  holdings = dex_await_object (surety_protocol_load_holdings (protocol, &world.staker), &error);
  if (holdings == NULL)
    return desk_name_error (error);
  truth = dex_await_object (surety_protocol_load_holdings (direct, &world.staker), &error);
  g_assert_no_error (error);
  facts = dup_facts (holdings);
  true_facts = dup_facts (truth);
  if (!g_str_equal (facts, true_facts))
    g_test_message ("false: %s\n true: %s", facts, true_facts);
  return g_strdup_printf ("%s, %s", g_str_equal (facts, true_facts) ? "true" : "FALSE",
                          name_known (MAX (surety_holdings_get_known (holdings),
                                           find_least_proved (holdings))));
}

/* --- what is listed --- */

/* known, may be NULL: the best mark that any of the list's figures has. */
static char *
dup_operators (SuretyProtocol *protocol, SuretyKnown *known, GError **error)
{
  g_autoptr (GListModel)
    providers = dex_await_object (surety_protocol_load_providers (protocol, NULL, NULL, NULL),
                                  error);
  GString *text;

  if (providers == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);
      GListModel *stakes = surety_provider_get_stakes (provider);

      for (guint k = 0; known != NULL && k < g_list_model_get_n_items (stakes); k++)
        {
          g_autoptr (SuretyFigure) stake = g_list_model_get_item (stakes, k);

          *known = MAX (*known, surety_figure_get_known (stake));
        }
      g_string_append_printf (text, "%s in %u, slashed %u; ",
                              surety_provider_get_address_text (provider),
                              surety_provider_get_n_sets (provider),
                              surety_provider_get_slashings (provider));
    }
  return g_string_free (text, FALSE);
}

static char *
look_at_list (SuretyProtocol *protocol)
{
  SuretyKnown known = SURETY_KNOWN_UNKNOWN;
  g_autoptr (GError) error = NULL;
  g_autofree char *operators = dup_operators (protocol, &known, &error);

  if (operators == NULL)
    return desk_name_error (error);
  return g_strdup_printf ("%s, %s",
                          g_str_equal (operators, world.operators_truth) ? "true" : "FALSE",
                          name_known (known));
}

/* --- what is signed --- */

static char *
look_at_plan (SuretyEndpoints *endpoints,
              SuretyProtocol *protocol,
              SuretySigner *signer,
              const char *expected)
{
  const Address *account = surety_signer_get_address (signer);
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (account, &world.strategy, protocol_test_units (AMOUNT),
                                      &world.operator);
  g_autoptr (SuretyEndpoints) honest = make_endpoints (NULL, NULL, LIAR_BEHAVES, HONEST_FIRST);
  g_autoptr (SuretyProtocol) direct = surety_eigenlayer_new (world.network, honest);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan) plan = NULL;
  g_autoptr (SuretyPlanSimulation) simulation = NULL;
  g_autoptr (SuretyPlanSimulation) truth = NULL;
  g_autofree char *ran = NULL;
  const char *shows;

  plan = dex_await_object (surety_protocol_plan (protocol, intent), &error);
  if (plan != NULL)
    simulation = dex_await_object (surety_protocol_simulate (protocol, plan), &error);
  if (simulation == NULL)
    {
      g_autofree char *said = desk_name_error (error);

      return g_strdup_printf ("0 signed, %s", said);
    }
  truth = dex_await_object (surety_protocol_simulate (direct, plan), &error);
  g_assert_no_error (error);
  if (surety_plan_simulation_is_same (simulation, truth))
    shows = "";
  else if (surety_plan_simulation_get_witnesses (simulation) == 1)
    shows = "shows FALSE, one, ";
  else
    shows = "shows FALSE, agreed, ";
  ran = desk_run (world.network, endpoints, protocol, plan, signer, world.honest, expected, NULL);
  return g_strconcat (shows, ran, NULL);
}

/* --- a row --- */

typedef struct
{
  const Row *row;
  Setting setting;
  SuretySigner *signer; /* somebody of its own */
  char *found;
} Case;

static void
case_prepare (Case *one, const Row *row, Setting setting)
{
  g_autofree char *name = g_strdup_printf ("%s %d", row->what, setting);

  one->row = row;
  one->setting = setting;
  one->signer = make_signer (name);
  fund (surety_signer_get_address (one->signer));
}

static const char *
get_expected (const Case *one)
{
  const char *const *expected = one->row->expected;

  return expected[one->setting] == NULL ? expected[HONEST_FIRST] : expected[one->setting];
}

static DexFuture *
case_fiber (gpointer data)
{
  Case *one = data;
  Liar *liar = liar_new (world.node, one->row->lie, one->row->manners);
  Liar *honest = one->row->beside != LIE_NONE
                   ? liar_new (world.node, one->row->beside, LIAR_BEHAVES)
                   : NULL;
  g_autoptr (SuretyEndpoints)
    endpoints = make_endpoints (liar, honest, one->row->manners, one->setting);
  g_autoptr (SuretyProtocol) protocol = surety_eigenlayer_new (world.network, endpoints);
  g_autofree char *figures = look_at_figures (protocol);
  g_autofree char *list = look_at_list (protocol);
  g_autofree char *plan = look_at_plan (endpoints, protocol, one->signer, get_expected (one));

  one->found = g_strdup_printf ("%s | %s | %s", figures, list, plan);
  g_assert_false (liar_was_followed (liar));
  g_clear_object (&protocol);
  g_clear_object (&endpoints);
  liar_free (liar);
  g_clear_pointer (&honest, liar_free);
  return dex_future_new_true ();
}

/* What may never be, whatever the table says. What is false says that one endpoint alone said it, or
 * nobody; where another one is honest that may be so of the list, which is no reason to sign anything, and of
 * nothing else. */
static void
assert_safe (const Case *one)
{
  g_auto (GStrv) columns = g_strsplit (one->found, " | ", -1);

  g_assert_cmpuint (g_strv_length (columns), ==, N_COLUMNS);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      const char *false_here = strstr (columns[i], "FALSE");

      if (false_here != NULL && !g_str_has_prefix (false_here, "FALSE, one") &&
          !g_str_has_prefix (false_here, "FALSE, unknown"))
        g_error ("%s: something false without its mark: %s", one->row->what, one->found);
      if (one->setting != LIAR_ALONE &&
          ((i != LIST && false_here != NULL) || strstr (columns[i], "WRONG") != NULL))
        g_error ("%s: beside an honest endpoint: %s", one->row->what, one->found);
    }
}

/* Beside an honest endpoint, what was refused is asked once more, as a person would: the two can be a block
 * apart at the moment they are compared. */
static void
ask_again (Case *one)
{
  const Row *row = one->row;
  const Setting setting = one->setting;

  assert_safe (one);
  if (setting == LIAR_ALONE || g_strcmp0 (get_expected (one), one->found) == 0 ||
      strstr (one->found, "| 0 signed") == NULL)
    return;
  g_test_message ("%-24s refused once: %s", row->what, one->found);
  g_object_unref (one->signer);
  g_free (one->found);
  *one = (Case) { 0 };
  case_prepare (one, row, setting);
  dex_await (dex_scheduler_spawn (NULL, 0, case_fiber, one, NULL), NULL);
}

static void
run_rows (const Row *rows, guint n_rows, guint at_once)
{
  static const char *const settings[] = { "honest first", "liar first", "liar alone" };
  g_autofree Case *cases = g_new0 (Case, n_rows * N_SETTINGS);
  guint n_wrong = 0;

  for (guint first = 0; first < n_rows * N_SETTINGS; first += at_once)
    {
      g_autoptr (GPtrArray) running = g_ptr_array_new_with_free_func (dex_unref);

      for (guint i = first; i < MIN (first + at_once, n_rows * N_SETTINGS); i++)
        case_prepare (&cases[i], &rows[i / N_SETTINGS], i % N_SETTINGS);
      for (guint i = first; i < MIN (first + at_once, n_rows * N_SETTINGS); i++)
        g_ptr_array_add (running, dex_scheduler_spawn (NULL, 0, case_fiber, &cases[i], NULL));
      dex_await (dex_future_allv ((DexFuture *const *) running->pdata, running->len), NULL);
    }

  for (guint i = 0; i < n_rows * N_SETTINGS; i++)
    ask_again (&cases[i]);
  for (guint i = 0; i < n_rows * N_SETTINGS; i++)
    {
      const char *expected = get_expected (&cases[i]);

      g_test_message ("%-24s %-12s %s", cases[i].row->what, settings[cases[i].setting],
                      cases[i].found);
      if (g_strcmp0 (expected, cases[i].found) != 0)
        {
          n_wrong++;
          g_test_message ("     the table says: %s", expected);
        }
    }
  for (guint i = 0; i < n_rows * N_SETTINGS; i++)
    {
      assert_safe (&cases[i]);
      g_object_unref (cases[i].signer);
      g_free (cases[i].found);
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

#define GOOD "true, proved | true, one | 3 signed, done"
/* The honest one alone is heeded. */
#define OTHER "true, one | true, one | 3 signed, done"
#define REFUSED "they disagree | true, one | 0 signed, they disagree"
#define UNSIGNED "true, proved | true, one | 0 signed, they disagree"
/* What is signed is signed; the journal says nothing of what became of it that is not so. */
#define WAITS "true, proved | true, one | 1 signed, waits"

/* With nobody beside it. */
#define ALONE "true, one | true, one | 3 signed, done"
#define CAUGHT "proof contradicts | proof contradicts | 0 signed, proof contradicts"
#define MALFORMED "malformed | malformed | 0 signed, malformed"
#define STATUS "HTTP status | HTTP status | 0 signed, HTTP status"
#define BUSY "busy | busy | 0 signed, busy"

static const Row lies[] = {
  { "nothing", LIE_NONE, LIAR_BEHAVES, { GOOD, NULL, ALONE } },
  { "chain id",
    LIE_CHAIN_ID,
    LIAR_BEHAVES,
    { OTHER, NULL, "other chain | other chain | 0 signed, other chain" } },
  { "balance of ETH",
    LIE_ETH_BALANCE,
    LIAR_BEHAVES,
    { REFUSED, NULL, "proof contradicts | true, one | 0 signed, proof contradicts" } },
  { "balance of a token",
    LIE_TOKEN_BALANCE,
    LIAR_BEHAVES,
    { REFUSED, NULL, "proof contradicts | true, one | 0 signed, proof contradicts" } },
  { "allowance",
    LIE_ALLOWANCE,
    LIAR_BEHAVES,
    { UNSIGNED, NULL, "true, one | true, one | 0 signed, proof contradicts" } },
  { "shares",
    LIE_SHARES,
    LIAR_BEHAVES,
    { "they disagree | true, one | 2 signed, waits", NULL,
      "proof contradicts | true, one | 3 signed, done" } },
  { "delegation",
    LIE_DELEGATION,
    LIAR_BEHAVES,
    { REFUSED, NULL, "proof contradicts | true, one | 0 signed, proof contradicts" } },
  { "allocations",
    LIE_ALLOCATIONS,
    LIAR_BEHAVES,
    { "they disagree | true, one | 3 signed, done", NULL,
      "FALSE, one | true, one | 3 signed, done" } },
  { "code of the account",
    LIE_ACCOUNT_CODE,
    LIAR_BEHAVES,
    { REFUSED, NULL,
      "proof contradicts | true, one | 0 signed, Other code than what was looked at" } },
  { "code of contracts", LIE_CONTRACT_CODE, LIAR_BEHAVES, { UNSIGNED, NULL, ALONE } },
  { "hash of blocks", LIE_BLOCK_HASH, LIAR_BEHAVES, { OTHER, NULL, CAUGHT } },
  { "number of blocks", LIE_BLOCK_NUMBER, LIAR_BEHAVES, { OTHER, NULL, CAUGHT } },
  { "time of blocks", LIE_BLOCK_TIME, LIAR_BEHAVES, { OTHER, NULL, CAUGHT } },
  { "time in calls",
    LIE_CALL_TIME,
    LIAR_BEHAVES,
    { REFUSED, NULL, "proof contradicts | true, one | 0 signed, proof contradicts" } },
  { "base fee", LIE_BASE_FEE, LIAR_BEHAVES, { OTHER, NULL, CAUGHT } },
  { "status of receipts",
    LIE_RECEIPT_STATUS,
    LIAR_BEHAVES,
    { WAITS, NULL, "true, one | true, one | 1 signed, The transaction was mined and reverted" } },
  { "logs of receipts", LIE_RECEIPT_LOGS, LIAR_BEHAVES, { WAITS, NULL, ALONE } },
  { "no receipts",
    LIE_RECEIPT_NONE,
    LIAR_BEHAVES,
    { WAITS, NULL, "true, one | true, one | 1 signed, waits" } },
  { "logs missing",
    LIE_LOGS_MISSING,
    LIAR_BEHAVES,
    { GOOD, "true, proved | FALSE, unknown | 3 signed, done",
      "true, one | FALSE, unknown | 3 signed, done" } },
  { "logs forged",
    LIE_LOGS_FORGED,
    LIAR_BEHAVES,
    { GOOD, "true, proved | FALSE, one | 3 signed, done",
      "true, one | FALSE, one | 3 signed, done" } },
  { "logs duplicated", LIE_LOGS_DUPLICATED, LIAR_BEHAVES, { GOOD, NULL, ALONE } },
  { "logs out of order", LIE_LOGS_OUT_OF_ORDER, LIAR_BEHAVES, { GOOD, NULL, ALONE } },
  { "fees too high",
    LIE_FEES_HIGH,
    LIAR_BEHAVES,
    { GOOD, NULL, "true, one | true, one | WRONG fee, done" } },
  { "fees too low", LIE_FEES_LOW, LIAR_BEHAVES, { GOOD, NULL, ALONE } },
  { "nonce",
    LIE_NONCE_HIGH,
    LIAR_BEHAVES,
    { UNSIGNED, NULL, "true, one | true, one | 0 signed, proof contradicts" } },
  { "nonce of the newest block", LIE_NONCE_LATEST, LIAR_BEHAVES, { GOOD, NULL, ALONE } },
  { "nonce of the pool",
    LIE_NONCE_PENDING,
    LIAR_BEHAVES,
    { "true, proved | true, one | 0 signed, one pool knows more", NULL,
      "true, one | true, one | WRONG nonce, waits" } },
  { "gas too high",
    LIE_GAS_HIGH,
    LIAR_BEHAVES,
    { UNSIGNED, NULL, "true, one | true, one | WRONG gas, done" } },
  { "gas too low",
    LIE_GAS_LOW,
    LIAR_BEHAVES,
    { UNSIGNED, NULL,
      "true, one | true, one | WRONG gas, The transaction was mined and reverted" } },
  { "simulation fails",
    LIE_SIMULATION_FAILS,
    LIAR_BEHAVES,
    { UNSIGNED, NULL, "true, one | true, one | 0 signed, " } },
  { "simulation shows more",
    LIE_SIMULATION_SHOWS_MORE,
    LIAR_BEHAVES,
    { UNSIGNED, NULL, "true, one | true, one | shows FALSE, one, 3 signed, done" } },
  { "simulation begins with more",
    LIE_SIMULATION_BEGINS_WITH_MORE,
    LIAR_BEHAVES,
    { UNSIGNED, NULL, "true, one | true, one | shows FALSE, one, 3 signed, done" } },
  { "no simulation", LIE_NO_SIMULATION, LIAR_BEHAVES, { GOOD, NULL, ALONE } },
  { "simulation fails, alone",
    LIE_SIMULATION_FAILS,
    LIAR_BEHAVES,
    { GOOD, NULL, "true, one | true, one | 0 signed, " },
    LIE_NO_SIMULATION },
  { "simulation shows more, alone",
    LIE_SIMULATION_SHOWS_MORE,
    LIAR_BEHAVES,
    { GOOD, NULL, "true, one | true, one | shows FALSE, one, 3 signed, done" },
    LIE_NO_SIMULATION },
  { "keeps what is sent",
    LIE_SENT,
    LIAR_BEHAVES,
    { GOOD, NULL, "true, one | true, one | 1 signed, waits" } },
};

static void
test_lies (void)
{
  run_rows (lies, G_N_ELEMENTS (lies), 100);
}

static const Row manners[] = {
  { "never answers",
    LIE_NONE,
    LIAR_NEVER_ANSWERS,
    { OTHER, NULL, "time-out | time-out | 0 signed, time-out" } },
  { "a byte a second",
    LIE_NONE,
    LIAR_DRIPS,
    { OTHER, NULL, "time-out | time-out | 0 signed, time-out" } },
  { "truncated",
    LIE_NONE,
    LIAR_TRUNCATED,
    { OTHER, NULL, "no connection | no connection | 0 signed, no connection" } },
  { "wrong id", LIE_NONE, LIAR_WRONG_ID, { OTHER, NULL, MALFORMED } },
  { "another order", LIE_NONE, LIAR_OTHER_ORDER, { GOOD, NULL, ALONE } },
  { "equal keys", LIE_NONE, LIAR_EQUAL_KEYS, { OTHER, NULL, MALFORMED } },
  { "deep nesting", LIE_NONE, LIAR_DEEP, { OTHER, NULL, MALFORMED } },
  { "NaN", LIE_NONE, LIAR_NAN, { OTHER, NULL, MALFORMED } },
  { "negative quantity", LIE_NONE, LIAR_NEGATIVE, { OTHER, NULL, MALFORMED } },
  { "65 digits", LIE_NONE, LIAR_65_DIGITS, { OTHER, NULL, MALFORMED } },
  { "200 and a page", LIE_NONE, LIAR_PAGE, { OTHER, NULL, MALFORMED } },
  { "redirect to a file", LIE_NONE, LIAR_TO_FILE, { OTHER, NULL, STATUS } },
  { "redirect elsewhere", LIE_NONE, LIAR_TO_OTHER_HOST, { OTHER, NULL, STATUS } },
  { "500", LIE_NONE, LIAR_BROKEN, { OTHER, NULL, STATUS } },
  { "503 and a page", LIE_NONE, LIAR_AWAY, { OTHER, NULL, STATUS } },
  { "no TLS",
    LIE_NONE,
    LIAR_NO_TLS,
    { OTHER, NULL, "no connection | no connection | 0 signed, no connection" } },
  { "TLS of anybody",
    LIE_NONE,
    LIAR_UNTRUSTED_TLS,
    { OTHER, NULL, "no connection | no connection | 0 signed, no connection" } },
  { "429, Retry-After", LIE_NONE, LIAR_BUSY_FOR_LONG, { OTHER, NULL, BUSY } },
  { "429", LIE_NONE, LIAR_BUSY, { OTHER, NULL, BUSY } },
};

static void
test_manners (void)
{
  run_rows (manners, G_N_ELEMENTS (manners), 100);
}

static const Row bodies[] = {
  { "1 GB, announced", LIE_NONE, LIAR_LARGE, { OTHER, NULL, MALFORMED } },
  { "1 GB, unannounced", LIE_NONE, LIAR_ENDLESS, { OTHER, NULL, MALFORMED } },
  { "gzip bomb", LIE_NONE, LIAR_GZIP_BOMB, { OTHER, NULL, MALFORMED } },
  { "gzip bomb beside 500", LIE_NONE, LIAR_GZIP_BOMB_ERROR, { OTHER, NULL, MALFORMED } },
};

static gulong
read_status (const char *name)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, name);
  g_assert_nonnull (line);
  return strtoul (line + strlen (name) + 1, NULL, 10);
}

/* proc(5): what the process held at most counts from now. */
static void
forget_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs ("5", file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_bodies (void)
{
  const gulong before = read_status ("VmRSS");

  /* One at a time: what each takes is looked at. */
  forget_peak ();
  run_rows (bodies, G_N_ELEMENTS (bodies), 1);
  g_test_message ("%lu KiB before, %lu KiB at most", before, read_status ("VmHWM"));
  g_assert_cmpuint (read_status ("VmHWM"), <=, before + LIMIT_KB);
}

/* --- the world --- */

static void
prepare (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) addresses = json_from_string (g_getenv ("SURETY_ANVIL_ADDRESSES"), &error);
  g_autoptr (JsonNode) accounts = NULL;
  g_autoptr (SuretyEndpoints) endpoints = NULL;
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretySigner) signer = make_signer ("staker");
  g_autoptr (SuretyIntent) intent = NULL;
  g_autoptr (SuretyPlan) plan = NULL;
  g_autofree char *ran = NULL;
  JsonObject *operators;
  gsize len;

  world.node = g_getenv ("SURETY_ANVIL_URL");
  g_file_get_contents (g_getenv ("SURETY_ANVIL_NETWORK"), &json, &len, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (json, len);
  world.network = surety_network_new_from_json (bytes, &error);
  g_assert_no_error (error);
  world.strategy = *protocol_test_strategy (world.network, "trETH");
  world.token = surety_network_find_strategy (world.network, &world.strategy)->token;
  operators = json_object_get_object_member (json_node_get_object (addresses), "operators");
  world.operator= protocol_test_address (
    json_object_get_string_member (operators, "Alder Validators"));
  accounts = ask ("eth_accounts", "[]");
  world.rich = g_strdup (json_array_get_string_element (json_node_get_array (accounts), 0));

  endpoints = make_endpoints (NULL, NULL, LIAR_BEHAVES, HONEST_FIRST);
  protocol = surety_eigenlayer_new (world.network, endpoints);
  world.operators_truth = dup_operators (protocol, NULL, &error);
  g_assert_no_error (error);
  world.staker = *surety_signer_get_address (signer);
  fund (&world.staker);
  intent = surety_intent_new_enter (&world.staker, &world.strategy, protocol_test_units (AMOUNT),
                                    &world.operator);
  plan = dex_await_object (surety_protocol_plan (protocol, intent), &error);
  g_assert_no_error (error);
  ran = desk_run (world.network, endpoints, protocol, plan, signer, NULL, NULL, world.honest);
  g_assert_cmpstr (ran, ==, "3 signed, done");
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  if (g_getenv ("SURETY_ANVIL_URL") == NULL)
    g_error ("This is run by tests/contracts/devnet.py, which starts the node");

  protocol_test_add ("/endpoints/the-world", prepare);
  protocol_test_add ("/endpoints/lies", test_lies);
  protocol_test_add ("/endpoints/manners", test_manners);
  protocol_test_add ("/endpoints/bodies-without-end", test_bodies);
  return g_test_run ();
}
