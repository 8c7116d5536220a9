/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "surety-keyfile.h"

#define CONTENT "0261626320616263"

typedef struct
{
  char *folder;
  char *id;
  char *path;
  SuretySecret *passphrase;
} Fixture;

/* A key file of CONTENT under "passphrase". Sealing is slow on purpose: done once, then copied. */
static void
fixture_init (Fixture *self)
{
  static char *sealed;
  g_autofree char *parent = store_test_folder ();
  g_autofree char *name = NULL;
  g_autoptr (SuretySecret) content = store_test_hex (CONTENT);
  g_autoptr (GError) error = NULL;

  self->folder = g_build_filename (parent, "keys", NULL);
  self->id = g_uuid_string_random ();
  name = g_strconcat (self->id, ".json", NULL);
  self->path = g_build_filename (self->folder, name, NULL);
  self->passphrase = store_test_text ("passphrase");

  if (sealed == NULL)
    {
      store_test_true (surety_keyfile_save (self->folder, self->id, content, self->passphrase));
      g_assert_true (g_file_get_contents (self->path, &sealed, NULL, &error));
      return;
    }
  g_assert_no_errno (g_mkdir (self->folder, 0700));
  g_assert_true (g_file_set_contents (self->path, sealed, -1, &error));
}

static void
fixture_clear (Fixture *self)
{
  g_free (self->folder);
  g_free (self->id);
  g_free (self->path);
  surety_secret_unref (self->passphrase);
}

static void
assert_load_rejects (Fixture *self, SuretySecret *passphrase, SuretyStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
    dex_await_boxed (surety_keyfile_load (self->folder, self->id, passphrase), &error));
  g_assert_error (error, SURETY_STORE_ERROR, (int) code);
}

static void
test_key_file_comes_back (void)
{
  Fixture self;
  g_autoptr (SuretySecret) back = NULL;
  g_autoptr (SuretySecret) newer = store_test_hex ("01ff");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = NULL;
  GStatBuf file;

  fixture_init (&self);
  back = dex_await_boxed (surety_keyfile_load (self.folder, self.id, self.passphrase), &error);
  g_assert_no_error (error);
  store_test_assert_hex (back, CONTENT);

  g_assert_no_errno (g_stat (self.path, &file));
  g_assert_cmpint (file.st_mode & 0777, ==, 0600);
  g_assert_no_errno (g_stat (self.folder, &file));
  g_assert_cmpint (file.st_mode & 0777, ==, 0700);

  /* Replaced, and nothing is left lying beside it. */
  store_test_true (surety_keyfile_save (self.folder, self.id, newer, self.passphrase));
  g_clear_pointer (&back, surety_secret_unref);
  back = dex_await_boxed (surety_keyfile_load (self.folder, self.id, self.passphrase), &error);
  g_assert_no_error (error);
  store_test_assert_hex (back, "01ff");
  folder = g_dir_open (self.folder, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_dir_read_name (folder));
  g_assert_null (g_dir_read_name (folder));

  store_test_true (surety_keyfile_remove (self.folder, self.id));
  assert_load_rejects (&self, self.passphrase, SURETY_STORE_ERROR_NOT_FOUND);
  g_assert_false (dex_await (surety_keyfile_remove (self.folder, self.id), &error));
  assert_store_error (error, NOT_FOUND);
  fixture_clear (&self);
}

static void
test_wrong_passphrase_is_named (void)
{
  Fixture self;
  g_autoptr (SuretySecret) wrong = store_test_text ("Passphrase");

  fixture_init (&self);
  assert_load_rejects (&self, wrong, SURETY_STORE_ERROR_PASSPHRASE);
  fixture_clear (&self);
}

/* Changes the digit behind "name": " in the file. */
static void
tamper (const char *path, const char *name)
{
  g_autofree char *text = NULL;
  g_autofree char *mark = g_strdup_printf ("\"%s\" : \"", name);
  g_autoptr (GError) error = NULL;
  char *at;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  at = strstr (text, mark);
  g_assert_nonnull (at);
  at += strlen (mark);
  *at = *at == '0' ? '1' : '0';
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  g_assert_no_error (error);
}

static void
test_tampered_file_does_not_open (void)
{
  const char *const names[] = { "mac", "ciphertext" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Fixture self;

      fixture_init (&self);
      tamper (self.path, names[i]);
      assert_load_rejects (&self, self.passphrase, SURETY_STORE_ERROR_PASSPHRASE);
      fixture_clear (&self);
    }
}

static void
test_truncated_file_is_malformed (void)
{
  Fixture self;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  fixture_init (&self);
  g_assert_true (g_file_get_contents (self.path, &text, &len, &error));
  for (gsize cut = 0; cut < len; cut += 37)
    {
      g_assert_true (g_file_set_contents (self.path, text, (gssize) cut, &error));
      assert_load_rejects (&self, self.passphrase, SURETY_STORE_ERROR_MALFORMED);
    }
  fixture_clear (&self);
}

static void
test_folder_that_cannot_be_written_is_told (void)
{
  g_autofree char *folder = store_test_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "keys", NULL);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SuretySecret) content = store_test_hex (CONTENT);
  g_autoptr (SuretySecret) passphrase = store_test_text ("x");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, &error));
  g_assert_false (dex_await (surety_keyfile_save (below, id, content, passphrase), &error));
  assert_store_error (error, IO);
}

int
main (int argc, char **argv)
{
  store_test_init (&argc, &argv);

  store_test_add ("/keyfile/key-file-comes-back", test_key_file_comes_back);
  store_test_add ("/keyfile/wrong-passphrase-is-named", test_wrong_passphrase_is_named);
  store_test_add ("/keyfile/tampered-file-does-not-open", test_tampered_file_does_not_open);
  store_test_add ("/keyfile/truncated-file-is-malformed", test_truncated_file_is_malformed);
  store_test_add ("/keyfile/folder-that-cannot-be-written-is-told",
                  test_folder_that_cannot_be_written_is_told);

  return store_test_run ();
}
