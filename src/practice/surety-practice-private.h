/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-chain.h"
#include "surety-practice.h"

G_BEGIN_DECLS

/* For tests: a network of the caller's making instead of the usual one. Takes chain. */
SuretyPractice *surety_practice_new_with_chain (PracticeChain *chain);
PracticeChain *surety_practice_get_chain (SuretyPractice *self);

G_END_DECLS
