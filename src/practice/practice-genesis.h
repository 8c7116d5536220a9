/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-chain.h"

G_BEGIN_DECLS

/* Block 0 is 84 days before the player comes: time enough for a history. */
#define PRACTICE_FIRST_TIME G_GUINT64_CONSTANT (1780963200) /* 2026-06-09 00:00 UTC */
#define PRACTICE_START_BLOCK 604800u                        /* 2026-09-01 00:00 UTC */

/* keccak256 of this text is the player's private key: public, and worth nothing anywhere. */
#define PRACTICE_PLAYER_TEXT "surety practice player"

/* The network as the player finds it. */
PracticeChain *practice_genesis (guint64 seed);
/* EigenLayer's core and Multicall3, at the addresses of the world's configuration. */
void practice_core_deploy (PracticeWorld *world);
void practice_player_key (guint8 key[32]);
void practice_player_address (Address *out);
/* The last 20 bytes of keccak256 of "surety practice ", a kind of inhabitant and a number. */
Address practice_inhabitant (const char *kind, guint number);

G_END_DECLS
