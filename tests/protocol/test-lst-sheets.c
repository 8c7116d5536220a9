/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol-test.h"

#include "rigged-transport.h"
#include "surety-network-file.h"
#include "surety-token-growth.h"
#include "surety-token-history.h"
#include "surety-token-peg.h"
#include "surety-token-upgrade.h"

#include <string.h>

#define DAY 86400u
#define PERCENT G_GINT64_CONSTANT (10000000000000000)

GResource *surety_networks_get_resource (void);

static SuretyTokenSheet *
find (GListModel *sheets, const char *symbol)
{
  for (guint i = 0; i < g_list_model_get_n_items (sheets); i++)
    {
      g_autoptr (SuretyTokenSheet) sheet = g_list_model_get_item (sheets, i);

      if (g_str_equal (surety_token_sheet_get_symbol (sheet), symbol))
        return sheet; /* the list holds it */
    }
  g_error ("No sheet of %s", symbol);
}

static GListModel *
load (SuretyNetwork *network,
      SuretyEndpoints *endpoints,
      const Address *account,
      SuretySheetsFlags flags)
{
  g_autoptr (GError) error = NULL;
  GListModel *sheets = dex_await_object (surety_token_sheets_load (network, endpoints, account,
                                                                   flags),
                                         &error);

  g_assert_no_error (error);
  return sheets;
}

/* A line to the practice network that can be made worse; tell_all: without Multicall3, so that single
 * contracts can be made to answer something else. */
typedef struct
{
  SuretyPractice *practice;
  SuretyNetwork *network;
  RiggedTransport *transport;
  SuretyEndpoints *endpoints;
  Address player;
} Line;

static SuretyNetwork *
network_without_multicall (void)
{
  g_autoptr (GBytes)
    json = g_resource_lookup_data (surety_networks_get_resource (),
                                   "/io/github/suretyapp/Surety/networks/practice.json",
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  g_autofree char *changed = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  SuretyNetworkFile *file;

  json_object_remove_member (json_object_get_object_member (json_node_get_object (root),
                                                            "contracts"),
                             "Multicall3");
  changed = json_to_string (root, FALSE);
  bytes = g_bytes_new (changed, strlen (changed));
  file = surety_network_file_parse (bytes, TRUE, &error);
  g_assert_no_error (error);
  return surety_network_new_take_file (file);
}

static Line *
line_new (gboolean tell_all)
{
  Line *self = g_new0 (Line, 1);

  self->practice = surety_practice_new (1);
  surety_practice_get_player (self->practice, &self->player);
  self->network = tell_all ? network_without_multicall () : surety_network_new_builtin ("practice");
  self->transport = rigged_transport_new (SURETY_TRANSPORT (self->practice));
  self->endpoints = surety_endpoints_new (surety_network_get_chain_id (self->network));
  surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->transport));
  return self;
}

static void
line_free (Line *self)
{
  g_object_unref (self->endpoints);
  g_object_unref (self->transport);
  g_object_unref (self->network);
  g_object_unref (self->practice);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Line, line_free)

static GListModel *
line_load (Line *self, SuretySheetsFlags flags)
{
  return load (self->network, self->endpoints, &self->player, flags);
}

static const SuretyToken *
token_of (SuretyNetwork *network, const char *symbol)
{
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (g_str_equal (surety_network_get_token (network, i)->symbol, symbol))
      return surety_network_get_token (network, i);
  g_assert_not_reached ();
}

/* --- arithmetic --- */

#define WAD(text) protocol_test_units (text)

static void
test_growth_vectors (void)
{
  gint64 apr;

  /* A1 of the fact sheet. */
  g_assert_true (surety_token_growth_year (&(SuretyTokenGrowth) { WAD ("1.16"), U256_WAD },
                                           &(SuretyTokenGrowth) { WAD ("1.162784"), U256_WAD },
                                           2592000, &apr));
  g_assert_cmpint (apr, ==, 29200000000000000);
  /* A2: ankrETH's ratio is the inverse. */
  g_assert_true (surety_token_growth_year (&(SuretyTokenGrowth) { U256_WAD, WAD ("0.835") },
                                           &(SuretyTokenGrowth) { U256_WAD, WAD ("0.8333") },
                                           2592000, &apr));
  g_assert_cmpint (apr, ==, 24820992839713588);
  /* A3: Lido's TokenRebased, whose totals are the rate. */
  g_assert_true (
    surety_token_growth_year (&(SuretyTokenGrowth) { WAD ("8960000"), WAD ("7200000") },
                              &(SuretyTokenGrowth) { WAD ("8960600"), WAD ("7200048") }, 86400,
                              &apr));
  g_assert_cmpint (apr, ==, 22008484229152758);
  /* A slashing is a loss, and no time is no rate. */
  g_assert_true (surety_token_growth_year (&(SuretyTokenGrowth) { WAD ("1.1"), U256_WAD },
                                           &(SuretyTokenGrowth) { WAD ("1.089"), U256_WAD },
                                           31536000, &apr));
  g_assert_cmpint (apr, ==, -PERCENT);
  g_assert_false (surety_token_growth_year (&(SuretyTokenGrowth) { 1, 1 },
                                            &(SuretyTokenGrowth) { 2, 1 }, 0, &apr));
  g_assert_false (surety_token_growth_year (&(SuretyTokenGrowth) { 0, 1 },
                                            &(SuretyTokenGrowth) { 2, 1 }, DAY, &apr));
  g_assert_false (surety_token_growth_year (&(SuretyTokenGrowth) { 1, 1 },
                                            &(SuretyTokenGrowth) { 1000, 1 }, DAY, &apr));
}

static void
test_peg_vectors (void)
{
  gint64 wad;

  /* P1 and P2. */
  g_assert_true (surety_token_growth_deviation (WAD ("0.9985"), U256_WAD, &wad));
  g_assert_cmpint (wad, ==, -1500000000000000);
  g_assert_true (surety_token_growth_deviation (WAD ("1.118"), WAD ("1.125"), &wad));
  g_assert_cmpint (wad, ==, -6222222222222222);
  g_assert_false (surety_token_growth_deviation (1, 0, &wad));
}

static void
test_feed_descriptions (void)
{
  g_assert_true (surety_token_peg_check_description ("STETH / ETH", FALSE));
  g_assert_true (surety_token_peg_check_description ("osETH/ETH", FALSE));
  g_assert_true (surety_token_peg_check_description ("STETH / USD", TRUE));
  g_assert_true (surety_token_peg_check_description ("RedStone Price Feed", FALSE));
  /* The other way round, another quote, an echo. */
  g_assert_false (surety_token_peg_check_description ("ETH / STETH", FALSE));
  g_assert_false (surety_token_peg_check_description ("STETH / USD", FALSE));
  g_assert_false (surety_token_peg_check_description ("STETH / ETHX", FALSE));
  g_assert_false (surety_token_peg_check_description ("LSETH / ETH Exchange Rate", FALSE));
}

static void
test_proxy_slots (void)
{
  static const char *const expected[SURETY_N_PROXY_SLOTS] = {
    "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
    "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103",
    "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50",
    "0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3",
    "0x10d6a54a4754c8869d6886b5f5d7fbfa5b4522237ea5c60d11bc4e7a1ff9390b",
  };

  for (guint i = 0; i < SURETY_N_PROXY_SLOTS; i++)
    {
      char text[U256_HEX_SIZE];

      u256_to_quantity (surety_token_upgrade_slot (i), text);
      g_assert_cmpstr (text, ==, expected[i]);
    }
}

/* --- the practice network, whole --- */

static void
test_all_tokens_in_few_exchanges (void)
{
  g_autoptr (Line) line = line_new (FALSE);
  g_autoptr (GListModel) now = line_load (line, SURETY_SHEETS_NOW);
  g_autoptr (GListModel) all = NULL;
  guint before;

  /* Chain id, the head, what a registry names, the proxy slots, admins and their owners. */
  g_assert_cmpuint (rigged_transport_get_exchanges (line->transport), <=, 6);
  g_assert_cmpuint (g_list_model_get_n_items (now), ==, 12);
  before = rigged_transport_get_exchanges (line->transport);
  all = line_load (line, SURETY_SHEETS_HISTORY);
  /* As before, a look at headers (and the genesis block's), two windows. */
  g_assert_cmpuint (rigged_transport_get_exchanges (line->transport) - before, <=, 10);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (SuretyTokenSheet) sheet = g_list_model_get_item (all, i);
      const SuretySheetReward *week = surety_token_sheet_get_reward (sheet, SURETY_REWARD_7_DAYS);
      const SuretySheetReward *month = surety_token_sheet_get_reward (sheet, SURETY_REWARD_30_DAYS);
      const SuretySheetReward *quarter = surety_token_sheet_get_reward (sheet,
                                                                        SURETY_REWARD_90_DAYS);

      g_assert_true (surety_figure_is_known (surety_token_sheet_get_rate (sheet)));
      g_assert_true (surety_figure_is_known (surety_token_sheet_get_balance (sheet)));
      g_assert_true (surety_figure_is_known (surety_token_sheet_get_supply (sheet)));
      g_assert_cmpint (week->state, ==, SURETY_SHEET_KNOWN);
      g_assert_cmpint (month->state, ==, SURETY_SHEET_KNOWN);
      g_assert_false (month->from_events);
      /* 1.5 to 3.5 % a year. */
      g_assert_cmpint (month->apr, >, PERCENT * 3 / 2);
      g_assert_cmpint (month->apr, <, PERCENT * 7 / 2);
      g_assert_cmpuint (month->to_time - month->from_time, >, 29 * DAY);
      g_assert_cmpuint (month->to_time - month->from_time, <, 31 * DAY);
      /* The network is 84 days old. */
      g_assert_cmpint (quarter->state, ==, SURETY_SHEET_TOO_YOUNG);
      g_assert_cmpint (surety_token_sheet_get_known (sheet), ==, SURETY_KNOWN_PRACTICE);
      g_assert_cmpuint (surety_token_sheet_get_block (sheet), ==,
                        surety_practice_get_block (line->practice));
    }
}

static void
test_ninety_days_once_there_are_so_many (void)
{
  g_autoptr (Line) line = line_new (FALSE);
  g_autoptr (GListModel) sheets = NULL;
  const SuretySheetReward *reward;

  surety_practice_wind_seconds (line->practice, 10 * DAY);
  sheets = line_load (line, SURETY_SHEETS_HISTORY);
  reward = surety_token_sheet_get_reward (find (sheets, "rETH"), SURETY_REWARD_90_DAYS);
  g_assert_cmpint (reward->state, ==, SURETY_SHEET_KNOWN);
  g_assert_cmpint (reward->apr, >, PERCENT * 3 / 2);
}

static void
test_facts_of_each_token (void)
{
  g_autoptr (Line) line = line_new (FALSE);
  g_autoptr (GListModel) sheets = line_load (line, SURETY_SHEETS_NOW);
  SuretyTokenSheet *steth = find (sheets, "stETH");
  SuretyTokenSheet *reth = find (sheets, "rETH");
  SuretyTokenSheet *cbeth = find (sheets, "cbETH");
  SuretyTokenSheet *wbeth = find (sheets, "wBETH");
  SuretyTokenSheet *wsteth = find (sheets, "wstETH");
  SuretyTokenSheet *sfrxeth = find (sheets, "sfrxETH");
  gboolean paused = TRUE;

  g_assert_cmpint (surety_token_sheet_get_reward (steth, SURETY_REWARD_7_DAYS)->state, ==,
                   SURETY_SHEET_NOT_READ);
  g_assert_cmpint (surety_token_sheet_get_fee (steth)->wad, ==, PERCENT * 10);
  g_assert_cmpint (surety_token_sheet_get_fee (reth)->wad, ==, PERCENT * 14);
  /* Two shares that are added up. */
  g_assert_cmpint (surety_token_sheet_get_fee (find (sheets, "swETH"))->wad, ==, PERCENT * 10);
  g_assert_cmpint (surety_token_sheet_get_fee (wbeth)->state, ==, SURETY_SHEET_NO_SOURCE);

  /* Three modules of Lido's, added up. */
  g_assert_cmpint (surety_token_sheet_get_validators (steth)->kind, ==, SURETY_VALIDATORS_MIXED);
  g_assert_cmpuint (surety_token_sheet_get_validators (steth)->count, ==, 390);
  /* Through RocketStorage. */
  g_assert_cmpuint (surety_token_sheet_get_validators (reth)->count, ==, 3914);
  g_assert_cmpint (surety_token_sheet_get_validators (cbeth)->count_state, ==,
                   SURETY_SHEET_NO_SOURCE);

  g_assert_cmpint (surety_token_sheet_get_exit (steth)->waiting_state, ==, SURETY_SHEET_KNOWN);
  g_assert_true (surety_token_sheet_get_exit (steth)->waiting > WAD ("40000"));
  g_assert_cmpint (surety_token_sheet_get_exit (steth)->slowed_state, ==, SURETY_SHEET_KNOWN);
  g_assert_false (surety_token_sheet_get_exit (steth)->slowed);
  g_assert_cmpuint (surety_token_sheet_get_cash (steth)->restaking_blocks, ==, 100800);
  g_assert_cmpuint (surety_token_sheet_get_cash (steth)->restaking_seconds, ==, 14 * DAY);
  g_assert_cmpint (surety_token_sheet_get_cash (steth)->state, ==, SURETY_SHEET_KNOWN);
  g_assert_cmpuint (surety_token_sheet_get_cash (steth)->min, ==, 15 * DAY);
  g_assert_cmpuint (surety_token_sheet_get_cash (steth)->max, ==, 19 * DAY);
  /* Burnt at once while there is collateral. */
  g_assert_true (surety_token_sheet_get_exit (reth)->available > WAD ("4000"));
  g_assert_cmpint (surety_token_sheet_get_cash (reth)->state, ==, SURETY_SHEET_KNOWN);
  g_assert_cmpuint (surety_token_sheet_get_cash (reth)->max, ==, 14 * DAY);
  /* At the issuer's: nobody here can say how long. */
  g_assert_cmpint (surety_token_sheet_get_cash (cbeth)->state, ==, SURETY_SHEET_NO_SOURCE);
  /* The contract's own delay is the least. */
  g_assert_cmpuint (surety_token_sheet_get_exit (wbeth)->delay, ==, 10 * DAY);
  g_assert_cmpuint (surety_token_sheet_get_cash (wbeth)->min, ==, 24 * DAY);
  g_assert_cmpint (surety_token_sheet_get_cash (wbeth)->state, ==, SURETY_SHEET_NO_SOURCE);
  /* Asked for, less served: two fields of one answer. */
  g_assert_cmpint (surety_token_sheet_get_exit (sfrxeth)->waiting_state, ==, SURETY_SHEET_KNOWN);
  g_assert_true (surety_token_sheet_get_exit (sfrxeth)->waiting < WAD ("2000"));

  g_assert_cmpint (surety_token_sheet_get_paused (cbeth, &paused), ==, SURETY_SHEET_KNOWN);
  g_assert_false (paused);
  g_assert_cmpint (surety_token_sheet_get_paused (reth, &paused), ==, SURETY_SHEET_NO_SOURCE);

  g_assert_true (surety_token_sheet_is_restakable (steth));
  g_assert_cmpint (surety_token_sheet_get_restaked (steth)->state, ==, SURETY_SHEET_KNOWN);
  g_assert_cmpint (surety_token_sheet_get_restaked (steth)->wad, <, PERCENT * 10);
  g_assert_false (surety_token_sheet_is_restakable (wsteth));
  g_assert_cmpint (surety_token_sheet_get_deposit (wsteth)->state, ==,
                   SURETY_DEPOSIT_STATE_NO_STRATEGY);
  g_assert_cmpint (surety_token_sheet_get_restaked (wsteth)->state, ==, SURETY_SHEET_NO_SOURCE);
  g_assert_cmpint (surety_token_sheet_get_deposit (steth)->state, ==, SURETY_DEPOSIT_STATE_OPEN);

  g_assert_true (surety_token_sheet_get_upgrade (cbeth)->is_proxy);
  g_assert_false (address_is_zero (&surety_token_sheet_get_upgrade (cbeth)->admin));
  g_assert_false (surety_token_sheet_get_upgrade (reth)->is_proxy);
}

/* By which way each token's code is replaced on the practice network. */
static void
test_who_can_replace_the_code (void)
{
  static const struct
  {
    const char *symbol;
    SuretyPartyKind kind;
    guint64 days; /* of notice; 0 = not known */
  } expected[] = {
    { "cbETH", SURETY_PARTY_CONTRACT, 10 }, { "ETHx", SURETY_PARTY_CONTRACT, 10 },
    { "mETH", SURETY_PARTY_CONTRACT, 1 },   { "LsETH", SURETY_PARTY_MULTISIG, 0 },
    { "ankrETH", SURETY_PARTY_ACCOUNT, 0 }, { "wBETH", SURETY_PARTY_ACCOUNT, 0 },
  };
  g_autoptr (Line) line = line_new (FALSE);
  g_autoptr (GListModel) sheets = line_load (line, SURETY_SHEETS_NOW);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const SuretySheetUpgrade *upgrade = surety_token_sheet_get_upgrade (
        find (sheets, expected[i].symbol));

      g_test_message ("%s", expected[i].symbol);
      g_assert_cmpint (upgrade->who_state, ==, SURETY_SHEET_KNOWN);
      g_assert_cmpint (upgrade->who.kind, ==, expected[i].kind);
      g_assert_cmpint (upgrade->delay_state, ==,
                       expected[i].days != 0 ? SURETY_SHEET_KNOWN : SURETY_SHEET_NO_SOURCE);
      g_assert_cmpuint (upgrade->delay, ==, expected[i].days * 86400u);
    }
  /* No slot names anybody: nobody is known, and nobody is not good. */
  g_assert_cmpint (surety_token_sheet_get_upgrade (find (sheets, "stETH"))->who_state, ==,
                   SURETY_SHEET_NO_SOURCE);
}

static void
test_peg_is_judged_by_fresh_markets_only (void)
{
  g_autoptr (Line) line = line_new (FALSE);
  g_autoptr (GListModel) sheets = line_load (line, SURETY_SHEETS_NOW);
  const SuretySheetPeg *steth = surety_token_sheet_get_peg (find (sheets, "stETH"));
  const SuretySheetPeg *wsteth = surety_token_sheet_get_peg (find (sheets, "wstETH"));
  const SuretySheetPeg *sweth = surety_token_sheet_get_peg (find (sheets, "swETH"));
  const SuretySheetPeg *meth = surety_token_sheet_get_peg (find (sheets, "mETH"));
  const SuretySheetPeg *lseth = surety_token_sheet_get_peg (find (sheets, "LsETH"));

  g_assert_cmpint (steth->state, ==, SURETY_SHEET_KNOWN);
  g_assert_cmpint (steth->deviation, <, 0);
  g_assert_cmpint (steth->deviation, >, -PERCENT / 2);
  g_assert_cmpuint (steth->age, <=, DAY);
  /* What stETH costs, for what wstETH wraps. */
  g_assert_cmpint (wsteth->state, ==, SURETY_SHEET_KNOWN);
  g_assert_true (wsteth->price > steth->price);
  g_assert_cmpint (ABS (wsteth->deviation - steth->deviation), <=, 2);
  /* Off its peg. */
  g_assert_cmpint (sweth->state, ==, SURETY_SHEET_KNOWN);
  g_assert_cmpint (sweth->deviation, <, -PERCENT * 4);
  /* A feed that stopped: shown as old, judged by nobody. */
  g_assert_cmpint (meth->state, ==, SURETY_SHEET_STALE);
  g_assert_cmpuint (meth->age, >, 19 * DAY);
  /* An echo of the protocol's own rate is no market. */
  g_assert_cmpint (lseth->state, ==, SURETY_SHEET_NO_SOURCE);
}

static void
test_minting_paused_full_and_open (void)
{
  g_autoptr (Line) line = line_new (FALSE);
  g_autoptr (GListModel) sheets = line_load (line, SURETY_SHEETS_NOW);
  g_autoptr (GListModel) later = NULL;
  const SuretySheetMint *reth = surety_token_sheet_get_mint (find (sheets, "rETH"));
  const SuretySheetMint *oseth = surety_token_sheet_get_mint (find (sheets, "osETH"));

  g_assert_cmpint (surety_token_sheet_get_mint (find (sheets, "stETH"))->state, ==,
                   SURETY_MINT_STATE_OPEN);
  g_assert_true (surety_token_sheet_get_mint (find (sheets, "stETH"))->maximum == U256_MAX);
  g_assert_cmpint (reth->state, ==, SURETY_MINT_STATE_OPEN);
  g_assert_true (reth->minimum == WAD ("0.01"));
  g_assert_true (reth->maximum == WAD ("10000"));
  g_assert_cmpint (surety_token_sheet_get_mint (find (sheets, "ETHx"))->state, ==,
                   SURETY_MINT_STATE_PAUSED);
  g_assert_cmpint (surety_token_sheet_get_mint (find (sheets, "mETH"))->state, ==,
                   SURETY_MINT_STATE_FULL);
  g_assert_cmpint (surety_token_sheet_get_mint (find (sheets, "LsETH"))->state, ==,
                   SURETY_MINT_STATE_IMPOSSIBLE);
  g_assert_cmpint (oseth->state, ==, SURETY_MINT_STATE_OPEN);
  g_assert_cmpint (oseth->loan.wad, ==, PERCENT * 90);
  g_assert_true (oseth->maximum == WAD ("137000"));

  surety_practice_wind_seconds (line->practice, 11 * DAY);
  later = line_load (line, SURETY_SHEETS_NOW);
  g_assert_cmpint (surety_token_sheet_get_mint (find (later, "ETHx"))->state, ==,
                   SURETY_MINT_STATE_OPEN);
  g_assert_cmpint (surety_token_sheet_get_mint (find (later, "mETH"))->state, ==,
                   SURETY_MINT_STATE_OPEN);
  g_assert_true (surety_token_sheet_get_mint (find (later, "mETH"))->maximum > WAD ("25000"));
}

static void
test_without_an_account_balances_are_unknown (void)
{
  g_autoptr (Line) line = line_new (FALSE);
  g_autoptr (GListModel) sheets = load (line->network, line->endpoints, NULL, SURETY_SHEETS_NOW);

  g_assert_false (surety_figure_is_known (surety_token_sheet_get_balance (find (sheets, "stETH"))));
  g_assert_true (surety_figure_is_known (surety_token_sheet_get_supply (find (sheets, "stETH"))));
}

/* --- endpoints that serve less --- */

static void
test_without_archive_events_tell (void)
{
  g_autoptr (Line) line = line_new (FALSE);
  static const char *const told[] = {
    "stETH", "wstETH", "rETH", "cbETH", "ETHx", "swETH", "LsETH", "ankrETH", "wBETH",
  };
  static const char *const untold[] = { "osETH", "mETH", "sfrxETH" };
  g_autoptr (GListModel) archive = line_load (line, SURETY_SHEETS_HISTORY);
  g_autoptr (GListModel) sheets = NULL;

  rigged_transport_set_oldest (line->transport, surety_practice_get_block (line->practice) - 128);
  sheets = line_load (line, SURETY_SHEETS_HISTORY);
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      const SuretySheetReward *reward = surety_token_sheet_get_reward (find (sheets, told[i]),
                                                                       SURETY_REWARD_30_DAYS);
      const SuretySheetReward *other = surety_token_sheet_get_reward (find (archive, told[i]),
                                                                      SURETY_REWARD_30_DAYS);

      g_assert_cmpint (reward->state, ==, SURETY_SHEET_KNOWN);
      g_assert_true (reward->from_events);
      /* The same, but for a day at the ends. */
      g_assert_cmpint (ABS (reward->apr - other->apr), <, PERCENT / 5);
    }
  for (guint i = 0; i < G_N_ELEMENTS (untold); i++)
    g_assert_cmpint (surety_token_sheet_get_reward (find (sheets, untold[i]), SURETY_REWARD_30_DAYS)
                       ->state,
                     ==, SURETY_SHEET_NOT_SERVED);
}

static void
test_without_archive_and_logs_rewards_are_not_known (void)
{
  g_autoptr (Line) line = line_new (FALSE);
  g_autoptr (GListModel) sheets = NULL;

  rigged_transport_set_oldest (line->transport, surety_practice_get_block (line->practice) - 128);
  rigged_transport_refuse (line->transport, "eth_getLogs");
  rigged_transport_refuse (line->transport, "eth_getStorageAt");
  sheets = line_load (line, SURETY_SHEETS_HISTORY);
  for (guint i = 0; i < g_list_model_get_n_items (sheets); i++)
    {
      g_autoptr (SuretyTokenSheet) sheet = g_list_model_get_item (sheets, i);

      g_assert_cmpint (surety_token_sheet_get_reward (sheet, SURETY_REWARD_7_DAYS)->state, ==,
                       SURETY_SHEET_NOT_SERVED);
      g_assert_cmpint (surety_token_sheet_get_reward (sheet, SURETY_REWARD_30_DAYS)->state, ==,
                       SURETY_SHEET_NOT_SERVED);
      g_assert_cmpint (surety_token_sheet_get_upgrade (sheet)->state, ==, SURETY_SHEET_NOT_SERVED);
      /* What is true now is known all the same. */
      g_assert_true (surety_figure_is_known (surety_token_sheet_get_rate (sheet)));
    }
}

/* --- contracts that answer what they should not --- */

static Address
feed_of (Line *line, const char *symbol)
{
  const SuretyPriceFeed *feed = g_ptr_array_index (token_of (line->network, symbol)->facts->feeds,
                                                   0);

  return feed->address;
}

#define LATEST                                                                       \
  "function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 " \
  "startedAt, uint256 updatedAt, uint80 answeredInRound)"

static void
test_bad_feeds_are_no_price (void)
{
  g_autoptr (Line) line = line_new (TRUE);
  Address steth = feed_of (line, "stETH");
  Address reth = feed_of (line, "rETH");
  Address cbeth = feed_of (line, "cbETH");
  Address sweth = feed_of (line, "swETH");
  guint64 now = surety_practice_get_time (line->practice);
  g_autoptr (GListModel) sheets = NULL;

  /* Other decimals than it should have; no price at all; a round never finished; reversed. */
  rigged_transport_answer (line->transport, &steth, "function decimals() view returns (uint8)",
                           (guint64[]) { 8 }, 1);
  rigged_transport_answer (line->transport, &reth, LATEST, (guint64[]) { 1, 0, now, now, 1 }, 5);
  rigged_transport_answer (line->transport, &cbeth, LATEST,
                           (guint64[]) { 1, G_GUINT64_CONSTANT (1000000000000000000), now, 0, 1 },
                           5);
  rigged_transport_answer_hex (line->transport, &sweth,
                               "function description() view returns (string)",
                               "0x0000000000000000000000000000000000000000000000000000000000000020"
                               "000000000000000000000000000000000000000000000000000000000000000b"
                               "455448202f2053574554480000000000000000000000000000000000000000"
                               "00");
  sheets = line_load (line, SURETY_SHEETS_NOW);
  g_assert_cmpint (surety_token_sheet_get_peg (find (sheets, "stETH"))->state, ==,
                   SURETY_SHEET_UNREADABLE);
  g_assert_cmpint (surety_token_sheet_get_peg (find (sheets, "rETH"))->state, ==,
                   SURETY_SHEET_UNREADABLE);
  g_assert_cmpint (surety_token_sheet_get_peg (find (sheets, "cbETH"))->state, ==,
                   SURETY_SHEET_UNREADABLE);
  g_assert_cmpint (surety_token_sheet_get_peg (find (sheets, "swETH"))->state, ==,
                   SURETY_SHEET_UNREADABLE);
  g_assert_cmpint (surety_token_sheet_get_peg (find (sheets, "ETHx"))->state, ==,
                   SURETY_SHEET_KNOWN);
}

static void
test_bad_answers_are_unreadable (void)
{
  g_autoptr (Line) line = line_new (TRUE);
  const SuretyToken *steth = token_of (line->network, "stETH");
  const SuretyToken *reth = token_of (line->network, "rETH");
  const SuretyToken *ethx = token_of (line->network, "ETHx");
  const SuretyToken *ankr = token_of (line->network, "ankrETH");
  g_autoptr (GListModel) sheets = NULL;

  rigged_transport_answer (line->transport, &steth->token,
                           "function getFee() view returns (uint16)", (guint64[]) { 10001 }, 1);
  rigged_transport_answer (line->transport, &steth->token,
                           "function isStakingPaused() view returns (bool)", NULL, 0);
  /* A registry that has moved on without us. */
  rigged_transport_answer (line->transport, &reth->facts->mint.place.address,
                           "function getAddress(bytes32 key) view returns (address)",
                           (guint64[]) { 0 }, 1);
  rigged_transport_answer (line->transport, &ethx->rate_source,
                           "function getExchangeRate() view returns (uint256)", (guint64[]) { 0 },
                           1);
  /* The inverse ratio, not the rate: 0.8 means 1.25. */
  rigged_transport_answer (line->transport, &ankr->token, "function ratio() view returns (uint256)",
                           (guint64[]) { G_GUINT64_CONSTANT (835000000000000000) }, 1);
  sheets = line_load (line, SURETY_SHEETS_NOW);

  g_assert_cmpint (surety_token_sheet_get_fee (find (sheets, "stETH"))->state, ==,
                   SURETY_SHEET_UNREADABLE);
  /* A gate that can't be read is not open. */
  g_assert_cmpint (surety_token_sheet_get_mint (find (sheets, "stETH"))->state, ==,
                   SURETY_MINT_STATE_UNKNOWN);
  g_assert_cmpint (surety_token_sheet_get_mint (find (sheets, "rETH"))->state, ==,
                   SURETY_MINT_STATE_UNKNOWN);
  g_assert_false (surety_token_sheet_get_mint (find (sheets, "rETH"))->has_contract);
  g_assert_cmpint (surety_token_sheet_get_validators (find (sheets, "rETH"))->count_state, ==,
                   SURETY_SHEET_UNREADABLE);
  g_assert_false (surety_figure_is_known (surety_token_sheet_get_rate (find (sheets, "ETHx"))));
  g_assert_cmpint (surety_token_sheet_get_peg (find (sheets, "ETHx"))->state, ==,
                   SURETY_SHEET_UNREADABLE);
  g_assert_true (surety_figure_get_value (surety_token_sheet_get_rate (find (sheets, "ankrETH"))) ==
                 WAD ("1.197604790419161676"));
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);

  g_test_add_func ("/lst/growth-vectors", test_growth_vectors);
  g_test_add_func ("/lst/peg-vectors", test_peg_vectors);
  g_test_add_func ("/lst/feeds-must-be-described-as-they-are", test_feed_descriptions);
  g_test_add_func ("/lst/proxy-slots", test_proxy_slots);
  protocol_test_add ("/lst/all-tokens-in-few-exchanges", test_all_tokens_in_few_exchanges);
  protocol_test_add ("/lst/ninety-days-once-there-are-so-many",
                     test_ninety_days_once_there_are_so_many);
  protocol_test_add ("/lst/facts-of-each-token", test_facts_of_each_token);
  protocol_test_add ("/lst/who-can-replace-the-code", test_who_can_replace_the_code);
  protocol_test_add ("/lst/peg-is-judged-by-fresh-markets-only",
                     test_peg_is_judged_by_fresh_markets_only);
  protocol_test_add ("/lst/minting-paused-full-and-open", test_minting_paused_full_and_open);
  protocol_test_add ("/lst/without-an-account-balances-are-unknown",
                     test_without_an_account_balances_are_unknown);
  protocol_test_add ("/lst/without-archive-events-tell", test_without_archive_events_tell);
  protocol_test_add ("/lst/without-archive-and-logs-rewards-are-not-known",
                     test_without_archive_and_logs_rewards_are_not_known);
  protocol_test_add ("/lst/bad-feeds-are-no-price", test_bad_feeds_are_no_price);
  protocol_test_add ("/lst/bad-answers-are-unreadable", test_bad_answers_are_unreadable);

  return g_test_run ();
}
