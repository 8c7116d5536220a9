/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The generator over HTTP on loopback, so that other clients can be asked to do the same reads.
 *
 *   surety-generator-server [TIMES]      times mainnet's size, 1 when absent
 *
 * Prints its address as the first line, its network file as the second. POST / is JSON-RPC; POST
 * /advance?blocks=N moves the head. Ends when its input does, or when it is killed. */

#include <stdio.h>

#include "loopback-server.h"
#include "surety-generator.h"

static void
answer_advance (SuretyGenerator *generator, SoupServerMessage *message, GHashTable *query)
{
  guint64 blocks;

  if (!loopback_server_read_number (message, query, "blocks", 1000000, &blocks))
    return;
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

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyGenerator) generator = NULL;
  guint64 times = 1;
  g_autofree char *file = NULL;
  GeneratorSize size;

  dex_init ();
  if (argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 1, 100, &times, &error))
    {
      fprintf (stderr, "times: %s\n", error->message);
      return 2;
    }

  size = generator_size_mainnet ((guint) times);
  generator = surety_generator_new (&size);
  file = surety_generator_dup_network_file (generator);
  return loopback_server_run ("surety-generator", answer, generator, file);
}
