/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The generator over HTTP on loopback, so that other clients can be asked to do the same reads.
 *
 *   surety-generator-server [TIMES]      times mainnet's size, 1 when absent
 *
 * Prints its address as the first line, its network file as the second. POST / is JSON-RPC; POST
 * /advance?blocks=N moves the head. Ends when its input does, or when it is killed. */

#include <libsoup/soup.h>
#include <stdio.h>

#include "surety-generator.h"

static void
answer_advance (SuretyGenerator *generator, SoupServerMessage *message, GHashTable *query)
{
  const char *text = query != NULL ? g_hash_table_lookup (query, "blocks") : NULL;
  guint64 blocks;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, 1000000, &blocks, NULL))
    {
      soup_server_message_set_status (message, SOUP_STATUS_BAD_REQUEST, NULL);
      return;
    }
  generator_world_advance (surety_generator_get_world (generator), (guint32) blocks);
  soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
}

static void
answer (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  SuretyGenerator *generator = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) reply = NULL;

  if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    {
      soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
      return;
    }
  if (g_strcmp0 (path, "/advance") == 0)
    {
      answer_advance (generator, message, query);
      return;
    }

  request = soup_message_body_flatten (body);
  reply = surety_generator_answer (generator, request);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
}

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

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (SuretyGenerator) generator = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoslist (GUri) uris = NULL;
  guint64 times = 1;
  GeneratorSize size;

  dex_init ();
  if (argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 1, 100, &times, &error))
    {
      fprintf (stderr, "times: %s\n", error->message);
      return 2;
    }

  size = generator_size_mainnet ((guint) times);
  generator = surety_generator_new (&size);
  server = soup_server_new ("server-header", "surety-generator", NULL);
  soup_server_add_handler (server, NULL, answer, generator, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    {
      fprintf (stderr, "cannot listen: %s\n", error->message);
      return 1;
    }
  uris = soup_server_get_uris (server);
  g_autofree char *address = g_uri_to_string (uris->data);
  g_autofree char *file = surety_generator_dup_network_file (generator);
  printf ("%s\n%s\n", address, file);
  fflush (stdout);

  g_io_channel_set_encoding (input, NULL, NULL);
  g_io_channel_set_buffered (input, FALSE);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, input_ended, loop);
  g_main_loop_run (loop);

  return 0;
}
