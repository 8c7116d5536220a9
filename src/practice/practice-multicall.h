/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-world.h"

/* Multicall3 (mds1/multicall3). */
extern const PracticePart practice_multicall_part;
