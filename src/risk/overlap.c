/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "overlap.h"

#include <stdlib.h>
#include <string.h>

static int
compare_who (const OverlapReach *a, const OverlapReach *b)
{
  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  return memcmp (a->id, b->id, OVERLAP_ID_SIZE);
}

static int
compare (const void *a, const void *b)
{
  const OverlapReach *left = *(const OverlapReach *const *) a;
  const OverlapReach *right = *(const OverlapReach *const *) b;
  const int who = compare_who (left, right);

  return who != 0 ? who : (left->path > right->path) - (left->path < right->path);
}

static void
add (OverlapGroup *group, const OverlapReach *reach)
{
  group->amount_known = group->amount_known && reach->amount_known &&
                        u256_add (group->amount, reach->amount, &group->amount);
}

size_t
overlap_find (const OverlapReach *reaches, size_t n, OverlapGroup *groups)
{
  const OverlapReach **sorted = calloc (n + 1, sizeof *sorted);
  size_t n_groups = 0;

  if (sorted == nullptr)
    abort ();
  for (size_t i = 0; i < n; i++)
    sorted[i] = &reaches[i];
  qsort (sorted, n, sizeof *sorted, compare);

  for (size_t i = 0, next; i < n; i = next)
    {
      OverlapGroup group = { .kind = sorted[i]->kind, .n_paths = 1, .amount_known = true };

      memcpy (group.id, sorted[i]->id, OVERLAP_ID_SIZE);
      add (&group, sorted[i]);
      for (next = i + 1; next < n && compare_who (sorted[i], sorted[next]) == 0; next++)
        {
          group.n_paths += sorted[next]->path != sorted[next - 1]->path;
          add (&group, sorted[next]);
        }
      if (!group.amount_known)
        group.amount = 0;
      if (group.n_paths > 1)
        groups[n_groups++] = group;
    }
  free (sorted);

  return n_groups;
}
