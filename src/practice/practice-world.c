/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-world.h"

#include <string.h>

#include "practice-abi.h"

guint
practice_address_hash (gconstpointer address)
{
  guint64 head;
  guint64 tail;

  memcpy (&head, address, sizeof head);
  memcpy (&tail, (const guint8 *) address + 12, sizeof tail);
  head = (head ^ tail) * 0xff51afd7ed558ccdu;

  return (guint) (head ^ (head >> 32));
}

gboolean
practice_address_equal (gconstpointer a, gconstpointer b)
{
  return address_equal (a, b);
}

/* Texts are this folder's constants; what they say is remembered as long as the process lives. */
Address
practice_address (const char *text)
{
  static GMutex lock;
  static GHashTable *known; /* text → Address */
  Address *address;

  g_mutex_lock (&lock);
  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  address = g_hash_table_lookup (known, text);
  if (address == NULL)
    {
      CoreResult result;

      address = g_new (Address, 1);
      result = address_parse (text, strlen (text), address, NULL);
      if (result != CORE_OK)
        g_error ("%s: %s", text, core_result_to_string (result));
      g_hash_table_insert (known, g_strdup (text), address);
    }
  g_mutex_unlock (&lock);

  return *address;
}

static void
practice_contract_free (gpointer data)
{
  PracticeContract *contract = data;

  g_free (contract->data);
  g_free (contract);
}

PracticeWorld *
practice_world_new (const PracticeConfig *config)
{
  PracticeWorld *self = g_new0 (PracticeWorld, 1);

  self->config = *config;
  self->state = practice_state_new ();
  self->contracts = g_hash_table_new_full (practice_address_hash, practice_address_equal, NULL,
                                           practice_contract_free);

  return self;
}

void
practice_world_free (PracticeWorld *self)
{
  g_hash_table_unref (self->contracts);
  practice_state_free (self->state);
  g_free (self);
}

void
practice_world_add (PracticeWorld *self,
                    const Address *address,
                    const PracticePart *const *parts,
                    gpointer data)
{
  PracticeContract *contract = g_new0 (PracticeContract, 1);

  contract->address = *address;
  contract->parts = parts;
  contract->data = data;
  if (!g_hash_table_insert (self->contracts, &contract->address, contract))
    g_error ("two contracts at one address");
}

const PracticeContract *
practice_world_find (PracticeWorld *self, const Address *address)
{
  return g_hash_table_lookup (self->contracts, address);
}

void
practice_contract_code (const PracticeContract *contract, Buffer *out)
{
  /* INVALID, then who it is. */
  buffer_append_byte (out, 0xfe);
  for (gsize i = 0; contract->parts[i] != NULL; i++)
    buffer_append (out, contract->parts[i]->name, strlen (contract->parts[i]->name));
}

/* Selectors of a list of parts, made once a process and kept, as the parts are. */
static GHashTable *
practice_parts_functions (const PracticePart *const *parts)
{
  static GMutex lock;
  static GHashTable *tables; /* parts → (selector → PracticeFunction) */
  GHashTable *functions;

  g_mutex_lock (&lock);
  if (tables == NULL)
    tables = g_hash_table_new (NULL, NULL);

  functions = g_hash_table_lookup (tables, parts);
  if (functions == NULL)
    {
      functions = g_hash_table_new (NULL, NULL);
      for (gsize i = 0; parts[i] != NULL; i++)
        {
          for (gsize j = 0; j < parts[i]->n_functions; j++)
            {
              const PracticeFunction *function = &parts[i]->functions[j];
              gpointer selector = GUINT_TO_POINTER (
                abi_selector (practice_abi_item (function->signature)));

              if (!g_hash_table_contains (functions, selector))
                g_hash_table_insert (functions, selector, (gpointer) function);
            }
        }
      g_hash_table_insert (tables, (gpointer) parts, functions);
    }
  g_mutex_unlock (&lock);

  return functions;
}

const PracticeFunction *
practice_contract_function (const PracticeContract *contract, guint32 selector)
{
  return g_hash_table_lookup (practice_parts_functions (contract->parts),
                              GUINT_TO_POINTER (selector));
}
