/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-pages.h"

#include <glib/gi18n.h>

#include "surety-activity-page.h"
#include "surety-operators-page.h"
#include "surety-overview-page.h"
#include "surety-restake-page.h"
#include "surety-services-page.h"
#include "surety-tokens-page.h"

const SuretyPage surety_pages[] = {
  { "overview", N_ ("Overview"), "go-home-symbolic", surety_overview_page_get_type },
  { "restake", N_ ("Restake"), "surety-restake-symbolic", surety_restake_page_get_type },
  { "operators", N_ ("Operators"), "system-users-symbolic", surety_operators_page_get_type },
  { "services", N_ ("Services"), "network-server-symbolic", surety_services_page_get_type },
  { "tokens", N_ ("Tokens"), "surety-token-symbolic", surety_tokens_page_get_type },
  { "activity", N_ ("Activity"), "view-list-symbolic", surety_activity_page_get_type },
  { NULL, NULL, NULL, NULL },
};
