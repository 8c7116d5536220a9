/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-outlook-private.h"

static void
set_key (SuretyService *service, guint8 key[OVERLAP_ID_SIZE])
{
  const guint32 set = surety_service_get_set (service);

  memset (key, 0, OVERLAP_ID_SIZE);
  memcpy (key, surety_service_get_avs (service)->bytes, sizeof (Address));
  for (guint i = 0; i < 4; i++)
    key[OVERLAP_ID_SIZE - 1 - i] = (guint8) (set >> (8 * i));
}

void
surety_outlook_compute_robustness (SuretyOutlook *self)
{
  const SuretyOutlookFacts *facts = &self->facts;
  g_autoptr (GArray) services = g_array_new (FALSE, TRUE, sizeof (RobustnessService));
  g_autoptr (GArray) stakes = g_array_new (FALSE, TRUE, sizeof (u256));
  g_autoptr (GArray) edges = g_array_new (FALSE, TRUE, sizeof (RobustnessEdge));
  RobustnessInput input = { 0 };

  g_ptr_array_set_size (self->robustness_services, 0);
  self->robustness_known = facts->pledges != NULL;
  for (guint i = 0; self->robustness_known && i < g_list_model_get_n_items (facts->pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (facts->pledges, i);
      SuretyService *service = surety_outlook_best_service (facts,
                                                            surety_pledge_get_service (pledge));
      const RobustnessService corruption = {
        .profit = surety_outlook_get_profit (self, service),
        .threshold_numerator = ROBUSTNESS_THRESHOLD_NUMERATOR,
        .threshold_denominator = ROBUSTNESS_THRESHOLD_DENOMINATOR,
      };
      const RobustnessEdge edge = { services->len, services->len };
      u256 stake = 0;

      /* A set that holds several tokens is one service. */
      if (g_ptr_array_find (self->robustness_services, service, NULL))
        continue;
      self->robustness_known = surety_outlook_get_backing (facts, service, &stake);
      g_array_append_val (services, corruption);
      g_array_append_val (stakes, stake);
      g_array_append_val (edges, edge);
      g_ptr_array_add (self->robustness_services, g_object_ref (service));
    }
  if (!self->robustness_known)
    return;

  input.services = (const RobustnessService *) (gpointer) services->data;
  input.n_services = services->len;
  input.stakes = (const u256 *) (gpointer) stakes->data;
  input.n_backers = stakes->len;
  input.edges = (const RobustnessEdge *) (gpointer) edges->data;
  input.n_edges = edges->len;
  self->robustness = robustness_compute (&input);
  self->robustness_known = self->robustness.state != ROBUSTNESS_INVALID;
}

/* Everybody an amount of a token with the provider reaches. */
static void
add_reaches (SuretyOutlook *self,
             GArray *reaches,
             gsize path,
             const Address *provider,
             const SuretyToken *token,
             gboolean known,
             u256 amount)
{
  const SuretyOutlookFacts *facts = &self->facts;
  OverlapReach reach = { .kind = OVERLAP_OPERATOR, .path = path };

  memcpy (reach.id, provider->bytes, sizeof provider->bytes);
  reach.amount_known = known &&
                       surety_outlook_to_eth (facts, &token->strategy, amount, &reach.amount);
  g_array_append_val (reaches, reach);
  if (facts->pledges == NULL ||
      !address_equal (provider, surety_provider_get_address (facts->provider)))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (facts->pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (facts->pledges, i);
      const u256 magnitude = surety_pledge_get_current (pledge) + surety_pledge_get_rising (pledge);
      u256 part = 0;

      if (!address_equal (&surety_pledge_get_token (pledge)->strategy, &token->strategy))
        continue;
      reach = (OverlapReach) { .kind = OVERLAP_SERVICE, .path = path };
      set_key (surety_pledge_get_service (pledge), reach.id);
      reach.amount_known = known &&
                           u256_mul_div (amount, surety_pledge_share (pledge, magnitude), U256_WAD,
                                         ROUND_UP, &part) &&
                           surety_outlook_to_eth (facts, &token->strategy, part, &reach.amount);
      g_array_append_val (reaches, reach);
    }
}

void
surety_outlook_compute_overlaps (SuretyOutlook *self)
{
  const SuretyOutlookFacts *facts = &self->facts;
  const SuretyToken *token = surety_outlook_get_token (facts);
  g_autoptr (GArray) reaches = g_array_new (FALSE, TRUE, sizeof (OverlapReach));
  gsize n = 0;

  g_array_set_size (self->overlaps, 0);
  self->overlaps_known = facts->provider != NULL && facts->positions != NULL && token != NULL;
  if (!self->overlaps_known)
    return;

  add_reaches (self, reaches, 0, surety_provider_get_address (facts->provider), token,
               facts->amount_known, facts->amount);
  for (guint i = 0; i < g_list_model_get_n_items (facts->positions); i++)
    {
      g_autoptr (SuretyPosition) position = g_list_model_get_item (facts->positions, i);
      SuretyFigure *worth = surety_position_get_worth (position);

      if (surety_position_get_delegated (position))
        add_reaches (self, reaches, i + 1, surety_position_get_provider (position),
                     surety_position_get_token (position), surety_figure_is_known (worth),
                     surety_figure_get_value (worth));
    }
  g_array_set_size (self->overlaps, reaches->len / 2 + 1);
  n = overlap_find ((const OverlapReach *) (gpointer) reaches->data, reaches->len,
                    (OverlapGroup *) (gpointer) self->overlaps->data);
  g_array_set_size (self->overlaps, (guint) n);
}
