/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-json.h"

#include <string.h>

#include "surety-chain-error.h"

/* Larger replies would be felt in the window: about 3 ms of parsing. */
#define INLINE_SIZE (128u * 1024u)

typedef struct
{
  guint32 hash;
  guint32 len;
  const guint8 *start;
} Key;

typedef struct
{
  gsize start;
  gsize len;
} Hole;

typedef struct
{
  const guint8 *begin;
  const guint8 *p;
  const guint8 *end;
  GArray *keys; /* Key, of all open objects, innermost last */
  guint first_key[SURETY_JSON_MAX_DEPTH];
  gboolean is_object[SURETY_JSON_MAX_DEPTH];
  guint depth;
  guint n_containers;
  guint n_values;
  GArray *holes; /* Hole, of "result" arrays; NULL = not wanted */
  const guint8 *hole_start;
  guint hole_depth; /* 0 = in none */
  const char *problem;
  SuretyChainError kind;
} Scan;

static gboolean
refuse (Scan *self, const char *problem)
{
  if (self->problem == NULL)
    self->problem = problem;

  return FALSE;
}

/* Well-formed so far, but it would cost too much. */
static gboolean
refuse_large (Scan *self, const char *problem)
{
  self->kind = SURETY_CHAIN_ERROR_TOO_LARGE;

  return refuse (self, problem);
}

static void
skip_space (Scan *self)
{
  while (self->p < self->end &&
         (*self->p == ' ' || *self->p == '\n' || *self->p == '\r' || *self->p == '\t'))
    self->p++;
}

static gboolean
next_is (Scan *self, char c)
{
  if (self->p >= self->end || *self->p != (guint8) c)
    return FALSE;

  self->p++;
  return TRUE;
}

static gboolean
scan_hex4 (Scan *self, guint *out)
{
  guint value = 0;

  if (self->end - self->p < 4)
    return refuse (self, "an escape is cut off");

  for (guint i = 0; i < 4; i++)
    {
      const int digit = g_ascii_xdigit_value ((char) *self->p++);

      if (digit < 0)
        return refuse (self, "an escape is not hexadecimal");
      value = value * 16 + (guint) digit;
    }

  *out = value;
  return TRUE;
}

/* After the backslash. */
static gboolean
scan_escape (Scan *self)
{
  guint unit;

  if (self->p >= self->end)
    return refuse (self, "a string is not closed");

  switch (*self->p++)
    {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      return TRUE;
    case 'u':
      break;
    default:
      return refuse (self, "an unknown escape");
    }

  if (!scan_hex4 (self, &unit))
    return FALSE;
  if (unit == 0)
    return refuse (self, "U+0000 in a string");
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return refuse (self, "half a surrogate pair");
  if (unit < 0xd800 || unit > 0xdbff)
    return TRUE;

  if (!next_is (self, '\\') || !next_is (self, 'u') || !scan_hex4 (self, &unit) || unit < 0xdc00 ||
      unit > 0xdfff)
    return refuse (self, "half a surrogate pair");

  return TRUE;
}

/* After the opening quote. */
static gboolean
scan_string (Scan *self, gboolean is_key)
{
  Key key = { 2166136261u, 0, self->p };

  while (self->p < self->end)
    {
      const guint8 c = *self->p++;

      if (c == '"')
        {
          const Key *keys;

          if (!is_key)
            return TRUE;

          key.len = (guint32) (self->p - 1 - key.start);
          keys = (const Key *) (gconstpointer) self->keys->data;
          for (guint i = self->first_key[self->depth - 1]; i < self->keys->len; i++)
            if (keys[i].hash == key.hash && keys[i].len == key.len &&
                memcmp (keys[i].start, key.start, key.len) == 0)
              return refuse (self, "a key appears twice in one object");
          if (self->keys->len - self->first_key[self->depth - 1] >= SURETY_JSON_MAX_MEMBERS)
            return refuse (self, "an object has too many members");
          g_array_append_val (self->keys, key);
          return TRUE;
        }

      if (c < 0x20)
        return refuse (self, "a control character in a string");
      if (c == '\\')
        {
          if (is_key)
            return refuse (self, "an escape in a key");
          if (!scan_escape (self))
            return FALSE;
        }
      if (is_key)
        key.hash = (key.hash ^ c) * 16777619u;
    }

  return refuse (self, "a string is not closed");
}

static gsize
scan_digits (Scan *self)
{
  const guint8 *start = self->p;

  while (self->p < self->end && g_ascii_isdigit (*self->p))
    self->p++;

  return (gsize) (self->p - start);
}

static gboolean
scan_number (Scan *self)
{
  const guint8 *start;
  gsize n_digits;
  gboolean is_integer = TRUE;

  (void) next_is (self, '-');
  start = self->p;
  n_digits = scan_digits (self);
  if (n_digits == 0)
    return refuse (self, "not a JSON value");
  if (*start == '0' && n_digits > 1)
    return refuse (self, "a number with leading zeros");

  if (next_is (self, '.'))
    {
      is_integer = FALSE;
      if (scan_digits (self) == 0)
        return refuse (self, "a number ends in its point");
    }
  if (self->p < self->end && (*self->p == 'e' || *self->p == 'E'))
    {
      is_integer = FALSE;
      self->p++;
      if (!next_is (self, '-'))
        (void) next_is (self, '+');
      if (scan_digits (self) == 0)
        return refuse (self, "a number without an exponent");
    }

  if (is_integer && n_digits > 18)
    return refuse (self, "an integer out of range");

  return TRUE;
}

static gboolean
scan_word (Scan *self, const char *word)
{
  const gsize len = strlen (word);

  if ((gsize) (self->end - self->p) < len || memcmp (self->p, word, len) != 0)
    return refuse (self, "not a JSON value");

  self->p += len;
  return TRUE;
}

/* Whether the key just read names what a response answers: of the reply itself, or of one of a batch. */
static gboolean
is_result_key (Scan *self)
{
  const Key *key;

  if (self->holes == NULL || self->hole_depth != 0 ||
      !(self->depth == 1 || (self->depth == 2 && !self->is_object[0])))
    return FALSE;
  key = &g_array_index (self->keys, Key, self->keys->len - 1);
  return key->len == strlen ("result") && memcmp (key->start, "result", key->len) == 0;
}

static void
end_hole (Scan *self)
{
  Hole hole = { (gsize) (self->hole_start - self->begin), (gsize) (self->p - self->hole_start) };

  g_array_append_val (self->holes, hole);
  self->hole_depth = 0;
}

/* Up to the value of the next member. */
static gboolean
scan_key (Scan *self)
{
  skip_space (self);
  if (!next_is (self, '"'))
    return refuse (self, "a member without a key");
  if (!scan_string (self, TRUE))
    return FALSE;
  skip_space (self);
  if (!next_is (self, ':'))
    return refuse (self, "a key without a value");
  if (is_result_key (self))
    {
      skip_space (self);
      if (self->p < self->end && *self->p == '[')
        {
          self->hole_depth = self->depth;
          self->hole_start = self->p;
        }
    }

  return TRUE;
}

static gboolean
scan_open (Scan *self, gboolean is_object)
{
  if (self->depth == SURETY_JSON_MAX_DEPTH)
    return refuse (self, "nested too deeply");
  if (++self->n_containers > SURETY_JSON_MAX_CONTAINERS)
    return refuse_large (self, "too many arrays and objects");

  self->is_object[self->depth] = is_object;
  self->first_key[self->depth] = self->keys->len;
  self->depth++;

  return TRUE;
}

static void
scan_close (Scan *self)
{
  self->depth--;
  g_array_set_size (self->keys, self->first_key[self->depth]);
}

/* A value that holds no others, or the opening of one that does (*opened). */
static gboolean
scan_value (Scan *self, gboolean *opened)
{
  *opened = FALSE;
  skip_space (self);
  if (self->p >= self->end)
    return refuse (self, "cut off");
  if (++self->n_values > SURETY_JSON_MAX_VALUES)
    return refuse_large (self, "too many values");

  switch (*self->p)
    {
    case '{':
    case '[':
      *opened = TRUE;
      return scan_open (self, *self->p++ == '{');
    case '"':
      self->p++;
      return scan_string (self, FALSE);
    case 't':
      return scan_word (self, "true");
    case 'f':
      return scan_word (self, "false");
    case 'n':
      return scan_word (self, "null");
    default:
      return scan_number (self);
    }
}

static gboolean
scan_text (Scan *self)
{
  for (;;)
    {
      gboolean opened;

      if (!scan_value (self, &opened))
        return FALSE;

      if (opened)
        {
          const gboolean is_object = self->is_object[self->depth - 1];

          skip_space (self);
          if (!next_is (self, is_object ? '}' : ']'))
            {
              if (is_object && !scan_key (self))
                return FALSE;
              continue;
            }
          scan_close (self);
        }

      /* A value has ended: so may those around it. */
      while (self->depth > 0)
        {
          const gboolean is_object = self->is_object[self->depth - 1];

          if (self->hole_depth == self->depth)
            end_hole (self);
          skip_space (self);
          if (next_is (self, ','))
            {
              if (is_object && !scan_key (self))
                return FALSE;
              break;
            }
          if (!next_is (self, is_object ? '}' : ']'))
            return refuse (self, self->p < self->end ? "no comma between values" : "cut off");
          scan_close (self);
        }

      if (self->depth == 0)
        break;
    }

  skip_space (self);
  if (self->p != self->end)
    return refuse (self, "something follows the value");

  return TRUE;
}

static gboolean
check (const guint8 *data, gsize len, GArray *holes, GError **error)
{
  /* Nothing at all may be NULL, and NULL has no end. */
  const guint8 *begin = len > 0 ? data : (const guint8 *) "";
  Scan scan = {
    .begin = begin,
    .p = begin,
    .end = begin + len,
    .holes = holes,
    .kind = SURETY_CHAIN_ERROR_MALFORMED,
  };

  if (len > G_MAXUINT32 || !g_utf8_validate_len ((const char *) begin, len, NULL))
    {
      g_set_error_literal (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                           "The reply is not UTF-8 text");
      return FALSE;
    }

  scan.keys = g_array_new (FALSE, FALSE, sizeof (Key));
  (void) scan_text (&scan);
  g_array_unref (scan.keys);

  if (scan.problem == NULL)
    return TRUE;

  g_set_error (error, SURETY_CHAIN_ERROR, (gint) scan.kind,
               "The reply is not the JSON we accept: %s (byte %" G_GSIZE_FORMAT ")", scan.problem,
               (gsize) (scan.p - scan.begin));
  return FALSE;
}

gboolean
surety_json_check (const guint8 *data, gsize len, GError **error)
{
  return check (data, len, NULL, error);
}

/* Of text that was checked. */
static JsonNode *
build (const char *data, gsize len, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local_error = NULL;

  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, data, (gssize) len, &local_error))
    {
      g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                   "The reply is not JSON: %s", local_error->message);
      return NULL;
    }

  return json_parser_steal_root (parser);
}

JsonNode *
surety_json_parse (GBytes *bytes, GError **error)
{
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);

  if (!surety_json_check ((const guint8 *) data, len, error))
    return NULL;

  return build (data, len, error);
}

JsonNode *
surety_json_parse_hollow (GBytes *bytes, GPtrArray *cut, GError **error)
{
  g_autoptr (GArray) holes = g_array_new (FALSE, FALSE, sizeof (Hole));
  g_autoptr (GString) rest = g_string_new (NULL);
  gsize len, at = 0;
  const char *data = g_bytes_get_data (bytes, &len);

  if (!check ((const guint8 *) data, len, holes, error))
    return NULL;

  for (guint i = 0; i < holes->len; i++)
    {
      const Hole *hole = &g_array_index (holes, Hole, i);

      g_string_append_len (rest, data + at, (gssize) (hole->start - at));
      g_string_append_printf (rest, "%u", cut->len);
      g_ptr_array_add (cut, g_bytes_new_from_bytes (bytes, hole->start, hole->len));
      at = hole->start + hole->len;
    }
  g_string_append_len (rest, data + at, (gssize) (len - at));

  return build (rest->str, rest->len, error);
}

typedef struct
{
  GBytes *bytes;
  GPtrArray *cut;
} Parse;

static void
parse_free (gpointer data)
{
  Parse *parse = data;

  g_bytes_unref (parse->bytes);
  g_clear_pointer (&parse->cut, g_ptr_array_unref);
  g_free (parse);
}

static JsonNode *
parse_either (GBytes *bytes, GPtrArray *cut, GError **error)
{
  return cut != NULL ? surety_json_parse_hollow (bytes, cut, error)
                     : surety_json_parse (bytes, error);
}

static void
parse_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Parse *parse = data;
  g_autoptr (GError) error = NULL;
  JsonNode *node = parse_either (parse->bytes, parse->cut, &error);

  if (node != NULL)
    g_task_return_pointer (task, node, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
parsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  g_autoptr (GError) error = NULL;
  JsonNode *node = g_task_propagate_pointer (G_TASK (result), &error);

  if (node != NULL)
    dex_promise_resolve_boxed (promise, JSON_TYPE_NODE, node);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

DexFuture *
surety_json_parse_hollow_future (GBytes *bytes, GPtrArray *cut)
{
  Parse *parse;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  DexPromise *promise;

  if (g_bytes_get_size (bytes) <= INLINE_SIZE)
    {
      JsonNode *node = parse_either (bytes, cut, &error);

      if (node == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      return dex_future_new_take_boxed (JSON_TYPE_NODE, node);
    }

  promise = dex_promise_new ();
  task = g_task_new (NULL, NULL, parsed_cb, dex_ref (promise));
  g_task_set_static_name (task, "surety_json_parse");
  parse = g_new0 (Parse, 1);
  parse->bytes = g_bytes_ref (bytes);
  parse->cut = cut != NULL ? g_ptr_array_ref (cut) : NULL;
  g_task_set_task_data (task, parse, parse_free);
  g_task_run_in_thread (task, parse_thread);

  return DEX_FUTURE (promise);
}

DexFuture *
surety_json_parse_future (GBytes *bytes)
{
  return surety_json_parse_hollow_future (bytes, NULL);
}
