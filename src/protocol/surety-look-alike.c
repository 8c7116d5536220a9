/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-look-alike.h"

#include <string.h>
#include <unicode/uspoof.h>

#include "surety-text.h"

#define MAX_NAME 256u
/* A skeleton may be longer than its text: one character can look like several. */
#define MAX_SKELETON 8192

struct _SuretyLookAlikes
{
  GHashTable *by_owner; /* owner → skeleton */
  GHashTable *counts;   /* skeleton → number of owners */
};

static USpoofChecker *
get_checker (void)
{
  static USpoofChecker *checker;

  if (g_once_init_enter_pointer (&checker))
    {
      UErrorCode status = U_ZERO_ERROR;
      USpoofChecker *opened = uspoof_open (&status);

      if (U_FAILURE (status))
        g_error ("ICU has no data on look-alikes: %s", u_errorName (status));
      g_once_init_leave_pointer (&checker, opened);
    }
  return checker;
}

static char *
skeleton_of (const char *text)
{
  g_autofree char *skeleton = g_malloc (MAX_SKELETON);
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = uspoof_getSkeletonUTF8 (get_checker (), 0, text, -1, skeleton, MAX_SKELETON, &status);

  /* Only what is too long for a name can fail; such a one looks like itself. */
  if (U_FAILURE (status) || n >= MAX_SKELETON)
    return g_strdup (text);
  return g_steal_pointer (&skeleton);
}

char *
surety_look_alike_skeleton (const char *name)
{
  g_autofree char *clean = surety_text_clean (name, -1, MAX_NAME);
  g_autofree char *first = skeleton_of (clean);
  /* Case is folded between two skeletons: I and l are confusable, I and i are the same letter. */
  g_autofree char *folded = g_utf8_casefold (first, -1);
  g_autofree char *second = skeleton_of (folded);
  GString *seen = g_string_new (NULL);

  g_assert (second != NULL);

  for (const char *c = second; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      /* So both are one here, and "Iota", "iota" and "lota" look the same. */
      if (g_unichar_isalnum (character))
        g_string_append_unichar (seen, character == 'i' ? 'l' : character);
    }
  /* A name of symbols only is compared as it is. */
  if (seen->len == 0)
    g_string_append (seen, second);
  return g_string_free (seen, FALSE);
}

SuretyLookAlikes *
surety_look_alikes_new (void)
{
  SuretyLookAlikes *self = g_new0 (SuretyLookAlikes, 1);

  self->by_owner = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
surety_look_alikes_free (SuretyLookAlikes *self)
{
  g_hash_table_unref (self->by_owner);
  g_hash_table_unref (self->counts);
  g_free (self);
}

static guint
get_count (SuretyLookAlikes *self, const char *skeleton)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, skeleton));
}

static void
add (SuretyLookAlikes *self, const char *skeleton, gboolean more)
{
  guint count = get_count (self, skeleton);

  if (!more && count == 1)
    g_hash_table_remove (self->counts, skeleton);
  else
    g_hash_table_insert (self->counts, g_strdup (skeleton),
                         GUINT_TO_POINTER (more ? count + 1 : count - 1));
}

void
surety_look_alikes_set (SuretyLookAlikes *self, const char *owner, const char *name)
{
  const char *before = g_hash_table_lookup (self->by_owner, owner);
  g_autofree char *skeleton = surety_look_alike_skeleton (name);

  if (g_strcmp0 (before, skeleton) == 0)
    return;
  if (before != NULL)
    {
      add (self, before, FALSE);
      g_hash_table_remove (self->by_owner, owner);
    }
  if (*skeleton == '\0')
    return;
  add (self, skeleton, TRUE);
  g_hash_table_insert (self->by_owner, g_strdup (owner), g_steal_pointer (&skeleton));
}

gboolean
surety_look_alikes_is_one (SuretyLookAlikes *self, const char *owner)
{
  const char *skeleton = g_hash_table_lookup (self->by_owner, owner);

  return skeleton != NULL && get_count (self, skeleton) > 1;
}

void
surety_look_alikes_clear (SuretyLookAlikes *self)
{
  g_hash_table_remove_all (self->by_owner);
  g_hash_table_remove_all (self->counts);
}

gboolean
surety_look_alike_addresses (const Address *a, const Address *b)
{
  const gsize last = sizeof a->bytes - 2;

  return !address_equal (a, b) && memcmp (a->bytes, b->bytes, 2) == 0 &&
         memcmp (a->bytes + last, b->bytes + last, 2) == 0;
}
