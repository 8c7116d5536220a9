/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-code-look-private.h"

#include "abi.h"
#include "surety-aggregate.h"
#include "surety-protocol-error.h"
#include "surety-token-upgrade.h"

/* Whose code runs where: what can't be read is an error here, and never taken for "nobody's". */

/* Places in surety_token_upgrade_slot(). */
enum
{
  SLOT_IMPLEMENTATION = 0,
  SLOT_BEACON = 2,
  SLOT_OLD_IMPLEMENTATION = 3,
};

typedef struct
{
  guint code;
  guint implementation;
  guint beacon;
  guint old_implementation;
  guint told; /* ERC-897 */
} Asked;

typedef struct
{
  SuretyCodeLook *self;
  SuretyFlow *flow;
  AbiItem *implementation; /* function implementation() */
  GArray *asked;           /* Asked, one a finding */
} Reading;

static guint
ask_implementation (Reading *reading, SuretyBatch *batch, const Address *at)
{
  g_autoptr (GBytes) call = surety_aggregate_encode_call (reading->implementation, NULL, 0);

  return surety_batch_add_call (batch, NULL, at, call, "latest");
}

static void
ask (Reading *reading, SuretyBatch *batch, const SuretyCodeFinding *finding)
{
  const Address *at = &finding->address;
  Asked asked = { .code = surety_batch_add_code (batch, at, "latest") };

  if (!finding->is_account)
    {
      asked.implementation = surety_code_ask_slot (batch, at,
                                                   surety_token_upgrade_slot (SLOT_IMPLEMENTATION),
                                                   "latest");
      asked.beacon = surety_code_ask_slot (batch, at, surety_token_upgrade_slot (SLOT_BEACON),
                                           "latest");
      asked.old_implementation =
        surety_code_ask_slot (batch, at, surety_token_upgrade_slot (SLOT_OLD_IMPLEMENTATION),
                              "latest");
      asked.told = ask_implementation (reading, batch, at);
    }
  g_array_append_val (reading->asked, asked);
}

static gboolean
refuse (const SuretyCodeFinding *finding, const char *why, GError **error)
{
  g_set_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_CODE_UNKNOWN, "%s: %s",
               finding->label, why);
  return FALSE;
}

/* What implementation() answers: an address, or that there is no such function, which is *none: it reverts, or
 * something else answers nothing at all to what it does not know. Every other answer is an error. */
static gboolean
read_told (SuretyBatch *batch, guint call, Address *out, gboolean *none, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (GBytes) data = surety_batch_dup_data (batch, call, &failed);

  *out = (Address) { 0 };
  *none = FALSE;
  if (data == NULL && g_error_matches (failed, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_REVERT))
    {
      *none = TRUE;
      return TRUE;
    }
  if (data == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  *none = g_bytes_get_size (data) == 0;
  if (*none || (g_bytes_get_size (data) == 32 &&
                address_from_word (u256_from_be (g_bytes_get_data (data, NULL)), out)))
    return TRUE;
  g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                       "implementation() did not answer with an address");
  return FALSE;
}

static gboolean
read_code (SuretyBatch *batch, guint call, Hash *out, GBytes **code, GError **error)
{
  g_autoptr (GBytes) data = surety_batch_dup_data (batch, call, error);
  gsize len;
  const guint8 *bytes;

  if (data == NULL)
    return FALSE;
  bytes = g_bytes_get_data (data, &len);
  *out = keccak256 ((Bytes) { bytes, len });
  *code = g_steal_pointer (&data);
  return TRUE;
}

/* The same code told whose code it runs when it was looked at before, and does not tell now. */
static gboolean
should_tell (const SuretyCodeFinding *finding)
{
  return finding->has_kept && hash_equal (&finding->kept.hash, &finding->now.hash) &&
         !address_is_zero (&finding->kept.implementation);
}

static gboolean
take_proxy (SuretyBatch *batch, const Asked *asked, SuretyCodeFinding *finding, GError **error)
{
  SuretyCode *now = &finding->now;
  Address old;
  gboolean none;

  if (!surety_code_read_slot (batch, asked->implementation, &now->implementation, error) ||
      !surety_code_read_slot (batch, asked->beacon, &now->beacon, error) ||
      !surety_code_read_slot (batch, asked->old_implementation, &old, error))
    return FALSE;
  if (address_is_zero (&now->implementation))
    now->implementation = old;
  if (!address_is_zero (&now->implementation) || !address_is_zero (&now->beacon))
    return TRUE;
  if (!read_told (batch, asked->told, &now->implementation, &none, error))
    return FALSE;
  return !none || !should_tell (finding) ||
         refuse (finding, "it does not tell any more whose code it runs", error);
}

static gboolean
take (SuretyBatch *batch, const Asked *asked, SuretyCodeFinding *finding, GError **error)
{
  g_autoptr (GBytes) code = NULL;

  if (!read_code (batch, asked->code, &finding->now.hash, &code, error))
    return FALSE;
  if (finding->is_account)
    {
      finding->delegates = surety_code_read_delegate (code, &finding->delegate);
      return TRUE;
    }
  if (g_bytes_get_size (code) == 0)
    {
      g_set_error (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_REVIEW,
                   "There is no contract at %s", finding->label);
      return FALSE;
    }
  return take_proxy (batch, asked, finding, error);
}

static gboolean
exchange (Reading *reading, SuretyBatch *batch, GError **error)
{
  SuretyCodeLook *self = reading->self;

  if (surety_batch_size (batch) == 0)
    return TRUE;
  if (!dex_await (surety_flow_guard (reading->flow,
                                     surety_endpoints_run_agreed (self->endpoints, batch)),
                  error))
    return FALSE;
  self->witnesses = MIN (self->witnesses, surety_batch_get_witnesses (batch));
  return TRUE;
}

static gboolean
look_at_contracts (Reading *reading, GError **error)
{
  SuretyCodeLook *self = reading->self;
  const guint n = self->findings->len;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  SuretyBlock block;
  guint head;

  for (guint i = 0; i < n; i++)
    ask (reading, batch, surety_code_look_peek (self, i));
  head = surety_batch_add_block (batch, "latest");
  if (!exchange (reading, batch, error))
    return FALSE;
  if (!surety_batch_get_block (batch, head, &block, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                     "The endpoint has no latest block");
      return FALSE;
    }
  self->block = block.number;
  for (guint i = 0; i < n; i++)
    if (!take (batch, &g_array_index (reading->asked, Asked, i), surety_code_look_peek (self, i),
               error))
      return FALSE;
  return TRUE;
}

/* Beacons tell the implementation; then its code is asked for. */
static gboolean
look_at_beacons (Reading *reading, GError **error)
{
  SuretyCodeLook *self = reading->self;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  guint call = 0;

  for (guint i = 0; i < self->findings->len; i++)
    if (!address_is_zero (&surety_code_look_peek (self, i)->now.beacon))
      ask_implementation (reading, batch, &surety_code_look_peek (self, i)->now.beacon);
  if (!exchange (reading, batch, error))
    return FALSE;
  for (guint i = 0; i < self->findings->len; i++)
    {
      SuretyCodeFinding *finding = surety_code_look_peek (self, i);
      gboolean none;

      if (address_is_zero (&finding->now.beacon))
        continue;
      if (!read_told (batch, call++, &finding->now.implementation, &none, error))
        return FALSE;
      if (address_is_zero (&finding->now.implementation))
        return refuse (finding, "its beacon does not tell whose code it runs", error);
    }
  return TRUE;
}

static gboolean
look_at_implementations (Reading *reading, GError **error)
{
  SuretyCodeLook *self = reading->self;
  g_autoptr (SuretyBatch) batch = surety_batch_new ();
  guint call = 0;

  for (guint i = 0; i < self->findings->len; i++)
    if (!address_is_zero (&surety_code_look_peek (self, i)->now.implementation))
      surety_batch_add_code (batch, &surety_code_look_peek (self, i)->now.implementation, "latest");
  if (!exchange (reading, batch, error))
    return FALSE;
  for (guint i = 0; i < self->findings->len; i++)
    {
      SuretyCodeFinding *finding = surety_code_look_peek (self, i);
      g_autoptr (GBytes) code = NULL;

      if (address_is_zero (&finding->now.implementation))
        continue;
      if (!read_code (batch, call++, &finding->now.implementation_hash, &code, error))
        return FALSE;
      if (g_bytes_get_size (code) == 0)
        return refuse (finding, "where its code should be is none", error);
    }
  return TRUE;
}

gboolean
surety_code_look_read (SuretyCodeLook *self, SuretyFlow *flow, GError **error)
{
  Reading reading = { .self = self, .flow = flow };
  gboolean ok;

  if (abi_item_parse ("function implementation() view returns (address)",
                      &reading.implementation) != CORE_OK)
    g_error ("No signature: implementation()");
  reading.asked = g_array_new (FALSE, FALSE, sizeof (Asked));
  self->witnesses = G_MAXUINT;
  ok = look_at_contracts (&reading, error) && look_at_beacons (&reading, error) &&
       look_at_implementations (&reading, error);
  g_array_unref (reading.asked);
  abi_item_free (reading.implementation);
  return ok;
}
