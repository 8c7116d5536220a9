/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-session.h"

G_BEGIN_DECLS

/* Why a token can't be chosen in the guide. Translated, static. */
typedef struct
{
  const char *brief;    /* short enough for a line of a table; NULL: it can be chosen */
  const char *sentence; /* the same where there is room */
} SuretyTokenHindrance;

/* asset: what deposits of the sheet's token are; NULL: not known. mints: it is to be made of ETH first, so that
 * none has to be held. */
SuretyTokenHindrance surety_guide_token_hindrance (SuretyTokenSheet *sheet,
                                                   SuretyAsset *asset,
                                                   gboolean mints);
/* Whether it is known that its issuer makes none of ETH now. */
gboolean surety_guide_token_cannot_be_made (SuretyTokenSheet *sheet);
/* How much ETH its issuer takes, and what it keeps: a sentence a line, newly allocated; "" when there is nothing to
 * say, or it makes none. */
char *surety_guide_token_mint_words (SuretyTokenSheet *sheet);

G_END_DECLS
