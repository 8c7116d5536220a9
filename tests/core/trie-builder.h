/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "bytes.h"
#include "keccak.h"

/* A Merkle-Patricia trie made in memory, all at once: what honest proofs are made of. */
typedef struct TrieBuilder TrieBuilder;

TrieBuilder *trie_builder_new (void);
void trie_builder_free (TrieBuilder *self);
/* Copies. An empty value takes the key out again. */
void trie_builder_set (TrieBuilder *self, Bytes key, Bytes value);
Hash trie_builder_root (TrieBuilder *self);
/* The nodes on the key's way, whether it is there or not: GBytes, the root's first. */
GPtrArray *trie_builder_prove (TrieBuilder *self, Bytes key);
/* How many keys it holds, and the i-th of them in order; lends. */
guint trie_builder_get_n (TrieBuilder *self);
Bytes trie_builder_get_key (TrieBuilder *self, guint i);
Bytes trie_builder_get_value (TrieBuilder *self, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrieBuilder, trie_builder_free)
