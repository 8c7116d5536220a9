/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "u256.h"

/* How far one loss can spread: Durvasula and Roughgarden, "Robust Restaking Networks" (ITCS
 * 2025, arXiv:2407.21785).
 *
 * Services s have a profit from corruption π_s and a threshold α_s; backers v ("validators") a
 * stake σ_v; N(s) are the backers of s. A coalition B corrupts a set of services A when it holds
 * at least α_s of the stake behind each of them, and it pays when π_A > σ_B. The network is
 * secure with slack γ when (1 + γ)·π_A ≤ σ_B for every such coalition (eq. 11).
 *
 * Theorem 1: with γ > 0, when a part ψ of all stake is lost suddenly, whatever attacks that
 * makes possible, one after the other, in total less than (1 + 1/γ)·ψ of all stake is lost.
 * Corollary 2: it suffices that for every backer v the sum over its services of (σ_v / σ_N(s)) ·
 * (1 + γ)·π_s / α_s is at most σ_v. Checking security itself is coNP-hard; this is not. So the
 * slack computed here is one that is shown to be there. There may be more; none shown does not
 * mean that there is an attack.
 *
 * In EigenLayer, since slashing, what is allocated to a set is lost to this set only (ELIP-002).
 * So a backer is an allocation, of one operator to one set, not an operator: then σ_v is what an
 * attacker really loses. Attackers who gain elsewhere (other sets, markets) are outside of the
 * graph that is given. π_s is not on chain, and the paper takes it as given: it is for the user
 * to judge. */

/* A default for π_s in wei of ETH, 1,000 ETH: an assumption without any source. */
#define ROBUSTNESS_PROFIT (1000u * U256_WAD)
/* A default for α_s, 1/3: what it takes to stop a Byzantine fault tolerant protocol. */
#define ROBUSTNESS_THRESHOLD_NUMERATOR 1u
#define ROBUSTNESS_THRESHOLD_DENOMINATOR 3u

typedef struct
{
  u256 profit;                    /* in one unit with the stakes, wei of ETH */
  unsigned threshold_numerator;   /* above 0 … */
  unsigned threshold_denominator; /* … and at most the denominator */
} RobustnessService;

/* Backer b stands behind service s with all of its stake. Each pair at most once. */
typedef struct
{
  size_t service;
  size_t backer;
} RobustnessEdge;

typedef struct
{
  const RobustnessService *services;
  size_t n_services;
  const u256 *stakes; /* of the backers */
  size_t n_backers;
  const RobustnessEdge *edges;
  size_t n_edges;
} RobustnessInput;

typedef enum
{
  ROBUSTNESS_INVALID,   /* an index, a threshold or a size out of range, or an edge twice */
  ROBUSTNESS_NOT_SHOWN, /* no slack is shown: no bound can be given */
  ROBUSTNESS_SHOWN,
  ROBUSTNESS_NOTHING_TO_GAIN, /* no service has a profit: no attack pays, however much is lost */
} RobustnessState;

typedef struct
{
  RobustnessState state;
  u256 slack; /* SHOWN: γ, parts of 10^18, rounded down */
  /* SHOWN: 1 + 1/γ, parts of 10^18, rounded up: what a sudden loss may grow to, as a multiple of
   * it. */
  u256 factor;
  /* The one that decides: SHOWN and NOT_SHOWN, unless free_attack. The first of several. */
  size_t weakest_backer;
  bool free_attack;    /* NOT_SHOWN: there is a profit in a service that nobody stands behind … */
  size_t free_service; /* … this one */
} Robustness;

Robustness robustness_compute (const RobustnessInput *input);

/* (1 + 1/γ)·ψ, parts of 10^18 rounded up, never more than all; false unless SHOWN or
 * NOTHING_TO_GAIN (then it is ψ itself). */
[[nodiscard]] bool robustness_bound (const Robustness *self, u256 shock, u256 *out);

/* The least that has to be given up to corrupt one service alone: α·stake, rounded down. As long
 * as its profit is below cost / (1 + γ), it has slack γ by itself. False for an invalid
 * threshold. */
[[nodiscard]] bool robustness_cost (const RobustnessService *service, u256 stake, u256 *out);
