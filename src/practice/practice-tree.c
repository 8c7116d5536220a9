/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-tree.h"

#include <stdlib.h>

#include "merkle.h"

static GBytes *
prove (GArray *leaves, guint index)
{
  Buffer proof = buffer_new ();
  guint8 *data;
  gsize len;

  if (merkle_prove ((const Hash *) leaves->data, leaves->len, index, &proof) != CORE_OK)
    g_assert_not_reached ();
  data = buffer_steal (&proof, &len);
  return g_bytes_new_with_free_func (data, len, free, data);
}

/* The leaves of the earner's tokens from line i on; *end: the line after them. */
static GArray *
token_leaves (GArray *lines, guint i, guint *end)
{
  const Address *earner = &g_array_index (lines, PracticeEarning, i).earner;
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (Hash));

  for (; i < lines->len; i++)
    {
      const PracticeEarning *line = &g_array_index (lines, PracticeEarning, i);
      Hash leaf;

      if (!address_equal (&line->earner, earner))
        break;
      leaf = merkle_token_leaf (&line->token, line->cumulative);
      g_array_append_val (leaves, leaf);
    }
  *end = i;
  return leaves;
}

static GArray *
earner_leaves (GArray *lines)
{
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (Hash));

  for (guint i = 0; i < lines->len;)
    {
      const Address *earner = &g_array_index (lines, PracticeEarning, i).earner;
      g_autoptr (GArray) tokens = token_leaves (lines, i, &i);
      const Hash root = merkle_root ((const Hash *) tokens->data, tokens->len);
      const Hash leaf = merkle_earner_leaf (earner, &root);

      g_array_append_val (leaves, leaf);
    }
  return leaves;
}

Hash
practice_tree_root (GArray *lines)
{
  g_autoptr (GArray) leaves = earner_leaves (lines);

  return merkle_root ((const Hash *) leaves->data, leaves->len);
}

static void
token_proof_clear (gpointer data)
{
  PracticeTokenProof *self = data;

  g_bytes_unref (self->proof);
}

/* Of the earner whose lines begin at first and whose tokens have those leaves. */
static PracticeProof *
proof_new (GArray *lines, guint first, GArray *tokens, guint32 earner_index)
{
  g_autoptr (GArray) earners = earner_leaves (lines);
  PracticeProof *self = g_new0 (PracticeProof, 1);

  self->earner_index = earner_index;
  self->earner_proof = prove (earners, earner_index);
  self->token_root = merkle_root ((const Hash *) tokens->data, tokens->len);
  self->tokens = g_array_new (FALSE, FALSE, sizeof (PracticeTokenProof));
  g_array_set_clear_func (self->tokens, token_proof_clear);
  for (guint i = 0; i < tokens->len; i++)
    {
      const PracticeTokenProof token = {
        .line = &g_array_index (lines, PracticeEarning, first + i),
        .index = i,
        .proof = prove (tokens, i),
      };

      g_array_append_val (self->tokens, token);
    }
  return self;
}

PracticeProof *
practice_tree_prove (GArray *lines, const Address *earner)
{
  guint32 place = 0;

  for (guint i = 0; i < lines->len; place++)
    {
      const guint first = i;
      g_autoptr (GArray) tokens = token_leaves (lines, i, &i);

      if (address_equal (&g_array_index (lines, PracticeEarning, first).earner, earner))
        return proof_new (lines, first, tokens, place);
    }
  return NULL;
}

void
practice_proof_free (PracticeProof *self)
{
  g_bytes_unref (self->earner_proof);
  g_array_unref (self->tokens);
  g_free (self);
}
