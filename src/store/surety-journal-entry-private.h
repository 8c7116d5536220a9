/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-journal.h"

G_BEGIN_DECLS

/* One row of the table entry. */
typedef struct
{
  gint64 id;
  gint64 plan;
  guint step;
  guint attempt;
  char *network;
  Address account;
  char *kind;
  char *body;
  char *result; /* NULL until final */
  char *note;
  SuretyJournalState state;
  SuretyJournalTrouble trouble;
  guint64 nonce; /* these three: once signed */
  Hash hash;
  GBytes *signed_bytes; /* NULL before */
  guint64 block;
  gint64 created;
  gint64 changed;
} SuretyJournalFacts;

void surety_journal_facts_clear (SuretyJournalFacts *facts);
/* Moves the facts into the entry. */
SuretyJournalEntry *surety_journal_entry_new (SuretyJournalFacts *facts);

G_END_DECLS
