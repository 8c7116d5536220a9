/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "result.h"

G_BEGIN_DECLS

/* One translated sentence (or two) for whatever went wrong below: what happened, what it means
 * for the funds, what to do. Newly allocated, never NULL, never empty; never holds what the user
 * typed. */
char *surety_sentence_for_error (const GError *error);

/* The sentence for one code of a domain; NULL when the domain is none of ours or the code none
 * of its. Static. */
const char *surety_sentence_for_code (GQuark domain, int code);
/* The sentence for an error a contract returned by that name ("CurrentlyPaused"); NULL when
 * there is none. Static. */
const char *surety_sentence_for_revert (const char *name);
/* The sentence for an input that broke a rule of core; NULL for CORE_OK. Static. */
const char *surety_sentence_for_core (CoreResult result);

G_END_DECLS
