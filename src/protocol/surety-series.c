/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-simulation-private.h"

#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "surety-chain-error.h"
#include "surety-decode.h"
#include "surety-review.h"

/* Where the code below keeps what comes back; arguments are in front of it. */
#define ARGUMENTS_MAX 0x4000u

/* Makes the calls in its calldata one after the other and returns what each of them did:
 *
 *   in:  to (32 bytes) · value (32) · length (32) · data, again and again
 *   out: success (32) · gas (32) · length (32) · returned data, again and again
 *
 * In the account's place it is the sender of every call, as the account will be. */
static const guint8 executor[] = {
  0x61, 0x40, 0x00,                   /* 00 PUSH2 out */
  0x5f,                               /* 03 PUSH0 in                                out in */
  0x5b,                               /* 04 JUMPDEST */
  0x80, 0x36, 0x14,                   /* 05 DUP1 CALLDATASIZE EQ */
  0x60, 0x50, 0x57,                   /* 08 PUSH1 end JUMPI */
  0x80, 0x60, 0x40, 0x01, 0x35,       /* 0b the length                              out in n */
  0x80, 0x82, 0x60, 0x60, 0x01,       /* 10 DUP1, in + 96 */
  0x5f, 0x37,                         /* 15 to 0: CALLDATACOPY                      out in n */
  0x5a,                               /* 17 GAS                                     out in n g */
  0x5f, 0x5f, 0x83, 0x5f,             /* 18 nothing back; n bytes at 0 */
  0x86, 0x60, 0x20, 0x01, 0x35,       /* 1c the value */
  0x87, 0x35,                         /* 21 to */
  0x5a, 0xf1,                         /* 23 GAS CALL                                out in n g ok */
  0x84, 0x52,                         /* 25 at out: ok                              out in n g */
  0x5a, 0x90, 0x03,                   /* 27 GAS SWAP1 SUB */
  0x83, 0x60, 0x20, 0x01, 0x52,       /* 2a at out + 32: gas                        out in n */
  0x3d, 0x83, 0x60, 0x40, 0x01, 0x52, /* 2f at out + 64: RETURNDATASIZE */
  0x3d, 0x5f, 0x84, 0x60, 0x60, 0x01, 0x3e, /* 35 at out + 96: RETURNDATACOPY out in n */
  0x01, 0x60, 0x60, 0x01,                   /* 3c in + n + 96                             out in */
  0x90, 0x3d, 0x01, 0x60, 0x60, 0x01, 0x90, /* 40 out + size + 96             out in */
  0x60, 0x04, 0x56,                         /* 47 PUSH1 04 JUMP */
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00,       /* 4a */
  0x5b, 0x50,                               /* 50 JUMPDEST POP                            out */
  0x61, 0x40, 0x00, 0x90, 0x03,             /* 52 its length */
  0x61, 0x40, 0x00, 0xf3,                   /* 57 RETURN */
};

static void
call_clear (gpointer data)
{
  SuretySeriesCall *call = data;

  g_clear_pointer (&call->data, g_bytes_unref);
  g_clear_pointer (&call->returned, g_bytes_unref);
}

SuretySeries *
surety_series_new (const Address *account)
{
  SuretySeries *self = g_new0 (SuretySeries, 1);

  self->account = *account;
  self->calls = g_array_new (FALSE, TRUE, sizeof (SuretySeriesCall));
  g_array_set_clear_func (self->calls, call_clear);
  return self;
}

void
surety_series_free (SuretySeries *self)
{
  g_array_unref (self->calls);
  g_free (self);
}

void
surety_series_add (SuretySeries *self,
                   const Address *from,
                   const Address *to,
                   u256 value,
                   GBytes *data)
{
  const SuretySeriesCall call = {
    .from = *from,
    .to = *to,
    .value = value,
    .data = g_bytes_ref (data),
  };

  g_array_append_val (self->calls, call);
}

static gboolean
malformed (GError **error, const char *problem)
{
  g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED, "A simulation: %s",
               problem);
  return FALSE;
}

static void
set_hex (JsonObject *object, const char *name, const void *data, gsize len)
{
  g_autofree char *text = surety_encode_bytes (data, len);

  json_object_set_string_member (object, name, text);
}

static JsonNode *
new_params (JsonObject *first, JsonObject *third)
{
  JsonArray *params = json_array_new ();
  JsonNode *node;

  json_array_add_object_element (params, first);
  json_array_add_string_element (params, "latest");
  if (third != NULL)
    json_array_add_object_element (params, third);
  node = json_node_init_array (json_node_alloc (), params);
  json_array_unref (params);
  return node;
}

/* --- eth_simulateV1 --- */

JsonNode *
surety_series_simulate_params (SuretySeries *self)
{
  JsonObject *first = json_object_new ();
  JsonArray *blocks = json_array_new ();
  JsonObject *block = json_object_new ();
  JsonArray *calls = json_array_new ();

  for (guint i = 0; i < self->calls->len; i++)
    {
      const SuretySeriesCall *call = &g_array_index (self->calls, SuretySeriesCall, i);
      JsonObject *object = json_object_new ();
      char value[U256_HEX_SIZE];
      gsize len;
      const void *data = g_bytes_get_data (call->data, &len);

      u256_to_quantity (call->value, value);
      set_hex (object, "from", call->from.bytes, sizeof call->from.bytes);
      set_hex (object, "to", call->to.bytes, sizeof call->to.bytes);
      json_object_set_string_member (object, "value", value);
      set_hex (object, "input", data, len);
      json_array_add_object_element (calls, object);
    }
  json_object_set_array_member (block, "calls", calls);
  json_array_add_object_element (blocks, block);
  json_object_set_array_member (first, "blockStateCalls", blocks);
  return new_params (first, NULL);
}

static gboolean
take_simulated_call (SuretySeriesCall *call, JsonNode *node, GError **error)
{
  u256 status;

  if (!surety_decode_quantity (surety_decode_member (node, "status"), "a call's status", &status,
                               error) ||
      !surety_decode_uint64 (surety_decode_member (node, "gasUsed"), "a call's gas", &call->gas,
                             error))
    return FALSE;
  if (status > 1)
    return malformed (error, "a status that is none");
  if (call->gas > SURETY_GAS_MOST)
    return malformed (error, "gas that no block has room for");

  call->returned = surety_decode_data (surety_decode_member (node, "returnData"),
                                       "what a call returned", error);
  call->success = status == 1;
  call->tried = call->returned != NULL;
  return call->tried;
}

gboolean
surety_series_take_simulated (SuretySeries *self, JsonNode *result, GError **error)
{
  JsonNode *calls;
  guint n;

  if (!surety_decode_length (result, "A simulation", &n, error))
    return FALSE;
  if (n != 1)
    return malformed (error, "another number of blocks");
  calls = surety_decode_member (surety_decode_element (result, 0), "calls");
  if (!surety_decode_length (calls, "A simulation's calls", &n, error))
    return FALSE;
  if (n != self->calls->len)
    return malformed (error, "another number of calls");

  for (guint i = 0; i < n; i++)
    if (!take_simulated_call (&g_array_index (self->calls, SuretySeriesCall, i),
                              surety_decode_element (calls, i), error))
      return FALSE;
  return TRUE;
}

/* --- eth_call with overrides --- */

JsonNode *
surety_series_call_params (SuretySeries *self)
{
  JsonObject *first = json_object_new ();
  JsonObject *overrides = json_object_new ();
  JsonObject *override = json_object_new ();
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autofree char *account = surety_encode_bytes (self->account.bytes, sizeof self->account.bytes);

  for (guint i = 0; i < self->calls->len; i++)
    {
      const SuretySeriesCall *call = &g_array_index (self->calls, SuretySeriesCall, i);
      guint8 word[32] = { 0 };
      gsize len;
      const void *data = g_bytes_get_data (call->data, &len);

      g_assert (len < ARGUMENTS_MAX);
      memcpy (word + 12, call->to.bytes, sizeof call->to.bytes);
      g_byte_array_append (input, word, sizeof word);
      u256_to_be (call->value, word);
      g_byte_array_append (input, word, sizeof word);
      u256_to_be (len, word);
      g_byte_array_append (input, word, sizeof word);
      g_byte_array_append (input, data, (guint) len);
    }

  json_object_set_string_member (first, "from", account);
  json_object_set_string_member (first, "to", account);
  set_hex (first, "input", input->data, input->len);
  set_hex (override, "code", executor, sizeof executor);
  json_object_set_object_member (overrides, account, override);
  return new_params (first, overrides);
}

/* What a transaction costs before it does anything (EIP-2028): the code above pays none of it. */
static guint64
intrinsic_gas (GBytes *data)
{
  guint64 gas = 21000;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (data, &len);

  for (gsize i = 0; i < len; i++)
    gas += bytes[i] == 0 ? 4 : 16;
  return gas;
}

gboolean
surety_series_take_called (SuretySeries *self, GBytes *returned, GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (returned, &len);
  gsize at = 0;

  for (guint i = 0; i < self->calls->len; i++)
    {
      SuretySeriesCall *call = &g_array_index (self->calls, SuretySeriesCall, i);
      u256 success, gas, size;

      if (len - at < 96)
        return malformed (error, "fewer results than calls");
      success = u256_from_be (data + at);
      gas = u256_from_be (data + at + 32);
      size = u256_from_be (data + at + 64);
      at += 96;
      if (success > 1 || gas > SURETY_GAS_MOST || size > len - at)
        return malformed (error, "a result that is none");

      call->tried = TRUE;
      call->success = success == 1;
      call->gas = (guint64) gas + intrinsic_gas (call->data);
      call->returned = g_bytes_new_from_bytes (returned, at, (gsize) size);
      at += (gsize) size;
    }
  return at == len || malformed (error, "more results than calls");
}
