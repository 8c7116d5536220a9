/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "surety-picture.h"

static void
put_32 (GByteArray *out, guint32 number)
{
  const guint32 wire = GUINT32_TO_BE (number);

  g_byte_array_append (out, (const guint8 *) &wire, 4);
}

static void
put (GByteArray *out, const char *data, guint len)
{
  g_byte_array_append (out, (const guint8 *) data, len);
}

/* The checksum is for the decoder to look at. */
static void
put_chunk (GByteArray *out, const char *type, const char *data, guint len)
{
  put_32 (out, len);
  put (out, type, 4);
  put (out, data, len);
  put_32 (out, 0);
}

static GByteArray *
start_png (guint32 width, guint32 height)
{
  GByteArray *out = g_byte_array_new ();

  put (out, "\x89PNG\r\n\x1a\n", 8);
  put_32 (out, 13);
  put (out, "IHDR", 4);
  put_32 (out, width);
  put_32 (out, height);
  put (out, "\x08\x06\0\0\0", 5);
  put_32 (out, 0);
  return out;
}

static GByteArray *
create_png (guint32 width, guint32 height)
{
  GByteArray *out = start_png (width, height);

  put_chunk (out, "IDAT", "data", 4);
  put_chunk (out, "IEND", "", 0);
  return out;
}

static void
put_segment (GByteArray *out, guint8 marker, const char *data, guint len)
{
  const guint8 head[] = { 0xff, marker, (guint8) ((len + 2) >> 8), (guint8) ((len + 2) & 0xff) };

  g_byte_array_append (out, head, sizeof head);
  put (out, data, len);
}

static void
put_frame (GByteArray *out, guint8 marker, guint width, guint height)
{
  const char frame[] = { 8,
                         (char) (height >> 8),
                         (char) (height & 0xff),
                         (char) (width >> 8),
                         (char) (width & 0xff),
                         1,
                         1,
                         0x11,
                         0 };

  put_segment (out, marker, frame, sizeof frame);
}

/* Coded data with a stuffed byte and a restart in it. */
static void
put_scan (GByteArray *out)
{
  put_segment (out, 0xda, "\1\1\0\0\x3f\0", 6);
  put (out, "ab\xff\0c\xff\xd0z", 8);
}

static GByteArray *
start_jpeg (void)
{
  GByteArray *out = g_byte_array_new ();

  put (out, "\xff\xd8", 2);
  put_segment (out, 0xe0, "JFIF\0\1\1\0\0\1\0\1\0\0", 14);
  return out;
}

static GByteArray *
create_jpeg (guint width, guint height)
{
  GByteArray *out = start_jpeg ();

  put_frame (out, 0xc0, width, height);
  put_scan (out);
  put (out, "\xff\xd9", 2);
  return out;
}

/* What is left of it, NULL if it is refused. Takes file. */
static GBytes *
reduce (GByteArray *file, guint *width, guint *height)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (file);

  return surety_picture_reduce (bytes, width, height);
}

static void
assert_refused (GByteArray *file)
{
  guint width, height;

  g_assert_null (reduce (file, &width, &height));
}

/* Every beginning of it is refused, and it is taken. Takes file. */
static void
assert_taken_whole_only (GByteArray *file, guint expected_width, guint expected_height)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (file);
  g_autoptr (GBytes) reduced = NULL;
  guint width = 0, height = 0;

  for (gsize len = 0; len < g_bytes_get_size (bytes); len++)
    {
      /* Of its own memory: whoever reads past its end is seen. */
      g_autoptr (GBytes) start = g_bytes_new (g_bytes_get_data (bytes, NULL), len);

      g_assert_null (surety_picture_reduce (start, &width, &height));
    }
  reduced = surety_picture_reduce (bytes, &width, &height);
  g_assert_nonnull (reduced);
  g_assert_true (g_bytes_equal (reduced, bytes));
  g_assert_cmpuint (width, ==, expected_width);
  g_assert_cmpuint (height, ==, expected_height);
}

static void
test_whole (void)
{
  assert_taken_whole_only (create_png (1024, 1), 1024, 1);
  assert_taken_whole_only (create_jpeg (1, 1024), 1, 1024);
}

static void
test_sizes (void)
{
  static const struct
  {
    guint width, height;
  } wrong[] = {
    { 0, 10 }, { 10, 0 }, { 1025, 1 }, { 1, 1025 }, { 65535, 65535 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      assert_refused (create_png (wrong[i].width, wrong[i].height));
      assert_refused (create_jpeg (wrong[i].width, wrong[i].height));
    }
  assert_refused (create_png (0x7fffffff, 0x7fffffff));
  assert_refused (create_png (0x80000001, 1));
  assert_refused (create_png (G_MAXUINT32, G_MAXUINT32));
}

static void
test_types (void)
{
  static const char *const others[] = {
    "GIF89a\1\0\1\0\0\0\0;padding",   "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    "RIFF\x20\0\0\0WEBPVP8 and more", "BM and a header of a bitmap",
    "<html>Not found</html>",         "\x89PNG\r\n\x1a\r and more of it",
    "{\"name\": \"a picture\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      GByteArray *file = g_byte_array_new ();

      put (file, others[i], 20);
      assert_refused (file);
    }
  assert_refused (g_byte_array_new ());
}

static void
test_file_size (void)
{
  GByteArray *file = start_png (1, 1);
  g_autofree char *data = g_malloc0 (SURETY_PICTURE_MAX_FILE);
  guint width, height;
  g_autoptr (GBytes) taken = NULL;

  put_chunk (file, "IDAT", data, SURETY_PICTURE_MAX_FILE - file->len - 24);
  put_chunk (file, "IEND", "", 0);
  g_assert_cmpuint (file->len, ==, SURETY_PICTURE_MAX_FILE);
  taken = reduce (file, &width, &height);
  g_assert_nonnull (taken);

  file = create_png (1, 1);
  put (file, data, SURETY_PICTURE_MAX_FILE + 1 - file->len);
  assert_refused (file);
}

/* A kilobyte of any of these can be unpacked to a megabyte. */
static void
test_extras (void)
{
  static const char *const png_extras[] = {
    "zTXt", "iTXt", "tEXt", "iCCP", "eXIf", "sPLT", "prVt"
  };
  g_autoptr (GByteArray) png = create_png (7, 9);
  g_autoptr (GByteArray) jpeg = create_jpeg (7, 9);
  g_autoptr (GBytes) left = NULL;
  GByteArray *file = start_png (7, 9);
  guint width, height;

  for (guint i = 0; i < G_N_ELEMENTS (png_extras); i++)
    put_chunk (file, png_extras[i], "anything", 8);
  put_chunk (file, "IDAT", "data", 4);
  put_chunk (file, "tIME", "1234567", 7);
  put_chunk (file, "IEND", "", 0);
  put (file, "and a program after its end", 27);
  left = reduce (file, &width, &height);
  g_assert_nonnull (left);
  g_assert_cmpmem (g_bytes_get_data (left, NULL), g_bytes_get_size (left), png->data, png->len);
  g_clear_pointer (&left, g_bytes_unref);

  file = start_jpeg ();
  put_segment (file, 0xe1, "Exif", 4);
  put_segment (file, 0xe2, "ICC_PROFILE", 11);
  put_segment (file, 0xfe, "a comment", 9);
  put (file, "\xff", 1); /* filling */
  put_frame (file, 0xc0, 7, 9);
  put_scan (file);
  put (file, "\xff\xd9PK\3\4", 6);
  left = reduce (file, &width, &height);
  g_assert_nonnull (left);
  g_assert_cmpmem (g_bytes_get_data (left, NULL), g_bytes_get_size (left), jpeg->data, jpeg->len);
}

static void
test_png_parts (void)
{
  GByteArray *file = start_png (5, 5);

  put_chunk (file, "acTL", "\0\0\0\2\0\0\0\0", 8);
  put_chunk (file, "IDAT", "data", 4);
  put_chunk (file, "IEND", "", 0);
  assert_refused (file);

  /* A second header, which may say another size. */
  file = start_png (5, 5);
  put_chunk (file, "IHDR", "\0\1\0\0\0\1\0\0\x08\6\0\0\0", 13);
  put_chunk (file, "IDAT", "data", 4);
  put_chunk (file, "IEND", "", 0);
  assert_refused (file);

  /* A critical chunk nobody knows; no data; a chunk that is longer than the file. */
  file = start_png (5, 5);
  put_chunk (file, "IDOT", "data", 4);
  put_chunk (file, "IDAT", "data", 4);
  put_chunk (file, "IEND", "", 0);
  assert_refused (file);

  file = start_png (5, 5);
  put_chunk (file, "IEND", "", 0);
  assert_refused (file);

  file = start_png (5, 5);
  put_32 (file, G_MAXUINT32 - 11);
  put (file, "IDAT12345678", 12);
  assert_refused (file);

  /* Something else before the header. */
  file = g_byte_array_new ();
  put (file, "\x89PNG\r\n\x1a\n", 8);
  put_chunk (file, "IDAT", "data", 4);
  put_chunk (file, "IEND", "", 0);
  assert_refused (file);
}

static GByteArray *
create_scans (guint n)
{
  GByteArray *file = start_jpeg ();

  put_frame (file, 0xc2, 1024, 1024);
  for (guint i = 0; i < n; i++)
    put_scan (file);
  put (file, "\xff\xd9", 2);
  return file;
}

static void
test_jpeg_parts (void)
{
  /* Lossless, arithmetic and hierarchical ones; DNL, which gives the height late; nested pictures. */
  static const guint8 markers[] = { 0xc3, 0xc5, 0xc9, 0xcb, 0xcc, 0xdc, 0xde, 0xd8, 0x01, 0xf0 };
  g_autoptr (GBytes) taken = NULL;
  guint width, height;
  GByteArray *file;

  for (guint i = 0; i < G_N_ELEMENTS (markers); i++)
    {
      file = start_jpeg ();
      put_frame (file, markers[i], 7, 9);
      put_frame (file, 0xc0, 7, 9);
      put_scan (file);
      put (file, "\xff\xd9", 2);
      assert_refused (file);
    }

  /* Two frames; a scan before its frame; no scan. */
  file = start_jpeg ();
  put_frame (file, 0xc0, 7, 9);
  put_frame (file, 0xc0, 7, 9);
  put_scan (file);
  put (file, "\xff\xd9", 2);
  assert_refused (file);

  file = start_jpeg ();
  put_scan (file);
  put_frame (file, 0xc0, 7, 9);
  put (file, "\xff\xd9", 2);
  assert_refused (file);

  file = start_jpeg ();
  put_frame (file, 0xc0, 7, 9);
  put (file, "\xff\xd9", 2);
  assert_refused (file);

  /* Thousands of scans are a walk over the whole picture each. */
  taken = reduce (create_scans (SURETY_PICTURE_MAX_SCANS), &width, &height);
  g_assert_nonnull (taken);
  assert_refused (create_scans (SURETY_PICTURE_MAX_SCANS + 1));
}

static void
test_shrinks (void)
{
  guint8 pixels[3 * 2 * 4];
  g_autofree guint8 *large = g_malloc0 (1024 * 4);
  guint width = 3, height = 2;
  g_autoptr (GBytes) small = NULL;
  g_autoptr (GBytes) line = NULL;
  g_autoptr (GBytes) same = NULL;
  const guint8 *out;

  /* Columns of 10, 20 and 60. */
  for (guint i = 0; i < sizeof pixels; i++)
    pixels[i] = (guint8[]) { 10, 20, 60 }[i / 4 % 3];
  small = surety_picture_shrink (pixels, &width, &height, 2);
  g_assert_cmpuint (width, ==, 2);
  g_assert_cmpuint (height, ==, 1);
  out = g_bytes_get_data (small, NULL);
  g_assert_cmpuint (g_bytes_get_size (small), ==, 8);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (out[i], ==, i < 4 ? 15 : 60);

  width = 3;
  height = 2;
  same = surety_picture_shrink (pixels, &width, &height, 3);
  g_assert_cmpmem (g_bytes_get_data (same, NULL), g_bytes_get_size (same), pixels, sizeof pixels);

  width = 1;
  height = 1024;
  line = surety_picture_shrink (large, &width, &height, 128);
  g_assert_cmpuint (width, ==, 1);
  g_assert_cmpuint (height, ==, 128);
}

/* --- whether a decoder will find every row --- */

typedef struct
{
  const char *name;
  const char *hex;
} Sample;

/* Made with libpng, the last two with zlib alone. */
static const Sample whole[] = {
  { "RGBA, interlaced",
    "89504e470d0a1a0a0000000d49484452000000050000000310060000017ca1292d0000002d4944415408"
    "d765cb210e003008c0c023d9c3f939336c02aa2a5a55902c09a84a93f8697322ded64522ed757201a087"
    "0ffe66449e0d0000000049454e44ae426082" },
  { "a bit of grey",
    "89504e470d0a1a0a0000000d4948445200000009000000020100000000a22dcb7e0000000e4944415408"
    "d763f8dfc0f0bf0100097f02ffcd68f3da0000000049454e44ae426082" },
  { "a palette, interlaced, one pixel",
    "89504e470d0a1a0a0000000d494844520000000100000001010300000152dc665c00000003504c544500"
    "80009cf9a5910000000a4944415408d76360000000020001e221bc330000000049454e44ae426082" },
  { "RGB of 16 bits, interlaced",
    "89504e470d0a1a0a0000000d49484452000000030000000910020000015f46ed5b0000004d4944415408"
    "d7558dc111c0200cc314ae83b049331a9b51266114f741428b7f56ac0b121989063408186dddac0b3ca6"
    "e640d72702e5019c320c7cb55b294f41e59f6bcd0f346c3bf9a802f3402f3f8b1cff321ad49700000000"
    "49454e44ae426082" },
  { "something after the data",
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73000000124944415478"
    "9c63606462666165638050000111002b780bac48090000000049454e44ae426082" },
  { "its rows, whole",
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73000000114944415478"
    "9c63606462666165638050000111002b78fd58910000000049454e44ae426082" },
};

/* Their checksums are right. */
static const Sample broken[] = {
  { "a filter that is none",
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73000000114944415478"
    "9c6360646266616563855000013400309e263ad10000000049454e44ae426082" },
  { "a row too few",
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000000f4944415478"
    "9c636064626661650300003f001621bad4540000000049454e44ae426082" },
  { "a byte too many",
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73000000114944415478"
    "9c6360646266616563805200013c002b05a02c290000000049454e44ae426082" },
  { "no data",
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73000000004944415435"
    "af061e0000000049454e44ae426082" },
  { "data cut off",
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000000e4944415478"
    "9c636064626661656380500001364464680000000049454e44ae426082" },
  { "interlaced, but its rows are not",
    "89504e470d0a1a0a0000000d49484452000000020000000208020000018ad3aae5000000114944415478"
    "9c63606462666165638050000111002b78fd58910000000049454e44ae426082" },
  { "two bits of RGB",
    "89504e470d0a1a0a0000000d4948445200000002000000020202000000b76482d2000000114944415478"
    "9c63606462666165638050000111002b78fd58910000000049454e44ae426082" },
  { "a colour that is none",
    "89504e470d0a1a0a0000000d49484452000000020000000208050000006003a2ca000000114944415478"
    "9c63606462666165638050000111002b78fd58910000000049454e44ae426082" },
};

static GBytes *
read_sample (const Sample *sample)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *digit = sample->hex; *digit != '\0'; digit += 2)
    {
      const guint8 byte = (guint8) (g_ascii_xdigit_value (digit[0]) << 4 |
                                    g_ascii_xdigit_value (digit[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
is_whole (GBytes *file)
{
  guint width, height;
  g_autoptr (GBytes) reduced = surety_picture_reduce (file, &width, &height);

  return reduced != NULL && surety_picture_is_whole (reduced);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      g_autoptr (GBytes) file = read_sample (&whole[i]);
      const gsize len = g_bytes_get_size (file);

      g_test_message ("%s", whole[i].name);
      g_assert_true (is_whole (file));
      /* Any byte of its parts that is another; the magic number and the end are for the walk to see. */
      for (gsize at = 12; at < len; at++)
        {
          guint8 *data = g_memdup2 (g_bytes_get_data (file, NULL), len);
          g_autoptr (GBytes) other = g_bytes_new_take (data, len);

          data[at] ^= 0x01;
          g_assert_false (is_whole (other));
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GBytes) file = read_sample (&broken[i]);

      g_test_message ("%s", broken[i].name);
      g_assert_false (is_whole (file));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/whole-ones-only", test_whole);
  g_test_add_func ("/picture/sizes-are-bounded-before-decoding", test_sizes);
  g_test_add_func ("/picture/other-kinds-are-refused", test_types);
  g_test_add_func ("/picture/large-files-are-refused", test_file_size);
  g_test_add_func ("/picture/what-is-not-needed-is-left-out", test_extras);
  g_test_add_func ("/picture/png-parts-out-of-place-are-refused", test_png_parts);
  g_test_add_func ("/picture/jpeg-parts-out-of-place-are-refused", test_jpeg_parts);
  g_test_add_func ("/picture/shrunk-to-means", test_shrinks);
  g_test_add_func ("/picture/rows-are-whole", test_rows);
  return g_test_run ();
}
