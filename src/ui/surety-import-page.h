/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-draft.h"

G_BEGIN_DECLS

typedef enum
{
  SURETY_IMPORT_WORDS,
  SURETY_IMPORT_KEY,
  SURETY_IMPORT_KEYSTORE,
} SuretyImportKind;

/* Takes the recovery words, the private key or the keystore file of a wallet that exists. */
#define SURETY_TYPE_IMPORT_PAGE (surety_import_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyImportPage, surety_import_page, SURETY, IMPORT_PAGE, AdwNavigationPage)

AdwNavigationPage *surety_import_page_new (SuretyDraft *draft, SuretyImportKind kind);

G_END_DECLS
