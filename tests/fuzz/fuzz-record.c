/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "surety-plan.h"
#include "surety-protocol-error.h"

/* What the journal holds, as somebody may have left it: intents, steps, promises and their results. What
 * is read is written again the same. */

static void
assert_refused (const GError *error)
{
  assert (g_error_matches (error, SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_JOURNAL));
  assert (g_utf8_validate (error->message, -1, NULL));
}

static void
read_intent (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyIntent) intent = surety_intent_new_from_json (json, &error);
  g_autoptr (SuretyIntent) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *written_again = NULL;

  if (intent == NULL)
    {
      assert_refused (error);
      return;
    }
  /* Whether its proofs are any good is found out without leaving them. */
  if (surety_intent_get_claim (intent) != NULL)
    (void) surety_claim_holds_together (surety_intent_get_claim (intent));
  written = surety_intent_to_json (intent);
  again = surety_intent_new_from_json (written, &error);
  assert (again != NULL);
  written_again = surety_intent_to_json (again);
  assert (g_str_equal (written, written_again));
}

/* Whether it is one. */
static gboolean
read_step (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyStep) step = surety_step_new_from_json (json, &error);
  g_autoptr (SuretyStep) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *written_again = NULL;

  if (step == NULL)
    {
      assert_refused (error);
      return FALSE;
    }
  written = surety_step_to_json (step);
  again = surety_step_new_from_json (written, &error);
  assert (again != NULL);
  written_again = surety_step_to_json (again);
  assert (g_str_equal (written, written_again));
  return TRUE;
}

static void
read_results (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = surety_promise_results_from_json (json, &error);
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *written_again = NULL;

  if (results == NULL)
    {
      assert_refused (error);
      return;
    }
  for (guint i = 0; i < results->len; i++)
    {
      SuretyPromiseResult *result = g_ptr_array_index (results, i);

      /* What is not known was not kept. */
      assert (surety_promise_result_get_known (result) != SURETY_KNOWN_UNKNOWN ||
              !surety_promise_result_get_kept (result));
    }
  written = surety_promise_results_to_json (results);
  again = surety_promise_results_from_json (written, &error);
  assert (again != NULL);
  written_again = surety_promise_results_to_json (again);
  assert (g_str_equal (written, written_again));
}

/* A plan, its steps on the lines after it. */
static void
read_plan (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 4);
  const guint n = g_strv_length (lines);
  g_autoptr (GError) error = NULL;
  g_autoptr (SuretyPlan) plan = NULL;

  if (n < 2)
    return;
  plan = surety_plan_new_from_json (lines[0], (const char *const *) lines + 1, n - 1, &error);
  if (plan == NULL)
    {
      assert_refused (error);
      return;
    }
  for (guint i = 1; i < n; i++)
    assert (read_step (lines[i]));
}

int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) input, size);

  read_intent (text);
  (void) read_step (text);
  read_results (text);
  read_plan (text);
  return 0;
}
