/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-journal.h"
#include "surety-load.h"
#include "surety-signed.h"

G_BEGIN_DECLS

/* Every transaction of one account on one network, newest first.
 * Properties: "load" (SuretyLoad), "error" (GError, nullable), "entries" (GListModel of SuretyJournalEntry), "alerts" (the same of those whose
 * promises the chain contradicts, or whose signed bytes say something else than was planned, and that nobody has said to have seen). */
#define SURETY_TYPE_ACTIVITY (surety_activity_get_type ())
G_DECLARE_FINAL_TYPE (SuretyActivity, surety_activity, SURETY, ACTIVITY, GObject)

SuretyActivity *surety_activity_new (void);
void surety_activity_set_source (SuretyActivity *self,
                                 SuretyJournal *journal,
                                 SuretyNetwork *network,
                                 const Address *account);
GListModel *surety_activity_get_entries (SuretyActivity *self);
/* Whether another transaction can be put in the place of this one: it waits, and nothing that was signed to take
 * its place is later. */
gboolean surety_activity_can_replace (SuretyActivity *self, SuretyJournalEntry *entry);
/* Whether what takes a transaction of the plan back is in a block. *final: that is deep in the chain: it will not
 * happen; until then it still may. */
gboolean surety_activity_is_cancelled (SuretyActivity *self, gint64 plan, gboolean *final);
GListModel *surety_activity_get_alerts (SuretyActivity *self);
/* A person has seen what is wrong with an entry: it is in "alerts" no more, unless the chain is found to say something else again. Resolves
 * to: TRUE once it is on the disk. */
DexFuture *surety_activity_set_seen (SuretyActivity *self, SuretyJournalEntry *entry);
/* Whether the chain contradicts what was promised of an entry. */
gboolean surety_activity_is_broken (SuretyJournalEntry *entry);
/* Whether this one is what its step of the plan is: that in a block, else the last that was signed for it; one that
 * cancels never is (as surety_journal_list_plan ()). */
gboolean surety_activity_decides (SuretyActivity *self, SuretyJournalEntry *entry);
/* Resolves to: TRUE. */
DexFuture *surety_activity_refresh (SuretyActivity *self);

G_END_DECLS
