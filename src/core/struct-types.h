/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "abi.h"

/* EIP-712's struct types, as typed-data.c works with them:
 *   "Mail(Person from,Person to,string contents)Person(string name,address wallet)" */

constexpr size_t STRUCT_TYPES_MAX = 32;
constexpr size_t STRUCT_MEMBERS_MAX = 64;
constexpr size_t STRUCT_DIMENSIONS_MAX = 4;
constexpr size_t STRUCT_DYNAMIC = SIZE_MAX; /* a dimension written [] */

/* A piece of the text that the types were given in. */
typedef struct
{
  const char *data;
  size_t len;
} Span;

typedef struct
{
  Span type_text; /* "Person[2][]", canonical as it stands */
  Span name;
  Span base;    /* "Person" */
  AbiKind kind; /* of the base; ABI_TUPLE is a struct */
  unsigned bits;
  size_t struct_index;
  size_t dimensions[STRUCT_DIMENSIONS_MAX]; /* as written: the last is the outermost */
  size_t n_dimensions;
} StructMember;

typedef struct
{
  Span name;
  StructMember *members;
  size_t n_members;
  Hash type_hash;
} StructType;

typedef struct
{
  char *text;
  char *encode_type; /* of the first, which is the primary type */
  StructType items[STRUCT_TYPES_MAX];
  size_t n_items;
} StructTypes;

/* CORE_ERROR_SYNTAX for what is no such list: an unknown or aliased type ("uint"), a name given twice, a
 * member without a name; CORE_ERROR_LIMIT above 4 KiB, 32 structs, 64 members or 4 dimensions. Cleared
 * on error. */
[[nodiscard]] CoreResult struct_types_parse (const char *text, StructTypes *out);
void struct_types_clear (StructTypes *self);
