/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"
#include "surety-flow.h"

typedef struct
{
  DexFuture *awaited;
  guint n_errors;
  guint n_destroyed;
  gboolean finished;
} Story;

static Story story;

static void
story_destroy (gpointer data)
{
  story.n_destroyed++;
}

static DexFuture *
story_fiber (SuretyFlow *flow, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!dex_await (surety_flow_guard (flow, dex_ref (story.awaited)), &error))
    {
      story.n_errors++;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);

      /* From now on every await says so at once. */
      g_assert_false (dex_await (surety_flow_guard (flow, dex_future_new_infinite ()), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  story.finished = TRUE;

  return dex_future_new_for_int (7);
}

static DexFuture *
ignore_cb (DexFuture *future, gpointer data)
{
  return NULL;
}

static void
test_result (void)
{
  g_autoptr (GError) error = NULL;

  story = (Story) { .awaited = dex_future_new_true () };
  g_assert_cmpint (dex_await_int (surety_flow_spawn (story_fiber, NULL, story_destroy), &error), ==,
                   7);
  g_assert_no_error (error);
  chain_test_sleep (1);
  g_assert_cmpuint (story.n_destroyed, ==, 1);
  dex_clear (&story.awaited);
}

static DexFuture *
pending_fiber (SuretyFlow *flow, gpointer data)
{
  return dex_ref (story.awaited);
}

static void
test_pending_result (void)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) future = NULL;

  story = (Story) { .awaited = DEX_FUTURE (promise) };
  future = surety_flow_spawn (pending_fiber, NULL, NULL);
  chain_test_sleep (2);
  dex_promise_reject (promise, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy"));
  g_assert_false (dex_await (g_steal_pointer (&future), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  dex_clear (&story.awaited);
}

/* Discards the flow and completes what it awaits in the same turn of the main loop: with a bare fiber
 * and libdex 0.10.0 no fiber would run after this. */
static void
test_discard (void)
{
  for (guint i = 0; i < 50; i++)
    {
      DexPromise *promise = dex_promise_new_cancellable ();
      DexFuture *holder;

      story = (Story) { .awaited = DEX_FUTURE (promise) };
      holder = dex_future_finally (surety_flow_spawn (story_fiber, NULL, story_destroy), ignore_cb,
                                   NULL, NULL);
      chain_test_sleep (1);
      g_assert_false (story.finished);

      dex_clear (&holder);
      dex_promise_resolve_boolean (promise, TRUE);
      chain_test_sleep (1);

      g_assert_true (story.finished);
      g_assert_cmpuint (story.n_errors, ==, 1);
      g_assert_cmpuint (story.n_destroyed, ==, 1);
      g_assert_true (g_cancellable_is_cancelled (dex_promise_get_cancellable (promise)));
      dex_clear (&story.awaited);
    }
}

static DexFuture *
outer_fiber (SuretyFlow *flow, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
    dex_await (surety_flow_guard (flow, surety_flow_spawn (story_fiber, NULL, story_destroy)),
               &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static void
test_discard_reaches_the_innermost (void)
{
  DexFuture *holder;

  story = (Story) { .awaited = dex_future_new_infinite () };
  holder = dex_future_finally (surety_flow_spawn (outer_fiber, NULL, NULL), ignore_cb, NULL, NULL);
  chain_test_sleep (2);
  dex_clear (&holder);
  chain_test_sleep (2);
  g_assert_cmpuint (story.n_errors, ==, 1);
  g_assert_cmpuint (story.n_destroyed, ==, 1);
  dex_clear (&story.awaited);
}

static void
test_unref_is_no_discard (void)
{
  DexPromise *promise = dex_promise_new ();

  story = (Story) { .awaited = DEX_FUTURE (promise) };
  dex_unref (surety_flow_spawn (story_fiber, NULL, story_destroy));
  chain_test_sleep (1);
  dex_promise_resolve_boolean (promise, TRUE);
  chain_test_sleep (1);
  g_assert_true (story.finished);
  g_assert_cmpuint (story.n_errors, ==, 0);
  dex_clear (&story.awaited);
}

#define FRAMES 10u

/* As the toolkit draws: below events, above what is idle. */
static gboolean
frame_cb (gpointer n_frames)
{
  return ++*(guint *) n_frames < FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static DexFuture *
breathing_fiber (SuretyFlow *flow, gpointer n_frames)
{
  g_autoptr (GError) error = NULL;

  g_idle_add_full (G_PRIORITY_HIGH_IDLE + 20, frame_cb, n_frames, NULL);
  g_assert_true (surety_flow_breathe (flow, &error));
  g_assert_no_error (error);
  return dex_future_new_for_uint (*(guint *) n_frames);
}

static void
test_breathing (void)
{
  guint n_frames = 0;

  g_assert_cmpuint (dex_await_uint (surety_flow_spawn (breathing_fiber, &n_frames, NULL), NULL), ==,
                    FRAMES);
}

static DexFuture *
breathless_fiber (SuretyFlow *flow, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dex_await (surety_flow_guard (flow, dex_ref (story.awaited)), NULL);
  story.finished = TRUE;
  g_assert_false (surety_flow_breathe (flow, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return dex_future_new_true ();
}

static void
test_no_breath_after_the_end (void)
{
  DexFuture *flow;

  story = (Story) { .awaited = DEX_FUTURE (dex_promise_new ()) };
  flow = dex_future_then (surety_flow_spawn (breathless_fiber, NULL, story_destroy), ignore_cb,
                          NULL, NULL);
  dex_unref (flow);
  chain_test_sleep (1);
  g_assert_true (story.finished);
  g_assert_cmpuint (story.n_destroyed, ==, 1);
  dex_clear (&story.awaited);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  chain_test_add ("/flow/resolves-to-what-its-story-returns", test_result);
  chain_test_add ("/flow/waits-for-a-pending-result", test_pending_result);
  chain_test_add ("/flow/discarded-while-its-await-completes", test_discard);
  chain_test_add ("/flow/discarding-reaches-the-innermost", test_discard_reaches_the_innermost);
  chain_test_add ("/flow/dropping-a-reference-is-no-discard", test_unref_is_no_discard);

  chain_test_add ("/flow/breathing-lets-frames-be-drawn", test_breathing);
  chain_test_add ("/flow/one-that-is-discarded-does-not-breathe-on", test_no_breath_after_the_end);

  return g_test_run ();
}
