/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Bytes somebody else owns. */
typedef struct
{
  const uint8_t *data;
  size_t len;
} Bytes;

/* Bytes that grow. Zero-initialised is empty. Owned: release with buffer_clear(). */
typedef struct
{
  uint8_t *data;
  size_t len;
  size_t capacity;
} Buffer;

void buffer_append (Buffer *self, const void *data, size_t len);
void buffer_append_byte (Buffer *self, uint8_t byte);
/* Appends len zero bytes and returns where they start; valid until the next append. */
uint8_t *buffer_extend (Buffer *self, size_t len);
/* Frees and empties. Does not wipe: secrets live in Secret (secret.h), never here. */
void buffer_clear (Buffer *self);
/* Moves the bytes out (free() them) and empties the buffer. */
uint8_t *buffer_steal (Buffer *self, size_t *len);

static inline Bytes
buffer_bytes (const Buffer *self)
{
  return (Bytes) { self->data, self->len };
}

[[nodiscard]] static inline Buffer
buffer_new (void)
{
  return (Buffer) { nullptr, 0, 0 };
}
