/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-pages.h"

#include <glib/gi18n.h>

#include "surety-activity-page.h"
#include "surety-list-page.h"
#include "surety-overview-page.h"
#include "surety-restake-page.h"
#include "surety-rewards-page.h"

const SuretyPage surety_pages[] = {
  { "overview", N_ ("Overview"), "go-home-symbolic", surety_overview_page_get_type },
  { "restake", N_ ("Restake"), "surety-restake-symbolic", surety_restake_page_get_type },
  { "operators", N_ ("Operators"), "system-users-symbolic", surety_list_page_get_type,
    &surety_operator_list },
  { "services", N_ ("Services"), "network-server-symbolic", surety_list_page_get_type,
    &surety_service_list },
  { "tokens", N_ ("Tokens"), "surety-token-symbolic", surety_list_page_get_type,
    &surety_token_list },
  { "rewards", N_ ("Rewards"), "surety-rewards-symbolic", surety_rewards_page_get_type },
  { "activity", N_ ("Activity"), "view-list-symbolic", surety_activity_page_get_type },
  { NULL, NULL, NULL, NULL },
};

GtkWidget *
surety_page_create (const SuretyPage *page, SuretySession *session)
{
  if (page->list != NULL)
    return g_object_new (page->get_type (), "session", session, "kind", page->list, NULL);

  return g_object_new (page->get_type (), "session", session, NULL);
}
