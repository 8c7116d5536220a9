/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eigenlayer-cases.h"

#include <string.h>

#include "protocol-test.h"
#include "surety-multicall.h"

#define SET "(address avs, uint32 id)"
#define PLAIN 1u  /* burns; slashed by a multisig, which hands over to one key */
#define GIVING 4u /* redistributes; slashed by one key */
#define DELAY 20u /* the operator's, blocks */

typedef struct
{
  const EigenlayerCase *one;
  Address manager; /* AllocationManager */
  Address delegation;
  Address strategy;
  Address other; /* a strategy the plain set has not */
  Address avs;
  Address operator;
  Address key; /* a plain account */
  Address recipient;
  guint64 exit_delay;
  guint64 release_delay;
  guint64 slasher_delay;
} Scene;

/* Nobody on any chain. */
static Address
person (const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[32];
  gsize len = sizeof hash;
  Address address;

  g_checksum_update (checksum, (const guchar *) "surety pledge case ", -1);
  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_get_digest (checksum, hash, &len);
  memcpy (address.bytes, hash, sizeof address.bytes);
  return address;
}

static void
act (const Scene *scene,
     const Address *from,
     const Address *to,
     const char *function,
     const AbiValue *args,
     gsize n_args)
{
  AbiItem *item;

  g_assert_cmpint (abi_item_parse (function, &item), ==, CORE_OK);
  scene->one->act (from, to, item, args, n_args, scene->one->user_data);
  abi_item_free (item);
}

/* One number a contract says, and the block it said it in. */
static guint64
ask (const Scene *scene, const Address *to, const char *function, guint64 *block)
{
  Address multicall3;
  g_autoptr (SuretyMulticall) multicall = NULL;
  g_autoptr (GObject) result = NULL;
  g_autoptr (GError) error = NULL;
  AbiItem *item;
  u256 word;
  guint call;

  g_assert_true (
    surety_network_get_contract (scene->one->network, "Multicall3", &multicall3, NULL));
  multicall = surety_multicall_new (&multicall3);
  g_assert_cmpint (abi_item_parse (function, &item), ==, CORE_OK);
  call = surety_multicall_add (multicall, to, item, NULL, 0);
  result = dex_await_object (surety_multicall_run (multicall, scene->one->endpoints, "latest"),
                             &error);
  g_assert_no_error (error);
  g_assert_true (surety_multicall_get_word (multicall, call, &word, &error));
  g_assert_no_error (error);
  if (block != NULL)
    *block = surety_multicall_get_block (multicall);
  abi_item_free (item);
  return (guint64) word;
}

static guint64
head (const Scene *scene)
{
  guint64 block;

  ask (scene, &scene->manager, "function DEALLOCATION_DELAY() view returns (uint32)", &block);
  return block;
}

/* Up to and including that block. */
static void
advance_to (const Scene *scene, guint64 block)
{
  guint64 now = head (scene);

  g_assert_cmpuint (block, >=, now);
  if (block > now)
    scene->one->advance (block - now, scene->one->user_data);
  g_assert_cmpuint (head (scene), ==, block);
}

static void
scene_init (Scene *scene, const EigenlayerCase *one)
{
  SuretyNetwork *network = one->network;

  *scene = (Scene) {
    .one = one,
    .strategy = one->strategy,
    .avs = person ("service"),
    .operator= person ("operator"),
    .key = person ("key"),
    .recipient = person ("recipient"),
  };
  g_assert_true (surety_network_get_contract (network, "AllocationManager", &scene->manager, NULL));
  g_assert_true (
    surety_network_get_contract (network, "DelegationManager", &scene->delegation, NULL));
  for (guint i = 0; i < surety_network_get_n_tokens (network); i++)
    if (!address_equal (&surety_network_get_token (network, i)->strategy, &scene->strategy))
      scene->other = surety_network_get_token (network, i)->strategy;
  scene->exit_delay = ask (scene, &scene->delegation,
                           "function minWithdrawalDelayBlocks() view returns (uint32)", NULL);
  scene->release_delay = ask (scene, &scene->manager,
                              "function DEALLOCATION_DELAY() view returns (uint32)", NULL);
  scene->slasher_delay = ask (scene, &scene->manager,
                              "function SLASHER_CONFIGURATION_DELAY() view returns (uint32)", NULL);
}

static AbiValue
set_value (const Scene *scene, guint id, AbiValue fields[2])
{
  fields[0] = abi_address (&scene->avs);
  fields[1] = abi_uint (id);
  return abi_tuple (fields, 2);
}

static void
make_sets (const Scene *scene)
{
  AbiValue metadata[] = { abi_address (&scene->avs),
                          abi_string ("data:application/json,%7B%22name%22:%22Case%22%7D") };
  AbiValue strategy = abi_address (&scene->strategy);
  AbiValue plain[] = { abi_uint (PLAIN), abi_array (&strategy, 1),
                       abi_address (&scene->one->multisig) };
  AbiValue giving[] = { abi_uint (GIVING), abi_array (&strategy, 1), abi_address (&scene->key) };
  AbiValue plain_value = abi_tuple (plain, 3);
  AbiValue giving_value = abi_tuple (giving, 3);
  AbiValue recipient = abi_address (&scene->recipient);
  AbiValue plain_args[] = { metadata[0], abi_array (&plain_value, 1) };
  AbiValue giving_args[] = { metadata[0], abi_array (&giving_value, 1), abi_array (&recipient, 1) };

  act (scene, &scene->avs, &scene->manager,
       "function updateAVSMetadataURI(address avs, string metadataURI)", metadata, 2);
  act (scene, &scene->avs, &scene->manager,
       "function createOperatorSets(address avs, (uint32 operatorSetId, address[] strategies, "
       "address slasher)[] params)",
       plain_args, 2);
  act (scene, &scene->avs, &scene->manager,
       "function createRedistributingOperatorSets(address avs, (uint32 operatorSetId, address[] "
       "strategies, address slasher)[] params, address[] redistributionRecipients)",
       giving_args, 3);
}

static void
register_operator (const Scene *scene)
{
  const Address nobody = { 0 };
  AbiValue args[] = { abi_address (&nobody), abi_uint (DELAY),
                      abi_string ("data:application/json,%7B%22name%22:%22Case%22%7D") };

  act (scene, &scene->operator, & scene->delegation,
       "function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, "
       "string metadataURI)",
       args, 3);
}

static void
join (const Scene *scene, guint id)
{
  AbiValue number = abi_uint (id);
  AbiValue params[] = { abi_address (&scene->avs), abi_array (&number, 1),
                        abi_bytes ((Bytes) { NULL, 0 }) };
  AbiValue args[] = { abi_address (&scene->operator), abi_tuple (params, 3) };

  act (scene, &scene->operator, & scene->manager,
       "function registerForOperatorSets(address operator, (address avs, uint32[] "
       "operatorSetIds, bytes data) params)",
       args, 2);
}

static void
leave (const Scene *scene, guint id)
{
  AbiValue number = abi_uint (id);
  AbiValue params[] = { abi_address (&scene->operator), abi_address (&scene->avs),
                        abi_array (&number, 1) };
  AbiValue args = abi_tuple (params, 3);

  act (scene, &scene->operator, & scene->manager,
       "function deregisterFromOperatorSets((address operator, address avs, uint32[] "
       "operatorSetIds) params)",
       &args, 1);
}

static void
allocate (const Scene *scene, guint id, const Address *strategy, const char *magnitude)
{
  AbiValue fields[2];
  AbiValue one = abi_address (strategy);
  AbiValue wanted = abi_uint (protocol_test_units (magnitude));
  AbiValue params[] = { set_value (scene, id, fields), abi_array (&one, 1),
                        abi_array (&wanted, 1) };
  AbiValue list = abi_tuple (params, 3);
  AbiValue args[] = { abi_address (&scene->operator), abi_array (&list, 1) };

  act (scene, &scene->operator, & scene->manager,
       "function modifyAllocations(address operator, (" SET " operatorSet, address[] strategies, "
       "uint64[] newMagnitudes)[] params)",
       args, 2);
}

static void
slash (const Scene *scene, const Address *slasher, guint id, const char *wad)
{
  AbiValue one = abi_address (&scene->strategy);
  AbiValue part = abi_uint (protocol_test_units (wad));
  AbiValue params[] = { abi_address (&scene->operator), abi_uint (id), abi_array (&one, 1),
                        abi_array (&part, 1), abi_string ("A case") };
  AbiValue args[] = { abi_address (&scene->avs), abi_tuple (params, 5) };

  act (scene, slasher, &scene->manager,
       "function slashOperator(address avs, (address operator, uint32 operatorSetId, address[] "
       "strategies, uint256[] wadsToSlash, string description) params) returns (uint256, "
       "uint256[])",
       args, 2);
}

/* --- what is read --- */

static SuretyPledge *
pledge_of (const Scene *scene, guint id, const Address *strategy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    pledges = dex_await_object (surety_protocol_load_pledges (scene->one->protocol,
                                                              &scene->operator),
                                &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      SuretyService *service = surety_pledge_get_service (pledge);

      if (address_equal (surety_service_get_avs (service), &scene->avs) &&
          surety_service_get_set (service) == id &&
          address_equal (&surety_pledge_get_token (pledge)->strategy, strategy))
        return g_steal_pointer (&pledge);
    }
  return NULL;
}

static void
assert_magnitude (u256 value, const char *expected)
{
  char text[U256_DECIMAL_SIZE];

  u256_to_decimal (value, text);
  if (value != protocol_test_units (expected))
    g_error ("%s where %s was expected", text, expected);
}

/* now, dormant, rising, freeing: as units of 10^18. */
static void
assert_parts (SuretyPledge *pledge,
              const char *now,
              const char *dormant,
              const char *rising,
              const char *freeing)
{
  g_assert_nonnull (pledge);
  assert_magnitude (surety_pledge_get_now (pledge), now);
  assert_magnitude (surety_pledge_get_dormant (pledge), dormant);
  assert_magnitude (surety_pledge_get_rising (pledge), rising);
  assert_magnitude (surety_pledge_get_freeing (pledge), freeing);
}

static void
assert_standing (SuretyPledge *pledge, SuretyStanding standing, guint reasons)
{
  g_assert_cmpint (surety_pledge_get_standing (pledge), ==, standing);
  g_assert_cmpuint (surety_pledge_get_dormant_reason (pledge), ==, reasons);
  g_assert_true (surety_pledge_is_slashable (pledge) == (reasons == SURETY_DORMANT_NO));
}

/* Half of all for the plain set, waiting; then there. */
static void
check_rising (const Scene *scene)
{
  g_autoptr (SuretyPledge) waiting = NULL;
  g_autoptr (SuretyPledge) before = NULL;
  g_autoptr (SuretyPledge) there = NULL;
  guint64 block, effect, escape, delay;

  allocate (scene, PLAIN, &scene->strategy, "0.5");
  block = head (scene);
  waiting = pledge_of (scene, PLAIN, &scene->strategy);
  assert_parts (waiting, "0", "0", "0.5", "0");
  assert_standing (waiting, SURETY_STANDING_MEMBER, SURETY_DORMANT_NO);
  effect = surety_pledge_get_effect_block (waiting);
  g_assert_cmpuint (effect, ==, block + DELAY);
  assert_magnitude (surety_pledge_get_encumbered (waiting), "0.5");
  g_assert_true (surety_pledge_get_exit_delay (waiting, &delay));
  g_assert_cmpuint (delay, ==, scene->exit_delay);
  g_assert_true (surety_pledge_get_escape_block (waiting, &escape));
  g_assert_cmpuint (escape, ==, effect > delay ? effect - delay - 1 : 0);
  g_assert_cmpuint (surety_pledge_estimate_time (waiting, effect), ==,
                    surety_pledge_get_time (waiting) +
                      DELAY * surety_network_get_block_seconds (scene->one->network));

  advance_to (scene, effect - 1);
  before = pledge_of (scene, PLAIN, &scene->strategy);
  assert_parts (before, "0", "0", "0.5", "0");
  advance_to (scene, effect);
  there = pledge_of (scene, PLAIN, &scene->strategy);
  assert_parts (there, "0.5", "0", "0", "0");
  g_assert_false (surety_pledge_get_escape_block (there, &escape));
}

/* To a set it is not registered with, and in a strategy the set has not. */
static void
check_dormant (const Scene *scene)
{
  g_autoptr (SuretyPledge) stranger = NULL;
  g_autoptr (SuretyPledge) outside = NULL;
  g_autoptr (SuretyPledge) joined = NULL;

  allocate (scene, GIVING, &scene->strategy, "0.2");
  allocate (scene, PLAIN, &scene->other, "0.3");
  advance_to (scene, head (scene) + DELAY);

  stranger = pledge_of (scene, GIVING, &scene->strategy);
  assert_parts (stranger, "0", "0.2", "0", "0");
  assert_standing (stranger, SURETY_STANDING_OUTSIDE, SURETY_DORMANT_NOT_REGISTERED);
  outside = pledge_of (scene, PLAIN, &scene->other);
  assert_parts (outside, "0", "0.3", "0", "0");
  assert_standing (outside, SURETY_STANDING_MEMBER, SURETY_DORMANT_NOT_IN_SET);

  /* Without a delay. */
  join (scene, GIVING);
  joined = pledge_of (scene, GIVING, &scene->strategy);
  assert_parts (joined, "0.2", "0", "0", "0");
}

/* Three tenths are given back, which takes its time; half of all is slashed meanwhile. */
static void
check_freeing (const Scene *scene)
{
  g_autoptr (SuretyPledge) releasing = NULL;
  g_autoptr (SuretyPledge) slashed = NULL;
  guint64 block;

  allocate (scene, PLAIN, &scene->strategy, "0.2");
  block = head (scene);
  releasing = pledge_of (scene, PLAIN, &scene->strategy);
  assert_parts (releasing, "0.5", "0", "0", "0.3");
  g_assert_cmpuint (surety_pledge_get_effect_block (releasing), ==,
                    block + scene->release_delay + 1);
  assert_magnitude (surety_pledge_get_encumbered (releasing), "0.7");

  slash (scene, &scene->one->multisig, PLAIN, "0.5");
  slashed = pledge_of (scene, PLAIN, &scene->strategy);
  assert_parts (slashed, "0.25", "0", "0", "0.15");
  assert_magnitude (surety_pledge_get_max (slashed), "0.75");
  assert_magnitude (surety_pledge_get_encumbered (slashed), "0.45");
  /* A third of what is left, rounded up. */
  g_assert_true (surety_pledge_share (slashed, surety_pledge_get_now (slashed)) ==
                 (U256_WAD + 2) / 3);
}

/* What was left can be slashed as long as a release takes, not a block longer. */
static void
check_left (const Scene *scene)
{
  g_autoptr (SuretyPledge) left = NULL;
  g_autoptr (SuretyPledge) last = NULL;
  g_autoptr (SuretyPledge) over = NULL;
  guint64 block;

  leave (scene, GIVING);
  block = head (scene);
  left = pledge_of (scene, GIVING, &scene->strategy);
  assert_parts (left, "0.2", "0", "0", "0");
  assert_standing (left, SURETY_STANDING_LEFT, SURETY_DORMANT_NO);

  advance_to (scene, block + scene->release_delay);
  last = pledge_of (scene, GIVING, &scene->strategy);
  assert_standing (last, SURETY_STANDING_LEFT, SURETY_DORMANT_NO);
  advance_to (scene, block + scene->release_delay + 1);
  over = pledge_of (scene, GIVING, &scene->strategy);
  assert_parts (over, "0", "0.2", "0", "0");
  assert_standing (over, SURETY_STANDING_OUTSIDE, SURETY_DORMANT_NOT_REGISTERED);
}

/* The release that was under way meanwhile is over too. */
static void
check_freed (const Scene *scene)
{
  g_autoptr (SuretyPledge) freed = pledge_of (scene, PLAIN, &scene->strategy);

  assert_parts (freed, "0.1", "0", "0", "0");
  /* 0.1 here and 0.2 that lies dormant. */
  assert_magnitude (surety_pledge_get_encumbered (freed), "0.3");
}

static void
check_services (const Scene *scene)
{
  AbiValue fields[2];
  AbiValue args[] = { set_value (scene, PLAIN, fields), abi_address (&scene->key) };
  g_autoptr (SuretyPledge) plain = NULL;
  g_autoptr (SuretyPledge) giving = NULL;
  SuretyService *service;
  guint threshold, owners;
  guint64 block, delay;

  act (scene, &scene->avs, &scene->manager,
       "function updateSlasher(" SET " operatorSet, address slasher)", args, 2);
  block = head (scene);
  plain = pledge_of (scene, PLAIN, &scene->strategy);
  giving = pledge_of (scene, GIVING, &scene->strategy);

  service = surety_pledge_get_service (plain);
  g_assert_cmpint (surety_service_get_slasher_kind (service, &threshold, &owners), ==,
                   SURETY_PARTY_MULTISIG);
  g_assert_cmpuint (threshold, ==, 2);
  g_assert_cmpuint (owners, ==, 3);
  g_assert_true (address_equal (surety_service_get_pending_slasher (service), &scene->key));
  g_assert_cmpint (surety_service_get_pending_slasher_kind (service, NULL, NULL), ==,
                   SURETY_PARTY_ACCOUNT);
  g_assert_cmpuint (surety_service_get_pending_slasher_block (service), ==,
                    block + scene->slasher_delay + 1);
  g_assert_true (surety_service_get_redistributes_known (service));
  g_assert_false (surety_service_get_redistributes (service));
  g_assert_true (surety_service_get_n_operators_known (service));
  g_assert_cmpuint (surety_service_get_n_operators (service), ==, 1);
  g_assert_true (surety_service_get_resolution_delay (service, &delay));
  g_assert_cmpuint (delay, ==, 50400);

  service = surety_pledge_get_service (giving);
  g_assert_cmpint (surety_service_get_slasher_kind (service, &threshold, &owners), ==,
                   SURETY_PARTY_ACCOUNT);
  g_assert_cmpuint (threshold, ==, 0);
  g_assert_true (surety_service_get_redistributes (service));
  g_assert_true (address_equal (surety_service_get_recipient (service), &scene->recipient));
  g_assert_cmpuint (surety_service_get_pending_slasher_block (service), ==, 0);
  g_assert_cmpuint (surety_service_get_pending_slasher_time (service), ==, 0);
  g_assert_cmpuint (surety_service_get_n_operators (service), ==, 0);
}

void
eigenlayer_case_pledges (const EigenlayerCase *self)
{
  Scene scene;

  scene_init (&scene, self);
  make_sets (&scene);
  register_operator (&scene);
  join (&scene, PLAIN);
  check_rising (&scene);
  check_dormant (&scene);
  check_freeing (&scene);
  check_left (&scene);
  check_freed (&scene);
  check_services (&scene);
}
