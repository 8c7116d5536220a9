/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-eigenlayer-private.h"

/* Pledges that were read before, read again: what they are to services is known, so that one exchange says all that
 * can have changed of their size. */

typedef struct
{
  SuretyEigenlayer *self;
  Address provider;
  Address strategy;
  GListModel *known; /* SuretyPledge */
} Renew;

static void
renew_free (gpointer data)
{
  Renew *renew = data;

  g_object_unref (renew->known);
  g_object_unref (renew->self);
  g_free (renew);
}

/* The sets of what is known, each with its service. */
static GPtrArray *
make_sets (GListModel *known)
{
  GPtrArray *sets = surety_eigenlayer_sets_new ();

  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (known, i);
      SuretyService *service = surety_pledge_get_service (pledge);
      const SuretyOperatorSet set = { *surety_service_get_avs (service),
                                      surety_service_get_set (service) };

      g_set_object (&surety_eigenlayer_sets_add (sets, &set)->service, service);
    }
  return sets;
}

static void
take_sets (SuretyEigenlayerOperator *operator, GPtrArray * sets)
{
  g_array_set_size (operator->sets, 0);
  for (guint i = 0; i < sets->len; i++)
    g_array_append_val (operator->sets, ((SuretyEigenlayerSet *) g_ptr_array_index (sets, i))->set);
}

/* Of the strategy, to a set that nobody looked at. */
static gboolean
has_more (Renew *renew, SuretyEigenlayerOperator *operator, GPtrArray * sets)
{
  for (guint i = 0; i < operator->allocations->len; i++)
    {
      const SuretyEigenlayerAllocation *one = &g_array_index (operator->allocations,
                                                              SuretyEigenlayerAllocation, i);
      const SuretyToken *token = surety_network_get_token (renew->self->network, one->token);

      if (address_equal (&token->strategy, &renew->strategy) &&
          surety_eigenlayer_sets_find (sets, &one->set) == NULL)
        return TRUE;
    }
  return FALSE;
}

static DexFuture *
renew_fiber (SuretyFlow *flow, gpointer data)
{
  Renew *renew = data;
  SuretyEigenlayer *self = renew->self;
  g_autoptr (SuretyEigenlayerOperator) operator= surety_eigenlayer_operator_new (self,
                                                                                 &renew->provider);
  g_autoptr (SuretyMulticall) multicall = surety_eigenlayer_multicall_new_deciding (self);
  g_autoptr (GPtrArray) sets = make_sets (renew->known);
  g_autofree u256 *one_share = g_new0 (u256, surety_network_get_n_tokens (self->network));
  g_autoptr (SuretyRenewed) renewed = NULL;
  g_autoptr (GArray) slashable = NULL;
  g_autoptr (GError) error = NULL;

  surety_eigenlayer_ask_operator (self, multicall, operator, TRUE);
  take_sets (operator, sets);
  slashable = surety_eigenlayer_ask_slashable (self, multicall, operator);
  surety_eigenlayer_ask_sets (self, multicall, sets, TRUE);
  if (!surety_eigenlayer_run (self, flow, multicall, 0, &error) ||
      !surety_eigenlayer_read_operator (self, multicall, operator, & error) ||
      !surety_eigenlayer_read_allocations (self, multicall, operator, & error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (has_more (renew, operator, sets))
    return dex_future_new_reject (SURETY_PROTOCOL_ERROR, SURETY_PROTOCOL_ERROR_SLASHABLE,
                                  "The provider has pledged to one more set");

  /* In the order in which they were asked for. */
  take_sets (operator, sets);
  surety_eigenlayer_read_sets (self, multicall, sets);
  renewed = g_new0 (SuretyRenewed, 1);
  renewed->pledges = surety_eigenlayer_make_pledges (self, multicall, operator, slashable, sets);
  renewed->provider = surety_eigenlayer_make_provider (self, multicall, operator, one_share,
                                                       slashable, sets);
  return dex_future_new_take_boxed (SURETY_TYPE_RENEWED, g_steal_pointer (&renewed));
}

DexFuture *
surety_eigenlayer_renew_pledges (SuretyProtocol *protocol,
                                 const Address *provider,
                                 const Address *strategy,
                                 GListModel *known)
{
  Renew *renew = g_new0 (Renew, 1);

  renew->self = g_object_ref (SURETY_EIGENLAYER (protocol));
  renew->provider = *provider;
  renew->strategy = *strategy;
  renew->known = g_object_ref (known);
  return surety_flow_spawn (renew_fiber, renew, renew_free);
}
