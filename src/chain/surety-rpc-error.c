/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-rpc-error.h"

#include <string.h>

#include "abi.h"
#include "hex.h"
#include "surety-decode.h"

#define MAX_REVERT (64u * 1024u)

typedef struct
{
  const char *part; /* lower case */
  SuretyChainError kind;
} Words;

/* What pools say: geth core/txpool/errors.go and core/error.go, reth rpc-eth-types, nethermind
 * AcceptTxResult.cs, erigon, besu RpcErrorType.java. Order matters: "replacement transaction
 * underpriced" and "already known" come before shorter parts of other answers. */
static const Words send_words[] = {
  { "already known", SURETY_CHAIN_ERROR_ALREADY_KNOWN },
  { "alreadyknown", SURETY_CHAIN_ERROR_ALREADY_KNOWN },
  { "already_exists", SURETY_CHAIN_ERROR_ALREADY_KNOWN },
  { "already imported", SURETY_CHAIN_ERROR_ALREADY_KNOWN },
  { "known transaction", SURETY_CHAIN_ERROR_ALREADY_KNOWN },
  { "with same hash", SURETY_CHAIN_ERROR_ALREADY_KNOWN },
  { "nonce too low", SURETY_CHAIN_ERROR_NONCE_TOO_LOW },
  { "oldnonce", SURETY_CHAIN_ERROR_NONCE_TOO_LOW },
  { "ownnoncealreadyused", SURETY_CHAIN_ERROR_NONCE_TOO_LOW },
  { "nonce has already been used", SURETY_CHAIN_ERROR_NONCE_TOO_LOW },
  { "underpriced", SURETY_CHAIN_ERROR_UNDERPRICED },
  { "could not replace existing", SURETY_CHAIN_ERROR_UNDERPRICED },
  { "replacementnotallowed", SURETY_CHAIN_ERROR_UNDERPRICED },
  { "fee too low", SURETY_CHAIN_ERROR_UNDERPRICED },
  { "feetoolow", SURETY_CHAIN_ERROR_UNDERPRICED },
  { "gas price below", SURETY_CHAIN_ERROR_UNDERPRICED },
  { "fee below minimum", SURETY_CHAIN_ERROR_UNDERPRICED },
  { "less than block base fee", SURETY_CHAIN_ERROR_UNDERPRICED },
  { "insufficient funds", SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS },
  { "insufficientfunds", SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS },
  { "upfront cost exceeds", SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS },
};

static const Words rate_words[] = {
  { "too many requests", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "rate limit", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "ratelimit", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "rate exceeded", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "request rate", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "requests per second", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "request limit", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "compute units per second", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "request count exceeded", SURETY_CHAIN_ERROR_RATE_LIMITED },
  { "throughput", SURETY_CHAIN_ERROR_RATE_LIMITED },
};

static const Words method_words[] = {
  { "method not found", SURETY_CHAIN_ERROR_UNSUPPORTED },
  { "method not supported", SURETY_CHAIN_ERROR_UNSUPPORTED },
  { "unsupported method", SURETY_CHAIN_ERROR_UNSUPPORTED },
  { "is not supported", SURETY_CHAIN_ERROR_UNSUPPORTED },
  { "is not available", SURETY_CHAIN_ERROR_UNSUPPORTED },
  { "is not whitelisted", SURETY_CHAIN_ERROR_UNSUPPORTED },
  { "is disabled", SURETY_CHAIN_ERROR_UNSUPPORTED },
  { "not implemented", SURETY_CHAIN_ERROR_UNSUPPORTED },
};

/* What a contract is written to end with, which in old ones is as good as a revert: the opcode that is none
 * (EIP-141), and a jump to nowhere. As geth and erigon, reth and anvil, nethermind, besu say it. */
static const Words halt_words[] = {
  { "invalid opcode", SURETY_CHAIN_ERROR_REVERT },
  { "invalidfeopcode", SURETY_CHAIN_ERROR_REVERT },
  { "opcodenotfound", SURETY_CHAIN_ERROR_REVERT },
  { "badinstruction", SURETY_CHAIN_ERROR_REVERT },
  { "bad instruction", SURETY_CHAIN_ERROR_REVERT },
  { "invalid_operation", SURETY_CHAIN_ERROR_REVERT },
  { "invalid jump", SURETY_CHAIN_ERROR_REVERT },
  { "invalidjump", SURETY_CHAIN_ERROR_REVERT },
  { "bad jump", SURETY_CHAIN_ERROR_REVERT },
};

/* eth_getLogs. The first two are about the question, not its size. */
static const Words logs_words[] = {
  { "beyond current head", SURETY_CHAIN_ERROR_RPC },
  { "invalid block range", SURETY_CHAIN_ERROR_RPC },
  { "freetier", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "free tier", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "block range", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "max range", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "range limit", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "range is too", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "range too", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "limited to", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "requested blocks", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "too many blocks", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "at most", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "more than", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "max results", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "response size", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "response too large", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "response is too", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "exceeds limit", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "exceed max", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "timed out", SURETY_CHAIN_ERROR_RANGE_LIMIT },
  { "timeout", SURETY_CHAIN_ERROR_RANGE_LIMIT },
};

static gboolean
find_words (const Words *words, gsize n, const char *text, SuretyChainError *kind)
{
  for (gsize i = 0; i < n; i++)
    if (strstr (text, words[i].part) != NULL)
      {
        *kind = words[i].kind;
        return TRUE;
      }

  return FALSE;
}

#define FIND(table, text, kind) find_words (table, G_N_ELEMENTS (table), text, kind)

/* The first "0x" and an even number of digits in the text. */
static GBytes *
find_hex (const char *text)
{
  for (const char *p = strstr (text, "0x"); p != NULL; p = strstr (p + 2, "0x"))
    {
      Buffer buffer = buffer_new ();
      gsize n = 0;

      while (g_ascii_isxdigit (p[2 + n]))
        n++;
      if (n % 2 == 0 && hex_decode (p, n + 2, MAX_REVERT, &buffer) == CORE_OK)
        {
          GBytes *bytes = g_bytes_new (buffer.data, buffer.len);

          buffer_clear (&buffer);
          return bytes;
        }
      buffer_clear (&buffer);
    }

  return NULL;
}

/* Revert data as nodes give it: "0x…"; nethermind's "Reverted 0x…" and "err: 0x… (supplied gas N)";
 * gateways' {data: "0x…"} and {originalError: {data: "0x…"}}. */
static GBytes *
find_revert (JsonNode *data)
{
  GBytes *found = NULL;

  if (data == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (data) && json_node_get_value_type (data) == G_TYPE_STRING)
    return find_hex (json_node_get_string (data));

  for (guint depth = 0; depth < 3 && found == NULL && data != NULL; depth++)
    {
      JsonNode *inner = surety_decode_member (data, "data");

      if (inner != NULL && JSON_NODE_HOLDS_VALUE (inner) &&
          json_node_get_value_type (inner) == G_TYPE_STRING)
        return find_hex (json_node_get_string (inner));
      if (inner == NULL)
        inner = surety_decode_member (data, "originalError");
      if (inner == NULL)
        inner = surety_decode_member (data, "error");
      data = inner;
    }

  return found;
}

static char *
dup_reason (GBytes *returned)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (returned, &len);
  AbiValues values = { 0 };
  Buffer padded = buffer_new ();
  char *reason = NULL;

  if (len < 4 || len > MAX_REVERT)
    return NULL;

  /* Some contracts, and execution-apis' own vectors, do not pad the last word. */
  buffer_append (&padded, data, len);
  if ((len - 4) % 32 != 0)
    buffer_extend (&padded, 32 - (len - 4) % 32);

  if (abi_decode_error (abi_error_string (), buffer_bytes (&padded), NULL, &values) == CORE_OK)
    {
      g_autofree char *text = g_utf8_make_valid ((const char *) values.values[0].data.data,
                                                 (gssize) values.values[0].data.len);

      reason = surety_decode_clean_text (text);
      abi_values_clear (&values);
    }
  else if (abi_decode_error (abi_panic (), buffer_bytes (&padded), NULL, &values) == CORE_OK)
    {
      char code[U256_HEX_SIZE];
      const char *meaning = abi_panic_to_string (values.values[0].word);

      u256_to_quantity (values.values[0].word, code);
      reason = g_strdup_printf ("panic %s%s%s", code, meaning != NULL ? ", " : "",
                                meaning != NULL ? meaning : "");
      abi_values_clear (&values);
    }

  buffer_clear (&padded);
  return reason;
}

GError *
surety_rpc_error_new_revert (GBytes *returned, const char *words)
{
  g_autofree char *reason = returned != NULL ? dup_reason (returned) : NULL;
  g_autofree char *message = NULL;

  if (reason != NULL)
    message = g_strdup_printf ("execution reverted: %s", reason);
  else if (words != NULL && *words != '\0')
    message = g_strdup (words);
  else
    message = g_strdup ("execution reverted");

  return surety_chain_error_new_revert (message, returned);
}

static SuretyChainError
send_kind (gint64 code, const char *text)
{
  SuretyChainError kind;

  if (FIND (send_words, text, &kind) || FIND (rate_words, text, &kind))
    return kind;

  /* The last four are execution-apis' catalogue, src/error-groups. */
  switch (code)
    {
    case 429:
    case -32005:
      return SURETY_CHAIN_ERROR_RATE_LIMITED;
    case -32601:
      return SURETY_CHAIN_ERROR_UNSUPPORTED;
    case 1:
      return SURETY_CHAIN_ERROR_NONCE_TOO_LOW;
    case 806:
      return SURETY_CHAIN_ERROR_UNDERPRICED;
    case 809:
      return SURETY_CHAIN_ERROR_INSUFFICIENT_FUNDS;
    case 1000:
      return SURETY_CHAIN_ERROR_ALREADY_KNOWN;
    default:
      return SURETY_CHAIN_ERROR_REFUSED;
    }
}

static SuretyChainError
logs_kind (gint64 code, const char *text)
{
  SuretyChainError kind;

  if (FIND (rate_words, text, &kind) || FIND (logs_words, text, &kind) ||
      FIND (method_words, text, &kind))
    return kind;

  switch (code)
    {
    case 429:
      return SURETY_CHAIN_ERROR_RATE_LIMITED;
    case -32601:
    case -32004:
      return SURETY_CHAIN_ERROR_UNSUPPORTED;
    case -32002: /* geth: timed out */
    case -32003: /* geth: response too large */
    case -32005: /* limit exceeded */
    case -32016: /* nethermind: timed out */
      return SURETY_CHAIN_ERROR_RANGE_LIMIT;
    default:
      return SURETY_CHAIN_ERROR_RPC;
    }
}

static SuretyChainError
read_kind (gint64 code, const char *text)
{
  SuretyChainError kind;

  if (code == 3 || strstr (text, "revert") != NULL ||
      (code == -32015 && strstr (text, "vm execution error") != NULL))
    return SURETY_CHAIN_ERROR_REVERT;
  if (FIND (halt_words, text, &kind) || FIND (rate_words, text, &kind) ||
      FIND (method_words, text, &kind))
    return kind;

  switch (code)
    {
    case 429:
    case -32005:
      return SURETY_CHAIN_ERROR_RATE_LIMITED;
    case -32601:
    case -32004:
      return SURETY_CHAIN_ERROR_UNSUPPORTED;
    default:
      return SURETY_CHAIN_ERROR_RPC;
    }
}

GError *
surety_rpc_error_new (const char *method, gint64 code, const char *message, JsonNode *data)
{
  g_autofree char *clean = surety_decode_clean_text (message);
  g_autofree char *text = g_ascii_strdown (message, -1);
  SuretyChainError kind;

  if (g_strcmp0 (method, "eth_sendRawTransaction") == 0)
    kind = send_kind (code, text);
  else if (g_strcmp0 (method, "eth_getLogs") == 0)
    kind = logs_kind (code, text);
  else
    kind = read_kind (code, text);

  if (kind == SURETY_CHAIN_ERROR_REVERT)
    {
      g_autoptr (GBytes) returned = find_revert (data);

      return surety_rpc_error_new_revert (returned, clean);
    }

  return g_error_new (SURETY_CHAIN_ERROR, (gint) kind, "%s (%" G_GINT64_FORMAT ")", clean, code);
}
