/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-sync.h"

#include <string.h>

#include "surety-offload.h"
#include "surety-store-error.h"

/* Kinds that are not in memory: there is one for every staker. They sort together, see
 * surety-eigenlayer-fact.h. */
static const SuretyFactKind in_memory[] = {
  SURETY_FACT_AVS,          SURETY_FACT_MEMBER, SURETY_FACT_DEFAULT_SPLIT,
  SURETY_FACT_ALLOCATION,   SURETY_FACT_SET,    SURETY_FACT_DELAY,
  SURETY_FACT_SET_STRATEGY, SURETY_FACT_MAX,    SURETY_FACT_STAKERS,
  SURETY_FACT_OPERATOR,     SURETY_FACT_SPLIT,  SURETY_FACT_PAYMENT,
  SURETY_FACT_SLASHING,     SURETY_FACT_STAKE,  SURETY_FACT_URI,
  SURETY_FACT_REGISTRAR,    SURETY_FACT_M2,     SURETY_FACT_COMMON_PAYMENT,
};

/* Times of blocks that are looked at in memory. */
#define MOST_BLOCKS 2048u

typedef struct
{
  SuretyEigenlayer *self;
  char *name;
  guint block_seconds;
  SuretyEigenlayerContracts contracts;

  /* Loading. */
  SuretyEigenlayerDirectory *directory;
  GArray *blocks;

  /* Storing. */
  SuretyLogsFetched *fetched;
  guint64 from;
  guint64 final;
  GByteArray *changes;
  gint64 begun; /* monotonic */
} Job;

/* Before each key and value in the changes; len GONE = there is no value. */
typedef struct
{
  guint32 key_len;
  guint32 len;
} ChangeHead;

#define GONE G_MAXUINT32

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->self);
  g_clear_pointer (&job->name, g_free);
  g_clear_pointer (&job->directory, surety_eigenlayer_directory_free);
  g_clear_pointer (&job->blocks, g_array_unref);
  g_clear_pointer (&job->fetched, surety_logs_fetched_free);
  g_clear_pointer (&job->changes, g_byte_array_unref);
}

static void
job_release (gpointer data)
{
  g_rc_box_release_full (data, job_clear);
}

static Job *
job_new (SuretyEigenlayer *self)
{
  Job *job = g_rc_box_new0 (Job);

  job->self = g_object_ref (self);
  job->name = g_strdup_printf ("eigenlayer/%s", surety_network_get_key (self->network));
  job->block_seconds = surety_network_get_block_seconds (self->network);
  job->contracts = surety_eigenlayer_contracts (self->network);
  return job;
}

/* The database's thread gives its reference back to the main context, where job->self may go. */
static DexFuture *
start (Job *job, SuretyTransactFunc func, DexFutureCallback then)
{
  return dex_future_then (surety_database_transact (job->self->database, func,
                                                    g_rc_box_acquire (job), job_release),
                          then, job, job_release);
}

static gboolean
take_fact (const guint8 *key,
           gsize key_len,
           const guint8 *value,
           gsize len,
           gpointer user_data,
           GError **error)
{
  return surety_eigenlayer_directory_take (user_data, key, key_len, value, len, error);
}

static gboolean
load_on_thread (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Job *job = user_data;
  g_autoptr (SuretyLedger)
    ledger = surety_ledger_open (transaction, job->name, surety_eigenlayer_events_format (), error);

  if (ledger == NULL)
    return FALSE;
  job->directory = surety_eigenlayer_directory_new (job->block_seconds);
  for (guint i = 0; i < G_N_ELEMENTS (in_memory); i++)
    {
      const guint8 prefix = (guint8) in_memory[i];

      if (!surety_ledger_scan (ledger, &prefix, 1, take_fact, job->directory, error))
        return FALSE;
    }
  job->blocks = surety_ledger_list_blocks (ledger, MOST_BLOCKS, error);
  if (job->blocks == NULL)
    return FALSE;
  surety_eigenlayer_directory_take_blocks (job->directory,
                                           (const SuretyLedgerBlock *) (gconstpointer)
                                             job->blocks->data,
                                           job->blocks->len);
  surety_eigenlayer_directory_settle (job->directory);
  return TRUE;
}

static DexFuture *
loaded (DexFuture *future, gpointer user_data)
{
  Job *job = user_data;
  SuretyEigenlayer *self = job->self;

  g_clear_pointer (&self->directory, surety_eigenlayer_directory_free);
  g_clear_pointer (&self->blocks, g_array_unref);
  self->directory = g_steal_pointer (&job->directory);
  self->blocks = g_steal_pointer (&job->blocks);
  self->is_loaded = TRUE;
  self->is_priced = FALSE;
  return dex_future_new_true ();
}

DexFuture *
surety_eigenlayer_load_ledger (SuretyEigenlayer *self)
{
  return start (job_new (self), load_on_thread, loaded);
}

/* All in one piece of memory: there are tens of thousands. */
static gboolean
add_change (const guint8 *key,
            gsize key_len,
            const guint8 *value,
            gsize len,
            gpointer user_data,
            GError **error)
{
  GByteArray *changes = user_data;
  const ChangeHead head = { (guint32) key_len, value != NULL ? (guint32) len : GONE };

  for (guint i = 0; i < G_N_ELEMENTS (in_memory); i++)
    if (key[0] == (guint8) in_memory[i])
      {
        g_byte_array_append (changes, (const guint8 *) &head, sizeof head);
        g_byte_array_append (changes, key, (guint) key_len);
        if (value != NULL)
          g_byte_array_append (changes, value, (guint) len);
      }
  return TRUE;
}

gboolean
surety_eigenlayer_change_next (GBytes *changes, SuretyEigenlayerChange *change)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (changes, &size);
  ChangeHead head;

  if (change->next >= size)
    return FALSE;
  memcpy (&head, data + change->next, sizeof head);
  change->key = data + change->next + sizeof head;
  change->key_len = head.key_len;
  change->value = head.len != GONE ? change->key + head.key_len : NULL;
  change->len = head.len != GONE ? head.len : 0;
  change->next += sizeof head + change->key_len + change->len;
  return TRUE;
}

static GArray *
list_headers (const SuretyLogsFetched *fetched)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (SuretyLedgerBlock));

  for (guint i = 0; i < fetched->headers->len; i++)
    {
      const SuretyBlock *header = &g_array_index (fetched->headers, SuretyBlock, i);
      const SuretyLedgerBlock block = { header->number, header->timestamp, header->hash };

      g_array_append_val (blocks, block);
    }
  return blocks;
}

static gboolean
store_on_thread (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Job *job = user_data;
  g_autoptr (SuretyLedger)
    ledger = surety_ledger_open (transaction, job->name, surety_eigenlayer_events_format (), error);

  if (ledger == NULL)
    return FALSE;
  /* 0: nothing was read, and from is where the contracts' logs begin. */
  if (surety_ledger_get_block (ledger) != 0 && surety_ledger_get_block (ledger) + 1 != job->from)
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE,
                           "the directory was read on meanwhile");
      return FALSE;
    }
  if (job->self->filter == NULL && surety_ledger_get_block (ledger) == 0)
    job->self->filter = surety_ledger_filter_new ();
  if (job->self->filter != NULL && !surety_ledger_set_filter (ledger, job->self->filter, error))
    return FALSE;
  job->changes = g_byte_array_new ();
  surety_ledger_watch (ledger, add_change, job->changes);
  job->blocks = list_headers (job->fetched);
  if (!surety_eigenlayer_events_apply (&job->contracts, ledger, job->fetched->lists, job->final,
                                       error) ||
      !surety_ledger_commit (ledger, (const SuretyLedgerBlock *) (gconstpointer) job->blocks->data,
                             job->blocks->len, job->final, error))
    return FALSE;
  /* Here, not where the main loop waits for it. */
  g_clear_pointer (&job->fetched, surety_logs_fetched_free);
  return TRUE;
}

static DexFuture *
stored (DexFuture *future, gpointer user_data)
{
  Job *job = user_data;

  job->self->stored = g_get_monotonic_time ();
  job->self->storing = job->self->stored - job->begun;
  return dex_future_new_take_boxed (G_TYPE_BYTES,
                                    g_byte_array_free_to_bytes (g_steal_pointer (&job->changes)));
}

DexFuture *
surety_eigenlayer_store (SuretyEigenlayer *self,
                         const SuretyLogsFetched *fetched,
                         guint64 from,
                         guint64 final)
{
  Job *job = job_new (self);

  job->fetched = surety_logs_fetched_copy (fetched);
  job->from = from;
  job->final = final;
  job->begun = g_get_monotonic_time ();
  return start (job, store_on_thread, stored);
}

static gboolean
take_back_on_thread (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Job *job = user_data;
  g_autoptr (SuretyLedger)
    ledger = surety_ledger_open (transaction, job->name, surety_eigenlayer_events_format (), error);

  if (ledger == NULL)
    return FALSE;
  return job->final >= surety_ledger_get_floor (ledger) && job->final > 0
           ? surety_ledger_roll_back (ledger, job->final, error)
           : surety_ledger_clear (ledger, error);
}

static DexFuture *
taken_back (DexFuture *future, gpointer user_data)
{
  return dex_future_new_true ();
}

DexFuture *
surety_eigenlayer_take_back (SuretyEigenlayer *self, guint64 block)
{
  Job *job = job_new (self);

  self->is_loaded = FALSE;
  job->final = block;
  return start (job, take_back_on_thread, taken_back);
}
