/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "abi.h"

G_BEGIN_DECLS

/* The parsed form of a human-readable signature, made once a process and kept. Signatures are this
 * folder's own constants: one that does not parse is a bug and aborts. */
const AbiItem *practice_abi_item (const char *signature);
/* First four bytes of keccak256 (canonical), big-endian. */
void practice_abi_selector (const char *canonical, guint8 out[4]);

G_END_DECLS
