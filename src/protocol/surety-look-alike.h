/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "address.h"

G_BEGIN_DECLS

/* What a person sees in a name, as text that is equal for names that look the same: Unicode's
 * confusable skeleton (UTS #39, ICU's data), without case, spaces and punctuation. Newly allocated; ""
 * when nothing that can be seen is left. */
char *surety_look_alike_skeleton (const char *name);

/* Whether two addresses are not the same, and look so to whom compares the first and the last four digits: such addresses are made to be
 * taken for one another. */
gboolean surety_look_alike_addresses (const Address *a, const Address *b);

/* Names of one list, and which of them look like another one's. */
typedef struct _SuretyLookAlikes SuretyLookAlikes;

SuretyLookAlikes *surety_look_alikes_new (void);
void surety_look_alikes_free (SuretyLookAlikes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyLookAlikes, surety_look_alikes_free)
/* owner: whose name it is (an address's text); a name it had before is forgotten. "" has no looks. */
void surety_look_alikes_set (SuretyLookAlikes *self, const char *owner, const char *name);
/* Whether somebody else's name looks like the one of owner. */
gboolean surety_look_alikes_is_one (SuretyLookAlikes *self, const char *owner);
void surety_look_alikes_clear (SuretyLookAlikes *self);

G_END_DECLS
