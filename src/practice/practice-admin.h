/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-world.h"

G_BEGIN_DECLS

/* OpenZeppelin's ProxyAdmin and TimelockController, as far as they say who they are. The contracts' data. */
typedef struct
{
  Address owner;
} PracticeProxyAdmin;

typedef struct
{
  guint64 delay; /* seconds */
} PracticeTimelock;

extern const PracticePart practice_proxy_admin_part;
extern const PracticePart practice_timelock_part;

G_END_DECLS
