/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-traffic.h"

/* A name has at most 253 characters (RFC 1035); nobody answers to a longer one. */
#define MAX_HOST 260u

static GPtrArray *lines;  /* SuretyTraffic */
static GHashTable *known; /* the same, by themselves */

static guint
line_hash (gconstpointer key)
{
  const SuretyTraffic *line = key;

  return g_str_hash (line->host) * 31u + g_str_hash (line->method) + (guint) line->purpose;
}

static gboolean
line_equal (gconstpointer a, gconstpointer b)
{
  const SuretyTraffic *one = a;
  const SuretyTraffic *other = b;

  return one->purpose == other->purpose && g_str_equal (one->host, other->host) &&
         g_str_equal (one->method, other->method);
}

static void
line_free (gpointer data)
{
  SuretyTraffic *line = data;

  g_free ((char *) line->host);
  g_free ((char *) line->method);
  g_free (line);
}

static SuretyTraffic *
ensure_line (SuretyTrafficPurpose purpose, const char *host, const char *method)
{
  g_autofree char *name = g_strndup (host, MAX_HOST);
  const SuretyTraffic key = { .purpose = purpose, .host = name, .method = method };
  SuretyTraffic *line;

  if (lines == NULL)
    {
      lines = g_ptr_array_new_with_free_func (line_free);
      known = g_hash_table_new (line_hash, line_equal);
    }
  line = g_hash_table_lookup (known, &key);
  if (line == NULL)
    {
      line = g_new0 (SuretyTraffic, 1);
      line->purpose = purpose;
      line->host = g_steal_pointer (&name);
      line->method = g_strdup (method);
      g_ptr_array_add (lines, line);
      g_hash_table_add (known, line);
    }
  return line;
}

void
surety_traffic_count (SuretyTrafficPurpose purpose,
                      const char *host,
                      const char *method,
                      guint64 n_calls,
                      guint64 bytes_out,
                      guint64 bytes_in)
{
  SuretyTraffic *line;

  g_return_if_fail (host != NULL);
  g_return_if_fail (method != NULL);

  line = ensure_line (purpose, host, method);
  line->n_calls += n_calls;
  line->bytes_out += bytes_out;
  line->bytes_in += bytes_in;
}

void
surety_traffic_foreach (SuretyTrafficFunc func, gpointer user_data)
{
  g_return_if_fail (func != NULL);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    func (g_ptr_array_index (lines, i), user_data);
}

void
surety_traffic_forget (void)
{
  g_clear_pointer (&known, g_hash_table_unref);
  g_clear_pointer (&lines, g_ptr_array_unref);
}
