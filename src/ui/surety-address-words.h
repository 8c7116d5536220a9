/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-session.h"

G_BEGIN_DECLS

/* An address that could be taken for a known one (surety_session_dup_look_alike()): Pango markup of all of it in groups of four, with
 * the digits that differ marked, and what it could be taken for. session may be NULL. Newly allocated; NULL when it looks like none. */
char *surety_address_words_look_alike (SuretySession *session, const char *text);

/* What a person calls an address: an account here or a saved one; NULL: nothing. session may be NULL. */
char *surety_address_words_dup_name (SuretySession *session, const Address *address);
/* The same and the address, all of it (wide) or short; the address alone where it has no name. */
char *surety_address_words_named (SuretySession *session, const Address *address, gboolean wide);

G_END_DECLS
