/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-context.h"
#include "surety-outlook-feed.h"
#include "surety-play.h"
#include "surety-session.h"
#include "surety-store-error.h"

G_BEGIN_DECLS

/* What is remembered of a session in the database's state. */
#define SURETY_SESSION_SCOPE "session"

/* What the session's files share: the object itself (surety-session.c), which account and network it is on
 * (surety-session-turn.c), its accounts and keys (surety-session-accounts.c), its plans and practice
 * (surety-session-plans.c). */
struct _SuretySession
{
  GObject parent_instance;

  char *data_directory;
  SuretyDatabase *database;
  SuretyJournal *journal;
  SuretyPlay *play;        /* NULL until somebody practises: a world costs memory and time */
  DexFuture *play_opening; /* while it is being opened */

  SuretyLoad load;
  GError *error;
  GListStore *accounts; /* SuretyAccount */
  GListStore *networks; /* SuretyNetwork */
  GHashTable *contexts; /* network key → SuretyContext, made when first looked at */
  SuretyAccount *account;
  SuretyNetwork *network;
  SuretyContext *context;
  DexFuture *turn; /* the last switch: the next one waits for it */
  gulong protocol_handler;
  gulong head_handler;
  gulong stopped_handler;
  gboolean restricted;
  guint fee_ceiling_gwei;

  SuretyPortfolio *portfolio;
  SuretyDirectory *directory;
  SuretyFiles *files;
  SuretyTokens *tokens;
  SuretyRewards *rewards;
  SuretyGuide *guide;
  SuretyOutlookFeed *outlook;
  SuretyActivity *activity;
  SuretyDecisions *decisions;

  SuretySafe *safe;
};

/* Opens the practice network where it is not open yet. Resolves to: TRUE. */
DexFuture *surety_session_open_play (SuretySession *self);
/* Reads the accounts again, keeping the current one current. Resolves to: TRUE. */
DexFuture *surety_session_reload_accounts (SuretySession *self);
/* Adds a record, reads the accounts again and makes it current. Resolves to: SuretyAccount. */
DexFuture *surety_session_add_record (SuretySession *self, SuretyAccountRecord *record);
/* In a fiber: the address of material's account index, worked out on a thread. */
gboolean surety_session_await_address (SuretySecret *material,
                                       guint32 index,
                                       Address *address,
                                       GError **error);
/* Made with the session, before the database is open; its state is read at start and kept. */
void surety_session_init_safe (SuretySession *self);
/* Resolves to: TRUE. */
DexFuture *surety_session_open_safe (SuretySession *self);
/* Lends; NULL when there is none of that address. */
SuretyAccount *surety_session_find_account (SuretySession *self, const Address *address);
SuretyNetwork *surety_session_find_network (SuretySession *self, const char *key);
/* Makes account and network (either may be NULL) current, remembers them, and opens what belongs to them. Resolves to: TRUE. */
DexFuture *surety_session_turn_to (SuretySession *self,
                                   SuretyAccount *account,
                                   SuretyNetwork *network);
/* No context is the current one any more. */
void surety_session_leave_context (SuretySession *self);
/* Takes error. */
void surety_session_set_load (SuretySession *self, SuretyLoad load, GError *error);
/* Where strangers could press the buttons: a private chain's money may be real too. */
gboolean surety_session_is_refused (SuretySession *self, SuretyNetwork *network);
/* What signs for an account; NULL for a watched one. */
SuretySigner *surety_session_dup_signer (SuretySession *self, SuretyAccount *account);
/* wei per gas; 0 = none. */
u256 surety_session_get_fee_ceiling (SuretySession *self);

G_END_DECLS
