/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The practice network over HTTP on loopback, so that clients we did not write can talk to it.
 *
 *   surety-practice-server [SEED]
 *
 * Prints its address as the first line. POST / is JSON-RPC; POST /wind?seconds=N moves the clock; what is under
 * /rewards/ is asked of the network as its own rewards server.
 * Ends when its input does, or when it is killed. */

#include <stdio.h>

#include "loopback-server.h"
#include "surety-practice.h"

#define MAX_REPLY (64u * 1024u * 1024u)

static void
answer_wind (SuretyPractice *practice, SoupServerMessage *message, GHashTable *query)
{
  guint64 seconds;

  if (!loopback_server_read_number (message, query, "seconds", 315360000, &seconds))
    return;

  surety_practice_wind_seconds (practice, seconds);
  soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
}

static void
answer_rewards (SuretyPractice *practice, SoupServerMessage *message, const char *path)
{
  g_autoptr (GBytes)
    body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  const gboolean asks = soup_server_message_get_method (message) == SOUP_METHOD_GET;
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) future = surety_server_ask (SURETY_SERVER (practice), path,
                                                    asks ? NULL : body, MAX_REPLY, 10000);
  const GValue *value = dex_future_get_value (future, &error);
  GBytes *reply = NULL;

  if (value == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, error->message);
      return;
    }
  reply = g_value_get_boxed (value);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
}

static void
answer (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  SuretyPractice *practice = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (g_str_has_prefix (path, "/rewards/"))
    {
      answer_rewards (practice, message, path);
      return;
    }
  if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    {
      soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
      return;
    }
  if (g_strcmp0 (path, "/wind") == 0)
    {
      answer_wind (practice, message, query);
      return;
    }

  g_autoptr (GBytes) request = soup_message_body_flatten (body);
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture)
    future = surety_transport_send (SURETY_TRANSPORT (practice), request, MAX_REPLY, 10000);
  /* The practice network answers at once. */
  const GValue *value = dex_future_get_value (future, &error);

  if (value == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, error->message);
      return;
    }

  GBytes *reply = g_value_get_boxed (value);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPractice) practice = NULL;
  guint64 seed = 1;

  dex_init ();
  if (argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 0, G_MAXUINT64, &seed, &error))
    {
      fprintf (stderr, "seed: %s\n", error->message);
      return 2;
    }

  practice = surety_practice_new (seed);
  return loopback_server_run ("surety-practice", answer, practice, NULL);
}
