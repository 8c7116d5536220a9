/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Who is paid: one of the own accounts on the network, or of the addresses saved for it; another one can be saved here. The
 * account that signs is chosen first. Property (notifies): "recipient" (string: EIP-55). */
#define SURETY_TYPE_RECIPIENT_GROUP (surety_recipient_group_get_type ())
G_DECLARE_FINAL_TYPE (SuretyRecipientGroup,
                      surety_recipient_group,
                      SURETY,
                      RECIPIENT_GROUP,
                      AdwPreferencesGroup)

void surety_recipient_group_set_session (SuretyRecipientGroup *self, SuretySession *session);
const char *surety_recipient_group_get_recipient (SuretyRecipientGroup *self);

G_END_DECLS
