/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-code-look.h"

G_BEGIN_DECLS

/* What has to be looked at before something is signed: code that is not what it was, an account that has some. Each in a dialog that
 * says what it means, in which alone a person can go on with it. Not visible while there is nothing to say. */
#define SURETY_TYPE_CODE_GROUP (surety_code_group_get_type ())
G_DECLARE_FINAL_TYPE (SuretyCodeGroup, surety_code_group, SURETY, CODE_GROUP, AdwPreferencesGroup)

void surety_code_group_set_look (SuretyCodeGroup *self, SuretyCodeLook *look);

G_END_DECLS
