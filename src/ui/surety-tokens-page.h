/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"
#include "surety-table.h"

G_BEGIN_DECLS

/* The liquid staking tokens of the network: searched, filtered, sorted, compared, each with a page of its own.
 * Properties: "session" (SuretySession, construct). */
#define SURETY_TYPE_TOKENS_PAGE (surety_tokens_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTokensPage, surety_tokens_page, SURETY, TOKENS_PAGE, AdwBin)

SuretyTable *surety_tokens_page_get_table (SuretyTokensPage *self);

G_END_DECLS
