/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Everything known of one operator, and the button that chooses it. Signal "chosen": it was pressed. */
#define SURETY_TYPE_OPERATOR_DIALOG (surety_operator_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOperatorDialog,
                      surety_operator_dialog,
                      SURETY,
                      OPERATOR_DIALOG,
                      AdwDialog)

AdwDialog *surety_operator_dialog_new (SuretySession *session, SuretyProvider *provider);
SuretyProvider *surety_operator_dialog_get_provider (SuretyOperatorDialog *self);

G_END_DECLS
