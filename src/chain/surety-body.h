/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* A reply as it comes, piece by piece. Whole only at the end, and a large one is put together on a thread:
 * tens of megabytes are copied, and their memory touched for the first time, where nobody waits. */
typedef struct _SuretyBody SuretyBody;

SuretyBody *surety_body_new (void);
void surety_body_free (SuretyBody *self);
/* piece: taken. */
void surety_body_take (SuretyBody *self, GBytes *piece);
gsize surety_body_get_size (const SuretyBody *self);
/* self: taken. At once, for what is small. */
GBytes *surety_body_join (SuretyBody *self);
/* self: taken. Resolves to: GBytes. */
DexFuture *surety_body_join_future (SuretyBody *self);

G_END_DECLS
