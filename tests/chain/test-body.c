/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chain-test.h"
#include "surety-body.h"

/* Pieces of n bytes until there are size of them; each byte says where it is. */
static SuretyBody *
make_body (gsize size, gsize n)
{
  SuretyBody *body = surety_body_new ();

  for (gsize at = 0; at < size; at += n)
    {
      const gsize len = MIN (n, size - at);
      guint8 *piece = g_malloc (len);

      for (gsize i = 0; i < len; i++)
        piece[i] = (guint8) ((at + i) * 31 >> 3);
      surety_body_take (body, g_bytes_new_take (piece, len));
    }
  g_assert_cmpuint (surety_body_get_size (body), ==, size);
  return body;
}

static void
check (GBytes *whole, gsize size)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (whole, &len);

  g_assert_cmpuint (len, ==, size);
  for (gsize i = 0; i < size; i++)
    if (data[i] != (guint8) (i * 31 >> 3))
      g_error ("byte %" G_GSIZE_FORMAT " is another one", i);
}

static void
test_whole (void)
{
  static const gsize sizes[] = { 0, 1, 1000, 256 * 1024, 256 * 1024 + 1, 3000001 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) now = surety_body_join (make_body (sizes[i], 4096));
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes)
        later = dex_await_boxed (surety_body_join_future (make_body (sizes[i], 1000)), &error);

      g_assert_no_error (error);
      check (now, sizes[i]);
      check (later, sizes[i]);
    }
}

/* Nobody waits for it any more: it comes to its end all the same. */
static void
test_discarded (void)
{
  dex_unref (surety_body_join_future (make_body (3000000, 65536)));
  chain_test_sleep (50);
}

int
main (int argc, char **argv)
{
  chain_test_init (&argc, &argv);

  chain_test_add ("/body/is-what-its-pieces-are", test_whole);
  chain_test_add ("/body/outlives-who-asked", test_discarded);

  return g_test_run ();
}
