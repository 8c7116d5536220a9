/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "address.h"
#include "keccak.h"
#include "surety-figure.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* The facts an adapter brings up. All immutable GObjects; a change is a new object. Each getter
 * lends. Each type in its own file pair surety-asset.[ch], surety-provider.[ch], …: this header
 * includes them all. */

#include "surety-asset.h"
#include "surety-provider.h"
#include "surety-service.h"
#include "surety-pledge.h"
#include "surety-position.h"
#include "surety-exit.h"
#include "surety-holdings.h"
#include "surety-vault.h"
#include "surety-programme.h"
#include "surety-reward-sheet.h"

G_END_DECLS
