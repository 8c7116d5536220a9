/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* The addresses saved for the network, which may be paid beside the own accounts: to be read, added, renamed, removed. */
#define SURETY_TYPE_CONTACTS_DIALOG (surety_contacts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyContactsDialog,
                      surety_contacts_dialog,
                      SURETY,
                      CONTACTS_DIALOG,
                      AdwDialog)

/* There must be a network. */
AdwDialog *surety_contacts_dialog_new (SuretySession *session);

G_END_DECLS
