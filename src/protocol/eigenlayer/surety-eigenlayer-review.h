/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"
#include "surety-network.h"
#include "surety-review.h"

G_BEGIN_DECLS

/* Whether the decoded arguments are such as this program makes; FALSE with
 * SURETY_PROTOCOL_ERROR_REVIEW. */
typedef gboolean (*SuretyReviewFunc) (SuretyNetwork *network,
                                      const Address *to,
                                      const AbiValue *values,
                                      GError **error);

/* What the decoded arguments say, into told, whose strings are "" before. */
typedef void (*SuretyTellFunc) (SuretyNetwork *network,
                                const Address *to,
                                const AbiValue *values,
                                SuretyTold *told);

/* One function of the closed set that may be signed. */
typedef struct
{
  const char *contract; /* name in the network file; NULL: any of its tokens */
  const AbiItem *item;
  SuretyReviewFunc check;
  SuretyTellFunc tell;
  gboolean pays;   /* ETH goes with it: some must; with all others none may */
  guint receiver;  /* which argument gets what comes out, and must be the sender; G_MAXUINT = the
                   * sender gets it anyway */
  gboolean chosen; /* … or whom the step says it goes to */
  const SuretyToken *token; /* what its amounts count, when it is no token's own call; else NULL */
} SuretyReviewCall;

/* The function with that selector at that contract; FALSE when it is not in the set. */
gboolean surety_eigenlayer_review_find (SuretyNetwork *network,
                                        const Address *to,
                                        guint32 selector,
                                        SuretyReviewCall *out);

G_END_DECLS
