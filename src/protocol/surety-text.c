/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-text.h"

static gboolean
is_harmless (gunichar c)
{
  /* What stands for bytes that were no UTF-8. */
  if (c == 0xfffd)
    return FALSE;
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return FALSE;
    default:
      return TRUE;
    }
}

gboolean
surety_text_is_clean (const char *text, gsize min, gsize max)
{
  gsize n = 0;

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_harmless (g_utf8_get_char (p)) || ++n > max)
      return FALSE;
  return n >= min;
}

char *
surety_text_clean (const char *text, gssize len, gsize max)
{
  g_autofree char *valid = g_utf8_make_valid (text, len);
  GString *out = g_string_new (NULL);
  gsize n = 0;
  gboolean space = FALSE;

  for (const char *p = valid; *p != '\0' && n < max; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* ASCII white space is of category Cc. */
      if (g_unichar_isspace (c))
        {
          space = n > 0;
          continue;
        }
      if (!is_harmless (c))
        continue;
      if (space)
        {
          g_string_append_c (out, ' ');
          space = FALSE;
          if (++n == max)
            break;
        }
      g_string_append_unichar (out, c);
      n++;
    }

  g_strchomp (out->str);
  return g_string_free (out, FALSE);
}
