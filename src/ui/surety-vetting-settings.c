/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-vetting-settings.h"

#include "surety-config.h"
#include "surety-guide-facts.h"

SuretyThresholds *
surety_vetting_thresholds (void)
{
  static SuretyThresholds *thresholds = NULL;

  if (thresholds == NULL)
    {
      g_autoptr (GSettings) settings = g_settings_new (SURETY_APP_ID);

      thresholds = surety_thresholds_new (settings, "vetting-thresholds");
    }

  return thresholds;
}

gboolean
surety_vetting_read_chain (SuretySession *session, GListModel *pledges, SuretyVettingChain *out)
{
  SuretyGuideFacts facts;

  *out = (SuretyVettingChain) { .network = surety_session_get_network (session) };
  if (out->network == NULL)
    return FALSE;
  surety_guide_facts_read (session, &facts);
  out->block = facts.head;
  out->time = facts.time;
  out->exit_known = facts.exit_known;
  out->exit_delay = facts.exit_delay;
  out->configuration_known = facts.exit_known;
  out->configuration_delay = facts.configuration_delay;
  for (guint i = 0; pledges != NULL && !out->exit_known && i < g_list_model_get_n_items (pledges);
       i++)
    {
      g_autoptr (SuretyPledge) pledge = g_list_model_get_item (pledges, i);

      out->exit_known = surety_pledge_get_exit_delay (pledge, &out->exit_delay);
    }

  return TRUE;
}
