/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "surety-safe.h"

G_BEGIN_DECLS

/* Asks for the passphrase of a key file, or for a former app password. */
#define SURETY_TYPE_PASSPHRASE_DIALOG (surety_passphrase_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyPassphraseDialog,
                      surety_passphrase_dialog,
                      SURETY,
                      PASSPHRASE_DIALOG,
                      AdwAlertDialog)

/* Resolves to: SuretySecret; rejects with SURETY_STORE_ERROR_DISMISSED when it was closed. */
DexFuture *surety_passphrase_dialog_ask (GtkWidget *parent, SuretyAsk what);

G_END_DECLS
