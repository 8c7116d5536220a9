/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-server.h"

#include <stdio.h>

static gboolean
input_ended (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  char byte;
  gsize read;

  if (g_io_channel_read_chars (channel, &byte, 1, &read, NULL) == G_IO_STATUS_NORMAL)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

gboolean
loopback_server_read_number (SoupServerMessage *message,
                             GHashTable *query,
                             const char *name,
                             guint64 max,
                             guint64 *out)
{
  const char *text = query != NULL ? g_hash_table_lookup (query, name) : NULL;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, max, out, NULL))
    return TRUE;
  soup_server_message_set_status (message, SOUP_STATUS_BAD_REQUEST, NULL);

  return FALSE;
}

int
loopback_server_run (const char *name, SoupServerCallback answer, gpointer data, const char *second)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = soup_server_new ("server-header", name, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoslist (GUri) uris = NULL;
  g_autofree char *address = NULL;

  soup_server_add_handler (server, NULL, answer, data, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    {
      fprintf (stderr, "cannot listen: %s\n", error->message);
      return 1;
    }
  uris = soup_server_get_uris (server);
  address = g_uri_to_string (uris->data);
  printf ("%s\n", address);
  if (second != NULL)
    printf ("%s\n", second);
  fflush (stdout);

  g_io_channel_set_encoding (input, NULL, NULL);
  g_io_channel_set_buffered (input, FALSE);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, input_ended, loop);
  g_main_loop_run (loop);

  return 0;
}
