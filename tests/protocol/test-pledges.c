/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eigenlayer-cases.h"
#include "practice-history.h"
#include "practice-operators.h"
#include "protocol-test.h"
#include "rigged-transport.h"
#include "surety-multicall.h"
#include "surety-practice-private.h"
#include "surety-protocol-error.h"

#define EXIT_DELAY 100800u

static GListModel *
load_pledges (ProtocolTest *test, const Address *provider)
{
  g_autoptr (GError) error = NULL;
  GListModel *pledges = dex_await_object (surety_protocol_load_pledges (test->protocol, provider),
                                          &error);

  g_assert_no_error (error);
  return pledges;
}

/* --- every kind there is --- */

typedef struct
{
  guint now;
  guint in_time; /* rising, and one who leaves now is out before */
  guint too_soon;
  guint freeing;
  guint left;
  guint unregistered;
  guint outside;
} Kinds;

static void
count (Kinds *kinds, SuretyPledge *pledge)
{
  SuretyDormant reason = surety_pledge_get_dormant_reason (pledge);
  guint64 block = surety_pledge_get_block (pledge);
  guint64 escape, delay;

  g_assert_true (surety_pledge_get_exit_delay (pledge, &delay));
  g_assert_cmpuint (delay, ==, EXIT_DELAY);
  g_assert_true (surety_pledge_get_now (pledge) + surety_pledge_get_dormant (pledge) ==
                 surety_pledge_get_current (pledge));
  g_assert_cmpint (surety_pledge_get_standing (pledge), !=, SURETY_STANDING_UNKNOWN);
  kinds->now += surety_pledge_get_now (pledge) > 0 ? 1 : 0;
  kinds->freeing += surety_pledge_get_freeing (pledge) > 0 ? 1 : 0;
  kinds->left += surety_pledge_get_standing (pledge) == SURETY_STANDING_LEFT ? 1 : 0;
  if (surety_pledge_get_dormant (pledge) > 0)
    {
      kinds->unregistered += (reason & SURETY_DORMANT_NOT_REGISTERED) != 0 ? 1 : 0;
      kinds->outside += (reason & SURETY_DORMANT_NOT_IN_SET) != 0 ? 1 : 0;
    }
  if (surety_pledge_get_escape_block (pledge, &escape))
    {
      guint64 effect = surety_pledge_get_effect_block (pledge);

      g_assert_cmpuint (effect, >, block);
      g_assert_cmpuint (surety_pledge_estimate_time (pledge, effect), ==,
                        surety_pledge_get_time (pledge) + (effect - block) * 12);
      /* The next block is the first one can still queue in. */
      if (escape > block)
        kinds->in_time++;
      else
        kinds->too_soon++;
    }
}

static void
test_every_kind (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  Kinds kinds = { 0 };

  for (guint i = 0; i < PRACTICE_N_OPERATORS; i++)
    {
      Address operator= practice_operator_address (i);
      g_autoptr (GListModel) pledges = load_pledges (test, &operator);

      for (guint k = 0; k < g_list_model_get_n_items (pledges); k++)
        {
          g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, k);

          count (&kinds, pledge);
        }
    }
  g_test_message ("%u now, %u rising in time, %u too soon, %u freeing, %u left, %u not "
                  "registered, %u outside",
                  kinds.now, kinds.in_time, kinds.too_soon, kinds.freeing, kinds.left,
                  kinds.unregistered, kinds.outside);
  g_assert_cmpuint (kinds.now, >, 50);
  g_assert_cmpuint (kinds.in_time, >, 1);
  g_assert_cmpuint (kinds.too_soon, >, 2);
  g_assert_cmpuint (kinds.freeing, >, 0);
  g_assert_cmpuint (kinds.left, >, 0);
  g_assert_cmpuint (kinds.unregistered, >, 2);
  g_assert_cmpuint (kinds.outside, >, 1);
}

/* --- what one holds says the same as what one looks up --- */

static void
assert_same (SuretyPledge *a, SuretyPledge *b)
{
  g_assert_true (address_equal (surety_service_get_avs (surety_pledge_get_service (a)),
                                surety_service_get_avs (surety_pledge_get_service (b))));
  g_assert_cmpuint (surety_service_get_set (surety_pledge_get_service (a)), ==,
                    surety_service_get_set (surety_pledge_get_service (b)));
  g_assert_cmpstr (surety_pledge_get_token (a)->symbol, ==, surety_pledge_get_token (b)->symbol);
  g_assert_true (surety_pledge_get_now (a) == surety_pledge_get_now (b));
  g_assert_true (surety_pledge_get_dormant (a) == surety_pledge_get_dormant (b));
  g_assert_true (surety_pledge_get_max (a) == surety_pledge_get_max (b));
  g_assert_cmpint (surety_pledge_get_standing (a), ==, surety_pledge_get_standing (b));
  g_assert_cmpint (surety_pledge_get_dormant_reason (a), ==, surety_pledge_get_dormant_reason (b));
}

/* One who left a set long ago: its answers must not be taken from another question's place. */
static void
test_held_as_looked_up (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = {
    .network = test->network,
    .endpoints = test->endpoints,
    .protocol = test->protocol,
    .journal = test->journal,
    .signer = test->signer,
    .provider = practice_operator_address (42),
  };
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (&test->player,
                                      protocol_test_strategy (test->network, "stETH"),
                                      protocol_test_units ("0.5"), &one.provider);
  g_autoptr (SuretyHoldings) holdings = NULL;
  g_autoptr (GListModel) looked_up = NULL;
  GListModel *held;
  guint outside = 0;

  eigenlayer_case_run (&one, intent);
  holdings = eigenlayer_case_load (&one);
  held = surety_holdings_get_pledges (holdings);
  looked_up = load_pledges (test, &one.provider);
  g_assert_cmpuint (g_list_model_get_n_items (held), ==, g_list_model_get_n_items (looked_up));
  g_assert_cmpuint (g_list_model_get_n_items (held), >, 1);
  for (guint i = 0; i < g_list_model_get_n_items (held); i++)
    {
      g_autoptr (SuretyPledge) a = g_list_model_get_item (held, i);
      g_autoptr (SuretyPledge) b = g_list_model_get_item (looked_up, i);

      assert_same (a, b);
      outside += surety_pledge_get_standing (a) == SURETY_STANDING_OUTSIDE ? 1 : 0;
    }
  g_assert_cmpuint (outside, >, 0);
}

/* --- services --- */

static void
test_slashers (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    services = dex_await_object (surety_protocol_load_services (test->protocol), &error);
  guint kinds[SURETY_PARTY_CONTRACT + 1] = { 0 };
  guint changing = 0, single = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);
      guint threshold, owners;
      guint64 delay;
      SuretyPartyKind kind = surety_service_get_slasher_kind (service, &threshold, &owners);

      kinds[kind]++;
      g_assert_true ((kind == SURETY_PARTY_MULTISIG) == (owners > 0));
      g_assert_cmpuint (threshold, <=, owners);
      single += kind == SURETY_PARTY_MULTISIG && threshold == 1 ? 1 : 0;
      g_assert_true (surety_service_get_slasher_is_contract (service) ==
                     (kind == SURETY_PARTY_MULTISIG || kind == SURETY_PARTY_CONTRACT));
      g_assert_true (surety_service_get_resolution_delay (service, &delay));
      g_assert_cmpuint (delay, ==, 50400);
      g_assert_true (surety_service_get_n_operators_known (service));
      if (surety_service_get_pending_slasher_block (service) == 0)
        continue;
      changing++;
      /* From the service's contract to a plain account. */
      g_assert_cmpint (kind, ==, SURETY_PARTY_CONTRACT);
      g_assert_cmpint (surety_service_get_pending_slasher_kind (service, NULL, NULL), ==,
                       SURETY_PARTY_ACCOUNT);
      g_assert_cmpuint (surety_service_get_pending_slasher_block (service), ==,
                        590000 + 126000 + 1);
      g_assert_cmpuint (surety_service_get_pending_slasher_time (service), ==,
                        surety_service_get_time (service) +
                          (590000 + 126001 - surety_service_get_block (service)) * 12);
    }
  g_assert_cmpuint (kinds[SURETY_PARTY_UNKNOWN], ==, 0);
  g_assert_cmpuint (kinds[SURETY_PARTY_ACCOUNT], >, 0);
  g_assert_cmpuint (kinds[SURETY_PARTY_MULTISIG], >, 1);
  g_assert_cmpuint (kinds[SURETY_PARTY_CONTRACT], >, 1);
  g_assert_cmpuint (changing, ==, 1);
  g_assert_cmpuint (single, >, 0);
}

/* Services as they are read over a line that answers eth_getCode with code; NULL = with an error. */
static void
assert_kinds_over (ProtocolTest *test, const char *code, SuretyPartyKind expected)
{
  g_autoptr (RiggedTransport) line = rigged_transport_new (SURETY_TRANSPORT (test->practice));
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (test->network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (GListModel) pledges = NULL;
  g_autoptr (GError) error = NULL;
  Address operator= practice_operator_address (34);

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (line));
  protocol = surety_eigenlayer_new (test->network, endpoints);
  if (code != NULL)
    rigged_transport_lie (line, "eth_getCode", NULL, code);
  else
    rigged_transport_refuse (line, "eth_getCode");
  pledges = dex_await_object (surety_protocol_load_pledges (protocol, &operator), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (pledges), >, 0);
  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      SuretyService *service = surety_pledge_get_service (pledge);

      g_assert_cmpint (surety_service_get_slasher_kind (service, NULL, NULL), ==, expected);
      g_assert_true (surety_service_get_slasher_code_known (service) ==
                     (expected != SURETY_PARTY_UNKNOWN));
      g_assert_false (surety_service_get_slasher_is_contract (service));
    }
}

static void
test_code_decides (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();

  assert_kinds_over (test, "\"0x\"", SURETY_PARTY_ACCOUNT);
  /* EIP-7702: somebody's key, with code that is lent. */
  assert_kinds_over (test, "\"0xef0100cbfbBdC768607aabcF64C71E4b31B9f52c79163A\"",
                     SURETY_PARTY_ACCOUNT);
  /* Not known is not one key, and not a contract either. */
  assert_kinds_over (test, NULL, SURETY_PARTY_UNKNOWN);
}

static SuretyService *
find_service (GListModel *services, guint index, guint set)
{
  Address avs = practice_service_address (index);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);

      if (surety_service_get_set (service) == set &&
          address_equal (surety_service_get_avs (service), &avs))
        return g_steal_pointer (&service);
    }
  g_assert_not_reached ();
}

static GListModel *
load_services (ProtocolTest *test)
{
  g_autoptr (GError) error = NULL;
  GListModel *services = dex_await_object (surety_protocol_load_services (test->protocol), &error);

  g_assert_no_error (error);
  return services;
}
/* What a directed one gives to operators; of others the amount. */
static u256
sum_parts (const SuretyPayment *payment)
{
  u256 sum = 0;

  if (!surety_payment_kind_is_directed (payment->kind))
    {
      g_assert_null (payment->amounts);
      return payment->amount;
    }
  for (guint i = 0; i < surety_payment_part_count (payment->amounts); i++)
    {
      Address operator;
      u256 amount;

      surety_payment_part_get (payment->amounts, i, &operator, & amount);
      sum += amount;
    }
  return sum;
}


/* What each of the network's services pays is known to who wrote it. */
static void
test_payments (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GListModel) services = load_services (test);
  guint never = 0, once = 0, weekly = 0;

  for (guint i = 0; i < PRACTICE_N_SERVICES; i++)
    for (guint set = 0; set < practice_service (i)->sets; set++)
      {
        g_autoptr (SuretyService) service = find_service (services, i, set);
        Address avs = practice_service_address (i);
        g_autofree SuretyPaid *quarter = NULL;
        g_autofree SuretyPaid *month = NULL;
        guint n, n_quarter, n_month;
        const SuretyPayment *payments = surety_service_get_payments (service, &n);

        g_assert_true (surety_service_get_payments_known (service));
        quarter = surety_service_dup_paid (service, 90 * 86400, &n_quarter);
        month = surety_service_dup_paid (service, 30 * 86400, &n_month);
        for (guint k = 0; k < n; k++)
          {
            g_assert_true (address_equal (&payments[k].payer, &avs));
            g_assert_true (payments[k].of_set);
            g_assert_cmpuint (payments[k].seconds, ==, 7 * 86400);
            g_assert_cmpuint (payments[k].time, >=, payments[k].start + payments[k].seconds);
            g_assert_cmpuint (surety_payment_part_count (payments[k].multipliers), >, 0);
            g_assert_true (sum_parts (&payments[k]) == payments[k].amount);
          }
        /* None is named: it is the service itself. */
        g_assert_true (address_equal (surety_service_get_registrar (service), &avs));
        g_assert_cmpint (surety_service_get_registrar_kind (service, NULL, NULL), ==,
                         SURETY_PARTY_CONTRACT);
        switch (practice_service (i)->pays)
          {
          case PRACTICE_PAYS_NEVER:
            g_assert_cmpuint (n + n_quarter + n_month, ==, 0);
            never++;
            break;
          case PRACTICE_PAYS_ONCE:
            g_assert_cmpuint (n, <=, 1);
            g_assert_cmpuint (n_month, ==, 0);
            g_assert_false (surety_service_get_pays_regularly (service));
            once += n;
            break;
          case PRACTICE_PAYS_WEEKLY:
            /* A set without members has nobody to pay. */
            weekly += surety_service_get_pays_regularly (service) ? 1 : 0;
            if (i == 2 && n > 1)
              g_assert_cmpuint (n_quarter, ==, 2);
            break;
          default:
            g_assert_not_reached ();
          }
      }
  g_assert_cmpuint (never, >, 2);
  g_assert_cmpuint (once, ==, 1);
  g_assert_cmpuint (weekly, >, 8);
}

static void
test_history (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GListModel) services = load_services (test);
  g_autoptr (SuretyService) growing = find_service (services, 9, 0);
  Address left = practice_operator_address (13);
  g_autoptr (GListModel) pledges = load_pledges (test, &left);
  guint slashings = 0, lately = 0, leaving = 0, n;
  const Address *strategies = surety_service_get_strategies (growing, &n);

  for (guint i = 0; i < n; i++)
    {
      guint64 block = surety_service_get_strategy_block (growing, &strategies[i]);

      if (block == surety_service_get_created_block (growing))
        continue;
      lately++;
      g_assert_cmpuint (block, ==, 604800 - 4 * 7200);
    }
  g_assert_cmpuint (lately, ==, 1);
  g_assert_cmpuint (surety_service_get_created_time (growing), ==,
                    surety_service_get_time (growing) -
                      12 * (surety_service_get_block (growing) -
                            surety_service_get_created_block (growing)));

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);
      const SuretySlashing *records = surety_service_get_slashings (service, &n);

      g_assert_true (surety_service_get_slashings_known (service));
      g_assert_cmpuint (surety_service_get_created_block (service), >, 0);
      slashings += n;
      for (guint k = 0; k < n; k++)
        {
          g_assert_true (records[k].wad > 0 && records[k].wad <= U256_WAD);
          g_assert_cmpstr (records[k].description, ==, "Two signatures for one height");
          g_assert_cmpuint (records[k].block, >, surety_service_get_created_block (service));
        }
    }
  g_assert_cmpuint (slashings, >, 10);

  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      if (surety_pledge_get_standing (pledge) != SURETY_STANDING_LEFT)
        continue;
      leaving++;
      g_assert_cmpuint (surety_pledge_get_slashable_until (pledge), ==, 595000 + 100800);
    }
  g_assert_cmpuint (leaving, >, 0);
}

/* What AllocationManager itself says of all operators there are. */
static u256
ask_stake (ProtocolTest *test, SuretyService *service, const Address *strategy)
{
  g_autoptr (SuretyMulticall) multicall = NULL;
  g_autoptr (GObject) result = NULL;
  g_autoptr (GError) error = NULL;
  AbiValue operators[PRACTICE_N_OPERATORS + PRACTICE_N_VAULTS];
  AbiValue fields[] = { abi_address (surety_service_get_avs (service)),
                        abi_uint (surety_service_get_set (service)) };
  AbiValue one = abi_address (strategy);
  AbiValue args[] = { abi_tuple (fields, 2), abi_array (operators, G_N_ELEMENTS (operators)),
                      abi_array (&one, 1), abi_uint (surety_service_get_block (service)) };
  AbiValues values = { 0 };
  Address manager, multicall3;
  AbiItem *item;
  u256 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      Address address = i < PRACTICE_N_OPERATORS
                          ? practice_operator_address (i)
                          : practice_vault_address (i - PRACTICE_N_OPERATORS);

      operators[i] = abi_address (&address);
    }
  g_assert_true (surety_network_get_contract (test->network, "AllocationManager", &manager, NULL));
  g_assert_true (surety_network_get_contract (test->network, "Multicall3", &multicall3, NULL));
  g_assert_cmpint (abi_item_parse ("function getMinimumSlashableStake((address avs, uint32 id) "
                                   "s, address[] operators, address[] strategies, uint32 "
                                   "futureBlock) view returns (uint256[][])",
                                   &item),
                   ==, CORE_OK);
  multicall = surety_multicall_new (&multicall3);
  surety_multicall_add (multicall, &manager, item, args, 4);
  result = dex_await_object (surety_multicall_run (multicall, test->endpoints, "latest"), &error);
  g_assert_no_error (error);
  g_assert_true (surety_multicall_get (multicall, 0, &values, &error));
  for (gsize i = 0; i < values.values[0].n_items; i++)
    sum += values.values[0].items[i].items[0].word;
  abi_values_clear (&values);
  abi_item_free (item);
  return sum;
}

static void
test_stakes (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();

  /* As it is, and after everything that goes on by itself for some weeks. */
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GListModel) services = load_services (test);
      guint with_stake = 0, priced = 0;

      for (guint i = 0; i < g_list_model_get_n_items (services); i++)
        {
          g_autoptr (SuretyService) service = g_list_model_get_item (services, i);
          guint n;
          const SuretyServiceStake *stakes = surety_service_get_stakes (service, &n);

          g_assert_true (surety_service_get_stakes_known (service));
          for (guint k = 0; k < n; k++)
            {
              char mine[U256_DECIMAL_SIZE], theirs[U256_DECIMAL_SIZE];
              u256 sum = ask_stake (test, service, &stakes[k].strategy);

              u256_to_decimal (stakes[k].shares, mine);
              u256_to_decimal (sum, theirs);
              g_assert_cmpstr (mine, ==, theirs);
              g_assert_true ((stakes[k].n_operators > 0) == (sum > 0));
              with_stake += sum > 0 ? 1 : 0;
              priced += stakes[k].tokens_known && stakes[k].tokens > 0 ? 1 : 0;
            }
        }
      g_assert_cmpuint (with_stake, >, 30);
      g_assert_cmpuint (priced, >, 30);
      surety_practice_wind_seconds (test->practice, 30 * 86400);
    }
}

/* --- duration vaults --- */

static void
test_vaults (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    vaults = dex_await_object (surety_protocol_load_vaults (test->protocol), &error);
  g_autoptr (SuretyVault) locked = NULL;
  g_autoptr (SuretyVault) filling = NULL;
  const SuretyVaultFacts *facts;
  Address address = practice_vault_address (0);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (vaults), ==, PRACTICE_N_VAULTS);
  locked = g_list_model_get_item (vaults, 0);
  facts = surety_vault_get_facts (locked);
  g_assert_true (address_equal (&facts->address, &address));
  g_assert_cmpstr (facts->symbol, ==, "stETH");
  g_assert_cmpint (facts->state, ==, SURETY_VAULT_LOCKED);
  g_assert_true (surety_vault_is_locked (locked));
  g_assert_cmpuint (facts->duration, ==, PRACTICE_VAULT_DAYS * 86400);
  g_assert_cmpuint (facts->unlock_at, ==, facts->locked_at + facts->duration);
  g_assert_cmpuint (facts->unlock_at, >, facts->time);
  g_assert_cmpuint (facts->matured_at, ==, 0);
  g_assert_true (facts->caps_known);
  g_assert_cmpuint (facts->set, ==, PRACTICE_VAULT_SET);

  filling = g_list_model_get_item (vaults, 1);
  g_assert_cmpint (surety_vault_get_facts (filling)->state, ==, SURETY_VAULT_DEPOSITS);
  g_assert_false (surety_vault_is_locked (filling));
  g_assert_cmpuint (surety_vault_get_facts (filling)->unlock_at, ==, 0);
}

/* Both are operators; neither can be led into. */
static void
test_vaults_are_kept_out (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    providers = dex_await_object (surety_protocol_load_providers (test->protocol, NULL, NULL, NULL),
                                  &error);
  guint found = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      found += surety_provider_get_vault (provider) != NULL ? 1 : 0;
    }
  g_assert_cmpuint (found, ==, PRACTICE_N_VAULTS);

  for (guint i = 0; i < PRACTICE_N_VAULTS; i++)
    {
      Address vault = practice_vault_address (i);
      g_autoptr (SuretyIntent)
        intent = surety_intent_new_enter (&test->player,
                                          protocol_test_strategy (test->network, "stETH"),
                                          protocol_test_units ("0.5"), &vault);
      g_autoptr (SuretyProvider) alone = NULL;
      g_autoptr (GObject) plan = NULL;

      plan = dex_await_object (surety_protocol_plan (test->protocol, intent), &error);
      g_assert_null (plan);
      g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_LOCKS);
      g_clear_error (&error);
      alone = dex_await_object (surety_protocol_load_provider (test->protocol, &vault), &error);
      g_assert_no_error (error);
      g_assert_nonnull (surety_provider_get_vault (alone));
    }
}

/* --- payments --- */

#define DAY 86400u

static SuretyPayment
payment (guint64 day, guint8 token, guint8 payer, guint amount)
{
  return (SuretyPayment) {
    .time = 1000 * DAY + day * DAY,
    .token = { { token } },
    .payer = { { payer } },
    .amount = amount,
  };
}

static void
test_sums (void)
{
  const SuretyPayment payments[] = {
    payment (0, 1, 7, 100), payment (10, 2, 7, 5),  payment (70, 1, 8, 10),
    payment (80, 1, 7, 20), payment (90, 1, 8, 30), { .token = { { 3 } }, .amount = 1 },
  };
  g_autofree SuretyPaid *all = NULL;
  g_autofree SuretyPaid *month = NULL;
  g_autofree SuretyPaid *none = NULL;
  guint64 now = 1090 * (guint64) DAY;
  guint n;

  /* The first is ninety days old to the second, which is too old; one without a time is left out. */
  all = surety_payments_sum (payments, G_N_ELEMENTS (payments), now - 90 * DAY, now, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (all[0].token.bytes[0], ==, 2);
  g_assert_true (all[0].amount == 5);
  g_assert_true (all[1].amount == 60);
  g_assert_cmpuint (all[1].n, ==, 3);
  g_assert_cmpuint (all[1].n_payers, ==, 2);
  g_assert_cmpuint (all[1].payer.bytes[0], ==, 8);

  month = surety_payments_sum (payments, G_N_ELEMENTS (payments), now - 15 * DAY, now, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (month[0].amount == 50);

  none = surety_payments_sum (payments, 0, 0, now, &n);
  g_assert_null (none);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_regular (void)
{
  const SuretyPayment monthly[] = { payment (5, 1, 7, 1), payment (35, 1, 7, 1),
                                    payment (65, 1, 7, 1) };
  const SuretyPayment gap[] = { payment (5, 1, 7, 1), payment (41, 1, 7, 1),
                                payment (65, 1, 7, 1) };
  const SuretyPayment one_day[] = { payment (65, 1, 7, 1), payment (65, 1, 7, 1),
                                    payment (65, 1, 7, 1) };
  guint64 now = 1090 * (guint64) DAY;

  g_assert_true (surety_payments_regular (monthly, 3, now));
  /* It has stopped. */
  g_assert_false (surety_payments_regular (monthly, 3, now + 11 * DAY));
  g_assert_false (surety_payments_regular (gap, 3, now));
  g_assert_false (surety_payments_regular (one_day, 3, now));
  g_assert_false (surety_payments_regular (monthly, 2, now));
  g_assert_false (surety_payments_regular (NULL, 0, now));
}

/* --- read again --- */

static SuretyRenewed *
renew (ProtocolTest *test,
       const Address *provider,
       const Address *strategy,
       GListModel *known,
       GError **error)
{
  return dex_await_boxed (surety_protocol_renew_pledges (test->protocol, provider, strategy, known),
                          error);
}

/* In one exchange the same as in all that it takes to find them out; and what is more than was known is no less. */
static void
test_renewed_as_looked_up (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  g_autoptr (RiggedTransport) line = rigged_transport_new (SURETY_TRANSPORT (test->practice));
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (test->network));
  g_autoptr (GListStore) none = g_list_store_new (SURETY_TYPE_PLEDGE);
  guint n_pledges = 0;

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (line));
  g_clear_object (&test->protocol);
  test->protocol = surety_eigenlayer_new (test->network, endpoints);
  for (guint i = 0; i < PRACTICE_N_OPERATORS; i++)
    {
      const Address operator= practice_operator_address (i);
      g_autoptr (GListModel) pledges = load_pledges (test, &operator);
      g_autoptr (SuretyProvider)
        provider = dex_await_object (surety_protocol_load_provider (test->protocol, &operator),
                                     NULL);
      const guint exchanges = rigged_transport_get_exchanges (line);

      for (guint k = 0; k < g_list_model_get_n_items (pledges) && k < 1; k++)
        {
          g_autoptr (SuretyPledge) first = g_list_model_get_item (pledges, k);
          const Address *strategy = &surety_pledge_get_token (first)->strategy;
          const Address elsewhere = { { 1 } };
          g_autoptr (GError) error = NULL;
          g_autoptr (SuretyRenewed) renewed = renew (test, &operator, strategy, pledges, &error);
          g_autoptr (SuretyRenewed) unknown = NULL;
          g_autoptr (SuretyRenewed) other = NULL;

          g_assert_no_error (error);
          g_assert_cmpuint (rigged_transport_get_exchanges (line) - exchanges, ==, 1);
          g_assert_cmpuint (g_list_model_get_n_items (renewed->pledges), ==,
                            g_list_model_get_n_items (pledges));
          for (guint j = 0; j < g_list_model_get_n_items (pledges); j++, n_pledges++)
            {
              g_autoptr (SuretyPledge) a = g_list_model_get_item (pledges, j);
              g_autoptr (SuretyPledge) b = g_list_model_get_item (renewed->pledges, j);

              assert_same (a, b);
              g_assert_cmpuint (surety_pledge_get_slashable_until (a), ==,
                                surety_pledge_get_slashable_until (b));
            }
          g_assert_true (surety_provider_get_pledged (renewed->provider, strategy)->max ==
                         surety_provider_get_pledged (provider, strategy)->max);
          g_assert_cmpuint (surety_provider_get_delay (renewed->provider), ==,
                            surety_provider_get_delay (provider));

          unknown = renew (test, &operator, strategy, G_LIST_MODEL (none), &error);
          g_assert_null (unknown);
          g_assert_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SLASHABLE);
          g_clear_error (&error);
          other = renew (test, &operator, & elsewhere, G_LIST_MODEL (none), &error);
          g_assert_no_error (error);
          g_assert_cmpuint (g_list_model_get_n_items (other->pledges), ==, 0);
        }
    }
  g_assert_cmpuint (n_pledges, >, 50);
}

/* --- by whose word --- */

/* Its word for who may come to it, said to one of two endpoints only. */
static void
change_approver (ProtocolTest *test, const Address *operator)
{
  AbiItem *item = NULL;
  Buffer data = buffer_new ();
  const AbiValue args[] = { abi_address (operator), abi_address (operator) };
  Address to;

  g_assert_cmpint (abi_item_parse ("function modifyOperatorDetails(address operator, "
                                   "address newDelegationApprover)",
                                   &item),
                   ==, CORE_OK);
  g_assert_cmpint (abi_encode_call (item, args, 2, &data), ==, CORE_OK);
  g_assert_true (surety_network_get_contract (test->network, "DelegationManager", &to, NULL));
  g_assert_true (practice_chain_system (surety_practice_get_chain (test->practice), operator, & to,
                                        0, buffer_bytes (&data), NULL));
  buffer_clear (&data);
  abi_item_free (item);
}

/* What is pledged decides what one may lose: no endpoint says that alone where there are two. */
static void
test_two_endpoints_must_agree (void)
{
  g_autoptr (ProtocolTest) honest = protocol_test_new ();
  g_autoptr (ProtocolTest) liar = protocol_test_new ();
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (honest->network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (GListModel) pledges = NULL;
  g_autoptr (SuretyProvider) provider = NULL;
  g_autoptr (GListModel) other_pledges = NULL;
  g_autoptr (SuretyProvider) other_provider = NULL;
  g_autoptr (SuretyRenewed) renewed = NULL;
  g_autoptr (GError) error = NULL;
  const Address *strategy = protocol_test_strategy (honest->network, "stETH");
  Address operator= protocol_test_find_open_operator (honest->protocol);

  surety_endpoints_add (endpoints, SURETY_TRANSPORT (liar->practice));
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (honest->practice));
  protocol = surety_eigenlayer_new (honest->network, endpoints);
  pledges = dex_await_object (surety_protocol_load_pledges (protocol, &operator), &error);
  g_assert_no_error (error);
  provider = dex_await_object (surety_protocol_load_provider (protocol, &operator), &error);
  g_assert_no_error (error);

  change_approver (liar, &operator);
  other_pledges = dex_await_object (surety_protocol_load_pledges (protocol, &operator), &error);
  g_assert_null (other_pledges);
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE);
  g_clear_error (&error);
  other_provider = dex_await_object (surety_protocol_load_provider (protocol, &operator), &error);
  g_assert_null (other_provider);
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE);
  g_clear_error (&error);
  /* Nor what is looked at before each signature. */
  renewed = dex_await_boxed (surety_protocol_renew_pledges (protocol, &operator, strategy, pledges),
                             &error);
  g_assert_null (renewed);
  g_assert_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_DISAGREE);
}

/* The same chain under a kind that is not known for what it is. */
static void
set_kind (JsonObject *file, gpointer user_data)
{
  json_object_set_string_member (file, "kind", "test");
}

/* Holdings over two endpoints, of which the second falls silent after so many exchanges; how many it took. */
static SuretyHoldings *
load_cut_after (ProtocolTest *test, SuretyNetwork *network, guint cut, guint *exchanges)
{
  g_autoptr (RiggedTransport) line = rigged_transport_new (SURETY_TRANSPORT (test->practice));
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (GError) error = NULL;
  SuretyHoldings *holdings;

  rigged_transport_cut_after (line, cut);
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (test->practice));
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (line));
  protocol = surety_eigenlayer_new (network, endpoints);
  holdings = dex_await_object (surety_protocol_load_holdings (protocol, &test->player), &error);
  g_assert_no_error (error);
  *exchanges = rigged_transport_get_exchanges (line);
  return holdings;
}

/* Whenever one of two falls silent, nothing is said to be agreed on that the other said alone. */
static void
test_as_well_as_the_least_well_known (void)
{
  g_autoptr (ProtocolTest) test = protocol_test_new ();
  EigenlayerCase one = {
    .network = test->network,
    .endpoints = test->endpoints,
    .protocol = test->protocol,
    .journal = test->journal,
    .signer = test->signer,
    .provider = practice_operator_address (42),
  };
  g_autoptr (SuretyIntent)
    intent = surety_intent_new_enter (&test->player,
                                      protocol_test_strategy (test->network, "stETH"),
                                      protocol_test_units ("0.5"), &one.provider);
  g_autoptr (SuretyNetwork) network = protocol_test_edit_network (NULL, set_kind, NULL);
  guint n_agreed = 0, n_alone = 0, needed = 0;

  eigenlayer_case_run (&one, intent);
  for (guint cut = 0; cut == 0 || cut < needed; cut++)
    {
      guint exchanges = 0;
      g_autoptr (SuretyHoldings) holdings = load_cut_after (test, network, cut, &exchanges);
      const SuretyKnown known = surety_holdings_get_known (holdings);
      g_autoptr (SuretyPosition)
        position = g_list_model_get_item (surety_holdings_get_positions (holdings), 0);
      SuretyProvider *provider = surety_holdings_get_provider (holdings);
      GListModel *stakes = surety_provider_get_stakes (provider);

      needed = MAX (needed, exchanges);
      n_agreed += known == SURETY_KNOWN_AGREED ? 1 : 0;
      n_alone += known == SURETY_KNOWN_ONE_ENDPOINT ? 1 : 0;
      g_assert_cmpint (known, <=, surety_figure_get_known (surety_position_get_worth (position)));
      for (guint i = 0; i < g_list_model_get_n_items (stakes); i++)
        {
          g_autoptr (SuretyFigure) stake = g_list_model_get_item (stakes, i);

          g_assert_cmpint (surety_figure_get_known (stake), <=,
                           surety_provider_get_known (provider));
        }
    }
  g_assert_cmpuint (n_agreed, >=, 1);
  g_assert_cmpuint (n_alone, >=, 1);
}

int
main (int argc, char **argv)
{
  protocol_test_init (&argc, &argv);
  protocol_test_add ("/pledges/every-kind-is-there", test_every_kind);
  protocol_test_add ("/pledges/held-as-looked-up", test_held_as_looked_up);
  protocol_test_add ("/pledges/renewed-as-looked-up", test_renewed_as_looked_up);
  protocol_test_add ("/pledges/two-endpoints-must-agree", test_two_endpoints_must_agree);
  protocol_test_add ("/pledges/as-well-as-the-least-well-known",
                     test_as_well_as_the_least_well_known);
  protocol_test_add ("/services/who-slashes", test_slashers);
  protocol_test_add ("/services/who-slashes-is-told-by-code", test_code_decides);
  protocol_test_add ("/services/what-they-paid", test_payments);
  protocol_test_add ("/services/what-happened-when", test_history);
  protocol_test_add ("/services/stake-behind-is-the-contracts-own", test_stakes);
  protocol_test_add ("/vaults/locked-and-filling", test_vaults);
  protocol_test_add ("/vaults/kept-out", test_vaults_are_kept_out);
  protocol_test_add ("/payments/sums-by-token", test_sums);
  protocol_test_add ("/payments/regular", test_regular);
  return g_test_run ();
}
