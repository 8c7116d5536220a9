/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "practice-addresses.h"
#include "practice-history.h"

/* What a newcomer does, with the player's own key: there and back, and minting on the way. */

static const char balance_of[] = "function balanceOf(address account) returns (uint256)";

static void
succeeds (JsonObject *receipt)
{
  g_autoptr (JsonObject) owned = receipt;

  g_assert_cmpstr (json_object_get_string_member (owned, "status"), ==, "0x1");
}

static void
send (SuretyPractice *self,
      const char *to,
      const char *function,
      const AbiValue *args,
      gsize n_args)
{
  g_autofree char *data = practice_test_call_data (function, args, n_args);

  succeeds (practice_test_send (self, to, 0, data));
}

static u256
read_number (SuretyPractice *self,
             const char *to,
             const char *function,
             const AbiValue *args,
             gsize n_args)
{
  g_auto (TestValues) result = practice_test_read (self, to, function, args, n_args);

  return result.values.values[0].word;
}

static void
test_there_and_back (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  char player[ADDRESS_TEXT_SIZE];
  char operator[ADDRESS_TEXT_SIZE];
  Address address;
  Address operator_address = practice_operator_address (0);
  AbiValue amount = U ("50000000000000000");

  surety_practice_get_player (self, &address);
  address_to_text (&address, player);
  address_to_text (&operator_address, operator);
  u256 before = read_number (self, PRACTICE_ADDRESS_STETH, balance_of, ARGS (A (player)));

  send (self, PRACTICE_ADDRESS_STETH, "function approve(address spender, uint256 a) returns (bool)",
        ARGS (A (PRACTICE_ADDRESS_STRATEGY_MANAGER), amount));
  send (self, PRACTICE_ADDRESS_STRATEGY_MANAGER,
        "function depositIntoStrategy(address s, address t, uint256 a) returns (uint256)",
        ARGS (A (PRACTICE_ADDRESS_STRATEGY_STETH), A (PRACTICE_ADDRESS_STETH), amount));
  AbiValue none[] = { abi_bytes ((Bytes) { NULL, 0 }), abi_uint (0) };
  AbiValue salt = abi_fixed_bytes ((Bytes) { (const guint8[32]) { 0 }, 32 });
  send (self, PRACTICE_ADDRESS_DELEGATION_MANAGER,
        "function delegateTo(address operator, (bytes s, uint256 e) a, bytes32 salt)",
        ARGS (A (operator), abi_tuple (none, 2), salt));

  u256 after = read_number (self, PRACTICE_ADDRESS_STETH, balance_of, ARGS (A (player)));
  /* At most the two wei a rebasing token keeps, and the allowance is used up. */
  g_assert_true (before - after <= amount.word && before - after + 2 >= amount.word);
  practice_test_is (self, PRACTICE_ADDRESS_STETH,
                    "function allowance(address a, address b) returns (uint256)",
                    ARGS (A (player), A (PRACTICE_ADDRESS_STRATEGY_MANAGER)), "0");
  u256 shares = read_number (self, PRACTICE_ADDRESS_STRATEGY_MANAGER,
                             "function stakerDepositShares(address a, address s) returns (uint256)",
                             ARGS (A (player), A (PRACTICE_ADDRESS_STRATEGY_STETH)));
  g_assert_true (shares > 0);

  AbiValue items[] = {
    practice_test_list (A (PRACTICE_ADDRESS_STRATEGY_STETH)),
    practice_test_list (abi_uint (shares)),
    A (player),
  };
  AbiValue params = abi_tuple (items, 3);
  send (self, PRACTICE_ADDRESS_DELEGATION_MANAGER,
        "function queueWithdrawals((address[] s, uint256[] d, address w)[] p) returns (bytes32[])",
        ARGS (abi_array (&params, 1)));
  guint64 queued_at = surety_practice_get_block (self);

  surety_practice_wind_seconds (self, 14 * 86400);
  g_assert_cmpuint (surety_practice_get_block (self), ==, queued_at + 100800);
  surety_practice_mine (self, 1);

  g_auto (TestValues) values = practice_test_read (
    self, PRACTICE_ADDRESS_DELEGATION_MANAGER,
    "function getQueuedWithdrawals(address a) returns ((address staker, address o, address w, "
    "uint256 nonce, uint32 start, address[] strategies, uint256[] scaled)[] w, uint256[][] s)",
    ARGS (A (player)));
  g_assert_cmpuint (values.values.values[0].n_items, ==, 1);
  u256 held = read_number (self, PRACTICE_ADDRESS_STETH, balance_of, ARGS (A (player)));
  send (self, PRACTICE_ADDRESS_DELEGATION_MANAGER,
        "function completeQueuedWithdrawal((address staker, address o, address w, uint256 nonce, "
        "uint32 start, address[] strategies, uint256[] scaled) w, address[] tokens, bool t)",
        ARGS (values.values.values[0].items[0], practice_test_list (A (PRACTICE_ADDRESS_STETH)),
              abi_bool (true)));
  u256 back = read_number (self, PRACTICE_ADDRESS_STETH, balance_of, ARGS (A (player))) - held;
  /* It rebased meanwhile: a little more than was put in. */
  g_assert_true (back > amount.word);
  g_assert_true (back < amount.word + amount.word / 100);
}

static void
test_ether_is_charged (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  char player[ADDRESS_TEXT_SIZE];
  Address address;

  surety_practice_get_player (self, &address);
  address_to_text (&address, player);
  g_autofree char *params = g_strdup_printf ("[\"%s\",\"latest\"]", player);
  g_autofree char *before = practice_test_text (self, "eth_getBalance", params);
  g_assert_cmpstr (before, ==, "0x8ac7230489e80000");

  g_autoptr (JsonObject)
    receipt = practice_test_send (self, "0x000000000000000000000000000000000000dead", U256_WAD,
                                  "0x");
  g_assert_cmpstr (json_object_get_string_member (receipt, "gasUsed"), ==, "0x5208");
  const char *price = json_object_get_string_member (receipt, "effectiveGasPrice");
  g_autofree char *after = practice_test_text (self, "eth_getBalance", params);
  u256 left;
  u256 paid;

  g_assert_cmpint (u256_from_quantity (after, strlen (after), &left), ==, CORE_OK);
  g_assert_cmpint (u256_from_quantity (price, strlen (price), &paid), ==, CORE_OK);
  g_assert_true (left == U256_WAD * 9u - paid * 21000u);
}

static void
test_a_revert_is_mined (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autofree char *data =
    practice_test_call_data ("function transfer(address to, uint256 a) returns (bool)",
                             ARGS (A (PRACTICE_ADDRESS_MULTICALL3), U ("1000000000000000000000")));
  g_autofree char *raw = practice_test_sign (self, surety_practice_get_player_key (self),
                                             PRACTICE_ADDRESS_RETH, 0, data, 100000, 0, 2000000000);
  g_autofree char *params = g_strdup_printf ("[\"%s\"]", raw);
  g_autofree char *hash = practice_test_text (self, "eth_sendRawTransaction", params);
  g_autofree char *hash_params = g_strdup_printf ("[\"%s\"]", hash);
  g_autoptr (JsonNode)
    receipt = practice_test_rpc (self, "eth_getTransactionReceipt", hash_params, NULL);
  JsonObject *object = json_node_get_object (receipt);

  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "0x0");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "logs")), ==, 0);
}

static void
test_minting (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  char player[ADDRESS_TEXT_SIZE];
  Address address;

  surety_practice_get_player (self, &address);
  address_to_text (&address, player);
  g_autofree char *submit =
    practice_test_call_data ("function submit(address referral) payable returns (uint256)",
                             ARGS (A ("0x0000000000000000000000000000000000000000")));
  g_autofree char *deposit = practice_test_call_data ("function deposit() payable", NULL, 0);
  const struct
  {
    const char *to;
    const char *data;
    const char *token;
  } mints[] = {
    { PRACTICE_ADDRESS_STETH, submit, PRACTICE_ADDRESS_STETH },
    { PRACTICE_ADDRESS_STETH, "0x", PRACTICE_ADDRESS_STETH },
    { PRACTICE_ADDRESS_WSTETH, "0x", PRACTICE_ADDRESS_WSTETH },
    { PRACTICE_ADDRESS_ROCKET_DEPOSIT_POOL, deposit, PRACTICE_ADDRESS_RETH },
    { PRACTICE_ADDRESS_SWETH, deposit, PRACTICE_ADDRESS_SWETH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (mints); i++)
    {
      u256 before = read_number (self, mints[i].token, balance_of, ARGS (A (player)));

      succeeds (practice_test_send (self, mints[i].to, U256_WAD / 2, mints[i].data));
      u256 minted = read_number (self, mints[i].token, balance_of, ARGS (A (player))) - before;
      g_assert_true (minted > U256_WAD * 38u / 100u);
      g_assert_true (minted <= U256_WAD / 2);
    }

  /* Round trip through wstETH. */
  u256 wrapped = read_number (self, PRACTICE_ADDRESS_WSTETH, balance_of, ARGS (A (player)));
  send (self, PRACTICE_ADDRESS_WSTETH, "function unwrap(uint256 a) returns (uint256)",
        ARGS (abi_uint (wrapped)));
  practice_test_is (self, PRACTICE_ADDRESS_WSTETH, balance_of, ARGS (A (player)), "0");
  send (self, PRACTICE_ADDRESS_STETH, "function approve(address spender, uint256 a) returns (bool)",
        ARGS (A (PRACTICE_ADDRESS_WSTETH), U ("1000000000000000000")));
  send (self, PRACTICE_ADDRESS_WSTETH, "function wrap(uint256 a) returns (uint256)",
        ARGS (U ("1000000000000000000")));
  g_assert_true (read_number (self, PRACTICE_ADDRESS_WSTETH, balance_of, ARGS (A (player))) > 0);
  /* And ETH back for rETH. */
  send (self, PRACTICE_ADDRESS_RETH, "function burn(uint256 a)", ARGS (U ("100000000000000000")));
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/journey/there-and-back", test_there_and_back);
  g_test_add_func ("/practice/journey/ether-is-charged", test_ether_is_charged);
  g_test_add_func ("/practice/journey/a-revert-is-mined", test_a_revert_is_mined);
  g_test_add_func ("/practice/journey/minting", test_minting);

  return g_test_run ();
}
