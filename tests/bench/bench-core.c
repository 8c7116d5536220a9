/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "abi.h"
#include "hex.h"
#include "secret.h"
#include "transaction.h"

/* How much core gets done: prints "NAME OPERATIONS-PER-SECOND" a line. With --logs it prints the logs
 * that it decodes instead, as JSON, for bench-core.mjs to decode the same. run-core compares both. */

#define N_LOGS 64
#define ROUND_SECONDS 0.05
#define ROUNDS 20

static const char *const signatures[2] = {
  "event AllocationUpdated(address operator, (address avs, uint32 id) operatorSet, "
  "address strategy, uint64 magnitude, uint32 effectBlock)",
  "event StakerDelegated(address indexed staker, address indexed operator)",
};

/* A log as JSON-RPC gives it. */
typedef struct
{
  AbiItem *event;
  size_t n_topics;
  char topics[4][67];
  char *data;
  size_t data_len;
} Log;

static Log logs[N_LOGS];
static uint8_t input[1024];
static Secret *key;
static Transaction transfer;
static uint8_t calldata[68];
static volatile uint8_t sink; /* nothing that is computed may be left out */

static void
require (bool holds)
{
  if (!holds)
    abort ();
}

static Address
address_of (unsigned group, unsigned i)
{
  const uint8_t seed[2] = { (uint8_t) group, (uint8_t) i };
  const Hash hash = keccak256 ((Bytes) { seed, 2 });
  Address address;

  memcpy (address.bytes, hash.bytes, sizeof address.bytes);
  return address;
}

static void
make_log (Log *log, unsigned i)
{
  const Address a = address_of (0, i), b = address_of (1, i), c = address_of (2, i);
  AbiValue set[] = { abi_address (&b), abi_uint (i) };
  AbiValue updated[] = { abi_address (&a), abi_tuple (set, 2), abi_address (&c),
                         abi_uint (U256_WAD / (i + 1)), abi_uint (20000000 + i) };
  AbiValue delegated[] = { abi_address (&a), abi_address (&b) };
  const bool is_update = i % 2 == 0;
  Buffer data = buffer_new ();
  Hash topics[4];

  require (abi_item_parse (signatures[i % 2], &log->event) == CORE_OK);
  require (abi_encode_log (log->event, is_update ? updated : delegated, is_update ? 5 : 2, topics,
                           &log->n_topics, &data) == CORE_OK);
  for (size_t k = 0; k < log->n_topics; k++)
    hex_encode (topics[k].bytes, 32, true, log->topics[k]);
  log->data = hex_encode_dup (buffer_bytes (&data), true);
  log->data_len = strlen (log->data);
  buffer_clear (&data);
}

static void
prepare (void)
{
  Hash hash = keccak256 ((Bytes) { (const uint8_t *) "cow", 3 });

  require (secret_heap_init ());
  for (unsigned i = 0; i < N_LOGS; i++)
    make_log (&logs[i], i);
  for (size_t i = 0; i < sizeof input; i++)
    input[i] = (uint8_t) (i * 7);

  key = secret_new_copy (hash.bytes, 32);
  memcpy (calldata, "\xa9\x05\x9c\xbb", 4);
  memset (calldata + 4, 0x11, 64);
  transfer = (Transaction) {
    .kind = TRANSACTION_EIP1559,
    .chain_id = 1,
    .max_priority_fee = 1000000000u,
    .max_fee = 30000000000u,
    .gas_limit = 65000,
    .to = address_of (3, 0),
    .data = { calldata, sizeof calldata },
  };
}

static void
print_logs (void)
{
  putchar ('[');
  for (size_t i = 0; i < N_LOGS; i++)
    {
      printf ("%s{\"topics\":[", i > 0 ? "," : "");
      for (size_t k = 0; k < logs[i].n_topics; k++)
        printf ("%s\"%s\"", k > 0 ? "," : "", logs[i].topics[k]);
      printf ("],\"data\":\"%s\"}", logs[i].data);
    }
  puts ("]");
}

static void
hash_64 (unsigned i)
{
  input[0] = (uint8_t) i;
  sink ^= keccak256 ((Bytes) { input, 64 }).bytes[0];
}

static void
hash_1024 (unsigned i)
{
  input[0] = (uint8_t) i;
  sink ^= keccak256 ((Bytes) { input, 1024 }).bytes[0];
}

/* From the text of JSON-RPC to values, as a page of logs is read. */
static void
decode_log (unsigned i)
{
  static Buffer data;
  const Log *log = &logs[i % N_LOGS];
  Hash topics[4];
  AbiValues values;

  data.len = 0;
  for (size_t k = 0; k < log->n_topics; k++)
    require (hex_decode_fixed (log->topics[k], 66, true, topics[k].bytes, 32) == CORE_OK);
  require (hex_decode (log->data, log->data_len, 4096, &data) == CORE_OK);
  require (abi_decode_log (log->event, topics, log->n_topics, buffer_bytes (&data), nullptr,
                           &values) == CORE_OK);
  sink ^= (uint8_t) values.values[0].word;
  abi_values_clear (&values);
}

static void
sign (unsigned i)
{
  Buffer out = buffer_new ();

  transfer.nonce = i;
  require (transaction_sign (&transfer, key, &out) == CORE_OK);
  sink ^= out.data[out.len - 1];
  buffer_clear (&out);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* The best of some rounds: what the machine does beside only ever slows one down. */
static void
measure (const char *name, void (*work) (unsigned i))
{
  double best = 0;
  unsigned i = 0;

  for (unsigned round = 0; round < ROUNDS; round++)
    {
      const double start = now ();
      const unsigned first = i;
      double seconds;

      do
        for (unsigned n = 0; n < 64; n++)
          work (i++);
      while ((seconds = now () - start) < ROUND_SECONDS);

      if ((i - first) / seconds > best)
        best = (i - first) / seconds;
    }

  printf ("%s %.0f\n", name, best);
  fflush (stdout);
}

int
main (int argc, char *argv[])
{
  prepare ();

  if (argc == 2 && strcmp (argv[1], "--logs") == 0)
    print_logs ();
  else
    {
      measure ("keccak-64", hash_64);
      measure ("keccak-1024", hash_1024);
      measure ("log-decode", decode_log);
      measure ("sign", sign);
    }

  for (size_t i = 0; i < N_LOGS; i++)
    {
      abi_item_free (logs[i].event);
      free (logs[i].data);
    }
  secret_free (key);
  return 0;
}
