/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-code-look.h"
#include "surety-protocol-error.h"

#define IMPLEMENTATION_SLOT "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"
#define BEACON_SLOT "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50"
#define WORD_OF_7 "0x0000000000000000000000000700000000000000000000000000000000000007"
#define ADDRESS_OF_7 "0x0700000000000000000000000000000000000007"
#define WORD_OF_8 "0x0000000000000000000000000800000000000000000000000000000000000008"
#define ADDRESS_OF_8 "0x0800000000000000000000000000000000000008"
#define TOO_LONG "0x12345678901234567890123456789012345678901234567890123456789012345678"
#define DELEGATION "0xef01000700000000000000000000000000000000000007"

typedef struct
{
  ProtocolTest *test;
  RiggedTransport *line;
  SuretyEndpoints *endpoints;
  Address manager;
} Place;

static Place *
place_new (void)
{
  Place *place = g_new0 (Place, 1);

  place->test = protocol_test_new ();
  place->line = rigged_transport_new (SURETY_TRANSPORT (place->test->practice));
  place->endpoints = surety_endpoints_new (surety_network_get_chain_id (place->test->network));
  surety_endpoints_add (place->endpoints, SURETY_TRANSPORT (place->line));
  g_assert_true (
    surety_network_get_contract (place->test->network, "StrategyManager", &place->manager, NULL));
  return place;
}

static void
place_free (Place *place)
{
  g_object_unref (place->endpoints);
  g_object_unref (place->line);
  protocol_test_free (place->test);
  g_free (place);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

static SuretyCodeLook *
try_look (Place *place, GError **error)
{
  g_autoptr (GArray) contracts = g_array_new (FALSE, FALSE, sizeof (Address));

  g_array_append_val (contracts, place->manager);
  return dex_await_object (surety_code_look_run (place->test->network, place->endpoints,
                                                 place->test->database, &place->test->player,
                                                 contracts),
                           error);
}

static SuretyCodeLook *
look (Place *place)
{
  g_autoptr (GError) error = NULL;
  SuretyCodeLook *found = try_look (place, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (surety_code_look_get_n (found), ==, 2);
  return found;
}

static void
accept (SuretyCodeLook *found, guint i)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_code_look_accept (found, i), &error);
  g_assert_no_error (error);
}

static void
test_first_look_is_kept (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyCodeLook) first = look (place);
  g_autoptr (SuretyCodeLook) second = NULL;

  g_assert_false (surety_code_look_stops (first));
  g_assert_false (surety_code_look_get (first, 1)->has_kept);
  g_assert_cmpstr (surety_code_look_get (first, 1)->label, ==, "StrategyManager");
  second = look (place);
  g_assert_false (surety_code_look_stops (second));
  g_assert_true (surety_code_look_get (second, 1)->has_kept);
}

static void
test_other_code_stops (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyCodeLook) first = look (place);
  g_autoptr (SuretyCodeLook) second = NULL;
  g_autoptr (SuretyCodeLook) third = NULL;
  g_autoptr (SuretyCodeLook) back = NULL;

  rigged_transport_set_code (place->line, &place->manager, "0x6001");
  second = look (place);
  g_assert_true (surety_code_look_stops (second));
  g_assert_true (surety_code_look_get (second, 1)->stops);
  g_assert_false (surety_code_look_get (second, 0)->stops);

  accept (second, 1);
  g_assert_false (surety_code_look_stops (second));
  third = look (place);
  g_assert_false (surety_code_look_stops (third));
  /* What it was before is another code again. */
  rigged_transport_set_code (place->line, &place->manager, NULL);
  back = look (place);
  g_assert_true (surety_code_look_stops (back));
}

static void
test_other_implementation_stops (void)
{
  g_autoptr (Place) place = place_new ();
  Address seven = protocol_test_address (ADDRESS_OF_7);
  g_autoptr (SuretyCodeLook) first = NULL;
  g_autoptr (SuretyCodeLook) same_address = NULL;
  g_autoptr (SuretyCodeLook) other_address = NULL;

  rigged_transport_set_slot (place->line, &place->manager, IMPLEMENTATION_SLOT, WORD_OF_7);
  rigged_transport_set_code (place->line, &seven, "0x6001");
  first = look (place);
  g_assert_true (address_equal (&surety_code_look_get (first, 1)->now.implementation, &seven));

  rigged_transport_set_code (place->line, &seven, "0x6002");
  same_address = look (place);
  g_assert_true (surety_code_look_stops (same_address));
  rigged_transport_set_code (place->line, &seven, "0x6001");

  rigged_transport_set_slot (place->line, &place->manager, IMPLEMENTATION_SLOT, WORD_OF_8);
  other_address = look (place);
  g_assert_true (surety_code_look_stops (other_address));
  g_assert_true (
    address_equal (&surety_code_look_get (other_address, 1)->kept.implementation, &seven));
}

static void
test_beacon_is_followed (void)
{
  g_autoptr (Place) place = place_new ();
  Address seven = protocol_test_address (ADDRESS_OF_7);
  Address eight = protocol_test_address (ADDRESS_OF_8);
  g_autoptr (SuretyCodeLook) first = NULL;
  g_autoptr (SuretyCodeLook) second = NULL;

  rigged_transport_set_slot (place->line, &place->manager, BEACON_SLOT, WORD_OF_7);
  rigged_transport_answer_hex (place->line, &seven, "function implementation()", WORD_OF_8);
  rigged_transport_set_code (place->line, &eight, "0x6001");
  first = look (place);
  g_assert_true (address_equal (&surety_code_look_get (first, 1)->now.beacon, &seven));
  g_assert_true (address_equal (&surety_code_look_get (first, 1)->now.implementation, &eight));

  rigged_transport_set_code (place->line, &eight, "0x6002");
  second = look (place);
  g_assert_true (surety_code_look_stops (second));
}

static void
test_upgrade_has_a_date (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyCodeLook) first = look (place);
  g_autoptr (SuretyCodeLook) second = NULL;
  g_autofree char *log = NULL;
  static const char name[] = "Upgraded(address)";
  const Hash topic = keccak256 ((Bytes) { (const guint8 *) name, sizeof name - 1 });
  char topic_text[67];
  char manager[ADDRESS_TEXT_SIZE];
  const guint64 block = surety_code_look_get_block (first) + 3;

  surety_practice_mine (place->test->practice, 5);
  address_to_text (&place->manager, manager);
  hex_encode (topic.bytes, sizeof topic.bytes, true, topic_text);
  log = g_strdup_printf (
    "[{\"address\":\"%s\",\"topics\":[\"%s\"],\"data\":\"0x\",\"blockNumber\":\"0x%" G_GINT64_MODIFIER
    "x\",\"logIndex\":\"0x0\",\"transactionIndex\":\"0x0\",\"blockHash\":\"0x%064d\","
    "\"transactionHash\":\"0x%064d\",\"removed\":false}]",
    manager, topic_text, block, 1, 2);
  rigged_transport_lie (place->line, "eth_getLogs", NULL, log);
  rigged_transport_set_code (place->line, &place->manager, "0x6001");
  second = look (place);
  g_assert_true (surety_code_look_stops (second));
  g_assert_cmpuint (surety_code_look_get (second, 1)->changed, ==, block);
}

static void
test_nothing_there_is_refused (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyCodeLook) found = NULL;

  rigged_transport_set_code (place->line, &place->manager, "0x");
  found = try_look (place, &error);
  g_assert_null (found);
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW);
}

static void
test_delegated_account_stops (void)
{
  g_autoptr (Place) place = place_new ();
  Address seven = protocol_test_address (ADDRESS_OF_7);
  g_autoptr (SuretyCodeLook) first = NULL;
  g_autoptr (SuretyCodeLook) agreed = NULL;
  g_autoptr (SuretyCodeLook) without = NULL;
  g_autoptr (SuretyCodeLook) again = NULL;

  rigged_transport_set_code (place->line, &place->test->player, DELEGATION);
  first = look (place);
  g_assert_true (surety_code_look_get (first, 0)->is_account);
  g_assert_true (surety_code_look_get (first, 0)->delegates);
  g_assert_true (address_equal (&surety_code_look_get (first, 0)->delegate, &seven));
  g_assert_true (surety_code_look_stops (first));

  accept (first, 0);
  agreed = look (place);
  g_assert_false (surety_code_look_stops (agreed));
  g_assert_true (surety_code_look_get (agreed, 0)->delegates);
  /* Once it is gone nobody agreed to it any more. */
  rigged_transport_set_code (place->line, &place->test->player, NULL);
  without = look (place);
  g_assert_false (surety_code_look_stops (without));
  rigged_transport_set_code (place->line, &place->test->player, DELEGATION);
  again = look (place);
  g_assert_true (surety_code_look_stops (again));
}

static void
test_storage_that_is_not_served (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyCodeLook) first = NULL;
  g_autoptr (SuretyCodeLook) blind = NULL;

  rigged_transport_refuse (place->line, "eth_getStorageAt");
  first = look (place);
  g_assert_false (surety_code_look_stops (first));
  g_assert_true (address_is_zero (&surety_code_look_get (first, 1)->now.implementation));
  g_clear_pointer (&place, place_free);

  /* What was known to be a proxy is not taken for none. */
  place = place_new ();
  rigged_transport_set_slot (place->line, &place->manager, IMPLEMENTATION_SLOT, WORD_OF_7);
  g_clear_object (&first);
  first = look (place);
  rigged_transport_set_slot (place->line, &place->manager, IMPLEMENTATION_SLOT, TOO_LONG);
  blind = try_look (place, &error);
  g_assert_null (blind);
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_UNSUPPORTED);
}

static void
test_text_comes_back (void)
{
  SuretyCode code = { .hash.bytes = { 1 }, .implementation.bytes = { 2 }, .beacon.bytes = { 3 } };
  SuretyCode read = { 0 };
  g_autofree char *text = surety_code_to_text (&code);

  g_assert_true (surety_code_parse (text, &read));
  g_assert_true (surety_code_equal (&code, &read));
  text[5] = 'x';
  g_assert_false (surety_code_parse (text, &read));
  g_assert_false (surety_code_parse ("", &read));
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/code/first-look-is-kept", test_first_look_is_kept);
  protocol_test_add ("/code/other-code-stops", test_other_code_stops);
  protocol_test_add ("/code/other-implementation-stops", test_other_implementation_stops);
  protocol_test_add ("/code/beacon-is-followed", test_beacon_is_followed);
  protocol_test_add ("/code/upgrade-has-a-date", test_upgrade_has_a_date);
  protocol_test_add ("/code/nothing-there-is-refused", test_nothing_there_is_refused);
  protocol_test_add ("/code/delegated-account-stops", test_delegated_account_stops);
  protocol_test_add ("/code/storage-that-is-not-served", test_storage_that_is_not_served);
  g_test_add_func ("/code/text-comes-back", test_text_comes_back);

  return g_test_run ();
}
