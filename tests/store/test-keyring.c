/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run as SURETY_TEST_KEYRING says: "file" (libsecret's file), "real" (a gnome-keyring on a bus of our own),
 * "closed" (fake_keyring.py: locked, every question closed), "no-service" (a bus with nobody on it),
 * "no-bus". */
#include "store-test.h"

#include <libsecret/secret.h>

#include "surety-keyring.h"

#define CONTENT "0200ff00fe010203c3a4000000000000000000000000000000000000000000000a"

static const SecretSchema schema = {
  "io.github.suretyapp.Surety",
  SECRET_SCHEMA_NONE,
  {
    { "id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "version", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
};

static void
assert_rejects (DexFuture *future, SuretyStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dex_await (future, &error));
  g_assert_error (error, SURETY_STORE_ERROR, (int) code);
}

static void
assert_holds (const char *id, const char *hex)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretySecret) back = dex_await_boxed (surety_keyring_load (id), &error);

  g_assert_no_error (error);
  store_test_assert_hex (back, hex);
}

static void
test_service_is_seen (void)
{
  store_test_true (surety_keyring_look ());
}

static void
test_secret_comes_back (void)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *other = g_uuid_string_random ();
  g_autoptr (SuretySecret) secret = store_test_hex (CONTENT);
  g_autoptr (SuretySecret) newer = store_test_hex ("02ff");
  g_autoptr (SuretySecret) longest = surety_secret_new (secret_new_random (1024));
  g_autoptr (SuretySecret) back = NULL;

  store_test_true (surety_keyring_save (id, "Surety test", secret));
  assert_holds (id, CONTENT);

  /* Every length of padding. */
  store_test_true (surety_keyring_save (other, "Surety test", newer));
  assert_holds (other, "02ff");
  store_test_true (surety_keyring_save (other, "Surety test", longest));
  back = dex_await_boxed (surety_keyring_load (other), NULL);
  g_assert_true (secret_equal (surety_secret_get (back), surety_secret_get (longest)));
  assert_holds (id, CONTENT);

  store_test_true (surety_keyring_remove (id));
  store_test_true (surety_keyring_remove (other));
}

static void
test_what_is_not_there_is_not_found (void)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SuretySecret) secret = store_test_hex (CONTENT);

  assert_rejects (surety_keyring_load (id), SURETY_STORE_ERROR_NOT_FOUND);
  assert_rejects (surety_keyring_remove (id), SURETY_STORE_ERROR_NOT_FOUND);
  store_test_true (surety_keyring_save (id, "Surety test", secret));
  store_test_true (surety_keyring_remove (id));
  assert_rejects (surety_keyring_load (id), SURETY_STORE_ERROR_NOT_FOUND);
}

/* The item is text, so that other programs may show and back it up. */
static void
test_item_is_base64 (void)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *text = NULL;
  g_autofree guchar *bytes = NULL;
  g_autoptr (SuretySecret) secret = store_test_hex (CONTENT);
  g_autoptr (SuretySecret) plain = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  store_test_true (surety_keyring_save (id, "Surety test", secret));
  text = secret_password_lookup_sync (&schema, NULL, &error, "id", id, "version", "1", NULL);
  g_assert_no_error (error);
  g_assert_nonnull (text);
  bytes = g_base64_decode (text, &len);
  plain = surety_secret_new (secret_new_copy (bytes, len));
  store_test_assert_hex (plain, CONTENT);
  store_test_true (surety_keyring_remove (id));
}

static void
test_foreign_item_is_malformed (void)
{
  const char *const texts[] = { "not base64!", "", "====", "AAA", "A=AA", "AAAA\nAAAA" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (GError) error = NULL;

      g_assert_true (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, "Surety test",
                                                 texts[i], NULL, &error, "id", id, "version", "1",
                                                 NULL));
      g_assert_no_error (error);
      assert_rejects (surety_keyring_load (id), SURETY_STORE_ERROR_MALFORMED);
      store_test_true (surety_keyring_remove (id));
    }
}

static void
store_text (const char *id, const char *version, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, "Surety test",
                                             text, NULL, &error, "id", id, "version", version,
                                             NULL));
  g_assert_no_error (error);
}

static gboolean
has_version (const char *id, const char *version)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = secret_password_lookup_sync (&schema, NULL, &error, "id", id, "version",
                                                       version, NULL);

  g_assert_no_error (error);
  return text != NULL;
}

/* Version 1 is content, 2 a keystore of it; one goes when the other came. */
static void
test_items_of_both_versions (void)
{
  static const char json[] = "{\"version\": 3}";
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SuretySecret) plain = store_test_hex (CONTENT);
  g_autoptr (SuretySecret) sealed = store_test_text (json);
  g_autoptr (SuretySecret) back = NULL;

  store_test_true (surety_keyring_save (id, "Surety test", plain));
  g_assert_true (has_version (id, "1") && !has_version (id, "2"));
  store_test_true (surety_keyring_save (id, "Surety test", sealed));
  g_assert_true (!has_version (id, "1") && has_version (id, "2"));
  back = dex_await_boxed (surety_keyring_load (id), NULL);
  g_assert_true (secret_equal (surety_secret_get (back), surety_secret_get (sealed)));

  /* Stopped before the old one went: the keystore counts, whichever was last. */
  store_text (id, "1", "AgAA");
  g_clear_pointer (&back, surety_secret_unref);
  back = dex_await_boxed (surety_keyring_load (id), NULL);
  g_assert_true (surety_secret_is_keystore (back));

  store_test_true (surety_keyring_save (id, "Surety test", plain));
  g_assert_true (has_version (id, "1") && !has_version (id, "2"));
  assert_holds (id, CONTENT);
  store_test_true (surety_keyring_remove (id));
}

static void
test_item_of_a_newer_version_is_named (void)
{
  g_autofree char *id = g_uuid_string_random ();

  store_text (id, "3", "whatever comes");
  assert_rejects (surety_keyring_load (id), SURETY_STORE_ERROR_TOO_NEW);
  g_assert_true (has_version (id, "3"));
  store_test_true (surety_keyring_remove (id));
}

/* The bus goes while the keyring is being asked; nothing of this process goes with it. */
static void
test_bus_goes_in_the_middle (void)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SuretySecret) secret = store_test_hex (CONTENT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  DexFuture *loading = NULL;

  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  loading = surety_keyring_load (id);
  g_assert_true (g_dbus_connection_close_sync (bus, NULL, &error));
  assert_rejects (loading, SURETY_STORE_ERROR_NO_SERVICE);
  assert_rejects (surety_keyring_load (id), SURETY_STORE_ERROR_NO_SERVICE);
  assert_rejects (surety_keyring_save (id, "Surety test", secret), SURETY_STORE_ERROR_NO_SERVICE);
  assert_rejects (surety_keyring_look (), SURETY_STORE_ERROR_NO_SERVICE);
}

static void
test_place_has_a_name (void)
{
  const gboolean is_real = g_strcmp0 (g_getenv ("SURETY_TEST_KEYRING"), "real") == 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *label = dex_await_string (surety_keyring_describe (), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, is_real ? "Login" : "");
}

static void
lock_default (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GList) objects = NULL;

  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  objects = g_list_prepend (NULL, collection);
  g_assert_cmpint (secret_service_lock_sync (service, objects, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);
}

/* Nobody answers the prompt here: the keyring stays locked, and that is not the same as empty. */
static void
test_locked_is_not_empty (void)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SuretySecret) secret = store_test_hex (CONTENT);
  g_autoptr (GError) error = NULL;

  store_test_true (surety_keyring_save (id, "Surety test", secret));
  lock_default ();
  g_assert_null (dex_await_boxed (surety_keyring_load (id), &error));
  g_assert_error (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_LOCKED);
  assert_rejects (surety_keyring_save (id, "Surety test", secret), SURETY_STORE_ERROR_LOCKED);
  /* The service is still there. */
  store_test_true (surety_keyring_look ());
}

/* Somebody is asked, and closes the question. libsecret does not say of an item why it was not unlocked. */
static void
test_closed_question_is_said (void)
{
  g_autoptr (SuretySecret) secret = store_test_hex (CONTENT);

  store_test_true (surety_keyring_look ());
  assert_rejects (surety_keyring_load ("locked"), SURETY_STORE_ERROR_LOCKED);
  assert_rejects (surety_keyring_load ("another"), SURETY_STORE_ERROR_NOT_FOUND);
  assert_rejects (surety_keyring_save ("another", "Surety test", secret),
                  SURETY_STORE_ERROR_DISMISSED);
}

static void
test_nobody_answers (void)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *label = NULL;
  g_autoptr (SuretySecret) secret = store_test_hex (CONTENT);
  g_autoptr (GError) error = NULL;

  assert_rejects (surety_keyring_look (), SURETY_STORE_ERROR_NO_SERVICE);
  assert_rejects (surety_keyring_save (id, "Surety test", secret), SURETY_STORE_ERROR_NO_SERVICE);
  assert_rejects (surety_keyring_load (id), SURETY_STORE_ERROR_NO_SERVICE);
  assert_rejects (surety_keyring_remove (id), SURETY_STORE_ERROR_NO_SERVICE);
  label = dex_await_string (surety_keyring_describe (), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, "");
}

int
main (int argc, char **argv)
{
  const char *mode = g_getenv ("SURETY_TEST_KEYRING");

  store_test_init (&argc, &argv);

  if (g_strcmp0 (mode, "no-bus") == 0 || g_strcmp0 (mode, "no-service") == 0)
    {
      store_test_add ("/keyring/nobody-answers", test_nobody_answers);
      return store_test_run ();
    }

  if (g_strcmp0 (mode, "closed") == 0)
    {
      store_test_add ("/keyring/closed-question-is-said", test_closed_question_is_said);
      return store_test_run ();
    }

  store_test_add ("/keyring/service-is-seen", test_service_is_seen);
  store_test_add ("/keyring/secret-comes-back", test_secret_comes_back);
  store_test_add ("/keyring/what-is-not-there-is-not-found", test_what_is_not_there_is_not_found);
  store_test_add ("/keyring/item-is-base64", test_item_is_base64);
  store_test_add ("/keyring/foreign-item-is-malformed", test_foreign_item_is_malformed);
  store_test_add ("/keyring/items-of-both-versions", test_items_of_both_versions);
  store_test_add ("/keyring/item-of-a-newer-version-is-named",
                  test_item_of_a_newer_version_is_named);
  store_test_add ("/keyring/place-has-a-name", test_place_has_a_name);
  if (g_strcmp0 (mode, "real") == 0)
    {
      store_test_add ("/keyring/locked-is-not-empty", test_locked_is_not_empty);
      store_test_add ("/keyring/bus-goes-in-the-middle", test_bus_goes_in_the_middle);
    }

  return store_test_run ();
}
