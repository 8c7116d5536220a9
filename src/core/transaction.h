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
  u256 value;        /* wei */
  Bytes data;        /* borrowed from the caller, or from the decoded input */
  Bytes access_list; /* EIP-1559: the RLP list, validated; empty = no entries; borrowed */
} Transaction;

typedef struct
{
  uint8_t r[32];
  uint8_t s[32];
  uint8_t y_parity; /* 0 or 1 */
} Signature;

/* What is hashed and signed. Encoding and signing refuse what no node takes: CORE_ERROR_RANGE for a
 * nonce of 2^64−1 (EIP-2681), a tip above the fee (EIP-1559), or gas_limit · max_fee beyond 256 bits;
 * the reader's errors for an access list that is none; CORE_ERROR_UNSUPPORTED for type 2 on chain 0.
 * On error out is as it was. */
[[nodiscard]] CoreResult transaction_encode_unsigned (const Transaction *self, Buffer *out);
/* keccak256 of that; of a transaction which encoding refuses it says nothing. */
Hash transaction_signing_hash (const Transaction *self);
[[nodiscard]] CoreResult transaction_encode_signed (const Transaction *self,
                                                    const Signature *signature,
                                                    Buffer *out);
/* keccak256 of the signed bytes. */
Hash transaction_hash (Bytes signed_bytes);
/* Signs (RFC 6979, low s) and appends the bytes to send. private_key is 32 bytes. chain_id 0 is
 * CORE_ERROR_UNSUPPORTED. */
[[nodiscard]] CoreResult transaction_sign (const Transaction *self,
                                           const Secret *private_key,
                                           Buffer *out);

/* Strict decode of signed bytes; recovers the sender. Refused: any second spelling of a field, what
 * encoding refuses, a signature out of range or with a high s, a chain id above 64 bits (but not
 * a chain other than the caller's: compare chain_id). Every other type (1, 3, 4 and the unassigned)
 * is CORE_ERROR_UNSUPPORTED. data and access_list lend from input. On error nothing is written. */
[[nodiscard]] CoreResult transaction_decode (Bytes input,
                                             Transaction *out,
                                             Signature *signature,
                                             Address *sender);

/* 21000 and calldata, access list and creation costs (EIP-2, 2028, 2930, 3860). floor, which may be
 * null, is EIP-7623's: a gas limit below either is refused. */
uint64_t transaction_intrinsic_gas (const Transaction *self, uint64_t *floor);
