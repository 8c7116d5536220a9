/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* The user's note on a transaction of the journal; kept on this computer only. */
#define SURETY_TYPE_NOTE_DIALOG (surety_note_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SuretyNoteDialog, surety_note_dialog, SURETY, NOTE_DIALOG, AdwDialog)

AdwDialog *surety_note_dialog_new (SuretySession *session, SuretyJournalEntry *entry);

G_END_DECLS
