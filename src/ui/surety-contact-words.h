/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-address-book.h"
#include "surety-party.h"

G_BEGIN_DECLS

/* Why an address is not saved, a sentence. Static. */
const char *surety_contact_words_fault (SuretyBookError code);
/* What to know of who stands behind an address before it is paid, a sentence; NULL: nothing. Static. */
const char *surety_contact_words_party (SuretyPartyKind kind);

G_END_DECLS
