/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-logo.h"

#include "surety-offload.h"
#include "surety-picture.h"

static GdkTexture *
shrink (GdkTexture *texture)
{
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  guint width = (guint) gdk_texture_get_width (texture);
  guint height = (guint) gdk_texture_get_height (texture);
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * 4);
  g_autoptr (GBytes) small = NULL;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED);
  gdk_texture_downloader_download_into (downloader, pixels, (gsize) width * 4);
  small = surety_picture_shrink (pixels, &width, &height, SURETY_LOGO_MAX_SIDE);

  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED,
                                 small, (gsize) width * 4);
}

/* GDK's own decoders of PNG and JPEG are meant for threads. */
static gboolean
decode (gpointer file, GValue *result, GError **error)
{
  guint width, height;
  g_autoptr (GBytes) picture = surety_picture_reduce (file, &width, &height);
  g_autoptr (GdkTexture) texture = NULL;

  if (picture != NULL && surety_picture_is_whole (picture))
    texture = gdk_texture_new_from_bytes (picture, error);
  if (texture == NULL || (guint) gdk_texture_get_width (texture) != width ||
      (guint) gdk_texture_get_height (texture) != height)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                             "The picture is not what it says");
      return FALSE;
    }
  g_value_init (result, GDK_TYPE_TEXTURE);
  g_value_take_object (result, shrink (texture));
  return TRUE;
}

static void
unref_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

DexFuture *
surety_logo_decode (GBytes *picture)
{
  dex_return_error_if_fail (picture != NULL);

  return surety_offload (decode, g_bytes_ref (picture), unref_bytes);
}

static DexFuture *
loaded (DexFuture *future, gpointer user_data)
{
  const GValue *value = dex_future_get_value (future, NULL);

  return surety_logo_decode (g_value_get_boxed (value));
}

DexFuture *
surety_logo_load (SuretyFiles *files, const char *uri)
{
  return dex_future_then (surety_files_load_picture (files, uri), loaded, NULL, NULL);
}
