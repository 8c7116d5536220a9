/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-signer.h"

#include <string.h>

#include "derivation.h"
#include "ecdsa.h"
#include "mnemonic.h"
#include "surety-store-error.h"

SuretySecret *
surety_key_material_new (SuretyAccountKind kind, const Secret *content)
{
  Secret *material = NULL;

  g_return_val_if_fail (kind == SURETY_ACCOUNT_PHRASE || kind == SURETY_ACCOUNT_KEY, NULL);

  material = secret_new (secret_length (content) + 1);
  secret_data (material)[0] = (uint8_t) kind;
  memcpy (secret_data (material) + 1, secret_peek (content), secret_length (content));

  return surety_secret_new (material);
}

/* What follows the kind; NULL when the kind is another. */
static Secret *
dup_content (SuretySecret *material, SuretyAccountKind kind)
{
  const Secret *secret = surety_secret_get (material);

  if (secret_length (secret) < 2 || secret_peek (secret)[0] != (uint8_t) kind)
    return NULL;

  return secret_new_copy (secret_peek (secret) + 1, secret_length (secret) - 1);
}

static gboolean
malformed (const char *what, CoreResult answer, GError **error)
{
  g_set_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_MALFORMED, "%s: %s", what,
               core_result_to_string (answer));

  return FALSE;
}

static gboolean
derive_from_words (const Secret *words, guint32 index, Secret **private_key, GError **error)
{
  Secret *seed = NULL;
  CoreResult answer = mnemonic_to_seed (words, NULL, &seed);

  if (answer != CORE_OK)
    return malformed ("the kept words are none", answer, error);
  answer = derivation_ethereum_key (seed, index, private_key);
  secret_free (seed);
  if (answer != CORE_OK)
    return malformed ("no key of this index", answer, error);

  return TRUE;
}

gboolean
surety_key_material_derive (SuretySecret *material,
                            guint32 index,
                            Secret **private_key,
                            GError **error)
{
  Secret *content = dup_content (material, SURETY_ACCOUNT_PHRASE);
  gboolean done = FALSE;

  if (content != NULL)
    {
      done = derive_from_words (content, index, private_key, error);
      secret_free (content);
      return done;
    }

  content = dup_content (material, SURETY_ACCOUNT_KEY);
  if (content == NULL || index != 0 || !ecdsa_key_valid (content))
    {
      secret_free (content);
      return malformed ("the kept key is none", CORE_ERROR_SYNTAX, error);
    }
  *private_key = content;

  return TRUE;
}

SuretySecret *
surety_key_material_dup_words (SuretySecret *material, GError **error)
{
  Secret *words = dup_content (material, SURETY_ACCOUNT_PHRASE);

  if (words == NULL)
    {
      g_set_error_literal (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_NOT_FOUND,
                           "this account has no words");
      return NULL;
    }

  return surety_secret_new (words);
}
