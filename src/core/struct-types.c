/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "struct-types.h"

#include <stdlib.h>
#include <string.h>

constexpr size_t MAX_TEXT = 4096;

typedef struct
{
  const char *at;
} Cursor;

static bool
span_equal (Span a, Span b)
{
  return a.len == b.len && memcmp (a.data, b.data, a.len) == 0;
}

static int
span_compare (Span a, Span b)
{
  const int order = memcmp (a.data, b.data, a.len < b.len ? a.len : b.len);

  return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static void
skip_spaces (Cursor *cursor)
{
  while (*cursor->at == ' ')
    cursor->at++;
}

static bool
accept (Cursor *cursor, char c)
{
  if (*cursor->at != c)
    return false;

  cursor->at++;

  return true;
}

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static bool
is_identifier (char c, bool first)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         (!first && is_digit (c));
}

static CoreResult
read_identifier (Cursor *cursor, Span *out)
{
  const char *start = cursor->at;

  if (!is_identifier (*start, true))
    return CORE_ERROR_SYNTAX;

  while (is_identifier (*cursor->at, false))
    cursor->at++;

  *out = (Span) { start, (size_t) (cursor->at - start) };

  return CORE_OK;
}

/* A number without leading zeros, at most 2^16. */
static CoreResult
read_number (const char **at, size_t *out)
{
  size_t value = 0;

  if (!is_digit (**at) || **at == '0')
    return CORE_ERROR_SYNTAX;

  for (; is_digit (**at); (*at)++)
    {
      value = value * 10 + (size_t) (**at - '0');
      if (value > 65536)
        return CORE_ERROR_LIMIT;
    }

  *out = value;

  return CORE_OK;
}

static bool
span_is (Span span, const char *text)
{
  return span.len == strlen (text) && memcmp (span.data, text, span.len) == 0;
}

/* "uint" and a number, in a span that may go on after it. */
static bool
span_number (Span span, const char *prefix, size_t *out)
{
  const size_t prefix_len = strlen (prefix);
  const char *at = span.data + prefix_len;

  return span.len > prefix_len && memcmp (span.data, prefix, prefix_len) == 0 &&
         read_number (&at, out) == CORE_OK && at == span.data + span.len;
}

/* The atomic and dynamic types of EIP-712, which knows no aliases "uint" and "int". */
static bool
base_parse (Span base, AbiKind *kind, unsigned *bits)
{
  size_t number;

  *bits = 0;

  if (span_is (base, "bool"))
    *kind = ABI_BOOL;
  else if (span_is (base, "address"))
    *kind = ABI_ADDRESS;
  else if (span_is (base, "bytes"))
    *kind = ABI_BYTES;
  else if (span_is (base, "string"))
    *kind = ABI_STRING;
  else if (span_number (base, "bytes", &number) && number <= 32)
    {
      *kind = ABI_FIXED_BYTES;
      *bits = (unsigned) number * 8;
    }
  else if (span_number (base, "uint", &number) && number <= 256 && number % 8 == 0)
    {
      *kind = ABI_UINT;
      *bits = (unsigned) number;
    }
  else if (span_number (base, "int", &number) && number <= 256 && number % 8 == 0)
    {
      *kind = ABI_INT;
      *bits = (unsigned) number;
    }
  else
    return false;

  return true;
}

static CoreResult
parse_member (Cursor *cursor, StructMember *out)
{
  const char *start;
  CoreResult result;

  skip_spaces (cursor);
  start = cursor->at;
  if ((result = read_identifier (cursor, &out->base)) != CORE_OK)
    return result;

  while (accept (cursor, '['))
    {
      size_t length = STRUCT_DYNAMIC;

      if (out->n_dimensions == STRUCT_DIMENSIONS_MAX)
        return CORE_ERROR_LIMIT;
      if (*cursor->at != ']' && (result = read_number (&cursor->at, &length)) != CORE_OK)
        return result;
      if (!accept (cursor, ']'))
        return CORE_ERROR_SYNTAX;

      out->dimensions[out->n_dimensions++] = length;
    }

  out->type_text = (Span) { start, (size_t) (cursor->at - start) };
  if (*cursor->at != ' ')
    return CORE_ERROR_SYNTAX;

  skip_spaces (cursor);
  result = read_identifier (cursor, &out->name);
  skip_spaces (cursor);

  return result;
}

static CoreResult
parse_struct (Cursor *cursor, StructType *out)
{
  AbiKind kind;
  unsigned bits;
  CoreResult result;

  if ((result = read_identifier (cursor, &out->name)) != CORE_OK)
    return result;
  if (base_parse (out->name, &kind, &bits) || !accept (cursor, '('))
    return CORE_ERROR_SYNTAX;

  out->members = calloc (STRUCT_MEMBERS_MAX, sizeof *out->members);
  if (out->members == nullptr)
    abort ();

  skip_spaces (cursor);
  if (accept (cursor, ')'))
    return CORE_OK;

  do
    {
      if (out->n_members == STRUCT_MEMBERS_MAX)
        return CORE_ERROR_LIMIT;
      if ((result = parse_member (cursor, &out->members[out->n_members++])) != CORE_OK)
        return result;
    }
  while (accept (cursor, ','));

  return accept (cursor, ')') ? CORE_OK : CORE_ERROR_SYNTAX;
}

static bool
find_struct (const StructTypes *self, Span name, size_t *out)
{
  for (size_t i = 0; i < self->n_items; i++)
    if (span_equal (self->items[i].name, name))
      {
        *out = i;
        return true;
      }

  return false;
}

static CoreResult
parse_structs (StructTypes *self)
{
  Cursor cursor = { self->text };
  CoreResult result;

  do
    {
      StructType *next = &self->items[self->n_items];
      size_t other;

      if (self->n_items == STRUCT_TYPES_MAX)
        return CORE_ERROR_LIMIT;
      if ((result = parse_struct (&cursor, next)) != CORE_OK)
        return result;
      if (find_struct (self, next->name, &other))
        return CORE_ERROR_SYNTAX;

      self->n_items++;
    }
  while (*cursor.at != '\0');

  return CORE_OK;
}

static CoreResult
resolve (StructTypes *self)
{
  for (size_t i = 0; i < self->n_items; i++)
    for (size_t k = 0; k < self->items[i].n_members; k++)
      {
        StructMember *member = &self->items[i].members[k];

        if (base_parse (member->base, &member->kind, &member->bits))
          continue;
        if (!find_struct (self, member->base, &member->struct_index))
          return CORE_ERROR_SYNTAX;

        member->kind = ABI_TUPLE;
      }

  return CORE_OK;
}

/* encodeType */

static void
append_span (Buffer *out, Span span)
{
  buffer_append (out, span.data, span.len);
}

static void
append_struct_type (const StructType *item, Buffer *out)
{
  append_span (out, item->name);
  buffer_append_byte (out, '(');
  for (size_t i = 0; i < item->n_members; i++)
    {
      if (i > 0)
        buffer_append_byte (out, ',');
      append_span (out, item->members[i].type_text);
      buffer_append_byte (out, ' ');
      append_span (out, item->members[i].name);
    }
  buffer_append_byte (out, ')');
}

/* Marks what a struct refers to, directly or through others. */
static void
mark_references (const StructTypes *self, size_t index, bool *marks)
{
  const StructType *item = &self->items[index];

  if (marks[index])
    return;

  marks[index] = true;
  for (size_t i = 0; i < item->n_members; i++)
    if (item->members[i].kind == ABI_TUPLE)
      mark_references (self, item->members[i].struct_index, marks);
}

/* The struct itself, then what it refers to, sorted by name. */
static void
append_encode_type (const StructTypes *self, size_t index, Buffer *out)
{
  bool marks[STRUCT_TYPES_MAX] = { false };

  mark_references (self, index, marks);
  append_struct_type (&self->items[index], out);
  marks[index] = false;

  for (;;)
    {
      size_t first = STRUCT_TYPES_MAX;

      for (size_t i = 0; i < self->n_items; i++)
        if (marks[i] && (first == STRUCT_TYPES_MAX ||
                         span_compare (self->items[i].name, self->items[first].name) < 0))
          first = i;
      if (first == STRUCT_TYPES_MAX)
        return;

      append_struct_type (&self->items[first], out);
      marks[first] = false;
    }
}

static void
compute_types (StructTypes *self)
{
  size_t len;

  for (size_t i = self->n_items; i-- > 0;)
    {
      Buffer buffer = buffer_new ();

      append_encode_type (self, i, &buffer);
      self->items[i].type_hash = keccak256 (buffer_bytes (&buffer));

      if (i == 0)
        {
          buffer_append_byte (&buffer, '\0');
          self->encode_type = (char *) buffer_steal (&buffer, &len);
        }

      buffer_clear (&buffer);
    }
}

CoreResult
struct_types_parse (const char *text, StructTypes *out)
{
  CoreResult result;

  *out = (StructTypes) { 0 };

  if (strnlen (text, MAX_TEXT + 1) > MAX_TEXT)
    return CORE_ERROR_LIMIT;
  if ((out->text = strdup (text)) == nullptr)
    abort ();

  if ((result = parse_structs (out)) != CORE_OK || (result = resolve (out)) != CORE_OK)
    {
      struct_types_clear (out);
      return result;
    }

  compute_types (out);

  return CORE_OK;
}

void
struct_types_clear (StructTypes *self)
{
  for (size_t i = 0; i < STRUCT_TYPES_MAX; i++)
    free (self->items[i].members);
  free (self->encode_type);
  free (self->text);
  *self = (StructTypes) { 0 };
}
