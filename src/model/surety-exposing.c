/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-exposing.h"

gboolean
surety_exposing_compute (u256 stake,
                         const Address *strategy,
                         SuretyProvider *provider,
                         GListModel *pledges,
                         guint64 block,
                         guint64 exit_delay,
                         guint64 configuration_delay,
                         Exposure *out)
{
  g_autoptr (GArray) claims = g_array_new (FALSE, TRUE, sizeof (ExposurePledge));
  const SuretyPledgedMagnitude *pledged = NULL;
  ExposureInput input = { 0 };

  if (provider == NULL)
    {
      *out = (Exposure) { .free = stake, .warning = UINT64_MAX, .consistent = true };
      return TRUE;
    }

  pledged = surety_provider_get_pledged (provider, strategy);
  if (pledged == NULL || pledges == NULL)
    return FALSE;

  input.max = pledged->max;
  for (guint i = 0; i < g_list_model_get_n_items (pledges); i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);
      ExposurePledge claim;

      if (!address_equal (&surety_pledge_get_token (pledge)->strategy, strategy))
        continue;
      claim = (ExposurePledge) {
        .current = surety_pledge_get_current (pledge),
        .pending = surety_pledge_get_pending (pledge),
        .releases = surety_pledge_get_pending_is_release (pledge),
        .effect_block = surety_pledge_get_effect_block (pledge),
        .slashable = surety_pledge_is_slashable (pledge),
        .slashable_until = surety_pledge_get_slashable_until (pledge),
      };
      input.encumbered = surety_pledge_get_encumbered (pledge);
      g_array_append_val (claims, claim);
    }

  input.stake = stake;
  input.pledges = (const ExposurePledge *) (gpointer) claims->data;
  input.n_pledges = claims->len;
  input.provider = (ExposureProvider) {
    .delay_known = surety_provider_get_delay_known (provider),
    .delay_set = surety_provider_get_delay_set (provider),
    .delay = surety_provider_get_delay (provider),
    .pending_delay = surety_provider_get_pending_delay (provider),
    .pending_delay_block = surety_provider_get_pending_delay_block (provider),
    .configuration_delay = configuration_delay,
  };
  input.block = block;
  input.exit_delay = exit_delay;
  *out = exposure_compute (&input);

  return TRUE;
}
