/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-admin.h"

#include "practice-env.h"

static gboolean
proxy_admin_owner (PracticeCall *call)
{
  const PracticeProxyAdmin *data = call->contract->data;

  return practice_return_address (call, &data->owner);
}

static const PracticeFunction proxy_admin_functions[] = {
  { "function owner() returns (address)", proxy_admin_owner },
};

const PracticePart practice_proxy_admin_part = {
  .name = "ProxyAdmin",
  .functions = proxy_admin_functions,
  .n_functions = G_N_ELEMENTS (proxy_admin_functions),
};

static gboolean
timelock_delay (PracticeCall *call)
{
  const PracticeTimelock *data = call->contract->data;

  return practice_return_uint (call, data->delay);
}

static const PracticeFunction timelock_functions[] = {
  { "function getMinDelay() returns (uint256)", timelock_delay },
};

const PracticePart practice_timelock_part = {
  .name = "TimelockController",
  .functions = timelock_functions,
  .n_functions = G_N_ELEMENTS (timelock_functions),
};
