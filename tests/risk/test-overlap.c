/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "overlap.h"

#include <glib.h>
#include <string.h>

static OverlapReach
reach (OverlapKind kind, guint8 who, gsize path, guint amount)
{
  OverlapReach result = { .kind = kind, .path = path, .amount_known = TRUE, .amount = amount };

  memset (result.id, who, sizeof result.id);
  return result;
}

/* A delegation (path 0) to operator 7, whose sets are 1 and 2; a token (path 1) that operator 7
 * validates for; a vault (path 2) in set 2. */
static void
test_worked (void)
{
  const OverlapReach reaches[] = {
    reach (OVERLAP_OPERATOR, 7, 0, 100), reach (OVERLAP_SERVICE, 1, 0, 30),
    reach (OVERLAP_SERVICE, 2, 0, 20),   reach (OVERLAP_OPERATOR, 7, 1, 5),
    reach (OVERLAP_OPERATOR, 8, 1, 5),   reach (OVERLAP_SERVICE, 2, 2, 9),
  };
  OverlapGroup groups[3];

  g_assert_cmpuint (overlap_find (reaches, G_N_ELEMENTS (reaches), groups), ==, 2);
  g_assert_cmpint (groups[0].kind, ==, OVERLAP_OPERATOR);
  g_assert_cmpuint (groups[0].id[31], ==, 7);
  g_assert_cmpuint (groups[0].n_paths, ==, 2);
  g_assert_true (groups[0].amount_known && groups[0].amount == 105);
  g_assert_cmpint (groups[1].kind, ==, OVERLAP_SERVICE);
  g_assert_cmpuint (groups[1].id[0], ==, 2);
  g_assert_true (groups[1].amount == 29);
}

/* An operator is not a service, though both had one address; one path reaching twice is no
 * overlap. */
static void
test_no_overlap (void)
{
  OverlapReach reaches[] = {
    reach (OVERLAP_OPERATOR, 7, 0, 1),
    reach (OVERLAP_SERVICE, 7, 1, 1),
    reach (OVERLAP_SERVICE, 7, 1, 1),
  };
  OverlapGroup groups[2];

  g_assert_cmpuint (overlap_find (NULL, 0, groups), ==, 0);
  g_assert_cmpuint (overlap_find (reaches, 3, groups), ==, 0);
  reaches[2].id[31] = 8;
  reaches[2].path = 2;
  g_assert_cmpuint (overlap_find (reaches, 3, groups), ==, 0);
  reaches[2].id[31] = 7;
  g_assert_cmpuint (overlap_find (reaches, 3, groups), ==, 1);
}

static void
test_unknown (void)
{
  OverlapReach reaches[] = {
    reach (OVERLAP_SERVICE, 1, 0, 10),
    reach (OVERLAP_SERVICE, 1, 1, 20),
  };
  OverlapGroup groups[1];

  reaches[1].amount_known = FALSE;
  g_assert_cmpuint (overlap_find (reaches, 2, groups), ==, 1);
  g_assert_false (groups[0].amount_known);
  g_assert_true (groups[0].amount == 0);
  reaches[1].amount_known = TRUE;
  reaches[1].amount = U256_MAX;
  g_assert_cmpuint (overlap_find (reaches, 2, groups), ==, 1);
  g_assert_false (groups[0].amount_known);
}

/* In any order the same groups; one more reach never hides a group and never makes one smaller. */
static void
test_properties (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      OverlapReach reaches[12], turned[12];
      OverlapGroup groups[6] = { 0 }, others[6] = { 0 };
      gsize n, n_fewer;

      for (gsize i = 0; i < 12; i++)
        reaches[i] = reach (g_test_rand_bit () ? OVERLAP_OPERATOR : OVERLAP_SERVICE,
                            (guint8) g_test_rand_int_range (0, 3),
                            (gsize) g_test_rand_int_range (0, 4),
                            (guint) g_test_rand_int_range (0, 100));
      for (gsize i = 0; i < 12; i++)
        turned[i] = reaches[(i * 5 + 3) % 12];
      n = overlap_find (reaches, 12, groups);
      g_assert_cmpuint (overlap_find (turned, 12, others), ==, n);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpmem (groups[i].id, OVERLAP_ID_SIZE, others[i].id, OVERLAP_ID_SIZE);
          g_assert_true (groups[i].amount == others[i].amount);
          g_assert_cmpuint (groups[i].n_paths, ==, others[i].n_paths);
          g_assert_cmpuint (groups[i].n_paths, >=, 2);
        }

      n_fewer = overlap_find (reaches, 11, others);
      g_assert_cmpuint (n_fewer, <=, n);
      for (gsize i = 0; i < n_fewer; i++)
        for (gsize k = 0; k < n; k++)
          if (groups[k].kind == others[i].kind &&
              memcmp (groups[k].id, others[i].id, OVERLAP_ID_SIZE) == 0)
            g_assert_true (groups[k].amount >= others[i].amount);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/overlap/worked-example", test_worked);
  g_test_add_func ("/overlap/nobody-reached-twice", test_no_overlap);
  g_test_add_func ("/overlap/an-unknown-amount-is-unknown", test_unknown);
  g_test_add_func ("/overlap/properties", test_properties);

  return g_test_run ();
}
