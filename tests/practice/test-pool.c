/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

/* Sending: what is refused, what waits, what replaces what; and that a network can be kept. */

#define DEAD "0x000000000000000000000000000000000000dead"
#define FEE G_GUINT64_CONSTANT (2000000000)
/* Below every base fee of this network but the lowest. */
#define LOW_FEE G_GUINT64_CONSTANT (410000000)

static char *
signed_transfer (SuretyPractice *self, guint64 nonce, guint64 fee, u256 value, guint64 gas)
{
  g_autofree char *raw = practice_test_sign (self, surety_practice_get_player_key (self), DEAD,
                                             value, "0x", gas, nonce, fee);

  return g_strdup_printf ("[\"%s\"]", raw);
}

static void
refused (SuretyPractice *self, const char *params, const char *part)
{
  g_autoptr (JsonObject) error = NULL;
  g_autoptr (JsonNode) result = practice_test_rpc (self, "eth_sendRawTransaction", params, &error);

  g_assert_nonnull (error);
  g_assert_null (result);
  g_assert_cmpint (json_object_get_int_member (error, "code"), ==, -32000);
  if (strstr (json_object_get_string_member (error, "message"), part) == NULL)
    g_error ("%s", json_object_get_string_member (error, "message"));
}

static char *
accepted (SuretyPractice *self, const char *params)
{
  g_autofree char *hash = practice_test_text (self, "eth_sendRawTransaction", params);

  return g_strdup_printf ("[\"%s\"]", hash);
}

static gboolean
mined (SuretyPractice *self, const char *hash)
{
  g_autoptr (JsonNode) receipt = practice_test_rpc (self, "eth_getTransactionReceipt", hash, NULL);

  return !JSON_NODE_HOLDS_NULL (receipt);
}

static guint64
nonce (SuretyPractice *self, const char *tag)
{
  char player[ADDRESS_TEXT_SIZE];
  Address address;

  surety_practice_get_player (self, &address);
  address_to_text (&address, player);
  g_autofree char *params = g_strdup_printf ("[\"%s\",\"%s\"]", player, tag);

  return practice_test_number (self, "eth_getTransactionCount", params);
}

static void
test_refused (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autofree char *first = signed_transfer (self, 0, FEE, 1, 21000);
  g_autofree char *used = signed_transfer (self, 0, FEE, 2, 21000);
  g_autofree char *too_much = signed_transfer (self, 1, FEE, U256_WAD * 10u, 21000);
  g_autofree char *too_little = signed_transfer (self, 1, FEE, 1, 20999);
  g_autofree char *too_large = signed_transfer (self, 1, FEE, 1, 50000000);
  g_autofree char *too_far = signed_transfer (self, 1000, FEE, 1, 21000);

  g_free (accepted (self, first));
  refused (self, first, "nonce too low: next nonce 1, tx nonce 0");
  refused (self, used, "nonce too low");
  refused (self, too_much, "insufficient funds for gas * price + value");
  refused (self, too_little, "intrinsic gas too low");
  refused (self, too_large, "exceeds block gas limit");
  refused (self, too_far, "nonce too high");
}

static void
test_each_in_its_own_block (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  guint64 block = surety_practice_get_block (self);
  guint64 time = surety_practice_get_time (self);

  for (guint64 i = 0; i < 3; i++)
    {
      g_autofree char *params = signed_transfer (self, i, FEE, 1, 21000);
      g_autofree char *hash = accepted (self, params);

      g_assert_true (mined (self, hash));
      g_assert_cmpuint (surety_practice_get_block (self), ==, block + i + 1);
      g_assert_cmpuint (surety_practice_get_time (self), ==, time + 12 * (i + 1));
    }
}

static void
test_gap_waits (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autofree char *second = signed_transfer (self, 1, FEE, 1, 21000);
  g_autofree char *first = signed_transfer (self, 0, FEE, 1, 21000);
  g_autofree char *second_hash = accepted (self, second);

  g_assert_false (mined (self, second_hash));
  g_assert_cmpuint (nonce (self, "latest"), ==, 0);
  g_assert_cmpuint (nonce (self, "pending"), ==, 0);
  refused (self, second, "already known");
  g_autoptr (JsonNode)
    known = practice_test_rpc (self, "eth_getTransactionByHash", second_hash, NULL);
  g_assert_true (json_object_get_null_member (json_node_get_object (known), "blockNumber"));

  g_autofree char *first_hash = accepted (self, first);
  g_assert_true (mined (self, first_hash));
  g_assert_true (mined (self, second_hash));
  g_assert_cmpuint (nonce (self, "latest"), ==, 2);
}

static void
test_stuck_and_replaced (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);

  /* The base fee is lowest at the start and rises: go where it is high. */
  surety_practice_mine (self, 300);
  g_autofree char *low = signed_transfer (self, 0, LOW_FEE, 1, 21000);
  g_autofree char *little_more = signed_transfer (self, 0, LOW_FEE + LOW_FEE / 20, 1, 21000);
  g_autofree char *more = signed_transfer (self, 0, FEE, 2, 21000);
  g_autofree char *low_hash = accepted (self, low);

  g_assert_false (mined (self, low_hash));
  g_assert_cmpuint (nonce (self, "pending"), ==, 1);
  refused (self, little_more, "replacement transaction underpriced");
  g_autofree char *more_hash = accepted (self, more);
  g_assert_true (mined (self, more_hash));
  g_assert_false (mined (self, low_hash));
  surety_practice_mine (self, 2000);
  g_assert_false (mined (self, low_hash));
}

static void
test_stuck_until_cheap (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);

  surety_practice_mine (self, 300);
  g_autofree char *low = signed_transfer (self, 0, LOW_FEE, 1, 21000);
  g_autofree char *hash = accepted (self, low);
  g_assert_false (mined (self, hash));
  surety_practice_mine (self, 1200);
  g_assert_true (mined (self, hash));
}

static void
test_out_of_gas (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autofree char *data =
    practice_test_call_data ("function approve(address a, uint256 b) returns (bool)",
                             ARGS (A (DEAD), U ("1")));
  g_autofree char *raw = practice_test_sign (self, surety_practice_get_player_key (self),
                                             "0xa8d30e3b52b93d4292998CD53F6bae274265dBB6", 0, data,
                                             30000, 0, FEE);
  g_autofree char *params = g_strdup_printf ("[\"%s\"]", raw);
  g_autofree char *hash = accepted (self, params);
  g_autoptr (JsonNode) receipt = practice_test_rpc (self, "eth_getTransactionReceipt", hash, NULL);
  JsonObject *object = json_node_get_object (receipt);

  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "0x0");
  g_assert_cmpstr (json_object_get_string_member (object, "gasUsed"), ==, "0x7530");
}

static void
test_dump (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (7);
  g_autoptr (GError) error = NULL;

  for (guint64 i = 0; i < 3; i++)
    {
      g_autofree char *params = signed_transfer (self, i, FEE, 1, 21000);

      g_free (accepted (self, params));
      surety_practice_wind_seconds (self, 3 * 86400);
    }
  /* One that waits is kept too. */
  g_autofree char *gap = signed_transfer (self, 5, FEE, 1, 21000);
  g_free (accepted (self, gap));

  g_autoptr (GBytes) dump = surety_practice_dump (self);
  g_autoptr (SuretyPractice) again = surety_practice_load (dump, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) second = surety_practice_dump (again);
  g_assert_true (g_bytes_equal (dump, second));
  g_assert_cmpuint (surety_practice_get_block (again), ==, surety_practice_get_block (self));
  g_autofree char *a = practice_test_body (
    self, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBlockByNumber\",\"params\":"
          "[\"latest\",true]}");
  g_autofree char *b = practice_test_body (
    again, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBlockByNumber\",\"params\":"
           "[\"latest\",true]}");
  g_assert_cmpstr (a, ==, b);
}

static void
test_damaged_dump (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autofree char *params = signed_transfer (self, 0, FEE, 1, 21000);
  gsize length;

  g_free (accepted (self, params));
  surety_practice_mine (self, 5);
  g_autoptr (GBytes) dump = surety_practice_dump (self);
  const guint8 *data = g_bytes_get_data (dump, &length);
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;
      guint8 *changed = g_memdup2 (data, length);
      changed[i] ^= 0x40;
      g_autoptr (GBytes) bytes = g_bytes_new_take (changed, length);

      g_assert_null (surety_practice_load (bytes, &error));
      g_assert_error (error, SURETY_PRACTICE_ERROR, SURETY_PRACTICE_ERROR_DAMAGED);
    }
  for (gsize i = 0; i < length; i += 7)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = g_bytes_new (data, i);

      g_assert_null (surety_practice_load (bytes, &error));
      g_assert_error (error, SURETY_PRACTICE_ERROR, SURETY_PRACTICE_ERROR_DAMAGED);
    }
}

static void
test_winding_is_quick (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  guint64 block = surety_practice_get_block (self);
  guint64 blocks = 14 * 7200;
  guint changes = 0;

  g_signal_connect_swapped (self, "changed", G_CALLBACK (g_atomic_int_inc), &changes);
  surety_practice_wind_seconds (self, 1);
  g_assert_cmpuint (surety_practice_get_block (self), ==, block + 1);
  surety_practice_wind_seconds (self, blocks * 12);
  g_assert_cmpuint (surety_practice_get_block (self), ==, block + 1 + blocks);
  g_assert_cmpuint (changes, ==, 2);
}

static void
test_end_of_time (void)
{
  g_autoptr (SuretyPractice) self = practice_test_bare ();

  surety_practice_mine (self, G_MAXUINT64);
  g_assert_cmpuint (surety_practice_get_block (self), ==, PRACTICE_LAST_BLOCK);
  surety_practice_wind_seconds (self, G_MAXUINT64);
  g_assert_cmpuint (surety_practice_get_block (self), ==, PRACTICE_LAST_BLOCK);
  g_assert_cmpuint (surety_practice_get_time (self), <, G_MAXUINT32);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/pool/refused", test_refused);
  g_test_add_func ("/practice/pool/each-in-its-own-block", test_each_in_its_own_block);
  g_test_add_func ("/practice/pool/gap-waits", test_gap_waits);
  g_test_add_func ("/practice/pool/stuck-and-replaced", test_stuck_and_replaced);
  g_test_add_func ("/practice/pool/stuck-until-fees-fall", test_stuck_until_cheap);
  g_test_add_func ("/practice/pool/out-of-gas", test_out_of_gas);
  g_test_add_func ("/practice/pool/kept-and-replayed", test_dump);
  g_test_add_func ("/practice/pool/damaged-dump-is-refused", test_damaged_dump);
  g_test_add_func ("/practice/pool/winding", test_winding_is_quick);

  g_test_add_func ("/practice/pool/end-of-time", test_end_of_time);

  return g_test_run ();
}
