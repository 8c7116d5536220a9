/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What the current account has granted to the contracts that are known here, each to be taken back. */
#define SURETY_TYPE_ALLOWANCES_DIALOG (surety_allowances_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAllowancesDialog,
                      surety_allowances_dialog,
                      SURETY,
                      ALLOWANCES_DIALOG,
                      AdwDialog)

AdwDialog *surety_allowances_dialog_new (SuretySession *session);

G_END_DECLS
