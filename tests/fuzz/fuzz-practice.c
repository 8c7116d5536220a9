/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "practice-genesis.h"
#include "practice-rpc.h"

/* Any body sent to the practice network: it answers with JSON, or with nothing, and goes on. The
 * network is one for all runs; what is sent to it stays. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static PracticeChain *chain;

  if (chain == NULL)
    chain = practice_genesis (1);

  guint64 head = practice_chain_head (chain);
  g_autoptr (GBytes) request = g_bytes_new (data, size);
  g_autoptr (GBytes) reply = practice_rpc_handle (chain, request);
  gsize length;
  const char *text = g_bytes_get_data (reply, &length);

  if (length > 0)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();

      assert (g_utf8_validate_len (text, length, NULL));
      assert (json_parser_load_from_data (parser, text, (gssize) length, NULL));
    }
  /* Time passes only by a transaction. */
  assert (practice_chain_head (chain) >= head);

  return 0;
}
