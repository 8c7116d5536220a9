/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-activity.h"

#include "surety-list-sync.h"
#include "surety-offload.h"
#include "surety-promise.h"

/* Where the state of the database has what was seen: scope, then by the entry's id its result as it was then. */
#define SEEN "seen-mismatch"

struct _SuretyActivity
{
  GObject parent_instance;

  SuretyJournal *journal;
  SuretyNetwork *network;
  Address account;
  gboolean has_account;

  SuretyLoad load;
  GError *error;
  GListStore *entries;
  GListStore *alerts;
  GHashTable *differences; /* signed GBytes → SuretySignedDifference */

  DexFuture *refresh;
  gboolean refresh_again;
  gulong changed_handler;
};

G_DEFINE_FINAL_TYPE (SuretyActivity, surety_activity, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOAD = 1,
  PROP_ERROR,
  PROP_ENTRIES,
  PROP_ALERTS,
} SuretyActivityProperty;

static GParamSpec *properties[PROP_ALERTS + 1];

static void
set_load (SuretyActivity *self, SuretyLoad load, GError *error)
{
  surety_load_set (G_OBJECT (self), "load", &self->load, load, "error", &self->error, error);
}

gboolean
surety_activity_is_broken (SuretyJournalEntry *entry)
{
  const char *json = surety_journal_entry_get_result (entry);
  g_autoptr (GPtrArray) results = json != NULL ? surety_promise_results_from_json (json, NULL)
                                               : NULL;

  return results != NULL && surety_promise_results_count_broken (results) > 0;
}

static char *
dup_key (SuretyJournalEntry *entry)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, surety_journal_entry_get_id (entry));
}

/* Told once: to find out whose signature it is takes its time, and all entries are read at each change. */
static SuretySignedDifference
find_differences (SuretyActivity *self, SuretyJournalEntry *entry)
{
  GBytes *bytes = surety_journal_entry_get_signed (entry);
  gpointer known = NULL;
  SuretySignedDifference differences;

  if (bytes == NULL || self->network == NULL)
    return SURETY_SIGNED_AS_PLANNED;
  if (g_hash_table_lookup_extended (self->differences, bytes, NULL, &known))
    return (SuretySignedDifference) GPOINTER_TO_UINT (known);

  differences = surety_signed_check_entry (self->network, entry);
  g_hash_table_insert (self->differences, g_bytes_ref (bytes),
                       GUINT_TO_POINTER ((guint) differences));
  return differences;
}

/* What is wrong with an entry, for the database: what was seen of it was this. NULL: nothing. */
static char *
dup_wrong (SuretyActivity *self, SuretyJournalEntry *entry)
{
  const SuretySignedDifference differences = find_differences (self, entry);
  const char *result = surety_activity_is_broken (entry) ? surety_journal_entry_get_result (entry)
                                                         : NULL;

  if (differences == SURETY_SIGNED_AS_PLANNED)
    return g_strdup (result);
  return g_strdup_printf ("signed %u %s", (guint) differences, result != NULL ? result : "");
}

/* In the fiber. What can't be read was not seen. */
static gboolean
was_seen (SuretyJournal *journal, SuretyJournalEntry *entry, const char *wrong)
{
  g_autofree char *key = dup_key (entry);
  g_autofree char *seen =
    dex_await_string (surety_database_get_state (surety_journal_get_database (journal), SEEN, key),
                      NULL);

  return g_strcmp0 (seen, wrong) == 0;
}

static GListModel *
list_alerts (SuretyActivity *self, SuretyJournal *journal, GListModel *entries)
{
  g_autoptr (GListStore) alerts = g_list_store_new (SURETY_TYPE_JOURNAL_ENTRY);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);
      g_autofree char *wrong = dup_wrong (self, entry);

      if (wrong != NULL && !was_seen (journal, entry, wrong))
        g_list_store_append (alerts, entry);
    }
  return G_LIST_MODEL (g_steal_pointer (&alerts));
}

/* Reads until nothing changed while reading. */
static DexFuture *
refresh_fiber (gpointer user_data)
{
  SuretyActivity *self = user_data;

  do
    {
      g_autoptr (SuretyJournal) journal = NULL;
      g_autoptr (GListModel) fresh = NULL;
      g_autoptr (GListModel) alerts = NULL;
      g_autoptr (SuretyNetwork) network = NULL;
      Address account = self->account;
      GError *error = NULL;

      self->refresh_again = FALSE;
      if (!g_set_object (&journal, self->journal) || !g_set_object (&network, self->network) ||
          !self->has_account)
        break;
      fresh = dex_await_object (surety_journal_list (journal, surety_network_get_key (network),
                                                     &account),
                                &error);
      if (fresh != NULL)
        alerts = list_alerts (self, journal, fresh);

      /* Another account or network was chosen meanwhile: this answer is not about it. */
      if (self->journal != journal || !self->has_account || self->network != network ||
          !address_equal (&self->account, &account))
        {
          g_clear_error (&error);
          self->refresh_again = TRUE;
          continue;
        }
      if (fresh == NULL)
        {
          GError *copy = g_error_copy (error);

          set_load (self, self->load == SURETY_LOAD_READY ? SURETY_LOAD_READY : SURETY_LOAD_FAILED,
                    error);
          return dex_future_new_for_error (copy);
        }
      surety_list_sync (self->entries, fresh, surety_journal_entry_same);
      surety_list_sync (self->alerts, alerts, surety_journal_entry_same);
      set_load (self, g_list_model_get_n_items (fresh) > 0 ? SURETY_LOAD_READY : SURETY_LOAD_EMPTY,
                NULL);
    }
  while (self->refresh_again);

  return dex_future_new_true ();
}

static void
on_journal_changed (SuretyActivity *self)
{
  dex_future_disown (surety_activity_refresh (self));
}

static void
drop_journal (SuretyActivity *self)
{
  if (self->journal != NULL)
    g_clear_signal_handler (&self->changed_handler, self->journal);
  g_clear_object (&self->journal);
}

static void
surety_activity_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SuretyActivity *self = SURETY_ACTIVITY (object);

  switch ((SuretyActivityProperty) id)
    {
    case PROP_LOAD:
      g_value_set_enum (value, (gint) self->load);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_ENTRIES:
      g_value_set_object (value, self->entries);
      break;
    case PROP_ALERTS:
      g_value_set_object (value, self->alerts);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
surety_activity_dispose (GObject *object)
{
  SuretyActivity *self = SURETY_ACTIVITY (object);

  drop_journal (self);
  dex_clear (&self->refresh);

  G_OBJECT_CLASS (surety_activity_parent_class)->dispose (object);
}

static void
surety_activity_finalize (GObject *object)
{
  SuretyActivity *self = SURETY_ACTIVITY (object);

  g_clear_object (&self->entries);
  g_clear_object (&self->alerts);
  g_clear_error (&self->error);
  g_clear_object (&self->network);
  g_hash_table_unref (self->differences);

  G_OBJECT_CLASS (surety_activity_parent_class)->finalize (object);
}

static void
surety_activity_class_init (SuretyActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = surety_activity_get_property;
  object_class->dispose = surety_activity_dispose;
  object_class->finalize = surety_activity_finalize;

  properties[PROP_LOAD] = g_param_spec_enum ("load", NULL, NULL, SURETY_TYPE_LOAD, SURETY_LOAD_IDLE,
                                             flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_ENTRIES] = g_param_spec_object ("entries", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_ALERTS] = g_param_spec_object ("alerts", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
unref_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

static void
surety_activity_init (SuretyActivity *self)
{
  self->entries = g_list_store_new (SURETY_TYPE_JOURNAL_ENTRY);
  self->alerts = g_list_store_new (SURETY_TYPE_JOURNAL_ENTRY);
  self->differences = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, unref_bytes, NULL);
}

SuretyActivity *
surety_activity_new (void)
{
  return g_object_new (SURETY_TYPE_ACTIVITY, NULL);
}

void
surety_activity_set_source (SuretyActivity *self,
                            SuretyJournal *journal,
                            SuretyNetwork *network,
                            const Address *account)
{
  g_return_if_fail (SURETY_IS_ACTIVITY (self));

  drop_journal (self);
  g_list_store_remove_all (self->entries);
  g_list_store_remove_all (self->alerts);
  g_set_object (&self->network, network);
  g_hash_table_remove_all (self->differences);
  self->has_account = account != NULL;
  if (account != NULL)
    self->account = *account;
  set_load (self, SURETY_LOAD_IDLE, NULL);

  if (journal == NULL || network == NULL || account == NULL)
    return;

  self->journal = g_object_ref (journal);
  self->changed_handler = g_signal_connect_object (journal, "changed",
                                                   G_CALLBACK (on_journal_changed), self,
                                                   G_CONNECT_SWAPPED);
  set_load (self, SURETY_LOAD_LOADING, NULL);
  dex_future_disown (surety_activity_refresh (self));
}

GListModel *
surety_activity_get_entries (SuretyActivity *self)
{
  g_return_val_if_fail (SURETY_IS_ACTIVITY (self), NULL);

  return G_LIST_MODEL (self->entries);
}

static gboolean
is_in_chain (SuretyJournalEntry *entry)
{
  const SuretyJournalState state = surety_journal_entry_get_state (entry);

  return state == SURETY_JOURNAL_MINED || state == SURETY_JOURNAL_FINAL ||
         state == SURETY_JOURNAL_FAILED;
}

static gboolean
is_same_step (SuretyJournalEntry *a, SuretyJournalEntry *b)
{
  return surety_journal_entry_get_plan (a) == surety_journal_entry_get_plan (b) &&
         surety_journal_entry_get_step (a) == surety_journal_entry_get_step (b);
}

gboolean
surety_activity_decides (SuretyActivity *self, SuretyJournalEntry *entry)
{
  GListModel *entries = NULL;

  g_return_val_if_fail (SURETY_IS_ACTIVITY (self), FALSE);
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (entry), FALSE);

  if (surety_journal_entry_is_cancel (entry))
    return FALSE;
  entries = G_LIST_MODEL (self->entries);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) other = g_list_model_get_item (entries, i);

      if (!is_same_step (other, entry) || surety_journal_entry_is_cancel (other))
        continue;
      if (is_in_chain (other) != is_in_chain (entry)
            ? is_in_chain (other)
            : surety_journal_entry_get_attempt (other) > surety_journal_entry_get_attempt (entry))
        return FALSE;
    }
  return TRUE;
}

/* Newer, or in a block. */
static gboolean
outdates (SuretyJournalEntry *other, SuretyJournalEntry *entry)
{
  const SuretyJournalState state = surety_journal_entry_get_state (other);

  return is_same_step (other, entry) &&
         (surety_journal_entry_get_attempt (other) > surety_journal_entry_get_attempt (entry) ||
          (state != SURETY_JOURNAL_SIGNED && state != SURETY_JOURNAL_SENT));
}

gboolean
surety_activity_can_replace (SuretyActivity *self, SuretyJournalEntry *entry)
{
  GListModel *entries = NULL;

  g_return_val_if_fail (SURETY_IS_ACTIVITY (self), FALSE);
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (entry), FALSE);

  entries = G_LIST_MODEL (self->entries);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) other = g_list_model_get_item (entries, i);

      if (outdates (other, entry))
        return FALSE;
    }

  /* What is said to have lost its place, even by one endpoint alone, has none to be taken. */
  if (surety_journal_entry_get_trouble (entry) == SURETY_JOURNAL_TROUBLE_ELSEWHERE)
    return FALSE;
  return surety_journal_entry_get_state (entry) == SURETY_JOURNAL_SIGNED ||
         surety_journal_entry_get_state (entry) == SURETY_JOURNAL_SENT;
}

gboolean
surety_activity_is_cancelled (SuretyActivity *self, gint64 plan, gboolean *final)
{
  GListModel *entries = NULL;
  gboolean cancelled = FALSE;

  g_return_val_if_fail (SURETY_IS_ACTIVITY (self), FALSE);

  *final = FALSE;
  entries = G_LIST_MODEL (self->entries);
  for (guint i = 0; plan != 0 && i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SuretyJournalEntry) entry = g_list_model_get_item (entries, i);

      if (surety_journal_entry_get_plan (entry) != plan || !surety_journal_entry_is_cancel (entry))
        continue;
      cancelled = cancelled || surety_journal_entry_get_state (entry) == SURETY_JOURNAL_MINED;
      *final = *final || surety_journal_entry_get_state (entry) == SURETY_JOURNAL_FINAL;
    }
  return cancelled || *final;
}

GListModel *
surety_activity_get_alerts (SuretyActivity *self)
{
  g_return_val_if_fail (SURETY_IS_ACTIVITY (self), NULL);

  return G_LIST_MODEL (self->alerts);
}

static DexFuture *
refresh_seen (DexFuture *completed, gpointer user_data)
{
  return surety_activity_refresh (user_data);
}

DexFuture *
surety_activity_set_seen (SuretyActivity *self, SuretyJournalEntry *entry)
{
  g_autofree char *key = NULL;
  g_autofree char *wrong = NULL;

  g_return_val_if_fail (SURETY_IS_ACTIVITY (self), NULL);
  g_return_val_if_fail (SURETY_IS_JOURNAL_ENTRY (entry), NULL);

  if (self->journal == NULL)
    return dex_future_new_true ();

  key = dup_key (entry);
  wrong = dup_wrong (self, entry);
  return dex_future_then (surety_database_set_state (surety_journal_get_database (self->journal),
                                                     SEEN, key, wrong),
                          refresh_seen, g_object_ref (self), g_object_unref);
}

DexFuture *
surety_activity_refresh (SuretyActivity *self)
{
  g_return_val_if_fail (SURETY_IS_ACTIVITY (self), NULL);

  if (self->journal == NULL)
    return dex_future_new_true ();

  if (self->refresh != NULL && dex_future_is_pending (self->refresh))
    {
      self->refresh_again = TRUE;
      return dex_ref (self->refresh);
    }

  dex_clear (&self->refresh);
  self->refresh = surety_spawn (refresh_fiber, g_object_ref (self), g_object_unref);
  return dex_ref (self->refresh);
}
