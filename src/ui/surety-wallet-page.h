/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-draft.h"

G_BEGIN_DECLS

/* The wallet assistant's first page: create a wallet or bring one. */
#define SURETY_TYPE_WALLET_PAGE (surety_wallet_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyWalletPage, surety_wallet_page, SURETY, WALLET_PAGE, AdwNavigationPage)

AdwNavigationPage *surety_wallet_page_new (SuretySession *session);

G_END_DECLS
