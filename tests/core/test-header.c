/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core-test.h"
#include "header.h"

static void
read_bytes (JsonObject *object, const char *name, void *out, size_t len)
{
  Buffer bytes = core_test_hex (json_object_get_string_member (object, name));

  g_assert_cmpuint (bytes.len, ==, len);
  memcpy (out, bytes.data, len);
  buffer_clear (&bytes);
}

static uint64_t
read_u64 (JsonObject *object, const char *name)
{
  return g_ascii_strtoull (json_object_get_string_member (object, name) + 2, NULL, 16);
}

static HeaderForm
form_of (JsonObject *object)
{
  return json_object_has_member (object, "requestsHash")      ? HEADER_PRAGUE
         : json_object_has_member (object, "blobGasUsed")     ? HEADER_CANCUN
         : json_object_has_member (object, "withdrawalsRoot") ? HEADER_SHANGHAI
         : json_object_has_member (object, "baseFeePerGas")   ? HEADER_LONDON
                                                              : HEADER_FRONTIER;
}

static Header
read_header (JsonObject *object, Buffer *extra)
{
  Header header = { .form = form_of (object) };

  *extra = core_test_hex (json_object_get_string_member (object, "extraData"));
  header.extra = buffer_bytes (extra);
  read_bytes (object, "parentHash", header.parent.bytes, 32);
  read_bytes (object, "sha3Uncles", header.uncles.bytes, 32);
  read_bytes (object, "miner", header.beneficiary.bytes, 20);
  read_bytes (object, "stateRoot", header.state_root.bytes, 32);
  read_bytes (object, "transactionsRoot", header.transactions_root.bytes, 32);
  read_bytes (object, "receiptsRoot", header.receipts_root.bytes, 32);
  read_bytes (object, "logsBloom", header.logs_bloom, 256);
  read_bytes (object, "mixHash", header.mix.bytes, 32);
  read_bytes (object, "nonce", header.nonce, 8);
  header.difficulty = read_u64 (object, "difficulty");
  header.number = read_u64 (object, "number");
  header.gas_limit = read_u64 (object, "gasLimit");
  header.gas_used = read_u64 (object, "gasUsed");
  header.timestamp = read_u64 (object, "timestamp");
  if (header.form >= HEADER_LONDON)
    header.base_fee = read_u64 (object, "baseFeePerGas");
  if (header.form >= HEADER_SHANGHAI)
    read_bytes (object, "withdrawalsRoot", header.withdrawals_root.bytes, 32);
  if (header.form >= HEADER_CANCUN)
    {
      header.blob_gas_used = read_u64 (object, "blobGasUsed");
      header.excess_blob_gas = read_u64 (object, "excessBlobGas");
      read_bytes (object, "parentBeaconBlockRoot", header.parent_beacon_root.bytes, 32);
    }
  if (header.form >= HEADER_PRAGUE)
    read_bytes (object, "requestsHash", header.requests_hash.bytes, 32);
  return header;
}

/* A header of each fork of a test chain hashes to what its chain calls it. */
static void
test_headers_of_every_fork (void)
{
  g_autoptr (JsonNode) node = core_test_data_json ("block-headers.json");
  JsonArray *headers = json_object_get_array_member (json_node_get_object (node), "headers");
  guint forms[HEADER_AMSTERDAM + 1] = { 0 };

  for (guint i = 0; i < json_array_get_length (headers); i++)
    {
      JsonObject *object = json_array_get_object_element (headers, i);
      Buffer extra;
      Header header = read_header (object, &extra);
      Hash hash = header_hash (&header);

      core_test_assert_hex (hash.bytes, 32, json_object_get_string_member (object, "hash"));
      forms[header.form]++;

      /* Each field counts. */
      header.state_root.bytes[31] ^= 1;
      hash = header_hash (&header);
      header.state_root.bytes[31] ^= 1;
      header.timestamp++;
      g_assert_false (hash_equal (&hash, &(Hash) { { 0 } }));
      {
        const Hash later = header_hash (&header);

        g_assert_false (hash_equal (&later, &hash));
      }
      buffer_clear (&extra);
    }
  g_assert_true (forms[HEADER_FRONTIER] && forms[HEADER_LONDON] && forms[HEADER_SHANGHAI] &&
                 forms[HEADER_CANCUN] && forms[HEADER_PRAGUE]);
}

/* EIP-7928 and EIP-7843 add two fields at the end; each of them changes the hash. */
static void
test_fields_are_added_at_the_end (void)
{
  Header header = { .form = HEADER_PRAGUE };
  const Hash prague = header_hash (&header);
  Hash amsterdam, other;

  header.slot_number = 7;
  other = header_hash (&header);
  g_assert_true (hash_equal (&prague, &other));
  header.form = HEADER_AMSTERDAM;
  amsterdam = header_hash (&header);
  g_assert_false (hash_equal (&prague, &amsterdam));
  header.slot_number = 8;
  other = header_hash (&header);
  g_assert_false (hash_equal (&amsterdam, &other));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header/headers-of-every-fork", test_headers_of_every_fork);
  g_test_add_func ("/header/fields-are-added-at-the-end", test_fields_are_added_at_the_end);
  return g_test_run ();
}
