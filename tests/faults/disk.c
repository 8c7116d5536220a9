/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static atomic_uint room = G_MAXUINT;
static atomic_uint n_changes;
static atomic_bool is_read_only;
static _Atomic (DiskFunc) watcher;

void
disk_set_room (guint n)
{
  atomic_store (&room, n);
}

void
disk_set_read_only (gboolean read_only)
{
  atomic_store (&is_read_only, read_only != FALSE);
}

guint
disk_count (void)
{
  return atomic_load (&n_changes);
}

void
disk_set_watch (DiskFunc watch)
{
  atomic_store (&watcher, watch);
}

/* FALSE with errno set. */
static gboolean
may_change (const char *what)
{
  const DiskFunc watch = atomic_load (&watcher);
  guint left = atomic_load (&room);

  atomic_fetch_add (&n_changes, 1);
  if (watch != NULL)
    watch (what);
  if (atomic_load (&is_read_only))
    {
      errno = EROFS;
      return FALSE;
    }
  while (left != G_MAXUINT && left != 0 && !atomic_compare_exchange_weak (&room, &left, left - 1))
    ;
  if (left == 0)
    errno = ENOSPC;
  return left != 0;
}

ssize_t
pwrite64 (int file, const void *data, size_t len, off64_t offset)
{
  static ssize_t (*next) (int, const void *, size_t, off64_t);

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "pwrite64");
  return may_change ("write") ? next (file, data, len, offset) : -1;
}

int
fdatasync (int file)
{
  static int (*next) (int);

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "fdatasync");
  return may_change ("sync") ? next (file) : -1;
}

int
ftruncate64 (int file, off64_t len)
{
  static int (*next) (int, off64_t);

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "ftruncate64");
  return may_change ("truncate") ? next (file, len) : -1;
}

int
unlink (const char *path)
{
  static int (*next) (const char *);

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "unlink");
  return may_change ("unlink") ? next (path) : -1;
}

int
open64 (const char *path, int flags, ...)
{
  static int (*next) (const char *, int, ...);
  mode_t mode = 0;

  if (next == NULL)
    next = dlsym (RTLD_NEXT, "open64");
  if ((flags & O_CREAT) != 0)
    {
      va_list args;

      va_start (args, flags);
      mode = (mode_t) va_arg (args, int);
      va_end (args);
    }
  if (atomic_load (&is_read_only) && (flags & O_ACCMODE) != O_RDONLY &&
      strstr (path, ".db") != NULL)
    {
      errno = EROFS;
      return -1;
    }
  return next (path, flags, mode);
}
