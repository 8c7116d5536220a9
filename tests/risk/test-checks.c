/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks-test.h"

#include <string.h>

/* The same numbers each time: a failure can be found again. */
static uint64_t
draw (uint64_t *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;

  return *state;
}

/* Near where verdicts change, or anywhere. */
static uint64_t
draw_value (uint64_t *state, CheckId id, CheckFact fact, const CheckLimits *limits)
{
  CheckUnit unit = check_fact_unit (fact);
  uint64_t any = draw (state);
  size_t n = 0;
  const CheckLimit *used = check_limits (id, &n);

  if (unit == CHECK_UNIT_FLAG)
    return any % 2u;
  if (unit == CHECK_UNIT_KIND)
    return any % CHECK_KINDS;
  if (unit == CHECK_UNIT_BLOCK || unit == CHECK_UNIT_BLOCKS)
    return any % 3u == 0 ? 0 : any % 250000u;
  if (any % 4u == 0)
    return any / 4u % 3u;
  if (n > 0 && any % 4u != 1)
    {
      uint64_t limit = limits->values[used[any / 16u % n]];

      return check_limit_unit (used[any / 16u % n]) == unit ? limit + any / 256u % 3u - (limit > 0)
                                                            : any / 16u % 1000000u;
    }

  return unit == CHECK_UNIT_SHARE  ? any % (CHECK_WHOLE + 1u)
         : unit == CHECK_UNIT_BIPS ? any % (CHECK_BIPS + 1u)
                                   : any % 100000000u;
}

static CheckFacts
draw_facts (uint64_t *state, CheckId id, const CheckLimits *limits, unsigned missing)
{
  CheckFacts facts = { 0 };
  size_t n = 0;
  const CheckFact *used = check_facts (id, &n);

  for (size_t i = 0; i < n; i++)
    if (missing == 0 || draw (state) % missing != 0)
      check_set (&facts, used[i], draw_value (state, id, used[i], limits));

  return facts;
}

static int
severity (CheckReason reason)
{
  switch (check_reason_verdict (reason))
    {
    case CHECK_PROBLEM:
      return 2;
    case CHECK_CAUTION:
      return 1;
    case CHECK_CLEAR:
    case CHECK_NOT_APPLICABLE:
    case CHECK_UNKNOWN:
    default:
      return 0;
    }
}

static void
test_nothing_known_is_unknown (void)
{
  const CheckFacts nothing = { 0 };
  const CheckLimits limits = test_limits ();

  for (CheckId id = 0; id < CHECKS; id++)
    {
      CheckReason reason = check_run (id, &nothing, &limits);

      g_assert_cmpint (check_reason_verdict (reason), ==, CHECK_UNKNOWN);
      g_assert_cmpint (check_reason_check (reason), ==, id);
    }
}

/* The property vetting stands on. */
static void
test_unknown_never_improves (void)
{
  const CheckLimits limits = test_limits ();
  uint64_t state = 88172645463325252u;

  for (CheckId id = 0; id < CHECKS; id++)
    {
      size_t n = 0;
      const CheckFact *used = check_facts (id, &n);

      for (unsigned round = 0; round < 20000; round++)
        {
          CheckFacts facts = draw_facts (&state, id, &limits, round % 2u == 0 ? 0 : 4);
          CheckReason before = check_run (id, &facts, &limits);

          for (size_t i = 0; i < n; i++)
            {
              CheckFacts less = facts;
              CheckReason after;

              less.numbers[used[i]] = (CheckNumber) { .value = draw (&state) };
              after = check_run (id, &less, &limits);
              if (after == before || check_reason_verdict (after) == CHECK_UNKNOWN)
                continue;
              g_test_message ("%s: %d became %d", check_name (id), before, after);
              g_assert_cmpint (check_reason_verdict (after), !=, CHECK_CLEAR);
              g_assert_cmpint (check_reason_verdict (after), !=, CHECK_NOT_APPLICABLE);
              g_assert_cmpint (severity (after), >=, severity (before));
              g_assert_cmpint (check_reason_verdict (before), !=, CHECK_UNKNOWN);
            }
        }
    }
}

static void
test_every_reason_can_be_found (void)
{
  const CheckLimits limits = test_limits ();
  uint64_t state = 2463534242u;
  bool found[FOUNDS] = { 0 };

  for (CheckId id = 0; id < CHECKS; id++)
    for (unsigned round = 0; round < 60000; round++)
      {
        CheckFacts facts = draw_facts (&state, id, &limits, 6);

        found[check_run (id, &facts, &limits)] = true;
      }

  for (CheckReason reason = 0; reason < FOUNDS; reason++)
    {
      g_test_message ("%s: reason %d", check_name (check_reason_check (reason)), reason);
      g_assert_true (found[reason]);
    }
}

/* 0: every number is possible. */
static uint64_t
impossible_value (CheckUnit unit)
{
  switch (unit)
    {
    case CHECK_UNIT_SHARE:
      return CHECK_WHOLE + 1u;
    case CHECK_UNIT_BIPS:
      return CHECK_BIPS + 1u;
    case CHECK_UNIT_FLAG:
      return 2;
    case CHECK_UNIT_KIND:
      return CHECK_KINDS;
    case CHECK_UNIT_COUNT:
    case CHECK_UNIT_BLOCKS:
    case CHECK_UNIT_BLOCK:
    case CHECK_UNIT_SECONDS:
    case CHECK_UNIT_GWEI:
    default:
      return 0;
    }
}

/* A number that can't be is no number: the answer is as without it. */
static void
test_impossible_numbers_count_as_unknown (void)
{
  const CheckLimits limits = test_limits ();
  uint64_t state = 1181783497276652981u;

  for (CheckId id = 0; id < CHECKS; id++)
    {
      size_t n = 0;
      const CheckFact *used = check_facts (id, &n);

      for (size_t i = 0; i < n; i++)
        {
          uint64_t impossible = impossible_value (check_fact_unit (used[i]));

          if (impossible == 0)
            continue;
          for (unsigned round = 0; round < 200; round++)
            {
              CheckFacts without = draw_facts (&state, id, &limits, 0);
              CheckFacts with;

              without.numbers[used[i]] = (CheckNumber) { 0 };
              with = without;
              check_set (&with, used[i], impossible);
              g_assert_cmpint (check_run (id, &with, &limits), ==,
                               check_run (id, &without, &limits));
            }
        }
    }
}

/* What a check does not name does not sway it, so that its evidence is whole. */
static void
test_only_named_facts_count (void)
{
  const CheckLimits limits = test_limits ();
  uint64_t state = 521288629546311u;

  for (CheckId id = 0; id < CHECKS; id++)
    for (unsigned round = 0; round < 500; round++)
      {
        CheckFacts facts = draw_facts (&state, id, &limits, 3);
        CheckFacts more = facts;
        size_t n = 0;
        const CheckFact *used = check_facts (id, &n);

        for (CheckFact fact = 0; fact < FACTS; fact++)
          check_set (&more, fact, draw (&state) % 3u);
        for (size_t i = 0; i < n; i++)
          more.numbers[used[i]] = facts.numbers[used[i]];
        g_assert_cmpint (check_run (id, &facts, &limits), ==, check_run (id, &more, &limits));
      }
}

/* Stricter limits never make a verdict better. */
static void
test_limits_work_in_their_direction (void)
{
  const CheckLimits limits = test_limits ();
  uint64_t state = 7640891576956012809u;

  for (CheckId id = 0; id < CHECKS; id++)
    {
      size_t n = 0;
      const CheckLimit *used = check_limits (id, &n);

      for (size_t i = 0; i < n; i++)
        for (unsigned round = 0; round < 2000; round++)
          {
            CheckFacts facts = draw_facts (&state, id, &limits, 0);
            CheckLimits strict = limits;
            uint64_t *value = &strict.values[used[i]];

            *value = g_str_has_prefix (check_limit_name (used[i]), "most-") ? *value / 2u
                                                                            : *value * 2u;
            /* A late feed is no price: there stricter means unknown. */
            if (check_reason_verdict (check_run (id, &facts, &strict)) == CHECK_UNKNOWN)
              continue;
            g_assert_cmpint (severity (check_run (id, &facts, &strict)), >=,
                             severity (check_run (id, &facts, &limits)));
          }
    }
}

/* "…-caution" and "…-problem" of one name are a pair, and only they are. */
static void
assert_pair (CheckLimit limit)
{
  const char *name = check_limit_name (limit);
  CheckLimit pair = LIMITS;

  if (check_limit_pair (limit, &pair))
    {
      g_assert_cmpint (check_limit_unit (limit), ==, check_limit_unit (pair));
      g_assert_cmpuint (strlen (name), ==, strlen (check_limit_name (pair)));
      g_assert_cmpint (strncmp (name, check_limit_name (pair), strlen (name) - 7), ==, 0);
      g_assert_true (g_str_has_suffix (check_limit_name (MIN (limit, pair)), "-caution"));
      g_assert_true (g_str_has_suffix (check_limit_name (MAX (limit, pair)), "-problem"));
      return;
    }
  for (CheckLimit other = 0; other < LIMITS; other++)
    if (other != limit && strlen (name) == strlen (check_limit_name (other)))
      g_assert_cmpint (strncmp (name, check_limit_name (other), strlen (name) - 7), !=, 0);
}

static void
test_tables_are_whole (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  bool used[FACTS] = { 0 };
  bool limited[LIMITS] = { 0 };
  bool answers[CHECKS][CHECK_PROBLEM + 1] = { 0 };

  for (CheckReason reason = 0; reason < FOUNDS; reason++)
    answers[check_reason_check (reason)][check_reason_verdict (reason)] = true;

  for (CheckId id = 0; id < CHECKS; id++)
    {
      static const char *const subjects[] = { "operator-", "service-", "token-" };
      size_t n = 0;
      const CheckFact *facts = check_facts (id, &n);

      g_assert_true (g_hash_table_add (names, (gpointer) check_name (id)));
      g_assert_true (g_str_has_prefix (check_name (id), subjects[check_subject (id)]));
      g_assert_cmpuint (n, >, 0);
      for (size_t i = 0; i < n; i++)
        used[facts[i]] = true;
      const CheckLimit *limits = check_limits (id, &n);
      for (size_t i = 0; i < n; i++)
        limited[limits[i]] = true;

      g_assert_true (answers[id][CHECK_UNKNOWN]);
      g_assert_true (answers[id][CHECK_CLEAR]);
      g_assert_true (answers[id][CHECK_CAUTION] || answers[id][CHECK_PROBLEM]);
    }
  for (CheckFact fact = 0; fact < FACTS; fact++)
    g_assert_true (used[fact]);
  for (CheckLimit limit = 0; limit < LIMITS; limit++)
    {
      g_assert_true (limited[limit]);
      g_assert_true (g_hash_table_add (names, (gpointer) check_limit_name (limit)));
      g_assert_true (g_str_has_prefix (check_limit_name (limit),
                                       check_limit_is_most (limit) ? "most-" : "least-"));
      g_assert_cmpuint (check_limit_ceiling (limit), >, 0);
      assert_pair (limit);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks/nothing-known-is-unknown", test_nothing_known_is_unknown);
  g_test_add_func ("/checks/unknown-never-improves", test_unknown_never_improves);
  g_test_add_func ("/checks/every-reason-can-be-found", test_every_reason_can_be_found);
  g_test_add_func ("/checks/impossible-numbers-count-as-unknown",
                   test_impossible_numbers_count_as_unknown);
  g_test_add_func ("/checks/only-named-facts-count", test_only_named_facts_count);
  g_test_add_func ("/checks/limits-work-in-their-direction", test_limits_work_in_their_direction);
  g_test_add_func ("/checks/tables-are-whole", test_tables_are_whole);
  return g_test_run ();
}
