/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"
#include "surety-rpc-error.h"

#define KIND(name) SURETY_CHAIN_ERROR_##name

typedef struct
{
  const char *method;
  gint64 code;
  const char *message;
  SuretyChainError kind;
} Case;

/* What clients and providers say, from the fact sheet's tables. */
static const Case cases[] = {
  { "eth_sendRawTransaction", -32000, "already known", KIND (ALREADY_KNOWN) },
  { "eth_sendRawTransaction", -32000, "AlreadyKnown", KIND (ALREADY_KNOWN) },
  { "eth_sendRawTransaction", -32000, "Known transaction", KIND (ALREADY_KNOWN) },
  { "eth_sendRawTransaction", -32000, "existing tx with same hash", KIND (ALREADY_KNOWN) },
  { "eth_sendRawTransaction", 1000, "", KIND (ALREADY_KNOWN) },
  { "eth_sendRawTransaction", -32000, "nonce too low: next nonce 5, tx nonce 4",
    KIND (NONCE_TOO_LOW) },
  { "eth_sendRawTransaction", -32010, "OldNonce, Current nonce: 5", KIND (NONCE_TOO_LOW) },
  { "eth_sendRawTransaction", -32001, "Nonce too low", KIND (NONCE_TOO_LOW) },
  { "eth_sendRawTransaction", -32000, "replacement transaction underpriced", KIND (UNDERPRICED) },
  { "eth_sendRawTransaction", -32003, "transaction underpriced", KIND (UNDERPRICED) },
  { "eth_sendRawTransaction", -32000, "could not replace existing tx", KIND (UNDERPRICED) },
  { "eth_sendRawTransaction", -32010, "FeeTooLowToCompete", KIND (UNDERPRICED) },
  { "eth_sendRawTransaction", -32009, "Gas price below current base fee", KIND (UNDERPRICED) },
  { "eth_sendRawTransaction", -32000, "max fee per gas less than block base fee: address 0x0",
    KIND (UNDERPRICED) },
  { "eth_sendRawTransaction", -32000,
    "insufficient funds for gas * price + value: balance 0, tx cost 21000, overshot 21000",
    KIND (INSUFFICIENT_FUNDS) },
  { "eth_sendRawTransaction", -32004, "Upfront cost exceeds account balance",
    KIND (INSUFFICIENT_FUNDS) },
  { "eth_sendRawTransaction", -32010, "InsufficientFunds, Account balance: 0",
    KIND (INSUFFICIENT_FUNDS) },
  { "eth_sendRawTransaction", -32000, "txpool is full", KIND (REFUSED) },
  { "eth_sendRawTransaction", -32000, "intrinsic gas too low: have 21000, want 21064",
    KIND (REFUSED) },
  { "eth_sendRawTransaction", -32000, "tx fee (1.23 ether) exceeds the configured cap (1.00 ether)",
    KIND (REFUSED) },
  { "eth_sendRawTransaction", -32000, "execution reverted", KIND (REFUSED) },
  { "eth_sendRawTransaction", 429, "exceeded its compute units per second capacity",
    KIND (RATE_LIMITED) },
  { "eth_getLogs", -32005,
    "query returned more than 10000 results. Try with this block range [0x1, 0x2].",
    KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32602, "Log response size exceeded. this block range should work: [0x1, 0x2]",
    KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32614, "eth_getLogs is limited to a 10,000 range", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32600, "block range is too wide", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32701, "exceed maximum block range: 50000", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32602, "query exceeds max block range 100000", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32602, "query exceeds max results 20000, retry with the range 1-2",
    KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32000, "Max range: 800", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32602, "Block range limit exceeded.", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32005, "Maximum allowed number of requested blocks is 1000",
    KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32603, "eth_getLogs range is too large, max is 10k blocks",
    KIND (RANGE_LIMIT) },
  { "eth_getLogs", 35, "ranges over 10000 blocks are not supported on freetier",
    KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32005, "please limit the query to at most 1000 blocks", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32005, "Requested range exceeds maximum RPC range limit", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32002, "request timed out", KIND (RANGE_LIMIT) },
  { "eth_getLogs", -32005, "project ID request rate exceeded", KIND (RATE_LIMITED) },
  { "eth_getLogs", -32602, "block range extends beyond current head block", KIND (RPC) },
  { "eth_getLogs", -32602, "invalid block range params", KIND (RPC) },
  { "eth_getLogs", -32601, "the method eth_getLogs does not exist/is not available",
    KIND (UNSUPPORTED) },
  { "eth_call", -32601, "gone", KIND (UNSUPPORTED) },
  { "eth_call", -32005, "daily request count exceeded, request rate limited", KIND (RATE_LIMITED) },
  { "eth_call", -32007, "50/second request limit reached", KIND (RATE_LIMITED) },
  { "eth_call", -32000, "Too Many Requests", KIND (RATE_LIMITED) },
  { "eth_call", -32000, "header not found", KIND (RPC) },
  { "eth_call", -32000, "out of gas", KIND (RPC) },
  { "eth_call", 3, "execution reverted", KIND (REVERT) },
  { "eth_call", -32000, "execution reverted", KIND (REVERT) },
  { "eth_call", -32000, "Execution reverted (x)", KIND (REVERT) },
  { "eth_call", -32015, "VM execution error.", KIND (REVERT) },
  { "eth_call", -32000, "invalid opcode: INVALID", KIND (REVERT) },
  { "eth_call", -32603, "EVM error: InvalidFEOpcode", KIND (REVERT) },
  { "eth_call", -32000, "invalid jump destination", KIND (REVERT) },
  { NULL, -32600, "batch too large", KIND (RPC) },
};

static void
test_kinds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)
        error = surety_rpc_error_new (cases[i].method, cases[i].code, cases[i].message, NULL);

      if (error->code != (gint) cases[i].kind)
        g_error ("\"%s\" is taken for %d", cases[i].message, error->code);
    }
}

static void
assert_revert (const char *data, const char *expected, const char *reason)
{
  g_autoptr (JsonNode) node = data != NULL ? json_from_string (data, NULL) : NULL;
  g_autoptr (GError) error = surety_rpc_error_new ("eth_call", 3, "execution reverted", node);
  g_autoptr (GError) copy = g_error_copy (error);
  g_autoptr (GBytes) revert = surety_chain_error_dup_revert (copy);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (revert, &len);
  g_autoptr (GString) hex = g_string_new (NULL);

  for (gsize i = 0; i < len; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  assert_chain_error (error, REVERT);
  g_assert_cmpstr (hex->str, ==, expected);
  g_assert_cmpstr (error->message, ==, reason);
}

#define WORD_20 "0000000000000000000000000000000000000000000000000000000000000020"
#define USER_ERROR                                                                      \
  "08c379a0" WORD_20 "000000000000000000000000000000000000000000000000000000000000000a" \
  "75736572206572726f72"
#define PANIC_11 "4e487b710000000000000000000000000000000000000000000000000000000000000011"

static void
test_reverts (void)
{
  assert_revert (NULL, "", "execution reverted");
  assert_revert ("\"0x\"", "", "execution reverted");
  assert_revert ("null", "", "execution reverted");
  assert_revert ("7", "", "execution reverted");
  assert_revert ("\"0x" PANIC_11 "\"", PANIC_11,
                 "execution reverted: panic 0x11, arithmetic overflow or underflow");
  /* The tail of execution-apis' vector is not padded. */
  assert_revert ("\"0x" USER_ERROR "\"", USER_ERROR, "execution reverted: user error");
  assert_revert ("\"Reverted 0x1234abcd\"", "1234abcd", "execution reverted");
  assert_revert ("\"err: 0x1234abcd (supplied gas 5)\"", "1234abcd", "execution reverted");
  assert_revert ("\"0x123 0x1234abcd\"", "1234abcd", "execution reverted");
  assert_revert ("{\"data\": \"0x1234abcd\"}", "1234abcd", "execution reverted");
  assert_revert ("{\"originalError\": {\"code\": 3, \"data\": \"0x1234abcd\"}}", "1234abcd",
                 "execution reverted");
  assert_revert ("{\"data\": {\"data\": {\"data\": {\"data\": \"0x12\"}}}}", "",
                 "execution reverted");
  assert_revert ("[\"0x12\"]", "", "execution reverted");
}

static void
test_foreign_text (void)
{
  g_autofree char *much = g_strnfill (100000, 'x');
  g_autoptr (GError) error = surety_rpc_error_new ("eth_call", -1, much, NULL);
  g_autoptr (GError) lines = surety_rpc_error_new ("eth_call", -1,
                                                   "a\nb\x1b[31m\xe2\x80\xae"
                                                   "c",
                                                   NULL);

  g_assert_cmpuint (strlen (error->message), <, 300);
  g_assert_cmpstr (lines->message, ==, "a b [31m c (-1)");
}

static void
test_private_data (void)
{
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autoptr (GError) plain = g_error_new (SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_RPC, "x");

  g_assert_null (surety_chain_error_dup_revert (NULL));
  g_assert_null (surety_chain_error_dup_revert (other));
  g_assert_null (surety_chain_error_dup_revert (plain));
  g_assert_null (surety_chain_error_dup_body (plain));
  g_assert_cmpuint (surety_chain_error_get_retry_after (other), ==, 0);
  g_assert_cmpuint (surety_chain_error_get_status (plain), ==, 0);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  g_test_add_func ("/rpc-error/what-clients-say-is-understood", test_kinds);
  g_test_add_func ("/rpc-error/revert-data-is-found-where-clients-put-it", test_reverts);
  g_test_add_func ("/rpc-error/foreign-text-is-short-and-printable", test_foreign_text);
  g_test_add_func ("/rpc-error/other-errors-carry-nothing", test_private_data);

  return g_test_run ();
}
