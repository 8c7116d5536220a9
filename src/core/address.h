/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bytes.h"
#include "result.h"
#include "u256.h"

typedef struct
{
  uint8_t bytes[20];
} Address;

/* "0x" + 40 digits + NUL. */
#define ADDRESS_TEXT_SIZE 43

typedef enum
{
  ADDRESS_CHECKSUMMED, /* mixed case, and EIP-55 holds */
  ADDRESS_UNCHECKED,   /* all one case: carries no checksum */
} AddressForm;

/* "0x" and 40 digits. Mixed case that breaks EIP-55 is CORE_ERROR_CHECKSUM. form may be null. */
[[nodiscard]] CoreResult address_parse (const char *text,
                                        size_t len,
                                        Address *out,
                                        AddressForm *form);
/* EIP-55. */
void address_to_text (const Address *self, char out[ADDRESS_TEXT_SIZE]);
bool address_equal (const Address *a, const Address *b);
int address_compare (const Address *a, const Address *b);
bool address_is_zero (const Address *self);
/* The ABI's word for it, and back; false when the upper 12 bytes are not zero. */
u256 address_to_word (const Address *self);
[[nodiscard]] bool address_from_word (u256 word, Address *out);
/* keccak256 (x ‖ y)[12..] of an uncompressed point without its 0x04 byte. */
Address address_from_public_key (const uint8_t point[64]);
