/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-logs-hint.h"

#include <string.h>

typedef struct
{
  const char *pattern;
  gboolean is_hex;
} RangePattern;

/* "this block range should work: [0x1, 0x2]", "Try with this block range [0x1, 0x2].", "retry with the
 * range 1-2". */
static const RangePattern range_patterns[] = {
  { "\\[\\s*0x([0-9a-f]{1,16})\\s*,\\s*0x([0-9a-f]{1,16})\\s*\\]", TRUE },
  { "range\\s+([0-9]{1,18})\\s*-\\s*([0-9]{1,18})", FALSE },
};

/* "up to a 10 block range", "limited to a 10,000 range", "is limited to 1024 block range", "exceed maximum
 * block range: 50000", "query exceeds max block range 100000", "Max range: 800", "Maximum allowed number
 * of requested blocks is 1000", "range is too large, max is 10k blocks", "ranges over 10000 blocks are not
 * supported", "limit the query to at most 1000 blocks". */
static const char *const limit_patterns[] = {
  "up to (?:an? )?([0-9][0-9,_]*)(k?) block",
  "limited to (?:an? )?([0-9][0-9,_]*)(k?)",
  "max(?:imum)? (?:block )?range:? ([0-9][0-9,_]*)(k?)",
  "requested blocks is ([0-9][0-9,_]*)(k?)",
  "max is ([0-9][0-9,_]*)(k?) block",
  "ranges over ([0-9][0-9,_]*)(k?) blocks",
  "at most ([0-9][0-9,_]*)(k?) blocks",
};

/* The text is about how many logs or bytes there are, not how many blocks. */
static const char *const fullness_parts[] = { "results", "response", " logs", "size" };

static GRegex *
compile (const char *pattern)
{
  GRegex *regex = g_regex_new (pattern, G_REGEX_CASELESS, G_REGEX_MATCH_DEFAULT, NULL);

  g_assert (regex != NULL);
  return regex;
}

static guint64
parse_range (const char *message, guint64 from)
{
  for (gsize i = 0; i < G_N_ELEMENTS (range_patterns); i++)
    {
      g_autoptr (GRegex) regex = compile (range_patterns[i].pattern);
      g_autoptr (GMatchInfo) match = NULL;
      const guint base = range_patterns[i].is_hex ? 16 : 10;

      if (g_regex_match (regex, message, G_REGEX_MATCH_DEFAULT, &match))
        {
          g_autofree char *first = g_match_info_fetch (match, 1);
          g_autofree char *last = g_match_info_fetch (match, 2);
          const guint64 a = g_ascii_strtoull (first, NULL, base);
          const guint64 b = g_ascii_strtoull (last, NULL, base);

          if (a == from && b >= a && b - a < G_MAXUINT64)
            return b - a + 1;
        }
    }

  return 0;
}

static guint64
parse_limit (const char *message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limit_patterns); i++)
    {
      g_autoptr (GRegex) regex = compile (limit_patterns[i]);
      g_autoptr (GMatchInfo) match = NULL;

      if (g_regex_match (regex, message, G_REGEX_MATCH_DEFAULT, &match))
        {
          g_autofree char *digits = g_match_info_fetch (match, 1);
          g_autofree char *thousands = g_match_info_fetch (match, 2);
          guint64 blocks = 0;

          for (const char *p = digits; *p != '\0' && blocks < G_MAXUINT32; p++)
            if (g_ascii_isdigit (*p))
              blocks = blocks * 10 + (guint64) (*p - '0');

          return *thousands != '\0' ? blocks * 1000 : blocks;
        }
    }

  return 0;
}

SuretyLogsHint
surety_logs_hint_parse (const char *message, guint64 from, guint64 asked)
{
  SuretyLogsHint hint = { 0, TRUE };
  g_autofree char *lower = g_ascii_strdown (message, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (fullness_parts); i++)
    if (strstr (lower, fullness_parts[i]) != NULL)
      hint.is_lasting = FALSE;

  hint.blocks = parse_range (message, from);
  if (hint.blocks > 0 && hint.blocks < asked)
    {
      const guint64 limit = parse_limit (message);

      /* Where this range ends says nothing about others, unless it is the plan's limit. */
      hint.is_lasting = limit > 0 && (hint.blocks == limit || hint.blocks + 1 == limit);
      return hint;
    }

  hint.blocks = hint.is_lasting ? parse_limit (message) : 0;
  /* Some count the difference of the two ends, some the blocks: one less than the limit they name
   * works for either. */
  if (hint.blocks >= asked)
    hint.blocks = hint.blocks == asked && asked > 1 ? asked - 1 : 0;

  return hint;
}
