/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What the pages of the wallet assistant hand on to each other: a wallet that is not stored yet,
 * or (account set) a stored one whose recovery words are checked. Not a GObject property in
 * sight: it holds words and keys. */
typedef struct _SuretyDraft SuretyDraft;

#define SURETY_TYPE_DRAFT (surety_draft_get_type ())
GType surety_draft_get_type (void);

SuretyDraft *surety_draft_new (SuretySession *session);
SuretyDraft *surety_draft_ref (SuretyDraft *self);
void surety_draft_unref (SuretyDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SuretyDraft, surety_draft_unref)

SuretySession *surety_draft_get_session (SuretyDraft *self);
const char *surety_draft_get_name (SuretyDraft *self);
void surety_draft_set_name (SuretyDraft *self, const char *name);
/* NULL: not stored yet. */
SuretyAccount *surety_draft_get_account (SuretyDraft *self);
void surety_draft_set_account (SuretyDraft *self, SuretyAccount *account);
/* content: the words, or the 32 bytes of a key. */
void surety_draft_set_content (SuretyDraft *self, SuretyAccountKind kind, SuretySecret *content);
SuretyAccountKind surety_draft_get_kind (SuretyDraft *self);
/* Lends; NULL when there is none. */
SuretySecret *surety_draft_get_content (SuretyDraft *self);
void surety_draft_set_backup_checked (SuretyDraft *self, gboolean checked);
gboolean surety_draft_get_backup_checked (SuretyDraft *self);
/* Stores the wallet. Resolves to: SuretyAccount. */
DexFuture *surety_draft_store (SuretyDraft *self, SuretyKeyPlace place, SuretySecret *passphrase);

/* Shows the next page of the assistant that page is in. Takes a floating page. */
void surety_assistant_push (GtkWidget *page, AdwNavigationPage *next);
/* The same, but back leads from there to where the assistant was opened. */
void surety_assistant_restart (GtkWidget *page, AdwNavigationPage *next);

G_END_DECLS
