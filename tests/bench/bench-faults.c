/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "plans.h"

/* Every event of every plan: killed there, started again, compared.
 *
 *   bench-faults SUBJECT [PLAN]
 *
 * PLAN: of that name alone. Prints a line for each plan and one for each fault that was not survived on its
 * error output, and the figure.
 * Fails when one was not, and when less was killed than was tried: then the figure says nothing. */
int
main (int argc, char **argv)
{
  g_autoptr (Plans) plans = NULL;
  guint tried = 0, survived = 0;

  if (argc != 2 && argc != 3)
    {
      fprintf (stderr, "bench-faults SUBJECT [PLAN]\n");
      return 2;
    }
  dex_init ();
  g_assert_true (secret_heap_init ());
  plans = plans_new (argv[1], TRUE);
  for (guint plan = 0; plan < PLANS_N; plan++)
    {
      if (argc == 3 && strcmp (argv[2], plans_get_name (plan)) != 0)
        continue;
      fprintf (stderr, "%s: %u events\n", plans_get_name (plan), plans_get_n_events (plans, plan));
      for (guint k = 1; k <= plans_get_n_events (plans, plan); k++, tried++)
        {
          g_autofree char *problem = plans_kill (plans, plan, k);

          if (problem == NULL)
            survived++;
          else
            fprintf (stderr, "%s killed at event %u: %s\n", plans_get_name (plan), k, problem);
        }
    }
  fprintf (stderr, "%u were killed\n", plans_get_n_killed (plans));
  printf ("bench faults-survived %u faults goal >= %u\n", survived, tried);
  /* Of the same plan there may be an event less than the time before. */
  return tried > 0 && survived == tried && plans_get_n_killed (plans) + PLANS_N >= tried ? 0 : 1;
}
