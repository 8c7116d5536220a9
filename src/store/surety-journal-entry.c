/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-journal-entry-private.h"

struct _SuretyJournalEntry
{
  GObject parent_instance;

  SuretyJournalFacts facts;
};

G_DEFINE_ENUM_TYPE (SuretyJournalState,
                    surety_journal_state,
                    G_DEFINE_ENUM_VALUE (SURETY_JOURNAL_PLANNED, "planned"),
                    G_DEFINE_ENUM_VALUE (SURETY_JOURNAL_SIGNED, "signed"),
                    G_DEFINE_ENUM_VALUE (SURETY_JOURNAL_SENT, "sent"),
                    G_DEFINE_ENUM_VALUE (SURETY_JOURNAL_MINED, "mined"),
                    G_DEFINE_ENUM_VALUE (SURETY_JOURNAL_FINAL, "final"),
                    G_DEFINE_ENUM_VALUE (SURETY_JOURNAL_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (SURETY_JOURNAL_REPLACED, "replaced"),
                    G_DEFINE_ENUM_VALUE (SURETY_JOURNAL_ABANDONED, "abandoned"))

G_DEFINE_FINAL_TYPE (SuretyJournalEntry, surety_journal_entry, G_TYPE_OBJECT)

static void
surety_journal_entry_finalize (GObject *object)
{
  SuretyJournalEntry *self = SURETY_JOURNAL_ENTRY (object);

  surety_journal_facts_clear (&self->facts);

  G_OBJECT_CLASS (surety_journal_entry_parent_class)->finalize (object);
}

static void
surety_journal_entry_class_init (SuretyJournalEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = surety_journal_entry_finalize;
}

static void
surety_journal_entry_init (SuretyJournalEntry *self)
{
}

void
surety_journal_facts_clear (SuretyJournalFacts *facts)
{
  g_clear_pointer (&facts->network, g_free);
  g_clear_pointer (&facts->kind, g_free);
  g_clear_pointer (&facts->body, g_free);
  g_clear_pointer (&facts->result, g_free);
  g_clear_pointer (&facts->note, g_free);
  g_clear_pointer (&facts->signed_bytes, g_bytes_unref);
}

SuretyJournalEntry *
surety_journal_entry_new (SuretyJournalFacts *facts)
{
  SuretyJournalEntry *self = g_object_new (SURETY_TYPE_JOURNAL_ENTRY, NULL);

  self->facts = *facts;
  *facts = (SuretyJournalFacts) { 0 };

  return self;
}

gint64
surety_journal_entry_get_id (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), 0);

  return self->facts.id;
}

gint64
surety_journal_entry_get_plan (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), 0);

  return self->facts.plan;
}

guint
surety_journal_entry_get_step (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), 0);

  return self->facts.step;
}

guint
surety_journal_entry_get_attempt (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), 0);

  return self->facts.attempt;
}

gboolean
surety_journal_entry_is_cancel (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), FALSE);

  return g_strcmp0 (self->facts.kind, SURETY_JOURNAL_CANCEL) == 0;
}

SuretyJournalTrouble
surety_journal_entry_get_trouble (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), SURETY_JOURNAL_TROUBLE_NONE);

  return self->facts.trouble;
}

const char *
surety_journal_entry_get_network (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), NULL);

  return self->facts.network;
}

const Address *
surety_journal_entry_get_account (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), NULL);

  return &self->facts.account;
}

const char *
surety_journal_entry_get_kind (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), NULL);

  return self->facts.kind;
}

const char *
surety_journal_entry_get_body (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), NULL);

  return self->facts.body;
}

const char *
surety_journal_entry_get_result (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), NULL);

  return self->facts.result;
}

const char *
surety_journal_entry_get_note (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), NULL);

  return self->facts.note;
}

SuretyJournalState
surety_journal_entry_get_state (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), SURETY_JOURNAL_PLANNED);

  return self->facts.state;
}

guint64
surety_journal_entry_get_nonce (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), 0);

  return self->facts.nonce;
}

const Hash *
surety_journal_entry_get_hash (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), NULL);

  return self->facts.signed_bytes != NULL ? &self->facts.hash : NULL;
}

GBytes *
surety_journal_entry_get_signed (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), NULL);

  return self->facts.signed_bytes;
}

guint64
surety_journal_entry_get_block (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), 0);

  return self->facts.block;
}

gint64
surety_journal_entry_get_created (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), 0);

  return self->facts.created;
}

gint64
surety_journal_entry_get_changed (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), 0);

  return self->facts.changed;
}

gboolean
surety_journal_entry_has_nonce (SuretyJournalEntry *self)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (self), FALSE);

  return self->facts.signed_bytes != NULL;
}

gboolean
surety_journal_entry_same (gpointer a, gpointer b)
{
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (a), FALSE);
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (b), FALSE);

  return surety_journal_entry_get_id (a) == surety_journal_entry_get_id (b) &&
         surety_journal_entry_get_state (a) == surety_journal_entry_get_state (b) &&
         surety_journal_entry_get_trouble (a) == surety_journal_entry_get_trouble (b) &&
         surety_journal_entry_get_changed (a) == surety_journal_entry_get_changed (b) &&
         g_strcmp0 (surety_journal_entry_get_result (a), surety_journal_entry_get_result (b)) ==
           0 &&
         g_strcmp0 (surety_journal_entry_get_note (a), surety_journal_entry_get_note (b)) == 0;
}
