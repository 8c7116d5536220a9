/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "surety-account.h"
#include "surety-connection.h"
#include "surety-figure.h"
#include "surety-holdings.h"
#include "surety-load.h"
#include "surety-network.h"

G_BEGIN_DECLS

/* What templates bind to: pure functions of model properties, shown text out. The first argument
 * is the widget that binds; none looks at it. Objects may be NULL (a link that is empty): text
 * is then "", a boolean FALSE. A class makes those it uses known by
 * gtk_widget_class_bind_template_callback (). */

/* "12.5 stETH"; an unknown figure is "unknown". */
char *surety_closure_amount (gpointer self, SuretyFigure *figure);
/* Its number alone, its unit alone. */
char *surety_closure_amount_number (gpointer self, SuretyFigure *figure);
char *surety_closure_amount_unit (gpointer self, SuretyFigure *figure);
gboolean surety_closure_amount_is_known (gpointer self, SuretyFigure *figure);
/* Every digit, with the unit and how well it is known: for the tooltip and the clipboard. */
char *surety_closure_amount_full (gpointer self, SuretyFigure *figure);
/* "block 19 000 000 · 12 s ago"; now: seconds since 1970 by the figure's chain, 0 = this
 * computer's clock. */
char *surety_closure_figure_age (gpointer self, SuretyFigure *figure, guint64 now);
const char *surety_known_words (SuretyKnown known);
/* "practice", "one endpoint", "endpoints agree", "proved", "unknown". */
char *surety_closure_known (gpointer self, SuretyFigure *figure);

char *surety_closure_address_short (gpointer self, const char *address);
char *surety_closure_address_wide (gpointer self, const char *address);

/* The account's name; practice's has none of its own and is called so, a nameless one by its
 * address. */
char *surety_closure_account_name (gpointer self, SuretyAccount *account);

/* "Practice · play money", "Test network · Hoodi Testnet", "Ethereum Mainnet · real money",
 * "Private network · NAME". */
char *surety_closure_network_words (gpointer self, SuretyNetwork *network);
char *surety_closure_network_icon (gpointer self, SuretyNetwork *network);
/* Whether it may be opened where strangers could press the buttons. */
gboolean surety_network_is_harmless (SuretyNetwork *network);
/* CSS class of the strip: "practice", "test", "mainnet", "custom". */
const char *surety_network_style (SuretyNetwork *network);

/* The standing reminder, the more urgent the more there is to lose. */
char *surety_closure_backup_banner (gpointer self, SuretyFigure *held);

gboolean surety_closure_is_practice (gpointer self, SuretyNetwork *network);
/* Whether nobody answers, and what the banner then says. */
gboolean surety_closure_connection_is_down (gpointer self, SuretyConnectionState state);
char *surety_closure_connection_banner (gpointer self, SuretyConnectionState state);
gboolean surety_closure_endpoints_disagree (gpointer self, GError *disagreement);
char *surety_closure_disagreement_banner (gpointer self, GError *disagreement);

/* Whether the account runs somebody else's code (EIP-7702) and this is the page that tells so, the overview; and what
 * the banner then says. */
gboolean surety_closure_tells_delegation (gpointer self,
                                          SuretyHoldings *holdings,
                                          const char *page);
char *surety_closure_delegation_banner (gpointer self, SuretyHoldings *holdings);

/* Names of GtkStack pages by load: "loading", "empty", "failed", "content". */
char *surety_closure_load_page (gpointer self, SuretyLoad load);
char *surety_closure_sentence (gpointer self, const GError *error);

gboolean surety_closure_is_set (gpointer self, GObject *object);
gboolean surety_closure_has_text (gpointer self, const char *text);

G_END_DECLS
