/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-header-line.h"

#include <string.h>

#define LONGEST 2048u
#define USUAL_NAME "Authorization"

/* tchar of RFC 9110 section 5.6.2 */
static gboolean
is_token (const char *text, gsize len)
{
  static const char others[] = { '!', '#', '$', '%', '&', '\'', '*', '+',
                                 '-', '.', '^', '_', '`', '|',  '~' };

  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]) && memchr (others, text[i], sizeof others) == NULL)
      return FALSE;
  return len > 0;
}

static gboolean
is_reserved (const char *name, gsize len)
{
  static const char *const reserved[] = {
    "Accept",         "Accept-Encoding",     "Connection",       "Content-Encoding",
    "Content-Length", "Content-Type",        "Expect",           "Host",
    "Keep-Alive",     "Proxy-Authorization", "Proxy-Connection", "TE",
    "Trailer",        "Transfer-Encoding",   "Upgrade",          "User-Agent",
  };

  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    if (strlen (reserved[i]) == len && g_ascii_strncasecmp (reserved[i], name, len) == 0)
      return TRUE;
  return FALSE;
}

static Secret *
join (const char *name, gsize name_len, const char *value, gsize value_len)
{
  Secret *both = secret_new (name_len + value_len + 2);

  memcpy (secret_data (both), name, name_len);
  memcpy (secret_data (both) + name_len + 1, value, value_len);
  return both;
}

Secret *
surety_header_line_split (const Secret *line)
{
  const char *text = (const char *) secret_peek (line);
  gsize len = secret_length (line);
  const char *colon = NULL;

  if (len > LONGEST)
    return NULL;
  for (gsize i = 0; i < len; i++)
    if (text[i] < 0x20 || text[i] > 0x7e)
      return NULL;
  while (len > 0 && text[len - 1] == ' ')
    len--;
  while (len > 0 && *text == ' ')
    {
      text++;
      len--;
    }
  if (len == 0)
    return NULL;

  colon = memchr (text, ':', len);
  if (colon != NULL && is_token (text, (gsize) (colon - text)))
    {
      const gsize name_len = (gsize) (colon - text);
      const char *value = colon + 1;

      while (value < text + len && *value == ' ')
        value++;
      if (value == text + len || is_reserved (text, name_len))
        return NULL;
      return join (text, name_len, value, (gsize) (text + len - value));
    }
  return join (USUAL_NAME, strlen (USUAL_NAME), text, len);
}

gboolean
surety_header_line_is_good (const Secret *line)
{
  Secret *both = surety_header_line_split (line);
  const gboolean good = both != NULL;

  secret_free (both);
  return good;
}
