/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "secret.h"
#include "surety-eigenlayer.h"
#include "surety-generator.h"
#include "surety-logs-fetch.h"

/* The directory against what the generator knows to be true, through everything that can happen to it. */

#define GWEI G_GUINT64_CONSTANT (1000000000)

typedef struct
{
  SuretyGenerator *generator;
  SuretyNetwork *network;
  SuretyEndpoints *endpoints;
  SuretyDatabase *database;
  SuretyProtocol *protocol;
  char *directory;
  char *path;
} Stage;

static GeneratorSize
small (guint64 seed)
{
  return (GeneratorSize) { seed, 60, 8, 12, 10, 6000 };
}

static void
open_database (Stage *self)
{
  g_autoptr (GError) error = NULL;

  self->database = dex_await_object (surety_database_open (self->path), &error);
  g_assert_no_error (error);
}

/* A start of the program: nothing is known but what the file says. */
static void
start (Stage *self)
{
  self->endpoints = surety_endpoints_new (surety_network_get_chain_id (self->network));
  surety_endpoints_add (self->endpoints, SURETY_TRANSPORT (self->generator));
  self->protocol = surety_eigenlayer_new (self->network, self->endpoints);
  surety_eigenlayer_set_database (SURETY_EIGENLAYER (self->protocol), self->database);
}

static void
stop (Stage *self)
{
  g_clear_object (&self->protocol);
  g_clear_object (&self->endpoints);
}

static void
set_generator (Stage *self, const GeneratorSize *size)
{
  g_set_object (&self->generator, NULL);
  g_set_object (&self->network, NULL);
  self->generator = surety_generator_new (size);
  self->network = surety_generator_dup_network (self->generator);
}

static Stage *
stage_new (const GeneratorSize *size)
{
  Stage *self = g_new0 (Stage, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("surety-directory-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->directory, "surety.db", NULL);
  set_generator (self, size);
  open_database (self);
  start (self);
  return self;
}

static void
stage_free (Stage *self)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  stop (self);
  dex_await (surety_database_close (self->database), NULL);
  g_clear_object (&self->database);
  g_clear_object (&self->network);
  g_clear_object (&self->generator);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (self->path, endings[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->directory);
  g_free (self->directory);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_free)

static GListModel *
load (Stage *self)
{
  g_autoptr (GError) error = NULL;
  GListModel *providers = dex_await_object (surety_protocol_load_providers (self->protocol, NULL,
                                                                            NULL, NULL),
                                            &error);

  g_assert_no_error (error);
  return providers;
}

static SuretyProvider *
find (GListModel *providers, const Address *address)
{
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SuretyProvider) provider = g_list_model_get_item (providers, i);

      if (address_equal (surety_provider_get_address (provider), address))
        return provider; /* the list holds it */
    }
  return NULL;
}

/* Stakers of an operator with anything left, and what the largest has in one strategy, from the
 * events themselves. A slashing takes the same part of everybody's. */
static guint
count_stakers (GeneratorWorld *world, guint operator)
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) left = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < world->n_applied; i++)
    {
      const GeneratorEvent *event = &g_array_index (world->events, GeneratorEvent, i);
      gint64 id;
      double *sum;

      if (event->operator!= operator|| (event->kind != GENERATOR_SHARES_INCREASED &&
                                        event->kind != GENERATOR_SHARES_DECREASED))
        continue;
      if (event->other == G_MAXUINT32)
        continue;
      id = ((gint64) event->strategy << 32) | event->other;
      sum = g_hash_table_lookup (sums, &id);
      if (sum == NULL)
        {
          sum = g_new0 (double, 1);
          g_hash_table_insert (sums, g_memdup2 (&id, sizeof id), sum);
        }
      *sum += event->kind == GENERATOR_SHARES_INCREASED ? (double) event->x : -(double) event->x;
    }
  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (*(double *) value > 0.5)
      g_hash_table_add (left, GUINT_TO_POINTER ((guint) (*(gint64 *) key & G_MAXUINT32) + 1));
  return g_hash_table_size (left);
}

static void
check_operator (Stage *self, guint i, SuretyProvider *provider, guint *n_slashed)
{
  GeneratorWorld *world = surety_generator_get_world (self->generator);
  const GeneratorOperator *truth = &world->operators[i];
  const gboolean came = truth->next_delay_block != 0 && truth->next_delay_block <= world->head;
  guint n_memberships, registered = 0;
  const SuretyMembership *memberships = surety_provider_get_memberships (provider, &n_memberships);

  g_assert_cmpuint (surety_provider_get_block (provider), <=, world->head);
  g_assert_cmpint (surety_provider_get_needs_approval (provider), ==, truth->has_approver);
  if (truth->delay_set || came)
    {
      g_assert_true (surety_provider_get_delay_set (provider));
      g_assert_cmpuint (surety_provider_get_delay (provider), ==,
                        came ? truth->next_delay : truth->delay);
    }
  for (guint t = 0; t < surety_network_get_n_tokens (self->network); t++)
    {
      const Address *strategy = &surety_network_get_token (self->network, t)->strategy;
      const SuretyPledgedMagnitude *pledged = surety_provider_get_pledged (provider, strategy);
      const SuretyProviderStake *stake = surety_provider_find_stake (provider, strategy);
      const u256 shares = (u256) generator_world_shares (world, i, t) * GWEI;

      g_assert_true (pledged->max == generator_world_max (world, i, t));
      g_assert_true (pledged->max - pledged->latent == generator_world_encumbered (world, i, t));
      g_assert_true ((stake != NULL ? stake->shares : 0) == shares);
      if (stake != NULL)
        {
          g_assert_cmpuint (stake->n_stakers, >, 0);
          g_assert_true (stake->largest > 0 && stake->largest <= U256_WAD);
        }
    }
  for (guint k = 0; k < n_memberships; k++)
    registered += memberships[k].registered ? 1 : 0;
  g_assert_cmpuint (registered, ==, truth->sets != NULL ? truth->sets->len : 0);
  g_assert_cmpuint (surety_provider_get_active_block (provider), >=,
                    surety_provider_get_registered_block (provider));
  g_assert_cmpuint (surety_provider_get_registered_time (provider), >, 0);
  *n_slashed += surety_provider_get_slashings (provider);
}

/* All of it is true at the generator's head. */
static void
check (Stage *self, GListModel *providers)
{
  GeneratorWorld *world = surety_generator_get_world (self->generator);
  guint registered = 0, slashed = 0, really = 0;

  for (guint i = 0; i < world->size.n_operators; i++)
    {
      const Address address = generator_address (GENERATOR_AN_OPERATOR, i);
      SuretyProvider *provider = find (providers, &address);

      g_assert_cmpint (provider != NULL, ==, world->operators[i].registered);
      if (provider == NULL)
        continue;
      registered++;
      check_operator (self, i, provider, &slashed);
      if (i < 10)
        g_assert_cmpuint (surety_provider_get_n_stakers (provider), ==, count_stakers (world, i));
    }
  for (guint i = 0; i < world->n_applied; i++)
    really += g_array_index (world->events, GeneratorEvent, i).kind == GENERATOR_OPERATOR_SLASHED;
  g_assert_cmpuint (slashed, ==, really);
  g_assert_cmpuint (g_list_model_get_n_items (providers), ==, registered);
}

static void
test_true (void)
{
  const GeneratorSize size = small (1);
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  const guint32 end = world->head;

  /* Read on from several heads, the last one the end. */
  for (guint i = 1; i <= 4; i++)
    {
      g_autoptr (GListModel) providers = NULL;

      generator_world_set_head (world, world->start + (end - world->start) / 4 * i);
      providers = load (stage);
      check (stage, providers);
    }
}

/* So many that the ledger has not all facts of a part in memory. */
static void
test_many_stakers (void)
{
  const GeneratorSize size = {
    .seed = 10,
    .n_operators = 1200,
    .n_services = 20,
    .n_sets = 30,
    .n_strategies = 40,
    .n_logs = 50000,
  };
  g_autoptr (Stage) stage = stage_new (&size);
  g_autoptr (GListModel) providers = load (stage);

  check (stage, providers);
}

static void
check_same_stakes (SuretyProvider *one, SuretyProvider *other)
{
  guint n, n_others;
  const SuretyProviderStake *stakes = surety_provider_get_strategy_stakes (one, &n);

  surety_provider_get_strategy_stakes (other, &n_others);
  g_assert_cmpuint (n, ==, n_others);
  g_assert_cmpuint (surety_provider_get_n_stakers (one), ==, surety_provider_get_n_stakers (other));
  for (guint i = 0; i < n; i++)
    {
      const SuretyProviderStake *stake = surety_provider_find_stake (other, &stakes[i].strategy);

      g_assert_nonnull (stake);
      g_assert_true (stake->shares == stakes[i].shares);
      g_assert_cmpuint (stake->n_stakers, ==, stakes[i].n_stakers);
      g_assert_true (stake->largest == stakes[i].largest);
    }
}

/* Logs that are final are not taken in the order of blocks, those after them are: it comes to the same. */
static void
test_in_parts (void)
{
  const GeneratorSize size = small (9);
  g_autoptr (Stage) whole = stage_new (&size);
  g_autoptr (Stage) parts = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (parts->generator);
  const guint32 end = world->head;
  g_autoptr (GListModel) at_once = load (whole);
  g_autoptr (GListModel) in_parts = NULL;

  for (guint32 i = 1; i <= 41; i++)
    {
      generator_world_set_head (world, MIN (end, world->start + (end - world->start) / 40 * i));
      g_clear_object (&in_parts);
      in_parts = load (parts);
    }
  g_assert_cmpuint (g_list_model_get_n_items (in_parts), ==, g_list_model_get_n_items (at_once));
  for (guint i = 0; i < g_list_model_get_n_items (in_parts); i++)
    {
      g_autoptr (SuretyProvider) one = g_list_model_get_item (in_parts, i);
      SuretyProvider *other = find (at_once, surety_provider_get_address (one));

      g_assert_nonnull (other);
      check_same_stakes (one, other);
    }
}

static void
test_started_again (void)
{
  const GeneratorSize size = small (2);
  g_autoptr (Stage) stage = stage_new (&size);
  g_autoptr (GListModel) first = load (stage);
  g_autoptr (GListModel) again = NULL;
  guint64 before, after, unused;

  stop (stage);
  start (stage);
  surety_generator_get_counts (stage->generator, &unused, &before);
  again = load (stage);
  surety_generator_get_counts (stage->generator, &unused, &after);
  g_assert_cmpuint (after, ==, before);
  check (stage, again);

  /* And on from there. */
  generator_world_advance (surety_generator_get_world (stage->generator), 7200);
  g_clear_object (&again);
  again = load (stage);
  check (stage, again);
}

typedef struct
{
  guint n;
  guint until;
  DexPromise *enough;
} Counter;

static void
count_cb (const SuretyDirectoryReport *report, gpointer user_data)
{
  Counter *counter = user_data;

  if (++counter->n == counter->until && dex_future_is_pending (DEX_FUTURE (counter->enough)))
    dex_promise_reject (counter->enough,
                        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "enough"));
}

/* Stopped again and again, it gets there, and no block is read twice. */
static void
test_interrupted (void)
{
  const GeneratorSize size = small (3);
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  const guint32 end = world->head;
  g_autoptr (GListModel) providers = NULL;
  guint stops = 0;

  surety_generator_set_limits (stage->generator, (end - world->start) / 40, 0);
  for (guint i = 0; i < 12; i++)
    {
      Counter counter = { 0, 1 + i % 3, dex_promise_new () };
      g_autoptr (GError) error = NULL;

      if (!dex_await (dex_future_first (surety_protocol_update_directory (stage->protocol, count_cb,
                                                                          &counter, NULL),
                                        dex_ref (DEX_FUTURE (counter.enough)), NULL),
                      &error))
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          stops++;
        }
      /* The flow that was let go of still has to come to its end. */
      dex_await (dex_timeout_new_msec (50), NULL);
      dex_unref (counter.enough);
      if (i % 2 == 0)
        {
          /* As if killed: the file is opened by another process. */
          stop (stage);
          dex_await (surety_database_close (stage->database), NULL);
          g_clear_object (&stage->database);
          open_database (stage);
          start (stage);
        }
    }
  g_assert_cmpuint (stops, >, 2);
  providers = load (stage);
  check (stage, providers);
}

static gboolean
has_waiting (Stage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
    rows = dex_await_variant (surety_database_read (self->database,
                                                    "SELECT id FROM ledger_aside LIMIT 1", NULL),
                              &error);

  g_assert_no_error (error);
  return g_variant_n_children (rows) > 0;
}

static void
hear_cb (const SuretyDirectoryReport *report, gpointer user_data)
{
  guint *n_told = user_data;

  (*n_told)++;
}

/* Killed as soon as logs are stored that were not taken yet: they are taken before anything is shown, and none
 * twice. Whether they were by the time it died is the machine's; /stakers/taken-one-after-the-other does not
 * depend on it. */
static void
test_killed_while_logs_wait (void)
{
  const GeneratorSize size = {
    .seed = 11,
    .n_operators = 300,
    .n_services = 20,
    .n_sets = 30,
    .n_strategies = 40,
    .n_logs = 120000,
  };
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  g_autoptr (GListModel) providers = NULL;
  guint n_waiting = 0;
  guint n_told = 0;

  surety_generator_set_limits (stage->generator, (world->head - world->start) / 200, 0);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (DexFuture)
        update = surety_protocol_update_directory (stage->protocol, hear_cb, &n_told, NULL);

      dex_await (dex_timeout_new_msec ((int) (20 * i)), NULL);
      while (dex_future_is_pending (update) && !has_waiting (stage))
        dex_await (dex_timeout_new_msec (1), NULL);
      dex_clear (&update);
      stop (stage);
      dex_await (surety_database_close (stage->database), NULL);
      g_clear_object (&stage->database);
      open_database (stage);
      n_waiting += has_waiting (stage) ? 1 : 0;
      start (stage);
    }
  g_test_message ("logs were waiting %u times", n_waiting);
  providers = load (stage);
  check (stage, providers);
  g_assert_false (has_waiting (stage));
}

/* The last blocks are others than they were; what they had said is not said any more. */
static void
test_reorganised (void)
{
  const GeneratorSize size = small (4);
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  static const guint32 depths[] = { 1, 3, 20, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr (GListModel) before = load (stage);
      g_autoptr (GListModel) after = NULL;
      guint64 asked_before, asked_after, unused;

      check (stage, before);
      /* Others take the place of the last blocks, and some more follow. */
      generator_world_set_head (world, world->head - depths[i]);
      g_array_set_size (world->events, world->n_applied);
      surety_generator_reorganise (stage->generator, world->head + 1);
      generator_world_advance (world, depths[i] + 5);
      surety_generator_get_counts (stage->generator, &unused, &asked_before);
      after = load (stage);
      surety_generator_get_counts (stage->generator, &unused, &asked_after);
      check (stage, after);
      /* A few ranges, not the whole chain. */
      g_assert_cmpuint (asked_after - asked_before, <=, 12);
      generator_world_advance (world, 200);
    }
}

/* Deeper than anything is kept for: read anew, and true. */
static void
test_reorganised_deep (void)
{
  const GeneratorSize size = small (5);
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  g_autoptr (GListModel) before = load (stage);
  g_autoptr (GListModel) after = NULL;

  surety_generator_reorganise (stage->generator, world->start + (world->head - world->start) / 2);
  after = load (stage);
  check (stage, after);
}

/* Another chain under the same key: a private one that was begun anew. */
static void
test_other_chain (void)
{
  const GeneratorSize size = small (6);
  const GeneratorSize other = { 7, 40, 6, 9, 10, 3000 };
  g_autoptr (Stage) stage = stage_new (&size);
  g_autoptr (GListModel) before = load (stage);
  g_autoptr (GListModel) after = NULL;

  stop (stage);
  set_generator (stage, &other);
  surety_generator_reorganise (stage->generator, 0);
  start (stage);
  after = load (stage);
  check (stage, after);
}

/* A node that has not come as far yet says nothing against what is known. */
static void
test_node_behind (void)
{
  const GeneratorSize size = small (8);
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  const guint32 end = world->head;
  g_autoptr (GListModel) before = load (stage);
  g_autoptr (GListModel) after = NULL;
  g_autoptr (SuretyProvider) one = NULL;

  generator_world_set_head (world, end - 5);
  after = load (stage);
  one = g_list_model_get_item (after, 0);
  g_assert_cmpuint (surety_provider_get_block (one), ==, end);
  generator_world_set_head (world, end);
  g_clear_object (&after);
  after = load (stage);
  check (stage, after);
}

/* What a provider's limits are is found out once. */
static void
test_limits_learned (void)
{
  const GeneratorSize size = small (9);
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  g_autoptr (GListModel) providers = NULL;
  g_autoptr (GListModel) again = NULL;
  SuretyLogsLimits limits, recalled;

  surety_generator_set_limits (stage->generator, 7000, 500);
  providers = load (stage);
  check (stage, providers);
  surety_logs_get_limits (stage->endpoints, &limits);
  g_assert_cmpuint (limits.ceiling, <=, 7000);

  stop (stage);
  start (stage);
  generator_world_advance (world, 7200);
  again = load (stage);
  check (stage, again);
  surety_logs_get_limits (stage->endpoints, &recalled);
  g_assert_cmpuint (recalled.ceiling, ==, limits.ceiling);
}

/* Two that read on at once: what one stored the other does not store again. */
static void
test_two_readers (void)
{
  const GeneratorSize size = small (10);
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  g_autoptr (SuretyEndpoints)
    endpoints = surety_endpoints_new (surety_network_get_chain_id (stage->network));
  g_autoptr (SuretyProtocol) other = NULL;
  g_autoptr (GListModel) one = NULL;
  g_autoptr (GListModel) two = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *first, *second;

  surety_generator_set_limits (stage->generator, (world->head - world->start) / 20, 0);
  surety_endpoints_add (endpoints, SURETY_TRANSPORT (stage->generator));
  other = surety_eigenlayer_new (stage->network, endpoints);
  surety_eigenlayer_set_database (SURETY_EIGENLAYER (other), stage->database);
  first = surety_protocol_load_providers (stage->protocol, NULL, NULL, NULL);
  second = surety_protocol_load_providers (other, NULL, NULL, NULL);
  one = dex_await_object (first, &error);
  g_assert_no_error (error);
  two = dex_await_object (second, &error);
  g_assert_no_error (error);
  check (stage, one);
  check (stage, two);
}

static void
bench (guint times)
{
  const GeneratorSize size = generator_size_mainnet (times);
  g_autoptr (Stage) stage = stage_new (&size);
  GeneratorWorld *world = surety_generator_get_world (stage->generator);
  g_autoptr (GListModel) providers = NULL;
  guint64 trips, more, in;
  gint64 begun = g_get_monotonic_time ();
  GStatBuf file;

  providers = load (stage);
  surety_rpc_get_traffic (surety_endpoints_get_rpc (stage->endpoints, 0), &trips, NULL, &in);
  g_assert_cmpint (g_stat (stage->path, &file), ==, 0);
  g_test_message ("%u operators, %u logs: %.2f s, %" G_GUINT64_FORMAT
                  " trips, %.1f MB in, file %.1f MB",
                  g_list_model_get_n_items (providers), world->events->len,
                  (double) (g_get_monotonic_time () - begun) / G_TIME_SPAN_SECOND, trips,
                  (double) in / 1e6, (double) file.st_size / 1e6);

  generator_world_advance (world, 7200);
  begun = g_get_monotonic_time ();
  g_clear_object (&providers);
  providers = load (stage);
  surety_rpc_get_traffic (surety_endpoints_get_rpc (stage->endpoints, 0), &more, NULL, NULL);
  g_test_message ("7200 blocks more: %.2f s, %" G_GUINT64_FORMAT " trips",
                  (double) (g_get_monotonic_time () - begun) / G_TIME_SPAN_SECOND, more - trips);

  stop (stage);
  start (stage);
  begun = g_get_monotonic_time ();
  g_clear_object (&providers);
  providers = load (stage);
  g_test_message ("started again: %.2f s",
                  (double) (g_get_monotonic_time () - begun) / G_TIME_SPAN_SECOND);
}

static void
test_mainnet_size (void)
{
  bench (1);
}

static void
test_ten_times (void)
{
  bench (10);
}

static DexFuture *
fiber (gpointer data)
{
  void (*const *func) (void) = data;

  (*func) ();
  return dex_future_new_true ();
}

static void
run (gconstpointer data)
{
  void (*func) (void) = (void (*) (void)) data;
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 256 * 1024, fiber, &func, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (future));
}

static void
add (const char *path, void (*func) (void))
{
  g_test_add_data_func (path, (gconstpointer) func, run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
  g_assert_true (secret_heap_init ());
  add ("/directory-store/true-at-every-head", test_true);
  add ("/directory-store/more-stakers-than-are-near", test_many_stakers);
  add ("/directory-store/in-parts-as-at-once", test_in_parts);
  add ("/directory-store/started-again-nothing-is-read-twice", test_started_again);
  add ("/directory-store/interrupted-it-goes-on", test_interrupted);
  add ("/directory-store/killed-while-logs-wait", test_killed_while_logs_wait);
  add ("/directory-store/reorganised-blocks-are-taken-back", test_reorganised);
  add ("/directory-store/deep-reorganisation-is-read-anew", test_reorganised_deep);
  add ("/directory-store/another-chain-is-read-anew", test_other_chain);
  add ("/directory-store/a-node-that-is-behind", test_node_behind);
  add ("/directory-store/limits-are-learned-once", test_limits_learned);
  add ("/directory-store/two-readers", test_two_readers);
  if (g_test_perf ())
    {
      add ("/directory-store/mainnet-size", test_mainnet_size);
      add ("/directory-store/ten-times", test_ten_times);
    }
  return g_test_run ();
}
