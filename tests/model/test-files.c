/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"

#include <glib/gstdio.h>

#include "secure-site.h"
#include "surety-files.h"
#include "surety-proxy.h"

static struct
{
  SoupServer *server;
  GTlsDatabase *database;
  guint port;
  guint n;
  gboolean broken;
} site;

/* A PNG as far as surety_picture_reduce () looks at it, with a text that it leaves out. */
static const char picture[] = "\x89PNG\r\n\x1a\n"
                              "\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0crc1"
                              "\0\0\0\4tEXttextcrc2"
                              "\0\0\0\4IDATdatacrc3"
                              "\0\0\0\0IENDcrc4";

static void
server_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  g_autofree char *body = NULL;

  site.n++;
  soup_server_message_set_status (message, site.broken ? 500 : 200, NULL);
  if (g_str_equal (path, "/picture.png") && !site.broken)
    {
      soup_server_message_set_response (message, "image/png", SOUP_MEMORY_STATIC, picture,
                                        sizeof picture - 1);
      return;
    }
  if (g_str_equal (path, "/not-json"))
    body = g_strdup ("<html>");
  else
    body = g_strdup_printf ("{\"name\":\"Name of %s\",\"website\":\"https://localhost/\"}", path);
  if (!site.broken)
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, body, strlen (body));
}

static char *
site_uri (const char *path)
{
  return g_strdup_printf ("https://localhost:%u/%s", site.port, path);
}

typedef struct
{
  char *folder;
  SuretyDatabase *database;
  SuretyFiles *files;
  guint n_arrived;
} Fixture;

static void
count_arrived (SuretyFiles *files, const char *uri, gpointer user_data)
{
  ((Fixture *) user_data)->n_arrived++;
}

static void
open_files (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "surety.db", NULL);
  g_autoptr (SuretyWeb) web = surety_web_new ();
  g_autoptr (GError) error = NULL;

  surety_web_set_trust (web, site.database, TRUE);
  self->database = dex_await_object (surety_database_open (path), &error);
  g_assert_no_error (error);
  self->files = surety_files_new (web);
  g_signal_connect (self->files, "arrived", G_CALLBACK (count_arrived), self);
  model_test_true (surety_files_open (self->files, self->database));
}

static void
close_files (Fixture *self)
{
  g_clear_object (&self->files);
  model_test_true (surety_database_close (self->database));
  g_clear_object (&self->database);
}

static void
fixture_init (Fixture *self)
{
  *self = (Fixture) { .folder = g_dir_make_tmp ("surety-files-XXXXXX", NULL) };
  site.broken = FALSE;
  site.n = 0;
  open_files (self);
}

static void
fixture_clear (Fixture *self)
{
  static const char *const names[] = { "surety.db", "surety.db-wal", "surety.db-shm" };

  close_files (self);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
}

static gboolean
nothing_waits (gpointer files)
{
  return surety_files_get_waiting (files) == 0;
}

static void
test_off (void)
{
  Fixture fixture;
  g_autofree char *uri = site_uri ("a");

  fixture_init (&fixture);
  surety_files_request (fixture.files, uri);
  model_test_sleep (50);
  g_assert_cmpuint (site.n, ==, 0);
  g_assert_cmpint (surety_files_get_state (fixture.files, uri), ==, SURETY_FILE_OFF);
  g_assert_cmpint (surety_files_get_state (fixture.files, NULL), ==, SURETY_FILE_NONE);
  g_assert_cmpint (surety_files_get_state (fixture.files, "http://localhost/"), ==,
                   SURETY_FILE_NONE);
  fixture_clear (&fixture);
}

/* Past a proxy nothing goes, and through it nobody could tell who answers. It is no failure: without one they are
 * fetched at once. */
static void
test_proxy (void)
{
  Fixture fixture;
  g_autofree char *uri = site_uri ("a");

  fixture_init (&fixture);
  surety_files_set_enabled (fixture.files, TRUE);
  surety_proxy_set ("127.0.0.1:9");
  g_assert_false (surety_files_get_enabled (fixture.files));
  surety_files_request (fixture.files, uri);
  model_test_sleep (50);
  g_assert_cmpint (surety_files_get_state (fixture.files, uri), ==, SURETY_FILE_OFF);
  g_assert_cmpuint (site.n, ==, 0);

  surety_proxy_set (NULL);
  surety_files_request (fixture.files, uri);
  model_test_until (nothing_waits, fixture.files, "the file");
  g_assert_cmpuint (site.n, ==, 1);
  fixture_clear (&fixture);
}

static void
test_fetches (void)
{
  Fixture fixture;
  g_autofree char *uri = site_uri ("a");
  g_autoptr (SuretyMetadata) metadata = NULL;
  gboolean matches = FALSE;

  fixture_init (&fixture);
  surety_files_set_enabled (fixture.files, TRUE);
  surety_files_request (fixture.files, uri);
  g_assert_cmpint (surety_files_get_state (fixture.files, uri), ==, SURETY_FILE_WAITING);
  surety_files_request (fixture.files, uri);
  model_test_wait (nothing_waits, fixture.files);
  g_assert_cmpuint (site.n, ==, 1);
  g_assert_cmpuint (fixture.n_arrived, ==, 1);
  g_assert_cmpint (surety_files_get_state (fixture.files, uri), ==, SURETY_FILE_READ);
  metadata = surety_metadata_parse_file (surety_files_lookup (fixture.files, uri));
  g_assert_cmpstr (metadata->name, ==, "Name of /a");
  /* localhost is no site of anybody's. */
  g_assert_true (surety_files_match_site (fixture.files, uri, &matches));
  g_assert_false (matches);

  /* It is known: nobody is asked again. */
  surety_files_request (fixture.files, uri);
  model_test_sleep (50);
  g_assert_cmpuint (site.n, ==, 1);

  /* At the next start neither, and without the switch it is still there. */
  close_files (&fixture);
  open_files (&fixture);
  g_assert_cmpuint (fixture.n_arrived, ==, 2);
  g_assert_nonnull (surety_files_lookup (fixture.files, uri));
  g_assert_cmpint (surety_files_get_state (fixture.files, uri), ==, SURETY_FILE_READ);

  model_test_true (surety_files_forget (fixture.files));
  g_assert_null (surety_files_lookup (fixture.files, uri));
  close_files (&fixture);
  open_files (&fixture);
  g_assert_null (surety_files_lookup (fixture.files, uri));
  fixture_clear (&fixture);
}

static void
test_failures (void)
{
  Fixture fixture;
  g_autofree char *uri = site_uri ("a");
  g_autofree char *other = site_uri ("not-json");
  SuretyStatement old = { .sql = "UPDATE file SET asked = asked - 800000" };

  fixture_init (&fixture);
  surety_files_set_enabled (fixture.files, TRUE);
  surety_files_request (fixture.files, uri);
  surety_files_request (fixture.files, other);
  model_test_wait (nothing_waits, fixture.files);
  g_assert_cmpint (surety_files_get_state (fixture.files, other), ==, SURETY_FILE_FAILED);
  g_assert_null (surety_files_lookup (fixture.files, other));

  /* More than a week later the host is down: what it said then stays, and that it is down is known. */
  model_test_true (surety_database_write (fixture.database, &old, 1));
  close_files (&fixture);
  open_files (&fixture);
  site.broken = TRUE;
  surety_files_set_enabled (fixture.files, TRUE);
  surety_files_request (fixture.files, uri);
  model_test_wait (nothing_waits, fixture.files);
  g_assert_cmpuint (site.n, ==, 3);
  g_assert_cmpint (surety_files_get_state (fixture.files, uri), ==, SURETY_FILE_FAILED);
  g_assert_nonnull (surety_files_lookup (fixture.files, uri));
  /* A failure is not asked for again at once. */
  surety_files_request (fixture.files, uri);
  g_assert_cmpuint (surety_files_get_waiting (fixture.files), ==, 0);
  fixture_clear (&fixture);
}

static void
test_many (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  surety_files_set_enabled (fixture.files, TRUE);
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *uri = site_uri (name);

      surety_files_request (fixture.files, uri);
    }
  g_assert_cmpuint (surety_files_get_waiting (fixture.files), ==, 50);
  model_test_wait (nothing_waits, fixture.files);
  g_assert_cmpuint (fixture.n_arrived, ==, 50);

  /* Switched off in the middle, what waits is forgotten. */
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *name = g_strdup_printf ("more-%u", i);
      g_autofree char *uri = site_uri (name);

      surety_files_request (fixture.files, uri);
    }
  surety_files_set_enabled (fixture.files, FALSE);
  model_test_wait (nothing_waits, fixture.files);
  g_assert_cmpuint (site.n, <=, 54);
  g_assert_cmpuint (fixture.n_arrived, ==, 50);
  fixture_clear (&fixture);
}

/* Awaits a picture; its length, 0 = none, for the reason given. */
static gsize
load_picture (Fixture *self, const char *uri, int reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
    loaded = dex_await_boxed (surety_files_load_picture (self->files, uri), &error);

  if (loaded == NULL)
    g_assert_error (error, G_IO_ERROR, reason);
  return loaded != NULL ? g_bytes_get_size (loaded) : 0;
}

static void
test_pictures (void)
{
  Fixture fixture;
  g_autofree char *uri = site_uri ("picture.png");
  g_autofree char *other = site_uri ("not-json");
  const gsize expected = sizeof picture - 1 - 16;
  DexFuture *twice[2];

  fixture_init (&fixture);
  g_assert_cmpuint (load_picture (&fixture, uri, G_IO_ERROR_PERMISSION_DENIED), ==, 0);
  g_assert_cmpuint (site.n, ==, 0);

  surety_files_set_enabled (fixture.files, TRUE);
  g_assert_cmpuint (load_picture (&fixture, "http://localhost/", G_IO_ERROR_NOT_FOUND), ==, 0);
  twice[0] = surety_files_load_picture (fixture.files, uri);
  twice[1] = surety_files_load_picture (fixture.files, uri);
  for (guint i = 0; i < G_N_ELEMENTS (twice); i++)
    {
      g_autoptr (GBytes) loaded = dex_await_boxed (twice[i], NULL);

      g_assert_cmpuint (g_bytes_get_size (loaded), ==, expected);
    }
  g_assert_cmpuint (site.n, ==, 1);
  g_assert_cmpuint (load_picture (&fixture, uri, 0), ==, expected);
  g_assert_cmpuint (site.n, ==, 1);
  /* What is no picture is asked for once. */
  g_assert_cmpuint (load_picture (&fixture, other, G_IO_ERROR_INVALID_DATA), ==, 0);
  g_assert_cmpuint (load_picture (&fixture, other, G_IO_ERROR_NOT_FOUND), ==, 0);
  g_assert_cmpuint (site.n, ==, 2);
  /* A picture is no file about anybody. */
  g_assert_cmpuint (fixture.n_arrived, ==, 0);
  g_assert_null (surety_files_lookup (fixture.files, uri));

  /* At the next start it is there still, when files may be fetched. */
  close_files (&fixture);
  open_files (&fixture);
  g_assert_cmpuint (fixture.n_arrived, ==, 0);
  g_assert_cmpuint (load_picture (&fixture, uri, G_IO_ERROR_PERMISSION_DENIED), ==, 0);
  surety_files_set_enabled (fixture.files, TRUE);
  g_assert_cmpuint (load_picture (&fixture, uri, 0), ==, expected);
  g_assert_cmpuint (site.n, ==, 2);

  model_test_true (surety_files_forget (fixture.files));
  g_assert_cmpuint (load_picture (&fixture, uri, 0), ==, expected);
  g_assert_cmpuint (site.n, ==, 3);
  fixture_clear (&fixture);
}

static void
test_picture_failures (void)
{
  Fixture fixture;
  g_autofree char *uri = site_uri ("picture.png");
  SuretyStatement old = { .sql = "UPDATE file SET asked = asked - 800000" };
  DexFuture *late;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  surety_files_set_enabled (fixture.files, TRUE);
  site.broken = TRUE;
  g_assert_cmpuint (load_picture (&fixture, uri, G_IO_ERROR_NOT_FOUND), ==, 0);
  site.broken = FALSE;
  g_assert_cmpuint (load_picture (&fixture, uri, G_IO_ERROR_NOT_FOUND), ==, 0);
  g_assert_cmpuint (site.n, ==, 1);

  /* More than a week later it answers; another week later not any more: the last good copy stays. */
  model_test_true (surety_database_write (fixture.database, &old, 1));
  g_assert_cmpuint (load_picture (&fixture, uri, 0), >, 0);
  model_test_true (surety_database_write (fixture.database, &old, 1));
  site.broken = TRUE;
  g_assert_cmpuint (load_picture (&fixture, uri, 0), >, 0);
  g_assert_cmpuint (load_picture (&fixture, uri, 0), >, 0);
  g_assert_cmpuint (site.n, ==, 3);

  /* Switched off while it is on its way, it does not come. */
  model_test_true (surety_files_forget (fixture.files));
  site.broken = FALSE;
  late = surety_files_load_picture (fixture.files, uri);
  surety_files_set_enabled (fixture.files, FALSE);
  error = model_test_rejects (late);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  fixture_clear (&fixture);
}

static void
note_traffic (const SuretyTraffic *traffic, gpointer user_data)
{
  g_assert_cmpstr (traffic->method, ==, "GET");
  g_assert_cmpuint (traffic->bytes_out, >, 0);
  g_string_append_printf (user_data, "%d %" G_GUINT64_FORMAT "; ", traffic->purpose,
                          traffic->n_calls);
}

static void
test_traffic (void)
{
  Fixture fixture;
  g_autofree char *file = site_uri ("a");
  g_autofree char *picture_uri = site_uri ("picture.png");
  g_autofree char *expected = g_strdup_printf ("%d 1; %d 1; ", SURETY_TRAFFIC_FILE,
                                               SURETY_TRAFFIC_PICTURE);
  g_autoptr (GString) found = g_string_new (NULL);

  fixture_init (&fixture);
  surety_traffic_forget ();
  surety_files_set_enabled (fixture.files, TRUE);
  surety_files_request (fixture.files, file);
  model_test_wait (nothing_waits, fixture.files);
  g_assert_cmpuint (load_picture (&fixture, picture_uri, 0), >, 0);
  surety_traffic_foreach (note_traffic, found);
  g_assert_cmpstr (found->str, ==, expected);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);
  site.server = secure_site_start (server_cb, &site.database, &site.port);
  model_test_add ("/files/nothing-leaves-while-switched-off", test_off);
  model_test_add ("/files/none-while-a-proxy-is-set", test_proxy);
  model_test_add ("/files/fetched-once-and-kept", test_fetches);
  model_test_add ("/files/failures-keep-the-last-good-copy", test_failures);
  model_test_add ("/files/many-wait-for-their-turn", test_many);
  model_test_add ("/files/pictures-are-fetched-when-opened-and-kept", test_pictures);
  model_test_add ("/files/pictures-that-do-not-come-are-not-asked-for-again",
                  test_picture_failures);
  model_test_add ("/files/who-is-asked-is-in-the-list", test_traffic);
  return g_test_run ();
}
