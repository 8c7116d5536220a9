/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-code-look.h"
#include "surety-party.h"

G_BEGIN_DECLS

/* What there is to say of code that is not what was kept, or of an account that has some. Pure; newly allocated. */
char *surety_code_words_title (const SuretyCodeFinding *finding);
char *surety_code_words_subtitle (const SuretyCodeFinding *finding);
/* What it means, for the dialog in which a person goes on with it. */
char *surety_code_words_meaning (const SuretyCodeFinding *finding);
/* What can be compared with what others say: two strings each, name and value, NULL at the end. block, witnesses: of the look. */
GStrv surety_code_words_evidence (const SuretyCodeFinding *finding, guint64 block, guint witnesses);
/* What to look at before party is paid; FALSE: nothing, it is an account like others. */
gboolean surety_code_words_payee (const SuretyParty *party, char **title, char **subtitle);

G_END_DECLS
