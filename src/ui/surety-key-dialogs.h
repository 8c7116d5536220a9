/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What is asked about keys. parent: a widget in the window. Each resolves to TRUE when it was done,
 * and rejects with SURETY_STORE_ERROR_DISMISSED when it was closed. */

/* One question at a time: who asks while it is open gets the same answer. */
DexFuture *surety_key_dialogs_unlock (GtkWidget *parent, SuretySession *session);
/* Sets the app password, or changes it. */
DexFuture *surety_key_dialogs_set_password (GtkWidget *parent, SuretySession *session);
DexFuture *surety_key_dialogs_remove_password (GtkWidget *parent, SuretySession *session);
/* Writes the account's key to a keystore file, and opens that again. */
DexFuture *surety_key_dialogs_export (GtkWidget *parent,
                                      SuretySession *session,
                                      SuretyAccount *account);
/* Another account of the same words, under a name. */
DexFuture *surety_key_dialogs_add_next (GtkWidget *parent,
                                        SuretySession *session,
                                        SuretyAccount *account);
/* Opens a keystore file and sees whether it is this account's. */
DexFuture *surety_key_dialogs_prove_keystore (GtkWidget *parent,
                                              SuretySession *session,
                                              SuretyAccount *account);
/* Asks for three of the words. */
DexFuture *surety_key_dialogs_prove_words (GtkWidget *parent, SuretySecret *words);

G_END_DECLS
