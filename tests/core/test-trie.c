/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core-test.h"
#include "rlp.h"
#include "trie-builder.h"
#include "trie.h"

static CoreResult
verify_list (const Hash *root, Bytes key, GPtrArray *nodes, bool *present, Bytes *value)
{
  g_autofree Bytes *proof = g_new0 (Bytes, nodes->len + 1);

  for (guint i = 0; i < nodes->len; i++)
    {
      gsize len;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (nodes, i), &len);

      proof[i] = (Bytes) { data, len };
    }
  return trie_verify (root, key, proof, nodes->len, present, value);
}

/* Every key's proof gives its value, and the proof of a key that is not there that it is not. */
static void
check_trie (TrieBuilder *trie)
{
  const Hash root = trie_builder_root (trie);

  for (guint i = 0; i < trie_builder_get_n (trie); i++)
    {
      const Bytes key = trie_builder_get_key (trie, i);
      const Bytes value = trie_builder_get_value (trie, i);
      g_autoptr (GPtrArray) proof = trie_builder_prove (trie, key);
      g_autofree guint8 *other = g_memdup2 (key.data, key.len);
      g_autoptr (GPtrArray) absence = NULL;
      bool present;
      Bytes found;

      core_test_assert_result (verify_list (&root, key, proof, &present, &found), CORE_OK);
      g_assert_true (present);
      g_assert_cmpmem (found.data, found.len, value.data, value.len);

      other[key.len - 1] ^= 0x5a;
      absence = trie_builder_prove (trie, (Bytes) { other, key.len });
      core_test_assert_result (verify_list (&root, (Bytes) { other, key.len }, absence, &present,
                                            &found),
                               CORE_OK);
      for (guint k = 0; k < trie_builder_get_n (trie) && present; k++)
        {
          const Bytes held = trie_builder_get_key (trie, k);

          if (held.len == key.len && memcmp (held.data, other, key.len) == 0)
            present = false;
        }
      g_assert_false (present);
    }
}

/* Text, or "0x…". */
static Buffer
dup_text (const char *text)
{
  Buffer out = buffer_new ();

  if (g_str_has_prefix (text, "0x"))
    return core_test_hex (text);
  buffer_append (&out, text, strlen (text));
  return out;
}

static void
set_text (TrieBuilder *trie, const char *key, const char *value, bool secure)
{
  Buffer key_bytes = dup_text (key);
  Buffer value_bytes = value != NULL ? dup_text (value) : buffer_new ();
  const Hash hash = keccak256 (buffer_bytes (&key_bytes));

  trie_builder_set (trie,
                    secure ? (Bytes) { hash.bytes, sizeof hash.bytes } : buffer_bytes (&key_bytes),
                    buffer_bytes (&value_bytes));
  buffer_clear (&key_bytes);
  buffer_clear (&value_bytes);
}

/* "in" is a list of pairs, null takes out, or an object. */
static void
run_vector (JsonObject *vector, bool secure)
{
  g_autoptr (TrieBuilder) trie = trie_builder_new ();
  JsonNode *in = json_object_get_member (vector, "in");
  Hash root;

  if (JSON_NODE_HOLDS_ARRAY (in))
    {
      JsonArray *pairs = json_node_get_array (in);

      for (guint i = 0; i < json_array_get_length (pairs); i++)
        {
          JsonArray *pair = json_array_get_array_element (pairs, i);

          set_text (trie, json_array_get_string_element (pair, 0),
                    json_array_get_null_element (pair, 1) ? NULL
                                                          : json_array_get_string_element (pair, 1),
                    secure);
        }
    }
  else
    {
      JsonObject *object = json_node_get_object (in);
      g_autoptr (GList) keys = json_object_get_members (object);

      for (GList *l = keys; l != NULL; l = l->next)
        set_text (trie, l->data, json_object_get_string_member (object, l->data), secure);
    }

  root = trie_builder_root (trie);
  core_test_assert_hex (root.bytes, sizeof root.bytes,
                        json_object_get_string_member (vector, "root"));
  check_trie (trie);
}

static void
test_official_vectors (void)
{
  static const struct
  {
    const char *name;
    bool secure;
  } files[] = {
    { "trie/trietest.json", false },
    { "trie/trieanyorder.json", false },
    { "trie/trietest_secureTrie.json", true },
    { "trie/trieanyorder_secureTrie.json", true },
    { "trie/hex_encoded_securetrie_test.json", true },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (JsonNode) node = core_test_vectors_json (files[i].name);
      g_autoptr (GList) members = NULL;

      if (node == NULL)
        return;
      members = json_object_get_members (json_node_get_object (node));
      g_assert_nonnull (members);
      for (GList *l = members; l != NULL; l = l->next)
        run_vector (json_object_get_object_member (json_node_get_object (node), l->data),
                    files[i].secure);
    }
}

static void
test_empty_trie_proves_absence (void)
{
  static const guint8 key[32] = { 1 };
  static const guint8 empty[] = { 0x80 };
  static const guint8 leaf[] = { 0xc0 };
  const Bytes marker = { empty, 1 };
  const Bytes wrong = { leaf, 1 };
  const Hash other = { { 1 } };
  g_autoptr (TrieBuilder) trie = trie_builder_new ();
  const Hash root = trie_builder_root (trie);
  bool present = true;
  Bytes value;

  g_assert_true (hash_equal (&root, &trie_empty_root));
  core_test_assert_result (trie_verify (&root, (Bytes) { key, 32 }, NULL, 0, &present, &value),
                           CORE_OK);
  g_assert_false (present);
  core_test_assert_result (trie_verify (&root, (Bytes) { key, 32 }, &marker, 1, &present, &value),
                           CORE_OK);
  g_assert_false (present);
  core_test_assert_result (trie_verify (&root, (Bytes) { key, 32 }, &wrong, 1, &present, &value),
                           CORE_ERROR_AUTHENTICATION);
  /* Of any other root no proof proves nothing. */
  core_test_assert_result (trie_verify (&other, (Bytes) { key, 32 }, NULL, 0, &present, &value),
                           CORE_ERROR_TRUNCATED);
}

static TrieBuilder *
large_trie (void)
{
  TrieBuilder *trie = trie_builder_new ();

  for (guint i = 0; i < 120; i++)
    {
      const guint8 bytes[] = { (guint8) i, (guint8) (i >> 8) };
      const Hash key = keccak256 ((Bytes) { bytes, 2 });
      /* Short ones are kept inside their parents. */
      const gsize len = 1 + i % 40;
      guint8 value[40];

      memset (value, (int) i | 1, sizeof value);
      trie_builder_set (trie, (Bytes) { key.bytes, sizeof key.bytes }, (Bytes) { value, len });
    }
  return trie;
}

static void
test_every_key_of_a_large_trie (void)
{
  g_autoptr (TrieBuilder) trie = large_trie ();

  check_trie (trie);
}

/* Any one bit of a proof changed, any node left out, doubled or added: refused, and never the old
 * answer. */
static void
test_changed_proofs_are_refused (void)
{
  g_autoptr (TrieBuilder) trie = large_trie ();
  const Hash root = trie_builder_root (trie);

  for (guint i = 0; i < trie_builder_get_n (trie); i += 29)
    {
      const Bytes key = trie_builder_get_key (trie, i);
      g_autoptr (GPtrArray) proof = trie_builder_prove (trie, key);
      bool present;
      Bytes value;

      for (guint k = 0; k < proof->len; k++)
        {
          GBytes *node = g_ptr_array_index (proof, k);
          gsize len;
          const guint8 *data = g_bytes_get_data (node, &len);

          for (gsize bit = 0; bit < len * 8; bit += 13)
            {
              guint8 *changed = g_memdup2 (data, len);

              changed[bit / 8] ^= (guint8) (1 << bit % 8);
              proof->pdata[k] = g_bytes_new_take (changed, len);
              g_assert_true (verify_list (&root, key, proof, &present, &value) != CORE_OK);
              g_assert_false (present);
              g_bytes_unref (proof->pdata[k]);
            }
          proof->pdata[k] = node;
        }

      g_ptr_array_add (proof, g_bytes_ref (g_ptr_array_index (proof, 0)));
      core_test_assert_result (verify_list (&root, key, proof, &present, &value),
                               CORE_ERROR_TRAILING);
      g_ptr_array_remove_index (proof, proof->len - 1);
      g_ptr_array_remove_index (proof, proof->len - 1);
      core_test_assert_result (verify_list (&root, key, proof, &present, &value),
                               CORE_ERROR_TRUNCATED);
      g_ptr_array_remove_index (proof, 0);
      g_assert_true (verify_list (&root, key, proof, &present, &value) != CORE_OK);
    }
}

/* A trie whose nodes hash as they should and are not such as a trie has. */
static void
test_nodes_of_no_trie_are_refused (void)
{
  static const char *const nodes[] = {
    "0xc0",                                       /* no items */
    "0xc3010203",                                 /* three */
    "0x83010203",                                 /* no list */
    "0xc28080",                                   /* no path */
    "0xc24001",                                   /* a flag that is none */
    "0xc23101",                                   /* a leaf of one nibble, fine, and then … */
    "0xc22080",                                   /* a leaf with nothing in it */
    "0xc2311f00",                                 /* bytes behind the node */
    "0xc20001",                                   /* an extension over nothing */
    "0xc21101",                                   /* an extension to a byte */
    "0xc22f01",                                   /* an even path with padding */
    "0xc320c101",                                 /* a leaf that holds a list */
    "0xd28080808080808080808080808080808080c101", /* a branch that holds a list */
  };
  const guint8 key[1] = { 0x12 };

  for (gsize i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      Buffer node = core_test_hex (nodes[i]);
      const Bytes proof = buffer_bytes (&node);
      const Hash root = keccak256 (proof);
      bool present = true;
      Bytes value;
      const CoreResult result = trie_verify (&root, (Bytes) { key, 1 }, &proof, 1, &present,
                                             &value);

      /* The sixth is a real leaf of another key. */
      if (i == 5)
        core_test_assert_result (result, CORE_OK);
      else
        g_assert_true (result != CORE_OK);
      g_assert_false (present);
      buffer_clear (&node);
    }
}

static void
test_a_long_key_is_refused (void)
{
  static const guint8 key[33];
  bool present;
  Bytes value;

  core_test_assert_result (trie_verify (&trie_empty_root, (Bytes) { key, 33 }, NULL, 0, &present,
                                        &value),
                           CORE_ERROR_LIMIT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trie/official-vectors", test_official_vectors);
  g_test_add_func ("/trie/empty-trie-proves-absence", test_empty_trie_proves_absence);
  g_test_add_func ("/trie/every-key-of-a-large-trie", test_every_key_of_a_large_trie);
  g_test_add_func ("/trie/changed-proofs-are-refused", test_changed_proofs_are_refused);
  g_test_add_func ("/trie/nodes-of-no-trie-are-refused", test_nodes_of_no_trie_are_refused);
  g_test_add_func ("/trie/a-long-key-is-refused", test_a_long_key_is_refused);
  return g_test_run ();
}
