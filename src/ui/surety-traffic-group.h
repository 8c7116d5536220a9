/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Who was asked for what since this program began (surety-traffic.h): a line a host of endpoints, one for all hosts of
 * files; each opens to what it is made of. */
#define SURETY_TYPE_TRAFFIC_GROUP (surety_traffic_group_get_type ())
G_DECLARE_FINAL_TYPE (SuretyTrafficGroup,
                      surety_traffic_group,
                      SURETY,
                      TRAFFIC_GROUP,
                      AdwPreferencesGroup)

/* Shows it as it is now. What is open stays open. */
void surety_traffic_group_refresh (SuretyTrafficGroup *self);

G_END_DECLS
