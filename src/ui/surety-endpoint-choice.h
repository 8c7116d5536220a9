/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-network.h"
#include "surety-probe.h"

G_BEGIN_DECLS

/* Rows of the connection page. */

/* Somebody who may answer, with what they learn, and a round button of the group (NULL: the
 * first). */
GtkWidget *surety_endpoint_row_new (const char *name,
                                    const char *learns,
                                    GtkCheckButton *group,
                                    GtkCheckButton **button);

/* What a test found, a row each: chain, head, latency and what the endpoint can do. now: seconds
 * since 1970. */
void surety_endpoint_add_results (AdwPreferencesGroup *group,
                                  GPtrArray *rows,
                                  SuretyNetwork *network,
                                  const SuretyProbe *probe,
                                  guint64 now);

G_END_DECLS
