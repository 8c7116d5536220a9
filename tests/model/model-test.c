/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"

#define LONGEST_WAIT (30 * G_USEC_PER_SEC)

void
model_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  g_assert_true (secret_heap_init ());
}

static DexFuture *
test_fiber (gpointer data)
{
  const ModelTestFunc *func = data;

  (*func) ();

  return dex_future_new_true ();
}

static void
run_test (gconstpointer data)
{
  ModelTestFunc func = (ModelTestFunc) data;
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, test_fiber, &func, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (future));
}

void
model_test_add (const char *path, ModelTestFunc func)
{
  g_test_add_data_func (path, (gconstpointer) func, run_test);
}

void
model_test_true (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  gboolean done = dex_await (future, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

GError *
model_test_rejects (DexFuture *future)
{
  GError *error = NULL;

  g_assert_false (dex_await (future, &error));
  g_assert_nonnull (error);

  return error;
}

void
model_test_sleep (guint milliseconds)
{
  dex_await (dex_timeout_new_msec ((int) milliseconds), NULL);
}

void
model_test_until (ModelTestCondition condition, gpointer data, const char *what)
{
  gint64 deadline = g_get_monotonic_time () + LONGEST_WAIT;

  while (!condition (data))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("%s did not come", what);
      model_test_sleep (5);
    }
}

static void
start (ModelTest *self)
{
  gint64 deadline = g_get_monotonic_time () + LONGEST_WAIT;

  /* The file of a session that ended just now may be held for a moment by its last write. */
  for (;;)
    {
      g_autoptr (GError) error = NULL;

      self->session = surety_session_new (self->folder);
      if (dex_await (surety_session_start (self->session), &error))
        return;
      g_clear_object (&self->session);
      if (!g_error_matches (error, SURETY_STORE_ERROR, SURETY_STORE_ERROR_IN_USE) ||
          g_get_monotonic_time () > deadline)
        g_assert_no_error (error);
      model_test_sleep (20);
    }
}

ModelTest *
model_test_new (void)
{
  ModelTest *self = g_new0 (ModelTest, 1);
  g_autofree char *name = g_uuid_string_random ();

  self->folder = g_build_filename (g_get_user_data_dir (), name, NULL);
  start (self);

  return self;
}

void
model_test_free (ModelTest *self)
{
  g_clear_object (&self->session);
  g_free (self->folder);
  g_free (self);
}

void
model_test_restart (ModelTest *self)
{
  g_clear_object (&self->session);
  start (self);
}

/* Read to its end: what is shown while it fills may not say yet what operators pledged. */
gboolean
model_test_directory_ready (SuretySession *session)
{
  SuretyDirectory *directory = surety_session_get_directory (session);

  return surety_directory_get_load (directory) == SURETY_LOAD_READY &&
         !surety_directory_get_filling (directory);
}

gboolean
model_test_portfolio_ready (SuretySession *session)
{
  SuretyPortfolio *portfolio = surety_session_get_portfolio (session);

  return surety_portfolio_get_load (portfolio) == SURETY_LOAD_READY ||
         surety_portfolio_get_load (portfolio) == SURETY_LOAD_EMPTY;
}

/* Everything that was chosen is found again, and what the amount page shows is there. */
gboolean
model_test_guide_ready (SuretySession *session)
{
  g_autoptr (SuretyFigure) most = NULL;

  g_object_get (surety_session_get_guide (session), "exposure-most", &most, NULL);

  return most != NULL;
}

void
model_test_practise (ModelTest *self)
{
  model_test_true (surety_session_practise (self->session));
  model_test_wait (model_test_directory_ready, self->session);
  model_test_wait (model_test_portfolio_ready, self->session);
}

SuretyAsset *
model_test_find_asset (SuretySession *session, const char *symbol)
{
  GListModel *assets = surety_directory_get_assets (surety_session_get_directory (session));

  for (guint i = 0; i < g_list_model_get_n_items (assets); i++)
    {
      g_autoptr (SuretyAsset) asset = g_list_model_get_item (assets, i);

      if (g_str_equal (surety_asset_get_symbol (asset), symbol))
        return asset; /* the list holds it */
    }
  g_error ("no asset %s among %u", symbol, g_list_model_get_n_items (assets));
}

SuretyProvider *
model_test_find_provider (SuretySession *session, SuretyAsset *asset)
{
  GListModel *providers = surety_directory_get_providers (surety_session_get_directory (session));

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);
      const SuretyPledgedMagnitude *pledged =
        surety_provider_get_pledged (provider, &surety_asset_get_token (asset)->strategy);

      if (surety_provider_get_registered (provider) &&
          !surety_provider_get_needs_approval (provider) && pledged != NULL && pledged->max > 0 &&
          pledged->now > 0)
        return provider; /* the list holds it */
    }
  g_error ("no provider among %u", g_list_model_get_n_items (providers));
}

SuretyNetwork *
model_test_find_network (SuretySession *session, const char *key)
{
  GListModel *networks = surety_session_get_networks (session);

  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr (SuretyNetwork) network = g_list_model_get_item (networks, i);

      if (g_str_equal (surety_network_get_key (network), key))
        return network; /* the list holds it */
    }

  return NULL;
}

Address
model_test_address (const char *text)
{
  Address address;

  g_assert_cmpint (address_parse (text, strlen (text), &address, NULL), ==, CORE_OK);

  return address;
}
