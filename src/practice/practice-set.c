/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-set.h"

enum
{
  LENGTH,
  ITEM,
  POSITION,
};

static PracticeKey
set_key (const PracticeSet *set, guint32 what, u256 c)
{
  return practice_key3 (&set->contract, set->slot + what, set->a, set->b, c);
}

gsize
practice_set_length (PracticeEnv *env, const PracticeSet *set)
{
  PracticeKey key = set_key (set, LENGTH, 0);

  return (gsize) practice_env_get (env, &key);
}

u256
practice_set_at (PracticeEnv *env, const PracticeSet *set, gsize index)
{
  PracticeKey key = set_key (set, ITEM, index);

  return practice_env_get (env, &key);
}

/* One more than the index; 0: not there. */
static gsize
set_position (PracticeEnv *env, const PracticeSet *set, u256 value)
{
  PracticeKey key = set_key (set, POSITION, value);

  return (gsize) practice_env_get (env, &key);
}

static void
set_put (PracticeEnv *env, const PracticeSet *set, guint32 what, u256 c, u256 value)
{
  PracticeKey key = set_key (set, what, c);

  practice_env_set (env, &key, value);
}

gboolean
practice_set_contains (PracticeEnv *env, const PracticeSet *set, u256 value)
{
  return set_position (env, set, value) != 0;
}

gboolean
practice_set_add (PracticeEnv *env, const PracticeSet *set, u256 value)
{
  gsize length = practice_set_length (env, set);

  if (practice_set_contains (env, set, value))
    return FALSE;

  set_put (env, set, ITEM, length, value);
  set_put (env, set, POSITION, value, length + 1);
  set_put (env, set, LENGTH, 0, length + 1);

  return TRUE;
}

gboolean
practice_set_remove (PracticeEnv *env, const PracticeSet *set, u256 value)
{
  gsize position = set_position (env, set, value);
  gsize length = practice_set_length (env, set);

  if (position == 0)
    return FALSE;

  if (position != length)
    {
      u256 last = practice_set_at (env, set, length - 1);

      set_put (env, set, ITEM, position - 1, last);
      set_put (env, set, POSITION, last, position);
    }
  set_put (env, set, ITEM, length - 1, 0);
  set_put (env, set, POSITION, value, 0);
  set_put (env, set, LENGTH, 0, length - 1);

  return TRUE;
}

AbiValue
practice_set_addresses (PracticeEnv *env, const PracticeSet *set)
{
  gsize length = practice_set_length (env, set);
  AbiValue *items = practice_env_values (env, length);

  for (gsize i = 0; i < length; i++)
    {
      Address address;

      if (!address_from_word (practice_set_at (env, set, i), &address))
        g_assert_not_reached ();
      items[i] = abi_address (&address);
    }

  return abi_array (items, length);
}

AbiValue
practice_set_numbers (PracticeEnv *env, const PracticeSet *set)
{
  gsize length = practice_set_length (env, set);
  AbiValue *items = practice_env_values (env, length);

  for (gsize i = 0; i < length; i++)
    items[i] = abi_uint (practice_set_at (env, set, i));

  return abi_array (items, length);
}
