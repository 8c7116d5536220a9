/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-window.h"

G_BEGIN_DECLS

/* Asks what has to be asked before an account goes: nothing much for one that is watched or whose words
 * stay with another account; else a proof of its backup, or that what is lost was read. Then it goes,
 * and that is said. */
void surety_account_removal_begin (SuretyWindow *window,
                                   SuretySession *session,
                                   SuretyAccount *account);

G_END_DECLS
