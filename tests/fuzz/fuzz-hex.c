/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "address.h"
#include "hex.h"
#include "u256.h"

static void
fuzz_data (const char *text, size_t len)
{
  Buffer bytes = buffer_new ();
  if (hex_decode (text, len, 100, &bytes) == CORE_OK)
    {
      char *again = hex_encode_dup (buffer_bytes (&bytes), true);
      assert (strlen (again) == len && strncasecmp (again, text, len) == 0);
      assert (bytes.len <= 100);
      free (again);
    }
  else
    assert (bytes.len == 0);
  buffer_clear (&bytes);

  uint8_t fixed[32];
  char digits[sizeof fixed * 2 + 1];
  if (hex_decode_fixed (text, len, false, fixed, sizeof fixed) == CORE_OK)
    {
      hex_encode (fixed, sizeof fixed, false, digits);
      assert (strlen (digits) == len && strncasecmp (digits, text, len) == 0);
    }
}

/* A quantity has one spelling, but for the case of its digits. */
static void
fuzz_quantity (const char *text, size_t len)
{
  u256 value;
  if (u256_from_quantity (text, len, &value) == CORE_OK)
    {
      char again[U256_HEX_SIZE];
      u256_to_quantity (value, again);
      assert (strlen (again) == len && strncasecmp (again, text, len) == 0);
    }
}

static void
fuzz_decimal (const char *text, size_t len)
{
  u256 value;
  if (u256_from_decimal (text, len, &value) == CORE_OK)
    {
      char again[U256_DECIMAL_SIZE];
      u256_to_decimal (value, again);
      assert (strlen (again) == len && memcmp (again, text, len) == 0);
    }
}

/* What is written of an amount is read as the same amount. */
static void
fuzz_units (const char *text, size_t len, unsigned decimals)
{
  u256 value;
  if (u256_from_units (text, len, decimals, &value) == CORE_OK)
    {
      char again[U256_DECIMAL_SIZE + 2];
      u256 back;
      u256_to_units (value, decimals, again);
      CoreResult result = u256_from_units (again, strlen (again), decimals, &back);
      assert (result == CORE_OK && back == value);
    }
}

static void
fuzz_address (const char *text, size_t len)
{
  Address address;
  AddressForm form;
  if (address_parse (text, len, &address, &form) == CORE_OK)
    {
      char again[ADDRESS_TEXT_SIZE];
      address_to_text (&address, again);
      assert (strlen (again) == len && strncasecmp (again, text, len) == 0);
      assert (form == ADDRESS_UNCHECKED || memcmp (again, text, len) == 0);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;

  /* The first byte is the decimals of an amount, also more than there can be. */
  const char *text = (const char *) data + 1;
  size_t len = size - 1;
  fuzz_data (text, len);
  fuzz_quantity (text, len);
  fuzz_decimal (text, len);
  fuzz_units (text, len, data[0]);
  fuzz_address (text, len);
  return 0;
}
