/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "ecdsa.h"
#include "transaction.h"

/* Whatever is a transaction has exactly these bytes, and its sender is who its parts say. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Transaction transaction;
  Signature signature;
  Address sender, recovered;
  Buffer again = buffer_new ();
  uint64_t floor;
  Hash hash;

  if (transaction_decode ((Bytes) { data, size }, &transaction, &signature, &sender) != CORE_OK)
    return 0;

  CoreResult result = transaction_encode_signed (&transaction, &signature, &again);
  assert (result == CORE_OK);
  assert (again.len == size && memcmp (again.data, data, size) == 0);

  hash = transaction_signing_hash (&transaction);
  result = ecdsa_recover (&hash, &signature, &recovered);
  assert (result == CORE_OK && address_equal (&recovered, &sender));
  assert (transaction_intrinsic_gas (&transaction, &floor) >= 21000 && floor >= 21000);

  buffer_clear (&again);
  return 0;
}
