/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-log-list.h"

#include <string.h>

#include "hex.h"

struct _SuretyLogList
{
  gatomicrefcount count;
  SuretyLogEntry *entries;
  guint n;
  guint8 *data; /* of all of them */
  gsize used;
};

G_DEFINE_BOXED_TYPE (SuretyLogList, surety_log_list, surety_log_list_ref, surety_log_list_unref)

typedef struct
{
  const char *p;
  const char *end;
  SuretyLogList *list;
} Reader;

/* What a log must have said, as bits. */
enum
{
  SAID_ADDRESS = 1 << 0,
  SAID_TOPICS = 1 << 1,
  SAID_DATA = 1 << 2,
  SAID_BLOCK = 1 << 3,
  SAID_BLOCK_HASH = 1 << 4,
  SAID_TRANSACTION = 1 << 5,
  SAID_INDEX = 1 << 6,
  SAID_ALL = (1 << 7) - 1,
};

static void
skip_space (Reader *self)
{
  while (self->p < self->end &&
         (*self->p == ' ' || *self->p == '\n' || *self->p == '\r' || *self->p == '\t'))
    self->p++;
}

static gboolean
next_is (Reader *self, char c)
{
  skip_space (self);
  if (self->p >= self->end || *self->p != c)
    return FALSE;
  self->p++;
  return TRUE;
}

/* A string without escapes; lends. */
static gboolean
read_text (Reader *self, const char **text, gsize *len)
{
  const char *close;

  if (!next_is (self, '"'))
    return FALSE;
  close = memchr (self->p, '"', (gsize) (self->end - self->p));
  if (close == NULL || memchr (self->p, '\\', (gsize) (close - self->p)) != NULL)
    return FALSE;
  *text = self->p;
  *len = (gsize) (close - self->p);
  self->p = close + 1;
  return TRUE;
}

/* Any value, of a member that is not needed: the text was checked to be JSON. */
static gboolean
skip_value (Reader *self)
{
  guint depth = 0;

  skip_space (self);
  while (self->p < self->end)
    {
      const char c = *self->p;

      if (c == '"')
        {
          for (self->p++; self->p < self->end && *self->p != '"'; self->p++)
            if (*self->p == '\\')
              self->p++;
          if (self->p >= self->end)
            return FALSE;
        }
      else if (c == '{' || c == '[')
        depth++;
      else if ((c == '}' || c == ']' || c == ',') && depth == 0)
        return TRUE;
      else if (c == '}' || c == ']')
        depth--;
      self->p++;
    }
  return FALSE;
}

static gboolean
read_fixed (Reader *self, guint8 *out, gsize n)
{
  const char *text;
  gsize len;

  return read_text (self, &text, &len) && hex_decode_fixed (text, len, true, out, n) == CORE_OK;
}

static gboolean
read_number (Reader *self, guint64 *out)
{
  const char *text;
  gsize len;
  u256 value;

  if (!read_text (self, &text, &len) || u256_from_quantity (text, len, &value) != CORE_OK ||
      value > G_MAXINT64)
    return FALSE;
  *out = (guint64) value;
  return TRUE;
}

static gboolean
read_topics (Reader *self, SuretyLogEntry *entry)
{
  if (!next_is (self, '['))
    return FALSE;
  if (next_is (self, ']'))
    return TRUE;
  do
    {
      if (entry->n_topics == G_N_ELEMENTS (entry->topics) ||
          !read_fixed (self, entry->topics[entry->n_topics].bytes, sizeof (Hash)))
        return FALSE;
      entry->n_topics++;
    }
  while (next_is (self, ','));

  return next_is (self, ']');
}

static gboolean
read_data (Reader *self, SuretyLogEntry *entry)
{
  const char *text;
  gsize len;

  if (!read_text (self, &text, &len) || len < 2 || len % 2 != 0)
    return FALSE;
  entry->len = len / 2 - 1;
  entry->data = self->list->data + self->list->used;
  /* Half of the text is always more than all data in it. */
  if (hex_decode_fixed (text, len, true, self->list->data + self->list->used, entry->len) !=
      CORE_OK)
    return FALSE;
  self->list->used += entry->len;
  return TRUE;
}

static gboolean
read_flag (Reader *self, gboolean *out)
{
  skip_space (self);
  *out = self->end - self->p >= 4 && memcmp (self->p, "true", 4) == 0;
  if (!*out && (self->end - self->p < 5 || memcmp (self->p, "false", 5) != 0))
    return FALSE;
  self->p += *out ? 4 : 5;
  return TRUE;
}

static gboolean
is_key (const char *key, gsize len, const char *name)
{
  return strlen (name) == len && memcmp (key, name, len) == 0;
}

static gboolean
read_member (Reader *self, SuretyLogEntry *entry, guint *said, gboolean *removed)
{
  const char *key;
  gsize len;
  guint64 index;

  if (!read_text (self, &key, &len) || !next_is (self, ':'))
    return FALSE;

  if (is_key (key, len, "address"))
    {
      *said |= SAID_ADDRESS;
      return read_fixed (self, entry->address.bytes, sizeof (Address));
    }
  if (is_key (key, len, "topics"))
    {
      *said |= SAID_TOPICS;
      entry->n_topics = 0;
      return read_topics (self, entry);
    }
  if (is_key (key, len, "data"))
    {
      /* Once: the memory for it is as large as one of each. */
      if ((*said & SAID_DATA) != 0)
        return FALSE;
      *said |= SAID_DATA;
      return read_data (self, entry);
    }
  if (is_key (key, len, "blockNumber"))
    {
      *said |= SAID_BLOCK;
      return read_number (self, &entry->block);
    }
  if (is_key (key, len, "blockHash"))
    {
      *said |= SAID_BLOCK_HASH;
      return read_fixed (self, entry->block_hash.bytes, sizeof (Hash));
    }
  if (is_key (key, len, "transactionHash"))
    {
      *said |= SAID_TRANSACTION;
      return read_fixed (self, entry->transaction.bytes, sizeof (Hash));
    }
  if (is_key (key, len, "logIndex"))
    {
      if (!read_number (self, &index) || index > G_MAXUINT32)
        return FALSE;
      *said |= SAID_INDEX;
      entry->index = (guint) index;
      return TRUE;
    }
  if (is_key (key, len, "removed"))
    return read_flag (self, removed);

  return skip_value (self);
}

/* NULL, or what is wrong. */
static const char *
read_log (Reader *self, SuretyLogEntry *entry, gboolean *removed)
{
  guint said = 0;

  *removed = FALSE;
  if (!next_is (self, '{'))
    return "is not an object";
  do
    if (!read_member (self, entry, &said, removed))
      return "has a member of the wrong shape";
  while (next_is (self, ','));
  if (!next_is (self, '}'))
    return "is cut off";

  return said == SAID_ALL ? NULL : "lacks a member";
}

static gboolean
passes (const SuretyLogFilter *filter, const SuretyLogEntry *entry)
{
  gboolean found = filter->addresses->len == 0;

  for (guint i = 0; i < filter->addresses->len && !found; i++)
    found = address_equal (&g_array_index (filter->addresses, Address, i), &entry->address);
  if (!found)
    return FALSE;

  for (guint p = 0; p < G_N_ELEMENTS (filter->topics); p++)
    {
      const GArray *any = filter->topics[p];

      if (any == NULL)
        continue;
      found = FALSE;
      for (guint i = 0; p < entry->n_topics && i < any->len && !found; i++)
        found = memcmp (&g_array_index (any, Hash, i), &entry->topics[p], sizeof (Hash)) == 0;
      if (!found)
        return FALSE;
    }

  return TRUE;
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const SuretyLogEntry *left = a;
  const SuretyLogEntry *right = b;

  if (left->block != right->block)
    return left->block < right->block ? -1 : 1;
  return (left->index > right->index) - (left->index < right->index);
}

static gboolean
refuse (GError **error, const char *what, const char *problem)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, "%s %s", what, problem);
  return FALSE;
}

/* Sorted; one log a place, all blocks of one number the same block. */
static gboolean
check_order (GArray *entries, GError **error)
{
  const SuretyLogEntry *all = (const SuretyLogEntry *) (gconstpointer) entries->data;
  gboolean sorted = TRUE;
  guint n = entries->len > 0 ? 1 : 0;

  for (guint i = 1; i < entries->len && sorted; i++)
    sorted = compare (&all[i - 1], &all[i]) < 0;
  if (!sorted)
    g_array_sort (entries, compare);

  for (guint i = 1; i < entries->len; i++)
    {
      const SuretyLogEntry *before = &all[n - 1];
      const SuretyLogEntry *entry = &all[i];

      if (before->block == entry->block && !hash_equal (&before->block_hash, &entry->block_hash))
        return refuse (error, "eth_getLogs", "names two blocks of one number");
      if (compare (before, entry) == 0)
        {
          if (!hash_equal (&before->transaction, &entry->transaction) ||
              before->len != entry->len || memcmp (before->data, entry->data, entry->len) != 0)
            return refuse (error, "eth_getLogs", "gives two logs one place");
          continue;
        }
      g_array_index (entries, SuretyLogEntry, n++) = *entry;
    }
  g_array_set_size (entries, n);
  return TRUE;
}

/* Many lists wait for their turn: each has as much memory as it is long, which is known only now. What is too much
 * of a large piece goes back where it is, and nothing is copied. */
static void
settle (SuretyLogList *self, GArray *entries)
{
  const guintptr before = (guintptr) self->data;
  gsize n;

  self->data = g_realloc (self->data, self->used + 1);
  self->entries = g_array_steal (entries, &n);
  self->entries = g_renew (SuretyLogEntry, self->entries, n);
  self->n = (guint) n;
  for (guint i = 0; i < self->n; i++)
    self->entries[i].data = self->data + ((guintptr) self->entries[i].data - before);
}

SuretyLogList *
surety_log_list_parse (const char *json,
                       gsize len,
                       const SuretyLogFilter *filter,
                       guint64 from,
                       guint64 to,
                       GError **error)
{
  g_autoptr (SuretyLogList) self = g_new0 (SuretyLogList, 1);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (SuretyLogEntry));
  Reader reader = { json, json + len, self };

  g_atomic_ref_count_init (&self->count);
  self->data = g_malloc (len / 2 + 1);

  if (!next_is (&reader, '['))
    {
      refuse (error, "eth_getLogs", "did not answer with an array");
      return NULL;
    }
  if (!next_is (&reader, ']'))
    {
      do
        {
          SuretyLogEntry entry = { 0 };
          gboolean removed;
          const char *problem = read_log (&reader, &entry, &removed);

          if (problem == NULL && !removed &&
              (entry.block < from || entry.block > to || !passes (filter, &entry)))
            problem = "was not asked for";
          if (problem != NULL)
            {
              refuse (error, "a log", problem);
              return NULL;
            }
          if (!removed)
            g_array_append_val (entries, entry);
        }
      while (next_is (&reader, ','));
      if (!next_is (&reader, ']'))
        {
          refuse (error, "eth_getLogs", "answered with a list that is cut off");
          return NULL;
        }
    }

  if (!check_order (entries, error))
    return NULL;
  settle (self, entries);
  return g_steal_pointer (&self);
}

SuretyLogList *
surety_log_list_ref (SuretyLogList *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
surety_log_list_unref (SuretyLogList *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;

  g_free (self->entries);
  g_free (self->data);
  g_free (self);
}

guint
surety_log_list_get_n (const SuretyLogList *self)
{
  return self->n;
}

const SuretyLogEntry *
surety_log_list_get (const SuretyLogList *self, guint i)
{
  return &self->entries[i];
}
