/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eigenlayer-scene.h"

#include <string.h>

#include "protocol-test.h"
#include "surety-multicall.h"

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

void
scene_act (const Scene *scene,
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

guint64
scene_head (const Scene *scene)
{
  guint64 block;

  ask (scene, &scene->manager, "function DEALLOCATION_DELAY() view returns (uint32)", &block);
  return block;
}

void
scene_advance_to (const Scene *scene, guint64 block)
{
  guint64 now = scene_head (scene);

  g_assert_cmpuint (block, >=, now);
  if (block > now)
    scene->one->advance (block - now, scene->one->user_data);
  g_assert_cmpuint (scene_head (scene), ==, block);
}

void
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

AbiValue
scene_set_value (const Scene *scene, guint id, AbiValue fields[2])
{
  fields[0] = abi_address (&scene->avs);
  fields[1] = abi_uint (id);
  return abi_tuple (fields, 2);
}

void
scene_make_sets (const Scene *scene)
{
  AbiValue metadata[] = { abi_address (&scene->avs),
                          abi_string ("data:application/json,%7B%22name%22:%22Case%22%7D") };
  AbiValue strategy = abi_address (&scene->strategy);
  AbiValue plain[] = { abi_uint (SCENE_PLAIN), abi_array (&strategy, 1),
                       abi_address (&scene->one->multisig) };
  AbiValue giving[] = { abi_uint (SCENE_GIVING), abi_array (&strategy, 1),
                        abi_address (&scene->key) };
  AbiValue plain_value = abi_tuple (plain, 3);
  AbiValue giving_value = abi_tuple (giving, 3);
  AbiValue recipient = abi_address (&scene->recipient);
  AbiValue plain_args[] = { metadata[0], abi_array (&plain_value, 1) };
  AbiValue giving_args[] = { metadata[0], abi_array (&giving_value, 1), abi_array (&recipient, 1) };

  scene_act (scene, &scene->avs, &scene->manager,
             "function updateAVSMetadataURI(address avs, string metadataURI)", metadata, 2);
  scene_act (
    scene, &scene->avs, &scene->manager,
    "function createOperatorSets(address avs, (uint32 operatorSetId, address[] strategies, "
    "address slasher)[] params)",
    plain_args, 2);
  scene_act (
    scene, &scene->avs, &scene->manager,
    "function createRedistributingOperatorSets(address avs, (uint32 operatorSetId, address[] "
    "strategies, address slasher)[] params, address[] redistributionRecipients)",
    giving_args, 3);
}

void
scene_register (const Scene *scene)
{
  const Address nobody = { 0 };
  AbiValue args[] = { abi_address (&nobody), abi_uint (SCENE_DELAY),
                      abi_string ("data:application/json,%7B%22name%22:%22Case%22%7D") };

  scene_act (scene, &scene->operator, & scene->delegation,
             "function registerAsOperator(address initDelegationApprover, uint32 allocationDelay, "
             "string metadataURI)",
             args, 3);
}

void
scene_join (const Scene *scene, guint id)
{
  AbiValue number = abi_uint (id);
  AbiValue params[] = { abi_address (&scene->avs), abi_array (&number, 1),
                        abi_bytes ((Bytes) { NULL, 0 }) };
  AbiValue args[] = { abi_address (&scene->operator), abi_tuple (params, 3) };

  scene_act (scene, &scene->operator, & scene->manager,
             "function registerForOperatorSets(address operator, (address avs, uint32[] "
             "operatorSetIds, bytes data) params)",
             args, 2);
}

void
scene_leave (const Scene *scene, guint id)
{
  AbiValue number = abi_uint (id);
  AbiValue params[] = { abi_address (&scene->operator), abi_address (&scene->avs),
                        abi_array (&number, 1) };
  AbiValue args = abi_tuple (params, 3);

  scene_act (scene, &scene->operator, & scene->manager,
             "function deregisterFromOperatorSets((address operator, address avs, uint32[] "
             "operatorSetIds) params)",
             &args, 1);
}

void
scene_allocate (const Scene *scene, guint id, const Address *strategy, const char *magnitude)
{
  AbiValue fields[2];
  AbiValue one = abi_address (strategy);
  AbiValue wanted = abi_uint (protocol_test_units (magnitude));
  AbiValue params[] = { scene_set_value (scene, id, fields), abi_array (&one, 1),
                        abi_array (&wanted, 1) };
  AbiValue list = abi_tuple (params, 3);
  AbiValue args[] = { abi_address (&scene->operator), abi_array (&list, 1) };

  scene_act (scene, &scene->operator, & scene->manager,
             "function modifyAllocations(address operator, (" SCENE_SET
             " operatorSet, address[] strategies, "
             "uint64[] newMagnitudes)[] params)",
             args, 2);
}

void
scene_slash (const Scene *scene, const Address *slasher, guint id, const char *wad)
{
  AbiValue one = abi_address (&scene->strategy);
  AbiValue part = abi_uint (protocol_test_units (wad));
  AbiValue params[] = { abi_address (&scene->operator), abi_uint (id), abi_array (&one, 1),
                        abi_array (&part, 1), abi_string ("A case") };
  AbiValue args[] = { abi_address (&scene->avs), abi_tuple (params, 5) };

  scene_act (
    scene, slasher, &scene->manager,
    "function slashOperator(address avs, (address operator, uint32 operatorSetId, address[] "
    "strategies, uint256[] wadsToSlash, string description) params) returns (uint256, "
    "uint256[])",
    args, 2);
}

/* --- what is read --- */

SuretyPledge *
scene_pledge (const Scene *scene, guint id, const Address *strategy)
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

SuretyService *
scene_service (const Scene *scene, guint id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
    services = dex_await_object (surety_protocol_load_services (scene->one->protocol), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (SuretyService) service = g_list_model_get_item (services, i);

      if (address_equal (surety_service_get_avs (service), &scene->avs) &&
          surety_service_get_set (service) == id)
        return g_steal_pointer (&service);
    }
  g_assert_not_reached ();
}
