/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a node says of registrations before operator sets and of the contract that takes operators in:
 * events the practice network has no reason to emit. Sources: AllocationManager.AVSRegistrarSet and
 * AVSDirectory.OperatorAVSRegistrationStatusUpdated as deployed (status 0 unregistered, 1 registered). */
#include <json-glib/json-glib.h>
#include <string.h>

#include "abi.h"
#include "protocol-test.h"
#include "rigged-transport.h"

#define DIRECTORY "0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa"
#define REGISTRAR_SET "event AVSRegistrarSet(address avs, address registrar)"
#define STATUS_UPDATED                                                                         \
  "event OperatorAVSRegistrationStatusUpdated(address indexed operator, address indexed avs, " \
  "uint8 status)"

/* Not the practice network's: only a file of one's own can name another contract. */
#define CHAIN 31338
#define CHAIN_JSON "\"0x7a6a\""

#define TO_ANYBODY(name, who)                                                                  \
  "event " name "(address indexed " who ", uint256 indexed submissionNonce, bytes32 indexed "  \
  "rewardsSubmissionHash, ((address strategy, uint96 multiplier)[] strategiesAndMultipliers, " \
  "address token, uint256 amount, uint32 startTimestamp, uint32 duration) rewardsSubmission)"
#define TO_EARNERS TO_ANYBODY ("RewardsSubmissionForAllEarnersCreated", "tokenHopper")
#define TO_ALL TO_ANYBODY ("RewardsSubmissionForAllCreated", "submitter")
#define SUBMISSION                                                                           \
  "event AVSRewardsSubmissionCreated(address indexed avs, uint256 indexed submissionNonce, " \
  "bytes32 indexed rewardsSubmissionHash, ((address strategy, uint96 multiplier)[] "         \
  "strategiesAndMultipliers, address token, uint256 amount, uint32 startTimestamp, uint32 "  \
  "duration) rewardsSubmission)"

/* Blocks without logs of their own at the head of the practice network. */
#define BLOCKS 20u

typedef struct
{
  ProtocolTest *test;
  SuretyNetwork *network; /* practice, with an AVSDirectory */
  RiggedTransport *line;
  SuretyProtocol *protocol;
  guint64 head;
} Node;

static void
add_contract (JsonObject *file, gpointer unused)
{
  JsonObject *contract = json_object_new ();

  json_object_set_string_member (contract, "address", DIRECTORY);
  json_object_set_int_member (contract, "startBlock", 0);
  json_object_set_object_member (json_object_get_object_member (file, "contracts"), "AVSDirectory",
                                 contract);
  json_object_set_string_member (file, "key", "registrations");
  json_object_set_string_member (file, "kind", "custom");
  json_object_set_int_member (file, "chainId", CHAIN);
}

/* The practice network's file with one contract more. */
static SuretyNetwork *
create_network (void)
{
  g_autoptr (GBytes) bytes = protocol_test_edit (NULL, add_contract, NULL);
  g_autoptr (GError) error = NULL;
  SuretyNetwork *network = surety_network_new_from_json (bytes, &error);

  g_assert_no_error (error);
  return network;
}

static Node
node_new (void)
{
  Node node = { .test = protocol_test_new (), .network = create_network () };
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (node.network));

  surety_practice_mine (node.test->practice, BLOCKS);
  node.head = surety_practice_get_block (node.test->practice);
  node.line = rigged_transport_new (SURETY_TRANSPORT (node.test->practice));
  rigged_transport_lie (node.line, "eth_chainId", NULL, CHAIN_JSON);
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (node.line));
  node.protocol = surety_eigenlayer_new (node.network, endpoints);
  surety_eigenlayer_set_database (SURETY_EIGENLAYER (node.protocol), node.test->database);
  return node;
}

static void
node_clear (Node *node)
{
  g_clear_object (&node->protocol);
  g_clear_object (&node->line);
  g_clear_object (&node->network);
  protocol_test_free (node->test);
}

static char *
dup_block_hash (Node *node, guint64 block)
{
  g_autofree char *text =
    g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
                     "\"eth_getBlockByNumber\",\"params\":[\"0x%" G_GINT64_MODIFIER "x\",false]}",
                     block);
  g_autoptr (GBytes) request = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
    reply = dex_await_boxed (surety_transport_send (SURETY_TRANSPORT (node->test->practice),
                                                    request, 1 << 20, 10),
                             &error);
  g_autofree char *answer = NULL;
  g_autoptr (JsonNode) json = NULL;

  g_assert_no_error (error);
  answer = g_strndup (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
  json = json_from_string (answer, NULL);
  return g_strdup (
    json_object_get_string_member (json_object_get_object_member (json_node_get_object (json),
                                                                  "result"),
                                   "hash"));
}

static void
append_word (GString *hex, const Address *address)
{
  g_string_append_printf (hex, "%024d", 0);
  for (guint i = 0; i < sizeof address->bytes; i++)
    g_string_append_printf (hex, "%02x", address->bytes[i]);
}

/* topics: further ones, with their quotes and commas. data: without 0x. */
static void
add_log (Node *node,
         guint64 block,
         const char *contract,
         const char *event,
         const char *topics,
         const char *data)
{
  g_autofree char *hash = dup_block_hash (node, block);
  g_autoptr (GString) topic = g_string_new ("0x");
  g_autofree char *json = NULL;
  AbiItem *item = NULL;

  g_assert_cmpint (abi_item_parse (event, &item), ==, CORE_OK);
  for (guint i = 0; i < sizeof item->hash.bytes; i++)
    g_string_append_printf (topic, "%02x", item->hash.bytes[i]);
  abi_item_free (item);
  json = g_strdup_printf ("{\"address\":\"%s\",\"topics\":[\"%s\"%s],\"data\":\"0x%s\","
                          "\"blockNumber\":\"0x%" G_GINT64_MODIFIER "x\",\"blockHash\":\"%s\","
                          "\"transactionHash\":\"0x%064" G_GINT64_MODIFIER "x\","
                          "\"transactionIndex\":\"0x0\",\"logIndex\":\"0x0\","
                          "\"removed\":false}",
                          contract, topic->str, topics, data, block, hash, block);
  rigged_transport_add_log (node->line, json);
}

static void
add_registrar (Node *node, guint64 block, const Address *avs, const Address *registrar)
{
  g_autoptr (GString) data = g_string_new (NULL);
  char contract[ADDRESS_TEXT_SIZE];
  Address manager;

  g_assert_true (surety_network_get_contract (node->network, "AllocationManager", &manager, NULL));
  address_to_text (&manager, contract);
  append_word (data, avs);
  append_word (data, registrar);
  add_log (node, block, contract, REGISTRAR_SET, "", data->str);
}

static void
add_status (Node *node, guint64 block, const Address *operator, const Address * avs, guint status)
{
  g_autoptr (GString) topics = g_string_new (",\"0x");
  g_autofree char *data = g_strdup_printf ("%064x", status);

  append_word (topics, operator);
  g_string_append (topics, "\",\"0x");
  append_word (topics, avs);
  g_string_append (topics, "\"");
  add_log (node, block, DIRECTORY, STATUS_UPDATED, topics->str, data);
}

static void
add_coordinator_log (Node *node,
                     guint64 block,
                     const char *event,
                     const char *topics,
                     const char *data)
{
  char text[ADDRESS_TEXT_SIZE];
  Address contract;

  g_assert_true (
    surety_network_get_contract (node->network, "RewardsCoordinator", &contract, NULL));
  address_to_text (&contract, text);
  add_log (node, block, text, event, topics, data);
}

static GListModel *
load_services (Node *node)
{
  g_autoptr (GError) error = NULL;
  GListModel *services = dex_await_object (surety_protocol_load_services (node->protocol), &error);

  g_assert_no_error (error);
  return services;
}

/* What a service pays to all it has is a payment of each of its sets, though nothing else of them changed. */
static void
test_payment (void)
{
  const Address token = { { 0x70, [19] = 1 } };
  Node node = node_new ();
  g_autoptr (GListModel) before = load_services (&node);
  g_autoptr (GListModel) after = NULL;
  g_autoptr (SuretyService) some = g_list_model_get_item (before, 0);
  const Address payer = *surety_service_get_avs (some);
  g_autoptr (GString) topics = g_string_new (",\"0x");
  g_autoptr (GString) data = g_string_new (NULL);
  guint n = 0;

  append_word (topics, &payer);
  g_string_append_printf (topics, "\",\"0x%064x\",\"0x%064x\"", 7u, 8u);
  g_string_append_printf (data, "%064x%064x", 32u, 160u);
  append_word (data, &token);
  g_string_append_printf (data, "%064x%064x%064x%064x", 5000u, 1711065600u, 86400u, 0u);
  surety_practice_mine (node.test->practice, BLOCKS);
  add_coordinator_log (&node, node.head + 2, SUBMISSION, topics->str, data->str);
  after = load_services (&node);
  for (guint i = 0; i < g_list_model_get_n_items (after); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (after, i);
      guint n_payments = 0;
      const SuretyPayment *payments = surety_service_get_payments (service, &n_payments);
      const SuretyPayment *last = n_payments > 0 ? &payments[n_payments - 1] : NULL;

      if (!address_equal (surety_service_get_avs (service), &payer))
        {
          g_assert_true (last == NULL || last->block <= node.head);
          continue;
        }
      g_assert_nonnull (last);
      g_assert_cmpuint (last->block, ==, node.head + 2);
      g_assert_cmpint (last->kind, ==, SURETY_PAYMENT_AVS);
      g_assert_false (last->of_set);
      g_assert_true (address_equal (&last->token, &token));
      g_assert_true (last->amount == 5000u);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
  node_clear (&node);
}

static void
on_report (const SuretyDirectoryReport *report, gpointer user_data)
{
  if (report->programme != NULL)
    g_set_object ((SuretyProgramme **) user_data, report->programme);
}

static SuretyProgramme *
load_programme (Node *node)
{
  g_autoptr (GError) error = NULL;
  SuretyProgramme *programme = NULL;

  g_assert_true (
    dex_await (surety_protocol_update_directory (node->protocol, on_report, &programme, NULL),
               &error));
  g_assert_no_error (error);
  g_assert_nonnull (programme);
  return programme;
}

/* What is paid to all is of no service, and shared among the stakers of operators that are with any. */
static void
test_programme (void)
{
  const Address payer = { { 0x61 } };
  const Address token = { { 0x70, [19] = 1 } };
  Node node = node_new ();
  g_autoptr (SuretyProgramme) before = load_programme (&node);
  g_autoptr (SuretyProgramme) after = NULL;
  const Address strategy = surety_network_get_token (node.network, 0)->strategy;
  g_autoptr (GString) topics = g_string_new (",\"0x");
  g_autoptr (GString) data = g_string_new (NULL);
  const SuretyPayment *payments = NULL;
  Address of;
  u256 number = 0;
  guint n = 0;

  surety_programme_get_payments (before, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (surety_programme_get_block (before), ==, node.head);
  g_assert_true (surety_programme_get_shares (before, &strategy) > U256_WAD);
  g_assert_true (surety_programme_get_shares (before, &payer) == 0);

  append_word (topics, &payer);
  g_string_append_printf (topics, "\",\"0x%064x\",\"0x%064x\"", 7u, 8u);
  g_string_append_printf (data, "%064x%064x", 32u, 160u);
  append_word (data, &token);
  g_string_append_printf (data, "%064x%064x%064x%064x", 5000u, 1711065600u, 86400u, 1u);
  append_word (data, &strategy);
  g_string_append_printf (data, "%064x", 3u);
  surety_practice_mine (node.test->practice, BLOCKS);
  add_coordinator_log (&node, node.head + 2, TO_EARNERS, topics->str, data->str);
  add_coordinator_log (&node, node.head + 3, TO_ALL, topics->str, data->str);
  after = load_programme (&node);
  payments = surety_programme_get_payments (after, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (payments[0].kind, ==, SURETY_PAYMENT_ALL_EARNERS);
  g_assert_cmpint (payments[1].kind, ==, SURETY_PAYMENT_ALL);
  g_assert_cmpuint (payments[0].block, ==, node.head + 2);
  g_assert_cmpuint (payments[0].time, >, 0);
  g_assert_false (payments[0].of_set);
  g_assert_true (address_equal (&payments[0].payer, &payer));
  g_assert_true (address_equal (&payments[0].token, &token));
  g_assert_true (payments[0].amount == 5000u);
  g_assert_cmpuint (payments[0].seconds, ==, 86400);
  g_assert_cmpuint (surety_payment_part_count (payments[0].multipliers), ==, 1);
  surety_payment_part_get (payments[0].multipliers, 0, &of, &number);
  g_assert_true (address_equal (&of, &strategy) && number == 3u);
  node_clear (&node);
}

/* The one of that address, whose facts are lent as long as the list lives. */
static SuretyProvider *
find_provider (GListModel *providers, const Address *address)
{
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (address_equal (surety_provider_get_address (provider), address))
        return provider;
    }
  g_assert_not_reached ();
}

static GListModel *
load_providers (Node *node)
{
  g_autoptr (GError) error = NULL;
  GListModel *providers = dex_await_object (surety_protocol_load_providers (node->protocol, NULL,
                                                                            NULL, NULL),
                                            &error);

  g_assert_no_error (error);
  return providers;
}

/* The last one named takes operators in; the zero address gives it back to the service itself. */
static void
test_registrar (void)
{
  const Address first = { { 0xf1, [19] = 1 } };
  const Address last = { { 0xf1, [19] = 2 } };
  const Address nobody = { 0 };
  Node node = node_new ();
  g_autoptr (GListModel) before = load_services (&node);
  g_autoptr (GListModel) after = NULL;
  Address named = { 0 };
  Address given_back = { 0 };
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (before); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (before, i);
      const Address *avs = surety_service_get_avs (service);

      g_assert_true (address_equal (surety_service_get_registrar (service), avs));
      if (address_is_zero (&named))
        named = *avs;
      else if (!address_equal (avs, &named))
        given_back = *avs;
    }
  g_assert_false (address_is_zero (&given_back));

  surety_practice_mine (node.test->practice, BLOCKS);
  add_registrar (&node, node.head + 1, &named, &first);
  add_registrar (&node, node.head + 3, &named, &last);
  add_registrar (&node, node.head + 4, &given_back, &first);
  add_registrar (&node, node.head + 7, &given_back, &nobody);
  after = load_services (&node);
  for (guint i = 0; i < g_list_model_get_n_items (after); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (after, i);
      const Address *avs = surety_service_get_avs (service);
      const Address *registrar = surety_service_get_registrar (service);

      if (address_equal (avs, &named))
        {
          g_assert_true (address_equal (registrar, &last));
          g_assert_cmpint (surety_service_get_registrar_kind (service, NULL, NULL), ==,
                           SURETY_PARTY_ACCOUNT);
          n++;
        }
      else
        g_assert_true (address_equal (registrar, avs));
    }
  g_assert_cmpuint (n, >, 0);
  node_clear (&node);
}

/* Who signed in before operator sets is registered until the event says otherwise, with that service alone;
 * it is a sign of life, and an end is none. */
static void
test_before_operator_sets (void)
{
  const Address one = { { 0xa5, [19] = 1 } };
  const Address other = { { 0xa5, [19] = 2 } };
  Node node = node_new ();
  g_autoptr (GListModel) before = load_providers (&node);
  g_autoptr (SuretyProvider) some = g_list_model_get_item (before, 0);
  const Address operator= * surety_provider_get_address (some);
  g_autoptr (GListModel) after = NULL;
  g_autoptr (GListModel) later = NULL;
  SuretyProvider *provider = NULL;

  g_assert_true (surety_provider_get_memberships_known (some));
  g_assert_false (surety_provider_is_m2_member (some, &one));
  g_assert_cmpuint (surety_provider_get_active_block (some), <, node.head);

  surety_practice_mine (node.test->practice, BLOCKS);
  add_status (&node, node.head + 2, &operator, & one, 1);
  add_status (&node, node.head + 4, &operator, & other, 1);
  add_status (&node, node.head + 6, &operator, & other, 0);
  after = load_providers (&node);
  g_assert_cmpuint (g_list_model_get_n_items (after), ==, g_list_model_get_n_items (before));
  provider = find_provider (after, &operator);
  g_assert_true (surety_provider_is_m2_member (provider, &one));
  g_assert_false (surety_provider_is_m2_member (provider, &other));
  g_assert_cmpuint (surety_provider_get_active_block (provider), ==, node.head + 4);
  /* No operator set comes of it. */
  g_assert_cmpuint (surety_provider_get_n_sets (provider), ==, surety_provider_get_n_sets (some));

  /* Ended, read from where it was left. */
  surety_practice_mine (node.test->practice, BLOCKS);
  add_status (&node, node.head + BLOCKS + 5, &operator, & one, 0);
  later = load_providers (&node);
  provider = find_provider (later, &operator);
  g_assert_false (surety_provider_is_m2_member (provider, &one));
  g_assert_cmpuint (surety_provider_get_active_block (provider), ==, node.head + 4);
  node_clear (&node);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/registrations/the-registrar-named-last-takes-operators-in", test_registrar);
  protocol_test_add ("/registrations/a-payment-alone-is-told", test_payment);
  protocol_test_add ("/registrations/what-is-paid-to-all-is-of-no-service", test_programme);
  protocol_test_add ("/registrations/before-operator-sets", test_before_operator_sets);
  return g_test_run ();
}
