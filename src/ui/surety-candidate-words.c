/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-candidate-words.h"

#include <glib/gi18n.h>

#include "surety-closures.h"
#include "surety-format.h"

#define DAY 86400u
#define MONTH (30 * DAY)
#define YEAR (365 * DAY)

char *
surety_cell_words (const SuretyCell *cell)
{
  /* Translators: what a table says of something, and a remark to it. */
  g_autofree char *text = cell->detail != NULL
                            ? g_strdup_printf (C_ ("cell", "%s (%s)"), cell->text, cell->detail)
                            : g_strdup (cell->text);
  /* Translators: what a table says of something, and how well it is known. */
  g_autofree char *words = cell->level != SURETY_KNOWN_UNKNOWN
                             ? g_strdup_printf (C_ ("cell", "%s · %s"), text,
                                                surety_known_words (cell->level))
                             : g_steal_pointer (&text);

  /* Translators: what a table says of something, and a sentence. */
  return cell->remark != NULL ? g_strdup_printf (C_ ("cell", "%s. %s"), words, cell->remark)
                              : g_steal_pointer (&words);
}

char *
surety_brief_amount (u256 value, guint decimals, const char *unit)
{
  u256 one = 1;
  u256 step = 1;
  g_autofree char *number = NULL;

  for (guint i = 0; i < decimals; i++)
    one *= 10u;
  if (value >= one * 1000u)
    step = one;
  else if (value >= one && decimals >= 2)
    step = one / 100u;
  number = surety_format_amount (value - value % step, decimals);

  return g_strdup_printf (C_ ("amount", "%s %s"), number, unit);
}

char *
surety_brief_age (guint64 then, guint64 now)
{
  guint64 seconds = now > then ? now - then : 0;

  if (seconds >= 2 * YEAR)
    return g_strdup_printf (ngettext ("%u year", "%u years", (guint) (seconds / YEAR)),
                            (guint) (seconds / YEAR));
  if (seconds >= 2 * MONTH)
    return g_strdup_printf (ngettext ("%u month", "%u months", (guint) (seconds / MONTH)),
                            (guint) (seconds / MONTH));
  if (seconds >= DAY)
    return g_strdup_printf (ngettext ("%u day", "%u days", (guint) (seconds / DAY)),
                            (guint) (seconds / DAY));

  return g_strdup (_ ("Less than a day"));
}

char *
surety_brief_date (guint64 time)
{
  g_autoptr (GDateTime) date = time <= G_MAXINT64 ? g_date_time_new_from_unix_local ((gint64) time)
                                                  : NULL;

  if (date == NULL)
    return g_strdup (_ ("in a far future"));
  /* Translators: a date as strftime writes it: "5 December 2026" */
  return g_date_time_format (date, _ ("%-d %B %Y"));
}

char *
surety_shown_words (guint shown, guint all)
{
  g_autofree char *some = surety_format_count (shown);
  g_autofree char *whole = surety_format_count (all);

  if (shown == all)
    return g_strdup_printf (_ ("All %s"), whole);
  /* Translators: how many a list shows of how many there are. */
  return g_strdup_printf (_ ("%s of %s"), some, whole);
}

static gboolean
says_the_same (const SuretyCell *a, const SuretyCell *b)
{
  return a->known == b->known && g_str_equal (a->text, b->text) &&
         g_strcmp0 (a->detail, b->detail) == 0;
}

gboolean
surety_compare_same (GPtrArray *candidates, guint column)
{
  for (guint i = 1; i < candidates->len; i++)
    if (!says_the_same (surety_candidate_get_cell (g_ptr_array_index (candidates, 0), column),
                        surety_candidate_get_cell (g_ptr_array_index (candidates, i), column)))
      return FALSE;

  return TRUE;
}

char *
surety_compare_words (GPtrArray *candidates, guint column)
{
  g_return_val_if_fail (candidates->len > 0, NULL);

  if (!surety_compare_same (candidates, column))
    return g_strdup (_ ("Differs"));
  if (!surety_candidate_get_cell (g_ptr_array_index (candidates, 0), column)->known)
    return g_strdup (_ ("Known of none of them"));

  return g_strdup (_ ("The same for all"));
}

char *
surety_compare_summary (GPtrArray *candidates, const char *const *titles)
{
  guint n_columns = surety_candidate_get_kind (g_ptr_array_index (candidates, 0))->n_columns;
  g_autoptr (GString) differing = g_string_new (NULL);
  guint n = 0;

  for (guint column = 1; column < n_columns; column++)
    {
      if (surety_compare_same (candidates, column))
        continue;
      g_string_append_printf (differing, "%s%s", n > 0 ? ", " : "", titles[column]);
      n++;
    }
  if (n == 0)
    return g_strdup (_ ("They say the same in everything that is compared here."));
  if (n + 1 == n_columns)
    return g_strdup (_ ("They differ in everything that is compared here."));

  /* Translators: a list of column titles. */
  return g_strdup_printf (_ ("They differ in: %s."), differing->str);
}
