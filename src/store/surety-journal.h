/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "keccak.h"
#include "surety-database.h"
#include "surety-store-error.h"

G_BEGIN_DECLS

/* Every transaction the program ever planned, before it is on the network. One nonce of one account
 * on one network has one live owner: a step of a plan, of which an entry is signed, sent, mined, final or
 * failed. A step has one entry, and one more for each transaction of the same nonce that was signed later to
 * take its place (an attempt): whichever of them is mined decides, the others become replaced. */
typedef enum
{
  SURETY_JOURNAL_PLANNED,
  SURETY_JOURNAL_SIGNED,    /* bytes, nonce and hash are on the disk; maybe sent */
  SURETY_JOURNAL_SENT,      /* an endpoint took the bytes */
  SURETY_JOURNAL_MINED,     /* in a block; not deep enough */
  SURETY_JOURNAL_FINAL,     /* deep enough, succeeded */
  SURETY_JOURNAL_FAILED,    /* deep enough, reverted */
  SURETY_JOURNAL_REPLACED,  /* another transaction used the nonce, deep enough */
  SURETY_JOURNAL_ABANDONED, /* given up, and never signed */
} SuretyJournalState;

/* Its nicks are what the file holds: "planned", "signed", … */
#define SURETY_TYPE_JOURNAL_STATE (surety_journal_state_get_type ())
GType surety_journal_state_get_type (void);

/* What holds up a transaction that was sent, as it was last seen; and of one that was replaced, whether it
 * was by one that is not in this journal. */
typedef enum
{
  SURETY_JOURNAL_TROUBLE_NONE,
  SURETY_JOURNAL_TROUBLE_UNDERPRICED, /* pays at most less than the base fee is now */
  SURETY_JOURNAL_TROUBLE_GAP,         /* a lower nonce of the account is with nobody */
  SURETY_JOURNAL_TROUBLE_FOREIGN, /* a lower nonce of the account waits that is not of this journal */
  SURETY_JOURNAL_TROUBLE_DROPPED, /* the network had it, and had it no more */
  SURETY_JOURNAL_TROUBLE_REORGED, /* it was in a block that is no more in the chain */
  /* Its nonce was used by one that is not of this journal; while it is not replaced: by the word of one endpoint alone. */
  SURETY_JOURNAL_TROUBLE_ELSEWHERE,
} SuretyJournalTrouble;

/* The kind of an entry that takes the place of another by doing nothing: 0 wei from the account to itself. */
#define SURETY_JOURNAL_CANCEL "cancel"

/* One transaction; immutable (a change makes a new item with the same id). */
#define SURETY_TYPE_JOURNAL_ENTRY (surety_journal_entry_get_type ())
G_DECLARE_FINAL_TYPE (SuretyJournalEntry, surety_journal_entry, SURETY, JOURNAL_ENTRY, GObject)

gint64 surety_journal_entry_get_id (SuretyJournalEntry *self);
gint64 surety_journal_entry_get_plan (SuretyJournalEntry *self);
/* Position in the plan, from 0. */
guint surety_journal_entry_get_step (SuretyJournalEntry *self);
/* 0: the step's first transaction; else which of those that were to take its place. */
guint surety_journal_entry_get_attempt (SuretyJournalEntry *self);
gboolean surety_journal_entry_is_cancel (SuretyJournalEntry *self);
SuretyJournalTrouble surety_journal_entry_get_trouble (SuretyJournalEntry *self);
/* The network's key: "mainnet", "practice". */
const char *surety_journal_entry_get_network (SuretyJournalEntry *self);
const Address *surety_journal_entry_get_account (SuretyJournalEntry *self);
/* The step's kind: "approve", "deposit". */
const char *surety_journal_entry_get_kind (SuretyJournalEntry *self);
/* The step as JSON, by protocol/. */
const char *surety_journal_entry_get_body (SuretyJournalEntry *self);
/* Promises against the chain, JSON; NULL until they were checked. */
const char *surety_journal_entry_get_result (SuretyJournalEntry *self);
/* The user's; "" if none. */
const char *surety_journal_entry_get_note (SuretyJournalEntry *self);
/* Two readings (SuretyJournalEntry) of one entry between which nothing changed. */
gboolean surety_journal_entry_same (gpointer a, gpointer b);
SuretyJournalState surety_journal_entry_get_state (SuretyJournalEntry *self);
gboolean surety_journal_entry_has_nonce (SuretyJournalEntry *self);
guint64 surety_journal_entry_get_nonce (SuretyJournalEntry *self);
/* NULL before signed. */
const Hash *surety_journal_entry_get_hash (SuretyJournalEntry *self);
GBytes *surety_journal_entry_get_signed (SuretyJournalEntry *self);
/* 0 while not mined. */
guint64 surety_journal_entry_get_block (SuretyJournalEntry *self);
/* Seconds since 1970, wall clock. */
gint64 surety_journal_entry_get_created (SuretyJournalEntry *self);
gint64 surety_journal_entry_get_changed (SuretyJournalEntry *self);

/* Every future below resolves once its change is on the disk. An id that is not there is
 * SURETY_STORE_ERROR_STATE: nothing in the state that the change needs.
 *
 * Signal "changed" (gint64 id): an entry was written; after the commit, before the future resolves,
 * also when nobody holds that. Id 0: a new one, or several at once (a plan was added, a network forgotten). */
#define SURETY_TYPE_JOURNAL (surety_journal_get_type ())
G_DECLARE_FINAL_TYPE (SuretyJournal, surety_journal, SURETY, JOURNAL, GObject)

SuretyJournal *surety_journal_new (SuretyDatabase *database);
/* Where it is kept. Lends. */
SuretyDatabase *surety_journal_get_database (SuretyJournal *self);

/* Writes a plan and its steps (state planned) in one transaction. kinds and bodies: n ≥ 1 each,
 * bodies and plan_body JSON. Resolves to: gint64, the plan's id. */
DexFuture *surety_journal_add_plan (SuretyJournal *self,
                                    const char *network,
                                    const Address *account,
                                    const char *plan_kind,
                                    const char *plan_body,
                                    const char *const *kinds,
                                    const char *const *bodies,
                                    guint n);
/* planned → signed. signed_bytes must be a transaction with this nonce and this hash, else
 * SURETY_STORE_ERROR_MALFORMED; the entry must be planned and its account the sender, else _STATE;
 * the nonce without another live owner, else _NONCE_TAKEN. Then nothing is written. Resolves to:
 * TRUE. */
DexFuture *surety_journal_set_signed (SuretyJournal *self,
                                      gint64 id,
                                      guint64 nonce,
                                      const Hash *hash,
                                      GBytes *signed_bytes);
/* Adds an attempt, signed, of the same step and nonce as the entry of, the last of them until now. kind: the entry's own, or
 * SURETY_JOURNAL_CANCEL. signed_bytes must be a transaction of the account with the nonce and with this hash,
 * else SURETY_STORE_ERROR_MALFORMED; every entry of the step must be signed or sent, else _STATE; then nothing is
 * written. Resolves to: gint64, the new entry's id, once its bytes are on the disk. */
DexFuture *surety_journal_add_attempt (SuretyJournal *self,
                                       gint64 of,
                                       const char *kind,
                                       const char *body,
                                       const Hash *hash,
                                       GBytes *signed_bytes);
/* The changes allowed; any other is SURETY_STORE_ERROR_STATE:
 *
 *   planned       → abandoned
 *   signed        → sent, mined, final, failed, replaced
 *   sent          → mined, final, failed, replaced
 *   mined         → sent (a reorg), final, failed, replaced
 *   replaced      → sent, mined, final, failed (a reorg brought it back, and nobody has its nonce
 *                   now, else SURETY_STORE_ERROR_NONCE_TAKEN)
 *   final, failed → sent, mined (a reorg deeper than was thought)
 *
 * and to the same state again, but for planned and signed. abandoned is for good. block 0 leaves
 * the block that is written; sent and replaced have none, nor a result. state is not planned or
 * signed. Resolves to: TRUE. */
DexFuture *surety_journal_set_state (SuretyJournal *self,
                                     gint64 id,
                                     SuretyJournalState state,
                                     guint64 block);
/* The step as JSON anew, while it is planned; else SURETY_STORE_ERROR_STATE. Resolves to: TRUE. */
DexFuture *surety_journal_set_body (SuretyJournal *self, gint64 id, const char *body);
/* Resolves to: TRUE. Being mined ends every trouble. */
DexFuture *surety_journal_set_trouble (SuretyJournal *self,
                                       gint64 id,
                                       SuretyJournalTrouble trouble);
/* Written before final, a kill between the two loses nothing. Resolves to: TRUE. */
DexFuture *surety_journal_set_result (SuretyJournal *self, gint64 id, const char *result);
DexFuture *surety_journal_set_note (SuretyJournal *self, gint64 id, const char *note);

/* Resolves to: GListModel of SuretyJournalEntry, newest first. account NULL = all. */
DexFuture *surety_journal_list (SuretyJournal *self, const char *network, const Address *account);
/* Resolves to: GListModel, the steps of one plan in order, each as the one of its entries that decides: that
 * in a block, else the last that was signed for it; never one that cancels. */
DexFuture *surety_journal_list_plan (SuretyJournal *self, gint64 plan);
/* Resolves to: GListModel, every entry of one step, by attempt. */
DexFuture *surety_journal_list_attempts (SuretyJournal *self, gint64 plan, guint step);
/* Resolves to: char *, the plan's body JSON. */
DexFuture *surety_journal_get_plan_body (SuretyJournal *self, gint64 plan);
/* Resolves to: GListModel, everything planned, signed, sent or mined on the network, oldest first.
 * */
DexFuture *surety_journal_list_open (SuretyJournal *self, const char *network);
/* Resolves to: guint64, the lowest nonce ≥ at_least that no live entry of the account owns. */
DexFuture *surety_journal_free_nonce (SuretyJournal *self,
                                      const char *network,
                                      const Address *account,
                                      guint64 at_least);
/* Forgets all of a network: only for a practice network that is begun anew. Resolves to: TRUE. */
DexFuture *surety_journal_forget (SuretyJournal *self, const char *network);

G_END_DECLS
