/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* What speaks against the guide's operator: every check that found a problem, and every pledge that takes hold before one
 * could be out. As long as there is something and it is not acknowledged, or what it pledges is still being read, the guide is held
 * back. Not visible when there is nothing. */
#define SURETY_TYPE_FLAG_CARD (surety_flag_card_get_type ())
G_DECLARE_FINAL_TYPE (SuretyFlagCard, surety_flag_card, SURETY, FLAG_CARD, GtkBox)

void surety_flag_card_set_session (SuretyFlagCard *self, SuretySession *session);

G_END_DECLS
