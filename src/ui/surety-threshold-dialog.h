/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "checks.h"

G_BEGIN_DECLS

/* Asks for another value of one threshold of a check, within what it may be; keeps it when that is
 * what is chosen. block_seconds: of the network, blocks are asked for as time. */
#define SURETY_TYPE_THRESHOLD_DIALOG (surety_threshold_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyThresholdDialog,
                      surety_threshold_dialog,
                      SURETY,
                      THRESHOLD_DIALOG,
                      AdwAlertDialog)

AdwDialog *surety_threshold_dialog_new (CheckId id, CheckLimit limit, guint block_seconds);

G_END_DECLS
