/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "bytes.h"
#include "keccak.h"
#include "u256.h"

/* How many fields a block's header has, by the fork that added the last of them. They are only ever
 * added at the end (yellow paper 4.4; EIP-1559, 4895, 4844, 4788, 7685, 7928, 7843). */
typedef enum
{
  HEADER_FRONTIER = 15,
  HEADER_LONDON = 16,    /* base_fee */
  HEADER_SHANGHAI = 17,  /* withdrawals_root */
  HEADER_CANCUN = 20,    /* blob_gas_used, excess_blob_gas, parent_beacon_root */
  HEADER_PRAGUE = 21,    /* requests_hash */
  HEADER_AMSTERDAM = 23, /* block_access_list_hash, slot_number */
} HeaderForm;

typedef struct
{
  HeaderForm form;
  Hash parent;
  Hash uncles;
  Address beneficiary;
  Hash state_root;
  Hash transactions_root;
  Hash receipts_root;
  uint8_t logs_bloom[256];
  u256 difficulty;
  uint64_t number;
  uint64_t gas_limit;
  uint64_t gas_used;
  uint64_t timestamp; /* seconds since 1970 */
  Bytes extra;        /* lent */
  Hash mix;
  uint8_t nonce[8];
  u256 base_fee; /* wei per gas */
  Hash withdrawals_root;
  uint64_t blob_gas_used;
  uint64_t excess_blob_gas;
  Hash parent_beacon_root;
  Hash requests_hash;
  Hash block_access_list_hash;
  uint64_t slot_number;
} Header;

/* The block's hash: keccak256 of the RLP list of the form's fields, in the order above. Says only
 * that the fields belong to that hash; that the hash is the chain's has to come from elsewhere. */
Hash header_hash (const Header *self);
