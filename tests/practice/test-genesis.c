/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-test.h"

#include <string.h>

#include "hex.h"
#include "practice-abi.h"
#include "practice-addresses.h"
#include "practice-history.h"
#include "practice-operators.h"

/* What the player finds, read as any client reads it: from logs. */

static GPtrArray *
all_logs (SuretyPractice *self, const char *contract, const char *event)
{
  GPtrArray *logs = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  guint64 head = surety_practice_get_block (self);
  char topic[67];

  hex_encode (practice_abi_item (event)->hash.bytes, 32, true, topic);
  for (guint64 from = 0; from <= head; from += 10000)
    {
      g_autofree char *params = g_strdup_printf ("[{\"fromBlock\":\"0x%" G_GINT64_MODIFIER
                                                 "x\",\"toBlock\":\"0x%" G_GINT64_MODIFIER
                                                 "x\",\"address\":\"%s\",\"topics\":[\"%s\"]}]",
                                                 from, MIN (from + 9999, head), contract, topic);
      g_autoptr (JsonNode) node = practice_test_rpc (self, "eth_getLogs", params, NULL);
      JsonArray *list = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (list); i++)
        g_ptr_array_add (logs, json_object_ref (json_array_get_object_element (list, i)));
    }

  return logs;
}

/* The name in a log whose only datum is a URI; NULL when the URI is empty. */
static char *
name_in (JsonObject *log)
{
  static const char prefix[] = "data:application/json,";
  const AbiItem *event = practice_abi_item (
    "event OperatorMetadataURIUpdated(address indexed o, string uri)");
  const char *data = json_object_get_string_member (log, "data");
  Buffer bytes = buffer_new ();
  AbiValues values;

  g_assert_cmpint (hex_decode (data, strlen (data), 65536, &bytes), ==, CORE_OK);
  g_assert_cmpint (abi_decode (&event->inputs[1], 1, buffer_bytes (&bytes), NULL, &values), ==,
                   CORE_OK);
  g_autofree char *uri = g_strndup ((const char *) values.values[0].data.data,
                                    values.values[0].data.len);
  abi_values_clear (&values);
  buffer_clear (&bytes);
  if (uri[0] == '\0')
    return NULL;

  g_assert_true (g_str_has_prefix (uri, prefix));
  g_autofree char *json = g_uri_unescape_string (uri + strlen (prefix), NULL);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  g_assert_nonnull (root);

  return g_strdup (json_object_get_string_member (json_node_get_object (root), "name"));
}

static void
count_names (GPtrArray *logs, guint *named, guint *nameless)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *nameless = 0;
  for (guint i = 0; i < logs->len; i++)
    {
      char *name = name_in (g_ptr_array_index (logs, i));

      if (name != NULL)
        g_assert_true (g_hash_table_add (names, name));
      else
        (*nameless)++;
    }
  *named = g_hash_table_size (names);
}

static void
test_inhabitants (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  g_autoptr (GPtrArray)
    operators = all_logs (self, PRACTICE_ADDRESS_DELEGATION_MANAGER,
                          "event OperatorMetadataURIUpdated(address indexed operator, string uri)");
  g_autoptr (GPtrArray)
    services = all_logs (self, PRACTICE_ADDRESS_ALLOCATION_MANAGER,
                         "event AVSMetadataURIUpdated(address indexed avs, string uri)");
  guint named;
  guint nameless;

  count_names (operators, &named, &nameless);
  g_assert_cmpuint (named + nameless, >=, 40);
  g_assert_cmpuint (nameless, >, 0);
  count_names (services, &named, &nameless);
  g_assert_cmpuint (named, >=, 12);
}

static void
test_variety (void)
{
  static const char get_delay[] =
    "function getAllocationDelay(address operator) returns (bool, uint32)";
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  guint unset = 0;
  guint zero = 0;
  guint longer = 0;

  for (guint i = 0; i < PRACTICE_N_OPERATORS; i++)
    {
      char text[ADDRESS_TEXT_SIZE];
      Address operator= practice_operator_address (i);

      address_to_text (&operator, text);
      g_auto (TestValues) delay = practice_test_read (self, PRACTICE_ADDRESS_ALLOCATION_MANAGER,
                                                      get_delay, ARGS (A (text)));
      gboolean is_set = delay.values.values[0].word != 0;
      guint blocks = (guint) delay.values.values[1].word;

      unset += !is_set;
      zero += is_set && blocks == 0;
      longer += blocks > 126000;
    }
  g_assert_cmpuint (unset, >=, 2);
  g_assert_cmpuint (zero, >=, 3);
  g_assert_cmpuint (longer, >=, 5);

  g_autoptr (GPtrArray) slashes =
    all_logs (self, PRACTICE_ADDRESS_ALLOCATION_MANAGER,
              "event OperatorSlashed(address operator, (address avs, uint32 id) s, address[] t, "
              "uint256[] w, string d)");
  g_assert_cmpuint (slashes->len, >=, 5);
  g_autoptr (GPtrArray) redistributing =
    all_logs (self, PRACTICE_ADDRESS_ALLOCATION_MANAGER,
              "event RedistributionAddressSet((address avs, uint32 id) s, address r)");
  g_assert_cmpuint (redistributing->len, >=, 3);
  g_autoptr (GPtrArray)
    roots = all_logs (self, PRACTICE_ADDRESS_REWARDS_COORDINATOR,
                      "event DistributionRootSubmitted(uint32 indexed i, bytes32 indexed r, "
                      "uint32 indexed e, uint32 a)");
  g_assert_cmpuint (roots->len, >=, 5);
  /* Something waits for its resolution block, something is about to become slashable. */
  g_auto (TestValues) pending =
    practice_test_read (self, PRACTICE_ADDRESS_STRATEGY_MANAGER,
                        "function getPendingOperatorSets() returns ((address avs, uint32 id)[])",
                        NULL, 0);
  g_assert_cmpuint (pending.values.values[0].n_items, >=, 2);
}

static gboolean
has_code (SuretyPractice *self, const Address *address)
{
  char text[ADDRESS_TEXT_SIZE];

  address_to_text (address, text);
  g_autofree char *params = g_strdup_printf ("[\"%s\",\"latest\"]", text);
  g_autofree char *code = practice_test_text (self, "eth_getCode", params);

  return strcmp (code, "0x") != 0;
}

static void
test_slashers (void)
{
  g_autoptr (SuretyPractice) self = surety_practice_new (1);
  guint contracts = 0;
  guint persons = 0;

  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    {
      Address slasher = practice_slasher_address (i);
      Address service = practice_service_address (i);

      g_assert_true (has_code (self, &service));
      if (has_code (self, &slasher))
        contracts++;
      else
        persons++;
    }
  g_assert_cmpuint (contracts, >, 5);
  g_assert_cmpuint (persons, >, 1);
}

static void
test_seeds (void)
{
  static const char shares[] =
    "function operatorShares(address o, address s) returns (uint256 shares)";
  g_autoptr (SuretyPractice) one = surety_practice_new (1);
  g_autoptr (SuretyPractice) same = surety_practice_new (1);
  g_autoptr (SuretyPractice) other = surety_practice_new (2);
  char text[ADDRESS_TEXT_SIZE];
  Address operator= practice_operator_address (1);
  Address player;
  Address other_player;

  address_to_text (&operator, text);
  g_auto (TestValues) a = practice_test_read (one, PRACTICE_ADDRESS_DELEGATION_MANAGER, shares,
                                              ARGS (A (text), A (PRACTICE_ADDRESS_STRATEGY_STETH)));
  g_auto (TestValues) b = practice_test_read (same, PRACTICE_ADDRESS_DELEGATION_MANAGER, shares,
                                              ARGS (A (text), A (PRACTICE_ADDRESS_STRATEGY_STETH)));
  g_auto (TestValues) c = practice_test_read (other, PRACTICE_ADDRESS_DELEGATION_MANAGER, shares,
                                              ARGS (A (text), A (PRACTICE_ADDRESS_STRATEGY_STETH)));
  g_assert_true (a.values.values[0].word > 0);
  g_assert_true (a.values.values[0].word == b.values.values[0].word);
  g_assert_true (a.values.values[0].word != c.values.values[0].word);
  surety_practice_get_player (one, &player);
  surety_practice_get_player (other, &other_player);
  g_assert_true (address_equal (&player, &other_player));
}

/* Every seed's history must run, and years of its future. */
static void
test_any_seed_runs (void)
{
  for (guint64 seed = 0; seed < 12; seed++)
    {
      g_autoptr (SuretyPractice) self = surety_practice_new (seed * seed * 7919 + seed);

      surety_practice_wind_seconds (self, 200 * 86400);
    }
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/genesis/inhabitants-have-names", test_inhabitants);
  g_test_add_func ("/practice/genesis/variety", test_variety);
  g_test_add_func ("/practice/genesis/slashers", test_slashers);
  g_test_add_func ("/practice/genesis/seeds", test_seeds);
  g_test_add_func ("/practice/genesis/any-seed-runs", test_any_seed_runs);

  return g_test_run ();
}
