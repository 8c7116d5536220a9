/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "surety-network-file.h"
#include "surety-protocol-error.h"

static void
check_read (const SuretyTokenRead *read)
{
  if (read == NULL)
    return;
  assert (read->item != NULL && read->item->kind == ABI_FUNCTION);
  assert (read->field < read->item->n_outputs);
  assert (read->item->n_inputs == (read->argument == SURETY_READ_NOTHING ? 0 : 1));
  assert (!address_is_zero (&read->place.address));
  assert (read->minus == NULL || read->minus->minus == NULL);
  check_read (read->minus);
}

static void
check_facts (const SuretyTokenFacts *facts)
{
  const SuretyMint *mint = &facts->mint;

  check_read (facts->growth);
  check_read (facts->paused);
  check_read (facts->exit.waiting);
  check_read (mint->preview);
  for (guint i = 0; i < facts->fees->len; i++)
    check_read (g_ptr_array_index (facts->fees, i));
  for (guint i = 0; i < mint->gates->len; i++)
    check_read (&((const SuretyMintGate *) g_ptr_array_index (mint->gates, i))->read);
  if (facts->rate_event != NULL)
    assert (facts->rate_event->field < facts->rate_event->item->n_inputs &&
            facts->rate_event->supply < facts->rate_event->item->n_inputs);
  /* What can be signed for is in the file, whole. */
  assert (mint->has_place == (mint->kind > SURETY_MINT_NONE));
  assert (!mint->has_place || mint->preview != NULL);
  assert (mint->place.has_known == (mint->place.name != NULL));
  assert (facts->exit.usual_min <= facts->exit.usual_max);
}

/* A file of a person's own is a network that can be worked with, or refused by naming a member. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) json = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyNetworkFile) file = surety_network_file_parse (json, FALSE, &error);

  if (file == NULL)
    {
      assert (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_NETWORK_FILE));
      return 0;
    }
  assert (error == NULL);
  assert (file->kind == SURETY_NETWORK_CUSTOM && file->chain_id != 0 && file->block_seconds != 0);
  for (guint i = 0; i < file->tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (file->tokens, i);

      assert (!address_is_zero (&token->strategy));
      if (token->facts != NULL)
        check_facts (token->facts);
    }
  for (guint i = 0; i < file->other_tokens->len; i++)
    {
      const SuretyToken *token = g_ptr_array_index (file->other_tokens, i);

      assert (address_is_zero (&token->strategy));
      if (token->facts != NULL)
        check_facts (token->facts);
    }

  return 0;
}
