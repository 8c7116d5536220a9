/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-review.h"
#include "surety-session.h"

G_BEGIN_DECLS

/* What a transaction says, as rows of one that opens. session (NULL: none): who knows names. */

/* A named value that can be selected and copied; label (NULL: none): what it means, above it. mono: an address or bytes. */
GtkWidget *surety_step_fields_add (AdwExpanderRow *self,
                                   const char *name,
                                   const char *text,
                                   const char *label,
                                   gboolean mono);
/* A sentence. */
void surety_step_fields_add_text (AdwExpanderRow *self, const char *text);
/* In groups of four; one that could be taken for another is marked. */
void surety_step_fields_add_address (AdwExpanderRow *self,
                                     const char *name,
                                     const char *text,
                                     const char *label,
                                     SuretySession *session);
/* lines: how many of the bytes' lines are shown; 0: all of them. */
void surety_step_fields_add_hex (AdwExpanderRow *self, const char *name, Bytes bytes, int lines);
void surety_step_fields_add_bytes (AdwExpanderRow *self,
                                   const char *name,
                                   GBytes *bytes,
                                   int lines);
/* Contract, function and what it is given. account: whose transaction it is. */
void surety_step_fields_add_call (AdwExpanderRow *self,
                                  SuretyDecodedCall *call,
                                  const Address *account,
                                  SuretySession *session);
/* wei */
void surety_step_fields_add_value (AdwExpanderRow *self, u256 value);
/* "1.5 gwei", of wei. Newly allocated. */
char *surety_step_fields_say_fee (u256 fee);

G_END_DECLS
