/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "chain-test.h"
#include "surety-decode.h"
#include "surety-rival.h"
#include "transaction.h"

#include "ecdsa.h"

/* A chain of which one endpoint tells: at some block the account's seventh number is used. */

#define NONCE 7u
#define HEAD 5000000u

typedef struct
{
  guint64 used_at; /* 0 = never */
  guint64 oldest;  /* of the states it knows */
  GString *shown;  /* transactions of that block: elements of an array */
  guint n_blocks;  /* it was asked for, whole */
} Chain;

static Address account;

static Secret *
make_key (guint8 last)
{
  guint8 bytes[32] = { [31] = last };
  Secret *key = secret_new_copy (bytes, sizeof bytes);

  g_assert_nonnull (key);
  return key;
}

static char *
handler (const char *method, JsonNode *params, gpointer data)
{
  Chain *chain = data;
  JsonArray *array = json_node_get_array (params);

  if (strcmp (method, "eth_getTransactionCount") == 0)
    {
      const char *block = json_array_get_string_element (array, 1);
      const guint64 at = g_ascii_strtoull (block + 2, NULL, 16);

      if (at < chain->oldest)
        return fake_error (-32000, "missing trie node");
      return fake_result (chain->used_at > 0 && at >= chain->used_at ? "\"0x9\"" : "\"0x7\"");
    }
  if (strcmp (method, "eth_getBlockByNumber") == 0)
    {
      const guint64 at = g_ascii_strtoull (json_array_get_string_element (array, 0) + 2, NULL, 16);

      g_assert_true (json_array_get_boolean_element (array, 1));
      g_assert_cmpuint (at, ==, chain->used_at);
      chain->n_blocks++;
      return g_strdup_printf ("\"result\": {\"number\": \"0x%" G_GINT64_MODIFIER
                              "x\", \"transactions\": [%s]}",
                              at, chain->shown->str);
    }
  return NULL;
}

static char *
hex (const guint8 *bytes, gsize len)
{
  return surety_encode_bytes (bytes, len);
}

static char *
word (const guint8 bytes[32])
{
  char text[U256_HEX_SIZE];

  u256_to_quantity (u256_from_be (bytes), text);
  return g_strdup (text);
}

/* As nodes show it. */
static char *
show (const Transaction *transaction, const Signature *signature, const Address *from)
{
  g_autofree char *sender = hex (from->bytes, sizeof from->bytes);
  g_autofree char *to = hex (transaction->to.bytes, sizeof transaction->to.bytes);
  g_autofree char *input = hex (transaction->data.data, transaction->data.len);
  g_autofree char *r = word (signature->r);
  g_autofree char *s = word (signature->s);
  g_autofree char *recipient = transaction->creates ? g_strdup ("null")
                                                    : g_strdup_printf ("\"%s\"", to);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
    text,
    "{\"from\": \"%s\", \"to\": %s, \"nonce\": \"0x%x\", \"gas\": \"0x5208\", "
    "\"value\": \"0x1\", \"input\": \"%s\", \"r\": \"%s\", \"s\": \"%s\", ",
    sender, recipient, (guint) transaction->nonce, input, r, s);
  if (transaction->kind == TRANSACTION_LEGACY)
    g_string_append_printf (text, "\"type\": \"0x0\", \"gasPrice\": \"0x7\", \"v\": \"0x%x\"}",
                            (guint) transaction->chain_id * 2 + 35 + signature->y_parity);
  else
    g_string_append_printf (
      text,
      "\"type\": \"0x2\", \"chainId\": \"0x%x\", \"maxFeePerGas\": \"0x7\", "
      "\"maxPriorityFeePerGas\": \"0x2\", \"gasPrice\": \"0x5\", \"yParity\": \"0x%x\", "
      "\"v\": \"0x%x\", \"accessList\": %s}",
      (guint) transaction->chain_id, signature->y_parity, signature->y_parity,
      transaction->access_list.len == 0
        ? "[]"
        : "[{\"address\": \"0x0101010101010101010101010101010101010101\", \"storageKeys\": "
          "[\"0x0202020202020202020202020202020202020202020202020202020202020202\"]}]");
  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* The RLP of that list. */
static Bytes
access_list (void)
{
  static guint8 bytes[] = { 0xf8, 0x38, 0xf7, 0x94, 1, 1, 1, 1, 1, 1,    1,    1, 1, 1, 1,
                            1,    1,    1,    1,    1, 1, 1, 1, 1, 0xe1, 0xa0, 2, 2, 2, 2,
                            2,    2,    2,    2,    2, 2, 2, 2, 2, 2,    2,    2, 2, 2, 2,
                            2,    2,    2,    2,    2, 2, 2, 2, 2, 2,    2,    2, 2 };

  return (Bytes) { bytes, sizeof bytes };
}

static Transaction
make_transaction (TransactionKind kind)
{
  static const guint8 data[] = { 0xab, 0xcd };

  return (Transaction) {
    .kind = kind,
    .chain_id = 1,
    .nonce = NONCE,
    .max_fee = 7,
    .max_priority_fee = kind == TRANSACTION_EIP1559 ? 2 : 0,
    .gas_limit = 21000,
    .to = { { 0x70 } },
    .value = 1,
    .data = { data, sizeof data },
  };
}

/* Signs, shows, and says its hash. */
static char *
sign (const Transaction *transaction, guint8 with, const Address *from, Hash *hash, GBytes **out)
{
  Secret *key = make_key (with);
  Buffer bytes = buffer_new ();
  Transaction same;
  Signature signature;
  Address sender;
  char *text;

  g_assert_cmpint (transaction_sign (transaction, key, &bytes), ==, CORE_OK);
  g_assert_cmpint (transaction_decode (buffer_bytes (&bytes), &same, &signature, &sender), ==,
                   CORE_OK);
  *hash = transaction_hash (buffer_bytes (&bytes));
  text = show (transaction, &signature, from);
  if (out != NULL)
    *out = g_bytes_new (bytes.data, bytes.len);
  buffer_clear (&bytes);
  secret_free (key);
  return text;
}

static const Hash ours = { { 0xaa } };

typedef struct
{
  Chain *chain;
  SuretyEndpoints *endpoints;
  const Hash *transaction;
  guint64 block;
  gboolean found;
  Hash other;
} Find;

static DexFuture *
find_fiber (SuretyFlow *flow, gpointer data)
{
  Find *find = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (surety_rival_find (find->endpoints, flow, &account, NONCE, find->transaction,
                                    find->block, &find->found, &find->other, &error));
  g_assert_no_error (error);
  return dex_future_new_true ();
}

static gboolean
find (Chain *chain, const Hash *transaction, Hash *other)
{
  g_autoptr (FakeTransport) transport = fake_transport_new ("fake");
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);
  Find job = { chain, endpoints, transaction, HEAD, FALSE, { { 0 } } };

  chain->n_blocks = 0;
  fake_transport_set_handler (transport, handler, chain);
  dex_await (surety_flow_spawn (find_fiber, &job, NULL), NULL);
  *other = job.other;
  /* Few questions, however long ago it was. */
  g_assert_cmpuint (fake_transport_get_n_exchanges (transport), <=, 10);
  return job.found;
}

static void
chain_init (Chain *chain, guint64 used_at, const char *shown)
{
  *chain = (Chain) { used_at, 0, g_string_new (shown), 0 };
}

static void
chain_clear (Chain *chain)
{
  g_string_free (chain->shown, TRUE);
}

static gboolean
is_zero (const Hash *hash)
{
  static const Hash zero;

  return hash_equal (hash, &zero);
}

static void
test_found_wherever_it_is (void)
{
  static const guint64 blocks[] = { 1,       2,        4999999, HEAD, 4999998, 4999997, 4999984,
                                    4999983, 3000000u, 123457u, 17,   4934464, 805696 };
  const Transaction transaction = make_transaction (TRANSACTION_EIP1559);
  Hash expected;
  g_autofree char *shown = sign (&transaction, 1, &account, &expected, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      Chain chain;
      Hash other;

      chain_init (&chain, blocks[i], shown);
      g_assert_true (find (&chain, &ours, &other));
      g_assert_true (hash_equal (&other, &expected));
      g_assert_cmpuint (chain.n_blocks, ==, 1);
      chain_clear (&chain);
    }
}

/* Beside others' and its own with other numbers, and of every form that this program can read. */
static void
test_forms (void)
{
  Transaction forms[] = {
    make_transaction (TRANSACTION_LEGACY),
    make_transaction (TRANSACTION_EIP1559),
    make_transaction (TRANSACTION_EIP1559),
    make_transaction (TRANSACTION_EIP1559),
  };
  Transaction before = make_transaction (TRANSACTION_EIP1559);

  forms[2].access_list = access_list ();
  forms[3].creates = TRUE;
  forms[3].to = (Address) { { 0 } };
  before.nonce = NONCE - 1;
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const Address stranger = { { 9 } };
      Hash expected, ignored, other;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) encoded = NULL;
      g_autofree char *shown = sign (&forms[i], 1, &account, &expected, &bytes);
      g_autofree char *own = sign (&before, 1, &account, &ignored, NULL);
      g_autofree char *strange = sign (&forms[i], 2, &stranger, &ignored, NULL);
      g_autofree char *all = g_strdup_printf ("%s, \"0x11\", %s, null, %s", strange, own, shown);
      g_autoptr (JsonNode) node = json_from_string (shown, NULL);
      Chain chain;

      encoded = surety_rival_encode (node);
      g_assert_nonnull (encoded);
      g_assert_true (g_bytes_equal (encoded, bytes));
      chain_init (&chain, HEAD - 3, all);
      g_assert_true (find (&chain, &ours, &other));
      g_assert_true (hash_equal (&other, &expected));
      chain_clear (&chain);
    }
}

/* Whoever has not the key can show nothing. */
static void
test_what_is_not_signed_shows_nothing (void)
{
  Transaction transaction = make_transaction (TRANSACTION_EIP1559);
  Hash hash, other;
  Chain chain;
  g_autofree char *by_other = sign (&transaction, 2, &account, &hash, NULL);
  g_autofree char *honest = sign (&transaction, 1, &account, &hash, NULL);
  g_autofree char *elsewhere = NULL;
  g_autoptr (GString) changed = g_string_new (honest);
  g_autoptr (GString) unknown = g_string_new (honest);
  g_autofree char *cut = g_strndup (honest, 60);
  const char *cases[7];

  transaction.chain_id = 5;
  elsewhere = sign (&transaction, 1, &account, &other, NULL);
  g_string_replace (changed, "\"value\": \"0x1\"", "\"value\": \"0x2\"", 1);
  g_string_replace (unknown, "\"type\": \"0x2\"", "\"type\": \"0x4\"", 1);
  cases[0] = by_other;
  cases[1] = elsewhere;
  cases[2] = changed->str;
  cases[3] = unknown->str;
  cases[4] = "";
  cases[5] = "\"0x11\"";
  cases[6] = "{\"from\": 7, \"nonce\": null}";
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      chain_init (&chain, HEAD - 1, cases[i]);
      g_assert_false (find (&chain, &ours, &other));
      g_assert_true (is_zero (&other));
      g_assert_cmpuint (chain.n_blocks, ==, 1);
      chain_clear (&chain);
    }
}

/* It says that the transaction is in no block, and shows it in one. */
static void
test_the_same_is_no_other (void)
{
  const Transaction transaction = make_transaction (TRANSACTION_EIP1559);
  Hash hash, other;
  g_autofree char *shown = sign (&transaction, 1, &account, &hash, NULL);
  g_autoptr (FakeTransport) transport = fake_transport_new ("fake");
  g_autoptr (SuretyEndpoints) endpoints = fake_endpoints (transport);
  Chain chain;
  Find job = { &chain, endpoints, &hash, HEAD, FALSE, { { 0 } } };

  chain_init (&chain, HEAD - 1, shown);
  fake_transport_set_handler (transport, handler, &chain);
  dex_await (surety_flow_spawn (find_fiber, &job, NULL), NULL);
  g_assert_false (job.found);
  g_assert_true (is_zero (&job.other));
  assert_chain_error (surety_endpoints_peek_error (endpoints, 0), PROOF);
  g_assert_false (find (&chain, &hash, &other));
  chain_clear (&chain);
}

/* Nor where it does not know any more when it was, or takes its word back. */
static void
test_not_known_any_more (void)
{
  const Transaction transaction = make_transaction (TRANSACTION_EIP1559);
  Hash hash, other;
  g_autofree char *shown = sign (&transaction, 1, &account, &hash, NULL);
  Chain chain;

  chain_init (&chain, HEAD - 200, shown);
  chain.oldest = HEAD - 128;
  g_assert_false (find (&chain, &ours, &other));
  g_assert_cmpuint (chain.n_blocks, ==, 0);
  /* The last of its states is enough. */
  chain.used_at = HEAD - 100;
  g_assert_true (find (&chain, &ours, &other));
  chain.oldest = HEAD + 1;
  g_assert_false (find (&chain, &ours, &other));
  chain.oldest = 0;
  chain.used_at = HEAD + 1;
  g_assert_false (find (&chain, &ours, &other));
  g_assert_cmpuint (chain.n_blocks, ==, 0);
  chain_clear (&chain);
}

int
main (int argc, char *argv[])
{
  Secret *key;

  chain_test_init (&argc, &argv);
  key = make_key (1);
  g_assert_cmpint (ecdsa_address (key, &account), ==, CORE_OK);
  secret_free (key);

  chain_test_add ("/rival/found-wherever-it-is", test_found_wherever_it_is);
  chain_test_add ("/rival/forms", test_forms);
  chain_test_add ("/rival/what-is-not-signed-shows-nothing", test_what_is_not_signed_shows_nothing);
  chain_test_add ("/rival/the-same-is-no-other", test_the_same_is_no_other);
  chain_test_add ("/rival/not-known-any-more", test_not_known_any_more);
  return g_test_run ();
}
