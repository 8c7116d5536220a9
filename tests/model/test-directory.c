/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-test.h"
#include "surety-directory.h"
#include "surety-eigenlayer.h"
#include "surety-generator.h"

/* The directory as pages see it: while it fills, when it is stopped, and when a little of it changes. */

typedef struct
{
  SuretyGenerator *generator;
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyProtocol *protocol;
  SuretyDirectory *directory;
  guint most_while_filling; /* providers */
  guint64 first_block;
  guint removed;
} Stage;

static Stage *
stage_new (guint64 range)
{
  const GeneratorSize size = { 11, 200, 8, 12, 10, 12000 };
  Stage *self = g_new0 (Stage, 1);

  self->generator = surety_generator_new (&size);
  surety_generator_set_limits (self->generator, range, 0);
  self->network = surety_generator_dup_network (self->generator);
  self->endpoints = surety_endpoints_new (surety_network_get_chain_id (self->network));
  surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->generator));
  self->protocol = surety_eigenlayer_new (self->network, self->endpoints);
  self->directory = surety_directory_new ();
  surety_directory_set_source (self->directory, self->protocol, NULL);
  return self;
}

static void
stage_free (Stage *self)
{
  surety_directory_set_source (self->directory, NULL, NULL);
  g_clear_object (&self->directory);
  g_clear_object (&self->protocol);
  g_clear_object (&self->endpoints);
  g_clear_object (&self->network);
  g_clear_object (&self->generator);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_free)

static guint
count (Stage *self)
{
  return g_list_model_get_n_items (surety_directory_get_providers (self->directory));
}

static guint32
head_of (Stage *self)
{
  return surety_generator_get_world (self->generator)->head;
}

static void
on_as_of (SuretyDirectory *directory, GParamSpec *spec, Stage *self)
{
  if (!surety_directory_get_filling (directory) ||
      surety_directory_get_as_of_block (directory) == 0 ||
      surety_directory_get_as_of_block (directory) == head_of (self))
    return;
  if (self->first_block == 0)
    self->first_block = surety_directory_get_as_of_block (directory);
  self->most_while_filling = MAX (self->most_while_filling, count (self));
}

static void
test_fills (void)
{
  g_autoptr (Stage) stage = stage_new (2000);

  g_signal_connect (stage->directory, "notify::as-of-block", G_CALLBACK (on_as_of), stage);
  g_assert_cmpint (surety_directory_get_remaining (stage->directory), ==, -1);
  g_assert_cmpint (surety_directory_get_known (stage->directory), ==, SURETY_KNOWN_UNKNOWN);
  model_test_true (surety_directory_refresh (stage->directory));

  /* It was there before all was read, and said of which block. */
  g_assert_cmpuint (stage->first_block, >, 0);
  g_assert_cmpuint (stage->first_block, <, head_of (stage));
  g_assert_false (surety_directory_get_filling (stage->directory));
  g_assert_cmpuint (surety_directory_get_as_of_block (stage->directory), ==, head_of (stage));
  g_assert_cmpuint (surety_directory_get_as_of_time (stage->directory), >, 1600000000);
  g_assert_cmpint (surety_directory_get_known (stage->directory), ==, SURETY_KNOWN_ONE_ENDPOINT);
  g_assert_cmpint (surety_directory_get_load (stage->directory), ==, SURETY_LOAD_READY);
  g_assert_cmpuint (count (stage), ==, 200);
  g_assert_cmpuint (g_list_model_get_n_items (surety_directory_get_services (stage->directory)), ==,
                    12);
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (SuretyService)
        service = g_list_model_get_item (surety_directory_get_services (stage->directory), i);

      g_assert_true (surety_directory_find_service (stage->directory,
                                                    surety_service_get_avs (service),
                                                    surety_service_get_set (service)) == service);
    }
}

static gboolean
has_begun (Stage *stage)
{
  return surety_directory_get_as_of_block (stage->directory) > 0;
}

static void
test_cancelled (void)
{
  g_autoptr (Stage) stage = stage_new (2000);
  g_autoptr (DexFuture) refreshed = surety_directory_refresh (stage->directory);
  g_autoptr (GError) error = NULL;
  guint64 block;

  model_test_wait (has_begun, stage);
  surety_directory_cancel (stage->directory);
  g_assert_false (dex_await (dex_ref (refreshed), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (surety_directory_get_filling (stage->directory));
  block = surety_directory_get_as_of_block (stage->directory);
  g_assert_cmpuint (block, >, 0);
  g_assert_cmpuint (block, <, head_of (stage));
  model_test_sleep (50);
  g_assert_cmpuint (surety_directory_get_as_of_block (stage->directory), ==, block);

  /* It goes on from there. */
  model_test_true (surety_directory_refresh (stage->directory));
  g_assert_cmpuint (count (stage), ==, 200);
  g_assert_cmpuint (surety_directory_get_as_of_block (stage->directory), ==, head_of (stage));
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Stage *self)
{
  /* Nothing is ever taken away, and what comes is last. */
  g_assert_cmpuint (added, >=, removed);
  self->removed += removed;
}

static void
test_only_what_changed (void)
{
  g_autoptr (Stage) stage = stage_new (100000);
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *providers = surety_directory_get_providers (stage->directory);
  guint same = 0;

  model_test_true (surety_directory_refresh (stage->directory));
  for (guint i = 0; i < count (stage); i++)
    g_ptr_array_add (before, g_list_model_get_item (providers, i));
  g_signal_connect (providers, "items-changed", G_CALLBACK (on_items_changed), stage);

  /* Nothing happened: no row moves. */
  model_test_true (surety_directory_refresh (stage->directory));
  g_assert_cmpuint (stage->removed, ==, 0);

  generator_world_advance (surety_generator_get_world (stage->generator), 20000);
  model_test_true (surety_directory_refresh (stage->directory));
  g_assert_cmpuint (count (stage), >=, before->len);
  for (guint i = 0; i < before->len; i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);
      SuretyProvider *old = g_ptr_array_index (before, i);

      g_assert_cmpstr (surety_provider_get_address_text (provider), ==,
                       surety_provider_get_address_text (old));
      same += provider == old ? 1 : 0;
    }
  g_assert_cmpuint (same, <, before->len);
  g_assert_cmpuint (same, >, before->len / 2);
  g_assert_cmpuint (stage->removed, <, before->len / 2);
  g_signal_handlers_disconnect_by_data (providers, stage);
}

static void
test_source_taken_away (void)
{
  g_autoptr (Stage) stage = stage_new (2000);
  g_autoptr (DexFuture) refreshed = surety_directory_refresh (stage->directory);

  model_test_wait (has_begun, stage);
  surety_directory_set_source (stage->directory, NULL, NULL);
  dex_await (dex_ref (refreshed), NULL);
  model_test_sleep (50);
  g_assert_cmpuint (count (stage), ==, 0);
  g_assert_cmpuint (surety_directory_get_as_of_block (stage->directory), ==, 0);
  g_assert_false (surety_directory_get_filling (stage->directory));
}

static void
on_load_or_error (SuretyDirectory *directory, GParamSpec *spec, guint *n_told)
{
  g_autoptr (GError) error = NULL;

  g_object_get (directory, "error", &error, NULL);
  g_assert_cmpint (surety_directory_get_load (directory) == SURETY_LOAD_FAILED, ==, error != NULL);
  ++*n_told;
}

/* Whoever is told of one of them finds the other one already changed. */
static void
test_failed_has_an_error (void)
{
  g_autoptr (Stage) stage = stage_new (2000);
  g_autoptr (SuretyEndpoints) nobody = surety_endpoints_new (1);
  g_autoptr (SuretyProtocol) protocol = surety_eigenlayer_new (stage->network, nobody);
  guint n_told = 0;

  surety_directory_set_source (stage->directory, protocol, NULL);
  g_signal_connect (stage->directory, "notify::load", G_CALLBACK (on_load_or_error), &n_told);
  g_signal_connect (stage->directory, "notify::error", G_CALLBACK (on_load_or_error), &n_told);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = model_test_rejects (surety_directory_refresh (stage->directory));

      g_assert_cmpint (surety_directory_get_load (stage->directory), ==, SURETY_LOAD_FAILED);
    }
  surety_directory_set_source (stage->directory, stage->protocol, NULL);
  model_test_true (surety_directory_refresh (stage->directory));
  g_assert_cmpuint (n_told, >=, 8);
}

int
main (int argc, char **argv)
{
  model_test_init (&argc, &argv);
  model_test_add ("/model/directory/can-be-used-while-it-fills", test_fills);
  model_test_add ("/model/directory/cancelled-it-keeps-what-it-has", test_cancelled);
  model_test_add ("/model/directory/only-rows-that-changed-are-replaced", test_only_what_changed);
  model_test_add ("/model/directory/its-source-is-taken-away", test_source_taken_away);
  model_test_add ("/model/directory/what-failed-has-an-error", test_failed_has_an_error);
  return g_test_run ();
}
