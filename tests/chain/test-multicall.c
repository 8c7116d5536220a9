/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"

#include "hex.h"
#include "surety-multicall.h"
#include "surety-rpc-private.h"

/* A chain with a Multicall3 and one contract with the functions below. */
static struct
{
  guint64 block;
  guint64 time;
  guint8 fork;          /* first byte of the parent's hash */
  gboolean no_code;     /* no Multicall3 */
  guint max_calls;      /* an aggregate of more runs out of gas */
  guint moving;         /* that many aggregates each see a newer block at "latest" */
  guint starved;        /* calls from this index on run out of the aggregate's gas */
  guint wrong_count;    /* answers so many calls too few */
  gboolean reorganises; /* pinned blocks change at every look */
  char *last_block;     /* parameter of the last eth_call */
} chain;

static const Address multicall3 = { { 0xca, 0x11 } };
static const Address contract = { { 0xc0 } };
static const Address nobody = { { 0x0b } };

static AbiItem *aggregate3;
static AbiItem *add_one;   /* returns its argument + 1 */
static AbiItem *fails;     /* reverts with a reason */
static AbiItem *is_silent; /* reverts without a word */
static AbiItem *text;      /* returns a string */
static AbiItem *owner;     /* returns an address */
static AbiItem *balance;

static AbiItem *
parse (const char *signature)
{
  AbiItem *item;
  const CoreResult result = abi_item_parse (signature, &item);

  g_assert_cmpint (result, ==, CORE_OK);
  return item;
}

static guint32
selector (Bytes data)
{
  return data.len < 4 ? 0
                      : (guint32) data.data[0] << 24 | (guint32) data.data[1] << 16 |
                          (guint32) data.data[2] << 8 | data.data[3];
}

static void
append_word (Buffer *out, u256 word)
{
  u256_to_be (word, buffer_extend (out, 32));
}

/* One call; TRUE when it succeeded. */
static gboolean
execute (const Address *to, Bytes data, guint64 block, Buffer *out)
{
  const guint32 which = selector (data);

  if (address_equal (to, &multicall3))
    {
      if (which == 0x42cbb15c) /* getBlockNumber() */
        append_word (out, block);
      else if (which == 0x0f28c97d) /* getCurrentBlockTimestamp() */
        append_word (out, chain.time + block);
      else if (which == 0x27e86d6e) /* getLastBlockHash() */
        append_word (out, u256_shl (chain.fork, 248) + block - 1);
      else if (which == 0x4d2301cc) /* getEthBalance(address) */
        append_word (out, 12345);
      else
        return FALSE;
      return TRUE;
    }
  if (!address_equal (to, &contract))
    return TRUE; /* no code: nothing, successfully */

  if (which == abi_selector (add_one))
    append_word (out, u256_from_be (data.data + 4) + 1);
  else if (which == abi_selector (fails))
    {
      AbiValue reason = abi_string ("not today");

      g_assert_cmpint (abi_encode_error (abi_error_string (), &reason, 1, out), ==, CORE_OK);
      return FALSE;
    }
  else if (which == abi_selector (text))
    {
      AbiValue value = abi_string ("hello");

      g_assert_cmpint (abi_encode (text->outputs, 1, &value, 1, out), ==, CORE_OK);
    }
  else if (which == abi_selector (owner))
    append_word (out, address_to_word (&nobody));
  else
    return FALSE;

  return TRUE;
}

static char *
hex_result (Buffer *buffer)
{
  char *digits = hex_encode_dup (buffer_bytes (buffer), TRUE);
  char *result = g_strdup_printf ("\"result\": \"%s\"", digits);

  free (digits);
  buffer_clear (buffer);
  return result;
}

static char *
aggregate (Bytes calldata, guint64 block)
{
  AbiValues args = { 0 };
  AbiValue *pairs;
  AbiValue *fields;
  Buffer *returned;
  Buffer out = buffer_new ();
  AbiValue list;
  const AbiValue *calls;
  gsize n;

  g_assert_cmpint (abi_decode_call (aggregate3, calldata, NULL, &args), ==, CORE_OK);
  calls = &args.values[0];
  n = calls->n_items;
  if (chain.max_calls > 0 && n > chain.max_calls)
    {
      abi_values_clear (&args);
      return fake_error (-32000, "out of gas");
    }

  pairs = g_new0 (AbiValue, n);
  fields = g_new0 (AbiValue, 2 * n);
  returned = g_new0 (Buffer, n);
  for (gsize i = 0; i < n; i++)
    {
      const Address to = abi_value_address (&calls->items[i].items[0]);
      gboolean ok = FALSE;

      if (chain.starved == 0 || i < chain.starved)
        ok = execute (&to, calls->items[i].items[2].data, block, &returned[i]);
      fields[2 * i] = abi_bool (ok);
      fields[2 * i + 1] = abi_bytes (buffer_bytes (&returned[i]));
      pairs[i] = abi_tuple (&fields[2 * i], 2);
    }

  list = abi_array (pairs, n - chain.wrong_count);
  g_assert_cmpint (abi_encode (aggregate3->outputs, 1, &list, 1, &out), ==, CORE_OK);
  for (gsize i = 0; i < n; i++)
    buffer_clear (&returned[i]);
  g_free (returned);
  g_free (fields);
  g_free (pairs);
  abi_values_clear (&args);

  return hex_result (&out);
}

static char *
eth_call (JsonNode *params)
{
  JsonArray *array = json_node_get_array (params);
  JsonObject *object = json_array_get_object_element (array, 0);
  const char *to_text = json_object_get_string_member (object, "to");
  const char *input = json_object_get_string_member (object, "input");
  const char *tag = json_array_get_string_element (array, 1);
  guint64 block = chain.block;
  Buffer data = buffer_new ();
  Buffer out = buffer_new ();
  Address to;
  char *answer;

  g_assert_cmpint (address_parse (to_text, strlen (to_text), &to, NULL), ==, CORE_OK);
  g_assert_cmpint (hex_decode (input, strlen (input), 1000000, &data), ==, CORE_OK);
  g_free (chain.last_block);
  chain.last_block = g_strdup (tag);
  if (g_str_has_prefix (tag, "0x"))
    {
      block = g_ascii_strtoull (tag + 2, NULL, 16);
      if (chain.reorganises)
        chain.fork++;
    }
  else if (chain.moving > 0)
    {
      chain.moving--;
      chain.block++;
    }

  if (address_equal (&to, &multicall3) && chain.no_code)
    answer = fake_result ("\"0x\"");
  else if (address_equal (&to, &multicall3) &&
           selector (buffer_bytes (&data)) == abi_selector (aggregate3))
    answer = aggregate (buffer_bytes (&data), block);
  else if (execute (&to, buffer_bytes (&data), block, &out))
    answer = hex_result (&out);
  else
    {
      char *digits = hex_encode_dup (buffer_bytes (&out), TRUE);

      answer = g_strdup_printf ("\"error\": {\"code\": 3, \"message\": \"execution reverted\", "
                                "\"data\": \"%s\"}",
                                digits);
      free (digits);
    }
  buffer_clear (&data);
  buffer_clear (&out);

  return answer;
}

static char *
handler (const char *method, JsonNode *params, gpointer user_data)
{
  if (strcmp (method, "eth_call") == 0)
    return eth_call (params);
  if (strcmp (method, "eth_getBalance") == 0)
    return fake_result ("\"0x3039\"");
  if (strcmp (method, "eth_getCode") == 0)
    return json_array_get_string_element (json_node_get_array (params), 0)[2] == 'c'
             ? fake_result ("\"0x6001\"")
             : fake_result ("\"0x\"");
  if (strcmp (method, "eth_getBlockByNumber") == 0)
    return g_strdup_printf (
      "\"result\": {\"number\": \"0x%" G_GINT64_MODIFIER "x\", \"hash\": "
      "\"0x00000000000000000000000000000000000000000000000000000000000000ff\", \"parentHash\": "
      "\"0x%02x000000000000000000000000000000000000000000000000%014" G_GINT64_MODIFIER "x\", "
      "\"timestamp\": \"0x%" G_GINT64_MODIFIER "x\", \"gasLimit\": \"0x1\"}",
      chain.block, chain.fork, chain.block - 1, chain.time + chain.block);

  return NULL;
}

typedef struct
{
  FakeTransport *fake;
  SuretyEndpoints *endpoints;
  SuretyMulticall *multicall;
} Setup;

static void
setup (Setup *self, gboolean with_multicall3)
{
  g_autoptr (SuretyBatch) batch = surety_batch_new ();

  g_free (chain.last_block);
  memset (&chain, 0, sizeof chain);
  chain.block = 1000;
  chain.time = 1700000000;
  self->fake = fake_transport_new ("fake");
  fake_transport_set_handler (self->fake, handler, NULL);
  self->endpoints = fake_endpoints (self->fake);
  self->multicall = surety_multicall_new (with_multicall3 ? &multicall3 : NULL);
  /* The chain id is out of the way. */
  surety_batch_add (batch, "eth_chainId", NULL);
  g_assert_true (dex_await (surety_endpoints_run (self->endpoints, batch), NULL));
}

static void
clear (Setup *self)
{
  g_object_unref (self->multicall);
  g_object_unref (self->endpoints);
  g_object_unref (self->fake);
}

/* Runs and returns how many exchanges it took. */
static guint
run (Setup *self, const char *block, GError **error)
{
  const guint before = fake_transport_get_n_exchanges (self->fake);
  g_autoptr (SuretyMulticall)
    same = dex_await_object (surety_multicall_run (self->multicall, self->endpoints, block), error);

  if (same != NULL)
    g_assert_true (same == self->multicall);

  return fake_transport_get_n_exchanges (self->fake) - before;
}

static void
add_many (Setup *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const AbiValue arg = abi_uint (i);

      g_assert_cmpuint (surety_multicall_add (self->multicall, &contract, add_one, &arg, 1), ==, i);
    }
}

static void
assert_many (Setup *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      u256 word;

      g_assert_true (surety_multicall_get_word (self->multicall, i, &word, &error));
      g_assert_no_error (error);
      g_assert_true (word == i + 1);
    }
}

static void
test_one_round_trip (void)
{
  Setup self;
  AbiValues values;
  Address address;
  u256 word;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) revert = NULL;
  const AbiValue arg = abi_uint (41);

  setup (&self, TRUE);
  surety_multicall_add (self.multicall, &contract, add_one, &arg, 1);
  surety_multicall_add (self.multicall, &contract, fails, NULL, 0);
  surety_multicall_add (self.multicall, &contract, text, NULL, 0);
  surety_multicall_add (self.multicall, &contract, owner, NULL, 0);
  surety_multicall_add (self.multicall, &nobody, add_one, &arg, 1);
  surety_multicall_add_eth_balance (self.multicall, &nobody);
  g_assert_cmpuint (surety_multicall_size (self.multicall), ==, 6);

  g_assert_cmpuint (run (&self, "latest", &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_multicall_get_block (self.multicall), ==, 1000);
  g_assert_cmpuint (surety_multicall_get_timestamp (self.multicall), ==, 1700001000);

  g_assert_true (surety_multicall_get_word (self.multicall, 0, &word, &error));
  g_assert_true (word == 42);

  g_assert_false (surety_multicall_get_word (self.multicall, 1, &word, &error));
  assert_chain_error (error, REVERT);
  g_assert_cmpstr (error->message, ==, "execution reverted: not today");
  revert = surety_chain_error_dup_revert (error);
  g_assert_cmpuint (g_bytes_get_size (revert), ==, 100);
  g_clear_error (&error);

  g_assert_true (surety_multicall_get (self.multicall, 2, &values, &error));
  g_assert_cmpmem (values.values[0].data.data, values.values[0].data.len, "hello", 5);
  abi_values_clear (&values);
  g_assert_false (surety_multicall_get_word (self.multicall, 2, &word, &error));
  assert_chain_error (error, MALFORMED);
  g_clear_error (&error);

  g_assert_true (surety_multicall_get_address (self.multicall, 3, &address, &error));
  g_assert_true (address_equal (&address, &nobody));

  /* No code there: success with nothing is no answer. */
  g_assert_false (surety_multicall_get_word (self.multicall, 4, &word, &error));
  assert_chain_error (error, MALFORMED);
  g_clear_error (&error);

  g_assert_true (surety_multicall_get_word (self.multicall, 5, &word, &error));
  g_assert_true (word == 12345);
  clear (&self);
}

static void
test_empty (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  g_assert_cmpuint (run (&self, "latest", &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_multicall_get_block (self.multicall), ==, 1000);
  clear (&self);

  setup (&self, FALSE);
  g_assert_cmpuint (run (&self, "latest", &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_multicall_get_block (self.multicall), ==, 1000);
  clear (&self);
}

static void
test_chunks (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  add_many (&self, 1000);
  g_assert_cmpuint (run (&self, "latest", &error), ==, 1);
  g_assert_no_error (error);
  assert_many (&self, 1000);
  g_assert_cmpuint (fake_transport_get_n_calls (self.fake, "eth_call"), ==, 5);
  clear (&self);
}

/* A block comes in between: what was read at another is read again at the first's. */
static void
test_moving_head (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  chain.moving = 2;
  add_many (&self, 450);
  g_assert_cmpuint (run (&self, "latest", &error), ==, 2);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_multicall_get_block (self.multicall), ==, 1000);
  g_assert_cmpstr (chain.last_block, ==, "0x3e8");
  assert_many (&self, 450);
  clear (&self);
}

static void
test_reorganising (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  chain.moving = 100;
  chain.reorganises = TRUE;
  add_many (&self, 450);
  run (&self, "latest", &error);
  assert_chain_error (error, MALFORMED);
  clear (&self);
}

static void
test_split (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  chain.max_calls = 30;
  add_many (&self, 200);
  run (&self, "latest", &error);
  g_assert_no_error (error);
  assert_many (&self, 200);
  clear (&self);
}

/* Not even one call goes through an aggregate: each is asked alone. */
static void
test_useless_aggregate (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  chain.max_calls = 1;
  add_many (&self, 5);
  run (&self, "latest", &error);
  g_assert_no_error (error);
  assert_many (&self, 5);
  g_assert_cmpuint (surety_multicall_get_block (self.multicall), ==, 1000);
  clear (&self);
}

static void
test_starved (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;
  u256 word;

  setup (&self, TRUE);
  chain.starved = 10;
  add_many (&self, 20);
  surety_multicall_add (self.multicall, &contract, is_silent, NULL, 0);
  g_assert_cmpuint (run (&self, "latest", &error), ==, 2);
  g_assert_no_error (error);
  assert_many (&self, 20);
  g_assert_cmpstr (chain.last_block, ==, "0x3e8");
  g_assert_false (surety_multicall_get_word (self.multicall, 20, &word, &error));
  assert_chain_error (error, REVERT);
  clear (&self);
}

static void
assert_fallback (Setup *self, guint n_expected)
{
  g_autoptr (GError) error = NULL;
  u256 word;

  add_many (self, 20);
  surety_multicall_add (self->multicall, &contract, fails, NULL, 0);
  surety_multicall_add_eth_balance (self->multicall, &nobody);
  g_assert_cmpuint (run (self, "latest", &error), ==, n_expected);
  g_assert_no_error (error);
  assert_many (self, 20);
  g_assert_false (surety_multicall_get_word (self->multicall, 20, &word, &error));
  assert_chain_error (error, REVERT);
  g_assert_cmpstr (error->message, ==, "execution reverted: not today");
  g_clear_error (&error);
  g_assert_true (surety_multicall_get_word (self->multicall, 21, &word, &error));
  g_assert_true (word == 12345);
  g_assert_cmpuint (surety_multicall_get_block (self->multicall), ==, 1000);
  g_assert_cmpuint (surety_multicall_get_timestamp (self->multicall), ==, 1700001000);
  g_assert_cmpstr (chain.last_block, ==, "0x3e8");
}

static void
test_without (void)
{
  Setup self;

  setup (&self, FALSE);
  assert_fallback (&self, 2);
  clear (&self);

  setup (&self, TRUE);
  chain.no_code = TRUE;
  assert_fallback (&self, 3);
  clear (&self);
}

static void
test_quantity (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  add_many (&self, 3);
  g_assert_cmpuint (run (&self, "0x64", &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_multicall_get_block (self.multicall), ==, 100);
  clear (&self);

  /* Asked for one block and answers about another. */
  setup (&self, FALSE);
  add_many (&self, 3);
  run (&self, "0x64", &error);
  assert_chain_error (error, MALFORMED);
  clear (&self);
}

static void
test_wrong_count (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  chain.wrong_count = 1;
  add_many (&self, 3);
  run (&self, "latest", &error);
  assert_chain_error (error, MALFORMED);
  g_clear_error (&error);

  g_assert_false (surety_multicall_get_word (self.multicall, 0, &(u256) { 0 }, &error));
  assert_chain_error (error, MALFORMED);
  clear (&self);
}

static void
test_again (void)
{
  Setup self;
  g_autoptr (GError) error = NULL;

  setup (&self, TRUE);
  add_many (&self, 3);
  run (&self, "latest", &error);
  chain.block++;
  run (&self, "latest", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (surety_multicall_get_block (self.multicall), ==, 1001);
  assert_many (&self, 3);
  clear (&self);
}

static void
assert_codes_travel_along (gboolean with_multicall3, guint exchanges)
{
  Setup self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) some = NULL;
  g_autoptr (GBytes) none = NULL;

  setup (&self, with_multicall3);
  add_many (&self, 5);
  g_assert_cmpuint (surety_multicall_add_code (self.multicall, &contract), ==, 0);
  g_assert_cmpuint (surety_multicall_add_code (self.multicall, &nobody), ==, 1);
  g_assert_null (surety_multicall_dup_code (self.multicall, 0, &error));
  assert_chain_error (error, MALFORMED);
  g_clear_error (&error);

  g_assert_cmpuint (run (&self, "latest", &error), ==, exchanges);
  g_assert_no_error (error);
  assert_many (&self, 5);
  some = surety_multicall_dup_code (self.multicall, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (some), ==, 2);
  none = surety_multicall_dup_code (self.multicall, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (none), ==, 0);
  clear (&self);
}

static void
test_codes (void)
{
  assert_codes_travel_along (TRUE, 1);
  assert_codes_travel_along (FALSE, 2);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  aggregate3 = parse ("function aggregate3((address,bool,bytes)[]) returns ((bool,bytes)[])");
  add_one = parse ("function addOne(uint256) returns (uint256)");
  fails = parse ("function fails() returns (uint256)");
  is_silent = parse ("function isSilent() returns (uint256)");
  text = parse ("function text() returns (string)");
  owner = parse ("function owner() returns (address)");
  balance = parse ("function getEthBalance(address) returns (uint256)");
  g_assert_cmphex (abi_selector (aggregate3), ==, 0x82ad56cb);
  g_assert_cmphex (abi_selector (balance), ==, 0x4d2301cc);

  chain_test_add ("/multicall/one-round-trip-and-each-fails-alone", test_one_round_trip);
  chain_test_add ("/multicall/nothing-to-ask-still-tells-the-block", test_empty);
  chain_test_add ("/multicall/a-thousand-calls-are-one-round-trip", test_chunks);
  chain_test_add ("/multicall/all-answers-are-of-one-block", test_moving_head);
  chain_test_add ("/multicall/a-block-that-keeps-changing-is-refused", test_reorganising);
  chain_test_add ("/multicall/too-large-an-aggregate-is-split", test_split);
  chain_test_add ("/multicall/calls-no-aggregate-takes-are-asked-alone", test_useless_aggregate);
  chain_test_add ("/multicall/a-silent-failure-is-asked-again-alone", test_starved);
  chain_test_add ("/multicall/the-contract-is-not-needed", test_without);
  chain_test_add ("/multicall/a-given-block-is-the-one-answered", test_quantity);
  chain_test_add ("/multicall/a-wrong-number-of-answers-is-refused", test_wrong_count);
  chain_test_add ("/multicall/can-be-run-again", test_again);
  chain_test_add ("/multicall/codes-travel-along", test_codes);

  return g_test_run ();
}
