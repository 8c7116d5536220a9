/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-picture.h"

#include <gio/gio.h>
#include <string.h>

/* After the magic number, IHDR: length, type, width, height, depth, colour, compression, filter, interlace. */
#define HEADER 8u
#define DEPTH (HEADER + 16u)

typedef struct
{
  guint width, height;
  guint bits; /* a pixel */
  gboolean interlaced;
} Layout;

static guint32
read_32 (const guint8 *data)
{
  guint32 wire;

  memcpy (&wire, data, 4);
  return GUINT32_FROM_BE (wire);
}

/* ISO/IEC 15948, annex D. */
static guint32
checksum (const guint8 *data, gsize len)
{
  guint32 sum = G_MAXUINT32;

  for (gsize i = 0; i < len; i++)
    {
      sum ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = (sum & 1) != 0 ? sum >> 1 ^ 0xedb88320u : sum >> 1;
    }
  return ~sum;
}

/* ISO/IEC 15948, table 11.1. */
static gboolean
read_layout (const guint8 *data, Layout *layout)
{
  const guint channels[] = { 1, 0, 3, 1, 2, 0, 4 };
  const guint depth = data[DEPTH];
  const guint colour = data[DEPTH + 1];

  if (colour >= G_N_ELEMENTS (channels) || channels[colour] == 0 ||
      (depth != 1 && depth != 2 && depth != 4 && depth != 8 && depth != 16) ||
      (depth < 8 && channels[colour] > 1) || (depth == 16 && colour == 3) || data[DEPTH + 2] != 0 ||
      data[DEPTH + 3] != 0 || data[DEPTH + 4] > 1)
    return FALSE;
  layout->width = read_32 (data + HEADER + 8);
  layout->height = read_32 (data + HEADER + 12);
  layout->bits = depth * channels[colour];
  layout->interlaced = data[DEPTH + 4] == 1;
  return TRUE;
}

/* The filtered rows of a pass of Adam7 (ISO/IEC 15948, 8.2) or of the whole picture: how many, and the bytes
 * of each with the number of its filter before them. */
static void
measure_pass (const Layout *layout, guint pass, guint *n_rows, gsize *row)
{
  static const struct
  {
    guint x, y, columns, rows;
  } adam7[] = { { 0, 0, 8, 8 }, { 4, 0, 8, 8 }, { 0, 4, 4, 8 }, { 2, 0, 4, 4 },
                { 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 } };
  guint columns = layout->width;

  *n_rows = layout->height;
  if (layout->interlaced)
    {
      columns = (columns + adam7[pass].columns - 1 - adam7[pass].x) / adam7[pass].columns;
      *n_rows = (*n_rows + adam7[pass].rows - 1 - adam7[pass].y) / adam7[pass].rows;
    }
  if (columns == 0)
    *n_rows = 0;
  *row = 1 + ((gsize) columns * layout->bits + 7) / 8;
}

static guint
count_passes (const Layout *layout)
{
  return layout->interlaced ? 7 : 1;
}

/* Whether packed unpacks to exactly so many bytes; some encoders leave more behind it. */
static gboolean
unpack (const GByteArray *packed, guint8 *rows, gsize len)
{
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize in = 0, out = 0;
  guint8 more;

  while (result == G_CONVERTER_CONVERTED)
    {
      gsize read, written;
      const gboolean full = out == len;

      /* What is full may still have its own checksum to read. */
      result = g_converter_convert (G_CONVERTER (zlib), packed->data + in, packed->len - in,
                                    full ? &more : rows + out, full ? 1 : len - out,
                                    G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
      if (result == G_CONVERTER_ERROR || (full && written > 0))
        return FALSE;
      in += read;
      out += written;
    }
  return result == G_CONVERTER_FINISHED && out == len;
}

/* Whether each row's filter is one of the five. */
static gboolean
check_rows (const Layout *layout, const GByteArray *packed)
{
  g_autofree guint8 *rows = NULL;
  const guint8 *at;
  gsize len = 0;

  for (guint pass = 0; pass < count_passes (layout); pass++)
    {
      guint n_rows;
      gsize row;

      measure_pass (layout, pass, &n_rows, &row);
      len += n_rows * row;
    }
  rows = g_malloc (len);
  if (packed->len == 0 || !unpack (packed, rows, len))
    return FALSE;

  at = rows;
  for (guint pass = 0; pass < count_passes (layout); pass++)
    {
      guint n_rows;
      gsize row;

      measure_pass (layout, pass, &n_rows, &row);
      for (; n_rows > 0; n_rows--, at += row)
        if (*at > 4)
          return FALSE;
    }
  return TRUE;
}

gboolean
surety_picture_is_whole (GBytes *picture)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  Layout layout;
  gsize len;
  const guint8 *data = g_bytes_get_data (picture, &len);

  if (data[0] != 0x89)
    return TRUE;
  if (!read_layout (data, &layout))
    return FALSE;
  for (gsize at = HEADER; at < len;)
    {
      guint32 size = read_32 (data + at);

      if (checksum (data + at + 4, (gsize) size + 4) != read_32 (data + at + 8 + size))
        return FALSE;
      if (memcmp (data + at + 4, "IDAT", 4) == 0)
        g_byte_array_append (packed, data + at + 8, size);
      at += (gsize) size + 12;
    }
  return check_rows (&layout, packed);
}
