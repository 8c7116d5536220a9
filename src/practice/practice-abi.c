/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-abi.h"

#include <string.h>

static GMutex items_lock;
static GHashTable *items; /* text → AbiItem; entries live as long as the process */

const AbiItem *
practice_abi_item (const char *signature)
{
  g_mutex_lock (&items_lock);
  if (items == NULL)
    items = g_hash_table_new (g_str_hash, g_str_equal);

  AbiItem *item = g_hash_table_lookup (items, signature);
  if (item == NULL)
    {
      CoreResult result = abi_item_parse (signature, &item);

      if (result != CORE_OK)
        g_error ("%s: %s", signature, core_result_to_string (result));
      g_hash_table_insert (items, g_strdup (signature), item);
    }
  g_mutex_unlock (&items_lock);

  return item;
}

void
practice_abi_selector (const char *canonical, guint8 out[4])
{
  Hash hash = keccak256 ((Bytes) { (const guint8 *) canonical, strlen (canonical) });

  memcpy (out, hash.bytes, 4);
}
