/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-chain.h"

G_BEGIN_DECLS

/* Answers as EigenLayer's sidecar does over HTTP (protocol-apis, rewards.proto): GET
 * /rewards/v1/earners/{address}/summarized-rewards and POST /rewards/v1/claim-proof, from the books that the practice
 * network's roots are made of. body NULL: a GET. status: HTTP's (404: no such path; 400: not a question; 500: no such
 * proof, as the sidecar says it). Never NULL. */
GBytes *practice_sidecar_answer (PracticeChain *chain,
                                 const char *path,
                                 GBytes *body,
                                 guint *status);

G_END_DECLS
