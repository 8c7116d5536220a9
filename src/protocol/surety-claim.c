/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-claim.h"

#include <string.h>

#include "merkle.h"
#include "surety-protocol-error.h"
#include "surety-record.h"

#define LEVEL 32u /* bytes of a proof */

struct _SuretyClaim
{
  gatomicrefcount count;
  guint32 root_index;
  guint32 earner_index;
  GBytes *earner_proof;
  Address earner;
  Hash token_root;
  guint n;
  SuretyClaimToken *tokens;
};

G_DEFINE_BOXED_TYPE (SuretyClaim, surety_claim, surety_claim_ref, surety_claim_unref)

/* --- its shape --- */

/* NULL: none. RewardsCoordinator refuses an index that its proof has no room for. */
static const char *
find_proof_fault (GBytes *proof, guint32 index)
{
  const gsize len = g_bytes_get_size (proof);
  const gsize levels = len / LEVEL;

  if (len % LEVEL != 0)
    return "A proof of the claim is not whole";
  if (levels > SURETY_CLAIM_MAX_LEVELS)
    return "A proof of the claim is too long";
  if (levels < 32 && index >> levels != 0)
    return "An index of the claim is beyond its proof";
  return NULL;
}

static const char *
find_token_fault (const SuretyClaimToken *tokens, guint i)
{
  if (address_is_zero (&tokens[i].token))
    return "The claim names no token";
  for (guint k = 0; k < i; k++)
    if (address_equal (&tokens[k].token, &tokens[i].token))
      return "The claim names a token twice";
  return find_proof_fault (tokens[i].proof, tokens[i].index);
}

static const char *
find_fault (guint32 earner_index,
            GBytes *earner_proof,
            const Address *earner,
            const SuretyClaimToken *tokens,
            guint n)
{
  const char *fault = find_proof_fault (earner_proof, earner_index);

  if (n == 0 || n > SURETY_CLAIM_MAX_TOKENS)
    return n == 0 ? "The claim names no token" : "The claim names too many tokens";
  if (address_is_zero (earner))
    return "The claim names no earner";
  for (guint i = 0; i < n && fault == NULL; i++)
    fault = find_token_fault (tokens, i);
  return fault;
}

/* --- the claim --- */

static SuretyClaim *
claim_new (SuretyProtocolError code,
           guint32 root_index,
           guint32 earner_index,
           GBytes *earner_proof,
           const Address *earner,
           const Hash *token_root,
           const SuretyClaimToken *tokens,
           guint n,
           GError **error)
{
  const char *fault = find_fault (earner_index, earner_proof, earner, tokens, n);
  SuretyClaim *self;

  if (fault != NULL)
    {
      g_set_error_literal (error, SURETY_PROTOCOL_ERROR, (int) code, fault);
      return NULL;
    }

  self = g_new0 (SuretyClaim, 1);
  g_atomic_ref_count_init (&self->count);
  self->root_index = root_index;
  self->earner_index = earner_index;
  self->earner_proof = g_bytes_ref (earner_proof);
  self->earner = *earner;
  self->token_root = *token_root;
  self->n = n;
  self->tokens = g_new (SuretyClaimToken, n);
  for (guint i = 0; i < n; i++)
    {
      self->tokens[i] = tokens[i];
      g_bytes_ref (self->tokens[i].proof);
    }
  return self;
}

SuretyClaim *
surety_claim_new (guint32 root_index,
                  guint32 earner_index,
                  GBytes *earner_proof,
                  const Address *earner,
                  const Hash *token_root,
                  const SuretyClaimToken *tokens,
                  guint n,
                  GError **error)
{
  g_return_val_if_fail (earner_proof != NULL && earner != NULL && token_root != NULL, NULL);
  g_return_val_if_fail (tokens != NULL || n == 0, NULL);

  return claim_new (SURETY_PROTOCOL_ERROR_PROOF, root_index, earner_index, earner_proof, earner,
                    token_root, tokens, n, error);
}

SuretyClaim *
surety_claim_new_of (SuretyClaim *self, const gboolean *keep)
{
  g_autofree SuretyClaimToken *tokens = NULL;
  guint n = 0;

  g_return_val_if_fail (self != NULL && keep != NULL, NULL);

  tokens = g_new (SuretyClaimToken, self->n);
  for (guint i = 0; i < self->n; i++)
    if (keep[i])
      tokens[n++] = self->tokens[i];
  g_return_val_if_fail (n > 0, NULL);
  return surety_claim_new (self->root_index, self->earner_index, self->earner_proof, &self->earner,
                           &self->token_root, tokens, n, NULL);
}

SuretyClaim *
surety_claim_ref (SuretyClaim *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
surety_claim_unref (SuretyClaim *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  for (guint i = 0; i < self->n; i++)
    g_bytes_unref (self->tokens[i].proof);
  g_free (self->tokens);
  g_bytes_unref (self->earner_proof);
  g_free (self);
}

guint32
surety_claim_get_root_index (SuretyClaim *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->root_index;
}

guint32
surety_claim_get_earner_index (SuretyClaim *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->earner_index;
}

GBytes *
surety_claim_get_earner_proof (SuretyClaim *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->earner_proof;
}

const Address *
surety_claim_get_earner (SuretyClaim *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->earner;
}

const Hash *
surety_claim_get_token_root (SuretyClaim *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->token_root;
}

guint
surety_claim_get_n (SuretyClaim *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n;
}

const SuretyClaimToken *
surety_claim_get_token (SuretyClaim *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->n, NULL);
  return &self->tokens[i];
}

static gboolean
leads_to (const Hash *root, const Hash *leaf, guint32 index, GBytes *proof)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (proof, &len);

  return merkle_verify (root, leaf, index, (Bytes) { data, len }) == CORE_OK;
}

gboolean
surety_claim_holds_together (SuretyClaim *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->n; i++)
    {
      const Hash leaf = merkle_token_leaf (&self->tokens[i].token, self->tokens[i].cumulative);

      if (!leads_to (&self->token_root, &leaf, self->tokens[i].index, self->tokens[i].proof))
        return FALSE;
    }
  return TRUE;
}

gboolean
surety_claim_is_of (SuretyClaim *self, const Hash *root)
{
  Hash leaf;

  g_return_val_if_fail (self != NULL && root != NULL, FALSE);

  if (!surety_claim_holds_together (self))
    return FALSE;
  leaf = merkle_earner_leaf (&self->earner, &self->token_root);
  return leads_to (root, &leaf, self->earner_index, self->earner_proof);
}

/* --- as text --- */

static void
add_index (JsonBuilder *builder, const char *member, guint32 index)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, index);
}

static void
add_bytes (JsonBuilder *builder, const char *member, gconstpointer data, gsize len)
{
  surety_record_add_bytes (builder, member, (Bytes) { data, len });
}

JsonNode *
surety_claim_to_json (SuretyClaim *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  add_index (builder, "rootIndex", self->root_index);
  add_index (builder, "earnerIndex", self->earner_index);
  add_bytes (builder, "earnerProof", g_bytes_get_data (self->earner_proof, NULL),
             g_bytes_get_size (self->earner_proof));
  surety_record_add_address (builder, "earner", &self->earner);
  add_bytes (builder, "tokenRoot", self->token_root.bytes, sizeof self->token_root.bytes);
  json_builder_set_member_name (builder, "tokens");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->n; i++)
    {
      const SuretyClaimToken *token = &self->tokens[i];

      json_builder_begin_object (builder);
      surety_record_add_address (builder, "token", &token->token);
      surety_record_add_u256 (builder, "cumulative", token->cumulative);
      add_index (builder, "index", token->index);
      add_bytes (builder, "proof", g_bytes_get_data (token->proof, NULL),
                 g_bytes_get_size (token->proof));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static gboolean
refuse (GError **error, const char *problem)
{
  g_set_error_literal (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL, problem);
  return FALSE;
}

static gboolean
read_index (JsonObject *object, const char *member, guint32 *out, GError **error)
{
  guint64 value;

  if (!surety_record_get_uint64 (object, member, &value, error))
    return FALSE;
  if (value > G_MAXUINT32)
    return refuse (error, "claim: an index is too large");
  *out = (guint32) value;
  return TRUE;
}

static gboolean
read_hash (JsonObject *object, const char *member, Hash *out, GError **error)
{
  g_autoptr (GBytes) bytes = surety_record_dup_bytes (object, member, error);

  if (bytes == NULL)
    return FALSE;
  if (g_bytes_get_size (bytes) != sizeof out->bytes)
    return refuse (error, "claim: a hash is of another length");
  memcpy (out->bytes, g_bytes_get_data (bytes, NULL), sizeof out->bytes);
  return TRUE;
}

/* proofs owns what tokens lend. */
static gboolean
read_token (JsonNode *node, GPtrArray *proofs, SuretyClaimToken *out, GError **error)
{
  JsonObject *object = surety_record_object (node, error);

  if (object == NULL || !surety_record_get_address (object, "token", &out->token, error) ||
      !surety_record_get_u256 (object, "cumulative", &out->cumulative, error) ||
      !read_index (object, "index", &out->index, error))
    return FALSE;
  out->proof = surety_record_dup_bytes (object, "proof", error);
  if (out->proof == NULL)
    return FALSE;
  g_ptr_array_add (proofs, out->proof);
  return TRUE;
}

SuretyClaim *
surety_claim_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = surety_record_object (node, error);
  g_autoptr (GPtrArray) proofs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GBytes) earner_proof = NULL;
  SuretyClaimToken tokens[SURETY_CLAIM_MAX_TOKENS];
  JsonArray *array;
  guint32 root_index, earner_index;
  Address earner;
  Hash token_root;
  guint n;

  if (object == NULL || !read_index (object, "rootIndex", &root_index, error) ||
      !read_index (object, "earnerIndex", &earner_index, error) ||
      !surety_record_get_address (object, "earner", &earner, error) ||
      !read_hash (object, "tokenRoot", &token_root, error) ||
      (earner_proof = surety_record_dup_bytes (object, "earnerProof", error)) == NULL ||
      (array = surety_record_get_array (object, "tokens", error)) == NULL)
    return NULL;
  n = json_array_get_length (array);
  if (n > SURETY_CLAIM_MAX_TOKENS)
    {
      refuse (error, "claim: has too many tokens");
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    if (!read_token (json_array_get_element (array, i), proofs, &tokens[i], error))
      return NULL;
  return claim_new (SURETY_PROTOCOL_ERROR_JOURNAL, root_index, earner_index, earner_proof, &earner,
                    &token_root, tokens, n, error);
}
