/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-directory.h"
#include "surety-guide.h"
#include "surety-outlook.h"
#include "surety-portfolio.h"
#include "surety-tokens.h"

G_BEGIN_DECLS

/* Keeps an outlook on what the guide has chosen: its token, operator and amount, with what
 * directory, portfolio and tokens know of them, and the gas of the prepared plan as soon as
 * there is one. Asks tokens for what a chosen token earned, if nobody has. Changes of one turn of
 * the main loop are taken together. */
#define SURETY_TYPE_OUTLOOK_FEED (surety_outlook_feed_get_type ())
G_DECLARE_FINAL_TYPE (SuretyOutlookFeed, surety_outlook_feed, SURETY, OUTLOOK_FEED, GObject)

SuretyOutlookFeed *surety_outlook_feed_new (SuretyGuide *guide,
                                            SuretyDirectory *directory,
                                            SuretyPortfolio *portfolio,
                                            SuretyTokens *tokens);
/* Lent; the same all the time. */
SuretyOutlook *surety_outlook_feed_get_outlook (SuretyOutlookFeed *self);

G_END_DECLS
