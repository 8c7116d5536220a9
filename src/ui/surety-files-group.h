/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Whether files of operators and services are fetched, and through which IPFS gateway (settings
 * "fetch-files", "ipfs-gateway"). Forgetting them is the action "app.forget-files". */
#define SURETY_TYPE_FILES_GROUP (surety_files_group_get_type ())
G_DECLARE_FINAL_TYPE (SuretyFilesGroup,
                      surety_files_group,
                      SURETY,
                      FILES_GROUP,
                      AdwPreferencesGroup)

void surety_files_group_bind (SuretyFilesGroup *self, GSettings *settings);

G_END_DECLS
