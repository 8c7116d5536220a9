/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address.h"
#include "bytes.h"
#include "keccak.h"
#include "result.h"
#include "u256.h"

/* The contract ABI, from human-readable signatures as Solidity writes them:
 *
 *   function deposit(address strategy, address token, uint256 amount) returns (uint256 shares)
 *   event Deposit(address indexed staker, address strategy, uint256 shares)
 *   error InsufficientBalance(uint256 needed)
 *   function queueWithdrawals((address[] strategies, uint256[] shares, address deprecated)[] params)
 *
 * Names are optional; "uint" and "int" mean 256 bits; modifiers (view, payable, external …) are
 * read and ignored; tuples are parentheses, or "tuple(...)". Selectors and topics are computed. */

typedef enum
{
  ABI_UINT,
  ABI_INT,
  ABI_BOOL,
  ABI_ADDRESS,
  ABI_FIXED_BYTES,
  ABI_BYTES,
  ABI_STRING,
  ABI_ARRAY,       /* T[] */
  ABI_FIXED_ARRAY, /* T[n] */
  ABI_TUPLE,
} AbiKind;

typedef struct AbiParam AbiParam;

typedef struct AbiType
{
  AbiKind kind;
  unsigned bits;           /* UINT, INT: 8…256; FIXED_BYTES: 8·n */
  size_t length;           /* FIXED_ARRAY: n */
  struct AbiType *element; /* ARRAY, FIXED_ARRAY */
  AbiParam *fields;        /* TUPLE */
  size_t n_fields;
  bool dynamic;     /* its size depends on its value: its place in the head is an offset */
  size_t head_size; /* bytes it takes in the head of what encloses it; 32 when dynamic */
} AbiType;

struct AbiParam
{
  char *name; /* "" when the signature gives none */
  AbiType type;
  bool indexed; /* events only */
};

typedef enum
{
  ABI_FUNCTION,
  ABI_EVENT,
  ABI_ERROR,
} AbiItemKind;

typedef struct
{
  AbiItemKind kind;
  char *name;
  char *signature; /* canonical: "deposit(address,address,uint256)" */
  AbiParam *inputs;
  size_t n_inputs;
  AbiParam *outputs; /* functions only */
  size_t n_outputs;
  Hash hash; /* keccak256 (signature): an event's topic; its first 4 bytes are the selector */
} AbiItem;

/* CORE_ERROR_SYNTAX, or CORE_ERROR_LIMIT above 4 KiB, 64 params in one list, 16 levels of arrays and
 * tuples, 65536 elements of a fixed array or as many words of a static value. Anonymous events, fixed
 * point numbers and function types are CORE_ERROR_UNSUPPORTED. Types are made by this only: encode and
 * decode rely on the sizes it works out. */
[[nodiscard]] CoreResult abi_item_parse (const char *text, AbiItem **out);
void abi_item_free (AbiItem *item);

/* A value, whole: a tree. Numbers are two's complement in the word; an address or bool is its word;
 * fixed bytes are in data (len = n), as are bytes and strings (valid UTF-8 is not promised). */
typedef struct AbiValue
{
  AbiKind kind;
  u256 word;
  Bytes data;
  struct AbiValue *items;
  size_t n_items;
} AbiValue;

/* Values built by callers for encoding borrow what they are given; nothing is copied. */
AbiValue abi_uint (u256 value);
AbiValue abi_int (u256 twos_complement);
AbiValue abi_bool (bool value);
AbiValue abi_address (const Address *address);
AbiValue abi_bytes (Bytes bytes);
AbiValue abi_fixed_bytes (Bytes bytes);
AbiValue abi_string (const char *text);
AbiValue abi_array (AbiValue *items, size_t n);
AbiValue abi_tuple (AbiValue *items, size_t n);

/* Appends the encoding of values for params (no selector). CORE_ERROR_SYNTAX when shapes differ,
 * CORE_ERROR_RANGE when a number does not fit its type. On error out is as it was. */
[[nodiscard]] CoreResult abi_encode (const AbiParam *params,
                                     size_t n_params,
                                     const AbiValue *values,
                                     size_t n_values,
                                     Buffer *out);
/* Selector and arguments. */
[[nodiscard]] CoreResult abi_encode_call (const AbiItem *function,
                                          const AbiValue *args,
                                          size_t n_args,
                                          Buffer *out);
/* Selector and arguments of an error; what a reverting contract returns. */
[[nodiscard]] CoreResult abi_encode_error (const AbiItem *error,
                                           const AbiValue *args,
                                           size_t n_args,
                                           Buffer *out);
/* Topics and data of a log. topics has room for 4; indexed strings, bytes, arrays and tuples are
 * hashed ("Encoding of Indexed Event Parameters" in Solidity's ABI specification). */
[[nodiscard]] CoreResult abi_encode_log (const AbiItem *event,
                                         const AbiValue *args,
                                         size_t n_args,
                                         Hash topics[4],
                                         size_t *n_topics,
                                         Buffer *data);

/* A decoded list of values: one allocation, values lend data from the input given to decode. */
typedef struct
{
  AbiValue *values;
  size_t n_values;
} AbiValues;

void abi_values_clear (AbiValues *self);

typedef struct
{
  size_t max_items; /* array elements and tuple fields altogether; 0 = 65536 */
  size_t max_depth; /* 0 = 16 */
} AbiLimits;

/* Strict: padding must be zero (uints, addresses, bools, tails of bytes), bools 0 or 1, offsets
 * in the input, items really there before memory is taken for them. Trailing bytes after the
 * last value and non-standard but in-range offsets are accepted, as the EVM's own encoders may
 * produce both; decode never reads the same tail without counting it against max_items.
 * limits may be null. */
[[nodiscard]] CoreResult abi_decode (const AbiParam *params,
                                     size_t n_params,
                                     Bytes input,
                                     const AbiLimits *limits,
                                     AbiValues *out);
/* A call: checks the selector (CORE_ERROR_SYNTAX if it is another's). No trailing bytes. */
[[nodiscard]] CoreResult abi_decode_call (const AbiItem *function,
                                          Bytes calldata,
                                          const AbiLimits *limits,
                                          AbiValues *out);
[[nodiscard]] CoreResult abi_decode_result (const AbiItem *function,
                                            Bytes returned,
                                            const AbiLimits *limits,
                                            AbiValues *out);
[[nodiscard]] CoreResult abi_decode_error (const AbiItem *error,
                                           Bytes returned,
                                           const AbiLimits *limits,
                                           AbiValues *out);
/* A log, values in the order of the signature; an indexed string, bytes, array or tuple comes
 * as its 32-byte hash (kind ABI_FIXED_BYTES), lent from topics. Wrong topic0 or topic count is CORE_ERROR_SYNTAX. */
[[nodiscard]] CoreResult abi_decode_log (const AbiItem *event,
                                         const Hash *topics,
                                         size_t n_topics,
                                         Bytes data,
                                         const AbiLimits *limits,
                                         AbiValues *out);

/* First four bytes of the hash. */
uint32_t abi_selector (const AbiItem *item);
/* The address in a word of kind ABI_ADDRESS (decode has checked it). */
Address abi_value_address (const AbiValue *value);
/* Error(string) and Panic(uint256), and what a Panic code means, as Solidity defines them; "unknown
 * panic" for other codes. All static. */
const AbiItem *abi_error_string (void);
const AbiItem *abi_panic (void);
const char *abi_panic_to_string (u256 code);
