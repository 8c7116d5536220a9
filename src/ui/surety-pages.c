/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surety-pages.h"

#include <glib/gi18n.h>

const SuretyPage surety_pages[] = {
  { NULL, NULL, NULL, NULL },
};
