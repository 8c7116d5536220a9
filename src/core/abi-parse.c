/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "abi.h"

#include <pthread.h>
#include <stdckdint.h>
#include <stdlib.h>
#include <string.h>

constexpr size_t MAX_TEXT = 4096;
constexpr size_t MAX_PARAMS = 64;
constexpr size_t MAX_LEVELS = 16;
constexpr size_t MAX_ELEMENTS = 65536;
constexpr size_t MAX_INDEXED = 3;
constexpr size_t WORD = 32;

typedef struct
{
  const char *text;
  size_t len;
} Word;

static CoreResult parse_params (const char **at, AbiParam **params, size_t *n, size_t level);
static void append_type (Buffer *out, const AbiType *type);

static void
params_free (AbiParam *params, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      AbiType *type = &params[i].type;
      free (params[i].name);
      params_free (type->fields, type->n_fields);
      for (AbiType *element = type->element; element != nullptr;)
        {
          AbiType *next = element->element;
          params_free (element->fields, element->n_fields);
          free (element);
          element = next;
        }
    }
  free (params);
}

static void
skip_space (const char **at)
{
  while (**at == ' ' || **at == '\t' || **at == '\n' || **at == '\r')
    (*at)++;
}

static bool
is_name_start (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* The identifier here, and what stands after it and its space; len 0 when there is none. */
static Word
take_word (const char **at)
{
  skip_space (at);
  const char *start = *at;
  if (is_name_start (**at))
    while (is_name_start (**at) || is_digit (**at))
      (*at)++;
  Word word = { start, (size_t) (*at - start) };
  skip_space (at);
  return word;
}

static bool
take_char (const char **at, char c)
{
  skip_space (at);
  if (**at != c)
    return false;
  (*at)++;
  skip_space (at);
  return true;
}

static bool
word_is (Word word, const char *text)
{
  return word.len == strlen (text) && memcmp (word.text, text, word.len) == 0;
}

static bool
word_is_any (Word word, const char *const *texts)
{
  for (; *texts != nullptr; texts++)
    if (word_is (word, *texts))
      return true;
  return false;
}

static char *
word_dup (Word word)
{
  char *text = strndup (word.text, word.len);
  if (text == nullptr)
    abort ();
  return text;
}

/* A number without leading zeros; false above max. */
static bool
parse_number (const char *text, size_t len, size_t max, size_t *out)
{
  if (len == 0 || text[0] == '0')
    return false;

  size_t number = 0;
  for (size_t i = 0; i < len; i++)
    {
      if (!is_digit (text[i]))
        return false;
      number = number * 10 + (size_t) (text[i] - '0');
      if (number > max)
        return false;
    }
  *out = number;
  return true;
}

static bool
starts_with (Word word, const char *prefix)
{
  size_t len = strlen (prefix);
  return word.len > len && memcmp (word.text, prefix, len) == 0;
}

static CoreResult
parse_elementary (Word word, AbiType *type)
{
  size_t number;
  if (word_is (word, "address"))
    *type = (AbiType) { .kind = ABI_ADDRESS };
  else if (word_is (word, "bool"))
    *type = (AbiType) { .kind = ABI_BOOL };
  else if (word_is (word, "string"))
    *type = (AbiType) { .kind = ABI_STRING, .dynamic = true };
  else if (word_is (word, "bytes"))
    *type = (AbiType) { .kind = ABI_BYTES, .dynamic = true };
  else if (word_is (word, "uint"))
    *type = (AbiType) { .kind = ABI_UINT, .bits = 256 };
  else if (word_is (word, "int"))
    *type = (AbiType) { .kind = ABI_INT, .bits = 256 };
  else if (word_is (word, "function") || word_is (word, "fixed") || word_is (word, "ufixed") ||
           starts_with (word, "fixed") || starts_with (word, "ufixed"))
    return CORE_ERROR_UNSUPPORTED;
  else if (starts_with (word, "uint") && parse_number (word.text + 4, word.len - 4, 256, &number) &&
           number % 8 == 0)
    *type = (AbiType) { .kind = ABI_UINT, .bits = (unsigned) number };
  else if (starts_with (word, "int") && parse_number (word.text + 3, word.len - 3, 256, &number) &&
           number % 8 == 0)
    *type = (AbiType) { .kind = ABI_INT, .bits = (unsigned) number };
  else if (starts_with (word, "bytes") && parse_number (word.text + 5, word.len - 5, 32, &number))
    *type = (AbiType) { .kind = ABI_FIXED_BYTES, .bits = (unsigned) number * 8 };
  else
    return CORE_ERROR_SYNTAX;
  type->head_size = WORD;
  return CORE_OK;
}

/* Levels of arrays and tuples in a type. */
static size_t
type_height (const AbiType *type)
{
  size_t height = 0;
  for (; type->element != nullptr; type = type->element)
    height++;

  size_t highest = 0;
  for (size_t i = 0; i < type->n_fields; i++)
    {
      size_t field = type_height (&type->fields[i].type);
      highest = field > highest ? field : highest;
    }
  return height + highest + (type->kind == ABI_TUPLE ? 1 : 0);
}

static CoreResult
set_static_size (AbiType *type, size_t n, size_t size)
{
  if (ckd_mul (&type->head_size, n, size) || type->head_size > MAX_ELEMENTS * WORD)
    return CORE_ERROR_LIMIT;
  return CORE_OK;
}

/* Makes type an array of what it was: "[]", or "[n]" when digits are given. */
static CoreResult
wrap_array (AbiType *type, const char *digits, size_t n_digits)
{
  size_t length = 0;
  if (n_digits > 0)
    {
      if (digits[0] == '0')
        return CORE_ERROR_SYNTAX; /* nothing has no elements: there is no T[0] in Solidity */
      if (!parse_number (digits, n_digits, MAX_ELEMENTS, &length))
        return CORE_ERROR_LIMIT;
    }

  AbiType *element = malloc (sizeof *element);
  if (element == nullptr)
    abort ();
  *element = *type;
  *type = (AbiType) {
    .kind = n_digits > 0 ? ABI_FIXED_ARRAY : ABI_ARRAY,
    .length = length,
    .element = element,
    .dynamic = n_digits == 0 || element->dynamic,
    .head_size = WORD,
  };
  return type->dynamic ? CORE_OK : set_static_size (type, length, element->head_size);
}

static CoreResult
parse_tuple (const char **at, AbiType *type, size_t level)
{
  if (level >= MAX_LEVELS)
    return CORE_ERROR_LIMIT;
  *type = (AbiType) { .kind = ABI_TUPLE, .head_size = WORD };

  CoreResult result = parse_params (at, &type->fields, &type->n_fields, level + 1);
  if (result != CORE_OK)
    return result;
  if (type->n_fields == 0)
    return CORE_ERROR_SYNTAX; /* Solidity knows no empty struct */

  size_t size = 0;
  for (size_t i = 0; i < type->n_fields; i++)
    {
      if (type->fields[i].indexed)
        return CORE_ERROR_SYNTAX;
      type->dynamic = type->dynamic || type->fields[i].type.dynamic;
      size += type->fields[i].type.head_size;
    }
  return type->dynamic ? CORE_OK : set_static_size (type, 1, size);
}

/* What is in type is freed by the caller, after errors too. */
static CoreResult
parse_type (const char **at, AbiType *type, size_t level)
{
  Word word = take_word (at);
  bool tuple = **at == '(' && (word.len == 0 || word_is (word, "tuple"));
  CoreResult result = tuple ? parse_tuple (at, type, level) : parse_elementary (word, type);

  for (size_t i = 0; result == CORE_OK && take_char (at, '['); i++)
    {
      const char *digits = *at;
      while (is_digit (**at))
        (*at)++;
      size_t n_digits = (size_t) (*at - digits);
      if (i == MAX_LEVELS)
        return CORE_ERROR_LIMIT;
      if (!take_char (at, ']'))
        return CORE_ERROR_SYNTAX;
      result = wrap_array (type, digits, n_digits);
    }
  if (result == CORE_OK && type_height (type) > MAX_LEVELS)
    result = CORE_ERROR_LIMIT;
  return result;
}

static CoreResult
parse_param (const char **at, AbiParam *param, size_t level)
{
  static const char *const ignored[] = { "memory", "calldata", "storage", "payable", nullptr };

  CoreResult result = parse_type (at, &param->type, level);
  if (result != CORE_OK)
    return result;

  Word word = take_word (at);
  while (word_is (word, "indexed") || word_is_any (word, ignored))
    {
      if (word_is (word, "indexed"))
        {
          if (param->indexed)
            return CORE_ERROR_SYNTAX;
          param->indexed = true;
        }
      word = take_word (at);
    }
  param->name = word_dup (word);
  return CORE_OK;
}

/* From "(" to ")". What is in params is freed by the caller, after errors too. */
static CoreResult
parse_params (const char **at, AbiParam **params, size_t *n, size_t level)
{
  if (!take_char (at, '('))
    return CORE_ERROR_SYNTAX;
  if (take_char (at, ')'))
    return CORE_OK;
  do
    {
      if (*n == MAX_PARAMS)
        return CORE_ERROR_LIMIT;
      AbiParam *grown = realloc (*params, (*n + 1) * sizeof **params);
      if (grown == nullptr)
        abort ();
      *params = grown;
      grown[*n] = (AbiParam) { 0 };
      CoreResult result = parse_param (at, &grown[(*n)++], level);
      if (result != CORE_OK)
        return result;
    }
  while (take_char (at, ','));
  return take_char (at, ')') ? CORE_OK : CORE_ERROR_SYNTAX;
}

static void
append_params (Buffer *out, const AbiParam *params, size_t n)
{
  buffer_append_byte (out, '(');
  for (size_t i = 0; i < n; i++)
    {
      if (i > 0)
        buffer_append_byte (out, ',');
      append_type (out, &params[i].type);
    }
  buffer_append_byte (out, ')');
}

static void
append_text (Buffer *out, const char *text)
{
  buffer_append (out, text, strlen (text));
}

static void
append_number (Buffer *out, size_t number)
{
  char text[U256_DECIMAL_SIZE];
  u256_to_decimal (number, text);
  append_text (out, text);
}

/* The canonical spelling, which is what is hashed. */
static void
append_type (Buffer *out, const AbiType *type)
{
  switch (type->kind)
    {
    case ABI_UINT:
    case ABI_INT:
      append_text (out, type->kind == ABI_UINT ? "uint" : "int");
      append_number (out, type->bits);
      break;
    case ABI_BOOL:
      append_text (out, "bool");
      break;
    case ABI_ADDRESS:
      append_text (out, "address");
      break;
    case ABI_FIXED_BYTES:
      append_text (out, "bytes");
      append_number (out, type->bits / 8);
      break;
    case ABI_BYTES:
      append_text (out, "bytes");
      break;
    case ABI_STRING:
      append_text (out, "string");
      break;
    case ABI_ARRAY:
    case ABI_FIXED_ARRAY:
      append_type (out, type->element);
      buffer_append_byte (out, '[');
      if (type->kind == ABI_FIXED_ARRAY)
        append_number (out, type->length);
      buffer_append_byte (out, ']');
      break;
    case ABI_TUPLE:
      append_params (out, type->fields, type->n_fields);
      break;
    }
}

static bool
parse_kind (Word word, AbiItemKind *kind)
{
  if (word_is (word, "function"))
    *kind = ABI_FUNCTION;
  else if (word_is (word, "event"))
    *kind = ABI_EVENT;
  else if (word_is (word, "error"))
    *kind = ABI_ERROR;
  else
    return false;
  return true;
}

/* What may stand between the parameters and the end. */
static CoreResult
parse_rest (const char **at, AbiItem *item)
{
  static const char *const modifiers[] = { "external", "public",  "internal", "private",
                                           "view",     "pure",    "payable",  "nonpayable",
                                           "constant", "virtual", "override", nullptr };

  for (Word word = take_word (at); word.len > 0; word = take_word (at))
    {
      if (item->kind == ABI_EVENT && word_is (word, "anonymous"))
        return CORE_ERROR_UNSUPPORTED;
      if (item->kind != ABI_FUNCTION)
        return CORE_ERROR_SYNTAX;
      if (word_is (word, "returns"))
        {
          CoreResult result = parse_params (at, &item->outputs, &item->n_outputs, 0);
          if (result != CORE_OK)
            return result;
          break;
        }
      if (!word_is_any (word, modifiers))
        return CORE_ERROR_SYNTAX;
    }
  (void) take_char (at, ';');
  return **at == '\0' ? CORE_OK : CORE_ERROR_SYNTAX;
}

static CoreResult
check_indexed (const AbiItem *item)
{
  size_t n = 0;
  for (size_t i = 0; i < item->n_inputs; i++)
    n += item->inputs[i].indexed;
  for (size_t i = 0; i < item->n_outputs; i++)
    if (item->outputs[i].indexed)
      return CORE_ERROR_SYNTAX;
  return n > (item->kind == ABI_EVENT ? MAX_INDEXED : 0) ? CORE_ERROR_SYNTAX : CORE_OK;
}

static CoreResult
parse_item (const char *text, AbiItem *item)
{
  const char *at = text;
  if (!parse_kind (take_word (&at), &item->kind))
    return CORE_ERROR_SYNTAX;

  Word name = take_word (&at);
  if (name.len == 0)
    return CORE_ERROR_SYNTAX;
  item->name = word_dup (name);

  CoreResult result = parse_params (&at, &item->inputs, &item->n_inputs, 0);
  if (result == CORE_OK)
    result = parse_rest (&at, item);
  if (result == CORE_OK)
    result = check_indexed (item);
  if (result != CORE_OK)
    return result;

  Buffer signature = buffer_new ();
  append_text (&signature, item->name);
  append_params (&signature, item->inputs, item->n_inputs);
  item->hash = keccak256 (buffer_bytes (&signature));
  buffer_append_byte (&signature, '\0');
  item->signature = (char *) buffer_steal (&signature, nullptr);
  return CORE_OK;
}

CoreResult
abi_item_parse (const char *text, AbiItem **out)
{
  if (strnlen (text, MAX_TEXT + 1) > MAX_TEXT)
    return CORE_ERROR_LIMIT;

  AbiItem *item = calloc (1, sizeof *item);
  if (item == nullptr)
    abort ();
  CoreResult result = parse_item (text, item);
  if (result != CORE_OK)
    {
      abi_item_free (item);
      return result;
    }
  *out = item;
  return CORE_OK;
}

void
abi_item_free (AbiItem *item)
{
  if (item == nullptr)
    return;
  params_free (item->inputs, item->n_inputs);
  params_free (item->outputs, item->n_outputs);
  free (item->signature);
  free (item->name);
  free (item);
}

uint32_t
abi_selector (const AbiItem *item)
{
  const uint8_t *bytes = item->hash.bytes;
  return (uint32_t) bytes[0] << 24 | (uint32_t) bytes[1] << 16 | (uint32_t) bytes[2] << 8 |
         bytes[3];
}

static AbiItem *error_string;
static AbiItem *panic;

static void
parse_builtin (void)
{
  if (abi_item_parse ("error Error(string message)", &error_string) != CORE_OK ||
      abi_item_parse ("error Panic(uint256 code)", &panic) != CORE_OK)
    abort ();
}

static void
ensure_builtin (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once (&once, parse_builtin);
}

const AbiItem *
abi_error_string (void)
{
  ensure_builtin ();
  return error_string;
}

const AbiItem *
abi_panic (void)
{
  ensure_builtin ();
  return panic;
}

const char *
abi_panic_to_string (u256 code)
{
  /* Solidity documentation, "Panic via assert and Error via require". */
  static const struct
  {
    uint8_t code;
    const char *text;
  } codes[] = {
    { 0x00, "generic compiler panic" },           { 0x01, "assertion failed" },
    { 0x11, "arithmetic overflow or underflow" }, { 0x12, "division or modulo by zero" },
    { 0x21, "value out of range for its enum" },  { 0x22, "storage byte array wrongly encoded" },
    { 0x31, "pop from an empty array" },          { 0x32, "array index out of bounds" },
    { 0x41, "too much memory allocated" },        { 0x51, "call of an uninitialised function" },
  };

  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
    if (code == codes[i].code)
      return codes[i].text;
  return "unknown panic";
}
