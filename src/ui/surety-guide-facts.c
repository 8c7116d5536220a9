/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-guide-facts.h"

#include <glib/gi18n.h>

#include "surety-exposing.h"
#include "surety-format.h"

#define USUAL_BLOCK_SECONDS 12

void
surety_guide_facts_read (SuretySession *session, SuretyGuideFacts *out)
{
  SuretyConnection *connection = surety_session_get_connection (session);
  SuretyNetwork *network = surety_session_get_network (session);
  SuretyHoldings *holdings = surety_portfolio_get_holdings (surety_session_get_portfolio (session));

  *out = (SuretyGuideFacts) { .block_seconds = USUAL_BLOCK_SECONDS };
  if (network != NULL)
    out->block_seconds = surety_network_get_block_seconds (network);
  if (connection != NULL)
    {
      out->head = surety_connection_get_head (connection);
      out->time = surety_connection_get_head_time (connection);
    }
  if (holdings == NULL)
    return;
  if (surety_holdings_get_block (holdings) > out->head)
    {
      out->head = surety_holdings_get_block (holdings);
      out->time = surety_holdings_get_time (holdings);
    }
  out->exit_known = TRUE;
  out->exit_delay = surety_holdings_get_exit_delay (holdings);
  out->configuration_delay = surety_holdings_get_configuration_delay (holdings);
}

gboolean
surety_guide_facts_has_endpoint (SuretySession *session)
{
  SuretyConnection *connection = surety_session_get_connection (session);

  return connection != NULL && surety_connection_get_endpoints (connection) != NULL;
}

char *
surety_guide_facts_exit_words (const SuretyGuideFacts *facts)
{
  if (!facts->exit_known)
    return g_strdup (_ ("a time that is not known yet"));

  return surety_format_span (facts->exit_delay * facts->block_seconds);
}

char *
surety_guide_facts_date_in (const SuretyGuideFacts *facts, guint64 block, guint64 seconds)
{
  guint64 then = block + seconds / MAX (facts->block_seconds, 1u);

  return surety_format_block_date (then, facts->head, facts->time, facts->block_seconds);
}

gboolean
surety_guide_facts_exposure (SuretySession *session, u256 stake, Exposure *out)
{
  SuretyGuide *guide = surety_session_get_guide (session);
  SuretyAsset *asset = surety_guide_get_asset (guide);
  SuretyProvider *provider = surety_guide_get_provider (guide);
  SuretyGuideFacts facts;
  SuretyLoad load = SURETY_LOAD_IDLE;

  g_object_get (guide, "pledges-load", &load, NULL);
  surety_guide_facts_read (session, &facts);
  if (asset == NULL || provider == NULL || !facts.exit_known ||
      (load != SURETY_LOAD_READY && load != SURETY_LOAD_EMPTY))
    return FALSE;

  return surety_exposing_compute (stake, &surety_asset_get_token (asset)->strategy, provider,
                                  surety_guide_get_pledges (guide), facts.head, facts.exit_delay,
                                  facts.configuration_delay, out);
}
