/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "surety-session.h"
#include "surety-vetting.h"

G_BEGIN_DECLS

/* The answers about one operator, service or token, in two lists: what needs a look (problems,
 * cautions and what is not known), and what is clear. Judges again when a threshold is changed.
 * Property: "vetting" (SuretyVetting, nullable: nothing is shown). */
#define SURETY_TYPE_VETTING_CARD (surety_vetting_card_get_type ())
G_DECLARE_FINAL_TYPE (SuretyVettingCard, surety_vetting_card, SURETY, VETTING_CARD, GtkBox)

GtkWidget *surety_vetting_card_new (void);
SuretyVetting *surety_vetting_card_get_vetting (SuretyVettingCard *self);
void surety_vetting_card_set_vetting (SuretyVettingCard *self, SuretyVetting *vetting);

/* These read what they need from the session, and again when that changes.
 * strategy: the shares are of this one; NULL: of the worst of all. Reads the operator's pledges. */
GtkWidget *surety_vetting_card_new_operator (SuretySession *session,
                                             SuretyProvider *provider,
                                             const Address *strategy);
GtkWidget *surety_vetting_card_new_service (SuretySession *session, SuretyService *service);
GtkWidget *surety_vetting_card_new_token (SuretySession *session, SuretyTokenSheet *sheet);
/* The same for a card that is there already, in a template. */
void surety_vetting_card_show_operator (SuretyVettingCard *self,
                                        SuretySession *session,
                                        SuretyProvider *provider,
                                        const Address *strategy);
void surety_vetting_card_show_service (SuretyVettingCard *self,
                                       SuretySession *session,
                                       SuretyService *service);
void surety_vetting_card_show_token (SuretyVettingCard *self,
                                     SuretySession *session,
                                     SuretyTokenSheet *sheet);

G_END_DECLS
