/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Saves an address under a name. What is wrong with it is said while it is typed: its checksum, what it could be taken for, that
 * it can't be paid, that a contract is there. Signal "saved" (string: the address, EIP-55): it is in the address book now. */
#define SURETY_TYPE_CONTACT_FORM (surety_contact_form_get_type ())
G_DECLARE_FINAL_TYPE (SuretyContactForm, surety_contact_form, SURETY, CONTACT_FORM, AdwDialog)

/* There must be a network. */
AdwDialog *surety_contact_form_new (SuretySession *session);

G_END_DECLS
