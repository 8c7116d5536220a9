/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-json-scan.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
} Scan;

typedef struct
{
  const char *text;
  gsize length;
} Key;

static void
skip_space (Scan *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

/* A string with its quotes; escapes are stepped over. Keys with escapes are refused by the caller.
 * */
static gboolean
scan_string (Scan *self, Key *out, gboolean *escaped)
{
  if (self->at >= self->end || *self->at != '"')
    return FALSE;
  *escaped = FALSE;
  out->text = ++self->at;
  for (; self->at < self->end; self->at++)
    {
      if (*self->at == '"')
        {
          out->length = (gsize) (self->at - out->text);
          self->at++;
          return TRUE;
        }
      if ((guchar) *self->at < 0x20)
        return FALSE;
      if (*self->at == '\\')
        {
          *escaped = TRUE;
          self->at++;
        }
    }

  return FALSE;
}

static gboolean scan_value (Scan *self, guint depth);

static gboolean
known_key (GArray *keys, const Key *key)
{
  for (guint i = 0; i < keys->len; i++)
    {
      const Key *other = &g_array_index (keys, Key, i);

      if (other->length == key->length && memcmp (other->text, key->text, key->length) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
scan_object (Scan *self, guint depth)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (Key));

  self->at++;
  skip_space (self);
  if (self->at < self->end && *self->at == '}')
    {
      self->at++;
      return TRUE;
    }
  for (;;)
    {
      gboolean escaped = FALSE;
      Key key;

      skip_space (self);
      if (keys->len >= 64 || !scan_string (self, &key, &escaped) || escaped ||
          known_key (keys, &key))
        return FALSE;
      g_array_append_val (keys, key);
      skip_space (self);
      if (self->at >= self->end || *self->at != ':')
        return FALSE;
      self->at++;
      if (!scan_value (self, depth))
        return FALSE;
      skip_space (self);
      if (self->at >= self->end)
        return FALSE;
      if (*self->at == '}')
        {
          self->at++;
          return TRUE;
        }
      if (*self->at++ != ',')
        return FALSE;
    }
}

static gboolean
scan_array (Scan *self, guint depth)
{
  self->at++;
  skip_space (self);
  if (self->at < self->end && *self->at == ']')
    {
      self->at++;
      return TRUE;
    }
  for (;;)
    {
      if (!scan_value (self, depth))
        return FALSE;
      skip_space (self);
      if (self->at >= self->end)
        return FALSE;
      if (*self->at == ']')
        {
          self->at++;
          return TRUE;
        }
      if (*self->at++ != ',')
        return FALSE;
    }
}

/* Recurses max_depth levels at most. */
static gboolean
scan_value (Scan *self, guint depth)
{
  gboolean escaped = FALSE;
  const char *start = NULL;
  Key ignored;

  skip_space (self);
  if (self->at >= self->end)
    return FALSE;
  if (*self->at == '{')
    return depth > 0 && scan_object (self, depth - 1);
  if (*self->at == '[')
    return depth > 0 && scan_array (self, depth - 1);
  if (*self->at == '"')
    return scan_string (self, &ignored, &escaped);
  /* A number or a word: json-glib looks at it. */
  start = self->at;
  while (self->at < self->end &&
         (g_ascii_isalnum (*self->at) || strchr ("+-.", *self->at) != NULL) && *self->at != '\0')
    self->at++;

  return self->at > start;
}

gboolean
surety_json_scan (const char *text, gsize length, guint max_depth)
{
  Scan scan = { text, text + length };

  if (!scan_value (&scan, max_depth))
    return FALSE;
  skip_space (&scan);

  return scan.at == scan.end;
}
