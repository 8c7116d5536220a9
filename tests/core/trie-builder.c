/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trie-builder.h"

#include <string.h>

#include "rlp.h"

typedef struct
{
  GByteArray *key;
  GByteArray *nibbles;
  GByteArray *value;
} Entry;

struct TrieBuilder
{
  GPtrArray *entries; /* Entry, in the order of their keys */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_byte_array_unref (entry->key);
  g_byte_array_unref (entry->nibbles);
  g_byte_array_unref (entry->value);
  g_free (entry);
}

TrieBuilder *
trie_builder_new (void)
{
  TrieBuilder *self = g_new0 (TrieBuilder, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

void
trie_builder_free (TrieBuilder *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static GByteArray *
dup_bytes (Bytes bytes)
{
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, bytes.data, (guint) bytes.len);
  return array;
}

static GByteArray *
dup_nibbles (Bytes key)
{
  GByteArray *array = g_byte_array_new ();

  for (gsize i = 0; i < key.len; i++)
    {
      const guint8 pair[] = { key.data[i] >> 4, key.data[i] & 15 };

      g_byte_array_append (array, pair, 2);
    }
  return array;
}

static int
compare_keys (Bytes left, Bytes right)
{
  const int order = memcmp (left.data, right.data, MIN (left.len, right.len));

  return order != 0 ? order : (left.len > right.len) - (left.len < right.len);
}

/* Where the key is, or belongs. */
static guint
find_place (TrieBuilder *self, Bytes key, gboolean *there)
{
  guint first = 0;
  guint last = self->entries->len;

  *there = FALSE;
  while (first < last && !*there)
    {
      const guint middle = first + (last - first) / 2;
      const int order = compare_keys (trie_builder_get_key (self, middle), key);

      if (order < 0)
        first = middle + 1;
      else
        last = middle;
      if (order == 0)
        {
          *there = TRUE;
          first = middle;
        }
    }
  return first;
}

void
trie_builder_set (TrieBuilder *self, Bytes key, Bytes value)
{
  gboolean there;
  guint place = find_place (self, key, &there);

  if (there)
    g_ptr_array_remove_index (self->entries, place);
  if (value.len > 0)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->key = dup_bytes (key);
      entry->nibbles = dup_nibbles (key);
      entry->value = dup_bytes (value);
      g_ptr_array_insert (self->entries, (gint) place, entry);
    }
}

guint
trie_builder_get_n (TrieBuilder *self)
{
  return self->entries->len;
}

Bytes
trie_builder_get_key (TrieBuilder *self, guint i)
{
  const Entry *entry = g_ptr_array_index (self->entries, i);

  return (Bytes) { entry->key->data, entry->key->len };
}

Bytes
trie_builder_get_value (TrieBuilder *self, guint i)
{
  const Entry *entry = g_ptr_array_index (self->entries, i);

  return (Bytes) { entry->value->data, entry->value->len };
}

/* Entries first … last - 1, which agree up to nibble depth; way (may be NULL) is whose nodes are
 * collected in proof. */
typedef struct
{
  TrieBuilder *builder;
  const GByteArray *way;
  GPtrArray *proof;
} Build;

static void append_node (Build *build,
                         Buffer *out,
                         guint first,
                         guint last,
                         guint depth,
                         bool on_way);

static const GByteArray *
nibbles_of (Build *build, guint i)
{
  const Entry *entry = g_ptr_array_index (build->builder->entries, i);

  return entry->nibbles;
}

static void
append_path (Buffer *out, const guint8 *nibbles, guint n, bool is_leaf)
{
  Buffer path = buffer_new ();
  const guint8 flag = (guint8) ((is_leaf ? 2 : 0) + n % 2);

  buffer_append_byte (&path, (guint8) (n % 2 != 0 ? flag << 4 | nibbles[0] : flag << 4));
  for (guint i = n % 2; i < n; i += 2)
    buffer_append_byte (&path, (guint8) (nibbles[i] << 4 | nibbles[i + 1]));
  rlp_append_string (out, buffer_bytes (&path));
  buffer_clear (&path);
}

/* A child is named by its hash when it is not shorter than one. */
static void
append_child (Build *build, Buffer *out, guint first, guint last, guint depth, bool on_way)
{
  Buffer node = buffer_new ();

  append_node (build, &node, first, last, depth, on_way);
  if (node.len < 32)
    buffer_append (out, node.data, node.len);
  else
    {
      const Hash hash = keccak256 (buffer_bytes (&node));

      rlp_append_string (out, (Bytes) { hash.bytes, sizeof hash.bytes });
    }
  buffer_clear (&node);
}

static bool
goes_by (Build *build, bool on_way, guint depth, guint8 nibble)
{
  return on_way && depth < build->way->len && build->way->data[depth] == nibble;
}

static void
append_branch (Build *build, Buffer *out, guint first, guint last, guint depth, bool on_way)
{
  const size_t mark = rlp_open_list (out);
  Bytes value = { NULL, 0 };
  guint at = first;

  if (nibbles_of (build, at)->len == depth)
    value = trie_builder_get_value (build->builder, at++);
  for (guint8 nibble = 0; nibble < 16; nibble++)
    {
      const guint start = at;

      while (at < last && nibbles_of (build, at)->data[depth] == nibble)
        at++;
      if (at == start)
        rlp_append_string (out, (Bytes) { NULL, 0 });
      else
        append_child (build, out, start, at, depth + 1, goes_by (build, on_way, depth, nibble));
    }
  rlp_append_string (out, value);
  rlp_close_list (out, mark);
}

static guint
common_length (Build *build, guint first, guint last, guint depth)
{
  const GByteArray *a = nibbles_of (build, first);
  const GByteArray *b = nibbles_of (build, last - 1);
  guint n = depth;

  while (n < a->len && n < b->len && a->data[n] == b->data[n])
    n++;
  return n;
}

static void
append_node (Build *build, Buffer *out, guint first, guint last, guint depth, bool on_way)
{
  const GByteArray *nibbles = nibbles_of (build, first);
  const guint common = common_length (build, first, last, depth);
  const guint place = build->proof != NULL ? build->proof->len : 0;
  Buffer node = buffer_new ();

  if (last - first == 1)
    {
      const size_t mark = rlp_open_list (&node);

      append_path (&node, nibbles->data + depth, nibbles->len - depth, true);
      rlp_append_string (&node, trie_builder_get_value (build->builder, first));
      rlp_close_list (&node, mark);
    }
  else if (common > depth)
    {
      const size_t mark = rlp_open_list (&node);
      bool on = on_way && build->way->len >= common &&
                memcmp (build->way->data + depth, nibbles->data + depth, common - depth) == 0;

      append_path (&node, nibbles->data + depth, common - depth, false);
      append_child (build, &node, first, last, common, on);
      rlp_close_list (&node, mark);
    }
  else
    append_branch (build, &node, first, last, depth, on_way);

  /* Before those of its children, which are in the list by now. */
  if (on_way && (node.len >= 32 || depth == 0))
    g_ptr_array_insert (build->proof, (int) place, g_bytes_new (node.data, node.len));
  buffer_append (out, node.data, node.len);
  buffer_clear (&node);
}

Hash
trie_builder_root (TrieBuilder *self)
{
  Build build = { .builder = self };
  Buffer node = buffer_new ();
  Hash hash;

  if (self->entries->len == 0)
    rlp_append_string (&node, (Bytes) { NULL, 0 });
  else
    append_node (&build, &node, 0, self->entries->len, 0, false);
  hash = keccak256 (buffer_bytes (&node));
  buffer_clear (&node);
  return hash;
}

GPtrArray *
trie_builder_prove (TrieBuilder *self, Bytes key)
{
  g_autoptr (GByteArray) way = dup_nibbles (key);
  GPtrArray *proof = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Build build = { .builder = self, .way = way, .proof = proof };
  Buffer node = buffer_new ();

  if (self->entries->len > 0)
    append_node (&build, &node, 0, self->entries->len, 0, true);
  buffer_clear (&node);
  return proof;
}
