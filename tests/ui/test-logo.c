/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <libdex.h>
#include <string.h>

#include "secret.h"
#include "surety-detail-page.h"
#include "surety-files.h"
#include "surety-logo.h"
#include "surety-picture.h"

#define WHERE "https://operator.example/logo.png"
#define ADDRESS "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"

/* A side of one colour beside one of another. */
static GdkTexture *
create_texture (guint width, guint height)
{
  guint8 *pixels = g_malloc ((gsize) width * height * 4);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < width * height; i++)
    memcpy (pixels + (gsize) i * 4, i % width < width / 2 ? "\x20\x40\xc0\xff" : "\xf0\xa0\x10\xff",
            4);
  bytes = g_bytes_new_take (pixels, (gsize) width * height * 4);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8A8, bytes,
                                 (gsize) width * 4);
}

static GBytes *
create_png (guint width, guint height)
{
  g_autoptr (GdkTexture) texture = create_texture (width, height);

  return gdk_texture_save_to_png_bytes (texture);
}

static GBytes *
create_jpeg (int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize len = 0;

  gdk_pixbuf_fill (pixbuf, 0x2040c0ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &len, "jpeg", &error, NULL));
  g_assert_no_error (error);
  return g_bytes_new_take (data, len);
}

static gboolean
wait_for (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  return dex_future_is_resolved (future);
}

/* Decodes file; NULL if it is refused. */
static GdkTexture *
decode (GBytes *file)
{
  g_autoptr (DexFuture) future = surety_logo_decode (file);

  if (!wait_for (future))
    return NULL;
  return g_value_dup_object (dex_future_get_value (future, NULL));
}

static void
assert_decodes (GBytes *file, int width, int height)
{
  g_autoptr (GdkTexture) texture = decode (file);
  g_autofree guint8 *pixels = g_malloc ((gsize) width * (gsize) height * 4);

  g_assert_nonnull (texture);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  /* Cairo's order; the JPEG's colours are near only. */
  g_assert_cmpint (ABS (pixels[G_BYTE_ORDER == G_LITTLE_ENDIAN ? 0 : 3] - 0xc0), <, 8);
}

static void
test_decodes (void)
{
  g_autoptr (GBytes) png = create_png (600, 300);
  g_autoptr (GBytes) small = create_png (2, 2);
  g_autoptr (GBytes) jpeg = create_jpeg (1000, 40);

  assert_decodes (png, 120, 60);
  assert_decodes (small, 2, 2);
  assert_decodes (jpeg, 125, 5);
}

static void
test_large (void)
{
  g_autoptr (GBytes) most = create_png (1024, 1024);
  g_autoptr (GBytes) wide = create_png (1025, 8);
  g_autoptr (GBytes) high = create_jpeg (8, 1025);

  /* A thousandth of what it unpacks to. */
  g_assert_cmpuint (g_bytes_get_size (most), <, 32768);
  assert_decodes (most, 128, 128);
  g_assert_null (decode (wide));
  g_assert_null (decode (high));
}

/* Whatever is in them, decoders say an error or show something: warnings are fatal here. */
static void
garble (GBytes *file, guint seed)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (file, &len);
  guint8 *wrong = g_memdup2 (data, len);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  for (guint i = 0; i < 4; i++)
    wrong[g_rand_int_range (rand, 8, (gint32) len)] = (guint8) g_rand_int_range (rand, 0, 256);
  bytes = g_bytes_new_take (wrong, len);
  texture = decode (bytes);
  g_assert_true (texture == NULL || gdk_texture_get_width (texture) <= 128);
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) png = create_png (60, 60);
  g_autoptr (GBytes) jpeg = create_jpeg (60, 60);
  g_autoptr (GBytes) start = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GByteArray *hollow = g_byte_array_new ();
  gsize len;
  const guint8 *data = g_bytes_get_data (png, &len);

  for (guint seed = 0; seed < 100; seed++)
    {
      garble (png, seed);
      garble (jpeg, seed);
    }

  /* Cut off. */
  start = g_bytes_new (data, len / 2);
  g_assert_null (decode (start));
  /* Well formed, without what it says there is: IHDR, an empty IDAT, IEND. */
  g_byte_array_append (hollow, data, 33);
  g_byte_array_append (hollow, (const guint8 *) "\0\0\0\0IDAT\x35\xaf\x06\x1e", 12);
  g_byte_array_append (hollow, (const guint8 *) "\0\0\0\0IEND\xae\x42\x60\x82", 12);
  bytes = g_byte_array_free_to_bytes (hollow);
  g_assert_null (decode (bytes));
}

/* --- on the page --- */

static GtkWidget *
find_avatar (GtkWidget *widget)
{
  if (ADW_IS_AVATAR (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_avatar (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
create_page (SuretySession *session, const char *logo)
{
  SuretyDetailPage *page = surety_detail_page_new (session, "Aurora Staking", ADDRESS,
                                                   "Since 2023.");

  surety_detail_page_set_logo (page, logo);
  return g_object_ref_sink (GTK_WIDGET (page));
}

static SuretyDatabase *
open_database (void)
{
  g_autoptr (DexFuture) future = surety_database_open (NULL);

  g_assert_true (wait_for (future));
  return g_value_dup_object (dex_future_get_value (future, NULL));
}

/* As if it had been fetched just now. */
static void
keep_picture (SuretyDatabase *database, const char *uri, GBytes *picture)
{
  g_autofree char *key = g_strconcat ("picture ", uri, NULL);
  SuretyStatement statement = {
    .sql = "INSERT INTO file (uri, asked, good, body) VALUES (?, ?, 1, ?)",
    .parameters = g_variant_new ("(sx@ay)", key, g_get_real_time () / G_USEC_PER_SEC,
                                 g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, picture,
                                                           TRUE)),
  };
  g_autoptr (DexFuture) future = surety_database_write (database, &statement, 1);

  g_assert_true (wait_for (future));
}

static void
wait_for_image (GtkWidget *avatar)
{
  while (adw_avatar_get_custom_image (ADW_AVATAR (avatar)) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_page (void)
{
  g_autofree char *folder = g_dir_make_tmp ("surety-XXXXXX", NULL);
  g_autoptr (SuretySession) session = surety_session_new (folder);
  g_autoptr (SuretyDatabase) database = open_database ();
  SuretyFiles *files = surety_session_get_files (session);
  g_autoptr (DexFuture) opened = surety_files_open (files, database);
  g_autoptr (DexFuture) closed = NULL;
  g_autoptr (GBytes) png = create_png (300, 300);
  GtkWidget *page = NULL;
  GtkWidget *avatar = NULL;

  g_assert_true (wait_for (opened));
  keep_picture (database, WHERE, png);

  /* Switched off: no picture, not even one that is kept. On: it comes. Off again: it goes. */
  page = create_page (session, WHERE);
  avatar = find_avatar (page);
  g_assert_false (gtk_widget_get_visible (avatar));
  surety_files_set_enabled (files, TRUE);
  g_assert_true (gtk_widget_get_visible (avatar));
  g_assert_cmpstr (adw_avatar_get_text (ADW_AVATAR (avatar)), ==, "Aurora Staking");
  g_assert_true (adw_avatar_get_show_initials (ADW_AVATAR (avatar)));
  g_assert_null (gtk_widget_get_tooltip_text (avatar));
  wait_for_image (avatar);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (avatar), ==, "A picture of its own choosing");
  surety_files_set_enabled (files, FALSE);
  g_assert_false (gtk_widget_get_visible (avatar));
  g_assert_null (adw_avatar_get_custom_image (ADW_AVATAR (avatar)));
  g_object_unref (page);

  /* None is named. */
  surety_files_set_enabled (files, TRUE);
  page = create_page (session, "");
  g_assert_false (gtk_widget_get_visible (find_avatar (page)));
  g_object_unref (page);

  /* One that can't be had: the initials stay. Gone while it comes: nothing happens. */
  page = create_page (session, "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG/logo.png");
  g_assert_true (gtk_widget_get_visible (find_avatar (page)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (adw_avatar_get_custom_image (ADW_AVATAR (find_avatar (page))));
  g_object_unref (page);
  g_object_unref (create_page (session, WHERE));
  page = create_page (session, WHERE);
  wait_for_image (find_avatar (page));
  g_object_unref (page);

  closed = surety_database_close (database);
  g_assert_true (wait_for (closed));
}

int
main (int argc, char *argv[])
{
  g_assert_true (secret_heap_init ());
  dex_init ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/logo/png-and-jpeg-are-shrunk", test_decodes);
  g_test_add_func ("/logo/larger-ones-are-not-decoded", test_large);
  g_test_add_func ("/logo/damaged-ones-are-errors", test_damaged);
  g_test_add_func ("/logo/shown-beside-the-address-while-switched-on", test_page);
  return g_test_run ();
}
