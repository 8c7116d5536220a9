/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

static void
set_free (SuretyEigenlayerSet *self)
{
  g_clear_pointer (&self->strategies, g_array_unref);
  g_clear_pointer (&self->stakes, g_array_unref);
  g_clear_pointer (&self->weights, g_array_unref);
  g_clear_object (&self->service);
  g_free (self);
}

GPtrArray *
surety_eigenlayer_sets_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) set_free);
}

SuretyEigenlayerSet *
surety_eigenlayer_sets_find (GPtrArray *sets, const SuretyOperatorSet *set)
{
  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);

      if (surety_operator_set_equal (&entry->set, set))
        return entry;
    }
  return NULL;
}

SuretyEigenlayerSet *
surety_eigenlayer_sets_append (GPtrArray *sets, const SuretyOperatorSet *set)
{
  SuretyEigenlayerSet *entry = g_new0 (SuretyEigenlayerSet, 1);

  entry->set = *set;
  entry->strategies = g_array_new (FALSE, FALSE, sizeof (Address));
  g_ptr_array_add (sets, entry);
  return entry;
}

SuretyEigenlayerSet *
surety_eigenlayer_sets_add (GPtrArray *sets, const SuretyOperatorSet *set)
{
  SuretyEigenlayerSet *entry = surety_eigenlayer_sets_find (sets, set);

  return entry != NULL ? entry : surety_eigenlayer_sets_append (sets, set);
}

void
surety_eigenlayer_ask_sets (SuretyEigenlayer *self,
                            SuretyMulticall *multicall,
                            GPtrArray *sets,
                            gboolean whole)
{
  const Address *manager = &self->allocation_manager;
  guint resolution = 0, exit_delay = 0, deallocation_delay = 0;

  if (whole && sets->len > 0)
    {
      resolution = surety_eigenlayer_ask (multicall, &self->strategy_manager,
                                          EL_SLASH_RESOLUTION_DELAY_BLOCKS, 0, NULL);
      surety_multicall_expect_refusal (multicall, resolution);
      exit_delay = surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                          EL_MIN_WITHDRAWAL_DELAY_BLOCKS, 0, NULL);
      deallocation_delay = surety_eigenlayer_ask (multicall, manager, EL_DEALLOCATION_DELAY, 0,
                                                  NULL);
    }

  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);
      AbiValue fields[] = { abi_address (&entry->set.avs), abi_uint (entry->set.id) };
      AbiValue set = abi_tuple (fields, 2);

      entry->call_strategies = surety_eigenlayer_ask (multicall, manager,
                                                      EL_GET_STRATEGIES_IN_OPERATOR_SET, 1, &set);
      if (!whole)
        continue;
      entry->call_slasher = surety_eigenlayer_ask (multicall, manager, EL_GET_SLASHER, 1, &set);
      entry->call_pending_slasher = surety_eigenlayer_ask (multicall, manager,
                                                           EL_GET_PENDING_SLASHER, 1, &set);
      entry->call_redistributes = surety_eigenlayer_ask (multicall, manager,
                                                         EL_IS_REDISTRIBUTING_OPERATOR_SET, 1,
                                                         &set);
      entry->call_recipient = surety_eigenlayer_ask (multicall, manager,
                                                     EL_GET_REDISTRIBUTION_RECIPIENT, 1, &set);
      entry->call_members = surety_eigenlayer_ask (multicall, manager, EL_GET_MEMBER_COUNT, 1,
                                                   &set);
      entry->call_resolution = resolution;
      entry->call_exit_delay = exit_delay;
      entry->call_deallocation_delay = deallocation_delay;
    }
}

void
surety_eigenlayer_read_sets (SuretyEigenlayer *self, SuretyMulticall *multicall, GPtrArray *sets)
{
  for (guint i = 0; i < sets->len; i++)
    {
      SuretyEigenlayerSet *entry = g_ptr_array_index (sets, i);
      AbiValues values = { 0 };

      entry->strategies_known = surety_multicall_get (multicall, entry->call_strategies, &values,
                                                      NULL);
      for (gsize k = 0; entry->strategies_known && k < values.values[0].n_items; k++)
        {
          Address strategy = abi_value_address (&values.values[0].items[k]);

          g_array_append_val (entry->strategies, strategy);
        }
      abi_values_clear (&values);
    }
}

/* FALSE when the contract can't say. block: 0 = no change is under way. */
static gboolean
read_pending_slasher (SuretyMulticall *multicall,
                      SuretyEigenlayerSet *entry,
                      Address *slasher,
                      guint64 *block)
{
  AbiValues values = { 0 };
  gboolean known = surety_multicall_get (multicall, entry->call_pending_slasher, &values, NULL);

  *block = 0;
  if (known)
    {
      *slasher = abi_value_address (&values.values[0]);
      *block = (guint64) values.values[1].word;
      if (*block <= surety_multicall_get_block (multicall))
        *block = 0;
    }
  abi_values_clear (&values);
  return known;
}

/* Completes party by what was found out about its address. */
static void
find_party (GHashTable *codes, SuretyParty *party)
{
  const SuretyParty *found;
  char text[ADDRESS_TEXT_SIZE];

  if (address_is_zero (&party->address))
    {
      party->kind = SURETY_PARTY_NOBODY;
      return;
    }
  if (codes == NULL)
    return;
  address_to_text (&party->address, text);
  found = g_hash_table_lookup (codes, text);
  if (found != NULL)
    *party = *found;
}

static char *
dup_name (const SuretyMetadata *metadata, guint32 id)
{
  const char *set_name = g_hash_table_lookup (metadata->sets, GUINT_TO_POINTER (id));

  if (set_name == NULL || *set_name == '\0')
    return g_strdup (metadata->name);
  /* A set that names its service already is not told twice. */
  if (metadata->name == NULL || g_str_has_prefix (set_name, metadata->name))
    return g_strdup (set_name);
  return g_strdup_printf ("%s · %s", metadata->name, set_name);
}

/* What logs say, of the directory's block. Facts borrow from the arrays given. */
static void
add_history (SuretyEigenlayer *self,
             SuretyEigenlayerSet *entry,
             GArray **blocks,
             GArray **slashings,
             GArray **payments,
             SuretyServiceFacts *facts)
{
  SuretyEigenlayerSetEntry *said = surety_eigenlayer_directory_find_set (self->directory,
                                                                         &entry->set);

  if (said == NULL)
    return;
  facts->created_block = said->created_block;
  facts->created_time = surety_eigenlayer_directory_estimate_time (self->directory,
                                                                   said->created_block);
  *blocks = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_array_set_size (*blocks, entry->strategies->len);
  for (guint i = 0; i < entry->strategies->len; i++)
    for (guint k = 0; said->strategies != NULL && k < said->strategies->len; k++)
      {
        const SuretyEigenlayerSetStrategy *one = &g_array_index (said->strategies,
                                                                 SuretyEigenlayerSetStrategy, k);

        if (address_equal (&one->strategy, &g_array_index (entry->strategies, Address, i)))
          g_array_index (*blocks, guint64, i) = one->since;
      }
  facts->strategy_blocks = (const guint64 *) (gpointer) (*blocks)->data;
  if (said->members != NULL)
    {
      facts->operators = (const Address *) said->members->data;
      facts->n_listed = said->members->len;
    }

  *slashings = surety_eigenlayer_directory_dup_slashings (self->directory, &entry->set);
  facts->slashings_known = TRUE;
  facts->slashings = (const SuretySlashing *) (gpointer) (*slashings)->data;
  facts->n_slashings = (*slashings)->len;
  *payments = surety_eigenlayer_directory_dup_payments (self->directory, &entry->set);
  facts->payments_known = surety_network_get_contract (self->network, "RewardsCoordinator",
                                                       &(Address) { 0 }, NULL);
  facts->payments = (const SuretyPayment *) (gpointer) (*payments)->data;
  facts->n_payments = (*payments)->len;
}

/* Each feature the deployed version lacks reverts, and stays unknown (Hoodi runs v1.11). */
void
surety_eigenlayer_make_service (SuretyEigenlayer *self,
                                SuretyMulticall *multicall,
                                SuretyEigenlayerSet *entry,
                                GHashTable *codes)
{
  const SuretyMetadata *metadata =
    surety_eigenlayer_find_metadata (self,
                                     surety_eigenlayer_directory_find_avs (self->directory,
                                                                           &entry->set.avs),
                                     surety_eigenlayer_directory_get_avs_uri (self->directory,
                                                                              &entry->set.avs));
  g_autofree char *name = metadata != NULL ? dup_name (metadata, entry->set.id) : NULL;
  g_autoptr (GArray) blocks = NULL;
  g_autoptr (GArray) slashings = NULL;
  g_autoptr (GArray) payments = NULL;
  u256 word;
  SuretyServiceFacts facts = {
    .avs = entry->set.avs,
    .set = entry->set.id,
    .description = metadata != NULL ? metadata->description : NULL,
    .website = metadata != NULL ? metadata->website : NULL,
    .logo = metadata != NULL ? metadata->logo : NULL,
    .strategies = (const Address *) entry->strategies->data,
    .n_strategies = entry->strategies->len,
    .strategies_known = entry->strategies_known,
    .stakes_known = entry->stakes != NULL && entry->strategies_known,
    .block_seconds = surety_network_get_block_seconds (self->network),
    .block = surety_multicall_get_block (multicall),
    .time = surety_multicall_get_timestamp (multicall),
  };

  if (facts.stakes_known)
    {
      facts.stakes = (const SuretyServiceStake *) (gpointer) entry->stakes->data;
      facts.n_stakes = entry->stakes->len;
      facts.weights = (const SuretyServiceWeight *) (gpointer) entry->weights->data;
      facts.n_weights = entry->weights->len;
    }
  facts.name = name;
  add_history (self, entry, &blocks, &slashings, &payments, &facts);

  facts.slasher_known = surety_multicall_get_address (multicall, entry->call_slasher,
                                                      &facts.slasher.address, NULL);
  if (facts.slasher_known)
    find_party (codes, &facts.slasher);
  facts.pending_slasher_known = read_pending_slasher (multicall, entry,
                                                      &facts.pending_slasher.address,
                                                      &facts.pending_slasher_block);
  if (facts.pending_slasher_block != 0)
    find_party (codes, &facts.pending_slasher);
  if (surety_eigenlayer_directory_get_block (self->directory) != 0)
    {
      facts.registrar.address = surety_eigenlayer_registrar_of (self, &entry->set.avs);
      find_party (codes, &facts.registrar);
    }
  facts.resolution_known = surety_eigenlayer_read_blocks (multicall, entry->call_resolution,
                                                          &facts.resolution_delay);

  if (surety_multicall_get_word (multicall, entry->call_redistributes, &word, NULL) &&
      surety_multicall_get_address (multicall, entry->call_recipient, &facts.recipient, NULL))
    {
      facts.redistributes_known = TRUE;
      facts.redistributes = word != 0;
    }
  if (surety_multicall_get_word (multicall, entry->call_members, &word, NULL) && word < G_MAXUINT)
    {
      facts.n_operators_known = TRUE;
      facts.n_operators = (guint) word;
    }

  g_clear_object (&entry->service);
  entry->service = surety_service_new (&facts);
}

void
surety_eigenlayer_make_services (SuretyEigenlayer *self,
                                 SuretyMulticall *multicall,
                                 GPtrArray *sets,
                                 GHashTable *codes)
{
  for (guint i = 0; i < sets->len; i++)
    surety_eigenlayer_make_service (self, multicall, g_ptr_array_index (sets, i), codes);
}
