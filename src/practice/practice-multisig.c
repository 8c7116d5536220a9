/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-multisig.h"

#include "practice-env.h"
#include "practice-genesis.h"

#define OWNERS_EACH 100u

static gboolean
multisig_threshold (PracticeCall *call)
{
  const PracticeMultisig *data = call->contract->data;

  return practice_return_uint (call, data->threshold);
}

static gboolean
multisig_owners (PracticeCall *call)
{
  const PracticeMultisig *data = call->contract->data;
  AbiValue *owners = practice_env_values (call->env, data->owners);

  for (guint i = 0; i < data->owners; i++)
    {
      Address owner = practice_inhabitant ("owner", data->number * OWNERS_EACH + i);

      owners[i] = abi_address (&owner);
    }
  AbiValue result = abi_array (owners, data->owners);

  return practice_return (call, &result, 1);
}

static gboolean
multisig_version (PracticeCall *call)
{
  return practice_return_text (call, "1.4.1");
}

static const PracticeFunction multisig_functions[] = {
  { "function getThreshold() returns (uint256)", multisig_threshold },
  { "function getOwners() returns (address[])", multisig_owners },
  { "function VERSION() returns (string)", multisig_version },
};

const PracticePart practice_multisig_part = {
  .name = "Multisig",
  .functions = multisig_functions,
  .n_functions = G_N_ELEMENTS (multisig_functions),
};
