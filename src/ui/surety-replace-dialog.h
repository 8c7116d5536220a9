/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* Putting another transaction in the place of one that waits: what it does, what it costs and what else it touches is
 * shown, decoded, before anything is signed. */
#define SURETY_TYPE_REPLACE_DIALOG (surety_replace_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyReplaceDialog, surety_replace_dialog, SURETY, REPLACE_DIALOG, AdwDialog)

AdwDialog *surety_replace_dialog_new (SuretySession *session,
                                      SuretyJournalEntry *entry,
                                      SuretyReplaceKind kind);
/* Whether the account that is chosen can do that for this entry now. */
gboolean surety_replace_dialog_is_offered (SuretySession *session, SuretyJournalEntry *entry);

G_END_DECLS
