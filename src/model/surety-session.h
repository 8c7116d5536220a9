/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "surety-account.h"
#include "surety-activity.h"
#include "surety-address-book.h"
#include "surety-connection.h"
#include "surety-decisions.h"
#include "surety-directory.h"
#include "surety-guide.h"
#include "surety-intent.h"
#include "surety-outlook.h"
#include "surety-portfolio.h"
#include "surety-replacement.h"
#include "surety-rewards.h"
#include "surety-signer.h"
#include "surety-tokens.h"
#include "surety-safe.h"

G_BEGIN_DECLS

/* The root of the model; one a process.
 * Properties (all notify): "load" (SuretyLoad: READY after start), "error" (GError, nullable), "accounts" (GListModel of SuretyAccount), "account"
 * (SuretyAccount, nullable), "networks" (GListModel of SuretyNetwork: built in, then the user's), "network" (SuretyNetwork, nullable),
 * "connection" (SuretyConnection, nullable), "portfolio", "directory", "tokens" (SuretyTokens: refreshed by who shows it), "guide", "outlook" (SuretyOutlook: on what the guide has chosen), "files" (SuretyFiles), "rewards" (SuretyRewards), "safe" (SuretySafe), "activity", "decisions" (SuretyDecisions; objects that stay; their content follows account and network), "address-book" (SuretyAddressBook of the network, nullable),
 * "first-run" (boolean: no account yet), "restricted" (boolean, writable: only practice and test networks can be opened).
 * Signal "plan-stopped" (gint64 plan, GError): of the network that is open (surety-runner.h). */
#define SURETY_TYPE_SESSION (surety_session_get_type ())
G_DECLARE_FINAL_TYPE (SuretySession, surety_session, SURETY, SESSION, GObject)

/* data_directory: where database, key files and the practice network's state are; made if missing (mode 0700). */
SuretySession *surety_session_new (const char *data_directory);
/* Opens everything and takes up unfinished transactions. Resolves to: TRUE. */
DexFuture *surety_session_start (SuretySession *self);

GListModel *surety_session_get_accounts (SuretySession *self);
SuretyAccount *surety_session_get_account (SuretySession *self);
GListModel *surety_session_get_networks (SuretySession *self);
SuretyNetwork *surety_session_get_network (SuretySession *self);
SuretyConnection *surety_session_get_connection (SuretySession *self);
SuretyPortfolio *surety_session_get_portfolio (SuretySession *self);
SuretyFiles *surety_session_get_files (SuretySession *self);
SuretyRewards *surety_session_get_rewards (SuretySession *self);
SuretyDirectory *surety_session_get_directory (SuretySession *self);
SuretyTokens *surety_session_get_tokens (SuretySession *self);
SuretyGuide *surety_session_get_guide (SuretySession *self);
SuretyOutlook *surety_session_get_outlook (SuretySession *self);
SuretyActivity *surety_session_get_activity (SuretySession *self);
SuretyDecisions *surety_session_get_decisions (SuretySession *self);
/* NULL while there is no network. */
SuretyAddressBook *surety_session_get_address_book (SuretySession *self);
gboolean surety_session_get_restricted (SuretySession *self);
/* Where the keys are: locked or not, and whom it asks. */
SuretySafe *surety_session_get_safe (SuretySession *self);

/* Switches. A practice account lives on the practice network only: choosing it chooses the network, and choosing
 * another network chooses the first account that is not practice's. Mainnet rejects with SURETY_PROTOCOL_ERROR_NETWORK_FILE… never; when
 * restricted: G_IO_ERROR_PERMISSION_DENIED. Resolves to: TRUE. */
DexFuture *surety_session_select_account (SuretySession *self, SuretyAccount *account);
DexFuture *surety_session_select_network (SuretySession *self, SuretyNetwork *network);

/* First door: the practice account on the practice network. Resolves when it is current. */
DexFuture *surety_session_practise (SuretySession *self);
/* Third door. An address whose key is here is chosen instead of added. Resolves when it is current. */
DexFuture *surety_session_add_watch (SuretySession *self, const char *name, const Address *address);
/* Second door: stores the material (surety_key_material_new ()) at place (passphrase: for SURETY_PLACE_FILE), then the account.
 * An account whose key is here already is left as it is: SURETY_STORE_ERROR_EXISTS. One whose key is gone from where it was kept
 * gets it back, and so do the other accounts of its words. Resolves to: SuretyAccount. */
DexFuture *surety_session_add_wallet (SuretySession *self,
                                      const char *name,
                                      SuretyAccountKind kind,
                                      SuretySecret *material,
                                      SuretyKeyPlace place,
                                      SuretySecret *passphrase,
                                      gboolean backup_checked);
/* The backup was proved (words asked for). Resolves to: TRUE. */
DexFuture *surety_session_set_backup_checked (SuretySession *self, SuretyAccount *account);
/* The words, to be shown or asked for. Resolves to: SuretySecret. */
DexFuture *surety_session_load_words (SuretySession *self, SuretyAccount *account);
DexFuture *surety_session_rename_account (SuretySession *self,
                                          SuretyAccount *account,
                                          const char *name);
/* Forgets an account (not practice's), and deletes its key when no other account is of the same words: that the backup is good is for the
 * caller to prove. SURETY_STORE_ERROR_NONCE_TAKEN while a plan of it is open. Resolves to: TRUE. */
DexFuture *surety_session_remove_account (SuretySession *self, SuretyAccount *account);
/* How many accounts of this session have the key or words of this one; itself too. */
guint surety_session_count_sharing (SuretySession *self, SuretyAccount *account);
/* The next account of the same words, m/44'/60'/0'/0/index, that is not here yet. Resolves to: SuretyAccount, current then. */
DexFuture *surety_session_add_next (SuretySession *self, SuretyAccount *account, const char *name);
/* Writes the account's own key as a version 3 keystore, reads the file back and opens it with the passphrase before it
 * resolves. replace: a file that is there is written over, else SURETY_STORE_ERROR_EXISTS. Resolves to: TRUE. */
DexFuture *surety_session_export (SuretySession *self,
                                  SuretyAccount *account,
                                  GFile *file,
                                  SuretySecret *passphrase,
                                  gboolean replace);
/* Opens a keystore. Resolves to: TRUE when the key in it is this account's own; SURETY_STORE_ERROR_PASSPHRASE, _MALFORMED,
 * _NOT_FOUND (it is another account's). */
DexFuture *surety_session_prove_keystore (SuretySession *self,
                                          SuretyAccount *account,
                                          GBytes *json,
                                          SuretySecret *passphrase);
/* The app password (surety-safe.h) over all accounts. Resolve to: TRUE. */
DexFuture *surety_session_unlock (SuretySession *self, SuretySecret *password);
DexFuture *surety_session_set_password (SuretySession *self, SuretySecret *password);
/* Whether any account's key is in the keyring, which is what an app password protects. */
gboolean surety_session_has_keyring (SuretySession *self);
/* Reads, checks and remembers a network file of the user's. Resolves to: SuretyNetwork. */
DexFuture *surety_session_add_network_file (SuretySession *self, GFile *file);

/* Whether it could be saved for the network now: FALSE with SURETY_BOOK_ERROR_NOBODY, _CONTRACT, _OWN or _SAVED. There must be
 * a network. */
gboolean surety_session_check_contact (SuretySession *self, const Address *address, GError **error);
/* Who stands behind an address on the network (surety_party_ask()): asked of the endpoints that were chosen. Resolves to: gint64, a
 * SuretyPartyKind; rejects when nobody could be asked. */
DexFuture *surety_session_load_party (SuretySession *self, const Address *address);
/* Another address that this one could be taken for (surety_look_alike_addresses()), among the accounts here, the addresses saved for the
 * network, its contracts and tokens, and its operators: its name, newly allocated, and the address itself; NULL: there is none. */
char *surety_session_dup_look_alike (SuretySession *self, const Address *address, Address *like);
/* What the current account has granted. Resolves to: SuretyAllowanceList (surety_protocol_load_allowances()). */
DexFuture *surety_session_load_allowances (SuretySession *self);
/* Any other plan (exit, finish an exit, undelegate). Resolves to: SuretyPreparation. */
DexFuture *surety_session_prepare (SuretySession *self, SuretyIntent *intent);
/* Whether what was prepared may still be signed as it is (surety_preparation_is_fresh()). Resolves to: gboolean. */
DexFuture *surety_session_is_fresh (SuretySession *self, SuretyPreparation *preparation);
/* For no more than the preparation shows at the speed. Resolves to: gint64, the plan's id, once it is journaled; goes on by itself. */
DexFuture *surety_session_start_plan (SuretySession *self,
                                      SuretyPreparation *preparation,
                                      SuretySpeed speed);
/* What is left of a plan (surety_preparation_make_rest()). Resolves to: SuretyPreparation. */
DexFuture *surety_session_prepare_rest (SuretySession *self, gint64 plan);
/* Goes on with what is left of a plan, as it was prepared and looked at just now. Resolves to: TRUE when it is under way. */
DexFuture *surety_session_continue_plan (SuretySession *self,
                                         gint64 plan,
                                         SuretyPreparation *preparation,
                                         SuretySpeed speed);
DexFuture *surety_session_abandon_plan (SuretySession *self, gint64 plan);
/* What it takes to put another transaction in the place of one that waits (surety-runner.h). Resolves to:
 * SuretyReplacement. */
DexFuture *surety_session_plan_replacement (SuretySession *self,
                                            gint64 entry,
                                            SuretyReplaceKind kind);
/* Signs it, journals it and sends it. Resolves to: gint64, the new entry's id; goes on by itself. */
DexFuture *surety_session_replace (SuretySession *self, SuretyReplacement *replacement);
DexFuture *surety_session_set_note (SuretySession *self, gint64 entry, const char *note);

/* Practice only: winds the clock on; keeps the practice network's state on the disk. Resolves to: TRUE. */
DexFuture *surety_session_wind (SuretySession *self, guint64 seconds);
/* Practice only: begins anew with fresh play money. Resolves to: TRUE. */
DexFuture *surety_session_restart_practice (SuretySession *self);

G_END_DECLS
