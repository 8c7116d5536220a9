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
/* Logs that waited and are taken in one transaction: other writes wait for it. */
#define SETTLED_AT_ONCE 20000u

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
  SuretyLogsFetched *fetched; /* NULL = all of it is stored */
  guint next;                 /* of its ranges, the first that is not */
  guint64 from;               /* where that begins */
  guint64 final;
  gboolean settles;   /* takes what waits, */
  gint64 last;        /* up to this piece; 0 = to the last one there is then, */
  guint bin;          /* from this bin on */
  GPtrArray *changes; /* GBytes, of each transaction */
  GByteArray *changing;
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
  g_clear_pointer (&job->changes, g_ptr_array_unref);
  g_clear_pointer (&job->changing, g_byte_array_unref);
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
                          then, g_rc_box_acquire (job), job_release);
}

static DexFuture *
start_new (Job *job, SuretyTransactFunc func, DexFutureCallback then)
{
  DexFuture *future = start (job, func, then);

  job_release (job);
  return future;
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

/* Some of what waits. */
static gboolean
settle (Job *job, SuretyLedger *ledger, GError **error)
{
  if ((job->last == 0 && !surety_ledger_find_last_aside (ledger, &job->last, error)) ||
      !surety_eigenlayer_settle (ledger, job->last, SETTLED_AT_ONCE, &job->bin, error) ||
      !surety_ledger_commit (ledger, NULL, 0, 0, error))
    return FALSE;
  job->self->waiting = surety_ledger_get_aside (ledger);
  return TRUE;
}

/* What was left waiting is taken first: there is no directory as long as something is. */
static gboolean
load_on_thread (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Job *job = user_data;
  g_autoptr (SuretyLedger)
    ledger = surety_ledger_open (transaction, job->name, surety_eigenlayer_events_format (), error);

  /* Who else stored something did not tell the filter. */
  g_clear_pointer (&job->self->filter, surety_ledger_filter_free);
  if (ledger == NULL)
    return FALSE;
  job->self->waiting = surety_ledger_get_aside (ledger);
  if (job->self->waiting > 0)
    return settle (job, ledger, error);
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

  if (job->directory == NULL)
    return start (job, load_on_thread, loaded);
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
  Job *job = job_new (self);

  job->last = G_MAXINT64;
  return start_new (job, load_on_thread, loaded);
}

/* Those of a transaction are in one piece of memory: there are tens of thousands. */
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
surety_eigenlayer_change_next (GPtrArray *changes, SuretyEigenlayerChange *change)
{
  const guint8 *data;
  ChangeHead head;
  gsize size;

  for (;; change->next = 0)
    {
      if (changes->len == 0)
        return FALSE;
      data = g_bytes_get_data (g_ptr_array_index (changes, 0), &size);
      if (change->next < size)
        break;
      g_ptr_array_remove_index (changes, 0);
    }
  memcpy (&head, data + change->next, sizeof head);
  change->key = data + change->next + sizeof head;
  change->key_len = head.key_len;
  change->value = head.len != GONE ? change->key + head.key_len : NULL;
  change->len = head.len != GONE ? head.len : 0;
  change->next += sizeof head + change->key_len + change->len;
  return TRUE;
}

static const SuretyBlock *
get_header (const Job *job, guint range)
{
  return &g_array_index (job->fetched->headers, SuretyBlock, range);
}

static gboolean
is_final (const Job *job, guint range)
{
  return get_header (job, range)->number <= job->final;
}

/* Where the ranges end that are stored next: those that are final, and after them the others. */
static guint
find_end (const Job *job)
{
  guint end = job->next;

  while (end < job->fetched->lists->len && is_final (job, end))
    end++;
  return end > job->next ? end : job->fetched->lists->len;
}

static GArray *
list_headers (const Job *job, guint end)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (SuretyLedgerBlock));

  for (guint i = job->next; i < end; i++)
    {
      const SuretyBlock *header = get_header (job, i);
      const SuretyLedgerBlock block = { header->number, header->timestamp, header->hash };

      g_array_append_val (blocks, block);
    }
  return blocks;
}

static GPtrArray *
list_logs (const Job *job, guint end)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify) surety_log_list_unref);

  for (guint i = job->next; i < end; i++)
    g_ptr_array_add (lists, surety_log_list_ref (g_ptr_array_index (job->fetched->lists, i)));
  return lists;
}

/* The ledger, with what of it is known here; NULL with an error, where it is not what it was. */
static SuretyLedger *
open_known (Job *job, SuretyTransaction *transaction, GError **error)
{
  g_autoptr (SuretyLedger)
    ledger = surety_ledger_open (transaction, job->name, surety_eigenlayer_events_format (), error);

  if (ledger == NULL)
    return NULL;
  if (job->self->filter == NULL && surety_ledger_get_block (ledger) == 0)
    job->self->filter = surety_ledger_filter_new ();
  if (job->self->filter != NULL && !surety_ledger_set_filter (ledger, job->self->filter, error))
    return NULL;
  /* 0: nothing was read, and from is where the contracts' logs begin. */
  if (surety_ledger_get_aside (ledger) != job->self->waiting ||
      (job->fetched != NULL && surety_ledger_get_block (ledger) != 0 &&
       surety_ledger_get_block (ledger) + 1 != job->from))
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_STATE,
                           "the directory was read on meanwhile");
      return NULL;
    }
  job->changing = g_byte_array_new ();
  surety_ledger_watch (ledger, add_change, job->changing);
  return g_steal_pointer (&ledger);
}

static void
keep_changes (Job *job)
{
  g_ptr_array_add (job->changes, g_byte_array_free_to_bytes (g_steal_pointer (&job->changing)));
}

static gboolean
settle_on_thread (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Job *job = user_data;
  g_autoptr (SuretyLedger) ledger = open_known (job, transaction, error);

  if (ledger == NULL || !settle (job, ledger, error))
    return FALSE;
  keep_changes (job);
  return TRUE;
}

static gboolean
store_on_thread (SuretyTransaction *transaction, gpointer user_data, GError **error)
{
  Job *job = user_data;
  const guint end = find_end (job);
  g_autoptr (SuretyLedger) ledger = open_known (job, transaction, error);
  g_autoptr (GPtrArray) lists = list_logs (job, end);
  g_autoptr (GArray) blocks = list_headers (job, end);

  if (ledger == NULL ||
      !surety_eigenlayer_events_apply (&job->contracts, ledger, lists, job->final, error) ||
      !surety_ledger_commit (ledger, (const SuretyLedgerBlock *) (gconstpointer) blocks->data,
                             blocks->len, job->final, error))
    return FALSE;
  job->self->waiting = surety_ledger_get_aside (ledger);
  keep_changes (job);
  job->from = get_header (job, end - 1)->number + 1;
  job->next = end;
  /* Here, not where the main loop waits for it. */
  if (end == job->fetched->lists->len)
    g_clear_pointer (&job->fetched, surety_logs_fetched_free);
  return TRUE;
}

static gboolean
is_settled (const Job *job)
{
  return !job->settles || job->bin == SURETY_EIGENLAYER_N_BINS;
}

/* What can be taken back is not stored before all that can't was taken. */
static DexFuture *
go_on (DexFuture *future, gpointer user_data)
{
  Job *job = user_data;

  if (job->fetched != NULL && (is_final (job, job->next) || is_settled (job)))
    {
      job->bin = 0;
      return start (job, store_on_thread, go_on);
    }
  if (!is_settled (job))
    return start (job, settle_on_thread, go_on);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&job->changes));
}

static DexFuture *
begin (Job *job)
{
  DexFuture *future;

  job->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  future = go_on (NULL, job);
  job_release (job);
  return future;
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
  /* What is final waits where it is stored; with what can be taken back nothing does. */
  job->settles = fetched->to > final;
  job->last = G_MAXINT64;
  return begin (job);
}

DexFuture *
surety_eigenlayer_settle_waiting (SuretyEigenlayer *self)
{
  Job *job = job_new (self);

  job->settles = TRUE;
  return begin (job);
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
  return start_new (job, take_back_on_thread, taken_back);
}
