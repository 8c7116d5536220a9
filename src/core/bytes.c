/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bytes.h"

#include <stdckdint.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for len more bytes. Doubling, so that appending is linear altogether. */
static void
buffer_reserve (Buffer *self, size_t len)
{
  size_t needed;
  if (ckd_add (&needed, self->len, len))
    abort ();
  if (needed <= self->capacity)
    return;

  size_t capacity;
  if (ckd_mul (&capacity, self->capacity, 2) || capacity < needed)
    capacity = needed;
  if (capacity < 64)
    capacity = 64;

  uint8_t *data = realloc (self->data, capacity);
  if (data == nullptr)
    abort ();
  self->data = data;
  self->capacity = capacity;
}

void
buffer_append (Buffer *self, const void *data, size_t len)
{
  if (len == 0)
    return;
  buffer_reserve (self, len);
  memcpy (self->data + self->len, data, len);
  self->len += len;
}

void
buffer_append_byte (Buffer *self, uint8_t byte)
{
  buffer_append (self, &byte, 1);
}

uint8_t *
buffer_extend (Buffer *self, size_t len)
{
  /* Reserving one byte at least keeps the answer a real address for len 0 too. */
  buffer_reserve (self, len > 0 ? len : 1);
  uint8_t *start = self->data + self->len;
  memset (start, 0, len);
  self->len += len;
  return start;
}

void
buffer_clear (Buffer *self)
{
  free (self->data);
  *self = buffer_new ();
}

uint8_t *
buffer_steal (Buffer *self, size_t *len)
{
  uint8_t *data = self->data;
  if (len != nullptr)
    *len = self->len;
  *self = buffer_new ();
  return data;
}
