/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib.h>

#include "surety-chain-error.h"
#include "surety-logs-hint.h"
#include "surety-rpc-error.h"

/* A provider's own words for what went wrong, read for what they mean: the kind of error, the range of
 * blocks that would work. The first four bytes are the error's code and what was asked. */

int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  static const char *const methods[] = { NULL, "eth_call", "eth_getLogs", "eth_sendRawTransaction",
                                         "eth_estimateGas" };
  guint64 from, asked;
  gint64 code;

  if (size < 4)
    return 0;
  code = -32000 - (gint64) input[0];
  from = (guint64) input[1] << (input[2] % 56);
  asked = 1 + ((guint64) input[3] << (input[2] / 4 % 56));

  /* JSON's texts are UTF-8: anything else was refused before. */
  g_autofree char *message = g_utf8_make_valid ((const char *) input + 4, (gssize) (size - 4));
  const SuretyLogsHint hint = surety_logs_hint_parse (message, from, asked);

  /* Never for as much again, never for nothing for good. */
  assert (hint.blocks < asked);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (JsonNode) data = json_node_init_string (json_node_alloc (), "0x08c379a0");
      g_autoptr (GError) error = surety_rpc_error_new (methods[i], code, message, NULL);
      g_autoptr (GError) reverted = surety_rpc_error_new (methods[i], 3, message, data);

      assert (error->domain == SURETY_CHAIN_ERROR && reverted->domain == SURETY_CHAIN_ERROR);
      assert (g_utf8_validate (error->message, -1, NULL));
      assert (g_utf8_validate (reverted->message, -1, NULL));
    }
  return 0;
}
