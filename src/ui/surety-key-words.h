/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-session.h"

G_BEGIN_DECLS

/* Closures of templates about keys (surety-closures.h says what that is); the text is the caller's. */

/* "In your keyring, behind the app password"; account may be NULL. */
char *surety_closure_key_place (gpointer self, SuretyAccount *account, gboolean is_protected);
/* "Checked on 3 March 2026" or that it was not. */
char *surety_closure_backup_state (gpointer self, SuretyAccount *account);
/* Which of the accounts of its words it is: "Account 2 of its words". */
char *surety_closure_key_kind (gpointer self, SuretyAccount *account);
/* Whether an account's key is behind the app password, and that was not given. */
gboolean surety_closure_key_is_locked (gpointer self, SuretyAccount *account, gboolean locked);
/* Whether it can be named and removed: all but the practice account. */
gboolean surety_closure_is_ours (gpointer self, SuretyAccount *account);
/* Whether there is something to lock. */
gboolean surety_closure_can_lock (gpointer self, gboolean is_protected, gboolean locked);

G_END_DECLS
