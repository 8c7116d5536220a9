/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "process.h"
#include "surety-eigenlayer.h"
#include "surety-http-transport.h"

/* The whole directory, read from a peer over HTTP into a database of its own, and again once the peer
 * went on.
 *
 *   bench-directory URL NETWORK-FILE-JSON
 *
 * Prints "operators N sets N trips N bytes N seconds N cpu N kib N slice N" for the first reading, waits for
 * a line on its input, and prints the same for bringing it up to date. cpu: seconds all threads computed,
 * which others on the machine change less than how long it took. slice: the longest time, in milliseconds
 * of its own, for which the main loop did one thing. */

typedef struct
{
  const char *url;
  const char *file;
  GMainLoop *loop;
  GError *error;
} Bench;

static gint64 slice_began; /* 0 = before the first */
static gint64 longest_slice;

/* Nanoseconds of this thread, or of all of them, alone: what others do does not count. */
static gint64
own_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

static gint
poll_and_measure (GPollFD *files, guint n_files, gint timeout)
{
  gint answer;

  if (slice_began != 0)
    longest_slice = MAX (longest_slice, own_time (CLOCK_THREAD_CPUTIME_ID) - slice_began);
  answer = g_poll (files, n_files, timeout);
  slice_began = own_time (CLOCK_THREAD_CPUTIME_ID);
  return answer;
}

static gboolean
read_all (SuretyProtocol *protocol, SuretyEndpoints *endpoints, GError **error)
{
  SuretyRpc *rpc = surety_endpoints_get_rpc (endpoints, 0);
  guint64 trips, out, in, trips_before, out_before, in_before;
  gint64 start = g_get_monotonic_time ();
  gint64 own_start = own_time (CLOCK_PROCESS_CPUTIME_ID);
  gint64 slice;
  g_autoptr (GListModel) providers = NULL;
  g_autoptr (GListModel) services = NULL;
  g_autofree char *status = NULL;
  const char *peak;

  longest_slice = 0;
  surety_rpc_get_traffic (rpc, &trips_before, &out_before, &in_before);
  providers = dex_await_object (surety_protocol_load_providers (protocol, NULL, NULL, NULL), error);
  if (providers == NULL)
    return FALSE;
  services = dex_await_object (surety_protocol_load_services (protocol), error);
  if (services == NULL)
    return FALSE;
  surety_rpc_get_traffic (rpc, &trips, &out, &in);
  slice = longest_slice;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, error))
    return FALSE;
  peak = g_strstr_len (status, -1, "VmHWM:");
  printf ("operators %u sets %u trips %" G_GUINT64_FORMAT " bytes %" G_GUINT64_FORMAT
          " seconds %.2f cpu %.2f kib %" G_GUINT64_FORMAT " slice %.1f\n",
          g_list_model_get_n_items (providers), g_list_model_get_n_items (services),
          trips - trips_before, in - in_before, (double) (g_get_monotonic_time () - start) / 1e6,
          (double) (own_time (CLOCK_PROCESS_CPUTIME_ID) - own_start) / 1e9,
          peak != NULL ? g_ascii_strtoull (peak + 6, NULL, 10) : 0, (double) slice / 1e6);
  fflush (stdout);
  return TRUE;
}

static DexFuture *
bench_fiber (gpointer data)
{
  Bench *bench = data;
  g_autoptr (GBytes) json = g_bytes_new_static (bench->file, strlen (bench->file));
  g_autofree char *folder = g_dir_make_tmp ("surety-bench-XXXXXX", &bench->error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "bench.db", NULL) : NULL;
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autoptr (SuretyNetwork) network = surety_network_new_from_json (json, &bench->error);
  g_autoptr (SuretyTransport) transport = NULL;
  g_autoptr (SuretyEndpoints) endpoints = NULL;
  g_autoptr (SuretyProtocol) protocol = NULL;
  g_autoptr (SuretyDatabase) database = NULL;
  char line[16];

  if (network == NULL || folder == NULL)
    goto out;
  transport = surety_http_transport_new (bench->url, &bench->error);
  if (transport == NULL)
    goto out;
  database = dex_await_object (surety_database_open (path), &bench->error);
  if (database == NULL)
    goto out;
  endpoints = surety_endpoints_new (surety_network_get_chain_id (network));
  surety_endpoints_add (endpoints, transport);
  protocol = surety_eigenlayer_new (network, endpoints);
  surety_eigenlayer_set_database (SURETY_EIGENLAYER (protocol), database);

  if (read_all (protocol, endpoints, &bench->error) && fgets (line, sizeof line, stdin) != NULL)
    read_all (protocol, endpoints, &bench->error);
  g_clear_object (&protocol);
  if (bench->error == NULL)
    dex_await (surety_database_close (database), &bench->error);

out:
  if (path != NULL)
    {
      g_unlink (path);
      g_unlink (wal);
      g_unlink (shm);
      g_rmdir (folder);
    }
  g_main_loop_quit (bench->loop);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Bench bench = { .loop = loop };

  /* As the program does. */
  process_return_memory ();
  g_main_context_set_poll_func (NULL, poll_and_measure);
  dex_init ();
  if (argc != 3)
    {
      fprintf (stderr, "bench-directory URL NETWORK-FILE-JSON\n");
      return 2;
    }
  bench.url = argv[1];
  bench.file = argv[2];
  dex_future_disown (dex_scheduler_spawn (NULL, 0, bench_fiber, &bench, NULL));
  g_main_loop_run (loop);
  if (bench.error != NULL)
    {
      fprintf (stderr, "bench-directory: %s\n", bench.error->message);
      return 1;
    }
  return 0;
}
