/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "philox.h"

#include <glib.h>

/* Random123 1.14 (D. E. Shaw Research), tests/kat_vectors, the three of "philox4x32 10". */
static void
test_published_vectors (void)
{
  static const struct
  {
    Philox counter;
    guint32 key[2];
    Philox expected;
  } vectors[] = {
    { { { 0, 0, 0, 0 } }, { 0, 0 }, { { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } } },
    { { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff } },
      { 0xffffffff, 0xffffffff },
      { { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } } },
    { { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 } },
      { 0xa4093822, 0x299f31d0 },
      { { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      const guint64 seed = (guint64) vectors[i].key[1] << 32 | vectors[i].key[0];
      const Philox words = philox4x32 (vectors[i].counter, seed);

      for (gsize k = 0; k < 4; k++)
        g_assert_cmphex (words.words[k], ==, vectors[i].expected.words[k]);
    }
}

static void
test_units_are_inside (void)
{
  g_assert_cmpfloat (philox_unit (0), >, 0);
  g_assert_cmpfloat (philox_unit (G_MAXUINT32), <, 1);
  g_assert_cmpfloat (philox_unit (0x80000000), ==, 0.5 + 0x1p-33);
  g_assert_cmpfloat (philox_unit_fine (0, 0), >, 0);
  g_assert_cmpfloat (philox_unit_fine (G_MAXUINT32, G_MAXUINT32), <, 1);
  g_assert_cmpfloat (philox_unit_fine (0x40000000, 0), ==, 0.25 + 0x1p-53);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/philox/published-vectors", test_published_vectors);
  g_test_add_func ("/philox/units-lie-between-zero-and-one", test_units_are_inside);

  return g_test_run ();
}
