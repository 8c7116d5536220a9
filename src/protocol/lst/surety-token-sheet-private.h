/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-token-sheet.h"

G_BEGIN_DECLS

/* All lines of a sheet, while it is being filled in. The reader and tests make sheets from it. */
typedef struct
{
  SuretyNetwork *network;
  const SuretyToken *token; /* of network */
  guint64 block;
  guint64 time;
  SuretyKnown known;
  /* Taken over by the sheet; none may be NULL. */
  SuretyFigure *balance;
  SuretyFigure *rate;
  SuretyFigure *supply;
  SuretyFigure *strategy_total;

  SuretySheetShare restaked;
  SuretySheetReward rewards[SURETY_N_REWARD_WINDOWS];
  SuretySheetPeg peg;
  SuretySheetShare fee;
  SuretySheetExit exit;
  SuretySheetCash cash;
  SuretySheetValidators validators;
  SuretySheetMint mint;
  SuretySheetDeposit deposit;
  SuretySheetState paused_state;
  gboolean paused;
  SuretySheetUpgrade upgrade;
} SuretySheetLines;

/* network is referenced; the figures are taken. */
SuretyTokenSheet *surety_token_sheet_new (const SuretySheetLines *lines);

G_END_DECLS
