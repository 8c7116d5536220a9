/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory is wiped when it is freed, in the whole program: what a toolkit or a library copied of
 * something typed, pasted or shown is gone with the copy, and not when somebody else happens to
 * write there. Takes the place of the C library's free() and realloc(); linked into the program
 * itself and not into a library, so that nobody gets it unasked.
 *
 * Keys have a memory of their own (secret.h). This is for what reaches others on the way there. */
#include <stddef.h>

#if defined __GLIBC__ || defined __gnu_linux__
#  include <features.h>
#endif

#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__

#  include <errno.h>
#  include <malloc.h>
#  include <stdlib.h>
#  include <string.h>

/* Blocks above this are mappings of their own (M_MMAP_THRESHOLD's upper bound), which the kernel
 * takes back whole. */
constexpr size_t LARGEST_SHARED = 32ul * 1024 * 1024;

void __libc_free (void *block);
void free_sized (void *block, size_t size);
void free_aligned_sized (void *block, size_t alignment, size_t size);

void
free (void *block)
{
  const int error = errno;
  size_t size;

  if (block == nullptr)
    return;

  size = malloc_usable_size (block);
  if (size <= LARGEST_SHARED)
    explicit_bzero (block, size);
  __libc_free (block);
  errno = error;
}

void
free_sized (void *block, size_t size)
{
  (void) size;
  free (block);
}

void
free_aligned_sized (void *block, size_t alignment, size_t size)
{
  (void) alignment;
  (void) size;
  free (block);
}

/* Always moves when it grows: the C library would leave the old bytes behind. */
void *
realloc (void *block, size_t size)
{
  size_t old;
  void *fresh;

  if (block == nullptr)
    return malloc (size);
  if (size == 0)
    {
      free (block);
      return nullptr;
    }

  old = malloc_usable_size (block);
  if (size <= old && size >= old / 2)
    return block;

  fresh = malloc (size);
  if (fresh == nullptr)
    return nullptr;
  memcpy (fresh, block, size < old ? size : old);
  free (block);

  return fresh;
}

#endif
