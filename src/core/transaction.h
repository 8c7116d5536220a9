/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "bytes.h"
#include "keccak.h"
#include "secret.h"
#include "u256.h"

typedef enum
{
  TRANSACTION_LEGACY,  /* EIP-155 */
  TRANSACTION_EIP1559, /* type 2 */
} TransactionKind;

typedef struct
{
  TransactionKind kind;
  uint64_t chain_id; /* legacy: 0 = read from a pre-155 transaction; never signed */
  uint64_t nonce;
  u256 max_priority_fee; /* wei per gas; legacy: unused */
  u256 max_fee;          /* wei per gas; legacy: gas price */
  uint64_t gas_limit;
  bool creates; /* no recipient */
  Address to;
  u256 value; /* wei */
  Bytes data; /* borrowed from the caller, or from the decoded input */
  Bytes access_list; /* EIP-1559: the RLP list, validated; empty = no entries; borrowed */
} Transaction;

typedef struct
{
  uint8_t r[32];
  uint8_t s[32];
  uint8_t y_parity; /* 0 or 1 */
} Signature;

/* What is hashed and signed. */
[[nodiscard]] CoreResult transaction_encode_unsigned (const Transaction *self, Buffer *out);
Hash transaction_signing_hash (const Transaction *self);
[[nodiscard]] CoreResult transaction_encode_signed (const Transaction *self, const Signature *signature, Buffer *out);
/* keccak256 of the signed bytes. */
Hash transaction_hash (Bytes signed_bytes);
/* Signs (RFC 6979, low s) and appends the bytes to send. private_key is 32 bytes. chain_id 0 is
 * CORE_ERROR_UNSUPPORTED. */
[[nodiscard]] CoreResult transaction_sign (const Transaction *self, const Secret *private_key, Buffer *out);

/* Strict decode of signed bytes; recovers the sender (signature range, low s and chain checked).
 * Known types that this program never makes (1, 3, 4) are CORE_ERROR_UNSUPPORTED. */
[[nodiscard]] CoreResult transaction_decode (Bytes input, Transaction *out, Signature *signature, Address *sender);

/* 21000 and calldata, access list and creation costs; the EIP-7623 floor is in floor. */
uint64_t transaction_intrinsic_gas (const Transaction *self, uint64_t *floor);
