/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Under Valgrind: a seed and a key whose bytes count as undefined are derived from and signed with.
 * What branches on them, or looks something up by them, would take a time that tells of them, and is
 * an error. What may be known is said where it comes about (classify.h). Without GLib, which would
 * only make Valgrind slower.
 *
 * Begins with the seed: the words are looked up in their list, which cannot be done without looking. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valgrind/memcheck.h>

#include "derivation.h"
#include "ecdsa.h"
#include "hex.h"
#include "secret.h"
#include "transaction.h"

/* BIP-39's first vector and what others sign with its account 1. */
static const char seed_hex[] = "5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc1"
                               "9a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4";
static const char address_hex[] = "6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0";

static int n_cases;

static void
report (bool good, const char *name)
{
  printf ("%sok %d %s\n", good ? "" : "not ", ++n_cases, name);
}

static void
classify (Secret *secret)
{
  (void) VALGRIND_MAKE_MEM_UNDEFINED (secret_data (secret), secret_length (secret));
}

static bool
is_classified (Secret *secret)
{
  uint8_t unknown[32] = { 0 };
  uint8_t any = 0;

  (void) VALGRIND_GET_VBITS (secret_data (secret), unknown, sizeof unknown);
  for (size_t i = 0; i < sizeof unknown; i++)
    any |= unknown[i];

  return any != 0;
}

static unsigned
count_errors (void)
{
  return (unsigned) VALGRIND_COUNT_ERRORS;
}

int
main (void)
{
  Secret *seed;
  Secret *key = nullptr;
  Address address, expected, sender;
  Buffer out = buffer_new ();
  Transaction transaction = { 0 };
  Transaction back;
  Signature signature;
  CoreResult result;
  unsigned before;

  puts ("1..4");
  if (!RUNNING_ON_VALGRIND || !secret_heap_init ())
    return EXIT_FAILURE;
  seed = secret_new (64);
  if (hex_decode_fixed (seed_hex, sizeof seed_hex - 1, false, secret_data (seed), 64) != CORE_OK ||
      hex_decode_fixed (address_hex, sizeof address_hex - 1, false, expected.bytes,
                        sizeof expected.bytes) != CORE_OK)
    return EXIT_FAILURE;

  classify (seed);
  before = count_errors ();
  result = derivation_ethereum_key (seed, 1, &key);
  report (result == CORE_OK && count_errors () == before, "/constant-time/derivation");
  if (result != CORE_OK)
    return EXIT_FAILURE;

  /* The key is as secret as the seed it came of. */
  report (is_classified (key), "/constant-time/a-derived-key-is-secret");

  before = count_errors ();
  result = ecdsa_address (key, &address);
  report (result == CORE_OK && address_equal (&address, &expected) && count_errors () == before,
          "/constant-time/address");

  transaction.kind = TRANSACTION_EIP1559;
  transaction.chain_id = 1;
  transaction.nonce = 7;
  transaction.gas_limit = 21000;
  transaction.max_fee = 30;
  transaction.max_priority_fee = 2;
  transaction.to = expected;
  before = count_errors ();
  result = transaction_sign (&transaction, key, &out);
  report (result == CORE_OK &&
            transaction_decode (buffer_bytes (&out), &back, &signature, &sender) == CORE_OK &&
            address_equal (&sender, &expected) && count_errors () == before,
          "/constant-time/signing");

  buffer_clear (&out);
  secret_free (key);
  secret_free (seed);

  return EXIT_SUCCESS;
}
