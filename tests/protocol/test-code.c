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
  Address eight = protocol_test_address (ADDRESS_OF_8);
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
  rigged_transport_set_code (place->line, &eight, "0x6001");
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
  rigged_transport_set_code (place->line, &seven, "0x6001");
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
find_dates (SuretyCodeLook *found)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_code_look_find_dates (found), &error);
  g_assert_no_error (error);
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
  g_assert_false (surety_code_look_get (second, 1)->dated);
  find_dates (second);
  g_assert_true (surety_code_look_get (second, 1)->dated);
  g_assert_cmpuint (surety_code_look_get (second, 1)->changed, ==, block);
}

/* Half a year of logs is no reason to wait with the alarm. */
static void
test_alarm_asks_for_no_logs (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (SuretyCodeLook) first = look (place);
  g_autoptr (SuretyCodeLook) second = NULL;

  surety_practice_mine (place->test->practice, 5);
  rigged_transport_set_code (place->line, &place->manager, "0x6001");
  second = look (place);
  g_assert_true (surety_code_look_stops (second));
  g_assert_cmpuint (rigged_transport_count (place->line, "eth_getLogs"), ==, 0);
  /* Nor are there dates where nobody serves them. */
  rigged_transport_refuse (place->line, "eth_getLogs");
  find_dates (second);
  g_assert_true (surety_code_look_get (second, 1)->dated);
  g_assert_cmpuint (surety_code_look_get (second, 1)->changed, ==, 0);
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

/* --- what can't be read --- */

static void
assert_refused (Place *place, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyCodeLook) found = try_look (place, &error);

  g_assert_null (found);
  g_assert_error (error, domain, code);
}

/* As nothing was kept of it, the next look is the first one. */
static void
assert_not_kept (Place *place)
{
  g_autoptr (GError) error = NULL;
  char key[ADDRESS_TEXT_SIZE];
  g_autofree char *kept = NULL;

  address_to_text (&place->manager, key);
  kept = dex_await_string (surety_database_get_state (place->test->database, "code practice", key),
                           &error);
  g_assert_no_error (error);
  g_assert_null (kept);
}

static void
test_storage_that_is_not_served (void)
{
  g_autoptr (Place) place = place_new ();

  rigged_transport_refuse (place->line, "eth_getStorageAt");
  assert_refused (place, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_UNSUPPORTED);
  assert_not_kept (place);
}

static void
test_storage_that_is_no_address (void)
{
  static const char *const words[] = {
    TOO_LONG, "0x", "0xff00000000000000000000000700000000000000000000000000000000000007"
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (Place) place = place_new ();

      rigged_transport_set_slot (place->line, &place->manager, IMPLEMENTATION_SLOT, words[i]);
      assert_refused (place, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
      assert_not_kept (place);
    }
}

/* A contract without implementation() has none; whoever does not say so says nothing. */
static void
test_implementation_that_is_not_told (void)
{
  static const char *const answers[] = {
    "0x1234", "0xff00000000000000000000000700000000000000000000000000000000000007"
  };
  g_autoptr (Place) silent = place_new ();

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (Place) place = place_new ();

      rigged_transport_answer_hex (place->line, &place->manager, "function implementation()",
                                   answers[i]);
      assert_refused (place, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
      assert_not_kept (place);
    }
  rigged_transport_refuse (silent->line, "eth_call");
  assert_refused (silent, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_UNSUPPORTED);
  assert_not_kept (silent);
}

/* The same code told it before: that it reverts now is no answer. */
static void
test_implementation_that_is_not_told_any_more (void)
{
  g_autoptr (Place) place = place_new ();
  Address seven = protocol_test_address (ADDRESS_OF_7);
  g_autoptr (SuretyCodeLook) first = NULL;
  g_autoptr (SuretyCodeLook) other = NULL;

  rigged_transport_set_code (place->line, &seven, "0x6001");
  rigged_transport_answer_hex (place->line, &place->manager, "function implementation()",
                               WORD_OF_7);
  first = look (place);
  g_assert_true (address_equal (&surety_code_look_get (first, 1)->now.implementation, &seven));
  rigged_transport_answer_hex (place->line, &place->manager, "function implementation()", "");
  assert_refused (place, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE_UNKNOWN);
  rigged_transport_answer_hex (place->line, &place->manager, "function implementation()", "0x");
  assert_refused (place, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE_UNKNOWN);

  /* Other code may well have none: then it is other code. */
  rigged_transport_set_code (place->line, &place->manager, "0x6003");
  other = look (place);
  g_assert_true (surety_code_look_stops (other));
}

static void
test_beacon_that_does_not_tell (void)
{
  g_autoptr (Place) place = place_new ();
  Address seven = protocol_test_address (ADDRESS_OF_7);

  rigged_transport_set_slot (place->line, &place->manager, BEACON_SLOT, WORD_OF_7);
  rigged_transport_answer_hex (place->line, &seven, "function implementation()", "");
  assert_refused (place, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE_UNKNOWN);
  rigged_transport_answer_hex (place->line, &seven, "function implementation()", "0x1234");
  assert_refused (place, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED);
  assert_not_kept (place);
}

static void
test_implementation_without_code (void)
{
  g_autoptr (Place) place = place_new ();

  rigged_transport_set_slot (place->line, &place->manager, IMPLEMENTATION_SLOT, WORD_OF_7);
  assert_refused (place, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE_UNKNOWN);
  assert_not_kept (place);
}

static void
test_kept_that_is_illegible (void)
{
  static const char *const texts[] = { "", "7", "7 0x12", "0 3 4 5" };
  g_autoptr (Place) place = place_new ();
  char key[ADDRESS_TEXT_SIZE];

  address_to_text (&place->manager, key);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SuretyCodeLook) found = NULL;

      dex_await (surety_database_set_state (place->test->database, "code practice", key, texts[i]),
                 &error);
      g_assert_no_error (error);
      found = look (place);
      g_assert_true (surety_code_look_get (found, 1)->stops);
      g_assert_true (surety_code_look_get (found, 1)->illegible);
      g_assert_cmpuint (surety_code_look_get (found, 1)->kept_block, ==, 0);
    }
}

/* --- two endpoints --- */

/* Another line to the same network. */
static RiggedTransport *
add_second (Place *place)
{
  g_autoptr (RiggedTransport)
    second = rigged_transport_new (SURETY_TRANSPORT (place->test->practice));

  surety_endpoints_add (place->endpoints, SURETY_TRANSPORT (second));
  return g_steal_pointer (&second);
}

static void
test_two_have_to_tell_the_first_look (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (RiggedTransport) second = add_second (place);
  g_autoptr (SuretyCodeLook) alone = NULL;
  g_autoptr (SuretyCodeLook) first = NULL;
  g_autoptr (SuretyCodeLook) next = NULL;

  rigged_transport_cut (second, "eth_getCode", FALSE);
  alone = look (place);
  g_assert_true (surety_code_look_get (alone, 1)->unkept);
  assert_not_kept (place);

  rigged_transport_cut (second, NULL, FALSE);
  dex_await (surety_endpoints_look (place->endpoints, 1), NULL);
  first = look (place);
  g_assert_cmpuint (surety_code_look_get_witnesses (first), ==, 2);
  g_assert_false (surety_code_look_get (first, 1)->unkept);
  next = look (place);
  g_assert_cmpuint (surety_code_look_get (next, 1)->kept_witnesses, ==, 2);

  /* What is as it was needs no second word. */
  rigged_transport_cut (second, "eth_getCode", FALSE);
  g_clear_object (&next);
  next = look (place);
  g_assert_false (surety_code_look_stops (next));
}

static void
test_two_have_to_tell_what_is_accepted (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (RiggedTransport) second = add_second (place);
  g_autoptr (SuretyCodeLook) first = look (place);
  g_autoptr (SuretyCodeLook) alarmed = NULL;
  g_autoptr (GError) error = NULL;

  rigged_transport_set_code (place->line, &place->manager, "0x6001");
  rigged_transport_cut (second, "eth_getCode", FALSE);
  alarmed = look (place);
  g_assert_true (surety_code_look_stops (alarmed));
  g_assert_false (dex_await (surety_code_look_accept (alarmed, 1), &error));
  g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_ONE_WORD);
  g_assert_true (surety_code_look_stops (alarmed));
}

/* With one there is nobody else to ask: it is kept as that, and known better once there is. */
static void
test_word_of_one_is_kept_as_that (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (RiggedTransport) second = NULL;
  g_autoptr (SuretyCodeLook) first = look (place);
  g_autoptr (SuretyCodeLook) alone = look (place);
  g_autoptr (SuretyCodeLook) both = NULL;
  g_autoptr (SuretyCodeLook) after = NULL;
  const guint64 block = surety_code_look_get_block (first);

  g_assert_cmpuint (surety_code_look_get (alone, 1)->kept_witnesses, ==, 1);
  surety_practice_mine (place->test->practice, 5);
  second = add_second (place);
  both = look (place);
  g_assert_cmpuint (surety_code_look_get_witnesses (both), ==, 2);
  after = look (place);
  g_assert_cmpuint (surety_code_look_get (after, 1)->kept_witnesses, ==, 2);
  g_assert_cmpuint (surety_code_look_get (after, 1)->kept_block, ==, block);
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
  protocol_test_add ("/code/alarm-asks-for-no-logs", test_alarm_asks_for_no_logs);
  protocol_test_add ("/code/nothing-there-is-refused", test_nothing_there_is_refused);
  protocol_test_add ("/code/delegated-account-stops", test_delegated_account_stops);
  protocol_test_add ("/code/storage-that-is-not-served", test_storage_that_is_not_served);
  protocol_test_add ("/code/storage-that-is-no-address", test_storage_that_is_no_address);
  protocol_test_add ("/code/implementation-that-is-not-told", test_implementation_that_is_not_told);
  protocol_test_add ("/code/implementation-that-is-not-told-any-more",
                     test_implementation_that_is_not_told_any_more);
  protocol_test_add ("/code/beacon-that-does-not-tell", test_beacon_that_does_not_tell);
  protocol_test_add ("/code/implementation-without-code", test_implementation_without_code);
  protocol_test_add ("/code/kept-that-is-illegible", test_kept_that_is_illegible);
  protocol_test_add ("/code/two-have-to-tell-the-first-look", test_two_have_to_tell_the_first_look);
  protocol_test_add ("/code/two-have-to-tell-what-is-accepted",
                     test_two_have_to_tell_what_is_accepted);
  protocol_test_add ("/code/word-of-one-is-kept-as-that", test_word_of_one_is_kept_as_that);
  g_test_add_func ("/code/text-comes-back", test_text_comes_back);

  return g_test_run ();
}
