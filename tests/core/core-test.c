/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core-test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

char *
core_test_data_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", name, NULL);
}

static JsonNode *
load_json (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_file (parser, path, &error))
    g_error ("%s", error->message);
  return json_node_ref (json_parser_get_root (parser));
}

JsonNode *
core_test_data_json (const char *name)
{
  g_autofree char *path = core_test_data_path (name);

  return load_json (path);
}

char *
core_test_vectors_dir (void)
{
  const char *named = g_getenv ("SURETY_VECTORS");

  if (named != NULL && *named != '\0')
    {
      if (!g_file_test (named, G_FILE_TEST_IS_DIR))
        g_error ("SURETY_VECTORS names no folder: %s", named);
      return g_strdup (named);
    }

  g_autofree char *beside = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "vectors",
                                                   NULL);

  return g_file_test (beside, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&beside) : NULL;
}

JsonNode *
core_test_vectors_json (const char *name)
{
  g_autofree char *dir = core_test_vectors_dir ();

  if (dir == NULL)
    {
      g_test_message ("official vectors: none here, %s not run", name);
      return NULL;
    }

  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_test_message ("official vectors: running %s", path);
  return load_json (path);
}

Buffer
core_test_hex (const char *text)
{
  if (g_str_has_prefix (text, "0x"))
    text += 2;

  size_t digits = strlen (text);
  g_assert_cmpuint (digits % 2, ==, 0);

  /* One exact allocation: a reader that goes one byte too far is seen by the sanitizer. */
  Buffer bytes = { .data = malloc (MAX (digits / 2, 1)), .len = digits / 2 };
  g_assert_nonnull (bytes.data);
  bytes.capacity = bytes.len;
  for (size_t i = 0; i < bytes.len; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      g_assert_cmpint (high, >=, 0);
      g_assert_cmpint (low, >=, 0);
      bytes.data[i] = (uint8_t) (high * 16 + low);
    }
  return bytes;
}

char *
core_test_to_hex (const void *data, size_t len)
{
  GString *text = g_string_new ("0x");

  for (size_t i = 0; i < len; i++)
    g_string_append_printf (text, "%02x", ((const uint8_t *) data)[i]);
  return g_string_free_and_steal (text);
}

void
core_test_assert_hex (const void *data, size_t len, const char *hex)
{
  g_autofree char *actual = core_test_to_hex (data, len);
  g_autofree char *lower = g_ascii_strdown (hex, -1);
  g_autofree char *expected = g_str_has_prefix (lower, "0x") ? g_strdup (lower)
                                                             : g_strconcat ("0x", lower, NULL);

  g_assert_cmpstr (actual, ==, expected);
}

#define STACK_SIZE (1u << 20)
#define WINDOW 8u

typedef struct
{
  void (*func) (gpointer data);
  gpointer data;
} Called;

static void *
call (void *data)
{
  Called *called = data;

  called->func (called->data);
  return NULL;
}

/* Filled: what was never written to is not taken for what was wiped. */
static guint8 *
call_on_a_stack (Called *called)
{
  guint8 *stack = mmap (NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                        0);
  pthread_attr_t attributes;
  pthread_t thread;

  g_assert_true (stack != MAP_FAILED);
  memset (stack, 0xa5, STACK_SIZE);
  g_assert_cmpint (pthread_attr_init (&attributes), ==, 0);
  g_assert_cmpint (pthread_attr_setstack (&attributes, stack, STACK_SIZE), ==, 0);
  g_assert_cmpint (pthread_create (&thread, &attributes, call, called), ==, 0);
  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
  pthread_attr_destroy (&attributes);
  return stack;
}

void
core_test_assert_leaves_nothing (void (*func) (gpointer data),
                                 gpointer data,
                                 const void *secret,
                                 size_t len)
{
  Called called = { func, data };
  guint8 *stack = call_on_a_stack (&called);
  size_t used = 0;

  while (used < STACK_SIZE && stack[used] == 0xa5)
    used++;
  g_test_message ("%zu bytes of stack were used", STACK_SIZE - used);
  for (size_t at = 0; at + WINDOW <= len; at += WINDOW)
    {
      const guint8 *forwards = (const guint8 *) secret + at;
      guint8 backwards[WINDOW];
      const guint8 *found;

      for (size_t i = 0; i < WINDOW; i++)
        backwards[i] = forwards[WINDOW - 1 - i];
      found = memmem (stack, STACK_SIZE, forwards, WINDOW);
      if (found == NULL)
        found = memmem (stack, STACK_SIZE, backwards, WINDOW);
      if (found != NULL)
        g_error ("bytes %zu to %zu of it lie %zu bytes below the top of the stack", at,
                 at + WINDOW - 1, (size_t) (stack + STACK_SIZE - found));
    }
  g_assert_cmpint (munmap (stack, STACK_SIZE), ==, 0);
}
