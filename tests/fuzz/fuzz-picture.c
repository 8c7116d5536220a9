/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib.h>
#include <string.h>

#include "surety-picture.h"

/* A picture of a stranger: what is left of it has a size in bounds, is no longer, and is left whole the
 * next time. */
int
LLVMFuzzerTestOneInput (const uint8_t *input, size_t size)
{
  g_autoptr (GBytes) file = g_bytes_new_static (input, size);
  g_autoptr (GBytes) reduced = NULL;
  g_autoptr (GBytes) again = NULL;
  guint width, height, next_width, next_height;

  reduced = surety_picture_reduce (file, &width, &height);
  if (reduced == NULL)
    return 0;
  assert (width > 0 && width <= SURETY_PICTURE_MAX_SIDE);
  assert (height > 0 && height <= SURETY_PICTURE_MAX_SIDE);
  assert (g_bytes_get_size (reduced) <= size);
  again = surety_picture_reduce (reduced, &next_width, &next_height);
  assert (again != NULL && g_bytes_equal (again, reduced));
  assert (next_width == width && next_height == height);
  surety_picture_is_whole (reduced);
  return 0;
}
