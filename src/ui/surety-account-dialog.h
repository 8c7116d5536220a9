/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* The current account: its name, where its key is, its backup, further accounts of its words, removal.
 * Properties: "session" (SuretySession), "account" (SuretyAccount, follows the session's). */
#define SURETY_TYPE_ACCOUNT_DIALOG (surety_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAccountDialog, surety_account_dialog, SURETY, ACCOUNT_DIALOG, AdwDialog)

AdwDialog *surety_account_dialog_new (SuretySession *session);

G_END_DECLS
