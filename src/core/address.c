/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "address.h"

#include <string.h>

#include "hex.h"
#include "keccak.h"

constexpr size_t N_DIGITS = 40;

CoreResult
address_parse (const char *text, size_t len, Address *out, AddressForm *form)
{
  Address parsed;
  CoreResult result = hex_decode_fixed (text, len, true, parsed.bytes, sizeof parsed.bytes);
  if (result != CORE_OK)
    return result;

  bool upper = false;
  bool lower = false;
  for (size_t i = 2; i < len; i++)
    {
      upper = upper || (text[i] >= 'A' && text[i] <= 'F');
      lower = lower || (text[i] >= 'a' && text[i] <= 'f');
    }

  AddressForm found = upper && lower ? ADDRESS_CHECKSUMMED : ADDRESS_UNCHECKED;
  if (found == ADDRESS_CHECKSUMMED)
    {
      char checksummed[ADDRESS_TEXT_SIZE];
      address_to_text (&parsed, checksummed);
      if (memcmp (checksummed, text, len) != 0)
        return CORE_ERROR_CHECKSUM;
    }

  *out = parsed;
  if (form != nullptr)
    *form = found;
  return CORE_OK;
}

void
address_to_text (const Address *self, char out[ADDRESS_TEXT_SIZE])
{
  hex_encode (self->bytes, sizeof self->bytes, true, out);

  char *digits = out + 2;
  Hash hash = keccak256 ((Bytes) { (const uint8_t *) digits, N_DIGITS });
  for (size_t i = 0; i < N_DIGITS; i++)
    {
      unsigned nibble = i % 2 == 0 ? hash.bytes[i / 2] >> 4 : hash.bytes[i / 2] & 15;
      if (nibble >= 8 && digits[i] >= 'a')
        digits[i] = (char) (digits[i] - 'a' + 'A');
    }
}

bool
address_equal (const Address *a, const Address *b)
{
  return address_compare (a, b) == 0;
}

int
address_compare (const Address *a, const Address *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

bool
address_is_zero (const Address *self)
{
  return address_equal (self, &(Address) { 0 });
}

u256
address_to_word (const Address *self)
{
  return u256_from_be_short (self->bytes, sizeof self->bytes);
}

bool
address_from_word (u256 word, Address *out)
{
  if (u256_shr (word, 160) != 0)
    return false;

  uint8_t bytes[32];
  u256_to_be (word, bytes);
  memcpy (out->bytes, bytes + 12, sizeof out->bytes);
  return true;
}

Address
address_from_public_key (const uint8_t point[64])
{
  Hash hash = keccak256 ((Bytes) { point, 64 });
  Address address;
  memcpy (address.bytes, hash.bytes + 12, sizeof address.bytes);
  return address;
}
