/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

SuretyEigenlayerOperator *
surety_eigenlayer_operator_new (SuretyEigenlayer *self, const Address *address)
{
  SuretyEigenlayerOperator *operator= g_new0 (SuretyEigenlayerOperator, 1);
  guint n = surety_network_get_n_tokens (self->network);

  operator->address = * address;
  operator->sets = g_array_new (FALSE, FALSE, sizeof (SuretyOperatorSet));
  operator->allocations = g_array_new (FALSE, FALSE, sizeof (SuretyEigenlayerAllocation));
  operator->max = g_new0 (u256, n);
  operator->encumbered = g_new0 (u256, n);
  operator->shares = g_new0 (u256, n);
  operator->call_encumbered = g_array_new (FALSE, FALSE, sizeof (guint));
  operator->call_allocations = g_array_new (FALSE, FALSE, sizeof (guint));
  return operator;
}

void
surety_eigenlayer_operator_free (SuretyEigenlayerOperator *self)
{
  g_array_unref (self->sets);
  g_array_unref (self->allocations);
  g_free (self->max);
  g_free (self->encumbered);
  g_free (self->shares);
  g_array_unref (self->call_encumbered);
  g_array_unref (self->call_allocations);
  g_free (self);
}

void
surety_eigenlayer_ask_allocations (SuretyEigenlayer *self,
                                   SuretyMulticall *multicall,
                                   SuretyEigenlayerOperator *operator)
{
  guint n = surety_network_get_n_tokens (self->network);

  for (guint i = 0; i < n; i++)
    {
      AbiValue args[] = {
        abi_address (&operator->address),
        abi_address (&surety_network_get_token (self->network, i)->strategy),
      };
      guint encumbered = surety_eigenlayer_ask (multicall, &self->allocation_manager,
                                                EL_GET_ENCUMBERED_MAGNITUDE, 2, args);
      guint allocations = surety_eigenlayer_ask (multicall, &self->allocation_manager,
                                                 EL_GET_STRATEGY_ALLOCATIONS, 2, args);

      g_array_append_val (operator->call_encumbered, encumbered);
      g_array_append_val (operator->call_allocations, allocations);
    }
}

void
surety_eigenlayer_ask_operator (SuretyEigenlayer *self,
                                SuretyMulticall *multicall,
                                SuretyEigenlayerOperator *operator,
                                gboolean with_allocations)
{
  g_autofree AbiValue *items = g_new0 (AbiValue, surety_network_get_n_tokens (self->network) + 1);
  AbiValue args[] = {
    abi_address (&operator->address),
    surety_eigenlayer_strategies (self, items),
  };

  operator->call_registered = surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                                     EL_IS_OPERATOR, 1, args);
  operator->call_approver = surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                                   EL_DELEGATION_APPROVER, 1, args);
  operator->call_delay = surety_eigenlayer_ask (multicall, &self->allocation_manager,
                                                EL_GET_ALLOCATION_DELAY, 1, args);
  operator->call_sets = surety_eigenlayer_ask (multicall, &self->allocation_manager,
                                               EL_GET_ALLOCATED_SETS, 1, args);
  operator->call_max = surety_eigenlayer_ask (multicall, &self->allocation_manager,
                                              EL_GET_MAX_MAGNITUDES, 2, args);
  operator->call_shares = surety_eigenlayer_ask (multicall, &self->delegation_manager,
                                                 EL_GET_OPERATOR_SHARES, 2, args);
  if (with_allocations)
    surety_eigenlayer_ask_allocations (self, multicall, operator);
}

/* An array of n words as answered by a call. */
static gboolean
read_words (SuretyMulticall *multicall, guint call, guint n, u256 *out, GError **error)
{
  AbiValues values = { 0 };
  gboolean fits;

  if (!surety_multicall_get (multicall, call, &values, error))
    return FALSE;

  fits = values.values[0].n_items == n;
  for (guint i = 0; i < n && fits; i++)
    out[i] = values.values[0].items[i].word;
  abi_values_clear (&values);
  if (!fits)
    g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                 "An answer has not one entry for each strategy");
  return fits;
}

static SuretyOperatorSet
read_set (const AbiValue *value)
{
  return (SuretyOperatorSet) {
    .avs = abi_value_address (&value->items[0]),
    .id = (guint32) value->items[1].word,
  };
}

static void
read_delay (SuretyMulticall *multicall, SuretyEigenlayerOperator *operator)
{
  AbiValues values = { 0 };

  operator->delay_known = surety_multicall_get (multicall, operator->call_delay, &values, NULL);
  if (operator->delay_known)
    {
      operator->delay_set = values.values[0].word != 0;
      operator->delay = (guint64) values.values[1].word;
    }
  abi_values_clear (&values);
}

gboolean
surety_eigenlayer_read_operator (SuretyEigenlayer *self,
                                 SuretyMulticall *multicall,
                                 SuretyEigenlayerOperator *operator,
                                 GError ** error)
{
  guint n = surety_network_get_n_tokens (self->network);
  AbiValues values = { 0 };
  u256 registered;

  if (!surety_multicall_get_word (multicall, operator->call_registered, &registered, error) ||
      !read_words (multicall, operator->call_max, n, operator->max, error) ||
      !read_words (multicall, operator->call_shares, n, operator->shares, error) ||
      !surety_multicall_get (multicall, operator->call_sets, &values, error))
    return FALSE;

  operator->known = surety_eigenlayer_get_known_of (self, multicall);
  operator->registered = registered != 0;
  for (gsize i = 0; i < values.values[0].n_items; i++)
    {
      SuretyOperatorSet set = read_set (&values.values[0].items[i]);

      g_array_append_val (operator->sets, set);
    }
  abi_values_clear (&values);

  operator->approval_known = surety_multicall_get_address (multicall, operator->call_approver,
                                                           &operator->approver, NULL);
  read_delay (multicall, operator);
  return TRUE;
}

static gboolean
read_token_allocations (SuretyMulticall *multicall,
                        SuretyEigenlayerOperator *operator,
                        guint token,
                        GError **error)
{
  AbiValues values = { 0 };
  guint call = g_array_index (operator->call_allocations, guint, token);
  gboolean fits;

  if (!surety_multicall_get (multicall, call, &values, error))
    return FALSE;

  fits = values.values[0].n_items == values.values[1].n_items;
  for (gsize i = 0; i < values.values[0].n_items && fits; i++)
    {
      const AbiValue *allocation = &values.values[1].items[i];
      u256 difference = allocation->items[1].word;
      SuretyEigenlayerAllocation one = {
        .set = read_set (&values.values[0].items[i]),
        .token = token,
        .current = allocation->items[0].word,
        .effect_block = (guint64) allocation->items[2].word,
      };

      /* int128 in two's complement of the whole word. */
      one.releases = u256_shr (difference, 255) != 0;
      one.pending = one.releases ? (u256) ~difference + 1 : difference;
      if (one.pending == 0)
        one.effect_block = 0;
      if (one.current != 0 || one.pending != 0)
        g_array_append_val (operator->allocations, one);
    }
  abi_values_clear (&values);
  if (!fits)
    g_set_error (error, SURETY_CHAIN_ERROR, SURETY_CHAIN_ERROR_MALFORMED,
                 "getStrategyAllocations answered lists of different lengths");
  return fits;
}

gboolean
surety_eigenlayer_read_allocations (SuretyEigenlayer *self,
                                    SuretyMulticall *multicall,
                                    SuretyEigenlayerOperator *operator,
                                    GError ** error)
{
  for (guint i = 0; i < operator->call_allocations->len; i++)
    {
      guint call = g_array_index (operator->call_encumbered, guint, i);

      if (!surety_multicall_get_word (multicall, call, &operator->encumbered[i], error) ||
          !read_token_allocations (multicall, operator, i, error))
        return FALSE;
    }
  operator->known = MIN (operator->known, surety_eigenlayer_get_known_of (self, multicall));
  operator->magnitudes_known = TRUE;
  return TRUE;
}

/* One call a set, with the operator. */
static void
ask_each_set (SuretyEigenlayer *self,
              SuretyMulticall *multicall,
              SuretyEigenlayerOperator *operator,
              SuretyEigenlayerItem item,
              GArray *calls)
{
  for (guint i = 0; i < operator->sets->len; i++)
    {
      const SuretyOperatorSet *set = &g_array_index (operator->sets, SuretyOperatorSet, i);
      AbiValue fields[] = { abi_address (&set->avs), abi_uint (set->id) };
      AbiValue args[] = { abi_address (&operator->address), abi_tuple (fields, 2) };
      guint call = surety_eigenlayer_ask (multicall, &self->allocation_manager, item, 2, args);

      g_array_append_val (calls, call);
    }
}

GArray *
surety_eigenlayer_ask_slashable (SuretyEigenlayer *self,
                                 SuretyMulticall *multicall,
                                 SuretyEigenlayerOperator *operator)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (guint));

  ask_each_set (self, multicall, operator, EL_IS_OPERATOR_SLASHABLE, calls);
  ask_each_set (self, multicall, operator, EL_IS_MEMBER_OF_OPERATOR_SET, calls);
  return calls;
}
