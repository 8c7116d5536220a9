/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-format.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <string.h>

/* Between groups of three digits: U+202F, which no line is broken at and no language reads as a
 * point. */
#define GAP "\u202f"
#define SHOWN_DECIMALS 6
/* Four digits read well without a gap. */
#define SHORTEST_GROUPED 5

enum
{
  MINUTE = 60,
  HOUR = 60 * MINUTE,
  DAY = 24 * HOUR,
};

static void
append_grouped (GString *out, const char *digits, gsize len)
{
  for (gsize i = 0; i < len; i++)
    {
      if (i > 0 && len >= SHORTEST_GROUPED && (len - i) % 3 == 0)
        g_string_append (out, GAP);
      g_string_append_c (out, digits[i]);
    }
}

/* units: "123.456", as u256_to_units () writes it; decimals: how many of them at most. */
static char *
localise (const char *units, gsize decimals)
{
  const char *point = strchr (units, '.');
  gsize whole = point != NULL ? (gsize) (point - units) : strlen (units);
  GString *out = g_string_new (NULL);

  append_grouped (out, units, whole);
  if (point != NULL)
    {
      gsize len = MIN (strlen (point + 1), decimals);

      while (len > 0 && point[len] == '0')
        len--;
      if (len > 0)
        {
          g_string_append (out, nl_langinfo (RADIXCHAR));
          g_string_append_len (out, point + 1, (gssize) len);
        }
    }
  return g_string_free_and_steal (out);
}

char *
surety_format_amount (u256 value, guint decimals)
{
  char units[U256_DECIMAL_SIZE + 2];
  gsize shown = SHOWN_DECIMALS;

  u256_to_units (value, decimals, units);
  if (g_str_has_prefix (units, "0."))
    shown += strspn (units + 2, "0");
  return localise (units, shown);
}

char *
surety_format_amount_full (u256 value, guint decimals)
{
  char units[U256_DECIMAL_SIZE + 2];

  u256_to_units (value, decimals, units);
  return localise (units, G_MAXSIZE);
}

char *
surety_format_percent (u256 wad)
{
  /* One hundredth of a percent. */
  const u256 point = U256_WAD / 10000;
  g_autofree char *number = NULL;

  if (wad > 0 && wad < point)
    {
      g_autofree char *least = localise ("0.01", 2);

      /* Translators: a share that is not nothing but less than the smallest that is shown */
      return g_strdup_printf (_ ("< %s %%"), least);
    }
  number = surety_format_amount (wad / point, 2);
  /* Translators: a share in percent */
  return g_strdup_printf (_ ("%s %%"), number);
}

static char *
say_days (guint64 n)
{
  g_autofree char *number = surety_format_count (n);

  return g_strdup_printf (ngettext ("%s day", "%s days", (gulong) n), number);
}

static char *
say_hours (guint64 n)
{
  return g_strdup_printf (ngettext ("%u hour", "%u hours", (gulong) n), (guint) n);
}

static char *
say_minutes (guint64 n)
{
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", (gulong) n), (guint) n);
}

static char *
say_seconds (guint64 n)
{
  return g_strdup_printf (ngettext ("%u second", "%u seconds", (gulong) n), (guint) n);
}

/* The second unit only where it is not nothing. */
static char *
join (char *larger, char *smaller)
{
  g_autofree char *first = larger;
  g_autofree char *second = smaller;

  if (second == NULL)
    return g_steal_pointer (&first);
  /* Translators: a span of time in two units: "14 days" and "3 hours" */
  return g_strdup_printf (C_ ("span", "%s %s"), first, second);
}

char *
surety_format_span (guint64 seconds)
{
  guint64 days = seconds / DAY, hours = seconds % DAY / HOUR;
  guint64 minutes = seconds % HOUR / MINUTE;

  if (days > 0)
    return join (say_days (days), hours > 0 ? say_hours (hours) : NULL);
  if (hours > 0)
    return join (say_hours (hours), minutes > 0 ? say_minutes (minutes) : NULL);
  if (minutes > 0)
    return say_minutes (minutes);
  return say_seconds (seconds);
}

/* The largest unit of a span alone. */
static char *
say_largest (guint64 seconds)
{
  if (seconds >= DAY)
    return say_days (seconds / DAY);
  if (seconds >= HOUR)
    return say_hours (seconds / HOUR);
  if (seconds >= MINUTE)
    return say_minutes (seconds / MINUTE);
  return say_seconds (seconds);
}

char *
surety_format_age (guint64 then, guint64 now)
{
  g_autofree char *span = NULL;

  if (then > now)
    {
      if (then - now < MINUTE)
        return g_strdup (_ ("just now"));
      span = say_largest (then - now);
      /* Translators: a time to come: "in 5 minutes" */
      return g_strdup_printf (_ ("in %s"), span);
    }
  if (now - then < 5)
    return g_strdup (_ ("just now"));
  span = say_largest (now - then);
  /* Translators: a time gone by: "5 minutes ago" */
  return g_strdup_printf (_ ("%s ago"), span);
}

char *
surety_format_date (guint64 time)
{
  g_autoptr (GDateTime) date = time <= G_MAXINT64 ? g_date_time_new_from_unix_local ((gint64) time)
                                                  : NULL;

  /* Beyond year 9999. */
  if (date == NULL)
    return g_strdup (_ ("in a far future"));
  /* Translators: a date and a time as strftime writes them: "5 December 2026, 14:00" */
  return g_date_time_format (date, _ ("%-d %B %Y, %H:%M"));
}

/* Seconds until a block; G_MAXUINT64 when that is beyond counting. */
static guint64
until_block (guint64 block, guint64 head, guint block_seconds)
{
  guint64 seconds;

  if (!g_uint64_checked_mul (&seconds, block - head, block_seconds))
    return G_MAXUINT64;
  return seconds;
}

char *
surety_format_block_date (guint64 block, guint64 head, guint64 head_time, guint block_seconds)
{
  guint64 time;
  g_autofree char *date = NULL;

  if (block <= head)
    return g_strdup (_ ("now"));
  if (!g_uint64_checked_add (&time, head_time, until_block (block, head, block_seconds)))
    time = G_MAXUINT64;
  date = surety_format_date (time);
  /* Translators: a date that is reckoned from blocks: "about 5 December 2026, 14:00" */
  return g_strdup_printf (_ ("about %s"), date);
}

char *
surety_format_block_countdown (guint64 block, guint64 head, guint block_seconds)
{
  g_autofree char *span = NULL;

  if (block <= head)
    return g_strdup (_ ("now"));
  span = surety_format_span (until_block (block, head, block_seconds));
  return g_strdup_printf (_ ("about %s"), span);
}

char *
surety_format_address (const char *text, gboolean wide)
{
  gsize len = strlen (text);
  GString *out = g_string_new (NULL);

  /* Something else than an address is shown as it is. */
  if (len != ADDRESS_TEXT_SIZE - 1)
    return g_string_free_and_steal (g_string_append (out, text));
  g_string_append_len (out, text, 6);
  for (gsize at = 6; at < len; at += 4)
    {
      if (!wide && at == 10)
        {
          g_string_append (out, " …");
          at = len - 8;
        }
      g_string_append_c (out, ' ');
      g_string_append_len (out, text + at, 4);
    }
  return g_string_free_and_steal (out);
}

char *
surety_format_count (guint64 value)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, value);
  GString *out = g_string_new (NULL);

  append_grouped (out, digits, strlen (digits));
  return g_string_free_and_steal (out);
}

char *
surety_format_address_against (const char *text, const char *other)
{
  gboolean marked = FALSE;
  GString *out = g_string_new (NULL);

  if (strlen (text) != ADDRESS_TEXT_SIZE - 1 || strlen (other) != ADDRESS_TEXT_SIZE - 1)
    return g_markup_escape_text (text, -1);
  for (gsize i = 0; i < ADDRESS_TEXT_SIZE - 1; i++)
    {
      /* Capitals are the checksum's, and differ with anything. */
      const gboolean differs = g_ascii_tolower (text[i]) != g_ascii_tolower (other[i]);

      if (marked && (!differs || (i >= 6 && i % 4 == 2)))
        g_string_append (out, "</u></b>");
      if (i >= 6 && i % 4 == 2)
        {
          g_string_append_c (out, ' ');
          marked = FALSE;
        }
      if (differs && !marked)
        g_string_append (out, "<b><u>");
      g_string_append_c (out, text[i]);
      marked = differs;
    }
  if (marked)
    g_string_append (out, "</u></b>");

  return g_string_free_and_steal (out);
}
