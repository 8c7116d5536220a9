/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-outlook.h"

G_BEGIN_DECLS

/* What the simulation takes for granted, shown with its grounds, to be changed and to be set back. A change holds at
 * once, and is kept by who keeps the outlook's assumptions. */
#define SURETY_TYPE_ASSUMPTIONS_DIALOG (surety_assumptions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyAssumptionsDialog,
                      surety_assumptions_dialog,
                      SURETY,
                      ASSUMPTIONS_DIALOG,
                      AdwDialog)

AdwDialog *surety_assumptions_dialog_new (SuretyOutlook *outlook);

G_END_DECLS
