/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-pages.h"

#include <glib/gi18n.h>

#include "surety-overview-page.h"

const SuretyPage surety_pages[] = {
  { "overview", N_ ("Overview"), "go-home-symbolic", surety_overview_page_get_type },
  { NULL, NULL, NULL, NULL },
};
