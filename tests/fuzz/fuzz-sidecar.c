/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "practice-genesis.h"
#include "practice-sidecar.h"
#include "surety-eigenlayer-sidecar.h"
#include "surety-protocol-error.h"

/* What a rewards server says: as a summary, and as a proof. What is read is written for the journal and read back the
 * same. The same bytes are a question to the practice network's own server. */

static void
assert_refused (const GError *error)
{
  assert (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REWARDS_REPLY));
  assert (g_utf8_validate (error->message, -1, NULL));
}

static void
read_proof (GBytes *reply)
{
  static const Hash root = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyClaim) claim = surety_eigenlayer_sidecar_read_proof (reply, &error);
  g_autoptr (SuretyClaim) again = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (claim == NULL)
    {
      assert_refused (error);
      return;
    }
  assert (surety_claim_get_n (claim) > 0 && surety_claim_get_n (claim) <= SURETY_CLAIM_MAX_TOKENS);
  assert (!surety_claim_is_of (claim, &root));
  node = surety_claim_to_json (claim);
  again = surety_claim_new_from_json (node, &error);
  assert (again != NULL);
  assert (surety_claim_get_root_index (again) == surety_claim_get_root_index (claim));
  for (guint i = 0; i < surety_claim_get_n (claim); i++)
    {
      assert (surety_claim_get_token (again, i)->cumulative ==
              surety_claim_get_token (claim, i)->cumulative);
      assert (g_bytes_equal (surety_claim_get_token (again, i)->proof,
                             surety_claim_get_token (claim, i)->proof));
    }
}

static void
read_summary (GBytes *reply)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) tokens = surety_eigenlayer_sidecar_read_summary (reply, &error);

  if (tokens == NULL)
    {
      assert_refused (error);
      return;
    }
  assert (tokens->len <= SURETY_SIDECAR_MAX_TOKENS);
  for (guint i = 0; i < tokens->len; i++)
    assert (!address_is_zero (&g_array_index (tokens, SuretySidecarToken, i).token));
}

/* Whatever it is asked, what it answers is JSON. */
static void
ask (GBytes *question)
{
  static PracticeChain *chain;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  guint status;

  if (chain == NULL)
    chain = practice_genesis (1);
  answer = practice_sidecar_answer (chain, "/rewards/v1/claim-proof", question, &status);
  assert (status == 200 || status == 400 || status == 500);
  assert (json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL),
                                      (gssize) g_bytes_get_size (answer), NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (input, size);

  read_proof (bytes);
  read_summary (bytes);
  ask (bytes);
  return 0;
}
