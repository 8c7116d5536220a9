/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "state-proof.h"

#include <string.h>

#include "rlp.h"

const Hash state_empty_code_hash = {
  { 0xc5, 0xd2, 0x46, 0x01, 0x86, 0xf7, 0x23, 0x3c, 0x92, 0x7e, 0x7d, 0xb2, 0xdc, 0xc7, 0x03, 0xc0,
    0xe5, 0x00, 0xb6, 0x53, 0xca, 0x82, 0x27, 0x3b, 0x7b, 0xfa, 0xd8, 0x04, 0x5d, 0x85, 0xa4, 0x70 }
};

static CoreResult
read_account (Bytes value, AccountState *out)
{
  RlpReader outer = rlp_reader (value);
  RlpReader fields;
  CoreResult result = rlp_read_list (&outer, &fields);

  if (result == CORE_OK && !rlp_at_end (&outer))
    result = CORE_ERROR_TRAILING;
  if (result == CORE_OK)
    result = rlp_read_u64 (&fields, &out->nonce);
  if (result == CORE_OK)
    result = rlp_read_u256 (&fields, &out->balance);
  if (result == CORE_OK)
    result = rlp_read_fixed (&fields, out->storage_root.bytes, sizeof out->storage_root.bytes);
  if (result == CORE_OK)
    result = rlp_read_fixed (&fields, out->code_hash.bytes, sizeof out->code_hash.bytes);
  if (result == CORE_OK && !rlp_at_end (&fields))
    result = CORE_ERROR_TRAILING;
  return result;
}

CoreResult
state_verify_account (const Hash *state_root,
                      const Address *account,
                      const Bytes *proof,
                      size_t n,
                      AccountState *out)
{
  const Hash path = keccak256 ((Bytes) { account->bytes, sizeof account->bytes });
  AccountState state = { .storage_root = trie_empty_root, .code_hash = state_empty_code_hash };
  Bytes value;
  CoreResult result = trie_verify (state_root, (Bytes) { path.bytes, sizeof path.bytes }, proof, n,
                                   &state.exists, &value);

  if (result == CORE_OK && state.exists)
    result = read_account (value, &state);
  if (result == CORE_OK)
    *out = state;
  return result;
}

CoreResult
state_verify_slot (const Hash *storage_root, u256 slot, const Bytes *proof, size_t n, u256 *out)
{
  uint8_t word[32];
  Hash path;
  bool present;
  Bytes value;
  RlpReader reader;
  CoreResult result;
  u256 held = 0;

  u256_to_be (slot, word);
  path = keccak256 ((Bytes) { word, sizeof word });
  result = trie_verify (storage_root, (Bytes) { path.bytes, sizeof path.bytes }, proof, n, &present,
                        &value);
  if (result != CORE_OK)
    return result;
  if (present)
    {
      reader = rlp_reader (value);
      result = rlp_read_u256 (&reader, &held);
      if (result == CORE_OK && !rlp_at_end (&reader))
        result = CORE_ERROR_TRAILING;
      /* A word of zero is taken out of the trie; anvil's keeps it. It is zero either way. */
    }
  if (result == CORE_OK)
    *out = held;
  return result;
}

u256
state_mapping_slot (u256 key, u256 slot)
{
  uint8_t words[64];
  Hash hash;

  u256_to_be (key, words);
  u256_to_be (slot, words + 32);
  hash = keccak256 ((Bytes) { words, sizeof words });
  return u256_from_be (hash.bytes);
}

u256
state_address_word (const Address *address)
{
  uint8_t word[32] = { 0 };

  memcpy (word + 12, address->bytes, sizeof address->bytes);
  return u256_from_be (word);
}
