/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-picture.h"

#include <string.h>

static const guint8 png_magic[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
static const guint8 jpeg_magic[3] = { 0xff, 0xd8, 0xff };

typedef struct
{
  const guint8 *data;
  gsize len;
  GByteArray *out;
  guint width, height; /* 0 = not seen yet */
} Picture;

static guint32
read_16 (const guint8 *data)
{
  return (guint32) data[0] << 8 | data[1];
}

static guint32
read_32 (const guint8 *data)
{
  return read_16 (data) << 16 | read_16 (data + 2);
}

static gboolean
take_size (Picture *self, guint32 width, guint32 height)
{
  if (width == 0 || width > SURETY_PICTURE_MAX_SIDE || height == 0 ||
      height > SURETY_PICTURE_MAX_SIDE)
    return FALSE;
  self->width = width;
  self->height = height;
  return TRUE;
}

/* --- PNG: a magic number, then chunks of a length, a type, data and a checksum --- */

static gboolean
is_chunk (const guint8 *chunk, const char *type)
{
  return memcmp (chunk + 4, type, 4) == 0;
}

/* FALSE: the picture is refused. */
static gboolean
take_chunk (Picture *self, const guint8 *chunk, guint32 size)
{
  if (self->width == 0)
    {
      if (!is_chunk (chunk, "IHDR") || size != 13 ||
          !take_size (self, read_32 (chunk + 8), read_32 (chunk + 12)))
        return FALSE;
    }
  else if (!is_chunk (chunk, "PLTE") && !is_chunk (chunk, "tRNS") && !is_chunk (chunk, "IDAT") &&
           !is_chunk (chunk, "IEND"))
    /* Others may be left out when the type begins with a small letter, but an animation is no picture. */
    return (chunk[4] & 0x20) != 0 && !is_chunk (chunk, "acTL");

  g_byte_array_append (self->out, chunk, size + 12);
  return TRUE;
}

static gboolean
reduce_png (Picture *self)
{
  gsize at = sizeof png_magic;
  gboolean has_data = FALSE;

  g_byte_array_append (self->out, png_magic, sizeof png_magic);
  while (self->len - at >= 12)
    {
      const guint8 *chunk = self->data + at;
      guint32 size = read_32 (chunk);

      if (size > self->len - at - 12 || !take_chunk (self, chunk, size))
        return FALSE;
      has_data = has_data || is_chunk (chunk, "IDAT");
      if (is_chunk (chunk, "IEND"))
        return has_data;
      at += 12 + size;
    }
  return FALSE;
}

/* --- JPEG: markers, most with a segment of a length; a scan's is followed by coded data --- */

/* SOF0, SOF1 or SOF2: length, precision, height, width, components. */
static gboolean
take_frame (Picture *self, const guint8 *segment, guint size)
{
  guint n = size >= 8 ? segment[9] : 0;

  if (self->width != 0 || (n != 1 && n != 3) || size != 8 + 3 * n || segment[4] != 8 ||
      !take_size (self, read_16 (segment + 7), read_16 (segment + 5)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      guint sampling = segment[11 + 3 * i];

      if (sampling >> 4 < 1 || sampling >> 4 > 4 || (sampling & 15) < 1 || (sampling & 15) > 4)
        return FALSE;
    }
  return TRUE;
}

/* Where the coded data from at end: at the next marker that is no restart; len if there is none. */
static gsize
skip_coded (const Picture *self, gsize at)
{
  for (; at + 1 < self->len; at++)
    if (self->data[at] == 0xff && self->data[at + 1] != 0 &&
        (self->data[at + 1] < 0xd0 || self->data[at + 1] > 0xd7))
      return at;
  return self->len;
}

static gboolean
take_segment (Picture *self, gsize at, gsize *end, guint *n_scans)
{
  const guint8 *segment = self->data + at;
  guint size;

  if (self->len - at < 4)
    return FALSE;
  size = read_16 (segment + 2);
  if (size < 2 || size > self->len - at - 2)
    return FALSE;

  *end = at + 2 + size;
  switch (segment[1])
    {
    case 0xc0:
    case 0xc1:
    case 0xc2:
      if (!take_frame (self, segment, size))
        return FALSE;
      break;
    case 0xda: /* SOS */
      if (self->width == 0 || ++*n_scans > SURETY_PICTURE_MAX_SCANS)
        return FALSE;
      *end = skip_coded (self, *end);
      break;
    case 0xc4: /* DHT */
    case 0xdb: /* DQT */
    case 0xdd: /* DRI */
    case 0xe0: /* APP0: JFIF */
    case 0xee: /* APP14: which colours */
      break;
    default:
      /* Other applications' parts and comments are left out. */
      return (segment[1] >= 0xe1 && segment[1] <= 0xef) || segment[1] == 0xfe;
    }
  g_byte_array_append (self->out, segment, (guint) (*end - at));
  return TRUE;
}

static gboolean
reduce_jpeg (Picture *self)
{
  static const guint8 last[2] = { 0xff, 0xd9 };
  gsize at = 2;
  guint n_scans = 0;

  g_byte_array_append (self->out, jpeg_magic, 2);
  while (self->len - at >= 2 && self->data[at] == 0xff)
    {
      if (self->data[at + 1] == 0xff)
        at++;
      else if (self->data[at + 1] == last[1])
        {
          g_byte_array_append (self->out, last, sizeof last);
          return n_scans > 0;
        }
      else if (!take_segment (self, at, &at, &n_scans))
        return FALSE;
    }
  return FALSE;
}

GBytes *
surety_picture_reduce (GBytes *file, guint *width, guint *height)
{
  Picture self = { 0 };
  gboolean good = FALSE;

  g_return_val_if_fail (file != NULL, NULL);

  self.data = g_bytes_get_data (file, &self.len);
  if (self.len < sizeof png_magic || self.len > SURETY_PICTURE_MAX_FILE)
    return NULL;
  self.out = g_byte_array_sized_new ((guint) self.len);
  if (memcmp (self.data, png_magic, sizeof png_magic) == 0)
    good = reduce_png (&self);
  else if (memcmp (self.data, jpeg_magic, sizeof jpeg_magic) == 0)
    good = reduce_jpeg (&self);
  if (!good)
    {
      g_byte_array_unref (self.out);
      return NULL;
    }

  *width = self.width;
  *height = self.height;
  return g_byte_array_free_to_bytes (self.out);
}

/* The mean of the pixels that are there of a square of step × step. */
static void
average (const guint8 *pixels, guint width, guint height, guint x, guint y, guint step, guint8 *out)
{
  guint columns = MIN (step, width - x);
  guint rows = MIN (step, height - y);
  guint sums[4] = { 0 };

  g_assert (x < width && y < height);

  for (guint row = y; row < y + rows; row++)
    for (guint column = x; column < x + columns; column++)
      for (guint i = 0; i < 4; i++)
        sums[i] += pixels[((gsize) row * width + column) * 4 + i];
  for (guint i = 0; i < 4; i++)
    out[i] = (guint8) ((sums[i] + rows * columns / 2) / (rows * columns));
}

GBytes *
surety_picture_shrink (const guint8 *pixels, guint *width, guint *height, guint max)
{
  guint old_width = *width;
  guint old_height = *height;
  guint step = MAX (1, (MAX (old_width, old_height) + max - 1) / max);
  guint new_width = (old_width + step - 1) / step;
  guint new_height = (old_height + step - 1) / step;
  guint8 *out = g_malloc ((gsize) new_width * new_height * 4);

  for (guint y = 0; y < new_height; y++)
    for (guint x = 0; x < new_width; x++)
      average (pixels, old_width, old_height, x * step, y * step, step,
               out + ((gsize) y * new_width + x) * 4);

  *width = new_width;
  *height = new_height;
  return g_bytes_new_take (out, (gsize) new_width * new_height * 4);
}
