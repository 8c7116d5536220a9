/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "core-test.h"

static void
test_appending_keeps_every_byte (void)
{
  Buffer buffer = buffer_new ();

  for (unsigned i = 0; i < 10000; i++)
    buffer_append_byte (&buffer, (uint8_t) (i * 7));
  buffer_append (&buffer, "tail", 4);
  buffer_append (&buffer, NULL, 0);

  g_assert_cmpuint (buffer.len, ==, 10004);
  for (unsigned i = 0; i < 10000; i++)
    g_assert_cmpuint (buffer.data[i], ==, (uint8_t) (i * 7));
  g_assert_cmpmem (buffer.data + 10000, 4, "tail", 4);

  Bytes lent = buffer_bytes (&buffer);
  g_assert_true (lent.data == buffer.data);
  g_assert_cmpuint (lent.len, ==, buffer.len);

  buffer_clear (&buffer);
  g_assert_null (buffer.data);
  g_assert_cmpuint (buffer.len, ==, 0);
  g_assert_cmpuint (buffer.capacity, ==, 0);
}

static void
test_extended_bytes_are_zero (void)
{
  Buffer buffer = buffer_new ();

  g_assert_nonnull (buffer_extend (&buffer, 0));
  g_assert_cmpuint (buffer.len, ==, 0);

  buffer_append (&buffer, "ab", 2);
  uint8_t *hole = buffer_extend (&buffer, 200);
  g_assert_true (hole == buffer.data + 2);
  g_assert_cmpuint (buffer.len, ==, 202);
  for (size_t i = 0; i < 200; i++)
    g_assert_cmpuint (hole[i], ==, 0);

  buffer_clear (&buffer);
}

static void
test_stolen_bytes_leave_an_empty_buffer (void)
{
  Buffer buffer = buffer_new ();
  size_t len = 0;

  buffer_append (&buffer, "abc", 3);
  uint8_t *data = buffer_steal (&buffer, &len);
  g_assert_cmpmem (data, len, "abc", 3);
  g_assert_null (buffer.data);
  g_assert_cmpuint (buffer.len, ==, 0);
  g_assert_cmpuint (buffer.capacity, ==, 0);
  free (data);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bytes/appending-keeps-every-byte", test_appending_keeps_every_byte);
  g_test_add_func ("/bytes/extended-bytes-are-zero", test_extended_bytes_are_zero);
  g_test_add_func ("/bytes/stolen-bytes-leave-an-empty-buffer",
                   test_stolen_bytes_leave_an_empty_buffer);
  return g_test_run ();
}
