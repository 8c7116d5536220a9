/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "surety-session.h"

G_BEGIN_DECLS

/* All that is known of one operator, service or token: its name, under it the address with a button
 * that copies it and one that opens the user's explorer, then groups of facts. */
#define SURETY_TYPE_DETAIL_PAGE (surety_detail_page_get_type ())
G_DECLARE_FINAL_TYPE (SuretyDetailPage, surety_detail_page, SURETY, DETAIL_PAGE, AdwNavigationPage)

/* address: EIP-55. description: its own words, NULL or "": none. */
SuretyDetailPage *surety_detail_page_new (SuretySession *session,
                                          const char *name,
                                          const char *address,
                                          const char *description);
/* Under the address, with a sign: that the name can be mistaken for another's. */
void surety_detail_page_warn (SuretyDetailPage *self, const char *sentence);
/* Beside name and address, never instead of them: the picture it has chosen itself, from where it says it
 * lies ("" = none), while the user lets files be fetched. Until it is there, and when it can't be had, the
 * name's initials. */
void surety_detail_page_set_logo (SuretyDetailPage *self, const char *uri);
/* How well all that the groups say which are added from now on is known, and as of which block (0: not known): each has
 * the mark for it (surety-known-mark.h). */
void surety_detail_page_set_known (SuretyDetailPage *self, SuretyKnown known, guint64 block);
/* The same of one group, instead. */
void surety_detail_set_known (AdwPreferencesGroup *group, SuretyKnown known, guint64 block);
/* A group at the end of the page. description may be NULL. */
AdwPreferencesGroup *surety_detail_page_add_group (SuretyDetailPage *self,
                                                   const char *title,
                                                   const char *description);
/* Anything else at the end of the page, taken. */
void surety_detail_page_add (SuretyDetailPage *self, GtkWidget *widget);
/* A line of a group: what it is, and what is known. */
GtkWidget *surety_detail_add_fact (AdwPreferencesGroup *group, const char *name, const char *text);
/* The same with an address, in groups of four, with a button that copies it. words may be NULL. */
GtkWidget *surety_detail_add_address (AdwPreferencesGroup *group,
                                      const char *name,
                                      const char *words,
                                      const char *address);
/* What the page waits for; cleared when it goes. Taken. */
void surety_detail_page_set_waiting (SuretyDetailPage *self, DexFuture *future);
SuretySession *surety_detail_page_get_session (SuretyDetailPage *self);

/* surety-operator-detail.c, surety-service-detail.c, surety-token-detail.c */
AdwNavigationPage *surety_operator_detail_new (SuretySession *session, SuretyProvider *provider);
/* The same where it is chosen in the guide, whose button that is; vetted for the token of strategy (NULL:
 * none is chosen). */
AdwNavigationPage *surety_operator_detail_new_for_guide (SuretySession *session,
                                                         SuretyProvider *provider,
                                                         const Address *strategy);
AdwNavigationPage *surety_service_detail_new (SuretySession *session, SuretyService *service);
AdwNavigationPage *surety_token_detail_new (SuretySession *session, SuretyTokenSheet *sheet);

G_END_DECLS
