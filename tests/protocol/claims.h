/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-rewards.h"
#include "surety-claim.h"
#include "surety-practice.h"
#include "surety-protocol.h"

G_BEGIN_DECLS

/* Claims as an honest source of proofs would make them, from what the practice network counts off chain, or from
 * made-up lines. lines: GArray of PracticeEarning, in the tree's order. */
Hash claims_root (GArray *lines);
/* Of everything the earner has in lines; NULL = nothing. */
SuretyClaim *claims_make (GArray *lines, guint32 root_index, const Address *earner);
/* The same under the newest root of the network's own that can be claimed under now. */
SuretyClaim *claims_newest (SuretyPractice *practice, const Address *earner);
/* That root's lines; NULL = there is none. */
GArray *claims_newest_lines (SuretyPractice *practice);
/* A registered operator without an approver, whose stakers in that strategy earn something every week. In a fiber. */
Address claims_find_operator (SuretyProtocol *protocol, const Address *strategy);

/* Posts a root of those lines; it can be claimed under a week later. Its index. */
guint32 claims_post (SuretyPractice *practice, GArray *lines);

G_END_DECLS
