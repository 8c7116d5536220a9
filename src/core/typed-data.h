/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"

/* EIP-712. Types are given as a human-readable struct list, values as AbiValue trees:
 *   "Mail(Person from,Person to,string contents)Person(string name,address wallet)" */
typedef struct TypedData TypedData;

/* The first struct is the primary type; the others may be in any order. CORE_ERROR_SYNTAX for an unknown
 * or aliased type ("uint"), a name given twice, a member without a name; CORE_ERROR_LIMIT above 4 KiB,
 * 32 structs, 64 members or 4 array dimensions. */
[[nodiscard]] CoreResult typed_data_parse (const char *types, TypedData **out);
void typed_data_free (TypedData *self);
/* The canonical encodeType string (referenced structs sorted) and its hash. Lends. */
const char *typed_data_encode_type (const TypedData *self);
Hash typed_data_type_hash (const TypedData *self);
/* message is a tuple of the primary type's members in order; structs inside are tuples, arrays
 * abi_array(), a signed number abi_uint() of its two's complement. CORE_ERROR_SYNTAX when the shapes
 * differ, CORE_ERROR_RANGE when a number does not fit, CORE_ERROR_LIMIT above 16 levels of structs. */
[[nodiscard]] CoreResult typed_data_hash_struct (const TypedData *self,
                                                 const AbiValue *message,
                                                 Hash *out);

typedef struct
{
  const char *name;    /* null = absent */
  const char *version; /* null = absent */
  bool has_chain_id;
  u256 chain_id;
  const Address *verifying_contract; /* null = absent */
  const Hash *salt;                  /* null = absent */
} TypedDataDomain;

Hash typed_data_domain_separator (const TypedDataDomain *domain);
Hash typed_data_digest (const Hash *domain_separator, const Hash *struct_hash);
/* EIP-191, version 0x45: what personal_sign signs. */
Hash personal_message_digest (Bytes message);
